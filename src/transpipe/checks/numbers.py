"""Numbers, in any digits, with any separators, in the Thai calendar or half in words."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from transpipe.checks.finding import Hit
from transpipe.checks.pair import Pair
from transpipe.checks.spelled import (
    Value,
    chinese,
    in_words,
    power_after,
    power_before,
    roman,
    value_of,
)
from transpipe.checks.verbatim import placeholders
from transpipe.languages import Language, date

__all__ = ["Number", "number", "numbers"]

_NUMBER = re.compile(r"\d+(?:[.,\u066b\u066c \u00a0\u2009\u202f’']\d+)*")
_PART = re.compile(r"\d+")
_SEPARATOR = re.compile(r"\D")
_SPACE = re.compile(r"[ \u00a0\u2009\u202f’']")
_GROUP = 3
_LAKH = 2
_PAIR = 2
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\b", re.IGNORECASE)
_AFTERNOON = re.compile(r"\d\s?p\.?\s?m\b", re.IGNORECASE)
_BUDDHIST_ERA = 543
_BUDDHIST_SCRIPTS = frozenset({"Thai", "Laoo", "Khmr"})
_YEARS = range(1800, 2200)
_CENTURY = 100
_SMALL = 10
_HALF_DAY = 12
_MOST_DIGITS = 18
_DECADE = re.compile(r"['’]?s\b")
_SHORT_YEAR = re.compile(r"(?:(?<=\d[-–—/])|(?<=\s['’‘])|(?<=^['’‘]))\d\d(?!\d)")
_BEFORE_SHORT_YEAR = re.compile(r"\d\d[-–—/]\d\d(?!\d)")
_FULL_HOUR = re.compile(r"(?<=\d:)00(?!\d)")
_DATE_MARKS = frozenset("/-.")
_MONTHS = range(1, 13)
_THAI_EVENING = "ทุ่ม"
_EVENING = range(7, 12)
_ROMAN = re.compile(r"(?<![A-Za-z])[CLXVI]+(?![A-Za-z])")
_LETTERS = re.compile(r"[^\W\d_](?:\w|[\u0300-\u036f\u0900-\u1aff])*")
_BURMESE_WA = re.compile("[\u1040-\u1049]\u101d|\u101d[\u1040-\u1049]")
_ELSEWHERE = ["\0"]
"""What no target is equal to."""


class Number(NamedTuple):
    """A number of a text.

    Attributes:
        written: how it is written.
        parts: the digits between its separators, without leading zeros.
        start: where it begins.
        end: where it ends.
        power: what an English word behind it multiplies it by, as a power of ten.

    """

    written: str
    parts: tuple[str, ...]
    start: int
    end: int
    power: int = 0

    @property
    def digits(self) -> str:
        """Its digits without separators and leading zeros."""
        return _plain("".join(_PART.findall(self.written)))


class _Found:
    """What numbers a target has; made once, so that each of the source is looked up in sets.

    Attributes:
        meant: what each may mean as it is written.
        plain: the same of those that no word multiplies.
        scaled: the same with the words that multiply them.
        parts: whatever stands between separators that are not those of thousands.
        alone: what stands without separators, and what has several, such as a date.
        prose: the target's words.
        language: the target's language.

    """

    def __init__(self, pair: Pair) -> None:
        self.prose = prose = pair.here.prose
        self.language = pair.language
        tag = pair.language.tag
        chinese_ones = chinese(prose) if tag.startswith("zh") else frozenset()
        self.meant, self.plain, self.scaled = (
            set(chinese_ones),
            set(chinese_ones),
            set(chinese_ones),
        )
        apart: list[tuple[str, ...]] = []
        for one in numbers(prose):
            readings = _readings(one)
            powers = power_after(prose, one.end, tag)[0], power_before(prose, one.start, tag)
            self.meant |= readings
            if not any(powers):
                self.plain |= readings
            self.scaled.update(*(_times(readings, power) for power in powers))
            if len(one.parts) == 1 or not _is_grouped(_groups(one)):
                apart.append(one.parts)
        self.parts = frozenset(chain.from_iterable(apart))
        self.alone: frozenset[str | tuple[str, ...]] = frozenset(
            parts[0] if len(parts) == 1 else parts for parts in apart if len(parts) != _PAIR
        )

    @cached_property
    def folded(self) -> str:
        """The target's words, case-folded."""
        return self.prose.casefold()

    @cached_property
    def romans(self) -> frozenset[str]:
        """The Roman numerals of the target."""
        return frozenset(_ROMAN.findall(self.prose))

    @cached_property
    def has_wa(self) -> bool:
        """Whether a Burmese letter stands among digits."""
        return self.language.script == "Mymr" and bool(_BURMESE_WA.search(self.prose))

    @cached_property
    def months(self) -> frozenset[int]:
        """The months that the target names."""
        return frozenset(one for one in _MONTHS if _month(one, self.language) in self.folded)


