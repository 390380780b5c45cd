"""Say what is wrong with a text that the scanner does not accept, and where."""

from __future__ import annotations

import re
from typing import NamedTuple

from transpipe.catalog.grammar import STRING, STRING_START

__all__ = ["Problem", "diagnose"]

_TOKEN = re.compile(
    rf"""(?P<space>[ \t\v\f\r\n]++)
    |(?P<conflict>^(?:<{{7}}|={{7}}|>{{7}}|\|{{7}})(?=[ \t\r\n]|\Z))
    |(?P<mark>(?:\#~[ \t]*+)+\|?|\#\|)
    |(?P<comment>\#[^\n]*+)
    |(?P<keyword>(?:domain|msgctxt|msgid_plural|msgid|msgstr)(?!\w))
    |(?P<index>\[[ \t]*+[0-9]++[ \t]*+\])
    |(?P<string>{STRING})
    |(?P<quote>")
    |(?P<word>\w++)
    |(?P<other>.)""",
    re.VERBOSE | re.MULTILINE,
)
_STRING_START = re.compile(STRING_START)
_CONFLICT_END = re.compile(r"^>{7}(?=[ \t\r\n]|\Z)", re.MULTILINE)
_FOLLOWERS = {
    "": {"msgctxt", "msgid"},
    "msgctxt": {"msgid"},
    "msgid": {"msgstr", "msgid_plural"},
    "msgid_plural": {"msgstr"},
    "msgstr": {"msgctxt", "msgid"},
    "msgstr[]": {"msgctxt", "msgid", "msgstr"},
}
_KEYWORD_HINT = "An entry is msgctxt (if any), msgid, msgstr, in this order."


class Problem(NamedTuple):
    """The first thing wrong: its offset, its code, a sentence, the way out."""

    offset: int
    code: str
    message: str
    hint: str = ""


def diagnose(text: str, offset: int) -> Problem:
    """Return the first problem at or after an offset where an entry should begin."""
    walk = _Walk(text, offset)
    for token in _TOKEN.finditer(text, offset):
        problem = walk.step(token)
        if problem:
            return problem
    return walk.end()


