"""What makes another block of a target, or none: marks, lines, deep brackets, conflicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from transpipe.checks.finding import Hit, Severity
from transpipe.checks.oddities import has_conflict
from transpipe.checks.pair import Pair
from transpipe.document import Kind
from transpipe.markdown import Dialect
from transpipe.markdown.parser import parse_blocks

__all__ = ["conflict", "nested", "structure"]

_CONFLICT = re.compile(
    r"(?:^|(?<=\s))(?:<{7}|>{7}|\|{7})(?=[ \n]|\Z)|^={7}(?=\n|\Z)|^#-#-#-#-#(?= )", re.MULTILINE
)
_MARKER = re.compile(r"\s*(?:\d{1,3}[.．)）。](?!\d)|[＃#]+|[•‣◦▪●·]\s)")
_OPENERS = ("[^", "<")  # of what is no paragraph in a single line, lists aside
_HEADING_MARK = re.compile(r"\s*#{1,6}\s")
_ONE_LINE = frozenset({Kind.HEADING, Kind.CELL, Kind.HEADER_CELL})
_SQUARE = re.compile(r"[][]")
_DEEPEST = 20  # square brackets open at once: the limit of markdown-it's preset for CommonMark


def conflict(pair: Pair) -> Iterable[Hit]:
    """The markers of a merge conflict stand in the target.

    Git puts <<<<<<<, ======= and >>>>>>> where two people changed the same text, and msgcat
    #-#-#-#-#; both of their versions would be published.

    Example: "<<<<<<< HEAD Kami menuntut ======= Kami meminta >>>>>>> main".

    To mend it, keep one of the two versions and delete the markers.
    """
    target = pair.target
    if not has_conflict(target):
        return
    for match in _CONFLICT.finditer(target):
        if match[0] not in pair.source:
            yield Hit(
                f"the marker of a merge conflict: {match[0]}",
                "Keep one of the two versions and delete the markers.",
                *match.span(),
            )


def structure(pair: Pair) -> Iterable[Hit]:
    """The target breaks out of its block, or begins with a mark that is none.

    A target that begins with "# ", "- " or "1. ", or has an empty line, would become a
    heading, a list or two paragraphs: the rest of the page shifts, and other messages may
    vanish. It is not published. The signs of other scripts, ๑. or ＃, do nothing at all.

    Example: the source says "We demand justice.", the target "- Kami menuntut keadilan."

    To mend it, write the text alone; the heading's or list's own mark stands in the page
    already.
    """
    if not pair.is_markdown:
        return ()
    match = _MARKER.match(pair.target)
    # one of ASCII alone makes a list indeed, and is refused as soon as it is put in, but where
    # no block can begin
    shown = pair.segment.kind in _ONE_LINE and _HEADING_MARK.match(pair.target)
    odd = match and (shown or not match[0].isascii()) and not _MARKER.match(pair.source)
    suspect = "\n" in pair.target or pair.target.lstrip().startswith(_OPENERS)
    return (*(_lines(pair) if suspect else ()), *(_no_marker(match) if odd else ()))


def _no_marker(match: re.Match[str] | None) -> Iterator[Hit]:
    if match:
        yield Hit(
            f"“{match[0].strip()}” makes no list or heading, and the source has no such mark",
            "Leave it out: the page has the mark already.",
            *match.span(),
            Severity.WARNING,
        )


def _lines(pair: Pair) -> Iterator[Hit]:
    """Yield what is wrong with a target of several lines."""
    target, source = pair.target.strip("\n"), pair.source
    dialect = pair.settings.dialect
    if _shape(target, dialect) != _shape(source, dialect):
        place = target.find("\n\n")
        yield Hit(
            "the target is not one block of text",
            "Write it as one paragraph: no empty line, and no mark of a heading, list, table "
            "or the like at the start of a line.",
            max(place, 0),
            max(place, 0) + 2,
        )
    elif target.count("\n") > source.count("\n"):
        place = target.index("\n")
        yield Hit(
            f"{_breaks(target)}, {source.count(chr(10)) or 'none'} in the source",
            "Take the line breaks out that the source has not; each one is shown.",
            place,
            place + 1,
            Severity.WARNING,
        )


def _breaks(text: str) -> str:
    count = text.count("\n")
    return "1 line break" if count == 1 else f"{count} line breaks"


@lru_cache(maxsize=1 << 10)
def _shape(text: str, dialect: Dialect) -> tuple[str, ...]:
    """Return what blocks a text makes where it stands alone."""
    if "\n" not in text and not text.lstrip().startswith(_OPENERS):
        return ("paragraph_open", "paragraph_close")
    tokens = parse_blocks(text.replace("\r", "\n").replace("\0", "\ufffd"), dialect).tokens
    return tuple(token.type for token in tokens if token.type != "inline")


def nested(target: str, source: str) -> Hit | None:
    """Return what is wrong with a target whose brackets stand too deeply in one another.

    To be asked before it is parsed: each level is looked through for the end of a link.
    """
    if target.count("[") <= _DEEPEST:
        return None
    depth, place = _depth(target)
    if depth <= max(_DEEPEST, _depth(source)[0]):
        return None
    message = f"square brackets {depth:,} deep in one another; the limit is {_DEEPEST}"
    return Hit(message, "Close each bracket, or leave it out.", place, place + 1)


def _depth(text: str) -> tuple[int, int]:
    """Return how many square brackets are open at once at most, and where that is first so."""
    most = now = place = 0
    for match in _SQUARE.finditer(text):
        now += 1 if match[0] == "[" else -(now > 0)
        if now > most:
            most, place = now, match.start()
    return most, place
