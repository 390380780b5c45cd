"""Documents to the entries of a template."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from transpipe.catalog.comments import reference
from transpipe.catalog.entry import Entry
from transpipe.catalog.grammar import FORBIDDEN
from transpipe.catalog.render import POEntry, prose, render, untranslated
from transpipe.catalog.scan import scan_entry
from transpipe.document import Document, Key, Kind, Segment
from transpipe.errors import TranspipeError

__all__ = [
    "OPTIONAL_NOTE",
    "SAYS_NOTHING",
    "header_of",
    "refuse_large",
    "template_entries",
    "written_entries",
]

OPTIONAL_NOTE = "Optional: may stay as it is."
SAYS_NOTHING = frozenset({"POT-Creation-Date", "PO-Revision-Date", "X-Generator"})
"""The fields that may differ between two templates that say the same."""

_HEADER_START = 'msgid ""\nmsgstr ""\n'
_SAYS_NOTHING = re.compile(
    rf'^"(?:{"|".join(sorted(SAYS_NOTHING))}): [ !#-\[\]-~]*\\n"\n', re.MULTILINE
)
_Place = tuple[Document, Segment]


@lru_cache(maxsize=2)
def header_of(text: str) -> Entry:
    """Return the header with a text; all templates of a run have the same."""
    return scan_entry(render(POEntry(msgid="", msgstr=text)))._replace(line=1, target_line=2)


def template_entries(
    documents: Iterable[Document], header: Entry, *, line_numbers: bool, max_segment_size: int
) -> list[Entry]:
    """Return the header, then an entry for each different message, in the documents' order.

    They are what a scan finds in their text, which is not scanned for it.

    Raises:
        TranspipeError: a segment's text can't stand in a catalogue; names its place.

    """
    refuse_large(documents := list(documents), max_segment_size)
    places: dict[Key, list[_Place]] = {}
    for document in documents:
        for segment in document.segments:
            if segment.source:
                _refuse(document, segment)
                places.setdefault(segment.key, []).append((document, segment))
    entries = [header]
    line = header.body.count("\n") + 2
    for key, found in places.items():
        entry = _entry(key, found, line, line_numbers=line_numbers)
        entries.append(entry)
        line += entry.body.count("\n") + 1
    return entries


def written_entries(template: list[Entry], data: bytes, limit: int) -> list[Entry] | None:
    """Return the entries of a file that differs from a template in fields that say nothing.

    None where it may differ in more, or have a message over the limit (in bytes of UTF-8): then
    it has to be read.
    """
    header, *messages = template
    rest = "".join([f"{one.gap}{one.body}" for one in messages]).encode()
    largest = max([len(data) - len(rest), *(len(entry.body) for entry in messages)])
    if (largest + 1) * 4 > limit or not data.endswith(rest):
        return None
    before = data[: len(data) - len(rest)].decode(errors="replace")
    if not before.startswith(_HEADER_START) or _said(before) != _said(header.body):
        return None
    more = before.count("\n") - header.body.count("\n")
    if more:
        messages = [
            one._replace(line=one.line + more, target_line=one.target_line + more)
            for one in messages
        ]
    return [scan_entry(before)._replace(line=1, target_line=2), *messages]


def _said(header: str) -> str:
    """Return the lines of a header's entry that say something."""
    return _SAYS_NOTHING.sub("", header)


def refuse_large(documents: Iterable[Document], max_segment_size: int) -> None:
    """Refuse documents with a segment over the limit, in bytes of UTF-8.

    Raises:
        TranspipeError: P070, names the place of the first.

    """
    for document in documents:
        for segment in document.segments:
            if len(segment.source) * 4 <= max_segment_size:
                continue
            size = len(segment.source.encode())
            if size > max_segment_size:
                raise TranspipeError(
                    f"a segment of {size:,} bytes; the limit is {max_segment_size:,}",
                    path=document.name,
                    line=segment.line,
                    code="P070",
                    hint="Split it, or raise max_segment_size in the configuration.",
                )


def _refuse(document: Document, segment: Segment) -> None:
    if segment.source.isprintable() and not segment.context:
        return
    if match := FORBIDDEN.search(f"{segment.source}{segment.context or ''}"):
        message = f"U+{ord(match[0]):04X} can't stand in a catalogue"
        raise TranspipeError(message, path=document.name, line=segment.line, code="P051")


def _entry(key: Key, places: list[_Place], line: int, *, line_numbers: bool) -> Entry:
    """Return the entry of a message that begins at a line."""
    references = [reference(doc.name, seg.line if line_numbers else 0) for doc, seg in places]
    note = _note([segment for _, segment in places])
    return untranslated(key, note, dict.fromkeys(references), line)


def _note(segments: list[Segment]) -> str:
    """Return what translators are told of a message: each line once, whoever says it."""
    lines = [_title(one.kind, one.label, one.section) for one in segments]
    if len(lines) == 1 and not segments[0].note and not segments[0].optional:
        return lines[0]
    if all(segment.optional for segment in segments):
        lines.append(OPTIONAL_NOTE)
    for segment in segments:
        lines += prose(segment.note).split("\n") if segment.note else []
    return "\n".join(dict.fromkeys(lines))


@lru_cache(maxsize=16)
def _title(kind: Kind, label: str, section: str) -> str:
    """Return kind and section, such as ``Paragraph · Summary``: often those of the one before."""
    title = f"{kind.value}: {label}" if label else kind.value
    title = f"{title} · {section}" if section else title
    return " ".join(FORBIDDEN.sub("", title).split())
