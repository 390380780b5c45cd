"""The command and its options; each subcommand is imported only when it is called."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

import click

from transpipe import __version__

if TYPE_CHECKING:
    from transpipe.report.console import Color

__all__ = ["app"]

_COLUMNS, _WIDEST, _NARROWEST = 80, 100, 50

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


@contextmanager
def _quietly_ended() -> Iterator[None]:
    """Keep from click what it would answer with an empty line, or with exit code 1."""
    try:
        yield
    except (KeyboardInterrupt, BrokenPipeError):
        raise click.Abort from None


def _width() -> int:
    """Return how wide help is: what click would find, without the packages that it asks."""
    try:
        columns = int(os.environ.get("COLUMNS") or 0) or os.get_terminal_size().columns
    except (ValueError, OSError):
        columns = 0
    return max(min(columns or _COLUMNS, _WIDEST) - 2, _NARROWEST)


def _name_variables(command: click.Command) -> None:
    """Name the variable of each option after what is typed; click does after the parameter."""
    for option in command.params:
        if isinstance(option, click.Option):
            typed = next(name[2:] for name in option.opts if name.startswith("--"))
            option.envvar = f"TRANSPIPE_{command.name}_{typed}".replace("-", "_").upper()


class _LazyGroup(click.Group):
    """A group whose commands are imported when they are called."""

    def make_context(self, *arguments: Any, **more: Any) -> click.Context:
        more.setdefault("terminal_width", _width())
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
    },
    no_args_is_help=True,
    epilog="Every option can be set in the environment too: --jobs as TRANSPIPE_JOBS, "
    "--drafts of build as TRANSPIPE_BUILD_DRAFTS.",
)
@click.option(
    "-C",
    "--directory",
    type=click.Path(file_okay=False, exists=True),
    default=".",
    help="Run as if started in this folder.",
)
@click.option(
    "-c",
    "--config",
    type=click.Path(),
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
    directory: str,
    config: str | None,
    color: Color,
    quiet: bool,
    verbose: bool,
    jobs: int,
    executor: str,
    debug: bool,  # noqa: ARG001 - read before click is, in main
) -> None:
    """Translate Markdown with gettext catalogues."""
    from pathlib import Path  # noqa: PLC0415 - --help needs none of it

    from transpipe.cli.session import Session  # noqa: PLC0415 - likewise

    ctx.obj = Session(
        directory=Path(directory),
        config=Path(config) if config else None,
        color=color,
        quiet=quiet,
        verbose=verbose,
        jobs=jobs,
        executor=executor,
    )
