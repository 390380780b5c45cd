"""The words, sentences and markup of a source: what two texts are compared by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from itertools import accumulate

__all__ = ["clusters_only", "join", "parts", "plain", "sentences", "tokens", "words"]

# Blocks of the scripts that set no space between words, as inclusive ranges.
_UNSPACED_BLOCKS = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x0F00, 0x0FFF),  # Tibetan
    (0x1000, 0x109F),  # Burmese, Mon, Shan, Karen
    (0x1780, 0x17FF),  # Khmer
    (0x1950, 0x19DF),  # Tai Le, New Tai Lue
    (0x1A20, 0x1AAF),  # Tai Tham
    (0x1B00, 0x1B7F),  # Balinese
    (0xA980, 0xA9FF),  # Javanese, Burmese extended
    (0xAA60, 0xAA7F),  # Burmese extended
)
# Han, kana, bopomofo, Yi: one character is one unit and nothing combines with it.
_IDEOGRAPHS = (
    "\u2e80-\u2fdf\u3005-\u3007\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\ua000-\ua4cf\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_NO_SENTENCE_END = re.compile("[\u0e01-\u0eff]")  # Thai and Lao mark none reliably
_PUNCTUATION = (
    r"!-/:-@\[-\^`{-~"
    "\u00a1-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u2010-\u2027\u2030-\u205e\u2190-\u2bff"
    "\u3001-\u3004\u3008-\u3030\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65"
    "\u055a-\u055f\u0589\u060c\u061b\u061f\u06d4\u0964\u0965\u104a-\u104f\u1362-\u1368"
    "\u17d4-\u17da\u1801-\u180a"
)


def _unspaced() -> tuple[str, str]:
    """Return base characters and combining marks of the scripts without spaces, as classes."""
    base, marks = [], ["\u0300-\u036f\u200c\u200d\ufe00-\ufe0f"]
    for first, last in _UNSPACED_BLOCKS:
        for code in range(first, last + 1):
            category = unicodedata.category(chr(code))
            if category[0] == "M":
                marks.append(chr(code))
            elif category[0] in "LN":
                base.append(chr(code))
    # vowels that are letters to Unicode, yet end the syllable before them
    marks.append("\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3")
    return "".join(base), "".join(marks)


_BASE, _MARKS = _unspaced()
_LEADING = "\u0e40-\u0e44\u0ec0-\u0ec4"  # vowels written before their consonant
_CLUSTER = rf"[{_LEADING}]?[{_BASE}](?:[\u1039\u17d2][{_BASE}]|[{_MARKS}])*|[{_IDEOGRAPHS}]"
_LETTER = rf"[^\s{_PUNCTUATION}{_BASE}{_IDEOGRAPHS}]"
_WORD = rf"{_LETTER}+(?:['’]{_LETTER}+|(?<=\d)[.,](?=\d){_LETTER}+)*"
_WORDS = re.compile(rf"{_CLUSTER}|{_WORD}")
_ASCII_LETTER = r"[^\s!-/:-@\[-\^`{-~]"
_ASCII_WORDS = re.compile(  # the same for ASCII, five times as fast
    rf"{_ASCII_LETTER}+(?:'{_ASCII_LETTER}+|(?<=\d)[.,](?=\d){_ASCII_LETTER}+)*"
)
_TOKENS = re.compile(rf"\s+|{_CLUSTER}|{_WORD}|.", re.DOTALL)
_CLUSTERS = re.compile(rf"(?:{_CLUSTER})\Z")

_MARKUP = re.compile(
    r"\]\((?:\s*<[^<>\n]*>|(?:[^\s()]|\([^\s()]*\))*)\s*\)?"  # an inline link's address
    r"|\]\[[^\[\]]*\]"  # a reference's label
    r"|\[\^[^\[\]\s]*\]"  # a footnote's mark
    r"|!?\[|\]"
    r"|</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>"  # a tag
    r"|(?<!\d)\*+|\*+(?!\d)|~~+|`+"
    r"|(?<![^\W_])_+|_+(?![^\W_])"
    r"|\\(?=[!-/:-@\[-`{-~])"
)
_MAY_BE_MARKUP = re.compile(r"[\[\]<*~`_\\]")


def plain(source: str) -> str:
    """Return the text without its inline markup: what a reader reads.

    White space runs are one space; the text is in NFC.
    """
    bare = _MARKUP.sub("", source) if _MAY_BE_MARKUP.search(source) else source
    return unicodedata.normalize("NFC", " ".join(bare.split()))


def words(text: str) -> list[str]:
    """Return the words, folded; clusters of letters where a script sets no spaces."""
    return (_ASCII_WORDS if text.isascii() else _WORDS).findall(text.casefold())


def tokens(text: str) -> list[str]:
    """Return words, clusters, punctuation and white space; joined they are the text."""
    return _TOKENS.findall(text)


def clusters_only(word: str) -> bool:
    """Tell whether a word is but a cluster of letters of a script without spaces."""
    return _CLUSTERS.match(word) is not None


# --- sentences -------------------------------------------------------------------------

_CLOSERS = r"(?:\]\([^()\s]*\)|[\"'”’»›)\]}*_~`」』】）》〉])*"
_STOPS = ".!?…\u061f\u06d4\u0589\u1362\u1367\u1368"
_END = re.compile(
    rf"(?P<spaced>(?<![{_STOPS}])[{_STOPS}]++{_CLOSERS}+(?=\s))"
    rf"|[。！？｡\u0964\u0965\u104b\u17d4\u17d5\u1803\u1809\ua9c9]+{_CLOSERS}"
)
_BEFORE_END = re.compile(r"(\w[\w.]*)\.\Z")
_ABBREVIATIONS = frozenset(
    re.findall(
        r"\S+",
        "al approx art cf ch co dll dr dst e.g ed eds eg etc fig figs hal hlm i.e ibid ie inc jr "
        "ltd mr mrs ms no nr p.ej pp prof rev sec sr sra st tgl vol vs",
    )
)


def sentences(text: str) -> list[str]:
    """Return the sentences, each with the white space after it; joined they are the text.

    Where a script marks no end of a sentence (Thai, Lao) the whole text is one.
    """
    if _NO_SENTENCE_END.search(text):
        return [text]
    parts, start = [], 0
    for match in _END.finditer(text):
        end = match.end()
        while end < len(text) and text[end].isspace():
            end += 1
        if end < len(text) and not (match["spaced"] and _goes_on(text, match.start(), end)):
            parts.append(text[start:end])
            start = end
    parts.append(text[start:])
    return parts


def _goes_on(text: str, mark: int, following: int) -> bool:
    """Tell whether a sentence goes on after the mark: an abbreviation, a small letter."""
    rest = text[following : following + 8].lstrip("\"'“‘«‹([{*_~`")
    if rest[:1].islower():
        return True
    before = _BEFORE_END.search(text[max(0, mark - 16) : mark + 1])
    if before is None:
        return False
    word = before[1].casefold()
    return word in _ABBREVIATIONS or (len(word) == 1 and not word.isdigit())


def join(parts: list[str]) -> str:
    """Join targets in order: with a space, or none between characters of Chinese, Japanese."""
    text = ""
    for piece in filter(None, (part.strip() for part in parts)):
        text += piece if not text or _meets(text[-1], piece[0]) else f" {piece}"
    return text


_FULL_WIDTH = re.compile(rf"[{_IDEOGRAPHS}\u3001-\u303f\uff01-\uff65]")


def _meets(last: str, first: str) -> bool:
    return bool(_FULL_WIDTH.match(last) and _FULL_WIDTH.match(first))


def parts(source: str, target: str, spans: Sequence[tuple[int, int]]) -> list[str] | list[None]:
    """Return the target's sentences that answer to the source's, for each span of them.

    Args:
        source: the whole source.
        target: its target.
        spans: numbers of the first and the last sentence of the source.

    None for each where that can't be told: the numbers of sentences differ, or an end does
    not stand at about the same share of both texts.

    """
    here, there = sentences(source), sentences(target)
    shares = list(zip(_shares(here), _shares(there), strict=False))
    ends = {end for first, last in spans for end in (first, last + 1)}
    if len(here) != len(there) or any(
        abs(a - b) > _SHIFT for a, b in map(shares.__getitem__, ends)
    ):
        return [None] * len(spans)
    return ["".join(there[first : last + 1]).strip() for first, last in spans]


_SHIFT = 0.2  # how far a sentence's end may stand from where its share of the text puts it


def _shares(pieces: list[str]) -> list[float]:
    """Return where each sentence begins, and the last one ends, as shares of the text."""
    ends = list(accumulate(map(len, pieces), initial=0))
    return [end / max(1, ends[-1]) for end in ends]
