"""All ways to align two sequences, gaps allowed: the chance of each pair, the best way."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

__all__ = ["best_path", "chances"]

_GAP = math.exp(-3.0)
_LIMIT = 30.0  # of a weight, so that no row overflows
_NEGLIGIBLE = 1e-6


class _Row(NamedTuple):
    """The columns of a row that matter.

    Attributes:
        first: the first of them.
        values: what leads to each; nothing leads to the others.

    """

    first: int
    values: list[float]

    def at(self, column: int) -> float:
        """Return what leads to a column."""
        place = column - self.first
        return self.values[place] if 0 <= place < len(self.values) else 0.0

    def mirrored(self, columns: int) -> _Row:
        """Return the row read from the other end."""
        return _Row(columns - self.first - len(self.values) + 1, self.values[::-1])


def chances(
    weights: Mapping[tuple[int, int], float], rows: int, columns: int
) -> dict[tuple[int, int], float]:
    """Return the chance of each pair that has one worth mentioning.

    The forward-backward algorithm: every way crosses from one row to the next exactly once,
    by a pair or by leaving the segment out, so that the ways of a row add up to all ways, and
    each row can be scaled for itself.

    Args:
        weights: of the pairs that are possible, in logarithms of odds.
        rows: how many segments the source has.
        columns: how many the translation has.

    """
    odds: list[dict[int, float]] = [{} for _ in range(rows)]
    for (i, j), weight in weights.items():
        odds[i][j] = math.exp(max(-_LIMIT, min(_LIMIT, weight)))
    before = _sweep(odds, columns)
    mirrored = [{columns - 1 - j: odd for j, odd in row.items()} for row in reversed(odds)]
    after = [row.mirrored(columns) for row in reversed(_sweep(mirrored, columns))]
    found: dict[tuple[int, int], float] = {}
    for i, row in enumerate(odds):
        came, goes = before[i], after[i + 1]
        ways = {j: came.at(j) * odd * goes.at(j + 1) for j, odd in row.items()}
        left_out = _GAP * sum(value * goes.at(j) for j, value in enumerate(came.values, came.first))
        total = sum(ways.values()) + left_out
        if total > 0:
            found |= {(i, j): way / total for j, way in ways.items() if way > total * _NEGLIGIBLE}
    return found


def _sweep(odds: Sequence[Mapping[int, float]], columns: int) -> list[_Row]:
    """Return, for each number of rows and of columns, the weight of all ways to get there.

    Each row is divided by its greatest number, and covers the columns of the pairs around it.
    """
    found = [_spread(0, [1.0] + [0.0] * _reach(odds, 0, columns)[1])]
    for number, line in enumerate(odds):
        above = found[-1]
        first, last = _reach(odds, number + 1, columns)
        row = [above.at(j) * _GAP for j in range(first, last + 1)]
        for j, odd in line.items():
            row[j + 1 - first] += above.at(j) * odd
        found.append(_spread(first, row))
    return found


def _reach(odds: Sequence[Mapping[int, float]], number: int, columns: int) -> tuple[int, int]:
    """Return the first and the last column that a row covers."""
    lines = [line for line in odds[max(0, number - 1) : number + 1] if line]
    first = min((min(line) for line in lines), default=0) if number else 0
    last = max((max(line) + 1 for line in lines), default=columns)
    return first, last if number < len(odds) else columns


def _spread(first: int, row: list[float]) -> _Row:
    """Add the ways that leave columns out; scale the row."""
    value = 0.0
    for j, here in enumerate(row):
        value = here + value * _GAP
        row[j] = value
    greatest = max(row) or 1.0
    return _Row(first, [value / greatest for value in row])


def best_path(found: Mapping[tuple[int, int], float], columns: int) -> list[tuple[int, int]]:
    """Return the pairs, one to one and in both orders, whose chances add up to the most."""
    best: list[tuple[float, int]] = [(0.0, -1)] * (columns + 1)  # a Fenwick tree of maxima
    pairs = sorted(found, key=lambda pair: (pair[0], -pair[1]))
    links: list[int] = []
    for number, (i, j) in enumerate(pairs):
        score, link = _most(best, j)
        links.append(link)
        _raise(best, j + 1, (score + found[i, j], number))
    path = []
    number = _most(best, columns)[1]
    while number >= 0:
        path.append(pairs[number])
        number = links[number]
    return path[::-1]


def _most(tree: Sequence[tuple[float, int]], place: int) -> tuple[float, int]:
    """Return the maximum of the first ``place`` columns."""
    found = (0.0, -1)
    while place > 0:
        found = max(found, tree[place])
        place -= place & -place
    return found


def _raise(tree: list[tuple[float, int]], place: int, value: tuple[float, int]) -> None:
    while place < len(tree):
        tree[place] = max(tree[place], value)
        place += place & -place
