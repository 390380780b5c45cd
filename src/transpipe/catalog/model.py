"""What others see of a catalogue: messages and their states, and what an update changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from transpipe.document import Key

__all__ = ["Carried", "Changes", "Message", "State"]


class State(StrEnum):
    """What a message's target is worth; exactly one holds."""

    __hash__ = str.__hash__  # that of enumerations is slow, and these are looked up all the time

    TRANSLATED = "translated"
    FUZZY = "fuzzy"
    UNTRANSLATED = "untranslated"


class Message(NamedTuple):
    """A source and its target.

    Attributes:
        source: the text to translate.
        target: its translation; empty if there is none. Of plural forms, the first.
        state: untranslated if the target is empty, else fuzzy or translated.
        context: tells equal sources apart; None where there is none.
        note: what translators are told (``#.``).
        previous: the source that a fuzzy target was made for (``#|``); None where unknown.
        line: the line of its msgid in the file that was read, from 1; 0 if it was not there.
        target_line: the same of its msgstr.
        obsolete: whether no segment has it; it is kept for its target.
        comment: what the translator noted (``#``).
        flags: all its flags (``#,``), ``fuzzy`` too, in the order of the file.

    """

    source: str
    target: str
    state: State
    context: str | None = None
    note: str = ""
    previous: str | None = None
    line: int = 0
    target_line: int = 0
    obsolete: bool = False
    comment: str = ""
    flags: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """Context and source."""
        return self.context, self.source


@dataclass(frozen=True, slots=True)
class Carried:
    """What the memory hands to a new message; fuzzy, but for what only moved.

    Attributes:
        target: the target of a near source.
        previous: that source.
        previous_context: that source's context.
        comment: what the translator noted there.
        hint: what a reviewer should know of it, in a line; it stands among the notes and
            goes with the first update after somebody has looked at the target.
        fuzzy: whether somebody must look at it; not where the very message stood elsewhere.

    """

    target: str
    previous: str
    previous_context: str | None = None
    comment: str = ""
    hint: str = ""
    fuzzy: bool = True


@dataclass(frozen=True, slots=True)
class Changes:
    """How many messages an update met, by what became of them.

    The template's messages are ``kept + added + carried + revived``.

    Attributes:
        kept: were there and stay, with their target and state.
        added: are new and untranslated.
        carried: got the target of a near source, as fuzzy.
        revived: got back the target and state of an obsolete message, or of one that moved here.
        retired: have become obsolete, with their target.
        dropped: left without ever having had a target.
        noted: of those kept, got another note or place.
        cleaned: obsolete ones that were removed because somebody asked for it.

    """

    kept: int = 0
    added: int = 0
    carried: int = 0
    revived: int = 0
    retired: int = 0
    dropped: int = 0
    noted: int = 0
    cleaned: int = 0
