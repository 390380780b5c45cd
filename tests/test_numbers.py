"""Numbers in words, in other numerals, with other separators: the same value is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transpipe.catalog import Message, State
from transpipe.checks import CheckSettings, check_message
from transpipe.checks.spelled import chinese, in_words, power_after, power_before, roman, value_of
from transpipe.languages import language
from transpipe.markdown import Dialect, segment

ONES = "〇一二三四五六七八九"
TWELVE = ("id", "ms", "fil", "vi", "th", "lo", "km", "my", "ta", "zh-Hans", "pt", "tet")


def missing(source: str, target: str, tag: str) -> list[tuple[str, str]]:
    document = segment("x.md", source, Dialect())
    one = document.segments[0]
    message = Message(one.source, target, State.TRANSLATED)
    settings = CheckSettings(select=("T110",))
    found = check_message(document, one, message, language(tag), settings)
    return [(finding.message, finding.help) for finding in found]


def in_chinese(number: int) -> str:
    """Write a number below a hundred million as Chinese does."""
    if number >= 10_000:
        rest = number % 10_000
        return (
            in_chinese(number // 10_000)
            + "万"
            + (("〇" if rest < 1000 else "") + in_chinese(rest) if rest else "")
        )
    written = ""
    for power, letter in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            written += ONES[digit] + letter
        elif written and number % power and not written.endswith("〇"):
            written += "〇"
    return written


@given(st.integers(min_value=1, max_value=99_999_999))
def test_chinese_numerals_have_their_value(number: int) -> None:
    assert value_of(str(number)) in chinese(f"第{in_chinese(number)}条")


@pytest.mark.parametrize(
    ("text", "digits", "power"),
    [
        ("二〇二一年", "2021", 0),
        ("十九", "19", 0),
        ("两亿", "2", 8),
        ("百分之三点五", "35", -1),
        ("七成", "7", 1),
        ("七成五", "75", 0),
    ],
)
def test_chinese_numerals_of_other_kinds(text: str, digits: str, power: int) -> None:
    assert (digits, power) in chinese(text)


def test_a_row_of_numerals_is_no_number() -> None:
    assert chinese("一" * 5000) == frozenset()


@given(st.integers(min_value=1, max_value=399))
def test_roman_numerals_have_their_value(number: int) -> None:
    worth = {"C": 100, "L": 50, "X": 10, "V": 5, "I": 1}
    values = [worth[letter] for letter in roman(value_of(str(number)))]
    pairs = zip(values, [*values[1:], 0], strict=True)
    assert sum(-one if one < after else one for one, after in pairs) == number


@pytest.mark.parametrize("value", [("", 0), ("4", 2), ("5", -1), ("12345", 0), ("1", 9)])
def test_nobody_writes_it_in_roman_numerals(value: tuple[str, int]) -> None:
    assert roman(value) == ""


@pytest.mark.parametrize("tag", TWELVE)
def test_one_to_ten_are_in_words(tag: str) -> None:
    name = {"id": "sembilan", "th": "เก้า", "my": "ကိုး", "zh-Hans": "九"}.get(tag)
    if name:
        assert in_words(("9", 0), f"x {name} y", tag)
    assert not in_words(("9", 0), "x y", tag)
    assert not in_words(("999", 0), "x y", tag)


@pytest.mark.parametrize(
    ("number", "text", "tag", "is_there"),
    [
        ("2", "dua orang", "id", True), ("2", "dua belas orang", "id", False),
        ("6", "enam puluh", "id", False), ("7", "ketujuh", "id", True),
        ("4", "apatnapu", "fil", False), ("2", "labindalawa", "fil", False),
        ("2", "dalawang tao", "fil", True), ("2", "mười hai", "vi", False),
        ("2", "mười hai và hai", "vi", True), ("3", "três mil", "pt", False),
        ("2", "สิบสองคน", "th", False), ("5", "ငါးဆယ်", "my", False), ("5", "ငါးဦး", "my", True),
    ],
)  # fmt: skip
def test_a_word_is_no_part_of_a_larger_number(
    number: str, text: str, tag: str, is_there: bool
) -> None:
    assert in_words(value_of(number), text, tag) is is_there


def test_a_language_without_words_has_none() -> None:
    assert not in_words(("9", 0), "sanga", "jv")
    assert power_after("5 yuta", 1, "jv") == (0, 1)


@pytest.mark.parametrize(
    ("text", "tag", "power"),
    [
        ("5 mil milhões", "pt", 9),
        ("5 militares", "pt", 0),
        ("5 nghìn tỷ", "vi", 12),
        ("5 แสนล้าน", "th", 11),
        ("5 ရာခိုင်နှုန်း", "my", 0),
        ("5 million", "", 6),
        ("5m", "", 6),
        ("5 m", "", 0),
        ("5 hundred thousand", "", 5),
    ],
)
def test_words_multiply_a_number(text: str, tag: str, power: int) -> None:
    assert power_after(text, 1, tag)[0] == power


def test_burmese_multiplies_from_the_front() -> None:
    assert power_before("သိန်း ၂၀", 6, "my") == 5
    assert power_before("juta 20", 5, "id") == 0


@given(
    st.integers(min_value=1, max_value=10**12),
    st.sampled_from([",", ".", "\u00a0", "\u202f", " ", "’"]),
)
def test_separators_change_nothing(number: int, separator: str) -> None:
    target = f"{number:,}".replace(",", separator)
    assert not missing(f"We saw {number:,} birds.", f"Kami melihat {target} burung.", "id")


@given(st.integers(min_value=11, max_value=10**6))
def test_another_number_is_told(number: int) -> None:
    assert missing(f"We saw {number:,} birds.", f"Kami melihat {number + 1} burung.", "id")


@pytest.mark.parametrize(
    ("source", "target", "tag", "said"),
    [
        ("It cost 2.3 billion.", "耗资2.3亿。", "zh-Hans", "2.3 billion is 2,300,000,000"),
        ("In 2025", "၂ဝ၂၅ ခုနှစ်တွင်", "my", "The letter ဝ"),
        ("It rose 3.5%.", "Naik 35%.", "id", "in your own digits"),
        ("It was 1.234 billion.", "Itu 5.", "id", "in your own digits"),
        ("It is 8 p.m.", "เวลาสามทุ่ม", "th", "in your own digits"),
        ("On 10/05/2023", "Pada 10 Juni 2023", "id", "in your own digits"),
        ("In 2020–21", "Pada 2020–2022", "id", "in your own digits"),
    ],
)
def test_what_is_missing_says_what_to_do(source: str, target: str, tag: str, said: str) -> None:
    ((_, way_out),) = missing(source, target, tag)
    assert said in way_out


def test_thousands_of_missing_numbers_take_no_time() -> None:
    for tag, filler in (("id", "ribu 5 "), ("my", "သိန်း ၂ "), ("zh-Hans", "三万 ")):
        source = ", ".join(str(number) for number in range(10_000, 14_000))
        assert len(missing(source, filler * 2000, tag)) >= 3900


@pytest.mark.parametrize(
    ("source", "target", "is_missing"),
    [
        ("1,500 people", "1.500.000 orang", True),  # a separator that stands twice is no point
        ("1.500.000 orang", "1,500 people", True),
        ("2,500 dead", "2,500,000 dead", True),
        ("192.168.100.100 here", "192.168.100.10 here", True),
        ("It cost 1.5 here.", "Di sini 1.500.", True),  # nor is one before three digits and 0
        ("15 dead", "15.000 dead", True),
        ("12.5 million", "12.500 juta", True),
        ("1.5 million", "1.500.000", False),
        ("1,234.500", "1.234,5", False),
        ("1.250 kg", "1,250 kg", False),
        ("1.234 km", "1,234 km", False),
        ("1,234,567.25", "1.234.567,25", False),
    ],
)
def test_what_separators_can_be(source: str, target: str, is_missing: bool) -> None:
    assert bool(missing(source, target, "id")) is is_missing
