"""Which words answer to which, learnt from the likely pairs of the two documents themselves."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from transpipe.bitext.features import Traits

__all__ = ["Lexicon", "Shared"]

_LIKELY = 0.2
_ASSOCIATED = 0.5
_MOST = 6.0
_NEUTRAL = 0.4


class Shared(NamedTuple):
    """What the words say of a pair, as far as other pairs have taught it.

    Attributes:
        known: how much the source's words weigh whose counterparts are known; rare ones more.
        share: the share of them whose counterparts are in the translation.

    """

    known: float
    share: float

    @property
    def weight(self) -> float:
        """What that adds to the pair's logarithm of odds."""
        return 2 * min(self.known, _MOST) * (self.share - _NEUTRAL)


class Lexicon:
    """Counts how often two words stand in segments that answer to each other."""

    def __init__(
        self,
        here: Sequence[Traits],
        there: Sequence[Traits],
        found: Mapping[tuple[int, int], float],
    ) -> None:
        self.here, self.there = here, there
        self.of_here = Counter(word for one in here for word in one.words)
        self.of_there = Counter(word for one in there for word in one.words)
        self.together: dict[str, Counter[str]] = defaultdict(Counter)  # type: ignore[assignment]
        self.rows: dict[int, dict[str, float]] = {}
        for (i, j), chance in found.items():
            if chance > _LIKELY:
                row = self.rows.setdefault(i, {})
                for word in there[j].words:
                    row[word] = row.get(word, 0.0) + chance
        for i, row in self.rows.items():
            for word in here[i].words:
                for other, chance in row.items():
                    self.together[word][other] += chance  # type: ignore[assignment]

    def shared(self, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Shared]:
        """Return what the words say of some pairs, each by what the others have taught."""
        columns: dict[int, list[int]] = {}
        for i, j in pairs:
            columns.setdefault(i, []).append(j)
        return {
            (i, j): shared
            for i, each in columns.items()
            for j, shared in self._row(i, each).items()
        }

    def _row(self, i: int, columns: Sequence[int]) -> dict[int, Shared]:
        answers = {word: self._answers(i, word) for word in self.here[i].words}
        known = {word: max(each.values()) for word, each in answers.items() if each}
        weights = {word: math.log(len(self.here) / self.of_here[word]) for word in known}
        total = sum(weights.values())
        found = {}
        for j in columns:
            words = self.there[j].words
            met = sum(
                weight
                * max((answers[word].get(other, 0.0) for other in words), default=0.0)
                / known[word]
                for word, weight in weights.items()
            )
            found[j] = Shared(total, met / total if total else 0.0)
        return found

    def _answers(self, i: int, word: str) -> dict[str, float]:
        """Return how strongly words answer to one, by all segments but this one (Dice 1945)."""
        own = self.rows.get(i, {})
        count = self.of_here[word] - 1
        found = {}
        for other, together in self.together[word].items():
            mine = own.get(other, 0.0)
            rest = count + self.of_there[other] - (mine > 0)
            strength = 2 * (together - mine) / rest if rest > 0 else 0.0
            if strength >= _ASSOCIATED:
                found[other] = strength
        return found
