"""From a tag in any spelling to a language: configuration above our table above CLDR."""

from __future__ import annotations

import gettext
import math
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import TypeGuard

from transpipe.errors import TranspipeError
from transpipe.languages.table import (
    ALIASES,
    DEFAULT_PLURAL_FORMS,
    LANGUAGES,
    TERRITORIES,
    Language,
    script_facts,
)
from transpipe.languages.tags import FOLDER, Subtags, parse

__all__ = ["Overrides", "language"]

# Babel is loaded only for a language that our table lacks.
# ruff: noqa: PLC0415

Overrides = Mapping[str, Mapping[str, object]]
"""``[tool.transpipe.language.<tag>]``: by tag, in any spelling, some fields of a language."""

_NO_OVERRIDES: Overrides = MappingProxyType({})

# Names of devices, which Windows allows no folder to have.
_DEVICES = frozenset({"aux", "con", "nul", "prn"})

# Chinese of a territory says which script it means.
_TRADITIONAL = frozenset({"HK", "MO", "TW"})


def language(tag: str, overrides: Overrides = _NO_OVERRIDES) -> Language:
    """Return the language of a tag: ``zh-CN``, ``zh_SG`` and ``zh_Hans`` are the same.

    Raises:
        TranspipeError: it is no tag, or of a language that neither our table nor CLDR nor
            ``overrides`` knows (says which known one is nearest); or an override is wrong.

    """
    subtags = _canonical(tag)
    settings = _settings(subtags, overrides)
    known = _known(subtags)
    if known is None:
        if "name" not in settings:
            raise _unknown(tag, subtags)
        known = _blank(subtags)
    result = _overridden(known, settings) if settings else known
    if result.folder in _DEVICES:
        raise TranspipeError(
            f'no folder can have the name "{result.folder}" on Windows',
            hint=f'Add a territory or script to the tag, such as "{result.tag}-Latn".',
        )
    return result


def _canonical(tag: str) -> Subtags:
    """Return the one spelling that stands for all of a tag's."""
    subtags = parse(tag)
    if subtags is None:
        raise TranspipeError(f"not a language tag: {_shown(tag)}", hint=_hint(tag))
    subtags = replace(subtags, language=ALIASES.get(subtags.language, subtags.language))
    row = _row(subtags)
    if row is not None:
        return row
    from transpipe.languages import cldr

    unknown = cldr.unknown_part(subtags)
    if unknown:
        raise TranspipeError(f"unknown {unknown} in {_shown(tag)}", hint=_hint(tag))
    subtags = cldr.canonical(subtags)
    return _row(subtags) or subtags


def _row(subtags: Subtags) -> Subtags | None:
    """Return the parts of the tag of our row, if a row is what is meant."""
    usual = _language_row(subtags)
    if usual is None or subtags.variant:
        return None
    if subtags.territory and subtags.territory not in TERRITORIES.get(usual.tag, ()):
        return None
    return parse(usual.tag)


def _language_row(subtags: Subtags) -> Language | None:
    """Return our row of a language, wherever it is spoken."""
    if subtags.language == "zh" and subtags.territory in _TRADITIONAL:
        return None
    for row in LANGUAGES.values():
        language = row.tag.partition("-")[0]
        if language == subtags.language and subtags.script in {"", row.script}:
            return row
    return None


def _known(subtags: Subtags) -> Language | None:
    """Return what table and CLDR know, before any configuration."""
    row = _language_row(subtags)
    if row is not None and row.tag == subtags.tag:
        return row
    from transpipe.languages import cldr

    return cldr.regional(row, subtags) if row is not None else cldr.language(subtags)


def _blank(subtags: Subtags) -> Language:
    """Return a language of which only the tag is known."""
    from transpipe.languages import cldr

    script = subtags.script or cldr.likely_script(subtags.language) or "Latn"
    facts = script_facts(script)
    return Language(
        tag=subtags.tag,
        folder=subtags.folder,
        header=subtags.header,
        name=subtags.tag,
        english_name=subtags.tag,
        direction=facts.direction,
        plural_forms=DEFAULT_PLURAL_FORMS,
        script=script,
        spaces=facts.spaces,
        line_height=facts.line_height,
    )


def _settings(subtags: Subtags, overrides: Overrides) -> Mapping[str, object]:
    """Return what configuration says of a language, under whichever spelling of its tag."""
    found: dict[str, object] = {}
    for tag, settings in overrides.items():
        if not isinstance(settings, Mapping):
            raise TranspipeError(f"language.{tag}: must be a table")
        if _canonical(tag) == subtags:
            found.update(settings)
    return found


