"""The command and its options; each subcommand is imported only when it is called."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from importlib import import_module
from keyword import iskeyword
from os import environ
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from transpipe import __version__
from transpipe.errors import TranspipeError

if TYPE_CHECKING:
    from transpipe.project.files import Stage
    from transpipe.project.layout import Project
    from transpipe.project.recall import Recall
    from transpipe.project.workers import Workers
    from transpipe.report.console import Color, Terminal

__all__ = ["Session", "app"]

# Command, and what it does in a line: so that --help imports none of them.
_COMMANDS = {
    "run": "Extract, update, check and build: the one command.",
    "init": "Write a first configuration.",
    "extract": "Write the text of the documents into templates.",
    "update": "Bring the catalogues up to date with the documents.",
    "status": "Show how much is translated.",
    "check": "Find what is wrong with the translations.",
    "explain": "Say what a check finds and how to mend it.",
    "build": "Build the editions.",
    "import": "Take over translations from other catalogues.",
    "bootstrap": "Take over a document that was translated by hand.",
    "merge-driver": "Merge catalogues for git.",
    "serve": "Show the pages in the browser, again on every change.",
}


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


@contextmanager
def _quietly_ended() -> Iterator[None]:
    """Keep from click what it would answer with an empty line, or with exit code 1."""
    try:
        yield
    except (KeyboardInterrupt, BrokenPipeError):
        raise click.Abort from None


def _name_variables(command: click.Command) -> None:
    """Name the variable of each option after what is typed; click does after the parameter."""
    for option in command.params:
        if isinstance(option, click.Option):
            typed = next(name[2:] for name in option.opts if name.startswith("--"))
            option.envvar = f"TRANSPIPE_{command.name}_{typed}".replace("-", "_").upper()


class _LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def make_context(self, *arguments: Any, **more: Any) -> click.Context:
        with _quietly_ended():
            return super().make_context(*arguments, **more)

    def invoke(self, ctx: click.Context) -> Any:
        with _quietly_ended():
            return super().invoke(ctx)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        name = cmd_name.replace("-", "_")
        module = f"{name}_" if iskeyword(name) else name
        command = getattr(import_module(f"transpipe.cli.{module}"), f"{name}_command")
        assert isinstance(command, click.Command)  # noqa: S101 - for the type checker
        _name_variables(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches  # noqa: PLC0415 - seldom needed

            near = get_close_matches(args[0], _COMMANDS, 1)
            hint = f" Did you mean “{near[0]}”?" if near else ""
            ctx.fail(f"No such command “{args[0]}”.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(
    cls=_LazyGroup,
    context_settings={
        "help_option_names": ["-h", "--help"],
        "auto_envvar_prefix": "TRANSPIPE",
        "max_content_width": 100,
    },
    no_args_is_help=True,
    epilog="Every option can be set in the environment too: --jobs as TRANSPIPE_JOBS, "
    "--drafts of build as TRANSPIPE_BUILD_DRAFTS.",
)
@click.option(
    "-C",
    "--directory",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    default=Path(),
    help="Run as if started in this folder.",
)
@click.option(
    "-c",
    "--config",
    type=click.Path(path_type=Path),
    help="The configuration, in place of transpipe.toml or pyproject.toml.",
)
@click.option("-q", "--quiet", is_flag=True, help="Print errors and what was asked for only.")
@click.option("-v", "--verbose", is_flag=True, help="Tell more.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="When to print in colour.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(0),
    default=0,
    metavar="N",
    help="Run N processes at once; 0, the default: one for each core, where it pays.",
)
@click.option(
    "--executor",
    default="process",
    show_default=True,
    metavar="KIND",
    help="What works on many documents: process, thread, or module:callable, which returns a "
    "concurrent.futures.Executor of your own.",
)
@click.option("--debug", is_flag=True, help="Show the traceback of a bug.")
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
@click.pass_context
def app(
    ctx: click.Context,
    directory: Path,
    config: Path | None,
    color: Color,
    quiet: bool,
    verbose: bool,
    jobs: int,
    executor: str,
    debug: bool,  # noqa: ARG001 - read before click is, in main
) -> None:
    """Translate Markdown with gettext catalogues."""
    ctx.obj = Session(
        directory=directory,
        config=config,
        color=color,
        quiet=quiet,
        verbose=verbose,
        jobs=jobs,
        executor=executor,
    )
