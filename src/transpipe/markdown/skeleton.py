"""The blocks of an edition, taken from those of its source instead of parsed again.

Law 3 says that they are the same; what differs is what stands in the runs that have a target.
Where the content of a run can be told from its target alone, the edition's blocks are the
source's with that content. Where one can't, such as the text of an HTML block, the edition is
parsed like any text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from markdown_it.token import Token

from transpipe.document import Kind, Segment
from transpipe.markdown import html
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.finish import ids_of, private, without_attribute_list
from transpipe.markdown.fit import write
from transpipe.markdown.segments import SEGMENT, SEGMENTS
from transpipe.markdown.segments import document as read
from transpipe.markdown.source import Source, source_of
from transpipe.text import Span, splice

__all__ = ["RUN", "Place", "Skeleton", "copied", "skeleton", "skeleton_of"]

RUN = "run"
"""Key in an inline token's ``meta``: the number of its run, from 0."""

_RUNS = frozenset(
    {Kind.HEADING, Kind.PARAGRAPH, Kind.LIST_ITEM, Kind.QUOTE, Kind.TERM, Kind.DEFINITION}
    | {Kind.FOOTNOTE}
)
_CELLS = frozenset({Kind.CELL, Kind.HEADER_CELL})
_SPACE = " \t"
_ESCAPES = "|\\"
# What may go on beyond the end of a line, so that space before the next one is part of it.
_SPANS_LINES = "`<[]"


@dataclass(frozen=True, slots=True)
class Place:
    """An inline run.

    Attributes:
        content: what stands there in the source, without a heading's attributes.
        index: that of its segment; -1 where it has none.
        source: that segment's; empty where it has none.
        after: what stands after a target, where a target is all of a run but that; None where
            it is not that simple.
        is_heading: whether it is one.
        segments: the range of the indices of its segments; may be empty.
        is_simple: whether a target on one line is all that stands there.

    """

    content: str
    index: int
    source: str
    after: str | None
    is_heading: bool
    segments: range
    is_simple: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """The blocks of a text, for all of its editions.

    Attributes:
        source: the text; its tokens are never changed.
        segments: its segments.
        places: its runs.
        ids: those of its headings.
        elsewhere: the indices of the segments that are no runs, nor in the front matter.
        html: what stands in the HTML blocks that differ from the text's, by their places among
            the tokens.

    """

    source: Source
    segments: Sequence[Segment]
    places: tuple[Place, ...]
    ids: tuple[str, ...]
    elsewhere: frozenset[int]
    html: Mapping[int, str] = field(default_factory=dict)

    def with_html(self, targets: Mapping[int, str]) -> Skeleton | None:
        """Return the blocks of an edition; None where it must be parsed to know them.

        Args:
            targets: what stands in the edition, tidy, by the index of its segment.

        """
        differing = {
            index
            for index in self.elsewhere
            if targets.get(index, self.segments[index].source) != self.segments[index].source
        }
        if not differing:
            return self
        html: dict[int, str] = {}
        for place, token in enumerate(self.source.parsed.tokens):
            indices = token.meta.get(SEGMENTS, ()) if token.type == "html_block" else ()
            if differing.isdisjoint(indices):
                continue
            segments = [self.segments[index] for index in indices]
            content = _html(token.content, segments, [targets.get(index) for index in indices])
            if content is None:
                return None
            html[place] = content
            differing.difference_update(indices)
        return None if differing else replace(self, html=html)

    def contents(
        self, targets: Mapping[int, str], sure: Collection[int] = frozenset()
    ) -> list[str] | None:
        """Return what stands in the runs of an edition; None where it must be parsed to know.

        Args:
            targets: what stands in the edition, tidy, by the index of its segment.
            sure: the indices of those that are known to fit as they are, see
                :mod:`~transpipe.markdown.sure`.

        """
        contents: list[str] = []
        for place in self.places:
            target = targets.get(place.index)
            if target is None or target == place.source:
                contents.append(place.content)
                continue
            is_sure = place.after == "" and place.index in sure
            if is_sure or (place.is_simple and target.isprintable()):
                contents.append(target)
                continue
            content = _content(place, self.segments[place.index], target)
            if content is None:
                return None
            contents.append(content)
        return contents

    @property
    def references(self) -> Mapping[str, Any]:
        """The link reference definitions by their labels."""
        known: Mapping[str, Any] = self.source.parsed.env.get("references", {})
        return known

    def tokens(self) -> list[Token]:
        """Return tokens of one's own: headings have their ids, runs their numbers.

        What their ``meta`` holds is never changed in place.
        """
        tokens = list(map(copied, self.source.parsed.tokens))
        for place, content in self.html.items():
            tokens[place].content = content
        headings = (token for token in tokens if token.type == "heading_open")
        for token, name in zip(headings, self.ids, strict=True):
            token.attrSet("id", name)
        for number, token in enumerate(token for token in tokens if token.type == "inline"):
            token.meta[RUN] = number
            token.children = None
        return tokens

    def env(self) -> dict[str, Any]:
        """Return an environment whose footnotes can be counted anew."""
        return private(self.source.parsed.env)


