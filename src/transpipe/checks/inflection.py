"""The forms that the agreed words of a glossary take in a sentence, by language.

Rules of grammar, not lists of words: affixes of Malay, Indonesian and Filipino, plurals of
Portuguese, cases of Tamil. What is too much only lets a target pass. Any word may go on
behind its end, as suffixes do in most of the languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType

__all__ = ["has_form_of"]

# Prefixes, up to three before one another; those with a nasal swallow k, p, s or t of the word.
_MALAY = "(?:(?:ke|se|di|ter|ber|be|bel|per|pe|me|mem|men|meng|memper|diper|non|anti|pasca)-?){0,3}"
_NASAL = "(?:(?:me|pe)(?:m|n|ng|ny))"
_SWALLOWED = frozenset("kpst")
_FILIPINO = (
    "(?:(?:i|in|ka|kina|ma|mag|maka|mang|na|nag|naka|nang|pa|pag|paki|pam|pan|pang|pinag)-?){0,3}"
)
_INFIX = "(?:in|um)"
_VOWELS = frozenset("aeiou")

_PORTUGUESE: Mapping[str, str] = {
    "ão": "(?:ão|ões|ães|ãos)",
    "ês": "(?:ês|eses|esas?)",
    "al": "(?:al|ais)",
    "el": "(?:el|eis|éis)",
    "il": "(?:il|is|eis)",
    "ol": "(?:ol|ois|óis)",
    "ul": "(?:ul|uis)",
    "m": "(?:m|ns)",
    "o": "(?:[oa]s?)",
    "r": "(?:r|r[ea]s?)",
    "z": "(?:z|zes)",
    "s": "(?:s|ses)",
}
# What a Tamil word loses before the ending of a case: -m, the mark of a consonant, a short u.
_TAMIL = re.compile("(?:\u0bae\u0bcd|\u0bcd|\u0bc1)\\Z")


def _malay(words: Sequence[str]) -> str:
    first, *rest = words
    forms = f"{_MALAY}{re.escape(first)}"
    if first[0] in _SWALLOWED:
        forms = f"(?:{forms}|{_NASAL}{re.escape(first[1:])})"
    return r"\w*\s+".join((forms, *map(re.escape, rest)))


def _filipino(words: Sequence[str]) -> str:
    first, *rest = words
    forms = f"{_FILIPINO}{re.escape(first)}"
    if first[0] in _VOWELS:
        forms = f"(?:{forms}|{_INFIX}{re.escape(first)})"
    else:
        start, again = re.escape(first[0]), re.escape(first[:2])
        whole, tail = re.escape(first), re.escape(first[1:])
        infixed = f"{start}{_INFIX}(?:{tail}|{re.escape(first[1:2])}{whole})"
        forms = f"(?:{forms}|{infixed}|{again}{whole})"
    return r"\w*\s+".join((forms, *map(re.escape, rest)))


def _portuguese(words: Sequence[str]) -> str:
    return r"\s+".join(map(_plural, words))


def _plural(word: str) -> str:
    for ending, forms in _PORTUGUESE.items():
        if word.endswith(ending):
            return re.escape(word.removesuffix(ending)) + forms
    return f"{re.escape(word)}s?"


def _tamil(words: Sequence[str]) -> str:
    return r"\S*\s+".join(re.escape(_TAMIL.sub("", word)) for word in words)


def _as_they_are(words: Sequence[str]) -> str:
    return r"\s+".join(map(re.escape, words))


_RULES: Mapping[str, Callable[[Sequence[str]], str]] = MappingProxyType(
    {"id": _malay, "ms": _malay, "fil": _filipino, "pt": _portuguese, "ta": _tamil}
)


def has_form_of(agreed: str, target: str, tag: str) -> bool:
    """Tell whether a target has agreed words in some form; both are case-folded."""
    return bool(_forms(agreed, tag).search(target))


@lru_cache(maxsize=1 << 12)
def _forms(agreed: str, tag: str) -> re.Pattern[str]:
    rule = _RULES.get(tag, _as_they_are)
    return re.compile(r"(?<![^\W_])" + rule(agreed.split()))
