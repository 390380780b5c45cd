"""A line of a text as a terminal shows it, and what stands under its marked part."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from transpipe.report.console import plain

__all__ = ["Excerpt", "excerpt"]

_WIDTH = 100
"""Cells of an excerpt."""
_BEFORE = 40
"""Cells before the marked part where not all has room."""
_NEAR = 1000
"""Code points on each side of a place that are looked at: marks take no cells."""
_CUT = "…"
_NO_ROOM = frozenset({"Mn", "Me"})
_WIDE = frozenset({"W", "F"})
_JAMO = frozenset(map(chr, range(0x1160, 0x1200)))
"""Vowels and final consonants of Korean, which join the consonant before."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What is shown of a text, on one line.

    Attributes:
        line: the text, or the part of it around what is marked; nothing in it acts.
        before: cells before the marked part.
        marked: cells of the marked part; 0 where none is marked.
        label: the marked part once more, where the cells may not stand under it: a terminal
            may show text from right to left, or may not.

    """

    line: str
    before: int
    marked: int
    label: str = ""


class _Cluster(NamedTuple):
    """What is one character to a reader: its code points' range, how it shows, its cells."""

    start: int
    end: int
    shown: str
    cells: int


def excerpt(text: str, start: int = 0, end: int = 0) -> Excerpt:
    """Cut what is shown out of a text.

    A mark within a character (a letter with its accents, a syllable) is under all of it.

    Args:
        text: one line, or more, whose ends are shown as escapes.
        start: where the marked part begins, in code points.
        end: one past it; equal to ``start`` where nothing is marked.

    """
    cut = slice(max(0, start - _NEAR), start + _NEAR) if end > start else slice(0, _NEAR)
    clusters = _clusters(text[cut])
    first, last = _marked(clusters, start - cut.start, end - cut.start)
    left, right = _window(clusters, first)
    last = min(last, right)
    head = _CUT if left or cut.start else ""
    tail = _CUT if right < len(clusters) or cut.stop < len(text) else ""
    before, marked, after = (
        "".join(one.shown for one in part)
        for part in (clusters[left:first], clusters[first:last], clusters[last:right])
    )
    label = f"“{marked}”" if marked and _is_right_to_left(text) else ""
    return Excerpt(
        line=head + before + marked + after + tail,
        before=len(head) + sum(one.cells for one in clusters[left:first]),
        marked=max(1, sum(one.cells for one in clusters[first:last])) if first < last else 0,
        label=label,
    )


def _clusters(text: str) -> list[_Cluster]:
    shown = list(text) if text.isprintable() else [plain(one) for one in text]
    found = text.find("##[")
    while found >= 0:  # a command to the log of a continuous integration
        shown[found + 2] = r"\x5b"
        found = text.find("##[", found + 1)
    if text.isascii():
        places = range(len(text) + 1)
        return list(map(_Cluster, places, places[1:], shown, map(len, shown)))
    marks = [unicodedata.category(one).startswith("M") for one in text]
    starts = [at for at, is_mark in enumerate(marks) if not (is_mark and at)]
    return [
        _Cluster(start, end, one := "".join(shown[start:end]), sum(map(_cells, one)))
        for start, end in pairwise([*starts, len(text)])
    ]


def _cells(character: str) -> int:
    """Return how many cells a terminal gives to a character.

    As the C library's wcwidth has it, which tmux and most terminals go by: a mark that has room
    of its own (Burmese, Khmer, Tamil vowels) takes a cell, one above or below a letter none.
    """
    if unicodedata.category(character) in _NO_ROOM or character in _JAMO:
        return 0
    return 2 if unicodedata.east_asian_width(character) in _WIDE else 1


def _marked(clusters: Sequence[_Cluster], start: int, end: int) -> tuple[int, int]:
    """Return the range of the clusters that a range of code points touches."""
    if start >= end:
        return 0, 0
    touched = [number for number, one in enumerate(clusters) if one.start < end and start < one.end]
    return (touched[0], touched[-1] + 1) if touched else (0, 0)


def _window(clusters: Sequence[_Cluster], first: int) -> tuple[int, int]:
    """Return the range of the clusters that have room: all, or those around the first marked."""
    if sum(one.cells for one in clusters) <= _WIDTH:
        return 0, len(clusters)
    left, cells = first, 0
    while left and cells + clusters[left - 1].cells <= _BEFORE:
        left -= 1
        cells += clusters[left].cells
    right = first
    while right < len(clusters) and cells + clusters[right].cells <= _WIDTH:
        cells += clusters[right].cells
        right += 1
    while left and right == len(clusters) and cells + clusters[left - 1].cells <= _WIDTH:
        left -= 1
        cells += clusters[left].cells
    return left, right


def _is_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(one) in {"R", "AL"} for one in text)
