"""HTML in targets: tags, comments, entities."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice

from transpipe.checks.emphasis import emphases
from transpipe.checks.finding import Hit, Severity
from transpipe.checks.pair import Pair
from transpipe.checks.shorten import shorten
from transpipe.document import Kind
from transpipe.markdown.html import VOID
from transpipe.markdown.markup import Tag

__all__ = ["html"]

_ALMOST_TAG = re.compile(r"(?<!\\)<[A-Za-z/!?][A-Za-z0-9]{0,20}")
_NO_HTML = frozenset({Kind.CODE, Kind.FRONT_MATTER, Kind.HTML_ATTRIBUTE, Kind.LINK_TITLE})


def html(pair: Pair) -> Iterable[Hit]:
    """The target has tags, comments or entities that the source has not, or breaks a tag.

    The author may write HTML, a translation may not add any: a tag can hide text, load
    something from elsewhere or run a script, a comment hides words, an entity hides what it
    stands for.

    Example: the source says "We demand justice", the target "Kami <!-- tidak --> menuntut".

    To mend it, copy the tags of the source, all of them and as they are; write characters
    themselves instead of entities.
    """
    here, there = pair.here, pair.there
    if [tag.key for tag in here.tags] != [tag.key for tag in there.tags]:
        yield from _tags(pair, here.tags, there.tags)
    if here.entities:
        yield from _entities(pair)
    if "<" in here.prose and pair.segment.kind not in _NO_HTML:
        yield from _almost_tags(pair)


def _tags(pair: Pair, here: tuple[Tag, ...], there: tuple[Tag, ...]) -> Iterator[Hit]:
    expected = Counter(tag.key for tag in there)
    ours, theirs = emphases(pair.here), emphases(pair.there)
    spare = 2 * max(theirs - (ours - _emphasis_tags(here)) - _emphasis_tags(there), 0)
    faulty = False
    for tag in here:
        if expected[tag.key]:
            expected[tag.key] -= 1
        elif tag.emphasizes and spare:
            spare -= 1
        else:
            faulty = True
            yield _added(pair.target[tag.start : tag.end], tag)
    if not faulty:
        yield from _lost(pair, expected)


def _almost_tags(pair: Pair) -> Iterator[Hit]:
    """Yield what looks like a tag or comment but is none, as other programs may see it."""
    spare = len(_ALMOST_TAG.findall(pair.there.prose))
    for match in islice(_ALMOST_TAG.finditer(pair.here.prose), spare, None):
        yield Hit(
            "what looks like HTML but is none; other programs may take it for a tag",
            "Leave it out, or write a backslash before <.",
            *match.span(),
        )


def _emphasis_tags(tags: tuple[Tag, ...]) -> int:
    return sum(tag.emphasizes and not tag.closing for tag in tags)


def _added(written: str, tag: Tag) -> Hit:
    what = "a comment" if written.startswith("<!--") else f"the tag {shorten(written)}"
    return Hit(
        f"{what} that the source has not",
        "Leave it out; HTML is for the author of the source alone.",
        tag.start,
        tag.end,
    )


def _lost(pair: Pair, missing: Counter[str]) -> Iterator[Hit]:
    """Yield the tags of the source that are missing, and a tag left open or closed."""
    here, there = pair.here.tags, pair.there.tags
    broken = _is_balanced(there) and not _is_balanced(here)
    for tag in there:
        if not missing[tag.key]:
            continue
        missing[tag.key] -= 1
        written = pair.source[tag.start : tag.end]
        what = "comment" if not tag.name else "tag"
        yield Hit(
            f"the {what} {shorten(written)} is missing",
            "Copy the tags of the source, all of them.",
            tag.start,
            tag.end,
            Severity.ERROR if broken else Severity.WARNING,
            in_source=True,
        )
        broken = False
    if broken:
        yield Hit("the tags are not closed in order", "Copy the tags of the source in pairs.")


def _is_balanced(tags: tuple[Tag, ...]) -> bool:
    stack: list[str] = []
    for tag in tags:
        if not tag.name or tag.name in VOID:
            continue
        if not tag.closing:
            stack.append(tag.name)
        elif not stack or stack.pop() != tag.name:
            return False
    return not stack


def _entities(pair: Pair) -> Iterator[Hit]:
    known = {text for text, _ in pair.there.entities}
    for text, start in pair.here.entities:
        character = unescape(text)
        plain = not text.startswith("&#") and len(character) == 1 and character in pair.there.prose
        if text not in known and not plain and character != text:
            yield Hit(
                f"{text} that the source has not",
                "Write the character itself."
                if character.isprintable() and not character.isspace()
                else "Leave it out.",
                start,
                start + len(text),
            )
