"""From the place in a target to the line and column in the catalogue's file."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import replace

from transpipe.catalog import CatalogText
from transpipe.checks.finding import Finding
from transpipe.document import BOM
from transpipe.text import Lines

__all__ = ["pinpoint", "with_line"]

_EMPTY = re.compile(r'""\s*\Z')  # the text begins in the next line


def pinpoint(finding: Finding, catalog: CatalogText) -> Finding:
    """Return a finding with the line of the catalogue that it is about, and the columns in it.

    Columns are left out where they can't be told exactly: the target has numeric escapes.
    """
    line = finding.catalog_line
    if finding.start < finding.end and not finding.in_source:
        raw = catalog.target(line)
        start, end = (_unnormalized(raw, finding.target, at) for at in (finding.start, finding.end))
        spot = catalog.spot(line, start, end)
        if spot:
            return replace(
                finding,
                catalog_line=spot.line,
                column=spot.start,
                end_column=spot.end,
                catalog_text=catalog.line(spot.line),
            )
    text = catalog.line(line)
    return finding if _EMPTY.search(text) else replace(finding, catalog_text=text)


def with_line(finding: Finding, text: str, lines: Lines) -> Finding:
    """Return a finding about a document with the line of its text that it is about."""
    line = finding.source_line - 1
    if not 0 <= line < len(lines.starts):
        return finding
    return replace(finding, source=text[lines.starts[line] : lines.ends[line]].removeprefix(BOM))


def _unnormalized(raw: str, target: str, offset: int) -> int:
    """Return the offset in a target as it stands of an offset in what is checked of it.

    -1 where there is none: inside of what is one character after normalization.
    """
    if raw == target:
        return offset
    lengths = range(len(raw) + 1)
    place = bisect_right(lengths, offset, key=lambda one: len(_checked(raw[:one]))) - 1
    same = _checked(raw[:place]) == target[:offset] and _checked(raw[place:]) == target[offset:]
    return place if same else -1


def _checked(text: str) -> str:
    """Return a text as checks take it."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)
