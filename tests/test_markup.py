"""What a message says beside its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it.token import Token

from transpipe.document import Definitions
from transpipe.markdown import Dialect, segment
from transpipe.markdown.markup import (
    FILLER,
    HIDDEN,
    Environment,
    Mark,
    Markup,
    environment,
    of_html,
    of_markdown,
    of_plain,
)
from transpipe.markdown.parser import parser

KNOWN = Environment(
    Dialect(), Definitions({"REPORT": "https://example.org/r"}, frozenset({"1", "long"}))
)


def read(text: str) -> Markup:
    return of_markdown(text, KNOWN)


@pytest.mark.parametrize(
    ("text", "destinations"),
    [
        ("[a](b)", ["b"]),
        ('[a](<b c> "t")', ["b%20c"]),
        ("[a][report] [report] [Report][]", ["https://example.org/r"] * 3),
        ("<https://example.org/>", ["https://example.org/"]),
        (
            "https://example.org/a, www.example.org",
            ["https://example.org/a", "http://www.example.org"],
        ),
        ("me@example.org", ["mailto:me@example.org"]),
        ("mailto:me@example.org", ["mailto:me@example.org"]),
        ("[a](javascript:alert%281%29)", ["javascript:alert%281%29"]),
        ("<a href='x&amp;y'>b</a>", ["x&y"]),
        ("[**a** `b`](c)", ["c"]),
        ("[![a](b)](c)", ["c"]),
        ("^[note [a](b)]", ["b"]),
        ("[a](b) ^[note [c](d)]", ["b", "d"]),
        ("[a] (b)", []),
        (r"\[a](b)", []),
        ("`[a](b)`", []),
    ],
)
def test_links(text: str, destinations: list[str]) -> None:
    assert [link.destination for link in read(text).links] == destinations


@pytest.mark.parametrize(
    ("text", "empty"), [("[](b)", True), ("[ ](b)", True), ("[a](b)", False), ("[`a`](b)", False)]
)
def test_links_without_text(text: str, empty: bool) -> None:
    assert [link.empty for link in read(text).links] == [empty]


def test_places_of_links_and_images() -> None:
    text = "x ![a [b](c)](d) [e](f) https://g.example/h"
    found = read(text)
    assert [text[one.start : one.end] for one in found.links] == ["[e](f)", "https://g.example/h"]
    assert [one.bare for one in found.links] == [False, True]
    assert [text[one.start : one.end] for one in found.images] == ["![a [b](c)](d)"]


def test_images_in_markdown_and_html() -> None:
    found = read("![a&nbsp;b](c) <img alt='d' src=e> <img>")
    assert [one.destination for one in found.images] == ["c", "e"]
    assert found.decoded == "\u00a0"


def test_code_and_emphasis() -> None:
    found = read("`a` **b** *c* ~~d~~ <strong>e</strong> <i>f</i> <b class=x>g</b>")
    assert found.code == ("a",)
    assert (found.strong, found.emphasis, found.strikes) == (2, 2, 1)


def test_tags_are_compared_without_what_people_read() -> None:
    first = read("<abbr title='a'>b</abbr>").tags
    second = read('<ABBR TITLE="c">d</ABBR>').tags
    assert [tag.key for tag in first] == [tag.key for tag in second]
    assert first != read("<abbr title='a' onclick='x'>b</abbr>").tags
    assert [tag.key for tag in read("<!-- a --><br/>").tags] == ["<!-- a -->", "<br>"]
    assert [tag.key for tag in read("<input disabled>").tags] == ["<input disabled>"]


def test_entities() -> None:
    found = read("&amp; &#x41; &nope; &")
    assert found.entities == (("&amp;", 0), ("&#x41;", 6))
    assert found.decoded == "&A"


def test_footnotes_defined_or_not() -> None:
    found = read(r"a[^1] b[^long] c[^none] d^[e] \[^x]")
    assert found.footnotes == ("1", "long", "^", "none")
    assert "none" not in found.prose


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("a **b", [Mark("**", 2)]),
        ("a `b", [Mark("`", 2)]),
        ("a * b", []),
        ("snake_case", []),
        ("_a b", [Mark("_", 0)]),
        ("ก**“ข”**ค", [Mark("**", 1), Mark("**", 6)]),
        ("**a** *b* _c_", []),
        ("x ***a***", []),
        ("**a*", [Mark("*", 0)]),
    ],
)
def test_marks_that_stay_visible(text: str, marks: list[Mark]) -> None:
    assert list(read(text).literals) == marks


def test_prose_hides_what_nobody_reads() -> None:
    text = "See [this](x) `code` <b>and</b> https://example.org/ &copy; ![alt](y)"
    prose = read(text).prose
    assert len(prose) == len(text)
    assert prose.replace(FILLER, "").replace(HIDDEN, "").split() == ["See", "this", "and", "alt"]


def test_html_blocks_know_no_markdown() -> None:
    found = of_html("**a** <a href=b>c</a> <img src=d> <strong>e</strong> &lt <!-- f")
    assert [one.destination for one in found.links] == ["b"]
    assert [one.destination for one in found.images] == ["d"]
    assert (found.strong, found.literals) == (1, ())
    assert found.entities[0][0] == "&lt"
    assert found.decoded == "<"
    assert of_html("a *b*") == Markup(prose="a *b*")


def test_plain_texts_have_entities_in_link_titles_alone() -> None:
    assert of_plain("a &amp; b").entities == ()
    assert of_plain("a &amp; b", entities=True).entities == (("&amp;", 2),)
    assert of_plain("a", entities=True) == Markup(prose="a")


def test_a_document_is_one_environment() -> None:
    document = segment("x.md", "[a]\n\n[a]: b\n", Dialect())
    assert environment(document, Dialect()) is environment(document, Dialect())
    same = segment("y.md", "[a]\n\n[a]: c\n", Dialect())
    assert environment(document, Dialect()) is not environment(same, Dialect())
    bare = segment("z.md", "a\n", Dialect())
    assert environment(bare, Dialect()) is not environment(bare, Dialect(extensions=frozenset()))


def test_a_dialect_without_extensions() -> None:
    bare = Environment(Dialect(extensions=frozenset()), Definitions())
    found = of_markdown("https://example.org ~~a~~ b[^1] [c](d)", bare)
    assert [one.destination for one in found.links] == ["d"]
    assert found.strikes == 0


@given(st.text(alphabet="ab []()<>!*_`~^&;:/.@\\\n\"'#", max_size=40))
def test_the_same_tokens_as_the_parser_of_editions(text: str) -> None:
    """The faster parser of checks sees what the renderer sees, but for forbidden schemes."""
    found = read(text)
    md = parser(Dialect())
    tokens: list[Token] = []
    env = {"references": KNOWN.references, "footnotes": {"refs": dict(KNOWN.footnotes), "list": {}}}
    md.inline.parse(text, md, env, tokens)
    links = [one.attrs["href"] for one in tokens if one.type == "link_open"]
    ours = [one.destination for one in found.links if one.destination]
    if "^[" not in text and "<a" not in text:
        assert ours == [one for one in links if one]
    assert found.code == tuple(one.content for one in tokens if one.type == "code_inline")
    assert len(found.prose) == len(text)
