"""Language tags in any spelling, taken apart strictly and put together again."""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["FOLDER", "Subtags", "parse"]

# BCP 47 without extended languages, extensions and private use, in which no catalogue is
# kept, together with gettext's spelling: `_` for `-`, a code set, a modifier after `@`.
_TAG = re.compile(
    r"(?P<language>[A-Za-z]{2,3})"
    r"(?:[-_](?P<script>[A-Za-z]{4}))?"
    r"(?:[-_](?P<territory>[A-Za-z]{2}|[0-9]{3}))?"
    r"(?:[-_](?P<variant>[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))?"
    r"(?:\.[Uu][Tt][Ff]-?8)?"
    r"(?:@(?P<modifier>devanagari|[A-Za-z0-9]{4,8}))?"
)

FOLDER = re.compile(r"[a-z]{2,3}(?:_[A-Z][a-z]{3})?(?:_(?:[A-Z]{2}|[0-9]{3}))?(?:@[a-z0-9]{4,8})?")
"""A language's folder; nothing else may become part of a path."""

# The modifiers of the C libraries' locales, with the scripts they stand for (ISO 15924).
_MODIFIERS = {"arabic": "Arab", "cyrillic": "Cyrl", "devanagari": "Deva", "latin": "Latn"}
_MODIFIER_OF = {script: modifier for modifier, script in _MODIFIERS.items()}

# Chinese is written by script on the web, by territory in gettext (GNU's list of teams).
_HEADERS = {
    "zh-Hans": "zh_CN",
    "zh-Hant": "zh_TW",
    "zh-Hant-HK": "zh_HK",
    "zh-Hant-MO": "zh_MO",
}


@dataclass(frozen=True, slots=True)
class Subtags:
    """A language tag in its parts, each in its own case; all but the first may be empty."""

    language: str
    script: str = ""
    territory: str = ""
    variant: str = ""

    @property
    def tag(self) -> str:
        """The BCP 47 tag, such as ``zh-Hans``."""
        parts = (self.language, self.script, self.territory, self.variant)
        return "-".join(filter(None, parts))

    @property
    def folder(self) -> str:
        """Gettext's spelling with the script as CLDR has it, such as ``zh_Hans``."""
        main = "_".join(filter(None, (self.language, self.script, self.territory)))
        return f"{main}@{self.variant}" if self.variant else main

    @property
    def header(self) -> str:
        """What the header field Language holds (GNU gettext manual, "Header Entry").

        It has no place for a script: ``ms@arabic``, ``zh_CN``.
        """
        if self.tag in _HEADERS:
            return _HEADERS[self.tag]
        main = "_".join(filter(None, (self.language, self.territory)))
        modifier = self.variant or _MODIFIER_OF.get(self.script, self.script.lower())
        return f"{main}@{modifier}" if modifier else main


def parse(text: str) -> Subtags | None:
    """Return the parts of a tag in any spelling; None if it is none.

    Only the form is looked at: ``ms@arabic``, ``MS-arab`` and ``ms_Arab`` are the same, and
    ``xx`` is a tag, too.
    """
    match = _TAG.fullmatch(text)
    if match is None:
        return None
    parts = {name: part or "" for name, part in match.groupdict().items()}
    script, variant = parts["script"].title(), parts["variant"].lower()
    modifier = parts["modifier"].lower()
    is_script = modifier in _MODIFIERS or (modifier.isalpha() and len(modifier) == len("Latn"))
    if sum(map(bool, (script, variant, modifier))) > 1 or modifier == "euro":
        # gettext has one place for both script and variant
        return None
    if is_script:
        script = _MODIFIERS.get(modifier, modifier.title())
    elif modifier:
        variant = modifier
    return Subtags(parts["language"].lower(), script, parts["territory"].upper(), variant)
