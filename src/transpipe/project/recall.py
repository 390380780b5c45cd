"""Telling which documents of a project need no job, for what it would make is there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from transpipe.checks import Finding
from transpipe.errors import TranspipeError
from transpipe.project.asking import job_maker
from transpipe.project.attachments import Attachments, Named
from transpipe.project.cache import (
    Cache,
    Record,
    Records,
    Whole,
    contents_of,
    digested,
    job_key,
    made_by,
    packed,
    unpacked,
)
from transpipe.project.files import Stamps, digest
from transpipe.project.jobs import Job, Outcome, Wanted
from transpipe.project.layout import Project
from transpipe.project.sharing import other_catalogs
from transpipe.project.work import run_job

__all__ = ["Recall", "can_recall"]


def can_recall(project: Project) -> bool:
    """Tell whether all that decides what is made is known: not of fonts, nor of a printer."""
    config = project.config
    return config.cache and "pdf" not in config.formats and not config.page.embed_fonts


class Recall:
    """What earlier runs made of a project; without a cache nothing is known, nothing kept.

    Args:
        project: the project.
        cache: where its records are.
        since: when this run began, by the clock of the file system, in nanoseconds.

    Attributes:
        stamps: tell which files are what they were; None without a cache.

    """

    def __init__(self, project: Project, cache: Cache | None = None, since: int = 0) -> None:
        self._project = project
        self._cache = cache
        self._old = cache.load() if cache else Records()
        self._new = Records()
        self._keys: dict[str, bytes] = {}
        self._base = b""
        self._jobs: Callable[[str], Job]
        self._digested: Callable[[str], Job]
        self._languages = {one.tag: one for one in (project.source_language, *project.languages)}
        self.stamps: Stamps | None = None
        if cache:
            limit = project.config.max_file_size
            self.stamps = Stamps(project.root, limit, self._old.stamps, since)

    def begin(self, wanted: Wanted, pairs: Sequence[Finding]) -> None:
        """Say what jobs are to make, and which targets a merge put beside another source."""
        project, stamps = self._project, self.stamps
        of = (project, project.languages, wanted, pairs)
        if stamps is None:
            self._jobs = job_maker(*of, upkeep=True)
            return
        self._jobs = job_maker(*of, upkeep=True, read=stamps.read)
        self._digested = job_maker(*of, upkeep=True, read=stamps.digest)
        templates = project.config.page.templates
        own = contents_of(project.root / templates) if templates else b""
        self._base = digest(made_by() + own + repr(project.config).encode())

    def record(self, domain: str) -> Record | None:
        """Return the record of a document, if a job would make just that and it is there."""
        record = self._old.documents.get(domain)
        if record is None or self.stamps is None:
            return None
        with suppress(TranspipeError):  # the job meets it again, and says so
            if job_key(self._digested(domain), self._base) == record.key and self._stands(record):
                self._new.documents[domain] = record
                return record
        return None

    def job(self, domain: str) -> Job:
        """Return the job of a document.

        Raises:
            TranspipeError: the document or a catalogue can't be read.

        """
        job = self._jobs(domain)
        if self.stamps:
            self._keys[domain] = job_key(digested(job), self._base)
        return job

    def keep(self, outcome: Outcome) -> None:
        """Keep what a job made."""
        if self.stamps:
            paths = self._project.edition_path
            self._new.documents[outcome.domain] = Record(
                self._keys.pop(outcome.domain),
                outcome.messages,
                packed(outcome),
                tuple(
                    (paths(outcome.domain, self._languages[tag], suffix), digest(data))
                    for tag, suffix, data in outcome.files
                ),
            )

    def count(self, domain: str) -> int:
        """Return how many files were made of a document that has a record."""
        return len(self._new.documents[domain].files)

    def forget(self, domain: str) -> None:
        """Drop the record of a document: there is something to do for it, after all."""
        self._new.documents.pop(domain, None)
        self._new.whole = None

    def outcome(self, domain: str) -> Outcome:
        """Return what a document's job made, without the files."""
        record = self._new.documents[domain]
        outcome = unpacked(domain, self._project.source_path(domain), record)
        return outcome or replace(run_job(self._jobs(domain)), files=())

    def whole(self) -> Whole | None:
        """Return what all documents together made, if they are what they were and it is there."""
        whole = self._old.whole
        if self._new.whole:  # asked before, and nothing was forgotten since
            return self._new.whole
        if whole and whole.key == self._key(whole.named) and self._stands(whole):
            self._new.whole = whole
            return whole
        return None

    def keep_whole(
        self, findings: Sequence[Finding], files: Mapping[str, bytes], named: Sequence[Named]
    ) -> None:
        """Keep what all documents together made.

        Args:
            findings: what the checks found in all.
            files: names and digests of the files that belong to no document alone.
            named: the files that the documents name.

        """
        if key := self._key(named):
            made = tuple(files.items())
            self._new.whole = Whole(key, tuple(findings), made, tuple(named))

    def save(self) -> None:
        """Write the records for the next run, if they say something new."""
        if self._cache and self.stamps:
            self._new.stamps = self.stamps.kept
            if self._new != self._old:
                self._cache.save(self._new)

    def _stands(self, made: Record | Whole) -> bool:
        """Tell whether the files that were made are still there, and nobody changed them."""
        stamps = self.stamps
        return stamps is not None and all(stamps.holds(*file) for file in made.files)

    def _key(self, named: Sequence[Named]) -> bytes | None:
        """Return the key of all documents; None where one of them has no record.

        Nor is there one while copies are left over of files that no document names any more:
        their list depends on what is there.
        """
        project, documents = self._project, self._new.documents
        if self.stamps is None or documents.keys() != set(project.domains):
            return None
        keys = [documents[one].key for one in project.domains]
        attached = Attachments(project, named=named)
        with suppress(TranspipeError):  # who needs what can't be read says so
            for name in (*other_catalogs(project), *project.config.memory):
                keys += [digest(name.encode()), self.stamps.digest(name)]
            for path, fault in attached.faults():
                name = f"{project.config.source}/{path}"
                holds = digest(fault.encode()) if fault else self.stamps.digest(name)
                keys += [digest(path.encode()), holds]
            return None if attached.strays() else digest(b"".join(keys))
        return None
