"""Summaries: what the lists of languages and of what is left need to know of an edition.

They travel between processes and are small, so that a project of thousands of documents can
have both pages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from markupsafe import Markup

from transpipe.document import BOM, Document, Kind, Segment
from transpipe.edition import Edition, passages, stretches
from transpipe.languages import Language
from transpipe.markdown import Dialect
from transpipe.markdown.finish import plain_text
from transpipe.page.site import Page
from transpipe.standing import Coverage, Standing, runs, source_words
from transpipe.text import Span

__all__ = [
    "MOST_BLOCKS",
    "MOST_LISTED",
    "Gathered",
    "Left",
    "Summary",
    "Title",
    "summarize",
    "word_changes",
]

MOST_BLOCKS = 240
"""How many blocks a strip shows."""
MOST_LISTED = 500
"""How many passages of a language are listed as left."""

_LONGEST_EXCERPT = 200
# The marks of a heading of level 1 (CommonMark 0.31.2, sections 4.2 and 4.3).
_ATX_1 = re.compile(r" {0,3}#[ \t]+")
_INDENT = re.compile(r" {0,3}")
_SETEXT_1 = re.compile(r"[^\r\n]*(?:\r\n?|\n) {0,3}=+[ \t]*(?:[\r\n]|\Z)")
_LONGEST_COMPARED = 4000
_NEAR = 6
_CHANGED = {"=": Markup("{}"), "-": Markup("<del>{}</del>"), "+": Markup("<ins>{}</ins>")}


@dataclass(frozen=True, slots=True)
class Left:
    """A passage that is not translated.

    Attributes:
        line: its line in the document.
        catalog_line: that of its target in the catalogue, of its message where it has none;
            0 where the catalogue lacks it.
        standing: why it is left.
        words: its source words.
        excerpt: its source, or the beginning of it, on one line.
        reason: why its target was refused; empty where it was not.
        changes: what changed in the source of a fuzzy target, as HTML; may be empty.

    """

    line: int
    catalog_line: int
    standing: Standing
    words: int
    excerpt: str
    reason: str = ""
    changes: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """An edition as lists know it.

    Attributes:
        document: the source as people see it.
        title: the document's title; its name where it has none.
        heading: the edition's title; empty where that is not translated.
        language: the edition's language.
        path: its HTML, from the root of the output.
        catalog: its catalogue as people see it.
        coverage: how much is translated.
        strip: source words and standing of its passages, in order; of many, of runs of them.
        left: what is not translated, as much of it as is ever listed.
        listed: whether it belongs in the list of languages.
        draft: whether a target in it has still to be reviewed.

    """

    document: str
    title: str
    heading: str
    language: Language
    path: str
    catalog: str
    coverage: Coverage
    strip: tuple[tuple[int, Standing], ...]
    left: tuple[Left, ...]
    listed: bool = True
    draft: bool = False


class Gathered:
    """The summaries of a project, kept as small as the pages show them."""

    def __init__(self) -> None:
        self._summaries: list[Summary] = []
        self._listed: Counter[str] = Counter()
        self._blocks: Counter[str] = Counter()

    def add(self, summaries: Iterable[Summary]) -> None:
        """Take in the summaries of a document."""
        for one in summaries:
            tag = one.language.tag
            room = max(0, MOST_LISTED - self._listed[tag])
            self._listed[tag] += len(one.left)
            self._blocks[tag] += len(one.strip)
            strip = one.strip if self._blocks[tag] <= MOST_BLOCKS else tuple(runs(one.strip))
            fits = len(one.left) <= room and strip is one.strip
            small = one if fits else replace(one, left=one.left[:room], strip=strip)
            self._summaries.append(small)

    @property
    def summaries(self) -> Sequence[Summary]:
        """All of them, document by document."""
        return self._summaries


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a document, plain, as its pages have it.

    That is its first heading of level 1, else its front matter's title, else its first heading.

    Attributes:
        text: what it says; empty where there is none.
        index: the segment that says it; None where there is none.
        dialect: how the document is read.

    """

    text: str
    index: int | None
    dialect: Dialect

    @classmethod
    def of(cls, document: Document, dialect: Dialect) -> Title:
        """Return the title of a document."""
        index = _title_index(document)
        if index is None:
            return cls("", None, dialect)
        segment = document.segments[index]
        return cls(_plain(segment, segment.source, dialect), index, dialect)

    def of_edition(self, edition: Edition) -> str:
        """Return what an edition has in its place; empty where that is not translated."""
        if self.index is None or edition.is_fallback(self.index):
            return ""
        segment = edition.document.segments[self.index]
        return _plain(segment, edition.targets[self.index], self.dialect)


