"""The project's lock: one run at a time writes."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from transpipe.errors import InputOutputError, LockedError, TranspipeError
from transpipe.project.files.paths import escaped
from transpipe.project.files.reading import read
from transpipe.project.files.stage import write
from transpipe.project.files.system import discard, guard
from transpipe.project.files.targets import Targets
from transpipe.project.files.temporary import sweep

__all__ = ["lock"]

_WORKSPACE = ".transpipe"
_POLL = 0.05  # seconds between two attempts at the lock
_LONGEST_HOLDER = 64 * 1024  # bytes that tell who holds the lock


@contextmanager
def lock(
    root: Path,
    *,
    command: str = "transpipe",
    timeout: float = 10.0,
    folders: Iterable[str] = (),
) -> Iterator[int]:
    """Hold the project's lock, ``.transpipe/lock``; it goes with the process that holds it.

    Gives the time at which it was taken, by the clock of the file system, in nanoseconds.

    Args:
        root: the project's folder.
        command: what runs, to tell those who wait.
        timeout: seconds to wait for another run.
        folders: where to sweep, if the last run that held the lock died.

    Raises:
        LockedError: another run holds it; names its process and command.
        InputOutputError: the file system refused, or knows no locks.

    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - slow to import, seldom needed

    write(f"{_WORKSPACE}/.gitignore", b"*\n", root=root)
    file = Targets(root).find(f"{_WORKSPACE}/lock")
    holder = f"{_WORKSPACE}/holder"
    with guard(file.name):
        held = FileLock(file.path)
        try:
            held.acquire(timeout=timeout, poll_interval=_POLL)
        except Timeout:
            raise _locked(root, holder) from None
        except NotImplementedError as error:
            raise InputOutputError("the file system knows no locks", path=file.name) from error
    try:
        if os.path.lexists(root / holder):  # who lives removes it
            for folder in folders:
                sweep(folder, root=root)
        write(holder, f"{os.getpid()}\n{command}\n".encode(errors="backslashreplace"), root=root)
        yield os.stat(root / holder).st_mtime_ns  # noqa: PTH116 - one place for each call
    finally:
        discard(os.path.join(root, holder))  # noqa: PTH118
        held.release()


def _locked(root: Path, holder: str) -> LockedError:
    who = "another run"
    with suppress(TranspipeError):  # it is gone, or not written yet
        said = read(holder, root=root, limit=_LONGEST_HOLDER).decode()
        process, _, command = said.partition("\n")
        who = f"process {escaped(process)} ({escaped(command.strip())})"
    return LockedError(
        f"the project is locked by {who}",
        hint="Wait until it is done, or end it: the lock goes with the process.",
    )
