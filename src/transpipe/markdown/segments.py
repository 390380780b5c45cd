"""Segments: where the translatable parts of a Markdown text stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from markdown_it.token import Token

from transpipe.document import Definitions, Document, Kind, Segment
from transpipe.markdown import cells, definitions, front_matter, html
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.directives import Directives
from transpipe.markdown.parser import LINES, parser
from transpipe.markdown.remarks import remarks_on
from transpipe.markdown.runs import Breaks, join, without_control
from transpipe.markdown.source import Joined, Source

__all__ = [
    "SEGMENT",
    "SEGMENTS",
    "continued",
    "document",
    "segment",
    "split_admonition",
    "without_attributes",
]

SEGMENT = "segment"
"""Key in an inline token's ``meta``: the index of its segment in the document."""

SEGMENTS = "segments"
"""Key in a token's ``meta``: the range of the indices of its segments, where it has any."""

_NOT_MARKER = re.compile(r"[^>\s]")
_ATTRIBUTES = re.compile(r"\{[ \t]*(?:[#.][\w:.-]+|[\w-]+=[^\s{}]+)(?:[ \t]+[^{}]*)?\}")
_ADMONITION = re.compile(
    r":{3,}[ \t]*(?:\{[^{}]*\}|[\w-]++(?![^\s\[{]))(?:[ \t]*\{[^{}]*\})?[ \t]*"
)
_LABEL = re.compile(r"\[(.*)\](?:\{[^{}]*\})?")
_FOOTNOTE_LABEL = re.compile(r"\[\^[^\]]+\]:")
_SPACE = " \t"
_CELL_OPEN = frozenset({"th_open", "td_open"})

_KINDS = {
    "heading_open": Kind.HEADING,
    "th_open": Kind.HEADER_CELL,
    "td_open": Kind.CELL,
    "dt_open": Kind.TERM,
    "dd_open": Kind.DEFINITION,
    "footnote_reference_open": Kind.FOOTNOTE,
    "list_item_open": Kind.LIST_ITEM,
    "blockquote_open": Kind.QUOTE,
    "alert_open": Kind.QUOTE,
}
_ONE_LINE = frozenset(
    {Kind.HEADER_CELL, Kind.CELL, Kind.ADMONITION_TITLE, Kind.LINK_TITLE, Kind.HTML_TEXT}
    | {Kind.HTML_ATTRIBUTE}
)


class _Piece(NamedTuple):
    """A segment before it is placed: start and end are positions in the body."""

    start: int
    end: int
    source: str
    kind: Kind
    label: str = ""
    line_break: str = "\\"
    quote: str = ""


def segment(name: str, text: str, dialect: Dialect) -> Document:
    """Find the segments of a Markdown text.

    Raises:
        TranspipeError: S020, the front matter can't be read; S030, see ``parse_blocks``.

    """
    return document(name, Source(text, dialect, name))


def document(name: str, source: Source) -> Document:
    """Find the segments of a text; its inline tokens learn which one is theirs.

    Raises:
        TranspipeError: S020, the front matter can't be read; S030, see ``parse_blocks``.

    """
    segments = list(_front_matter(source, name))
    walk = _Walk(source, len(segments))
    segments += walk.segments()
    collections = front_matter.collections(source.head, name)
    remarks = [*walk.directives.close(), *remarks_on(source, collections)]
    remarks.sort(key=lambda remark: remark.line)
    source.segments = tuple(segments)
    return Document(
        name, source.text, source.segments, tuple(remarks), _definitions(source.parsed.env)
    )


def _definitions(env: Mapping[str, Any]) -> Definitions:
    links = {label: found["href"] for label, found in env.get("references", {}).items()}
    labels = (label.removeprefix(":") for label in env.get("footnotes", {}).get("refs", {}))
    return Definitions(links, frozenset(labels))


def _front_matter(source: Source, name: str) -> Iterator[Segment]:
    for scalar in front_matter.scalars(source.head, name):
        value = scalar.value.strip()
        if scalar.key in source.dialect.front_matter and value:
            yield Segment(
                source.span(scalar.start, scalar.end),
                value,
                Kind.FRONT_MATTER,
                source.line(scalar.start),
                label=scalar.key,
            )


