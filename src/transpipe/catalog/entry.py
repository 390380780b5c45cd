"""The entries of a catalogue, each with the text it was read from."""

from __future__ import annotations

from typing import NamedTuple

from transpipe.document import Key

__all__ = ["HEADER", "Entry", "Previous"]


class Previous(NamedTuple):
    """What a fuzzy target was the translation of, as ``#|`` says."""

    context: str | None = None
    source: str | None = None
    plural: str | None = None


HEADER: Key = (None, "")
"""The key of the header."""


class Entry(NamedTuple):
    """An entry and the text it was read from, to the character.

    Attributes:
        gap: the white space between the entry before and this one.
        body: its comments, keywords and strings, with the end of its last line.
        head: its comments, without those of ``#|``: where ``body`` begins.
        context: the context; None where there is none.
        source: the msgid.
        plural: the msgid_plural; None where there is none.
        targets: the msgstr, or every msgstr[] in order; never empty.
        fuzzy: whether a line of flags says so.
        obsolete: whether its lines begin with ``#~``.
        previous: the context, source and plural that ``#|`` names.
        line: the line of its msgid (or msgctxt), from 1; 0 if it was never in a file.
        target_line: the line of its first msgstr, from 1; 0 if it was never in a file.

    """

    gap: str
    body: str
    head: str
    context: str | None
    source: str
    plural: str | None
    targets: tuple[str, ...]
    fuzzy: bool
    obsolete: bool
    previous: Previous
    line: int
    target_line: int

    @property
    def key(self) -> Key:
        """Context and source."""
        return self.context, self.source
