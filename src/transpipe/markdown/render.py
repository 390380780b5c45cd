"""Rendering an edition: its text as HTML, with everything that is no translation marked.

What an edition shares with others of its document is made once, see
:mod:`~transpipe.markdown.frame`; its runs are put into that.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, NamedTuple

from markdown_it.token import Token

from transpipe.document import Document
from transpipe.markdown import titles
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.finish import plain
from transpipe.markdown.frame import Clean, Frame, View, frame, frame_with_notes
from transpipe.markdown.inline import parse_run
from transpipe.markdown.marking import Labels, Shown, Tongue
from transpipe.markdown.moulds import moulds
from transpipe.markdown.phrases import Phrases, clean_value
from transpipe.markdown.reading import environment
from transpipe.markdown.renderer import Wording, word
from transpipe.markdown.skeleton import RUN, Skeleton, skeleton, skeleton_of
from transpipe.markdown.source import Source

__all__ = ["Body", "Labels", "Shown", "Tongue", "Wording", "render"]

_DEEP_ENOUGH = 20
"""How many levels are enough for any plain run; below, the parser must cut some off."""


class _Runs(NamedTuple):
    """What stands in the runs of an edition.

    Attributes:
        written: their HTML, as far as it is known.
        parsed: the others, by their numbers.
        owners: the segments of the footnotes inside of them, by the footnotes' numbers.

    """

    written: list[str]
    parsed: dict[int, Sequence[Token]]
    owners: dict[int, range]


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
    marks_at: Mapping[int, Sequence[int]] = MappingProxyType({}),
    clean: Clean | None = None,
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
        marks_at: where the marks of their sources stand in targets that surely fit, by their
            indices, see :mod:`~transpipe.markdown.sure`; these need not be looked for again.
        clean: a sanitizer, through which everything goes that is not safe by the way it is
            made; without one the author's own HTML is in the text.

    Raises:
        ValueError: the text is no edition of the document.

    """
    known = skeleton(document.text, dialect, document.name)
    blocks, contents, found = _blocks(text, targets, marks_at, known)
    if not len(blocks.segments) == len(document.segments) == len(shown):
        raise ValueError(f"{document.name}: the text has other segments than its source")
    view = View.of(shown, source, reader, wording.titles, text)
    phrases = Phrases(wording, reader, folder, clean)
    env = blocks.env()
    origin = _origin(known, blocks)
    forms = moulds(origin, environment(document, dialect), reader.dir, folder, clean)

    def html(number: int, content: str) -> str | None:
        index = origin.places[number].index
        is_target = targets is not None and targets.get(index) == content
        return forms.html(number, content, phrases, marks_at.get(index) if is_target else None)

    runs = _read(blocks, contents, env, html)
    if _notes(env):
        made, phrases.notes = frame_with_notes(blocks, view, clean, env=env, **runs._asdict())
    else:
        made = frame(blocks, view, clean)
    heading, body = _filled(made, runs, phrases, clean)

    def said(run: Token) -> str:
        number = run.meta[RUN]
        if number in runs.parsed:
            return plain(runs.parsed[number])
        words = forms.said(number, contents[number], phrases)
        return plain(parse_run(contents[number], dialect, env)) if words is None else words

    matter = titles.front_matter(document, found, shown)
    title, title_shown = titles.title(made.names, matter, shown, said)
    summary, summary_shown = titles.summary(made.names, matter, shown, said)
    return Body(title, title_shown, summary, summary_shown, heading, body)


def _blocks(
    text: str, targets: Mapping[int, str] | None, sure: Collection[int], known: Skeleton
) -> tuple[Skeleton, Sequence[str], Mapping[int, str]]:
    """Return an edition's blocks, what stands in its runs, and what else in its segments."""
    if targets is not None:
        blocks, contents = known.with_html(targets), known.contents(targets, sure)
        if blocks is not None and contents is not None:
            return blocks, contents, targets
    own = skeleton_of(Source(text, known.source.dialect), known.ids)
    found = {index: one.source for index, one in enumerate(own.segments)}
    return own, [one.content for one in own.places], found


def _origin(known: Skeleton, own: Skeleton) -> Skeleton:
    """Return the source's blocks if the runs of an edition's own refer to the same, else those."""
    if own.source is known.source or (
        own.references == known.references
        and [one.index for one in own.places] == [one.index for one in known.places]
    ):
        return known
    return own


def _read(
    blocks: Skeleton,
    contents: Sequence[str],
    env: dict[str, Any],
    html: Callable[[int, str], str | None],
) -> _Runs:
    """Return what stands in runs."""
    dialect = blocks.source.dialect
    runs = _Runs([], {}, {})
    for number, content in enumerate(contents):
        written = html(number, content) if dialect.max_nesting >= _DEEP_ENOUGH else None
        runs.written.append(written or "")
        if written is not None:
            continue
        before = len(_notes(env))
        runs.parsed[number] = parse_run(content, dialect, env)
        notes = _notes(env)
        segments = blocks.places[number].segments
        for note in range(before, len(notes)):
            if "tokens" in notes[note] and segments:
                runs.owners[note] = segments
    return runs


def _notes(env: Mapping[str, Any]) -> Mapping[int, Mapping[str, Any]]:
    """Return the footnotes that the runs parsed so far refer to, by their numbers."""
    notes: Mapping[int, Mapping[str, Any]] = env.get("footnotes", {}).get("list", {})
    return notes


def _filled(made: Frame, runs: _Runs, phrases: Phrases, clean: Clean | None) -> tuple[str, str]:
    """Return HTML of heading and text, sanitized if there is a sanitizer."""
    for number, run in runs.parsed.items():
        if number in made.shown:
            runs.written[number] = phrases.html(run)

    def say(name: str) -> str:
        said, is_html = word(name, phrases.wording, phrases.reader)
        return said if is_html else clean_value(said)

    heading, text = (flow.filled(runs.written, say) for flow in (made.heading, made.text))
    if clean and not (made.is_clean and phrases.is_clean):
        return clean(heading), clean(text)
    return heading, text
