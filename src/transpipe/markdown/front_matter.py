"""Front matter: chosen YAML scalars, spliced where they stand; the only door to PyYAML.

Nothing is loaded and dumped again, so what is not translated stays to the byte. Anchors,
aliases and tags are refused: nobody needs them here, and they are how YAML does harm.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

import yaml

from transpipe.errors import TranspipeError

__all__ = [
    "Scalar",
    "collections",
    "front_matter_end",
    "quote_scalar",
    "read_scalar",
    "scalars",
]

_YAML = re.compile(
    r"---[ \t]*\n(?P<body>.*?\n??)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
_TOML = re.compile(r"\+\+\+[ \t]*\n.*?^\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
# Its first line that is no comment: what YAML can begin a key with, and a colon.
_MAPPING = re.compile(r"(?:[ \t]*#.*\n)* *[^\s:#\-*&!|>%@`<].*?:(?:\s|\Z)")
_EMPTY = re.compile(r"(?:[ \t]*#.*\n)*\Z")
_MAX_DEPTH = 50
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_ESCAPED = re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]')
_Error = Callable[[str], TranspipeError]
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Scalar:
    """A value in the front matter.

    Attributes:
        key: where it stands: keys joined by dots.
        start: its offset in the text, with its quotes.
        end: one past its last character.
        value: what YAML reads there.

    """

    key: str
    start: int
    end: int
    value: str


@dataclass(slots=True)
class _Mapping:
    """A mapping that is being read: its path, the keys seen, the key whose value comes next."""

    path: str
    seen: set[str] = field(default_factory=set)
    key: str | None = None


def front_matter_end(text: str) -> int:
    """Return where the front matter of a text (line ends LF) ends; 0 where it has none.

    YAML stands between ``---`` lines and must be a mapping without a blank line before it,
    else it is a thematic break (CommonMark 0.31.2, section 4.1) and what follows is text.
    TOML stands between ``+++``.
    """
    if text.startswith("---"):
        match = _YAML.match(text)
        if match and (_MAPPING.match(match["body"]) or _EMPTY.match(match["body"])):
            return match.end()
    elif text.startswith("+++") and (match := _TOML.match(text)):
        return match.end()
    return 0


def scalars(text: str, name: str = "") -> Iterator[Scalar]:
    """Yield the scalars in the YAML front matter ``text`` (its fences included).

    Sequences and nulls are passed over; TOML has none.

    Raises:
        TranspipeError: S020, it is not YAML, has an anchor, alias, tag or a key twice, or
            is nested too deeply.

    """
    yield from _read(text, name)[0]


def collections(text: str, name: str = "") -> Iterator[Scalar]:
    """Yield the lists and mappings that are values, each with what it is as its value.

    Raises:
        TranspipeError: see :func:`scalars`.

    """
    yield from _read(text, name)[1]


@lru_cache(maxsize=64)
def _read(text: str, name: str) -> tuple[tuple[Scalar, ...], tuple[Scalar, ...]]:
    """Return scalars and collections at once: a document is asked again for each edition."""
    collected: list[Scalar] = []
    return tuple(_found(text, name, collected)), tuple(collected)


def _found(text: str, name: str, collected: list[Scalar]) -> Iterator[Scalar]:
    match = _YAML.match(text)
    if not match:
        return
    offset = match.start("body")
    stack: list[_Mapping | None] = []
    for event in _events(match["body"], name):
        where = partial(_error, event, name)
        if isinstance(event, yaml.MappingStartEvent):
            _refuse_magic(event, where)
            _refuse_as_key(stack, where)
            _collect(collected, stack, event, offset, "a mapping")
            stack.append(_Mapping(_path(stack)))
        elif isinstance(event, yaml.SequenceStartEvent):
            _refuse_magic(event, where)
            _refuse_as_key(stack, where)
            _collect(collected, stack, event, offset, "a list")
            stack.append(None)
        elif isinstance(event, yaml.CollectionEndEvent):
            stack.pop()
            _value_ends(stack)
        elif isinstance(event, yaml.AliasEvent):
            raise where("an alias in the front matter")
        elif isinstance(event, yaml.ScalarEvent):
            _refuse_magic(event, where)
            mapping = stack[-1] if stack else None
            if mapping and mapping.key is None:
                _take_key(mapping, event.value, where)
            elif mapping:
                start, end = _index(event.start_mark), _index(event.end_mark)
                end = start + len(match["body"][start:end].rstrip())
                if event.style or event.value not in _NULL:
                    yield Scalar(_path(stack), offset + start, offset + end, event.value)
                mapping.key = None
        if len(stack) > _MAX_DEPTH:
            raise where(f"front matter nested deeper than {_MAX_DEPTH} levels")


def _collect(
    collected: list[Scalar],
    stack: list[_Mapping | None],
    event: yaml.Event,
    offset: int,
    what: str,
) -> None:
    if stack and stack[-1]:
        start = offset + _index(event.start_mark)
        collected.append(Scalar(_path(stack), start, start, what))


def quote_scalar(value: str) -> str:
    """Return a value as a YAML double-quoted scalar on one line (YAML 1.2.2, section 7.3.1)."""
    return f'"{_ESCAPED.sub(_escape, value)}"'


def read_scalar(text: str) -> str | None:
    """Return the value of a lone scalar, or None where the text is anything else."""
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError:
        return None
    return value if isinstance(value, str) else None


def _escape(match: re.Match[str]) -> str:
    return _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04X}"


def _events(body: str, name: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(body, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise TranspipeError(
            f"front matter is not YAML: {error.problem}",
            path=name,
            line=mark.line + 2 if mark else 1,
            column=mark.column + 1 if mark else 0,
            code="S020",
            hint="A value with a colon, a quote or a # in it needs quotes around it.",
        ) from None
    except yaml.YAMLError as error:  # a character that YAML does not allow
        reason = str(error).partition("\n")[0]
        raise TranspipeError(
            f"front matter is not YAML: {reason}", path=name, line=1, code="S020"
        ) from None


def _index(mark: Any) -> int:
    return mark.index if mark else 0


def _error(event: yaml.Event, name: str, message: str) -> TranspipeError:
    mark = event.start_mark
    return TranspipeError(
        message,
        path=name,
        line=mark.line + 2 if mark else 0,
        column=mark.column + 1 if mark else 0,
        code="S020",
        hint="Front matter may hold plain keys and values only.",
    )


def _refuse_magic(event: yaml.NodeEvent, where: _Error) -> None:
    if event.anchor:
        raise where("an anchor in the front matter")
    if getattr(event, "tag", None):
        raise where("a tag in the front matter")


def _refuse_as_key(stack: list[_Mapping | None], where: _Error) -> None:
    if stack and stack[-1] and stack[-1].key is None:
        raise where("a key in the front matter that is no plain text")


def _take_key(mapping: _Mapping, key: str, where: _Error) -> None:
    if key in mapping.seen:
        raise where(f"the key “{key}” stands twice in the front matter")
    mapping.seen.add(key)
    mapping.key = key


def _path(stack: list[_Mapping | None]) -> str:
    """Return where the next value stands."""
    if not stack:
        return ""
    if stack[-1] is None:
        return "-"
    mapping = stack[-1]
    return f"{mapping.path}.{mapping.key}" if mapping.path else mapping.key or ""


def _value_ends(stack: list[_Mapping | None]) -> None:
    if stack and stack[-1] is not None:
        stack[-1].key = None
