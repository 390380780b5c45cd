"""Odd and hostile input: control characters, deep nesting, long lines, no text at all."""

from __future__ import annotations

import pytest

from transpipe.document import decode
from transpipe.errors import TranspipeError
from transpipe.markdown import Dialect, segment
from transpipe.markdown.fit import compose
from transpipe.markdown.parser import parse_blocks
from transpipe.text import Lines, Span, interleaved, splice

DIALECT = Dialect()


def sources(text: str, dialect: Dialect = DIALECT) -> list[str]:
    return [one.source for one in segment("x.md", text, dialect).segments]


def test_control_characters_are_replaced_in_messages_and_remarked() -> None:
    document = segment("x.md", "a\0b\n\x1b[0m\n", DIALECT)
    assert document.segments[0].source == "a\ufffdb \ufffd[0m"
    assert [(one.code, one.line, one.column) for one in document.remarks] == [
        ("S043", 1, 2),
        ("S043", 2, 1),
    ]
    assert compose(document, {}) == "a\0b\n\x1b[0m\n"


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "\r", " ", "\u00a0\n", "\u2028", "***"])
def test_no_text_no_segment(text: str) -> None:
    document = segment("x.md", text, DIALECT)
    assert document.segments == ()
    assert compose(document, {}) == text


def test_separators_that_are_no_line_ends_stay_inside() -> None:
    assert sources("a\u2028b\x85c\x0bd\u00a0e\tf\n") == ["a\u2028b\x85c\ufffdd\u00a0e\tf"]


def test_a_bom_is_one_at_the_start_alone() -> None:
    assert sources("\ufeff# a\n\n\ufeffb\n") == ["a", "\ufeffb"]
    assert sources("\ufeff\ufeff# a\n") == ["\ufeff# a"]


@pytest.mark.parametrize("levels", [10, 30, 45])
def test_deep_lists_are_read(levels: int) -> None:
    text = "".join("  " * level + f"- level {level}\n" for level in range(levels))
    assert sources(text) == [f"level {level}" for level in range(levels)]


@pytest.mark.parametrize("mark", ["> ", "- ", "1. "])
@pytest.mark.parametrize("levels", [99, 101, 1000, 20_000])
def test_deeper_than_the_limit_is_remarked_not_dropped_in_silence(mark: str, levels: int) -> None:
    document = segment("x.md", mark * levels + "deep\n\nafter\n", DIALECT)
    found = [one.source for one in document.segments]
    if levels < 100 and mark == "> ":  # a list takes two levels, one for its item
        assert found == ["deep", "after"]
    else:
        assert found == ["after"]
        assert [(one.code, one.line) for one in document.remarks] == [("S030", 1)]
    assert compose(document, {}) == document.text


def test_the_limit_is_the_dialects() -> None:
    text = "> > > deep\n\nafter\n"
    assert sources(text, Dialect(max_nesting=2)) == ["after"]
    assert sources(text, Dialect(max_nesting=4)) == ["deep", "after"]


def test_a_limit_beyond_the_stack_is_an_error_not_a_crash() -> None:
    with pytest.raises(TranspipeError) as caught:
        segment("x.md", "> " * 5000 + "deep\n", Dialect(max_nesting=1000))
    assert (caught.value.code, caught.value.path) == ("S030", "x.md")


def test_lines_of_a_megabyte() -> None:
    line = "word " * 200_000
    document = segment("x.md", f"{line}\n\n| {line} |\n|---|\n", DIALECT)
    assert [len(one.source) for one in document.segments] == [999_999, 999_999]


def test_carriage_returns_are_not_for_the_parser() -> None:
    with pytest.raises(ValueError, match="LF"):
        parse_blocks("a\r\n", DIALECT)


def test_what_is_not_utf8_is_an_error_with_its_place() -> None:
    with pytest.raises(TranspipeError) as caught:
        decode("é\r\nf".encode() + b"\xe9", "x.md")
    assert (caught.value.line, caught.value.column, caught.value.path) == (2, 2, "x.md")
    assert "0xE9" in str(caught.value)
    assert "iconv" in caught.value.hint


def test_places_are_lines_and_columns_from_one() -> None:
    lines = Lines("a\r\nbc\rd\n\u2028e")
    assert [lines.place(offset) for offset in (0, 3, 4, 6, 8, 9)] == [
        (1, 1), (2, 1), (2, 2), (3, 1), (4, 1), (4, 2),
    ]  # fmt: skip
    assert lines.ends == [1, 5, 7, 10]


def test_spans_are_replaced_in_order() -> None:
    assert splice("abcd", [(Span(1, 2), "X"), (Span(3, 3), "Y")]) == "aXcYd"
    assert Span(1, 3).of("abcd") == "bc"
    with pytest.raises(ValueError, match="begins before"):
        splice("abcd", [(Span(2, 3), ""), (Span(1, 2), "")])


def test_definitions_are_told() -> None:
    text = "[A  b]: /u 't'\n[other]: <x y>\n\n[^note]: x\n"
    found = segment("x.md", text, DIALECT).definitions
    assert found.links == {"A B": "/u", "OTHER": "x%20y"}
    assert found.footnotes == {"note"}


def test_texts_are_interleaved_only_if_one_is_less() -> None:
    assert interleaved(["a", "c", "e"], ["b", "d"]) == "abcde"
    assert interleaved(["a"], []) == "a"
    for inner in ([], ["b", "d"]):
        with pytest.raises(ValueError, match="size"):
            interleaved(["a", "c"], inner)
