"""Every file that transpipe touches: one reader, one writer, one lock, one resolver of paths.

A file is replaced as a whole or not at all: the new bytes go to a temporary file beside it, reach
the disk, and take its name in one step. Killed at any point, a file is old or new, and the
temporary files of a dead run are swept by the next one that writes there.

Paths are relative to ``root`` where they are not absolute, and never lead outside it.
"""

from __future__ import annotations

import errno
import itertools
import os
import re
import stat
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from transpipe.errors import InputOutputError, LockedError, TranspipeError

__all__ = [
    "LIMIT",
    "Stage",
    "collisions",
    "differs",
    "escaped",
    "inside",
    "lock",
    "problem",
    "read",
    "shown",
    "sweep",
    "walk",
    "write",
]

LIMIT = 16 * 1024 * 1024
"""What a file may weigh unless ``max_file_size`` says otherwise, in bytes."""

_WORKSPACE = ".transpipe"
_POLL = 0.05  # seconds between two attempts at the lock
_CHUNK = 64 * 1024  # bytes to read past a file's size, for one that grows meanwhile

# Disks take many files at once in a fraction of the time that they take one after the other.
_BATCH = 64  # files that wait, open, to reach the disk together
_FEW = 8  # files that are not worth starting threads for
_THREADS = 4

# One token a process (forks differ by their id): what bears this process's id but not its token
# was left by a dead run that had the same id, as runs in containers have.
_TOKEN = os.urandom(4).hex()
_COUNT = itertools.count()
_TEMPORARY = re.compile(r"\.transpipe-([1-9][0-9]{0,9})-([0-9a-f]{8})-[0-9]+\.tmp")

# Flags that Windows lacks are nothing there. A pipe or a device must not block the open.
_COMMON = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | _COMMON | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_WRITE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _COMMON

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
    stat.S_IFLNK: "a link",
}

# What is wrong with a name that was asked for, rather than with the disk (exit 2, not 3).
_MISTAKES = {
    errno.ELOOP: ("the links lead in a circle", "Remove one of the links."),
    errno.ENAMETOOLONG: ("the name is too long", "Give it a shorter name."),
    errno.ENOTDIR: ("no such file: a part of its path is a file", "Check the path."),
}
_MISSING = {errno.ENOENT: ("no such file", "Check the spelling and the folder.")}

# What acts instead of being seen: controls, lone surrogates (bytes that are no UTF-8), separators
# of lines and paragraphs, and what turns the direction of text (Unicode Bidirectional Algorithm).
_HOSTILE = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\u2028\\u2029"
    "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]"
)
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:")
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", "conin$", "conout$"}
    | {f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"}
)


# Names and paths


def escaped(text: str) -> str:
    """Return a text as it can be printed, with escapes for what would act on a terminal."""
    return _HOSTILE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def shown(path: str | os.PathLike[str], root: Path) -> str:
    """Return a path as people see it: relative to the root where it is below it, escaped."""
    full = os.path.join(root, path)  # noqa: PTH118 - pathlib takes ten times as long
    base = str(root)
    if not _below(full, base):
        base = os.path.realpath(root)  # links may spell one folder in two ways
    if full == base or not _below(full, base):
        return escaped(full)
    return escaped(full[len(base) :].lstrip(os.sep).replace(os.sep, "/"))


def _below(path: str, base: str) -> bool:
    return path == base or path.startswith(base.rstrip(os.sep) + os.sep)


def problem(name: str) -> tuple[str, str] | None:
    """Say what makes a relative path unusable, as its check's code and a half sentence.

    A name must be one on every system: nothing absolute, nothing that climbs, nothing that
    Windows keeps for itself, no character that acts instead of being seen.
    """
    if match := _HOSTILE.search(name):
        return "C010", f"it holds the character U+{ord(match[0]):04X}"
    parts = [part for part in name.split("/") if part not in {"", "."}]
    if not parts:
        return "C010", "it is empty" if not name else "it names no folder or file of its own"
    if _ABSOLUTE.match(name):
        return "C010", "it is absolute"
    if "\\" in name:
        return "C010", "it holds a backslash; folders are separated by /"
    if ".." in parts:
        return "C010", 'it climbs out with ".."'
    return next((found for part in parts if (found := _reserved(part))), None)


