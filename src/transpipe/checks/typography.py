"""How a target is set: end marks, brackets, quotation marks, spaces, length."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from transpipe.checks.finding import Hit
from transpipe.checks.oddities import Sign
from transpipe.checks.pair import Pair
from transpipe.document import Kind
from transpipe.markdown.markup import HIDDEN

__all__ = ["brackets", "end_punctuation", "length", "spaces"]

# What may stand at the end in place of each mark; a script's own full stop may end questions.
_ENDS: Mapping[str, str] = {
    ".": ".。．۔",
    "?": "?？؟",
    "!": "!！",
    ":": ":：៖",
    ";": ";；؛",
    "…": "…",
}
# Of a script: what ends any sentence, dashes that lead over to a list in Burmese included.
_STOPS: Mapping[str, str] = {"Khmr": "។៕ៈ", "Mymr": "။၊-–—"}
_CHINESE = frozenset({"Hans", "Hant"})
_FEW = 4
_NO_END_MARKS = frozenset({"Thai", "Laoo"})
_SAME = {mark: key for key, marks in _ENDS.items() for mark in marks}
_CLOSING = "\"'”’»›」』》"
_BEHIND_END = (
    f" \t\n\u00a0\u2003\u202f\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff{HIDDEN}*_~`"
    f")]}}）］】{_CLOSING}"
)
_END_WORDS = {".": "a full stop", "?": "a question mark", "!": "an exclamation mark"} | {
    ":": "a colon", ";": "a semicolon", "…": "an ellipsis"
}  # fmt: skip

# "a.m.", "U.S." or "etc." ends with a full stop that may be no end of a sentence.
_QUOTED_END = re.compile(f"([.。?？!！…])[*_~]*[{_CLOSING}]")
_HAN_AND_DOT = re.compile("[\u3400-\u9fff][”’」』》）]*\\.\\Z")
_INITIALS = re.compile(r"(?<!\w)\w\.(?:\w\.)+\Z")
_ABBREVIATION = re.compile(r"(?<!\w)(?:etc|et al|Inc|Ltd|Co|Corp|Jr|Sr|No)\.\Z")
_LONGEST = 8
_BRACKETS = re.compile(r"[()\[\]{}（）［］【】「」『』《》〈〉“”„«»\"]")
_CLASSES: Mapping[str, tuple[str, int]] = {
    character: (name, step)
    for name, opening, closing in (
        ("parentheses", "(（", ")）"),
        ("square brackets", "[［【", "]］】"),
        ("braces", "{", "}"),
        ("quotation marks", "“„", "”"),
        ("guillemets", "«", "»"),
        ("corner brackets", "「", "」"),
        ("double corner brackets", "『", "』"),
        ("title marks", "《〈", "》〉"),
    )
    for characters, step in ((opening, 1), (closing, -1))
    for character in characters
}
# 1) a) iv): no year, no word
_ENUMERATOR = re.compile(
    r"(?:^|(?<=[\s;,:]))(?:\d{1,2}|[^\W\d_]\w?|[ivxlc]{1,5})[)）]", re.IGNORECASE
)

# Spaces of any width: Unicode's white space but ends of lines. Looking from the first alone takes
# no time before an end of a line.
_DOUBLED = re.compile(r"(?<![^\S\n\r])[^\S\n\r]{2,}(?!\s)")
_ACRONYM = re.compile("[A-Z]{2,}")
_OF_A_LETTER = 7
"""How long a word is, with its space, that a letter of an acronym stands for."""

_SLACK = 20
_TOLERANCE = 1.6


def end_punctuation(pair: Pair) -> Iterable[Hit]:
    """The source ends with a mark that the target does not end with.

    A lost question mark turns a question into a claim. Each script has its own marks (។ ။ 。
    ？), which are accepted; Thai and Lao end sentences without one and are not looked at. Where
    a quotation moves to the end or from it, its mark counts. Chinese ends a sentence with 。,
    never with the full stop of Latin letters (GB/T 15834).

    Example: the source ends with a colon, since a list follows; the target with nothing.

    To mend it, end the target as its language ends such a sentence.
    """
    script = pair.language.script
    if script in _NO_END_MARKS or pair.segment.kind is Kind.CODE:
        return ()
    expected = _end(pair.there.prose)
    here = pair.here.prose.rstrip(_BEHIND_END)
    if not expected or not here:
        return ()
    last = "…" if here.endswith("...") else here[-1]
    if _SAME.get(last) == expected or last in _STOPS.get(script, ""):
        return _dot_in_chinese(here) if last == "." and script in _CHINESE else ()
    if _is_in_quotation(expected, _SAME.get(last, ""), pair):
        return ()
    message = f"the source ends with {_END_WORDS[expected]}, the target does not"
    way_out = "End it as your language ends such a sentence."
    return (Hit(message, way_out, len(here) - 1, len(here)),)


def _dot_in_chinese(prose: str) -> tuple[Hit, ...]:
    if not _HAN_AND_DOT.search(prose[-_LONGEST:]):
        return ()
    end = len(prose)
    return (Hit("a Chinese sentence ends with “.”", "Write 。 instead.", end - 1, end),)


def _is_in_quotation(expected: str, last: str, pair: Pair) -> bool:
    """Tell whether a quotation with a mark of its own moved to the end, or from the end."""
    if expected == ".":
        found = _QUOTED_END.search(pair.here.prose, max(len(pair.here.prose) - _FEW, 0))
        return bool(found) and bool(last) and last in "!?…"
    quoted = {_SAME[match[1]] for match in _QUOTED_END.finditer(pair.here.prose)}
    source = {_SAME[match[1]] for match in _QUOTED_END.finditer(pair.there.prose)}
    return bool(last) and expected in quoted & source


@lru_cache(maxsize=1 << 14)
def _end(prose: str) -> str:
    """Return the kind of mark that a source ends with; empty if there is none."""
    text = prose.rstrip(_BEHIND_END)
    if text.endswith("..."):
        return "…"
    if text[-1:] == "." and (_INITIALS.search(text) or _ABBREVIATION.search(text[-_LONGEST:])):
        return ""
    return _SAME.get(text[-1:], "")


def brackets(pair: Pair) -> Iterable[Hit]:
    """Brackets or quotation marks are not closed, or not opened.

    Where a quotation ends is then for readers to guess.

    Example: "Forum (2021 bertindak."

    To mend it, add the missing one. Quotation marks may be those of your language.
    """
    here = pair.here.prose
    if "‘" in here and pair.language.script != "Latn":
        yield from _single(pair)
    found = _BRACKETS.findall(here)
    if not found or found == _even(pair.there.prose) or pair.segment.kind is Kind.CODE:
        return
    uneven = {name: count for name, count in _balance(here).items() if count}
    there = _balance(pair.there.prose) if uneven else {}
    for name, count in uneven.items():
        if not there.get(name):
            place = _last_of(here, name, count)
            yield Hit(
                f"{name} without a partner",
                "Close it where what it encloses ends."
                if count > 0
                else "Open it where what it encloses begins, or leave it out.",
                place,
                place + 1,
            )


def _single(pair: Pair) -> Iterator[Hit]:
    """Yield a single quotation mark that is not closed; Latin has it as an apostrophe too."""
    here, there = pair.here.prose, pair.there.prose
    if here.count("‘") > here.count("’") and there.count("‘") <= there.count("’"):
        place = here.rindex("‘")
        way_out = "Close it where what it encloses ends."
        yield Hit("a single quotation mark without a partner", way_out, place, place + 1)


@lru_cache(maxsize=1 << 14)
def _even(prose: str) -> list[str]:
    """Return the brackets of a source if each of them has its partner, in order; else none."""
    found = _BRACKETS.findall(prose)
    return [] if any(_balance("".join(found)).values()) else found


def _balance(prose: str) -> dict[str, int]:
    """Return for each kind of brackets how many more are opened than closed."""
    found: dict[str, int] = {}
    straight = 0
    german = "„" in prose
    for character in _BRACKETS.findall(prose):
        if character == '"':
            straight += 1
            continue
        name, step = _CLASSES[character]
        if german and character == "“":
            step = -1
        found[name] = found.get(name, 0) + step
    if found.get("parentheses", 0) < 0:  # a) and 1) need no partner
        found["parentheses"] = min(found["parentheses"] + len(_ENUMERATOR.findall(prose)), 0)
    if straight % 2:
        found["straight quotation marks"] = 1
    return found


def _last_of(prose: str, name: str, count: int) -> int:
    places = [
        match.start()
        for match in _BRACKETS.finditer(prose)
        if match[0] == '"' or _CLASSES[match[0]] == (name, 1 if count > 0 else -1)
    ]
    return places[-1] if places else 0


def spaces(pair: Pair) -> Iterable[Hit]:
    """The target begins or ends with a space, or has two in a row.

    They come from copying, and show as gaps in some programs.

    Example: "Kami menuntut  keadilan."

    To mend it, delete them.
    """
    target = pair.target
    outer = target[0].isspace() or target[-1].isspace()
    doubled = "  " in target or "\t" in target or Sign.WIDE in pair.signs
    if not (outer or doubled) or pair.segment.kind is Kind.CODE or not target.strip():
        return ()
    return (*(_outer(pair) if outer else ()), *(_doubled(pair) if doubled else ()))


def _doubled(pair: Pair) -> Iterator[Hit]:
    match = _DOUBLED.search(pair.target)
    inside = match and match.start() and match.end() < len(pair.target)
    if match and inside and not _DOUBLED.search(pair.source):
        yield Hit("two spaces in a row", "Leave one of them.", *match.span())


def _outer(pair: Pair) -> Iterator[Hit]:
    target, source = pair.target, pair.source
    first, last = len(target) - len(target.lstrip()), len(target.rstrip())
    if first and not source[:1].isspace():
        yield Hit("a space before the first word", "Delete it.", 0, first)
    if last < len(target) and not source[-1:].isspace():
        yield Hit("a space after the last word", "Delete it.", last, len(target))


def length(pair: Pair) -> Iterable[Hit]:
    """The target is far longer or far shorter than such a source is in this language.

    Often half of it is missing, or somebody pasted something else. The range is what was
    measured for the language, with room on both sides, and for acronyms spelled out.

    Example: two sentences in the source, one in the target.

    To mend it, compare the two to the end.
    """
    usual = pair.language.length
    if usual is None:
        return ()
    ours, theirs = len(pair.target), len(pair.source)
    _, least, most = usual
    if ours > most * _TOLERANCE * theirs + _SLACK:
        if ours <= most * _TOLERANCE * (theirs + _of_acronyms(pair.source)) + _SLACK:
            return ()
        much, way_out = "more", "Compare the two to the end: something may have been pasted in."
    elif ours + _SLACK * least < least / _TOLERANCE * theirs:
        if ours + _of_acronyms(pair.target) + _SLACK * least >= least / _TOLERANCE * theirs:
            return ()
        much, way_out = "fewer", "Compare the two to the end: a part may be missing."
    else:
        return ()
    if pair.segment.kind is Kind.CODE or not pair.target.strip():
        return ()
    return (Hit(f"{ours} characters for {theirs} of the source, far {much} than usual", way_out),)


def _of_acronyms(text: str) -> int:
    """Return how much longer a text may be with its acronyms spelled out, in characters."""
    if text.isupper() and " " in text:
        return 0  # it is all in capitals
    return _OF_A_LETTER * sum(map(len, _ACRONYM.findall(text)))
