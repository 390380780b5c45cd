"""Three versions of a catalogue become one: entry by entry, never line by line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from transpipe.catalog import PLURAL, Version
from transpipe.catalog.arrange import interleave
from transpipe.catalog.comments import CONFLICT
from transpipe.document import Key

__all__ = [
    "Merged",
    "merge",
    "merge_headers",
    "unpaired",
    "with_conflict",
]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Merged:
    """What came of a merge.

    Attributes:
        entries: ours in their order, theirs where they stood, the obsolete ones last.
        conflicts: the entries of which both changed the target; they are fuzzy.

    """

    entries: tuple[Version, ...]
    conflicts: tuple[Version, ...]


def merge(base: Iterable[Version], ours: Iterable[Version], theirs: Iterable[Version]) -> Merged:
    """Merge two versions of a catalogue that come from a third.

    A target changed on one side wins. Changed on both, ours stays as a fuzzy target and
    theirs follows in the comment. A finished target wins over a fuzzy one. An empty target
    never deletes one: what one side emptied stays, fuzzy; what one side removed stays
    obsolete, unless it was obsolete already and the other side left it alone. No entry gets
    the target of another source, save fuzzy ones that follow what was corrected meanwhile.
    """
    was, here, there = (_by_key(entries) for entries in (base, ours, theirs))
    found: list[Version] = []
    conflicts: list[Version] = []
    for key in interleave(list(here), list(there)):
        entry, is_conflict = _merge_one(was.get(key), here.get(key), there.get(key))
        if entry is None:
            continue
        entry = _follow(entry, was, here, there)
        found.append(entry)
        if is_conflict:
            conflicts.append(entry)
    return Merged(tuple(sorted(found, key=lambda entry: entry.obsolete)), tuple(conflicts))


def _by_key(entries: Iterable[Version]) -> dict[Key, Version]:
    """Return the entries by key; of two with one key the active one, then the first."""
    found: dict[Key, Version] = {}
    for entry in entries:
        known = found.get(entry.key)
        if known is None or (known.obsolete and not entry.obsolete):
            found[entry.key] = entry
    return found


def _merge_one(
    base: Version | None, ours: Version | None, theirs: Version | None
) -> tuple[Version | None, bool]:
    """Return what comes of an entry, and whether both changed its target."""
    if ours is None or theirs is None:
        return _one_sided(base, ours or theirs), False
    winner, loser = _translation(base, ours, theirs)
    is_conflict = loser is not None and loser.is_final == winner.is_final
    comment = _comment(base.comment if base else "", ours.comment, theirs.comment)
    entry = replace(
        winner,
        fuzzy=winner.fuzzy or is_conflict,
        comment=with_conflict(comment, loser.target) if loser else comment,
        facts=_pick(base.facts if base else None, ours.facts, theirs.facts),
        obsolete=_pick(base.obsolete if base else True, ours.obsolete, theirs.obsolete),
    )
    return entry, is_conflict


def _pick(base: _T | None, ours: _T, theirs: _T) -> _T:
    """Return the side that differs from the base; ours where both do."""
    return theirs if ours == base else ours


def _one_sided(base: Version | None, entry: Version | None) -> Version | None:
    """Return what comes of an entry that one side lacks: added there, or removed here."""
    if base is None or entry is None:
        return entry
    untouched = (entry.target, entry.fuzzy) == (base.target, base.fuzzy)
    if not entry.target or (untouched and entry.obsolete):
        return None
    return replace(entry, obsolete=True)


def _translation(
    base: Version | None, ours: Version, theirs: Version
) -> tuple[Version, Version | None]:
    """Return the entry whose target stays; and the other where its target must not be lost."""
    here, there = _state(ours), _state(theirs)
    before = _state(base) if base else None
    if here in (there, before) or there == before:
        winner = theirs if here == before else ours
        if base is not None and base.target and not winner.target and here != there:
            return replace(winner, target=base.target, fuzzy=True), None
        return winner, None
    if ours.target == theirs.target:
        return (theirs if ours.fuzzy else ours), None
    return _both_changed(base.target if base else "", ours, theirs)


def _state(entry: Version) -> tuple[str, bool, str]:
    return entry.target, entry.fuzzy, entry.previous


def _both_changed(before: str, ours: Version, theirs: Version) -> tuple[Version, Version | None]:
    """Return winner and loser of two entries whose targets differ."""
    if ours.is_final == theirs.is_final and before in (ours.target, theirs.target):
        return (theirs if ours.target == before else ours), None
    if not (ours.target and theirs.target):
        return (ours if ours.target else theirs), None
    winner, loser = (theirs, ours) if theirs.is_final and not ours.is_final else (ours, theirs)
    is_carried_over = loser.fuzzy and loser.previous and winner.is_final
    return winner, (None if is_carried_over or loser.target == before else loser)


def _comment(base: str, ours: str, theirs: str) -> str:
    """Merge a comment by its lines where both sides changed it."""
    if base in (ours, theirs) or ours == theirs:
        return _pick(base, ours, theirs)
    lines = ours.split("\n") if ours else []
    return "\n".join([*lines, *(line for line in theirs.split("\n") if line not in lines)])


def with_conflict(comment: str, target: str) -> str:
    """Return the comment with another target shown below it."""
    shown = [CONFLICT, *(f"| {line}" for line in target.replace(PLURAL, "\n").split("\n"))]
    return "\n".join([*filter(None, [comment]), *shown])


def _follow(
    entry: Version, was: dict[Key, Version], here: dict[Key, Version], there: dict[Key, Version]
) -> Version:
    """Carry a correction of the old source over to the new one that took its target meanwhile.

    One side corrected it, the other one edited the source; where both have the new one, both
    have seen the correction.
    """
    old = was.get((entry.context, entry.previous))
    if not entry.fuzzy or entry.key in was or (entry.key in here and entry.key in there):
        return entry
    if old is None or not old.target or old.target != entry.target:
        return entry
    other = (there if entry.key in here else here).get(old.key)
    corrected = other is not None and other.is_final and other.target
    return replace(entry, target=corrected) if corrected else entry


def unpaired(merged: Iterable[Version], *parents: Iterable[Version]) -> list[Version]:
    """Return the finished entries whose pair of source and target was finished in no parent.

    A merge by lines can put one branch's source and the other's target together, and nothing
    in the file tells such a pair from one that a person confirmed; the parents do.
    """
    known = {(e.key, e.target) for entries in parents for e in entries if e.is_final}
    return [
        entry
        for entry in merged
        if entry.is_final and not entry.obsolete and (entry.key, entry.target) not in known
    ]


def merge_headers(
    base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str]
) -> dict[str, str]:
    """Merge the header field by field: the later of two dates, else ours where both changed."""
    found = {}
    for name in dict.fromkeys([*ours, *theirs]):
        before, here, there = base.get(name), ours.get(name), theirs.get(name)
        value = _pick(before, here, there)
        if name.endswith("-Date") and here and there and before not in (here, there):
            value = max(here, there)
        if value is not None:
            found[name] = value
    return found