def _reserved(part: str) -> tuple[str, str] | None:
    stem = part.split(".", maxsplit=1)[0].rstrip(" ").lower()
    if stem in _RESERVED:
        return "C011", f'Windows keeps the name "{stem}" for a device'
    if part.rstrip(". ").lower() == ".git":
        return "C010", "it leads into git's own folder"
    return None


def inside(root: Path, relative: str) -> Path:
    """Return the path of a name that must stay under the root; the root's links are resolved.

    Links on the way are followed for the test and left in the path: what opens it decides.

    Raises:
        TranspipeError: the name is none (see :func:`problem`), or links lead it outside.

    """
    found = problem(relative)
    if found:
        code, text = found
        raise TranspipeError(f'"{escaped(relative)}" cannot be used: {text}', code=code)
    base = Path(os.path.realpath(root))
    path = base / relative
    if not Path(os.path.realpath(path)).is_relative_to(base):
        raise _outside(escaped(relative))
    return path


def collisions(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the groups of names that are one name where case or composition does not count.

    Windows and macOS keep one file for all of a group. Equal names collide too. Groups stand in
    the order of their first name.
    """
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(_folded(name), []).append(name)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def _folded(name: str) -> str:
    # Not casefold: to no file system are "ß" and "ss" the same.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).lower())


def _outside(name: str) -> TranspipeError:
    return TranspipeError(
        "leads outside the project",
        path=name,
        code="O010",
        hint="Keep what the project reads and writes in its own folder, without links out of it.",
    )


# Errors


@contextmanager
def _guard(name: str, mistakes: dict[int, tuple[str, str]] = _MISTAKES) -> Iterator[None]:
    """Turn what the system says into an error that names the file."""
    try:
        yield
    except OSError as error:
        if error.errno in mistakes:
            text, hint = mistakes[error.errno]
            raise TranspipeError(text, path=name, hint=hint) from error
        raise InputOutputError(error.strerror or str(error), path=name) from error
    except ValueError as error:  # a NUL, or a lone surrogate that stands for no byte
        raise TranspipeError(f"no possible name of a file: {error}", path=name) from error


def _regular(status: os.stat_result, name: str) -> None:
    if not stat.S_ISREG(status.st_mode):
        kind = _KINDS.get(stat.S_IFMT(status.st_mode), "something else")
        raise TranspipeError(
            f"not a file but {kind}", path=name, code="O010", hint="Only plain files are used."
        )


# Reading


def read(
    path: str | os.PathLike[str],
    *,
    root: Path,
    limit: int = LIMIT,
    setting: str = "max_file_size",
) -> bytes:
    """Return the bytes of a plain file under the root.

    Links are followed as long as they stay under the root. Nothing that could block is opened.

    Args:
        path: the file.
        root: the folder it must be in.
        limit: how many bytes it may have.
        setting: the key of the configuration that raises the limit; empty if none does.

    Raises:
        TranspipeError: there is no such file, it is none, it is too large, or it lies outside.
        InputOutputError: the system refused.

    """
    name = shown(path, root)
    with _guard(name, _MISTAKES | _MISSING):
        target = os.path.realpath(os.path.join(root, path), strict=True)  # noqa: PTH118
        if not _below(target, os.path.realpath(root)):
            raise _outside(name)
        data = _contents(target, name, limit)
    if len(data) > limit:
        raise _too_large(name, limit, setting)
    return data


def _contents(target: str | Path, name: str, limit: int) -> bytes:
    """Return the bytes of a plain file; a few more than the limit if it is larger than that."""
    _regular(os.lstat(target), name)  # before it is opened: opening some devices has effects
    descriptor = os.open(target, _READ)
    try:
        status = os.fstat(descriptor)
        _regular(status, name)
        return _drain(descriptor, min(status.st_size, limit), limit)
    finally:
        os.close(descriptor)


def _drain(descriptor: int, size: int, limit: int) -> bytes:
    """Read to the end, or to the first bytes past the limit; the size is a guess."""
    parts: list[bytes] = []
    total = 0
    while total <= limit:
        part = os.read(descriptor, size - total + 1 if total < size else _CHUNK)
        if not part:
            break
        parts.append(part)
        total += len(part)
    return b"".join(parts)


def _too_large(name: str, limit: int, setting: str) -> TranspipeError:
    hint = f"Split the file, or raise {setting} in the configuration." if setting else ""
    return TranspipeError(f"larger than {_size(limit)}", path=name, hint=hint)


def _size(count: int) -> str:
    for unit, name in ((1 << 20, "MiB"), (1 << 10, "KiB")):
        if count >= unit and count % unit == 0:
            return f"{count // unit} {name}"
    return f"{count} bytes"


_GLOB = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}
_GLOB_PART = re.compile(r"\*\*/|\*\*|\*|\?|.", re.DOTALL)


def _glob(pattern: str) -> str:
    """Return a glob as a regular expression; without a slash it matches at any depth."""
    bare = pattern.rstrip("/")
    start = "" if "/" in bare else "(?:.*/)?"
    body = _GLOB_PART.sub(lambda part: _GLOB.get(part[0]) or re.escape(part[0]), bare.lstrip("/"))
    return f"{start}{body}(?:/.*)?"


def walk(
    folder: str | os.PathLike[str],
    *,
    root: Path,
    suffixes: tuple[str, ...] = (".md",),
    exclude: Iterable[str] = (),
) -> tuple[str, ...]:
    """Return the names under a folder with one of the suffixes, relative to it, in order.

    Hidden files and folders are left out, and so is what a glob of ``exclude`` matches (``*`` and
    ``?`` within a name, ``**`` across folders; a folder stands for all it holds). Links to
    folders are not followed. The order is that of code points, whatever the locale.

    Raises:
        TranspipeError: there is no such folder, it lies outside, or a name in it is unusable.
        InputOutputError: the system refused.

    """
    name = shown(folder, root)
    missing = {errno.ENOENT: ("no such folder", "Create it, or correct the configuration.")}
    with _guard(name, _MISTAKES | missing):
        base = Path(os.path.realpath(root / folder, strict=True))
        if not base.is_relative_to(os.path.realpath(root)):
            raise _outside(name)
        if not base.is_dir():
            raise TranspipeError("not a folder", path=name, hint="Correct the configuration.")
        excluded = re.compile("|".join(map(_glob, exclude)) or r"(?!)", re.DOTALL)
        names = sorted(item for item in _walk(base, suffixes) if not excluded.fullmatch(item))
    for item in names:
        found = problem(item)
        if found:
            raise TranspipeError(
                f"the name cannot be used: {found[1]}",
                path=shown(Path(folder) / item, root),
                code=found[0],
                hint="Rename it, or list it under exclude in the configuration.",
            )
    return tuple(names)


def _walk(base: Path, suffixes: tuple[str, ...]) -> Iterator[str]:
    for folder, folders, files in os.walk(base, onerror=_raise):
        folders[:] = [name for name in folders if not name.startswith(".")]
        prefix = Path(folder).relative_to(base)
        for name in files:
            if name.endswith(suffixes) and not name.startswith("."):
                yield (prefix / name).as_posix()


def _raise(error: OSError) -> None:
    raise error


# Writing


@dataclass(frozen=True, slots=True)
class _Target:
    """A place to write: a plain file under the root, or nothing yet."""

    path: Path
    name: str
    status: os.stat_result | None


def _target(path: str | os.PathLike[str], root: Path) -> _Target:
    """Resolve the folder of a path, and look at what stands there, changing nothing."""
    name = shown(path, root)
    with _guard(name):
        above, last = os.path.split(os.path.join(root, path))  # noqa: PTH118
        base = os.path.realpath(root)
        folder = os.path.realpath(above)
        if last in {"", ".", ".."} or not _below(folder, base):
            raise _outside(name)
        target = os.path.join(folder, last)  # noqa: PTH118
        found = problem(target[len(base) :].lstrip(os.sep).replace(os.sep, "/"))
        if found:
            raise TranspipeError(f"cannot be written: {found[1]}", path=name, code=found[0])
        status = None
        with suppress(FileNotFoundError):
            status = os.lstat(target)
            _regular(status, name)
        return _Target(Path(target), name, status)


def _same(target: _Target, data: bytes) -> bool:
    if target.status is None or target.status.st_size != len(data):
        return False
    with _guard(target.name):
        return _contents(target.path, target.name, len(data)) == data


def differs(path: str | os.PathLike[str], data: bytes, *, root: Path) -> bool:
    """Say whether :func:`write` would change anything; nothing is touched.

    Raises:
        TranspipeError: what stands there is no plain file, or it lies outside the root.
        InputOutputError: the system refused.

    """
    return not _same(_target(path, root), data)


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

    target: _Target
    temporary: Path | None
    guarded: bool = False


class Stage:
    """The files of a build: written beside their targets first, then published one by one.

    Whatever goes wrong before :meth:`publish` (a bad document, a full disk) leaves every file as
    it was. Leaving the ``with`` block without publishing drops everything.

    Args:
        root: the folder that every file must stay in.
        dry: look, but write nothing: what :meth:`publish` returns would change.

    """

    __slots__ = ("_changes", "_dry", "_folders", "_names", "_open", "_root")

    def __init__(self, root: Path, *, dry: bool = False) -> None:
        self._root = root
        self._dry = dry
        self._changes: deque[_Change] = deque()
        self._names: dict[str, str] = {}
        self._folders: set[Path] = set()
        self._open: list[tuple[int, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for descriptor, _ in self._open:
            os.close(descriptor)
        for change in self._changes:
            _discard(change.temporary)
        self._open.clear()
        self._changes.clear()

    def add(self, path: str | os.PathLike[str], data: bytes, *, was: bytes | None = None) -> bool:
        """Stage the new bytes of a file; say whether they differ from what is there.

        Args:
            path: the file.
            data: what it is to hold.
            was: what the data was made from, so that an edit that somebody makes meanwhile is
                not lost: nothing, where there was no file; None replaces whatever is there.

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
            return False
        if self._dry:
            self._changes.append(_Change(target, None))
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
        self._changes.append(_Change(target, None))
        return True

    def publish(self) -> tuple[str, ...]:
        """Put every staged file in its place; return their names, in the order of staging.

        Raises:
            LockedError: somebody changed a file meanwhile that was to be kept as it was.
            InputOutputError: the system refused at the file it names: those before it are new,
                that one is old or new, those after it are old.

        """
        self._settle()
        for change in self._changes:
            _unchanged(change)
        names = tuple(change.target.name for change in self._changes)
        folders: dict[Path, str] = {}
        while self._changes:
            change = self._changes[0]
            if not self._dry:
                _unchanged(change)
                with _guard(change.target.name):
                    _apply(change)
                folders.setdefault(change.target.path.parent, change.target.name)
            self._changes.popleft()
        for folder, name in folders.items():
            with _guard(name):
                _sync(folder)
        return names

    def _claim(self, path: str | os.PathLike[str]) -> _Target:
        target = _target(path, self._root)
        key = _folded(str(target.path))
        if key in self._names:
            raise TranspipeError(
                f"would be written twice: {self._names[key]} and {target.name}",
                path=target.name,
                code="C012",
                hint="Rename one of the two sources.",
            )
        self._names[key] = target.name
        return target

    def _prepare(self, target: _Target, data: bytes, *, guarded: bool) -> None:
        """Write the bytes beside their target, in a folder that holds nothing of dead runs."""
        folder = target.path.parent
        if target.status and not target.status.st_mode & 0o222:
            hint = "Somebody protected it; make it writable first."
            raise InputOutputError("the file is read-only", path=target.name, hint=hint)
        with _guard(target.name):
            _create(folder)
            if folder not in self._folders:
                self._folders.add(folder)
                _sweep(folder)
            temporary = folder / f".transpipe-{os.getpid()}-{_TOKEN}-{next(_COUNT)}.tmp"
            # Known before it is there, so that Ctrl-C at any time leaves none behind.
            self._changes.append(_Change(target, temporary, guarded))
            try:
                descriptor = _fresh(temporary, target.status, data)
            except BaseException:
                _discard(self._changes.pop().temporary)
                raise
        self._open.append((descriptor, target.name))
        if len(self._open) == _BATCH:
            self._settle()

    def _settle(self) -> None:
        """Bring what was written to the disk."""
        if len(self._open) < _FEW:
            while self._open:
                _flush(*self._open.pop(0))
            return
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - for many files only

        with ThreadPoolExecutor(_THREADS) as pool:
            done = [pool.submit(_flush, *item) for item in self._open]
            self._open.clear()
        for future in done:
            future.result()


def _holds(target: _Target, data: bytes) -> bool:
    return not data if target.status is None else bool(data) and _same(target, data)


def _unchanged(change: _Change) -> None:
    """Refuse to replace a guarded file that is not the one that was read."""
    if not change.guarded:
        return
    status = None
    with _guard(change.target.name), suppress(FileNotFoundError):
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


def _create(folder: Path) -> None:
    """Create a folder and what is missing above it; each name reaches the disk."""
    if folder.is_dir():
        return
    _create(folder.parent)
    with suppress(FileExistsError):
        os.mkdir(folder)  # noqa: PTH102 - one place for each call to the system
        _sync(folder.parent)
    if os.path.realpath(folder) != str(folder):
        raise NotADirectoryError(errno.ENOTDIR, "a link took the place of a folder")


def _fresh(path: Path, old: os.stat_result | None, data: bytes) -> int:
    """Return a new file, open, with its data and the mode of the old one."""
    descriptor = os.open(path, _WRITE, 0o600 if old else 0o666)
    try:
        _keep(descriptor, old)
        _fill(descriptor, data)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _flush(descriptor: int, name: str) -> None:
    with _guard(name):
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


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


def _apply(change: _Change) -> None:
    if change.temporary is None:
        with suppress(FileNotFoundError):
            os.unlink(change.target.path)  # noqa: PTH108 - one place for each call to the system
    else:
        os.replace(change.temporary, change.target.path)  # noqa: PTH105 - likewise


def _discard(path: Path | None) -> None:
    if path:
        with suppress(OSError):
            os.unlink(path)  # noqa: PTH108 - one place for each call to the system


def _sync(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system can."""
    if os.name == "nt":  # knows no open folders
        return
    descriptor = os.open(folder, os.O_RDONLY | _COMMON)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # some network file systems
            raise
    finally:
        os.close(descriptor)


# What dead runs left


def sweep(folder: str | os.PathLike[str], *, root: Path) -> tuple[str, ...]:
    """Remove the temporary files of dead runs in a folder and those below it; return their names.

    Files of living runs stay, and so does what cannot be removed.
    """
    swept: list[Path] = []
    if not _below(os.path.realpath(root / folder), os.path.realpath(root)):
        return ()
    for below, folders, _ in os.walk(root / folder):
        folders.sort()
        swept += _sweep(Path(below))
    return tuple(shown(path, root) for path in swept)


def _sweep(folder: Path) -> list[Path]:
    swept = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            match = _TEMPORARY.fullmatch(entry.name)
            if match and not _alive(int(match[1]), match[2]):
                with suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108 - one place for each call
                    swept.append(Path(entry.path))
    return sorted(swept)


def _alive(process: int, token: str) -> bool:
    if process == os.getpid():
        return token == _TOKEN
    if os.name == "nt":  # there signal 0 is Ctrl-C, and what is open cannot be removed
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # somebody else's
        return True
    return True


# The lock


@contextmanager
def lock(
    root: Path,
    *,
    command: str = "transpipe",
    timeout: float = 10.0,
    folders: Iterable[str] = (),
) -> Iterator[None]:
    """Hold the project's lock, ``.transpipe/lock``; it goes with the process that holds it.

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
    file = _target(f"{_WORKSPACE}/lock", root)
    holder = f"{_WORKSPACE}/holder"
    with _guard(file.name):
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
        yield
    finally:
        _discard(Path(root, holder))
        held.release()


def _locked(root: Path, holder: str) -> LockedError:
    who = "another run"
    with suppress(TranspipeError):  # it is gone, or not written yet
        process, _, command = read(holder, root=root, limit=_CHUNK).decode().partition("\n")
        who = f"process {escaped(process)} ({escaped(command.strip())})"
    return LockedError(
        f"the project is locked by {who}",
        hint="Wait until it is done, or end it: the lock goes with the process.",
    )
