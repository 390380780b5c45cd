"""A catalogue as a column: where all but the targets is as in another one, they alone are read.

The catalogues of a document mostly differ in nothing else, for one tool wrote them all. What they
have in common is the frame; its text is compared, and all that was read from it once holds again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate, islice
from typing import NamedTuple

from transpipe.catalog.entry import HEADER, Entry
from transpipe.catalog.grammar import MalformedError, unquote, unusual, usual_text
from transpipe.catalog.header import announced
from transpipe.catalog.model import State
from transpipe.catalog.scan import TARGET
from transpipe.catalog.twins import VERB, Frame, is_odd
from transpipe.document import Key
from transpipe.latest import latest

__all__ = ["Column", "column_of"]


class _Places(NamedTuple):
    """Where messages stand in all catalogues with a frame.

    Attributes:
        positions: one a message; -1 where there is none.
        states: what their targets are worth, if there are any.

    """

    positions: Sequence[int]
    states: Sequence[State]


class Column:
    """The targets of a catalogue that has a known frame.

    Args:
        frame: all the rest.
        literals: how the targets are written, between the first quotation mark and the last.
        targets: what they say.

    Attributes:
        frame: all the rest.
        targets: one an entry, that of the header first.

    """

    def __init__(self, frame: Frame, literals: Sequence[str], targets: Sequence[str]) -> None:
        self.frame = frame
        self.targets = targets
        self._literals = literals

    @cached_property
    def _lines(self) -> list[int]:
        """How many lines end before each entry."""
        sizes = (
            twin.lines + literal.count("\n") + 1
            for twin, literal in zip(self.frame.twins, self._literals, strict=True)
        )
        return list(accumulate(sizes, initial=0))

    def entry(self, position: int) -> Entry:
        """Return the entry at a position, as a scan finds it in the text."""
        before, lines, entry = self.frame.twins[position]
        line = (self._lines[position] if position else 0) + 1 + lines
        return entry._replace(
            body=f'{before[len(entry.gap) :]}{self._literals[position]}"\n',
            targets=(self.targets[position],),
            line=line - (entry.target_line - entry.line),
            target_line=line,
        )

    def translations(self, keys: Sequence[Key]) -> tuple[Sequence[str], Sequence[State]]:
        """Return the targets of messages, and what they are worth; empty where there is none."""
        places = _places(keys, self.frame)
        every = [*self.targets, ""]
        targets = [every[position] for position in places.positions]
        if all(targets):
            return targets, places.states
        found = zip(targets, places.states, strict=True)
        return targets, [state if target else State.UNTRANSLATED for target, state in found]

    def messages(self) -> Iterator[tuple[Key, str, bool]]:
        """Yield key, target and whether it is fuzzy of each entry but the header."""
        known = zip(self.frame.twins, self.targets, strict=True)
        return (
            (twin.entry.key, target, twin.entry.fuzzy) for twin, target in islice(known, 1, None)
        )

    def entries(self) -> list[Entry]:
        """Return all entries."""
        return [self.entry(position) for position in range(len(self.targets))]


@latest
def _places(keys: Sequence[Key], frame: Frame) -> _Places:
    positions = [-1 if key == HEADER else frame.positions.get(key, -1) for key in keys]
    fuzzy = (frame.twins[position].entry.fuzzy for position in positions)
    states = tuple(State.FUZZY if one else State.TRANSLATED for one in fuzzy)
    return _Places(positions, states)


def column_of(text: str, frame: Frame, max_segment_size: int) -> Column | None:
    """Read a catalogue by a frame; None where it must be scanned, for it has another one.

    So it must where anything in it may be refused or worth a remark, beside what its header says.

    Args:
        text: the catalogue.
        frame: that of another one of the same document.
        max_segment_size: what a source or target may have in UTF-8.

    """
    first, *pieces = text.split(VERB)
    if first != frame.first or len(pieces) != len(frame.behind):
        return None
    if not all(map(str.endswith, pieces, frame.behind)):
        return None
    literals = [piece[: -len(behind)] for piece, behind in zip(pieces, frame.behind, strict=True)]
    if max(frame.longest, *map(len, literals)) * 4 > max_segment_size:
        return None
    targets = list(literals)
    for position, literal in enumerate(literals):
        if "\\" in literal or '"' in literal or not literal.isprintable():
            target = _text(literal)
            if target is None:
                return None
            targets[position] = target
    last = announced(targets[0])
    if last and (last != frame.last or targets[-1][-1:].isspace()):
        return None
    return Column(frame, literals, targets)


def _text(literal: str) -> str | None:
    """Return the text of what stands between the first quotation mark and the last of a target."""
    if (plain := usual_text(literal)) is not None:
        return plain
    match = TARGET.fullmatch(f'{VERB}{literal}"\n')
    if match is None or is_odd(literal):
        return None
    if match["plain_target"] is not None:
        return match["plain_target"]
    if unusual(literal):
        return None
    try:
        return unquote(match["target"])
    except MalformedError:
        return None
