"""The coverage page: what is translated, as a strip a language, and what is left."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markupsafe import Markup

from transpipe.languages import Language, number, percent
from transpipe.page.forms import fill
from transpipe.page.lists import by_document
from transpipe.page.site import PageSettings, Site, address, link_to, links, tongue
from transpipe.page.summary import MOST_BLOCKS, MOST_LISTED, Left, Summary
from transpipe.page.words import words
from transpipe.standing import Standing, runs, together

__all__ = ["coverage_page"]

_LETTERS = {
    Standing.TRANSLATED: "t",
    Standing.FUZZY: "f",
    Standing.REFUSED: "r",
    Standing.UNTRANSLATED: "u",
}


def coverage_page(
    summaries: Sequence[Summary],
    *,
    source_language: Language,
    language: Language | None = None,
    site: Site | None = None,
    settings: PageSettings | None = None,
    path: str = "coverage.html",
) -> str:
    """Return the HTML document that shows what is translated and lists what is left.

    Args:
        summaries: all editions; those of a language stand in one strip, the source's in none.
        source_language: the documents' own language.
        language: the page's own; the source's by default.
        site: where other pages are.
        settings: what the project says of its pages.
        path: where this page stands, from the root of the output.

    """
    site, settings = site or Site(), settings or PageSettings()
    language = language or source_language
    say = words(language)
    summaries = [one for one in summaries if one.language.tag != source_language.tag]
    rows = [_row(group, language, path) for group in _by_language(summaries)]
    left = sum(one.coverage.left for one in summaries)
    return fill(
        "coverage.html",
        settings,
        say,
        extra="coverage",
        width="wide",
        title=_title(say.word("Translation status"), settings),
        canonical=address(path, settings),
        languages=[source_language, *(one.language for one in summaries)],
        source_tongue=tongue(source_language, language),
        subtitle=_subtitle(summaries),
        complete=number(sum(1 for row in rows if not row["todo_count"]), language),
        left=number(left, language),
        rows=rows,
        links=links(say, index=link_to(site.index, path)),
    )


def _by_language(summaries: Iterable[Summary]) -> list[list[Summary]]:
    groups: dict[str, list[Summary]] = {}
    for one in summaries:
        groups.setdefault(one.language.tag, []).append(one)
    return list(groups.values())


def _title(name: str, settings: PageSettings) -> str:
    return f"{name} – {settings.title}" if settings.title else name


def _subtitle(summaries: Sequence[Summary]) -> str:
    titles = [group[0].title for group in by_document(summaries)]
    return " · ".join(titles[:3]) + (" · …" if len(titles) > len(titles[:3]) else "")


def _row(summaries: Sequence[Summary], language: Language, path: str) -> dict[str, Any]:
    own = summaries[0].language
    found = together(one.coverage for one in summaries)
    done = found.counts[Standing.TRANSLATED].segments
    count = found.total.segments - done
    todo = [(one, left) for one in summaries for left in one.left][:MOST_LISTED]
    more = count - len(todo)
    return {
        "name": own.name,
        "tongue": tongue(own, language),
        "english": own.english_name if language.tag == "en" else "",
        "href": link_to(summaries[0].path, path) if len(summaries) == 1 else "",
        "percent": percent(found.percent / 100, language),
        "left": number(found.left, language),
        "done": number(done, language),
        "total": number(found.total.segments, language),
        "blocks": list(_blocks([run for one in summaries for run in one.strip])),
        "todo_count": number(count, language) if count else "",
        "todo": [_item(one, left, language) for one, left in todo],
        "more": number(more, language) if more else "",
    }


def _item(one: Summary, left: Left, language: Language) -> dict[str, Any]:
    place = f"{one.document}:{left.line}"
    if one.catalog and left.catalog_line:
        place = f"{one.catalog}:{left.catalog_line} · {place}"
    return {
        "place": place,
        "state": str(left.standing),
        "text": left.excerpt,
        "words": number(left.words, language),
        "reason": left.reason,
        "diff": Markup(left.changes),  # noqa: S704 - HTML of our own
    }


def _blocks(passages: Sequence[tuple[int, Standing]]) -> Iterator[dict[str, str]]:
    """Yield the blocks of a strip: a passage each, or neighbours alike where there are many."""
    if len(passages) > MOST_BLOCKS:
        passages = list(runs(passages))
    if len(passages) > MOST_BLOCKS:
        passages = list(runs(_cells(passages)))
    total = sum(words for words, _ in passages) or 1
    position = 0
    for count, standing in passages:
        yield {
            "letter": _LETTERS[standing],
            "x": f"{position * 100 / total:.4g}",
            "width": f"{count * 100 / total:.3g}",
        }
        position += count


def _cells(passages: Sequence[tuple[int, Standing]]) -> Iterator[tuple[int, Standing]]:
    """Yield as many cells of about the same width as a strip shows: what most of each is."""
    least = sum(words for words, _ in passages) / MOST_BLOCKS
    shares = dict.fromkeys(Standing, 0)
    for words_, standing in passages:
        shares[standing] += words_
        if sum(shares.values()) >= least:
            yield sum(shares.values()), max(shares, key=lambda one: shares[one])
            shares = dict.fromkeys(Standing, 0)
    if any(shares.values()):
        yield sum(shares.values()), max(shares, key=lambda one: shares[one])
