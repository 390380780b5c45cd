"""A target that is taken for alike says what its source says, to the parser too."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from test_plain_runs import COMMONMARK, ENVIRONMENTS, KNOWN, PLAIN
from transpipe.checks.links import _NO_LINK
from transpipe.checks.oddities import INVISIBLE_CHARACTERS
from transpipe.markdown.alike import markup_at, places
from transpipe.markdown.emphasis import mend_emphasis
from transpipe.markdown.markup import FILLER, HIDDEN, Markup, parsed
from transpipe.markdown.reading import Environment

MARKS = [
    *("`a`", "`b_c`", "**", "*", "_", "__", "[", "](b)", "](https://example.org/d_e)", "][ref]"),
    *("![", "](c.png)", "<b>", "</b>", "<br>", "<https://example.org/a>", "https://example.org/a"),
    *("<!-- a -->", r"\*", r"\[", "]", "][]", "[a]", "&amp;", "<a@example.org>", "a@b.org", "~~"),
    *("[^1]", "://", "mailto:", "www.", "www.example.org", "*a*", "**b**", "[c](d)", "```", '"'),
]
TEXTS = [
    *("a", "ก", " ", " a ", "a b", "。", ", ", ".", "(", ")", " (", ") ", "!", ": ", ":", "“a”"),
    *("", "", "ข้อ", " x", "x ", "\n", "（", "）", "\u00a0", "ref", "A b", "e\u0301", "\u2028", "¨"),
]
SAME = [
    ("see `a_b` now", "lihat `a_b` kini"),
    ("**Bold** word", "Kata **tebal**, kata"),
    ("a [link](b) here", "sini ada [pranala](b)"),
    ("[a][ref] and _b_", "[x y][ref] dan _z_"),
    ("see https://example.org/a, or (https://example.org/b).", "di https://example.org/a, https://example.org/b"),
    ("![a](b.png) c", "![x y](b.png) z"),
    ("Note: <b>a</b> snake_case", "Catatan <b>x</b>: snake_case"),
    ("w [a](https://www.a.org) b", "[x](https://www.a.org)"),
]  # fmt: skip
OTHER = [
    ("a **b** c", "x**y**z"),  # marks of emphasis need not be any between letters
    ("a [b](c)", "x![y](c)"),
    ("a [b](c)", "(x)[/y](c)"),
    ("a [b](c)", "x [ ](c)"),
    ("see https://example.org/a now", "lihat https://example.org/aกข"),
    ("`a` `b`", "`a``b`"),
    ("a `b`", "x `b` `c`"),
    ("[a] b", "[x] y"),
    ("[ref] b", "[acuan] y"),
    ("[a](b) c", "[x](https://example.net) y"),
    ("a: b", "x://y"),
    ("![a](b)", "![x: y](b)"),
    ("a &amp; b", "x &amp; y"),
    ("~~a~~", "~~x~~"),
    ("a [b](c)", "x [y\nz](c)"),
    ("a_b", "x _y"),
]


@pytest.mark.parametrize(("source", "target"), SAME)
def test_marks_in_order_are_enough(source: str, target: str) -> None:
    assert agrees(source, target, KNOWN)


@pytest.mark.parametrize(("source", "target"), OTHER)
def test_any_doubt_is_left_to_who_reads(source: str, target: str) -> None:
    assert places(target, source, KNOWN) is None


def agrees(source: str, target: str, environment: Environment) -> bool:
    """Compare with what the parser finds; return whether there was anything to compare."""
    found = places(target, source, environment)
    if found is None or INVISIBLE_CHARACTERS.search(source + target):
        return False
    there, here = parsed(source, environment), parsed(target, environment)
    assert said(here) == said(there)
    assert (here.literals, here.entities) == ((), ())
    assert "<" not in here.prose
    for one, other in zip(here.links, there.links, strict=True):
        assert other.empty or not one.empty
    assert markup_at(target, source, environment, found) in (here, None)
    assert mend_emphasis(target, environment) == target
    known = {match[0] for match in _NO_LINK.finditer(source)}
    for match in () if set("［］【】（）") & set(target) else _NO_LINK.finditer(target):
        assert match[0] in known or here.prose[match.start()] in (FILLER, HIDDEN)
    return True


def said(markup: Markup) -> tuple[object, ...]:
    links = [(one.destination, one.bare) for one in markup.links]
    images = [one.destination for one in markup.images]
    tags = [(one.key, one.closing) for one in markup.tags]
    counts = (markup.strong, markup.emphasis, markup.strikes)
    return links, images, markup.code, counts, tags, markup.footnotes


@given(st.data())
@settings(max_examples=500)
def test_what_is_alike_says_the_same(data: st.DataObject) -> None:
    marks = data.draw(st.lists(st.sampled_from(MARKS), max_size=5))
    texts = st.lists(st.sampled_from(TEXTS), min_size=len(marks) + 1, max_size=len(marks) + 1)
    source, target = (woven(data.draw(texts), marks) for _ in range(2))
    for environment in ENVIRONMENTS:
        agrees(source, target, environment)


def woven(texts: list[str], marks: list[str]) -> str:
    return "".join(text + mark for text, mark in zip(texts, [*marks, ""], strict=True))


def test_what_is_alike_says_the_same_very_often() -> None:
    chance = random.Random(8)  # noqa: S311 - repeatable
    compared = 0
    for _ in range(12000):
        marks = chance.choices(MARKS, k=chance.randint(1, 6))
        pair = [woven(chance.choices(TEXTS, k=len(marks) + 1), marks) for _ in range(2)]
        compared += agrees(*pair, chance.choice(ENVIRONMENTS))
    assert compared > 300


def test_runs_are_alike_to_themselves() -> None:
    chance = random.Random(9)  # noqa: S311 - repeatable
    for _ in range(2000):
        source = "".join(chance.choices([*PLAIN, *MARKS, *TEXTS], k=chance.randint(1, 6)))
        agrees(source, source.replace("a", "ก"), KNOWN)
        agrees(source, source.replace(" ", ""), COMMONMARK)
