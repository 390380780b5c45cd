"""Quoting texts in messages, which are one line each."""

from __future__ import annotations

__all__ = ["shorten"]

_LONGEST = 60


def shorten(text: str) -> str:
    """Return a text on one line, cut to sixty characters."""
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
