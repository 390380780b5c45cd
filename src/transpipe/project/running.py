"""Extract, update, check and build in one pass: one parse of each document.

A job looks first whether extract and update have something to do for its document. Mostly
they have not, and the job goes on to the editions with what it has read. The few documents
that changed wait until all others are done: what is new in them may have a translation in
any other catalogue. So does a document with a message that is translated in another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from transpipe.catalog import Changes
from transpipe.checks import Finding
from transpipe.document import Document
from transpipe.project.catalogs import Extracted, Progress, stage_template
from transpipe.project.editions import Builder
from transpipe.project.files import Stage
from transpipe.project.layout import Project
from transpipe.project.making import Making
from transpipe.project.recall import Recall
from transpipe.project.update import Updated, update_from
from transpipe.project.workers import Workers

__all__ = ["Ran", "run_all"]


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run did.

    Attributes:
        extracted: what became of each template.
        updated: what became of each catalogue.
        findings: what the checks found.
        files: how many files the editions and lists are.
        changed: the names of those that changed.
        left_over: what is there of documents that are gone.

    """

    extracted: list[Extracted]
    updated: list[Updated]
    findings: Sequence[Finding]
    files: int
    changed: tuple[str, ...]
    left_over: Sequence[str]


def run_all(
    project: Project,
    now: datetime,
    progress: Progress,
    workers: Workers,
    recall: Recall | None = None,
) -> Ran:
    """Write templates, catalogues and editions of all languages, with what the checks find.

    The templates and catalogues that change are written before the editions are.

    Args:
        project: the project, locked.
        now: when this is.
        progress: told of each document that is done.
        workers: what does the jobs.
        recall: what earlier runs made.

    Raises:
        TranspipeError: a document or a catalogue can't be read.
        InputOutputError: the system refused.

    """
    recall = recall or Recall(project)
    with Stage(project.root) as stage:
        builder = Builder(project, project.languages, stage, project.config.formats, recall.stamps)
        wanted = builder.wanted(findings=True)
        making = Making(
            project,
            project.languages,
            wanted,
            workers,
            progress,
            recall=recall,
            builder=builder,
            upkeep=True,
        )
        changed = making.first()
        is_settled = not changed
        extracted, updated = _upkeep(project, now, making.messages, changed)
        making.again(changed)
        findings = making.together()
        if is_settled:
            recall.settle()
        left_over = builder.left_over()
        published = stage.publish()
    recall.save()
    return Ran(extracted, updated, findings, builder.files, published, left_over)


def _upkeep(
    project: Project, now: datetime, messages: dict[str, int], changed: dict[str, Document]
) -> tuple[list[Extracted], list[Updated]]:
    """Write the templates and catalogues of the documents that changed, and tell of all.

    Args:
        project: the project.
        now: when this is.
        messages: how many the other documents have.
        changed: those that changed.

    """
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
        done[domain][0]
        if domain in done
        else Extracted(domain, project.template_path(domain), messages[domain], 0, 0, written=False)
        for domain in project.domains
    ]
    kept = {one.domain: Changes(kept=one.messages) for one in extracted}
    return extracted, [
        updated.get((language.tag, one.domain))
        or Updated(
            one.domain,
            language,
            project.catalog_path(one.domain, language),
            kept[one.domain],
            created=False,
            written=False,
        )
        for language in project.languages
        for one in extracted
    ]
