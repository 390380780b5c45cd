"""Coverage for people and for machines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from rich.table import Table
from rich.text import Text

from transpipe.report.numbers import numbered
from transpipe.standing import Count, Coverage, Standing

__all__ = [
    "Row",
    "as_data",
    "by_share",
    "cells",
    "legend",
    "legend_words",
    "percent_of",
    "summary",
    "table",
]

_WIDTH = 28
_NARROW = 8
_FIGURES = 25  # columns of the figures, and the space around all columns
_CELLS = {
    Standing.TRANSLATED: ("█", "done"),
    Standing.FUZZY: ("▒", "review"),
    Standing.REFUSED: ("╳", "error"),
    Standing.UNTRANSLATED: ("░", "left"),
}
_WORDS = {
    Standing.TRANSLATED: "translated",
    Standing.FUZZY: "needs review",
    Standing.REFUSED: "refused",
    Standing.UNTRANSLATED: "not translated",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A language and how much is translated into it.

    Attributes:
        tag: the language's tag.
        folder: its folder.
        name: its English name.
        coverage: of all its documents.
        strip: source words and standing of runs of passages, in order.
        documents: the coverage of each document, by its name.

    """

    tag: str
    folder: str
    name: str
    coverage: Coverage
    strip: Sequence[tuple[int, Standing]]
    documents: Mapping[str, Coverage]


def table(rows: Sequence[Row], title: str, width: int = 80) -> Table:
    """Return the coverage as a table, the most complete language first.

    Args:
        rows: a language each.
        title: what the strips show.
        width: of the terminal, in columns; where it is narrow the strips give way.

    """
    taken = max(len(row.folder) for row in rows) + max(len(row.name) for row in rows)
    wide = min(_WIDTH, max(width - taken - _FIGURES, _NARROW))
    made = Table(box=None, header_style="quiet", pad_edge=True, show_edge=False)
    made.add_column("lang", style="label", no_wrap=True)
    made.add_column("", no_wrap=True)
    made.add_column(title, no_wrap=True)
    made.add_column("done", justify="right", no_wrap=True)
    made.add_column("left", justify="right", no_wrap=True)
    for row in by_share(rows):
        done = percent_of(row.coverage)
        made.add_row(
            row.folder,
            row.name,
            _strip(row.strip, wide),
            Text(done, style="green" if done == "100%" else ""),
            f"{row.coverage.left:,}",
        )
    return made


def legend(rows: Sequence[Row]) -> Text:
    """Return what the cells of a strip mean; refused ones only where there are some."""
    text = Text()
    for standing, words in legend_words(rows):
        text.append(*_CELLS[standing])
        text.append(f" {words}  ", "quiet")
    text.rstrip()
    return text


def legend_words(rows: Sequence[Row]) -> Iterator[tuple[Standing, str]]:
    """Yield the standings and what they are called; refused only where something is."""
    refused = any(row.coverage.counts[Standing.REFUSED].segments for row in rows)
    for standing, words in _WORDS.items():
        if refused or standing is not Standing.REFUSED:
            yield standing, words


def by_share(rows: Iterable[Row]) -> list[Row]:
    """Return the languages, the most complete one first."""
    return sorted(rows, key=lambda row: (-row.coverage.share, row.folder))


def summary(rows: Sequence[Row], documents: int) -> str:
    """Return the figures of all languages in one line."""
    total = rows[0].coverage.total
    complete = sum(not row.coverage.left for row in rows)
    parts = [f"{documents:,} documents"] if documents > 1 else []
    parts.append(f"{numbered(total.segments, 'passage')}, {numbered(total.words, 'word')}")
    if optional := sum(rows[0].coverage.optional.values(), Count()).segments:
        parts[-1] += f" (and {numbered(optional, 'optional passage')})"
    noun = "language" if len(rows) == 1 else "languages"
    parts.append(f"{complete} of {len(rows)} {noun} complete")
    parts.append(f"{numbered(sum(row.coverage.left for row in rows), 'word')} left")
    return " · ".join(parts)


def as_data(rows: Iterable[Row]) -> dict[str, Any]:
    """Return the coverage for machines, as documented in the README.

    ``version`` changes when a key changes its meaning or goes.
    """
    return {
        "version": 1,
        "languages": [
            {
                "language": row.tag,
                "folder": row.folder,
                "name": row.name,
                **_figures(row.coverage),
                "documents": [
                    {"source": name, **_figures(found)} for name, found in row.documents.items()
                ],
            }
            for row in rows
        ],
    }


def _figures(found: Coverage) -> dict[str, Any]:
    return {
        "percent": found.percent,
        "total": _count(found.total),
        "states": {one.value: _count(found.counts[one]) for one in Standing},
        "optional": {one.value: _count(found.optional[one]) for one in Standing},
    }


def _count(count: Count) -> dict[str, int]:
    return {"words": count.words, "segments": count.segments, "messages": count.messages}


def percent_of(found: Coverage) -> str:
    """Return the share in words, so that 0% and 100% mean none and all."""
    if 0 < found.share < 0.01:  # noqa: PLR2004 - one percent
        return "<1%"
    return f"{found.percent}%"


def _strip(runs: Sequence[tuple[int, Standing]], width: int) -> Text:
    """Draw the runs over so many cells; each shows what most of its words are."""
    text = Text()
    for standing in cells(runs, width):
        text.append(*_CELLS[standing])
    return text


def cells(runs: Sequence[tuple[int, Standing]], count: int) -> list[Standing]:
    """Return so many cells of equal width: what most of the words of each are."""
    total = sum(words for words, _ in runs) or 1
    edges = [round(cell * total / count) for cell in range(count + 1)]
    return [_most(runs, start, max(end, start + 1)) for start, end in pairwise(edges)]


def _most(runs: Sequence[tuple[int, Standing]], start: int, end: int) -> Standing:
    shares = dict.fromkeys(Standing, 0)
    position = 0
    for words, standing in runs:
        shares[standing] += max(0, min(end, position + words) - max(start, position))
        position += words
        if position >= end:
            break
    if not any(shares.values()):
        return Standing.UNTRANSLATED
    return max(shares, key=lambda standing: shares[standing])
