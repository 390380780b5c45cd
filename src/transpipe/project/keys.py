"""Keys: digests of everything that decides what is made of a document.

That is its job, with digests in the place of the bytes in it; the configuration; this package's
own files; and the versions of the libraries. What is to be made is no part of a record's key: each
part of a record has a key of its own, of what only that part depends on.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from hashlib import blake2b
from importlib import metadata
from pathlib import Path

import msgspec

import transpipe
from transpipe.project.files import digest
from transpipe.project.jobs import Job, Upkeep, Wanted

__all__ = [
    "contents_of",
    "digested",
    "job_key",
    "made_by",
    "part_keys",
    "shared_key",
    "upkeep_key",
]

_LIBRARIES = (
    "markdown-it-py mdit-py-plugins mdurl linkify-it-py polib babel nh3 jinja2 markupsafe pyyaml"
    " msgspec rapidfuzz myanmartools pycld2"
)


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
    """Return a digest of all files under a folder: their names, and what they hold.

    Links are followed. What is no plain file, such as the link to nowhere by which an editor
    locks a file, counts for nothing; one that can't be read counts as such.
    """
    total = blake2b()
    seen = set[str]()
    start = len(os.path.join(of, ""))  # noqa: PTH118 - with what ends the folder's name
    for above, below, names in os.walk(of, followlinks=True):
        real = os.path.realpath(above)
        below[:] = [] if real in seen else sorted(one for one in below if one != "__pycache__")
        seen.add(real)
        for name in sorted(names):
            path = os.path.join(above, name)  # noqa: PTH118 - pathlib takes ten times as long
            if os.path.isfile(path):  # noqa: PTH113 - likewise
                total.update(f"{path[start:]}\0".encode(errors="surrogateescape"))
                total.update(_digest_of(path))
    return total.digest()


def _digest_of(path: str) -> bytes:
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - likewise
            return digest(file.read())
    except OSError:
        return digest(None)


def digested(job: Job, digests: Mapping[str, bytes]) -> Job:
    """Return a job with digests in the place of its bytes.

    Args:
        job: the job.
        digests: those of the files that it was made of, by their names.

    """
    upkeep = job.upkeep
    return replace(
        job,
        data=digests[job.name],
        catalogs=tuple((one, name, digests[name]) for one, name, _ in job.catalogs),
        upkeep=upkeep and replace(upkeep, data=digests[upkeep.name]),
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


def part_keys(wanted: Wanted, built: Sequence[str]) -> dict[str, bytes]:
    """Return the parts of a record that hold what is wanted, and their keys.

    Args:
        wanted: what a job is to make.
        built: the tags of the languages whose editions are wanted.

    """
    parts = {"figures": b""}
    if wanted.findings:
        parts["found"] = b"fuzzy" if wanted.fuzzy else b""
    if wanted.formats:
        key = digest(repr((wanted.formats, wanted.mark, wanted.left, built)).encode())
        parts |= {"files": key, "summaries": key}
    if wanted.findings or wanted.formats:
        parts["attachments"] = b""
    if wanted.passages:
        parts["passages"] = b""
    return parts


def upkeep_key(upkeep: Upkeep) -> bytes:
    """Return the key of what depends on a template too; a digest stands for its bytes."""
    return digest(_plain(upkeep))
