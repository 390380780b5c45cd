"""Whether HTML of the author's leaves alone what stands beside it (HTML Living Standard, 13.2.6).

A parser of HTML builds the same of what follows such a piece, whatever the text around it says;
so that a page with no others in it can be sanitized piece by piece.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from markdown_it.token import Token

from transpipe.markdown.html import VOID

__all__ = ["is_closed_block", "is_contained_block", "is_contained_run"]

_TAG = re.compile(
    r"""<!--(?!-?>)(?:[^-]|-(?!->|-!>))*+-->
    |<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*+)
      (?:[ \n]++[a-zA-Z][a-zA-Z-]*+(?:[ \n]*+=[ \n]*+(?:"[^"]*+"|'[^']*+'))?+)*+[ \n]*+/?>
    |<""",
    re.VERBOSE,
)
# A parser opens these again in what follows unless they are closed in order.
_REOPENED = frozenset("a b code em i s small strong u".split())
_PHRASES = _REOPENED | frozenset(
    "abbr bdi bdo br cite data del dfn img ins kbd mark q samp span sub sup time var wbr".split()
)
_BLOCKS = _PHRASES | frozenset(
    "article aside blockquote center dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5"
    " h6 header hr li listing main nav ol p pre section summary ul".split()
)


def is_contained_block(content: str) -> bool:
    """Tell whether what stands after an HTML block is read the same without it.

    It may open and close blocks that others close and open.
    """
    left = _left(content)
    return left is not None and _REOPENED.isdisjoint(left[0])


def is_closed_block(content: str) -> bool:
    """Tell whether an HTML block is contained, and closes all that it opens and nothing else."""
    return _left(content) == ([], 0)


def _left(content: str) -> tuple[list[str], int] | None:
    """Return the tags that an HTML block leaves open, and how many it closes that others open.

    None says that it may change how what stands behind it is read.
    """
    stack: list[str] = []
    closed = 0
    for found in _TAG.finditer(content):
        name, closes, before = found["name"], bool(found["close"]), len(stack)
        if name is None:
            if found[0] == "<":
                return None
            continue
        if name.lower() not in _BLOCKS or not _follows(stack, name.lower(), closes=closes):
            return None
        closed += closes and len(stack) == before
    return stack, closed


def is_contained_run(children: Sequence[Token]) -> bool:
    """Tell whether a run opens no tag that it does not close in order, nor any block."""
    stack: list[str] = []
    for token in children:
        name, closes = token.tag, token.nesting < 0
        if token.type == "html_inline":
            found = _TAG.fullmatch(token.content)
            if not found or (found["name"] or "br").lower() not in _PHRASES:
                return False
            name, closes = (found["name"] or "").lower(), bool(found["close"])
        elif token.nesting == 0:
            continue
        if closes and name not in stack[-1:]:
            return False
        if name and not _follows(stack, name, closes=closes):
            return False
    return not stack


def _follows(stack: list[str], name: str, *, closes: bool) -> bool:
    """Take a tag in; tell whether it leaves the order of those that are opened again."""
    if name in VOID:
        return not closes
    if not closes:
        if name == "a" and "a" in stack:
            return False
        stack.append(name)
    elif stack and stack[-1] == name:
        stack.pop()
    else:
        return name not in _REOPENED and _REOPENED.isdisjoint(stack)
    return True
