"""What a document's catalogues have in common: all of an entry but its target.

One of them is scanned. Mostly the others have its frame, and differ in their targets alone. Where
one does not, nearly all entries still stand in it in the same order: each that is the same is told
by comparing the text before its target with that of its twin.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from transpipe.catalog.entry import HEADER, Entry
from transpipe.catalog.grammar import SEPARATORS, unusual
from transpipe.catalog.header import digest
from transpipe.document import Key

__all__ = ["VERB", "Frame", "Twin", "Twins", "is_odd"]

_ODD = ("\r", *SEPARATORS)
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
        first: the text up to the first :data:`VERB`.
        behind: what follows on each target: from the quotation mark that closes its string up to
            the next :data:`VERB`.
        longest: how many characters an entry has before its target at most.
        positions: those of the entries by their keys, of which none stands twice.
        last: the digest of the last entry, as headers announce it; empty if there is none.

    """

    twins: Sequence[Twin]
    first: str
    behind: Sequence[str]
    longest: int
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
        if not all(twin.entry.source for twin in twins[1:]) or any(map(is_odd, befores)):
            return None
        behind = [f'"\n{before}' for before in befores[1:]] + ['"\n']
        longest = max(map(len, befores))
        last = digest(*twins[-1].entry.key) if len(twins) > 1 else ""
        return Frame(twins, befores[0], behind, longest, self._positions, last)

    def after(self, key: Key) -> int:
        """Return the position behind the twin of a key's entry; the end where it has none."""
        return self._positions.get(key, len(self.in_order) - 1) + 1


def _twin(entry: Entry) -> Twin | None:
    before, verb, _ = f"{entry.gap}{entry.body}".partition(VERB)
    if not verb or entry.plural is not None or entry.obsolete or unusual(before):
        return None
    before += verb
    return Twin(before, before.count("\n"), entry)


def is_odd(text: str) -> bool:
    """Tell whether a text has characters that may be in a catalogue, but are worth a remark."""
    return any(mark in text for mark in _ODD)
