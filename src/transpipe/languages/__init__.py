"""What transpipe knows of languages: names, folders, plural forms, scripts, numbers and dates.

Our own table comes first, CLDR through Babel under it, the project's configuration above
both. The package is the only door to Babel, and opens it only where the table is silent:
loading it takes longer than all else that a command needs at its start.
"""

from __future__ import annotations

from transpipe.languages.formats import date, number, percent
from transpipe.languages.lookup import Overrides, language
from transpipe.languages.table import LANGUAGES, Language

__all__ = ["LANGUAGES", "Language", "Overrides", "date", "language", "number", "percent"]
