"""The configuration: ``[tool.transpipe]`` in pyproject.toml, or the same keys in transpipe.toml.

The one door to msgspec. What a key is called, holds, defaults to and means stands once, in
:class:`Settings`; the errors, the listing of :func:`keys` and the text of :func:`starter` are made
from it. Further tables are further structs: a field whose type is a struct is a table.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import combinations
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, inspect

from transpipe.errors import TranspipeError
from transpipe.project.files import LIMIT, escaped, inside, problem
from transpipe.project.toml import Toml, parse, spelt

__all__ = [
    "ChecksLanguageTable",
    "ChecksTable",
    "Config",
    "FailOn",
    "Key",
    "LanguageTable",
    "PageTable",
    "Settings",
    "WaiverTable",
    "find",
    "keys",
    "load",
    "mistakes",
    "starter",
]

_FILE = "transpipe.toml"
_PYPROJECT = "pyproject.toml"
_LARGEST = 1 << 40  # bytes, in any limit
# Python lets a thousand calls stand inside one another, and the parser takes five a level (tried:
# 196 levels pass, with 300 calls around them 136). A crash would lose more than the text below.
_DEEPEST = 150
_WIDTH = 60  # code points of a wrong value that an error shows

# A language, then script, region, variants; gettext's and Babel's spellings too.
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_@][A-Za-z0-9]{1,8})*")
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_@.-]*")
_SCRIPT = re.compile(r"[A-Z][a-z]{3}")
_BASE_URL = re.compile(r"https?://[^\s/?#<>\"]+(?:/[^\s?#<>\"]*)?")
_URL = re.compile(r"(?:https?://[^\s/?#<>\"]|mailto:)[^\s<>\"]*")

Extension = Literal[
    "tables",
    "strikethrough",
    "task-lists",
    "bare-links",
    "footnotes",
    "definition-lists",
    "front-matter",
    "alerts",
    "admonitions",
    "heading-ids",
]
_EXTENSIONS: tuple[Extension, ...] = Extension.__args__  # type: ignore[attr-defined]

FailOn = Literal["error", "warning", "info", "never"]


class LanguageTable(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """What a project says of one language; None where it leaves that to the built-in table."""

    name: Annotated[str | None, Meta(description="its own name, as its readers write it")] = None
    english_name: Annotated[str | None, Meta(description="its English name")] = None
    direction: Annotated[
        Literal["ltr", "rtl"] | None, Meta(description="the direction of its text")
    ] = None
    plural_forms: Annotated[
        str | None, Meta(description='gettext\'s rule, such as "nplurals=2; plural=n != 1;"')
    ] = None
    script: Annotated[str | None, Meta(description='its script by ISO 15924, such as "Khmr"')] = (
        None
    )
    spaces: Annotated[bool | None, Meta(description="words are separated by spaces")] = None
    line_height: Annotated[
        Annotated[float, Meta(ge=1, le=4)] | None,
        Meta(description="the line height of its pages, in font sizes"),
    ] = None
    locale_folder: Annotated[
        str | None, Meta(description="its folder under locale, where gettext's name will not do")
    ] = None


class PageTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a project says of its pages."""

    base_url: Annotated[
        str,
        Meta(description="where the pages will be published; empty: addresses stay relative"),
    ] = ""
    title: Annotated[
        str, Meta(description="the site's name, put after each page's title and into the list")
    ] = ""
    description: Annotated[
        str, Meta(description="for search engines, in place of each text's beginning")
    ] = ""
    licence: Annotated[str, Meta(description="a line for the foot of each page")] = ""
    contact: Annotated[
        str, Meta(description="likewise; an address of e-mail or of a page becomes a link")
    ] = ""
    help: Annotated[
        str,
        Meta(description="where readers are told how to help, as an address; empty: the status"),
    ] = ""
    prevails: Annotated[
        bool, Meta(description="say that the source prevails over its translations")
    ] = True
    templates: Annotated[
        str, Meta(description="a folder of templates that replace or extend the built-in ones")
    ] = ""
    embed_fonts: Annotated[
        bool, Meta(description="put the fonts' needed letters into the pages (extra “fonts”)")
    ] = False


class WaiverTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A finding that the project accepts; what is empty holds for every one."""

    check: Annotated[str, Meta(description="the id or name of the check that is waived")]
    source: Annotated[str, Meta(description="only for this source, word for word")] = ""
    language: Annotated[str, Meta(description="only in this language")] = ""
    document: Annotated[str, Meta(description="only in this document, such as source/a.md")] = ""
    reason: Annotated[str, Meta(description="why, for those who come later")]


class ChecksLanguageTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which checks a project wants in one language."""

    select: Annotated[
        tuple[str, ...], Meta(description="the checks to run in this language alone")
    ] = ()
    ignore: Annotated[
        tuple[str, ...], Meta(description="further checks to leave out in this language")
    ] = ()


class ChecksTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a project decides about its checks."""

    select: Annotated[
        tuple[str, ...],
        Meta(description="the checks to report, by id, beginning of an id or name; all if empty"),
    ] = ()
    ignore: Annotated[
        tuple[str, ...],
        Meta(description="the checks that are neither reported nor keep a target unpublished"),
    ] = ()
    fail_on: Annotated[
        FailOn, Meta(description="what check exits with 1 for: this bad, or worse")
    ] = "error"
    keep_terms: Annotated[
        tuple[str, ...], Meta(description="terms that stay as they are in every language")
    ] = ()
    glossary: Annotated[
        str,
        Meta(description="the agreed translations, as CSV; glossary.csv under locale if empty"),
    ] = ""
    localized_links: Annotated[
        tuple[str, ...],
        Meta(description="beginnings of addresses that a target may link to in place of its own"),
    ] = ()
    waivers: Annotated[
        tuple[WaiverTable, ...], Meta(description="findings that are accepted, a table each")
    ] = ()
    language: Annotated[
        dict[str, ChecksLanguageTable], Meta(description="which checks a language has")
    ] = {}

    def narrowed(self, select: Iterable[str], ignore: Iterable[str]) -> ChecksTable:
        """Return the table with other checks selected, where some are, and further ones ignored."""
        replace, selected = msgspec.structs.replace, tuple(select)
        table = replace(self, ignore=(*self.ignore, *ignore))
        if not selected:
            return table
        languages = {tag: replace(one, select=()) for tag, one in self.language.items()}
        return replace(table, select=selected, language=languages)


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The keys of the configuration, with their types, defaults and meanings."""

    languages: Annotated[
        tuple[str, ...],
        Meta(description="the languages to translate into, as tags such as id or zh-Hans"),
    ] = ()
    source: Annotated[str, Meta(description="the folder of the documents")] = "source"
    locale: Annotated[str, Meta(description="the folder of the catalogues")] = "locale"
    output: Annotated[str, Meta(description="the folder of the editions")] = "output"
    source_language: Annotated[str, Meta(description="the language of the documents")] = "en"
    name: Annotated[
        str, Meta(description="the project's name in catalogues; its folder's name if empty")
    ] = ""
    version: Annotated[str, Meta(description="the project's version in catalogues")] = ""
    report_to: Annotated[
        str, Meta(description="where to report mistakes in the source: an address or a URL")
    ] = ""
    team: Annotated[str, Meta(description="the translators' team: a name, an address or both")] = ""
    min_coverage: Annotated[
        float,
        Meta(ge=0, le=100, description="the coverage that an edition needs, in percent"),
    ] = 0
    drafts: Annotated[bool, Meta(description="publish fuzzy targets, marked as drafts")] = False
    line_numbers: Annotated[
        bool, Meta(description="write line numbers into the references of catalogues")
    ] = False
    formats: Annotated[
        tuple[Literal["md", "html"], ...], Meta(description="what is built of an edition")
    ] = ("md", "html")
    dialect: Annotated[
        Literal["gfm", "commonmark"], Meta(description="the Markdown of the documents")
    ] = "gfm"
    extensions: Annotated[
        tuple[Extension, ...], Meta(description="the extensions of Markdown that are known")
    ] = _EXTENSIONS
    front_matter: Annotated[
        tuple[str, ...], Meta(description="the keys of front matter to translate")
    ] = ("title", "description", "summary")
    code: Annotated[bool, Meta(description="translate code blocks too")] = False
    exclude: Annotated[
        tuple[str, ...],
        Meta(description="globs of documents to leave out, relative to the source folder"),
    ] = ()
    memory: Annotated[
        tuple[str, ...], Meta(description="catalogues to look up near messages in")
    ] = ()
    max_file_size: Annotated[
        int, Meta(ge=1, le=_LARGEST, description="the largest file to read, in bytes")
    ] = LIMIT
    max_segment_size: Annotated[
        int, Meta(ge=1, le=_LARGEST, description="the largest segment or target, in bytes")
    ] = 64 * 1024
    max_nesting: Annotated[
        int, Meta(ge=1, le=_DEEPEST, description="how deep quotations and lists may be nested")
    ] = 100
    cache: Annotated[
        bool, Meta(description="keep what was made, outside the project, for the next run")
    ] = True
    page: Annotated[PageTable, Meta(description="what the project says of its pages")] = PageTable()
    language: Annotated[
        dict[str, LanguageTable], Meta(description="what the project says of a language")
    ] = {}
    checks: Annotated[ChecksTable, Meta(description="what the project decides about checks")] = (
        ChecksTable()
    )


