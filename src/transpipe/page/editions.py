"""The page of an edition."""

from __future__ import annotations

import datetime as dt
import posixpath
from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup

from transpipe.edition import Edition
from transpipe.languages import Language, date, number
from transpipe.markdown import Dialect
from transpipe.markdown.render import Body, Labels, Shown, Tongue, Wording, render
from transpipe.page.kinds import PageKind, Texts, filled
from transpipe.page.sanitize import clean
from transpipe.page.site import (
    Page,
    PageSettings,
    Site,
    address,
    link_to,
    named,
    quoted,
    shares,
    tongue,
)
from transpipe.page.words import words
from transpipe.standing import Coverage

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


def edition_page(
    page: Page,
    *,
    source_language: Language,
    dialect: Dialect,
    coverage: Coverage,
    languages: Sequence[Language] = (),
    site: Site | None = None,
    settings: PageSettings | None = None,
    markdown: bool = False,
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
        languages: those that the language list has an edition in, in its order.
        site: where other pages are.
        settings: what the project says of its pages.
        markdown: whether the edition's Markdown stands beside its page.
        revised: the date of the source.
        revision: what the source's revision is called.
        reviewed: whether a person has reviewed the translation; None: nothing is said.
        listed: whether it belongs in the language list; if not, it asks not to be indexed.

    Raises:
        TranspipeError: a template of the project's own is wrong; names it and its line. Or fonts
            are asked for that are not there.

    """
    kind = PageKind(
        page.language,
        source_language,
        tuple(languages),
        site or Site(),
        settings or PageSettings(),
        drafts=page.edition.has_drafts,
        reviewed=reviewed,
        listed=listed,
    )
    shown = _shown(page.edition, kind)
    body = _body(page, shown, kind, dialect)
    texts = Texts(
        title=_title(body, page, kind.settings),
        title_tongue=_title_tongue(body, kind),
        description=kind.settings.description or _summary(body),
        heading=Markup(body.heading),  # noqa: S704 - sanitized
        text=Markup(body.text),  # noqa: S704
        date=date(revised, page.language) if revised else "",
        revision=revision,
        **_figures(coverage, shown, kind),
        **_addresses(page, kind, markdown=markdown),
    )
    return filled(kind, texts)


def _figures(coverage: Coverage, shown: Sequence[Shown], kind: PageKind) -> dict[str, str]:
    """Return the texts that say how much of an edition is translated."""
    figures = shares(coverage, kind.language, drafts=kind.drafts)
    left = shown.count(Shown.FALLBACK)
    return {
        "percent": figures["percent"],
        "share": str(figures["share"]),
        "draft": figures["draft"],
        "draft_share": str(figures["draft_share"] or ""),
        "left": number(left, kind.language) if left else "",
        "total": number(coverage.total.segments, kind.language) if left else "",
    }


def _addresses(page: Page, kind: PageKind, *, markdown: bool) -> dict[str, str]:
    """Return the texts that addresses on a page are made of."""
    site, name = kind.site, quoted(posixpath.basename(page.domain))
    return {
        "canonical": address(page.path, kind.settings),
        "up": "../" * (page.domain.count("/") + 1),
        "domain": quoted(page.domain),
        "name": name,
        "all_languages": link_to(site.index, page.path),
        "status": link_to(site.coverage, page.path),
        "help": link_to(site.help or site.coverage, page.path),
        "markdown": f"{name}.md" if markdown else "",
    }


def _shown(edition: Edition, kind: PageKind) -> list[Shown]:
    """Return what stands in the places of segments."""
    shown = [Shown.TARGET] * len(edition.document.segments)
    if kind.is_original or (len(edition.targets) == len(shown) and not kind.drafts):
        return shown
    for index, segment in enumerate(edition.document.segments):
        if edition.is_fallback(index):
            shown[index] = Shown.KEPT if segment.optional else Shown.FALLBACK
        elif kind.drafts and edition.is_draft(index):
            shown[index] = Shown.DRAFT
    return shown


def _body(page: Page, shown: Sequence[Shown], kind: PageKind, dialect: Dialect) -> Body:
    language, source_language = kind.language, kind.source_language
    return render(
        page.edition.document,
        page.edition.text,
        shown,
        dialect,
        source=Tongue(source_language.tag, source_language.direction),
        reader=Tongue(language.tag, language.direction),
        wording=_wording(language, source_language),
        folder=posixpath.dirname(page.domain),
        targets=page.edition.targets,
        marks_at=page.edition.marks_at,
        clean=clean,
    )


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


def _title(body: Body, page: Page, settings: PageSettings) -> str:
    title = body.title or _stem(page.edition.document.name)
    return f"{title} – {settings.title}" if settings.title else title


def _stem(path: str) -> str:
    name = posixpath.basename(path)
    return name.rpartition(".")[0] or name


def _title_tongue(body: Body, kind: PageKind) -> str:
    other = body.title_shown in (Shown.FALLBACK, Shown.KEPT)
    if other and kind.language != kind.source_language:
        return tongue(kind.source_language, kind.language)
    return ""


def _summary(body: Body) -> str:
    """Return what search engines and previews are told, unmarked: no draft, no fallback."""
    return body.summary if body.summary_shown is Shown.TARGET else ""
