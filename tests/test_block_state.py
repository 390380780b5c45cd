"""What segmenting does sooner than markdown-it or a plain way would comes to the same."""

from __future__ import annotations

import re
from itertools import pairwise
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.rules_block import StateBlock

from markdown_strategy import runs
from transpipe.catalog.grammar import quote
from transpipe.markdown import Dialect, segment
from transpipe.markdown import runs as runs_of
from transpipe.markdown.attachments import attachments
from transpipe.markdown.parser import parse_blocks, parser
from transpipe.markdown.runs import Breaks, join
from transpipe.markdown.source import source_of
from transpipe.markdown.state import BlockState
from transpipe.text import Lines

DIALECT = Dialect()
TEXTS = st.text(st.sampled_from("a> \t\n\u00a0é"), max_size=30)
LISTS = ("bMarks", "eMarks", "tShift", "sCount", "bsCount")


@given(TEXTS)
def test_the_lines_of_a_text_are_those_that_markdown_it_finds(text: str) -> None:
    md = parser(DIALECT)
    ours, theirs = (state(text, md, {}, []) for state in (BlockState, StateBlock))
    assert vars(ours) == vars(theirs)


@given(TEXTS, st.integers(-1, 9), st.integers(-1, 9), st.integers(-1, 5), st.booleans())
def test_lines_without_an_indent_are_those_that_markdown_it_cuts(
    text: str, begin: int, count: int, indent: int, keep: bool
) -> None:
    md = parser(DIALECT)
    ours, theirs = (state(text, md, {}, []) for state in (BlockState, StateBlock))
    begin = max(0, min(begin, ours.lineMax))
    end = min(begin + count, ours.lineMax)
    assert ours.getLines(begin, end, indent, keep) == theirs.getLines(begin, end, indent, keep)


@pytest.mark.parametrize("is_known", [True, False])
def test_tokens_are_those_that_markdown_it_makes(is_known: bool) -> None:
    md = parser(DIALECT)
    ours, theirs = BlockState("", md, {}, []), StateBlock("", md, {}, [])
    with patch("transpipe.markdown.state._IS_KNOWN", is_known):
        for state in (ours, theirs):
            for name, tag, nesting in (("a_open", "a", 1), ("b", "", 0), ("a_close", "a", -1)):
                token = state.push(name, tag, nesting)  # type: ignore[arg-type]
                token.attrSet("x", "y")
                token.meta["z"] = 1
    assert ours.tokens == theirs.tokens
    assert ours.level == theirs.level == 0


@given(st.lists(runs(), min_size=1, max_size=4).map("\n".join))
def test_lines_with_nothing_special_are_joined_as_the_parser_would(text: str) -> None:
    lines = [line.strip(" \t") or "x" for line in text.split("\n")]
    breaks = Breaks(DIALECT, parse_blocks("[ref]: /x\n", DIALECT).env)
    with patch.object(runs_of, "_OPEN_TAG", re.compile("")):
        parsed = join(lines, breaks)
    assert join(lines, breaks) == parsed


@given(st.text(st.sampled_from("a\n\u2028é"), max_size=20))
def test_lines_of_a_text_with_line_feeds_alone(text: str) -> None:
    lines = Lines(text)
    assert [text[start:end] for start, end in zip(lines.starts, lines.ends, strict=True)] == (
        text.split("\n")
    )
    assert all(start - end == 1 for end, start in zip(lines.ends, lines.starts[1:], strict=False))
    assert all(one < other for one, other in pairwise(lines.starts))


@given(st.text(max_size=20))
def test_a_text_is_quoted_character_by_character(text: str) -> None:
    assert quote(text) == "".join(map(quote, text))


def test_what_is_asked_of_a_document_leaves_its_blocks_as_they_are() -> None:
    text = "a^[b ![c](d.png)] [e](f.txt) [^1] [^1]\n\n[^1]: g\n\n<img src=h.png alt=i>\n"
    document = segment("x.md", text, DIALECT)
    assert source_of(text, DIALECT, "x.md") is source_of(text, DIALECT, "x.md")
    env = repr(source_of(text, DIALECT, "x.md").parsed.env)
    found = list(attachments(document, DIALECT, ""))
    assert [one.path for one in found] == ["f.txt", "d.png", "h.png"]
    assert list(attachments(document, DIALECT, "")) == found
    assert repr(source_of(text, DIALECT, "x.md").parsed.env) == env
    assert segment("x.md", text, DIALECT) == document
