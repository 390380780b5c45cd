"""Put a catalogue together from the entries of two: what is the same keeps its bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import polib

from transpipe.catalog.comments import comments
from transpipe.catalog.entry import HEADER, Entry
from transpipe.catalog.merge import Item, joined
from transpipe.catalog.render import edit, prose
from transpipe.document import Key

__all__ = ["PLURAL", "Version", "combine", "version_of"]

PLURAL = "\0"
"""Stands between the targets of plural forms; no target can hold it."""


@dataclass(frozen=True, slots=True)
class Version:
    """All that an entry says, in one version of a catalogue.

    Attributes:
        source: the text to translate; empty for the header, which has no context.
        target: its translation; empty where there is none. Plural forms are joined by ``PLURAL``.
        context: tells equal sources apart.
        fuzzy: whether a person must look at the target.
        previous: the source that a fuzzy target was made for; empty where unknown.
        comment: the translators' own, all its lines.
        obsolete: whether no segment has it.
        facts: what the template says of it: note, flags (all but ``fuzzy``, joined by commas),
            places.

    """

    source: str
    target: str = ""
    context: str | None = None
    fuzzy: bool = False
    previous: str = ""
    comment: str = ""
    obsolete: bool = False
    facts: tuple[str, ...] = ("", "")

    @property
    def key(self) -> Key:
        """Context and source."""
        return self.context, self.source

    @property
    def is_final(self) -> bool:
        """Whether it has a target that nobody needs to look at."""
        return bool(self.target) and not self.fuzzy


def version_of(entry: Entry) -> Version:
    """Return what an entry says."""
    said = comments(entry.head)
    flags = ",".join(flag for flag in said.flags if flag != "fuzzy")
    return Version(
        entry.source,
        _target(entry),
        entry.context,
        entry.fuzzy,
        entry.previous.source or "",
        said.translator,
        entry.obsolete,
        (said.note, flags, *said.references),
    )


def _target(entry: Entry) -> str:
    return PLURAL.join(entry.targets) if any(entry.targets) else ""


def combine(
    ours: Sequence[Entry], theirs: Sequence[Entry], wanted: Sequence[Version], eol: str
) -> list[Entry]:
    """Return the entries that say what is wanted, in that order.

    An entry that stands in one of the catalogues as it is wanted is copied; of others only
    what differs is written anew. Obsolete entries of ours that share source and context with
    another one stay.

    Args:
        ours: the entries of the catalogue that is changed.
        theirs: those of the other one.
        wanted: each with a source and context that one of the two has; the header first.
        eol: what ends the lines of new entries.

    """
    here, there = _chosen(ours), _chosen(theirs)
    items = [_item(one, here.get(one.key), there.get(one.key), eol) for one in wanted]
    known = {(one.key, one.target) for one in wanted}
    return joined([*items, *_rest(ours, here, known)], eol)


def _chosen(entries: Sequence[Entry]) -> dict[Key, Item]:
    """Return the entry of each key; of several the active one, then the first."""
    found: dict[Key, Item] = {}
    for origin, entry in enumerate(entries):
        known = found.get(entry.key)
        if known is None or (known.entry.obsolete and not entry.obsolete):
            found[entry.key] = Item(entry, origin)
    return found


def _item(wanted: Version, here: Item | None, there: Item | None, eol: str) -> Item:
    if here and version_of(here.entry) == wanted:
        return here
    if there and version_of(there.entry) == wanted:
        body = there.entry.body.replace("\r\n", "\n").removesuffix("\n") + "\n"
        copy = there.entry._replace(body=body.replace("\n", eol), gap="")
        return here._replace(entry=copy._replace(gap=here.entry.gap)) if here else Item(copy, -1)
    base = here or there
    assert base is not None  # noqa: S101 - one of the two has it
    return Item(edit(base.entry, eol, _change(wanted)), base.origin if here else -1)


def _change(wanted: Version) -> Callable[[polib.POEntry], None]:
    note, flags, *places = wanted.facts
    targets = wanted.target.split(PLURAL)

    def change(model: polib.POEntry) -> None:
        if not model.msgstr_plural:
            model.msgstr = targets[0]
        elif wanted.target:
            model.msgstr_plural = dict(enumerate(targets))
        else:
            model.msgstr_plural = dict.fromkeys(model.msgstr_plural, "")
        model.flags = ["fuzzy"] * wanted.fuzzy + (flags.split(",") if flags else [])
        model.previous_msgid = wanted.previous or None
        model.previous_msgctxt = wanted.context if wanted.previous else None
        model.previous_msgid_plural = None
        model.tcomment = prose(wanted.comment)
        model.comment = note
        model.occurrences = [(place, "") for place in places]
        model.obsolete = wanted.obsolete

    return change


def _rest(
    ours: Sequence[Entry], here: dict[Key, Item], known: set[tuple[Key, str]]
) -> Iterator[Item]:
    """Yield our obsolete entries that stand beside another one of their key."""
    for origin, entry in enumerate(ours):
        key = entry.key
        is_other = here[key].origin != origin and key != HEADER
        target = _target(entry)
        if is_other and entry.obsolete and target and (key, target) not in known:
            yield Item(entry, origin)
