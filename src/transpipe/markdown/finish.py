"""From blocks to a finished token stream: inline content, footnotes, headings' ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any

from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from transpipe.markdown.dialect import Dialect
from transpipe.markdown.inline import parse_run
from transpipe.markdown.parser import active, parser
from transpipe.markdown.segments import SEGMENTS, without_attributes
from transpipe.markdown.source import Source

__all__ = ["finished", "heading_ids", "plain", "plain_text", "slug", "unique"]

_EXPLICIT = re.compile(r"\{[^{}]*#([\w.:-]+)[^{}]*\}\Z")
_NO_SLUG = re.compile(r"[^\w\- ]")
_DONE = {"normalize", "block", "inline"}
_LONGEST_SLUG = 80


def finished(source: Source) -> list[Token]:
    """Return the tokens of a text with their inline content, footnotes at the end.

    Attribute lists of headings are gone from the text. The text of a footnote that stands
    inside a run belongs to the segment of that run.
    """
    md, env, tokens = parser(source.dialect), source.parsed.env, source.parsed.tokens
    owners: dict[int, range] = {}
    for heading, token in _inlines(tokens):
        notes = env.get("footnotes", {}).get("list", {})
        before = len(notes)
        _parse(token, source.dialect, env, heading=heading)
        notes = env.get("footnotes", {}).get("list", {})
        for number in range(before, len(notes)):
            if "tokens" in notes[number] and SEGMENTS in token.meta:
                owners[number] = token.meta[SEGMENTS]
    state = StateCore(source.body, md, env, tokens)
    for name, rule in active(md.core.ruler).items():
        if name not in _DONE:
            rule(state)
    _own(state.tokens, owners)
    return state.tokens


@lru_cache(maxsize=8)
def heading_ids(text: str, dialect: Dialect) -> tuple[str, ...]:
    """Return an id for each heading of a text, in order, all different.

    An attribute list such as ``{#id}`` says it, else the heading's words do.
    """
    source = Source(text, dialect)
    env, tokens = source.parsed.env, source.parsed.tokens
    taken: dict[str, int] = {}
    wanted: list[tuple[str, bool]] = []
    for heading, token in _inlines(tokens):
        explicit = _explicit(token.content) if heading else ""
        _parse(token, dialect, env, heading=heading)
        taken.update(dict.fromkeys(_ids(token.children or ()), 0))
        if heading:
            wanted.append((explicit or slug(plain(token.children or ())), bool(explicit)))
    taken.update(dict.fromkeys(_ids(tokens), 0))
    first = {index: unique(name, taken) for index, (name, said) in enumerate(wanted) if said}
    return tuple(
        first[index] if said else unique(name, taken) for index, (name, said) in enumerate(wanted)
    )


def plain(tokens: Sequence[Token]) -> str:
    """Return what a run says, without its marks."""
    return "".join(_plain(token) for token in tokens)


def plain_text(text: str, dialect: Dialect) -> str:
    """Return what a message says, without its marks, on one line."""
    return " ".join(plain(parse_run(text, dialect, {})).split())


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


def _parse(token: Token, dialect: Dialect, env: dict[str, Any], *, heading: bool) -> None:
    content = token.content
    if heading:
        content = content[: without_attributes(content, 0, len(content))]
    token.children = parse_run(content, dialect, env)


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


def _own(tokens: Sequence[Token], owners: dict[int, range]) -> None:
    number = -1
    for token in tokens:
        if token.type == "footnote_open":
            number = token.meta["id"]
        elif token.type == "inline" and number in owners:
            token.meta[SEGMENTS] = owners[number]


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
