"""Running a command: what comes out when something goes wrong."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, NoReturn

from transpipe.errors import InputOutputError, TranspipeError
from transpipe.garbage import collect_no_more, collect_seldom
from transpipe.interrupts import bring_back

if TYPE_CHECKING:
    from transpipe.report.console import Terminal

__all__ = ["main", "run"]

_INTERRUPTED = 130
_BUG = 70


def main() -> NoReturn:
    """Run the command line and leave with its exit code, quietly if Ctrl-C comes at the end."""
    sys.unraisablehook = bring_back
    collect_seldom()
    try:
        _open_streams()
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        code = _INTERRUPTED
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_no_more()
    sys.exit(code)


def run(arguments: Sequence[str]) -> int:
    """Run a command; return its exit code.

    0 done; 1 findings, or a condition that was asked for is not met; 2 usage, configuration,
    unreadable input; 3 input or output; 4 locked; 70 a bug; 130 interrupted.
    """
    try:
        from transpipe.cli.app import app  # noqa: PLC0415 - slow, and Ctrl-C may come meanwhile

        code = app.main(list(arguments), prog_name="transpipe", standalone_mode=False)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as error:
        if _debugging(arguments) and _exit_code(error) == _BUG:
            raise
        return _failed(error)
    return code if isinstance(code, int) else 0


def _failed(error: Exception) -> int:
    """Tell what went wrong, if it is worth telling; return the exit code."""
    import click  # noqa: PLC0415 - slow to import

    code = _exit_code(error)
    if isinstance(error, OSError | click.Abort):
        _silence_stdout()
    with suppress(OSError):  # where nobody listens, the exit code must do
        if isinstance(error, TranspipeError):
            _terminal().error(error)
        elif isinstance(error, OSError) and code == InputOutputError.exit_code:
            _terminal().error(_refused(error))
        elif isinstance(error, click.ClickException):
            error.show()
        elif code == _BUG:
            _terminal().error(_bug(error))
    return code


def _exit_code(error: Exception) -> int:
    import click  # noqa: PLC0415 - slow to import

    if isinstance(error, click.Abort | BrokenPipeError):
        return _INTERRUPTED
    if isinstance(error, OSError):
        return InputOutputError.exit_code
    if isinstance(error, TranspipeError | click.ClickException | click.exceptions.Exit):
        return error.exit_code
    return _BUG


def _terminal() -> Terminal:
    from transpipe.report.console import Terminal  # noqa: PLC0415 - slow to import

    return Terminal()


def _debugging(arguments: Sequence[str]) -> bool:
    """Tell whether tracebacks were asked for, as click reads a variable: 0, no, off mean no."""
    import click  # noqa: PLC0415 - slow to import

    with suppress(click.BadParameter):
        value = os.environ.get("TRANSPIPE_DEBUG", "").strip()
        return "--debug" in arguments or (bool(value) and click.BOOL.convert(value, None, None))
    return False


def _refused(error: OSError) -> TranspipeError:
    """Say what the system refused outside the files of a project: the output, the folder."""
    path = error.filename if isinstance(error.filename, str) else ""
    return InputOutputError(error.strerror or str(error), path=path)


def _bug(error: Exception) -> TranspipeError:
    text = " ".join(f"{type(error).__name__}: {error}".split())
    return TranspipeError(
        f"a bug in transpipe: {text}",
        hint="Run it again with --debug and report what it prints.",
    )


def _open_streams() -> None:
    """Let closed streams swallow what is printed, and poor encodings show escapes."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _silence_stdout() -> None:
    """Keep Python from complaining when it flushes a closed pipe or a full disk at exit."""
    with suppress(Exception):  # a stream of a caller's own, or none
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, sys.stdout.fileno())
        os.close(sink)
