"""The cells of a table row (GFM 0.29, section 4.10)."""

from __future__ import annotations

import re

__all__ = ["cell_spans", "escape_cell", "unescape_cell"]

_PIPE = re.compile(r"\\?\|")


def cell_spans(row: str) -> list[tuple[int, int]]:
    """Return where each cell's content stands in a row, without the space around it.

    A pipe parts cells unless a backslash stands right before it, even inside code. An empty
    piece before the first and after the last pipe is no cell.
    """
    start, end = _trim(row, 0, len(row))
    pieces = []
    begin = start
    for position in range(start, end):
        if row[position] == "|" and (position == start or row[position - 1] != "\\"):
            pieces.append((begin, position))
            begin = position + 1
    pieces.append((begin, end))
    if pieces and pieces[0][0] == pieces[0][1]:
        pieces.pop(0)
    if pieces and pieces[-1][0] == pieces[-1][1]:
        pieces.pop()
    return [_trim(row, *piece) for piece in pieces]


def unescape_cell(text: str) -> str:
    """Return a cell's text as a message: escaped pipes bare, a newline as ``<br>``."""
    lines = (line.strip(" \t") for line in text.split("\n"))
    return "<br>".join(lines).replace(r"\|", "|")


def escape_cell(text: str) -> str:
    """Return a message as a cell's text; a bare pipe would begin another cell."""
    return _PIPE.sub(r"\\|", text)


def _trim(row: str, start: int, end: int) -> tuple[int, int]:
    while start < end and row[start] in " \t":
        start += 1
    while end > start and row[end - 1] in " \t":
        end -= 1
    return start, end
