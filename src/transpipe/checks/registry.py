"""The checks of pairs, in the order of their ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from transpipe.checks import (
    characters,
    emphasis,
    html,
    links,
    numbers,
    structure,
    tongue,
    typography,
    verbatim,
    wording,
)
from transpipe.checks.finding import Check, Severity
from transpipe.checks.oddities import Sign

__all__ = ["BY_NAME", "CHECKS", "chosen", "resolve", "resolve_all"]

_LINKS = "[<:@" + Sign.ADDRESS
_LINK_TEXT = Sign.LABEL + Sign.HALF_LINK

_INCONSISTENT = """\
One source has several translations across the documents.

Readers take two words for two things, and a search finds only one of them.

Example: "Signatories" is "Penanda tangan" in one statement and "Penandatangan" in another.

To mend it, choose one, and look through the catalogues that have the other. Where the two
differ in meaning, the author tells them apart by "i18n:context"."""

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

CHECKS: tuple[Check, ...] = (
    Check(
        "T101",
        "link-target",
        _E,
        links.link_target,
        blocking=True,
        waivable=False,
        compares=True,
        gate=_LINKS,
    ),
    Check(
        "T102",
        "image-source",
        _E,
        links.image_source,
        blocking=True,
        waivable=False,
        compares=True,
        gate="[<",
    ),
    Check("T103", "code-span", _E, verbatim.code_span, blocking=True, compares=True, gate="`"),
    Check("T104", "emphasis", _W, emphasis.emphasis, blocking=True, compares=True, gate="*_`~<"),
    Check(
        "T105",
        "structure",
        _E,
        structure.structure,
        blocking=True,
        waivable=False,
        gate="\n" + Sign.NO_LETTER,
    ),
    Check("T106", "html", _E, html.html, blocking=True, compares=True, waivable=False, gate="<&"),
    Check("T107", "footnote", _E, verbatim.footnote, blocking=True, compares=True, gate="^"),
    Check("T108", "placeholder", _E, verbatim.placeholder, blocking=True, gate="{}%$"),
    Check("T109", "link-text", _E, links.link_text, blocking=True, gate=_LINK_TEXT),
    Check("T110", "number", _W, numbers.number, gate=Sign.DIGIT),
    Check("T112", "keep-term", _W, wording.keep_term, gate="#@-/&"),
    Check("T120", "glossary", _W, wording.glossary),
    Check("T121", "same-as-source", _W, wording.same_as_source),
    Check("T122", "conflict", _E, structure.conflict, blocking=True, gate=Sign.CONFLICT),
    Check("T123", "inconsistent", _W, text=_INCONSISTENT),
    Check("T130", "end-punctuation", _I, typography.end_punctuation),
    Check("T131", "brackets", _I, typography.brackets, gate='()[]{}"' + Sign.BRACKET),
    Check("T132", "spaces", _I, typography.spaces),
    Check("T133", "length", _W, typography.length),
    Check("T140", "mixed-script", _W, characters.mixed_script, gate=_LINKS + Sign.LOOK_ALIKE),
    Check("T141", "bidi", _E, characters.bidi, blocking=True, waivable=False, gate="&" + Sign.BIDI),
    Check(
        "T142",
        "invisible",
        _E,
        characters.invisible,
        blocking=True,
        waivable=False,
        gate="&" + Sign.CONTROL + Sign.INVISIBLE,
    ),
    Check("T143", "encoding", _W, characters.encoding, gate=Sign.DAMAGED + Sign.NOT_NFC),
    Check("T144", "zawgyi", _W, tongue.zawgyi, extra="qa", gate=Sign.NOT_ASCII),
    Check("T145", "language", _W, tongue.language, extra="qa"),
    Check("T146", "stacking", _W, characters.stacking, gate=Sign.NOT_ASCII),
    Check(
        "T160",
        "link-scheme",
        _E,
        links.link_scheme,
        blocking=True,
        waivable=False,
        compares=True,
        gate=_LINKS,
    ),
)
"""Every check of a source and its target."""

BY_NAME: Mapping[str, Check] = MappingProxyType(
    {key: check for check in CHECKS for key in (check.id, check.name)}
)
"""The checks by id and by name."""


def resolve(word: str) -> frozenset[str]:
    """Return the ids that an id, the beginning of one, or a name stands for."""
    if word in BY_NAME:
        return frozenset({BY_NAME[word].id})
    return frozenset(check.id for check in CHECKS if check.id.startswith(word.upper()))


def resolve_all(words: Iterable[str]) -> set[str]:
    """Return the ids that any of some words stands for."""
    return set().union(*map(resolve, words))


@lru_cache(maxsize=64)
def chosen(select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[Check, ...]:
    """Return the checks that are selected and not ignored, in the order of their ids."""
    ids = resolve_all(select) if select else {check.id for check in CHECKS}
    ids -= resolve_all(ignore)
    return tuple(check for check in CHECKS if check.id in ids)
