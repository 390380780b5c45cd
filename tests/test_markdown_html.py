"""HTML blocks: which text is found in them, and what is left alone."""

from __future__ import annotations

import pytest

from transpipe.markdown.html import Comment, Found, find, is_unseen


def found(block: str) -> list[str]:
    return [
        f"{one.attribute}={one.source}" if one.attribute else one.source
        for one in find(block)
        if isinstance(one, Found)
    ]


@pytest.mark.parametrize(
    ("block", "messages"),
    [
        ("<p>One</p>", ["One"]),
        ("<p>One <b>two</b> three</p>", ["One <b>two</b> three"]),
        ("<p><b>One</b></p>", ["One"]),
        ("<p><b>One</b> <i>two</i></p>", ["<b>One</b> <i>two</i>"]),
        ("<p><a href=x><b>One</b></a></p>", ["One"]),
        ("<p><br>One<br>two<br/></p>", ["One<br>two"]),
        ("<p>One\n  two</p>", ["One two"]),
        ("<p>One <b>two</p>", ["One", "two"]),
        ("<p>One</b> two</p>", ["One", "two"]),
        ("<p><i>One</b></i></p>", ["One"]),
        ("<p>1 < 2</p>", ["1", "2"]),
        ("<p>One <img alt=two> three</p>", ["One <img alt=two> three"]),
        ("<p><img alt=two> three</p>", ["alt=two", "three"]),
        ("<p>three <img alt='two'></p>", ["three", "alt=two"]),
        ("<p><a title=tip>One</a></p>", ["title=tip", "One"]),
        ('<a title="A &amp; B">\n', ["title=A & B"]),
        ("<p title='a\n  b'>", ["title=a b"]),
        ("<p title=''></p><p title></p>", []),
        ("<p data-title=x class=title>", []),
        ("<P TITLE=x ALT=y>", ["title=x", "alt=y"]),
        ("<pre>no <b>no</b></pre> yes", ["yes"]),
        ("<script>no</script><style>no</style>", []),
        ("<textarea>no</textarea><svg><text>no</text></svg>", []),
        ("<div>yes <code>x</code></div>", ["yes <code>x</code>"]),
        ("<?php no ?> yes", ["yes"]),
        ("<!DOCTYPE no> yes", ["yes"]),
        ("<![CDATA[ no ]]> yes", ["yes"]),
        ("<!-- no --> yes <!-- no", ["yes"]),
        ("<div>yes <b no", ["yes"]),
        ("<div\nno", []),
        ("<div class='no>yes", []),
        ("<div>\u00a0</div>", []),
        ("<div>\u00a0x</div>", ["\u00a0x"]),
        ("<td>One</td><td>two</td>", ["One", "two"]),
        ("</div>", []),
    ],
)
def test_messages_of_a_block(block: str, messages: list[str]) -> None:
    assert found(block) == messages


@pytest.mark.parametrize(
    "block", ["<p title='a' alt=b>c <b>d</b></p> e <!-- f -->", "<p>\n  a\n</p>"]
)
def test_places_are_exact(block: str) -> None:
    for one in find(block):
        if isinstance(one, Found):
            assert block[one.start : one.end] == one.source
        else:
            assert block[one.start : one.start + 4] == "<!--"


def test_comments_are_handed_over() -> None:
    comments = [one for one in find("<!-- a --><!---->b<!-->c<!-- d") if isinstance(one, Comment)]
    assert [one.text for one in comments] == [" a ", "", ">", " d"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\u2028",
        "<a id=x></a>",
        "<a name='x'/> <br>",
        "&nbsp;",
        "<!-- x -->",
        "<img src=x>",
        "</b>",
    ],
)
def test_nothing_to_read(text: str) -> None:
    assert is_unseen(text)


@pytest.mark.parametrize(
    "text",
    [
        "x", "<b>x</b>", "<img alt=x>", "<a title='x'></a>", "<input placeholder=x>",
        "<a aria-label=x></a>", "<https://example.org>", "<a@example.org>", "&amp;", "<", "<!-- x",
        "<!-- --> x", "![](a.png)", "`<b>`", "<option value=x>",
    ],
)  # fmt: skip
def test_something_to_read(text: str) -> None:
    assert not is_unseen(text)
