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

from transpipe.checks import DocumentLink, Finding, WaiverLog
from transpipe.markdown.attachments import Attachment
from transpipe.project.attachments import Named
from transpipe.project.files import Stamp
from transpipe.project.jobs import Localized, Outcome, Passage
from transpipe.project.sharing import Holding

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


_Found = tuple[
    tuple[Finding, ...],
    tuple[DocumentLink, ...],
    tuple[tuple[tuple[Finding, ...], WaiverLog, bytes], ...],
]


def _figures(outcome: Outcome) -> tuple[Localized, ...]:
    return tuple(
        replace(one, findings=(), passages=(), waivers=WaiverLog(), said=b"")
        for one in outcome.localized
    )


def _found(outcome: Outcome) -> _Found:
    localized = tuple((one.findings, one.waivers, one.said) for one in outcome.localized)
    return outcome.findings, outcome.links, localized


_TAKEN: Mapping[str, Callable[[Outcome], object]] = {
    "figures": _figures,
    "found": _found,
    "summaries": lambda outcome: outcome.summaries,
    "attachments": lambda outcome: outcome.attachments,
    "passages": lambda outcome: tuple(one.passages for one in outcome.localized),
    "messages": lambda outcome: outcome.messages,
    "held": lambda outcome: outcome.held,
}
"""What each part of a document's record takes of its job's outcome."""

_TYPES: Mapping[str, Any] = {
    "figures": tuple[Localized, ...],
    "found": _Found,
    "attachments": tuple[Attachment, ...],
    "passages": tuple[tuple[Passage, ...], ...],
    "messages": int,
    "held": tuple[Holding, ...],
    "files": tuple[File, ...],
    "findings": tuple[Finding, ...],
    "named": tuple[Named, ...],
}
"""What each part holds, but for those that need slow imports."""


@cache
def _decoder(name: str) -> msgspec.msgpack.Decoder[Any]:
    if name == "summaries":
        from transpipe.page import Summary  # noqa: PLC0415 - jinja2 and nh3 start slowly

        return msgspec.msgpack.Decoder(tuple[Summary, ...])
    return msgspec.msgpack.Decoder(_TYPES[name])


def decoded(record: Record, name: str) -> Any:
    """Return what a part of a record holds; None where it is not there, or damaged."""
    with suppress(KeyError, zlib.error, msgspec.DecodeError):
        return _decoder(name).decode(zlib.decompress(record.parts[name].data))
    return None


def encoded(value: object) -> bytes:
    """Return what :func:`decoded` makes a value of: a fifth of its size."""
    return zlib.compress(msgspec.msgpack.encode(value), 1)


def packed(outcome: Outcome, keys: Mapping[str, bytes]) -> dict[str, Part]:
    """Return the parts of an outcome that have these names, with their keys."""
    return {
        name: Part(key, encoded(_TAKEN[name](outcome)))
        for name, key in keys.items()
        if name in _TAKEN
    }


def outcome_of(domain: str, name: str, record: Record, parts: Iterable[str]) -> Outcome | None:
    """Return an outcome of some parts of a record; None where one of them is damaged."""
    held = {part: decoded(record, part) for part in parts if part in _TAKEN}
    if None in held.values():
        return None
    localized = held.pop("figures", ())
    findings, links, checked = held.pop("found", ((), (), ()))
    if checked:
        localized = tuple(
            replace(one, findings=found, waivers=log, said=said)
            for one, (found, log, said) in zip(localized, checked, strict=True)
        )
    if left := held.pop("passages", ()):
        localized = tuple(
            replace(one, passages=those) for one, those in zip(localized, left, strict=True)
        )
    return Outcome(domain, name, localized, (), findings, links=links, **held)
