"""What an edition is called, and what it is about, for its page's head and lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from transpipe.document import Document, Kind
from transpipe.markdown.marking import Shown
from transpipe.markdown.segments import SEGMENT

__all__ = ["Matter", "Names", "front_matter", "names_of", "summary", "title"]

_MAX_SUMMARY = 200
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_NOTHING = ("", Shown.TARGET)

Matter = dict[str, tuple[str, Shown]]
"""What stands at the keys of the front matter that are translated, and what that is."""


def front_matter(document: Document, found: Mapping[int, str], shown: Sequence[Shown]) -> Matter:
    """Return what stands at the keys of the front matter that are translated.

    Args:
        document: the source.
        found: what stands in the front matter's segments, by index, where it is not the source.
        shown: what stands in each segment.

    """
    matter: Matter = {}
    for index, segment in enumerate(document.segments):
        if segment.kind is not Kind.FRONT_MATTER:
            break  # all else comes behind it
        matter.setdefault(segment.label, (found.get(index, segment.source), shown[index]))
    return matter


class Names(NamedTuple):
    """The runs that a document may be called by; each may be missing.

    Attributes:
        title: the first heading of level 1.
        heading: the first heading at all.
        paragraph: the first paragraph.

    """

    title: Token | None
    heading: Token | None
    paragraph: Token | None


def names_of(tokens: Sequence[Token]) -> Names:
    """Return the runs that a document of these blocks may be called by."""
    return Names(_first(tokens, ("h1",)), _first(tokens, _HEADINGS), _first(tokens, ("p",)))


def title(
    names: Names,
    matter: Matter,
    shown: Sequence[Shown],
    said: Callable[[Token], str],
) -> tuple[str, Shown]:
    """Return the title, plain, and what it is; empty where there is none.

    It is the first heading of level 1, or the front matter's, or the first heading at all.

    Args:
        names: the runs that may be it.
        matter: the front matter.
        shown: what stands in each segment.
        said: tells what a run says, plain.

    """
    found = _said(names.title, shown, said)
    if not found[0]:
        found = matter.get("title", _NOTHING)
    if not found[0]:
        found = _said(names.heading, shown, said)
    return found if found[0] else _NOTHING


def summary(
    names: Names,
    matter: Matter,
    shown: Sequence[Shown],
    said: Callable[[Token], str],
) -> tuple[str, Shown]:
    """Return the summary, plain and short, and what it is; the arguments are those of a title.

    It is the front matter's where that is the reader's, else the first paragraph's beginning.
    """
    for key in ("description", "summary"):
        text, what = matter.get(key, _NOTHING)
        if text and what is Shown.TARGET:
            return _shortened(text), what
    text, what = _said(names.paragraph, shown, said)
    return _shortened(text), what


def _said(
    run: Token | None, shown: Sequence[Shown], said: Callable[[Token], str]
) -> tuple[str, Shown]:
    if run is None:
        return _NOTHING
    index = run.meta.get(SEGMENT)
    return said(run).strip(), Shown.KEPT if index is None else shown[index]


def _first(tokens: Sequence[Token], tags: Sequence[str]) -> Token | None:
    opener: Token | None = None
    for token in tokens:
        if token.type == "inline" and opener and opener.tag in tags and opener.level == 0:
            return token
        opener = token
    return None


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MAX_SUMMARY else f"{text[: _MAX_SUMMARY - 1].rstrip()}…"
