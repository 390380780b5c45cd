"""The comments of an entry: what translators, authors and tools say about it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

__all__ = ["CONFLICT", "Comments", "comments", "flags", "reference", "without_conflict"]

CONFLICT = "The other branch has:"
"""The line of a comment below which the other target stands, each line of it after a bar."""

_LINE = re.compile(r"^[ \t\v\f]*(?:#~[ \t]*)*#([.:,!]?)([^\n]*)$", re.MULTILINE)
_FLAG_LINE = re.compile(r"^[ \t\v\f]*(?:#~[ \t]*)*#[,!]([^\n]*)$", re.MULTILINE)
_UNSAFE_IN_NAMES = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\u2068\u2069\ud800-\udfff]")
_REFERENCE = re.compile("\u2068[^\u2068\u2069\n]*+\u2069(?::[0-9]+)?|\\S+")


class Comments(NamedTuple):
    """The comments of an entry by who speaks.

    Attributes:
        translator: lines of ``#``, joined by newlines.
        note: lines of ``#.``, joined by newlines.
        references: the words of ``#:``, spelled as in the file.
        flags: the words of ``#,`` in order.

    """

    translator: str
    note: str
    references: tuple[str, ...]
    flags: tuple[str, ...]


@lru_cache(maxsize=1 << 12)  # asked for in each language
def comments(head: str) -> Comments:
    """Return the comments of an entry's head by kind."""
    lines: dict[str, list[str]] = {"": [], ".": [], ":": []}
    for kind, text in _LINE.findall(head):
        if kind in lines:
            lines[kind].append(text.rstrip("\r").removeprefix(" "))
    return Comments(
        "\n".join(lines[""]),
        "\n".join(lines["."]),
        tuple(_REFERENCE.findall("\n".join(lines[":"]))),
        flags(head),
    )


def flags(head: str) -> tuple[str, ...]:
    """Return the flags of an entry's head: set apart by commas or, as gettext does, by spaces."""
    found: list[str] = []
    for line in _FLAG_LINE.findall(head):
        for part in line.split(","):
            flag = " ".join(part.split())
            found += [flag] if flag.startswith("range:") else flag.split()
    return tuple(dict.fromkeys(found))


def reference(file: str, line: int = 0) -> str:
    """Return a file name as ``#:`` spells it: isolated where it has spaces (gettext 0.21).

    What could end the line, or the name, becomes a question mark.
    """
    name = _UNSAFE_IN_NAMES.sub("?", file)
    if re.search(r"\s", name):
        name = f"\u2068{name}\u2069"
    return f"{name}:{line}" if line else name


def without_conflict(comment: str) -> str:
    """Return the comment without the other targets that merges have shown in it."""
    kept, inside = [], False
    for line in comment.split("\n"):
        inside = line == CONFLICT or (inside and line.startswith("|"))
        if not inside:
            kept.append(line)
    return "\n".join(kept)
