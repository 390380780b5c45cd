r"""How other tools spell a message, and the same message as ours.

po4a keeps the line ends of the source and the marks of quotations and hard breaks, mdpo and
mdbook-i18n-helpers join lines with a space, translate-toolkit writes ``{1}`` for what stands
between a link's parentheses. Ours is one line, ``\n`` in it is a hard break.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from transpipe.scripts import joins_without_space

__all__ = ["filled", "has_placeholders", "loose", "placeholders", "respelled"]

_HARD = re.compile(r"(?:\\| {2,})\n")
_QUOTE = re.compile(r"^ {0,3}> ?", re.MULTILINE)
_PLACEHOLDER = re.compile(r"\{([0-9]{1,3})\}")
# What a placeholder stands for: a link's address, a reference's label, an address, a tag.
_HIDDEN = r"(\((?:[^()]|\([^()]*\))*\)|\[[^\[\]]*\]|<[^<>]+>)"


def loose(text: str) -> str:
    """Return what two spellings of one message have in common: its words and marks, in a line."""
    return _joined(_HARD.sub("\n", _unquoted(text)))


def respelled(target: str, source: str) -> str:
    """Return a target as we would spell it beside a source of ours.

    Line ends are hard breaks where they are marked so, or where both texts have as many.
    """
    text = _unquoted(target.strip("\n"))
    if _HARD.search(text):
        return "\n".join(_joined(line) for line in _HARD.split(text))
    if "\n" in source and source.count("\n") == text.count("\n"):
        return "\n".join(line.strip() for line in text.split("\n"))
    return _joined(text)


def has_placeholders(source: str) -> bool:
    """Say whether a source has ``{1}`` or the like."""
    return _PLACEHOLDER.search(source) is not None


def placeholders(theirs: str, ours: str) -> dict[str, str] | None:
    """Return what the placeholders of their source stand for in ours; None if they differ."""
    parts = _PLACEHOLDER.split(loose(theirs))
    numbers = parts[1::2]
    pattern = _HIDDEN.join(re.escape(part) for part in parts[::2])
    match = re.fullmatch(pattern, loose(ours))
    return dict(zip(numbers, match.groups(), strict=True)) if match else None


def filled(target: str, values: Mapping[str, str]) -> str:
    """Return a target with what its placeholders stand for; unknown ones stay."""
    return _PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), target)


def _unquoted(text: str) -> str:
    """Return the text without the marks of a quotation, if all its lines have them."""
    lines = text.strip("\n").split("\n")
    if all(_QUOTE.match(line) for line in lines):
        return _QUOTE.sub("", text)
    return text


def _joined(text: str) -> str:
    """Join lines as a renderer does, and white space to single spaces."""
    joined = ""
    for line in filter(None, (" ".join(part.split()) for part in text.split("\n"))):
        glue = "" if not joined or joins_without_space(joined, line) else " "
        joined += glue + line
    return joined
