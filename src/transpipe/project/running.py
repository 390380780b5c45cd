"""Extract, update, check and build in one pass: one parse of each document.

A job looks first whether extract and update have something to do for its document. Mostly
they have not, and the job goes on to the editions with what it has read. The few documents
that changed wait until all others are done: what is new in them may have a translation in
any other catalogue. So does a document with a message that is translated in another one. A
document whose job was done before, on the very same bytes, and whose editions are still what
it made, needs no job at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from transpipe.catalog import Changes
from transpipe.checks import Finding
from transpipe.document import Document
from transpipe.project.asking import job_maker
from transpipe.project.catalogs import Extracted, Progress, read_document, stage_template
from transpipe.project.editions import Builder
from transpipe.project.files import Stage
from transpipe.project.findings import findings_of
from transpipe.project.findings import wanted as reported
from transpipe.project.jobs import Job, Outcome
from transpipe.project.layout import Project
from transpipe.project.pairing import mispaired
from transpipe.project.recall import Recall
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
    with Stage(project.root) as stage:
        run = _Run(project, stage, workers, progress, recall or Recall(project))
        changed = run.first()
        extracted, updated = _upkeep(project, now, run.messages, changed)
        run.again(changed)
        findings = run.together()
        left_over = run.builder.left_over()
        published = stage.publish()
    run.recall.save()
    return Ran(extracted, updated, findings, run.builder.files, published, left_over)


class _Run:
    """What is made of the documents so far.

    Attributes:
        builder: stages editions.
        recall: what earlier runs made.
        messages: how many each document has, of those that extract leaves as they are.

    """

    def __init__(
        self, project: Project, stage: Stage, workers: Workers, progress: Progress, recall: Recall
    ) -> None:
        self.builder = Builder(
            project, project.languages, stage, project.config.formats, recall.stamps
        )
        self.recall = recall
        self.messages: dict[str, int] = {}
        self._project = project
        self._workers = workers
        self._progress = progress
        self._wanted = self.builder.wanted(findings=True)
        self._made: dict[str, Outcome] = {}

    def first(self) -> dict[str, Document]:
        """Make all documents but those that changed; return these by their domains."""
        project, recall = self._project, self.recall
        pairs = reported(project, mispaired(project, project.languages))
        recall.begin(self._wanted, pairs)
        left = []
        for domain in project.domains:
            record = recall.record(domain)
            if record is None:
                left.append(domain)
                continue
            self.builder.files += len(record.files)
            self.messages[domain] = record.messages
            self._progress(domain)
        changed: dict[str, Document] = {}
        jobs = map(recall.job, left)
        held: dict[str, Sequence[Holding]] = {}
        for outcome in self._workers.run(jobs, len(left)):
            held[outcome.domain] = outcome.held
            if outcome.unsettled:
                changed[outcome.domain] = outcome.unsettled
            else:
                self.messages[outcome.domain] = outcome.messages
                recall.keep(outcome)
                self._stage(outcome)
        if left or not recall.whole():
            changed |= self._fillable(held, changed)
        return changed

    def _fillable(
        self, held: Mapping[str, Sequence[Holding]], changed: Collection[str]
    ) -> dict[str, Document]:
        """Return the documents that another one has a translation for, and forget them."""
        project, recall, builder = self._project, self.recall, self.builder
        every = {
            domain: held[domain] if domain in held else recall.outcome(domain).held
            for domain in project.domains
        }
        found = {}
        for domain in sorted(fillable(project, every) - set(changed)):
            if self._made.pop(domain, None):
                builder.forget(domain)
            else:
                builder.files -= recall.count(domain)
            recall.forget(domain)
            found[domain] = read_document(project, domain)
        return found

    def again(self, changed: dict[str, Document]) -> None:
        """Make the documents that changed, now that their catalogues are up to date."""
        if changed:
            for outcome in self._workers.run(self._jobs(changed), len(changed)):
                self._stage(outcome)

    def together(self) -> Sequence[Finding]:
        """Make what all documents show together; return what the checks found in all."""
        project, recall, builder = self._project, self.recall, self.builder
        if whole := recall.whole():
            builder.recall(len(whole.files), whole.named)
            return whole.findings
        outcomes = [
            builder.list(self._made.pop(domain) if domain in self._made else recall.outcome(domain))
            for domain in project.domains
        ]
        files = builder.stage_rest()
        findings = findings_of(project, project.languages, outcomes)
        recall.keep_whole(findings, files, builder.named)
        return findings

    def _jobs(self, changed: dict[str, Document]) -> Iterator[Job]:
        project = self._project
        pairs = reported(project, mispaired(project, project.languages))
        make = job_maker(project, project.languages, self._wanted, pairs)
        for domain in list(changed):
            yield replace(make(domain), document=changed.pop(domain))

    def _stage(self, outcome: Outcome) -> None:
        self._made[outcome.domain] = self.builder.stage(outcome)
        self._progress(outcome.domain)


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
