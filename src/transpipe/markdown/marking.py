"""Marking what stands in another language: parts of a token stream, by what is shown there.

A block whose segments are all fallbacks gets ``lang`` and ``dir`` of the source. One
visible label stands at the head of each run of neighbouring ones: before them in a box of
their own, or inside the first item, cell or term where no box may stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from html.parser import HTMLParser
from typing import NamedTuple

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from transpipe.markdown import html
from transpipe.markdown.segments import SEGMENTS

__all__ = [
    "Block",
    "Labels",
    "Shown",
    "Tongue",
    "blocks_of",
    "layout",
    "mark",
    "markup",
    "shows_words",
]


class Shown(StrEnum):
    """What a reader sees in the place of a segment."""

    __hash__ = str.__hash__  # that of enumerations is slow, and these are looked up all the time

    TARGET = "target"
    """A translation that is published."""
    DRAFT = "draft"
    """A translation that a person must still look at."""
    FALLBACK = "gap"
    """The source, for want of a translation."""
    KEPT = "kept"
    """The source, which may stay as it is: a name."""


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language as HTML names it: its tag (BCP 47) and its direction."""

    lang: str
    dir: str

    @property
    def attributes(self) -> dict[str, str | int | float]:
        """The attributes ``lang`` and ``dir``."""
        return {"lang": self.lang, "dir": self.dir}


@dataclass(frozen=True, slots=True)
class Labels:
    """How marked parts are labelled; all is HTML.

    Attributes:
        fallback: above a run of fallbacks.
        draft: above a run of drafts.
        short_fallback: inside an item, a cell or a line.
        short_draft: likewise.

    """

    fallback: str
    draft: str
    short_fallback: str
    short_draft: str

    def long(self, shown: Shown) -> str:
        """Return the label above a run."""
        return self.draft if shown is Shown.DRAFT else self.fallback

    def short(self, shown: Shown) -> str:
        """Return the label inside a part."""
        return self.short_draft if shown is Shown.DRAFT else self.short_fallback


@dataclass(slots=True)
class _Node:
    """A block with what stands in it; ``closer`` is None for one token alone.

    ``text`` tells whether it has text that people read, which code is not; ``place`` is its own
    among the blocks of a page.
    """

    opener: Token
    children: list[_Node] = field(default_factory=list)
    closer: Token | None = None
    shown: frozenset[Shown] = frozenset()
    text: bool = False
    place: int = 0

    @property
    def bare(self) -> bool:
        """Whether there is text in it, but no segment: it is not to be translated."""
        return self.text and not self.shown

    @property
    def only(self) -> Shown | None:
        """What is shown, if it is the same in all of its segments."""
        return next(iter(self.shown)) if len(self.shown) == 1 else None


_OWN = frozenset(
    {"inline", "html_block", "container_admonition_open", "fence", "code_block"},
)
_PART_PARENTS = frozenset(
    {"bullet_list_open", "ordered_list_open", "dl_open", "table_open", "thead_open"}
    | {"tbody_open", "tr_open", "footnote_block_open"}
)
_NUMBERED = frozenset({"list_item_open", "footnote_open"})
_INNER_PARTS = frozenset({"thead_open", "tbody_open", "tr_open"})
_WORDS = frozenset({"text", "text_special", "image", "markup"})
_TITLE = "alert-title"  # it is the page's own
_MARKED = (Shown.FALLBACK, Shown.DRAFT)


def markup(content: str) -> Token:
    """Return a token that is rendered as the HTML it holds."""
    return Token("markup", "", 0, content=content)


class Block(NamedTuple):
    """A block that stands in no other one.

    Attributes:
        start: the place of its first token.
        end: one past that of its last one.
        opener: its first token.
        segments: the indices of the segments in it.
        text: whether there is text in it that people read.
        is_bare: whether some of that is no segment's: it is not to be translated.

    """

    start: int
    end: int
    opener: Token
    segments: tuple[int, ...]
    text: bool
    is_bare: bool


def blocks_of(tokens: Sequence[Token]) -> list[Block]:
    """Return the blocks of a whole stream that stand in no other one."""
    blocks: list[Block] = []
    start = depth = 0
    for place, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            blocks.append(_block(tokens, start, place + 1))
            start = place + 1
    return blocks


def _block(tokens: Sequence[Token], start: int, end: int) -> Block:
    segments: set[int] = set()
    text = is_bare = False
    for place in range(start, end):
        token = tokens[place]
        if token.type not in _OWN:
            continue
        own = token.meta.get(SEGMENTS, ())
        segments.update(own)
        if _is_read(token) and not (
            place > start and tokens[place - 1].attrs.get("class") == _TITLE
        ):
            text, is_bare = True, is_bare or not own
    return Block(start, end, tokens[start], tuple(sorted(segments)), text, is_bare)


