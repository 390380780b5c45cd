"""Faults of the system, made by strace: which calls a command makes on a project, and how it fares.

A call is known by its name and its place among the calls of that name: ``fsync`` 3. Each can be
made to fail, or to be the last thing that the process does.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["CALLS", "FAULTS", "Call", "Outcome", "calls", "run", "usable"]

# What changes files or the names of files, by all the names that systems know it under.
CALLS = {
    "openat": "openat",
    "write": "write,pwrite64",
    "fsync": "fsync,fdatasync",
    "rename": "?rename,renameat,renameat2",
    "mkdir": "?mkdir,mkdirat",
    "fchmod": "fchmod",
    "close": "close",
    "unlink": "?unlink,unlinkat",
}
FAULTS = {"kill": "signal=SIGKILL", "full": "error=ENOSPC", "broken": "error=EIO"}

_LINE = re.compile(r"(?:\[pid +\d+\] |\d+ +)?(\w+)\(")


@dataclass(frozen=True, slots=True)
class Call:
    """The ``count``-th call of one kind, from 1, and the line that strace prints for it."""

    kind: str
    count: int
    line: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: its code (negative: the signal), what it said, what strace saw."""

    code: int
    error: str
    log: str


def usable() -> bool:
    """Say whether strace is there and may trace."""
    if not shutil.which("strace"):
        return False
    done = subprocess.run(
        ["strace", "-f", "-e", "trace=fsync", "true"],
        capture_output=True,
        check=False,
    )
    return done.returncode == 0


def _strace(command: Sequence[str], log: Path, *options: str) -> Outcome:
    done = subprocess.run(
        ["strace", "-f", "-y", "-o", str(log), *options, *command],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return Outcome(done.returncode, done.stderr, log.read_text(errors="replace"))


def calls(command: Sequence[str], root: Path, log: Path) -> list[Call]:
    """Run a command; return the calls it makes on what is below the root, in order.

    Those of its threads and children are left out: strace counts each of them for itself.
    """
    names = {name.strip("?"): kind for kind, each in CALLS.items() for name in each.split(",")}
    outcome = _strace(command, log, "-e", f"trace={','.join(CALLS.values())}")
    assert outcome.code == 0, outcome.error
    counts: Counter[str] = Counter()
    found = []
    main = outcome.log.split(maxsplit=1)[0]
    for line in outcome.log.splitlines():
        match = _LINE.match(line)
        if match and match[1] in names and line.split(maxsplit=1)[0] == main:
            kind = names[match[1]]
            counts[kind] += 1
            if str(root) in line:
                found.append(Call(kind, counts[kind], line))
    return found


def run(command: Sequence[str], call: Call, fault: str, log: Path) -> Outcome:
    """Run a command with a fault at one call."""
    names = CALLS[call.kind]
    inject = f"inject={names}:{FAULTS[fault]}:when={call.count}"
    return _strace(command, log, "-e", f"trace={names}", "-e", inject)
