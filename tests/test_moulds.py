"""Runs written as HTML without the parser, and what the parser makes of them, are the same."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from laws import CORPUS, corpus
from test_alike import MARKS, TEXTS, woven
from transpipe.document import Document, Kind, Segment, decode
from transpipe.markdown import Dialect, segment
from transpipe.markdown.alike import places
from transpipe.markdown.finish import plain
from transpipe.markdown.inline import is_text, parse_run
from transpipe.markdown.marking import Labels, Tongue
from transpipe.markdown.moulds import Moulds, moulds
from transpipe.markdown.phrases import Phrases, clean_text, clean_value
from transpipe.markdown.reading import environment
from transpipe.markdown.renderer import Wording
from transpipe.markdown.skeleton import Place, Skeleton, skeleton
from transpipe.markdown.source import Source
from transpipe.page.sanitize import clean
from transpipe.text import Span

WORDING = Wording(Labels("-", "-", "-", "-"), {}, "t", "f", str, str)
READERS = {"ltr": Tongue("id", "ltr"), "rtl": Tongue("ms-Arab", "rtl")}
DEFINED = "[R]: /r\n\n[A `B`]: b.md#c 't \"q\" <'\n\n[ref]: /ref 'r'\n\n[^1]: n\n"
PIECES = (
    "a b 12 3-4 +1 w www. http:// @ x@y.org : mailto: mailto:a@b.c ![a](b) [a](b) [`a`](b.md#c)"
    ' [r] [R][r] [x][r] [x] [a `b`] [*a*](https://x.y/z) [a](/x) [a](b "t<") [a](javascript:x)'
    " * ** _ __ *a* **b** _c_ ~~ ` `` `c` `<b>` <b> </b> <a@b.c> < > &amp; &a & \\ \\* \\[ \n ! - # %"
    ' <script> <span class="x"> </span> <br> { } $ + ( ) [ ] ^[n] ^ [^1] “ ” '
    "\xa0 \u3000 … \ua66e"
).split(" ")


class Case:
    """A run of a document, and what may stand in its place."""

    def __init__(self, source: str, reader: str = "ltr", dialect: Dialect | None = None) -> None:
        self.dialect = dialect or Dialect()
        document = segment("a.md", DEFINED, self.dialect)
        segments = [Segment(Span(0, 0), source, Kind.PARAGRAPH, 1)]
        places = (Place(source, 0, source, "", is_heading=False, segments=range(1)),)
        self.blocks = Skeleton(Source(DEFINED, self.dialect), segments, places, (), frozenset())
        self.environment = environment(document, self.dialect)
        self.moulds = Moulds(self.blocks, self.environment)
        self.reader = READERS[reader]

    def phrases(self) -> Phrases:
        made = Phrases(WORDING, self.reader, "", clean)
        made.notes = dict.fromkeys(range(20), "n")
        return made

    def written(self, content: str) -> tuple[str | None, str | None, bool]:
        """Return the HTML without the parser, the words, and whether the HTML is clean."""
        phrases = self.phrases()
        made = self.moulds.html(0, content, phrases)
        return made, self.moulds.said(0, content, phrases), phrases.is_clean

    def placed(self, content: str) -> tuple[str | None, bool]:
        """Return the HTML made of where the source's marks are, and whether it is clean."""
        phrases, source = self.phrases(), self.blocks.places[0].source
        found = places(content, source, self.environment) if content else None
        made = None if found is None else self.moulds.html(0, content, phrases, found)
        return made, phrases.is_clean

    def parsed(self, content: str) -> tuple[str, str, bool]:
        """Return the same with the parser."""
        phrases = self.phrases()
        tokens = parse_run(content, self.dialect, self.blocks.env())
        return phrases.html(tokens), plain(tokens), phrases.is_clean

    def agrees(self, content: str) -> bool:
        """Compare both; return whether there was anything to compare."""
        made, said, is_clean = self.written(content)
        parsed = self.parsed(content)
        assert said is None or said == parsed[1]
        placed, is_clean_placed = self.placed(content)
        assert placed is None or (placed, is_clean_placed) == (parsed[0], parsed[2])
        if made is None:
            return False
        assert (made, is_clean) == (parsed[0], parsed[2])
        assert not is_clean or clean(made) == made
        return True


@given(
    st.lists(st.sampled_from([*PIECES, " ", " ", "é", "\n"]), max_size=12).map("".join),
    st.sampled_from(["ltr", "rtl"]),
)
@example("[a](b)(c)", "ltr")
@settings(max_examples=1500)
def test_generated_runs(content: str, reader: str) -> None:
    Case(content.strip(), reader).agrees(content.strip())
    Case("*x* y", reader).agrees(content.strip())


@given(st.data())
@settings(max_examples=800)
def test_targets_like_their_source(data: st.DataObject) -> None:
    marks = data.draw(st.lists(st.sampled_from([*MARKS, *PIECES]), max_size=5))
    texts = st.lists(st.sampled_from(TEXTS), min_size=len(marks) + 1, max_size=len(marks) + 1)
    source, *others = (woven(data.draw(texts), marks).strip() for _ in range(3))
    case = Case(source, data.draw(st.sampled_from(["ltr", "rtl"])))
    for content in (source, *others):
        case.agrees(content)
        case.agrees(content.replace(" ", "\n", data.draw(st.integers(1, 3))))


def test_targets_like_their_source_very_often() -> None:
    chance = random.Random(11)  # noqa: S311 - repeatable
    marks, texts = [*MARKS, *PIECES], [*TEXTS, "> ", "12", "-34", "+62", " x > y ", "\ua66e"]
    compared = 0
    for _ in range(8000):
        some = chance.choices(marks, k=chance.randint(1, 6))
        source, *others = (
            woven(chance.choices(texts, k=len(some) + 1), some).strip() for _ in range(4)
        )
        case = Case(source, chance.choice(["ltr", "rtl"]))
        compared += sum(case.agrees(content) for content in (source, *others))
        compared += sum(case.agrees(content.replace(" ", "\n")) for content in others)
    assert compared > 1500


