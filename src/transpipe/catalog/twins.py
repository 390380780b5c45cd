"""What a document's catalogues have in common: all of an entry but its target.

One of them is read; in the others the same entries stand in the same order, and each is told by
comparing the text before its target with that of its twin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from transpipe.catalog.entry import Entry
from transpipe.catalog.grammar import unusual
from transpipe.document import Key

__all__ = ["VERB", "Twin", "Twins"]

VERB = '\nmsgstr "'
"""What stands between a source and its target, as nearly all programs write it."""


class Twin(NamedTuple):
    """An entry of another catalogue.

    Attributes:
        before: its text up to the first character of its target's string.
        lines: how many lines end in that.
        entry: the entry.

    """

    before: str
    lines: int
    entry: Entry


class Twins:
    """The entries of a catalogue as the twins of another one's, in the order of the file.

    Attributes:
        in_order: one an entry; None for those whose text before the target does not say all.

    """

    __slots__ = ("_after", "in_order")

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.in_order = [_twin(entry) for entry in entries]
        self._after: Mapping[Key, int] | None = None

    def after(self, key: Key) -> int:
        """Return the position behind the twin of a key's entry; the end where it has none."""
        if self._after is None:
            self._after = {
                twin.entry.key: position for position, twin in enumerate(self.in_order, 1) if twin
            }
        return self._after.get(key, len(self.in_order))


def _twin(entry: Entry) -> Twin | None:
    before, verb, _ = f"{entry.gap}{entry.body}".partition(VERB)
    if not verb or entry.plural is not None or entry.obsolete or unusual(before):
        return None
    before += verb
    return Twin(before, before.count("\n"), entry)
