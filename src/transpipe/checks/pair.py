"""A source and its target, looked at once for all checks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from transpipe.checks.oddities import Sign, has_conflict, oddities
from transpipe.checks.settings import CheckSettings
from transpipe.document import Kind, Segment
from transpipe.languages import Language
from transpipe.markdown.alike import markup_at, places
from transpipe.markdown.emphasis import mend_emphasis
from transpipe.markdown.markup import (
    MARKDOWN,
    Environment,
    Link,
    Markup,
    of_html,
    of_markdown,
    of_plain,
)

__all__ = ["Pair", "Pairs", "is_bare"]

CONTROLS = (*range(9), *range(11, 32), 127)
"""Control characters but tab and line feed."""


class Pair:
    """A source and its target in a language, and what was found out about them.

    Attributes:
        segment: where the source stands.
        source: the source.
        raw: the target as the catalogue has it.
        target: the target as an edition would take it in: normalized, line ends LF.
        is_ascii: whether the target is plain ASCII.
        is_markdown: whether Markdown has its meaning in both.
        signs: the characters of both that gates of checks ask for.
        language: the target's language.
        settings: what the project decides.
        is_alike: whether both say the same beside their words, and nothing that is in doubt.

    """

    __slots__ = (
        "_here",
        "_is_bare",
        "_mended",
        "_places",
        "_there",
        "environment",
        "is_alike",
        "is_ascii",
        "is_markdown",
        "language",
        "raw",
        "segment",
        "settings",
        "signs",
        "source",
        "target",
    )

    def __init__(
        self,
        environment: Environment,
        segment: Segment,
        raw: str,
        language: Language,
        settings: CheckSettings,
    ) -> None:
        self.environment = environment
        self.segment = segment
        self.source = source = segment.source
        self.raw = raw
        if "\r" in raw:
            raw = raw.replace("\r\n", "\n").replace("\r", "\n")
        self.is_ascii = raw.isascii()
        self.target = target = raw if self.is_ascii else unicodedata.normalize("NFC", raw)
        self.language = language
        self.settings = settings
        self.is_markdown = segment.kind in MARKDOWN
        self._mended: str | None = None
        self._places: tuple[int, ...] | None = None
        self._there: Markup | None = None
        self._here: Markup | None = None
        self.signs = _signs(source) | _signs_of(target)
        self._is_bare = _MARK_SIGNS.isdisjoint(self.signs)
        self.is_alike = self._is_bare or self._has_marks_alike() or self._is_read_alike()
        if target is not raw and target != raw:
            self.signs |= _NOT_NFC
        if not target[:1].isalpha():
            self.signs |= _NO_LETTER

    def _has_marks_alike(self) -> bool:
        """Tell whether both can be taken for alike without reading them."""
        if self.is_markdown and _UNSEEN.isdisjoint(self.signs):
            self._places = places(self.target, self.source, self.environment)
        return self._places is not None

    def _is_read_alike(self) -> bool:
        """Tell whether both are alike once they are read."""
        if "]" in self.signs:
            self.signs |= _LABEL
        return _is_alike(self.there, self.here)

    @property
    def there(self) -> Markup:
        """What the source says beside its words."""
        if self._there is None:
            self._there = self._markup(self.source)
        return self._there

    @property
    def here(self) -> Markup:
        """What the target says beside its words."""
        if self._here is None:
            self._here = self._moved() or self._markup(self.target)
        return self._here

    def _moved(self) -> Markup | None:
        """Return what the target says, if that is what the source says in other places."""
        if self._places is None:
            return None
        return markup_at(self.target, self.source, self.environment, self._places)

    @property
    def mended(self) -> str:
        """The target with tags for emphasis that would not work."""
        if self._mended is None:
            literal = self.is_markdown and not self.is_alike and self.here.literals
            self._mended = mend_emphasis(self.target, self.environment) if literal else self.target
        return self._mended

    @property
    def published(self) -> Markup:
        """What the mended target says."""
        return self.here if self.mended is self.target else self._markup(self.mended)

    def _markup(self, text: str) -> Markup:
        if self._is_bare:
            return Markup(prose=text)
        if self.is_markdown:
            return of_markdown(text, self.environment)
        if self.segment.kind is Kind.HTML_TEXT:
            return of_html(text)
        return of_plain(text, entities=self.segment.kind is Kind.LINK_TITLE)


class Pairs:
    """The pairs of a document in one language, each looked at once, whoever asks for it.

    They are kept as long as this is: for one edition and its checks.

    Args:
        language: the targets' language.
        settings: what the project decides.

    """

    __slots__ = ("_found", "_language", "_settings")

    def __init__(self, language: Language, settings: CheckSettings) -> None:
        self._language = language
        self._settings = settings
        self._found: dict[int, Pair] = {}

    def of(self, known: Environment, segment: Segment, target: str) -> Pair:
        """Return a pair of the document."""
        place = segment.span.start
        pair = self._found.get(place)
        if pair is None or pair.segment is not segment or pair.raw != target:
            pair = Pair(known, segment, target, self._language, self._settings)
            self._found[place] = pair
        return pair


_NOT_NFC = frozenset({Sign.NOT_NFC})
_NO_LETTER = frozenset({Sign.NO_LETTER})
_LABEL = frozenset({Sign.LABEL})
_UNSEEN = frozenset({Sign.CONTROL, Sign.INVISIBLE})
_MARKS = "[<&*_`~@:^"
"""Without any of these, and without ``www.``, a text says nothing beside its words."""
_MARK = re.compile(f"[{re.escape(_MARKS)}]")
_MARK_SIGNS = frozenset(_MARKS + Sign.ADDRESS)

_GATES = '\n][<&*_`~@:^{}%$#()"/-'
_TO_SIGNS = bytes.maketrans(b"123456789" + bytes(CONTROLS), b"0" * 9 + b"\x01" * len(CONTROLS))
_OTHERS = bytes(set(range(256)) - set(_GATES.encode()) - set(b"0123456789") - set(CONTROLS))


def is_bare(text: str) -> bool:
    """Tell whether a text says nothing beside its words, whatever it is read as."""
    return not _MARK.search(text) and "www." not in text


def _is_alike(there: Markup, here: Markup) -> bool:
    """Tell whether two texts say the same beside their words, place and words apart."""
    return (
        here.code == there.code
        and here.strong == there.strong
        and here.emphasis == there.emphasis
        and here.strikes == there.strikes
        and here.footnotes == there.footnotes
        and not (here.literals or here.entities or "<" in here.prose)
        and (here.links == there.links or _lead_alike(there.links, here.links))
        and (here.images == there.images or _lead_alike(there.images, here.images))
        and [tag.key for tag in here.tags] == [tag.key for tag in there.tags]
    )


def _lead_alike(there: Sequence[Link], here: Sequence[Link]) -> bool:
    """Tell whether links lead to the same destinations in the same order."""
    return len(there) == len(here) and all(
        one.destination == other.destination for one, other in zip(there, here, strict=True)
    )


def _signs_of(text: str) -> frozenset[str]:
    """Return what gates of checks call the characters of a text."""
    signs = text.encode("utf-8", "replace").translate(_TO_SIGNS, _OTHERS).decode("ascii")
    if "www." in text:
        signs += Sign.ADDRESS
    if has_conflict(text):
        signs += Sign.CONFLICT
    return frozenset(signs if text.isascii() else signs + Sign.NOT_ASCII + oddities(text))


_signs = lru_cache(maxsize=1 << 14)(_signs_of)
