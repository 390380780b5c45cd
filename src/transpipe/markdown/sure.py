"""Targets that may stand in their places as they are, told for a whole document at once.

Most targets are one line of text with the marks of its source. Nothing need be done to such a
one, it stays in its block (law 3), and it says beside its words what its source says. What that
asks of the source is found out once for all languages; what it asks of the targets is asked of
all of them together, as far as that can be.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
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


class _Batch(NamedTuple):
    """Segments whose targets are looked at together.

    Attributes:
        indices: theirs.
        wanted: what each wants.
        stops: the characters of each source that may be marks, with a line end between two.
        marked: where in the batch those are whose sources have marks or addresses.

    """

    indices: Sequence[int]
    wanted: Sequence[_Wanted]
    stops: bytes
    marked: Sequence[int]


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
    found: dict[int, tuple[int, ...]] = {}
    for batch in _batches(document, dialect):
        found.update(_sure(batch, [targets.get(index, "") for index in batch.indices]))
    return found


def _sure(batch: _Batch, targets: Sequence[str]) -> Mapping[int, tuple[int, ...]]:
    """Return the same of a batch; the targets are those of its segments, empty if there is none."""
    text = "\n".join(targets)
    if text.count("\n") >= len(targets):
        targets = ["" if "\n" in target else target for target in targets]
        text = "\n".join(targets)
    fit = [
        at
        for at in _alike(batch, targets, text)
        if _is_usual(targets[at]) or _is_tidy(targets[at], batch.wanted[at])
    ]
    found: dict[int, tuple[int, ...]] = {batch.indices[at]: () for at in fit}
    has_addresses = any(one in text for one in ADDRESSES)
    for at in fit if has_addresses else batch.marked:
        index = batch.indices[at]
        if index not in found:
            continue
        places = are_placed(batch.wanted[at].marks, targets[at])
        if places is None:
            del found[index]
        else:
            found[index] = places
    return found


def _alike(batch: _Batch, targets: Sequence[str], text: str) -> Sequence[int]:
    """Return where in a batch targets are printable and normalized, and may have the right marks.

    The text is all of them, a line each. Nearly always one look at it is enough.
    """
    stops = text.encode("utf-8", "replace").translate(None, _OTHERS)
    is_printable = text.replace("\n", " ").isprintable()
    if stops == batch.stops and is_printable and unicodedata.is_normalized("NFC", text):
        return range(len(targets))
    pairs = zip(targets, stops.split(b"\n"), batch.stops.split(b"\n"), strict=True)
    return [
        at
        for at, (target, own, wanted) in enumerate(pairs)
        if own == wanted and target.isprintable() and unicodedata.is_normalized("NFC", target)
    ]


def _is_usual(target: str) -> bool:
    """Tell whether all of a line is text of its block, as the first character and the last say."""
    return target[:1].isalpha() and not target.endswith(_NOT_LAST)


def _is_tidy(target: str, wanted: _Wanted) -> bool:
    """Tell the same where these do not."""
    if target.startswith(_NOT_FIRST) or target.endswith(_NOT_LAST) or is_unseen(target):
        return False
    if target[0] == "<":  # no HTML block, as the same tag begins none in the source
        return bool(wanted.tag) and target.startswith(wanted.tag) and target != wanted.tag
    if wanted.minds_titles and target.startswith(TITLE_START):
        return False
    return wanted.begins_anyhow or not begins_block(target)


@latest
def _batches(document: Document, dialect: Dialect) -> Sequence[_Batch]:
    """Return the segments for which there are targets that surely fit."""
    if may_become_front_matter(document, dialect):
        return ()
    known = environment(document, dialect)
    wanted = [
        (index, one)
        for index, segment in enumerate(document.segments)
        if (one := _wants(document, segment, known))
    ]
    return [_batch(wanted[at : at + _AT_ONCE]) for at in range(0, len(wanted), _AT_ONCE)]


def _batch(wanted: Sequence[tuple[int, _Wanted]]) -> _Batch:
    marks = [one.marks for _, one in wanted]
    return _Batch(
        [index for index, _ in wanted],
        [one for _, one in wanted],
        b"\n".join([one.stops for one in marks]),
        [at for at, one in enumerate(marks) if one.pieces or one.has_addresses],
    )


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
