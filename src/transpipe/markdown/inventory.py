"""What an inline run holds beside its words: the kinds of things, and what HTML tags say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import NamedTuple

__all__ = [
    "FILLER",
    "HIDDEN",
    "Link",
    "Mark",
    "Markup",
    "Tag",
    "addresses",
    "count_emphasis",
    "count_strong",
    "tag_at",
]

FILLER = "\ufffc"
"""Stands in a message's prose for what is shown but is no prose: code, addresses, entities."""

HIDDEN = "\ufffb"
"""Stands there for what is not shown: tags, the destinations of links, references."""

_TAG_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]*)")
_ATTRIBUTE = re.compile(
    r"""([a-zA-Z_:][\w:.-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?"""
)

_STRONG = frozenset({"strong", "b"})
_EMPHASIS = frozenset({"em", "i"})
_TRANSLATED_ATTRIBUTES = frozenset({"alt", "title", "aria-label"})
_ADDRESSES = {"a": "href", "img": "src"}


class Link(NamedTuple):
    """A link or an image.

    Attributes:
        destination: as it is written into the page: percent-encoded.
        empty: whether it has nothing to click on.
        start: where it stands in the message.
        end: one past it.
        bare: whether the address itself is the text.

    """

    destination: str
    empty: bool = False
    start: int = 0
    end: int = 0
    bare: bool = False


class Tag(NamedTuple):
    """An HTML tag, comment or the like.

    Attributes:
        key: what must be the same in source and target: all but addresses, which are
            compared as links, and texts for people.
        name: the tag's name in lower case; empty for comments and what is no tag.
        closing: whether it is an end tag.
        start: where it stands in the message.
        end: one past it.

    """

    key: str
    name: str
    closing: bool
    start: int
    end: int

    @property
    def emphasizes(self) -> bool:
        """Whether it does what Markdown's own emphasis does."""
        return self.key in _PLAIN_EMPHASIS


class Mark(NamedTuple):
    """A mark of emphasis or code that is seen as it is written.

    Attributes:
        text: the mark, such as ``**``.
        start: where it stands in the message.

    """

    text: str
    start: int


_PLAIN_EMPHASIS = frozenset(
    f"<{slash}{name}>" for name in _STRONG | _EMPHASIS for slash in ("", "/")
)


class Markup(NamedTuple):
    """What a message says beside its words.

    Attributes:
        links: in order.
        images: in order.
        code: what stands in code spans.
        strong: how many parts are strong.
        emphasis: how many parts are emphasized.
        strikes: how many parts are struck out.
        tags: HTML, in order.
        entities: entities and character references as written, with their places.
        footnotes: labels of footnote references; an inline footnote has the label ``^``.
        literals: marks that were meant as markup, it seems, but are none.
        prose: the message with a filler for each character that no reader reads as prose.
        decoded: what entities and character references stand for.

    """

    links: tuple[Link, ...] = ()
    images: tuple[Link, ...] = ()
    code: tuple[str, ...] = ()
    strong: int = 0
    emphasis: int = 0
    strikes: int = 0
    tags: tuple[Tag, ...] = ()
    entities: tuple[tuple[str, int], ...] = ()
    footnotes: tuple[str, ...] = ()
    literals: tuple[Mark, ...] = ()
    prose: str = ""
    decoded: str = ""


def tag_at(content: str, start: int, end: int) -> Tag:
    """Return what stands at a place of a message: a tag, a comment or the like."""
    text = content[start:end]
    match = _TAG_NAME.match(text)
    if not match:
        return Tag(text, "", closing=False, start=start, end=end)
    name = match[1].lower()
    closing = text.startswith("</")
    attributes = [
        attribute + ("" if value is None else f'="{value}"')
        for attribute, value in _attributes(text, match.end())
        if attribute != _ADDRESSES.get(name)
    ]
    key = " ".join([f"</{name}" if closing else f"<{name}", *attributes])
    return Tag(f"{key}>", name, closing, start, end)


def _attributes(tag: str, start: int) -> Iterator[tuple[str, str | None]]:
    """Yield the attributes of a tag; the values of those that people read are left out."""
    for name, *values in _ATTRIBUTE.findall(tag, start):
        lower = name.lower()
        value = next(filter(None, values), None)
        if value is not None:
            value = "…" if lower in _TRANSLATED_ATTRIBUTES else unescape(value)
        yield lower, value


def addresses(tags: Iterable[Tag], content: str, name: str) -> Iterator[Link]:
    """Yield the links (``a``) or images (``img``) that are written as HTML."""
    for tag in tags:
        if tag.name != name or tag.closing:
            continue
        text = content[tag.start : tag.end]
        for attribute, *values in _ATTRIBUTE.findall(text, len(name) + 1):
            if attribute.lower() == _ADDRESSES[name]:
                value = unescape("".join(values))
                yield Link(value, start=tag.start, end=tag.end)


def _count(tags: Iterable[Tag], names: frozenset[str]) -> int:
    return sum(tag.name in names and not tag.closing and tag.emphasizes for tag in tags)


def count_strong(tags: Iterable[Tag]) -> int:
    """Return how many parts are strong by tags."""
    return _count(tags, _STRONG)


def count_emphasis(tags: Iterable[Tag]) -> int:
    """Return how many parts are emphasized by tags."""
    return _count(tags, _EMPHASIS)
