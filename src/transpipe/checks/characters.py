"""Single characters: those that can't be seen, those that deceive, those that are broken."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain

from transpipe.checks.finding import Hit
from transpipe.checks.links import host_of
from transpipe.checks.oddities import (
    BIDI_CONTROLS,
    INVISIBLE_CHARACTERS,
    LOOK_ALIKE_SCRIPTS,
    MOJIBAKE,
    stacks,
)
from transpipe.checks.pair import Pair
from transpipe.checks.shorten import shorten

__all__ = ["bidi", "encoding", "invisible", "mixed_script", "stacking"]

_MARKS = frozenset("\u061c\u200e\u200f")
_ISOLATES = frozenset("\u2066\u2067\u2068")
_END_OF_ISOLATE = "\u2069"

_ZERO_WIDTH_SPACE = "\u200b"
_JOINERS = frozenset("\u200c\u200d")
_ZWJ = "\u200d"
_VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_FLAG_TAGS = re.compile("\U0001f3f4[\U000e0020-\U000e007e]{1,6}\U000e007f")
_BROKEN_LINES = frozenset({"Thai", "Laoo", "Khmr", "Mymr"})
# Scripts whose letters change their shape with their neighbours.
_JOINING = re.compile(
    "[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\ua9e0-\uaa7f\ufb50-\ufdff]"
)
_NAMES = {
    "\x00": "a NUL character",
    "\xad": "a soft hyphen",
    "\u200b": "a zero-width space",
    "\u200c": "a zero-width non-joiner",
    "\u200d": "a zero-width joiner",
    "\u2060": "a word joiner",
    "\u2800": "a blank braille pattern",
    "\u3164": "a Hangul filler",
    "\ufeff": "a byte order mark inside the text",
}

_WORD = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-z\xc0-\u024f\u1e00-\u1eff]")
_UNITS = re.compile("\u03bc[A-Za-z]{1,3}")  # the Greek letter for micro, before a unit
_LOOK_ALIKES = frozenset("асеорхуіјѕԁһԛԝӏοαινρτυωкмтвнν")

_TYPOGRAPHIC = frozenset("“”‘’„‚–—…«»‹›°·")


def mixed_script(pair: Pair) -> Iterable[Hit]:
    """A word mixes Latin letters with Cyrillic or Greek ones, or a host looks like another.

    The letters look the same: searching, spelling and reading aloud fail, and an address with
    one of them leads to somebody else's site.

    Example: "mеnuntut" with the Cyrillic letter е; https://www.fоrum-asia.org/ likewise.

    To mend it, type the word again with your own keyboard; copy addresses from the source.
    """
    if not pair.is_ascii and LOOK_ALIKE_SCRIPTS.search(pair.target):
        yield from _mixed_words(pair)
    for one in () if pair.is_alike else pair.here.links:
        if host := host_of(one.destination):
            known = {host_of(other.destination) for other in pair.there.links}
            if host not in known and (fault := _host_fault(host)):
                yield Hit(fault, "Copy the address from the source.", one.start, one.end)


def _mixed_words(pair: Pair) -> Iterator[Hit]:
    for match in _WORD.finditer(pair.here.prose):
        word = match[0]
        odd = LOOK_ALIKE_SCRIPTS.search(word)
        if not odd or not _LATIN.search(word) or _UNITS.fullmatch(word) or word in pair.source:
            continue
        start = match.start() + odd.start()
        yield Hit(
            f"“{shorten(word)}” mixes letters of two scripts: {_named(odd[0])} among Latin ones",
            "Type the word again with the keyboard of your language.",
            start,
            start + 1,
        )


def _host_fault(host: str) -> str:
    for label in host.split("."):
        shown = _decoded(label)
        if shown.isascii():
            continue
        odd = [one for one in shown if LOOK_ALIKE_SCRIPTS.match(one)]
        if odd and (_LATIN.search(shown) or _LOOK_ALIKES.issuperset(odd)):
            return f"the host “{shorten(shown)}” looks like another: {_named(odd[0])} in it"
    return ""


def _decoded(label: str) -> str:
    if not label.lower().startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, OverflowError):
        return label


def bidi(pair: Pair) -> Iterable[Hit]:
    """The target has bidirectional controls that the source has not.

    They turn the order of what is shown: “not guilty” can be made to read otherwise than what
    a program, or a reader's screen reader, finds in the text. Right-to-left languages may use
    the marks (U+200E, U+200F, U+061C) and isolates that are closed again.

    Example: "Kami menuntut keadilan" with U+202E before the second word.

    To mend it, delete the character: put the cursor after it and press Backspace, or type the
    words again.
    """
    text = pair.target
    if pair.is_ascii and not pair.here.decoded:
        return
    decoded = pair.here.decoded
    if not BIDI_CONTROLS.search(text) and not (decoded and BIDI_CONTROLS.search(decoded)):
        return
    left = Counter(BIDI_CONTROLS.findall(pair.source))
    free = pair.language.direction == "rtl"
    closed = free and _isolates_are_closed(text)
    for match in BIDI_CONTROLS.finditer(text):
        character = match[0]
        if left[character]:
            left[character] -= 1
        elif not (free and (character in _MARKS or (closed and _is_isolate(character)))):
            yield Hit(
                f"a bidirectional control: {_named(character)}",
                "It can't be seen: delete the words around it and type them again.",
                *match.span(),
            )
    if decoded and set(BIDI_CONTROLS.findall(decoded)) - set(
        BIDI_CONTROLS.findall(pair.there.decoded)
    ):
        yield Hit("a bidirectional control, written as an entity", "Delete it.")


def _is_isolate(character: str) -> bool:
    return character in _ISOLATES or character == _END_OF_ISOLATE


def _isolates_are_closed(text: str) -> bool:
    depth = 0
    for character in BIDI_CONTROLS.findall(text):
        depth += (character in _ISOLATES) - (character == _END_OF_ISOLATE)
        if depth < 0:
            return False
    return not depth


def invisible(pair: Pair) -> Iterable[Hit]:
    """The target has characters that can't be seen, or that only some fonts know.

    They come from other programs by copying. They break searching, cutting into lines and
    reading aloud, and can carry hidden text. Allowed are the zero-width space in Thai, Lao,
    Khmer and Burmese, joiners where letters join, and the selectors of emoji.

    Example: "menuntut" with a zero-width space after "menun".

    To mend it, delete the character, or type the word again.
    """
    text = pair.target
    if pair.is_ascii and text.isprintable():
        return
    decoded = pair.here.decoded
    if decoded and any(map(INVISIBLE_CHARACTERS.match, set(decoded) - set(pair.there.decoded))):
        yield Hit("an invisible character, written as an entity", "Delete it.")
    if not INVISIBLE_CHARACTERS.search(text):
        return
    flags = {place for one in _FLAG_TAGS.finditer(text) for place in range(*one.span())}
    left = Counter(INVISIBLE_CHARACTERS.findall(pair.source))
    for match in INVISIBLE_CHARACTERS.finditer(text):
        character, place = match[0], match.start()
        if _may_stand(text, place, pair.language.script):
            continue
        if left[character]:
            left[character] -= 1
        elif place not in flags:
            yield Hit(
                f"an invisible or private character: {_named(character)}",
                "It can't be seen: delete the words around it and type them again.",
                place,
                place + 1,
            )


def _may_stand(text: str, place: int, script: str) -> bool:
    """Tell whether an invisible character has a purpose where it stands."""
    character = text[place]
    before, after = text[place - 1 : place], text[place + 1 : place + 2]
    if character == _ZERO_WIDTH_SPACE:
        return script in _BROKEN_LINES
    if character in _JOINERS:
        if character == _ZWJ and _is_picture(before) and _is_picture(after):
            return True
        return bool(_JOINING.match(before or " ") or _JOINING.match(after or " "))
    if _VARIATION.match(character):
        return _takes_variation(before)
    return False


def _is_picture(character: str) -> bool:
    return bool(character) and (
        unicodedata.category(character) in ("So", "Sk")
        or character == "\ufe0f"
        or character in "♀♂⚕⚖✈"
    )


def _takes_variation(character: str) -> bool:
    return bool(character) and (
        unicodedata.category(character) in ("So", "Sm", "Lo") or character in "#*0123456789‼⁉〰〽↔"
    )


def encoding(pair: Pair) -> Iterable[Hit]:
    """Characters were damaged on their way, or are spelled in parts.

    U+FFFD and “Ã©” for “é” come from a program that read the file in the wrong encoding: what
    stood there is lost or garbled. Letters with their accents apart (not in NFC) look right
    but are not found by a search.

    Example: “Bá»‘i cáº£nh” for “Bối cảnh”.

    To mend it, type the word again; save the catalogue as UTF-8.
    """
    if pair.is_ascii:
        return
    text = pair.target
    place = text.find("\ufffd")
    if place >= 0 and "\ufffd" not in pair.source:
        yield Hit(
            "U+FFFD, which stands for a character that was lost",
            "Type the missing character again.",
            place,
            place + 1,
        )
    if text is not pair.raw and text != pair.raw and _is_decomposed(pair.raw):
        yield Hit(
            "letters and their accents are spelled apart (not in NFC)",
            "Nothing is wrong with what you see; type with another keyboard, or let "
            "your editor normalize the file to NFC.",
        )
    if MOJIBAKE.search(text):
        yield from _mojibake(pair)


def _is_decomposed(raw: str) -> bool:
    """Tell whether letters are apart from their marks, not only marks in another order."""
    composed = unicodedata.normalize("NFC", raw)
    return Counter(composed) != Counter(raw)


def _mojibake(pair: Pair) -> Iterator[Hit]:
    matches = [match for match in MOJIBAKE.finditer(pair.target) if _reread(match[0])]
    sure = len(matches) > 1 or any(not _TYPOGRAPHIC.issuperset(one[0][1:]) for one in matches)
    if matches and sure and matches[0][0] not in pair.source:
        first = matches[0]
        yield Hit(
            f"“{first[0]}” looks like “{_reread(first[0])}” read in the wrong encoding",
            "Type the word again, and save the catalogue as UTF-8.",
            *first.span(),
        )


def _reread(text: str) -> str:
    """Return what a text is if its UTF-8 was read as Windows-1252; empty if it was not."""
    try:
        data = b"".join(one.encode("latin-1" if one <= "\xff" else "cp1252") for one in text)
    except UnicodeEncodeError:
        return ""
    for end in range(len(data), 1, -1):
        try:
            return data[:end].decode("utf-8")
        except UnicodeDecodeError:
            continue
    return ""


def stacking(pair: Pair) -> Iterable[Hit]:
    """More than four marks are stacked on one character, or in Burmese one of them thrice.

    Such stacks run over the lines above and below and can hide text. No language needs them.

    Example: a letter with twenty accents.

    To mend it, type the word again.
    """
    if pair.is_ascii:
        return
    finders = stacks() if pair.language.script == "Mymr" else stacks()[:1]
    for match in chain.from_iterable(one.finditer(pair.target) for one in finders):
        if match[0] not in pair.source:
            yield Hit(
                f"{len(match[0])} marks on one character",
                "Type the word again.",
                max(match.start() - 1, 0),
                match.end(),
            )


def _named(character: str) -> str:
    code = f"U+{ord(character):04X}"
    name = _NAMES.get(character) or unicodedata.name(character, "").lower()
    return f"{name} ({code})" if name else code
