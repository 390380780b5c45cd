"""The temporary files beside the targets of a run, and those that dead runs left."""

from __future__ import annotations

import itertools
import os
import re
from contextlib import suppress
from pathlib import Path

from transpipe.project.files.paths import is_below, shown

__all__ = ["sweep", "sweep_folder", "temporary_in"]

# One token a process (forks differ by their id): what bears this process's id but not its token
# was left by a dead run that had the same id, as runs in containers have.
_TOKEN = os.urandom(4).hex()
_COUNT = itertools.count()
_TEMPORARY = re.compile(r"\.transpipe-([1-9][0-9]{0,9})-([0-9a-f]{8})-[0-9]+\.tmp")


def temporary_in(folder: str) -> str:
    """Return the path of a new temporary file of this run."""
    return f"{folder}{os.sep}.transpipe-{os.getpid()}-{_TOKEN}-{next(_COUNT)}.tmp"


def sweep(folder: str | os.PathLike[str], *, root: Path) -> tuple[str, ...]:
    """Remove the temporary files of dead runs in a folder and those below it; return their names.

    Files of living runs stay, and so does what cannot be removed.
    """
    swept: list[str] = []
    if not is_below(os.path.realpath(root / folder), os.path.realpath(root)):
        return ()
    for below, folders, _ in os.walk(root / folder):
        folders.sort()
        swept += sweep_folder(below)
    return tuple(shown(path, root) for path in swept)


def sweep_folder(folder: str) -> list[str]:
    """Remove the temporary files of dead runs in a folder alone; return their paths."""
    swept = []
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            match = _TEMPORARY.fullmatch(entry.name)
            if match and not _alive(int(match[1]), match[2]):
                with suppress(OSError):
                    os.unlink(entry.path)  # noqa: PTH108 - one place for each call
                    swept.append(entry.path)
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
