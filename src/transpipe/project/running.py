"""Extract, update, check and build in one pass: one parse of each document.

A job looks first whether extract and update have something to do for its document. Mostly
they have not, and the job goes on to the editions with what it has read. The few documents
that changed wait until all others are done: what is new in them may have a translation in
any other catalogue. So does a document with a message that is translated in another one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from transpipe.catalog import Changes
from transpipe.document import Document
from transpipe.project.catalogs import Extracted, Progress, read_document, stage_template
from transpipe.project.editions import Builder, jobs_of
from transpipe.project.files import Stage
from transpipe.project.jobs import Job, Outcome, Wanted
from transpipe.project.layout import Project
from transpipe.project.sharing import Holding, fillable
from transpipe.project.update import Updated, update_from
from transpipe.project.workers import Workers

__all__ = ["Ran", "run_all"]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run did.

    Attributes:
        extracted: what became of each template.
        updated: what became of each catalogue.
        outcomes: what each document's job made.
        files: how many files the editions and lists are.
        changed: the names of those that changed.

    """

    extracted: list[Extracted]
    updated: list[Updated]
    outcomes: list[Outcome]
    files: int
    changed: tuple[str, ...]


def run_all(project: Project, now: datetime, progress: Progress, workers: Workers) -> Ran:
    """Write templates, catalogues and editions of all languages, with what the checks find.

    The templates and catalogues that change are written before the editions are.

    Raises:
        TranspipeError: a document or a catalogue can't be read.
        InputOutputError: the system refused.

    """
    with Stage(project.root) as stage:
        builder = Builder(project, project.languages, stage, project.config.formats)
        wanted = builder.wanted(findings=True)
        made: dict[str, Outcome] = {}
        changed: dict[str, Document] = {}
        held: dict[str, Sequence[Holding]] = {}
        jobs = jobs_of(project, project.languages, wanted, upkeep=True)
        for outcome in workers.run(jobs, len(project.domains)):
            held[outcome.domain] = outcome.held
            if outcome.unsettled:
                changed[outcome.domain] = outcome.unsettled
                continue
            made[outcome.domain] = builder.stage(outcome)
            progress(outcome.domain)
        for domain in sorted(fillable(project, held) - changed.keys()):
            del made[domain]
            builder.forget(domain)
            changed[domain] = read_document(project, domain)
        extracted, updated = _upkeep(project, now, made, changed)
        again = _jobs_again(project, wanted, changed)
        for outcome in workers.run(again, len(changed)):
            made[outcome.domain] = builder.stage(outcome)
            progress(outcome.domain)
        outcomes = [builder.list(made.pop(domain)) for domain in project.domains]
        builder.stage_lists()
        return Ran(extracted, updated, outcomes, builder.files, stage.publish())


def _jobs_again(project: Project, wanted: Wanted, changed: dict[str, Document]) -> Iterator[Job]:
    if not changed:
        return
    for job in jobs_of(project, project.languages, wanted, list(changed)):
        yield replace(job, document=changed.pop(job.domain))


def _upkeep(
    project: Project, now: datetime, made: dict[str, Outcome], changed: dict[str, Document]
) -> tuple[list[Extracted], list[Updated]]:
    """Write the templates and catalogues of the documents that changed, and tell of all."""
    with Stage(project.root) as stage:
        done = {
            domain: stage_template(project, stage, now, document, domain)
            for domain, document in changed.items()
        }
        templates = [(domain, template) for domain, (_, template) in done.items()]
        updated = {
            (one.language.tag, one.domain): one
            for one in update_from(project, stage, now, project.languages, templates)
        }
        stage.publish()
    extracted = [
        done[domain][0] if domain in done else _extracted(project, made[domain])
        for domain in project.domains
    ]
    return extracted, [
        updated.get((language.tag, one.domain))
        or Updated(
            one.domain,
            language,
            project.catalog_path(one.domain, language),
            Changes(kept=one.messages),
            created=False,
            written=False,
        )
        for language in project.languages
        for one in extracted
    ]


def _extracted(project: Project, outcome: Outcome) -> Extracted:
    name = project.template_path(outcome.domain)
    return Extracted(outcome.domain, name, outcome.messages, 0, 0, written=False)
