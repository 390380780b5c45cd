"""Editions of a project: building them, and looking at what is left."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import quote

from transpipe.checks import Finding
from transpipe.languages import Language
from transpipe.project import files
from transpipe.project.attachments import Attachments
from transpipe.project.files import Stage
from transpipe.project.findings import wanted as reported
from transpipe.project.jobs import Job, Outcome, Wanted, run_job
from transpipe.project.layout import Project
from transpipe.project.pairing import mispaired
from transpipe.project.printing import Press

if TYPE_CHECKING:
    from transpipe.page import Gathered

__all__ = ["Lists", "build", "executor", "in_formats", "jobs_of", "look", "strays"]

Progress = Callable[[str], None]
_WORTH_A_POOL = 24
"""How many documents pay for starting processes."""
_MOST_OF_FEW, _MOST_OF_MANY = 500, 25
"""How many passages that are left a document of few, of many, may add to the lists."""
_IGNORE_INTERRUPT = (signal.SIGINT, signal.SIG_IGN)


@contextmanager
def executor(jobs: int, documents: int) -> Iterator[Executor | None]:
    """Give an executor for some documents; None where working in this process is as fast.

    Args:
        jobs: how many processes; 0: as many as there are cores.
        documents: how many documents there are to work on.

    """
    workers = jobs or os.cpu_count() or 1
    if workers == 1 or documents < _WORTH_A_POOL:
        yield None
        return
    # Ctrl-C reaches all processes of a terminal; this one ends the others, which stay quiet.
    with ProcessPoolExecutor(workers, None, signal.signal, _IGNORE_INTERRUPT) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def look(
    project: Project,
    languages: Sequence[Language],
    wanted: Wanted,
    progress: Progress,
    pool: Executor | None = None,
) -> Iterator[Outcome]:
    """Yield what each document's job makes, in the order of the documents.

    Raises:
        TranspipeError: a document or a catalogue can't be read.

    """
    jobs = jobs_of(project, languages, wanted)
    done = pool.map(run_job, jobs, chunksize=4) if pool else map(run_job, jobs)
    for outcome in done:
        progress(outcome.domain)
        yield outcome


def jobs_of(project: Project, languages: Sequence[Language], wanted: Wanted) -> Iterator[Job]:
    """Yield the jobs of all documents, in order.

    Raises:
        TranspipeError: a document or a catalogue can't be read.

    """
    pairs = reported(project, mispaired(project, languages))
    return map(partial(_job, project, languages, wanted, pairs), project.domains)


def in_formats(
    project: Project,
    outcome: Outcome,
    languages: Sequence[Language],
    formats: Sequence[str],
    press: Press | None,
) -> Outcome:
    """Return an outcome with the files of some formats; pages are printed for ``pdf``.

    Raises:
        TranspipeError: a page could not be printed.

    """
    chosen = {language.tag: language for language in languages}
    files = [one for one in outcome.files if one[1] in formats]
    if press:
        printed = partial(_printed, project, outcome.domain, press, _images(project, outcome))
        files += [
            (tag, "pdf", printed(chosen[tag], data))
            for tag, suffix, data in outcome.files
            if suffix == "html" and tag in chosen
        ]
    return replace(outcome, files=tuple(files))


def _printed(  # noqa: PLR0917 - called through partial
    project: Project,
    domain: str,
    press: Press,
    images: Mapping[str, bytes],
    of: Language,
    page: bytes,
) -> bytes:
    """Return the page of an edition as PDF."""
    site, place = project.config.page.base_url, f"{domain}.html"
    return press.pdf(
        page.decode(),
        project.edition_path(domain, of, "pdf"),
        place=place,
        beside=images,
        address=f"{site.rstrip('/')}/{of.folder}/{quote(place)}" if site else "",
    )


def _images(project: Project, outcome: Outcome) -> dict[str, bytes]:
    """Return the images that a document shows, by their paths under the source folder."""
    attached = Attachments(project)
    attached.add(outcome)
    return dict(attached.contents(images=True))


def build(project: Project, outcome: Outcome, languages: Sequence[Language], stage: Stage) -> int:
    """Stage the editions of a document; return how many files they are.

    Args:
        project: where they go.
        outcome: what the document's job made.
        languages: whose editions are wanted, the source language's too.
        stage: where they wait to be published.

    """
    chosen = {language.tag: language for language in languages}
    files = [one for one in outcome.files if one[0] in chosen]
    for tag, suffix, data in files:
        stage.add(project.edition_path(outcome.domain, chosen[tag], suffix), data)
    return len(files)


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
        return _MOST_OF_FEW if len(self._project.domains) < _WORTH_A_POOL else _MOST_OF_MANY

    def add(self, outcome: Outcome) -> None:
        """Take in what the lists show of a document."""
        from transpipe.page import Gathered  # noqa: PLC0415 - jinja2 and nh3 start slowly

        self._gathered = self._gathered or Gathered()
        self._gathered.add(outcome.summaries)

    def build(self, stage: Stage) -> int:
        """Stage the pages; return how many files they are."""
        made = self.pages()
        for path, data in made.items():
            stage.add(self._project.page_path(path), data)
        return len(made)

    def pages(self) -> dict[str, bytes]:
        """Return the pages by their names under the output folder."""
        from transpipe.project.pages import lists  # noqa: PLC0415 - jinja2 and nh3 start slowly

        project = self._project
        summaries = self._gathered.summaries if self._gathered else ()
        made = lists(summaries, project.source_language, project.page_settings)
        return {path: html.encode() for path, html in made}


def _job(
    project: Project,
    languages: Sequence[Language],
    wanted: Wanted,
    pairs: Sequence[Finding],
    domain: str,
) -> Job:
    config = project.config
    name = project.source_path(domain)
    catalogs = []
    for language in languages:
        path = project.catalog_path(domain, language)
        data = project.read(path) if project.exists(path) else None
        catalogs.append((language, path, data))
    return Job(
        domain=domain,
        name=name,
        data=project.read(name),
        catalogs=tuple(catalogs),
        dialect=project.dialect,
        source_language=project.source_language,
        drafts=config.drafts,
        min_coverage=config.min_coverage,
        max_message_bytes=config.max_segment_size,
        checks=project.checks,
        catalog_checks=tuple(project.checks_in(language) for language in languages),
        wanted=wanted,
        settings=project.page_settings if "html" in wanted.formats else None,
        help=config.page.help,
        mispaired=tuple(one for one in pairs if one.source_file == name),
    )
