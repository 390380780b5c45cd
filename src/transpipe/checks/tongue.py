"""Whether a target is in its catalogue's language, script and encoding."""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, lru_cache
from importlib.util import find_spec
from types import MappingProxyType

from transpipe.checks.finding import Hit
from transpipe.checks.pair import Pair
from transpipe.checks.wording import PARTICLES, is_alike, kept_terms
from transpipe.document import Kind
from transpipe.markdown.markup import FILLER, HIDDEN

__all__ = ["EXTRAS", "detector", "is_installed", "language", "zawgyi", "zawgyi_probability"]

EXTRAS: Mapping[str, str] = MappingProxyType({"T144": "myanmartools", "T145": "pycld2"})
"""The packages that checks need, all of the extra ``qa``."""

_HAN = (
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3105-\u312f\u3400-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
_SCRIPTS: Mapping[str, str] = {
    "Arab": "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u0870-\u08c9\ufb50-\ufdfb"
    "\ufe70-\ufefc",
    "Cyrl": "\u0400-\u052f",
    "Deva": "\u0900-\u097f",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Hans": _HAN,
    "Hant": _HAN,
    "Jpan": _HAN + "\u3040-\u30ff",
    "Khmr": "\u1780-\u17b3\u17b6-\u17d3",
    "Laoo": "\u0e81-\u0ec6\u0edc-\u0edf",
    "Latn": "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u1e00-\u1eff",
    "Mymr": "\u1000-\u103f\u1050-\u109d\ua9e0-\ua9fe\uaa60-\uaa7f",
    "Taml": "\u0b83-\u0bd7",
    "Thai": "\u0e01-\u0e4e",
}
# What each way to write Chinese has in the character set that was made for it.
_CHINESE: Mapping[str, tuple[str, str, str]] = {
    "Hans": ("gb2312", "big5", "traditional"),
    "Hant": ("big5", "gb2312", "simplified"),
}
_FOREIGN_SHARE = 0.15
_LATIN = re.compile(f"[{_SCRIPTS['Latn']}]")
_LATIN_WORD = re.compile(f"[{_SCRIPTS['Latn']}]{{2,}}")
# Letters of scripts that are not written in Latin: all blocks from Greek on but symbols.
_OTHER = re.compile(
    "[\u0370-\u0482\u048a-\u1dbf\u1f00-\u1fff\u2c60-\u2dff\u3005-\u3007\u3031-\ud7ff\uf900-\ufaff"
    "\ufb13-\ufdff\ufe70-\ufefc\U00010000-\U0001bfff\U0001e900-\U0001e95f\U00020000-\U0003ffff]"
)
_ASCII_RUN = re.compile(r"[!-~]+")
_INNER_DOT = re.compile(r"://|\w\.\w")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_FEW_LETTERS = 3
_SHORT_WORD = 4
_LEAST_SHARE = 0.3
_ZAWGYI = 0.95
_SURE_WORDS = 6
_FEW_WORDS = 3
_SURE_PERCENT = 80

# What the detector calls each language; those in one line it can't tell apart.
_DETECTED: Mapping[str, frozenset[str]] = {
    "id": frozenset({"id", "ms", "jw", "su"}),
    "ms": frozenset({"id", "ms", "jw", "su"}),
    "fil": frozenset({"tl", "ceb", "war", "ilo"}),
    "vi": frozenset({"vi"}),
    "pt": frozenset({"pt", "gl", "es"}),
}
_OTHERS = frozenset({"en", "id", "ms", "tl", "vi", "pt"})
_OUR_NAMES = {"en": "English", "id": "Indonesian", "ms": "Malay", "tl": "Filipino"} | {
    "vi": "Vietnamese", "pt": "Portuguese"
}  # fmt: skip


def is_installed(check: str) -> bool:
    """Tell whether a check has what it needs; those that need nothing always have."""
    return check not in EXTRAS or find_spec(EXTRAS[check]) is not None


def zawgyi(pair: Pair) -> Iterable[Hit]:
    """Burmese is written in Zawgyi, not in Unicode.

    Zawgyi uses the same code points for other signs. Only an old font shows it right; for
    everyone else, for search engines and for screen readers it is nonsense.

    Example: a text from an old phone or a social network of before 2019.

    To mend it, convert the text to Unicode (keyboards and phones of today do it) and read it
    through: a conversion is never quite right.
    """
    if pair.is_ascii or pair.language.script != "Mymr" or not _script("Mymr").search(pair.target):
        return
    probability = zawgyi_probability()
    if probability and probability(pair.target) > _ZAWGYI:
        yield Hit(
            "this is Zawgyi, not Unicode",
            "Convert it to Unicode and read it through; type with a Unicode keyboard.",
        )


@cache
def zawgyi_probability() -> Callable[[str], float] | None:
    """Return what says how likely a text is Zawgyi, from 0 to 1; None if it is not installed."""
    if not is_installed("T144"):
        return None
    from myanmartools import ZawgyiDetector  # noqa: PLC0415 - an extra

    with warnings.catch_warnings():  # it reads its model by a function that Python deprecates
        warnings.simplefilter("ignore", DeprecationWarning)
        model = ZawgyiDetector()
    return lambda text: float(model.get_zawgyi_probability(text))


def language(pair: Pair) -> Iterable[Hit]:
    """The target is not in the catalogue's language, or not in its script.

    A catalogue that was mixed up with another, or text that was pasted before it was
    translated. Scripts are told apart by their letters; for languages in Latin letters the
    extra "qa" must be installed, and six words are needed.

    Example: Khmer text in the Thai catalogue.

    To mend it, translate the text, or move it to where it belongs.
    """
    script = pair.language.script
    if script == "Latn":
        if not pair.is_ascii and _OTHER.search(pair.target):
            found = _foreign(pair, _LATIN)
        elif detector() is None:
            return ()
        else:
            found = _in_latin(pair)
    elif script in _SCRIPTS:
        found = _in_own_script(pair, _script(script))
    else:
        return ()
    hits = tuple(found)
    excused = hits and (pair.segment.kind is Kind.CODE or pair.segment.optional or is_alike(pair))
    return () if excused else hits


@cache
def _script(name: str) -> re.Pattern[str]:
    return re.compile(f"[{_SCRIPTS[name]}]")


def _in_own_script(pair: Pair, own: re.Pattern[str]) -> Iterator[Hit]:
    text = pair.target
    if not own.search(text):
        yield from _without_own(pair)
        return
    yield from _foreign(pair, own)
    yield from _in_other_chinese(pair, own)
    latin = _LATIN_WORD.search(text)
    english = sum(map(len, _common_words(pair))) if latin else 0
    if latin and english and len(own.findall(text)) < _LEAST_SHARE / (1 - _LEAST_SHARE) * english:
        yield Hit(
            "most of the target is in Latin letters",
            "Translate the rest, or empty the target: then the page marks it as untranslated.",
            *latin.span(),
        )


def _in_other_chinese(pair: Pair, own: re.Pattern[str]) -> Iterator[Hit]:
    """Yield that Chinese is written in the characters of the other way to write it."""
    ours, theirs, name = _CHINESE.get(pair.language.script, ("", "", ""))
    if not ours or _is_of(pair.target, ours):
        return
    text = pair.here.prose
    found = own.findall(text)
    strange = [
        one
        for one in found
        if one not in pair.source and not _is_of(one, ours) and _is_of(one, theirs)
    ]
    if len(strange) > 1 and len(strange) > _FOREIGN_SHARE * len(found):
        place = text.index(strange[0])
        yield Hit(
            f"these are {name} characters, not those of {pair.language.english_name}",
            "Convert the text, or move it to the catalogue where it belongs.",
            place,
            place + 1,
        )


def _is_of(text: str, character_set: str) -> bool:
    """Tell whether a character set has all characters of a text."""
    try:
        text.encode(character_set)
    except UnicodeEncodeError:
        return False
    return True


def _without_own(pair: Pair) -> Iterator[Hit]:
    """Yield that a target has no letter of its language, unless it is all names."""
    words = _common_words(pair)
    others = set(filter(_is_letter, _OTHER.findall(pair.here.prose))) - set(pair.source)
    if any(len(word) >= _SHORT_WORD for word in words) or len(others) >= _FEW_LETTERS:
        yield Hit(
            f"no letter of the script of {pair.language.english_name}",
            "Translate it, or empty the target: then the page marks it as untranslated.",
        )


def _common_words(pair: Pair) -> list[str]:
    """Return the words in Latin letters that are no names: they begin with a small letter."""
    prose = _ASCII_RUN.sub(_without_address, pair.here.prose)
    for term in kept_terms(prose, pair.settings.keep_terms):
        prose = prose.replace(term, FILLER)
    return [word for word in _LATIN_WORD.findall(prose) if word[0].islower()]


def _without_address(match: re.Match[str]) -> str:
    """Return a run of ASCII, or nothing for what looks like an address."""
    return FILLER if "@" in match[0] or _INNER_DOT.search(match[0]) else match[0]


def _foreign(pair: Pair, own: re.Pattern[str]) -> Iterator[Hit]:
    """Yield that most letters belong to a script that is neither Latin nor the language's."""
    text = pair.here.prose
    others = _others(own)
    first = others.search(text)
    if not first:
        return
    strange = [one for one in others.findall(text) if _is_letter(one) and one not in pair.source]
    if len(strange) >= _FEW_LETTERS and len(strange) > len(own.findall(text)):
        yield Hit(
            f"most letters are of another script than that of {pair.language.english_name}",
            "The text may belong into another language's catalogue.",
            *first.span(),
        )


def _is_letter(character: str) -> bool:
    """Tell whether a character is a letter or a mark on one: no digit and no punctuation."""
    return unicodedata.category(character)[0] in "LM"


@cache
def _others(own: re.Pattern[str]) -> re.Pattern[str]:
    """Return what finds letters that are neither Latin nor of a script."""
    return re.compile(f"(?!{own.pattern}){_OTHER.pattern}")


def _in_latin(pair: Pair) -> Iterator[Hit]:
    """Yield that a text in Latin letters is in another language, where that is sure."""
    detect = detector()
    text = pair.here.prose
    if detect is None or text.count(" ") < _SURE_WORDS - 1:
        return
    text = _CONTROL.sub("", text.replace(FILLER, " ").replace(HIDDEN, " ").replace("\n", " "))
    text = _without_names(text, pair.source)
    words = _LATIN_WORD.findall(text)
    common = [one for one in words if one[0].islower() and one not in PARTICLES]
    if len(words) < _SURE_WORDS or len(common) < _FEW_WORDS:
        return
    found = detect(text)
    tag = pair.language.tag
    expected = _DETECTED.get(tag, _OTHERS - {"en"}) | {tag.partition("-")[0]}
    if found in _OTHERS - expected:
        yield Hit(
            f"this seems to be {_OUR_NAMES[found]}, not {pair.language.english_name}",
            "Translate it, or move it to the catalogue where it belongs.",
        )


def _without_names(text: str, source: str) -> str:
    """Return a text without the names that it has from its source, which say nothing."""
    names = _names(source)
    if names.isdisjoint(_LATIN_WORD.findall(text)):
        return text
    return _LATIN_WORD.sub(lambda match: "" if match[0] in names else match[0], text)


@lru_cache(maxsize=1 << 14)  # asked for in each language
def _names(source: str) -> frozenset[str]:
    return frozenset(word for word in _LATIN_WORD.findall(source) if word[0].isupper())


@cache
def detector() -> Callable[[str], str] | None:
    """Return what says which language a text is in, if sure; None if it is not installed."""
    if not is_installed("T145"):
        return None
    import pycld2  # noqa: PLC0415 - an extra

    def detect(text: str) -> str:
        try:
            reliable, _, found = pycld2.detect(text, returnVectors=False)
        except pycld2.error:
            return ""
        _, code, percent, _ = found[0]
        return str(code) if reliable and percent >= _SURE_PERCENT else ""

    return detect
