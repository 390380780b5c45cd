"""Remarks: what is worth telling about a Markdown text as it is read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from transpipe.document import Remark
from transpipe.markdown.front_matter import Scalar
from transpipe.markdown.runs import CONTROL
from transpipe.markdown.source import Source

__all__ = ["remarks_on"]

_CONFLICT = re.compile(r"^(?:<{7} .*|={7}|>{7} .*)$", re.MULTILINE)
_CONTROLS = bytes(code for code in range(128) if CONTROL.match(chr(code)))
_SIDES = "<=>"
_VERBATIM = re.compile(r"\s*<(?:pre|textarea)\b|\s*<!--", re.IGNORECASE)


def remarks_on(source: Source, collections: Iterable[Scalar]) -> Iterator[Remark]:
    """Yield what is worth telling about a text beside its segments and directives.

    Args:
        source: the text.
        collections: the values of its front matter that are no text.

    """
    yield from _conflicts(source)
    yield from _too_deep(source)
    yield from _controls(source)
    yield from _untranslatable(source, collections)


def _too_deep(source: Source) -> Iterator[Remark]:
    base = source.line(len(source.head))
    deepest = source.dialect.max_nesting
    for line in source.parsed.env["too_deep"]:
        text = f"text nested deeper than {deepest} levels is not translated"
        yield Remark("S030", text, base + line)


def _controls(source: Source) -> Iterator[Remark]:
    data = source.text.encode(errors="replace")
    if len(data.translate(None, _CONTROLS)) == len(data):  # sooner than searching the text
        return
    for match in CONTROL.finditer(source.text):
        line, column = source.lines.place(match.start())
        text = f"control character U+{ord(match.group()):04X} in the text"
        yield Remark("S043", text, line, column)


def _untranslatable(source: Source, found: Iterable[Scalar]) -> Iterator[Remark]:
    """Yield the keys of the front matter that are to be translated but have no text."""
    for one in found:
        if one.key in source.dialect.front_matter:
            text = f"“{one.key}” of the front matter is {one.value}, which is not translated"
            yield Remark("S022", text, source.line(one.start))


def _conflicts(source: Source) -> Iterator[Remark]:
    """Yield the merge conflicts that were left in a text: their three lines, in this order.

    Each line may be Markdown of its own: an underline, quotations. Outside of code the three
    together are none.
    """
    text = source.head + source.body
    if "\n=======\n" not in text:
        return
    base = source.line(len(source.head))
    code = {
        base + line
        for token in source.parsed.tokens
        if token.map and _is_verbatim(token)
        for line in range(*token.map)
    }
    lines: list[int] = []
    for match in _CONFLICT.finditer(text):
        line = source.line(match.start())
        if line in code:
            continue
        side = _SIDES.index(match[0][0])
        lines = [*lines, line] if side == len(lines) else [line][side:]
        if len(lines) == len(_SIDES):
            first, _, last = lines
            said = f"the markers of a merge conflict, to line {last}"
            yield Remark("S021", said, first, 1)
            lines = []


def _is_verbatim(token: Token) -> bool:
    """Tell whether a block shows what it holds as it is written, or not at all."""
    if token.type == "html_block":
        return bool(_VERBATIM.match(token.content))
    return token.type in ("fence", "code_block")
