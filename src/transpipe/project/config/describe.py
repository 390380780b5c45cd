"""Telling about the configuration: its keys, and a first file of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import inspect

from transpipe.project.config.mistakes import bare, expected
from transpipe.project.config.settings import Settings
from transpipe.project.toml import spelt

__all__ = ["Key", "keys", "starter"]


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the configuration, for people.

    Attributes:
        name: with the tables it is in, such as ``language.<tag>.direction``.
        type: what it holds, in words.
        default: as TOML; empty if it has none.
        meaning: half a sentence.

    """

    name: str
    type: str
    default: str
    meaning: str


def keys() -> tuple[Key, ...]:
    """Return all keys of the configuration, in order."""
    return tuple(_keys(Settings, ""))


def _keys(struct: type[msgspec.Struct], prefix: str) -> Iterator[Key]:
    for field in inspect.type_info(struct).fields:  # type: ignore[attr-defined]
        kind = bare(field.type)
        name = prefix + field.name
        if isinstance(kind, inspect.StructType):
            yield from _keys(kind.cls, f"{name}.")
        elif below := _table_in(kind):
            yield from _keys(below, f"{name}.<tag>." if _is_dict(kind) else f"{name}[].")
        else:
            default = "" if field.required or field.default is None else spelt(field.default)
            yield Key(name, expected(kind), default, _meaning(field.type))


def _is_dict(kind: inspect.Type) -> bool:
    return isinstance(kind, inspect.DictType)


def _table_in(kind: inspect.Type) -> type[msgspec.Struct] | None:
    """Return the struct of the tables that a dictionary or list holds."""
    inner: Any = getattr(kind, "value_type", None) or getattr(kind, "item_type", None)
    inner = inner and bare(inner)
    return inner.cls if isinstance(inner, inspect.StructType) else None


def _meaning(kind: inspect.Type) -> str:
    while isinstance(kind, inspect.Metadata):
        if text := (kind.extra_json_schema or {}).get("description"):
            return str(text)
        kind = kind.type
    return ""


_STARTER = ("source", "locale", "output", "source_language", "min_coverage", "drafts", "formats")


def starter(languages: Iterable[str], *, name: str = "", pyproject: bool = False) -> str:
    """Return the text of a first configuration: a transpipe.toml, or a table of pyproject.toml.

    Args:
        languages: tags of the languages to translate into.
        name: the project's name.
        pyproject: begin with the header of the table.

    """
    table = {key.name: key for key in keys()}
    values: Mapping[str, Any] = {"languages": list(languages), "name": name}
    given = {key: value for key, value in values.items() if value or key == "languages"}
    prefix = "tool.transpipe." if pyproject else ""
    lines = ["[tool.transpipe]"] if pyproject else []
    for key, value in given.items():
        lines += [f"# {table[key].meaning}", f"{key} = {spelt(value)}"]
    lines += ["", "# The defaults of the most common keys:"]
    lines += [f"# {key} = {table[key].default}  # {table[key].meaning}" for key in _STARTER]
    lines += ["", "# What the built-in table of languages lacks or gets wrong, for one of them:"]
    lines += [f"# [{prefix}language.rhg-Rohg]", '# name = "Ruáingga"', '# direction = "rtl"']
    return "\n".join(lines) + "\n"
