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
from transpipe.bitext.lexicon import Lexicon, Shared
from transpipe.bitext.weigh import Scale, Weight
from transpipe.document import Document, Kind

__all__ = ["Pair", "align"]

_ROUNDS = 3
_NOTICED = 1e-4
_NEAR = 5
_SURE = 0.95
_LIKELY = 0.35
_EVIDENCE = 2.5  # the least weight of anchors that speaks for a pair by itself
_SHARE = 0.5  # the least share of a source's known words that do
_CONTRADICTION = 0.2  # and the share below which they speak against it
_KNOWN = 2.0  # how much the known words must weigh to say anything
_GAP = {Kind.CELL: 12, Kind.HEADER_CELL: 12}
_SHORT_GAP = 3
"""How many segments that nothing speaks for may stand between two that are sure."""
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
    shared: Mapping[tuple[int, int], Shared] = {}
    for _ in range(_ROUNDS):
        asked = _asked(found, best_path(found, size[1]), weights)
        shared = Lexicon(here, there, found).shared(asked)
        more = {pair: plain[pair] + one.weight for pair, one in shared.items()}
        found = chances(plain | more, *size)
    path = [pair for pair in best_path(found, size[1]) if found[pair] >= _LIKELY]
    sure = _sure(here, path, found, weights, shared)
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
    shared: Mapping[tuple[int, int], Shared],
) -> set[tuple[int, int]]:
    """Return the pairs that something speaks for, and those held between two such."""
    evident = [
        pair
        for pair in path
        if found[pair] >= _SURE and _is_evident(weights[pair], shared.get(pair))
    ]
    sure = set(evident)
    ends = [(-1, -1), *evident, (path[-1][0] + 1, path[-1][1] + 1) if path else (0, 0)]
    chosen = set(path)
    for (i, j), (k, m) in zip(ends, ends[1:], strict=False):
        inner = [(i + step, j + step) for step in range(1, k - i)]
        if k - i == m - j and inner and _holds(inner, here, chosen, found, weights, shared):
            sure.update(inner)
    return sure


def _is_evident(weight: Weight, shared: Shared | None) -> bool:
    known = shared.known if shared else 0.0
    share = shared.share if shared else 0.0
    if not weight.is_alike or (known >= _KNOWN and share < _CONTRADICTION):
        return False
    return weight.anchors >= _EVIDENCE or (known >= _KNOWN and share >= _SHARE)


def _holds(
    inner: Sequence[tuple[int, int]],
    here: Sequence[Traits],
    chosen: set[tuple[int, int]],
    found: Mapping[tuple[int, int], float],
    weights: Mapping[tuple[int, int], Weight],
    shared: Mapping[tuple[int, int], Shared],
) -> bool:
    """Say whether all of a run fits, though nothing speaks for its pairs one by one."""
    limit = max(_GAP.get(here[i].kind, _SHORT_GAP) for i, _ in inner)
    return len(inner) <= limit and all(
        pair in chosen
        and found[pair] >= _SURE
        and weights[pair].is_alike
        and abs(weights[pair].deviation) < _FITTING
        and not _speaks_against(shared.get(pair))
        for pair in inner
    )


def _speaks_against(shared: Shared | None) -> bool:
    return shared is not None and shared.known >= _KNOWN and shared.share < _CONTRADICTION
