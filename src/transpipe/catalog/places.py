"""Where in a catalogue's text each character of a target stands."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import NamedTuple

from transpipe.catalog.grammar import LITERAL, STRING, unquote
from transpipe.text import Lines

__all__ = ["CatalogText", "Spot"]

_WS = r"[ \t\v\f\r\n]*+"
_TARGET = re.compile(
    rf"[ \t\v\f]*+msgstr(?:[ \t]*+\[[ \t]*+0++[ \t]*+\])?+(?P<strings>(?:{_WS}{STRING})++)"
)
_CHARACTER = re.compile(r"\\?+.", re.DOTALL)
_NUMBER = re.compile(r"\\[0-7x]")
_REMEMBERED = 4


class Spot(NamedTuple):
    """A range of one line, in code points from 1; ``end`` is one past it."""

    line: int
    start: int
    end: int


class _Target(NamedTuple):
    """A target and the offsets of its characters; those of each literal end with its quote."""

    text: str
    offsets: list[tuple[int, int]]


class CatalogText:
    """The text of a catalogue, for showing places in it.

    Attributes:
        text: the file's text.

    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._target = lru_cache(_REMEMBERED)(self._read)

    def line(self, number: int) -> str:
        """Return a line, from 1, without its end; an empty one where there is none."""
        if not 0 < number <= len(self._lines.starts):
            return ""
        return self.text[self._lines.starts[number - 1] : self._lines.ends[number - 1]]

    def target(self, line: int) -> str:
        """Return the target whose msgstr begins a line; empty where that can't be told."""
        found = self._target(line)
        return found.text if found else ""

    def spot(self, line: int, start: int, end: int) -> Spot | None:
        """Return where a part of a target stands; of several lines the first.

        Args:
            line: the line that its msgstr begins, from 1.
            start: where the part begins in the target, in code points.
            end: one past it; greater than ``start``.

        """
        found = self._target(line)
        if not found or not 0 <= start < end <= len(found.text):
            return None
        first = found.offsets[start][0]
        number, column = self._lines.place(first)
        last = first
        for begins, ends in found.offsets[start:end]:
            if begins > self._lines.ends[number - 1]:
                break
            last = ends
        return Spot(number, column, column + last - first)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)

    def _read(self, line: int) -> _Target | None:
        """Return the target whose msgstr begins a line; None where it can't be told exactly."""
        if not 0 < line <= len(self._lines.starts):
            return None
        match = _TARGET.match(self.text, self._lines.starts[line - 1])
        if match is None:
            return None
        offsets = [
            character.span()
            for literal in LITERAL.finditer(self.text, *match.span("strings"))
            for character in _CHARACTER.finditer(self.text, *literal.span(1))
        ]
        if any(_NUMBER.match(self.text, start) for start, _ in offsets):
            return None  # numbers are bytes, of which several may make a character
        return _Target(unquote(match["strings"]), offsets)
