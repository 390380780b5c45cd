"""What a target may do to the block it is put into, as far as its characters tell."""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import IntEnum

from transpipe.document import Document, Kind, Segment
from transpipe.markdown import front_matter, html, runs

__all__ = [
    "NO_TEXT_AT_END",
    "TITLE_START",
    "Risk",
    "begins_block",
    "is_behind_mark",
    "may_follow_definition",
    "risk_of",
    "stands_free",
    "takes_words",
]

_BLOCK_START = re.compile(
    r"""
    [ ]{0,3}(?:
        [#]{1,6}(?:[ \t]|\Z)        # ATX heading
        |[>:<]                      # quotation, definition or admonition, HTML
        |[-+*](?:[ \t]|\Z)          # bullet
        |\d{1,9}[.)](?:[ \t]|\Z)    # number
        |```|~~~                    # fence
        |([-_*])[ \t]*(?:\1[ \t]*){2,}\Z  # thematic break
        |\+\+\+                     # front matter
        |\[.*\]:                    # definition
        |\[(?:[ xX]\]|!)            # task, alert
        |~[ \t]                     # definition
        |\ufeff                     # no part of the text where it begins it
    )
    """,
    re.VERBOSE,
)
_INDENT = re.compile(r"\n*(?: {4}| {0,3}\t)")
_NEEDS_CONTEXT = re.compile(r"[ ]{0,3}(?:[:~]|\+\+\+|[-*_= \t]+\Z|\\\Z)")
# No line end inside of code, a link, a tag or a row; the lines after the first begin with a letter,
# and the first is not white alone, such as with a no-break space.
_LINES = re.compile(r"(?!\s+\n)[^\n`\[<\\|]*(?:\n[^\W\d_][^\n`\[<\\|]*)+")
TITLE_START = ('"', "'", "(")
"""What the title of a link reference definition begins with."""
NO_TEXT_AT_END = ("#", "}")
"""What may close a heading or end its attributes."""
_DEFINITION_FOLLOWS = re.compile(r"[ \t]*(?:\r\n?|\n)(?:[> \t]*(?:\r\n?|\n))?[> \t]*[:~][ \t]")
_DELIMITERS_FOLLOW = re.compile(r"[ \t]*(?:\r\n?|\n)[> \t]*[|:-][|: \t-]*(?:\r|\n|\Z)")
_NEAR = 80  # code points
_END = r"(?:\r\n|\r(?!\n)|\n)"
_FREE_BEFORE = re.compile(rf"(?:\A|{_END}[ \t]*{_END})\Z")
_FREE_AFTER = re.compile(rf"[ \t]*(?:\Z|{_END}[ \t]*(?:\Z|{_END}))")
_PIPE_FOLLOWS = re.compile(r"[ \t]*\|")

_CELLS = frozenset({Kind.CELL, Kind.HEADER_CELL})
_MARKS_BEFORE = {Kind.HEADING: "#", Kind.CELL: "|", Kind.HEADER_CELL: "|"}
_SHOWN_AS_IT_IS = frozenset({Kind.FRONT_MATTER, Kind.HTML_ATTRIBUTE, Kind.LINK_TITLE, Kind.CODE})
"""Kinds in which a tag is no tag."""


class Risk(IntEnum):
    """Whether a target stays in its block; the higher, the more is needed to tell."""

    NONE = 0
    """It can't leave its block."""
    ALONE = 1
    """It may; a parse of it alone tells."""
    CONTEXT = 2
    """It may, with what stands around it."""
    CERTAIN = 3
    """It does."""


