"""What is wrong with the types of a table, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Any

import msgspec
from msgspec import inspect

from transpipe.project.config.settings import FILE
from transpipe.project.files import escaped
from transpipe.project.toml import spelt

__all__ = ["bare", "expected", "found", "mistakes", "nearest"]

_WIDTH = 60  # code points of a wrong value that an error shows

_Mistake = tuple[tuple[str, ...], str, str]


def mistakes(struct: type[msgspec.Struct], raw: dict[str, Any]) -> Iterator[_Mistake]:
    """Yield what is wrong with the types of a table: the key, a sentence, the way out."""
    info = inspect.type_info(struct)
    fields = {field.name: field.type for field in info.fields}  # type: ignore[attr-defined]
    for key, value in raw.items():
        if key not in fields:
            yield ((key,), *_unknown(key, fields))
        else:
            for path, message, hint in _wrong(fields[key], value):
                yield (key, *path), message, hint
    for field in info.fields:  # type: ignore[attr-defined]
        if field.required and field.name not in raw:
            yield (), f'lacks the key "{field.name}"', ""


def _unknown(key: str, known: Iterable[str]) -> tuple[str, str]:
    names = sorted(known)
    hint = f"Known keys: {', '.join(names)}."
    if key == "tool":
        hint = f"In {FILE} the keys stand at the top, without [tool.transpipe]."
    return f"unknown key{nearest(key, names)}", hint


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the end of a sentence that asks for the nearest known word; empty if none is near."""
    plain = {name.replace("-", "_").lower(): name for name in known}
    near = get_close_matches(word.replace("-", "_").lower(), plain, n=1)
    return f'; did you mean "{plain[near[0]]}"?' if near else ""


def bare(kind: inspect.Type) -> inspect.Type:
    """Return a type without its documentation and without None."""
    while isinstance(kind, inspect.Metadata | inspect.UnionType):
        if isinstance(kind, inspect.Metadata):
            kind = kind.type
        else:
            kind = next(part for part in kind.types if not isinstance(part, inspect.NoneType))
    return kind


def _wrong(kind: inspect.Type, value: Any) -> Iterator[_Mistake]:
    """Yield what is wrong with a value."""
    kind = bare(kind)
    if isinstance(kind, inspect.StructType) and isinstance(value, dict):
        yield from mistakes(kind.cls, value)
    elif isinstance(kind, inspect.DictType) and isinstance(value, dict):
        for key, item in value.items():
            for path, message, hint in _wrong(kind.value_type, item):
                yield (key, *path), message, hint
    elif isinstance(kind, inspect.VarTupleType) and isinstance(value, list | tuple):
        is_tables = isinstance(bare(kind.item_type), inspect.StructType)
        for number, item in enumerate(value, 1):
            for path, message, hint in _wrong(kind.item_type, item):
                yield ((str(number), *path) if is_tables else path), message, hint
    elif not _fits(kind, value):
        known = map(str, kind.values) if isinstance(kind, inspect.LiteralType) else ()
        near = nearest(str(value), known)
        yield (), f"expected {expected(kind)}, found {found(value)}{near}", ""


def _fits(kind: inspect.Type, value: Any) -> bool:
    """Say whether a scalar is of a type; a whole number is a number, true is none."""
    match kind:
        case inspect.BoolType():
            return isinstance(value, bool)
        case inspect.StrType():
            return isinstance(value, str)
        case inspect.LiteralType():
            return value in kind.values
        case inspect.IntType():
            return type(value) is int and _in_range(kind, value)
        case inspect.FloatType():
            return type(value) in {int, float} and _in_range(kind, value)
    return False


def _in_range(kind: inspect.IntType | inspect.FloatType, value: float) -> bool:
    low, high = kind.ge, kind.le
    return (low is None or value >= low) and (high is None or value <= high)


def expected(kind: inspect.Type) -> str:
    """Return a type in words."""
    kind = bare(kind)
    match kind:
        case inspect.LiteralType():
            return _either(f'"{value}"' for value in kind.values)
        case inspect.IntType():
            return f"a whole number{_range(kind)}"
        case inspect.FloatType():
            return f"a number{_range(kind)}"
        case inspect.VarTupleType():
            item = expected(kind.item_type)
            plurals = {"a string": "strings", "a table": "tables"}
            return f"a list of {plurals.get(item, item)}"
    return {inspect.BoolType: "true or false", inspect.StrType: "a string"}.get(
        type(kind), "a table"
    )


def _either(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}"


def _range(kind: inspect.IntType | inspect.FloatType) -> str:
    return "" if kind.ge is None else f" from {kind.ge} to {kind.le}"


def found(value: Any) -> str:
    """Return a value in words: scalars as TOML writes them."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    text = escaped(spelt(value))
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"
