"""Texts made comparable, how near two of them are, and the index that finds near ones."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise

from rapidfuzz.distance import Indel, Levenshtein

from transpipe.memory.words import clusters_only, plain, words

__all__ = [
    "SHARE",
    "TINY",
    "Index",
    "Likeness",
    "Reader",
    "Text",
    "around",
    "at_end",
    "compare",
    "features_of",
]

# Limits that keep the work linear in the size of the input, whatever it is.
QUERY = 32  # words of a text that are looked up, the rarest first
POSTINGS = 40  # texts of one word that are looked at, the nearest in place first
CANDIDATES = 10  # texts that are compared in earnest
EXACT = 1_500  # words of a text up to which their order is compared
LETTERS = 120  # letters of a text up to which they are compared, for typing errors
SHORT = 7  # words of a text up to which pairs and the ends of words are looked up too
ENDS = 3  # letters at the ends of a word
TELLING = 6  # words from which a share tells something by itself
SHARE = 0.7  # the least share of a part
LEGIBLE = 0.5  # the likeness by letters below which it is chance
TINY = 3  # words of the shorter text below which its share in the other says nothing
AT_END = 0.8  # what it says if so short a text begins or ends the other
MODULUS = 0x10FFFF  # word numbers wrap here: a collision, always the same one


@dataclass(frozen=True, slots=True)
class Text:
    """A source as it is compared.

    Attributes:
        plain: without markup; empty where there is nothing but markup.
        letters: the same, or all of it where there is nothing but markup.
        ids: one character a word: equal words, equal characters.
        pairs: the pairs of neighbouring words.
        features: what it is found by, in the order of the text.

    """

    plain: str
    letters: str
    ids: str
    pairs: frozenset[str]
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near two texts are.

    Attributes:
        whole: as wholes, from 0 to 1: by the order of their words, or letters if they are short.
        share: the share of the shorter one's pairs of words that the other has too.
        words: the number of the shorter one's words.

    """

    whole: float
    share: float
    words: int

    @property
    def score(self) -> float:
        """The likeness as one figure; a share of few words needs a place that agrees."""
        return max(self.whole, self.share * (0.9 if self.words >= TELLING else 0.6))

    @property
    def is_part(self) -> bool:
        """Whether the shorter one may be a part of the longer one, wherever they stand."""
        return self.share >= SHARE and self.words >= TELLING


class Reader:
    """Makes texts comparable; texts of one reader only can be compared with each other."""

    __slots__ = ("_numbers",)

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def read(self, source: str) -> Text:
        """Return the source as it is compared."""
        bare, found = _bare_and_words(source)
        numbers = self._numbers
        ids = "".join(chr(numbers.setdefault(word, len(numbers)) % MODULUS) for word in found)
        pairs = frozenset(map("".join, pairwise(ids)))
        return Text(bare, bare or " ".join(source.split()), ids, pairs, _features(found))


def features_of(source: str) -> tuple[str, ...]:
    """Return what a source is found by, in the order of the text."""
    return _features(_bare_and_words(source)[1])


def _bare_and_words(source: str) -> tuple[str, list[str]]:
    bare = plain(source)
    return bare, words(bare) or words(source) or source.split()


def _features(found: list[str]) -> tuple[str, ...]:
    """Return each word once; pairs where words are but clusters; ends too where they are few."""
    features: dict[str, None] = dict.fromkeys(found)
    if not "".join(found).isascii():
        _pair_clusters(found, features)
    if len(found) <= SHORT:
        features.update(dict.fromkeys(map(" ".join, pairwise(found))))
        features.update(dict.fromkeys(map(" _ ".join, zip(found, found[2:], strict=False))))
        for word in found:
            if len(word) > ENDS:
                features[f"{word[:ENDS]}-"] = features[f"-{word[-ENDS:]}"] = None
    return tuple(features)


def _pair_clusters(found: list[str], features: dict[str, None]) -> None:
    """Put pairs of neighbours in the place of clusters, which are too frequent by themselves."""
    clusters = [not word.isascii() and clusters_only(word) for word in found]
    for k in range(1, len(found)):
        if clusters[k - 1] and clusters[k]:
            features.pop(found[k - 1], None)
            features.pop(found[k], None)
            features[found[k - 1] + found[k]] = None


def compare(new: Text, old: Text) -> Likeness:
    """Return how near two texts are; linear in their length beyond ``EXACT`` words."""
    shorter, longer = sorted((len(new.ids), len(old.ids)))
    common = len(new.pairs & old.pairs)
    fewer = min(len(new.pairs), len(old.pairs))
    share = common / fewer if shorter >= TINY else _share_of_tiny(new.letters, old.letters)
    if longer > EXACT:
        whole = 2 * common / max(1, len(new.pairs) + len(old.pairs))
    else:
        whole = Indel.normalized_similarity(new.ids, old.ids)
    if max(len(new.letters), len(old.letters)) <= LETTERS:
        letters = Levenshtein.normalized_similarity(new.letters, old.letters)
        whole = max(whole, letters if letters >= LEGIBLE else 0.0)
    return Likeness(whole, share, shorter)


def _share_of_tiny(new: str, old: str) -> float:
    """Return a share that makes a match only where one stands where the other stood."""
    half, whole = sorted((new, old), key=len)
    ends = at_end(half, whole, first=True) or at_end(half, whole, first=False)
    return AT_END if ends else 0.0


def at_end(half: str, whole: str, *, first: bool) -> bool:
    """Tell whether a text begins (``first``) or ends another one as a sentence of its own."""
    if not half or len(half) >= len(whole):
        return False
    if first:
        return whole.startswith(half) and not (half[-1].isalnum() and _goes_on(whole, len(half)))
    return whole.endswith(half) and not whole[: -len(half)].rstrip()[-1:].isalnum()


def _goes_on(text: str, end: int) -> bool:
    return text[end].isalnum() or text[end : end + 2].strip().isalnum()


class Index:
    """Finds the texts that share rare words with another one.

    Args:
        texts: the features of each, in the order of their places; none: not to be found.

    """

    __slots__ = ("_places",)

    def __init__(self, texts: Iterable[Iterable[str]]) -> None:
        self._places: dict[str, list[int]] = {}
        for place, text in enumerate(texts):
            for feature in text:
                self._places.setdefault(feature, []).append(place)

    def near(
        self, text: Text, place: int, allowed: Callable[[int], bool] | None = None
    ) -> list[int]:
        """Return the places of the best candidates, the best first.

        Ties, and the choice among texts with a frequent word, go to those nearest ``place``.
        """
        lists = [found for feature in text.features if (found := self._places.get(feature))]
        lists.sort(key=len)
        weights: dict[int, float] = {}
        for postings in lists[:QUERY]:
            weight = 1 / (1 + len(postings)) ** 0.5
            for old in around(postings, place):
                weights[old] = weights.get(old, 0.0) + weight
        places = weights if allowed is None else filter(allowed, weights)
        return nsmallest(CANDIDATES, places, key=lambda old: (-weights[old], abs(old - place), old))


def around(places: Sequence[int], place: int) -> Sequence[int]:
    """Return the ``POSTINGS`` places nearest to one, of an ascending list."""
    if len(places) <= POSTINGS:
        return places
    first = bisect_left(places, place) - POSTINGS // 2
    first = max(0, min(first, len(places) - POSTINGS))
    return places[first : first + POSTINGS]
