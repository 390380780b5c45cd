"""Blocks that are shown in many ways are shown in each as if there were no others."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from markdown_strategy import documents
from transpipe.document import Document
from transpipe.errors import TranspipeError
from transpipe.markdown import Dialect, frame, segment
from transpipe.markdown.contained import is_closed_block, is_contained_block
from transpipe.markdown.render import Body, Labels, Shown, Tongue, Wording, render
from transpipe.page.sanitize import clean

DIALECT = Dialect()
WORDING = Wording(Labels("F", "D", "f", "d"), {"note": "N"}, "t", "f", str, str)
SOURCE = Tongue("en", "ltr")
READERS = [Tongue("id", "ltr"), Tongue("th", "ltr"), Tongue("ar", "rtl"), SOURCE]


def page(document: Document, shown: list[Shown], reader: Tongue) -> Body:
    return render(
        document,
        document.text,
        shown,
        DIALECT,
        source=SOURCE,
        reader=reader,
        wording=WORDING,
        targets={},
        clean=clean,
    )


def forget() -> None:
    frame._cached.cache_clear()  # noqa: SLF001
    frame._common_ground.cache_clear()  # noqa: SLF001


@given(st.data())
@settings(max_examples=120)
def test_no_way_depends_on_those_before(data: st.DataObject) -> None:
    try:
        document = segment("a.md", data.draw(documents()), DIALECT)
    except TranspipeError:
        return
    count = len(document.segments)
    kinds = st.lists(st.sampled_from(Shown), min_size=count, max_size=count)
    same = kinds | st.sampled_from(Shown).map(lambda kind: [kind] * count)
    views = data.draw(st.lists(st.tuples(same, st.sampled_from(READERS)), max_size=5))
    forget()
    together = [page(document, shown, reader) for shown, reader in views]
    for (shown, reader), found in zip(views, together, strict=True):
        forget()
        assert page(document, shown, reader) == found


def test_what_stands_behind_what_shows_nothing_is_the_same_in_a_box() -> None:
    text = "[a]: /b\n\n- c\n\n[d]: /e 'f'\n\n***\n\ng\n"
    document = segment("a.md", text, DIALECT)
    boxed = page(document, [Shown.FALLBACK] * len(document.segments), READERS[0])
    plain = page(document, [Shown.TARGET] * len(document.segments), READERS[0])
    parts = re.findall(r"\n*<(?:ul|hr|p)\b", boxed.text)
    assert parts[1:] == re.findall(r"\n*<(?:ul|hr|p)\b", plain.text)
    assert boxed.text.count('class="tag"') == 1


def test_more_pieces_than_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    document = segment("a.md", "# a\n\nb\n\nc\n", DIALECT)
    shown = [Shown.TARGET, Shown.FALLBACK, Shown.DRAFT]
    forget()
    found = page(document, shown, READERS[0])
    forget()
    monkeypatch.setattr("transpipe.markdown.pieces._MANY", 1)
    assert page(document, shown, READERS[0]) == found


@pytest.mark.parametrize(
    ("content", "contained", "closed"),
    [
        ("<!-- a -->\n", True, True),
        ("<div><p>a</p><br></div>\n", True, True),
        ("<details>\n", True, False),
        ("</details>\n", True, False),
        ("</div><div>\n", True, False),
        ("<b>a\n", False, False),
        ("<table></table>\n", False, False),
        ("a < b\n", False, False),
    ],
)
def test_closed_blocks(content: str, contained: bool, closed: bool) -> None:
    assert is_contained_block(content) is contained
    assert is_closed_block(content) is closed
