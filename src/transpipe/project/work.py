"""The work of a job: one document in all its languages, from one parse of it.

It touches no file and knows no other document.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from transpipe.catalog import Catalog, CatalogText, Message, refuse_large
from transpipe.checks import (
    CheckSettings,
    DocumentLink,
    Finding,
    Pairs,
    WaiverLog,
    check_catalog,
    check_edition,
    check_source,
    document_links,
    of_remark,
    pinpoint,
    refuse_by,
    spare_by,
    with_line,
)
from transpipe.document import Document, Remark, Segment, decode, encode
from transpipe.edition import Edition, Refusal, Refuse, coverage, fallbacks, localize, stretches
from transpipe.languages import Language
from transpipe.markdown.attachments import Attachment, attachments
from transpipe.markdown.draft import with_note
from transpipe.markdown.metadata import with_language
from transpipe.markdown.segments import document as read
from transpipe.markdown.source import source_of
from transpipe.markdown.untranslated import mark
from transpipe.project.catalogs import template_of
from transpipe.project.consistency import said
from transpipe.project.jobs import Job, Localized, Outcome, Passage, Upkeep
from transpipe.project.sharing import holding
from transpipe.standing import Coverage, Standing
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
    document = job.document or _document(job)
    refuse_large([document], job.max_segment_size)
    attached = tuple(_attachments(job, document))
    if "html" not in job.wanted.formats:
        source_of.cache_clear()  # a large document's blocks take ten times as much as its text
    catalogs = _catalogs(job)
    held = tuple(map(holding, catalogs)) if job.upkeep else ()
    messages = _settled(job.upkeep, document, catalogs) if job.upkeep else 0
    if messages is None:
        return Outcome(job.domain, job.name, (), (), (), unsettled=document, held=held)
    editions, localized = [], []
    for index, catalog in enumerate(catalogs):
        edition, made = _in_language(job, document, catalog, index)
        editions.append(edition)
        localized.append(made)
        catalogs[index] = None  # a large document's catalogues need not all stay in memory
    files, summaries = _files(job, document, editions, localized)
    return Outcome(
        job.domain,
        job.name,
        tuple(localized),
        files,
        tuple(_source_findings(job, document)),
        summaries,
        tuple(_links(job, document)),
        messages,
        attachments=attached,
        held=held,
    )


def _document(job: Job) -> Document:
    """Return the document; its blocks are kept for what else is asked of them."""
    return read(job.name, source_of(decode(job.data, job.name), job.dialect, job.name))


def _catalogs(job: Job) -> list[Catalog | None]:
    """Return the catalogues of a job; what they have in common is read once."""
    found: list[Catalog | None] = []
    first: Catalog | None = None
    for _, name, data in job.catalogs:
        one = None
        if data is not None:
            size = job.max_segment_size
            one = Catalog.parse(data, name, max_segment_size=size, like=first)
            first = first or one
        found.append(one)
    return found


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


class _Localizing(NamedTuple):
    """One of a job's languages.

    Attributes:
        job: the job.
        language: the language.
        name: its catalogue as people see it.
        data: the catalogue's bytes; None where there is none.
        catalog: what they hold.
        settings: how the checks are set.
        pairs: what was found out of its targets, where the checks are wanted too.

    """

    job: Job
    language: Language
    name: str
    data: bytes | None
    catalog: Catalog | None
    settings: CheckSettings
    pairs: Pairs | None


def _in_language(
    job: Job, document: Document, catalog: Catalog | None, index: int
) -> tuple[Edition, Localized]:
    """Return the edition in the language of one of a job's catalogues, and what is wrong in it."""
    (language, name, data), settings = job.catalogs[index], job.catalog_checks[index]
    pairs = Pairs(language, settings) if job.wanted.findings else None
    one = _Localizing(job, language, name, data, catalog, settings, pairs)
    edition = localize(
        document,
        catalog,
        job.dialect,
        language=language.tag,
        drafts=job.drafts,
        refuse=_refuse_by(one),
        spare=None if _mispaired(one) else spare_by(one.settings),
    )
    return edition, _localized(one, edition)


def _refuse_by(one: _Localizing) -> Refuse:
    """Return what keeps targets out: what the checks find, and pairs that a merge made."""
    checked = refuse_by(one.language, one.settings, one.pairs)
    by_merge = {
        (finding.source, finding.target): Refusal(finding.check, finding.message)
        for finding in _mispaired(one)
    }

    def refuse(document: Document, segment: Segment, message: Message) -> Refusal | None:
        mispaired = by_merge.get((message.source, message.target))
        return mispaired or checked(document, segment, message)

    return refuse if by_merge else checked


def _mispaired(one: _Localizing) -> Sequence[Finding]:
    """Return the findings of pairs in a catalogue that a merge made."""
    return [finding for finding in one.job.mispaired if finding.catalog == one.name]


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

    files, summaries = [], []
    for tag, html, summary in pages(job, editions, coverages):
        files.append((tag, "html", html.encode()))  # at once: text takes up to four times as much
        summaries.append(summary)
    return files, summaries


def _localized(one: _Localizing, edition: Edition) -> Localized:
    wanted, catalog, log = one.job.wanted, one.catalog, WaiverLog()
    cut = _cut_off(edition, catalog)
    return Localized(
        one.language.tag,
        one.name,
        coverage(edition),
        stretches(edition),
        tuple(_findings(one, edition, log)) if wanted.findings else (),
        tuple(_passages(edition)) if wanted.passages else (),
        cut.message if cut else "",
        log if wanted.findings else None,
        said(catalog) if wanted.findings and catalog else b"",
    )


def _cut_off(edition: Edition, catalog: Catalog | None) -> Remark | None:
    """Return what tells that the end of a catalogue is missing."""
    return catalog.cut_off(wanted=bool(edition.document.segments)) if catalog else None


def _findings(one: _Localizing, edition: Edition, log: WaiverLog) -> Iterator[Finding]:
    job, catalog = one.job, one.catalog
    if not catalog or one.data is None:
        return
    found = [
        *check_catalog(catalog, one.language.tag, one.settings),
        *check_edition(
            edition,
            one.language,
            one.settings,
            catalog,
            fuzzy=job.wanted.fuzzy,
            log=log,
            pairs=one.pairs,
        ),
        *_mispaired(one),
    ]
    cut = _cut_off(edition, catalog)
    if cut and cut not in catalog.remarks:
        found.append(of_remark(cut, catalog=catalog.name, language=one.language.tag))
    if found:
        text = CatalogText(decode(one.data, catalog.name))
        yield from (pinpoint(finding, text) for finding in found)


def _passages(edition: Edition) -> Iterator[Passage]:
    for index, segment in enumerate(edition.document.segments):
        standing = edition.standing(index)
        if standing is not Standing.TRANSLATED and not segment.optional:
            message = edition.left.get(index)
            previous = (message.previous if message else None) or ""
            yield Passage(segment.line, segment.source, standing, previous)