def risk_of(document: Document, segment: Segment, target: str, raw: str) -> Risk:
    """Return whether a tidy target may leave its block; ``raw`` is as the catalogue has it."""
    if _is_line_of_words(target, raw) and takes_words(document, segment):
        return Risk.NONE
    if segment.kind not in _SHOWN_AS_IT_IS and html.is_unseen(target):
        return Risk.CERTAIN
    if segment.kind in _RISK:
        return _RISK[segment.kind](document, segment, target)
    if _INDENT.match(raw):
        return Risk.CERTAIN
    if _minds_neighbours(document, segment, target):
        return Risk.CONTEXT
    if _has_lines_of_its_own(segment, target):
        free = stands_free(document, segment) and ":::" not in target
        return Risk.ALONE if free else Risk.CONTEXT
    return Risk.ALONE if _BLOCK_START.match(target) else Risk.NONE


def takes_words(document: Document, segment: Segment) -> bool:
    """Tell whether any line of words can be put in place of a segment's source, and stays there.

    Such a line begins no block, as :func:`begins_block` tells. It has no pipe, which could make a
    table of its paragraph, no backslash that its source has not, and none of ``NO_TEXT_AT_END``.
    """
    text, end = document.text, segment.span.end
    if segment.kind is Kind.HEADING:
        return True
    if segment.kind in _CELLS:
        is_first_of_many = _PIPE_FOLLOWS.match(text, end) and not _BLOCK_START.match(segment.source)
        is_free = is_behind_mark(document, segment) or is_first_of_many
        return bool(is_free) and "\\" not in segment.source
    return (
        segment.kind not in _RISK
        and segment.line_break != runs.AS_IS
        and not _NEEDS_CONTEXT.match(segment.source)
        and not _DEFINITION_FOLLOWS.match(text, end)
    )


def is_behind_mark(document: Document, segment: Segment) -> bool:
    """Tell whether no line begins at a segment: a mark of its block stands right before it."""
    before = _MARKS_BEFORE.get(segment.kind)
    return before is not None and _last_before(document.text, segment.span.start) == before


def begins_block(target: str) -> bool:
    """Tell whether a line may begin a block of its own, or go on with one above it.

    But for the title of a definition, of which :func:`may_follow_definition` tells.
    """
    if target[:1].isalpha():
        return False
    return bool(_BLOCK_START.match(target) or _NEEDS_CONTEXT.match(target))


def may_follow_definition(document: Document, segment: Segment) -> bool:
    """Tell whether a link reference definition may end right above a segment."""
    return (
        bool(document.definitions.links)
        and _line_before(document.text, segment.span.start).strip("> \t") != ""
    )


def _is_line_of_words(target: str, raw: str) -> bool:
    """Tell whether a target is what :func:`takes_words` is about."""
    return (
        target.isprintable()
        and target[:1].isalpha()
        and raw[:1] == target[:1]
        and "|" not in target
        and "\\" not in target
        and not target.endswith(NO_TEXT_AT_END)
    )


def _minds_neighbours(document: Document, segment: Segment, target: str) -> bool:
    """Tell whether what stands around it decides, such as a line that could take it in."""
    text, end = document.text, segment.span.end
    return (
        bool(_NEEDS_CONTEXT.match(target) or _NEEDS_CONTEXT.match(segment.source))
        or _could_be_title(document, segment, target)
        or bool(_DEFINITION_FOLLOWS.match(text, end))
        or ("|" in target and bool(_DELIMITERS_FOLLOW.match(text, end)))
    )


def _has_lines_of_its_own(segment: Segment, target: str) -> bool:
    """Tell whether a target's lines are its own business, and not just lines of text."""
    return segment.line_break == runs.AS_IS or ("\n" in target and _is_more_than_lines(target))


def stands_free(document: Document, segment: Segment) -> bool:
    """Tell whether a paragraph stands at the margin, between empty lines or ends of the text.

    Nothing reaches over an empty line to the margin but what is closed by a line of its own.
    """
    if segment.kind is not Kind.PARAGRAPH or segment.prefix:
        return False
    text, span = document.text, segment.span
    return bool(_FREE_BEFORE.search(text[max(span.start - _NEAR, 0) : span.start])) and bool(
        _FREE_AFTER.match(text, span.end)
    )


