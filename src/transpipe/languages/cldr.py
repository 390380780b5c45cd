"""The door to Babel: what CLDR says where our own table is silent.

Importing this module loads Babel; the rest of the package does so only when it must.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from functools import cache, lru_cache

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.messages.plurals import PLURALS
from babel.numbers import format_decimal, format_percent
from babel.plural import to_gettext

from transpipe.languages.table import DEFAULT_PLURAL_FORMS, ONE_FORM, Language, script_facts
from transpipe.languages.tags import Subtags, parse

__all__ = [
    "canonical",
    "date",
    "language",
    "likely_script",
    "locale",
    "number",
    "percent",
    "regional",
    "unknown_part",
]

# Day before month in English, as ASEAN writes it; Portuguese as in Timor-Leste.
_FORMATS_OF = {"en": "en_001", "pt": "pt_TL"}

# The digit zero of each numbering system that is some language's default (CLDR).
_ZEROS = {
    "adlm": "\U0001e950",
    "arab": "\u0660",
    "arabext": "\u06f0",
    "beng": "\u09e6",
    "cakm": "\U00011136",
    "deva": "\u0966",
    "hmnp": "\U0001e140",
    "mtei": "\uabf0",
    "mymr": "\u1040",
    "nkoo": "\u07c0",
    "olck": "\u1c50",
    "tibt": "\u0f20",
}

# Languages that have one form according to CLDR. For those that CLDR knows nothing of Babel
# has no rules either, but one form is not what they have.
_OF_ONE_FORM = frozenset(
    {"bm", "bo", "dz", "hnj", "ig", "ii", "ja", "jbo", "kde", "kea", "ko", "lkt", "nqo", "osa"}
    | {"sah", "ses", "sg", "to", "tpi", "wo", "yo", "yue", "zh"}
)

_BUDDHIST_ERA = 543


def canonical(subtags: Subtags) -> Subtags:
    """Return a tag with withdrawn codes replaced and the script as people write it.

    A script is named only where a language has several: ``fr-Latn`` is ``fr``, but Chinese
    is always ``zh-Hans`` or ``zh-Hant``.
    """
    new = parse(get_global("language_aliases").get(subtags.language, ""))
    if new is not None:
        script = subtags.script or new.script
        subtags = replace(subtags, language=new.language, script=script)
    if subtags.language == "zh":
        return _canonical_chinese(subtags)
    if subtags.script == likely_script(subtags.language):
        return replace(subtags, script="")
    return subtags


def _canonical_chinese(subtags: Subtags) -> Subtags:
    script = subtags.script or ("Hant" if subtags.territory in {"HK", "MO", "TW"} else "Hans")
    likely = script == "Hant" and subtags.territory == "TW"
    return replace(subtags, script=script, territory="" if likely else subtags.territory)


def likely_script(code: str) -> str:
    """Return the script a language is mostly written in; empty where CLDR has none."""
    subtags = parse(get_global("likely_subtags").get(code, ""))
    return subtags.script if subtags else ""


def unknown_part(subtags: Subtags) -> str:
    """Return what of a tag's territory or variant does not exist; empty if all does."""
    english = Locale("en")
    if subtags.territory and subtags.territory not in english.territories:
        return f"territory {subtags.territory}"
    if subtags.variant and subtags.variant.upper() not in english.variants:
        return f"variant {subtags.variant}"
    return ""


@cache
def locale(subtags: Subtags) -> Locale | None:
    """Return CLDR's data for a tag, or for it without its territory; None if there are none."""
    main = (subtags.language, subtags.script)
    for parts in ((*main, subtags.territory), main):
        try:
            found = Locale.parse("_".join(filter(None, parts)))
        except (UnknownLocaleError, ValueError):
            continue
        if _is_what_was_asked(found, subtags):
            return found
    return None


def _is_what_was_asked(found: Locale, subtags: Subtags) -> bool:
    """Refuse what Babel puts in place of a locale it lacks: for rhg_Latn it gives rhg_Rohg."""
    if found.language != subtags.language:
        return False
    script = found.script or likely_script(found.language)
    return not subtags.script or script == subtags.script


