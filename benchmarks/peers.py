"""Finds the other tools: Python's in a place of the benchmark's own, the rest by name."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

REQUIREMENTS = Path(__file__).with_name("requirements.txt")


def interpreter(cache: Path) -> Path:
    """Return the Python that has the other tools; installs them on the first call.

    Raises subprocess.CalledProcessError where they can't be had.
    """
    wanted = REQUIREMENTS.read_bytes()
    folder = cache.resolve() / f"peers-{sha256(wanted).hexdigest()[:12]}"
    found, mark = folder / "bin" / "python", folder / "installed"
    if mark.exists():
        return found
    tell(f"installing {REQUIREMENTS.name} into {folder}")
    venv.create(folder, clear=True, with_pip=True)
    command = [
        str(found),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--quiet",
        "--disable-pip-version-check",
    ]
    subprocess.run([*command, "-r", str(REQUIREMENTS)], check=True, stdout=sys.stderr)
    mark.touch()
    return found


def found(install: Callable[[], Path]) -> tuple[Path | None, str]:
    """Return the Python that has the other tools, or None and why there is none."""
    try:
        return install(), ""
    except (OSError, subprocess.SubprocessError) as error:
        return None, f"not installed: {type(error).__name__}"


def versions(python: Path | None) -> dict[str, str]:
    """Return the versions of all the tools that are there."""
    told = {name: version(name) for name in ("po4a", "msgmerge")}
    if python:
        script = (
            "from importlib.metadata import version\n"
            "for name in ('markdown-gettext', 'mdpo', 'translate-toolkit'):\n"
            "    print(name, version(name))"
        )
        done = subprocess.run([python, "-c", script], check=True, capture_output=True, text=True)
        told |= dict(line.split() for line in done.stdout.splitlines())
    return {name: one for name, one in told.items() if one}


def version(name: str) -> str:
    """Return the version of a command, or nothing where it is absent."""
    if not shutil.which(name):
        return ""
    done = subprocess.run([name, "--version"], check=False, capture_output=True, text=True)
    number = re.search(r"\d+(?:\.\d+)+", done.stdout)
    return number[0] if number else "?"


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
