"""The coverage page: what is translated, as a strip a language, and what is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from markupsafe import Markup, escape

from transpipe.document import Segment
from transpipe.edition import Edition, Standing, merged, source_words
from transpipe.languages import Language, number, percent
from transpipe.markdown import Dialect
from transpipe.page.lists import by_document, title_of
from transpipe.page.site import Page, PageSettings, Site, address, fill, link_to, links, tongue
from transpipe.page.words import words

__all__ = ["coverage_page", "word_changes"]

_LETTERS = {
    Standing.TRANSLATED: "t",
    Standing.FUZZY: "f",
    Standing.REFUSED: "r",
    Standing.UNTRANSLATED: "u",
}
_MOST_BLOCKS = 240
_MOST_LISTED = 500
_LONGEST_EXCERPT = 200
_LONGEST_COMPARED = 4000
_NEAR = 6


@dataclass(frozen=True, slots=True)
class _Left:
    page: Page
    index: int
    segment: Segment
    standing: Standing


def coverage_page(
    pages: Sequence[Page],
    *,
    source_language: Language,
    dialect: Dialect,
    language: Language | None = None,
    site: Site | None = None,
    settings: PageSettings | None = None,
    path: str = "coverage.html",
) -> str:
    """Return the HTML document that shows what is translated and lists what is left.

    Args:
        pages: all editions but the source's own; those of a language stand in one strip.
        source_language: the documents' own language.
        dialect: how the documents are read.
        language: the page's own; the source's by default.
        site: where other pages are.
        settings: what the project says of its pages.
        path: where this page stands, from the root of the output.

    """
    site, settings = site or Site(), settings or PageSettings()
    language = language or source_language
    say = words(language)
    pages = [page for page in pages if page.language.tag != source_language.tag]
    rows = [_row(group, language, path) for group in _by_language(pages)]
    left = merged(page.edition for page in pages).left
    return fill(
        "coverage.html",
        settings,
        say,
        extra="coverage",
        width="wide",
        title=_title(say.word("Translation status"), settings),
        canonical=address(path, path, settings) if settings.base_url else "",
        languages=[source_language, *(page.language for page in pages)],
        source_tongue=tongue(source_language, language),
        subtitle=_subtitle(pages, dialect),
        complete=number(sum(1 for row in rows if not row["todo"]), language),
        left=number(left, language),
        rows=rows,
        links=links(path, say, index=site.index),
    )


def word_changes(before: str, after: str) -> Markup:
    """Return a text with what changed in it word by word, as ``<del>`` and ``<ins>``."""
    old, new = before[:_LONGEST_COMPARED].split(), after[:_LONGEST_COMPARED].split()
    parts: list[Markup] = []
    for kind, first, last, begin, end in SequenceMatcher(None, old, new, False).get_opcodes():
        gone, come = " ".join(old[first:last]), " ".join(new[begin:end])
        if kind == "equal":
            parts.append(escape(_around(new[begin:end])))
        else:
            parts += [Markup("<del>{}</del>").format(gone)] if gone else []
            parts += [Markup("<ins>{}</ins>").format(come)] if come else []
    return Markup(" ").join(parts)


def _around(same: Sequence[str]) -> str:
    """Return words that stayed; of many, those next to a change."""
    if len(same) <= 2 * _NEAR:
        return " ".join(same)
    return " ".join([*same[:_NEAR], "…", *same[-_NEAR:]])


def _by_language(pages: Iterable[Page]) -> list[list[Page]]:
    groups: dict[str, list[Page]] = {}
    for page in pages:
        groups.setdefault(page.language.tag, []).append(page)
    return list(groups.values())


def _title(name: str, settings: PageSettings) -> str:
    return f"{name} – {settings.title}" if settings.title else name


def _subtitle(pages: Sequence[Page], dialect: Dialect) -> str:
    titles = [
        title_of(group[0].edition, dialect, source=True) or group[0].edition.document.name
        for group in by_document(pages)
    ]
    return " · ".join(titles[:3]) + (" · …" if len(titles) > len(titles[:3]) else "")


def _row(pages: Sequence[Page], language: Language, path: str) -> dict[str, Any]:
    own = pages[0].language
    found = merged(page.edition for page in pages)
    left = list(_left(pages))
    done = found.counts[Standing.TRANSLATED].segments
    more = len(left) - _MOST_LISTED
    return {
        "name": own.name,
        "tongue": tongue(own, language),
        "english": own.english_name if language.tag == "en" else "",
        "href": link_to(pages[0].path, path) if len(pages) == 1 else "",
        "percent": percent(found.percent / 100, language),
        "left": number(found.left, language),
        "done": number(done, language),
        "total": number(found.total.segments, language),
        "blocks": list(_blocks(page.edition for page in pages)),
        "todo_count": number(len(left), language),
        "todo": [_item(one, language) for one in left[:_MOST_LISTED]],
        "more": number(more, language) if more > 0 else "",
    }


def _left(pages: Iterable[Page]) -> Iterator[_Left]:
    for page in pages:
        for index, segment in enumerate(page.edition.document.segments):
            standing = page.edition.standing(index)
            if not segment.optional and standing is not Standing.TRANSLATED:
                yield _Left(page, index, segment, standing)


def _item(one: _Left, language: Language) -> dict[str, Any]:
    edition, message = one.page.edition, one.page.edition.messages[one.index]
    text = " ".join(one.segment.source.split())
    place = f"{edition.document.name}:{one.segment.line}"
    line = message.target_line or message.line
    if one.page.catalog and line:
        place = f"{one.page.catalog}:{line} · {place}"
    refusal = edition.refusals.get(one.index)
    changed = one.standing is Standing.FUZZY and message.previous not in (None, message.source)
    return {
        "place": place,
        "state": str(one.standing),
        "text": text if len(text) <= _LONGEST_EXCERPT else f"{text[:_LONGEST_EXCERPT]}…",
        "words": number(source_words(one.segment.source), language),
        "reason": f"{refusal.check}: {refusal.reason}" if refusal else "",
        "diff": word_changes(message.previous or "", message.source) if changed else "",
    }


def _blocks(editions: Iterable[Edition]) -> Iterator[dict[str, str]]:
    """Yield the blocks of a strip: a passage each, or neighbours alike where there are many."""
    passages = [
        (edition.standing(index), source_words(segment.source))
        for edition in editions
        for index, segment in enumerate(edition.document.segments)
        if not segment.optional
    ]
    if len(passages) > _MOST_BLOCKS:
        passages = [
            (standing, sum(words for _, words in group))
            for standing, group in groupby(passages, key=lambda one: one[0])
        ]
    total = sum(words for _, words in passages) or 1
    position = 0
    for standing, count in passages:
        yield {
            "letter": _LETTERS[standing],
            "x": f"{position * 100 / total:.4g}",
            "width": f"{count * 100 / total:.3g}",
        }
        position += count
