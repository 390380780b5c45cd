"""A source and its target, looked at once for all checks."""

from __future__ import annotations

import unicodedata
from functools import cached_property, lru_cache

from transpipe.checks.settings import CheckSettings
from transpipe.document import Definitions, Document, Kind, Segment
from transpipe.languages import Language
from transpipe.markdown import Dialect
from transpipe.markdown.emphasis import mend_emphasis
from transpipe.markdown.markup import Markup, World, of_html, of_markdown, of_plain

__all__ = ["Pair", "world"]

_PLAIN = frozenset({Kind.HTML_ATTRIBUTE, Kind.FRONT_MATTER, Kind.CODE, Kind.LINK_TITLE})


class _Same:
    """A key that is equal to itself alone, and keeps what it stands for alive."""

    __slots__ = ("definitions", "dialect")

    def __init__(self, definitions: Definitions, dialect: Dialect) -> None:
        self.definitions = definitions
        self.dialect = dialect

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Same)
            and self.definitions is other.definitions
            and self.dialect == other.dialect
        )

    def __hash__(self) -> int:
        return id(self.definitions)


def world(document: Document, dialect: Dialect) -> World:
    """Return what the runs of a document need to know to be read."""
    definitions = document.definitions
    if not definitions.links and not definitions.footnotes:
        return _bare_world(dialect)
    return _world(_Same(definitions, dialect))


@lru_cache(maxsize=64)
def _world(same: _Same) -> World:
    return World(same.dialect, same.definitions)


@lru_cache(maxsize=64)
def _bare_world(dialect: Dialect) -> World:
    return World(dialect, Definitions())


class Pair:
    """A source and its target in a language, and what was found out about them.

    Attributes:
        segment: where the source stands.
        source: the source.
        raw: the target as the catalogue has it.
        target: the target as an edition would take it in: normalized, line ends LF.
        language: the target's language.
        settings: what the project decides.

    """

    def __init__(
        self,
        world: World,
        segment: Segment,
        raw: str,
        language: Language,
        settings: CheckSettings,
    ) -> None:
        self.world = world
        self.segment = segment
        self.source = segment.source
        self.raw = raw
        if "\r" in raw:
            raw = raw.replace("\r\n", "\n").replace("\r", "\n")
        self.is_ascii = raw.isascii()
        self.target = raw if self.is_ascii else unicodedata.normalize("NFC", raw)
        self.language = language
        self.settings = settings
        kind = segment.kind
        self.is_markdown = kind not in _PLAIN and kind is not Kind.HTML_TEXT

    @cached_property
    def there(self) -> Markup:
        """What the source says beside its words."""
        return self._markup(self.source)

    @cached_property
    def here(self) -> Markup:
        """What the target says beside its words."""
        return self._markup(self.target)

    @cached_property
    def mended(self) -> str:
        """The target with tags for emphasis that would not work."""
        if not self.is_markdown or not self.here.literals:
            return self.target
        return mend_emphasis(self.target, self.world)

    @cached_property
    def published(self) -> Markup:
        """What the mended target says."""
        return self.here if self.mended is self.target else self._markup(self.mended)

    def _markup(self, text: str) -> Markup:
        if self.is_markdown:
            return of_markdown(text, self.world)
        if self.segment.kind is Kind.HTML_TEXT:
            return of_html(text)
        return of_plain(text, entities=self.segment.kind is Kind.LINK_TITLE)
