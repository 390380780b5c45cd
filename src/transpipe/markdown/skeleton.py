"""The blocks of an edition, taken from those of its source instead of parsed again.

Law 3 says that they are the same; what differs is what stands in the runs that have a target.
Where the content of a run can be told from its target alone, the edition's tokens are the
source's with that content. Where one can't, such as a target of several lines or the text of
an HTML block, the edition is parsed like any text.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from functools import lru_cache
from typing import Any

from markdown_it.token import Token

from transpipe.document import Document, Kind
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.parser import Parsed
from transpipe.markdown.segments import SEGMENT
from transpipe.markdown.segments import document as read
from transpipe.markdown.source import Source

__all__ = ["edition_source"]

_RUNS = frozenset(
    {Kind.HEADING, Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE, Kind.TERM, Kind.DEFINITION}
    | {Kind.FOOTNOTE}
)
_CELLS = frozenset({Kind.CELL, Kind.HEADER_CELL})
_SPACE = " \t"
_ESCAPES = "|\\"


def edition_source(
    document: Document, targets: Mapping[int, str], dialect: Dialect
) -> Source | None:
    """Return an edition as if its text had been parsed; None where that must be done.

    Its tokens know their segments already, and may be changed.

    Args:
        document: the source.
        targets: what stands in the edition, tidy, by the index of its segment.
        dialect: how the document is read.

    """
    source, places = _skeleton(document.text, dialect)
    contents: dict[int, str] = {}
    for index, target in targets.items():
        segment = document.segments[index]
        if target == segment.source or segment.kind is Kind.FRONT_MATTER:
            continue
        place = places.get(index)
        if place is None or "\n" in target:
            return None
        if segment.kind in _CELLS and any(one in target for one in _ESCAPES):
            return None
        number, after = place
        contents[number] = target.replace("\0", "\ufffd") + after
    edition = copy(source)
    tokens = [_token(token) for token in source.parsed.tokens]
    for number, content in contents.items():
        tokens[number].content = content
    edition.parsed = Parsed(tokens, _env(source.parsed.env))
    return edition


def _token(token: Token) -> Token:
    """Return a token of its own; what its ``meta`` holds is never changed in place."""
    one = token
    return Token(
        one.type,
        one.tag,
        one.nesting,
        dict(one.attrs),
        one.map,
        one.level,
        None,
        one.content,
        one.markup,
        one.info,
        dict(one.meta),
        one.block,
        one.hidden,
    )


def _env(env: Mapping[str, Any]) -> dict[str, Any]:
    """Return an environment whose footnotes can be counted anew."""
    made = dict(env)
    if "footnotes" in env:
        made["footnotes"] = {
            key: dict(value) if isinstance(value, dict) else value
            for key, value in env["footnotes"].items()
        }
    return made


@lru_cache(maxsize=4)
def _skeleton(text: str, dialect: Dialect) -> tuple[Source, Mapping[int, tuple[int, str]]]:
    """Return a source, and where a target of one line is all of a run but what comes after.

    That is, by the index of a segment: the number of its token, and what stands after it.
    """
    source = Source(text, dialect)
    segments = read("", source).segments
    places: dict[int, tuple[int, str]] = {}
    for number, token in enumerate(source.parsed.tokens):
        index = token.meta.get(SEGMENT)
        if index is None:
            continue
        segment = segments[index]
        after = _after(segment.kind, token.content, segment.span.of(text), segment.prefix)
        if after is not None:
            places[index] = number, after
    return source, places


def _after(kind: Kind, content: str, written: str, prefix: str) -> str | None:
    """Return what stands after a segment in its run; None where it is not that simple."""
    written = written.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    if kind in _CELLS:
        plain = not any(one in written for one in _ESCAPES)
        return "" if plain and content == written else None
    if kind not in _RUNS:
        return None
    if "\n" not in written:
        return content[len(written) :] if content.startswith(written) else None
    ours = [line.strip(_SPACE) for line in content.split("\n")]
    theirs = [line.removeprefix(prefix).strip(_SPACE) for line in written.split("\n")]
    return "" if ours == theirs else None