def translated(source: str) -> str:
    """Return a source with other words, its marks where they were."""
    return re.sub(r"(?<![\w`/(<&.:\[-])[A-Za-z]{3,}+(?![\w`/)>;.:\]-])", "ภาษาไทย", source)


@pytest.mark.usefixtures("_untraced")
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not there")
@pytest.mark.parametrize("reader", ["ltr", "rtl"])
def test_real_runs(reader: str) -> None:
    written = runs = 0
    for name, data in [*corpus().items()][::4]:
        document = segment(name, decode(data, name), Dialect())
        for found in _compared(document, reader):
            runs += 1
            written += found
    assert written > runs * 0.8


def _compared(document: Document, reader: str) -> list[bool]:
    """Compare a document's runs and targets of them, all in one set of moulds."""
    blocks = skeleton(document.text, Dialect(), document.name)
    case = Case("", reader)
    case.blocks = blocks
    case.moulds = Moulds(blocks, environment(document, Dialect()))
    found = []
    for number, place in enumerate(blocks.places):
        for content in (place.content, translated(place.content)):
            phrases = case.phrases()
            made = case.moulds.html(number, content, phrases)
            html, _, is_clean = case.parsed(content)
            assert made is None or (made, phrases.is_clean) == (html, is_clean), content
            found.append(made is not None)
    return found


SAME = [
    ("a **b** c", "x > y, **<** & z", None),
    ("a **b** c", "x **y > z**", "x <strong>y &gt; z</strong>"),
    ("*a **b** c* _d_", "*x **y** z* _w_", "<em>x <strong>y</strong> z</em> <em>w</em>"),
    ("*a* `b*` ` c `", "“*x*” `b*` ` c `", "“<em>x</em>” <code>b*</code> <code>c</code>"),
    ("[a *b*](c.md#d)", "[x *y*](c.md#d)", '<a href="c.html#d">x <em>y</em></a>'),
    ("[a][R] b", "y [x][R]", 'y <a href="/r">x</a>'),
    ("a <b>c</b> d", "x<b>y</b>", "x<b>y</b>"),
    ("see https://x.y/z", "di https://x.y/z.", 'di <a href="https://x.y/z" class="url">https://x.y/z</a>.'),
    ("\\*a\\* snake_case", "\\*x\\* snake_y", "*x* snake_y"),
    ("[w](https://www.x.y) a", "[b](https://www.x.y)", '<a href="https://www.x.y">b</a>'),
    ("a **b**", "**b** x **y**", None),
    ("[a](javascript:b) c", "[x](javascript:b) y", "[x](javascript:b) y"),
    ("![a](b) c", "![x](b) y", None),
    ("a[^1]", "x[^1]", None),
    ("&amp; a", "&amp; x", None),
]  # fmt: skip


@pytest.mark.parametrize(("source", "target", "html"), SAME)
def test_what_is_alike(source: str, target: str, html: str | None) -> None:
    case = Case(source)
    assert case.written(target)[0] == html
    case.agrees(target)


@pytest.mark.parametrize(
    ("content", "known"),
    [
        ("a & b < c > d\xa0! R&D; 10:30 Q&A @ x (c)", True),
        ("a\nb", False),
        ("a&amp;", False),
        ("a*", False),
        ("a<b", False),
        ("www.a", False),
        ("http://", False),
        ("mailto:a", False),
        ("xmpp:a", False),
        ("a@b", False),
    ],
)
def test_text_alone(content: str, known: bool) -> None:
    assert is_text(content) is known
    assert Case("x **y**").written(content)[0] == (clean_text(content) if known else None)


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ("a\nb **c\nd** e", "a\nb <strong>c\nd</strong> e"),
        ("a b\n**c d**\ne", "a b\n<strong>c d</strong>\ne"),
        ("a b **c d**\n e", None),
        ("a b \n**c d** e", None),
        ("a b\\\n**c d** e", None),
        ("a b **c d** `e\nf`", None),
    ],
)
def test_soft_breaks(content: str, html: str | None) -> None:
    source = "x **y** `e f`" if "`" in content else "x **y** z"
    case = Case(source)
    assert case.written(content)[0] == html
    case.agrees(content)


def test_what_stands_in_the_source_is_parsed_once() -> None:
    source = "![a](b) c\n<script> *d*"
    case = Case(source)
    assert [case.written(source) for _ in range(2)] == [(case.parsed(source)[0], None, False)] * 2
    assert case.written(source + "x")[0] is None
    assert Case("![a](b) c[^1]").written("![a](b) c[^1]")[0] is None


def test_numbers_are_set_apart_across_what_is_escaped() -> None:
    case = Case("a\\*b **c**", "rtl")
    assert case.written("x\\*y **12 34**")[0] is None
    assert Case("a **b**", "rtl").written("x **12 34**")[0] == "x <strong><bdi>12 34</bdi></strong>"


def test_editions_that_differ_in_what_links_are_share_no_moulds() -> None:
    blocks = Case("a").blocks
    known = environment(segment("a.md", DEFINED, Dialect()), Dialect())
    first = moulds(blocks, known, "ltr", "", clean)
    assert first is moulds(blocks, known, "ltr", "", clean)
    others = [("rtl", "", clean), ("ltr", "b", clean), ("ltr", None, clean), ("ltr", "", None)]
    assert all(moulds(blocks, known, *one) is not first for one in others)


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
