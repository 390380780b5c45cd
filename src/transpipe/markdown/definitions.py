"""The titles of link reference definitions (CommonMark 0.31.2, section 4.7)."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

__all__ = ["escape_title", "title_span", "unescape_title"]

_LABEL = re.compile(r"\[(?:[^\[\]\\]|\\.|\\$)*\]:[ \t\n]*", re.DOTALL)
_CLOSERS = {'"': '"', "'": "'", "(": ")"}
_SPACE = re.compile(r"(?<![ \t])[ \t]*\n[ \t]*")


def title_span(definition: str, md: MarkdownIt) -> tuple[int, int] | None:
    """Return where the title of a link reference definition stands, without its quotes.

    ``definition`` is all of it, its lines joined by LF; None where it has no title.
    """
    label = _LABEL.match(definition)
    if not label:
        return None
    end = len(definition.rstrip(" \t\n"))
    link = md.helpers.parseLinkDestination(definition, label.end(), end)
    start = link.pos
    while start < end and definition[start] in " \t\n":
        start += 1
    if start >= end - 1 or _CLOSERS.get(definition[start]) != definition[end - 1]:
        return None
    return start + 1, end - 1


def unescape_title(text: str, opener: str) -> str:
    """Return a title as a message: on one line, its quotes bare."""
    text = _SPACE.sub(" ", text)
    for quote in {opener, _CLOSERS[opener]}:
        text = text.replace("\\" + quote, quote)
    return text.strip(" \t")


def escape_title(text: str, opener: str) -> str:
    """Return a message as a title between ``opener`` and its closing mark."""
    for quote in {opener, _CLOSERS[opener]}:
        text = text.replace(quote, "\\" + quote)
    return text
