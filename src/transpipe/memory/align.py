"""Which of today's messages was which of the old ones: position first, then their words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from transpipe.memory.index import (
    SHARE,
    TINY,
    Index,
    Likeness,
    Reader,
    Text,
    around,
    at_end,
    compare,
)

__all__ = ["Alignment", "align"]

WINDOW = 4  # how far from its rank in a gap an old message may stand
BONUS = (0.0, 0.1, 0.3)  # what agreeing places are worth, by closeness
SURE = (0.62, 0.5, 0.36)  # the least score by closeness, at first
LATER = (1.1, 0.45, 0.33)  # and once the matches found have narrowed the gaps
REST = 0.5  # the least share of a half that no other half accounts for
NEXT_SHARE = 0.5  # the least share of a half in the whole, next to another half
FITTING_REST = 0.3  # the same where there is room for all its words: phrases come twice


@dataclass(slots=True)
class Alignment:
    """Today's messages against the old ones; grows from the unchanged ones.

    Attributes:
        was: for each new message the place of the old one it was, or -1.
        became: for each old one the place of the new one it became, or -1.
        closeness: for each new one found here, how well the places agree: 0, 1 or 2.
        news: the new ones that are not unchanged, by place.
        olds: the old ones that are not unchanged, by place.
        index: finds these old ones.
        halves: for each old one taken apart, what it became.
        merged: for each new one made of several, what it was.
        seen: what was compared.
        covered_olds: what of an old one is accounted for by what it became.

    """

    was: list[int]
    became: list[int]
    news: dict[int, Text]
    olds: dict[int, Text]
    index: Index
    closeness: dict[int, int] = field(default_factory=dict)
    halves: dict[int, list[int]] = field(default_factory=dict)
    merged: dict[int, list[int]] = field(default_factory=dict)
    seen: dict[int, dict[int, Likeness]] = field(default_factory=dict)
    covered_olds: dict[int, Covered] = field(default_factory=dict)

    def likeness(self, new: int, old: int) -> Likeness:
        """Return how near two of them are; computed once."""
        row = self.seen.setdefault(new, {})
        if old not in row:
            row[old] = compare(self.news[new], self.olds[old])
        return row[old]

    def pair(self, new: int, old: int, closeness: int) -> None:
        """Settle what a new message was."""
        self.was[new], self.became[old], self.closeness[new] = old, new, closeness

    def is_free(self, old: int) -> bool:
        """Tell whether an old message is gone and nothing came of it."""
        return old in self.olds and self.became[old] < 0

    def free(self) -> Iterator[int]:
        """Yield the new messages for which nothing is found yet."""
        return (new for new in self.news if self.was[new] < 0)


def align(
    news: Sequence[str], olds: Sequence[str], same: dict[int, int], reader: Reader
) -> Alignment:
    """Find what each new source was; ``same`` gives the old place of each unchanged one."""
    state = _begin(news, olds, same, reader)
    if state.news and state.olds:
        pairs = [*_with_equal_words(state), *_beside(state), *_look_up(state)]
        _settle(state, pairs, SURE)
        _settle(state, list(_beside(state)), LATER)
        _find_halves(state)
        _find_merged(state)
    for parts in (*state.halves.values(), *state.merged.values()):
        parts.sort()
    return state


def _begin(
    news: Sequence[str], olds: Sequence[str], same: dict[int, int], reader: Reader
) -> Alignment:
    was, became = [-1] * len(news), [-1] * len(olds)
    for new, old in same.items():
        was[new], became[old] = old, new
    gone = {old: reader.read(olds[old]) for old, new in enumerate(became) if new < 0}
    come = {new: reader.read(news[new]) for new, old in enumerate(was) if old < 0}
    index = Index(gone[old].features if old in gone else () for old in range(len(olds)))
    return Alignment(was, became, come, gone, index)


# --- one was one -----------------------------------------------------------------------


def _settle(
    state: Alignment, pairs: Iterable[tuple[int, int, int]], least: Sequence[float]
) -> None:
    """Pair the best first, one to one: equal words before all, ties go to the earlier."""
    rated = []
    for new, old, closeness in pairs:
        likeness = state.likeness(new, old)
        equal = state.news[new].plain and state.news[new].plain == state.olds[old].plain
        if equal or likeness.score >= least[closeness]:
            rated.append((not equal, -likeness.score - BONUS[closeness], new, old, closeness))
    for *_, new, old, closeness in sorted(rated):
        if state.was[new] < 0:
            if state.is_free(old):
                state.pair(new, old, closeness)
            elif closeness or state.likeness(new, old).is_part:
                _halve(state, new, old)


def _with_equal_words(state: Alignment) -> Iterator[tuple[int, int, int]]:
    """Yield candidates that differ by markup only, those nearest in place."""
    places: dict[str, list[int]] = {}
    for old, text in state.olds.items():
        places.setdefault(text.plain, []).append(old)
    for new, place in _expected(state):
        for old in around(places.get(state.news[new].plain, []), place):
            yield new, old, 0


def _look_up(state: Alignment) -> Iterator[tuple[int, int, int]]:
    """Yield candidates that share words."""
    for new, place in _expected(state):
        for old in state.index.near(state.news[new], place):
            if state.is_free(old):
                yield new, old, 0


def _expected(state: Alignment) -> Iterator[tuple[int, int]]:
    """Yield each free new message and the place in the old order that follows its forerunner's."""
    place = -1
    for new, old in enumerate(state.was):
        place = old if old >= 0 else place + 1
        if old < 0:
            yield new, place


