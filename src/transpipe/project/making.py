"""Making all documents of a project: what is known already is recalled, the rest is done.

The commands run, build, check and status differ in what they want of each document, and in what
they make of all together.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from transpipe.checks import Finding
from transpipe.document import Document, encode
from transpipe.languages import Language
from transpipe.project.attachments import named_by
from transpipe.project.catalogs import Progress, read_document
from transpipe.project.editions import Builder
from transpipe.project.jobs import Job, Outcome, Wanted
from transpipe.project.layout import Project
from transpipe.project.pairing import mispaired
from transpipe.project.recall import Recall, Together
from transpipe.project.reported import reported
from transpipe.project.sharing import Holding, fillable
from transpipe.project.workers import Workers

__all__ = ["Making"]


class Making:
    """What is made of the documents so far.

    Args:
        project: the project.
        languages: those of the catalogues that are looked at.
        wanted: what is made of each document.
        workers: what does the jobs.
        progress: told of each document that is done.
        recall: what earlier commands made.
        builder: stages editions, where any are wanted.
        upkeep: whether to look which documents extract and update have something to do for.

    Attributes:
        messages: how many each document has, of those that extract leaves as they are.

    """

    def __init__(
        self,
        project: Project,
        languages: Sequence[Language],
        wanted: Wanted,
        workers: Workers,
        progress: Progress,
        *,
        recall: Recall,
        builder: Builder | None = None,
        upkeep: bool = False,
    ) -> None:
        self.messages: dict[str, int] = {}
        self._project = project
        self._languages = languages
        self._wanted = wanted
        self._workers = workers
        self._progress = progress
        self._recall = recall
        self._builder = builder
        self._upkeep = upkeep
        self._made: dict[str, Outcome] = {}

    def first(self) -> dict[str, Document]:
        """Make all documents but those that have changed; return these by their domains.

        Only with ``upkeep`` there are such.

        Raises:
            TranspipeError: a document or a catalogue can't be read.

        """
        self._begin(upkeep=self._upkeep)
        left = [domain for domain in self._project.domains if not self._recalled(domain)]
        changed: dict[str, Document] = {}
        held: dict[str, Sequence[Holding]] = {}
        for outcome in self._workers.run(map(self._recall.job, left), len(left)):
            if self._upkeep:
                held[outcome.domain] = outcome.held
            if outcome.unsettled:
                changed[outcome.domain] = outcome.unsettled
            else:
                self.messages[outcome.domain] = outcome.messages
                self._keep(outcome)
        if self._upkeep and (left or not self._recall.is_settled()):
            changed |= self._fillable(held, changed)
        return changed

    def again(self, changed: dict[str, Document]) -> None:
        """Make the documents that changed, now that their catalogues are up to date.

        They are asked once more whether extract and update have something to do, so that the
        next command knows that they have not. What somebody edits meanwhile is made all the same.

        Raises:
            TranspipeError: a document or a catalogue can't be read.

        """
        edited = self._remake(changed, upkeep=self._upkeep)
        self._remake(edited, upkeep=False)

    def figures(self) -> Iterator[Outcome]:
        """Yield how much of each document is translated, in order."""
        for domain in self._project.domains:
            yield self._made.get(domain) or self._recall.figures(domain)

    def together(self, *, prune: bool = False) -> Sequence[Finding]:
        """Make what all documents show together; return what the checks found in all.

        Args:
            prune: remove what is left over of earlier builds.

        Raises:
            TranspipeError: a document or a catalogue can't be read.

        """
        builder = self._builder
        if known := self._recall.together():
            if builder:
                builder.recall(len(known.files), known.named, prune=prune)
            return known.findings
        outcomes = list(self._outcomes())
        named = [named for one in outcomes for named in named_by(one)]
        key = self._recall.key_of(named)
        files = builder.stage_rest(prune=prune) if builder else {}
        findings: Sequence[Finding] = ()
        if self._wanted.findings:
            from transpipe.project.findings import findings_of  # noqa: PLC0415 - slow to import

            findings = findings_of(self._project, self._languages, outcomes)
        made = Together(tuple(findings), tuple(files.items()), tuple(named))
        self._recall.keep_together(made, key)
        return findings

    def _remake(self, changed: dict[str, Document], *, upkeep: bool) -> dict[str, Document]:
        """Make documents whatever is known of them; return those that are unsettled still."""
        if not changed:
            return {}
        self._begin(upkeep=upkeep)
        left: dict[str, Document] = {}
        for outcome in self._workers.run(self._jobs(changed), len(changed)):
            if outcome.unsettled:
                left[outcome.domain] = outcome.unsettled
            else:
                self._keep(outcome)
        return left

    def _begin(self, *, upkeep: bool) -> None:
        project, languages, builder = self._project, self._languages, self._builder
        pairs = reported(project, mispaired(project, languages))
        built = builder.languages if builder else ()
        self._recall.begin(languages, self._wanted, pairs, built=built, upkeep=upkeep)

    def _recalled(self, domain: str) -> bool:
        """Take a document for made, if all of it is known."""
        if not self._recall.knows(domain):
            return False
        if self._builder:
            self._builder.files += self._recall.count(domain)
        if self._upkeep:
            self.messages[domain] = self._recall.messages(domain)
        self._progress(domain)
        return True

    def _keep(self, outcome: Outcome) -> None:
        self._recall.keep(outcome)
        self._made[outcome.domain] = self._builder.stage(outcome) if self._builder else outcome
        self._progress(outcome.domain)

    def _fillable(
        self, held: Mapping[str, Sequence[Holding]], changed: Collection[str]
    ) -> dict[str, Document]:
        """Return the documents that another one has a translation for, and forget them."""
        project, recall, builder = self._project, self._recall, self._builder
        every = {
            domain: held[domain] if domain in held else recall.held(domain)
            for domain in project.domains
        }
        found = {}
        for domain in sorted(fillable(project, every) - set(changed)):
            if self._made.pop(domain, None):
                if builder:
                    builder.forget(domain)
            elif builder:
                builder.files -= recall.count(domain)
            recall.forget(domain)
            found[domain] = read_document(project, domain)
        return found

    def _jobs(self, changed: dict[str, Document]) -> Iterator[Job]:
        for domain in list(changed):
            document, job = changed.pop(domain), self._recall.job(domain)
            is_same = encode(document.text) == job.data  # else somebody has edited it meanwhile
            yield replace(job, document=document) if is_same else job

    def _outcomes(self) -> Iterator[Outcome]:
        """Yield what was made of each document, in order; the lists take in what they need."""
        for domain in self._project.domains:
            outcome = self._made.pop(domain, None) or self._recall.outcome(domain)
            yield self._builder.list(outcome) if self._builder else outcome
