"""What fuzzing found once, and ordinary input, through the same targets; see tests/fuzz/."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent / "fuzz"))

from targets import SEPARATOR, TARGETS

DATA = Path(__file__).parent / "data"
KEPT = sorted((DATA / "fuzz").glob("*/*"))
FIXTURES = sorted((DATA / "po").glob("*.po"))

MARKS = st.sampled_from(
    "# - > * ** ` ``` | |-| [ ] ( ) ![ < > <!-- --> <div> </div> \\ & &lt; : ::: [^1]: [a]: ~ ~~~ "
    "--- === {#i} 1. javascript: \" ' x é ก".split()
)
TEXT = st.lists(MARKS | st.sampled_from([" ", "\n", "\n\n", "    ", "word "]), max_size=25)


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_what_was_found_once(path: Path) -> None:
    TARGETS[path.parent.name](path.read_bytes())


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_fixture(path: Path) -> None:
    TARGETS["catalogs"](path.read_bytes())


@pytest.mark.parametrize("name", ["markdown", "build"])
@given(st.lists(TEXT.map("".join), min_size=1, max_size=4))
def test_generated_documents_and_targets(name: str, parts: list[str]) -> None:
    TARGETS[name](SEPARATOR.join(part.encode() for part in parts))
