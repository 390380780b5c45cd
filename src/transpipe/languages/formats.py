"""Numbers and dates as a page shows them to the readers of a language."""

from __future__ import annotations

import datetime as dt
import math

from transpipe.languages.table import Language

__all__ = ["date", "number", "percent"]

# Babel is loaded by the first page that shows a number, not by the command line's start.
# ruff: noqa: PLC0415


def number(value: float, language: Language) -> str:
    """Return a number with the language's digits and separators.

    A language that CLDR lacks gets plain digits.
    """
    from transpipe.languages import cldr

    return cldr.number(value, language) or str(value)


def percent(share: float, language: Language) -> str:
    """Return a share, from 0 to 1, as whole percents: ``0.42`` is ``42%``.

    It is rounded down, so that only the whole is ever shown as 100%.
    """
    from transpipe.languages import cldr

    # 0.29 * 100 is less than 29 in binary fractions
    whole = math.floor(share * 100 + 1e-9)
    return cldr.percent(whole, language) or f"{whole}%"


def date(value: dt.date, language: Language) -> str:
    """Return a date with the month in words, for Thai with the Buddhist year.

    A language whose months CLDR lacks gets an ISO 8601 date.
    """
    from transpipe.languages import cldr

    return cldr.date(value, language) or value.isoformat()
