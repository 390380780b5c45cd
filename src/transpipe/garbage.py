"""Python's collector of garbage, kept from looking through the same objects again and again."""

from __future__ import annotations

import gc

__all__ = ["collect_no_more", "collect_seldom"]

_MANY = 100_000  # objects more than there were; Python 3.11's own choice is 700


def collect_seldom() -> None:
    """Look for garbage less often than Python does by default: that takes a tenth of a run.

    Nearly all that is made of a document goes as soon as nobody refers to it. Only objects that
    refer to each other wait for the collector: some hundred a document, next to nothing. It is
    for a process of our own to choose this, not for a library.
    """
    gc.set_threshold(_MANY)


def collect_no_more() -> None:
    """Let Python not look through all objects when it ends: the system takes them back anyway."""
    gc.freeze()
