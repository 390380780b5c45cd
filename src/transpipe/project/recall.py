"""Telling which documents of a project need no job, for what it would make is known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial

from transpipe.checks import Finding
from transpipe.errors import TranspipeError
from transpipe.languages import Language
from transpipe.project.asking import job_maker
from transpipe.project.attachments import LIST, Attachments, Named
from transpipe.project.cache import Cache
from transpipe.project.files import Stamps, digest
from transpipe.project.jobs import Job, Outcome, Wanted
from transpipe.project.keys import (
    contents_of,
    digested,
    job_key,
    made_by,
    part_keys,
    shared_key,
    upkeep_key,
)
from transpipe.project.layout import Project
from transpipe.project.records import (
    File,
    Part,
    Record,
    Records,
    decoded,
    encoded,
    outcome_of,
    packed,
)
from transpipe.project.sharing import Holding, other_catalogs

__all__ = ["Recall", "Together", "can_recall"]


def can_recall(project: Project, formats: Sequence[str] = ()) -> bool:
    """Tell whether all that decides what is made is known: not of fonts, nor of a printer."""
    config = project.config
    fonts = "html" in formats and config.page.embed_fonts
    return config.cache and "pdf" not in formats and not fonts


@dataclass(frozen=True, slots=True)
class Together:
    """What all documents together made.

    Attributes:
        findings: what the checks found in all, where they were asked for.
        files: those that belong to no document alone: the lists, and copies of other files.
        named: the files that the documents name.

    """

    findings: tuple[Finding, ...] = ()
    files: tuple[File, ...] = ()
    named: tuple[Named, ...] = ()


class Recall:
    """What earlier commands made of a project; without a cache nothing is known, nothing kept.

    Args:
        project: the project.
        cache: where its records are.
        since: when this command began, by the clock of the file system, in nanoseconds; 0 where
            that is not known.

    Attributes:
        stamps: tell which files are what they were; None without a cache.

    """

    def __init__(self, project: Project, cache: Cache | None = None, since: int = 0) -> None:
        self._project = project
        self._cache = cache
        self._old = cache.load() if cache else Records()
        self._new = Records(whole=self._old.whole)
        self._keys: dict[str, tuple[bytes, bytes]] = {}
        self._read: dict[str, bytes] = {}
        self._base = self._shared = b""
        self._parts: dict[str, bytes] = {}
        self._counts: dict[str, int] = {}
        self._upkeep = False
        self._whole_key: bytes | None = None
        self._jobs: Callable[[str], Job]
        self._digested: Callable[[str], Job]
        self._chosen: Mapping[str, Language] = {}
        self.stamps: Stamps | None = None
        if cache:
            limit = project.config.max_file_size
            self.stamps = Stamps(project.root, limit, self._old.stamps, since)

    def begin(
        self,
        languages: Sequence[Language],
        wanted: Wanted,
        pairs: Sequence[Finding],
        *,
        built: Sequence[Language] = (),
        upkeep: bool = False,
    ) -> None:
        """Say what jobs are to make.

        Args:
            languages: those of the jobs' catalogues.
            wanted: what each job is to make.
            pairs: which targets a merge put beside another source.
            built: the languages whose editions are wanted.
            upkeep: whether jobs look whether extract and update have something to do.

        """
        make = partial(job_maker, self._project, languages, pairs=pairs, upkeep=upkeep)
        self._upkeep = upkeep
        self._whole_key = None
        if self.stamps is None:
            self._jobs = make(wanted)
            return
        self._jobs = make(wanted, read=self._bytes)
        # What is wanted is no part of a key; and what pages need is slow to import.
        self._digested = make(Wanted(), read=self.stamps.digest)
        self._chosen = {one.tag: one for one in built}
        templates = self._project.config.page.templates
        own = contents_of(self._project.root / templates) if templates else b""
        self._base = digest(made_by() + own + repr(self._project.config).encode())
        self._shared = b""
        self._parts = part_keys(wanted, [*self._chosen])

    def knows(self, domain: str) -> bool:
        """Tell whether all that a document's job would make is known, and its files are there."""
        if self.stamps is None or domain not in self._old.documents:
            return False
        with suppress(TranspipeError):  # the job meets it again, and says so
            record = self._record(domain, self._digested(domain))
            wanted = self._parts | self._settled(self._keys[domain][1])
            if record and record.has(wanted) and (files := self._standing(record)) is not None:
                self._counts[domain] = len(files)
                return True
        return False

    def job(self, domain: str) -> Job:
        """Return the job of a document.

        Raises:
            TranspipeError: the document or a catalogue can't be read.

        """
        self._read.clear()
        job = self._jobs(domain)
        if self.stamps:
            self._record(domain, digested(job, self._read))
        return job

    def keep(self, outcome: Outcome) -> None:
        """Keep what a job made, beside what is known of the same document already."""
        if self.stamps is None:
            return
        key, upkeep = self._keys.pop(outcome.domain)
        parts = packed(outcome, self._parts | self._settled(upkeep))
        if "files" in self._parts:
            parts["files"] = Part(self._parts["files"], encoded("files", self._files(outcome)))
        old = self._new.documents.get(outcome.domain)
        known = old.parts if old and old.key == key else {}
        self._new.documents[outcome.domain] = Record(key, {**known, **parts})
        self._whole_key = None

    def count(self, domain: str) -> int:
        """Return how many files were made of a document that is known."""
        return self._counts[domain]

    def messages(self, domain: str) -> int:
        """Return how many messages a document has that extract would leave as it is."""
        return decoded(self._new.documents[domain], "messages") or 0

    def held(self, domain: str) -> Sequence[Holding]:
        """Return what the catalogues of a document lack and have that update would leave so."""
        held: Sequence[Holding] | None = decoded(self._new.documents[domain], "held")
        return self._done(domain).held if held is None else held

    def figures(self, domain: str) -> Outcome:
        """Return how much of a known document is translated, and what is left if it is wanted."""
        return self._outcome(domain, [one for one in ("figures", "passages") if one in self._parts])

    def outcome(self, domain: str) -> Outcome:
        """Return what a known document's job made, without the files."""
        return self._outcome(domain, self._parts)

    def forget(self, domain: str) -> None:
        """Drop the record of a document: there is something to do for it, after all."""
        self._new.documents.pop(domain, None)
        self._whole_key = None

    def is_settled(self) -> bool:
        """Tell whether it is known that no document has a message translated in another one."""
        whole = self._whole()
        return whole is not None and whole.has({"settled": b""})

    def settle(self) -> None:
        """Keep that no document has a message that is translated in another one."""
        if whole := self._whole():
            self._new.whole = Record(whole.key, {**whole.parts, "settled": Part(b"", b"")})

    def together(self) -> Together | None:
        """Return what all documents together made, if it is known and the files are there."""
        whole = self._whole()
        if whole is None or not whole.has(self._whole_parts()):
            return None
        if self._standing(whole) is None:
            return None
        found = {name: decoded(whole, name) for name in self._whole_parts()}
        if None in found.values():
            return None
        made = Together(**found)
        listed = self._project.page_path(LIST)
        if "files" in found and listed not in dict(made.files) and self._project.exists(listed):
            return None  # it is in the way
        return made

    def key_of(self, named: Sequence[Named]) -> bytes | None:
        """Return the key of all documents; None where one of them has no record.

        Args:
            named: the files that the documents name.

        """
        project, documents = self._project, self._new.documents
        if self.stamps is None or documents.keys() != set(project.domains):
            return None
        keys = [documents[one].key for one in project.domains]
        with suppress(TranspipeError):  # who needs what can't be read says so
            for name in (*other_catalogs(project), *project.config.memory):
                keys += [digest(name.encode()), self.stamps.digest(name)]
            for path, fault in Attachments(project, named=named).faults():
                name = f"{project.config.source}/{path}"
                holds = digest(fault.encode()) if fault else self.stamps.digest(name)
                keys += [digest(path.encode()), holds]
            return digest(b"".join(keys))
        return None

    def keep_together(self, made: Together, key: bytes | None) -> None:
        """Keep what all documents together made.

        Args:
            made: what they made.
            key: what it was made of, from before it was made; None keeps nothing.

        """
        if key is None:
            return
        parts = {
            name: Part(part, encoded(name, getattr(made, name)))
            for name, part in self._whole_parts().items()
        }
        if Attachments(self._project, named=made.named).strays():
            parts.pop("files", None)  # what is listed of them depends on what is there
        old = self._new.whole
        known = old.parts if old and old.key == key else {}
        self._whole_key = key
        self._new.whole = Record(key, {**known, **parts})

    def save(self) -> None:
        """Write the records for the next command, if they say something new."""
        if not (self._cache and self.stamps):
            return
        kept = self.stamps.kept
        self._new.stamps = kept if self._upkeep else {**self._old.stamps, **kept}
        if self._new != self._old:
            self._cache.save(self._new)
        else:
            self._cache.touch()

    def _bytes(self, name: str) -> bytes | None:
        """Return the bytes of a file, None where there is none; note their digest."""
        assert self.stamps  # noqa: S101 - for the type checker
        data, self._read[name] = self.stamps.read(name)
        return data

    def _record(self, domain: str, job: Job) -> Record | None:
        """Return the record of a document, if its key is that of a job; note the keys."""
        self._shared = self._shared or digest(self._base + shared_key(job))
        key = job_key(job, self._shared)
        self._keys[domain] = key, upkeep_key(job.upkeep) if job.upkeep else b""
        record = self._old.documents.get(domain)
        if record is None or record.key != key:
            return None
        self._new.documents[domain] = record
        return record

    def _settled(self, upkeep: bytes) -> dict[str, bytes]:
        return {"messages": upkeep, "held": upkeep} if self._upkeep else {}

    def _files(self, outcome: Outcome) -> tuple[File, ...]:
        paths, chosen = self._project.edition_path, self._chosen
        return tuple(
            (paths(outcome.domain, chosen[tag], suffix), digest(data))
            for tag, suffix, data in outcome.files
            if tag in chosen
        )

    def _outcome(self, domain: str, parts: Sequence[str] | Mapping[str, bytes]) -> Outcome:
        record = self._new.documents[domain]
        outcome = outcome_of(domain, self._project.source_path(domain), record, parts)
        return outcome or self._done(domain)

    def _done(self, domain: str) -> Outcome:
        from transpipe.project.work import run_job  # noqa: PLC0415 - slow to import

        return replace(run_job(self._jobs(domain)), files=())

    def _standing(self, made: Record) -> Sequence[File] | None:
        """Return the files that were made, if all are still there and nobody changed them."""
        if "files" not in self._parts:
            return ()
        stamps, files = self.stamps, decoded(made, "files")
        if stamps is None or files is None or not all(stamps.holds(*one) for one in files):
            return None
        return tuple(files)

    def _whole_parts(self) -> dict[str, bytes]:
        """Return the parts of what all documents make together that are wanted, and their keys."""
        keys = {"findings": "found", "files": "files", "named": "attachments"}
        return {name: self._parts[part] for name, part in keys.items() if part in self._parts}

    def _whole(self) -> Record | None:
        """Return what all documents together made, if they are what they were."""
        whole = self._new.whole
        if whole is None:
            return None
        if self._whole_key is None:
            self._whole_key = self.key_of(decoded(whole, "named") or ()) or b"-"
        return whole if whole.key == self._whole_key else None