class Config(Settings, frozen=True, kw_only=True):
    """The settings of a project, and where it is.

    Attributes:
        root: the project's folder, absolute, its links resolved; all names are relative to it.
        file: the configuration, as people see it.

    """

    root: Path
    file: str = ""

    def override(self, tag: str) -> LanguageTable:
        """Return what the project says of a language."""
        return self.language.get(tag) or LanguageTable()

    def replace(self, **changes: Any) -> Config:
        """Return the configuration with some keys set otherwise, as by a command line's options.

        Raises:
            TranspipeError: a value would be refused in a file.

        """
        raw = {
            key: msgspec.to_builtins(value) for key, value in {**_values(self), **changes}.items()
        }
        settings = _validated(raw, Toml("", "", {}, ()), self.root, _CHECKS)
        return msgspec.structs.replace(self, **{key: getattr(settings, key) for key in changes})


def _values(settings: Settings) -> dict[str, Any]:
    return {key: getattr(settings, key) for key in Settings.__struct_fields__}


# Finding and reading


def find(start: Path) -> Path | None:
    """Return the configuration of the project that a folder is in, if there is one.

    That is the transpipe.toml, or the pyproject.toml with a table [tool.transpipe], in the folder
    or in the nearest one above it.

    Raises:
        TranspipeError: there are both, or one of them cannot be read.

    """
    found = _find(_folder(start))
    return found and found[0]


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
        found = _find(folder)
        if found is None:
            message = "no configuration in this folder or above it"
            raise TranspipeError(message, path=escaped(str(folder)), hint=hint)
        path, toml = found
    else:
        path = Path(os.path.realpath((folder / explicit).parent)) / explicit.name
        toml = parse(path, name=escaped(str(explicit)), prefix=_prefix(path))
        if toml.table is None:
            raise TranspipeError("there is no table [tool.transpipe]", path=toml.name, hint=hint)
    settings = _validated(toml.table, toml, path.parent, (*_CHECKS, _overrides))
    return _config(settings, toml, path.parent)


def _folder(start: Path) -> Path:
    folder = Path(os.path.realpath(start))
    if not folder.is_dir():
        raise TranspipeError("no such folder", path=escaped(str(start)))
    return folder


