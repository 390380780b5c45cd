"""The list of languages: the page where readers choose theirs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from transpipe.document import Kind
from transpipe.edition import Edition, coverage
from transpipe.languages import Language, percent
from transpipe.markdown import Dialect
from transpipe.markdown.finish import plain_text
from transpipe.page.site import Page, PageSettings, Site, address, fill, link_to, links, tongue
from transpipe.page.words import words

__all__ = ["by_document", "index_page", "title_of"]


def index_page(
    pages: Sequence[Page],
    *,
    source_language: Language,
    dialect: Dialect,
    language: Language | None = None,
    site: Site | None = None,
    settings: PageSettings | None = None,
    path: str = "index.html",
) -> str:
    """Return the HTML document that lists the editions, document by document.

    Args:
        pages: the editions that are listed, in their order.
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
    groups = [
        _group(group, source_language, dialect, language, path) for group in by_document(pages)
    ]
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
        canonical=address(path, path, settings) if settings.base_url else "",
        languages=[source_language, *(page.language for page in pages)],
        heading=heading,
        groups=groups,
        links=links(path, say, coverage=site.coverage),
    )


def by_document(pages: Sequence[Page]) -> list[list[Page]]:
    """Return the pages of each document, in the order of their first."""
    groups: dict[str, list[Page]] = {}
    for page in pages:
        groups.setdefault(page.edition.document.name, []).append(page)
    return list(groups.values())


def title_of(edition: Edition, dialect: Dialect, *, source: bool = False) -> str:
    """Return the title of an edition, plain: its first heading, else its front matter's.

    It is empty where there is none, or no translation of it; with ``source`` it is the
    document's own.
    """
    for kind in (Kind.HEADING, Kind.FRONT_MATTER):
        for index, segment in enumerate(edition.document.segments):
            if segment.kind == kind and (kind is Kind.HEADING or segment.label == "title"):
                text = segment.source if source else edition.targets.get(index, "")
                return plain_text(text, dialect)
    return ""


def _group(
    pages: Sequence[Page],
    source_language: Language,
    dialect: Dialect,
    language: Language,
    path: str,
) -> dict[str, Any]:
    edition = pages[0].edition
    return {
        "title": title_of(edition, dialect, source=True) or edition.document.name,
        "tongue": tongue(source_language, language) if source_language != language else "",
        "rows": [_row(page, source_language, dialect, language, path) for page in pages],
    }


def _row(
    page: Page, source_language: Language, dialect: Dialect, language: Language, path: str
) -> dict[str, Any]:
    original = page.language.tag == source_language.tag
    found = coverage(page.edition)
    return {
        "href": link_to(page.path, path),
        "tag": page.language.tag,
        "tongue": tongue(page.language, language),
        "name": page.language.name,
        "title": title_of(page.edition, dialect, source=original),
        "original": original,
        "share": found.percent,
        "percent": percent(found.percent / 100, language),
    }
