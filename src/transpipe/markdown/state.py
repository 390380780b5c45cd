"""The state of a block parser, with less work for each line and each token.

Markdown-it goes through a text character by character where each line begins, and makes
tokens by way of their defaults. What is here comes to the same lines and tokens sooner.
"""

from __future__ import annotations

from dataclasses import fields
from itertools import accumulate
from typing import Any, Literal

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

__all__ = ["BlockState"]

_SPACE = " \t"
_FIELDS = (
    *("type", "tag", "nesting", "attrs", "map", "level", "children"),
    *("content", "markup", "info", "meta", "block", "hidden"),
)
_IS_KNOWN = tuple(field.name for field in fields(Token)) == _FIELDS
"""Whether a token is what it was when this was written."""


class BlockState(StateBlock):
    """What the block rules read and change; the lines of a text, and the tokens so far."""

    def __init__(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> None:
        super().__init__("", md, env, tokens)
        lines = src.split("\n")
        if not lines[-1].strip(_SPACE):
            lines.pop()
        size = len(src)
        # Each list has an entry for the end of the text too.
        starts = list(
            accumulate(map(len, lines), lambda start, length: start + length + 1, initial=0)
        )
        self.src = src
        self.lineMax = len(lines)
        self.bMarks = [*starts[:-1], size]
        self.eMarks = [*(start - 1 for start in starts[1:]), size]
        self.tShift = [*(len(line) - len(line.lstrip(_SPACE)) for line in lines), 0]
        self.sCount = self.tShift.copy()
        self.bsCount = [0] * len(starts)
        if "\t" in src:
            indents = (line[:shift] for line, shift in zip(lines, self.tShift, strict=False))
            self.sCount = [*map(_width, indents), 0]

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """Add a token to those so far."""
        if not _IS_KNOWN:
            return super().push(ttype, tag, nesting)
        if nesting < 0:
            self.level -= 1
        # Half of what it takes to make a token goes into its defaults.
        token: Token = Token.__new__(Token)
        token.type = ttype
        token.tag = tag
        token.nesting = nesting
        token.attrs = {}
        token.map = token.children = None
        token.level = self.level
        token.content = token.markup = token.info = ""
        token.meta = {}
        token.block = True
        token.hidden = False
        if nesting > 0:
            self.level += 1
        self.tokens.append(token)
        return token

    def getLines(self, begin: int, end: int, indent: int, keepLastLF: bool) -> str:  # noqa: N802, N803
        """Return some lines, without an indent."""
        if indent or begin >= end:
            return super().getLines(begin, end, indent, keepLastLF)
        src, starts, ends, last = self.src, self.bMarks, self.eMarks, end - 1
        parts = [src[starts[line] : ends[line] + 1] for line in range(begin, last)]
        parts.append(src[starts[last] : ends[last] + keepLastLF])
        return "".join(parts)


def _width(indent: str) -> int:
    """Return how many columns an indent takes (CommonMark 0.31.2, section 2.2)."""
    return len(indent.expandtabs(4))
