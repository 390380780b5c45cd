"""Templates and catalogues of a project: extract and update."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from transpipe.catalog import Carried, Catalog, Changes, Message, State
from transpipe.document import Document, decode
from transpipe.languages import Language
from transpipe.markdown import segment
from transpipe.memory import Known, Memory, matches
from transpipe.project import files
from transpipe.project.layout import Project

__all__ = ["Extracted", "Updated", "extract", "read_document", "template_of", "update"]

# An address that is well-formed and nobody's: RFC 8375 keeps home.arpa off the Internet.
_NOBODY = "nobody@home.arpa"

Progress = Callable[[str], None]


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


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of a catalogue.

    Attributes:
        domain: the document.
        language: the catalogue's language.
        catalog: its name.
        changes: how many messages met which fate.
        created: whether it is new.
        written: whether the file changed (or would have).

    """

    domain: str
    language: Language
    catalog: str
    changes: Changes
    created: bool
    written: bool


def read_document(project: Project, domain: str) -> Document:
    """Read a document and find its segments.

    Raises:
        TranspipeError: it can't be read.

    """
    name = project.source_path(domain)
    return segment(name, decode(project.read(name), name), project.dialect)


def template_of(project: Project, document: Document, name: str, now: datetime | None) -> Catalog:
    """Return the template of a document.

    Raises:
        TranspipeError: a segment can't stand in a catalogue.

    """
    config = project.config
    return Catalog.template(
        [document],
        project=config.name or project.root.name,
        version=config.version or "0",
        report_to=config.report_to or _NOBODY,
        now=now,
        line_numbers=config.line_numbers,
        language_code=project.source_language.header,
        name=name,
        max_message_bytes=config.max_segment_size,
    )


def extract(
    project: Project, stage: files.Stage, now: datetime, progress: Progress
) -> list[Extracted]:
    """Stage the template of every document.

    A template that says nothing new but its creation date stays as it is.

    Raises:
        TranspipeError: a document or a template can't be read.

    """
    return [_extract(project, stage, now, domain) for domain in _each(project.domains, progress)]


def update(
    project: Project,
    stage: files.Stage,
    now: datetime,
    progress: Progress,
    languages: Sequence[Language],
) -> list[Updated]:
    """Stage the catalogues of some languages, brought up to date with the documents.

    Raises:
        TranspipeError: a document or a catalogue can't be read.

    """
    templates = [
        (domain, _template(project, now, domain)) for domain in _each(project.domains, progress)
    ]
    return [
        updated
        for language in languages
        for updated in _update_language(project, stage, now, language, templates)
    ]


def _each(domains: Sequence[str], progress: Progress) -> Iterator[str]:
    for domain in domains:
        yield domain
        progress(domain)


def _template(project: Project, now: datetime, domain: str) -> Catalog:
    """Return a document's template as it is, or would be after an extract."""
    name = project.template_path(domain)
    template = template_of(project, read_document(project, domain), name, now)
    old = _read_catalog(project, name)
    return template.settled(old) if old else template


def _extract(project: Project, stage: files.Stage, now: datetime, domain: str) -> Extracted:
    name = project.template_path(domain)
    old = _read_catalog(project, name)
    new = _template(project, now, domain)
    here, there = _keys(new), _keys(old) if old else set()
    return Extracted(
        domain,
        name,
        len(here),
        len(here - there),
        len(there - here),
        stage.add(name, new.encode()),
    )


def _update_language(
    project: Project,
    stage: files.Stage,
    now: datetime,
    language: Language,
    templates: Sequence[tuple[str, Catalog]],
) -> Iterator[Updated]:
    catalogs = {
        name: catalog
        for name in _catalog_names(project, language)
        if (catalog := _read_catalog(project, name))
    }
    memory: Memory | None = None
    for domain, template in templates:
        name = project.catalog_path(domain, language)
        catalog = catalogs.get(name)
        created = catalog is None
        was = catalog.encode() if catalog else b""
        if catalog is None:
            catalog = _create(project, template, language, now, name)
        if _keys(template) - _keys(catalog) or created:
            memory = memory or _memory(project, language, catalogs)
        changes = catalog.merge(template, _carried(template, catalog, memory, name))
        written = stage.add(name, catalog.encode(), was=was)
        yield Updated(domain, language, name, changes, created, written)


def _catalog_names(project: Project, language: Language) -> list[str]:
    """Return the names of a language's catalogues, those without a document too."""
    folder = project.catalog_folder(language)
    if not project.exists(folder):
        return []
    found = files.walk(folder, root=project.root, suffixes=(".po",))
    return [f"{folder}/{name}" for name in found]


def _read_catalog(project: Project, name: str) -> Catalog | None:
    if not project.exists(name):
        return None
    return Catalog.parse(
        project.read(name), name, max_message_bytes=project.config.max_segment_size
    )


def _create(
    project: Project, template: Catalog, language: Language, now: datetime, name: str
) -> Catalog:
    return Catalog.create(
        template,
        language_code=language.header,
        plural_forms=language.plural_forms,
        now=now,
        team=project.config.team or "none",
        contact=_NOBODY,
        name=name,
    )


def _memory(project: Project, language: Language, catalogs: Mapping[str, Catalog]) -> Memory:
    """Return all pairs of a language: its catalogues, what is obsolete in them, compendia."""
    compendia = (_read_catalog(project, name) for name in project.config.memory)
    known = [
        *_known(catalogs.values()),
        *_known(one for one in compendia if one and one.language in ("", language.header)),
    ]
    return Memory(known)


def _known(catalogs: Iterable[Catalog]) -> Iterator[Known]:
    for catalog in catalogs:
        for message in catalog.messages():
            yield _pair(message, catalog.name)
        for message in catalog.obsolete():
            yield _pair(message, f"{catalog.name} (obsolete)")


def _pair(message: Message, origin: str) -> Known:
    fuzzy = message.state is State.FUZZY
    return Known(message.source, message.target, message.context, fuzzy, origin)


def _carried(
    template: Catalog, catalog: Catalog, memory: Memory | None, name: str
) -> dict[tuple[str | None, str], Carried]:
    """Return what near sources offer to the messages that are new to a catalogue."""
    if memory is None:
        return {}
    new = [(message.context, message.source) for message in template.messages()]
    active = [_pair(message, "") for message in catalog.messages()]
    found = matches(new, active, memory, origin=name)
    return {
        key: Carried(match.target, match.previous, match.known.context)
        for key, match in found.items()
    }


def _keys(catalog: Catalog) -> set[tuple[str | None, str]]:
    return {(message.context, message.source) for message in catalog.messages()}