def summarize(
    page: Page,
    coverage: Coverage,
    title: Title,
    source_language: Language,
    *,
    most: int = MOST_LISTED,
    listed: bool = True,
) -> Summary:
    """Return the summary of an edition.

    Args:
        page: the edition and its place.
        coverage: how much of it is translated.
        title: its document's title.
        source_language: its document's language.
        most: how many passages that are left it may name.
        listed: whether it belongs in the list of languages.

    """
    edition = page.edition
    original = page.language.tag == source_language.tag
    return Summary(
        document=edition.document.name,
        title=title.text or edition.document.name,
        heading=title.text if original else title.of_edition(edition),
        language=page.language,
        path=page.path,
        catalog=page.catalog,
        coverage=coverage,
        strip=() if original else _strip(edition),
        left=() if original else tuple(_left(edition, most)),
        listed=listed,
        draft=edition.has_drafts,
    )


def _plain(segment: Segment, text: str, dialect: Dialect) -> str:
    return text if segment.kind is Kind.FRONT_MATTER else plain_text(text, dialect)


def _title_index(document: Document) -> int | None:
    """Return the index of the segment that is a document's title."""
    headings: list[int] = []
    named: int | None = None
    for index, segment in enumerate(document.segments):
        if segment.kind is Kind.HEADING:
            if _is_of_level_1(document.text, segment.span):
                return index
            headings.append(index)
        elif segment.kind is Kind.FRONT_MATTER and segment.label == "title":
            named = index
    return named if named is not None else next(iter(headings), None)


def _is_of_level_1(text: str, span: Span) -> bool:
    """Tell whether a heading is one of level 1 that stands in no quotation or list."""
    start = max(text.rfind("\n", 0, span.start), text.rfind("\r", 0, span.start)) + 1
    before = text[start : span.start].removeprefix(BOM)
    if _ATX_1.fullmatch(before):
        return True
    return bool(_INDENT.fullmatch(before) and _SETEXT_1.match(text, span.end))


def word_changes(before: str, after: str) -> Markup:
    """Return a text with what changed in it word by word, as ``<del>`` and ``<ins>``."""
    from transpipe.memory import word_diff  # noqa: PLC0415 - rapidfuzz is slow to import

    changes = word_diff(before[:_LONGEST_COMPARED], after[:_LONGEST_COMPARED])
    return Markup("").join(
        _CHANGED[sign].format(_around(text) if sign == "=" else text) for sign, text in changes
    )


def _around(same: str) -> str:
    """Return words that stayed; of many, those next to a change."""
    words = same.split(" ")
    if len(words) <= 2 * _NEAR:
        return same
    return " ".join([*words[:_NEAR], "…", *words[-_NEAR:]])


def _left(edition: Edition, most: int) -> Iterator[Left]:
    segments = edition.document.segments
    for index, standing in enumerate(edition.standings()):
        segment = segments[index]
        if standing is Standing.TRANSLATED or segment.optional:
            continue
        if most <= 0:
            return
        most -= 1
        message, refusal = edition.left.get(index), edition.refusals.get(index)
        previous = message.previous if message and standing is Standing.FUZZY else None
        changed = previous is not None and previous != segment.source
        yield Left(
            segment.line,
            (message.target_line or message.line) if message else 0,
            standing,
            source_words(segment.source),
            _excerpt(segment.source),
            f"{refusal.check}: {refusal.reason}" if refusal else "",
            str(word_changes(previous or "", segment.source)) if changed else "",
        )


@lru_cache(4096)
def _excerpt(source: str) -> str:
    """Return the beginning of a text; the same string for all languages, which pickles once."""
    text = " ".join(source[: 4 * _LONGEST_EXCERPT].split())
    return text if len(text) <= _LONGEST_EXCERPT else f"{text[:_LONGEST_EXCERPT]}…"


def _strip(edition: Edition) -> tuple[tuple[int, Standing], ...]:
    found = passages(edition)
    return found if len(found) <= MOST_BLOCKS else stretches(edition)
