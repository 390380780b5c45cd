"""Places to write: under the root, with nothing there but a plain file, or nothing yet."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from transpipe.errors import TranspipeError
from transpipe.project.files.paths import folded, is_below, outside, problem, shown
from transpipe.project.files.reading import is_folder
from transpipe.project.files.system import guard, refuse_irregular

__all__ = ["Target", "Targets"]


@dataclass(frozen=True, slots=True)
class Target:
    """A place to write: a plain file under the root, or nothing yet.

    Attributes:
        folder: its folder, absolute, the links resolved.
        path: the file in that folder.
        name: the file as people see it.
        key: what its path has in common with all that some systems take for the same.
        status: what the system says of the file; None where there is none.

    """

    folder: str
    path: str
    name: str
    key: str
    status: os.stat_result | None


class Targets:
    """Finds the places to write under a root.

    A folder is resolved once: thousands of files go into a few of them. Whether a link took the
    place of one meanwhile is looked at for every file.

    Args:
        root: the folder that every place must be in.

    """

    __slots__ = ("_base", "_folders", "_root")

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._base = os.path.realpath(root)
        self._folders: dict[str, tuple[str, Sequence[str]]] = {}

    def find(self, path: str | os.PathLike[str]) -> Target:
        """Resolve the folder of a path, and look at what stands there, changing nothing.

        Raises:
            TranspipeError: what stands there is no plain file, it lies outside the root, or its
                name can't be used.
            InputOutputError: the system refused.

        """
        name = shown(path, self._root)
        with guard(name):
            above, last = os.path.split(os.fspath(path))
            folder = self._resolved(above, name)
            if last in {"", ".", ".."}:
                raise outside(name)
            full = os.path.join(folder, last)  # noqa: PTH118
            found = problem(full[len(self._base) :].lstrip(os.sep).replace(os.sep, "/"))
            if found:
                raise TranspipeError(f"cannot be written: {found[1]}", path=name, code=found[0])
            return Target(folder, full, name, folded(full), _status(full, name))

    def _resolved(self, above: str, name: str) -> str:
        """Return where a folder really is, be it that it is not there yet.

        Raises:
            TranspipeError: it is outside the root.

        """
        folder, way = self._folders.get(above, ("", ()))
        if not folder or not all(map(is_folder, way)):
            folder = os.path.realpath(os.path.join(self._root, above))  # noqa: PTH118
            if not is_below(folder, self._base):
                raise outside(name)
            self._folders[above] = folder, _way(self._base, folder)
        return folder


def _status(path: str, name: str) -> os.stat_result | None:
    """Return what the system says of a plain file; None where there is nothing."""
    try:
        status = os.lstat(path)
    except FileNotFoundError:  # mostly: suppressing it takes three times as long
        return None
    refuse_irregular(status, name)
    return status


def _way(base: str, folder: str) -> Sequence[str]:
    """Return the folders on the way from a base to a folder below it, this one too."""
    way = []
    while folder != base:
        way.append(folder)
        folder = os.path.dirname(folder)  # noqa: PTH120
    return way
