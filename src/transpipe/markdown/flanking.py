"""Whether a mark of emphasis opens or closes, by what stands beside it."""

from __future__ import annotations

from functools import lru_cache

from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace

__all__ = ["flanks"]

_SPACE, _PUNCTUATION, _WORD = range(3)


@lru_cache(maxsize=1 << 12)
def flanks(mark: str, before: str, after: str) -> tuple[bool, bool]:
    """Tell whether a mark can open and whether it can close (CommonMark 0.31.2, section 6.2)."""
    left, right = _kind(before), _kind(after)
    is_left = right == _WORD or (right == _PUNCTUATION and left != _WORD)
    is_right = left == _WORD or (left == _PUNCTUATION and right != _WORD)
    if mark == "*":
        return is_left, is_right
    return (
        is_left and (not is_right or left == _PUNCTUATION),
        is_right and (not is_left or right == _PUNCTUATION),
    )


def _kind(character: str) -> int:
    if isWhiteSpace(ord(character)):
        return _SPACE
    if isMdAsciiPunct(ord(character)) or isPunctChar(character):
        return _PUNCTUATION
    return _WORD
