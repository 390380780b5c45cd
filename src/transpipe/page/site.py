"""What all pages share: settings, addresses, figures."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from transpipe.edition import Edition
from transpipe.languages import Language, percent
from transpipe.page.sanitize import is_safe_address
from transpipe.page.words import Words
from transpipe.standing import Coverage, Standing

__all__ = [
    "Link",
    "Page",
    "PageSettings",
    "Site",
    "address",
    "link_to",
    "links",
    "named",
    "quoted",
    "shares",
    "tongue",
]


@dataclass(frozen=True, slots=True)
class PageSettings:
    """What a project says about its pages.

    Attributes:
        base_url: where they will be published, with a scheme; empty: addresses stay relative.
        title: the site's name, put after each page's title; may be empty.
        description: for search engines, instead of the text's beginning; may be empty.
        licence: a line for the foot of each page; may be empty.
        contact: likewise; an address of e-mail or of a page becomes a link.
        prevails: whether pages say that the source prevails over its translations.
        templates: a folder whose templates replace the package's; empty: none.
        embed_fonts: whether the pages carry the letters they need of their scripts' fonts.

    """

    base_url: str = ""
    title: str = ""
    description: str = ""
    licence: str = ""
    contact: str = ""
    prevails: bool = True
    templates: str = ""
    embed_fonts: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """An edition and where it stands.

    Attributes:
        edition: the edition.
        language: its language.
        domain: where it stands among the editions in that language, parts joined by ``/``.
        catalog: its catalogue as people see it: ``locale/id/LC_MESSAGES/statement.po``.

    """

    edition: Edition
    language: Language
    domain: str
    catalog: str = ""

    @property
    def path(self) -> str:
        """Its HTML, from the root of the output."""
        return f"{self.language.folder}/{self.domain}.html"


@dataclass(frozen=True, slots=True)
class Site:
    """Where other pages stand, from the root of the output; empty where there is none.

    Attributes:
        index: the list of languages.
        coverage: the page that shows what is left.
        help: where readers are told how to help; an address or a path.

    """

    index: str = ""
    coverage: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a page: where to, its words, more attributes."""

    href: str
    text: Markup
    extra: Markup | str = ""


def link_to(path: str, here: str) -> str:
    """Return the address of a path, as written in the page at ``here``; empty if the path is."""
    return _way(path, posixpath.dirname(here))


@lru_cache(maxsize=1 << 10)  # pages in one folder lead to the same others
def _way(path: str, folder: str) -> str:
    if not path or (":" in path.partition("/")[0] and is_safe_address(path)):
        return path
    return quoted(_relative(path, folder))


@lru_cache(maxsize=1 << 10)  # all editions of a document have the same path in their folders
def quoted(path: str) -> str:
    """Return a path as it is written in an address."""
    return quote(path, safe="/-._~")


def _relative(path: str, folder: str) -> str:
    """Return the way from a folder to a path; ``posixpath.relpath`` asks the system as well."""
    if ".." in path or ".." in folder or path.startswith("/") or folder.startswith("/"):
        return posixpath.relpath(path, folder or ".")
    there, here = (posixpath.normpath(one or ".").split("/") for one in (path, folder))
    there, here = (parts if parts != ["."] else [] for parts in (there, here))
    same = 0
    while there[same : same + 1] and there[same : same + 1] == here[same : same + 1]:
        same += 1
    return "/".join([*[".."] * (len(here) - same), *there[same:]]) or "."


def links(words: Words, *, index: str = "", coverage: str = "", markdown: str = "") -> list[Link]:
    """Return the links to other pages that have an address, for the foot of a page."""
    known = (
        (index, "All languages", ""),
        (coverage, "Translation status", ""),
        (markdown, "This text as Markdown", Markup(' type="text/markdown"')),
    )
    return [Link(href, words.say(text), extra) for href, text, extra in known if href]


def address(path: str, settings: PageSettings) -> str:
    """Return the address of a page for others; empty where the site's is not known."""
    return f"{settings.base_url.rstrip('/')}/{quoted(path)}" if settings.base_url else ""


@lru_cache(maxsize=1 << 12)
def tongue(language: Language, page: Language) -> Markup:
    """Return the attributes of a part in a language: ``lang``, and ``dir`` if it differs."""
    said = Markup(' lang="{}"').format(language.tag)
    if language.direction != page.direction:
        said += Markup(' dir="{}"').format(language.direction)
    return said


@lru_cache(maxsize=1 << 12)
def named(language: Language, page: Language) -> Markup:
    """Return a language's own name, marked as being in that language."""
    return Markup("<span{}>{}</span>").format(tongue(language, page), language.name)


def shares(coverage: Coverage, language: Language, *, drafts: bool) -> dict[str, Any]:
    """Return how much is finished, and with ``drafts`` how much is a draft: in words, in percent.

    Source words count; percent are whole ones, rounded down.
    """
    done, draft = coverage.percent, coverage.percent_of(Standing.FUZZY) if drafts else 0
    return {
        "percent": percent(done / 100, language),
        "share": done,
        "draft": percent(draft / 100, language) if drafts else "",
        "draft_share": draft,
    }
