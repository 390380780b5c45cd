"""Running a command: what comes out when something goes wrong."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from transpipe.cli.app import app
from transpipe.errors import TranspipeError

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
    except click.exceptions.Exit as ended:
        return ended.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _INTERRUPTED
    except BrokenPipeError:
        _silence_stdout()
        return _INTERRUPTED
    except TranspipeError as error:
        _terminal().error(error)
        return error.exit_code
    except Exception as error:
        if _debugging(arguments):
            raise
        return _bug(error)
    return code if isinstance(code, int) else 0


def _terminal():  # type: ignore[no-untyped-def]  # noqa: ANN202 - imported only when needed
    from transpipe.report.console import Terminal  # noqa: PLC0415 - slow to import

    return Terminal()


def _debugging(arguments: Sequence[str]) -> bool:
    return "--debug" in arguments or bool(os.environ.get("TRANSPIPE_DEBUG"))


def _bug(error: Exception) -> int:
    text = " ".join(f"{type(error).__name__}: {error}".split())
    bug = TranspipeError(
        f"a bug in transpipe: {text}",
        hint="Run it again with --debug and report what it prints.",
    )
    _terminal().error(bug)
    return _BUG


def _silence_stdout() -> None:
    """Keep Python from complaining when it flushes a closed pipe at exit."""
    sink = os.open(os.devnull, os.O_WRONLY)
    os.dup2(sink, sys.stdout.fileno())
    os.close(sink)
