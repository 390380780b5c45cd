"""Two functions of the plug-in for bare links, made linear.

The plug-in looks for a scheme through all the text before each colon, and counts all the
parentheses of an address for each one at its end. What is put in their place finds the same.
"""

from __future__ import annotations

import re

from mdit_py_plugins.gfm_autolink import _match as matching
from mdit_py_plugins.gfm_autolink import index

__all__ = ["make_linear"]

_SCHEME = re.compile(r"(?:^|.)(https?|mailto|xmpp)$", re.DOTALL)
_FAR = len(".mailto\n")
_MARKS = frozenset("?!.,:*_~'\"[]")


class _AtEnd:
    """Looks for a scheme in the last characters of a text alone."""

    __slots__ = ()

    @staticmethod
    def search(text: str) -> re.Match[str] | None:
        """Return the match at the end of a text."""
        return _SCHEME.search(text[-_FAR:])


def _trimmed(data: str, link_end: int) -> int:
    """Return where an address ends, without the marks that belong to the sentence.

    As in GitHub Flavored Markdown 0.29, section 6.9: trailing punctuation, a closing
    parenthesis without its partner, and what looks like a character reference.
    """
    angle = data.find("<", 0, link_end)
    end = angle if angle >= 0 else link_end
    surplus = data.count(")", 0, end) - data.count("(", 0, end)
    while end > 0:
        last = data[end - 1]
        if last == ";":
            end = _before_reference(data, end)
        elif last in _MARKS:
            end -= 1
        elif last == ")" and surplus > 0:
            end -= 1
            surplus -= 1
        else:
            break
    return end


def _before_reference(data: str, end: int) -> int:
    """Return where a character reference that ends at a place begins; else one before it."""
    start = end - 2
    while start > 0 and data[start].isalpha():
        start -= 1
    return start if start < end - 2 and data[start] == "&" else end - 1


def make_linear() -> None:
    """Put both in place."""
    index._PROTO_RE = _AtEnd  # type: ignore[assignment]  # noqa: SLF001
    matching._autolink_delim = _trimmed  # noqa: SLF001
