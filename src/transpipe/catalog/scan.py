"""The strict scanner: finds the entries of a catalogue's text, each with all its characters.

Two regular expressions describe a whole entry, an active and an obsolete one. Lines end at
LF or CRLF alone. What they don't match is no catalogue; :mod:`.diagnose` then says why.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple, NoReturn

from transpipe.catalog.comments import flags
from transpipe.catalog.diagnose import diagnose
from transpipe.catalog.grammar import (
    COMMENT,
    LITERAL,
    SEPARATORS,
    STRING,
    MalformedError,
    unquote,
    unusual,
)
from transpipe.document import BOM, Remark
from transpipe.errors import TranspipeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Entry", "Previous", "Scan", "scan", "scan_entry"]

_SPACE = r"[ \t\v\f]"
_WS = rf"(?:{_SPACE}|\n|\r(?=\n))*+"
_MARK = rf"(?:#~{_SPACE}*+)++"
# Each line of an obsolete entry begins with "#~"; such a line may be empty otherwise.
_OBSOLETE_WS = rf"(?:{_SPACE}|\r(?=\n)|\n[ \t\v\f\r\n]*+{_MARK})*+"


def _strings(ws: str) -> str:
    return f"(?:{ws}{STRING})++"


def _entry(ws: str, before: str, previous: str) -> re.Pattern[str]:
    """Return the expression of an entry whose tokens stand apart by ``ws``."""
    strings = _strings(ws)
    form = rf"msgstr{ws}\[[ \t]*+[0-9]++[ \t]*+\]{strings}"
    return re.compile(
        rf"(?P<head>{COMMENT}*+)"
        rf"(?P<previous>(?:{_SPACE}*+{previous}[^\n]*+\n(?:[ \t\v\f\r]*+\n)*+)*+){before}"
        rf"(?:msgctxt(?P<context>{strings}){ws})?"
        rf"msgid(?P<source>{strings}){ws}"
        rf"(?:msgstr(?P<target>{strings})"
        rf"|msgid_plural(?P<plural>{strings}){ws}(?P<forms>{form}(?:{ws}{form})*+))"
        r"[ \t\v\f\r]*+\n?"
    )


_ACTIVE = _entry(_WS, _WS, r"#\|")
_OBSOLETE = _entry(_OBSOLETE_WS, rf"{_WS}(?:{_MARK}{_WS})++", r"#~\|")
_FORM = re.compile(rf"\[[ \t]*+([0-9]++)[ \t]*+\]({_strings(_OBSOLETE_WS + _WS)})")
_PREVIOUS_MARK = re.compile(r"^[ \t\v\f]*+#~?\|", re.MULTILINE)
_PREVIOUS = re.compile(
    rf"{_WS}(?:(?:msgctxt({_strings(_WS)}){_WS})?msgid({_strings(_WS)}){_WS}"
    rf"(?:msgid_plural({_strings(_WS)}){_WS})?)?"
)
_BLANK = re.compile(r"[ \t\v\f\r\n]*+")
_TAIL = re.compile(rf"{COMMENT}*+[ \t\v\f\r]*+\Z")
_LONE_CR = re.compile(r"\r(?!\n)")
_SEPARATOR = re.compile(f"[{SEPARATORS}]")


class Previous(NamedTuple):
    """What a fuzzy target was the translation of, as ``#|`` says."""

    context: str | None = None
    source: str | None = None
    plural: str | None = None


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


class Scan(NamedTuple):
    """What was found: bom + gap + body + gap + body + … + tail is the text again."""

    bom: str
    entries: list[Entry]
    tail: str
    remarks: list[Remark]


_NOTHING = Previous()


def scan(
    text: str,
    name: str = "",
    max_message_bytes: int = 64 * 1024,
    on_header: Callable[[Entry], object] = id,
) -> Scan:
    """Find all entries of a text.

    ``on_header`` is called with each entry without source and context as soon as it is
    found: what is wrong with it may be why the rest can't be read.

    Raises:
        TranspipeError: the text is no catalogue; says where and why.

    """
    reader = _Reader(text, name, max_message_bytes)
    reader.refuse_characters()
    bom = BOM if text.startswith(BOM) else ""
    entries: list[Entry] = []
    for entry in reader.entries(len(bom)):
        entries.append(entry)
        if not entry.source and entry.context is None:
            on_header(entry)
    return Scan(bom, entries, reader.tail, reader.remarks())


def scan_entry(body: str) -> Entry:
    """Read one entry that we wrote ourselves; its lines count as 0.

    Raises:
        TranspipeError: it can't be read back as one entry.

    """
    entries = scan(body, max_message_bytes=len(body) * 4).entries
    if len(entries) != 1:
        raise TranspipeError(f"{len(entries)} entries where there should be one", code="P003")
    return entries[0]._replace(line=0, target_line=0)


