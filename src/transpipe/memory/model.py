"""What is known, and what a new source is likely to have been."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from transpipe.catalog import Message, State
from transpipe.document import Key

__all__ = ["How", "Known", "Match", "known"]

How: TypeAlias = Literal["position", "near", "split", "merge", "markup", "memory"]
"""position: it stands where the old one stood; near: their words are alike; split, merge: the
old one was taken apart, or several became one; markup: the words are the same; memory: from
elsewhere, or for another context."""


@dataclass(frozen=True, slots=True)
class Known:
    """A source whose target is known.

    Attributes:
        source: the old source.
        target: its target; empty where it is untranslated.
        context: tells equal sources apart.
        fuzzy: a person must still look at the target.
        origin: the catalogue it comes from; empty: the one that is being updated.

    """

    source: str
    target: str
    context: str | None = None
    fuzzy: bool = False
    origin: str = ""

    @property
    def key(self) -> Key:
        """Context and source."""
        return self.context, self.source


def known(message: Message, origin: str = "") -> Known:
    """Return what is known by a message; ``origin`` is its catalogue."""
    fuzzy = message.state is State.FUZZY
    return Known(message.source, message.target, message.context, fuzzy, origin)


@dataclass(frozen=True, slots=True)
class Match:
    """A proposal for a new source: always fuzzy, except where the source is equal.

    Attributes:
        known: what the new source was; of a merge, the most similar part.
        score: how near they are, from 0 to 1; 1 where the sources are equal.
        how: what the match rests on.
        target: the proposal: the old target, the part of it that belongs to the new
            source, or the old targets in a row.
        parts: of a merge, all that became one, in their old order; else ``known`` alone.

    """

    known: Known
    score: float
    how: How
    target: str
    parts: tuple[Known, ...] = ()

    @property
    def previous(self) -> str:
        """The old source, to be kept as the entry's previous one; of a merge, all of them."""
        return " ".join(known.source for known in self.parts) or self.known.source
