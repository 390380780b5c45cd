"""What the benchmarks share: where the package and the corpora are, and timing in one process."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from transpipe.markdown import Dialect

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src"
SHARED = Path(os.environ.get("TRANSPIPE_SHARED") or ROOT.parent / "shared")
CORPUS = SHARED / "corpus"
DIALECT = Dialect()

EXAMPLES = "gfm"
"""The folder of the corpora that holds a specification's examples and no documents."""


def markdown(folders: Sequence[Path]) -> list[Path]:
    """Return the Markdown files under some folders, in an order that does not change."""
    return sorted(path for folder in folders for path in folder.rglob("*.md"))


def corpora(given: Sequence[Path] = ()) -> list[Path]:
    """Return the corpora: the folders that are given, or those under TRANSPIPE_SHARED.

    Raises SystemExit where there are none.
    """
    found = list(given)
    if not found and CORPUS.is_dir():
        found = sorted(one for one in CORPUS.iterdir() if one.is_dir() and one.name != EXAMPLES)
    if not found:
        raise SystemExit(
            f"no corpora: name folders of Markdown, or set TRANSPIPE_SHARED ({CORPUS})"
        )
    return found


def best(work: Callable[[], object], rounds: int) -> float:
    """Return the CPU seconds that some work takes, the least of some rounds."""
    found = []
    for _ in range(rounds):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)
