"""What a document's catalogues have in common: all of an entry but its target.

One of them is read; in the others the same entries stand in the same order, and each is told by
comparing the text before its target with that of its twin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from transpipe.catalog.entry import HEADER, Entry
from transpipe.catalog.grammar import SEPARATORS, unusual
from transpipe.catalog.header import digest
from transpipe.document import Key

__all__ = ["ODD", "VERB", "Frame", "Twin", "Twins"]

ODD = ("\r", *SEPARATORS)
"""Characters that may be in a catalogue, but are worth a remark."""

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


class Frame(NamedTuple):
    """All of a catalogue but its targets.

    Attributes:
        twins: its entries, the header first.
        first: the text up to the first target's string.
        behind: what follows on the text of each target: from the quotation mark that closes its
            string up to the next target's string.
        positions: those of the entries by their keys, of which none stands twice.
        last: the digest of the last entry, as headers announce it.

    """

    twins: Sequence[Twin]
    first: str
    behind: Sequence[str]
    positions: Mapping[Key, int]
    last: str


class Twins:
    """The entries of a catalogue as the twins of another one's, in the order of the file.

    Attributes:
        in_order: one an entry; None for those whose text before the target does not say all.

    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.in_order = [_twin(entry) for entry in entries]

    @cached_property
    def _positions(self) -> Mapping[Key, int]:
        """The positions of the twins by their entries' keys; of duplicates, the last."""
        return {twin.entry.key: at for at, twin in enumerate(self.in_order) if twin}

    @cached_property
    def frame(self) -> Frame | None:
        """The frame of the catalogue; None where its text does not say all, or is odd."""
        twins = [twin for twin in self.in_order if twin]
        is_whole = len(twins) == len(self.in_order) == len(self._positions)
        if not is_whole or self._positions.get(HEADER) != 0:
            return None
        befores = [twin.before.removesuffix(VERB) for twin in twins]
        if not all(twin.entry.source for twin in twins[1:]) or _are_odd(befores):
            return None
        behind = [f'"\n{before}' for before in befores[1:]] + ['"\n']
        last = digest(*twins[-1].entry.key) if len(twins) > 1 else ""
        return Frame(twins, befores[0], behind, self._positions, last)

    def after(self, key: Key) -> int:
        """Return the position behind the twin of a key's entry; the end where it has none."""
        return self._positions.get(key, len(self.in_order) - 1) + 1


def _twin(entry: Entry) -> Twin | None:
    before, verb, _ = f"{entry.gap}{entry.body}".partition(VERB)
    if not verb or entry.plural is not None or entry.obsolete or unusual(before):
        return None
    before += verb
    return Twin(before, before.count("\n"), entry)


def _are_odd(texts: Sequence[str]) -> bool:
    return any(mark in text for text in texts for mark in ODD)