@lru_cache(maxsize=4)  # of a document there are many editions, one after the other
def skeleton(text: str, dialect: Dialect, name: str = "") -> Skeleton:
    """Return the skeleton of a document, made of the blocks that its segments were found in."""
    return skeleton_of(source_of(text, dialect, name))


def skeleton_of(source: Source, ids: Sequence[str] | None = None) -> Skeleton:
    """Return the skeleton of a text; its headings have its own ids unless others are given."""
    segments = source.segments
    if segments is None:
        segments = read(source.name, source).segments
    tokens, env = source.parsed.tokens, source.parsed.env
    places = tuple(_places(source, segments))
    names = ids_of(tokens, env, source.dialect) if ids is None else tuple(ids)
    known = {place.index for place in places}
    elsewhere = frozenset(
        index
        for index, segment in enumerate(segments)
        if index not in known and segment.kind is not Kind.FRONT_MATTER
    )
    return Skeleton(source, segments, places, names, elsewhere)


def _places(source: Source, segments: Sequence[Segment]) -> Iterator[Place]:
    parent = ""
    for token in source.parsed.tokens:
        if token.type == "inline":
            yield _place(source, token, segments, is_heading=parent == "heading_open")
        parent = token.type


def _place(source: Source, token: Token, segments: Sequence[Segment], *, is_heading: bool) -> Place:
    content, index = token.content, token.meta.get(SEGMENT, -1)
    said, after, is_simple = "", None, False
    if index >= 0:
        segment = segments[index]
        said, kind = segment.source, segment.kind
        after = _after(kind, content, segment.span.of(source.text), segment.prefix)
        is_simple = after == "" and not is_heading and kind not in _CELLS
    return Place(
        without_attribute_list(content) if is_heading else content,
        index,
        said,
        after,
        is_heading,
        token.meta.get(SEGMENTS, range(0)),
        is_simple,
    )


def _after(kind: Kind, content: str, written: str, prefix: str) -> str | None:
    """Return what stands after a segment in its run; None where it is not that simple."""
    written = written.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "\ufffd")
    if kind in _CELLS:
        plain = not any(one in written for one in _ESCAPES)
        return "" if plain and content == written else None
    if kind not in _RUNS:
        return None
    if content == written.rstrip(_SPACE):
        return ""
    if "\n" not in written:
        return content[len(written) :] if content.startswith(written) else None
    ours = [line.strip(_SPACE) for line in content.split("\n")]
    theirs = [line.removeprefix(prefix).strip(_SPACE) for line in written.split("\n")]
    return "" if ours == theirs else None


def _content(place: Place, segment: Segment, target: str) -> str | None:
    """Return what stands in a run with a target in it; None where it must be parsed to know."""
    if place.after is None:
        return None
    if segment.kind in _CELLS and any(one in target for one in _ESCAPES):
        return None
    if "\n" in target:
        if segment.prefix and any(one in target for one in _SPANS_LINES):
            return None
        target = write(segment, target).replace(f"\n{segment.prefix}", "\n")
    content = target.replace("\0", "\ufffd") + place.after
    return without_attribute_list(content) if place.is_heading else content


def _html(content: str, segments: Sequence[Segment], targets: Sequence[str | None]) -> str | None:
    """Return an HTML block with targets in it; None if its segments are not found again."""
    found = [piece for piece in html.find(content) if isinstance(piece, html.Found)]
    if [one.source for one in found] != [one.source for one in segments]:
        return None
    return splice(
        content,
        (
            (Span(piece.start, piece.end), write(segment, target))
            for piece, segment, target in zip(found, segments, targets, strict=True)
            if target is not None and target != segment.source
        ),
    )


def copied(one: Token) -> Token:
    """Return a token that can be changed but for what its children and values hold."""
    return Token(
        one.type,
        one.tag,
        one.nesting,
        dict(one.attrs),
        one.map,
        one.level,
        one.children,
        one.content,
        one.markup,
        one.info,
        dict(one.meta),
        one.block,
        one.hidden,
    )
