"""All checks there are, of pairs and of files, by what people call them."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from transpipe.checks.files import FILE_CHECKS
from transpipe.checks.finding import Check, Finding
from transpipe.checks.registry import CHECKS
from transpipe.checks.settings import CheckSettings

__all__ = ["KNOWN", "find", "is_wanted", "unknown"]

KNOWN: Mapping[str, Check] = MappingProxyType(
    {check.id: check for check in sorted((*CHECKS, *FILE_CHECKS.values()), key=lambda one: one.id)}
)
"""Every check by its id, in the order of the ids."""

_DIGITS = str.maketrans("OQIL", "0011")
"""Digits for the letters that are typed for them."""

_BY_NAME = {check.name: check for check in KNOWN.values()}


def find(word: str) -> tuple[Check, ...]:
    """Return the checks that an id, the beginning of one, or a name stands for."""
    if word.lower() in _BY_NAME:
        return (_BY_NAME[word.lower()],)
    start = word.upper()
    return tuple(check for check in KNOWN.values() if start and check.id.startswith(start))


def unknown(word: str) -> str:
    """Say that no check is called so, and which is called nearly so; empty if one is."""
    if find(word):
        return ""
    near = _nearest(word)
    return f'no check is called "{word}"' + (f'; did you mean "{near[0]}"?' if near else "")


def _nearest(word: str) -> list[str]:
    code = word.upper()
    digits = code[:1] + code[1:].translate(_DIGITS)
    if digits in KNOWN:
        return [digits]
    return get_close_matches(word.lower(), _BY_NAME, 1) or get_close_matches(code, KNOWN, 1)


def is_wanted(finding: Finding, settings: CheckSettings) -> bool:
    """Tell whether a project wants a finding: it is selected, not ignored and not waived."""
    return (
        (not settings.select or _is_one_of(finding.check, settings.select))
        and not _is_one_of(finding.check, settings.ignore)
        and not any(
            _is_one_of(finding.check, (waiver.check,))
            and waiver.source in ("", finding.source)
            and waiver.language in ("", finding.language)
            and waiver.document in ("", finding.source_file)
            for waiver in settings.waivers
        )
    )


def _is_one_of(code: str, words: tuple[str, ...]) -> bool:
    return any(check.id == code for word in words for check in find(word))
