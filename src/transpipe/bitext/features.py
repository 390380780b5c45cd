"""What can be told of a segment without knowing its language."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from transpipe.document import Document, Kind, Segment
from transpipe.scripts import SPACELESS

__all__ = ["Traits", "traits"]

_ADDRESS = re.compile(
    r"\]\(\s*<?([^\s()<>]+)|<([a-z][a-z0-9+.-]*:[^<>\s]+)>|(https?://[^\s<>()\]]+)"
)
_LABEL = re.compile(r"\]\[([^\[\]]+)\]|\[(\^[^\[\]\s]+)\]")
_CODE = re.compile(r"(`+)(.+?)\1", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>")
_NUMBER = re.compile(r"\d+")
_NAME = re.compile(r"(?<![\w`/.#-])[A-Z][A-Za-z]*[A-Z0-9][A-Za-z0-9]*|(?<=[a-z,;:] )[A-Z][a-z]{2,}")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SPACES = re.compile(r"[ \t]+")
_FENCE = re.compile(r"[\w{}()=;#$\\-]")
_MARKS = re.compile(r"[*_~`#>|\[\]()!\\]")
_FEW = 24
"""How many words of a segment are looked at: its rarest."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What can be told of a segment without knowing its language.

    Attributes:
        kind: what it is.
        label: says more about the kind.
        shape: the marks before it in its line: of a heading its level, of an item its depth.
        skipped: what stands between it and the segment before and is translated by nobody.
        size: how long the text is, in code points without marks and addresses.
        anchors: what stays as it is in any language: addresses, code, tags, numbers.
        names: words that are likely to stay as they are.
        words: its words, for finding which answer to which.
        text: the text.

    """

    kind: Kind
    label: str
    shape: str
    skipped: str
    size: int
    anchors: Counter[str]
    names: frozenset[str]
    words: tuple[str, ...]
    text: str


def traits(document: Document) -> list[Traits]:
    """Return what can be told of each segment, in order."""
    found = []
    end = 0
    for segment in document.segments:
        between = document.text[end : max(end, segment.span.start)]
        found.append(_of(segment, between))
        end = max(end, segment.span.end)
    return _with_few_words(found)


def _of(segment: Segment, between: str) -> Traits:
    before, _, line = between.rpartition("\n")
    text = segment.source
    bare = _ADDRESS.sub("]", _TAG.sub("", text))
    return Traits(
        kind=segment.kind,
        label=segment.label,
        shape=_SPACES.sub(" ", re.sub(r"\d+", "1", line)).strip()[:40],
        skipped=_skipped(before),
        size=len(_MARKS.sub("", bare)),
        anchors=Counter(_anchors(text)),
        names=frozenset(_NAME.findall(bare)),
        words=tuple(dict.fromkeys(_words(_CODE.sub(" ", bare)))),
        text=text,
    )


def _skipped(text: str) -> str:
    """Return what is left of the text between two segments: code, rules, definitions."""
    lines = (line.strip() for line in text.split("\n"))
    kept = "\n".join(line for line in lines if len(line) > 3 and _FENCE.search(line))  # noqa: PLR2004
    return kept[:2000]


def _anchors(text: str) -> Iterator[str]:
    for pattern in (_ADDRESS, _LABEL, _CODE):
        for match in pattern.finditer(text):
            yield next(filter(None, reversed(match.groups())))
    for match in _TAG.finditer(text):
        yield match[0].split()[0]
    rest = _CODE.sub(" ", _ADDRESS.sub(" ", _TAG.sub(" ", text)))
    for match in _NUMBER.finditer(rest):
        yield "".join(str(unicodedata.decimal(digit)) for digit in match[0])


def _words(text: str) -> Iterator[str]:
    """Yield the words, folded; pairs of characters where a script sets no spaces."""
    for match in _WORD.finditer(text.casefold()):
        word = match[0]
        if SPACELESS.search(word):
            yield from (word[k : k + 2] for k in range(len(word) - 1))
        else:
            yield word


def _with_few_words(found: list[Traits]) -> list[Traits]:
    """Leave each segment the rarest of its words that come twice in the document."""
    counts = Counter(word for one in found for word in one.words)
    return [
        Traits(
            one.kind,
            one.label,
            one.shape,
            one.skipped,
            one.size,
            one.anchors,
            one.names,
            tuple(
                sorted(
                    (word for word in one.words if counts[word] > 1), key=lambda w: (counts[w], w)
                )[:_FEW]
            ),
            one.text,
        )
        for one in found
    ]
