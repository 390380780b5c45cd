"""Which words answer to which, learnt from the likely pairs of the two documents themselves."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from transpipe.bitext.features import Traits

__all__ = ["Lexicon"]

_LIKELY = 0.2  # the least chance of a pair to learn from
_WINDOW = 3  # neighbours that teach nothing: they would all be wrong together
_ROWS = 40  # how many segments a word is looked up in
_ASSOCIATED = 0.5  # the least association of two words (Dice 1945)
_TWICE = 1.5  # how often they must have met
_NO_CHANCE = 4.0  # logarithm of the odds that two words met often by more than chance
_SURELY = 0.9  # how often a word's counterpart is there in a right pair, at most
_WEIGHT = 0.7  # words are not independent of each other
_MOST = 8.0


class Lexicon:
    """Tells how well the words of a pair go together, by what pairs further away have taught."""

    def __init__(
        self,
        here: Sequence[Traits],
        there: Sequence[Traits],
        found: Mapping[tuple[int, int], float],
    ) -> None:
        self.here, self.there = here, there
        self.places: dict[str, list[int]] = {}
        for i, one in enumerate(here):
            for word in one.words:
                self.places.setdefault(word, []).append(i)
        self.counts = Counter(word for one in there for word in one.words)
        self.rows: list[dict[str, float]] = [{} for _ in here]
        for (i, j), chance in found.items():
            if chance > _LIKELY:
                for word in there[j].words:
                    self.rows[i][word] = self.rows[i].get(word, 0.0) + chance

    def odds(self, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], float]:
        """Return what the words say of some pairs, in logarithms of odds; 0 where nothing."""
        columns: dict[int, list[int]] = {}
        for i, j in pairs:
            columns.setdefault(i, []).append(j)
        found = {}
        for i, each in columns.items():
            answers = [self._answer(i, word) for word in self.here[i].words]
            for j in each:
                words = frozenset(self.there[j].words)
                total = sum(
                    self._one(*answer, is_there=answer[0] in words) for answer in answers if answer
                )
                found[i, j] = max(-_MOST, min(_MOST, total * _WEIGHT))
        return found

    def _one(self, answer: str, hit: float, *, is_there: bool) -> float:
        """Return what it says that a word's counterpart is there, or is not."""
        by_chance = self.counts[answer] / len(self.there)
        if hit <= by_chance:
            return 0.0
        return math.log(hit / by_chance if is_there else (1 - hit) / (1 - by_chance))

    def _answer(self, i: int, word: str) -> tuple[str, float] | None:
        """Return the word that answers to one of a segment, and how often it does.

        None if that can't be told.
        """
        rows = [row for row in self.places[word] if abs(row - i) > _WINDOW][:_ROWS]
        together: dict[str, float] = {}
        for row in rows:
            for other, chance in self.rows[row].items():
                together[other] = together.get(other, 0.0) + chance
        near = self.rows[max(0, i - _WINDOW) : i + _WINDOW + 1]
        best, answer = _ASSOCIATED, None
        for other, met in together.items():
            if met >= _TWICE:
                rest = self.counts[other] - sum(row.get(other, 0.0) for row in near)
                strength = 2 * met / (len(rows) + max(met, rest))
                hit = min(_SURELY, met / (len(rows) + 0.5))
                if strength > best and self._gain(other, hit, met, len(rows)) >= _NO_CHANCE:
                    best, answer = strength, (other, hit)
        return answer

    def _gain(self, answer: str, hit: float, met: float, count: int) -> float:
        """Return how much likelier it is that two words met so often if one answers the other."""
        there = self._one(answer, hit, is_there=True)
        return met * there + (count - met) * self._one(answer, hit, is_there=False)
