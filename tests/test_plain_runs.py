"""Runs that are read without the parser hold what the parser finds in them."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mdit_py_plugins.gfm_autolink import _match

from transpipe.document import Definitions
from transpipe.markdown import Dialect
from transpipe.markdown.markup import parsed
from transpipe.markdown.plain_runs import of_plain_run
from transpipe.markdown.reading import Environment

BARE = Environment(Dialect(), Definitions())
KNOWN = Environment(
    Dialect(), Definitions({"REF": "https://example.org/r", "A B": "/ab"}, frozenset({"1"}))
)
COMMONMARK = Environment(Dialect(extensions=frozenset()), Definitions())
ENVIRONMENTS = (BARE, KNOWN, COMMONMARK)

PLAIN = [
    "a `b` c ` d ` e", "[a](b)", "[**a** `b_c`](https://example.org/d_e 'no')", '[a](b "c")', "[](b)",
    "[ ](b)", "[a] b [c]", "[a]", "*a* **b** _c_ __d__", "*a **b** c*", "a_b_c", "2 * 3", "ก**ข**ค",
    "<https://example.org/a_b>", "<a@example.org>", "<b>a</b> <br> <br/>", '<a href="b">c</a>',
    "<!-- a -->", "a < b, R&D, @ b", "![a *b*](c.png)", '![a](b "c")', r"\*a\* \[b](c)",
    "https://example.org/a, (https://example.org/b).", "see https://example.org", "a.b@example.org, c",
    "[a][ref] [ref] [ref][] [A b]", "x ! y", "a: b", "^a", "",
]  # fmt: skip
DOUBTFUL = [
    "`a", "``a`b``", "*a", "a*", "**a*", "***a***", "~~a~~", "&amp;", "[a](b", "[a] (b)[", "[a[b]](c)",
    "[^1]", "^[a]", "www.example.org", "[*a](b)*", "<a", "<?a?>", "![[a]](b)", "http://a_b.c", "[a](<b>)",
    "www.a@example.org", "\u2028_a", "a__\x1f",
    "\\a", "`a``", "[a](b(c))", "<b>https://example.org</b>", "xhttps://example.org", "a@b",
]  # fmt: skip
WORDS = [
    *PLAIN, *DOUBTFUL, "a", "ก", "“", "”", "。", "\u00a0", " ", " ", " ", "\n", ".", "(", ")", "[", "]",
    "!", "*", "**", "_", "`", "<", ">", "&", "\\", ":", "@", "//", "](b)", "e\u0301", "\u200b", "🕊️",
    "www.", "a@example.org", "\u2028", "\x85", "\x1f", "\u200d", "א", "|", "\t", "\x0c", "  \n", "[^1]",
]  # fmt: skip


def agrees(content: str) -> None:
    for environment in ENVIRONMENTS:
        found = of_plain_run(content, environment)
        if found is not None:
            assert found == parsed(content, environment)


@pytest.mark.parametrize("content", PLAIN)
def test_plain_runs_are_read(content: str) -> None:
    if "'" not in content:
        assert of_plain_run(content, KNOWN) is not None
    agrees(content)


@pytest.mark.parametrize("content", DOUBTFUL)
def test_doubtful_ones_are_left_to_the_parser(content: str) -> None:
    assert of_plain_run(content, KNOWN) is None


@given(st.lists(st.sampled_from(WORDS), max_size=8).map("".join))
@settings(max_examples=500)
def test_both_say_the_same(content: str) -> None:
    agrees(content)


@given(st.text("ab*_`[]()<>!&;:/@\\.\n ก“^~#", max_size=24))
@settings(max_examples=500)
def test_both_say_the_same_of_any_characters(content: str) -> None:
    agrees(content)


def test_both_say_the_same_of_many_more() -> None:
    chance = random.Random(7)  # noqa: S311 - repeatable
    for _ in range(4000):
        agrees("".join(chance.choices(WORDS, k=chance.randint(2, 9))))


@pytest.mark.parametrize(
    ("address", "end"),
    [
        ("a).", "a"), ("a(b)).", "a(b)"), ("a?!", "a"), ("a&amp;", "a"), ("a;", "a"), ("a<b", "a"),
        ("a)&b;)", "a"), ("&;", "&"), ("", ""), (")", ""),
    ],
)  # fmt: skip
def test_where_a_bare_address_ends(address: str, end: str) -> None:
    """The function of the plug-in is another one by now; it is asked here under its name."""
    trim = _match._autolink_delim  # noqa: SLF001
    assert trim.__module__ == "transpipe.markdown.bare_links"
    assert address[: trim(address, len(address))] == end
