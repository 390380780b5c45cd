"""Numbers, in any digits, with any separators, in the Thai calendar or half in words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from transpipe.checks.finding import Hit
from transpipe.checks.inline import placeholders
from transpipe.checks.pair import Pair

__all__ = ["Number", "number", "numbers"]

_NUMBER = re.compile(r"\d+(?:[.,\u066b\u066c \u00a0\u2009\u202f’']\d+)*")
_PART = re.compile(r"\d+")
_SPACE = re.compile(r"[ \u00a0\u2009\u202f’']")
_GROUP = 3
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_AFTERNOON = re.compile(r"\d\s?p\.?\s?m\b", re.IGNORECASE)
_BUDDHIST_ERA = 543
_BUDDHIST_SCRIPTS = frozenset({"Thai", "Laoo", "Khmr"})
_YEARS = range(1800, 2200)
_IN_WORDS = 10
_HALF_DAY = 12
_BURMESE_WA = re.compile("[\u1040-\u1049]\u101d|\u101d[\u1040-\u1049]")

# One to ten, as running text spells small numbers; several spellings are set apart by "/".
_WORDS: Mapping[str, str] = {
    "id": "satu/suatu/se dua tiga empat lima enam tujuh delapan sembilan sepuluh",
    "ms": "satu/suatu/se dua tiga empat lima enam tujuh lapan sembilan sepuluh",
    "ms-Arab": "ساتو/سواتو دوا تيݢ امڤت ليم انم توجوه لاڤن سمبيلن سڤولوه",
    "fil": "isa dalawa tatlo apat lima anim pito walo siyam sampu",
    "vi": "một hai ba bốn/tư năm sáu bảy/bẩy tám chín mười",
    "th": "หนึ่ง/เดียว สอง สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ",
    "lo": "ໜຶ່ງ/ນຶ່ງ/ຫນຶ່ງ ສອງ ສາມ ສີ່ ຫ້າ ຫົກ ເຈັດ ແປດ ເກົ້າ ສິບ",
    "km": "មួយ ពីរ បី បួន ប្រាំ ប្រាំមួយ ប្រាំពីរ/ប្រាំពីរ ប្រាំបី ប្រាំបួន ដប់",
    "my": "တစ်/တ နှစ် သုံး လေး ငါး ခြောက် ခုနစ်/ခုနှစ် ရှစ် ကိုး ဆယ်",
    "ta": "ஒன்று/ஒரு இரண்டு/இரு மூன்று/மூ நான்கு/நா ஐந்து/ஐ ஆறு ஏழு எட்டு ஒன்பது பத்து",
    "zh-Hans": "一 二/两 三 四 五 六 七 八 九 十",
    "pt": "um/uma dois/duas três quatro cinco seis sete oito nove dez",
    "tet": "ida rua tolu haat lima neen hitu ualu sia sanulu",
}
# Words behind a number that stand for zeros.
_SCALES: Mapping[str, str] = {
    "id": "ratus|ribu|juta|miliar|triliun",
    "ms": "ratus|ribu|juta|bilion|trilion",
    "ms-Arab": "راتوس|ريبو|جوتا",
    "fil": "daan|libo|milyon|bilyon",
    "vi": "trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ",
    "th": "ร้อย|พัน|หมื่น|แสน|ล้าน",
    "lo": "ຮ້ອຍ|ພັນ|ໝື່ນ|ແສນ|ລ້ານ",
    "km": "រយ|ពាន់|ម៉ឺន|សែន|លាន",
    "my": "ရာ|ထောင်|သောင်း|သိန်း|သန်း|ကုဋေ",
    "ta": "நூறு|ஆயிர|லட்ச|இலட்ச|கோடி|மில்லியன்|பில்லியன்",
    "zh-Hans": "[十百千万亿]",
    "pt": "mil|milh|bilh",
    "tet": "rihun|millaun|miliaun|tokon",
}


class Number(NamedTuple):
    """A number of a text: its digits without separators and leading zeros, and its place."""

    digits: str
    parts: tuple[str, ...]
    start: int
    end: int


def number(pair: Pair) -> Iterable[Hit]:
    """A number of the source is missing in the target.

    A wrong count of the dead or a wrong article of a law is the worst slip that reads well.
    Digits of any script count, with any separators; the Buddhist year, small numbers in
    words and numbers half in words (3 million, 300万) are understood.

    Example: the source says "860 people", the target "လူ ၆၈၀".

    To mend it, compare the numbers one by one. In Burmese see that the digit ၀ is not the
    letter ဝ.
    """
    there = _wanted(pair.there.prose)
    if not there:
        return
    if _NUMBER.findall(pair.here.prose) == _written(pair.there.prose):
        return
    found = numbers(pair.here.prose)
    known = {digits for one in found for digits in (one.digits, *one.parts)}
    for one in there:
        if one.digits not in known and not _is_there(one, known, found, pair):
            written = pair.source[one.start : one.end]
            yield Hit(
                f"the number {written} is missing",
                _way_out(pair, written),
                one.start,
                one.end,
                in_source=True,
            )


@lru_cache(maxsize=1 << 14)
def _written(prose: str) -> list[str]:
    """Return the numbers of a source as they are written."""
    return _NUMBER.findall(prose)


def numbers(prose: str) -> tuple[Number, ...]:
    """Return the numbers of a text in order."""
    return tuple(_numbers(prose))


@lru_cache(maxsize=1 << 14)
def _wanted(prose: str) -> tuple[Number, ...]:
    """Return the numbers of a source that a target must have, each once."""
    for text in placeholders(prose) if "%" in prose or "{" in prose else ():
        prose = prose.replace(text, "\ufffc" * len(text))
    found = {
        one.digits: one
        for one in reversed(numbers(prose))
        if not (_ORDINAL.match(prose, one.end) and _is_small(one.digits))
    }
    return tuple(sorted(found.values(), key=lambda one: one.start))


def _numbers(prose: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(prose):
        start = match.start()
        for written in _apart(match[0]):
            parts = tuple(map(_plain, _PART.findall(written)))
            digits = "".join(map(_fold, _PART.findall(written))) if len(parts) > 1 else parts[0]
            yield Number(digits.lstrip("0") or "0", parts, start, start + len(written))
            start += len(written) + 1


def _apart(written: str) -> Iterator[str]:
    """Yield the numbers of a row: before three digits a space may be a separator."""
    current = ""
    for group in _SPACE.split(written):
        joins = current and _digits(group) == _GROUP and _digits(current) <= _GROUP
        if current and not joins:
            yield current
        current = f"{current} {group}" if joins else group
    yield current


def _digits(text: str) -> int:
    """Return how many digits a text begins with."""
    match = _PART.match(text)
    return match.end() if match else 0


def _plain(digits: str) -> str:
    return _fold(digits).lstrip("0") or "0"


def _fold(digits: str) -> str:
    return digits if digits.isascii() else "".join(str(unicodedata.decimal(one)) for one in digits)


def _is_small(digits: str) -> bool:
    return len(digits) <= len(str(_IN_WORDS)) and int(digits) <= _IN_WORDS


def _is_there(wanted: Number, known: set[str], found: tuple[Number, ...], pair: Pair) -> bool:
    """Tell whether a number is there in another form."""
    if len(wanted.parts) > 1 and known.issuperset(wanted.parts):
        return True
    if _in_the_afternoon(wanted, known) and _AFTERNOON.search(pair.source):
        return True
    digits = wanted.digits
    if len(digits) <= len(str(_YEARS.stop)):
        value = int(digits)
        buddhist = value in _YEARS and pair.language.script in _BUDDHIST_SCRIPTS
        if buddhist and str(value + _BUDDHIST_ERA) in known:
            return True
        if _is_small(digits) and _in_words(value, pair):
            return True
    return _is_scaled(digits, found, pair)


def _in_the_afternoon(wanted: Number, known: set[str]) -> bool:
    hour, *minutes = wanted.parts
    if len(hour) > len(str(_HALF_DAY)) or int(hour) >= _HALF_DAY:
        return False
    return str(int(hour) + _HALF_DAY) in known and known.issuperset(minutes)


def _in_words(value: int, pair: Pair) -> bool:
    words = _WORDS.get(pair.language.tag, "").split()
    if not value or not words:
        return False
    target = pair.target.casefold()
    return any(word in target for word in words[value - 1].split("/"))


def _is_scaled(digits: str, found: tuple[Number, ...], pair: Pair) -> bool:
    scale = _scale(pair.language.tag)
    if scale is None:
        return False
    bare = digits.rstrip("0")
    return any(
        one.digits.rstrip("0") == bare and scale.match(pair.here.prose, one.end) for one in found
    )


@lru_cache(maxsize=64)
def _scale(tag: str) -> re.Pattern[str] | None:
    words = _SCALES.get(tag)
    return re.compile(rf"[ \u00a0\u200b]?(?:{words})") if words else None


def _way_out(pair: Pair, written: str) -> str:
    if pair.language.script == "Mymr" and _BURMESE_WA.search(pair.target):
        return "The letter ဝ stands where the digit ၀ belongs."
    return f"Compare the numbers of source and target; {written} may be in your own digits."
