"""A source document and its segments; bytes to text and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal, TypeAlias, get_args

from transpipe.errors import TranspipeError
from transpipe.text import Lines, Span

__all__ = [
    "BOM",
    "EXTENSIONS",
    "NOT_MARKDOWN",
    "Definitions",
    "Document",
    "Extension",
    "Key",
    "Kind",
    "Remark",
    "Segment",
    "decode",
    "encode",
]

BOM = "\ufeff"

Key: TypeAlias = tuple[str | None, str]
"""What tells a message from all others: its context and its source."""


Extension = Literal[
    "tables",
    "strikethrough",
    "task-lists",
    "bare-links",
    "footnotes",
    "definition-lists",
    "front-matter",
    "alerts",
    "admonitions",
    "heading-ids",
]
"""What is understood of Markdown beside CommonMark."""

EXTENSIONS: tuple[Extension, ...] = get_args(Extension)


class Kind(StrEnum):
    """What a segment is; the value is how translators see it in a note."""

    __hash__ = str.__hash__  # that of enumerations is slow, and these are looked up all the time

    HEADING = "Heading"
    PARAGRAPH = "Paragraph"
    LIST_ITEM = "List item"
    QUOTE = "Quotation"
    HEADER_CELL = "Table header"
    CELL = "Table cell"
    TERM = "Definition term"
    DEFINITION = "Definition"
    FOOTNOTE = "Footnote"
    ADMONITION_TITLE = "Admonition title"
    LINK_TITLE = "Link title"
    HTML_TEXT = "HTML text"
    HTML_ATTRIBUTE = "HTML attribute"
    FRONT_MATTER = "Front matter"
    CODE = "Code"


NOT_MARKDOWN = frozenset(
    {Kind.HTML_TEXT, Kind.HTML_ATTRIBUTE, Kind.FRONT_MATTER, Kind.LINK_TITLE, Kind.CODE}
)
"""Kinds whose source is not Markdown: marks in it are just characters."""


@dataclass(frozen=True, slots=True)
class Segment:
    r"""A translatable place in a document.

    Attributes:
        span: what an edition replaces, in code points of the document's text.
        source: the message: one line; ``\n`` in it is a hard line break
            (or, in code and in runs kept as they are, a line end).
        kind: what it is.
        line: its first line in the document, from 1.
        label: says more about the kind: a front matter key, an attribute's name; may be empty.
        section: the text of the heading above it; may be empty.
        context: tells equal sources apart; None where nobody asked for it.
        note: what the author tells translators; may be empty.
        optional: it may stay as it is and never counts as missing.
        prefix: what the second and later lines of a target begin with.
        line_break: the mark before a line end inside a target: a backslash, two spaces,
            or nothing where lines are kept as they are.
        quote: what stands around it: the opening quote of a link's title or of an
            attribute's value; empty where there is none.

    """

    span: Span
    source: str
    kind: Kind
    line: int
    label: str = ""
    section: str = ""
    context: str | None = None
    note: str = ""
    optional: bool = False
    prefix: str = ""
    line_break: str = "\\"
    quote: str = ""

    @property
    def key(self) -> Key:
        """The key of its message."""
        return self.context, self.source


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth telling about a file, with its place.

    Attributes:
        code: the stable id of the check, such as ``P010`` or ``S030``.
        message: one sentence.
        line: from 1; 0 if it is about the whole file.
        column: in code points, from 1; 0 if it is about the whole line.

    """

    code: str
    message: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Definitions:
    """What a document defines for all its inline runs.

    Attributes:
        links: destination by normalized label of each link reference definition.
        footnotes: labels of the footnotes.

    """

    links: Mapping[str, str] = field(default_factory=dict)
    footnotes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Document:
    """A source text and where its translatable parts stand.

    Attributes:
        name: the file as people see it, such as ``source/statement.md``.
        text: the file, character for character, with its BOM and line ends.
        segments: in the order of the text, never overlapping.
        remarks: what the author should know.
        definitions: link references and footnotes, which targets may use.

    """

    name: str
    text: str
    segments: tuple[Segment, ...]
    remarks: tuple[Remark, ...] = ()
    definitions: Definitions = field(default_factory=Definitions)


def decode(data: bytes, name: str = "") -> str:
    """Return the text of a file, with BOM and line ends as they are.

    Raises:
        TranspipeError: the bytes are not UTF-8; names the place and the way out.

    """
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8")
        line, column = Lines(before).place(len(before))
        raise TranspipeError(
            f"not UTF-8: byte 0x{data[error.start]:02X}",
            path=name,
            line=line,
            column=column,
            hint="Save the file as UTF-8, for example with: "
            "iconv -f WINDOWS-1252 -t UTF-8 FILE > NEWFILE",
        ) from None


def encode(text: str) -> bytes:
    """Return the bytes of a text that :func:`decode` gave."""
    return text.encode("utf-8")
