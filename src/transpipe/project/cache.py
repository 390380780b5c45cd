"""What an earlier run made of the very same bytes, so that it need not be made again.

A record is kept by a key: a digest of everything that decides what a job makes, which is the
job itself with digests in the place of the bytes in it, this package's own files, and the
versions of the libraries. The records of a project are one file, which may be removed at any time;
one that is damaged, or somebody else's, is as good as none.
"""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

import transpipe
from transpipe.checks import DocumentLink, Finding
from transpipe.errors import TranspipeError
from transpipe.markdown.attachments import Attachment
from transpipe.project import files
from transpipe.project.attachments import Named
from transpipe.project.files import Stamp, digest
from transpipe.project.jobs import Job, Localized, Outcome
from transpipe.project.sharing import Holding

if TYPE_CHECKING:
    from transpipe.page import Summary

    _Parts = tuple[
        tuple[Localized, ...],
        tuple[Finding, ...],
        tuple[Summary, ...],
        tuple[DocumentLink, ...],
        tuple[Holding, ...],
        tuple[Attachment, ...],
    ]

__all__ = [
    "Cache",
    "File",
    "Record",
    "Records",
    "Whole",
    "contents_of",
    "digested",
    "folder",
    "job_key",
    "made_by",
    "packed",
    "unpacked",
]

_LARGEST = 256 * 1024 * 1024  # bytes of a project's records
_MOST = 1024 * 1024 * 1024  # bytes of all projects' records
_MAGIC = b"transpipe 1\n"
_CHECKSUM = 32  # bytes
_LIBRARIES = (
    "markdown-it-py mdit-py-plugins mdurl linkify-it-py polib babel nh3 jinja2 markupsafe pyyaml"
    " msgspec rapidfuzz myanmartools pycld2"
)

File = tuple[str, bytes]
"""A file's name and the digest of what it holds."""


class Record(msgspec.Struct, frozen=True, array_like=True):
    """What a job made: enough to know that nothing of it need be made again.

    Attributes:
        key: what it was made of.
        messages: how many different messages the document has.
        outcome: it, without the files.
        files: the editions.

    """

    key: bytes
    messages: int
    outcome: bytes
    files: tuple[File, ...]


class Whole(msgspec.Struct, frozen=True, array_like=True):
    """What all documents together made.

    Attributes:
        key: what it was made of.
        findings: everything that the checks found.
        files: those that belong to no document alone: the lists, and copies of other files.
        named: the files that the documents name.

    """

    key: bytes
    findings: tuple[Finding, ...]
    files: tuple[File, ...]
    named: tuple[Named, ...] = ()


class Records(msgspec.Struct, array_like=True):
    """All that is kept of a project.

    Attributes:
        stamps: digests of its files, by their names.
        documents: by their domains.
        whole: what all of them made together.

    """

    stamps: dict[str, Stamp] = {}
    documents: dict[str, Record] = {}
    whole: Whole | None = None


class Cache:
    """The file that keeps the records of a project.

    Args:
        at: the folder of all projects' records.
        root: the project's folder.

    """

    def __init__(self, at: Path, root: Path) -> None:
        self._folder = at
        name = blake2b(os.fsencode(os.path.realpath(root)), digest_size=16).hexdigest()
        self._path = at / f"{name}.records"

    def load(self) -> Records:
        """Return what was kept; nothing where that can't be trusted."""
        with suppress(TranspipeError, OSError, ValueError, RecursionError):
            if _is_ours(self._folder, stat.S_ISDIR) and _is_ours(self._path, stat.S_ISREG):
                data = files.read(self._path, root=self._folder, limit=_LARGEST)
                start = len(_MAGIC) + _CHECKSUM
                said, body = data[len(_MAGIC) : start], data[start:]
                if data.startswith(_MAGIC) and said == _checksum(body):
                    return msgspec.msgpack.decode(body, type=Records)
        return Records()

    def save(self, records: Records) -> None:
        """Keep records; what can't be written is lost, and no more than that."""
        body = msgspec.msgpack.encode(records)
        if len(body) > _LARGEST:
            return
        with suppress(TranspipeError, OSError, ValueError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if _is_ours(self._folder, stat.S_ISDIR):
                data = b"".join((_MAGIC, _checksum(body), body))
                files.write(self._path, data, root=self._folder)
                self._prune()

    def _prune(self) -> None:
        """Remove the records that are longest unused, so that all together stay small."""
        found = [(path.stat(), path) for path in self._folder.glob("*.records")]
        left = _MOST
        for status, path in sorted(found, key=lambda one: one[0].st_mtime_ns, reverse=True):
            left -= status.st_size
            if left < 0 and path != self._path:
                path.unlink(missing_ok=True)


def folder() -> Path | None:
    """Return where records are kept; None where there is no place for them.

    ``TRANSPIPE_CACHE_DIR`` says it, else the XDG Base Directory Specification does.
    """
    if own := os.environ.get("TRANSPIPE_CACHE_DIR"):
        return Path(own).absolute()
    above = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(above):  # noqa: PTH117 - an empty one is no path
        return Path(above, "transpipe")
    with suppress(RuntimeError):
        return Path.home() / ".cache" / "transpipe"
    return None


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


def job_key(job: Job, base: bytes) -> bytes:
    """Return the key of a job in which digests stand for bytes, beside what is known to all."""
    return digest(base + msgspec.msgpack.encode(job, order="deterministic"))


def packed(outcome: Outcome) -> bytes:
    """Return what :func:`unpacked` makes an outcome of, without its files."""
    parts = (
        outcome.localized,
        outcome.findings,
        outcome.summaries,
        outcome.links,
        outcome.held,
        outcome.attachments,
    )
    return msgspec.msgpack.encode(parts)


def unpacked(domain: str, name: str, record: Record) -> Outcome | None:
    """Return the outcome of a record; None where it holds none."""
    try:
        parts = _decoder().decode(record.outcome)
    except msgspec.DecodeError:
        return None
    localized, findings, summaries, links, held, attached = parts
    return Outcome(
        domain=domain,
        name=name,
        localized=localized,
        files=(),
        findings=findings,
        summaries=summaries,
        links=links,
        messages=record.messages,
        held=held,
        attachments=attached,
    )


@cache
def _decoder() -> msgspec.msgpack.Decoder[_Parts]:
    from transpipe.page import Summary  # noqa: PLC0415 - jinja2 and nh3 start slowly

    return msgspec.msgpack.Decoder(
        tuple[
            tuple[Localized, ...],
            tuple[Finding, ...],
            tuple[Summary, ...],
            tuple[DocumentLink, ...],
            tuple[Holding, ...],
            tuple[Attachment, ...],
        ]
    )


def _is_ours(path: Path, is_kind: Callable[[int], bool]) -> bool:
    """Tell whether a file or folder is there, is no link, and nobody else can write to it."""
    status = path.lstat()
    if not is_kind(status.st_mode):
        return False
    return os.name == "nt" or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)


def _checksum(data: bytes) -> bytes:
    return blake2b(data, digest_size=_CHECKSUM).digest()


def digested(job: Job) -> Job:
    """Return a job with digests in the place of its bytes."""
    upkeep = job.upkeep
    return replace(
        job,
        data=digest(job.data),
        catalogs=tuple((one, name, digest(data)) for one, name, data in job.catalogs),
        upkeep=upkeep and replace(upkeep, data=digest(upkeep.data)),
    )
