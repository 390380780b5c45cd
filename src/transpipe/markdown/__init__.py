"""Markdown: finding segments, fitting targets into them, rendering; the door to markdown-it."""

from transpipe.markdown.dialect import EXTENSIONS, Dialect
from transpipe.markdown.segments import segment

__all__ = ["EXTENSIONS", "Dialect", "segment"]
