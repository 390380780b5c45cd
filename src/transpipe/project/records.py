"""Records of what a job made, part by part, so that what one command made serves another.

A record has a key: a digest of everything that decides what is made of a document, which is its
job with digests in the place of the bytes in it, the configuration, this package's own files, and
the versions of the libraries. Each part has a key of its own, for what only that part depends on.
As long as the record's key stays, parts may be added to it.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path
from typing import Any

import msgspec

import transpipe
from transpipe.checks import DocumentLink, Finding, WaiverLog
from transpipe.markdown.attachments import Attachment
from transpipe.project.attachments import Named
from transpipe.project.files import Stamp, digest
from transpipe.project.jobs import Job, Localized, Outcome, Passage, Wanted
from transpipe.project.sharing import Holding

__all__ = [
    "File",
    "Part",
    "Record",
    "Records",
    "contents_of",
    "decoded",
    "digested",
    "encoded",
    "job_key",
    "made_by",
    "outcome_of",
    "packed",
    "shared_key",
]

_LIBRARIES = (
    "markdown-it-py mdit-py-plugins mdurl linkify-it-py polib babel nh3 jinja2 markupsafe pyyaml"
    " msgspec rapidfuzz myanmartools pycld2"
)

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


@cache
def made_by() -> bytes:
    """Return a digest of what makes everything: this package, the libraries, Python."""
    python = (transpipe.__version__, sys.version_info, sys.implementation.cache_tag)
    total = blake2b(repr(python).encode())
    for name in _LIBRARIES.split():
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            version = ""
        total.update(f"{name} {version}\n".encode())
    total.update(contents_of(Path(transpipe.__file__).parent))
    return total.digest()


def contents_of(of: Path) -> bytes:
    """Return a digest of all files under a folder: their names, and what they hold."""
    total = blake2b()
    for above, below, names in os.walk(of):
        below[:] = sorted(one for one in below if one != "__pycache__")
        for name in sorted(names):
            path = Path(above, name)
            total.update(f"{path.relative_to(of)}\0".encode(errors="surrogateescape"))
            total.update(blake2b(path.read_bytes()).digest())
    return total.digest()


def digested(job: Job) -> Job:
    """Return a job with digests in the place of its bytes."""
    upkeep = job.upkeep
    return replace(
        job,
        data=digest(job.data),
        catalogs=tuple((one, name, digest(data)) for one, name, data in job.catalogs),
        upkeep=upkeep and replace(upkeep, data=digest(upkeep.data)),
    )


def shared_key(job: Job) -> bytes:
    """Return a digest of what all jobs of a command have in common, whatever they are to make."""
    bare = replace(
        job,
        domain="",
        name="",
        data=b"",
        catalogs=tuple((language, "", b"") for language, _, _ in job.catalogs),
        wanted=Wanted(),
        settings=None,
        help="",
        mispaired=(),
        upkeep=None,
        document=None,
    )
    return digest(_plain(bare))


def job_key(job: Job, shared: bytes) -> bytes:
    """Return the key of a job in which digests stand for bytes, whatever it is to make.

    Args:
        job: the job.
        shared: what all jobs have in common.

    """
    catalogs = [(name, data) for _, name, data in job.catalogs]
    return digest(shared + _plain((job.domain, job.name, job.data, catalogs, job.mispaired)))


def _plain(value: object) -> bytes:
    return msgspec.msgpack.encode(value, order="deterministic")
