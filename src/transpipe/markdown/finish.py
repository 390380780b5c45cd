"""What headings and messages say without their marks, and the ids that follow from it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

from markdown_it.token import Token

from transpipe.markdown.dialect import Dialect
from transpipe.markdown.inline import is_text, parse_run
from transpipe.markdown.segments import without_attributes
from transpipe.markdown.source import Source

__all__ = [
    "heading_ids",
    "ids_of",
    "plain",
    "plain_text",
    "private",
    "slug",
    "unique",
    "without_attribute_list",
]

_EXPLICIT = re.compile(r"\{[^{}]*#([\w.:-]+)[^{}]*\}\Z")
_NO_SLUG = re.compile(r"[^\w\- ]")
_LONGEST_SLUG = 80


@lru_cache(maxsize=8)
def heading_ids(text: str, dialect: Dialect) -> tuple[str, ...]:
    """Return an id for each heading of a text, in order, all different.

    An attribute list such as ``{#id}`` says it, else the heading's words do.
    """
    parsed = Source(text, dialect).parsed
    return ids_of(parsed.tokens, parsed.env, dialect)


def ids_of(tokens: Sequence[Token], env: Mapping[str, Any], dialect: Dialect) -> tuple[str, ...]:
    """Return an id for each heading among tokens, which stay as they are."""
    own = private(env)
    taken: dict[str, int] = {}
    wanted: list[tuple[str, bool]] = []
    for heading, token in _inlines(tokens):
        content = token.content
        if not heading and not _may_set_id(content):
            continue
        explicit = _explicit(content) if heading else ""
        content = without_attribute_list(content) if heading else content
        children = parse_run(content, dialect, own)
        taken.update(dict.fromkeys(_ids(children), 0))
        if heading:
            wanted.append((explicit or slug(plain(children)), bool(explicit)))
    taken.update(dict.fromkeys(_ids(tokens), 0))
    first = {index: unique(name, taken) for index, (name, said) in enumerate(wanted) if said}
    return tuple(
        first[index] if said else unique(name, taken) for index, (name, said) in enumerate(wanted)
    )


def private(env: Mapping[str, Any]) -> dict[str, Any]:
    """Return an environment in which footnotes can be counted anew."""
    made = dict(env)
    if "footnotes" in env:
        made["footnotes"] = {
            key: dict(value) if isinstance(value, dict) else value
            for key, value in env["footnotes"].items()
        }
    return made


def without_attribute_list(heading: str) -> str:
    """Return what stands in a heading without an attribute list at its end."""
    return heading[: without_attributes(heading, 0, len(heading))]


def plain(tokens: Sequence[Token]) -> str:
    """Return what a run says, without its marks."""
    return "".join(_plain(token) for token in tokens)


def plain_text(text: str, dialect: Dialect) -> str:
    """Return what a message says, without its marks, on one line."""
    said = text if is_text(text) else plain(parse_run(text, dialect, {}))
    return " ".join(said.split())


def slug(text: str) -> str:
    """Return the id that a text gives: its words in lower case, joined by hyphens."""
    words = _NO_SLUG.sub("", text.strip().lower())
    return "-".join(words.split())[:_LONGEST_SLUG] or "section"


def unique(name: str, taken: dict[str, int]) -> str:
    """Return a name that is not taken yet, and take it.

    ``taken`` counts how often each name was asked for before.
    """
    number = taken.get(name, -1) + 1
    while (found := f"{name}-{number}" if number else name) in taken:
        number += 1
    taken[found] = 0
    taken[name] = number
    return found


def _inlines(tokens: Sequence[Token]) -> Iterator[tuple[bool, Token]]:
    """Yield the runs, and whether each one is a heading."""
    parent = ""
    for token in tokens:
        if token.type == "inline":
            yield parent == "heading_open", token
        parent = token.type


def _explicit(content: str) -> str:
    bare = content.rstrip(" \t")
    match = _EXPLICIT.search(bare, without_attributes(bare, 0, len(bare)))
    return match[1] if match else ""


def _plain(token: Token) -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    if token.type == "image":
        return plain(token.children or ())
    return token.content if token.type in ("text", "text_special", "code_inline") else ""


def _may_set_id(content: str) -> bool:
    return "<" in content and "id" in content.lower()


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.found += [value for name, value in attrs if name == "id" and value]


def _ids(tokens: Sequence[Token]) -> list[str]:
    """Return the ids that the author's own HTML sets."""
    reader = _Ids()
    for token in tokens:
        if token.type in ("html_block", "html_inline") and "id" in token.content.lower():
            reader.feed(token.content)
    return reader.found