def _is_more_than_lines(target: str) -> bool:
    """Tell whether a target is anything but lines of text: no block begins with a letter."""
    return not _LINES.fullmatch(target) or bool(_BLOCK_START.match(target))


def _could_be_title(document: Document, segment: Segment, target: str) -> bool:
    """Tell whether a target may be the title of a definition that ends right above it."""
    return target.startswith(TITLE_START) and may_follow_definition(document, segment)


def _risk_in_heading(document: Document, segment: Segment, target: str) -> Risk:
    if "\n" in target or "|" in target or target.endswith(NO_TEXT_AT_END):
        return Risk.CONTEXT
    if is_behind_mark(document, segment):  # an ATX heading
        return Risk.NONE
    odd = target[:1] in "\"'(" or _BLOCK_START.match(target)
    return Risk.CONTEXT if odd else Risk.NONE


def _risk_in_cell(document: Document, segment: Segment, target: str) -> Risk:
    if "\\" in target:
        return Risk.CONTEXT
    if is_behind_mark(document, segment):
        return Risk.NONE
    # the first of a row without outer pipes; a lone one has only escaped pipes in its own text
    alone = not _PIPE_FOLLOWS.match(document.text, segment.span.end)
    # a mark at the start of its source may be what ends the table or paragraph above it
    marked = _BLOCK_START.match(target) or _BLOCK_START.match(segment.source)
    return Risk.CONTEXT if alone or marked else Risk.NONE


def _risk_in_html(document: Document, segment: Segment, target: str) -> Risk:
    start = segment.span.start
    near_tag = "<" in target or "<" in document.text[max(start - 1, 0) : start + 1]
    return Risk.CONTEXT if near_tag or _NEEDS_CONTEXT.match(target) else Risk.NONE


def _risk_in_admonition_title(document: Document, segment: Segment, target: str) -> Risk:
    start = segment.span.start
    glued = document.text[start - 1 : start] not in (" ", "\t")  # to the kind, as "note[title"
    return Risk.CONTEXT if glued or any(odd in target for odd in "[]{}:") else Risk.NONE


def _risk_in_link_title(_document: Document, _segment: Segment, target: str) -> Risk:
    return Risk.CONTEXT if "\\" in target else Risk.NONE


def _risk_in_front_matter(_document: Document, _segment: Segment, target: str) -> Risk:
    if target.isprintable():  # YAML reads back whatever of that stands in quotes
        return Risk.NONE
    written = front_matter.quote_scalar(target)
    return Risk.NONE if front_matter.read_scalar(written) == target else Risk.CERTAIN


def _never(_document: Document, _segment: Segment, _target: str) -> Risk:
    return Risk.NONE


def _always(_document: Document, _segment: Segment, _target: str) -> Risk:
    return Risk.CONTEXT


def _last_before(text: str, offset: int) -> str:
    """Return the last character before an offset that is no space."""
    while offset and text[offset - 1] in " \t":
        offset -= 1
    return text[max(offset - 1, 0) : offset]


def _line_so_far(text: str, offset: int) -> str:
    start = text.rfind("\n", 0, offset) + 1
    return text[max(start, text.rfind("\r", start, offset) + 1) : offset]


def _line_before(text: str, offset: int) -> str:
    """Return the last line above an offset that is not empty; looks no further back."""
    end = offset - len(_line_so_far(text, offset))
    while end and text[end - 1] in "\r\n":
        end -= 1
    return _line_so_far(text, end)


_RISK: dict[Kind, Callable[[Document, Segment, str], Risk]] = {
    Kind.HEADING: _risk_in_heading,
    Kind.CELL: _risk_in_cell,
    Kind.HEADER_CELL: _risk_in_cell,
    Kind.LINK_TITLE: _risk_in_link_title,
    Kind.HTML_TEXT: _risk_in_html,
    Kind.HTML_ATTRIBUTE: _never,
    Kind.ADMONITION_TITLE: _risk_in_admonition_title,
    Kind.FRONT_MATTER: _risk_in_front_matter,
    Kind.CODE: _always,
}
