"""Documents to the text of a template."""

from __future__ import annotations

from collections.abc import Iterable

from transpipe.catalog.comments import reference
from transpipe.catalog.grammar import FORBIDDEN
from transpipe.catalog.render import POEntry, prose, render
from transpipe.document import Document, Key, Segment
from transpipe.errors import TranspipeError

__all__ = ["OPTIONAL_NOTE", "refuse_large", "template_bodies"]

OPTIONAL_NOTE = "Optional: may stay as it is."
_Place = tuple[Document, Segment]


def template_bodies(
    documents: Iterable[Document], *, line_numbers: bool, max_segment_size: int
) -> list[str]:
    """Return the text of an entry for each different message, in the documents' order.

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
    return [_body(found, line_numbers=line_numbers) for found in places.values()]


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
    if match := FORBIDDEN.search(f"{segment.source}{segment.context or ''}"):
        message = f"U+{ord(match[0]):04X} can't stand in a catalogue"
        raise TranspipeError(message, path=document.name, line=segment.line, code="P051")


def _body(places: list[_Place], *, line_numbers: bool) -> str:
    segment = places[0][1]
    references = [reference(doc.name, seg.line if line_numbers else 0) for doc, seg in places]
    entry = POEntry(
        msgctxt=segment.context,
        msgid=segment.source,
        comment=_note([found for _, found in places]),
        occurrences=[(place, "") for place in dict.fromkeys(references)],
    )
    return render(entry)


def _note(segments: list[Segment]) -> str:
    """Return what translators are told of a message: each line once, whoever says it."""
    lines = [_title(segment) for segment in segments]
    if all(segment.optional for segment in segments):
        lines.append(OPTIONAL_NOTE)
    for segment in segments:
        lines += prose(segment.note).split("\n") if segment.note else []
    return "\n".join(dict.fromkeys(lines))


def _title(segment: Segment) -> str:
    """Return kind and section, such as ``Paragraph · Summary``."""
    kind = f"{segment.kind.value}: {segment.label}" if segment.label else segment.kind.value
    title = f"{kind} · {segment.section}" if segment.section else kind
    return " ".join(FORBIDDEN.sub("", title).split())
