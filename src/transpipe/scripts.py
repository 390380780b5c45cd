"""Scripts that are written without spaces between words, as facts of Unicode alone."""

from __future__ import annotations

import re

__all__ = ["SPACELESS", "has_spaceless", "joins_without_space"]

# Whole blocks, so that a character added to one by a later Unicode needs no change here.
# Line breaking class SA of UAX #14 (Southeast Asian), then Han, kana and the wide
# punctuation that goes with them. Hangul is left out wherever a block mixes it in:
# Korean puts spaces between words.
_SOUTHEAST_ASIAN = (
    "\u0e00-\u0e7f"  # Thai
    "\u0e80-\u0eff"  # Lao
    "\u1000-\u109f"  # Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u1950-\u19df"  # Tai Le, New Tai Lue
    "\u19e0-\u19ff"  # Khmer Symbols
    "\u1a20-\u1aaf"  # Tai Tham
    "\ua9e0-\ua9ff"  # Myanmar Extended-B
    "\uaa60-\uaa7f"  # Myanmar Extended-A
    "\uaa80-\uaadf"  # Tai Viet
    "\U000116d0-\U000116ff"  # Myanmar Extended-C
    "\U00011700-\U0001174f"  # Ahom
)
_EAST_ASIAN = (
    "\u2e80-\u2fff"  # radicals, description characters
    "\u3001-\u302d\u3030-\u312f"  # CJK punctuation (not U+3000, a space), kana, Bopomofo
    "\u3190-\u31ff"  # Kanbun, Bopomofo Extended, strokes, Katakana extensions
    "\u3220-\u325f\u3280-\u33ff"  # enclosed and compatibility forms but Hangul
    "\u3400-\u4dbf\u4e00-\u9fff"  # unified ideographs
    "\uf900-\ufaff"  # compatibility ideographs
    "\ufe30-\ufe6f"  # vertical and small forms
    "\uff01-\uff9f\uffe0-\uffe6"  # full-width and half-width forms but Hangul
    "\U00016fe0-\U00016fff"  # ideographic symbols
    "\U0001aff0-\U0001b16f"  # kana extensions
    "\U0001f200-\U0001f2ff"  # enclosed ideographs
    "\U00020000-\U0003fffd"  # ideographs of planes 2 and 3
)

SPACELESS = re.compile(f"[{_SOUTHEAST_ASIAN}{_EAST_ASIAN}]")
"""One character of a script that puts no spaces between words."""

# Characters without an appearance of their own, kept by authors at the ends of lines:
# zero-width space, joiners, word joiner, variation selectors.
_INVISIBLE = "\u200b-\u200d\u2060\ufe00-\ufe0f\U000e0100-\U000e01ef"
# Quotation marks, dashes and dots that Latin and Chinese text share (East Asian Width A).
_SHARED = "‘’“”—…·"

_ENDS_SPACELESS = re.compile(f"{SPACELESS.pattern}[{_INVISIBLE}]*\\Z")
_STARTS_SPACELESS = re.compile(f"[{_INVISIBLE}]*{SPACELESS.pattern}")
_ENDS_EAST_ASIAN = re.compile(f"[{_EAST_ASIAN}][{_SHARED}]*\\Z")
_STARTS_EAST_ASIAN = re.compile(f"[{_SHARED}]*[{_EAST_ASIAN}]")
# What an end may be, marks that stand between two lines of a text included.
_TAIL = 16


def has_spaceless(text: str) -> bool:
    """Tell whether a text has a character of a script without spaces."""
    return not text.isascii() and SPACELESS.search(text) is not None


def joins_without_space(left: str, right: str) -> bool:
    """Say whether two lines of a text are joined with nothing between them.

    ``left`` ends at a soft line break and ``right`` begins after it: whole lines, or their
    last and first characters. True where the characters on both sides belong to scripts
    without spaces, where CommonMark's renderers would show a space that nobody wrote
    (UAX #14; CSS Text 3, 4.1.3). Quotation marks between Chinese characters are seen
    through only if more than one character is given.
    """
    if left[-1:].isascii():
        return False
    end = left[-_TAIL:]
    if _ENDS_SPACELESS.search(end) and _STARTS_SPACELESS.match(right):
        return True
    return bool(_ENDS_EAST_ASIAN.search(end) and _STARTS_EAST_ASIAN.match(right))
