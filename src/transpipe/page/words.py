"""The page's own words, in the reader's language; English where it has none yet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from markupsafe import Markup, escape

from transpipe.catalog import Catalog, State
from transpipe.languages import Language

__all__ = ["Words", "draft_note", "words"]

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_SCRIPT = re.compile(r"[A-Z][a-z]{3}")
_ENGLISH = Markup('<span lang="en" dir="ltr">{}</span>')


class Words:
    """What a page says in a language.

    Attributes:
        language: the language.

    """

    def __init__(self, language: Language) -> None:
        self.language = language
        self._english = language.tag.partition("-")[0] == "en"
        self._catalog = None if self._english else _catalog(language.folder)

    def say(self, source: str, **values: Any) -> Markup:
        """Return words as HTML, values in their places; English is marked as such."""
        if not values:
            return _said(self, source)
        return self._say(source, values)

    def _say(self, source: str, values: Mapping[str, Any]) -> Markup:
        target = self._target(source)
        filled = _fill(target or source, {name: escape(value) for name, value in values.items()})
        return filled if target or self._english else _ENGLISH.format(filled)

    def word(self, source: str, **values: Any) -> str:
        """Return words as plain text, for attributes."""
        target = self._target(source) or source
        return _PLACEHOLDER.sub(lambda found: str(values.get(found[1], found[0])), target)

    def has(self, source: str) -> bool:
        """Tell whether the words are there in the language."""
        return self._english or bool(self._target(source))

    def _target(self, source: str) -> str:
        message = self._catalog.get(source) if self._catalog else None
        return message.target if message and message.state is State.TRANSLATED else ""


@lru_cache(maxsize=1 << 10)  # each page says the same
def _said(words: Words, source: str) -> Markup:
    return words._say(source, {})  # noqa: SLF001


@cache
def words(language: Language) -> Words:
    """Return the words of a language."""
    return Words(language)


def draft_note(language: Language) -> str:
    """Return what stands at the top of a draft in Markdown, in its language; one plain line."""
    return words(language).word(
        "This is a draft. Parts of it have not been reviewed by a person and may be wrong."
    )


def _catalog(folder: str) -> Catalog | None:
    """Return the catalogue of a language, or of what it is a regional form of."""
    root = resources.files("transpipe.page") / "locale"
    while folder:
        found = root / folder / "LC_MESSAGES" / "page.po"
        if found.is_file():
            return Catalog.parse(found.read_bytes(), f"page.po ({folder})")
        folder, _, last = folder.rpartition("_")
        if _SCRIPT.fullmatch(last):
            return None  # other letters are other words
    return None


def _fill(text: str, values: dict[str, Markup]) -> Markup:
    """Put values into their places; the text is no code, whatever it says."""
    parts: list[Markup] = []
    position = 0
    for found in _PLACEHOLDER.finditer(text):
        parts.append(escape(text[position : found.start()]))
        parts.append(values.get(found[1], escape(found[0])))
        position = found.end()
    return Markup("").join([*parts, escape(text[position:])])
