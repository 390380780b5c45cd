"""The checks of pairs, in the order of their ids."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from transpipe.checks import characters, inline, links, numbers, tongue, typography, wording
from transpipe.checks.finding import Check, Severity

__all__ = ["BY_NAME", "CHECKS", "resolve"]

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO

CHECKS: tuple[Check, ...] = (
    Check("T101", "link-target", _E, links.link_target, blocking=True, waivable=False),
    Check("T102", "image-source", _E, links.image_source, blocking=True, waivable=False),
    Check("T103", "code-span", _E, inline.code_span, blocking=True),
    Check("T104", "emphasis", _W, inline.emphasis, blocking=True),
    Check("T105", "structure", _E, inline.structure, blocking=True, waivable=False),
    Check("T106", "html", _E, inline.html, blocking=True, waivable=False),
    Check("T107", "footnote", _E, inline.footnote, blocking=True),
    Check("T108", "placeholder", _E, inline.placeholder, blocking=True),
    Check("T109", "link-text", _E, links.link_text, blocking=True),
    Check("T110", "number", _W, numbers.number),
    Check("T112", "keep-term", _W, wording.keep_term),
    Check("T120", "glossary", _W, wording.glossary),
    Check("T121", "same-as-source", _W, wording.same_as_source),
    Check("T122", "conflict", _E, inline.conflict, blocking=True),
    Check("T130", "end-punctuation", _I, typography.end_punctuation),
    Check("T131", "brackets", _I, typography.brackets),
    Check("T132", "spaces", _I, typography.spaces),
    Check("T133", "length", _W, typography.length),
    Check("T140", "mixed-script", _W, characters.mixed_script),
    Check("T141", "bidi", _E, characters.bidi, blocking=True, waivable=False),
    Check("T142", "invisible", _E, characters.invisible, blocking=True, waivable=False),
    Check("T143", "encoding", _W, characters.encoding),
    Check("T144", "zawgyi", _W, tongue.zawgyi, extra="qa"),
    Check("T145", "language", _W, tongue.language),
    Check("T146", "stacking", _W, characters.stacking),
    Check("T160", "link-scheme", _E, links.link_scheme, blocking=True, waivable=False),
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