class _Walk:
    """One pass over the tokens of a body.

    Attributes:
        source: the text.
        body: what follows the front matter.
        breaks: tells what the line ends of its runs are.
        count: how many segments there are so far.
        directives: what the author asked for.
        section: the heading above.

    """

    def __init__(self, source: Source, count: int) -> None:
        self.source = source
        self.body = source.body
        self.breaks = Breaks(source.dialect, source.parsed.env)
        self.count = count
        self.directives = Directives()
        self.section = ""
        self._kinds = [Kind.PARAGRAPH]  # what text is in each open block
        self._cell = 0
        self._cells: list[tuple[int, int]] = []
        self._skipped = -1

    def segments(self) -> Iterator[Segment]:
        """Yield the segments of the body in order."""
        finders, directives = self._finders(), self.directives
        parent = Token("", "", 0)
        for token in self.source.parsed.tokens:
            if token.nesting > 0:
                self._enter(token.type)
            find, first = finders.get(token.type), self.count
            if (directives.skip_next or self._skipped >= 0) and self._skips(token):
                find = None
            if find and not (directives.skip_line and token.type != "html_block"):
                for piece in find(token, parent):
                    yield self._place(piece)
                if self.count > first:
                    token.meta[SEGMENTS] = range(first, self.count)
            if token.nesting < 0:
                self._kinds.pop()
            parent = token

    def _finders(self) -> dict[str, Callable[[Token, Token], Iterable[_Piece]]]:
        """Return what finds the text in each type of token that may have some."""
        found: dict[str, Callable[[Token, Token], Iterable[_Piece]]] = {
            "inline": self._run,
            "html_block": self._html,
            "definition": self._definition,
            "container_admonition_open": self._admonition,
        }
        code = ("fence", "code_block") if self.source.dialect.code else ()
        return found | dict.fromkeys(code, self._code)

    def _enter(self, name: str) -> None:
        self._kinds.append(_KINDS.get(name) or self._kinds[-1])
        if name == "tr_open":
            self._cell = -1
        elif name in _CELL_OPEN:
            self._cell += 1

    def _skips(self, token: Token) -> bool:
        """Tell whether a skip directive stands before the token or a block around it."""
        if self._skipped >= 0:
            if token.level == self._skipped and token.nesting < 0:
                self._skipped = -1
            return True
        if not self.directives.skip_next or _begins_with_comment(token):
            return False
        self.directives.skip_next = False
        if token.nesting > 0:
            self._skipped = token.level
        return token.nesting >= 0

    def _place(self, piece: _Piece) -> Segment:
        source, base, kind = self.source, len(self.source.head), piece.kind
        start = base + piece.start
        note, context = self.directives.take()
        before = "" if kind in _ONE_LINE else source.before(piece.start)
        self.count += 1
        # by position, for there are many: by name it takes three times as long
        return Segment(
            source.span(start, base + piece.end),
            without_control(piece.source),
            kind,
            source.line(start),
            piece.label,
            "" if kind is Kind.HEADING else self.section,
            context,
            note,
            bool(self.directives.optional_line),
            continued(before) if before else "",
            piece.line_break,
            piece.quote,
        )

    def _run(self, token: Token, parent: Token) -> Iterable[_Piece]:
        """Find the text of an inline token; it learns which segment it is."""
        lines = token.meta.get(LINES)
        piece = self._inline(lines, parent) if lines else None
        if piece is None or html.is_unseen(piece.source):
            return ()
        token.meta[SEGMENT] = self.count
        if piece.kind is Kind.HEADING:
            self.section = piece.source
        return (piece,)

    def _inline(self, offsets: list[tuple[int, int]], parent: Token) -> _Piece | None:
        body = self.body
        lines = [_bare(body, start, end) for start, end in offsets]
        if parent.type in _CELL_OPEN:
            return self._table_cell(*lines[0])
        if parent.type == "heading_open":
            if parent.markup.startswith("#"):
                lines = [_atx(body, *lines[0])]
            start, end = lines[-1]
            lines[-1] = (start, without_attributes(body, start, end))
        if len(lines) > 1:
            lines = _with_words(body, lines)
        start, end = lines[0][0], lines[-1][1]
        run = join([body[first:last] for first, last in lines], self.breaks)
        return _Piece(start, end, run.source, self._kinds[-1], line_break=run.line_break)

    def _table_cell(self, start: int, end: int) -> _Piece | None:
        body = self.body
        if not self._cell:
            self._cells = cells.cell_spans(body[start:end])
        if self._cell >= len(self._cells):
            return None
        first, last = (start + offset for offset in self._cells[self._cell])
        return _Piece(first, last, cells.unescape_cell(body[first:last]), self._kinds[-1])

    def _html(self, token: Token, _parent: Token) -> Iterator[_Piece]:
        block = Joined(self.body, token.meta[LINES])
        passed = False
        for found in html.find(block.text):
            start = block.position(found.start)
            if isinstance(found, html.Comment):
                line = self.source.line(len(self.source.head) + start)
                self.directives.read(found.text, line)
            elif self.directives.skip_next or self.directives.skip_line:
                passed = True
            else:
                kind = Kind.HTML_ATTRIBUTE if found.attribute else Kind.HTML_TEXT
                end = block.position(found.end)
                yield _Piece(
                    start, end, found.source, kind, label=found.attribute, quote=found.quote
                )
        if passed:
            self.directives.skip_next = False

    def _definition(self, token: Token, _parent: Token) -> Iterator[_Piece]:
        block = Joined(self.body, token.meta[LINES])
        span = definitions.title_span(block.text, parser(self.source.dialect))
        if span is None:
            return
        opener = block.text[span[0] - 1]
        title = definitions.unescape_title(block.text[span[0] : span[1]], opener)
        if title:
            start, end = map(block.position, span)
            yield _Piece(start, end, title, Kind.LINK_TITLE, quote=opener)

    def _admonition(self, token: Token, _parent: Token) -> Iterator[_Piece]:
        body = self.body
        start, end = split_admonition(body, *token.meta[LINES][0])
        if start < end:
            yield _Piece(start, end, body[start:end], Kind.ADMONITION_TITLE)

    def _code(self, token: Token, _parent: Token) -> Iterator[_Piece]:
        body = self.body
        content = token.content.removesuffix("\n").split("\n")
        offsets = token.meta[LINES]
        offsets = (
            offsets[1 : len(content) + 1] if token.type == "fence" else offsets[: len(content)]
        )
        ends = [end for _, end in offsets]
        written = [body[end - len(line) : end] for line, end in zip(content, ends, strict=False)]
        if written != content or not token.content.strip():
            return  # a tab that is half indent, half code can't be spliced
        source = "\n".join(content)
        yield _Piece(
            ends[0] - len(content[0]), ends[-1], source, Kind.CODE, label=token.info.strip()
        )


