"""The note at the top of a Markdown edition that nobody has reviewed."""

from __future__ import annotations

import re

from transpipe.markdown.dialect import Dialect
from transpipe.markdown.source import Source
from transpipe.text import Span, newline_of, splice

__all__ = ["with_note"]

_BLANK = re.compile(r"(?:[ \t]*+(?:\r\n?|\n))+")


def with_note(text: str, note: str, dialect: Dialect) -> str:
    """Return an edition with a note above its text, below its front matter.

    Readers see it as a quotation. It stands between directives, so that segmenting the edition
    gives the same segments.

    Args:
        text: the edition.
        note: one line of Markdown.
        dialect: how the edition is read.

    """
    newline = newline_of(text)
    lines = ("<!-- i18n:skip-start -->", "", f"> {note}", "", "<!-- i18n:skip-end -->", "", "")
    source = Source(text, dialect)
    place = source.span(len(source.head), len(source.head)).start
    unended = bool(source.head) and text[place - 1] not in "\r\n"
    before = newline if unended else ""
    blank = _BLANK.match(text, place)
    place = blank.end() if blank else place
    return splice(text, [(Span(place, place), before + newline.join(lines))])