class _Walk:
    """The state between the tokens: the last keyword, whether its string was there."""

    def __init__(self, text: str, offset: int) -> None:
        line_start = text.rfind("\n", 0, offset) + 1
        self.text = text
        self.start = offset
        self.keyword = ""
        self.has_string = False
        self.plural = False
        self.mark = ""
        self.entry_mark: str | None = None
        self.previous: re.Match[str] | None = None
        self.fresh_line = not text[line_start:offset].strip(" \t\v\f\ufeff")

    def step(self, token: re.Match[str]) -> Problem | None:
        """Take a token; return what is wrong with it."""
        kind = token.lastgroup or ""
        if kind == "space":
            self._newline(token[0])
            return None
        if self.mark.endswith("|"):
            return None
        problem: Problem | None = getattr(self, f"_{kind}")(token)
        self.fresh_line = self.fresh_line and kind == "mark"
        return problem

    def end(self) -> Problem:
        """Return what is wrong where the text ends."""
        if self.previous:
            return self._astray(self.previous)
        message = (
            f"the file ends inside an entry, after {self.keyword}"
            if self.keyword
            else "no entry can be read here"
        )
        return Problem(self.start, "P003", message, "The file may have been cut off.")

    def _newline(self, space: str) -> None:
        if "\n" in space:
            self.mark, self.fresh_line = "", True

    def _conflict(self, token: re.Match[str]) -> Problem:
        end = _CONFLICT_END.search(self.text, token.end())
        message = f"a merge conflict: {token[0]}"
        if end:
            line = self.text.count("\n", 0, end.start()) + 1
            message += f", until {end[0]} on line {line}"
        return Problem(token.start(), "P005", message, "Choose one side and delete the markers.")

    def _mark(self, token: re.Match[str]) -> Problem | None:
        """Note ``#~``; skip a line of ``#|``, which must stand directly before its entry."""
        if not token[0].endswith("|"):
            self.mark = "#~"
            return None
        self.mark = token[0]
        self.previous = token
        return self._astray(token) if self.keyword else None

    def _astray(self, token: re.Match[str]) -> Problem:
        hint = "They stand directly before msgctxt or msgid; of an obsolete entry they are #~|."
        return Problem(token.start(), "P003", "lines of #| that belong to no entry", hint)

    def _comment(self, token: re.Match[str]) -> Problem | None:
        if self.previous:
            return self._astray(self.previous)
        if not self.keyword:
            return None
        message = f"a comment inside an entry, after {self.keyword}"
        return Problem(token.start(), "P003", message, "Comments stand before msgid.")

    def _keyword(self, token: re.Match[str]) -> Problem | None:
        keyword, place = token[0], token.start()
        if keyword == "domain":
            hint = "Give each domain a file of its own."
            return Problem(place, "P006", "domain directives are not supported", hint)
        if self.keyword and not self.has_string:
            return Problem(place, "P001", f"no string after {self.keyword}")
        if keyword not in _FOLLOWERS[self.keyword]:
            after = f"after {self.keyword}" if self.keyword else "at the beginning of an entry"
            return Problem(place, "P003", f"{keyword} {after}", _KEYWORD_HINT)
        if not self.keyword:
            self.start = place
        if self.previous and ("~" in self.previous[0]) != bool(self.mark):
            return self._astray(self.previous)
        self.previous = None
        self.plural = self.plural or keyword == "msgid_plural"
        self.keyword, self.has_string = keyword, False
        return self._consistent(place)

    def _consistent(self, place: int) -> Problem | None:
        """Refuse an entry that is obsolete in some of its lines only."""
        if self.entry_mark not in (None, self.mark):
            return Problem(place, "P004", "some lines of an entry begin with #~, others do not")
        self.entry_mark = self.mark
        return None

    def _index(self, token: re.Match[str]) -> Problem | None:
        if self.keyword != "msgstr" or self.has_string:
            return Problem(token.start(), "P001", "text outside quotes")
        if not self.plural:
            return Problem(token.start(), "P003", "msgstr[] without msgid_plural")
        self.keyword = "msgstr[]"
        return None

    def _string(self, token: re.Match[str]) -> Problem | None:
        if not self.keyword:
            return Problem(token.start(), "P003", "a string without a keyword", _KEYWORD_HINT)
        if self.keyword == "msgstr" and self.plural:
            message = "msgstr without a number after msgid_plural"
            return Problem(token.start(), "P003", message, "Write msgstr[0].")
        self.has_string = True
        return self._consistent(token.start())

    def _quote(self, token: re.Match[str]) -> Problem:
        match = _STRING_START.match(self.text, token.start())
        end = match.end() if match else token.end()
        bad = self.text[end : end + 2]
        if bad[:1] in ("", "\n") or bad in ("\\\n", "\\", "\\\r", "\r\n"):
            return Problem(token.start(), "P001", "a string that does not end on its line")
        if bad[0] == "\\":
            return Problem(end, "P052", f"unknown escape {bad}", r"A backslash is written \\.")
        return Problem(end, "P051", f"control character U+{ord(bad[0]):04X} in a string")

    def _word(self, token: re.Match[str]) -> Problem:
        if self._inside():
            return Problem(token.start(), "P001", "text outside quotes", r"Write \" for a quote.")
        word = token[0][:40]
        lower = word.lower()
        hint = f"Write {lower}." if lower != word and lower.startswith("msg") else ""
        return Problem(token.start(), "P002", f"unknown keyword {word}", hint)

    def _other(self, token: re.Match[str]) -> Problem:
        if self._inside():
            return Problem(token.start(), "P001", "text outside quotes", 'Quotes are straight: "')
        return Problem(token.start(), "P002", f"unexpected character U+{ord(token[0]):04X}")

    def _inside(self) -> bool:
        """Return whether a string is expected, or stood before on the same line."""
        return not self.fresh_line or bool(self.keyword and not self.has_string)
