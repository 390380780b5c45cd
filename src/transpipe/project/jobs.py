"""One document in all its languages: the work that build, status and check share.

A job takes bytes and gives bytes, touches no file and knows no other document, so that any
executor can run it anywhere.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import TYPE_CHECKING

from transpipe.catalog import Catalog, CatalogText, Message, refuse_large
from transpipe.checks import (
    CheckSettings,
    DocumentLink,
    Finding,
    WaiverLog,
    blocks,
    check_catalog,
    check_edition,
    check_source,
    document_links,
    of_remark,
    pinpoint,
    with_line,
)
from transpipe.document import Document, Remark, Segment, decode, encode
from transpipe.edition import (
    Blocks,
    Coverage,
    Edition,
    Refusal,
    Standing,
    coverage,
    fallbacks,
    localize,
    source_words,
)
from transpipe.languages import Language
from transpipe.markdown import Dialect
from transpipe.markdown import segment as segment_text
from transpipe.markdown.attachments import Attachment, attachments
from transpipe.markdown.draft import with_note
from transpipe.markdown.metadata import with_language
from transpipe.markdown.untranslated import mark
from transpipe.project.catalogs import TemplateSettings, template_of
from transpipe.project.sharing import Holding, holding
from transpipe.text import Lines

if TYPE_CHECKING:
    from transpipe.page import PageSettings, Summary

__all__ = ["Job", "Localized", "Outcome", "Passage", "Upkeep", "Wanted", "run_job"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a job is to make.

    Attributes:
        formats: of the editions: ``md``, ``html``; none builds nothing.
        findings: whether to run the checks.
        fuzzy: whether to check fuzzy targets too.
        passages: whether to list what is left, passage by passage.
        mark: whether the Markdown editions mark what is not translated.
        left: how many passages a summary may name that are not translated.

    """

    formats: tuple[str, ...] = ()
    findings: bool = False
    fuzzy: bool = False
    passages: bool = False
    mark: bool = False
    left: int = 0


@dataclass(frozen=True, slots=True)
class Upkeep:
    """What tells whether extract and update would change something.

    Attributes:
        name: the template's name.
        data: its bytes; None where there is none.
        settings: what the project says in its templates.

    """

    name: str
    data: bytes | None
    settings: TemplateSettings


@dataclass(frozen=True, slots=True)
class Job:
    """A document and its catalogues.

    Attributes:
        domain: the document's path without suffix.
        name: the document as people see it.
        data: its bytes.
        catalogs: language, name and bytes of each catalogue; None where there is none.
        dialect: how the document is read.
        source_language: its language.
        drafts: whether fuzzy targets are published.
        min_coverage: what an edition needs to be listed, in percent of source words.
        max_message_bytes: what a target may have.
        checks: how the checks are set for the document.
        catalog_checks: the same for each catalogue, in its language.
        wanted: what to make.
        settings: what the project says of its pages; None where no page is wanted.
        help: where readers are told how to help; may be empty.
        mispaired: targets that a merge put beside another source; they are not published.
        upkeep: its template; None where extract and update are none of the job's business.
        document: its segments, where they are known already.

    """

    domain: str
    name: str
    data: bytes
    catalogs: tuple[tuple[Language, str, bytes | None], ...]
    dialect: Dialect
    source_language: Language
    drafts: bool
    min_coverage: float
    max_message_bytes: int
    checks: CheckSettings
    catalog_checks: tuple[CheckSettings, ...]
    wanted: Wanted
    settings: PageSettings | None = None
    help: str = ""
    mispaired: tuple[Finding, ...] = ()
    upkeep: Upkeep | None = None
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment of an edition, for lists of what is left.

    Attributes:
        line: its line in the document.
        source: its text.
        words: its source words.
        standing: what its target is worth.
        optional: whether it may stay as it is.
        previous: the source that a fuzzy target was made for; empty where unknown.

    """

    line: int
    source: str
    words: int
    standing: Standing
    optional: bool
    previous: str


@dataclass(frozen=True, slots=True)
class Localized:
    """What a job made in one language.

    Attributes:
        language: the language's tag.
        catalog: the catalogue's name.
        coverage: how much is translated.
        strip: source words and standing of runs of passages, in the order of the text.
        findings: what the checks found.
        passages: all passages, where they were asked for.
        waivers: what came of the waivers that it shares with others.
        cut_off: what tells that the catalogue's end is missing; mostly empty.

    """

    language: str
    catalog: str
    coverage: Coverage
    strip: tuple[tuple[int, Standing], ...]
    findings: tuple[Finding, ...]
    passages: tuple[Passage, ...]
    cut_off: str = ""
    waivers: WaiverLog = field(default_factory=WaiverLog)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job made.

    Attributes:
        domain: the document.
        name: the document as people see it.
        localized: the languages, in the order of the job's catalogues.
        files: language, format and bytes of each edition.
        findings: what the author should know.
        summaries: what lists show of each edition, the source's first; none without pages.
        links: the links to other documents, where the checks were asked for.
        messages: how many different messages the document has; 0 without an upkeep.
        unsettled: the document, where extract or update have something to do: then nothing
            else was made.
        attachments: the files that the document shows or links to, where anything is made of it.
        held: what each catalogue lacks and has, in the order of the job's; none without an
            upkeep.

    """

    domain: str
    name: str
    localized: tuple[Localized, ...]
    files: tuple[tuple[str, str, bytes], ...]
    findings: tuple[Finding, ...]
    summaries: tuple[Summary, ...] = ()
    links: tuple[DocumentLink, ...] = ()
    messages: int = 0
    unsettled: Document | None = None
    attachments: tuple[Attachment, ...] = ()
    held: tuple[Holding, ...] = ()

    def without_files(self) -> Outcome:
        """Return what is worth keeping once the files are staged, and the lists know of them."""
        return replace(self, files=(), summaries=(), held=())


