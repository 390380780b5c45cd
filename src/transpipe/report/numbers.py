"""Numbers with their nouns."""

from __future__ import annotations

__all__ = ["numbered", "plural"]


def plural(count: int, noun: str) -> str:
    """Return a noun as it stands after a number: ``message`` or ``messages``."""
    return noun if count == 1 else f"{noun}s"


def numbered(count: int, noun: str) -> str:
    """Return a number with its noun, such as ``1 message`` or ``1,204 messages``."""
    return f"{count:,} {plural(count, noun)}"
