"""Inline runs and messages: many lines of a block, one line of a catalogue.

A soft line break becomes one space, or nothing between characters of scripts that are
written without spaces. A hard line break (CommonMark 0.31.2, section 6.7) becomes a
newline. A run whose inline HTML spans lines is kept as it is, line by line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from transpipe.markdown.dialect import Dialect
from transpipe.markdown.inline import parse_run
from transpipe.scripts import has_spaceless, joins_without_space

__all__ = ["AS_IS", "CONTROL", "Breaks", "Run", "join", "tidy", "without_control"]

_SPACE = " \t"
AS_IS = ""
"""The line break mark of a run that is kept line by line."""

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""Control characters that no message has."""

# A tag that may go on beyond its line: nothing has closed it before the line's end or a
# quotation mark, behind which all may stand.
_OPEN_TAG = re.compile(r"<(?:[!?]|[a-zA-Z/][^<>\n]*[\n\"'])")
_CODE_OR_LINK = re.compile(r"[`\[@]|://|www\.", re.IGNORECASE)


class Run(NamedTuple):
    """A message and how its line breaks are written in the document.

    Attributes:
        source: the message.
        line_break: what stands before a line end: a backslash, two spaces, or ``AS_IS``.

    """

    source: str
    line_break: str


@dataclass(frozen=True, slots=True)
class Breaks:
    """Tells what the line ends of a run are, given a document's definitions.

    Attributes:
        dialect: how the document is read.
        env: what :func:`~transpipe.markdown.parser.parse_blocks` collected.

    """

    dialect: Dialect
    env: Mapping[str, Any]

    def of(self, content: str) -> tuple[dict[int, bool], bool]:
        """Return the breaks of a run, and whether its lines must be kept.

        The breaks map the offset of a line end to whether it is a hard break; line ends
        inside code, links and images, which are none, are missing.
        """
        breaks: dict[int, bool] = {}
        html: list[tuple[int, int]] = []
        env = {
            "references": self.env.get("references", {}),
            "footnotes": {"refs": dict(self.env.get("footnotes", {}).get("refs", {})), "list": {}},
            "run": content,
            "breaks": breaks,
            "html": html,
        }
        parse_run(content, self.dialect, env)
        return breaks, any("\n" in content[start:end] for start, end in html)


def join(lines: Sequence[str], breaks: Breaks) -> Run:
    """Make one message of the lines of a run, each without its indent."""
    last = lines[-1].rstrip(_SPACE)
    if len(lines) == 1:
        return Run(last, "\\")
    lines = [*lines[:-1], last]
    content = "\n".join(lines)
    may_be_tag = _OPEN_TAG.search(content)
    special = "  \n" in content or "\\\n" in content or has_spaceless(content)
    if not special and not may_be_tag:
        return Run(" ".join([*(line.rstrip(_SPACE) for line in lines[:-1]), last]), "\\")
    # In code and links a line end makes a difference only where it looks like a hard break, or
    # where the lines would be joined with nothing between them.
    if not may_be_tag and not _CODE_OR_LINK.search(content):
        return _joined(lines, _plain_breaks(lines))
    found, keep = breaks.of(content)
    if keep:
        return Run("\n".join(map(_without_spaces, lines)), AS_IS)
    return _joined(lines, found)


def without_control(text: str) -> str:
    """Return a text with each control character replaced, as NUL is (CommonMark, section 2.3)."""
    return text if text.isprintable() else CONTROL.sub("\ufffd", text)


def tidy(target: str, line_break: str) -> str:
    """Return a target as a document would give it back: no outer space, no break marks.

    Its lines end with LF.
    """
    target = target.strip(" \t\n")
    if "\n" not in target:
        return target
    lines = [line.lstrip(_SPACE) for line in target.split("\n")]
    if line_break == AS_IS:
        return "\n".join(map(_without_spaces, lines))
    return "\n".join([_without_mark(line) for line in lines[:-1]] + lines[-1:])


def _plain_breaks(lines: Sequence[str]) -> dict[int, bool]:
    """Return the breaks of a run without code, links and HTML."""
    breaks = {}
    offset = -1
    for line in lines[:-1]:
        offset += len(line) + 1
        breaks[offset] = line.endswith("  ") or _ends_in_mark(line)
    return breaks


def _joined(lines: Sequence[str], breaks: Mapping[int, bool]) -> Run:
    parts = [lines[0]]
    mark = ""
    offset = len(lines[0])
    for line in lines[1:]:
        before = parts[-1]
        if breaks.get(offset):
            mark = mark or ("\\" if _ends_in_mark(before) else "  ")
            parts[-1] = _without_mark(before)
            parts.append("\n")
        else:
            parts[-1] = left = before.rstrip(_SPACE)
            inside = offset not in breaks  # of code or a link: it is a space
            parts.append("" if not inside and joins_without_space(left, line) else " ")
        parts.append(line)
        offset += len(line) + 1
    # a line that is a hard break alone leaves the space of the soft break before it
    return Run("".join(parts).replace(" \n", "\n"), mark or "\\")


def _ends_in_mark(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _without_mark(line: str) -> str:
    """Return a line without its hard break mark."""
    return line[:-1].rstrip(_SPACE) if _ends_in_mark(line) else line.rstrip(_SPACE)


def _without_spaces(line: str) -> str:
    """Return a line without trailing space, but for the two spaces of a hard break."""
    bare = line.rstrip(_SPACE)
    return bare + "  " if line.endswith("  ") else bare
