"""Put a catalogue together from the entries of two: what is the same keeps its bytes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import polib

from transpipe.catalog.comments import comments
from transpipe.catalog.merge import Item, joined
from transpipe.catalog.render import edit, prose
from transpipe.catalog.scan import HEADER, Entry
from transpipe.document import Key

__all__ = ["Version", "combine", "version_of"]


class Version(NamedTuple):
    """All that an entry says, in one version of a catalogue.

    Attributes:
        source: the text to translate; empty for the header, which has no context.
        context: tells equal sources apart.
        targets: the target, or one for each plural form; never empty.
        fuzzy: whether a person must look at it.
        previous: the source that a fuzzy target was made for; empty where unknown.
        comment: the translator's.
        obsolete: whether no segment has it.
        note: what translators are told.
        references: where it stands.
        flags: all but ``fuzzy``.

    """

    source: str
    context: str | None
    targets: tuple[str, ...]
    fuzzy: bool
    previous: str
    comment: str
    obsolete: bool
    note: str
    references: tuple[str, ...]
    flags: tuple[str, ...]

    @property
    def key(self) -> Key:
        """Context and source."""
        return self.context, self.source


def version_of(entry: Entry) -> Version:
    """Return what an entry says."""
    said = comments(entry.head)
    return Version(
        entry.source,
        entry.context,
        entry.targets,
        entry.fuzzy,
        entry.previous.source or "",
        said.translator,
        entry.obsolete,
        said.note,
        said.references,
        tuple(flag for flag in said.flags if flag != "fuzzy"),
    )


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
    known = {(one.key, one.targets) for one in wanted}
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
    def change(model: polib.POEntry) -> None:
        if model.msgstr_plural:
            model.msgstr_plural = dict(enumerate(wanted.targets))
        else:
            model.msgstr = wanted.targets[0]
        model.flags = ["fuzzy"] * wanted.fuzzy + list(wanted.flags)
        model.previous_msgid = wanted.previous or None
        model.previous_msgctxt = wanted.context if wanted.previous else None
        model.previous_msgid_plural = None
        model.tcomment = prose(wanted.comment)
        model.comment = wanted.note
        model.occurrences = [(place, "") for place in wanted.references]
        model.obsolete = wanted.obsolete

    return change


def _rest(
    ours: Sequence[Entry], here: dict[Key, Item], known: set[tuple[Key, tuple[str, ...]]]
) -> Iterator[Item]:
    """Yield our obsolete entries that stand beside another one of their key."""
    for origin, entry in enumerate(ours):
        key = entry.key
        is_other = here[key].origin != origin and key != HEADER
        if is_other and entry.obsolete and any(entry.targets) and (key, entry.targets) not in known:
            yield Item(entry, origin)