def run_job(job: Job) -> Outcome:
    """Make the editions of a document from one parse of it.

    Raises:
        TranspipeError: the document or a catalogue can't be read.

    """
    document = job.document or segment_text(job.name, decode(job.data, job.name), job.dialect)
    refuse_large([document], job.max_message_bytes)
    catalogs = [_catalog(job, name, data) for _, name, data in job.catalogs]
    messages = 0
    held: tuple[Holding, ...] = ()
    if job.upkeep:
        held = tuple(map(holding, catalogs))
        template = _template(job.upkeep, document)
        if template is None or not all(one and one.follows(template) for one in catalogs):
            return Outcome(job.domain, job.name, (), (), (), unsettled=document, held=held)
        messages = sum(1 for _ in template.messages())
    editions = [
        localize(
            document,
            catalog,
            job.dialect,
            language=language.tag,
            drafts=job.drafts,
            blocks=_blocks(job, index),
        )
        for index, ((language, _, _), catalog) in enumerate(
            zip(job.catalogs, catalogs, strict=True)
        )
    ]
    localized = tuple(
        _localized(job, edition, catalog, index)
        for index, (edition, catalog) in enumerate(zip(editions, catalogs, strict=True))
    )
    files: list[tuple[str, str, bytes]] = []
    summaries: list[Summary] = []
    if job.wanted.formats:
        original = localize(document, None, job.dialect, language=job.source_language.tag)
        coverages = [coverage(original), *(one.coverage for one in localized)]
        every = [original, *editions]
        files += _markdown(job, every)
        pages, summaries = _pages(job, every, coverages)
        files += pages
    findings: tuple[Finding, ...] = ()
    links: tuple[DocumentLink, ...] = ()
    if job.wanted.findings:
        findings = tuple(_source_findings(document, job.dialect))
        links = tuple(document_links(document, job.dialect))
    attached: tuple[Attachment, ...] = ()
    if job.wanted.formats or job.wanted.findings:
        attached = tuple(attachments(document, job.dialect, posixpath.dirname(job.domain)))
    return Outcome(
        job.domain,
        job.name,
        localized,
        tuple(files),
        findings,
        tuple(summaries),
        links,
        messages,
        attachments=attached,
        held=held,
    )


def _template(upkeep: Upkeep, document: Document) -> Catalog | None:
    """Return the template that there is, if it says what the document does."""
    if upkeep.data is None:
        return None
    settings = upkeep.settings
    old = Catalog.parse(upkeep.data, upkeep.name, max_message_bytes=settings.max_message_bytes)
    new = template_of(settings, document, upkeep.name, None)
    return old if new.settled(old) is old else None


def _blocks(job: Job, index: int) -> Blocks:
    """Return what keeps targets out: what the checks find, and pairs that a merge made."""
    (language, name, _), settings = job.catalogs[index], job.catalog_checks[index]
    checked = blocks(language, settings)
    pairs = {
        (one.source, one.target): Refusal(one.check, one.message)
        for one in job.mispaired
        if one.catalog == name
    }

    def block(document: Document, segment: Segment, message: Message) -> Refusal | None:
        mispaired = pairs.get((message.source, message.target))
        return mispaired or checked(document, segment, message)

    return block if pairs else checked


def _source_findings(document: Document, dialect: Dialect) -> Iterator[Finding]:
    """Yield what the author should know, with the lines that it is about."""
    lines = Lines(document.text)
    for finding in check_source(document, dialect):
        yield with_line(finding, document.text, lines)


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


def _catalog(job: Job, name: str, data: bytes | None) -> Catalog | None:
    if data is None:
        return None
    return Catalog.parse(data, name, max_message_bytes=job.max_message_bytes)


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
        yield Passage(
            segment.line,
            segment.source,
            source_words(segment.source),
            edition.standing(index),
            segment.optional,
            edition.messages[index].previous or "",
        )
