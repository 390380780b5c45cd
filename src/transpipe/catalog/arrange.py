"""The order of a catalogue's entries after an update or a merge."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeVar

__all__ = ["arrange", "interleave"]

T = TypeVar("T")


def arrange(template: Sequence[T], kept: Sequence[T]) -> list[T]:
    """Return the keys of a template, in the template's order or in that of the file.

    Where at least half of the kept keys stand in the template's order already, that is the
    order. Else a tool has sorted the file: the kept keys stay as they are, and each new one
    comes after the one before it in the template. A second arrangement changes nothing.

    Args:
        template: all keys, in the template's order, each once.
        kept: some of them, in the file's order, each once.

    """
    rank = {key: number for number, key in enumerate(template)}
    if 2 * _rising([rank[key] for key in kept]) >= len(kept):
        return list(template)
    arranged = interleave(kept, template)
    if 2 * _rising([rank[key] for key in arranged]) >= len(arranged):
        return list(template)
    return arranged


def interleave(order: Sequence[T], other: Sequence[T]) -> list[T]:
    """Return the keys of an order, each followed by those that follow it in another one alone.

    Args:
        order: some keys, each once.
        other: some of them, and more.

    """
    known = set(order)
    behind: dict[T | None, list[T]] = {}
    anchor: T | None = None
    for key in other:
        if key in known:
            anchor = key
        else:
            behind.setdefault(anchor, []).append(key)
    found = behind.get(None, [])
    for key in order:
        found += [key, *behind.get(key, ())]
    return found


def _rising(numbers: Sequence[int]) -> int:
    """Return the length of the longest increasing subsequence, in n log n."""
    tails: list[int] = []
    for number in numbers:
        place = bisect_left(tails, number)
        tails[place : place + 1] = [number]
    return len(tails)
