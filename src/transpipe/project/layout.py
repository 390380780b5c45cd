"""The folders of a project: where its documents, catalogues and editions are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from transpipe.checks import CheckSettings, Waiver
from transpipe.errors import TranspipeError
from transpipe.languages import Language, language
from transpipe.markdown import Dialect
from transpipe.project import files
from transpipe.project.config import ChecksLanguageTable, Config, WaiverTable
from transpipe.project.glossary import Glossary, read_glossary

if TYPE_CHECKING:
    from transpipe.page import PageSettings

__all__ = ["Project"]

_SUFFIX = ".md"
_OTHERS = (".MD", ".Md", ".markdown", ".Markdown", ".MARKDOWN", ".mdown", ".mkd")
"""What other programs take for Markdown too."""
_GLOSSARY = "glossary.csv"


def _dialect(config: Config) -> Dialect:
    """Return the dialect that a configuration asks for."""
    extensions = () if config.dialect == "commonmark" else config.extensions
    if config.dialect == "commonmark" and "front-matter" in config.extensions:
        extensions = ("front-matter",)
    return Dialect(
        extensions=frozenset(extensions),
        front_matter=config.front_matter,
        code=config.code,
        max_nesting=config.max_nesting,
    )


def _ids(words: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of the checks that words stand for, each once."""
    if not words:
        return ()
    from transpipe.checks import find  # noqa: PLC0415 - slow to import

    return tuple(dict.fromkeys(check.id for word in words for check in find(word)))


