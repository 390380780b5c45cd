"""Finding and reading the configuration of a project, and judging what was read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from transpipe.errors import TranspipeError
from transpipe.project.config.mistakes import found, mistakes
from transpipe.project.config.rules import RULES, Rule, folded, overrides
from transpipe.project.config.settings import FILE, PYPROJECT, Settings
from transpipe.project.files import escaped
from transpipe.project.toml import Toml, parse

__all__ = ["Config", "find", "load"]


class Config(Settings, frozen=True, kw_only=True):
    """The settings of a project, and where it is.

    Attributes:
        root: the project's folder, absolute, its links resolved; all names are relative to it.
        file: the configuration, as people see it.

    """

    root: Path
    file: str = ""

    def replace(self, **changes: Any) -> Config:
        """Return the configuration with some keys set otherwise, as by a command line's options.

        Raises:
            TranspipeError: a value would be refused in a file.

        """
        raw = {
            key: msgspec.to_builtins(value) for key, value in {**_values(self), **changes}.items()
        }
        settings = _validated(raw, Toml("", "", {}, ()), self.root, RULES)
        return msgspec.structs.replace(self, **{key: getattr(settings, key) for key in changes})


def _values(settings: Settings) -> dict[str, Any]:
    return {key: getattr(settings, key) for key in Settings.__struct_fields__}


def find(start: Path) -> Path | None:
    """Return the configuration of the project that a folder is in, if there is one.

    That is the transpipe.toml, or the pyproject.toml with a table [tool.transpipe], in the folder
    or in the nearest one above it.

    Raises:
        TranspipeError: there are both, or one of them cannot be read.

    """
    there = _find(_folder(start))
    return there and there[0]


def load(start: Path, explicit: Path | None = None) -> Config:
    """Return the configuration of the project that a folder is in.

    Args:
        start: the folder to begin at, usually the working folder.
        explicit: the configuration itself, relative to ``start``; its folder is the project's.

    Raises:
        TranspipeError: there is none, it cannot be read, or something in it is wrong; names the
            file and the line of the key.

    """
    folder = _folder(start)
    hint = 'Create one with "transpipe init".'
    if explicit is None:
        there = _find(folder)
        if there is None:
            message = "no configuration in this folder or above it"
            raise TranspipeError(message, path=escaped(str(folder)), hint=hint)
        path, toml = there
    else:
        path = Path(os.path.realpath((folder / explicit).parent)) / explicit.name
        toml = parse(path, name=escaped(str(explicit)), prefix=_prefix(path))
        if toml.table is None:
            raise TranspipeError("there is no table [tool.transpipe]", path=toml.name, hint=hint)
    settings = _validated(toml.table, toml, path.parent, (*RULES, overrides))
    return _config(settings, toml, path.parent)


def _folder(start: Path) -> Path:
    folder = Path(os.path.realpath(start))
    if not folder.is_dir():
        raise TranspipeError("no such folder", path=escaped(str(start)))
    return folder


def _find(start: Path) -> tuple[Path, Toml] | None:
    for folder in (start, *start.parents):
        paths = [folder / name for name in (FILE, PYPROJECT) if os.path.lexists(folder / name)]
        files = [(path, _read(path, start)) for path in paths]
        ours = [(path, toml) for path, toml in files if toml.table is not None]
        if len(ours) > 1:
            raise TranspipeError(
                f"there is a configuration in {FILE} and another in [tool.transpipe] "
                f"of {PYPROJECT}",
                path=escaped(str(folder)),
                hint="Keep one of them.",
            )
        if ours:
            return ours[0]
    return None


def _read(path: Path, start: Path) -> Toml:
    name = path.name if path.parent == start else str(path)
    return parse(path, name=escaped(name), prefix=_prefix(path))


def _prefix(path: Path) -> tuple[str, ...]:
    return ("tool", "transpipe") if path.name == PYPROJECT else ()


def _config(settings: Settings, toml: Toml, root: Path) -> Config:
    """Fill in what a project says elsewhere: its name and version."""
    project = toml.values.get("project") if toml.prefix else None
    known = project if isinstance(project, dict) else {}
    values = _values(settings)
    for key in ("name", "version"):
        other = known.get(key)
        if not values[key] and isinstance(other, str) and escaped(other) == other:
            values[key] = other
    values["name"] = values["name"] or escaped(root.name) or "project"
    return Config(root=root, file=toml.name, **values)


def _validated(raw: Any, toml: Toml, root: Path, checks: Iterable[Rule]) -> Settings:
    """Return the settings of a table.

    Raises:
        TranspipeError: a key is unknown, or its value is wrong.

    """
    if not isinstance(raw, dict):
        raise toml.error((), f"expected a table, found {found(raw)}")
    spelling = "languages" if isinstance(raw.get("languages"), dict) else "language"
    if spelling == "languages":
        raw = _listed(raw, toml)
    try:
        settings = msgspec.convert(raw, Settings)
    except msgspec.ValidationError as error:
        for path, message, hint in mistakes(Settings, raw):
            raise toml.error(_keyed(path, spelling), message, hint) from None
        raise toml.error((), str(error)) from None
    settings = _matched(settings)
    for check in checks:
        for path, message in check(settings, root):
            raise toml.error(_keyed(path, spelling), message)
    return settings


def _listed(raw: dict[str, Any], toml: Toml) -> dict[str, Any]:
    """Turn tables ``languages.<tag>`` into a list of tags beside tables ``language.<tag>``."""
    if "language" in raw:
        hint = "Put all of them under languages, or list the tags there."
        raise toml.error(("language",), "languages is a table too", hint)
    return {**raw, "languages": list(raw["languages"]), "language": raw["languages"]}


def _keyed(path: tuple[str, ...], spelling: str) -> tuple[str, ...]:
    return (spelling, *path[1:]) if path[:1] == ("language",) else path


def _matched(settings: Settings) -> Settings:
    """Return the settings with the tables of languages under the tags as the list spells them."""
    listed = {folded(tag): tag for tag in settings.languages}
    own, checks = (
        {listed.get(folded(tag), tag): table for tag, table in tables.items()}
        for tables in (settings.language, settings.checks.language)
    )
    return msgspec.structs.replace(
        settings, language=own, checks=msgspec.structs.replace(settings.checks, language=checks)
    )
