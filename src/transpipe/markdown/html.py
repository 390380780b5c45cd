"""Text and attributes in HTML blocks (CommonMark 0.31.2, sections 4.6 and 6.6).

Tags that stand inside a sentence belong to its message, as they do in a paragraph;
all other tags, comments, and what ``script``, ``style``, ``pre`` and ``textarea`` hold
stay out of it, and so does all that follows a tag that is none.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

__all__ = [
    "ADDRESSES",
    "TAGS",
    "VOID",
    "Comment",
    "Found",
    "collapse",
    "escape_text",
    "escape_value",
    "find",
    "harmless",
    "is_unseen",
    "tags",
    "unescape_value",
]

ADDRESSES = {"a": "href", "img": "src"}
"""The attribute in which an element leads somewhere."""

_NAME = r"[a-zA-Z][a-zA-Z0-9:-]*"
_ATTRIBUTE = re.compile(
    r"""(?P<name>[a-zA-Z_:@][\w:.@-]*)(?:\s*=\s*(?P<value>"[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
)
_TOKEN = re.compile(
    rf"""
    (?P<comment><!--(?:>|->|.*?-->|.*\Z))
    |(?P<other><\?.*?(?:\?>|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<![a-zA-Z][^>]*(?:>|\Z))
    |(?P<tag></?(?P<tagname>{_NAME})(?:[^"'<>]|"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))*+(?:>|\Z))
    |(?P<junk><[a-zA-Z/!?].*)
    |(?P<text>[^<]+|<)
    """,
    re.VERBOSE | re.DOTALL,
)
TAGS = re.compile(r"<!--.*?(?:-->|\Z)|<[a-zA-Z/!?][^>]*+>?", re.DOTALL)
"""Tags and comments, roughly: what remains of HTML is text that it shows."""
_SPACE = re.compile(r"(?<![ \t])[ \t]*\n[ \t\n]*")
_SPACES = re.compile(r"[ \t\n\r]+")
_BLANK = " \t\n"
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())
"""Elements without content (HTML Living Standard, 13.1.2, and ``param``, which was one)."""
_INLINE_VOID = VOID & {"br", "img", "wbr"}
_INLINE = _INLINE_VOID | frozenset(
    [
        "a",
        "abbr",
        "b",
        "bdi",
        "bdo",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "i",
        "ins",
        "kbd",
        "mark",
        "q",
        "ruby",
        "rp",
        "rt",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "time",
        "u",
        "var",
    ]
)
_OPAQUE = frozenset({"script", "style", "pre", "textarea", "template", "svg", "math"})
_ATTRIBUTES = ("alt", "title")
# What browsers read as plain text up to its end tag, or to the end of the page (GFM 0.29, 6.11).
_RAW = frozenset(
    {"iframe", "noembed", "noframes", "noscript", "plaintext", "textarea", "title", "xmp"}
)
_SCRIPTS = frozenset({"script", "style"})
_UNSEEN = re.compile(
    r"""(?>\s|&nbsp;|<!--.*?-->|</?[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>])
    (?![^<>]*\b(?:alt|title|label|placeholder|value)\s*=)[^<>]*>)*+""",
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Found:
    """A translatable piece of an HTML block.

    Attributes:
        start: its offset in the block.
        end: one past its last character.
        source: the message.
        attribute: the attribute's name; empty for text.
        quote: what stands around an attribute's value: ``"``, ``'`` or nothing.

    """

    start: int
    end: int
    source: str
    attribute: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment in an HTML block: its offset and what it says."""

    start: int
    text: str


@dataclass(frozen=True, slots=True)
class _Piece:
    start: int
    end: int
    text: str
    tag: str = ""
    closing: bool = False


def find(block: str) -> Iterator[Found | Comment]:
    """Yield what is translatable in an HTML block, and its comments, in order."""
    run: list[_Piece] = []
    opaque = ""
    for match in _TOKEN.finditer(block):
        tag = (match["tagname"] or "").lower()
        closing = match.group().startswith("</")
        if opaque:
            opaque = "" if closing and tag == opaque else opaque
        elif match["text"] or tag in _INLINE:
            run.append(_Piece(match.start(), match.end(), match.group(), tag, closing))
        else:
            yield from _of_run(run)
            run = []
            if match["comment"]:
                yield Comment(match.start(), match.group()[4:].removesuffix("-->"))
            elif tag:
                yield from _attributes(match.group(), match.start())
                opaque = tag if tag in _OPAQUE and not closing else ""
    yield from _of_run(run)


def tags(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the tags, comments and the like of a text begin and end."""
    for match in _TOKEN.finditer(text):
        if not match["text"]:
            yield match.span()


def harmless(block: str) -> str:
    """Return the author's HTML so that it takes in nothing of what follows it.

    Comments, tags and scripts that do not end, and tags whose content browsers do not read
    as HTML, become text.
    """
    low = block.lower() if "<s" in block or "<S" in block else ""
    ends = {tag: low.rfind(f"</{tag}") for tag in _SCRIPTS}
    return "".join(_harmless(match, ends) for match in _TOKEN.finditer(block))


def _harmless(match: re.Match[str], last: Mapping[str, int]) -> str:
    text, tag = match.group(), (match["tagname"] or "").lower()
    if match["comment"] and not text.endswith("-->"):
        return ""
    ends = text.endswith(">") or bool(match["text"])
    if tag in _SCRIPTS and last[tag] < match.end():
        ends = text.startswith("</")
    return text if ends and tag not in _RAW and not match["junk"] else text.replace("<", "&lt;", 1)


def is_unseen(text: str) -> bool:
    """Tell whether an inline run has nothing to read: white space, and tags such as anchors."""
    return _UNSEEN.fullmatch(text) is not None


def escape_text(text: str) -> str:
    """Return a message as text of an HTML block: on one line, since a blank one ends it."""
    return _SPACE.sub(" ", text)


def collapse(text: str) -> str:
    """Return a text on one line, each run of white space as one space."""
    return _SPACES.sub(" ", text).strip(" ")


def unescape_value(text: str) -> str:
    """Return an attribute's value as a message: entities as the characters they name."""
    return collapse(html.unescape(text))


def escape_value(text: str, quote: str) -> str:
    """Return a message as an attribute's value, with quotes where the source had none."""
    value = html.escape(collapse(text), quote=True)
    return value if quote else f'"{value}"'


def _of_run(run: list[_Piece]) -> Iterator[Found]:
    """Yield the message of a run of text and inline tags, and the attributes around it."""
    if not _balanced(run):
        for piece in run:
            yield from _of_piece(piece)
        return
    first, last = 0, len(run)
    while first < last and (trimmed := _trim(run, first, last)) != (first, last):
        first, last = trimmed
    for piece in run[:first]:
        yield from _of_piece(piece)
    yield from _text(run[first:last])
    for piece in run[last:]:
        yield from _of_piece(piece)


def _of_piece(piece: _Piece) -> Iterator[Found]:
    return _attributes(piece.text, piece.start) if piece.tag else _text([piece])


def _balanced(run: list[_Piece]) -> bool:
    if any(piece.text == "<" for piece in run):
        return False
    stack: list[str] = []
    for piece in run:
        if piece.tag in _INLINE_VOID or not piece.tag:
            continue
        if not piece.closing:
            stack.append(piece.tag)
        elif not stack or stack.pop() != piece.tag:
            return False
    return not stack


def _trim(run: list[_Piece], first: int, last: int) -> tuple[int, int]:
    """Leave out blanks, void tags and one pair of tags at the ends of a run."""
    head, tail = run[first], run[last - 1]
    if head.tag in _INLINE_VOID or not head.text.strip():
        return first + 1, last
    if tail.tag in _INLINE_VOID or not tail.text.strip():
        return first, last - 1
    if head.tag and tail.closing and _closes(run[first:last]):
        return first + 1, last - 1
    return first, last


def _closes(run: list[_Piece]) -> bool:
    """Tell whether the first tag of a balanced run is closed by its last one."""
    depth = 0
    for index, piece in enumerate(run):
        if piece.tag and piece.tag not in _INLINE_VOID:
            depth += -1 if piece.closing else 1
            if not depth:
                return index == len(run) - 1
    return False


def _text(run: list[_Piece]) -> Iterator[Found]:
    text = "".join(piece.text for piece in run)
    bare = text.strip(_BLANK)
    if not any(piece.text.strip().strip("<") for piece in run if not piece.tag):
        return
    start = run[0].start + len(text) - len(text.lstrip(_BLANK))
    yield Found(start, start + len(bare), escape_text(bare))


def _attributes(tag: str, offset: int) -> Iterator[Found]:
    name = re.match(rf"</?{_NAME}", tag)
    for match in _ATTRIBUTE.finditer(tag, name.end() if name else 0):
        value = match["value"]
        if not value or match["name"].lower() not in _ATTRIBUTES:
            continue
        quote = value[0] if value[0] in "\"'" else ""
        inner = value[1:-1] if quote else value
        if source := unescape_value(inner):
            start = offset + match.start("value") + len(quote)
            yield Found(start, start + len(inner), source, match["name"].lower(), quote)
