"""Align a document with its translation: structure first, then the words.

A pair's weight says how much likelier its two segments are to answer to each other than to
be met by chance: their kinds, what stands around them, their lengths (Gale and Church 1993),
what both have in common in any language. Dynamic programming over all ways to align, gaps
allowed, gives the chance of each pair (the forward-backward algorithm). The likely pairs then
teach which words answer to which, as hunalign does, and all is weighed again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from transpipe.bitext.features import Traits, traits
from transpipe.bitext.lattice import best_path, chances
from transpipe.bitext.lexicon import Lexicon
from transpipe.bitext.weigh import Scale, Weight
from transpipe.document import Document, Kind

__all__ = ["Pair", "align"]

_ROUNDS = 3
_NOTICED = 1e-4
_NEAR = 5
_SURE = 0.95
_LIKELY = 0.35
_EVIDENCE = 3.0  # how much must speak for a pair by itself, in logarithms of odds
_CONTRADICTION = -2.0  # what its words may say at worst
_GAP = {Kind.CELL: 12, Kind.HEADER_CELL: 12}
_SHORT_GAP = 3
"""How many segments that nothing speaks for may stand between two that are sure."""
_LONG = 60
"""From how many characters on a text is expected to have something in common with another."""
_SOME = 1.0
_FITTING = 1.5  # how far, in standard deviations, the length of such a segment may be off


@dataclass(frozen=True, slots=True)
class Pair:
    """Two segments that answer to each other.

    Attributes:
        source: the index of the source's segment.
        target: the index of the translation's segment.
        chance: how likely it is that they do, from 0 to 1.
        is_sure: whether their own content says so, or that of all around them.

    """

    source: int
    target: int
    chance: float
    is_sure: bool


def align(source: Document, translation: Document) -> list[Pair]:
    """Return the likely pairs in order; segments without a counterpart are in none."""
    here, there = traits(source), traits(translation)
    if not here or not there:
        return []
    size = len(here), len(there)
    weights = Scale(here, there).weights()
    plain = {pair: weight.total for pair, weight in weights.items()}
    found = chances(plain, *size)
    words: Mapping[tuple[int, int], float] = {}
    for _ in range(_ROUNDS):
        asked = _asked(found, best_path(found, size[1]), weights)
        words = Lexicon(here, there, found).odds(asked)
        more = {pair: plain[pair] + odds for pair, odds in words.items()}
        found = chances(plain | more, *size)
    path = [pair for pair in best_path(found, size[1]) if found[pair] >= _LIKELY]
    sure = _Evidence(here, found, weights, words).sure(path, size)
    return [Pair(*pair, found[pair], pair in sure) for pair in path]


def _asked(
    found: Mapping[tuple[int, int], float],
    path: Sequence[tuple[int, int]],
    weights: Mapping[tuple[int, int], Weight],
) -> set[tuple[int, int]]:
    """Return the pairs whose words are looked at: the likely ones, and those near the path."""
    near = {(i, j + step) for i, j in path for step in range(-_NEAR, _NEAR + 1)}
    return {pair for pair, chance in found.items() if chance > _NOTICED} | (near & weights.keys())


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What is known of all pairs.

    Attributes:
        here: the source's segments.
        chances: how likely each pair is.
        weights: what structure, lengths and anchors say.
        words: what the words say, in logarithms of odds.

    """

    here: Sequence[Traits]
    chances: Mapping[tuple[int, int], float]
    weights: Mapping[tuple[int, int], Weight]
    words: Mapping[tuple[int, int], float]

    def sure(self, path: Sequence[tuple[int, int]], size: tuple[int, int]) -> set[tuple[int, int]]:
        """Return the pairs that their own content speaks for, and those held between two such."""
        evident = [pair for pair in path if self._is_evident(pair)]
        found, chosen = set(evident), set(path)
        for (i, j), (k, m) in pairwise([(-1, -1), *evident, size]):
            inner = [(i + step, j + step) for step in range(1, k - i)]
            if k - i == m - j and inner and chosen.issuperset(inner) and self._holds(inner):
                found.update(inner)
        return found

    def _is_evident(self, pair: tuple[int, int]) -> bool:
        weight, words = self.weights[pair], self.words.get(pair, 0.0)
        speaks = words > _CONTRADICTION and weight.anchors + words >= _EVIDENCE
        return speaks and weight.is_alike and self.chances[pair] >= _SURE

    def _holds(self, inner: Sequence[tuple[int, int]]) -> bool:
        """Say whether all of a run fits, though nothing speaks for its pairs one by one."""
        limit = max(_GAP.get(self.here[i].kind, _SHORT_GAP) for i, _ in inner)
        return len(inner) <= limit and all(map(self._fits, inner))

    def _fits(self, pair: tuple[int, int]) -> bool:
        """Say whether nothing speaks against a pair; for a long text something must do."""
        weight, words = self.weights[pair], self.words.get(pair, 0.0)
        likely = self.chances[pair] >= _SURE and weight.is_alike
        if not likely or weight.anchors < 0 or words <= _CONTRADICTION:
            return False
        is_short = self.here[pair[0]].size < _LONG
        return abs(weight.deviation) < _FITTING and (is_short or weight.anchors + words >= _SOME)
