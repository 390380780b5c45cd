"""Spans of a text, replacing them, and the lines of a text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

__all__ = ["Lines", "Span", "interleaved", "newline_of", "splice"]

_LINE_END = re.compile(r"\r\n?|\n")
_LF = re.compile("\n")  # found four times as fast


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range ``[start, end)`` of a text, in code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the part of ``text`` that the span covers."""
        return text[self.start : self.end]


def splice(text: str, replacements: Iterable[tuple[Span, str]]) -> str:
    """Return ``text`` with each span replaced; everything else stays to the byte.

    ``replacements`` come in the order of the text and do not overlap.

    Raises:
        ValueError: the spans are out of order or overlap.

    """
    parts: list[str] = []
    position = 0
    for span, new in replacements:
        if span.start < position:
            raise ValueError(f"span {span} begins before {position}")
        parts.append(text[position : span.start])
        parts.append(new)
        position = span.end
    parts.append(text[position:])
    return "".join(parts)


def interleaved(outer: Sequence[str], inner: Iterable[str]) -> str:
    """Return texts with others between them, joined; of those there is one less.

    Raises:
        ValueError: there are more or fewer.

    """
    parts = [""] * (2 * len(outer) - 1)
    parts[::2] = outer
    parts[1::2] = inner
    return "".join(parts)


def newline_of(text: str) -> str:
    """Return the first line end of a text: LF, CRLF or CR; LF where it has none."""
    found = _LINE_END.search(text)
    return found[0] if found else "\n"


class Lines:
    r"""The lines of a text, for turning offsets into lines and columns.

    Lines end at LF, CRLF or CR (CommonMark 0.31.2, section 2.1), never at other
    separators that :meth:`str.splitlines` knows.
    """

    __slots__ = ("ends", "starts")

    def __init__(self, text: str) -> None:
        line_end = _LINE_END if "\r" in text else _LF
        marks = [match.span() for match in line_end.finditer(text)]
        self.starts = [0, *(end for _, end in marks)]
        self.ends = [*(start for start, _ in marks), len(text)]

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column of an offset, both from 1, columns in code points."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1
