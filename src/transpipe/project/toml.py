"""TOML files as tomllib reads them, and the lines of their keys, which it does not tell."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from transpipe.document import BOM, decode
from transpipe.errors import TranspipeError
from transpipe.project.files import escaped, read

__all__ = ["Toml", "line_of", "parse", "spelt"]

_LIMIT = 1024 * 1024  # bytes of a file


@dataclass(frozen=True, slots=True)
class Toml:
    """A TOML file.

    Attributes:
        name: the file as people know it.
        text: what stands in it, without BOM, its lines ending in LF.
        values: what that means.
        prefix: the keys above those that matter.

    """

    name: str
    text: str
    values: dict[str, Any]
    prefix: tuple[str, ...]

    @property
    def table(self) -> Any:
        """What stands at the prefix; None where nothing does."""
        value: Any = self.values
        for key in self.prefix:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def error(self, path: tuple[str, ...], message: str, hint: str = "") -> TranspipeError:
        """Return an error about a key, with its line."""
        key = escaped(".".join(path))
        return TranspipeError(
            f"{key}: {message}" if key else message,
            path=self.name,
            line=line_of(self.text, (*self.prefix, *path)),
            hint=hint,
        )


_PLACE = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)


def parse(path: Path, *, name: str, prefix: tuple[str, ...] = ()) -> Toml:
    """Read a TOML file.

    Args:
        path: the file; what it links to must be in its own folder.
        name: the file as people know it.
        prefix: the keys above those that matter.

    Raises:
        TranspipeError: the file cannot be read, is larger than 1 MiB, or is not valid TOML.

    """
    try:
        data = read(path, root=path.parent, limit=_LIMIT, setting="")
    except TranspipeError as error:
        error.path = name  # as the user knows it: the file may be far above
        raise
    text = decode(data, name).removeprefix(BOM).replace("\r\n", "\n")
    try:
        values = tomllib.loads(text)
    except RecursionError:
        raise TranspipeError("not valid TOML: nested too deeply", path=name) from None
    except ValueError as error:
        raise _invalid(str(error), name, text) from None
    return Toml(name, text, values, prefix)


def _invalid(message: str, name: str, text: str) -> TranspipeError:
    match = _PLACE.fullmatch(message)
    what, line, column = match.groups() if match else (message, "0", "0")
    if line is None:  # the end of the document
        line, column = text.count("\n") + 1, len(text) - text.rfind("\n")
    return TranspipeError(
        f"not valid TOML: {escaped(what[:1].lower() + what[1:])}",
        path=name,
        line=int(line),
        column=int(column),
    )


# The line of a key: tomllib tells none, so the file, known to be valid, is cut into statements.

_STATEMENT_PART = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\])*"|\'[^\']*\''
    r"|(?P<comment>#[^\n]*)|(?P<open>[\[{])|(?P<close>[\]}])|(?P<end>\n)|[^\"'#\[\]{}\n]+",
    re.DOTALL,
)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Yield each key with its value, and each header of a table, with its line from 1."""
    depth = start = 0
    line = 1
    for match in _STATEMENT_PART.finditer(text + "\n"):
        depth += (match.lastgroup == "open") - (match.lastgroup == "close")
        if match.lastgroup == "end" and not depth:
            statement = text[start : match.start()]
            if statement.strip():
                yield line, statement
            line += statement.count("\n") + 1
            start = match.end()


def line_of(text: str, path: tuple[str, ...]) -> int:
    """Return the line of the statement that defines a key, from 1; 0 if none does.

    A number in the path, from 1, stands for a table of a list of tables.
    """
    header = ""
    chain: tuple[str, ...] = ()
    numbers: Counter[tuple[str, ...]] = Counter()
    for line, statement in _statements(text):
        wanted = path
        if statement.lstrip().startswith("["):
            values = tomllib.loads(statement)
            header, chain = statement, _chain(values)
            if statement.lstrip().startswith("[["):
                numbers[chain] += 1
        elif chain == path[: len(chain)]:
            values = tomllib.loads(f"{header}\n{statement}")
        else:
            continue
        if path[: len(chain) + 1] == (*chain, str(numbers[chain])):  # its own list has but one
            wanted = (*chain, "1", *path[len(chain) + 1 :])
        elif numbers[chain] and path[len(chain) : len(chain) + 1]:
            continue
        if _holds(values, wanted):
            return line
    return 0


def _chain(values: Any) -> tuple[str, ...]:
    """Return the keys of a header of a table, which has one on each level."""
    if not isinstance(values, dict) or not values:
        return ()
    ((key, below),) = values.items()
    return key, *_chain(below)


def _holds(values: Any, path: tuple[str, ...]) -> bool:
    for key in path:
        if isinstance(values, list) and key.isdecimal() and 0 < int(key) <= len(values):
            values = values[int(key) - 1]
        elif isinstance(values, dict) and key in values:
            values = values[key]
        else:
            return False
    return True


def spelt(value: Any) -> str:
    """Return a value as TOML."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(spelt, value))}]"
    return str(value)
