"""The HTML of blocks one by one, so that editions share what they show alike.

What a block is as HTML depends on what stands in its own segments, and on no other block; most
blocks stand in many editions in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markdown_it.token import Token

from transpipe.markdown.contained import is_closed_block, is_contained_block
from transpipe.markdown.marking import Block, Shown, Tongue, blocks_of, layout, mark
from transpipe.markdown.renderer import HOLE, Wording
from transpipe.markdown.skeleton import copied

__all__ = ["LANG", "LANG_SAID", "Clean", "Look", "Pieces"]

LANG = "zxx-x-page"
"""Stands for the reader's language: no document is in it; a sanitizer takes it for a language."""
LANG_SAID = f' lang="{LANG}"'
"""What says so in HTML."""
# A noncharacter, for the inside of programs alone: a sanitizer lets it pass, other than a hole.
_PASSING = "\ufdd0"
_DEEP = 500
"""How many levels of blocks, or tags of the author's, may make the page as a whole too deep."""
_MANY = 1 << 14
"""How many pieces are so many that no more are remembered."""
_NOTHING = Token("definition", "", 0, hidden=True)
"""Stands for a block before that shows nothing, for the renderer wants to know."""

Clean = Callable[[str], str]
"""A sanitizer: returns HTML with nothing in it that could do harm."""


@dataclass(frozen=True, slots=True)
class Look:
    """How blocks are shown.

    Attributes:
        shown: tells what stands in a segment.
        is_translated: whether that is a translation everywhere.
        source: the source's language.
        reader: the page's language.
        wording: what the page says inside of them.

    """

    shown: Callable[[int], Shown]
    is_translated: bool
    source: Tongue
    reader: Tongue
    wording: Wording


class _Piece(NamedTuple):
    """A block as HTML.

    Attributes:
        html: what it is; sanitized if it can be alone.
        is_clean: whether it can be sanitized before its holes are filled.

    """

    html: str
    is_clean: bool


class Pieces:
    """The blocks of a document, and their HTML in each way that was asked for.

    Attributes:
        has_bare: whether there is text in them that is not to be translated.

    """

    def __init__(
        self,
        tokens: Sequence[Token],
        write: Callable[[Sequence[Token]], str],
        clean: Clean | None,
        *,
        again: bool,
    ) -> None:
        """Take blocks.

        Args:
            tokens: the blocks; they are changed unless they are asked for again.
            write: makes HTML of them.
            clean: the sanitizer; None: there is none.
            again: whether blocks are asked for again: then each is sanitized alone where it can
                be, which else takes longer than all of them at once.

        """
        self._tokens = tokens
        self._write = write
        self._blocks = blocks_of(tokens)
        self.has_bare = any(block.is_bare for block in self._blocks)
        authors = [token.content for token in tokens if token.type == "html_block"]
        self._clean = clean if _is_harmless(tokens, authors) else None
        self._again = again
        self._is_alone = again and all(map(is_closed_block, authors))
        self._made: dict[Hashable, _Piece] = {}

    def flow(self, start: int, end: int, look: Look) -> tuple[str, bool]:
        """Return the HTML of some of the blocks, and whether it is as the sanitizer leaves it.

        Args:
            start: the place of their first token.
            end: one past that of their last one.
            look: how they are shown.

        """
        blocks = [block for block in self._blocks if start <= block.start < end]
        if look.is_translated and not (self.has_bare and look.source != look.reader):
            return self._plain(blocks)
        parts: list[str] = []
        is_clean, is_after_hidden = self._clean is not None, False
        for one in layout(blocks, look.shown, look.wording.labels):
            if isinstance(one, str):
                parts.append(one)
                is_after_hidden = False
                continue
            block, kind = one
            piece = self._piece(block, kind, look, is_after_hidden=is_after_hidden)
            parts.append(piece.html)
            is_clean = is_clean and piece.is_clean
            is_after_hidden = self._tokens[block.end - 1].hidden
        html = "".join(parts)
        if self._clean and is_clean and not self._is_alone:
            return _sanitized(html, self._clean), True
        return html, is_clean

    def _plain(self, blocks: Sequence[Block]) -> tuple[str, bool]:
        """Return the HTML of blocks in which nothing is marked: it is sanitized all at once."""
        parts: list[str] = []
        is_after_hidden = False
        for block in blocks:  # one by one, for their tokens take much room
            tokens = self._taken(block)
            parts.append(self._write([_NOTHING, *tokens] if is_after_hidden else tokens))
            is_after_hidden = self._tokens[block.end - 1].hidden
        html = "".join(parts)
        if self._clean and _is_clean(html):
            return _sanitized(html, self._clean), True
        return html, False

    def _piece(
        self, block: Block, kind: Shown | None, look: Look, *, is_after_hidden: bool
    ) -> _Piece:
        key: tuple[Hashable, ...] = block.start, is_after_hidden
        shown = tuple(map(look.shown, block.segments))
        is_marked = shown.count(Shown.TARGET) < len(shown) or (
            block.is_bare and look.source != look.reader
        )
        if is_marked:
            key = *key, kind, look.source, shown
        piece = self._made.get(key)
        if piece is None:
            tokens = self._taken(block)
            if is_marked:
                tokens = mark(
                    tokens,
                    kind,
                    look.shown,
                    look.wording.labels,
                    source=look.source,
                    reader=look.reader,
                )
            if is_after_hidden:
                tokens = [_NOTHING, *tokens]
            piece = self._made_of(tokens)
            if len(self._made) < _MANY:
                self._made[key] = piece
        return piece

    def _taken(self, block: Block) -> list[Token]:
        tokens = self._tokens[block.start : block.end]
        return list(map(copied, tokens) if self._again else tokens)

    def _made_of(self, tokens: Sequence[Token]) -> _Piece:
        html = self._write(tokens)
        is_clean = self._clean is not None and _is_clean(html)
        if self._clean and is_clean and self._is_alone:
            html = _sanitized(html, self._clean)
        return _Piece(html, is_clean)


def _is_clean(html: str) -> bool:
    """Tell whether HTML has nothing in it that stands for something else meanwhile."""
    return _PASSING not in html and html.count(LANG) == html.count(LANG_SAID)


def _is_harmless(tokens: Sequence[Token], authors: Sequence[str]) -> bool:
    """Tell whether blocks can be sanitized before their holes are filled."""
    return (
        all(map(is_contained_block, authors))
        and sum(content.count("<") for content in authors) < _DEEP
        and all(token.level < _DEEP for token in tokens)
    )


def _sanitized(html: str, clean: Clean) -> str:
    return clean(html.replace(HOLE, _PASSING)).replace(_PASSING, HOLE)
