"""Runs written as HTML without the parser, and what the parser makes of them, are the same."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from laws import CORPUS, corpus
from transpipe.document import decode
from transpipe.markdown import Dialect
from transpipe.markdown.inline import parse_run
from transpipe.markdown.marking import Labels, Tongue
from transpipe.markdown.phrases import Phrases, clean_text, clean_value
from transpipe.markdown.plain_html import PlainHtml
from transpipe.markdown.renderer import Wording
from transpipe.markdown.source import Source
from transpipe.page.sanitize import clean

WORDING = Wording(Labels("-", "-", "-", "-"), {}, "t", "f", str, str)
READERS = {"ltr": Tongue("id", "ltr"), "rtl": Tongue("ms-Arab", "rtl")}
REFERENCES = {
    "R": {"href": "/r", "title": ""},
    "A `B`": {"href": "b.md#c", "title": 't "q" <'},
}
PIECES = (
    "a b 12 3-4 +1 w www. http:// @ x@y.org : mailto: mailto:a@b.c ![a](b) [a](b) [`a`](b.md#c)"
    ' [r] [R][r] [x][r] [x] [a `b`] [*a*](https://x.y/z) [a](/x) [a](b "t<") [a](javascript:x)'
    " * ** _ __ *a* **b** _c_ ~~ ` `` `c` `<b>` <b> <a@b.c> < > &amp; & \\ \\* \\[ \n ! - # %"
    " { } $ + ( ) [ ] ^[n] ^ [^1] “ ” " + "\xa0 \u3000 …"
).split(" ")


def both(content: str, reader: str = "ltr") -> tuple[str | None, str]:
    """Return a run's HTML as it is written without the parser, and with it."""
    phrases = Phrases(WORDING, READERS[reader], "", clean)
    plain = PlainHtml(phrases.text, phrases.code, phrases.link, REFERENCES)
    env = {"references": REFERENCES, "footnotes": {"refs": {":1": -1}}}
    phrases.notes = dict.fromkeys(range(20), "n")
    return plain.of(content), phrases.html(parse_run(content, Dialect(), env))


@given(
    st.lists(st.sampled_from([*PIECES, " ", " ", "é", "\n"]), max_size=12).map("".join),
    st.sampled_from(["ltr", "rtl"]),
)
@example("[a](b)(c)", "ltr")
@settings(max_examples=1500)
def test_generated_runs(content: str, reader: str) -> None:
    written, parsed = both(content.strip(), reader)
    assert written is None or written == parsed


@pytest.mark.usefixtures("_untraced")
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not there")
def test_real_runs() -> None:
    plain = runs = 0
    for name, data in [*corpus().items()][::4]:
        for token in Source(decode(data, name), Dialect()).parsed.tokens:
            if token.type == "inline":
                written, parsed = both(token.content)
                assert written is None or written == parsed, (name, token.content)
                runs += 1
                plain += written is not None
    assert plain > runs * 0.7


@pytest.mark.parametrize(
    ("content", "written"),
    [
        ("a & b < c > d\xa0", "a &amp; b &lt; c &gt; d&nbsp;"),
        ("*a **b*** c", None),
        ("*a **b** c* _d_", "<em>a <strong>b</strong> c</em> <em>d</em>"),
        ("snake_case and 2 * 3", "snake_case and 2 * 3"),
        ("`a*b` ` x `", "<code>a*b</code> <code>x</code>"),
        ("[a *b*](c.md#d)", '<a href="c.html#d">a <em>b</em></a>'),
        ("[r] [x][R] [y]", '<a href="/r">r</a> <a href="/r">x</a> [y]'),
        ("\\*a\\* 10:30!", "*a* 10:30!"),
        ("a\nb", "a\nb"),
        ("a  \nb", None),
        ("*a", None),
        ("<b>a</b>", None),
        ("https://x.y", None),
        ("www.x.y", None),
        ("a@b.c", None),
        ("&amp;", None),
        ("[a](javascript:b)", None),
        ("![a](b)", None),
        ("[^1]", None),
    ],
)
def test_what_is_plain(content: str, written: str | None) -> None:
    assert both(content)[0] == written


@given(st.text())
def test_text_is_written_as_a_sanitizer_leaves_it(text: str) -> None:
    if "\r" in text or "\0" in text:
        return
    text = f".{text}"
    assert clean(clean_text(text)) == clean_text(text)
    tag = f'<p title="{clean_value(text)}"></p>'
    assert clean(clean(tag)) == clean(tag)
    assert clean(tag).replace("&lt;", "<").replace("&gt;", ">") == tag.replace("&lt;", "<").replace(
        "&gt;", ">"
    )
