"""A page sanitized in pieces is what sanitizing all of it gives."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from laws import CORPUS, corpus, fitted, wrapped
from transpipe.document import decode
from transpipe.errors import TranspipeError
from transpipe.markdown import Dialect, segment
from transpipe.markdown.contained import is_contained_block
from transpipe.markdown.fit import compose
from transpipe.markdown.render import Body, Labels, Shown, Tongue, Wording, render
from transpipe.page.sanitize import clean

DIALECT = Dialect()
WORDING = Wording(
    Labels('<b title="&lt;">-</b> &amp;', "draft", "<i>short</i>", "d"),
    {"note": '<span lang="en">N</span>', "tip": "T"},
    'Table "1" <',
    "f&",
    lambda number: f"note \xa0{number}",
    str,
)
READERS = [Tongue("id", "ltr"), Tongue("ms-Arab", "rtl"), Tongue("en", "ltr")]
PIECES = [
    *("<b>", "</b>", "<a href=/x>", '<a id="a">', "</a>", "<br>", "<kbd>K</kbd>", "<span>", "</span>"),
    *("<!-- c -->", "<!-->", "<!--->", "<!-- a -- b --->", "<!-- --!> -->", '<i title="<b>">', "<i id = 'a'>", "<i>", "</i>", "<sub>2</sub>", "<table>", "<tr><td>", "<p>"),
    *("<div>\n", "\n</div>\n", "\n<div>x</div>\n", "\n<details><summary>a</summary>\n", "<select>"),
    *("\n</details>\n", "\n<Listing a='b'>\n", "\n</Listing>\n", "<svg>", "</svg>", "<em>", "</em>"),
    *("\n<script>x</script>\n", "<style>", "\n<figure>\n", "\n</figure>\n", "<code>", "</code>"),
    *("# H\n", "## I {#i}\n", "- a\n", "  b\n", "> c\n", "> [!NOTE]\n> d\n", "| a |\n|---|\n| b |\n"),
    *("\n\n", "\n", " ", "x", "*e*", "**s**", "`<c>`", "[l](m.md)", "[*l*](http://x.y)", "![i](j.png)"),
    *("![i](http://x/j)", "[![i](j)](k)", "[a[^1]](b)", "[^1]", "\n\n[^1]: note\n\n", "^[in]", "&#13;"),
    *("&nbsp;", "\xa0", "\ufdd0", "\ufeff", "zxx-x-page", 'lang="zxx-x-page"', "- [ ] t\n", "***\n"),
    *('```x\n<b> lang="zxx-x-page"\n```\n', "::: note\nq\n:::\n", "<title>", "<textarea>", "<pre>"),
    *("<q>", "</q>", "<li>", "</li>", "</p>", "<h1>", "</h1>", "<font>", "<nobr>", "<a>", "term\n: def\n"),
]  # fmt: skip


def both(text: str, shown: list[Shown], reader: Tongue, put: dict[int, str]) -> list[Body]:
    """Return a document's page, sanitized in pieces and afterwards."""
    document = segment("a.md", text, DIALECT)
    there = {index: target for index, target in put.items() if index < len(document.segments)}
    sound, _ = fitted(document, there, DIALECT)
    marks = [shown[index % len(shown)] for index in range(len(document.segments))]
    return [
        render(
            document,
            compose(document, sound),
            marks,
            DIALECT,
            source=Tongue("en", "ltr"),
            reader=reader,
            wording=WORDING,
            folder="",
            targets=sound,
            clean=sanitizer,
        )
        for sanitizer in (clean, None)
    ]


def is_the_same(bodies: list[Body]) -> bool:
    ours, raw = bodies
    return (ours.heading, ours.text) == (clean(raw.heading), clean(raw.text))


@given(
    st.lists(st.sampled_from(PIECES), max_size=12).map("".join),
    st.lists(st.sampled_from(Shown), min_size=1, max_size=4) | st.just([Shown.TARGET]),
    st.sampled_from(READERS),
    st.dictionaries(st.integers(0, 5), st.sampled_from(["x", "<b>y</b>", "y <i>", "a\nb", "[^1]"])),
)
@example("<b>\n\nx\n\n</b>\n", [Shown.TARGET], READERS[0], {})
@example("x <b>y\n\nz</b> *e*\n", [Shown.TARGET], READERS[0], {})
@example("[a <a>b](c)\n", [Shown.TARGET], READERS[1], {})
@example("[a[^1]](b)\n\n[^1]: c\n", [Shown.TARGET], READERS[1], {})
@example("*" * 900 + "x" + "*" * 900, [Shown.TARGET], READERS[0], {})
@settings(max_examples=100)
def test_generated_documents(
    text: str, shown: list[Shown], reader: Tongue, put: dict[int, str]
) -> None:
    try:
        made = both(text, shown, reader, put)
    except TranspipeError:
        return
    assert is_the_same(made)


@pytest.mark.usefixtures("_untraced")
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not there")
def test_real_documents() -> None:
    for name, data in [*corpus().items()][2::6]:
        text = decode(data, name)
        segments = segment("", text, DIALECT).segments
        put = {index: wrapped(one.source) for index, one in enumerate(segments)}
        assert is_the_same(both(text, [Shown.TARGET], READERS[0], put)), name


@pytest.mark.parametrize(
    ("block", "is_contained"),
    [
        ("<div>\n", True),
        ("</div>\n", True),
        ("<!-- a -->\n", True),
        ('<p align="center">\n<a href="x"><img src=\'y\' alt=""></a>\n</p>\n', True),
        ('<div title="a <b> > c">\n', True),
        ("<div id = 'a'>\n", True),
        ("<!-- a -- b --->\n", True),
        ("<!-- a --!> b -->\n", False),
        ("<a>\n", False),
        ("<b><div></b></div>\n", False),
        ("<a><b><a></a></b></a>\n", False),
        ("<div><b></div>\n", False),
        ("</b>\n", False),
        ("<table>\n", False),
        ("<div a=b>\n", False),
        ("<div <b>\n", False),
        ("a < b\n", False),
        ("<!-- a\n", False),
        ("<!-->\n", False),
        ("<script>\n", False),
    ],
)
def test_what_is_contained(block: str, is_contained: bool) -> None:
    assert is_contained_block(block) is is_contained
