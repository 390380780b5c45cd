"""Comments before the blocks of an edition that are not translated yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from markdown_it.token import Token

from transpipe.document import Document, Segment
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.parser import LINES
from transpipe.markdown.segments import SEGMENTS, continued, document
from transpipe.markdown.source import Source
from transpipe.text import Span, newline_of, splice

__all__ = ["mark"]

_COMMENT = "<!-- i18n:untranslated -->"
_MARKED = frozenset({"inline", "html_block", "fence", "code_block"})

_Place = tuple[Span, str]


def mark(name: str, text: str, fallbacks: set[int], dialect: Dialect) -> str:
    """Return an edition with a comment before each block that has a fallback in it.

    Segmenting it gives the same segments: a block whose neighbours would read a comment there
    otherwise goes without one.

    Args:
        name: the document.
        text: its edition.
        fallbacks: the indices of the segments that stand in the source language.
        dialect: how it is read.

    """
    source = Source(text, dialect)
    before = document(name, source)
    places = list(_places(source, fallbacks, newline_of(text)))
    return splice(text, _harmless(before, places, dialect))


def _places(source: Source, fallbacks: set[int], newline: str) -> Iterator[_Place]:
    """Yield where comments belong, with what is written there."""
    base = len(source.head)
    for start, indices in _blocks(source.parsed.tokens):
        if fallbacks.isdisjoint(indices):
            continue
        where = source.span(base + start, base + start)
        prefix = continued(source.before(start))
        yield where, f"{_COMMENT}{newline}{prefix}"


def _blocks(tokens: Sequence[Token]) -> Iterator[tuple[int, Sequence[int]]]:
    """Yield where each block begins in the body, and its segments; a table is one."""
    table: tuple[int, list[int]] | None = None
    for token in tokens:
        if token.type == "table_open":
            table = (-1, [])
        elif token.type == "table_close" and table:
            yield table
            table = None
        if token.type not in _MARKED or LINES not in token.meta:
            continue
        start = token.meta[LINES][0][0]
        if table:
            table = (table[0] if table[0] >= 0 else start, table[1])
            table[1].extend(token.meta.get(SEGMENTS, ()))
        elif SEGMENTS in token.meta:
            yield start, token.meta[SEGMENTS]


def _harmless(before: Document, places: Sequence[_Place], dialect: Dialect) -> list[_Place]:
    """Return the places where a comment changes nothing, found by halving."""
    good: list[_Place] = []

    def settle(group: Sequence[_Place]) -> None:
        if _reads_the_same(before, [*good, *group], dialect):
            good.extend(group)
        elif len(group) > 1:
            middle = len(group) // 2
            settle(group[:middle])
            settle(group[middle:])

    if places:
        settle(places)
    return good


def _reads_the_same(before: Document, places: Sequence[_Place], dialect: Dialect) -> bool:
    after = document(before.name, Source(splice(before.text, places), dialect))
    return [_essence(one) for one in before.segments] == [_essence(one) for one in after.segments]


def _essence(segment: Segment) -> tuple[object, ...]:
    return segment.kind, segment.source, segment.context, segment.note, segment.optional