def layout(
    blocks: Sequence[Block], shown: Callable[[int], Shown], labels: Labels
) -> Iterator[str | tuple[Block, Shown | None]]:
    """Yield blocks, and the HTML of the boxes around those that are marked alike.

    With each block in a box comes what is shown there, with others None.
    """
    nodes = [
        _Node(
            block.opener,
            shown=frozenset(map(shown, block.segments)),
            text=block.text,
            place=place,
        )
        for place, block in enumerate(blocks)
    ]
    for kind, run in _runs(nodes):
        if kind is not None:
            yield _box(kind, labels)
        for node in run:
            yield blocks[node.place], kind
        if kind is not None:
            yield _BOX_END


def mark(
    tokens: Sequence[Token],
    kind: Shown | None,
    shown: Callable[[int], Shown],
    labels: Labels,
    *,
    source: Tongue,
    reader: Tongue,
) -> list[Token]:
    """Return the tokens of one block with every part that is no translation marked.

    Args:
        tokens: the block's; they are changed.
        kind: what is shown in the box that it stands in; None: it stands in none.
        shown: what is shown, by the index of a segment.
        labels: the words.
        source: the source's language.
        reader: the page's language.

    """
    marker, nodes = _Marker(shown, labels, source, reader), _tree(tokens, shown)
    marker.tell_bare(nodes)
    return [token for node in nodes for token in marker.block(node, kind)]


def _tree(tokens: Iterable[Token], shown: Callable[[int], Shown]) -> list[_Node]:
    root = _Node(Token("", "", 0))
    stack = [root]
    for token in tokens:
        if token.nesting < 0:
            node = stack.pop()
            node.closer = token
            node.shown |= frozenset().union(*(child.shown for child in node.children))
            node.text = any(child.text for child in node.children)
        else:
            own = token.meta.get(SEGMENTS, ()) if token.type in _OWN else ()
            parent = stack[-1].opener
            read = _is_read(token) and parent.attrs.get("class") != _TITLE
            node = _Node(token, shown=frozenset(map(shown, own)), text=read)
            stack[-1].children.append(node)
            if token.nesting > 0:
                stack.append(node)
    return root.children


@dataclass(frozen=True, slots=True)
class _Marker:
    shown: Callable[[int], Shown]
    labels: Labels
    source: Tongue
    reader: Tongue

    def tell_bare(self, nodes: Iterable[_Node]) -> None:
        """Say which language text is in that is not to be translated."""
        for node in nodes:
            if node.bare and not _is_open(node):
                self._tell(node, Shown.KEPT)
            elif node.text and node.only not in (Shown.FALLBACK, Shown.KEPT):
                self.tell_bare(node.children)

    def flow(self, nodes: Sequence[_Node]) -> Iterator[Token]:
        """Yield the tokens of blocks one below the other."""
        for kind, run in _runs(nodes):
            if kind is None:
                for node in run:
                    yield from self._one(node)
                continue
            yield markup(_box(kind, self.labels))
            for node in run:
                yield from self.block(node, kind)
            yield markup(_BOX_END)

    def block(self, node: _Node, kind: Shown | None) -> Iterator[Token]:
        """Yield the tokens of a block in a box, or of one in none."""
        if kind is None:
            yield from self._one(node)
            return
        self._tell(node, kind)
        yield from _tokens(node)

    def _one(self, node: _Node) -> Iterator[Token]:
        if node.only is Shown.KEPT and not _is_open(node):
            self._tell(node, Shown.KEPT)
        elif node.opener.type == "html_block":
            self._spans(node.opener)
        elif len(node.shown) > 1 or (node.shown and _is_open(node)):
            if node.opener.type == "container_admonition_open":
                self._title(node.opener)
            yield node.opener
            parts = node.opener.type in _PART_PARENTS
            yield from self._parts(node.children) if parts else self.flow(node.children)
            if node.closer:
                yield node.closer
            return
        yield from _tokens(node)

    def _parts(self, nodes: Sequence[_Node]) -> Iterator[Token]:
        """Yield the tokens of items, rows, cells or terms, which no box may enclose."""
        for kind, run in _runs(nodes):
            for place, node in enumerate(run):
                if kind is None:
                    yield from self._one(node)
                    continue
                self._tell(node, kind)
                node.opener.attrJoin("class", kind)
                if place == 0:
                    _innermost(node).children.insert(0, _Node(markup(self._tag(kind))))
                yield from _tokens(node)

    def _tag(self, kind: Shown) -> str:
        tongue = self.reader
        return (
            f'<span class="tag" lang="{tongue.lang}" dir="{tongue.dir}">'
            f"{self.labels.short(kind)}</span> "
        )

    def _tell(self, node: _Node, kind: Shown) -> None:
        """Say which language a block is in; a draft is in the page's own."""
        if kind is Shown.DRAFT or not (node.shown or node.bare) or self.source == self.reader:
            return
        if node.opener.type in _NUMBERED and self.source.dir != self.reader.dir:
            # its bullet stays where those of the other items are
            said = RendererHTML.renderAttrs(Token("", "", 0, attrs=self.source.attributes))
            node.children = [_Node(markup(f"<div{said}>")), *node.children, _Node(markup("</div>"))]
            return
        node.opener.attrs.update(self.source.attributes)
        for token in (node.opener, node.closer):
            if token and token.type.startswith("paragraph"):
                token.hidden = False  # one that is hidden can't say it

    def _title(self, token: Token) -> None:
        """Mark the title of an admonition whose text is shown otherwise."""
        for index in token.meta.get(SEGMENTS, ()):
            kind = self.shown(index)
            if kind in _MARKED:
                token.meta["tag"] = self._tag(kind)
            if kind in (Shown.FALLBACK, Shown.KEPT):
                token.meta["tongue"] = self.source

    def _spans(self, token: Token) -> None:
        """Mark the messages of an HTML block one by one, where it shows more than one kind."""
        found = [piece for piece in html.find(token.content) if isinstance(piece, html.Found)]
        segments = token.meta.get(SEGMENTS, ())
        if len(found) != len(segments):
            return
        parts, position = [], 0
        for piece, index in zip(found, segments, strict=True):
            kind = self.shown(index)
            if piece.attribute or kind is Shown.TARGET:
                continue
            text = token.content[piece.start : piece.end]
            parts += [token.content[position : piece.start], self._span(kind, text)]
            position = piece.end
        token.content = "".join([*parts, token.content[position:]])

    def _span(self, kind: Shown, text: str) -> str:
        if kind is Shown.DRAFT:
            return f'{self._tag(kind)}<span class="{kind}">{text}</span>'
        tag = self._tag(kind) if kind is Shown.FALLBACK else ""
        tongue = self.source
        return f'{tag}<span class="{kind}" lang="{tongue.lang}" dir="{tongue.dir}">{text}</span>'


