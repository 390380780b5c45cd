"""The file that keeps the records of a project outside it, from one command to the next.

It may be removed at any time; one that is damaged, or somebody else's, is as good as none.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

import msgspec

from transpipe.errors import TranspipeError
from transpipe.project import files
from transpipe.project.records import Records

__all__ = ["Cache", "folder"]

_LARGEST = 256 * 1024 * 1024  # bytes of a project's records
_MOST = 1024 * 1024 * 1024  # bytes of all projects' records
_MAGIC = b"transpipe 2\n"
_CHECKSUM = 32  # bytes


class Cache:
    """The file that keeps the records of a project, as commands make them with some options.

    Args:
        at: the folder of all projects' records.
        root: the project's folder.
        options: those that make something else of it; each set of them has a file of its own.

    """

    def __init__(self, at: Path, root: Path, options: str = "") -> None:
        self._folder = at
        of = os.fsencode(os.path.realpath(root)) + b"\0" + options.encode(errors="surrogateescape")
        self._path = at / f"{blake2b(of, digest_size=16).hexdigest()}.records"

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

    def touch(self) -> None:
        """Say that the records were of use, so that others go first."""
        with suppress(OSError):
            os.utime(self._path)

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


def _is_ours(path: Path, is_kind: Callable[[int], bool]) -> bool:
    """Tell whether a file or folder is there, is no link, and nobody else can write to it."""
    status = path.lstat()
    if not is_kind(status.st_mode):
        return False
    return os.name == "nt" or (status.st_uid == os.geteuid() and not status.st_mode & 0o022)


def _checksum(data: bytes) -> bytes:
    return blake2b(data, digest_size=_CHECKSUM).digest()
