"""Numbers as running text spells them: words, words for zeros, Roman and Chinese numerals.

What style guides ask for: numbers of one or two words are spelled out in Indonesian and Malay
(the common spelling rules of both), Filipino and Tetum count hours and dates in Spanish and
Portuguese words, Portuguese and Vietnamese write centuries in Roman numerals, Chinese the
articles of laws in its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

__all__ = ["Value", "chinese", "in_words", "power_after", "power_before", "roman", "value_of"]

Value = tuple[str, int]
"""A number: its digits without zeros at either end, and the power of ten behind them."""

# One to ten; several spellings are set apart by "/".
_WORDS: Mapping[str, str] = {
    "id": "satu/suatu/se dua tiga empat lima enam tujuh delapan sembilan sepuluh",
    "ms": "satu/suatu/se dua tiga empat lima enam tujuh lapan sembilan sepuluh",
    "ms-Arab": "ساتو/سواتو دوا تيݢ امڤت ليم انم توجوه لاڤن سمبيلن سڤولوه",
    "fil": "isa/una/uno dalawa/dos tatlo/tatlu/tres apat/kuwatro/kwatro lima/singko anim/sais/seis "
    "pito/siyete walo/otso siyam/nuwebe/nuebe sampu/diyes/dyes",
    "vi": "một/mốt hai ba bốn/tư năm/lăm sáu bảy/bẩy tám chín mười",
    "th": "หนึ่ง/เดียว/เอ็ด สอง/ยี่ สาม สี่ ห้า หก เจ็ด แปด เก้า สิบ",
    "lo": "ໜຶ່ງ/ນຶ່ງ/ຫນຶ່ງ/ເອັດ ສອງ ສາມ ສີ່ ຫ້າ ຫົກ ເຈັດ ແປດ ເກົ້າ ສິບ",
    "km": "មួយ ពីរ បី បួន ប្រាំ ប្រាំមួយ ប្រាំពីរ ប្រាំបី ប្រាំបួន ដប់",
    "my": "တစ်/တ နှစ် သုံး လေး ငါး ခြောက် ခုနစ်/ခုနှစ် ရှစ် ကိုး ဆယ်",
    "ta": "ஒன்று/ஒரு இரண்டு/இரு மூன்று/மூ நான்கு/நா ஐந்து/ஐ ஆறு ஏழு எட்டு ஒன்பது பத்து",
    "zh-Hans": "一 二/两 三 四 五 六 七 八 九 十",
    "pt": "um/uma dois/duas três quatro cinco seis sete oito nove dez",
    "tet": "ida/um/ún rua/dois tolu/três/tres haat/kuatru lima/sinku neen/seis hitu/sete "
    "ualu/oitu sia/nove sanulu/dés",
}
# Eleven to nineteen, where they are made of one to nine.
_TEENS: Mapping[str, str] = {
    "id": "{} ?belas",
    "ms": "{} ?belas",
    "fil": "labi(?:n|m|ng)-?{}",
    "vi": "mười {}",
    "th": "สิบ{}",
    "lo": "ສິບ{}",
    "km": "ដប់{}",
    "my": "ဆယ့်{}",
    "tet": "sanulu[ -]resin[ -]{}",
}


def _numbered(numbers: Iterable[int], words: str) -> Mapping[str, str]:
    return dict(zip(map(str, numbers), words.split(), strict=True))


# Numbers from eleven on that are not made of one to nine.
_MORE: Mapping[str, Mapping[str, str]] = {
    "fil": {"11": "onse", "12": "dose"},
    "lo": {"20": "ຊາວ"},
    "km": _numbered(range(20, 100, 10), "ម្ភៃ សាមសិប សែសិប ហាសិប ហុកសិប ចិតសិប ប៉ែតសិប កៅសិប"),
    "ta": _numbered(
        (*range(11, 20), *range(20, 101, 10)),
        "பதினொ பன்னிர பதின்மூ பதினா பதினை பதினாறு பதினே பதினெ பத்தொன்ப "
        "இருப முப்ப நாற்ப ஐம்ப அறுப எழுப எண்ப தொண்ணூ நூறு",
    ),
    "pt": _numbered(
        (*range(11, 20), *range(20, 101, 10)),
        "onze doze treze (?:ca|qua)torze quinze dez[ae]sseis dez[ae]ssete dezoito dez[ae]nove "
        "vinte trinta quarenta cinquenta sessenta setenta oitenta noventa cem",
    ),
}
# Words that stand for zeros, and how many; a longer one goes before its beginning.
_SCALES: Mapping[str, Mapping[str, int]] = {
    "id": {"puluh": 1, "ratus": 2, "ribu": 3, "juta": 6, "miliar": 9, "triliun": 12},
    "ms": {"puluh": 1, "ratus": 2, "ribu": 3, "juta": 6, "bilion": 9, "trilion": 12},
    "ms-Arab": {"ڤولوه": 1, "راتوس": 2, "ريبو": 3, "جوتا": 6, "بيليون": 9},
    "fil": {"pu": 1, "daan": 2, "libo": 3, "milyon": 6, "bilyon": 9, "trilyon": 12},
    "vi": {"mươi": 1, "trăm": 2, "nghìn": 3, "ngàn": 3, "vạn": 4, "triệu": 6, "tỷ": 9, "tỉ": 9},
    "th": {"สิบ": 1, "ร้อย": 2, "พัน": 3, "หมื่น": 4, "แสน": 5, "ล้าน": 6},
    "lo": {"ສິບ": 1, "ຮ້ອຍ": 2, "ພັນ": 3, "ໝື່ນ": 4, "ແສນ": 5, "ລ້ານ": 6, "ຕື້": 9},
    "km": {"រយ": 2, "ពាន់": 3, "ម៉ឺន": 4, "សែន": 5, "លាន": 6, "កោដិ": 7, "ប៊ីលាន": 9},
    "my": {
        "ဆယ်": 1, "ရာခိုင်": 0, "ရာ": 2, "ထောင်": 3, "သောင်း": 4, "သိန်း": 5,
        "သန်း": 6, "ကုဋေ": 7, "ဘီလီယံ": 9,
    },
    "ta": {
        "நூறு": 2, "ஆயிர": 3, "இலட்ச": 5, "லட்ச": 5, "கோடி": 7,
        "மில்லியன்": 6, "பில்லியன்": 9, "டிரில்லியன்": 12,
    },
    "zh-Hans": {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8},
    "pt": {"mil": 3, "milh": 6, "bilh": 9, "bili": 12, "trilh": 12},
    "tet": {
        "nulu": 1, "atus": 2, "rihun": 3, "millaun": 6, "milliaun": 6, "miliaun": 6, "tokon": 6,
        "biliaun": 9,
    },
}  # fmt: skip
# The same of sources, which are English or of a neighbour's language; letters stand at the number.
_OF_SOURCES: Mapping[str, int] = {
    "hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12, "lakh": 5, "crore": 7,
    "mn": 6, "bn": 9, "tn": 12, "k": 3, "m": 6,
    "mil": 3, "mille": 3, "tausend": 3, "ribu": 3, "millions": 6, "millionen": 6, "millones": 6,
    "milhão": 6, "milhões": 6, "juta": 6, "milliard": 9, "milliards": 9, "milliarden": 9,
    "miliar": 9,
}  # fmt: skip
# How such a word may go on, in languages that set their words apart.
_ENDINGS: Mapping[str, str] = {
    "": r"(?!\w)(?:(?<![ \u00a0-][km]))",
    **dict.fromkeys(("id", "ms", "vi", "tet"), r"(?!\w)"),
    "fil": r"g?(?!\w)|ng(?!\w)",
    "pt": r"(?:(?<=[hi])(?:ão|ões)|(?<=l))(?!\w)",
}
_SMALL = 10
_LINK = r"[^\W\d_]{0,2}"
"""What joins a numeral to such a word: "dalawampu", "apatnapu"."""
_FAR = 16
_TEEN = range(11, 20)

_HAN = re.compile("[〇零一二两三四五六七八九十百千万亿]+(?:点[〇零一二三四五六七八九]+)?")
_HAN_POWERS: Mapping[str, int] = {"十": 1, "百": 2, "千": 3}
_HAN_LARGE: Mapping[str, int] = {"万": 4, "亿": 8}
_TENTHS = "成"
_LONGEST = 30
"""What is no number any more, in characters."""

_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"))
_ROMAN_MOST = 399


def value_of(digits: str, power: int = 0) -> Value:
    """Return the value of digits with a power of ten behind them."""
    bare = digits.strip("0")
    return (bare, power + len(digits) - len(digits.rstrip("0"))) if bare else ("", 0)


def power_after(text: str, place: int, tag: str) -> tuple[int, int]:
    """Return what the words behind a place multiply a number by, as a power of ten, and their end.

    The words are those of a language, or of sources for the empty tag; several multiply one
    another, as in "mil milhões"; 0 and the place if there is none.
    """
    pattern = _scale_words(tag)
    match = pattern.match(text, place) if pattern else None
    return (_power(match[0].lower(), tag), match.end()) if match else (0, place)


def power_before(text: str, place: int, tag: str) -> int:
    """Return the same of the word in front of a place, where Burmese has it: သိန်း ၂၀."""
    if tag != "my":
        return 0
    head = text[max(place - _FAR, 0) : place].rstrip(" \u00a0\u200b")
    return next((power for word, power in _SCALES[tag].items() if head.endswith(word)), 0)


def in_words(value: Value, text: str, tag: str) -> bool:
    """Tell whether a text, case-folded, has a number in words of a language."""
    if tag not in _WORDS or not value[0] or len(value[0]) > len(str(_SMALL)):
        return False
    return any(found for found in _spellings(value, text, tag))


def _spellings(value: Value, text: str, tag: str) -> Iterator[bool]:
    digits, power = value
    whole = digits + "0" * max(power, 0) if power <= len(str(_SMALL)) else ""
    number = int(whole) if power >= 0 and whole else 0
    units = _WORDS[tag].replace("/", "|").split()
    if 0 < number <= _SMALL:
        yield _alone(units[number - 1], text, tag)
    if number in _TEEN and tag in _TEENS:
        words = units[number - _SMALL - 1]
        yield bool(re.search(_TEENS[tag].format(f"(?:{words})"), text))
    if word := _MORE.get(tag, {}).get(whole):
        yield bool(re.search(word, text))
    if len(digits) == 1 and power > 0:
        yield from _with_scale(units[int(digits) - 1], power, text, tag)
        if digits == "1":
            yield from _with_scale(units[_SMALL - 1], power - 1, text, tag)
            yield from _with_scale("", power, text, tag)


def _alone(words: str, text: str, tag: str) -> bool:
    """Tell whether a word stands in a text for itself: not as a part of twelve, twenty or 200."""
    teens = _TEENS.get(tag, "")
    spans = (
        [match.span() for match in re.finditer(teens.format(f"(?:{words})"), text)] if teens else []
    )
    multiplied = re.compile(_LINK + _scale_of(tag)) if tag in _SCALES else None
    position = 0
    for match in re.finditer(words, text):
        while position < len(spans) and spans[position][1] <= match.start():
            position += 1
        in_teen = position < len(spans) and spans[position][0] <= match.start()
        if not in_teen and not (multiplied and multiplied.match(text, match.end())):
            return True
    return False


def _with_scale(words: str, power: int, text: str, tag: str) -> Iterator[bool]:
    """Yield for each place of a word in a text whether what follows multiplies it so."""
    start = f"(?:{words}){_LINK}" if words else ""
    for match in re.finditer(start + _scale_of(tag), text):
        yield _power(match["scale"], tag) == power


@lru_cache(maxsize=64)
def _scale_words(tag: str) -> re.Pattern[str] | None:
    if tag and tag not in _SCALES:
        return None
    return re.compile(_scale_of(tag), re.IGNORECASE)


def _scale_of(tag: str) -> str:
    return rf"(?P<scale>(?:[ \u00a0\u200b-]?{_alternatives(tag)})+)"


@lru_cache(maxsize=64)
def _alternatives(tag: str) -> str:
    words = "|".join(sorted(_SCALES[tag] if tag else _OF_SOURCES, reverse=True))
    return f"(?:{words})(?:{_ENDINGS.get(tag, '')})"


def _power(words: str, tag: str) -> int:
    scales = _SCALES[tag] if tag else _OF_SOURCES
    found = re.findall("|".join(sorted(scales, reverse=True)), words)
    return sum(scales[word] for word in found)


def roman(value: Value) -> str:
    """Return a number in Roman numerals; empty where nobody would write it so."""
    digits, power = value
    if power not in range(len(str(_ROMAN_MOST))) or len(digits) + power > len(str(_ROMAN_MOST)):
        return ""
    left = int(digits + "0" * power) if digits else 0
    if left > _ROMAN_MOST:
        return ""
    written = ""
    for worth, letters in _ROMAN:
        written += letters * (left // worth)
        left %= worth
    return written + "I" * left


def chinese(text: str) -> frozenset[Value]:
    """Return the numbers of a text that are written in Chinese numerals."""
    found: set[Value] = set()
    for match in _HAN.finditer(text):
        if match.end() - match.start() > _LONGEST:
            continue
        value = _chinese(match[0])
        found.add(value)
        if text[match.end() : match.end() + 1] == _TENTHS:
            after = _HAN.match(text, match.end() + 1)
            tail = _digit(after[0][0]) if after else "0"
            found.add(value_of(_plain(value) + tail))
    return frozenset(found)


def _chinese(written: str) -> Value:
    whole, _, fraction = written.partition("点")
    if fraction:
        digits = "".join(map(_digit, fraction))
        return value_of(str(_whole(whole)) + digits, -len(digits))
    return value_of(str(_whole(whole)))


def _whole(written: str) -> int:
    """Return a whole number: digits in a row as in 二〇二一, or with their powers of ten."""
    if not any(one in _HAN_POWERS or one in _HAN_LARGE for one in written):
        return int("".join(map(_digit, written)) or "0")
    total = section = digit = 0
    for one in written:
        if one in _HAN_LARGE:
            total = (total + section + digit) * 10 ** _HAN_LARGE[one]
            section = digit = 0
        elif one in _HAN_POWERS:
            section += (digit or 1) * 10 ** _HAN_POWERS[one]
            digit = 0
        else:
            digit = int(_digit(one))
    return total + section + digit


def _digit(character: str) -> str:
    return "2" if character == "两" else str(int(unicodedata.numeric(character)))


def _plain(value: Value) -> str:
    return value[0] + "0" * max(value[1], 0)
