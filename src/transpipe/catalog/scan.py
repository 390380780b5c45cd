"""The strict scanner: finds the entries of a catalogue's text, each with all its characters.

Two regular expressions describe a whole entry, an active and an obsolete one. Lines end at
LF or CRLF alone. What they don't match is no catalogue; :mod:`.diagnose` then says why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple, NoReturn

from transpipe.catalog.comments import flags
from transpipe.catalog.diagnose import diagnose
from transpipe.catalog.entry import Entry, Previous
from transpipe.catalog.grammar import (
    COMMENT,
    LITERAL,
    PLAIN,
    SEPARATORS,
    STRING,
    MalformedError,
    unquote,
    unusual,
    usual_text,
)
from transpipe.catalog.twins import VERB, Twin, Twins
from transpipe.document import BOM, Remark
from transpipe.errors import TranspipeError

__all__ = ["TARGET", "Scan", "scan", "scan_entry"]

_SPACE = r"[ \t\v\f]"
_WS = rf"(?:{_SPACE}|\n|\r(?=\n))*+"
_MARK = rf"(?:#~{_SPACE}*+)++"
# Each line of an obsolete entry begins with "#~"; such a line may be empty otherwise.
_OBSOLETE_WS = rf"(?:{_SPACE}|\r(?=\n)|\n[ \t\v\f\r\n]*+{_MARK})*+"


def _strings(ws: str) -> str:
    return f"(?:{ws}{STRING})++"


def _either(ws: str, name: str) -> str:
    """Return the expression of strings; one literal without escapes is captured bare."""
    return rf'(?:{ws}"(?P<plain_{name}>{PLAIN})"(?!{ws}")|(?P<{name}>{_strings(ws)}))'


def _entry(ws: str, before: str, previous: str) -> re.Pattern[str]:
    """Return the expression of an entry whose tokens stand apart by ``ws``."""
    strings = _strings(ws)
    form = rf"msgstr{ws}\[[ \t]*+[0-9]++[ \t]*+\]{strings}"
    return re.compile(
        r"(?P<gap>[ \t\v\f\r\n]*+)"
        rf"(?P<head>{COMMENT}*+)"
        rf"(?P<previous>(?:{_SPACE}*+{previous}[^\n]*+\n(?:[ \t\v\f\r]*+\n)*+)*+){before}"
        rf"(?:msgctxt(?P<context>{strings}){ws})?"
        rf"(?P<keyword>)msgid{_either(ws, 'source')}{ws}"
        rf"(?:(?P<verb>)msgstr{_either(ws, 'target')}"
        rf"|msgid_plural(?P<plural>{strings}){ws}(?P<forms>{form}(?:{ws}{form})*+))"
        r"[ \t\v\f\r]*+\n?"
    )


_ACTIVE = _entry(_WS, _WS, r"#\|")
_OBSOLETE = _entry(_OBSOLETE_WS, rf"{_WS}(?:{_MARK}{_WS})++", r"#~\|")
_FORM = re.compile(rf"\[[ \t]*+([0-9]++)[ \t]*+\]({_strings(_OBSOLETE_WS + _WS)})")
TARGET = re.compile(rf"\nmsgstr{_either(_WS, 'target')}[ \t\v\f\r]*+\n?")
"""What follows upon the msgid of an entry in its usual form."""
_BEHIND = frozenset({"", "\n#", "\nm"})
"""What surely goes on with no string: the end of the file, or an empty line and an entry."""
_PREVIOUS_MARK = re.compile(r"^[ \t\v\f]*+#~?\|", re.MULTILINE)
_PREVIOUS = re.compile(
    rf"{_WS}(?:(?:msgctxt({_strings(_WS)}){_WS})?msgid({_strings(_WS)}){_WS}"
    rf"(?:msgid_plural({_strings(_WS)}){_WS})?)?"
)
_TAIL = re.compile(rf"[ \t\v\f\r\n]*+{COMMENT}*+[ \t\v\f]*+(?:#~[ \t\v\f]*+)*+\r?\Z")
_LONE_CR = re.compile(r"\r(?!\n)")


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
    max_segment_size: int = 64 * 1024,
    on_header: Callable[[Entry], object] = id,
    *,
    twins: Twins | None = None,
) -> Scan:
    """Find all entries of a text.

    Args:
        text: a catalogue.
        name: its file as people see it, for errors.
        max_segment_size: what a source or target may have in UTF-8.
        on_header: called with each entry without source and context as soon as it is found:
            what is wrong with it may be why the rest can't be read.
        twins: the entries of another catalogue of the same document.

    Raises:
        TranspipeError: the text is no catalogue; says where and why.

    """
    reader = _Reader(text, name, max_segment_size, twins or Twins(()))
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
    entries = scan(body, max_segment_size=len(body) * 4).entries
    if len(entries) != 1:
        raise TranspipeError(f"{len(entries)} entries where there should be one", code="P003")
    return entries[0]._replace(line=0, target_line=0)


class _Reader:
    """One pass over one text."""

    def __init__(self, text: str, name: str, max_segment_size: int, twins: Twins) -> None:
        self.text = text
        self.name = name
        self.limit = max_segment_size
        self.twins = twins
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
        text, size, line, step = self.text, len(self.text), 1, 0
        twins = self.twins.in_order
        while start < size:
            twin = twins[step] if step < len(twins) else None
            step += 1
            found = self._like(twin, start, line) if twin else None
            if found is None:
                match = _ACTIVE.match(text, start) or _OBSOLETE.match(text, start)
                if match is None:
                    self._end(start)
                    return
                found = self._entry(match, line), match.end()
                step = self.twins.after(found[0].key)
            entry, end = found
            yield entry
            line += text.count("\n", start, end)
            start = end

    def _like(self, twin: Twin, start: int, line: int) -> tuple[Entry, int] | None:
        """Return the entry that begins at an offset and where it ends, if it is one like another.

        Where the text before its target is the same, all is the same that is read from it,
        whatever follows: a line that begins with ``msgstr`` is no comment and no string.
        """
        text, (before, lines, entry) = self.text, twin
        if not text.startswith(before, start):
            return None
        begin = start + len(before)
        quote = text.find("\n", begin) - 1
        end = quote + 2
        is_closed = begin <= quote and text[quote] == '"'  # not where no line ends any more
        target = usual_text(text[begin:quote]) if is_closed else None
        if target is None or text[end : end + 2] not in _BEHIND:
            match = TARGET.match(text, begin - len(VERB))
            if match is None:
                return None
            found, end = match["plain_target"], match.end()
            target = self._text(match, "target") if found is None else found
        if (end - start) * 4 > self.limit:
            return None
        gap, _, head, context, source, _, _, fuzzy, _, previous, keyword, verb = entry
        line += lines
        body, first = text[start + len(gap) : end], line - (verb - keyword)
        return Entry._make(
            (gap, body, head, context, source, None, (target,), fuzzy, False, previous, first, line)
        ), end

    def _end(self, start: int) -> None:
        """Keep white space and comments after the last entry; refuse anything else."""
        if not _TAIL.match(self.text, start):
            problem = diagnose(self.text, start)
            self.fail(problem.offset, problem.code, problem.message, problem.hint)
        self.tail = self.text[start:]

    def _entry(self, match: re.Match[str], line: int) -> Entry:
        """Return the entry of a match that begins in a line."""
        gap, head, previous, context, _, source, _, _, target, _, plural, _ = match.groups()
        start, end = match.span()
        keyword, verb = match.start("keyword"), match.start("verb")
        line += self.text.count("\n", start, keyword)
        verb = verb if verb > 0 else match.start("forms")
        if plural is not None:
            targets = self._forms(match)
        else:
            targets = (self._text(match, "target") if target is None else target,)
        entry = Entry(
            gap,
            self.text[start + len(gap) : end],
            head,
            None if context is None else self._text(match, "context"),
            self._text(match, "source") if source is None else source,
            None if plural is None else self._text(match, "plural"),
            targets,
            "fuzzy" in head and "fuzzy" in flags(head),
            match.re is _OBSOLETE,
            self._previous(match) if previous else _NOTHING,
            line,
            line + self.text.count("\n", keyword, verb),
        )
        if (end - start) * 4 > self.limit:
            self._measure(entry, keyword)
        return entry

    def _measure(self, entry: Entry, offset: int) -> None:
        """Refuse an entry with a text that is too long."""
        for text in (entry.context or "", entry.source, entry.plural or "", *entry.targets):
            size = len(text.encode())
            if size > self.limit:
                message = f"a message of {size:,} bytes; the limit is {self.limit:,}"
                self.fail(offset, "P070", message)

    def _text(self, match: re.Match[str], group: str | int, offset: int = 0) -> str:
        """Return the text of the string literals of a group; the match begins at an offset."""
        return self._unquoted(match[group], offset + match.start(group))

    def _unquoted(self, literals: str, offset: int) -> str:
        if unusual(literals):
            self.unusual.append(offset + literals.index('"'))
        try:
            return unquote(literals)
        except MalformedError as error:
            code = "P051" if "NUL" in str(error) else "P032"
            self.fail(offset + literals.index('"'), code, str(error))

    def _forms(self, entry: re.Match[str]) -> tuple[str, ...]:
        """Return the plural forms, which are numbered from 0 without a gap."""
        texts: list[str] = []
        offset = entry.start("forms")
        for match in _FORM.finditer(entry["forms"]):
            if match[1].lstrip("0") != str(len(texts) or ""):
                message = f"plural form {match[1]} where {len(texts)} is expected"
                self.fail(offset + match.start(1), "P061", message)
            texts.append(self._text(match, 2, offset))
        return tuple(texts)

    def _previous(self, entry: re.Match[str]) -> Previous:
        """Read the lines of ``#|``, which hold keywords and strings like any others."""
        match = _PREVIOUS.fullmatch(_PREVIOUS_MARK.sub("", entry["previous"]))
        if match is None:
            self.fail(entry.start("previous"), "P003", "malformed lines of previous text (#|)")
        texts = (text and self._unquoted(text, entry.start("previous")) for text in match.groups())
        return Previous(*texts)

    def remarks(self) -> list[Remark]:
        """Return what is legal but should not be."""
        found = []
        if self.unusual:
            message = r"escapes such as \101, \x41 or \a; write the character itself"
            found.append(self._remark("P050", message, self.unusual[0]))
        separators = [self.text.index(mark) for mark in SEPARATORS if mark in self.text]
        if separators:
            place = min(separators)
            message = f"U+{ord(self.text[place]):04X}, which other programs take for a line end"
            found.append(self._remark("P053", message, place))
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
