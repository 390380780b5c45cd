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
    sure = _sure(here, path, found, weights, words)
    return [Pair(*pair, found[pair], pair in sure) for pair in path]


def _asked(
    found: Mapping[tuple[int, int], float],
    path: Sequence[tuple[int, int]],
    weights: Mapping[tuple[int, int], Weight],
) -> set[tuple[int, int]]:
    """Return the pairs whose words are looked at: the likely ones, and those near the path."""
    near = {(i, j + step) for i, j in path for step in range(-_NEAR, _NEAR + 1)}
    return {pair for pair, chance in found.items() if chance > _NOTICED} | (near & weights.keys())


def _sure(
    here: Sequence[Traits],
    path: Sequence[tuple[int, int]],
    found: Mapping[tuple[int, int], float],
    weights: Mapping[tuple[int, int], Weight],
    words: Mapping[tuple[int, int], float],
) -> set[tuple[int, int]]:
    """Return the pairs that something speaks for, and those held between two such."""
    evident = [
        pair
        for pair in path
        if found[pair] >= _SURE and _is_evident(weights[pair], words.get(pair, 0.0))
    ]
    sure = set(evident)
    ends = [(-1, -1), *evident, (path[-1][0] + 1, path[-1][1] + 1) if path else (0, 0)]
    chosen = set(path)
    for (i, j), (k, m) in zip(ends, ends[1:], strict=False):
        inner = [(i + step, j + step) for step in range(1, k - i)]
        if k - i == m - j and inner and _holds(inner, here, chosen, found, weights, words):
            sure.update(inner)
    return sure


def _is_evident(weight: Weight, words: float) -> bool:
    """Say whether a pair's own content speaks for it."""
    return weight.is_alike and words > _CONTRADICTION and weight.anchors + words >= _EVIDENCE


def _holds(
    inner: Sequence[tuple[int, int]],
    here: Sequence[Traits],
    chosen: set[tuple[int, int]],
    found: Mapping[tuple[int, int], float],
    weights: Mapping[tuple[int, int], Weight],
    words: Mapping[tuple[int, int], float],
) -> bool:
    """Say whether all of a run fits, though nothing speaks for its pairs one by one."""
    limit = max(_GAP.get(here[i].kind, _SHORT_GAP) for i, _ in inner)
    return len(inner) <= limit and all(
        pair in chosen
        and found[pair] >= _SURE
        and weights[pair].is_alike
        and abs(weights[pair].deviation) < _FITTING
        and _fits(here[pair[0]], weights[pair], words.get(pair, 0.0))
        for pair in inner
    )


def _fits(one: Traits, weight: Weight, words: float) -> bool:
    """Say whether nothing speaks against a pair; for a long text something must speak for it."""
    if weight.anchors < 0 or words <= _CONTRADICTION:
        return False
    return one.size < _LONG or weight.anchors + words >= _SOME
