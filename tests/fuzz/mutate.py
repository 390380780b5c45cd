"""Mutations of whole entries and lines: bytes alone seldom make another catalogue of one."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

__all__ = ["mutated_catalog"]

_ENTRY = re.compile(rb"\r?\n(?:[ \t]*\r?\n)+")
_STRING = re.compile(rb'"(?:[^"\\\n]|\\.)*"')
# The first three are sources of the document that the catalogues are merged with.
_TEXTS = (
    "One", "Two **three**.", "Four", "", "Satu", "ប", " ", "\\n", "a\\n", "\\nb\\n", "\\t", '\\"',
    "\\\\", "\\r", "\\a", "\\v", "\\0", "\\000", "\\4", "\\x04", "\\303\\251", "\\xc3", "\\x1c",
    "\\777", "\\8", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\u2068a b\u2069", "é",
    "e\u0301", "\U0001f600", "{0}", "%s", "Language: id\\n",
    "Content-Type: text/plain; charset=UTF-8\\n", "Plural-Forms: nplurals=2; plural=n>1;\\n",
    "X-Transpipe-Last: 3c08e2a1\\n", "a: b\\nc", "#, fuzzy", 'msgid \\"x\\"', "| a",
    "The other branch has:",
)  # fmt: skip
_LINES = (
    "#, fuzzy", "#,fuzzy", "#, fuzzy, c-format", "#, no-wrap", "#! fuzzy",
    "#, range: 1..2, fuzzy", "#,", "#", "# a", "#a", "#. Paragraph", "#. Carried over: a part.",
    "#: source/a.md", "#: \u2068a b.md\u2069:3", "#:", "# The other branch has:", "# | a",
    '#| msgid "One"', '#| msgctxt "c"', '#| "One"', "#|", "#~|", '#~| msgid "x"', "#~",
    "#~ #, fuzzy", "#~ # a", '#~ msgid "One"', '#~ msgstr "Satu"', "#~~ a", "#\x85a", "# \u2028b",
    "#-#-#-#", 'msgctxt "c"', 'msgctxt ""', 'msgid ""', 'msgid "One"', 'msgid_plural "Ones"',
    'msgstr ""', 'msgstr "Satu"', 'msgstr[0] "Satu"', 'msgstr[1] "Dua"', 'msgstr[ 00 ] "x"',
    'domain "a"', '"a"', '""', " ", "\t", "\f", "\r", "<<<<<<< HEAD", "=======", ">>>>>>> b",
)  # fmt: skip
_Change = Callable[[list[bytes], random.Random], None]


def mutated_catalog(data: bytes, size: int, seed: int) -> bytes:
    """Return another catalogue, or what nearly is one, of at most so many bytes."""
    rng = random.Random(seed)  # noqa: S311 - no secret
    eol = b"\r\n" if b"\r\n" in data else b"\n"
    entries = _ENTRY.split(data)
    for _ in range(rng.choice((1, 1, 2, 3, 5))):
        rng.choice(_CHANGES)(entries, rng)
        entries = entries or [b'msgid "One"']
    blank = eol if rng.random() < 0.03 else eol * 2
    return blank.join(entries)[:size]


def _inside(change: Callable[[bytes, random.Random], bytes]) -> _Change:
    """Return a change of one entry as a change of all."""

    def changed(entries: list[bytes], rng: random.Random) -> None:
        place = rng.randrange(len(entries))
        entries[place] = change(entries[place], rng)

    return changed


def _text(entry: bytes, rng: random.Random) -> bytes:
    """Put another text between the quotes somewhere."""
    places = list(_STRING.finditer(entry))
    if not places:
        return entry
    place = rng.choice(places)
    new = rng.choice(_TEXTS).encode()
    if rng.random() < 0.3:
        new = place[0][1:-1] + new
    return entry[: place.start()] + b'"' + new + b'"' + entry[place.end() :]


def _line(entry: bytes, rng: random.Random) -> bytes:
    lines = entry.split(b"\n")
    lines.insert(rng.randint(0, len(lines)), rng.choice(_LINES).encode())
    return b"\n".join(lines)


def _without_line(entry: bytes, rng: random.Random) -> bytes:
    lines = entry.split(b"\n")
    del lines[rng.randrange(len(lines))]
    return b"\n".join(lines)


def _retired(entry: bytes, rng: random.Random) -> bytes:
    """Make an entry obsolete, or active."""
    lines = entry.split(b"\n")
    if any(line.startswith(b"#~") for line in lines):
        return b"\n".join(line.removeprefix(b"#~").removeprefix(b" ") for line in lines)
    mark = rng.choice((b"#~ ", b"#~", b"#~\t"))
    return b"\n".join(line if line.startswith(b"#") else mark + line for line in lines)


def _twin(entries: list[bytes], rng: random.Random) -> None:
    """Put a copy somewhere, mostly with another target or another state."""
    copy = rng.choice(entries)
    for change in (_text, _retired, _line):
        if rng.random() < 0.5:
            copy = change(copy, rng)
    entries.insert(rng.randint(0, len(entries)), copy)


def _swapped(entries: list[bytes], rng: random.Random) -> None:
    first, second = rng.randrange(len(entries)), rng.randrange(len(entries))
    entries[first], entries[second] = entries[second], entries[first]


def _gone(entries: list[bytes], rng: random.Random) -> None:
    del entries[rng.randrange(len(entries))]


def _fresh(entries: list[bytes], rng: random.Random) -> None:
    source, target = rng.choice(_TEXTS), rng.choice(_TEXTS)
    entry = f'msgid "{source}"\nmsgstr "{target}"'.encode()
    if rng.random() < 0.2:
        entry = f'msgid "{source}"\nmsgid_plural "a"\nmsgstr[0] "{target}"\nmsgstr[1] "b"'.encode()
    entries.append(_retired(entry, rng) if rng.random() < 0.4 else entry)


_CHANGES: tuple[_Change, ...] = (
    _inside(_text), _inside(_text), _inside(_line), _inside(_without_line), _inside(_retired),
    _twin, _twin, _swapped, _gone, _fresh, _fresh,
)  # fmt: skip
