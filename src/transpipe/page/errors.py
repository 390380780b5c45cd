"""The page that a preview shows in place of one that could not be built."""

from __future__ import annotations

from transpipe.languages import language
from transpipe.page.forms import fill
from transpipe.page.site import PageSettings
from transpipe.page.words import words

__all__ = ["error_page"]


def error_page(text: str) -> str:
    """Return the HTML document that says what is wrong, in English."""
    english = language("en")
    title = "This cannot be built"
    return fill(
        "error.html", PageSettings(), words(english), title=title, text=text, languages=[english]
    )
