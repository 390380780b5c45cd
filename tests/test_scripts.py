"""Which characters belong to scripts without spaces, and what follows for line breaks."""

from __future__ import annotations

import sys
import unicodedata

import pytest

from transpipe.scripts import SPACELESS, joins_without_space

NAMES_WITHOUT_SPACES = (
    "THAI ", "LAO ", "KHMER ", "MYANMAR ", "TAI LE ", "NEW TAI LUE ", "TAI THAM ", "TAI VIET ",
    "CJK ", "HIRAGANA ", "KATAKANA ", "BOPOMOFO ", "FULLWIDTH ", "HALFWIDTH KATAKANA ", "KANGXI ",
)  # fmt: skip
NAMES_WITH_SPACES = (
    "LATIN ", "CYRILLIC ", "ARABIC ", "TAMIL ", "HANGUL ", "HALFWIDTH HANGUL ",
    "PARENTHESIZED HANGUL ", "CIRCLED HANGUL ", "HANIFI ROHINGYA ", "DIGIT ",
    "DEVANAGARI ", "ETHIOPIC ", "BUGINESE ",
)  # fmt: skip


def test_every_named_character_is_on_the_right_side() -> None:
    wrong = []
    for code in range(sys.maxunicode + 1):
        name = unicodedata.name(chr(code), "")
        inside = SPACELESS.fullmatch(chr(code)) is not None
        if (name.startswith(NAMES_WITHOUT_SPACES) and not inside) or (
            name.startswith(NAMES_WITH_SPACES) and inside
        ):
            wrong.append(f"U+{code:04X} {name}")
    assert wrong == []


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("เรียกร้องให้หยุดยิง", "ทันที"),
        ("ລາວ", "ທັນທີ"),
        ("ឈប់បាញ់ភ្លាម។", "យើង"),
        ("အာဆီယံ၏", "တာဝန်"),
        ("တႆး", "ꧣ"),
        ("立即停火。", "我们"),
        ("我们要求，", "立即停火"),
        ("他们说：", "“停火”"),
        ("他们说", "“停火”"),
        ("“停火”", "我们"),
        ("停火——", "立即"),
        ("停火", "ひらがな"),
        ("ខ្មែរ\u200b", "ខ្មែរ"),
        ("ລາວ", "\u200bລາວ"),
        ("葛\U000e0100", "城"),
        ("ท", "ย"),
    ],
)
def test_joined_without_a_space(left: str, right: str) -> None:
    assert joins_without_space(left, right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("", ""),
        ("", "ไทย"),
        ("ไทย", ""),
        ("\u200b", "\u200b"),
        ("rakyat", "ASEAN"),
        ("ไทย", "ASEAN"),
        ("ASEAN", "ไทย"),
        ("ปี", "2567"),
        ("停火", "ASEAN"),
        ("停火", "“now”"),
        ("ไทย", "“หยุดยิง”"),
        ("한국어", "한국어"),
        ("தமிழ்", "தமிழ்"),
        ("ไทย", "தமிழ்"),
        ("بهاس", "ملايو"),
        ("ไทย ", "ไทย"),
        ("ไทย", " ไทย"),
        ("汉", "\u3000汉"),
    ],
)
def test_joined_with_a_space(left: str, right: str) -> None:
    assert not joins_without_space(left, right)


def test_long_lines_cost_no_more_than_short_ones() -> None:
    line = "\u200b" * 200_000
    assert not joins_without_space(line, line)
    assert joins_without_space("ไทย" * 200_000, "ไทย" * 200_000)
    assert joins_without_space("停" + "“" * 10, "”" * 10 + "停")
