"""Import: take over what others translated, from catalogues of ours or of other tools."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

from transpipe.catalog import Catalog, Message, State
from transpipe.document import Key
from transpipe.errors import TranspipeError
from transpipe.foreign import filled, has_placeholders, loose, placeholders, respelled
from transpipe.languages import Language
from transpipe.memory import known, matches
from transpipe.project import files
from transpipe.project.catalogs import catalog_names, read_catalogs
from transpipe.project.layout import Project

__all__ = ["Fate", "Imported", "Prefer", "Row", "import_catalogs", "language_of", "read_foreign"]

Prefer = Literal["ours", "theirs"]


class Fate(StrEnum):
    """What became of a message of theirs."""

    TAKEN = "taken"
    FUZZY = "taken as fuzzy"
    SAME = "the same as ours"
    KEPT = "not taken"
    UNKNOWN = "not ours"
    EMPTY = "untranslated"


@dataclass(frozen=True, slots=True)
class Row:
    """A message of theirs and what became of it.

    Attributes:
        line: the line of its source in their file.
        source: the source as they spell it.
        fate: what became of it.
        reason: why, as a half sentence; may be empty.
        catalog: ours that it was offered to; empty where none has its source.

    """

    line: int
    source: str
    fate: Fate
    reason: str = ""
    catalog: str = ""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file.

    Attributes:
        name: the file as people see it.
        language: whose catalogues took it over.
        rows: its messages in their order.

    """

    name: str
    language: Language
    rows: tuple[Row, ...]

    @property
    def counts(self) -> Counter[Fate]:
        """How many messages met which fate."""
        return Counter(row.fate for row in self.rows)


@dataclass(frozen=True, slots=True)
class _Offer:
    """Their target for a message of ours.

    Attributes:
        theirs: their message.
        name: our catalogue.
        key: our message in it.
        target: the target as we would spell it.
        doubt: why it must be looked at; empty where it need not.

    """

    theirs: Message
    name: str
    key: Key
    target: str
    doubt: str


# --- reading ---------------------------------------------------------------------------


def read_foreign(project: Project, path: Path, name: str) -> Catalog:
    """Read a catalogue that may lie anywhere.

    Raises:
        TranspipeError: it is no catalogue in UTF-8.

    """
    data = files.read(path.name, root=path.parent, limit=project.config.max_file_size)
    return Catalog.parse(data, name, max_segment_size=project.config.max_segment_size)


def language_of(project: Project, catalog: Catalog, path: Path) -> Language:
    """Return the language of a catalogue: as its header says, else its path.

    Raises:
        TranspipeError: neither says, or it is none of the project's.

    """
    if catalog.language:
        return project.chosen((catalog.language,))[0]
    found = [one for one in project.languages if _is_named(path, one)]
    if len(found) != 1:
        raise TranspipeError(
            "neither its header nor its name says which language this is",
            path=catalog.name,
            hint="Name the language: transpipe import -l LANG FILE.",
        )
    return found[0]


def _is_named(path: Path, language: Language) -> bool:
    """Say whether a folder is named like a language, or the file begins or ends so."""
    for spelling in {language.tag, language.folder, language.header}:
        name = re.escape(spelling.replace("_", "-").lower())
        folders = [part.replace("_", "-").lower() for part in path.parts[:-1]]
        stem = path.stem.replace("_", "-").lower()
        if any(re.fullmatch(name, one) for one in folders):
            return True
        if re.search(rf"(?:^|[.-]){name}$|^{name}[.-]", stem):
            return True
    return False


# --- taking over -----------------------------------------------------------------------


def import_catalogs(
    project: Project,
    stage: files.Stage,
    catalogs: Sequence[tuple[Catalog, Language]],
    *,
    prefer: Prefer = "ours",
) -> list[Imported]:
    """Stage the project's catalogues with what others have to give, in their order.

    What is translated stays translated only if its source is ours to the letter and theirs is
    not fuzzy; all else comes in as fuzzy, with their source as the previous one. An empty
    target deletes nothing. Where both are translated, differently, ours stays unless theirs
    are preferred.

    Raises:
        TranspipeError: a catalogue of ours can't be read, or a language has none.

    """
    ours: dict[str, dict[str, Catalog]] = {}
    done = []
    for theirs, language in catalogs:
        if language.tag not in ours:
            ours[language.tag] = _ours(project, language)
        rows = _Import(theirs, ours[language.tag], prefer).run()
        done.append(Imported(theirs.name, language, rows))
    for of_language in ours.values():
        for name, catalog in of_language.items():
            stage.add(name, catalog.encode())
    return done


def _ours(project: Project, language: Language) -> dict[str, Catalog]:
    found = read_catalogs(project, catalog_names(project, language))
    if not found:
        raise TranspipeError(
            f"no catalogue of {language.english_name} yet",
            path=project.catalog_folder(language),
            hint="Run transpipe update first.",
        )
    return found


