"""Parts of a document that can be judged alone: from one paragraph at the margin to another.

An empty line and a paragraph at the margin end whatever came before them, so what a target does
to its neighbours shows between the two such paragraphs next to it, and no further.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from transpipe.document import Document
from transpipe.errors import TranspipeError
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.risk import stands_free
from transpipe.markdown.segments import segment as segment_text
from transpipe.text import Span

__all__ = ["Part", "parts"]


class Part(NamedTuple):
    """Some segments of a document that follow each other, as a document of their own.

    Attributes:
        first: the index of its first segment in the document.
        document: its text and its segments.

    """

    first: int
    document: Document


def parts(document: Document, around: Collection[int], dialect: Dialect) -> list[Part]:
    """Return the parts around some segments, by their indices; the document if it has none.

    Each part begins and ends with a paragraph at the margin that is none of those segments, or
    where the document does. It is segmented as the document is.
    """
    found = [_part(document, *ends) for ends in _ends(document, around)]
    if not all(_is_segmented_alike(part.document, dialect) for part in found):
        return [Part(0, document)]
    return found


def _ends(document: Document, around: Collection[int]) -> Iterator[tuple[int, int]]:
    """Yield first and last segment of each part; those that touch are one."""
    count, known = len(document.segments), frozenset(around)

    def is_end(index: int) -> bool:
        return index not in known and stands_free(document, document.segments[index])

    first = last = -1
    for index in sorted(known):
        if index < last:
            continue
        start = next((one for one in range(index - 1, -1, -1) if is_end(one)), 0)
        if last < 0:
            first = start
        elif start >= last:
            yield first, last
            first = start
        last = next((one for one in range(index + 1, count) if is_end(one)), count - 1)
    if last >= 0:
        yield first, last


def _part(document: Document, first: int, last: int) -> Part:
    """Return a part; an empty line before it keeps what it begins with from being front matter."""
    segments, text = document.segments, document.text
    is_first, is_last = first == 0, last == len(segments) - 1
    if is_first and is_last:
        return Part(0, document)
    start = 0 if is_first else segments[first].span.start
    end = len(text) if is_last else segments[last].span.end
    before = "" if is_first else "\n"
    by = len(before) - start
    moved = tuple(
        one._replace(span=Span(one.span.start + by, one.span.end + by))
        for one in segments[first : last + 1]
    )
    part = Document(document.name, before + text[start:end], moved, (), document.definitions)
    return Part(first, part)


def _is_segmented_alike(part: Document, dialect: Dialect) -> bool:
    try:
        found = segment_text(part.name, part.text, dialect).segments
    except TranspipeError:
        return False
    return [(one.kind, one.source) for one in found] == [
        (one.kind, one.source) for one in part.segments
    ]