class _Reader:
    """One pass over one text."""

    def __init__(self, text: str, name: str, max_message_bytes: int) -> None:
        self.text = text
        self.name = name
        self.limit = max_message_bytes
        self.tail = ""
        self.unusual: list[int] = []

    def refuse_characters(self) -> None:
        """Refuse NUL and lone CR anywhere: other readers would end text or line there."""
        nul = self.text.find("\0")
        if nul >= 0:
            self.fail(nul, "P051", "a NUL character")
        match = _LONE_CR.search(self.text) if "\r" in self.text else None
        if match is None:
            return
        place = match.start()
        line_before = self.text[self.text.rfind("\n", 0, place) + 1 : place]
        in_string = '"' in LITERAL.sub("", line_before)
        self.fail(
            place,
            "P051" if in_string else "P012",
            "a carriage return alone, which other programs take for a line end",
            r"In a string write \r; else save the file with LF line ends.",
        )

    def entries(self, start: int) -> Iterator[Entry]:
        """Yield the entries from an offset on; leave what is after them in ``tail``."""
        text, size, line, counted = self.text, len(self.text), 1, 0
        while start < size:
            begin = _BLANK.match(text, start).end()  # type: ignore[union-attr]  # matches always
            match = _ACTIVE.match(text, begin) or _OBSOLETE.match(text, begin)
            if match is None:
                self._end(start, begin)
                return
            keyword, target = match.start("source"), match.start("target")
            line += text.count("\n", counted, keyword)
            counted = keyword
            first = text.count("\n", keyword, target if target >= 0 else match.start("forms"))
            yield self._entry(match, text[start:begin], line, line + first)
            start = match.end()

    def _end(self, start: int, begin: int) -> None:
        """Keep white space and comments after the last entry; refuse anything else."""
        if not _TAIL.match(self.text, begin):
            problem = diagnose(self.text, begin)
            self.fail(problem.offset, problem.code, problem.message, problem.hint)
        self.tail = self.text[start:]

    def _entry(self, match: re.Match[str], gap: str, line: int, target_line: int) -> Entry:
        head, previous, context, source, target, plural, forms = match.groups()
        return Entry(
            gap,
            match[0],
            head,
            None if context is None else self._text(context, match.start("context")),
            self._text(source, match.start("source")),
            None if plural is None else self._text(plural, match.start("plural")),
            self._forms(forms, match.start("forms"))
            if target is None
            else (self._text(target, match.start("target")),),
            "fuzzy" in head and "fuzzy" in flags(head),
            match.re is _OBSOLETE,
            self._previous(previous, match.start("previous")) if previous else _NOTHING,
            line,
            target_line,
        )

    def _text(self, literals: str, offset: int) -> str:
        """Return the text of string literals that begin at an offset."""
        if "\\" in literals and unusual(literals):
            self.unusual.append(offset)
        try:
            text = unquote(literals)
        except MalformedError as error:
            place = offset + literals.index('"')
            self.fail(place, "P051" if "NUL" in str(error) else "P032", str(error))
        if len(text) * 4 > self.limit and len(text.encode()) > self.limit:
            message = f"a message of {len(text.encode()):,} bytes; the limit is {self.limit:,}"
            self.fail(offset + literals.index('"'), "P070", message)
        return text

    def _forms(self, forms: str, offset: int) -> tuple[str, ...]:
        """Return the plural forms, which are numbered from 0 without a gap."""
        texts: list[str] = []
        for match in _FORM.finditer(forms):
            if match[1].lstrip("0") != str(len(texts) or ""):
                message = f"plural form {match[1]} where {len(texts)} is expected"
                self.fail(offset + match.start(1), "P061", message)
            texts.append(self._text(match[2], offset + match.start(2)))
        return tuple(texts)

    def _previous(self, block: str, offset: int) -> Previous:
        """Read the lines of ``#|``, which hold keywords and strings like any others."""
        match = _PREVIOUS.fullmatch(_PREVIOUS_MARK.sub("", block))
        if match is None:
            place = offset + len(block) - len(block.lstrip())
            self.fail(place, "P003", "malformed lines of previous text (#|)")
        return Previous(*(None if text is None else unquote(text) for text in match.groups()))

    def remarks(self) -> list[Remark]:
        """Return what is legal but should not be."""
        found = []
        if self.unusual:
            message = r"escapes such as \101, \x41 or \a; write the character itself"
            found.append(self._remark("P050", message, self.unusual[0]))
        separator = _SEPARATOR.search(self.text)
        if separator:
            message = f"U+{ord(separator[0]):04X}, which other programs take for a line end"
            found.append(self._remark("P053", message, separator.start()))
        return found

    def _remark(self, code: str, message: str, offset: int) -> Remark:
        return Remark(code, message, *self.place(offset))

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1."""
        return self.text.count("\n", 0, offset) + 1, offset - self.text.rfind("\n", 0, offset)

    def fail(self, offset: int, code: str, message: str, hint: str = "") -> NoReturn:
        line, column = self.place(offset)
        raise TranspipeError(
            message, path=self.name, line=line, column=column, code=code, hint=hint
        )
