"""An edition's blocks taken from its source's are those that a parse of it gives.

Law 3, and what pages rely on: all but the content of runs is the same in every edition.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laws import CORPUS, corpus, fitted, thai, wrapped
from markdown_strategy import documents, targets
from transpipe.document import decode
from transpipe.errors import TranspipeError
from transpipe.markdown import Dialect, segment
from transpipe.markdown.fit import compose
from transpipe.markdown.render import Body, Labels, Shown, Tongue, Wording, render
from transpipe.markdown.segments import SEGMENT, SEGMENTS
from transpipe.markdown.segments import document as read
from transpipe.markdown.skeleton import Skeleton, skeleton, skeleton_of
from transpipe.markdown.source import Source, source_of
from transpipe.markdown.sure import sure_to_fit

DIALECT = Dialect()
WORDING = Wording(Labels("-", "-", "-", "-"), {}, "t", "f", str, str)


def pages(text: str, put: Mapping[int, str]) -> tuple[Body, Body, bool]:
    """Return an edition rendered from its source's blocks and from its own, and if they differ."""
    document = segment("a.md", text, DIALECT)
    sound, _ = fitted(document, put, DIALECT)
    edition = compose(document, sound)
    shown = [
        Shown.TARGET if index in sound else Shown.FALLBACK
        for index in range(len(document.segments))
    ]
    languages = {"source": Tongue("en", "ltr"), "reader": Tongue("ar", "rtl")}
    more = {"wording": WORDING, "folder": "b", **languages}
    source = skeleton(text, DIALECT)
    sure = sure_to_fit(document, DIALECT, sound)
    known, blocks = source.contents(sound), source.with_html(sound)
    assert source.contents(sound, sure) == known
    if known is not None and blocks is not None:
        own = skeleton_of(Source(edition, DIALECT), blocks.ids)
        assert told(blocks) == told(own)
        assert [lines(one) for one in known] == [lines(one.content) for one in own.places]
    made = render(document, edition, shown, DIALECT, targets=sound, **more)  # type: ignore[arg-type]
    with_marks = {"targets": sound, "marks_at": sure, **more}
    assert render(document, edition, shown, DIALECT, **with_marks) == made  # type: ignore[arg-type]
    return (
        made,
        render(document, edition, shown, DIALECT, **more),  # type: ignore[arg-type]
        known is not None and blocks is not None,
    )


def lines(content: str) -> list[str]:
    """Return the lines of a run, whose indent says nothing."""
    return [line.lstrip(" ") for line in content.split("\n")]


def told(blocks: Skeleton) -> list[tuple[object, ...]]:
    """Return what a skeleton says of its blocks but for the content of runs."""
    return [
        (
            *(getattr(token, name) for name in NAMES),
            token.content if token.type != "inline" else "",
            {key: value for key, value in token.meta.items() if key != "lines"},
            token.meta.get(SEGMENT),
            token.meta.get(SEGMENTS),
        )
        for token in blocks.tokens()
    ]


NAMES = ("type", "tag", "nesting", "level", "markup", "info", "attrs", "hidden")


@given(st.data())
@settings(max_examples=150)
def test_generated_documents(data: st.DataObject) -> None:
    text = data.draw(documents())
    try:
        count = len(segment("", text, DIALECT).segments)
        put = data.draw(targets(count))
        known, parsed, _ = pages(text, put)
    except TranspipeError:
        return
    assert known == parsed


@pytest.mark.usefixtures("_untraced")
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not there")
@pytest.mark.parametrize("replace", [wrapped, thai])
def test_real_documents(replace: object) -> None:
    known = 0
    texts = corpus()
    for name, data in [*texts.items()][::5]:
        text = decode(data, name)
        segments = segment("", text, DIALECT).segments
        put = {index: replace(one.source) for index, one in enumerate(segments)}  # type: ignore[operator]
        ours, theirs, is_known = pages(text, put)
        assert ours == theirs, name
        known += is_known
    assert known > len(texts) / 5 / 2, "most are not parsed again"


@pytest.mark.parametrize(
    ("text", "put", "is_known"),
    [
        ("---\ntitle: A\n---\n\n# B {#b}\n\nC\nD\n", {0: "a", 1: "b", 2: "c"}, True),
        (
            "> a\n> b\n\n- [ ] c\n\n| d | e |\n|---|---|\n| f | g |\n",
            dict(enumerate("vwxyzq")),
            True,
        ),
        ("A[^1] and [b].\n\n[b]: /u\n[^1]: note\n", {0: "Ä[^1] [b]", 1: "N"}, True),
        ("A\n", {0: "a\nb"}, True),
        ("A \n\n- B  \n\n# C # \n", {0: "a", 1: "b", 2: "c"}, True),
        ("- A\n", {0: "a\nb"}, True),
        ("- a <b\n  c> d\n", {0: "x <b\nc> y"}, False),
        ("> A\n> B\n\nC\n", {0: "a\nb", 1: "`c\nd`"}, True),
        ("| a |\n|---|\n| b |\n", {0: "x|y"}, False),
        ("| a |\n|---|\n| b\\|c |\n", {1: "x"}, False),
        ("<p>a</p>\n", {0: "b"}, True),
        (
            '> <p title=x>a\n>   <b>b</b></p>\n\n- <hr title="c">\n',
            {0: "y z", 1: "d e", 2: '"'},
            True,
        ),
        ("<details>\n<summary>a</summary>\n\nb\n\n</details>\n", {0: "x", 1: "y"}, True),
        (
            "<!-- i18n:skip-start -->\n\n<p>a</p>\n\n<!-- i18n:skip-end -->\n<p>b</p>\n",
            {0: "x"},
            True,
        ),
        ("<div><!-- i18n:skip-start -->a<!-- i18n:skip-end -->\n<p>b</p></div>", {0: "x"}, False),
        ('[b]\n\n[b]: /u "t"\n', {1: "T"}, False),
        ("a\\\nb\n", {}, True),
        ("a<b\nc>d\n", {0: "x"}, True),
    ],
)
def test_what_is_known(text: str, put: dict[int, str], is_known: bool) -> None:
    ours, theirs, known = pages(text, put)
    assert ours == theirs
    assert known is is_known


def test_a_documents_blocks_are_parsed_once() -> None:
    source = source_of("# a\n\nb\n", DIALECT, "a.md")
    document = read("a.md", source)
    segment("a.md", "what somebody tries meanwhile", DIALECT)
    assert skeleton(document.text, DIALECT, document.name).source is source
    assert source.segments is document.segments
    assert all("id" not in token.attrs for token in source.parsed.tokens)
