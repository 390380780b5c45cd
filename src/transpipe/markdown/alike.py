"""Telling that a target has the marks of its source, each once and in order, and no others.

Then it says what its source says beside its words, and need not be read to know that: what
:func:`~.plain_runs.of_plain_run` finds in a run depends on the marks, on what stands right beside
marks of emphasis and bare addresses, and on nothing else between them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from transpipe.markdown.flanking import flanks
from transpipe.markdown.inventory import FILLER, HIDDEN, Link, Markup, Tag
from transpipe.markdown.plain_runs import of_plain_run
from transpipe.markdown.reading import Environment
from transpipe.text import interleaved

__all__ = [
    "ADDRESSES",
    "STOPS",
    "Marks",
    "are_placed",
    "between",
    "code_of_marks",
    "marks_of",
    "markup_at",
    "places",
    "texts_of_marks",
]

STOPS = b"][\\`*_<~^&@"
"""What may begin, end or be a mark, in UTF-8."""
_OTHERS = bytes(set(range(256)) - set(STOPS))
ADDRESSES = ("://", "www.", "mailto:", "xmpp:")
"""What begins addresses that need no marks."""
_NO_ADDRESSES = tuple((one, 0) for one in ADDRESSES)
_PIECE = re.compile(rf"(?:[{FILLER}{HIDDEN}*_]|\\.)+")
_PART = re.compile(rf"[{FILLER}{HIDDEN}]+|\*+|_+|\\.")
_OWN_WAY = re.compile(r"\)\Z|\]\[[^][`]+\]\Z")
"""What ends a link whose destination does not depend on its text."""
_DOUBTFUL = re.compile(rf"[\n{FILLER}{HIDDEN}]|\\[][]")
_GLUES = frozenset("!)）")
"""What makes something else of an opening bracket: an image, or half a link."""
_BEFORE_BARE = " \n("
_AFTER_BARE = re.compile(r"\)?[.,:!?]?(?:[ \n]|\Z)")


_Placed = TypeVar("_Placed", Link, Tag)


class _Flank(NamedTuple):
    """A mark of emphasis at an end of a piece: which of its neighbours are words may differ.

    Attributes:
        mark: its character.
        before: what stands before it, if that is part of the piece.
        after: what stands behind it, if that is part of the piece.
        flanks: whether it can open and whether it can close.

    """

    mark: str
    before: str
    after: str
    flanks: tuple[bool, bool]


class _Piece(NamedTuple):
    """Marks of a source with nothing between them.

    Attributes:
        text: what stands there.
        prose: the same without what no reader reads.
        start: its place.
        flanks: of its marks of emphasis, what decides on those at its ends.
        is_bare: whether it is a bare address.
        is_free: whether anything may stand around it.

    """

    text: str
    prose: str
    start: int
    flanks: tuple[_Flank, ...]
    is_bare: bool
    is_free: bool


class Marks(NamedTuple):
    """The marks of a source.

    Attributes:
        markup: what the source says; without any marks, not even its prose.
        pieces: in order.
        stops: the characters of all of them that may be marks.
        addresses: beginnings of addresses, and how often each stands there.
        colons: how many colons there are; None where they do not matter.
        has_addresses: whether any address begins there, or there are colons that matter.

    """

    markup: Markup
    pieces: tuple[_Piece, ...]
    stops: bytes
    addresses: tuple[tuple[str, int], ...]
    colons: int | None
    has_addresses: bool


_NO_MARKS = Marks(Markup(), (), b"", _NO_ADDRESSES, None, has_addresses=False)


@lru_cache(maxsize=1 << 13)  # asked for by the checks, and again when the page is made
def places(target: str, source: str, environment: Environment) -> tuple[int, ...] | None:
    """Return where the marks of a source stand in a target that is surely alike.

    Both are inline runs of Markdown. If there are places, the target says the same beside its
    words: it has no entities, no marks that stay visible though they were meant as such, and
    each link that has a text in the source has one. None says that the target has to be read.
    """
    marks = marks_of(source, environment)
    if marks is None or _stops(target) != marks.stops or not target.isprintable():
        return None
    return are_placed(marks, target)


def are_placed(marks: Marks, target: str) -> tuple[int, ...] | None:
    """Return where marks stand in a target, if they are all that it says beside its words.

    The target is printable, and has the characters of the marks that may be such, and no others.
    """
    if not _has_same_addresses(target, marks):
        return None
    found, position = [], 0
    for piece in marks.pieces:
        place = target.find(piece.text, position)
        if place < position + bool(position):
            return None
        if not (piece.is_free or _stands_alike(piece, target, position, place)):
            return None
        found.append(place)
        position = place + len(piece.text)
    return tuple(found)


def texts_of_marks(source: str, environment: Environment) -> tuple[str, ...] | None:
    """Return how the marks of a source are written, those side by side as one; None if in doubt."""
    marks = marks_of(source, environment)
    return None if marks is None else tuple(piece.text for piece in marks.pieces)


def code_of_marks(source: str, environment: Environment) -> tuple[str, ...] | None:
    """Return what stands in the code spans of a source whose marks are nothing else; else None."""
    marks = marks_of(source, environment)
    if marks is None or len(marks.pieces) != len(marks.markup.code):
        return None
    is_code = all(piece.text[0] == piece.text[-1] == "`" for piece in marks.pieces)
    return marks.markup.code if is_code else None


def between(target: str, source: str, environment: Environment) -> list[str] | None:
    """Return what stands before, between and after the marks in a target that is surely alike.

    It has no marks, no ``<``, no ``&`` and no space but the common one; only the first and the
    last may be empty. None says that the target has to be read.
    """
    found = places(target, source, environment)
    marks = marks_of(source, environment)
    if found is None or marks is None:
        return None
    return _texts(target, marks, found)


def markup_at(
    target: str, source: str, environment: Environment, places: Sequence[int]
) -> Markup | None:
    """Return what a target says whose marks stand at the places that :func:`places` found.

    None says that it has to be read after all.
    """
    marks = marks_of(source, environment)
    if marks is None or any(one.empty for one in marks.markup.links):
        return None
    there = marks.markup
    return Markup(
        links=_moved(there.links, marks, places),
        images=_moved(there.images, marks, places),
        code=there.code,
        strong=there.strong,
        emphasis=there.emphasis,
        tags=_moved(there.tags, marks, places),
        prose=_prose(target, marks, places),
    )


def _prose(target: str, marks: Marks, places: Sequence[int]) -> str:
    return interleaved(_texts(target, marks, places), [piece.prose for piece in marks.pieces])


def _texts(target: str, marks: Marks, places: Sequence[int]) -> list[str]:
    """Return what stands before, between and after marks at these places."""
    texts: list[str] = []
    end = 0
    for piece, place in zip(marks.pieces, places, strict=True):
        texts.append(target[end:place])
        end = place + len(piece.text)
    texts.append(target[end:])
    return texts


def _moved(found: tuple[_Placed, ...], marks: Marks, places: Sequence[int]) -> tuple[_Placed, ...]:
    """Return what stands in a source as it stands in a target."""
    if not found:
        return ()
    starts = [piece.start for piece in marks.pieces]

    def moved(place: int) -> int:
        piece = bisect_right(starts, place) - 1
        return place - starts[piece] + places[piece]

    return tuple(one._replace(start=moved(one.start), end=moved(one.end - 1) + 1) for one in found)


def _stops(text: str) -> bytes:
    return text.encode("utf-8", "replace").translate(None, _OTHERS)


def _has_same_addresses(target: str, marks: Marks) -> bool:
    """Tell whether no address begins outside of the marks, nor any colon that matters."""
    if not marks.has_addresses and ":" not in target and "www." not in target:
        return True
    if marks.colons is not None and marks.colons != target.count(":"):
        return False
    for one, wanted in marks.addresses:  # noqa: SIM110 - a generator takes longer than all this
        if target.count(one) != wanted:
            return False
    return True


def _stands_alike(piece: _Piece, target: str, position: int, place: int) -> bool:
    """Tell whether what stands around a piece leaves it what it is.

    Args:
        piece: the piece.
        target: where it was found.
        position: where the piece before it ends.
        place: where it begins.

    """
    text = piece.text
    if text[0] == "[" and target[place - 1 : place] in _GLUES:
        return False
    if text[0] == "]" and target[position:place].isspace():
        return False
    end = place + len(text)
    if piece.is_bare and not (
        target[place - 1 : place] in _BEFORE_BARE and _AFTER_BARE.match(target, end)
    ):
        return False
    for mark, before, after, wanted in piece.flanks:
        left, right = before or target[place - 1 : place], after or target[end : end + 1]
        if flanks(mark, left or " ", right or " ") != wanted:
            return False
    return True


@lru_cache(maxsize=1 << 14)
def marks_of(source: str, environment: Environment) -> Marks | None:
    """Return the marks of a source; None if there is any doubt what they depend on."""
    if _DOUBTFUL.search(source):
        return None
    if not _stops(source) and ":" not in source and "www." not in source:
        return _NO_MARKS
    markup = of_plain_run(source, environment)
    if markup is None:
        return None
    pieces = tuple(_pieces(source, markup))
    texts = "".join(one.text for one in pieces)
    addresses = tuple([(one, source.count(one)) for one in ADDRESSES])
    bare = [source[one.start : one.end] for one in markup.links if one.bare]
    if (
        _stops(texts) != _stops(source)
        or any(count and count != _times(one, pieces) for one, count in addresses)
        or bare != [one.text for one in pieces if one.is_bare]
        or any(one.startswith("mailto:") for one in bare)
        or any(_is_by_label(source, one) for one in markup.links)
    ):
        return None
    colons = source.count(":") if markup.images else None
    has_addresses = bool(colons) or any(count for _, count in addresses)
    return Marks(markup, pieces, _stops(source), addresses, colons, has_addresses)


def _times(text: str, pieces: Iterable[_Piece]) -> int:
    return sum(piece.text.count(text) for piece in pieces)


def _pieces(source: str, markup: Markup) -> Iterator[_Piece]:
    bare = {(one.start, one.end) for one in markup.links if one.bare}
    for match in _PIECE.finditer(markup.prose):
        start, end = match.span()
        text = source[start:end]
        found = tuple(_flanks_of(source, markup.prose, start, end))
        is_bare = (start, end) in bare
        is_free = not (found or is_bare or text[0] in "[]")
        yield _Piece(text, match[0], start, found, is_bare, is_free)


def _flanks_of(source: str, prose: str, start: int, end: int) -> Iterator[_Flank]:
    """Yield the marks of emphasis at the ends of a piece."""
    if prose[start] not in "*_" and prose[end - 1] not in "*_":
        return
    parts = list(_PART.finditer(prose, start, end))
    for part in dict.fromkeys((parts[0], parts[-1])):
        first, last = part.span()
        if part[0][0] not in "*_":
            continue
        before, after = source[first - 1 : first] if first else "", source[last : last + 1]
        yield _Flank(
            part[0][0],
            before if first > start else "",
            after if last < end else "",
            flanks(part[0][0], before or " ", after or " "),
        )


def _is_by_label(source: str, link: Link) -> bool:
    """Tell whether a link's text decides where it leads."""
    return source[link.start] == "[" and not _OWN_WAY.search(source, link.start, link.end)
