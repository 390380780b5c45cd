"""A Markdown text, its blocks, and the way from the parser's offsets back to the text's."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property, lru_cache

from transpipe.document import BOM, Segment
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.front_matter import front_matter_end
from transpipe.markdown.parser import Parsed, parse_blocks
from transpipe.text import Lines, Span

__all__ = ["Joined", "Source", "source_of"]

_LINE_END = re.compile(r"\r\n?")


class Source:
    """A Markdown text with its blocks.

    The parser sees the *body*: the text without BOM and front matter, its line ends LF.

    Attributes:
        text: the document's text.
        dialect: how it is read.
        name: the file as people see it; may be empty.
        head: BOM aside, the front matter with its fences; empty where there is none.
        body: what follows.
        segments: its segments; None until they are looked for, then the tokens know theirs.

    """

    def __init__(self, text: str, dialect: Dialect, name: str = "") -> None:
        self.text = text
        self.dialect = dialect
        self.name = name
        self.segments: tuple[Segment, ...] | None = None
        bare = text.removeprefix(BOM)
        whole = _LINE_END.sub("\n", bare) if "\r" in bare else bare
        known = "front-matter" in dialect.extensions
        self.head = whole[: front_matter_end(whole) if known else 0]
        self.body = whole[len(self.head) :]
        self._before = len(text) - len(bare)
        self._same = len(whole) == len(bare)
        self._whole = whole

    @cached_property
    def parsed(self) -> Parsed:
        """The blocks of the body."""
        return parse_blocks(self.body.replace("\0", "\ufffd"), self.dialect, self.name)

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        """Where the lines of head and body begin."""
        return Lines(self._whole).starts

    def span(self, start: int, end: int) -> Span:
        """Return the span in the text of a range of head and body together."""
        if self._same:
            return Span(start + self._before, end + self._before)
        return Span(self._offset(start), self._offset(end))

    def line(self, position: int) -> int:
        """Return the line, from 1, of a position in head and body together."""
        return bisect_right(self._starts, position)

    def before(self, position: int) -> str:
        """Return what stands before a position of the body on its line."""
        return self.body[self.body.rfind("\n", 0, position) + 1 : position]

    def _offset(self, position: int) -> int:
        line = bisect_right(self._starts, position) - 1
        start = self.lines.starts[line] or self._before
        return start + position - self._starts[line]


@lru_cache(maxsize=1)
def source_of(text: str, dialect: Dialect, name: str = "") -> Source:
    """Return a text with its blocks, for those who change nothing of them.

    A document is asked for its segments first and for more soon after; its blocks are most of
    the work, so the last one's are kept.
    """
    return Source(text, dialect, name)


class Joined:
    """Lines of a body joined by LF, without what stands before each of them.

    Attributes:
        text: the lines, joined.

    """

    def __init__(self, body: str, lines: Sequence[tuple[int, int]]) -> None:
        self._lines = lines
        self.text = "\n".join([body[start:end] for start, end in lines])
        self._starts = [0]
        for start, end in lines[:-1]:
            self._starts.append(self._starts[-1] + end - start + 1)

    def position(self, offset: int) -> int:
        """Return the position in the body of an offset in the joined text."""
        line = bisect_right(self._starts, offset) - 1
        return self._lines[line][0] + offset - self._starts[line]