def continued(before: str) -> str:
    """Return what makes a line go on in the containers whose marks stand in ``before``."""
    blanked = _FOOTNOTE_LABEL.sub(lambda label: " " * len(label.group()), before)
    return _NOT_MARKER.sub(" ", blanked)


def split_admonition(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the title stands in the line that opens an admonition; may be empty."""
    marker = _ADMONITION.match(text, start, end)
    if not marker:
        return end, end
    start, end = _trimmed(text, marker.end(), end)
    if label := _LABEL.fullmatch(text, start, end):
        return _trimmed(text, *label.span(1))
    if text.endswith(":::", start, end):
        return _trimmed(text, start, start + len(text[start:end].rstrip(":")))
    return start, end


def _begins_with_comment(token: Token) -> bool:
    return token.type == "html_block" and token.content.lstrip().startswith("<!--")


def _bare(body: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the space at the start of a line; its end may be a hard line break."""
    while start < end and body[start] in _SPACE:
        start += 1
    return start, end


def _with_words(body: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Leave out blank lines and hard breaks before the first word, blank lines after the last."""
    first, last = 0, len(lines) - 1
    while first < last and body[slice(*lines[first])].strip() in ("", "\\"):
        first += 1
    while first < last and not body[slice(*lines[last])].strip():
        last -= 1
    return lines[first : last + 1]


def _trimmed(body: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the space at both ends."""
    start, end = _bare(body, start, end)
    return start, start + len(body[start:end].rstrip(_SPACE))


def _atx(body: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the marks of an ATX heading (CommonMark 0.31.2, section 4.2)."""
    while body.startswith("#", start):
        start += 1
    start, end = _trimmed(body, start, end)
    marks = start + len(body[start:end].rstrip("#"))
    if marks < end and (marks == start or body[marks - 1] in _SPACE):
        end = start + len(body[start:marks].rstrip(_SPACE))
    return _bare(body, start, end)


def without_attributes(body: str, start: int, end: int) -> int:
    """Return where a heading ends before an attribute list such as ``{#id}``."""
    bare = start + len(body[start:end].rstrip(_SPACE))
    brace = body.rfind("{", start, bare)
    if brace >= 0 and _ATTRIBUTES.fullmatch(body, brace, bare):
        return start + len(body[start:brace].rstrip(_SPACE))
    return end
