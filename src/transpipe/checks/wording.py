"""Words: terms that stay, agreed translations, what was left in the source language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from transpipe.checks.finding import Hit
from transpipe.checks.inflection import has_form_of
from transpipe.checks.pair import Pair
from transpipe.checks.shorten import shorten
from transpipe.document import Kind
from transpipe.languages import Language
from transpipe.latest import latest

__all__ = ["PARTICLES", "glossary", "is_alike", "keep_term", "kept_terms", "same_as_source"]

_TAG = re.compile(r"(?<![\w&/#@.])(?:#(?=\w*[^\W\d_])|@)\w+(?:[.-]\w+)*")
# A name in capitals of several parts, such as FORUM-ASIA.
_NAME = re.compile(r"(?<![\w-])[A-Z]{2,}(?:[-/&][A-Z][A-Z0-9]+)+(?![\w-])")
_JOINT = re.compile("[-/&][A-Z]")  # no such name is without one
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
PARTICLES = frozenset(
    "a al an and at bin by da de del di do dos du e el en for in la las le los of on or the to "
    "van von with y".split()
)
_ASCII_WORD = re.compile(r"[A-Za-z0-9_]")
_PLURAL = r"(?:e?s|['’]s|s['’])?(?!\w)"
_FEW = 2
_EMPTY_IT = "Translate it, or empty the target: then the page marks it as untranslated."


def keep_term(pair: Pair) -> Iterable[Hit]:
    """A #hashtag, an @handle or a term that stays as it is has gone.

    A translated hashtag joins another conversation, a changed handle is somebody else, and
    names that a project agreed to keep are what readers search for. A hashtag goes on until
    something that is no letter (UAX 31), so in scripts without spaces it needs one behind it.

    Example: the source says #WhatsHappeningInMyanmar, the target #ApaYangTerjadi.

    To mend it, copy the term from the source, letter for letter.
    """
    settings = pair.settings
    for term in kept_terms(pair.there.prose, settings.keep_terms):
        if term[0] == "#" and _runs_on(pair.target, term):
            place = pair.target.index(term)
            yield Hit(
                f"“{shorten(term)}” takes in the letters after it",
                "Put a space behind it: letters that follow without one make it another hashtag.",
                place,
                place + len(term),
            )
        elif not _has(pair.target, term) and (
            term in settings.keep_terms or _respelled(pair, term)
        ):
            start = pair.source.find(term)
            yield Hit(
                f"“{shorten(term)}” is missing",
                f"Copy “{shorten(term)}” from the source, letter for letter.",
                start,
                start + len(term),
                in_source=True,
            )


@lru_cache(maxsize=1 << 14)
def kept_terms(prose: str, terms: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return what of a source stays as it is, each once: tags, handles, names, given terms."""
    found = dict.fromkeys(_TAG.findall(prose)) if "#" in prose or "@" in prose else {}
    if _JOINT.search(prose):
        found |= dict.fromkeys(_NAME.findall(prose))
    found |= dict.fromkeys(term for term in terms if term in prose and _has(prose, term))
    return tuple(found)


def _has(text: str, term: str) -> bool:
    """Tell whether a term stands in a text and not inside an ASCII word."""
    place = text.find(term)
    while place >= 0:
        after = text[place + len(term) : place + len(term) + 1]
        before = text[place - 1 : place] if place else ""
        inside = (_ASCII_WORD.match(after) and _ASCII_WORD.match(term[-1])) or (
            _ASCII_WORD.match(before) and _ASCII_WORD.match(term[0])
        )
        if not inside:
            return True
        place = text.find(term, place + 1)
    return False


def _runs_on(text: str, tag: str) -> bool:
    """Tell whether a hashtag stands in a text, but each time with letters of another script on."""
    after = [text[match.end() : match.end() + 1] for match in re.finditer(re.escape(tag), text)]
    return bool(after) and all(one and not one.isascii() and _goes_on(one) for one in after)


