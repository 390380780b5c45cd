"""Running a command: what comes out when something goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

import click

from transpipe.cli.app import app
from transpipe.errors import TranspipeError

if TYPE_CHECKING:
    from transpipe.report.console import Terminal

__all__ = ["main", "run"]

_INTERRUPTED = 130
_BUG = 70


def main() -> NoReturn:
    """Run the command line and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command; return its exit code.

    0 done; 1 findings, or a condition that was asked for is not met; 2 usage, configuration,
    unreadable input; 3 input or output; 4 locked; 70 a bug; 130 interrupted.
    """
    try:
        code = app.main(list(arguments), prog_name="transpipe", standalone_mode=False)
        sys.stdout.flush()
    except (Exception, KeyboardInterrupt) as error:
        if _debugging(arguments) and _exit_code(error) == _BUG:
            raise
        return _failed(error)
    return code if isinstance(code, int) else 0


def _failed(error: BaseException) -> int:
    """Tell what went wrong, if it is worth telling; return the exit code."""
    code = _exit_code(error)
    if isinstance(error, BrokenPipeError):
        _silence_stdout()
    elif isinstance(error, TranspipeError):
        _terminal().error(error)
    elif isinstance(error, click.ClickException):
        error.show()
    elif code == _BUG:
        _terminal().error(_bug(error))
    return code


def _exit_code(error: BaseException) -> int:
    if isinstance(error, click.Abort | KeyboardInterrupt | BrokenPipeError):
        return _INTERRUPTED
    if isinstance(error, TranspipeError | click.ClickException | click.exceptions.Exit):
        return error.exit_code
    return _BUG


def _terminal() -> Terminal:
    from transpipe.report.console import Terminal  # noqa: PLC0415 - slow to import

    return Terminal()


def _debugging(arguments: Sequence[str]) -> bool:
    return "--debug" in arguments or bool(os.environ.get("TRANSPIPE_DEBUG"))


def _bug(error: BaseException) -> TranspipeError:
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return TranspipeError(
        f"a bug in transpipe: {text}",
        hint="Run it again with --debug and report what it prints.",
    )


def _silence_stdout() -> None:
    """Keep Python from complaining when it flushes a closed pipe at exit."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
    os.close(sink)
