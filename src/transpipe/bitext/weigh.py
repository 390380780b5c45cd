"""How much speaks for two segments answering to each other, before any word is known."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from transpipe.bitext.features import Traits
from transpipe.document import Kind

__all__ = ["Scale", "Weight"]

BAND = 80
"""How far from the diagonal a pair may lie, beside the difference of the numbers of segments."""

_CELLS = frozenset({Kind.CELL, Kind.HEADER_CELL})
_PROSE = frozenset({Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE, Kind.DEFINITION, Kind.FOOTNOTE})
_SPREAD = 0.16  # standard deviation of the logarithm of the lengths' ratio, for long texts
_SPREAD_SHORT = 1.6  # and what is added to it, divided by the root of the length
_CHANCE_SPREAD = 1.0  # that of texts that have nothing to do with each other


class Weight(NamedTuple):
    """What speaks for a pair, as logarithms of odds.

    Attributes:
        total: all of it.
        anchors: what both have in common in any language.
        deviation: how far the lengths are from what is usual here, in standard deviations.
        is_alike: whether kind and marks are the same.

    """

    total: float
    anchors: float
    deviation: float
    is_alike: bool


class Scale:
    """Weighs the pairs of two documents."""

    def __init__(self, here: Sequence[Traits], there: Sequence[Traits]) -> None:
        self.here = here
        self.there = there
        self.counts = Counter(key for one in here for key in {*one.anchors, *one.names})
        total_here, total_there = (sum(one.size for one in each) or 1 for each in (here, there))
        self.usual = math.log(total_there / total_here)

    def weights(self) -> dict[tuple[int, int], Weight]:
        """Return the weights of all pairs near the diagonal."""
        rows, columns = len(self.here), len(self.there)
        width = abs(rows - columns) + BAND
        found = {}
        for i in range(rows):
            centre = i * columns // rows
            for j in range(max(0, centre - width), min(columns, centre + width + 1)):
                found[i, j] = self._weigh(self.here[i], self.there[j])
        return found

    def _weigh(self, one: Traits, other: Traits) -> Weight:
        structure, is_alike = _structure(one, other)
        anchors = self._anchors(one, other)
        deviation, length = self._length(one.size, other.size)
        return Weight(structure + anchors + length, anchors, deviation, is_alike)

    def _length(self, size: int, other: int) -> tuple[float, float]:
        if not size or not other:
            return 0.0, 0.0
        off = math.log(other / size) - self.usual
        spread = _SPREAD + _SPREAD_SHORT / math.sqrt(min(size, other) + 1)
        spread = min(spread, _CHANCE_SPREAD * 0.9)
        deviation = off / spread
        odds = (
            math.log(_CHANCE_SPREAD / spread) - deviation**2 / 2 + (off / _CHANCE_SPREAD) ** 2 / 2
        )
        return deviation, max(-6.0, odds)

    def _anchors(self, one: Traits, other: Traits) -> float:
        total = len(self.here)
        shared = one.anchors & other.anchors
        gain = sum(1 + math.log(total / self.counts[key]) for key in shared)
        gain += sum(
            1 + math.log(total / self.counts[name]) for name in one.names if name in other.text
        )
        if one.text == other.text and one.words:
            gain += 3
        missing = (one.anchors - other.anchors).total() + (other.anchors - one.anchors).total()
        return min(10.0, gain) - min(6.0, 1.5 * missing)


def _structure(one: Traits, other: Traits) -> tuple[float, bool]:
    """Weigh kind, level, depth and what stands before; say whether the first three agree."""
    weight = 1.0 if one.kind is other.kind else _other_kind(one.kind, other.kind)
    is_alike = one.kind is other.kind and one.label == other.label and one.shape == other.shape
    if one.label != other.label:
        weight -= 6
    elif one.label:
        weight += 3
    weight += 0.7 if one.shape == other.shape else -1.5
    if one.skipped and one.skipped == other.skipped:
        weight += min(6.0, 1 + len(one.skipped) / 20)
    elif one.skipped or other.skipped:
        weight -= 1
    return weight, is_alike


def _other_kind(one: Kind, other: Kind) -> float:
    if {one, other} <= _PROSE:
        return -2.0
    return -4.0 if {one, other} <= _CELLS else -6.0
