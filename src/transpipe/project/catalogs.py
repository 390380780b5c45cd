"""Reading a project's documents and catalogues; extract."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from transpipe.document import Document, Key, decode
from transpipe.languages import Language
from transpipe.project import files
from transpipe.project.layout import Project

if TYPE_CHECKING:
    from transpipe.catalog import Catalog

__all__ = [
    "NOBODY",
    "Extracted",
    "Progress",
    "TemplateSettings",
    "catalog_names",
    "each",
    "extract",
    "keys",
    "read_catalog",
    "read_catalogs",
    "read_document",
    "stage_template",
    "template_now",
    "template_of",
    "template_settings",
]

NOBODY = "nobody@home.arpa"
"""An address that is well-formed and nobody's: RFC 8375 keeps home.arpa off the Internet."""

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class TemplateSettings:
    """What a project says in its templates.

    Attributes:
        project: its name.
        version: its version.
        report_to: where errors in sources are reported.
        line_numbers: whether ``#:`` names lines.
        language_code: gettext's code of the documents' language.
        max_segment_size: what a source may have in UTF-8.

    """

    project: str
    version: str
    report_to: str
    line_numbers: bool
    language_code: str
    max_segment_size: int


@dataclass(frozen=True, slots=True)
class Extracted:
    """What became of a document's template.

    Attributes:
        domain: the document.
        template: the template's name.
        messages: how many it has.
        added: how many of them it did not have before.
        removed: how many it has no more.
        written: whether the file changed (or would have).

    """

    domain: str
    template: str
    messages: int
    added: int
    removed: int
    written: bool


def read_document(project: Project, domain: str) -> Document:
    """Read a document and find its segments.

    Raises:
        TranspipeError: it can't be read.

    """
    from transpipe.markdown import segment  # noqa: PLC0415 - slow to import

    name = project.source_path(domain)
    return segment(name, decode(project.read(name), name), project.dialect)


def template_settings(project: Project) -> TemplateSettings:
    """Return what a project says in its templates."""
    config = project.config
    return TemplateSettings(
        project=config.name or project.root.name,
        version=config.version or "0",
        report_to=config.report_to or NOBODY,
        line_numbers=config.line_numbers,
        language_code=project.source_language.header,
        max_segment_size=config.max_segment_size,
    )


def template_of(
    settings: TemplateSettings, document: Document, name: str, now: datetime | None
) -> Catalog:
    """Return the template of a document.

    Raises:
        TranspipeError: a segment can't stand in a catalogue.

    """
    from transpipe.catalog import Catalog  # noqa: PLC0415 - slow to import

    return Catalog.template(
        [document],
        project=settings.project,
        version=settings.version,
        report_to=settings.report_to,
        now=now,
        line_numbers=settings.line_numbers,
        language_code=settings.language_code,
        name=name,
        max_segment_size=settings.max_segment_size,
    )


def extract(
    project: Project, stage: files.Stage, now: datetime, progress: Progress
) -> list[Extracted]:
    """Stage the template of every document.

    A template that says nothing new but its creation date stays as it is.

    Raises:
        TranspipeError: a document or a template can't be read.

    """
    return [
        stage_template(project, stage, now, read_document(project, domain), domain)[0]
        for domain in each(project.domains, progress)
    ]


def each(domains: Sequence[str], progress: Progress) -> Iterator[str]:
    """Yield the domains, telling the progress after each."""
    for domain in domains:
        yield domain
        progress(domain)


def template_now(project: Project, now: datetime, domain: str) -> Catalog:
    """Return a document's template as it is, or would be after an extract."""
    name = project.template_path(domain)
    template = template_of(template_settings(project), read_document(project, domain), name, now)
    old = _as_written(project, name, template)
    return template.settled(old) if old else template


def _as_written(project: Project, name: str, template: Catalog) -> Catalog | None:
    """Return the template that there is; it is likely to be the one that was just made."""
    if not project.exists(name):
        return None
    return template.as_written(project.read(name), project.config.max_segment_size)


def stage_template(
    project: Project, stage: files.Stage, now: datetime, document: Document, domain: str
) -> tuple[Extracted, Catalog]:
    """Stage the template of a document; return what became of it, and the template.

    Raises:
        TranspipeError: the old template can't be read, or the new one can't be written.

    """
    name = project.template_path(domain)
    new = template_of(template_settings(project), document, name, now)
    old = _as_written(project, name, new)
    new = new.settled(old) if old else new
    here = keys(new)
    there = here if new is old else keys(old) if old else set()
    written = stage.add(name, new.encode())
    return Extracted(domain, name, len(here), len(here - there), len(there - here), written), new


def catalog_names(project: Project, language: Language) -> list[str]:
    """Return the names of a language's catalogues, those without a document too."""
    folder = project.catalog_folder(language)
    if not project.exists(folder):
        return []
    found = files.walk(folder, root=project.root, suffixes=(".po",))
    return [f"{folder}/{name}" for name in found]


def read_catalog(project: Project, name: str) -> Catalog | None:
    """Read a catalogue or template; None where there is none.

    Raises:
        TranspipeError: it can't be read.

    """
    if not project.exists(name):
        return None
    from transpipe.catalog import Catalog  # noqa: PLC0415 - slow to import

    return Catalog.parse(project.read(name), name, max_segment_size=project.config.max_segment_size)


def read_catalogs(project: Project, names: Iterable[str]) -> dict[str, Catalog]:
    """Read the catalogues that are there, by name.

    Raises:
        TranspipeError: one of them can't be read.

    """
    return {name: catalog for name in names if (catalog := read_catalog(project, name))}


def keys(catalog: Catalog) -> set[Key]:
    """Return context and source of all messages that are not obsolete."""
    return {key for key, _, _ in catalog.targets()}
