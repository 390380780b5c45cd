"""The page of an edition."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from transpipe.edition import Coverage, Edition, fallbacks
from transpipe.languages import Language, date, number
from transpipe.markdown import Dialect
from transpipe.markdown.render import Body, Labels, Shown, Tongue, Wording, render
from transpipe.page.sanitize import clean
from transpipe.page.site import (
    Link,
    Page,
    PageSettings,
    Site,
    address,
    fill,
    link_to,
    links,
    named,
    shares,
    tongue,
)
from transpipe.page.words import Words, words

__all__ = ["edition_page"]

_TITLES = {
    "note": "Note",
    "tip": "Tip",
    "important": "Important",
    "warning": "Warning",
    "caution": "Caution",
    "danger": "Danger",
    "info": "Information",
    "information": "Information",
    "hint": "Hint",
    "attention": "Attention",
}

# Scripts whose full stop has the space after it in itself.
_FULL_STOPS_PART = frozenset({"Hans", "Hant", "Jpan"})
_REVIEWED = {True: "Reviewed by a person.", False: "Not yet reviewed by a person."}


def edition_page(
    page: Page,
    *,
    source_language: Language,
    dialect: Dialect,
    coverage: Coverage,
    pages: Sequence[Page] = (),
    site: Site | None = None,
    settings: PageSettings | None = None,
    markdown: str = "",
    revised: dt.date | None = None,
    revision: str = "",
    reviewed: bool | None = None,
    listed: bool = True,
) -> str:
    """Return the HTML document of an edition.

    Args:
        page: the edition, its language, its place.
        source_language: the document's own language.
        dialect: how the document is read.
        coverage: how much is translated.
        pages: the editions of the document for the language list, in its order.
        site: where other pages are.
        settings: what the project says of its pages.
        markdown: the edition's Markdown, from the root of the output; empty: no link.
        revised: the date of the source.
        revision: what the source's revision is called.
        reviewed: whether a person has reviewed the translation; None: nothing is said.
        listed: whether it belongs in the language list; if not, it asks not to be indexed.

    """
    site, settings = site or Site(), settings or PageSettings()
    say = words(page.language)
    body = _body(page, source_language, dialect)
    original = next((one for one in pages if one.language.tag == source_language.tag), None)
    about = _about(page, coverage, source_language)
    about["told"] = _told(page, coverage, source_language, settings, reviewed)
    about["revision"] = revision
    about["date"] = date(revised, page.language) if revised else ""
    about["links"] = list(_about_links(page, original, site, say))
    languages = [source_language, *(one.language for one in pages)]
    return fill(
        "edition.html",
        settings,
        say,
        title=_title(body, page, settings),
        title_tongue=_title_tongue(body, source_language, page.language),
        description=settings.description or _summary(body),
        noindex=page.edition.has_drafts or not listed,
        canonical=address(page.path, page.path, settings) if settings.base_url else "",
        alternates=_alternates(page, pages, site, original, settings) if listed else "",
        languages=languages,
        choices=_choices(page, pages),
        drafts=page.edition.has_drafts,
        heading=Markup(body.heading),  # noqa: S704 - sanitized
        text=Markup(body.text),  # noqa: S704
        about=about,
        links=links(page.path, say, index=site.index, coverage=site.coverage, markdown=markdown),
    )


def _body(page: Page, source_language: Language, dialect: Dialect) -> Body:
    edition, language = page.edition, page.language
    count = len(edition.document.segments)
    same = language.tag == source_language.tag
    shown = [Shown.TARGET] * count if same else [_shown(edition, index) for index in range(count)]
    return render(
        edition.document,
        edition.text,
        shown,
        dialect,
        source=Tongue(source_language.tag, source_language.direction),
        reader=Tongue(language.tag, language.direction),
        wording=_wording(language, source_language),
        folder=posixpath.dirname(page.path.partition("/")[2]),
        targets=edition.targets,
        clean=clean,
    )


def _shown(edition: Edition, index: int) -> Shown:
    if edition.is_draft(index):
        return Shown.DRAFT
    if not edition.is_fallback(index):
        return Shown.TARGET
    return Shown.KEPT if edition.document.segments[index].optional else Shown.FALLBACK


@lru_cache(maxsize=256)
def _wording(language: Language, source_language: Language) -> Wording:
    say = words(language)
    fallback, draft = say.say("Not yet translated"), say.say("Draft")
    source = named(source_language, language)
    long = Markup('{} <span aria-hidden="true">·</span> {}').format(fallback, source)
    return Wording(
        labels=Labels(str(long), str(draft), str(fallback), str(draft)),
        titles={name: str(say.say(word)) for name, word in _TITLES.items()},
        table=say.word("Table"),
        footnotes=say.word("Footnotes"),
        footnote=lambda number: say.word("Footnote {number}", number=number),
        back=lambda number: say.word("Back to the text from footnote {number}", number=number),
    )


def _about(page: Page, coverage: Coverage, source_language: Language) -> dict[str, Any]:
    """Return what a reader sees above the text at a glance."""
    return {
        "original": page.language.tag == source_language.tag,
        **shares(coverage, page.language, drafts=page.edition.has_drafts),
    }


def _told(
    page: Page,
    coverage: Coverage,
    source_language: Language,
    settings: PageSettings,
    reviewed: bool | None,
) -> Markup:
    """Return what a reader must be told above the text, as one paragraph."""
    say, language = words(page.language), page.language
    english = source_language.tag == "en" and say.has("English")
    source = say.say("English") if english else named(source_language, language)
    sentences: list[Markup] = []
    left = sum(1 for _ in fallbacks(page.edition))
    if left:
        sentences.append(
            say.say(
                "Still in {language}, and marked: {count} of {total} passages.",
                language=source,
                count=number(left, language),
                total=number(coverage.total.segments, language),
            )
        )
    if reviewed is not None:
        sentences.append(say.say(_REVIEWED[reviewed]))
    if settings.prevails:
        sentences.append(
            say.say("If the texts differ, the {language} text prevails.", language=source)
        )
    glue = Markup() if language.script in _FULL_STOPS_PART else Markup(" ")
    return glue.join(sentences)


def _about_links(page: Page, original: Page | None, site: Site, say: Words) -> Iterable[Link]:
    if original and original.path != page.path:
        source = original.language
        text = Markup("{} ({})").format(say.say("Original text"), named(source, page.language))
        extra = Markup(' hreflang="{}"').format(source.tag)
        yield Link(link_to(original.path, page.path), text, extra)
    help_at = site.help or site.coverage
    if help_at and (original is None or original.path != page.path):
        yield Link(link_to(help_at, page.path), say.say("Help translate"))


@dataclass(frozen=True, slots=True)
class _Choice:
    """A language to choose: where its edition is, its tag and name, whether it is this one."""

    href: str
    tag: str
    name: str
    tongue: Markup
    current: bool

    def __html__(self) -> str:
        current = ' aria-current="page"' if self.current else ""
        tag, name = escape(self.tag), escape(self.name)
        link = f'<a href="{escape(self.href)}"{self.tongue} hreflang="{tag}"{current}>{name}</a>'
        return f"<li>{link}</li>"


def _choices(page: Page, pages: Sequence[Page]) -> list[_Choice]:
    return [
        _Choice(
            link_to(one.path, page.path),
            one.language.tag,
            one.language.name,
            tongue(one.language, page.language),
            one.path == page.path,
        )
        for one in pages
    ]


def _alternates(
    page: Page, pages: Sequence[Page], site: Site, original: Page | None, settings: PageSettings
) -> Markup:
    """Return the links to all editions for the page's head, the same list on each of them."""
    found = [(one.language.tag, one.path) for one in pages]
    default = original.path if original else site.index
    if found and default:
        found.append(("x-default", default))
    written = (
        f'<link rel="alternate" hreflang="{escape(tag)}"'
        f' href="{escape(address(path, page.path, settings))}">'
        for tag, path in found
    )
    return Markup("\n".join(written))  # noqa: S704 - escaped


def _title(body: Body, page: Page, settings: PageSettings) -> str:
    name = posixpath.basename(page.edition.document.name)
    title = body.title or name.rpartition(".")[0] or name
    return f"{title} – {settings.title}" if settings.title else title


def _title_tongue(body: Body, source_language: Language, language: Language) -> Markup | str:
    other = body.title_shown in (Shown.FALLBACK, Shown.KEPT)
    return tongue(source_language, language) if other and language != source_language else ""


def _summary(body: Body) -> str:
    """Return what search engines and previews are told, unmarked: no draft, no fallback."""
    return body.summary if body.summary_shown is Shown.TARGET else ""
