"""Front matter as most documents have it, read line by line.

Keys with a plain or quoted value on their line; lists and mappings of such values, one level
deep. That is read in a fraction of the time that PyYAML takes; all else is left to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["Value", "flat_values"]

_NULL = frozenset({"null", "Null", "NULL"})
# Characters in which YAML sees no more than text: in plain values, in quoted ones, in lists.
_TEXT = r"\w,./()&+;!?“”‘’–—…'\"\-"
_MORE = r"\w ,./()&+;!?“”‘’–—…@:#*%=<>|{}\[\]\-"
_WORD = r"\w./()\-"
_INSIDE = rf"(?:[{_TEXT}#]|:(?=[\w/]))*+"
_PLAIN = rf"[\w/.]{_INSIDE}(?: ++[{_TEXT}]{_INSIDE})*+"
_QUOTED = rf"(?:\"[{_MORE}']*+\"|'[{_MORE}\"\\]*+')"
_ITEM = rf"(?:{_QUOTED}|\w[{_WORD}]*+(?: ++[{_WORD}]++)*+)"
_FLOW = rf"\[ *+(?:{_ITEM} *+(?:, *+{_ITEM} *+)*+)?\]"
_VALUE = rf"(?P<plain>{_PLAIN})|(?P<quoted>{_QUOTED})|(?P<flow>{_FLOW})"
_LINE = re.compile(
    rf"(?:(?P<indent> *+)(?:(?P<key>[^\W_][\w-]{{0,99}}+):(?: ++(?:{_VALUE}))?"
    rf"|(?P<item>-) ++(?:{_PLAIN}|{_QUOTED})) *+|#[\w !-~]*+|)\n"
)

Value = tuple[str, int, int, str]
"""Where a value stands, its keys joined by dots; its start, its end, and what YAML reads there."""


@dataclass(slots=True)
class _Reader:
    """The values so far, and where the next line may belong.

    Attributes:
        texts: the scalars so far.
        others: the lists and mappings so far, which end where they begin; what each one is.
        keys: those of the outermost mapping.
        parent: the key whose value the next lines may be.
        child: how those begin: their indent, and whether they are items of a list.
        inner: the keys of the mapping that they are.

    """

    texts: list[Value] = field(default_factory=list)
    others: list[Value] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    parent: str = ""
    child: tuple[str, bool] | None = None
    inner: set[str] = field(default_factory=set)

    def take(self, line: re.Match[str]) -> bool:
        """Take in a line; tell whether it was one that is understood here."""
        indent, key, item = line["indent"], line["key"], line["item"]
        if not key and not item:
            self.parent = ""
            return True
        if item or indent:
            return self._take_child(line, (indent, bool(item)))
        has_value = line["plain"] or line["quoted"] or line["flow"]
        self.parent, self.child = "" if has_value else key, None
        return self._take_value(line, key, self.keys)

    def _take_child(self, line: re.Match[str], child: tuple[str, bool]) -> bool:
        if not self.parent or self.child not in {None, child}:
            return False
        if self.child is None:
            start = line.end("indent")
            what = "a list" if child[1] else "a mapping"
            self.others.append((self.parent, start, start, what))
            self.child, self.inner = child, set()
        return child[1] or self._take_value(line, f"{self.parent}.{line['key']}", self.inner)

    def _take_value(self, line: re.Match[str], key: str, keys: set[str]) -> bool:
        if key in keys:
            return False
        keys.add(key)
        if line["flow"]:
            start = line.start("flow")
            self.others.append((key, start, start, "a list"))
        elif line["quoted"]:
            self.texts.append((key, *line.span("quoted"), line["quoted"][1:-1]))
        elif line["plain"] and line["plain"] not in _NULL:
            self.texts.append((key, *line.span("plain"), line["plain"]))
        return True


def flat_values(text: str) -> tuple[list[Value], list[Value]] | None:
    """Return scalars and collections in a text of YAML, in order; None where it is not that simple.

    Nulls are passed over, and so is what lists hold.
    """
    reader = _Reader()
    position = 0
    while position < len(text):
        line = _LINE.match(text, position)
        if line is None or not reader.take(line):
            return None
        position = line.end()
    return reader.texts, reader.others
