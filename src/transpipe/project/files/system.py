"""The calls to the system that write, each in one place, and its refusals as errors of ours."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType

from transpipe.errors import InputOutputError, TranspipeError

__all__ = [
    "MISSING",
    "MISTAKES",
    "PLAIN",
    "create_file",
    "create_folder",
    "discard",
    "flush",
    "guard",
    "refuse_irregular",
    "sync",
]

# Flags that Windows lacks are nothing there.
PLAIN = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
"""What every file is opened with: no link is followed, no line end changed."""

_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | PLAIN

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
    stat.S_IFLNK: "a link",
}

MISTAKES = {
    errno.ELOOP: ("the links lead in a circle", "Remove one of the links."),
    errno.ENAMETOOLONG: ("the name is too long", "Give it a shorter name."),
    errno.ENOTDIR: ("no such file: a part of its path is a file", "Check the path."),
}
"""What is wrong with a name that was asked for, rather than with the disk (exit 2, not 3)."""

MISSING = {errno.ENOENT: ("no such file", "Check the spelling and the folder.")}
"""The same, where the file must be there."""


class guard:  # noqa: N801 - a class, for three of them go with every file; else a function
    """Turn what the system says into an error that names the file.

    Args:
        name: the file.
        mistakes: what is the name's fault.

    Raises:
        TranspipeError: the name is at fault, in one of the ways of ``mistakes``.
        InputOutputError: the system refused for any other reason.

    """

    __slots__ = ("_mistakes", "_name")

    def __init__(self, name: str, mistakes: Mapping[int, tuple[str, str]] = MISTAKES) -> None:
        self._name = name
        self._mistakes = mistakes

    def __enter__(self) -> None:
        pass

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, OSError):
            if mistake := self._mistakes.get(error.errno or 0):
                text, hint = mistake
                raise TranspipeError(text, path=self._name, hint=hint) from error
            raise InputOutputError(error.strerror or str(error), path=self._name) from error
        if isinstance(error, ValueError):  # a NUL, or a lone surrogate that stands for no byte
            text = f"no possible name of a file: {error}"
            raise TranspipeError(text, path=self._name) from error


def refuse_irregular(status: os.stat_result, name: str) -> None:
    """Refuse what is no plain file.

    Raises:
        TranspipeError: says what it is instead.

    """
    if not stat.S_ISREG(status.st_mode):
        kind = _KINDS.get(stat.S_IFMT(status.st_mode), "something else")
        raise TranspipeError(
            f"not a file but {kind}", path=name, code="O010", hint="Only plain files are used."
        )


def create_folder(folder: str) -> None:
    """Create a folder and what is missing above it; each name reaches the disk."""
    if os.path.isdir(folder):  # noqa: PTH112
        return
    above = os.path.dirname(folder)  # noqa: PTH120
    create_folder(above)
    with suppress(FileExistsError):
        os.mkdir(folder)  # noqa: PTH102 - one place for each call to the system
        sync(above)
    if os.path.realpath(folder) != folder:
        raise NotADirectoryError(errno.ENOTDIR, "a link took the place of a folder")


def create_file(path: str, old: os.stat_result | None, data: bytes) -> int:
    """Return a new file, open, with its data and the mode of the old one."""
    descriptor = os.open(path, _WRITE, 0o600 if old else 0o666)
    try:
        _keep(descriptor, old)
        _fill(descriptor, data)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _keep(descriptor: int, old: os.stat_result | None) -> None:
    """Give a new file the owner (where that is allowed) and the mode of the old one."""
    if old is None or os.name == "nt":
        return
    new = os.fstat(descriptor)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        with suppress(PermissionError):
            os.fchown(descriptor, old.st_uid, old.st_gid)
    if new.st_mode & 0o777 != old.st_mode & 0o777:
        os.fchmod(descriptor, old.st_mode & 0o777)


def _fill(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def flush(opened: list[tuple[int, str]]) -> None:
    """Bring open files to the disk, and close them: all of them, though one fails.

    Args:
        opened: their descriptors and names; each is taken away as it is closed.

    Raises:
        InputOutputError: the system refused; names the first of them.

    """
    failed: TranspipeError | None = None
    while opened:
        descriptor, name = opened.pop(0)
        try:
            with guard(name):
                _flush(descriptor)
        except TranspipeError as error:
            failed = failed or error
    if failed:
        raise failed


def _flush(descriptor: int) -> None:
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def discard(path: str | None) -> None:
    """Remove a file, if that can be done; None is no file."""
    if path:
        with suppress(OSError):
            os.unlink(path)  # noqa: PTH108 - one place for each call to the system


def sync(folder: str) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if os.name == "nt":  # knows no open folders
        return
    descriptor = os.open(folder, os.O_RDONLY | PLAIN)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network file systems
            raise
    finally:
        os.close(descriptor)
