"""The work of a job: one document in all its languages, from one parse of it.

It touches no file and knows no other document.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from transpipe.catalog import Catalog, CatalogText, Message, refuse_large
from transpipe.checks import (
    DocumentLink,
    Finding,
    WaiverLog,
    check_catalog,
    check_edition,
    check_source,
    document_links,
    of_remark,
    pinpoint,
    refuse_by,
    with_line,
)
from transpipe.document import Document, Remark, Segment, decode, encode
from transpipe.edition import (
    Coverage,
    Edition,
    Refusal,
    Refuse,
    Standing,
    coverage,
    fallbacks,
    localize,
    source_words,
)
from transpipe.languages import Language
from transpipe.markdown import segment as segment_text
from transpipe.markdown.attachments import Attachment, attachments
from transpipe.markdown.draft import with_note
from transpipe.markdown.metadata import with_language
from transpipe.markdown.untranslated import mark
from transpipe.project.catalogs import template_of
from transpipe.project.consistency import said
from transpipe.project.jobs import Job, Localized, Outcome, Passage, Upkeep
from transpipe.project.sharing import holding
from transpipe.text import Lines

if TYPE_CHECKING:
    from transpipe.page import Summary

__all__ = ["run_job"]

_Catalogs = Sequence[Catalog | None]


def run_job(job: Job) -> Outcome:
    """Make what a job wants of a document.

    Raises:
        TranspipeError: the document or a catalogue can't be read.

    """
    document = job.document or segment_text(job.name, decode(job.data, job.name), job.dialect)
    refuse_large([document], job.max_segment_size)
    catalogs = [_catalog(job, name, data) for _, name, data in job.catalogs]
    held = tuple(map(holding, catalogs)) if job.upkeep else ()
    messages = _settled(job.upkeep, document, catalogs) if job.upkeep else 0
    if messages is None:
        return Outcome(job.domain, job.name, (), (), (), unsettled=document, held=held)
    editions = _editions(job, document, catalogs)
    localized = tuple(
        _localized(job, edition, catalog, index)
        for index, (edition, catalog) in enumerate(zip(editions, catalogs, strict=True))
    )
    files, summaries = _files(job, document, editions, localized)
    return Outcome(
        job.domain,
        job.name,
        localized,
        files,
        tuple(_source_findings(job, document)),
        summaries,
        tuple(_links(job, document)),
        messages,
        attachments=tuple(_attachments(job, document)),
        held=held,
    )


def _catalog(job: Job, name: str, data: bytes | None) -> Catalog | None:
    if data is None:
        return None
    return Catalog.parse(data, name, max_segment_size=job.max_segment_size)


def _settled(upkeep: Upkeep, document: Document, catalogs: _Catalogs) -> int | None:
    """Return how many messages a document has; None where extract or update would change a file."""
    if upkeep.data is None:
        return None
    settings = upkeep.settings
    new = template_of(settings, document, upkeep.name, None)
    old = new.as_written(upkeep.data, settings.max_segment_size)
    if new.settled(old) is not old or not all(one and one.follows(old) for one in catalogs):
        return None
    return sum(1 for _ in old.targets())


def _editions(job: Job, document: Document, catalogs: _Catalogs) -> list[Edition]:
    """Return the editions in the languages of a job's catalogues."""
    return [
        localize(
            document,
            catalog,
            job.dialect,
            language=language.tag,
            drafts=job.drafts,
            refuse=_refuse_by(job, index),
        )
        for index, ((language, _, _), catalog) in enumerate(
            zip(job.catalogs, catalogs, strict=True)
        )
    ]


def _refuse_by(job: Job, index: int) -> Refuse:
    """Return what keeps targets out: what the checks find, and pairs that a merge made."""
    (language, name, _), settings = job.catalogs[index], job.catalog_checks[index]
    checked = refuse_by(language, settings)
    pairs = {
        (one.source, one.target): Refusal(one.check, one.message)
        for one in job.mispaired
        if one.catalog == name
    }

    def refuse(document: Document, segment: Segment, message: Message) -> Refusal | None:
        mispaired = pairs.get((message.source, message.target))
        return mispaired or checked(document, segment, message)

    return refuse if pairs else checked


def _files(
    job: Job, document: Document, editions: Sequence[Edition], localized: Sequence[Localized]
) -> tuple[tuple[tuple[str, str, bytes], ...], tuple[Summary, ...]]:
    """Return language, format and bytes of each edition, that of the source too, and summaries."""
    if not job.wanted.formats:
        return (), ()
    original = localize(document, None, job.dialect, language=job.source_language.tag)
    coverages = [coverage(original), *(one.coverage for one in localized)]
    every = [original, *editions]
    files = list(_markdown(job, every))
    pages, summaries = _pages(job, every, coverages)
    return (*files, *pages), tuple(summaries)


