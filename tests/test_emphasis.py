"""Emphasis that CommonMark does not see is mended, and nothing else is touched."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from transpipe.document import Definitions
from transpipe.markdown import Dialect
from transpipe.markdown.emphasis import mend_emphasis
from transpipe.markdown.markup import Environment

MENDED = [
    ("พวกเราขอ**“หยุดยิงทันที”**และ", "พวกเราขอ<strong>“หยุดยิงทันที”</strong>และ"),
    ("**อาเซียน (ASEAN)**ต้อง", "<strong>อาเซียน (ASEAN)</strong>ต้อง"),
    ("**ឈប់បាញ់ភ្លាម។**យើង", "<strong>ឈប់បាញ់ភ្លាម។</strong>យើង"),
    ("**အာဆီယံ၏**တာဝန်", "<strong>အာဆီယံ၏</strong>တာဝန်"),
    ("ພວກເຮົາ**“ຢຸດຍິງ”**ໃຫ້", "ພວກເຮົາ<strong>“ຢຸດຍິງ”</strong>ໃຫ້"),
    ("**立即停火。**我们", "<strong>立即停火。</strong>我们"),
    ("อ่าน**[แถลงการณ์](x)**ฉบับเต็ม", "อ่าน<strong>[แถลงการณ์](x)</strong>ฉบับเต็ม"),
    ("**“rakyat”**nya", "<strong>“rakyat”</strong>nya"),
    # CommonMark would set the word between the two in bold
    ("ขอ**“ก”**และ**“ข”**ด้วย", "ขอ<strong>“ก”</strong>และ<strong>“ข”</strong>ด้วย"),
    ("**ก** และ **“ข”**ค", "**ก** และ <strong>“ข”</strong>ค"),
    ("*“ก”*ข", "<em>“ก”</em>ข"),
    ("***“ก”***ข", "<em><strong>“ก”</strong></em>ข"),
    ("__“ก”__ข", "<strong>“ก”</strong>ข"),
    ("_ฟอรัม_ออก", "<em>ฟอรัม</em>ออก"),
    ("[**“ก”**ข](x) **ค**", "[<strong>“ก”</strong>ข](x) **ค**"),
    ("**“*ก* ข”**ค", "<strong>“*ก* ข”</strong>ค"),
]
KEPT = [
    "",
    "คำ",
    "*ที่ประชุม*ออกข้อเรียกร้อง**ห้า**ข้อ:",
    "Ini **sangat penting sekarang.",
    "**“ก”**ข**ค",
    "5 * 3 * 2",
    "a*b",
    "snake_case_name and __init__x",
    "ก_ข_ค",
    "@ฟอรัม_เอเชีย_2021",
    "`**“a”**b`",
    r"\*\*“a”\*\*b",
    "<b>**x**</b>y",
    "**“ก **ข”** ค",
    "****“ก”****ข",
    "ก** ข **ค",
    "**[“ก**”](x)ข",
]


@pytest.mark.parametrize(("target", "expected"), MENDED)
def test_marks_that_would_stay_visible_become_tags(target: str, expected: str) -> None:
    assert mend_emphasis(target) == expected
    assert mend_emphasis(expected) == expected
    html = MarkdownIt("commonmark").renderInline(expected)
    assert "*" not in html
    assert "_" not in html


@pytest.mark.parametrize("target", KEPT)
def test_all_else_stays(target: str) -> None:
    assert mend_emphasis(target) == target


def test_a_link_reference_is_known_from_the_document() -> None:
    known = Environment(Dialect(), Definitions({"R": "https://example.org/"}))
    assert mend_emphasis("ก**[r]**ข", known) == "ก<strong>[r]</strong>ข"


@given(st.text(alphabet="ก“”(). *_a`[]\n", max_size=24))
def test_only_marks_change(target: str) -> None:
    mended = mend_emphasis(target)
    for tag in ("<strong>", "</strong>", "<em>", "</em>"):
        mended = mended.replace(tag, "")
    assert [one for one in mended if one not in "*_"] == [one for one in target if one not in "*_"]
