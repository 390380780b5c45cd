"""What the segments of an edition are worth, and how much of a document is translated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from transpipe.document import Document, Key
from transpipe.latest import latest

__all__ = [
    "Count",
    "Coverage",
    "Figures",
    "Standing",
    "figures",
    "runs",
    "source_words",
    "together",
]


class Standing(StrEnum):
    """What a segment of an edition is worth; exactly one holds.

    A message's state, but for targets that are refused because they would do harm.
    """

    __hash__ = str.__hash__  # that of enumerations is slow, and these are looked up all the time

    TRANSLATED = "translated"
    FUZZY = "fuzzy"
    UNTRANSLATED = "untranslated"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Count:
    """Source words and messages of one standing.

    Attributes:
        words: source words, those of a message counted wherever it stands.
        segments: places in the document.
        messages: different messages.

    """

    words: int = 0
    segments: int = 0
    messages: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(
            self.words + other.words,
            self.segments + other.segments,
            self.messages + other.messages,
        )


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much is translated; the counts add up to all segments.

    Attributes:
        counts: of the segments that count, by standing.
        optional: of those that may stay as they are, by standing.

    """

    counts: Mapping[Standing, Count]
    optional: Mapping[Standing, Count]

    @property
    def total(self) -> Count:
        """All segments that count."""
        return sum(self.counts.values(), Count())

    @property
    def words(self) -> int:
        """The source words of all segments that count."""
        return sum(one.words for one in self.counts.values())

    @property
    def left(self) -> int:
        """Source words that are not translated."""
        return self.words - self.counts[Standing.TRANSLATED].words

    @property
    def share(self) -> float:
        """The translated share of the source words, 0 to 1; 1 where there are none."""
        total = self.words
        return self.counts[Standing.TRANSLATED].words / total if total else 1.0

    @property
    def percent(self) -> int:
        """The share in whole percent, rounded down, so that 100 means all of it."""
        return self.percent_of(Standing.TRANSLATED) if self.words else 100

    def percent_of(self, standing: Standing) -> int:
        """Return the share of the source words of a standing in whole percent, rounded down."""
        total = self.words
        return self.counts[standing].words * 100 // total if total else 0


def together(coverages: Iterable[Coverage]) -> Coverage:
    """Return how much of several documents is translated; of none there is nothing to translate."""
    counts = _zeros()
    for coverage in coverages:
        for optional, every in ((False, coverage.counts), (True, coverage.optional)):
            for standing, count in every.items():
                if count.segments:
                    found = counts[standing, optional]
                    found[0] += count.words
                    found[1] += count.segments
                    found[2] += count.messages
    return _coverage(counts)


def _zeros() -> dict[tuple[Standing, bool], list[int]]:
    """Return words, segments and messages to count, by standing and whether they are optional."""
    return {(one, optional): [0, 0, 0] for one in Standing for optional in (False, True)}


def _coverage(counts: Mapping[tuple[Standing, bool], Iterable[int]]) -> Coverage:
    """Return the coverage with these counts, by standing and whether they are optional."""
    return Coverage(
        {one: Count(*counts[one, False]) for one in Standing},
        {one: Count(*counts[one, True]) for one in Standing},
    )


class Figures(NamedTuple):
    """What is counted of an edition.

    Attributes:
        coverage: how much is translated.
        passages: source words and standing of each segment that counts, in the order of the text.
        stretches: the same, neighbours of one standing as one.

    """

    coverage: Coverage
    passages: tuple[tuple[int, Standing], ...]
    stretches: tuple[tuple[int, Standing], ...]


def figures(document: Document, standings: tuple[Standing, ...]) -> Figures:
    """Return what is counted of an edition.

    Args:
        document: its source.
        standings: what each segment is worth, in order.

    """
    known = _known(document)
    if standings not in known:
        passages = tuple(_passages(document, standings))
        known[standings] = Figures(_counted(document, standings), passages, tuple(runs(passages)))
    return known[standings]


@latest
def _known(_document: Document) -> dict[tuple[Standing, ...], Figures]:
    """Return the figures of the latest document so far: many languages have the same."""
    return {}


def _counted(document: Document, standings: Sequence[Standing]) -> Coverage:
    counts = _zeros()
    seen: set[tuple[Key, bool]] = set()
    for segment, standing in zip(document.segments, standings, strict=True):
        count = counts[standing, segment.optional]
        count[0] += source_words(segment.source)
        count[1] += 1
        known = segment.key, segment.optional
        if known not in seen:
            seen.add(known)
            count[2] += 1
    return _coverage(counts)


def _passages(document: Document, standings: Sequence[Standing]) -> Iterator[tuple[int, Standing]]:
    for segment, standing in zip(document.segments, standings, strict=True):
        if not segment.optional:
            yield source_words(segment.source), standing


def runs(passages: Iterable[tuple[int, Standing]]) -> Iterator[tuple[int, Standing]]:
    """Yield neighbours of one standing as one."""
    for standing, run in groupby(passages, key=lambda one: one[1]):
        yield sum(words for words, _ in run), standing


@lru_cache(maxsize=1 << 14)  # asked for in each language
def source_words(text: str) -> int:
    """Return how many words a source has: runs of characters between white space."""
    return len(text.split())
