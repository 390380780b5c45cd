"""HTML of the inline runs about which nobody can be in doubt, without the parser.

Most runs are text alone; most others have code, links and emphasis in their plainest form,
each closed before the next begins. They are written as HTML here in a fraction of the parser's
time, and as what the parser makes of them. At the first doubt (a mark without its partner,
brackets in brackets, a tag, a character reference) the parser is left to read the run.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from markdown_it.common.utils import normalizeReference

from transpipe.markdown.flanking import flanks
from transpipe.markdown.reading import normalize

__all__ = ["PlainHtml"]

_STOP = re.compile(r"[][\\`*_!<~^&:@\n]|www\.")
# Every repetition ends at what it must not hold and is possessive: nothing is read twice.
_CODE = r"`(?P<code>[^`\n]++)`(?!`)"
_LABEL = r"(?:[^][`\\<!~^&:@\n]++|`[^`\n]++`(?!`))*+"
_PIECE = re.compile(
    rf"""
    (?P<text>
      [^][\\`*_!<~^&:@\n]++
      |:(?!//|(?<=mailto:)|(?<=xmpp:))
      |!(?!\[)
      |<(?![A-Za-z/!?])
      |&(?!\#|[A-Za-z])
      |\^(?!\[)
      |(?<![\w.+-])@
      |(?<![ ])\n(?![ \t\n])
    )
    |{_CODE}
    |(?P<mark>\*\*?+(?!\*)|__?+(?!_))
    |\\(?P<escaped>[!-/:-@\[-`{{-~])
    |\[(?!\^)(?P<label>{_LABEL})\]
      (?:\((?P<address>[!#$%*+,\-./0-9:;=?@A-Z_^a-z|~]++)(?:[ ]"(?P<title>[^"\\&\n]*+)")?\)
        |(?![(\[])
        |\[(?P<reference>[^][`\\<\n]*+)\])
    """,
    re.VERBOSE,
)
_SAFE = re.compile(r"https?://|mailto:|[^:]*+\Z")
_TAGS = {"*": "em", "_": "em", "**": "strong", "__": "strong"}


class _Doubt(Exception):  # noqa: N818 - no error: the parser is asked instead
    """Raised where the parser must be asked."""


@dataclass(frozen=True, slots=True)
class PlainHtml:
    """Writes plain runs as HTML.

    Attributes:
        text: writes text.
        code: writes what stands in a code span.
        link: writes the tag of a link, given its attributes.
        references: the document's link reference definitions.

    """

    text: Callable[[str], str]
    code: Callable[[str], str]
    link: Callable[[Mapping[str, str]], str]
    references: Mapping[str, Mapping[str, Any]]

    def of(self, content: str) -> str | None:
        """Return the HTML of a run; None if the parser must be asked."""
        if not _STOP.search(content):
            return self.text(content)
        if "www." in content:
            return None
        try:
            return self._between(content, 0, len(content))
        except _Doubt:
            return None

    def _between(self, content: str, start: int, end: int) -> str:
        out: list[str] = []
        text = ""
        open_marks: list[str] = []
        while start < end:
            found = _PIECE.match(content, start, end)
            if not found:
                raise _Doubt
            start = found.end()
            kind = found.lastgroup
            if kind == "text":
                text += found["text"]
                continue
            if kind == "escaped":
                text += found["escaped"]
                continue
            if kind == "mark":
                made = _mark(found, end, open_marks)
            elif kind == "code":
                made = self.code(_code(found["code"]))
            else:
                made = self._link(content, found)
            if made is None:
                text += found[0]
                continue
            if text:
                out.append(self.text(text))
                text = ""
            out.append(made)
        if open_marks:
            raise _Doubt
        if text:
            out.append(self.text(text))
        return "".join(out)

    def _link(self, content: str, found: re.Match[str]) -> str | None:
        """Return the HTML of a link; None if it is just brackets with text in them."""
        attributes = _inline(found) if found["address"] else self._referenced(found)
        if attributes is None:
            return None
        inner = self._between(content, *found.span("label"))
        return f"{self.link(attributes)}{inner}</a>"

    def _referenced(self, found: re.Match[str]) -> Mapping[str, str] | None:
        label = found["reference"] or found["label"]
        known = self.references.get(normalizeReference(label)) if self.references else None
        if known:
            return _attributes(known["href"], known["title"])
        if found["reference"] is not None or _STOP.search(found["label"]):
            raise _Doubt
        return None


def _inline(found: re.Match[str]) -> Mapping[str, str]:
    if not _SAFE.match(found["address"]):
        raise _Doubt
    return _attributes(normalize(found["address"]), found["title"])


def _attributes(address: str, title: str | None) -> Mapping[str, str]:
    return {"href": address, "title": title} if title else {"href": address}


def _code(written: str) -> str:
    """Return the content of a code span (CommonMark 0.31.2, section 6.1)."""
    if written[0] == written[-1] == " " and written.strip(" "):
        return written[1:-1]
    return written


def _mark(found: re.Match[str], end: int, open_marks: list[str]) -> str | None:
    """Return the tag of a mark that closes the last one opened, or opens; None if it is text."""
    mark, content = found[0], found.string
    before = content[found.start() - 1] if found.start() else " "
    after = content[found.end()] if found.end() < end else " "
    opens, closes = flanks(mark[0], before, after)
    if closes and open_marks:
        if open_marks.pop() != mark:
            raise _Doubt
        return f"</{_TAGS[mark]}>"
    if opens and mark not in open_marks:
        open_marks.append(mark)
        return f"<{_TAGS[mark]}>"
    if opens or closes:
        raise _Doubt
    return None
