"""Records of what a job made, part by part, so that what one command made serves another.

As long as a record's key stays, parts may be added to it (:mod:`transpipe.project.keys`).
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec

from transpipe.checks import Finding
from transpipe.project.attachments import Named
from transpipe.project.files import Stamp
from transpipe.project.jobs import Localized, Outcome, Passage
from transpipe.project.sharing import Holding
from transpipe.standing import Coverage, Standing

__all__ = [
    "File",
    "Part",
    "Record",
    "Records",
    "decoded",
    "encoded",
    "outcome_of",
    "packed",
]

File = tuple[str, bytes]
"""A file's name and the digest of what it holds."""


class Part(msgspec.Struct, frozen=True, array_like=True):
    """A part of what was made.

    Attributes:
        key: what it depends on beside the record's key.
        data: it, encoded.

    """

    key: bytes
    data: bytes


class Record(msgspec.Struct, frozen=True, array_like=True):
    """What was made of a document, or of all documents together.

    Attributes:
        key: what it was made of.
        parts: by their names.

    """

    key: bytes
    parts: dict[str, Part]

    def has(self, keys: Mapping[str, bytes]) -> bool:
        """Tell whether it has all these parts, by their names and keys."""
        return all(
            (part := self.parts.get(name)) is not None and part.key == key
            for name, key in keys.items()
        )


class Records(msgspec.Struct, array_like=True):
    """All that is kept of a project.

    Attributes:
        stamps: digests of its files, by their names.
        documents: by their domains.
        whole: what all of them made together.

    """

    stamps: dict[str, Stamp] = {}
    documents: dict[str, Record] = {}
    whole: Record | None = None


def _figures(outcome: Outcome) -> object:
    return tuple(
        (one.language, one.catalog, one.coverage, one.strip, one.cut_off)
        for one in outcome.localized
    )


def _localized(figures: Iterable[Any]) -> tuple[Localized, ...]:
    return tuple(
        Localized(language, catalog, coverage, strip, (), (), cut_off)
        for language, catalog, coverage, strip, cut_off in figures
    )


def _passages(outcome: Outcome) -> object:
    return tuple(
        tuple((left.line, left.source, left.standing, left.previous) for left in one.passages)
        for one in outcome.localized
    )


def _found(outcome: Outcome) -> object:
    localized = tuple((one.findings, one.waivers, one.said) for one in outcome.localized)
    return outcome.findings, outcome.links, localized


_TAKEN: Mapping[str, Callable[[Outcome], object]] = {
    "figures": _figures,
    "found": _found,
    "summaries": lambda outcome: outcome.summaries,
    "attachments": lambda outcome: outcome.attachments,
    "passages": _passages,
    "messages": lambda outcome: outcome.messages,
    "held": lambda outcome: outcome.held,
}
"""What each part of a document's record takes of its job's outcome.

Figures and passages are held without their classes: those have fields of types that are slow to
import, which a decoder would ask for.
"""

_TYPES: Mapping[str, Any] = {
    "messages": int,
    "held": tuple[Holding, ...],
    "files": tuple[File, ...],
    "figures": tuple[tuple[str, str, Coverage, tuple[tuple[int, Standing], ...], str], ...],
    "passages": tuple[tuple[tuple[int, str, Standing, str], ...], ...],
    "findings": tuple[Finding, ...],
    "named": tuple[Named, ...],
}
"""What each part holds, but for those that need slow imports."""


def _found_type() -> Any:
    from transpipe.checks import DocumentLink, WaiverLog  # noqa: PLC0415 - slow to import

    localized = tuple[tuple[Finding, ...], WaiverLog | None, bytes]
    return tuple[tuple[Finding, ...], tuple[DocumentLink, ...], tuple[localized, ...]]


def _attachments_type() -> Any:
    from transpipe.markdown.attachments import Attachment  # noqa: PLC0415 - slow to import

    return tuple[Attachment, ...]


def _summaries_type() -> Any:
    from transpipe.page import Summary  # noqa: PLC0415 - jinja2 and nh3 start slowly

    return tuple[Summary, ...]


_SLOW: Mapping[str, Callable[[], Any]] = {
    "found": _found_type,
    "attachments": _attachments_type,
    "summaries": _summaries_type,
}
"""What gives the types of the others."""

_BARE = ("messages", "files")
"""Parts that every command reads of all documents: unpacking takes longer than what it saves."""


@cache
def _decoder(name: str) -> msgspec.msgpack.Decoder[Any]:
    return msgspec.msgpack.Decoder(_TYPES[name] if name in _TYPES else _SLOW[name]())


def decoded(record: Record, name: str) -> Any:
    """Return what a part of a record holds; None where it is not there, or damaged."""
    with suppress(KeyError, zlib.error, msgspec.DecodeError):
        data = record.parts[name].data
        return _decoder(name).decode(data if name in _BARE else zlib.decompress(data))
    return None


def encoded(name: str, value: object) -> bytes:
    """Return what :func:`decoded` makes the value of a part of: a fifth of its size, mostly."""
    data = msgspec.msgpack.encode(value)
    return data if name in _BARE else zlib.compress(data, 1)


def packed(outcome: Outcome, keys: Mapping[str, bytes]) -> dict[str, Part]:
    """Return the parts of an outcome that have these names, with their keys."""
    return {
        name: Part(key, encoded(name, _TAKEN[name](outcome)))
        for name, key in keys.items()
        if name in _TAKEN
    }


def outcome_of(domain: str, name: str, record: Record, parts: Iterable[str]) -> Outcome | None:
    """Return an outcome of some parts of a record; None where one of them is damaged."""
    held = {part: decoded(record, part) for part in parts if part in _TAKEN}
    if None in held.values():
        return None
    localized = _localized(held.pop("figures", ()))
    findings, links, checked = held.pop("found", ((), (), ()))
    if checked:
        localized = tuple(
            replace(one, findings=found, waivers=log, said=said)
            for one, (found, log, said) in zip(localized, checked, strict=True)
        )
    if left := held.pop("passages", ()):
        localized = tuple(
            replace(one, passages=tuple(Passage(*passage) for passage in those))
            for one, those in zip(localized, left, strict=True)
        )
    return Outcome(domain, name, localized, (), findings, links=links, **held)
