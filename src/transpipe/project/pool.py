"""What a language has translations of, where an update looks for what new messages were before."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from transpipe.catalog import Carried, Catalog, State
from transpipe.document import Key
from transpipe.memory import Known, Match, Memory, known, matches

__all__ = ["Pool", "pool_of"]


@dataclass(frozen=True, slots=True)
class Pool:
    """What a language has translations of, as it was before the update.

    Attributes:
        memory: all pairs: the catalogues', the obsolete ones among them, the compendia's.
        previous: of the fuzzy ones, the source that the target was made for.
        moved: what no document has any more where it stood; it may have moved.

    """

    memory: Memory
    previous: Mapping[tuple[str, str | None, str], str]
    moved: Mapping[Key, frozenset[str]]

    def carried(
        self, template: Catalog, old: Catalog | None, name: str, *, near: bool
    ) -> dict[Key, Carried]:
        """Return what is offered to the messages that are new to a catalogue.

        The source of a message that moved is equal, and so the target keeps its state; all
        else is fuzzy.

        Args:
            template: what the catalogue is to have.
            old: what it is; None where it is not there yet.
            name: its name.
            near: whether a new source gets the target of a near one.

        """
        new = [message.key for message in template.messages()]
        active = [known(message) for message in old.messages()] if old else []
        found = matches(new, active, self.memory, origin=name, near=near)
        return {key: self._offer(key, match, name) for key, match in found.items()}

    def _offer(self, key: Key, match: Match, name: str) -> Carried:
        targets = self.moved.get(key, frozenset())
        if len(targets) == 1:
            return Carried(next(iter(targets)), key[1], fuzzy=False)
        parts = match.parts or (match.known,)
        previous = [
            self.previous.get((part.origin or name, part.context, part.source), part.source)
            for part in parts
        ]
        return Carried(
            match.target, " ".join(previous), match.known.context, hint=_hint(key[1], match)
        )


_HINTS = {
    "markup": "only the markup changed.",
    "split": "a part of what was a longer passage.",
    "whole": "the passage was split; this is the translation of all of it.",
    "merge": "several passages became one.",
}
"""What a reviewer is told of a match; the other kinds are plain from the previous source."""


def _hint(source: str, match: Match) -> str:
    if match.how == "markup" and match.known.source == source:
        return ""
    is_whole = match.how == "split" and match.target == match.known.target
    return _HINTS.get("whole" if is_whole else match.how, "")


def pool_of(
    catalogs: Mapping[str, Catalog],
    more: Sequence[Catalog],
    today: Mapping[str, Collection[Key]],
) -> Pool:
    """Return all pairs of a language: its catalogues, what is obsolete in them, compendia.

    Args:
        catalogs: its catalogues as they are, by name.
        more: its compendia.
        today: what the documents have by now, by the names of their catalogues.

    """
    pairs: list[Known] = []
    previous: dict[tuple[str, str | None, str], str] = {}
    moved: dict[Key, set[str]] = {}
    for catalog in (*catalogs.values(), *more):
        here = today.get(catalog.name, frozenset())
        for message in (*catalog.messages(), *catalog.obsolete()):
            key = message.key
            origin = f"{catalog.name} (obsolete)" if message.obsolete else catalog.name
            pairs.append(known(message, origin))
            if message.state is State.FUZZY and message.previous:
                previous[origin, *key] = message.previous
            is_gone = message.obsolete or key not in here
            if message.state is State.TRANSLATED and is_gone and catalog.name in catalogs:
                moved.setdefault(key, set()).add(message.target)
    frozen = {key: frozenset(targets) for key, targets in moved.items()}
    return Pool(Memory(pairs), previous, frozen)
