"""Targets that may stand in their places as they are, told for a whole document at once.

Most targets are one line of text with the marks of its source. Nothing need be done to such a
one, it stays in its block (law 3), and it says beside its words what its source says. What that
asks of the source is found out once for all languages; what it asks of the targets is asked of
all of them together, as far as that can be.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from transpipe.document import Document, Segment
from transpipe.latest import latest
from transpipe.markdown.alike import ADDRESSES, STOPS, Marks, are_placed, marks_of
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.fit import may_become_front_matter
from transpipe.markdown.html import is_unseen
from transpipe.markdown.markup import MARKDOWN
from transpipe.markdown.reading import Environment, environment
from transpipe.markdown.risk import (
    NO_TEXT_AT_END,
    TITLE_START,
    begins_block,
    is_behind_mark,
    may_follow_definition,
    takes_words,
)

__all__ = ["sure_to_fit"]

_OTHERS = bytes(set(range(256)) - {*STOPS, *b"|\n"})
"""All bytes of UTF-8 but those that may be marks or a cell's end, and those between two targets."""
_NOT_LAST = (" ", *NO_TEXT_AT_END)
"""What a target may not end with: space that would be lost, what may be no text in a heading."""
_NOT_FIRST = (" ", "[^")
"""What it may not begin with: space that would be lost, a footnote."""
_AT_ONCE = 500
"""How many targets are looked at together: one rare character makes all of a text take more."""


class _Wanted(NamedTuple):
    """What a segment wants of a target.

    Attributes:
        marks: the marks of the source.
        begins_anyhow: whether its first characters do not matter for the blocks.
        minds_titles: whether they must not be those of a definition's title.
        tag: the tags that its source begins with; empty if it does not.

    """

    marks: Marks
    begins_anyhow: bool
    minds_titles: bool
    tag: str


def sure_to_fit(
    document: Document, dialect: Dialect, targets: Mapping[int, str]
) -> dict[int, tuple[int, ...]]:
    """Return which targets may surely stand in their places as they are, and where their marks are.

    Such a target is printable text in one line that begins no block, is normalized (NFC, UAX #15),
    and has the marks of its source, each once and in order, as
    :func:`~transpipe.markdown.alike.places` finds them. So :func:`~transpipe.markdown.fit.tidy`
    and :func:`~transpipe.markdown.emphasis.mend_emphasis` leave it alone,
    :func:`~transpipe.markdown.fit.misfits` has nothing against it, and it is written as it is.

    Args:
        document: the source.
        dialect: how it is read.
        targets: as the catalogue has them, by the index of their segment.

    """
    wanted = _wanted(document, dialect)
    lines = [
        (index, target)
        for index, target in targets.items()
        if wanted[index] and target.isprintable()
    ]
    found: dict[int, tuple[int, ...]] = {}
    for start in range(0, len(lines), _AT_ONCE):
        some = lines[start : start + _AT_ONCE]
        found.update(
            _sure([(index, target, one) for index, target in some if (one := wanted[index])])
        )
    return found


def _sure(lines: Sequence[tuple[int, str, _Wanted]]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield the indices of the lines that surely fit, and the places of their marks."""
    text = "\n".join([target for _, target, _ in lines])
    stops = text.encode().translate(None, _OTHERS)
    is_normal = unicodedata.is_normalized("NFC", text)
    if not is_normal or stops != b"\n".join([one.marks.stops for _, _, one in lines]):
        lines = [
            line
            for line, own in zip(lines, stops.split(b"\n"), strict=True)
            if own == line[2].marks.stops and unicodedata.is_normalized("NFC", line[1])
        ]
    has_addresses = any(one in text for one in ADDRESSES)
    for index, target, one in lines:
        is_plain = target[:1].isalpha() and not target.endswith(_NOT_LAST)  # as nearly all are
        if not (is_plain or _is_tidy(target, one)):
            continue
        marks = one.marks
        has_marks = marks.pieces or marks.has_addresses or has_addresses
        places = are_placed(marks, target) if has_marks else ()
        if places is not None:
            yield index, places


def _is_tidy(target: str, wanted: _Wanted) -> bool:
    """Tell whether all of a line is text of its block."""
    if target.startswith(_NOT_FIRST) or target.endswith(_NOT_LAST) or is_unseen(target):
        return False
    if target[0] == "<":  # no HTML block, as the same tag begins none in the source
        return bool(wanted.tag) and target.startswith(wanted.tag) and target != wanted.tag
    if wanted.minds_titles and target.startswith(TITLE_START):
        return False
    return wanted.begins_anyhow or not begins_block(target)


@latest
def _wanted(document: Document, dialect: Dialect) -> Sequence[_Wanted | None]:
    """Return what each segment wants; None where no target is surely right."""
    if may_become_front_matter(document, dialect):
        return [None] * len(document.segments)
    known = environment(document, dialect)
    return [_wants(document, segment, known) for segment in document.segments]


def _wants(document: Document, segment: Segment, known: Environment) -> _Wanted | None:
    if segment.kind not in MARKDOWN or "|" in segment.source:
        return None
    marks = marks_of(segment.source, known) if takes_words(document, segment) else None
    if marks is None:
        return None
    begins_anyhow = is_behind_mark(document, segment)
    minds_titles = not begins_anyhow and may_follow_definition(document, segment)
    return _Wanted(marks, begins_anyhow, minds_titles, _tag(marks))


def _tag(marks: Marks) -> str:
    first = marks.pieces[0] if marks.pieces else None
    return first.text if first and first.start == 0 and first.text[0] == "<" else ""
