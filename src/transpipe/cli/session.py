"""What a command works with: the project, the terminal, the workers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING

from transpipe.errors import TranspipeError

if TYPE_CHECKING:
    from transpipe.project.files import Stage
    from transpipe.project.layout import Project
    from transpipe.project.recall import Recall
    from transpipe.project.workers import Workers
    from transpipe.report.console import Color, Terminal

__all__ = ["Session"]


@dataclass(kw_only=True)
class Session:
    """What the global options ask for.

    Attributes:
        directory: where the command runs.
        config: the configuration that was named; None: the nearest one.
        color: when to print in colour.
        quiet: whether only errors and what was asked for are printed.
        verbose: whether more is told.
        jobs: how many processes; 0: as many as there are cores, where it pays.
        executor: what they run on: ``process``, ``thread`` or ``module:callable``.

    """

    directory: Path
    config: Path | None
    color: Color
    quiet: bool
    verbose: bool
    jobs: int
    executor: str = "process"
    _changes: dict[str, object] = field(default_factory=dict, init=False)

    @cached_property
    def terminal(self) -> Terminal:
        """Where everything is printed."""
        from transpipe.report.console import Terminal  # noqa: PLC0415 - slow to import

        return Terminal(self.color, quiet=self.quiet)

    @cached_property
    def project(self) -> Project:
        """The project in whose folder the command runs.

        Raises:
            TranspipeError: there is none, or its configuration is wrong.

        """
        from transpipe.project.config import load  # noqa: PLC0415 - slow to import
        from transpipe.project.layout import Project  # noqa: PLC0415 - slow to import

        return Project(load(self.directory, self.config))

    def tell_overlooked(self) -> None:
        """Say which files of the source folder are left out though they seem to be Markdown."""
        from transpipe.report.console import escape  # noqa: PLC0415 - slow to import

        for name in self.project.overlooked:
            self.terminal.note(
                f"[info]note[/]: {escape(name)} is left out: the names of documents end with .md"
            )

    def workers(self) -> Workers:
        """Return what works on documents; a context that ends it."""
        from transpipe.project.workers import Workers  # noqa: PLC0415 - slow to import

        return Workers(self.executor, self.jobs)

    @contextmanager
    def stage(self, command: str, *, check: bool) -> Iterator[Stage]:
        """Hold the project's lock and a stage for a command; look only where ``check`` is set.

        Raises:
            LockedError: another run holds the lock.

        """
        from transpipe.project.files import Stage  # noqa: PLC0415 - slow to import

        with self.lock(command, check=check), Stage(self.project.root, dry=check) as stage:
            yield stage

    def lock(self, command: str, *, check: bool) -> AbstractContextManager[int]:
        """Hold the project's lock for a command; not where ``check`` is set, which only looks.

        Gives the time at which it was taken, by the clock of the file system; 0 for none.

        Raises:
            LockedError: another run holds the lock.

        """
        return nullcontext(0) if check else self.project.lock(f"transpipe {command}")

    def recall(
        self,
        *,
        no_cache: bool,
        since: int = 0,
        formats: Sequence[str] = (),
        **options: object,
    ) -> Recall:
        """Return what earlier commands made of the project.

        Args:
            no_cache: know nothing of it.
            since: when the command began, by the clock of the file system; 0 where that is unknown.
            formats: what is built of an edition.
            options: what else makes something else of the same project: tags of languages, where
                they are not all.

        """
        from transpipe.project.cache import Cache, folder  # noqa: PLC0415 - slow to import
        from transpipe.project.recall import Recall, can_recall  # noqa: PLC0415 - slow to import

        project = self.project
        at = None if no_cache or not can_recall(project, formats) else folder()
        every, usual = [one.tag for one in project.languages], project.config.formats
        plain = {"built": every, "languages": every, "formats": usual}
        given = {**self._changes, **options, "formats": formats}
        own = {key: value for key, value in given.items() if value and value != plain.get(key)}
        cache = Cache(at, project.root, repr(sorted(own.items())) if own else "") if at else None
        return Recall(project, cache, since)

    def reconfigure(self, **changes: object) -> None:
        """Set keys of the project's configuration otherwise, as options ask.

        Raises:
            TranspipeError: a value would be refused in a file.

        """
        from transpipe.project.layout import Project  # noqa: PLC0415 - slow to import

        self.project = Project(self.project.config.replace(**changes))
        self._changes |= changes

    def again(self, *, drafts: bool | None) -> Project:
        """Return the project as it is configured by now.

        Raises:
            TranspipeError: its configuration is wrong.

        """
        from transpipe.project.config import load  # noqa: PLC0415 - slow to import
        from transpipe.project.layout import Project  # noqa: PLC0415 - slow to import

        config = load(self.directory, self.config)
        return Project(config if drafts is None else config.replace(drafts=drafts))

    @cached_property
    def now(self) -> datetime:
        """The time of this run; SOURCE_DATE_EPOCH sets it (reproducible-builds.org).

        Raises:
            TranspipeError: that variable holds no number of seconds.

        """
        seconds = environ.get("SOURCE_DATE_EPOCH")
        if not seconds:
            return datetime.now(UTC)
        try:
            return datetime.fromtimestamp(int(seconds), UTC)
        except (ValueError, OverflowError, OSError):
            raise TranspipeError(
                f"SOURCE_DATE_EPOCH is no number of seconds: {seconds!r}",
                hint="Unset it, or set it to something like 1700000000.",
            ) from None
