"""What git knows of a project's files; the only door to git."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from transpipe.errors import TranspipeError

__all__ = ["git", "line_times", "require", "run_git"]

_BLAMED = re.compile(r"([0-9a-f]{40,64}) [0-9]+ ([0-9]+)(?: [0-9]+)?")
_TIME = "committer-time "


@cache
def _program() -> str | None:
    return shutil.which("git")


def run_git(
    root: Path, arguments: Sequence[str], *, data: bytes = b""
) -> subprocess.CompletedProcess[bytes] | None:
    """Run git in a folder; None where there is none."""
    program = _program()
    if program is None:
        return None
    return subprocess.run(  # noqa: S603 - a list of arguments, never a shell
        [program, "-C", str(root), *arguments], input=data, capture_output=True, check=False
    )


def git(root: Path, arguments: Sequence[str], *, data: bytes = b"") -> bytes | None:
    """Run git in a folder; return what it printed, None where it failed or there is none."""
    done = run_git(root, arguments, data=data)
    return done.stdout if done and done.returncode == 0 else None


def require(root: Path, purpose: str) -> None:
    """Make sure that a folder is under git.

    Raises:
        TranspipeError: it is not, or there is no git.

    """
    if git(root, ["rev-parse", "--is-inside-work-tree"]) is None:
        raise TranspipeError(
            f"{purpose} needs git, and this folder is in no git repository",
            hint="Run git init, or do without it." if _program() else "Install git.",
        )


def line_times(root: Path, name: str) -> dict[int, int]:
    """Return when each line of a file was last changed, by the line's number.

    In seconds since 1970; lines that are not committed yet are left out. Where the history is
    cut off (a shallow clone), a line seems younger than it is, never older.
    """
    printed = git(root, ["blame", "--porcelain", "--", name])
    found: dict[int, int] = {}
    times: dict[str, int] = {}
    lines: dict[int, str] = {}
    commit = ""
    for line in (printed or b"").decode(errors="replace").split("\n"):
        if line.startswith("\t"):
            continue
        if match := _BLAMED.fullmatch(line):
            commit = match[1]
            lines[int(match[2])] = commit
        elif line.startswith(_TIME):
            times[commit] = int(line.removeprefix(_TIME))
    for number, commit in lines.items():
        if commit in times and set(commit) != {"0"}:
            found[number] = times[commit]
    return found
