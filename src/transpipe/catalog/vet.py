"""What is true of a whole file: its bytes, its header, its entries among each other."""

from __future__ import annotations

import re
from collections.abc import Iterable

from transpipe.catalog import header as headers
from transpipe.catalog.entry import HEADER, Entry
from transpipe.document import BOM, Key, Remark, decode
from transpipe.errors import TranspipeError

__all__ = [
    "end_remarks",
    "entry_remarks",
    "file_remarks",
    "header_remarks",
    "line_end",
    "read_text",
    "refuse_header",
]

_SOMETHING = re.compile(r"\S")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_DECLARED = re.compile(rb"charset=([A-Za-z0-9_-]{1,40})")
_RESTORE = "A program that wrote it may have crashed: restore it from version control."
_ICONV = "Convert it, for example with: iconv -f {} -t UTF-8 FILE > NEWFILE"


def read_text(data: bytes, name: str) -> str:
    """Return the text of a catalogue's bytes.

    Raises:
        TranspipeError: nothing is in it, it is not UTF-8, or its lines end with CR alone.

    """
    if data.startswith(_UTF16) or data[:64].count(0) * 4 > len(data[:64]):
        hint = _ICONV.format("UTF-16")
        raise _error("not UTF-8 but UTF-16", "P013", name, 1, hint)
    try:
        text = decode(data, name)
    except TranspipeError as error:
        declared = _DECLARED.search(data)
        charset = declared[1].decode() if declared else "UTF-8"
        error.code = "P032"
        if charset.upper() not in ("UTF-8", "UTF8"):
            error.message += f"; the header says charset={charset}"
            error.hint = f"{_ICONV.format(charset)}, then say charset=UTF-8 in the header."
        raise
    if not _SOMETHING.search(text, text.startswith(BOM)):
        raise _error("the catalogue is empty", "P020", name, 1, _RESTORE)
    if "\r" in text and "\n" not in text:
        message = "lines end with a carriage return alone, as on classic Mac OS"
        hint = "Save the file with LF line ends."
        raise _error(message, "P012", name, 1, hint, text.index("\r") + 1)
    return text


def line_end(text: str) -> str:
    """Return what ends most lines of a text: LF or CRLF."""
    if "\r" in text and text.count("\r\n") * 2 > text.count("\n"):
        return "\r\n"
    return "\n"


def file_remarks(text: str) -> Iterable[Remark]:
    """Yield what is unusual about a file's bytes, though it can be read."""
    if text.startswith(BOM):
        yield Remark("P010", "a byte order mark, which gettext refuses", 1, 1)
    if "\r" not in text:
        return
    crlf = text.count("\r\n")
    if crlf == text.count("\n"):
        yield Remark("P011", "lines end with CR LF")
    else:
        yield Remark("P011", f"{crlf} lines end with CR LF, the others with LF")


def refuse_header(entry: Entry, name: str) -> None:
    """Refuse a header that says what no reader can go by.

    Raises:
        TranspipeError: the first such thing.

    """
    if entry.plural is not None and not entry.obsolete:
        hint = "Make it one msgid and one msgstr."
        raise _error("the header has plural forms", "P035", name, entry.target_line, hint)
    for fault in headers.examine(entry.targets[0]):
        if fault.fatal and not entry.obsolete:
            hint = _charset_hint(entry) if fault.code == "P032" else ""
            raise _error(fault.message, fault.code, name, entry.target_line, hint)


def header_remarks(entries: list[Entry], name: str) -> Iterable[Remark]:
    """Yield what is unusual about the header.

    Raises:
        TranspipeError: there is no entry at all.

    """
    if not entries:
        raise _error("the catalogue has no entries", "P020", name, 1, _RESTORE)
    header = next((entry for entry in entries if _is_header(entry)), None)
    if header is None:
        yield Remark("P030", "no header; it was read as UTF-8")
        return
    for fault in headers.examine(header.targets[0]):
        yield Remark(fault.code, fault.message, header.target_line)
    if header.fuzzy:
        yield Remark("P034", "the header is marked fuzzy", header.line)
    if header is not entries[0]:
        yield Remark("P036", "the header is not the first entry", header.line)


def end_remarks(entries: list[Entry]) -> Iterable[Remark]:
    """Yield what says that the end of the file is missing, where the header can tell."""
    header = next((entry for entry in entries if _is_header(entry)), None)
    last = headers.announced(header.targets[0]) if header else ""
    if not last:
        return
    found = (headers.digest(*one.key) for one in reversed(entries) if not _is_header(one))
    if last not in found:
        message = "the entry that the header announces as the last one is not there"
        yield Remark("P021", message, entries[-1].line)
    elif _is_cut(entries[-1]):
        message = "the last target ends in a space or line end that its source has not"
        yield Remark("P021", message, entries[-1].target_line)


def _is_cut(entry: Entry) -> bool:
    """Tell whether an entry may have lost the last lines of its string."""
    target = entry.targets[-1]
    return target[-1:].isspace() and not (entry.plural or entry.source)[-1:].isspace()


def entry_remarks(entries: list[Entry], name: str, keys: int) -> Iterable[Remark]:
    """Yield what is wrong with entries among each other.

    ``keys`` is the number of different sources and contexts among the active ones.

    Raises:
        TranspipeError: a source has two different targets.

    """
    if keys != len(entries):
        yield from _duplicates(entries, name)
    odd = [entry for entry in entries if entry.plural is not None or not entry.source]
    header = next(filter(_is_header, odd), None)
    forms = headers.plural_count(header.targets[0]) if header else 0
    for entry in odd:
        if not entry.source and entry.context is not None:
            yield Remark("P038", "an empty source with a context: no header", entry.line)
        if (
            entry.plural is not None
            and forms
            and len(entry.targets) != forms
            and any(entry.targets)
        ):
            message = f"{len(entry.targets)} plural forms; the header says {forms}"
            yield Remark("P060", message, entry.target_line)


def _is_header(entry: Entry) -> bool:
    return entry.key == HEADER and not entry.obsolete


def _duplicates(entries: list[Entry], name: str) -> Iterable[Remark]:
    """Yield the entries whose context and source stood before."""
    seen: dict[Key, Entry] = {}
    for entry in entries:
        key = entry.key
        first = seen.setdefault(key, entry)
        if first is entry:
            continue
        if first.obsolete or entry.obsolete:
            seen[key] = entry if first.obsolete else first
            message = f"the source of line {first.line} again; one of the two is obsolete"
            yield Remark("P042", message, entry.line)
        elif _is_header(entry) or (first.plural, first.targets) != (entry.plural, entry.targets):
            what = "a second header" if _is_header(entry) else "the same source, another target"
            message = f"{what}: lines {first.line} and {entry.line}"
            hint = "Keep one of the two."
            raise _error(message, "P040", name, entry.line, hint)
        else:
            yield Remark("P041", f"the entry of line {first.line} again", entry.line)


def _charset_hint(header: Entry) -> str:
    charset = headers.charset(header.targets[0])
    return f"{_ICONV.format(charset)}, then say charset=UTF-8 in the header."


def _error(  # noqa: PLR0917
    message: str, code: str, name: str, line: int, hint: str, column: int = 1
) -> TranspipeError:
    return TranspipeError(message, path=name, line=line, column=column, code=code, hint=hint)