def language(subtags: Subtags) -> Language | None:
    """Return what CLDR knows of a language; None if it has no data of its own for it."""
    found = locale(subtags)
    if found is None:
        return None
    script = subtags.script or found.script or likely_script(found.language)
    facts = script_facts(script)
    name = found.get_display_name(found) or subtags.tag
    return Language(
        tag=subtags.tag,
        folder=subtags.folder,
        header=subtags.header,
        # title, not upper: Georgian has capitals but no titles
        name=name[:1].title() + name[1:],
        english_name=found.english_name or subtags.tag,
        direction=facts.direction,
        plural_forms=_gettext_plural_forms(subtags) or _cldr_plural_forms(found),
        script=script,
        spaces=facts.spaces,
        line_height=facts.line_height,
    )


def regional(row: Language, subtags: Subtags) -> Language:
    """Return a language of our table as it is used in another territory, or a variant of it."""
    region = subtags.territory or subtags.variant
    found = locale(subtags)
    own = found.territories.get(region, region) if found else region
    english = Locale("en").territories.get(region, region)
    return replace(
        row,
        tag=subtags.tag,
        folder=subtags.folder,
        header=subtags.header,
        name=_of_region(row.name, own),
        english_name=_of_region(row.english_name, english),
        plural_forms=_gettext_plural_forms(subtags) or row.plural_forms,
    )


def _of_region(name: str, region: str) -> str:
    return f"{name[:-1]}, {region})" if name.endswith(")") else f"{name} ({region})"


def _gettext_plural_forms(subtags: Subtags) -> str:
    """Return the rule that gettext's translators use; empty if they have none."""
    for key in (f"{subtags.language}_{subtags.territory}", subtags.language):
        if key in PLURALS:
            count, expression = PLURALS[key][:2]
            return f"nplurals={count}; plural={expression};"
    return ""


def _cldr_plural_forms(found: Locale) -> str:
    if not found.plural_form.rules:
        return ONE_FORM if found.language in _OF_ONE_FORM else DEFAULT_PLURAL_FORMS
    # `e`, the exponent of numbers such as "1 million", is 0 in a catalogue; Babel leaves it in
    return re.sub(r"\be\b", "0", to_gettext(found.plural_form))


def _format_locale(language: Language) -> Locale | None:
    subtags = parse(_FORMATS_OF.get(language.tag, language.tag))
    return locale(subtags) if subtags else None


def _in_own_digits(text: str, found: Locale) -> str:
    """Replace ASCII digits by the language's own, which Babel leaves to its callers."""
    zero = _ZEROS.get(found.default_numbering_system)
    if zero is None:
        return text
    return text.translate({ord("0") + n: ord(zero) + n for n in range(10)})


@lru_cache(maxsize=1 << 12, typed=True)  # floats have fewer digits than their equals
def number(value: float, language: Language) -> str | None:
    """Return a number as the language writes it; None if CLDR lacks the language."""
    found = _format_locale(language)
    if found is None:
        return None
    text = format_decimal(value, locale=found, numbering_system="default")
    return _in_own_digits(text, found)


@lru_cache(maxsize=1 << 12)
def percent(whole: int, language: Language) -> str | None:
    """Return whole percents as the language writes them; None if CLDR lacks the language."""
    found = _format_locale(language)
    if found is None:
        return None
    text = format_percent(whole / 100, locale=found, numbering_system="default")
    return _in_own_digits(text, found)


def date(value: dt.date, language: Language) -> str | None:
    """Return a date in words; None if CLDR lacks the language or its months."""
    found = _format_locale(language)
    if found is None or found.months["format"]["wide"][1] == "M01":
        return None
    if found.language == "th":
        day = format_date(value, "d MMMM", locale=found)
        return f"{day} พ.ศ. {value.year + _BUDDHIST_ERA} (ค.ศ. {value.year})"
    return _in_own_digits(format_date(value, "long", locale=found), found)
