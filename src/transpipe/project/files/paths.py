"""Names and paths: what may name a file on every system, and what stays under the root."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from transpipe.errors import TranspipeError

__all__ = [
    "collisions",
    "escaped",
    "folded",
    "inside",
    "is_below",
    "outside",
    "problem",
    "shown",
    "unusable",
]

# What acts instead of being seen: controls, lone surrogates (bytes that are no UTF-8), separators
# of lines and paragraphs, and what turns the direction of text (Unicode Bidirectional Algorithm).
_HOSTILE = re.compile(
    "[\\x00-\\x1f\\x7f-\\x9f\\ud800-\\udfff\\u2028\\u2029"
    "\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]"
)
# https://learn.microsoft.com/windows/win32/fileio/naming-a-file
_ABSOLUTE = re.compile(r"[/\\]|[A-Za-z]:")
_DEVICES = r"con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³]"
# A part of a path, in small letters, that is a device with whatever suffix, or git's own folder:
# Windows drops the dots and spaces at the end of a name.
_RESERVED = re.compile(rf"/(?:({_DEVICES}) *(?:[./]|\Z)|\.git[. ]*(?:/|\Z))")

# What stands in many names, each between slashes, if one of them has a problem and can be printed.
_SUSPECT = re.compile(rf"/\.{{0,2}}/|\\|/[a-z]:|/\.git[. /]|/(?:{_DEVICES})[ ./]")


def escaped(text: str) -> str:
    """Return a text as it can be printed, with escapes for what would act on a terminal."""
    return _HOSTILE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def shown(path: str | os.PathLike[str], root: str | os.PathLike[str]) -> str:
    """Return a path as people see it: relative to the root where it is below it, escaped."""
    full = os.path.join(root, path)  # noqa: PTH118 - pathlib takes ten times as long
    base = str(root)
    if not is_below(full, base):
        base = os.path.realpath(root)  # links may spell one folder in two ways
    if full == base or not is_below(full, base):
        return escaped(full)
    return escaped(full[len(base) :].lstrip(os.sep).replace(os.sep, "/"))


def is_below(path: str, base: str) -> bool:
    """Tell whether a path is a folder, or stands in it; both are absolute, without links."""
    return path == base or path.startswith(base.rstrip(os.sep) + os.sep)


def problem(name: str) -> tuple[str, str] | None:
    """Say what makes a relative path unusable, as its check's code and a half sentence.

    A name must be one on every system: nothing absolute, nothing that climbs, nothing that
    Windows keeps for itself, no character that acts instead of being seen.
    """
    # What can be printed holds no hostile character; most names can, and that is quickly told.
    if not name.isprintable() and (match := _HOSTILE.search(name)):
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
    if match := _RESERVED.search(f"/{name.lower()}"):
        device = match[1]
        if device:
            return "C011", f'Windows keeps the name "{device}" for a device'
        return "C010", "it leads into git's own folder"
    return None


def unusable(names: Sequence[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield the names of many that are unusable, with what :func:`problem` says of each."""
    text = f"/{'/'.join(names)}/"
    # Mostly none is, which one look at all of them can tell.
    if names and text.isprintable() and not _SUSPECT.search(text.lower()):
        return
    for name in names:
        if found := problem(name):
            yield name, found


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
        raise outside(escaped(relative))
    return path


def collisions(names: Iterable[str]) -> list[tuple[str, ...]]:
    """Return the groups of names that are one name where case or composition does not count.

    Windows and macOS keep one file for all of a group. Equal names collide too. Groups stand in
    the order of their first name.
    """
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(folded(name), []).append(name)
    return [tuple(group) for group in groups.values() if len(group) > 1]


def folded(name: str) -> str:
    """Return what a name has in common with all that Windows or macOS take for the same."""
    # Not casefold: to no file system are "ß" and "ss" the same.
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).lower())


def outside(name: str) -> TranspipeError:
    """Return the error about a path that leads out of the root."""
    return TranspipeError(
        "leads outside the project",
        path=name,
        code="O010",
        hint="Keep what the project reads and writes in its own folder, without links out of it.",
    )
