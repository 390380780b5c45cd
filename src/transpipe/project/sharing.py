"""What the documents of a language can give each other: the same text, translated elsewhere.

A message without a target gets the finished one that another catalogue has for its very
source and context, as fuzzy: what is said the same way may mean something else here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING
from zlib import crc32

from transpipe.catalog import Carried
from transpipe.document import Key
from transpipe.languages import Language
from transpipe.project.catalogs import catalog_names, read_catalog
from transpipe.project.layout import Project

if TYPE_CHECKING:
    from transpipe.catalog import Catalog

__all__ = ["Holding", "compendia", "fillable", "holding", "lacks", "offers", "other_catalogs"]


@dataclass(frozen=True, slots=True)
class Holding:
    """What a catalogue lacks and has, as short digests of the messages' keys.

    Two keys may have one digest: what it says must be looked at again.

    Attributes:
        lacking: messages without a target.
        finished: messages with a finished one, the obsolete ones too.

    """

    lacking: frozenset[int] = frozenset()
    finished: frozenset[int] = frozenset()


def holding(catalog: Catalog | None) -> Holding:
    """Return what a catalogue lacks and has."""
    if catalog is None:
        return Holding()
    lacking = frozenset(map(_digest, _lacking(catalog)))
    return Holding(lacking, frozenset(_digest(key) for key, _ in _finished(catalog)))


def lacks(catalog: Catalog) -> bool:
    """Tell whether a catalogue has a message without a target."""
    return any(True for _ in _lacking(catalog))


def offers(catalogs: Mapping[str, Catalog], more: Iterable[Catalog]) -> dict[Key, Carried]:
    """Return what is offered to messages without a target, wherever they stand.

    Args:
        catalogs: those of a language, by name: the first that has a message gives it.
        more: compendia, which come after them.

    """
    found: dict[Key, Carried] = {}
    wanted = {key for catalog in catalogs.values() for key in _lacking(catalog)}
    for catalog in (*catalogs.values(), *more) if wanted else ():
        for key, target in _finished(catalog):
            if key in wanted and key not in found:
                found[key] = Carried(target, key[1], key[0])
    return found


def compendia(project: Project, language: Language) -> list[Catalog]:
    """Read the compendia that a project names, those of a language.

    Raises:
        TranspipeError: one can't be read.

    """
    read = (read_catalog(project, name) for name in project.config.memory)
    return [one for one in read if one and one.language in ("", language.header)]


def fillable(project: Project, held: Mapping[str, Sequence[Holding]]) -> set[str]:
    """Return the domains in which a message may get the target that it has elsewhere.

    Args:
        project: the project.
        held: what the catalogues of each document hold, in the order of its languages.

    Raises:
        TranspipeError: a catalogue without a document, or a compendium, can't be read.

    """
    found: set[str] = set()
    for index, language in enumerate(project.languages):
        if not any(one[index].lacking for one in held.values()):
            continue
        finished = {key for one in held.values() for key in one[index].finished}
        for catalog in _others(project, language):
            finished |= holding(catalog).finished
        found |= {domain for domain, one in held.items() if one[index].lacking & finished}
    return found


def _others(project: Project, language: Language) -> Iterator[Catalog]:
    """Yield a language's catalogues without a document, and its compendia."""
    for name in _names(project, language):
        if catalog := read_catalog(project, name):
            yield catalog
    yield from compendia(project, language)


def other_catalogs(project: Project) -> list[str]:
    """Return the names of all catalogues without a document."""
    return [name for language in project.languages for name in _names(project, language)]


def _names(project: Project, language: Language) -> Iterator[str]:
    known = {project.catalog_path(domain, language) for domain in project.domains}
    return (name for name in catalog_names(project, language) if name not in known)


def _lacking(catalog: Catalog) -> Iterator[Key]:
    return (key for key, target, _ in catalog.targets() if not target)


def _finished(catalog: Catalog) -> Iterator[tuple[Key, str]]:
    every = chain(catalog.targets(), catalog.targets(obsolete=True))
    return ((key, target) for key, target, fuzzy in every if target and not fuzzy)


def _digest(key: Key) -> int:
    return crc32(repr(key).encode())
