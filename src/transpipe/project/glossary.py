"""The glossary: agreed translations of terms, a CSV file with a column for each language."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from transpipe.document import BOM, decode
from transpipe.errors import TranspipeError
from transpipe.project.files import escaped

__all__ = ["Glossary", "read_glossary"]

Glossary = Mapping[str, Mapping[str, tuple[str, ...]]]
"""By the tag of a language, the agreed translations of each source term."""

_NOTE = "note"
_ALTERNATIVES = "|"
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_SHOWN = 40  # characters of a cell that an error shows
_COLUMNS = "The first line names a language in each column, and may have one called note."


def read_glossary(data: bytes, name: str, source: str, canonical: Callable[[str], str]) -> Glossary:
    """Return the terms of a glossary in all its languages.

    The first line names the columns: the language of the documents, further languages, and
    ``note``, which is for people. A cell may have several translations, separated by ``|``.

    Args:
        data: the file: CSV in UTF-8, with commas (RFC 4180).
        name: the file as people see it.
        source: the tag of the documents' language.
        canonical: returns the one spelling of a language's tag; raises a TranspipeError.

    Raises:
        TranspipeError: it can't be read, or says something twice; names file and line.

    """
    rows = _rows(decode(data, name).removeprefix(BOM), name)
    line, header = next(rows, (1, []))
    if not header:
        raise TranspipeError("no line that names the columns", path=name, line=1, hint=_COLUMNS)
    tags = _tags(header, name, line, canonical)
    if source not in tags:
        raise TranspipeError(f"no column “{source}”", path=name, line=line, hint=_COLUMNS)
    found: dict[str, dict[str, tuple[str, ...]]] = {tag: {} for tag in tags if tag}
    lines: dict[str, int] = {}
    for number, row in rows:
        cells = _cells(row, tags, source, name, number)
        term = cells.pop(source)
        first = lines.setdefault(term.casefold(), number)
        if first != number:
            text = f"the term “{_short(term)}” stands in line {first} too"
            raise TranspipeError(text, path=name, line=number, hint="Keep one of the two lines.")
        for tag, cell in cells.items():
            if words := _alternatives(cell):
                found[tag][term] = words
    del found[source]
    return MappingProxyType(found)


def _rows(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, each with its first line, from 1."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            text = f"not valid CSV: {escaped(str(error))}"
            raise TranspipeError(text, path=name, line=line) from None
        if row is None:
            return
        if any(map(str.strip, row)):
            yield line, [unicodedata.normalize("NFC", cell.strip()) for cell in row]
        line = reader.line_num + 1


def _tags(header: list[str], name: str, line: int, canonical: Callable[[str], str]) -> list[str]:
    """Return the language of each column; an empty one for notes."""
    tags: list[str] = []
    for cell in header:
        try:
            tag = "" if cell.lower() == _NOTE else canonical(cell)
        except TranspipeError as error:
            separators = len(header) == 1 and re.search(r"[;\t]", cell)
            hint = "Save the file with commas between the columns." if separators else _COLUMNS
            text = f"the column “{_short(cell)}” is no language's: {error.message}"
            raise TranspipeError(text, path=name, line=line, hint=hint) from None
        if tag in tags:
            text = f"two columns for “{tag or _NOTE}”"
            raise TranspipeError(text, path=name, line=line, hint=_COLUMNS)
        tags.append(tag)
    return tags


def _cells(row: list[str], tags: list[str], source: str, name: str, line: int) -> dict[str, str]:
    """Return the cells of a row by language.

    Raises:
        TranspipeError: there are too many or too few, the term is missing, or a cell holds what
            no term does.

    """
    wrong = hint = ""
    if len(row) != len(tags):
        wrong = f"{len(row)} cells where the first line has {len(tags)}"
        hint = 'A cell with a comma in it stands in quotes: "a, b".'
    cells = {tag: cell for tag, cell in zip(tags, row, strict=False) if tag}
    if not wrong and not cells[source]:
        wrong = f"no term in the column “{source}”"
    elif control := next(filter(_CONTROL.search, cells.values()), ""):
        wrong = f"“{_short(control)}” holds a control character"
    if wrong:
        raise TranspipeError(wrong, path=name, line=line, hint=hint)
    return cells


def _alternatives(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, cell.split(_ALTERNATIVES))))


def _short(text: str) -> str:
    shown = escaped(text)
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
