"""What a project decides about its checks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from transpipe.markdown import Dialect

__all__ = ["CheckSettings", "Waiver"]


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that the project accepts.

    Attributes:
        check: the check's id or name.
        source: the source it is accepted for; empty for every one.
        language: the tag of the language; empty for every one.
        document: the document's name; empty for every one.

    """

    check: str
    source: str = ""
    language: str = ""
    document: str = ""


@dataclass(frozen=True, eq=False, slots=True)
class CheckSettings:
    """What a project decides about its checks, for one language.

    Attributes:
        select: ids, beginnings of ids (``T1``) or names of the checks to run; empty for all.
            It narrows what is reported, never what blocks.
        ignore: the same, of those that are neither reported nor block.
        keep_terms: terms that stay as they are in every language.
        glossary: for this language, the agreed translations of each source term.
        localized_links: beginnings of destinations that a target may lead to instead of
            its source's, such as ``https://example.org/id/``.
        waivers: findings that are accepted.
        dialect: how documents are read.
        max_segment_size: what a target may have in UTF-8.

    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    keep_terms: tuple[str, ...] = ()
    glossary: Mapping[str, Sequence[str]] = field(default_factory=dict)
    localized_links: tuple[str, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    dialect: Dialect = field(default_factory=Dialect)
    max_segment_size: int = 64 * 1024
