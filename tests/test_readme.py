"""The README says what the code does."""

from __future__ import annotations

from conftest import ROOT
from transpipe.project.config import keys

README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_table_of_keys_is_that_of_the_code() -> None:
    rows = [
        f"| `{key.name}` | {key.type} | "
        + ("all of them" if key.name == "extensions" else key.default and f"`{key.default}`")
        + f" | {key.meaning} |"
        for key in keys()
    ]
    start = README.index("| key | holds")
    table = README[start : README.index("\n\n", start)].split("\n")
    assert table == ["| key | holds | default | meaning |", "|---|---|---|---|", *rows]
