"""The list of languages: the page where readers choose theirs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from transpipe.languages import Language
from transpipe.page.forms import fill
from transpipe.page.site import PageSettings, Site, address, link_to, links, shares, tongue
from transpipe.page.summary import Summary
from transpipe.page.words import words

__all__ = ["by_document", "index_page"]

_MOST_IN_FULL = 12
"""How many documents have a line for each language; of more, each has one line."""


def index_page(
    summaries: Sequence[Summary],
    *,
    source_language: Language,
    language: Language | None = None,
    site: Site | None = None,
    settings: PageSettings | None = None,
    path: str = "index.html",
) -> str:
    """Return the HTML document that lists the editions, document by document.

    Args:
        summaries: the editions, in their order; those that are not listed are left out.
        source_language: the documents' own language.
        language: the page's own; the source's by default.
        site: where other pages are.
        settings: what the project says of its pages.
        path: where this page stands, from the root of the output.

    """
    site, settings = site or Site(), settings or PageSettings()
    language = language or source_language
    say = words(language)
    listed = [one for one in summaries if one.listed]
    groups = [_group(group, source_language, language, path) for group in by_document(listed)]
    own = settings.title if len(groups) > 1 or settings.title else ""
    heading = own or (say.word("All languages") if len(groups) != 1 else "")
    return fill(
        "index.html",
        settings,
        say,
        extra="index",
        width="wide",
        title=heading or groups[0]["title"],
        title_tongue="" if heading else groups[0]["tongue"],
        description=settings.description,
        canonical=address(path, settings),
        languages=[source_language, *(one.language for one in listed)],
        heading=heading,
        groups=groups,
        brief=len(groups) > _MOST_IN_FULL,
        links=links(say, coverage=link_to(site.coverage, path)),
    )


def by_document(summaries: Iterable[Summary]) -> list[list[Summary]]:
    """Return the summaries of each document, in the order of their first."""
    groups: dict[str, list[Summary]] = {}
    for one in summaries:
        groups.setdefault(one.document, []).append(one)
    return list(groups.values())


def _group(
    summaries: Sequence[Summary], source_language: Language, language: Language, path: str
) -> dict[str, Any]:
    return {
        "title": summaries[0].title,
        "tongue": tongue(source_language, language) if source_language != language else "",
        "rows": [_row(one, source_language, language, path) for one in summaries],
    }


def _row(one: Summary, source_language: Language, language: Language, path: str) -> dict[str, Any]:
    return {
        "href": link_to(one.path, path),
        "tag": one.language.tag,
        "tongue": tongue(one.language, language),
        "name": one.language.name,
        "title": one.heading,
        "original": one.language.tag == source_language.tag,
        **shares(one.coverage, language, drafts=one.draft),
    }