def number(pair: Pair) -> Iterable[Hit]:
    """A number of the source is missing in the target.

    A wrong count of the dead or a wrong article of a law is the worst slip that reads well.
    Digits of any script count, with any separators; the Buddhist year, small numbers in
    words, Roman and Chinese numerals and numbers half in words (3 million, 300万) are
    understood.

    Example: the source says "860 people", the target "လူ ၆၈၀".

    To mend it, compare the numbers one by one. In Burmese see that the digit ၀ is not the
    letter ဝ.
    """
    there = _wanted(pair.there.prose)
    if not there:
        return
    if _NUMBER.findall(pair.here.prose) == _written(pair.there.prose):
        return
    found = _Found(pair)
    for one in there:
        if not (_is_found(one, found) or _is_in_other_form(one, found, pair)):
            written = pair.source[one.start : one.end]
            yield Hit(
                f"the number {written} is missing",
                _way_out(written, one, found),
                one.start,
                one.end,
                in_source=True,
            )


@lru_cache(maxsize=1 << 14)
def _written(prose: str) -> list[str]:
    """Return the numbers of a source as a target may have them without a closer look."""
    scaled = any(one.power for one in _wanted(prose))
    return _ELSEWHERE if scaled else _NUMBER.findall(prose)


def numbers(prose: str) -> tuple[Number, ...]:
    """Return the numbers of a text in order."""
    return tuple(_numbers(prose))


@lru_cache(maxsize=1 << 14)
def _wanted(prose: str) -> tuple[Number, ...]:
    """Return the numbers of a source that a target must have, each once."""
    for text in placeholders(prose) if "%" in prose or "{" in prose else ():
        prose = prose.replace(text, "\ufffc" * len(text))
    found = {
        (one.digits, power): one._replace(power=power, end=end)
        for one in reversed(numbers(prose))
        if not (_ORDINAL.match(prose, one.end) and _is_small(one.digits))
        and not _FULL_HOUR.match(prose, one.start)
        for power, end in (power_after(prose, one.end, ""),)
    }
    return tuple(sorted(found.values(), key=lambda one: one.start))


def _numbers(prose: str) -> Iterator[Number]:
    for match in _NUMBER.finditer(prose):
        start = match.start()
        for written in _apart(match[0]):
            parts = tuple(map(_plain, _PART.findall(written)))
            yield Number(written, parts, start, start + len(written))
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


def _groups(one: Number) -> list[str]:
    return [_fold(group) for group in _PART.findall(one.written)]


def _is_grouped(groups: list[str]) -> bool:
    """Tell whether separators may be those of thousands, or of lakhs and crores."""
    first, *rest = groups
    if not rest or first[0] == "0" or len(first) > _GROUP or len(rest[-1]) != _GROUP:
        return False
    return {len(group) for group in rest[:-1]} in ({_GROUP}, {_LAKH}, set())


def _readings(one: Number, thousands: str = " ") -> frozenset[Value]:
    """Return what a number may mean: its separators are those of thousands or of decimals.

    Those given separate thousands alone, as does one that stands more than once, or before three
    digits that end with zero: nobody writes one and a half as 1.500.
    """
    groups = _groups(one)
    joined = "".join(groups)
    if len(groups) == 1:
        return frozenset({value_of(joined)})
    *whole, fraction = groups
    *before, last = _SEPARATOR.findall(one.written)
    is_whole = _is_grouped(groups) and before == [last] * len(before)
    found = {value_of(joined)} if is_whole else set()
    is_sure = is_whole and (last in thousands or fraction[-1] == "0")
    if not is_sure and last not in before and (len(whole) == 1 or _is_grouped(whole)):
        found.add(value_of(joined, -len(fraction)))
    return frozenset(found or {value_of(joined)})


def _is_small(digits: str) -> bool:
    return len(digits) <= len(str(_SMALL)) and int(digits) <= _SMALL


def _is_found(wanted: Number, found: _Found) -> bool:
    """Tell whether a target has a number of the same value, in digits."""
    parts = wanted.parts
    if not wanted.power and (
        parts[0] in found.parts
        if len(parts) == 1
        else parts in found.alone or found.alone.issuperset(parts)
    ):
        return True
    ours = _readings(wanted, " ,")
    if not ours.isdisjoint(found.plain if wanted.power else found.meant):
        return True
    return not found.scaled.isdisjoint(_times(ours, wanted.power))


