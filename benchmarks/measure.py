"""CPU time, wall time and peak memory of commands, with all that they start."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.common import SOURCES

ENVIRONMENT = {
    "PATH": os.environ.get("PATH", os.defpath),
    "LC_ALL": "C.UTF-8",
    "NO_COLOR": "1",
    "PYTHONPATH": str(SOURCES),
    "SOURCE_DATE_EPOCH": "1700000000",
}
LAUNCHER = str(Path(__file__).with_name("launch.py"))
FAILED = 400
"""How many characters of a failed command's output are told."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What commands took.

    Attributes:
        cpu: seconds, user and system, of all processes together.
        wall: seconds from beginning to end.
        peak: MiB of memory resident at once in the largest single process.

    """

    cpu: float
    wall: float
    peak: float

    def times(self, count: int) -> Usage:
        """Return what so many like this one take, one after the other."""
        return Usage(self.cpu * count, self.wall * count, self.peak)


class FailedError(Exception):
    """A command ended with an exit code that says so."""


class LateError(Exception):
    """Commands took longer than they were given."""


def python(*arguments: object) -> list[str]:
    return [sys.executable, *map(str, arguments)]


def transpipe(*arguments: object, jobs: int = 1) -> list[str]:
    return python("-m", "transpipe", "-j", jobs, *arguments)


def measure(
    commands: Sequence[Sequence[object]],
    folder: Path,
    log: Path,
    *,
    seconds: float = 3600,
    more: Mapping[str, str] | None = None,
) -> Usage:
    """Run commands in a folder, one after the other; what they print goes into a file.

    Raises FailedError where one of them fails, LateError where they take too long and were ended.
    """
    started = subprocess.Popen(
        [sys.executable, "-S", "-E", LAUNCHER, str(log)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=folder,
        env={**ENVIRONMENT, **(more or {})},
        text=True,
        start_new_session=True,
    )
    try:
        told, _ = started.communicate(json.dumps([[*map(str, one)] for one in commands]), seconds)
    except BaseException as error:
        os.killpg(started.pid, signal.SIGKILL)
        started.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            raise LateError(f"over {seconds:.0f} s") from None
        raise
    found = json.loads(told)
    if any(found["codes"]):
        said = log.read_text("utf-8", errors="replace").strip()[-FAILED:]
        raise FailedError(
            f"{' '.join(map(str, commands[0][:6]))}: exit codes {found['codes']}: {said}"
        )
    return Usage(found["cpu"], found["wall"], found["peak"] / 1024)
