"""Staging the editions of a project, the files that they show, and the lists."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import quote

from transpipe.checks import Finding
from transpipe.languages import Language
from transpipe.project import files
from transpipe.project.attachments import Attachments, Named
from transpipe.project.files import Stage, Stamps, digest
from transpipe.project.jobs import Outcome, Wanted
from transpipe.project.layout import Project
from transpipe.project.lists import Lists

if TYPE_CHECKING:
    from transpipe.project.printing import Press

__all__ = ["Builder"]


class Builder:
    """Stages the editions of documents, the files that they name, and the lists.

    Args:
        project: where they go.
        languages: whose editions are wanted, beside the source language's; the lists show all.
        stage: where they wait to be published.
        formats: what is built of an edition.
        stamps: where to keep that an edition was found to be what it should be.

    Attributes:
        files: how many files they are.

    """

    def __init__(
        self,
        project: Project,
        languages: Sequence[Language],
        stage: Stage,
        formats: Sequence[str],
        stamps: Stamps | None = None,
    ) -> None:
        self.files = 0
        self._stamps = stamps
        self._project = project
        self._stage = stage
        self._formats = formats
        self._chosen = {one.tag: one for one in (*languages, project.source_language)}
        self._press = _press() if "pdf" in formats else None
        self._lists = Lists(project)
        self._attachments = Attachments(project, formats)

    @property
    def languages(self) -> Sequence[Language]:
        """The languages whose editions are staged, the source language's among them."""
        return tuple(self._chosen.values())

    def wanted(self, *, findings: bool = False, mark: bool = False) -> Wanted:
        """Return what a job is to make."""
        formats = tuple("html" if one == "pdf" else one for one in self._formats)
        return Wanted(formats=formats, findings=findings, mark=mark, left=self._lists.most)

    def stage(self, outcome: Outcome) -> Outcome:
        """Stage the editions of a document; return what is worth keeping of its outcome.

        Raises:
            TranspipeError: a page could not be printed.

        """
        made = list(self._in_formats(outcome))
        for tag, suffix, data in made:
            path = self._project.edition_path(outcome.domain, self._chosen[tag], suffix)
            self._add(path, data)
        self.files += len(made)
        return replace(outcome, files=())

    def forget(self, domain: str) -> None:
        """Drop the editions of a document that were staged, so that they can be staged anew."""
        every = [
            self._project.edition_path(domain, language, suffix)
            for language in self._chosen.values()
            for suffix in self._formats
        ]
        self.files -= self._stage.forget(every)

    def list(self, outcome: Outcome) -> Outcome:
        """Take in what others need of a document, in order; return what is still of use."""
        self._attachments.add(outcome)
        if "html" in self._formats:
            self._lists.add(outcome)
        return outcome.without_files()

    def recall(self, files: int, named: Sequence[Named], *, prune: bool = False) -> None:
        """Count files that belong to no document alone, and take in what all documents name.

        With ``prune``, what is left over of earlier builds is removed.
        """
        self.files += files
        self._attachments.take(named)
        self._prune(prune=prune)

    def left_over(self) -> Sequence[str]:
        """Return what earlier builds made of documents and files that are gone, by name."""
        kept = self._attachments.kept()
        pages = [name for name in _strays(self._project) if name not in kept]
        return list(dict.fromkeys((*pages, *self._attachments.strays())))

    def stage_rest(self, *, prune: bool = False) -> Mapping[str, bytes]:
        """Stage what belongs to no document alone: the lists, and the files that are named.

        With ``prune``, what is left over of earlier builds is removed.

        Returns:
            their names and digests.

        """
        made: dict[str, bytes] = {}
        for path, data in self._rest(prune=prune):
            self._add(path, data)
            made[path] = digest(data)
        self.files += len(made)
        self._prune(prune=prune)
        return made

    def _prune(self, *, prune: bool) -> None:
        for name in self.left_over() if prune else ():
            self._stage.remove(name)

    def _rest(self, *, prune: bool) -> Iterator[tuple[str, bytes]]:
        if "html" in self._formats:
            yield from self._lists.pages().items()
        if set(self._formats) - {"pdf"}:
            yield from self._attachments.copies(self._stage, self.languages, prune=prune)

    def missing(self) -> Sequence[Finding]:
        """Return what the documents name and can't be copied."""
        return tuple(self._attachments.findings())

    def _add(self, path: str, data: bytes) -> None:
        """Stage a file; keep its stamp if it holds that already."""
        stamps = self._stamps

        def keep(status: os.stat_result) -> None:
            if stamps:
                stamps.keep(path, status, digest(data))

        self._stage.add(path, data, on_same=keep)

    def _in_formats(self, outcome: Outcome) -> Iterator[tuple[str, str, bytes]]:
        """Yield the files of the formats and languages; pages are printed for ``pdf``."""
        images = _images(self._project, outcome) if self._press else {}
        for tag, suffix, data in outcome.files:
            if tag not in self._chosen:
                continue
            if suffix in self._formats:
                yield tag, suffix, data
            if self._press and suffix == "html":
                yield tag, "pdf", self._printed(outcome.domain, tag, data, images, self._press)

    def _printed(
        self, domain: str, tag: str, page: bytes, images: Mapping[str, bytes], press: Press
    ) -> bytes:
        """Return the page of an edition as PDF."""
        project, language = self._project, self._chosen[tag]
        site, place = project.config.page.base_url, f"{domain}.html"
        return press.pdf(
            page.decode(),
            project.edition_path(domain, language, "pdf"),
            place=place,
            beside=images,
            address=f"{site.rstrip('/')}/{language.folder}/{quote(place)}" if site else "",
        )


def _press() -> Press:
    from transpipe.project.printing import Press  # noqa: PLC0415 - slow to import, seldom needed

    return Press()


def _images(project: Project, outcome: Outcome) -> dict[str, bytes]:
    """Return the images that a document shows, by their paths under the source folder."""
    attached = Attachments(project)
    attached.add(outcome)
    return dict(attached.contents(images=True))


def _strays(project: Project) -> list[str]:
    """Return the editions whose document is gone, in the folders of the project's languages."""
    config, domains = project.config, set(project.domains)
    found = []
    for language in [project.source_language, *project.languages]:
        folder = f"{config.output}/{language.folder}"
        if project.exists(folder):
            names = files.walk(folder, root=project.root, suffixes=(".md", ".html"))
            found += [
                f"{folder}/{name}" for name in names if name.rpartition(".")[0] not in domains
            ]
    return found
