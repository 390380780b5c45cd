"""What counts as Markdown: the dialect and its extensions."""

from __future__ import annotations

from dataclasses import dataclass

from transpipe.document import EXTENSIONS

__all__ = ["EXTENSIONS", "Dialect"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """A dialect of Markdown, and which of its parts are translated.

    Attributes:
        extensions: what is understood beside CommonMark; names out of ``EXTENSIONS``.
        front_matter: keys of the front matter whose values are translated, dotted for
            nested ones.
        code: whether code blocks are translated.
        max_nesting: how deep blocks may stand in one another, in levels of tokens.

    """

    extensions: frozenset[str] = frozenset(EXTENSIONS)
    front_matter: tuple[str, ...] = ("title", "description", "summary")
    code: bool = False
    max_nesting: int = 100