class Project:
    """A project on disk; all names are relative to its root, with ``/`` between folders.

    Attributes:
        config: its configuration.

    """

    def __init__(self, config: Config) -> None:
        self.config = config
        self._checks: dict[str, CheckSettings] = {}

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.config.root

    def lock(self, command: str) -> AbstractContextManager[int]:
        """Hold the project's lock while a command works; clean up after one that died.

        Gives the time at which it was taken, by the clock of the file system, in nanoseconds.

        Raises:
            LockedError: another run holds it.
            InputOutputError: the file system refused.

        """
        return files.lock(
            self.root, command=command, folders=(self.config.locale, self.config.output)
        )

    @cached_property
    def domains(self) -> tuple[str, ...]:
        """The documents: their paths under the source folder, without suffix, in order.

        Raises:
            TranspipeError: there is no such folder, or no document in it.

        """
        names = files.walk(
            self.config.source, root=self.root, suffixes=(_SUFFIX,), exclude=self.config.exclude
        )
        if not names:
            others = self.overlooked
            raise TranspipeError(
                "no Markdown document in this folder",
                path=self.config.source,
                hint=f"Rename {others[0]}: the names of documents end with {_SUFFIX}."
                if others
                else "Put a .md file there, or set “source” in the configuration.",
            )
        for same in files.collisions(names):
            raise TranspipeError(
                f"names that some systems take for one: {', '.join(same)}",
                path=f"{self.config.source}/{same[0]}",
                code="C012",
                hint="Rename one of them.",
            )
        return tuple(name.removesuffix(_SUFFIX) for name in names)

    @cached_property
    def overlooked(self) -> tuple[str, ...]:
        """Files in the source folder that seem to be Markdown but are no documents."""
        try:
            names = files.walk(
                self.config.source, root=self.root, suffixes=_OTHERS, exclude=self.config.exclude
            )
        except TranspipeError:
            return ()
        return tuple(f"{self.config.source}/{name}" for name in names)

    @cached_property
    def languages(self) -> tuple[Language, ...]:
        """The languages to translate into, in the order of the configuration.

        Raises:
            TranspipeError: a tag is no language's, or two share a folder.

        """
        spelt = {self.source_language.folder: self.config.source_language}
        for tag in self.config.languages:
            other = spelt.setdefault(self._configured(tag).folder, tag)
            if other != tag:
                raise TranspipeError(
                    f"“{other}” and “{tag}” are one language, or share a folder",
                    path=self.config.file,
                    hint="Take one of them out of “languages”, or set its locale_folder.",
                )
        return tuple(map(self.language, self.config.languages))

    @cached_property
    def source_language(self) -> Language:
        """The language of the documents."""
        return self._configured(self.config.source_language)

    @cached_property
    def dialect(self) -> Dialect:
        """How the documents are read."""
        return _dialect(self.config)

    @cached_property
    def checks(self) -> CheckSettings:
        """How the checks are set where no language is meant."""
        table = self.config.checks
        return CheckSettings(
            select=_ids(table.select),
            ignore=_ids(table.ignore),
            keep_terms=table.keep_terms,
            localized_links=table.localized_links,
            waivers=tuple(one for waiver in table.waivers for one in self._waivers(waiver)),
            dialect=self.dialect,
            max_segment_size=self.config.max_segment_size,
        )

    def checks_in(self, of: Language) -> CheckSettings:
        """Return how the checks are set in a language.

        Raises:
            TranspipeError: the glossary can't be read.

        """
        if of.tag not in self._checks:
            table = self.config.checks.language.get(of.tag, ChecksLanguageTable())
            self._checks[of.tag] = replace(
                self.checks,
                select=_ids(table.select) or self.checks.select,
                ignore=(*self.checks.ignore, *_ids(table.ignore)),
                glossary=self.glossary.get(of.tag, {}),
            )
        return self._checks[of.tag]

    @cached_property
    def glossary(self) -> Glossary:
        """The agreed translations of terms; empty where there is no glossary.

        Raises:
            TranspipeError: it can't be read; names the line.

        """
        name = self.config.checks.glossary or f"{self.config.locale}/{_GLOSSARY}"
        if not self.config.checks.glossary and not self.exists(name):
            return {}
        return read_glossary(
            self.read(name), name, self.source_language.tag, lambda tag: self.language(tag).tag
        )

    def _waivers(self, table: WaiverTable) -> Iterator[Waiver]:
        tag = self.language(table.language).tag if table.language else ""
        for check in _ids((table.check,)):
            yield Waiver(check, table.source, tag, table.document)

    @cached_property
    def page_settings(self) -> PageSettings:
        """What the project says of its pages."""
        from transpipe.page import PageSettings  # noqa: PLC0415 - jinja2 and nh3 start slowly

        table = self.config.page
        return PageSettings(
            base_url=table.base_url,
            title=table.title,
            description=table.description,
            licence=table.licence,
            contact=table.contact,
            prevails=table.prevails,
            templates=str(self.root / table.templates) if table.templates else "",
            embed_fonts=table.embed_fonts,
        )

    def language(self, tag: str) -> Language:
        """Return a language by any spelling of its tag, with what the project says of it.

        Raises:
            TranspipeError: nobody knows it; names the nearest known one.

        """
        overrides = {
            one: {
                "folder" if key == "locale_folder" else key: value
                for key in table.__struct_fields__
                if (value := getattr(table, key)) is not None
            }
            for one, table in self.config.language.items()
        }
        return language(tag, overrides)

    def _configured(self, tag: str) -> Language:
        """Return a language that the configuration names; an error says so."""
        try:
            return self.language(tag)
        except TranspipeError as error:
            error.path = error.path or self.config.file
            raise

    def chosen(self, tags: tuple[str, ...]) -> tuple[Language, ...]:
        """Return the languages of a command's options; all of them where it names none.

        Raises:
            TranspipeError: one of them is not configured.

        """
        if not tags:
            return self.languages
        known = {one.tag: one for one in self.languages}
        chosen = {self.language(tag).tag: tag for tag in tags}
        for tag, spelt in chosen.items():
            if tag not in known:
                raise TranspipeError(
                    f"“{spelt}” is not among the project's languages",
                    path=self.config.file,
                    hint=f"Add it to “languages”; there are: {', '.join(known) or 'none'}.",
                )
        return tuple(one for tag, one in known.items() if tag in chosen)

    def source_path(self, domain: str) -> str:
        """Return the name of a document."""
        return f"{self.config.source}/{domain}{_SUFFIX}"

    def template_path(self, domain: str) -> str:
        """Return the name of a template."""
        return f"{self.config.locale}/{domain}.pot"

    def catalog_folder(self, of: Language) -> str:
        """Return the folder of a language's catalogues."""
        return f"{self.config.locale}/{of.folder}/LC_MESSAGES"

    def catalog_path(self, domain: str, of: Language) -> str:
        """Return the name of a catalogue."""
        return f"{self.catalog_folder(of)}/{domain}.po"

    def edition_path(self, domain: str, of: Language, suffix: str) -> str:
        """Return the name of an edition: ``suffix`` is ``md`` or ``html``."""
        return f"{self.config.output}/{of.folder}/{domain}.{suffix}"

    def page_path(self, name: str) -> str:
        """Return the name of a page that belongs to no document: the list of languages, say."""
        return f"{self.config.output}/{name}"

    def read(self, name: str) -> bytes:
        """Return the bytes of a file of the project.

        Raises:
            TranspipeError: it is missing, no plain file, too large, or outside the project.
            InputOutputError: the system refused.

        """
        return files.read(name, root=self.root, limit=self.config.max_file_size)

    def exists(self, name: str) -> bool:
        """Tell whether something stands at a name, be it a broken link."""
        return files.exists(name, root=self.root)
