"""The keys of the configuration: what each is called, holds, defaults to and means, once.

Further tables are further structs: a field whose type is a struct is a table.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from transpipe.document import EXTENSIONS, Extension
from transpipe.project.files import LIMIT

__all__ = [
    "FILE",
    "PYPROJECT",
    "ChecksLanguageTable",
    "ChecksTable",
    "FailOn",
    "LanguageTable",
    "PageTable",
    "Settings",
    "WaiverTable",
]

FILE = "transpipe.toml"
PYPROJECT = "pyproject.toml"

_LARGEST = 1 << 40  # bytes, in any limit
# Python lets a thousand calls stand inside one another, and the parser takes five a level (tried:
# 196 levels pass, with 300 calls around them 136). A crash would lose more than the text below.
_DEEPEST = 150

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
        Meta(
            ge=0,
            le=100,
            description="the percentage of source words that must be translated for an edition "
            "to be listed; below it, it is built, but neither listed nor found by search engines",
        ),
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
    ] = EXTENSIONS
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
        bool, Meta(description="keep what was made, outside the project, for the next command")
    ] = True
    page: Annotated[PageTable, Meta(description="what the project says of its pages")] = PageTable()
    language: Annotated[
        dict[str, LanguageTable], Meta(description="what the project says of a language")
    ] = {}
    checks: Annotated[ChecksTable, Meta(description="what the project decides about checks")] = (
        ChecksTable()
    )
