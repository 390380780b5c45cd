"""What a job is asked for, what it is given, and what comes of it: plain data.

A job is one document in all its languages: the work that run, build, status and check share. It
has bytes and gives bytes, names no file to read and knows no other document, so that any executor
can run it anywhere (:func:`transpipe.project.work.run_job`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # a command that has nothing to do needs none of it, and it is slow to import
    from transpipe.checks import CheckSettings, DocumentLink, Finding, WaiverLog
    from transpipe.document import Document
    from transpipe.languages import Language
    from transpipe.markdown import Dialect
    from transpipe.markdown.attachments import Attachment
    from transpipe.page import PageSettings, Summary
    from transpipe.project.catalogs import TemplateSettings
    from transpipe.project.sharing import Holding
    from transpipe.standing import Coverage, Standing

__all__ = ["Job", "Localized", "Outcome", "Passage", "Upkeep", "Wanted"]


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
        max_segment_size: what a target may have.
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
    max_segment_size: int
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
    """A segment that is left in an edition: it is not translated, though it should be.

    Attributes:
        line: its line in the document.
        source: its text.
        standing: what its target is worth.
        previous: the source that a fuzzy target was made for; empty where unknown.

    """

    line: int
    source: str
    standing: Standing
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
        passages: those that are left, where they were asked for.
        waivers: what came of the waivers that it shares with others, where the checks were
            asked for.
        said: digests of what its catalogue says, where the checks were asked for.
        cut_off: what tells that the catalogue's end is missing; mostly empty.

    """

    language: str
    catalog: str
    coverage: Coverage
    strip: tuple[tuple[int, Standing], ...]
    findings: tuple[Finding, ...]
    passages: tuple[Passage, ...]
    cut_off: str = ""
    waivers: WaiverLog | None = None
    said: bytes = b""


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