def _source_findings(job: Job, document: Document) -> Iterator[Finding]:
    """Yield what the author should know, with the lines that it is about, if it is wanted."""
    if not job.wanted.findings:
        return
    lines = Lines(document.text)
    for finding in check_source(document, job.dialect):
        yield with_line(finding, document.text, lines)


def _links(job: Job, document: Document) -> Iterator[DocumentLink]:
    """Yield the links to other documents, where the checks are wanted."""
    if job.wanted.findings:
        yield from document_links(document, job.dialect)


def _attachments(job: Job, document: Document) -> Iterator[Attachment]:
    """Yield the files that the document names, where anything is made of it."""
    if job.wanted.formats or job.wanted.findings:
        yield from attachments(document, job.dialect, posixpath.dirname(job.domain))


def _markdown(job: Job, editions: Sequence[Edition]) -> Iterator[tuple[str, str, bytes]]:
    """Yield language, format and bytes of each Markdown edition, if they are wanted."""
    if "md" not in job.wanted.formats:
        return
    languages = [job.source_language, *(language for language, _, _ in job.catalogs)]
    for language, one in zip(languages, editions, strict=True):
        text = one.text
        if language.tag != job.source_language.tag:
            text = _marked(job, one) if job.wanted.mark else text
            text = with_language(
                text, one.language, job.dialect, instead_of=job.source_language.tag
            )
        if one.has_drafts:
            text = with_note(text, _draft_note(language), job.dialect)
        yield one.language, "md", encode(text)


def _draft_note(language: Language) -> str:
    """Return what a draft says at its top, in its language."""
    from transpipe.page import draft_note  # noqa: PLC0415 - jinja2 and nh3 start slowly

    return draft_note(language)


def _marked(job: Job, edition: Edition) -> str:
    left = {index for index, _ in fallbacks(edition)}
    return mark(edition.document.name, edition.text, left, job.dialect)


def _pages(
    job: Job, editions: Sequence[Edition], coverages: Sequence[Coverage]
) -> tuple[list[tuple[str, str, bytes]], list[Summary]]:
    """Return language, format and bytes of each page, and their summaries, if wanted."""
    if "html" not in job.wanted.formats:
        return [], []
    from transpipe.project.pages import pages  # noqa: PLC0415 - jinja2 and nh3 start slowly

    made = list(pages(job, editions, coverages))
    return [(tag, "html", html.encode()) for tag, html, _ in made], [one for *_, one in made]


def _localized(job: Job, edition: Edition, catalog: Catalog | None, index: int) -> Localized:
    language, name, _ = job.catalogs[index]
    findings: tuple[Finding, ...] = ()
    log = WaiverLog()
    if job.wanted.findings:
        findings = tuple(_findings(job, edition, catalog, index, log))
    return Localized(
        language.tag,
        name,
        coverage(edition),
        tuple(_strip(edition)),
        findings,
        tuple(_passages(edition)) if job.wanted.passages else (),
        cut.message if (cut := _cut_off(edition, catalog)) else "",
        log,
        said(catalog) if job.wanted.findings and catalog else b"",
    )


def _cut_off(edition: Edition, catalog: Catalog | None) -> Remark | None:
    """Return what tells that the end of a catalogue is missing."""
    return catalog.cut_off(wanted=bool(edition.document.segments)) if catalog else None


def _findings(
    job: Job, edition: Edition, catalog: Catalog | None, index: int, log: WaiverLog
) -> Iterator[Finding]:
    (language, _, data), settings = job.catalogs[index], job.catalog_checks[index]
    if not catalog or data is None:
        return
    found = [
        *check_catalog(catalog, language.tag, settings),
        *check_edition(edition, language, settings, catalog, fuzzy=job.wanted.fuzzy, log=log),
        *(one for one in job.mispaired if one.catalog == catalog.name),
    ]
    cut = _cut_off(edition, catalog)
    if cut and cut not in catalog.remarks:
        found.append(of_remark(cut, catalog=catalog.name, language=language.tag))
    if found:
        text = CatalogText(decode(data, catalog.name))
        yield from (pinpoint(one, text) for one in found)


def _strip(edition: Edition) -> Iterator[tuple[int, Standing]]:
    counted = (
        (source_words(segment.source), edition.standing(index))
        for index, segment in enumerate(edition.document.segments)
        if not segment.optional
    )
    for standing, run in groupby(counted, key=lambda pair: pair[1]):
        yield sum(words for words, _ in run), standing


def _passages(edition: Edition) -> Iterator[Passage]:
    for index, segment in enumerate(edition.document.segments):
        standing = edition.standing(index)
        if standing is not Standing.TRANSLATED and not segment.optional:
            previous = edition.messages[index].previous or ""
            yield Passage(segment.line, segment.source, standing, previous)
