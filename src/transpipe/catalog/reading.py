"""Reading a catalogue: what its text says, and what is wrong with it.

It is read as a column where it has the frame of another one, see :mod:`.columns`, and scanned
where not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import NamedTuple

from transpipe.catalog.columns import Column, column_of
from transpipe.catalog.entry import Entry
from transpipe.catalog.scan import scan
from transpipe.catalog.twins import Twins
from transpipe.catalog.vet import (
    end_remarks,
    entry_remarks,
    file_remarks,
    header_remarks,
    line_end,
    refuse_header,
)
from transpipe.document import Key, Remark

__all__ = ["Reading", "positions_of", "read"]


class Reading(NamedTuple):
    """What a catalogue's text says.

    Attributes:
        entries: all of them, in order; none where a column has them.
        positions: those of the active entries by their keys; of duplicates, of the first.
        column: the catalogue, where it was read as one.
        bom: a byte order mark, if the text begins with one.
        tail: what follows on the last entry.
        eol: what ends its lines.
        remarks: what is wrong with it, though it can be read.

    """

    entries: list[Entry]
    positions: Mapping[Key, int]
    column: Column | None = None
    bom: str = ""
    tail: str = ""
    eol: str = "\n"
    remarks: tuple[Remark, ...] = ()


def read(text: str, name: str, max_segment_size: int, twins: Twins | None = None) -> Reading:
    """Read a catalogue.

    Args:
        text: the catalogue.
        name: its file as people see it, for errors.
        max_segment_size: what a source or target may have in UTF-8.
        twins: the entries of another catalogue of the same document.

    Raises:
        TranspipeError: it is no catalogue, or its header says what no reader can go by.

    """
    frame = twins.frame if twins else None
    column = column_of(text, frame, max_segment_size) if frame else None
    return _of_column(column, name) if column else _scanned(text, name, max_segment_size, twins)


def _of_column(column: Column, name: str) -> Reading:
    """Return what a column says: of such a catalogue only the header may be odd."""
    header = column.entry(0)
    refuse_header(header, name)
    remarks = tuple(header_remarks([header], name))
    return Reading([], column.frame.positions, column, remarks=remarks)


def _scanned(text: str, name: str, max_segment_size: int, twins: Twins | None) -> Reading:
    """Return what a scan finds."""
    found = scan(text, name, max_segment_size, partial(refuse_header, name=name), twins=twins)
    positions = positions_of(found.entries)
    remarks = (
        *file_remarks(text),
        *header_remarks(found.entries, name),
        *end_remarks(found.entries),
        *entry_remarks(found.entries, name, len(positions)),
        *found.remarks,
    )
    eol = line_end(text)
    return Reading(found.entries, positions, None, found.bom, found.tail, eol, remarks)


def positions_of(entries: Iterable[Entry]) -> Mapping[Key, int]:
    """Return where each active entry stands; of duplicates, the first."""
    found: dict[Key, int] = {}
    for position, entry in enumerate(entries):
        if not entry.obsolete:
            found.setdefault((entry.context, entry.source), position)
    return found
