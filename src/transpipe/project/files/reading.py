"""Reading: the bytes of a plain file, the names under a folder."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from transpipe.errors import TranspipeError
from transpipe.project.files.paths import is_below, outside, problem, shown, unusable
from transpipe.project.files.system import MISSING, MISTAKES, PLAIN, guard, refuse_irregular

__all__ = ["LIMIT", "contents", "exists", "is_folder", "read", "unlinked", "walk"]

LIMIT = 16 * 1024 * 1024
"""What a file may weigh unless ``max_file_size`` says otherwise, in bytes."""

_ABSENT = {errno.ENOENT, errno.ENOTDIR, errno.ELOOP}  # nothing can be there
_CHUNK = 64 * 1024  # bytes to read past a file's size, for one that grows meanwhile
# A pipe or a device must not block the open.
_READ = os.O_RDONLY | PLAIN | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)


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
    with guard(name, MISTAKES | MISSING):
        target = os.path.realpath(os.path.join(root, path), strict=True)  # noqa: PTH118
        # What holds no link stands under the root as it is spelt, most of the time.
        if not (is_below(target, str(root)) or is_below(target, os.path.realpath(root))):
            raise outside(name)
        data = contents(target, name, limit)
    if len(data) > limit:
        raise _too_large(name, limit, setting)
    return data


def exists(path: str | os.PathLike[str], *, root: Path) -> bool:
    """Tell whether something stands at a path, be it a broken link.

    Raises:
        OSError: the system refused to say.

    """
    try:
        os.lstat(os.path.join(root, path))  # noqa: PTH118
    except ValueError:  # no possible name
        return False
    except OSError as error:
        if error.errno not in _ABSENT:
            raise
        return False
    return True


def unlinked(
    path: str, *, folder: str, root: Path, limit: int = LIMIT, setting: str = "max_file_size"
) -> str:
    """Return where a plain file under a folder of the root stands, if no link leads to it.

    Args:
        path: the file, from the folder.
        folder: the folder, from the root; it may be a link itself.
        root: the folder it must be in.
        limit: how many bytes it may have.
        setting: the key of the configuration that raises the limit.

    Raises:
        TranspipeError: there is no such file, it is none, it is too large, a link stands in its
            path, or its name can't be used.
        InputOutputError: the system refused.

    """
    found = problem(path)
    if found:
        raise TranspipeError(f"the name cannot be used: {found[1]}", path=path, code=found[0])
    base = os.path.realpath(root / folder)
    full = os.path.normpath(os.path.join(base, path))  # noqa: PTH118
    name = shown(full, root)
    with guard(name, MISTAKES | MISSING):
        status = os.lstat(full)
        refuse_irregular(status, name)
        if os.path.normcase(os.path.realpath(full)) != os.path.normcase(full):
            raise TranspipeError("it stands behind a link", path=name)
    if status.st_size > limit:
        raise _too_large(name, limit, setting)
    return full


def contents(target: str | Path, name: str, limit: int) -> bytes:
    """Return the bytes of a plain file; a few more than the limit if it is larger than that."""
    # before it is opened: opening some devices has effects
    refuse_irregular(os.lstat(target), name)
    descriptor = os.open(target, _READ)
    try:
        status = os.fstat(descriptor)
        refuse_irregular(status, name)
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
    with guard(name, MISTAKES | missing):
        base = os.path.realpath(root / folder, strict=True)
        if not is_below(base, os.path.realpath(root)):
            raise outside(name)
        if not os.path.isdir(base):  # noqa: PTH112
            raise TranspipeError("not a folder", path=name, hint="Correct the configuration.")
        excluded = re.compile("|".join(map(_glob, exclude)) or r"(?!)", re.DOTALL)
        names = sorted(item for item in _walk(base, suffixes) if not excluded.fullmatch(item))
    for item, found in unusable(names):
        raise TranspipeError(
            f"the name cannot be used: {found[1]}",
            path=shown(Path(folder) / item, root),
            code=found[0],
            hint="Rename it, or list it under exclude in the configuration.",
        )
    return tuple(names)


def _walk(base: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    for folder, folders, files in os.walk(base, onerror=_raise):
        folders[:] = [name for name in folders if not name.startswith(".")]
        prefix = folder[len(base) :].lstrip(os.sep).replace(os.sep, "/")
        for name in files:
            if name.endswith(suffixes) and not name.startswith("."):
                yield f"{prefix}/{name}" if prefix else name


def _raise(error: OSError) -> None:
    raise error


def is_folder(path: str) -> bool:
    """Tell whether a folder stands there: no link, nor what Windows has of that kind."""
    try:
        status = os.lstat(path)
    except OSError:
        return False
    return stat.S_ISDIR(status.st_mode) and not getattr(status, "st_reparse_tag", 0)