_BOX_END = "</div>\n"


def _box(kind: Shown, labels: Labels) -> str:
    """Return what opens the box of neighbours that are marked alike."""
    return f'<div class="{kind}"><p class="tag">{labels.long(kind)}</p>\n'


def _runs(nodes: Sequence[_Node]) -> Iterator[tuple[Shown | None, list[_Node]]]:
    """Yield neighbours that are marked alike, and all others one by one.

    What has no text of its own, such as a rule between two fallbacks, joins their run.
    """
    kind: Shown | None = None
    run: list[_Node] = []
    waiting: list[_Node] = []
    for node in nodes:
        own = node.only if node.only in _MARKED and not _is_open(node) else None
        if own is not None and own is kind:
            run += [*waiting, node]
            waiting = []
        elif not node.shown and not node.text and kind and not _is_open(node):
            waiting.append(node)
        else:
            if kind:
                yield kind, run
            yield from ((None, [one]) for one in waiting)
            waiting = []
            kind, run = own, [node]
            if own is None:
                yield None, run
    if kind:
        yield kind, run
    yield from ((None, [one]) for one in waiting)


def _is_read(token: Token) -> bool:
    """Tell whether a token alone shows text that people read."""
    if token.type == "html_block":
        return bool(html.TAGS.sub("", token.content).strip())
    return token.type == "inline" and shows_words(token.children or ())


def shows_words(children: Sequence[Token]) -> bool:
    """Tell whether a run shows text that people read."""
    return any(child.content.strip() for child in children if child.type in _WORDS)


def _tokens(node: _Node) -> Iterator[Token]:
    yield node.opener
    for child in node.children:
        yield from _tokens(child)
    if node.closer:
        yield node.closer


def _innermost(node: _Node) -> _Node:
    """Return the part where text may stand: of rows, the first cell."""
    while node.opener.type in _INNER_PARTS and node.children:
        node = node.children[0]
    return node


# Elements that stand in one certain other element only.
_PART_NAMES = (
    "caption col colgroup dd dt figcaption legend li rp rt summary tbody td tfoot th thead tr"
)
_PARTS = frozenset(_PART_NAMES.split())


class _Balance(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.first = ""
        self.torn = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.first = self.first or tag
        if tag not in html.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Pass over ``<br/>`` and the like, which hold nothing."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.torn = True


def _is_open(node: _Node) -> bool:
    """Tell whether no box may enclose a block: a part of another, or the list of footnotes."""
    if node.opener.type != "html_block":
        return node.opener.type == "footnote_block_open"
    return _is_part(node.opener.content)


@lru_cache(maxsize=256)  # a page is shown in many ways
def _is_part(content: str) -> bool:
    """Tell whether HTML is no whole element, or one that stands in one certain other alone."""
    reader = _Balance()
    reader.feed(content)
    reader.close()
    return reader.torn or bool(reader.open) or reader.first in _PARTS
