"""Bootstrap: take over a document that was translated before there were catalogues."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath

from transpipe.bitext import Pair, align
from transpipe.catalog import Catalog
from transpipe.document import Document, Segment, decode
from transpipe.errors import TranspipeError
from transpipe.languages import Language
from transpipe.markdown import segment
from transpipe.project import files
from transpipe.project.catalogs import read_catalog, read_document, template_now
from transpipe.project.layout import Project
from transpipe.project.update import create

__all__ = ["Bootstrapped", "Line", "Outcome", "bootstrap", "domain_of", "read_translation"]


class Outcome(StrEnum):
    """What became of a passage."""

    TAKEN = "taken as fuzzy"
    KEPT = "has a translation already"
    UNSURE = "unsure"
    SAME = "not translated"
    MISSING = "no counterpart"
    EXTRA = "not in the source"
    BEHIND = "not in the catalogue"


@dataclass(frozen=True, slots=True)
class Line:
    """A passage, or a pair of them, and what became of it.

    Attributes:
        outcome: what became of it.
        source_line: its line in the source; 0 where it has none.
        line: its line in the translation; 0 where it has none.
        text: its beginning: the source's, or the translation's where that has none.

    """

    outcome: Outcome
    source_line: int
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Bootstrapped:
    """What became of a translated document.

    Attributes:
        name: the translated document, as people see it.
        source: the source's name.
        catalog: the catalogue's name.
        lines: passages in the order of the source, then those that the source lacks.

    """

    name: str
    source: str
    catalog: str
    lines: tuple[Line, ...]

    def count(self, outcome: Outcome) -> int:
        """Return how many passages met an outcome."""
        return sum(line.outcome is outcome for line in self.lines)


def read_translation(project: Project, path: Path, name: str) -> Document:
    """Read a translated document, which may lie anywhere, and find its segments.

    Raises:
        TranspipeError: it can't be read.

    """
    data = files.read(path.name, root=path.parent, limit=project.config.max_file_size)
    return segment(name, decode(data, name), project.dialect)


def domain_of(project: Project, path: Path, language: Language, document: str = "") -> str:
    """Return the document that a file translates: as it is named, else as the file is.

    Args:
        project: whose documents it may be.
        path: the translated file.
        language: its language; its name or a folder may say so too.
        document: the source's name, with or without folder and suffix; empty to guess.

    Raises:
        TranspipeError: there is no such document, or several would do.

    """
    if document:
        wanted = document.removesuffix(".md").removeprefix(f"{project.config.source}/")
        if wanted in project.domains:
            return wanted
        raise TranspipeError(
            "no document of the project",
            path=document,
            hint=f"Its documents are: {', '.join(project.domains[:8])}.",
        )
    stem = _bare(path.stem, language)
    parts = [*path.parts[:-1], stem]
    rated = [(_in_common(parts, PurePosixPath(one).parts), one) for one in project.domains]
    best = max(rated)[0]
    found = [one for rate, one in rated if rate == best]
    if len(project.domains) == 1 or (best and len(found) == 1):
        return found[0]
    raise TranspipeError(
        "can't tell which document this translates",
        path=path.name,
        hint=f"Name it: --document {project.source_path(found[0])}.",
    )


def _bare(stem: str, language: Language) -> str:
    """Return a file's name without its language: ``letter`` of ``letter.zh-Hans``."""
    for tag in (language.tag, language.folder):
        for mark in "._-":
            if stem.lower().endswith(f"{mark}{tag}".lower()):
                return stem[: -len(tag) - 1]
            if stem.lower().startswith(f"{tag}{mark}".lower()):
                return stem[len(tag) + 1 :]
    return stem


def _in_common(parts: Sequence[str], other: Sequence[str]) -> int:
    """Return how many parts at the end of two paths are the same."""
    count = 0
    for one, two in zip(reversed(parts), reversed(other), strict=False):
        if one != two:
            break
        count += 1
    return count


def bootstrap(
    project: Project,
    stage: files.Stage,
    now: datetime,
    language: Language,
    domain: str,
    *,
    translation: Document,
) -> Bootstrapped:
    """Stage a catalogue with what a translated document has to give, as fuzzy.

    Only pairs that are sure are taken, and only where there is no target yet.

    Raises:
        TranspipeError: the source or the catalogue can't be read.

    """
    source = read_document(project, domain)
    name = project.catalog_path(domain, language)
    catalog = read_catalog(project, name)
    if catalog is None:
        template = template_now(project, now, domain)
        catalog = create(project, template, language, now, name)
    pairs = align(source, translation)
    hint = f"from {translation.name}, not reviewed."
    lines = [
        *_offered(source, translation, pairs, catalog, hint),
        *_extra(translation, {pair.target for pair in pairs}),
    ]
    stage.add(name, catalog.encode())
    return Bootstrapped(translation.name, source.name, name, tuple(lines))


def _offered(
    source: Document,
    translation: Document,
    pairs: Sequence[Pair],
    catalog: Catalog,
    hint: str,
) -> Iterator[Line]:
    """Yield what becomes of each segment of the source, and change the catalogue."""
    by_source = {pair.source: pair for pair in pairs}
    for index, here in enumerate(source.segments):
        pair = by_source.get(index)
        if pair is None:
            yield Line(Outcome.MISSING, here.line, 0, here.source)
            continue
        there = translation.segments[pair.target]
        outcome = _outcome(here, there, pair, catalog)
        if outcome is Outcome.TAKEN:
            catalog.set(here.source, here.context, there.source, fuzzy=True, hint=hint)
        yield Line(outcome, here.line, there.line, here.source)


def _outcome(here: Segment, there: Segment, pair: Pair, catalog: Catalog) -> Outcome:
    message = catalog.get(here.source, here.context)
    if message is None:
        return Outcome.BEHIND
    if message.target:
        return Outcome.KEPT
    if here.source == there.source:
        return Outcome.SAME
    return Outcome.TAKEN if pair.is_sure else Outcome.UNSURE


def _extra(translation: Document, paired: set[int]) -> Iterator[Line]:
    for index, one in enumerate(translation.segments):
        if index not in paired:
            yield Line(Outcome.EXTRA, 0, one.line, one.source)