def _times(values: frozenset[Value], power: int) -> frozenset[Value]:
    if not power:
        return values
    return frozenset((digits, given + power) for digits, given in values)


def _is_in_other_form(wanted: Number, found: _Found, pair: Pair) -> bool:
    """Tell whether a number is there in words, in other numerals or another calendar."""
    hour = _in_the_afternoon(wanted, found.parts) or _in_the_evening(wanted, found)
    if hour and _AFTERNOON.search(pair.source):
        return True
    if _is_a_date(wanted, found, pair):
        return True
    if len(wanted.parts) == 1 and not wanted.power and _is_a_year(wanted, found.parts, pair):
        return True
    return any(
        roman(value) in found.romans or in_words(value, found.folded, pair.language.tag)
        for value in _times(_readings(wanted, " ,"), wanted.power)
    )


def _in_the_afternoon(wanted: Number, known: frozenset[str]) -> bool:
    hour, *minutes = wanted.parts
    if len(hour) > len(str(_HALF_DAY)) or int(hour) >= _HALF_DAY:
        return False
    return str(int(hour) + _HALF_DAY) in known and known.issuperset(minutes)


def _in_the_evening(wanted: Number, found: _Found) -> bool:
    """Tell whether Thai counts the hour from six in the evening: 8 p.m. is the second."""
    if not _is_small(wanted.digits) or int(wanted.digits) not in _EVENING:
        return False
    there = str(int(wanted.digits) - _HALF_DAY // 2)
    return _THAI_EVENING in found.prose and (
        there in found.parts or in_words((there, 0), found.prose, found.language.tag)
    )


def _is_a_date(wanted: Number, found: _Found, pair: Pair) -> bool:
    """Tell whether the number of a month is there as its name."""
    source = pair.there.prose
    around = {source[wanted.start - 1 : wanted.start], source[wanted.end : wanted.end + 1]}
    missing = [part for part in wanted.parts if part not in found.parts]
    if len(missing) != 1 or (len(wanted.parts) == 1 and around.isdisjoint(_DATE_MARKS)):
        return False
    return len(missing[0]) <= len(str(_MONTHS.stop)) and int(missing[0]) in found.months


@lru_cache(maxsize=1 << 10)
def _month(month: int, language: Language) -> str:
    """Return the name of a month: the longest word of a date."""
    words = _LETTERS.findall(date(dt.date(2000, month, 22), language).casefold())
    return max(words, key=len, default="\0")


def _is_a_year(wanted: Number, known: frozenset[str], pair: Pair) -> bool:
    """Tell whether a number is there as a year of another calendar, or longer or shorter."""
    if len(wanted.digits) > len(str(_YEARS.stop)):
        return False
    year, source = int(wanted.digits), pair.there.prose
    buddhist = pair.language.script in _BUDDHIST_SCRIPTS
    decade = _DECADE.match(source, wanted.end) and not year % 10
    if year in _YEARS:
        there = year + _BUDDHIST_ERA
        years = {there, there // 10 * 10} if decade else {there, there % _CENTURY}
        return (buddhist and not known.isdisjoint(map(str, years))) or bool(
            decade and str(year % _CENTURY) in known
        )
    short = _SHORT_YEAR.match(source, wanted.start) or _BEFORE_SHORT_YEAR.match(
        source, wanted.start
    )
    if not (short or (decade and year < _CENTURY)):
        return False
    if buddhist and f"{(year + _BUDDHIST_ERA) % _CENTURY}" in known:
        return True
    added = (0, _BUDDHIST_ERA) if buddhist else (0,)
    return any(str(full + more) in known for full in _YEARS[year::_CENTURY] for more in added)


def _way_out(written: str, one: Number, found: _Found) -> str:
    if found.has_wa:
        return "The letter ဝ stands where the digit ၀ belongs."
    if one.power and (whole := _in_full(one)):
        return f"{written} is {whole}: see that the target says as much."
    return f"Compare the numbers of source and target; {written} may be in your own digits."


def _in_full(one: Number) -> str:
    """Return a number with all its zeros; empty where it has more digits than are sure."""
    found = {digits + "0" * power for digits, power in _times(_readings(one, " ,"), one.power)}
    whole = found.pop() if len(found) == 1 else ""
    return f"{int(whole):,}" if whole and len(whole) <= _MOST_DIGITS else ""
