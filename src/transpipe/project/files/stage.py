"""Writing: files are replaced as a whole, one by one or many at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from transpipe.errors import InputOutputError, LockedError, TranspipeError
from transpipe.project.files.reading import contents
from transpipe.project.files.system import (
    create_file,
    create_folder,
    discard,
    flush,
    guard,
    sync,
)
from transpipe.project.files.targets import Target, Targets
from transpipe.project.files.temporary import sweep_folder, temporary_in

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

__all__ = ["Stage", "write"]

# Disks take many files at once in a fraction of the time that they take one after the other.
_BATCH = 64  # files that wait, open, to reach the disk together
_FEW = 8  # files that are not worth starting threads for
_THREADS = 4


def write(path: str | os.PathLike[str], data: bytes, *, root: Path) -> bool:
    """Make a file hold these bytes; say whether it did not before.

    Equal bytes are not written: the time of the file's last change stays. Folders are created.
    Use a :class:`Stage` for many files.

    Raises:
        TranspipeError: what stands there is no plain file, or it lies outside the root.
        InputOutputError: the system refused; the file is as it was, or new and whole.

    """
    with Stage(root) as stage:
        changed = stage.add(path, data)
        stage.publish()
    return changed


@dataclass(frozen=True, slots=True)
class _Change:
    """A change that waits: the temporary file that takes the target's name, or its removal.

    A guarded one is made from what stands there: it must find that as it was.
    """

    target: Target
    temporary: str | None
    guarded: bool = False


class Stage:
    """The files of a build: written beside their targets first, then published one by one.

    Whatever goes wrong before :meth:`publish` (a bad document, a full disk) leaves every file as
    it was. Leaving the ``with`` block without publishing drops everything.

    Args:
        root: the folder that every file must stay in.
        dry: look, but write nothing: what :meth:`publish` returns would change.

    """

    __slots__ = ("_changes", "_dry", "_folders", "_names", "_open", "_pool", "_targets")

    def __init__(self, root: Path, *, dry: bool = False) -> None:
        self._targets = Targets(root)
        self._dry = dry
        self._changes: dict[str, _Change] = {}
        self._names: dict[str, str] = {}
        self._folders: set[str] = set()
        self._open: list[tuple[int, str]] = []
        self._pool: ThreadPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._pool:
            self._pool.shutdown()
        for descriptor, _ in self._open:
            os.close(descriptor)
        for change in self._changes.values():
            discard(change.temporary)
        self._open.clear()
        self._changes.clear()

    def add(
        self,
        path: str | os.PathLike[str],
        data: bytes,
        *,
        was: bytes | None = None,
        on_same: Callable[[os.stat_result], object] | None = None,
    ) -> bool:
        """Stage the new bytes of a file; say whether they differ from what is there.

        Args:
            path: the file.
            data: what it is to hold.
            was: what the data was made from, so that an edit that somebody makes meanwhile is
                not lost: nothing, where there was no file; None replaces whatever is there.
            on_same: called where the file holds the data, with what the system said of it before
                it was read.

        Raises:
            TranspipeError: what stands there is no plain file, it lies outside the root, or the
                same file (to a file system that ignores case) was staged before.
            LockedError: somebody changed the file meanwhile.
            InputOutputError: the system refused.

        """
        target = self._claim(path)
        if was is not None and not _holds(target, was):
            raise _meanwhile(target.name)
        if _same(target, data):
            if on_same and target.status:
                on_same(target.status)
            return False
        if self._dry:
            self._changes[target.key] = _Change(target, None)
        else:
            self._prepare(target, data, guarded=was is not None)
        return True

    def remove(self, path: str | os.PathLike[str]) -> bool:
        """Stage the removal of a file; say whether there is one.

        Raises:
            TranspipeError: as for :meth:`add`.

        """
        target = self._claim(path)
        if target.status is None:
            return False
        self._changes[target.key] = _Change(target, None)
        return True

    def forget(self, paths: Iterable[str | os.PathLike[str]]) -> int:
        """Drop what was staged of some files, whether or not it differed; return how many.

        They can be staged anew then.
        """
        self._settle()
        known = 0
        for path in paths:
            key = self._targets.find(path).key
            known += self._names.pop(key, None) is not None
            if change := self._changes.pop(key, None):
                discard(change.temporary)
        return known

    def publish(self) -> tuple[str, ...]:
        """Put every staged file in its place; return their names, in the order of staging.

        Raises:
            LockedError: somebody changed a file meanwhile that was to be kept as it was.
            InputOutputError: the system refused at the file it names: those before it are new,
                that one is old or new, those after it are old.

        """
        self._settle()
        changes = tuple(self._changes.values())
        for change in changes:
            _unchanged(change)
        folders: dict[str, str] = {}
        for change in changes:
            if not self._dry:
                _unchanged(change)
                with guard(change.target.name):
                    _apply(change)
                folders.setdefault(change.target.folder, change.target.name)
            del self._changes[change.target.key]
        for folder, name in folders.items():
            with guard(name):
                sync(folder)
        return tuple(change.target.name for change in changes)

    def _claim(self, path: str | os.PathLike[str]) -> Target:
        target = self._targets.find(path)
        if target.key in self._names:
            raise TranspipeError(
                f"would be written twice: {self._names[target.key]} and {target.name}",
                path=target.name,
                code="C012",
                hint="Rename one of the two sources.",
            )
        self._names[target.key] = target.name
        return target

    def _prepare(self, target: Target, data: bytes, *, guarded: bool) -> None:
        """Write the bytes beside their target, in a folder that holds nothing of dead runs."""
        if target.status and not target.status.st_mode & 0o222:
            hint = "Somebody protected it; make it writable first."
            raise InputOutputError("the file is read-only", path=target.name, hint=hint)
        with guard(target.name):
            if target.folder not in self._folders:
                create_folder(target.folder)
                self._folders.add(target.folder)
                sweep_folder(target.folder)
            temporary = temporary_in(target.folder)
            # Known before it is there, so that Ctrl-C at any time leaves none behind.
            self._changes[target.key] = _Change(target, temporary, guarded)
            try:
                descriptor = create_file(temporary, target.status, data)
            except BaseException:
                discard(temporary)
                del self._changes[target.key]
                raise
        self._open.append((descriptor, target.name))
        if len(self._open) == _BATCH:
            self._settle()

    def _settle(self) -> None:
        """Bring what was written to the disk."""
        if len(self._open) < _FEW:
            flush(self._open)
            return
        if self._pool is None:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - for many files only

            self._pool = ThreadPoolExecutor(_THREADS)
        # each is closed by who brings it to the disk, even after Ctrl-C
        batch, self._open = self._open, []
        share = -(-len(batch) // _THREADS)
        done = [
            self._pool.submit(flush, batch[start : start + share])
            for start in range(0, len(batch), share)
        ]
        for future in done:
            future.result()


def _same(target: Target, data: bytes) -> bool:
    if target.status is None or target.status.st_size != len(data):
        return False
    with guard(target.name):
        return contents(target.path, target.name, len(data)) == data


def _holds(target: Target, data: bytes) -> bool:
    return not data if target.status is None else bool(data) and _same(target, data)


def _unchanged(change: _Change) -> None:
    """Refuse to replace a guarded file that is not the one that was read."""
    if not change.guarded:
        return
    status = None
    with guard(change.target.name), suppress(FileNotFoundError):
        status = os.lstat(change.target.path)
    if _version(status) != _version(change.target.status):
        raise _meanwhile(change.target.name)


def _version(status: os.stat_result | None) -> tuple[int, ...]:
    return (status.st_ino, status.st_size, status.st_mtime_ns) if status else ()


def _meanwhile(name: str) -> LockedError:
    return LockedError(
        "somebody changed this file meanwhile",
        path=name,
        hint="Nothing of it is lost: run the command again.",
    )


def _apply(change: _Change) -> None:
    if change.temporary is None:
        with suppress(FileNotFoundError):
            os.unlink(change.target.path)  # noqa: PTH108 - one place for each call to the system
    else:
        os.replace(change.temporary, change.target.path)  # noqa: PTH105 - likewise
