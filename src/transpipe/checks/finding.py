"""Findings: what is wrong with a message or a file, where, and the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from inspect import cleandoc
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from transpipe.checks.pair import Pair

__all__ = ["Check", "CheckFunction", "Finding", "Hit", "Severity"]


class Severity(StrEnum):
    """How bad a finding is; an error of a blocking check keeps its target unpublished."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check has to say, with its place in the catalogue and in the source.

    Attributes:
        check: the check's id, such as ``T101``; stable for ever.
        name: the check's name, such as ``link-target``.
        severity: how bad it is.
        message: one sentence.
        help: the way out; may be empty.
        language: the tag of the catalogue's language; empty for a finding about a source.
        catalog: the catalogue's file as shown; may be empty.
        catalog_line: the line of the place in it, or of the target, from 1; 0 where it is not
            known.
        column: the column in that line, in code points, from 1; 0 where it is not known.
        end_column: one past the last column that is meant; 0 where it is not known.
        catalog_text: that line as it stands; empty where it is not known.
        source_file: the document's name; may be empty.
        source_line: the line of the segment in it, from 1; 0 where it is not known.
        source: the source text; may be empty.
        target: the target as it was checked; may be empty.
        in_source: whether the place is in the source, not in the target.
        start: where the place begins, an offset in code points.
        end: one past it; equal to ``start`` where the whole text is meant.

    """

    check: str
    name: str
    severity: Severity
    message: str
    help: str = ""
    language: str = ""
    catalog: str = ""
    catalog_line: int = 0
    column: int = 0
    end_column: int = 0
    catalog_text: str = ""
    source_file: str = ""
    source_line: int = 0
    source: str = ""
    target: str = ""
    in_source: bool = False
    start: int = 0
    end: int = 0

    @property
    def key(self) -> tuple[str, int, str, int, str, int, str]:
        """What findings are sorted by: file, line, then place and id."""
        return (
            self.catalog or self.source_file,
            self.catalog_line,
            self.source_file,
            self.source_line,
            self.check,
            self.start,
            self.message,
        )

    def __lt__(self, other: Finding) -> bool:
        return self.key < other.key


class Hit(NamedTuple):
    """What one check finds in one pair, before it is told where the pair stands.

    Attributes:
        message: one sentence.
        help: the way out.
        start: where in the target it begins.
        end: one past it; equal to ``start`` where the whole target is meant.
        severity: None where it is the check's own.
        in_source: whether the place is in the source.

    """

    message: str
    help: str = ""
    start: int = 0
    end: int = 0
    severity: Severity | None = None
    in_source: bool = False


CheckFunction = Callable[["Pair"], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its names, and the function that does it.

    Attributes:
        id: such as ``T101``; stable for ever.
        name: such as ``link-target``.
        severity: that of its findings, unless one says otherwise.
        function: yields what it finds in a pair; its docstring is the explanation.
        blocking: whether its errors keep a target out of the edition.
        waivable: whether a catalogue or a source may waive it; configuration always may.
        extra: the extra it needs to be installed with; empty if none.
        gate: it can find something only where source or target has one of these
            characters, or what a :class:`~transpipe.checks.oddities.Sign` stands for;
            empty: anywhere.
        text: the explanation of a check without a function.

    """

    id: str
    name: str
    severity: Severity
    function: CheckFunction | None = field(repr=False, default=None)
    blocking: bool = False
    waivable: bool = True
    extra: str = ""
    gate: str = ""
    text: str = ""

    @property
    def explanation(self) -> str:
        """What it finds, why that matters, an example and how to mend it."""
        return self.text or cleandoc(self.function.__doc__ or "" if self.function else "")
