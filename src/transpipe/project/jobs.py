"""One document in all its languages: the work that build, status and check share.

A job takes bytes and gives bytes, touches no file and knows no other document, so that any
executor can run it anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from transpipe.catalog import Catalog, refuse_large
from transpipe.checks import (
    CheckSettings,
    Finding,
    blocks,
    check_catalog,
    check_edition,
    check_source,
)
from transpipe.document import Document, decode, encode
from transpipe.edition import Coverage, Edition, Standing, coverage, localize, source_words
from transpipe.languages import Language
from transpipe.markdown import Dialect
from transpipe.markdown import segment as segment_text

__all__ = ["Job", "Localized", "Outcome", "Passage", "Wanted", "run_job"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a job is to make.

    Attributes:
        formats: of the editions: ``md``, ``html``; none builds nothing.
        findings: whether to run the checks.
        passages: whether to list what is left, passage by passage.

    """

    formats: tuple[str, ...] = ()
    findings: bool = False
    passages: bool = False


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
        checks: how the checks are set.
        wanted: what to make.

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
    wanted: Wanted


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

    """

    language: str
    catalog: str
    coverage: Coverage
    strip: tuple[tuple[int, Standing], ...]
    findings: tuple[Finding, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a job made.

    Attributes:
        domain: the document.
        name: the document as people see it.
        localized: the languages, in the order of the job's catalogues.
        files: language, format and bytes of each edition.
        findings: what the author should know.

    """

    domain: str
    name: str
    localized: tuple[Localized, ...]
    files: tuple[tuple[str, str, bytes], ...]
    findings: tuple[Finding, ...]


def run_job(job: Job) -> Outcome:
    """Make the editions of a document from one parse of it.

    Raises:
        TranspipeError: the document or a catalogue can't be read.

    """
    document = segment_text(job.name, decode(job.data, job.name), job.dialect)
    refuse_large([document], job.max_message_bytes)
    catalogs = [_catalog(job, name, data) for _, name, data in job.catalogs]
    editions = [
        localize(
            document,
            catalog,
            job.dialect,
            language=language.tag,
            drafts=job.drafts,
            blocks=blocks(language, job.checks),
        )
        for (language, _, _), catalog in zip(job.catalogs, catalogs, strict=True)
    ]
    localized = tuple(
        _localized(job, edition, catalog, name, language)
        for edition, catalog, (language, name, _) in zip(
            editions, catalogs, job.catalogs, strict=True
        )
    )
    findings = tuple(check_source(document, job.dialect)) if job.wanted.findings else ()
    files = tuple(_files(job, document, editions))
    return Outcome(job.domain, job.name, localized, files, findings)


def _files(
    job: Job, document: Document, editions: Sequence[Edition]
) -> Iterator[tuple[str, str, bytes]]:
    """Yield language, format and bytes of each file that is wanted, the source edition first."""
    if not job.wanted.formats:
        return
    original = localize(document, None, job.dialect, language=job.source_language.tag)
    every = [original, *editions]
    if "md" in job.wanted.formats:
        yield from ((one.language, "md", encode(one.text)) for one in every)
    if "html" in job.wanted.formats:
        from transpipe.project.pages import pages  # noqa: PLC0415 - jinja2 and nh3 start slowly

        for tag, page in pages(job, every):
            yield tag, "html", page.encode()


def _catalog(job: Job, name: str, data: bytes | None) -> Catalog | None:
    if data is None:
        return None
    return Catalog.parse(data, name, max_message_bytes=job.max_message_bytes)


def _localized(
    job: Job, edition: Edition, catalog: Catalog | None, name: str, language: Language
) -> Localized:
    findings: tuple[Finding, ...] = ()
    if job.wanted.findings:
        findings = tuple(_findings(job, edition, catalog, language))
    return Localized(
        language.tag,
        name,
        coverage(edition),
        tuple(_strip(edition)),
        findings,
        tuple(_passages(edition)) if job.wanted.passages else (),
    )


def _findings(
    job: Job, edition: Edition, catalog: Catalog | None, language: Language
) -> Iterator[Finding]:
    if catalog:
        yield from check_catalog(catalog, language.tag, job.checks)
    yield from check_edition(edition, language, job.checks, catalog)


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
