"""Rendering an edition: its text as HTML, with everything that is no translation marked.

The HTML is not safe yet: the author's own is in it. The page sanitizes it as a whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markdown_it.token import Token

from transpipe.document import Document
from transpipe.markdown import shape, titles
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.finish import finished, heading_ids
from transpipe.markdown.marking import Labels, Shown, Tongue, mark
from transpipe.markdown.parser import parser
from transpipe.markdown.renderer import Wording, renderer
from transpipe.markdown.segments import document as read
from transpipe.markdown.skeleton import edition_source
from transpipe.markdown.source import Source

__all__ = ["Body", "Labels", "Shown", "Tongue", "Wording", "render"]


@dataclass(frozen=True, slots=True)
class Body:
    """An edition's text as HTML.

    Attributes:
        title: the text of the first heading of level 1, or the title in the front matter, or
            the first heading of any level; plain, may be empty.
        title_shown: what that title is.
        summary: the description or summary in the front matter where it is the reader's, else
            the beginning of the first paragraph; plain, may be empty.
        summary_shown: what that is.
        heading: HTML of that heading where it is the first block, else empty.
        text: HTML of all the rest.

    """

    title: str
    title_shown: Shown
    summary: str
    summary_shown: Shown
    heading: str
    text: str


def render(
    document: Document,
    text: str,
    shown: Sequence[Shown],
    dialect: Dialect,
    *,
    source: Tongue,
    reader: Tongue,
    wording: Wording,
    folder: str | None = None,
    targets: Mapping[int, str] | None = None,
) -> Body:
    """Render an edition.

    Args:
        document: the source.
        text: the edition's text: the document's with targets in the places of segments.
        shown: what stands there, one a segment.
        dialect: how both are read.
        source: the source's language.
        reader: the edition's language.
        wording: what the page says inside the text.
        folder: where the document stands among the others, for links between them to lead
            to their pages; empty: at the top; None: links stay as they are.
        targets: what stands in the places of segments, tidy, by their indices, where the
            text is known to be that edition: then it is mostly not parsed again.

    Raises:
        ValueError: the text is no edition of the document.

    """
    edition, found = _parsed(document, text, targets, dialect)
    if len(found) != len(document.segments) or len(found) != len(shown):
        raise ValueError(f"{document.name}: the text has other segments than its source")
    ids = heading_ids(document.text, dialect)
    shape.name_headings(edition.parsed.tokens, ids)  # before those of footnotes move, or go
    tokens = finished(edition)
    if folder is not None:
        shape.point_to_pages(tokens, folder)
    matter = titles.front_matter(document, found, shown)
    title, title_shown = titles.title(tokens, matter, shown)
    summary, summary_shown = titles.summary(tokens, matter, shown)
    shape.shape(tokens, document, wording, reader)
    head = shape.heading_length(tokens)
    shape.mark_lead(tokens[head:])

    def html_of(part: list[Token]) -> str:
        marked = mark(part, shown.__getitem__, wording.labels, source, reader)
        return html.render(marked, parser(dialect).options, edition.parsed.env)

    html = renderer(wording, reader, ids)
    return Body(
        title,
        title_shown,
        summary,
        summary_shown,
        html_of(tokens[:head]),
        html_of(tokens[head:]),
    )


def _parsed(
    document: Document, text: str, targets: Mapping[int, str] | None, dialect: Dialect
) -> tuple[Source, Sequence[str]]:
    """Return an edition's blocks, and what stands in its segments."""
    known = None if targets is None else edition_source(document, targets, dialect)
    if known and targets is not None:
        put = [targets.get(index, one.source) for index, one in enumerate(document.segments)]
        return known, put
    edition = Source(text, dialect)
    return edition, [one.source for one in read(document.name, edition).segments]
