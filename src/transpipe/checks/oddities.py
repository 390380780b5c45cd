"""Characters that some check looks for, told from ordinary ones once for all checks.

So a text of ordinary characters alone is looked through once.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

__all__ = [
    "BIDI_CONTROLS",
    "INVISIBLE_CHARACTERS",
    "LOOK_ALIKE_SCRIPTS",
    "MOJIBAKE",
    "Sign",
    "finder",
    "has_conflict",
    "oddities",
    "stacks",
]


class Sign:
    """What gates of checks call what is not one ASCII character; each is one character."""

    CONTROL = "\x01"
    """An ASCII control character but tab and line feed."""
    DIGIT = "0"
    """Any digit."""
    ADDRESS = "w"
    """``www.``."""
    NOT_ASCII = "\x80"
    BIDI = "\x81"
    """A bidirectional control."""
    INVISIBLE = "\x82"
    """An invisible or private character."""
    LOOK_ALIKE = "\x83"
    """A letter of a script whose letters look like Latin ones."""
    DAMAGED = "\x84"
    """U+FFFD, or characters that may be UTF-8 read as something else."""
    BRACKET = "\x85"
    """A bracket or quotation mark that is not ASCII."""
    NO_LETTER = "\x87"
    """The target does not begin with a letter."""
    WIDE = "\x88"
    """A space that is not ASCII."""
    NOT_NFC = "\x86"
    """The target was not normalized."""
    LABEL = "\x89"
    """The end of a link's text, or of what looks like one, which is not as in the source."""
    HALF_LINK = "\x8a"
    """A wide bracket that may be meant as that of a link."""
    CONFLICT = "\x8b"
    """What may be a marker that git or msgcat put around a conflict."""


BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

# Default ignorable, filler, private-use and control characters (Unicode 15.1, DerivedCoreProperties
# and general categories Cc, Co), without the bidirectional controls, which have a check of
# their own. U+2800 is a braille pattern without dots.
INVISIBLE_CHARACTERS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d"
    "\u2028\u2029\u2060-\u2065\u206a-\u206f\u2800\u3164\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)

LOOK_ALIKE_SCRIPTS = re.compile(
    "[\u0370-\u03ff\u0400-\u052f\u1c80-\u1c8f\u1f00-\u1fff\u2de0-\u2dff]"
)

_TRAILS = (
    "\x80-\xbf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013\u2014"
    "\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
MOJIBAKE = re.compile(f"[\xc2-\xf4][{_TRAILS}]{{1,3}}")
"""UTF-8 that was read as Windows-1252."""
_MYANMAR = range(0x1000, 0x10A0)


@cache
def stacks() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds more marks on a character than any language writes; Burmese last."""
    blocks = (*range(0x300, 0x3100), *range(0xA660, 0xAC00), *range(0xFE20, 0xFE30))
    marks = [one for one in blocks if unicodedata.category(chr(one)) in ("Mn", "Me")]
    # Burmese and its neighbours write up to five marks that are counted here, none of them thrice
    others = "".join(chr(one) for one in marks if one not in _MYANMAR)
    burmese = "[\u102d-\u103e\u1082-\u108d]"
    return re.compile(f"[{others}]{{5,}}"), re.compile(
        rf"(?={burmese}{{3}})(?:{burmese}{{8,}}|({burmese})\1{{2,}})"
    )


_KINDS = (
    (Sign.BIDI, BIDI_CONTROLS),
    (Sign.INVISIBLE, INVISIBLE_CHARACTERS),
    (Sign.LOOK_ALIKE, LOOK_ALIKE_SCRIPTS),
    (Sign.BRACKET, re.compile("[（）［］【】「」『』《》〈〉‘“”„«»]")),
    (Sign.HALF_LINK, re.compile("[（）［］【】]")),
    (Sign.WIDE, re.compile("[\u00a0\u2000-\u200a\u202f\u205f\u3000]")),
    (Sign.DAMAGED, re.compile(f"[\ufffd{_TRAILS}]")),  # much rarer than what comes before them
    (Sign.DIGIT, re.compile(r"\d")),
)
_BASIC = range(0x80, 0x10000)
_BEYOND = re.compile("[\U00010000-\U0010ffff]-?")
_ALL_BEYOND = "\U00010000-\U0010ffff"
_MORE = {
    Sign.CONTROL: r"\x00-\x08\x0b-\x1f\x7f",
    Sign.DIGIT: r"\d",
    Sign.NOT_ASCII: "\x80-\uffff",
}
"""What classes say of the signs that ``_KINDS`` leaves out, or that stand for ASCII too."""


@cache
def _odd() -> re.Pattern[str]:
    """Return what finds a character that may be odd, and all beyond the basic plane."""
    odd = "".join(_basic(kind) for _, kind in _KINDS[:-1])
    digits = "".join(filter(str.isdecimal, map(chr, _BASIC)))
    return re.compile(f"[{odd}{digits}{_ALL_BEYOND}]")


def _basic(kind: re.Pattern[str]) -> str:
    """Return what a class says of the basic plane.

    A class of single ranges beyond it would be tried one by one, at every character.
    """
    return _BEYOND.sub("", kind.pattern[1:-1])


def has_conflict(text: str) -> bool:
    """Tell whether a text has what may be a marker of a conflict."""
    return (
        "<<<<<<<" in text
        or ">>>>>>>" in text
        or "=======" in text
        or "|||||||" in text
        or "#-#-#-#-#" in text
    )


@cache
def finder(signs: frozenset[str]) -> re.Pattern[str]:
    """Return what finds a character that has one of some signs; it may find others too.

    It can't find what more than one character tells: ``CONFLICT``, ``LABEL``, ``NO_LETTER`` and
    ``NOT_NFC``.
    """
    known = {sign: _basic(kind) for sign, kind in _KINDS} | _MORE
    parts = [known.get(one) or re.escape(one) for one in sorted(signs)]
    return re.compile(f"[{''.join(parts)}{_ALL_BEYOND}]")


def oddities(text: str) -> str:
    """Return the signs of the characters of a text that are not ASCII."""
    found = _odd().findall(text)
    if not found:
        return ""
    signs = "".join(map(_signs_of, set(found)))
    if Sign.DAMAGED in signs and not ("\ufffd" in text or MOJIBAKE.search(text)):
        signs = signs.replace(Sign.DAMAGED, "")
    return signs


@lru_cache(maxsize=1 << 12)
def _signs_of(character: str) -> str:
    return "".join(sign for sign, kind in _KINDS if kind.match(character))
