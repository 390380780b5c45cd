"""A preview: the editions of a project in memory, made again where something changed."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from transpipe.errors import TranspipeError
from transpipe.project.asking import jobs_of
from transpipe.project.attachments import Attachments
from transpipe.project.jobs import Outcome, Wanted
from transpipe.project.layout import Project
from transpipe.project.lists import Lists
from transpipe.project.work import run_job

__all__ = ["Preview"]


class Preview:
    """The files that build would write, by their names under the output folder.

    Attributes:
        files: name and bytes; those of the last build that went well.
        attached: the files that the documents show or link to, likewise.
        error: why the last build failed; None where it did not.
        version: changes when one of them does.

    """

    def __init__(self, load: Callable[[], Project]) -> None:
        self._load = load
        self._done: dict[str, tuple[bytes, Outcome]] = {}
        self._templates: object = None
        self.files: Mapping[str, bytes] = {}
        self.attached: Mapping[str, bytes] = {}
        self.error: TranspipeError | None = None
        self.version = ""

    def build(self) -> None:
        """Make everything again that has changed; an error is kept, never raised."""
        try:
            self.files, self.attached = self._files(self._load())
            self.error = None
        except TranspipeError as error:
            self.error = error
        except OSError as error:
            self.error = TranspipeError(error.strerror or str(error), path=str(error.filename))
        digest = hashlib.sha256(repr(self.error).encode() + str(self.error).encode())
        for name, data in self.files.items():
            digest.update(name.encode() + b"\0" + data)
        for data in dict.fromkeys(self.attached.values()):
            digest.update(data)
        self.version = digest.hexdigest()[:16]

    def watched(self) -> tuple[Path, Sequence[Path]]:
        """Return the project's folder, and the folders in it on which the files depend."""
        project = self._load()
        config = project.config
        names = (config.source, config.locale, config.page.templates)
        folders = [project.root / name for name in names if name]
        return project.root, [path for path in folders if path.is_dir()]

    def _files(self, project: Project) -> tuple[dict[str, bytes], dict[str, bytes]]:
        formats = tuple(dict.fromkeys((*project.config.formats, "html")))
        lists, named = Lists(project), Attachments(project)
        wanted = Wanted(formats=formats, left=lists.most)
        templates = _stamps(project)
        kept = self._done if templates == self._templates else {}
        done: dict[str, tuple[bytes, Outcome]] = {}
        files: dict[str, bytes] = {}
        folders = {one.tag: one.folder for one in (*project.languages, project.source_language)}
        for job in jobs_of(project, project.languages, wanted):
            digest = hashlib.sha256(pickle.dumps(job)).digest()
            before = kept.get(job.domain)
            outcome = before[1] if before and before[0] == digest else run_job(job)
            done[job.domain] = digest, outcome
            lists.add(outcome)
            named.add(outcome)
            for tag, suffix, data in outcome.files:
                files[f"{folders[tag]}/{job.domain}.{suffix}"] = data
        above = len(project.page_path(""))
        files.update((path[above:], data) for path, data in lists.pages().items())
        self._done, self._templates = done, templates
        copies = {
            f"{folder}/{path}": data
            for path, data in named.contents()
            for folder in folders.values()
        }
        return files, copies


def _stamps(project: Project) -> object:
    """Return what changes when a template of the project does."""
    folder = project.config.page.templates
    if not folder:
        return None
    found = sorted((project.root / folder).rglob("*"))
    return [(str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in found]