def _goes_on(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M"


def _respelled(pair: Pair, term: str) -> bool:
    """Tell whether a name of several parts is there, but put together in another way."""
    if term[0] in "#@":
        return True
    parts = [re.escape(part) for part in re.split(r"[-/&]", term)]
    return bool(re.search(r"\W{0,3}".join(parts), pair.target, re.IGNORECASE))


def glossary(pair: Pair) -> Iterable[Hit]:
    """The agreed translation of a term is not used.

    One word for one thing: readers must recognize a term from one statement to the next, and
    some words were chosen with care.

    Example: the glossary has "human rights defender" as "pembela hak asasi manusia", the
    target says "aktivis".

    To mend it, use the agreed words, in any form that the sentence needs; or talk to those
    who keep the glossary.
    """
    agreed = pair.settings.glossary
    if not agreed:
        return
    target = pair.target.casefold().replace("\u200b", "")
    for term, start, end in _terms(pair.there.prose, _terms_of(agreed)):
        words = agreed[term]
        if words and not any(_is_used(one, target, pair.language) for one in words):
            yield Hit(
                f"“{shorten(pair.source[start:end])}” is not translated as agreed",
                f"The glossary has: {', '.join(f'“{one}”' for one in words)}.",
                start,
                end,
                in_source=True,
            )


class _Terms:
    """The terms of a glossary by their first word; equal to itself alone."""

    __slots__ = ("by_word",)

    def __init__(self, terms: Iterable[str]) -> None:
        self.by_word: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
        for term in sorted(terms, key=lambda one: (-len(one), one)):
            words = _WORD.findall(term.casefold())
            if words:
                pattern = r"\s+".join(re.escape(part) for part in term.casefold().split())
                entry = (term, re.compile(pattern + _PLURAL))
                self.by_word.setdefault(words[0], []).append(entry)


@latest
def _terms_of(agreed: Mapping[str, Sequence[str]]) -> _Terms:
    """Return the terms of a glossary; those of a few dozen are remembered."""
    return _made_terms(tuple(agreed))


@lru_cache(maxsize=64)
def _made_terms(terms: tuple[str, ...]) -> _Terms:
    return _Terms(terms)


@lru_cache(maxsize=1 << 14)
def _terms(prose: str, terms: _Terms) -> tuple[tuple[str, int, int], ...]:
    """Return the terms that stand in a source with their first place, the longest of each."""
    found: dict[str, tuple[int, int]] = {}
    taken = 0
    folded = prose.casefold()
    if len(folded) != len(prose):  # a letter that folds to two; places would be wrong
        folded = prose.lower()
    for match in _WORD.finditer(folded):
        if match.start() < taken:
            continue
        for term, pattern in _candidates(match[0], terms):
            if hit := pattern.match(folded, match.start()):
                found.setdefault(term, hit.span())
                taken = hit.end()
                break
    return tuple((term, start, end) for term, (start, end) in found.items())


def _candidates(word: str, terms: _Terms) -> Iterator[tuple[str, re.Pattern[str]]]:
    for one in dict.fromkeys((word, word.removesuffix("s"), word.removesuffix("es"))):
        yield from terms.by_word.get(one, ())


def _is_used(agreed: str, target: str, language: Language) -> bool:
    words = agreed.casefold().replace("\u200b", "")
    if not language.spaces:
        return "".join(words.split()) in "".join(target.split())
    return not words.strip() or has_form_of(words, target, language.tag)


def same_as_source(pair: Pair) -> Iterable[Hit]:
    """The target is the source, or nothing but white space.

    It counts as translated, yet readers find a sentence in a language they may not know.
    Names, numbers, addresses and segments that the author marked as optional may stay.

    Example: the source and the target both say "We demand justice for all people."

    To mend it, translate it, or empty the target: then the page marks it as untranslated.
    """
    if not pair.target.strip():
        return (Hit("the target is nothing but white space", _EMPTY_IT),)
    return (Hit("the target is the same as the source", _EMPTY_IT),) if _is_left(pair) else ()


def _is_left(pair: Pair) -> bool:
    """Tell whether a target is its source though that should have been translated."""
    if not is_alike(pair) or pair.segment.optional or pair.segment.kind is Kind.CODE:
        return False
    return _is_sentence(pair.there.prose, pair.settings.keep_terms)


def is_alike(pair: Pair) -> bool:
    """Tell whether a target is its source, but for case and marks."""
    source, target = pair.source, pair.target
    if abs(len(source) - len(target)) > _FEW or source[:4].casefold() != target[:4].casefold():
        return False
    if source == target:
        return True
    return _bare(source) == _bare(target)


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _is_sentence(prose: str, terms: tuple[str, ...]) -> bool:
    """Tell whether a text has words that are neither names nor parts of names."""
    for term in kept_terms(prose, terms):
        prose = prose.replace(term, " ")
    words = [word for word in _WORD.findall(prose) if len(word) > 1]
    common = [word for word in words if word[0].islower() and word not in PARTICLES]
    return len(words) >= _FEW and bool(common)
