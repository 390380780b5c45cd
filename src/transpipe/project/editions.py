"""Editions of a project: building them, and looking at what is left."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from transpipe.checks import Finding
from transpipe.languages import Language
from transpipe.project import files
from transpipe.project.attachments import Attachments, Named
from transpipe.project.catalogs import template_settings
from transpipe.project.files import Stage, Stamps, digest
from transpipe.project.findings import wanted as reported
from transpipe.project.jobs import Job, Outcome, Upkeep, Wanted
from transpipe.project.layout import Project
from transpipe.project.pairing import mispaired
from transpipe.project.printing import Press
from transpipe.project.workers import WORTH_A_POOL, Workers

if TYPE_CHECKING:
    from transpipe.page import Gathered

__all__ = ["Builder", "Lists", "job_maker", "jobs_of", "run_jobs", "strays"]

Progress = Callable[[str], None]
Read = Callable[[str], bytes | None]
_MOST_OF_FEW, _MOST_OF_MANY = 500, 25
"""How many passages that are left a document of few, of many, may add to the lists."""


def run_jobs(
    project: Project,
    languages: Sequence[Language],
    wanted: Wanted,
    progress: Progress,
    workers: Workers,
) -> Iterator[Outcome]:
    """Yield what each document's job makes, in the order of the documents.

    Raises:
        TranspipeError: a document or a catalogue can't be read.

    """
    jobs = jobs_of(project, languages, wanted)
    for outcome in workers.run(jobs, len(project.domains)):
        progress(outcome.domain)
        yield outcome


def jobs_of(project: Project, languages: Sequence[Language], wanted: Wanted) -> Iterator[Job]:
    """Yield the jobs of all documents, in order.

    Raises:
        TranspipeError: a document or a catalogue can't be read.

    """
    pairs = reported(project, mispaired(project, languages))
    return map(job_maker(project, languages, wanted, pairs), project.domains)


def job_maker(
    project: Project,
    languages: Sequence[Language],
    wanted: Wanted,
    pairs: Sequence[Finding],
    *,
    upkeep: bool = False,
    read: Read | None = None,
) -> Callable[[str], Job]:
    """Return what makes the job of a document, given its domain.

    Args:
        project: the project.
        languages: those of the catalogues.
        wanted: what each job is to make.
        pairs: the targets that a merge put beside another source.
        upkeep: whether the jobs look whether extract and update have something to do.
        read: gives the bytes of a file, None where there is none; by default those on disk.

    """
    return partial(
        _job, project, languages, wanted, pairs, upkeep=upkeep, read=read or partial(_read, project)
    )


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
        self._press = Press() if "pdf" in formats else None
        self._lists = Lists(project)
        self._attachments = Attachments(project, formats)

    @property
    def named(self) -> Sequence[Named]:
        """The files that the documents name, with the documents' names."""
        return self._attachments.named

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

    def recall(self, files: int, named: Sequence[Named]) -> None:
        """Count files that belong to no document alone, and take in what all documents name."""
        self.files += files
        self._attachments.take(named)

    def left_over(self) -> Sequence[str]:
        """Return what earlier builds made of documents and files that are gone, by name."""
        kept = self._attachments.kept()
        pages = [name for name in strays(self._project) if name not in kept]
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
        for name in self.left_over() if prune else ():
            self._stage.remove(name)
        return made

    def _rest(self, *, prune: bool) -> Iterator[tuple[str, bytes]]:
        if "html" in self._formats:
            yield from self._lists.pages().items()
        if set(self._formats) - {"pdf"}:
            languages = tuple(self._chosen.values())
            yield from self._attachments.copies(self._stage, languages, prune=prune)

    def missing(self) -> Sequence[Finding]:
        """Return what the documents name and can't be copied."""
        return tuple(self._attachments.findings())

    def _add(self, path: str, data: bytes) -> None:
        """Stage a file; keep its stamp if it holds that already."""
        status = self._stamps.look(path) if self._stamps else None
        if not self._stage.add(path, data) and self._stamps:
            self._stamps.keep(path, status, data)

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


def _images(project: Project, outcome: Outcome) -> dict[str, bytes]:
    """Return the images that a document shows, by their paths under the source folder."""
    attached = Attachments(project)
    attached.add(outcome)
    return dict(attached.contents(images=True))


def strays(project: Project) -> list[str]:
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


class Lists:
    """The pages that belong to no document: the list of languages, and what is left."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._gathered: Gathered | None = None

    @property
    def most(self) -> int:
        """How many passages of an edition that are left they may need."""
        return _MOST_OF_FEW if len(self._project.domains) < WORTH_A_POOL else _MOST_OF_MANY

    def add(self, outcome: Outcome) -> None:
        """Take in what the lists show of a document."""
        from transpipe.page import Gathered  # noqa: PLC0415 - jinja2 and nh3 start slowly

        self._gathered = self._gathered or Gathered()
        self._gathered.add(outcome.summaries)

    def pages(self) -> dict[str, bytes]:
        """Return the pages by their names."""
        from transpipe.project.pages import lists  # noqa: PLC0415 - jinja2 and nh3 start slowly

        project = self._project
        summaries = self._gathered.summaries if self._gathered else ()
        made = lists(summaries, project.source_language, project.page_settings)
        return {project.page_path(path): html.encode() for path, html in made}


def _job(
    project: Project,
    languages: Sequence[Language],
    wanted: Wanted,
    pairs: Sequence[Finding],
    domain: str,
    *,
    upkeep: bool,
    read: Read,
) -> Job:
    config = project.config
    name = project.source_path(domain)
    catalogs = []
    for language in languages:
        path = project.catalog_path(domain, language)
        catalogs.append((language, path, read(path)))
    template = project.template_path(domain)
    data = read(name)
    if data is None:  # gone since it was listed; reading it says so
        data = project.read(name)
    return Job(
        domain=domain,
        name=name,
        data=data,
        catalogs=tuple(catalogs),
        dialect=project.dialect,
        source_language=project.source_language,
        drafts=config.drafts,
        min_coverage=config.min_coverage,
        max_segment_size=config.max_segment_size,
        checks=project.checks,
        catalog_checks=tuple(project.checks_in(language) for language in languages),
        wanted=wanted,
        settings=project.page_settings if "html" in wanted.formats else None,
        help=config.page.help,
        mispaired=tuple(one for one in pairs if one.source_file == name),
        upkeep=Upkeep(template, read(template), template_settings(project)) if upkeep else None,
    )


def _read(project: Project, name: str) -> bytes | None:
    return project.read(name) if project.exists(name) else None
