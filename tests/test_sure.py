"""Targets that are sure to fit need nothing that is done to others, and nothing is against them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from laws import broken_third_law, fitted
from test_alike import MARKS, TEXTS, woven
from transpipe.catalog import Message, State
from transpipe.checks import CheckSettings, Severity, refuse_by, spare_by
from transpipe.checks.finding import Check
from transpipe.checks.pair import is_bare
from transpipe.checks.run import _Plan
from transpipe.document import Document
from transpipe.languages import language
from transpipe.markdown import Dialect, segment
from transpipe.markdown.alike import places
from transpipe.markdown.emphasis import mend_emphasis
from transpipe.markdown.fit import compose, misfits, tidy
from transpipe.markdown.markup import Markup, of_html, of_markdown, of_plain
from transpipe.markdown.reading import environment
from transpipe.markdown.sure import sure_to_fit

DIALECT = Dialect()
GERMAN = language("de")
SETTINGS = CheckSettings(dialect=DIALECT)
FRAMES = [
    "{}\n",
    "# {}\n",
    "{}\n===\n",
    "- {}\n- b\n",
    "> {}\n",
    "> [!NOTE]\n> {}\n",
    "1. {}\n",
    "- [ ] {}\n",
    "a {}\n  b\n",
    "{}\n: x\n",
    "x\n: {}\n",
    "x[^1]\n\n[^1]: {}\n",
    "| a | b |\n|---|---|\n| {} | c |\n",
    "{} | b\n---|---\nc | {}\n",
    "| {} |\n|---|\n",
    ":::note {}\nx\n:::\n",
    "[x]: /u\n{}\n",
    "[x]: /u\n{}\n---\n",
    "{}\n-----\n\n---\n",
    "+++\n{}\n",
    "--- {}\n",
    '<div title="{}">{}</div>\n',
    "---\ntitle: x\n---\n\n{}\n",
    '[x]: /u "{}"\n\n[x]\n',
    "| - | - |\n{}\n| - | - |\n",
]
MARKED = st.text("aß1 .#!|{}()\\][<&*_`~@:^w\x07", max_size=6) | st.sampled_from(["www.a.b", "ww."])
STARTS = [
    *("", "", "", "# ", "- ", "1. ", "> ", "<", "<b>", "[^1]", "[x]: ", "[ ] ", "[!NOTE] ", "```"),
    *(
        "---",
        "+++",
        ": ",
        "~ ",
        '"',
        "(",
        "'",
        "    ",
        " ",
        "=",
        "**",
        "`a` ",
        "{",
        "\\",
        "|",
        "&nbsp;",
    ),
]
ENDS = ["", "", "", " #", "}", " {#a}", " ", "\\", "|", " |", "`", "。", "'", '"', ")", ":", "\n"]
ODD = [
    "{x}",
    "%s",
    "$a$",
    "<<<<<<<",
    "=======",
    "\u115f",
    "\u2800",
    "（",
    "&#8203;",
    "\u202e",
    "\U0001f54a",
]


def translated(document: Document, index: int, target: str) -> Message:
    one = document.segments[index]
    return Message(one.source, target, State.TRANSLATED, one.context)


def nothing_is_against(document: Document, targets: dict[int, str]) -> int:
    """Check what is said of sure targets; return how many there are."""
    found = sure_to_fit(document, DIALECT, targets)
    known = environment(document, DIALECT)
    for index in found:
        one, target = document.segments[index], targets[index]
        assert tidy(one, target) == target
        assert mend_emphasis(target, known) == target
        assert found[index] == places(target, one.source, known)
        assert misfits(document, {index: target}, {index: target}, DIALECT) == frozenset()
    put = {index: targets[index] for index in found}
    assert compose(document, put, found) == compose(document, put)
    fit, bad = fitted(document, put, DIALECT)
    assert not bad
    assert [*broken_third_law(document, fit, compose(document, fit), DIALECT)] == []
    refuse = refuse_by(GERMAN, SETTINGS)
    for index in spare_by(SETTINGS)(document, targets, found):
        message = translated(document, index, targets[index])
        assert refuse(document, document.segments[index], message) is None, (message, document.text)
    return len(found)


def documents(chance: random.Random) -> Iterator[tuple[Document, dict[int, str]]]:
    marks = chance.choices(MARKS, k=chance.choice((0, 0, 1, 1, 2, 4)))
    same = chance.choice(STARTS) if chance.random() < 0.3 else ""
    source, target = (
        f"{same}{woven(chance.choices(TEXTS, k=len(marks) + 1), marks)}" for _ in "ab"
    )
    if chance.random() < 0.5:
        target = chance.choice(STARTS) + target + chance.choice(ENDS)
    if chance.random() < 0.2:
        odd = chance.choice(ODD)
        source, target = (one + odd if chance.random() < 0.7 else one for one in (source, target))
    for frame in chance.sample(FRAMES, 4):
        document = segment("x.md", frame.replace("{}", source), DIALECT)
        yield document, dict.fromkeys(range(len(document.segments)), target)


def test_nothing_is_against_sure_targets() -> None:
    chance = random.Random(5)  # noqa: S311 - repeatable
    assert sum(nothing_is_against(*one) for _ in range(2500) for one in documents(chance)) > 1000


@given(st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_nothing_is_against_any_sure_target(chance: random.Random) -> None:
    for document, targets in documents(chance):
        nothing_is_against(document, targets)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("text\n", "Wort"),
        ("Some **text** and `code`.\n", "**Wort** und `code`."),
        ("[Text](a.md) here\n", "[Wort](a.md)"),
        ("<b>Text</b> here\n", "<b>Wort</b> dort"),
        ("# 1. Text\n", "1. Wort"),
        ("| 1. text | b |\n|---|---|\n", "2. Wort"),
        ("text\n", "ข้อความ"),
    ],
)
def test_usual_targets_are_sure(text: str, target: str) -> None:
    document = segment("x.md", text, DIALECT)
    assert 0 in sure_to_fit(document, DIALECT, {0: target})
    assert nothing_is_against(document, {0: target}) == 1


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("text\n", ""),
        ("text\n", "# Wort"),
        ("text\n", "Wort\n"),
        ("text\n", "Wort "),
        ("text\n", " Wort"),
        ("text\n", "e\u0301"),
        ("text\n", "Wort | Wort"),
        ("a | b\n", "Wort | Wort"),
        ("text\n", "`Wort`"),
        ("text\n", "[^1] Wort"),
        ("text\n", "www.example.org"),
        ("<b>text</b>\n", "<i>Wort</i>"),
        ("<b>text</b>\n", "<b></b>"),
        ("&nbsp;text\n", "&nbsp;"),
        ("[x]: /u\ntext\n", '"Wort"'),
        ("--- text\n\nmore\n", "Wort"),
        ("# text\n", "Wort #"),
        ("```\ntext\n```\n", "Wort"),
        ("| text |\n|-|\n- text | text |\n-|-|\n", "Wort | Wort"),
    ],
)
def test_others_are_not(text: str, target: str) -> None:
    document = segment("x.md", text, DIALECT)
    every = dict.fromkeys(range(len(document.segments)), target)
    assert sure_to_fit(document, DIALECT, every) == {}


def test_what_a_check_may_mind_is_not_spared() -> None:
    document = segment("x.md", "text {x} more\n\nmore\n\nlast\n\nlong\n", DIALECT)
    targets = {
        0: "Wort {x} mehr",
        1: "mehr（",
        2: "zuletzt",
        3: "w" * (SETTINGS.max_segment_size // 2),
    }
    assert sure_to_fit(document, DIALECT, targets).keys() == {0, 1, 2, 3}
    assert set(spare_by(SETTINGS)(document, targets, {0, 1, 2, 3})) == {2}


def test_what_is_no_markdown_is_spared_without_marks() -> None:
    head = "title: One\nsummary: Two *x*\ndescription: Three\n"
    document = segment("x.md", f"---\n{head}---\n\ntext\n", DIALECT)
    targets = {0: "- Eins", 1: "Zwei *x*", 2: "Drei & vier", 3: "Wort"}
    assert [one.source for one in document.segments] == ["One", "Two *x*", "Three", "text"]
    assert set(spare_by(SETTINGS)(document, targets, ())) == {0}


@given(MARKED)
@settings(max_examples=500)
def test_what_is_bare_says_nothing_beside_its_words(text: str) -> None:
    known = environment(segment("x.md", "[a]: /b\n", DIALECT), DIALECT)
    if is_bare(text):
        read = [of_plain(text, entities=True), of_html(text), of_markdown(text, known)]
        assert [one._replace(prose="") for one in read] == [Markup()] * 3


def test_a_check_without_a_gate_may_mind_anything() -> None:
    gated = Check("X1", "x", Severity.ERROR, lambda _: (), gate="x")
    assert [_Plan([gated], terms=False, glossary=False).minds(text) for text in "xy"] == [
        True,
        False,
    ]
    every = [gated, replace(gated, gate="")]
    assert _Plan(every, terms=False, glossary=False).minds("y")