class _Import:
    """One of their catalogues, and all of ours in that language."""

    def __init__(self, theirs: Catalog, ours: Mapping[str, Catalog], prefer: Prefer) -> None:
        self.ours = ours
        self.prefer = prefer
        self.theirs = [*theirs.messages(), *theirs.obsolete()]
        # Where the file is named like one of ours, its messages belong there first.
        self.named = [name for name in ours if theirs.name.endswith(Path(name).name)]
        self.exact: dict[Key, list[str]] = {}
        self.sources: dict[str, list[tuple[str, Key]]] = {}
        self.loose: dict[str, list[tuple[str, Key]]] = {}
        for name in sorted(ours, key=lambda name: name not in self.named):
            for message in ours[name].messages():
                key = message.key
                self.exact.setdefault(key, []).append(name)
                self.sources.setdefault(message.source, []).append((name, key))
                self.loose.setdefault(loose(message.source), []).append((name, key))

    def run(self) -> tuple[Row, ...]:
        """Change our catalogues; return what became of each message of theirs."""
        rows: dict[int, list[Row]] = {}
        left: list[int] = []
        for number, message in enumerate(self.theirs):
            if not message.target.strip():
                if not message.obsolete:
                    rows[number] = [Row(message.line, message.source, Fate.EMPTY)]
                continue
            offers = list(self._offers(message))
            rows[number] = [self._settle(offer) for offer in offers]
            if not offers:
                left.append(number)
        touched = {*self.named, *(row.catalog for found in rows.values() for row in found)}
        near = self._near([self.theirs[number] for number in left], touched)
        for number in left:
            message = self.theirs[number]
            found = near.get(message.key)
            unknown = Row(message.line, message.source, Fate.UNKNOWN, "no document has this source")
            rows[number] = found or ([] if message.obsolete else [unknown])
        return tuple(row for number in sorted(rows) for row in rows[number])

    def _offers(self, message: Message) -> Iterator[_Offer]:
        """Yield what a message offers to ours with the same source, however it is spelled."""
        key = message.key
        doubt = _doubt(message)
        places = [(name, key) for name in self.exact.get(key, ())]
        if not places and (places := self.sources.get(message.source, [])):
            doubt = doubt or "it has another context"
        if not places and (places := self.loose.get(loose(message.source), [])):
            doubt = doubt or "its source is spelled otherwise"
        values: Mapping[str, str] = {}
        if not places and has_placeholders(message.source):
            places, values = self._behind_placeholders(message.source)
            doubt = doubt or "its source has placeholders"
        named = [place for place in places if place[0] in self.named]
        for name, one in named or places:
            target = _fitted(filled(message.target, values), message.source, one[1])
            yield _Offer(message, name, one, target, doubt)

    def _behind_placeholders(self, source: str) -> tuple[list[tuple[str, Key]], Mapping[str, str]]:
        start = loose(source).partition("{")[0]
        for candidate, places in self.loose.items():
            if candidate.startswith(start):
                values = placeholders(source, places[0][1][1])
                if values is not None:
                    return places, values
        return [], {}

    def _near(self, left: Sequence[Message], touched: Iterable[str]) -> dict[Key, list[Row]]:
        """Offer what is left to near sources of ours that have nothing yet.

        Where their file has messages of a catalogue of ours, their order counts too.
        """
        everything = [known(one) for one in self.theirs if one.target]
        by_key = {one.key: one for one in left}
        rows: dict[Key, list[Row]] = {}
        for name, catalog in self.ours.items() if left else ():
            messages = list(catalog.messages())
            empty = {one.key for one in messages if not one.target}
            keys = [one.key for one in messages]
            if name in touched:
                found = matches(keys, everything)
            else:
                found = matches([key for key in keys if key in empty], [], map(known, left))
            for key, match in found.items():
                source = (match.known.context, match.known.source)
                if key not in empty or source not in by_key:
                    continue
                offer = _Offer(by_key[source], name, key, match.target, "its source is only near")
                rows.setdefault(source, []).append(self._settle(offer, match.previous))
        return rows

    def _settle(self, offer: _Offer, previous: str | None = None) -> Row:
        """Change our message, if the offer is to be taken; say what became of it."""
        catalog = self.ours[offer.name]
        ours = catalog.get(offer.key[1], offer.key[0])
        assert ours is not None  # noqa: S101 - the key comes from there
        fate, reason = _decide(ours, offer.target, offer.doubt, self.prefer)
        if fate in (Fate.TAKEN, Fate.FUZZY):
            source = offer.theirs.source
            previous = previous or (source if source != ours.source else offer.theirs.previous)
            catalog.set(
                ours.source,
                ours.context,
                offer.target,
                fuzzy=fate is Fate.FUZZY,
                previous=previous or "",
            )
        return Row(offer.theirs.line, offer.theirs.source, fate, reason, offer.name)


def _is_fuzzy(message: Message) -> bool:
    return message.state is State.FUZZY


def _doubt(message: Message) -> str:
    if _is_fuzzy(message):
        return "it is fuzzy there"
    return "it is obsolete there" if message.obsolete else ""


def _fitted(target: str, theirs: str, ours: str) -> str:
    """Return their target as it stands beside our source."""
    if theirs == ours:
        return target if ours.endswith("\n") else target.strip("\n")
    return respelled(target, ours)


def _decide(ours: Message, target: str, doubt: str, prefer: Prefer) -> tuple[Fate, str]:
    """Return what becomes of their target, and why."""
    if target == ours.target:
        confirmed = _is_fuzzy(ours) and not doubt
        return (Fate.TAKEN, "it was fuzzy with us") if confirmed else (Fate.SAME, doubt)
    if not ours.target:
        return (Fate.FUZZY if doubt else Fate.TAKEN), doubt
    return _between(_is_fuzzy(ours), doubt, prefer)


def _between(is_fuzzy: bool, doubt: str, prefer: Prefer) -> tuple[Fate, str]:
    """Decide between two targets that differ."""
    if not doubt and is_fuzzy:
        return Fate.TAKEN, "it replaces a fuzzy one"
    if doubt and not is_fuzzy:
        return Fate.KEPT, f"ours is translated, and {doubt}"
    if prefer == "ours":
        reason = f"ours is fuzzy too; {doubt}" if doubt else "ours is translated otherwise"
        return Fate.KEPT, reason
    if doubt:
        return Fate.FUZZY, f"it replaces another fuzzy one; {doubt}"
    return Fate.TAKEN, "it replaces another translation"