def _beside(state: Alignment) -> Iterator[tuple[int, int, int]]:
    """Yield candidates that stood next to what a new message stands next to."""
    for first, stop in _runs(state.was):
        after, before = _gaps(state, first, stop)
        between = after == before
        for new in range(first, stop):
            yield from _ranked(new, range(first, stop), after, between=between)
            if not between:
                yield from _ranked(new, range(first, stop), before, between=False)


def _runs(was: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield begin and end of each run of new messages for which nothing is found yet."""
    first = None
    for new, old in enumerate(was):
        if old < 0 and first is None:
            first = new
        elif old >= 0 and first is not None:
            yield first, new
            first = None
    if first is not None:
        yield first, len(was)


def _gaps(state: Alignment, first: int, stop: int) -> tuple[range, range]:
    """Return the free old ones after the message before the run, and before the one after it."""
    begin = state.was[first - 1] + 1 if first else 0
    end = begin
    while state.is_free(end):
        end += 1
    last = state.was[stop] if stop < len(state.was) else len(state.became)
    start = last
    while state.is_free(start - 1):
        start -= 1
    return range(begin, end), range(start, last)


def _ranked(new: int, news: range, olds: range, *, between: bool) -> Iterator[tuple[int, int, int]]:
    """Yield the old messages whose rank in a gap is about the same as the new one's."""
    rank, back = new - news.start, news.stop - new
    even = between and len(news) == len(olds)
    for centre in dict.fromkeys((olds.start + rank, olds.stop - back)):
        for old in range(max(olds.start, centre - WINDOW), min(olds.stop, centre + WINDOW + 1)):
            aligned = old - olds.start == rank or olds.stop - old == back
            yield new, old, 2 if even and aligned else int(between or aligned)


# --- one became several, several became one --------------------------------------------


@dataclass(slots=True)
class Covered:
    """What of a text others account for already: how many words, which pairs."""

    words: int
    pairs: set[str]


def _is_part(half: Text, whole: Text, covered: Covered, *, beside: bool, first: bool) -> bool:
    """Tell whether a text is a part of another one, beside what others account for.

    Args:
        half: the supposed part.
        whole: the supposed whole.
        covered: what others account for; grows if it is a part.
        beside: it stands next to one of the others.
        first: the half would stand before the others; matters where it is very short.

    """
    size = len(half.ids)
    if not size or size >= len(whole.ids):
        return False
    room = covered.words + size <= len(whole.ids)
    fits = beside and room and at_end(half.letters, whole.letters, first=first)
    if not fits and size >= TINY:
        common = half.pairs & whole.pairs
        least = FITTING_REST if room else REST
        fits = len(common) >= (NEXT_SHARE if beside else SHARE) * len(half.pairs)
        fits = fits and len(common - covered.pairs) >= least * len(common)
    if fits:
        covered.words += size
        covered.pairs |= half.pairs
    return fits


def _beside_is(values: Sequence[int], place: int, value: int) -> bool:
    """Tell whether one of the two neighbours of a place has a value."""
    return value in values[max(0, place - 1) : place + 2]


def _halve(state: Alignment, new: int, old: int) -> bool:
    """Make a new message a half of an old one that became another already, if it is one."""
    other = state.became[old]
    if other not in state.news or new == other:
        return False
    if old not in state.covered_olds:
        text = state.news[other]
        state.covered_olds[old] = Covered(len(text.ids), set(text.pairs))
    covered = state.covered_olds[old]
    if not _is_part(
        state.news[new],
        state.olds[old],
        covered,
        beside=_beside_is(state.was, new, old),
        first=new < other,
    ):
        return False
    state.halves.setdefault(old, [other]).append(new)
    state.was[new], state.closeness[new] = old, 0
    return True


def _find_halves(state: Alignment) -> None:
    """Give what is left of the new messages to the old ones of which they are a part."""
    for new in list(state.free()):
        found = state.seen.get(new, {})
        beside = [state.was[k] for k in (new - 1, new + 1) if 0 <= k < len(state.was)]
        wholes = [old for old in beside if old in state.olds]
        near = [old for old in found if found[old].is_part]
        wholes += sorted(near, key=lambda old: (-found[old].share, old))
        any(_halve(state, new, old) for old in dict.fromkeys(wholes))


def _find_merged(state: Alignment) -> None:
    """Give what is left of the old messages to the new ones of which they are a part."""
    rows: dict[int, list[int]] = {}
    for new, row in state.seen.items():
        for old, likeness in row.items():
            if likeness.is_part:
                rows.setdefault(old, []).append(new)
    covered: dict[int, Covered] = {}
    left = [old for old in state.olds if state.became[old] < 0]
    for old in sorted(left, key=lambda old: -len(state.olds[old].ids)):
        beside = [state.became[k] for k in (old - 1, old + 1) if 0 <= k < len(state.became)]
        wholes = dict.fromkeys([*beside, *sorted(rows.get(old, []))])
        any(_merge(state, new, old, covered) for new in wholes)


def _merge(state: Alignment, new: int, old: int, covered: dict[int, Covered]) -> bool:
    """Make an old message a part of a new one that was another already, if it is one."""
    other = state.was[new] if new in state.news else -1
    if other < 0 or other in state.halves:
        return False
    if new not in covered:
        text = state.olds[other]
        covered[new] = Covered(len(text.ids), set(text.pairs))
    if not _is_part(
        state.olds[old],
        state.news[new],
        covered[new],
        beside=_beside_is(state.became, old, new),
        first=old < other,
    ):
        return False
    state.merged.setdefault(new, [other]).append(old)
    state.became[old] = new
    return True