def _find(start: Path) -> tuple[Path, Toml] | None:
    for folder in (start, *start.parents):
        paths = [folder / name for name in (_FILE, _PYPROJECT) if os.path.lexists(folder / name)]
        files = [(path, _read(path, start)) for path in paths]
        ours = [(path, toml) for path, toml in files if toml.table is not None]
        if len(ours) > 1:
            raise TranspipeError(
                f"there is a configuration in {_FILE} and another in [tool.transpipe] "
                f"of {_PYPROJECT}",
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
    return ("tool", "transpipe") if path.name == _PYPROJECT else ()


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


# Judging what was read


def _validated(raw: Any, toml: Toml, root: Path, checks: Iterable[_Check]) -> Settings:
    """Return the settings of a table.

    Raises:
        TranspipeError: a key is unknown, or its value is wrong.

    """
    if not isinstance(raw, dict):
        raise toml.error((), f"expected a table, found {_found(raw)}")
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


def _folded(tag: str) -> str:
    return re.sub("[_@]", "-", tag).lower()


def _matched(settings: Settings) -> Settings:
    """Return the settings with the tables of languages under the tags as the list spells them."""
    listed = {_folded(tag): tag for tag in settings.languages}
    own, checks = (
        {listed.get(_folded(tag), tag): table for tag, table in tables.items()}
        for tables in (settings.language, settings.checks.language)
    )
    return msgspec.structs.replace(
        settings, language=own, checks=msgspec.structs.replace(settings.checks, language=checks)
    )


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
        hint = f"In {_FILE} the keys stand at the top, without [tool.transpipe]."
    return f"unknown key{_nearest(key, names)}", hint


def _nearest(word: str, known: Iterable[str]) -> str:
    plain = {name.replace("-", "_").lower(): name for name in known}
    near = get_close_matches(word.replace("-", "_").lower(), plain, n=1)
    return f'; did you mean "{plain[near[0]]}"?' if near else ""


def _bare(kind: inspect.Type) -> inspect.Type:
    """Return a type without its documentation and without None."""
    while isinstance(kind, inspect.Metadata | inspect.UnionType):
        if isinstance(kind, inspect.Metadata):
            kind = kind.type
        else:
            kind = next(part for part in kind.types if not isinstance(part, inspect.NoneType))
    return kind


def _wrong(kind: inspect.Type, value: Any) -> Iterator[_Mistake]:
    """Yield what is wrong with a value."""
    kind = _bare(kind)
    if isinstance(kind, inspect.StructType) and isinstance(value, dict):
        yield from mistakes(kind.cls, value)
    elif isinstance(kind, inspect.DictType) and isinstance(value, dict):
        for key, item in value.items():
            for path, message, hint in _wrong(kind.value_type, item):
                yield (key, *path), message, hint
    elif isinstance(kind, inspect.VarTupleType) and isinstance(value, list | tuple):
        is_tables = isinstance(_bare(kind.item_type), inspect.StructType)
        for number, item in enumerate(value, 1):
            for path, message, hint in _wrong(kind.item_type, item):
                yield ((str(number), *path) if is_tables else path), message, hint
    elif not _fits(kind, value):
        known = map(str, kind.values) if isinstance(kind, inspect.LiteralType) else ()
        near = _nearest(str(value), known)
        yield (), f"expected {_expected(kind)}, found {_found(value)}{near}", ""


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


def _expected(kind: inspect.Type) -> str:
    """Return a type in words."""
    kind = _bare(kind)
    match kind:
        case inspect.LiteralType():
            return _either(f'"{value}"' for value in kind.values)
        case inspect.IntType():
            return f"a whole number{_range(kind)}"
        case inspect.FloatType():
            return f"a number{_range(kind)}"
        case inspect.VarTupleType():
            item = _expected(kind.item_type)
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


def _found(value: Any) -> str:
    """Return a value in words: scalars as TOML writes them."""
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    text = escaped(spelt(value))
    return text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…"


# What types cannot say


_Path = tuple[str, ...]
_Findings = Iterator[tuple[_Path, str]]
_Check = Callable[[Settings, Path], _Findings]


def _tags(settings: Settings, _root: Path) -> _Findings:
    tagged = [("languages", tag) for tag in settings.languages]
    for key, tag in [*tagged, ("source_language", settings.source_language)]:
        if not _TAG.fullmatch(tag):
            yield (key,), f"{_found(tag)} is no language tag, such as id, zh-Hans or pt-TL"
        elif problem(tag):
            yield (key,), f"{_found(tag)} cannot name a folder on Windows"
        elif key == "languages" and _folded(tag) == _folded(settings.source_language):
            yield (key,), f"{_found(tag)} is the language of the documents already"
    yield from _repeated("languages", settings.languages, _folded)


def _overrides(settings: Settings, _root: Path) -> _Findings:
    tables: list[_Path] = [("language", tag) for tag in settings.language]
    tables += [("checks", "language", tag) for tag in settings.checks.language]
    for path in tables:
        if path[-1] not in settings.languages:
            near = _nearest(path[-1], settings.languages)
            yield path, f"is not among the languages{near}"


def _repeated(key: str, values: Iterable[str], folded: Callable[[str], str] = str) -> _Findings:
    seen: dict[str, str] = {}
    for value in values:
        if folded(value) in seen:
            yield (key,), f"{_found(seen[folded(value)])} and {_found(value)} are the same"
        seen[folded(value)] = value


def _folders(settings: Settings, root: Path) -> _Findings:
    names = {key: getattr(settings, key) for key in ("source", "locale", "output")}
    paths: dict[str, PurePosixPath] = {}
    for key, name in names.items():
        try:
            path = inside(root, name)
        except TranspipeError as error:
            yield (key,), str(error)
        else:
            relative = Path(os.path.realpath(path)).relative_to(os.path.realpath(root))
            paths[key] = PurePosixPath(relative.as_posix().lower())
    for one, other in combinations(paths, 2):
        if paths[one].is_relative_to(paths[other]) or paths[other].is_relative_to(paths[one]):
            yield (other,), f"{_found(names[other])} and {one} {_found(names[one])} overlap"


def _other_files(settings: Settings, root: Path) -> _Findings:
    names: list[tuple[_Path, str]] = [(("memory",), name) for name in settings.memory]
    if settings.checks.glossary:
        names.append((("checks", "glossary"), settings.checks.glossary))
    for path, name in names:
        try:
            inside(root, name)
        except TranspipeError as error:
            yield path, str(error)


def _single_lines(settings: Settings, _root: Path) -> _Findings:
    """Yield what would break out of its line in a header, a page or a message."""
    lists = ("front_matter", "exclude")
    texts: list[tuple[tuple[str, ...], str]] = [
        ((key,), getattr(settings, key)) for key in ("name", "version", "report_to", "team")
    ]
    texts += [((key,), value) for key in lists for value in getattr(settings, key)]
    for tag, table in settings.language.items():
        values = msgspec.structs.asdict(table).items()
        texts += [(("language", tag, key), value) for key, value in values if type(value) is str]
    for path, text in texts:
        if escaped(text) != text:
            yield path, f"{_found(text)} holds a control character"
        elif not text.strip() and (len(path) > 1 or path[0] in lists):
            yield path, "is empty"


def _choices(settings: Settings, _root: Path) -> _Findings:
    for key in ("formats", "extensions", "front_matter"):
        yield from _repeated(key, getattr(settings, key))
    if not settings.formats:
        yield ("formats",), "is empty"


def _language_tables(settings: Settings, _root: Path) -> _Findings:
    folders = {_folded(tag): tag for tag in settings.languages}
    for tag, table in settings.language.items():
        path = ("language", tag)
        if table.script is not None and not _SCRIPT.fullmatch(table.script):
            yield (*path, "script"), f'{_found(table.script)} is no script, such as "Khmr"'
        name = table.locale_folder
        if name is None:
            continue
        if not _FOLDER.fullmatch(name) or problem(name):
            yield (*path, "locale_folder"), f"{_found(name)} cannot name a folder"
        other = folders.setdefault(_folded(name), tag)
        if other != tag:
            yield (*path, "locale_folder"), f"{_found(name)} is the folder of {other}"


def _page_table(settings: Settings, root: Path) -> _Findings:
    page = settings.page
    for key, value in msgspec.structs.asdict(page).items():
        if type(value) is str and escaped(value) != value:
            yield ("page", key), f"{_found(value)} holds a control character"
    for key, known in (("base_url", _BASE_URL), ("help", _URL)):
        value = getattr(page, key)
        if value and not known.fullmatch(value):
            yield ("page", key), f"{_found(value)} is no address, such as https://example.org/texts"
    if page.templates:
        try:
            path = inside(root, page.templates)
        except TranspipeError as error:
            yield ("page", "templates"), str(error)
        else:
            if not path.is_dir():
                yield ("page", "templates"), f"{_found(page.templates)} is no folder"


_LOCALIZED = re.compile(
    r"(?:https?://[^/\s@\\]+(?:/[^\s\\]*)?|/(?![/\\])[^\s\\]*|[^/:\s\\]+(?:[/?#][^\s\\]*)?)"
)


def _check_tables(settings: Settings, _root: Path) -> _Findings:
    table = settings.checks
    yield from _check_words(table)
    yield from _check_texts(table)
    languages = {_folded(tag) for tag in settings.languages}
    for number, waiver in enumerate(table.waivers, 1):
        path = ("checks", "waivers", str(number))
        if not waiver.reason.strip():
            yield (*path, "reason"), "is empty"
        if waiver.language and _folded(waiver.language) not in languages:
            near = _nearest(waiver.language, settings.languages)
            yield (*path, "language"), f"{_found(waiver.language)} is not among the languages{near}"
    for prefix in table.localized_links:
        if not _LOCALIZED.fullmatch(prefix):
            text = f"{_found(prefix)} is neither an address of the web nor a path"
            yield ("checks", "localized_links"), text


def _check_words(table: ChecksTable) -> _Findings:
    """Yield what no check is called."""
    words: list[tuple[_Path, str]] = [
        (("checks", key), word) for key in _CHOOSING for word in getattr(table, key)
    ]
    for tag, one in table.language.items():
        below = ("checks", "language", tag)
        words += [((*below, key), word) for key in _CHOOSING for word in getattr(one, key)]
    for number, waiver in enumerate(table.waivers, 1):
        words.append((("checks", "waivers", str(number), "check"), waiver.check))
    if words:
        from transpipe.checks.known import unknown  # noqa: PLC0415 - slow to import

        for path, word in words:
            if message := unknown(word):
                yield path, message


def _check_texts(table: ChecksTable) -> _Findings:
    texts = [(("checks", "keep_terms"), term) for term in table.keep_terms]
    texts.append((("checks", "glossary"), table.glossary or "-"))
    for path, text in texts:
        if escaped(text) != text:
            yield path, f"{_found(text)} holds a control character"
        elif not text.strip():
            yield path, "holds an empty text"


_CHOOSING = ("select", "ignore")
_CHECKS: tuple[_Check, ...] = (
    _tags,
    _folders,
    _other_files,
    _single_lines,
    _choices,
    _language_tables,
    _page_table,
    _check_tables,
)


# Telling about it


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
        kind = _bare(field.type)
        name = prefix + field.name
        if isinstance(kind, inspect.StructType):
            yield from _keys(kind.cls, f"{name}.")
        elif below := _table_in(kind):
            yield from _keys(below, f"{name}.<tag>." if _is_dict(kind) else f"{name}[].")
        else:
            default = "" if field.required or field.default is None else spelt(field.default)
            yield Key(name, _expected(kind), default, _meaning(field.type))


def _is_dict(kind: inspect.Type) -> bool:
    return isinstance(kind, inspect.DictType)


def _table_in(kind: inspect.Type) -> type[msgspec.Struct] | None:
    """Return the struct of the tables that a dictionary or list holds."""
    inner: Any = getattr(kind, "value_type", None) or getattr(kind, "item_type", None)
    inner = inner and _bare(inner)
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
