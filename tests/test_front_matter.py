"""Front matter: which text is, which values are read, what is refused."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transpipe.errors import TranspipeError
from transpipe.markdown import Dialect, segment
from transpipe.markdown.flat_yaml import flat_values
from transpipe.markdown.front_matter import (
    collections,
    front_matter_end,
    quote_scalar,
    read_scalar,
    scalars,
)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: x\n---\n",
        "---\ntitle: x\n...\n",
        "--- \ntitle: x\n---\t\n",
        "---\n# comment\ntitle: x\n---",
        '---\n"quoted key": x\n---\n',
        "---\nog:title: x\n---\n",
        "---\nkey:\n  - a\n---\n",
        "---\n---\n",
        "---\n# only a comment\n---\n",
        "+++\ntitle = 'x'\n+++\n",
        "+++\n+++\n",
    ],
)
def test_is_front_matter(text: str) -> None:
    assert front_matter_end(text + "text\n") == len(text) or text.endswith("---")
    assert front_matter_end(text) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---\n",
        "---\n\nA rule, then a note: this is text.\n\n---\n",
        "---\ntext\n---\n",
        "---\n- a: b\n---\n",
        "---\n**Note**: bold\n---\n",
        "---\n> quote: x\n---\n",
        "----\ntitle: x\n---\n",
        " ---\ntitle: x\n---\n",
        "---\ntitle: x\n----\n",
        "---\ntitle: x\n",
        "+++\ntitle = 1\n",
        "text\n---\ntitle: x\n---\n",
    ],
)
def test_is_no_front_matter(text: str) -> None:
    assert front_matter_end(text) == 0


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("x", "x"),
        ("'it''s'", "it's"),
        ('"a\\tb\\u00e9"', "a\tbé"),
        ("multi\n  line", "multi line"),
        (">\n  folded\n  text", "folded text\n"),
        ("|-\n  kept\n  text", "kept\ntext"),
        ("2024", "2024"),
        ("yes", "yes"),
        ('""', ""),
        ("'~'", "~"),
    ],
)
def test_value_is_read_and_its_place_is_exact(value: str, read: str) -> None:
    text = f"---\nother: {{a: b}}\ntitle: {value}\nlast: x # c\n---\n"
    found = {one.key: one for one in scalars(text)}
    title = found["title"]
    assert title.value == read
    assert text[title.start : title.end] == value
    assert [*found] == ["other.a", "title", "last"]


@pytest.mark.parametrize("value", ["", "~", "null", " # a comment"])
def test_nothing_is_no_value(value: str) -> None:
    assert [*scalars(f"---\ntitle: {value}\n---\n")] == []


def test_nested_keys_are_dotted_and_sequences_passed_over() -> None:
    text = "---\na:\n  b:\n    c: 1\n  d: [x, {e: 2}]\nf: {g: 3}\nh: 4\n---\n"
    assert {one.key for one in scalars(text)} == {"a.b.c", "-.e", "f.g", "h"}
    dialect = Dialect(front_matter=("a.b.c", "h"))
    assert [one.source for one in segment("x.md", text, dialect).segments] == ["1", "4"]


@pytest.mark.parametrize(
    ("body", "says", "line"),
    [
        ("title: a: b", "mapping values are not allowed here", 2),
        ('title: "open', "found unexpected end of stream", 3),
        ("a: 1\ntitle: &x y", "an anchor", 3),
        ("a: &x [1]", "an anchor", 2),
        ("title: *x", "an alias", 2),
        ("title: !!str y", "a tag", 2),
        ("title: !local y", "a tag", 2),
        ("a: !!map {b: c}", "a tag", 2),
        ("a: 1\nb: 2\na: 3", "the key “a” stands twice", 4),
        ("a: 1\n? [x]\n: y", "a key in the front matter that is no plain text", 3),
        ("a: 1\n? {x: z}\n: y", "a key in the front matter that is no plain text", 3),
        ("a: " + "[" * 5000, "nested deeper than 50 levels", 2),
        ("a: " + "{a: " * 5000, "nested deeper than 50 levels", 2),
        ("a: b\0", "#x0000", 1),
        ("a: b\n\tc: d", "cannot start any token", 3),
    ],
)
def test_refused_with_its_place(body: str, says: str, line: int) -> None:
    with pytest.raises(TranspipeError) as caught:
        segment("x.md", f"---\n{body}\n---\ntext\n", Dialect())
    error = caught.value
    assert (error.code, error.path, error.line) == ("S020", "x.md", line)
    assert says in error.message
    assert "\n" not in str(error)


def test_without_the_extension_it_is_text() -> None:
    found = segment("x.md", "---\ntitle: x\n---\n", Dialect(extensions=frozenset()))
    assert [one.source for one in found.segments] == ["title: x"]


@pytest.mark.parametrize(
    "value",
    [
        "",
        "plain",
        "a\nb\tc",
        "\\\"'",
        "\x85\u2028\u2029\ufeff\x00\x1b",
        "🕊ก",
        "~",
        "yes",
        "- a: *b",
    ],
)
def test_quoted_value_reads_the_same(value: str) -> None:
    assert read_scalar(quote_scalar(value)) == value


@pytest.mark.parametrize("text", ["[a]", "1", "a: b", '"open', "~"])
def test_anything_else_is_no_text(text: str) -> None:
    assert read_scalar(text) is None


def test_toml_is_left_alone() -> None:
    text = "+++\ntitle = 'x'\n+++\ntext\n"
    assert [one.source for one in segment("x.md", text, Dialect()).segments] == ["text"]
    assert [*scalars("+++\ntitle = 'x'\n+++\n")] == []


WORDS = st.sampled_from(
    [
        *(
            "a",
            "Aé",
            "é",
            "no",
            "null",
            "~",
            "1.0",
            "2026-01-02",
            "x_y",
            "<<",
            "กข",
            "𝐀",
            "a-b",
            "...",
        ),
        *(
            "-",
            "?",
            ":",
            "#",
            "a#b",
            "a:b",
            "a:",
            "https://x.y/z?a=b#c",
            ",",
            "&",
            "*",
            "!",
            "!t",
            "|",
        ),
        *(
            ">",
            "%",
            "@",
            "`",
            "'",
            '"',
            "''",
            "it's",
            "\\",
            "\\n",
            "[",
            "]",
            "{",
            "}",
            "“",
            "…",
            "\t",
        ),
        *(
            "\x85",
            "\xa0",
            "\u2028",
            "\ufeff",
            "\x07",
            "a,b",
            "---",
            "0x1",
            "/a/b",
            "(c)",
            "=",
            "é:",
        ),
    ]
)
INSIDE = st.lists(WORDS, max_size=3).map(" ".join)
VALUES = st.one_of(
    INSIDE,
    INSIDE.map("'{}'".format),
    INSIDE.map('"{}"'.format),
    st.lists(st.one_of(WORDS, WORDS.map("'{}'".format)), max_size=3).map(
        lambda found: f"[{', '.join(found)}]"
    ),
)
YAML_LINES = st.builds(
    lambda indent, key, value, end: f"{indent}{key}{value}{end}",
    st.sampled_from(["", "", "", "  ", "  ", " ", "    ", "\t"]),
    st.sampled_from(
        ["a: ", "b: ", "c:", "- ", "-", "d:  ", "é: ", "x-y: ", "#", "", "e : ", "'f': "]
    ),
    VALUES | st.just(""),
    st.sampled_from(["", "", "", " ", " # c", ":"]),
)


def outcome(text: str, name: str) -> object:
    try:
        return list(scalars(text, name)), list(collections(text, name))
    except TranspipeError as error:
        return error.code, error.message, error.line, error.column


def without_short_cut(text: str) -> object:
    with patch("transpipe.markdown.front_matter.flat_values", return_value=None):
        return outcome(text, "whole")


@given(st.lists(YAML_LINES, max_size=5))
def test_front_matter_read_line_by_line_is_what_yaml_reads(lines: list[str]) -> None:
    text = "\n".join(["---", *lines, "---", ""])
    assert outcome(text, "flat") == without_short_cut(text)


@pytest.mark.parametrize(
    ("body", "is_flat"),
    [
        ("title: A word, and “more”\n# said\n\norder: 3\nempty:\n", True),
        ("tags: ['a', \"b: c\", d]\nfrom:\n  - /a/b#c\n  - https://x.y\nin:\n  one: '*'\n", True),
        ("list:\n- a\n- b\nnone: null\n", True),
        ("a: 1\na: 2\n", False),
        ("in:\n  a: 1\n  a: 2\n", False),
        ("in:\n  a: 1\n  - b\n", False),
        ("a: 1\n  b\n", False),
        ("- a\n", False),
        ("a: |\n  b\n", False),
        ("a: &b c\n", False),
    ],
)
def test_front_matter_that_is_read_line_by_line(body: str, is_flat: bool) -> None:
    assert (flat_values(body) is not None) == is_flat
    text = f"---\n{body}---\n"
    assert outcome(text, "flat") == without_short_cut(text)


def test_reading_line_by_line_is_linear() -> None:
    for odd in ("a: b" + " " * 100_000 + "`\n", "a: [" + "b, " * 50_000 + "\n", "#" + " " * 99_999):
        assert flat_values(odd) is None
