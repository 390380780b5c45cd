"""Directives: HTML comments by which the author steers what is translated and how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from transpipe.document import Remark

__all__ = ["DIRECTIVES", "Directives"]

DIRECTIVES = {
    "skip": "leave the next block out",
    "skip-start": "leave everything out from here …",
    "skip-end": "… to here",
    "optional-start": "what follows may stay as it is and never counts as missing …",
    "optional-end": "… to here",
    "comment": "tell translators something about the next segment",
    "context": "tell the next segment apart from equal ones",
    "untranslated": "what follows is not translated yet; written into editions",
}
_RANGES = frozenset({"skip-start", "skip-end", "optional-start", "optional-end"})
_WITH_TEXT = {"comment": "a text", "context": "a word"}
_DIRECTIVE = re.compile(r"\s*i18n:\s*(?P<word>[\w-]+)\s*(?::\s*(?P<text>.*?))?\s*\Z", re.DOTALL)


@dataclass(slots=True)
class Directives:
    """What the directives read so far ask for.

    Attributes:
        skip_next: the next block is left out.
        skip_line: where a skipped range began; 0 outside one.
        optional_line: where an optional range began; 0 outside one.
        notes: what translators are told about the next segment.
        context: the context of the next segment.
        remarks: directives that make no sense.

    """

    skip_next: bool = False
    skip_line: int = 0
    optional_line: int = 0
    notes: list[str] = field(default_factory=list)
    context: str | None = None
    remarks: list[Remark] = field(default_factory=list)

    def read(self, comment: str, line: int) -> None:
        """Take in a comment's text; one that is no directive changes nothing."""
        match = _DIRECTIVE.match(comment)
        if not match:
            return
        word, text = match["word"], " ".join((match["text"] or "").split())
        if word in _WITH_TEXT and not text:
            said = f"“i18n:{word}” without {_WITH_TEXT[word]} does nothing"
            self._remark("S044", said, line)
            return
        if word == "skip":
            self.skip_next = True
        elif word == "comment":
            self.notes.append(text)
        elif word == "context":
            self.context = text
        elif word in _RANGES:
            self._range(word, line)
        elif word not in DIRECTIVES:
            known = ", ".join(DIRECTIVES)
            self._remark("S041", f"unknown directive “i18n:{word}”; there are: {known}", line)

    def take(self) -> tuple[str, str | None]:
        """Return note and context for a segment; they are for one segment alone."""
        if not self.notes and self.context is None:
            return "", None
        note, context = "\n".join(self.notes), self.context
        self.notes.clear()
        self.context = None
        return note, context

    def close(self) -> Iterator[Remark]:
        """Yield all remarks, once the document has ended."""
        if self.skip_line:
            self._remark("S042", "“i18n:skip-start” without “i18n:skip-end”", self.skip_line)
        if self.optional_line:
            text = "“i18n:optional-start” without “i18n:optional-end”"
            self._remark("S042", text, self.optional_line)
        yield from self.remarks

    def _range(self, word: str, line: int) -> None:
        name, _, end = word.partition("-")
        where = f"{name}_line"
        began = getattr(self, where)
        if end == "end" and not began:
            self._remark("S042", f"“i18n:{word}” without “i18n:{name}-start”", line)
        elif end == "start" and began:
            self._remark("S042", f"“i18n:{word}” inside the one of line {began}", line)
        else:
            setattr(self, where, line if end == "start" else 0)

    def _remark(self, code: str, message: str, line: int) -> None:
        self.remarks.append(Remark(code, message, line))
