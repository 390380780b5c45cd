"""What must hold of the settings that their types cannot say."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path, PurePosixPath

import msgspec

from transpipe.errors import TranspipeError
from transpipe.project.config.mistakes import found, nearest
from transpipe.project.config.settings import ChecksTable, Settings
from transpipe.project.files import escaped, inside, problem

__all__ = ["RULES", "Rule", "folded", "overrides"]

# A language, then script, region, variants; gettext's and Babel's spellings too.
_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_@][A-Za-z0-9]{1,8})*")
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_@.-]*")
_SCRIPT = re.compile(r"[A-Z][a-z]{3}")
_BASE_URL = re.compile(r"https?://[^\s/?#<>\"]+(?:/[^\s?#<>\"]*)?")
_URL = re.compile(r"(?:https?://[^\s/?#<>\"]|mailto:)[^\s<>\"]*")

_Path = tuple[str, ...]
_Findings = Iterator[tuple[_Path, str]]
Rule = Callable[[Settings, Path], _Findings]


def folded(tag: str) -> str:
    """Return a language tag in the one spelling of all that mean the same."""
    return re.sub("[_@]", "-", tag).lower()


def _tags(settings: Settings, _root: Path) -> _Findings:
    tagged = [("languages", tag) for tag in settings.languages]
    for key, tag in [*tagged, ("source_language", settings.source_language)]:
        if not _TAG.fullmatch(tag):
            yield (key,), f"{found(tag)} is no language tag, such as id, zh-Hans or pt-TL"
        elif problem(tag):
            yield (key,), f"{found(tag)} cannot name a folder on Windows"
        elif key == "languages" and folded(tag) == folded(settings.source_language):
            yield (key,), f"{found(tag)} is the language of the documents already"
    yield from _repeated("languages", settings.languages, folded)


def overrides(settings: Settings, _root: Path) -> _Findings:
    """Yield the tables of languages that the project has not."""
    tables: list[_Path] = [("language", tag) for tag in settings.language]
    tables += [("checks", "language", tag) for tag in settings.checks.language]
    for path in tables:
        if path[-1] not in settings.languages:
            near = nearest(path[-1], settings.languages)
            yield path, f"is not among the languages{near}"


def _repeated(key: str, values: Iterable[str], folded: Callable[[str], str] = str) -> _Findings:
    seen: dict[str, str] = {}
    for value in values:
        if folded(value) in seen:
            yield (key,), f"{found(seen[folded(value)])} and {found(value)} are the same"
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
            yield (other,), f"{found(names[other])} and {one} {found(names[one])} overlap"


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
            yield path, f"{found(text)} holds a control character"
        elif not text.strip() and (len(path) > 1 or path[0] in lists):
            yield path, "is empty"


def _choices(settings: Settings, _root: Path) -> _Findings:
    for key in ("formats", "extensions", "front_matter"):
        yield from _repeated(key, getattr(settings, key))
    if not settings.formats:
        yield ("formats",), "is empty"


def _language_tables(settings: Settings, _root: Path) -> _Findings:
    folders = {folded(tag): tag for tag in settings.languages}
    for tag, table in settings.language.items():
        path = ("language", tag)
        if table.script is not None and not _SCRIPT.fullmatch(table.script):
            yield (*path, "script"), f'{found(table.script)} is no script, such as "Khmr"'
        name = table.locale_folder
        if name is None:
            continue
        if not _FOLDER.fullmatch(name) or problem(name):
            yield (*path, "locale_folder"), f"{found(name)} cannot name a folder"
        other = folders.setdefault(folded(name), tag)
        if other != tag:
            yield (*path, "locale_folder"), f"{found(name)} is the folder of {other}"


def _page_table(settings: Settings, root: Path) -> _Findings:
    page = settings.page
    for key, value in msgspec.structs.asdict(page).items():
        if type(value) is str and escaped(value) != value:
            yield ("page", key), f"{found(value)} holds a control character"
    for key, known in (("base_url", _BASE_URL), ("help", _URL)):
        value = getattr(page, key)
        if value and not known.fullmatch(value):
            yield ("page", key), f"{found(value)} is no address, such as https://example.org/texts"
    if page.templates:
        try:
            path = inside(root, page.templates)
        except TranspipeError as error:
            yield ("page", "templates"), str(error)
        else:
            if not path.is_dir():
                yield ("page", "templates"), f"{found(page.templates)} is no folder"


_LOCALIZED = re.compile(
    r"(?:https?://[^/\s@\\]+(?:/[^\s\\]*)?|/(?![/\\])[^\s\\]*|[^/:\s\\]+(?:[/?#][^\s\\]*)?)"
)


def _check_tables(settings: Settings, _root: Path) -> _Findings:
    table = settings.checks
    yield from _check_words(table)
    yield from _check_texts(table)
    languages = {folded(tag) for tag in settings.languages}
    for number, waiver in enumerate(table.waivers, 1):
        path = ("checks", "waivers", str(number))
        if not waiver.reason.strip():
            yield (*path, "reason"), "is empty"
        if waiver.language and folded(waiver.language) not in languages:
            near = nearest(waiver.language, settings.languages)
            yield (*path, "language"), f"{found(waiver.language)} is not among the languages{near}"
    for prefix in table.localized_links:
        if not _LOCALIZED.fullmatch(prefix):
            text = f"{found(prefix)} is neither an address of the web nor a path"
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
            yield path, f"{found(text)} holds a control character"
        elif not text.strip():
            yield path, "holds an empty text"


_CHOOSING = ("select", "ignore")
RULES: tuple[Rule, ...] = (
    _tags,
    _folders,
    _other_files,
    _single_lines,
    _choices,
    _language_tables,
    _page_table,
    _check_tables,
)
