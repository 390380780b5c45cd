"""Stamps: telling that a file still holds what it held, without reading it.

The rule is git's for its index: a file is what it was if its size, its times and its inode
are; but not if it changed so shortly before it was read that another change could bear the same
time ("racy git"). Such a file is read again until it has aged.
"""

from __future__ import annotations

import os
import stat
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from transpipe.errors import TranspipeError
from transpipe.project.files.paths import is_below
from transpipe.project.files.reading import contents, is_folder, read
from transpipe.project.files.system import MISSING, MISTAKES, guard

__all__ = ["Stamp", "Stamps", "digest"]

_COARSE = 2_000_000_000  # nanoseconds: the coarsest clock of a file system, that of FAT
_NONE = b"-"


class Stamp(NamedTuple):
    """What the system said of a file, and what it held then."""

    size: int
    modified: int
    changed: int
    inode: int
    digest: bytes


def digest(data: bytes | None) -> bytes:
    """Return what stands for some bytes; for no file, something that stands for none."""
    return _NONE if data is None else blake2b(data, digest_size=16).digest()


class Stamps:
    """The digests of the files under a root.

    Args:
        root: the folder.
        limit: how many bytes a file may have.
        known: stamps of earlier runs, by the names of their files.
        since: when this run began, by the clock of the file system, in nanoseconds; what
            changed shortly before or later is read every time.

    Attributes:
        kept: the stamps that a later run may trust, of the files that were asked for.

    """

    def __init__(self, root: Path, limit: int, known: dict[str, Stamp], since: int) -> None:
        self.kept: dict[str, Stamp] = {}
        self._root = root
        self._base = os.path.realpath(root)
        self._limit = limit
        self._known = known
        self._latest = since - _COARSE
        self._folders = {"": self._base}

    def read(self, name: str) -> tuple[bytes | None, bytes]:
        """Return the bytes of a file, None where there is none; and their digest.

        Raises:
            TranspipeError: it is no plain file, too large, or outside the root.
            InputOutputError: the system refused.

        """
        status = self.look(name)
        return self._read(name, status) if status else (None, _NONE)

    def digest(self, name: str) -> bytes:
        """Return the digest of a file, or what stands for none; errors are those of ``read``."""
        status = self.look(name)
        if status is None:
            return _NONE
        old = self._known.get(name)
        if old and old[:4] == _facts(status) and self._is_inside(name):
            self.kept[name] = old
            return old.digest
        return self._read(name, status)[1]

    def look(self, name: str) -> os.stat_result | None:
        """Return what the system says of a file; None where there is none."""
        try:
            return os.lstat(f"{self._base}/{name}")
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            with guard(name):
                raise

    def keep(self, name: str, status: os.stat_result | None, holds: bytes) -> None:
        """Keep the stamp of a file; ``holds`` is the digest of what was read after its status."""
        if status is None or not stat.S_ISREG(status.st_mode):
            return
        if max(status.st_mtime_ns, status.st_ctime_ns) < self._latest:
            self.kept[name] = Stamp(*_facts(status), holds)

    def holds(self, name: str, wanted: bytes) -> bool:
        """Tell whether a file holds what a digest stands for; what can't be read does not."""
        try:
            return self.digest(name) == wanted
        except (TranspipeError, OSError, ValueError):
            return False

    def _read(self, name: str, status: os.stat_result) -> tuple[bytes, bytes]:
        data = self._contents(name, status)
        holds = digest(data)
        self.keep(name, status, holds)
        return data, holds

    def _contents(self, name: str, status: os.stat_result) -> bytes:
        if stat.S_ISREG(status.st_mode) and self._is_inside(name):
            with guard(name, MISTAKES | MISSING):
                data = contents(f"{self._base}/{name}", name, self._limit)
            if len(data) <= self._limit:
                return data
        return read(name, root=self._root, limit=self._limit)

    def _is_inside(self, name: str) -> bool:
        return is_below(self._resolved(name.rpartition("/")[0]), self._base)

    def _resolved(self, folder: str) -> str:
        """Return where a folder really is; one after the other, each on the way is looked at once.

        Args:
            folder: its name from the root.

        """
        found = self._folders.get(folder)
        if found is None:
            above, _, last = folder.rpartition("/")
            found = f"{self._resolved(above)}/{last}"
            if last in {"", ".", ".."} or not is_folder(found):
                found = os.path.realpath(found)
            self._folders[folder] = found
        return found


def _facts(status: os.stat_result) -> tuple[int, int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
