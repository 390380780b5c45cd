"""Making the jobs of a project: what each document's job is given, from the files on disk."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from transpipe.checks import Finding
from transpipe.languages import Language
from transpipe.project.catalogs import template_settings
from transpipe.project.jobs import Job, Upkeep, Wanted
from transpipe.project.layout import Project
from transpipe.project.pairing import mispaired
from transpipe.project.reported import reported

__all__ = ["job_maker", "jobs_of"]

Read = Callable[[str], bytes | None]


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
