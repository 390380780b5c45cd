"""A document and its translation: which segment answers to which."""

from transpipe.bitext.align import Pair, align

__all__ = ["Pair", "align"]
