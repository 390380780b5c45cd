"""For each new source, the target that is nearest to hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from transpipe.document import Key
from transpipe.memory.align import Alignment, align
from transpipe.memory.index import Reader, Text
from transpipe.memory.model import How, Known, Match
from transpipe.memory.store import Memory
from transpipe.memory.words import join, parts, sentences

__all__ = ["matches"]

ELSEWHERE = 0.72  # the least likeness of a source from elsewhere
IN_USE = 0.8  # and of one whose own message is still there


def matches(
    new: Sequence[Key],
    active: Sequence[Known],
    others: Iterable[Known] | Memory = (),
    *,
    origin: str = "",
    near: bool = True,
) -> dict[Key, Match]:
    """Return the best proposal for each new message that is not among the active ones.

    Args:
        new: context and source of all of today's messages in order, the unchanged ones too.
        active: the catalogue's messages in the order of the file, as they were.
        others: obsolete ones, other catalogues, compendia: those first that go first.
        origin: the name of the catalogue; pairs of ``others`` from there are not asked.
        near: propose for near sources too, not for equal ones alone.

    """
    keys = list(dict.fromkeys(key for key in new if key[1].strip()))
    places: dict[Key, int] = {}
    for place, known in enumerate(active):
        places.setdefault(known.key, place)
    same = {number: places[key] for number, key in enumerate(keys) if key in places}
    if len(same) == len(keys):
        return {}
    memory = others if isinstance(others, Memory) else Memory(others)
    own = Memory(active)
    found: dict[Key, Match] = {}
    aligned = _aligned(keys, active, same) if near and active else {}
    for number, key in enumerate(keys):
        if number in same:
            continue
        match = _exact(key, own) or _exact(key, memory, origin) or aligned.get(number)
        if match is None and near:
            match = _near(key, memory, ELSEWHERE, origin) or _near(key, own, IN_USE)
        if match is not None:
            found[key] = match
    return found


def _exact(key: Key, memory: Memory, skip: str = "") -> Match | None:
    """Propose the target of an equal source: of the same context, finished, first."""
    context, source = key
    found = memory.exact(source, skip=skip)
    if not found:
        return None
    known = min(found, key=lambda known: (known.context != context, known.fuzzy))
    return Match(known, 1.0, "memory", known.target)


def _near(key: Key, memory: Memory, least: float, skip: str = "") -> Match | None:
    found = memory.near(key[1], skip=skip)
    if found is None or found[1].whole < least:
        return None
    known, likeness, same = found
    return Match(known, _rounded(likeness.whole), "markup" if same else "memory", known.target)


def _rounded(score: float) -> float:
    """Return a score that stays below 1, which says that the sources are equal."""
    return min(0.99, round(score, 2))


# --- from an alignment to proposals ----------------------------------------------------


def _aligned(
    keys: Sequence[Key], active: Sequence[Known], same: dict[int, int]
) -> dict[int, Match]:
    reader = Reader()
    sources = [source for _, source in keys]
    state = align(sources, [known.source for known in active], same, reader)
    cut = _cut(state, active, reader)
    found = {}
    for new in state.news:
        match = _proposal(state, active, new, cut) if state.was[new] >= 0 else None
        if match is not None:
            found[new] = match
    return found


def _proposal(
    state: Alignment, active: Sequence[Known], new: int, cut: dict[int, str]
) -> Match | None:
    old = state.was[new]
    likeness = state.likeness(new, old)
    group = tuple(active[place] for place in state.merged.get(new, [old]))
    target = cut.get(new) or join([known.target for known in group])
    if not target:
        return None
    return Match(active[old], _rounded(likeness.score), _how(state, new), target, group)


def _how(state: Alignment, new: int) -> How:
    old = state.was[new]
    if old in state.halves:
        return "split"
    if new in state.merged:
        return "merge"
    if state.news[new].plain and state.news[new].plain == state.olds[old].plain:
        return "markup"
    return "position" if state.closeness[new] else "near"


def _cut(state: Alignment, active: Sequence[Known], reader: Reader) -> dict[int, str]:
    """Return, for the halves of what was taken apart, the sentences that belong to each."""
    found: dict[int, str] = {}
    for old, halves in state.halves.items():
        known = active[old]
        spans = _spans(state, halves, known.source, reader)
        texts = parts(known.source, known.target, list(spans.values()))
        found.update({new: text for new, text in zip(spans, texts, strict=True) if text})
    return found


def _spans(
    state: Alignment, halves: Sequence[int], source: str, reader: Reader
) -> dict[int, tuple[int, int]]:
    """Return for each half the first and the last of the source's sentences that it has.

    Nothing where a half has no sentence of its own, or those of two are mixed.
    """
    owners: dict[str, int] = {}
    for new in halves:
        for pair in state.news[new].pairs | frozenset(state.news[new].ids):
            owners.setdefault(pair, new)
    owned: dict[int, list[int]] = {new: [] for new in halves}
    for number, sentence in enumerate(sentences(source)):
        owner = _owner(reader.read(sentence), owners)
        if owner is not None:
            owned[owner].append(number)
    if any(not mine or mine[-1] - mine[0] >= len(mine) for mine in owned.values()):
        return {}
    return {new: (mine[0], mine[-1]) for new, mine in owned.items()}


def _owner(sentence: Text, owners: dict[str, int]) -> int | None:
    """Return the half that has most of a sentence; None if none has half of it."""
    votes: dict[int, int] = {}
    marks = sentence.pairs or frozenset(sentence.ids)
    for mark in marks:
        if mark in owners:
            votes[owners[mark]] = votes.get(owners[mark], 0) + 1
    best = min(votes, key=lambda new: (-votes[new], new), default=None)
    return best if best is not None and 2 * votes[best] >= len(marks) else None