def _overridden(language: Language, settings: Mapping[str, object]) -> Language:
    """Return the language with the settings in it, each looked at first."""
    for name, value in settings.items():
        if name not in _SETTINGS:
            raise _wrong(language, f"unknown key {_shown(name)}", name)
        says, is_right = _SETTINGS[name]
        if not is_right(value):
            raise _wrong(language, f"{name} must be {says}")
    values = dict(settings)
    if "script" in values:
        values = {**script_facts(str(values["script"]))._asdict(), **values}
    if "length" in values:
        values["length"] = tuple(values["length"])  # type: ignore[arg-type]
    if "name" in values and language.english_name == language.tag:
        values.setdefault("english_name", values["name"])
    return replace(language, **values)  # type: ignore[arg-type]


def _is_name(value: object) -> bool:
    # joiners are part of the spelling of some names; other invisible characters deceive
    return (
        isinstance(value, str)
        and 0 < len(value.strip()) <= _LONGEST_NAME
        and all(character.isprintable() or character in "\u200b\u200c\u200d" for character in value)
    )


def _is_plural_forms(value: object) -> bool:
    match = _PLURAL_FORMS.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        return False
    try:
        form_of = gettext.c2py(match["expression"])
        return all(0 <= form_of(n) < int(match["count"]) for n in range(_PLURALS_TRIED))
    except (ArithmeticError, ValueError):
        return False


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_line_height(value: object) -> bool:
    return _is_number(value) and 1 <= value <= _TALLEST_LINE


def _is_length(value: object) -> bool:
    if not isinstance(value, list | tuple) or len(value) != len(("median", "min", "max")):
        return False
    if not all(_is_number(ratio) for ratio in value):
        return False
    median, least, most = map(float, value)
    return 0 < least <= median <= most < math.inf


def _is_folder(value: object) -> bool:
    return isinstance(value, str) and FOLDER.fullmatch(value) is not None


def _is_header(value: object) -> bool:
    return isinstance(value, str) and parse(value) is not None


def _is_script(value: object) -> bool:
    return isinstance(value, str) and re.fullmatch("[A-Z][a-z]{3}", value) is not None


_LONGEST_NAME = 80
_TALLEST_LINE = 4
_PLURALS_TRIED = 1001
_PLURAL_FORMS = re.compile(r"nplurals=(?P<count>[1-9]); *plural=(?P<expression>[ -:<-~]{1,500});")

_SETTINGS: Mapping[str, tuple[str, Callable[[object], bool]]] = {
    "name": ("a name", _is_name),
    "english_name": ("a name", _is_name),
    "folder": ('a folder in gettext\'s spelling, such as "zh_CN"', _is_folder),
    "header": ('a language in gettext\'s spelling, such as "zh_CN"', _is_header),
    "direction": ('"ltr" or "rtl"', lambda value: value in ("ltr", "rtl")),
    "plural_forms": ('such as "nplurals=2; plural=(n != 1);"', _is_plural_forms),
    "script": ('a script of ISO 15924, such as "Latn"', _is_script),
    "spaces": ("true or false", lambda value: isinstance(value, bool)),
    "line_height": (f"a number from 1 to {_TALLEST_LINE}", _is_line_height),
    "length": ("three numbers: median, least and most", _is_length),
}


def _wrong(language: Language, what: str, key: str = "") -> TranspipeError:
    near = _nearest(key, _SETTINGS) if key else ""
    return TranspipeError(
        f"language.{language.tag}: {what}", hint=f'Did you mean "{near}"?' if near else ""
    )


def _unknown(tag: str, subtags: Subtags) -> TranspipeError:
    return TranspipeError(
        f"unknown language: {_shown(tag)}",
        hint=f"{_hint(tag)} To use it all the same, "
        f"set language.{subtags.tag}.name in the configuration.",
    )


def _hint(tag: str) -> str:
    """Return the way out for a tag that is none: the nearest known one, or all of them."""
    spellings = {
        spelling.casefold(): row
        for row in LANGUAGES.values()
        for spelling in (row.tag, row.folder, row.header)
    }
    if len(tag) > len("xxx") or not tag.isascii():
        for row in LANGUAGES.values():
            spellings |= {row.name.casefold(): row, row.english_name.casefold(): row}
    near = _nearest(tag[:_LONGEST_NAME].casefold(), spellings)
    if near:
        row = spellings[near]
        return f'Did you mean "{row.tag}" ({row.english_name})?'
    return f"Known languages are {', '.join(LANGUAGES)} and those of CLDR."


def _nearest(word: str, words: Iterable[str]) -> str:
    """Return the word that begins like another, else the most like it; empty if none is."""
    from difflib import get_close_matches

    words = list(words)
    if len(word) > len("xxx"):
        for known in words:
            if known.startswith(word):
                return known
    return next(iter(get_close_matches(word, words, n=1, cutoff=0.5)), "")


def _shown(text: str) -> str:
    """Return foreign text as one line that can't deceive a terminal."""
    return ascii(text if len(text) <= _LONGEST_NAME else f"{text[:_LONGEST_NAME]}…")
