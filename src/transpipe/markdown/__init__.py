"""Markdown: finding segments, fitting targets into them, rendering; the door to markdown-it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transpipe.lazily import giver

if TYPE_CHECKING:
    from transpipe.markdown.dialect import EXTENSIONS, Dialect
    from transpipe.markdown.segments import segment

__all__ = ["EXTENSIONS", "Dialect", "segment"]

_HOMES = {
    "dialect": ("EXTENSIONS", "Dialect"),
    "segments": ("segment",),
}

if not TYPE_CHECKING:  # so that a type checker knows of no other names than these
    __getattr__ = giver(__name__, _HOMES)
