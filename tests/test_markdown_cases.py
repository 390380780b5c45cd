"""Cases: for each ``data/markdown/NAME.md`` its segments and an edition, readable as files.

``NAME.segments.txt`` lists the segments; ``NAME.edition.md`` is the text with every message
put in guillemets, so that all that must not change can be seen side by side.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from transpipe.document import Document, Segment
from transpipe.markdown import Dialect, segment
from transpipe.markdown.fit import compose, misfits, tidy

CASES = Path(__file__).parent / "data" / "markdown"
NAMES = sorted(path.stem for path in CASES.glob("*.md") if ".edition" not in path.name)
DIALECTS = {"code": Dialect(code=True)}


def listing(document: Document) -> Iterator[str]:
    for one in document.segments:
        yield f"{one.line}: {described(one)}: {one.source!r}"
    for remark in document.remarks:
        yield f"{remark.line}: {remark.code} {remark.message}"


def described(one: Segment) -> str:
    words = [one.kind.value, *([one.label] if one.label else [])]
    if one.section:
        words.append(f"below {one.section!r}")
    if one.context is not None:
        words.append(f"context {one.context!r}")
    if one.note:
        words.append(f"note {one.note!r}")
    if one.optional:
        words.append("optional")
    return ", ".join(words)


def edition(document: Document, dialect: Dialect) -> str:
    raw = {index: f"«{one.source}»" for index, one in enumerate(document.segments)}
    targets = {index: tidy(document.segments[index], text) for index, text in raw.items()}
    assert misfits(document, targets, raw, dialect) == frozenset()
    return compose(document, targets)


def expect(path: Path, found: str) -> None:
    """Compare with a file; with ``REGENERATE=1`` write it, to be read before it is kept."""
    if os.environ.get("REGENERATE"):
        path.write_text(found, "utf-8", newline="")
    assert found == path.read_bytes().decode("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str) -> None:
    dialect = DIALECTS.get(name, Dialect())
    text = (CASES / f"{name}.md").read_bytes().decode("utf-8")
    document = segment(f"{name}.md", text, dialect)
    expect(CASES / f"{name}.segments.txt", "\n".join([*listing(document), ""]))
    expect(CASES / f"{name}.edition.md", edition(document, dialect))


def test_there_are_cases() -> None:
    assert len(NAMES) > 15


def test_code_is_not_translated_unless_asked_for() -> None:
    text = (CASES / "code.md").read_text("utf-8")
    assert [one.source for one in segment("code.md", text, Dialect()).segments] == [
        "Text before `code`."
    ]
