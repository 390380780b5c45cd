"""Attachments of a project: the files beside its documents, copied beside each edition."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from transpipe.checks import Finding
from transpipe.errors import InputOutputError, TranspipeError
from transpipe.languages import Language
from transpipe.project import files
from transpipe.project.files import Stage
from transpipe.project.jobs import Outcome
from transpipe.project.layout import Project

__all__ = ["LIST", "Attachments", "Named", "named_by"]


class Named(NamedTuple):
    """A file that a document names.

    Attributes:
        document: the document's name.
        path: the file, from the folder of all documents.
        line: the first line of the block that names it, from 1.
        image: whether it is shown as an image.

    """

    document: str
    path: str
    line: int
    image: bool


LIST = ".attachments"
"""The file under the output folder that names what was copied, so that nothing else is removed."""


class Attachments:
    """The files that the documents of a project show or link to.

    Only what a source names is one: a plain file under the source folder to which no link leads.
    An edition of that name goes before it.

    Args:
        project: the project.
        formats: what is built of an edition.
        named: what the documents name, as far as that is known.

    Attributes:
        named: what the documents name.

    """

    def __init__(
        self, project: Project, formats: Sequence[str] = (), named: Iterable[Named] = ()
    ) -> None:
        self.named: list[Named] = []
        self._project = project
        self._formats = frozenset(("md", "html", *formats, *project.config.formats))
        self._spellings: dict[str, set[str]] = {}
        self._faults: dict[str, str] = {}
        self.take(named)

    def add(self, outcome: Outcome) -> None:
        """Take in what a document names."""
        self.take(named_by(outcome))

    def take(self, named: Iterable[Named]) -> None:
        """Take in what documents name."""
        for one in named:
            self.named.append(one)
            self._spellings.setdefault(files.folded(one.path), set()).add(one.path)

    def contents(self, *, images: bool = False) -> Iterator[tuple[str, bytes]]:
        """Yield the files that can be copied, in the order of their names, and their bytes.

        Args:
            images: only those that are shown.

        Raises:
            InputOutputError: the system refused.

        """
        named = {one.path for one in self.named if one.image or not images}
        for path in sorted(named):
            if not self._is_edition(path) and not self._fault(path):
                config = self._project.config
                yield path, self._project.read(f"{config.source}/{path}")

    def copies(
        self, stage: Stage, languages: Sequence[Language], *, prune: bool
    ) -> Iterator[tuple[str, bytes]]:
        """Yield the copies for some languages, and the list of what was ever copied.

        Args:
            stage: takes the list away where it would be empty.
            languages: whose editions are built.
            prune: forget those that :meth:`strays` names, which somebody else removes.

        Raises:
            InputOutputError: the system refused.

        """
        folders = list(dict.fromkeys(one.folder for one in languages))
        copied = set[str]()
        for path, data in self.contents():
            copied.add(path)
            for folder in folders:
                yield self._project.page_path(f"{folder}/{path}"), data
        kept = {path for path in self._before - (self._gone if prune else set()) if self._at(path)}
        name = self._project.page_path(LIST)
        if paths := sorted(copied | kept):
            yield name, "".join(f"{path}\n" for path in paths).encode()
        elif self._project.exists(name):
            stage.remove(name)

    def faults(self) -> Iterator[tuple[str, str]]:
        """Yield the files that are named, in the order of their names, and what is wrong with each.

        Raises:
            InputOutputError: the system refused.

        """
        for path in sorted(self._paths):
            yield path, self._fault(path)

    def strays(self) -> list[str]:
        """Return the copies of files that no document names any more."""
        return [name for path in sorted(self._gone) for name in self._at(path)]

    def kept(self) -> set[str]:
        """Return the copies, made or to be made, of files that documents name."""
        paths = {path for path in self._paths if path in self._before or not self._fault(path)}
        return {name for path in paths for name in self._copies(path)}

    def findings(self) -> Iterator[Finding]:
        """Yield what is named and can't be copied.

        Raises:
            InputOutputError: the system refused.

        """
        for one in self.named:
            # Where there is no suffix, a site's server may have a page of its own.
            if one.image or posixpath.splitext(one.path)[1]:
                fault = "" if self._is_edition(one.path) else self._fault(one.path)
                if fault:
                    yield _missing(one, fault)

    @property
    def _gone(self) -> set[str]:
        return self._before - self._paths

    @property
    def _paths(self) -> set[str]:
        return set().union(*self._spellings.values())

    def _fault(self, path: str) -> str:
        """Say why a file can't be copied; empty if it can."""
        if path not in self._faults:
            self._faults[path] = self._look(path) or self._clash(path)
        return self._faults[path]

    def _clash(self, path: str) -> str:
        """Say what stands where a file would be copied to, on this system or on others."""
        key = files.folded(path)
        folder = posixpath.dirname(key)
        while folder:
            if self._is_edition(folder):
                return f"an edition has the name of its folder, {folder}"
            folder = posixpath.dirname(folder)
        others = sorted(one for one in self._spellings[key] if one < path and not self._look(one))
        return f"some systems take its name for {others[0]}" if others else ""

    def _look(self, path: str) -> str:
        config = self._project.config
        if path.startswith("../"):
            return f"it stands outside {config.source}/"
        if _is_hidden(path):
            return "it is hidden"
        try:
            files.unlinked(
                path, folder=config.source, root=self._project.root, limit=config.max_file_size
            )
        except InputOutputError:
            raise
        except TranspipeError as error:
            return error.message
        return ""

    def _is_edition(self, path: str) -> bool:
        name, _, suffix = files.folded(path).rpartition(".")
        return suffix in self._formats and name in self._domains

    @cached_property
    def _domains(self) -> frozenset[str]:
        return frozenset(map(files.folded, self._project.domains))

    @cached_property
    def _before(self) -> set[str]:
        """The files that earlier builds copied, as far as such names can be ours."""
        name = self._project.page_path(LIST)
        if not self._project.exists(name):
            return set()
        lines = self._project.read(name).decode(errors="replace").split("\n")
        return {
            line
            for line in lines
            if not (files.problem(line) or _is_hidden(line) or self._is_edition(line))
        }

    def _at(self, path: str) -> list[str]:
        """Return where copies of a file stand."""
        return [name for name in self._copies(path) if self._project.exists(name)]

    def _copies(self, path: str) -> list[str]:
        """Return where copies of a file may stand."""
        project = self._project
        every = (project.source_language, *project.languages)
        return [project.page_path(f"{language.folder}/{path}") for language in every]


def named_by(outcome: Outcome) -> Iterator[Named]:
    """Yield the files that a document names."""
    for one in outcome.attachments:
        yield Named(outcome.name, one.path, one.line, one.image)


def _missing(named: Named, fault: str) -> Finding:
    from transpipe.checks import missing_file  # noqa: PLC0415 - slow to import, seldom needed

    return missing_file(named.document, named.path, fault, named.line)


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))
