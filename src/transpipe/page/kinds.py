"""Kinds of pages of editions: what many of them have in common, and the texts that tell them apart.

Each kind has one form, see :mod:`~transpipe.page.forms`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from markupsafe import Markup

from transpipe.languages import Language
from transpipe.page.forms import Form, blank, form
from transpipe.page.site import (
    Link,
    PageSettings,
    Site,
    address,
    links,
    named,
    quoted,
    tongue,
)
from transpipe.page.words import words

__all__ = ["PageKind", "Texts", "filled"]

# Scripts whose full stop has the space after it in itself.
_FULL_STOPS_PART = frozenset({"Hans", "Hant", "Jpan"})
_REVIEWED = {True: "Reviewed by a person.", False: "Not yet reviewed by a person."}


@dataclass(frozen=True, slots=True)
class PageKind:
    """What many pages of editions have in common.

    Attributes:
        language: their language.
        source_language: that of their documents.
        languages: those that the language list has an edition in, in its order.
        site: where other pages are.
        settings: what the project says of its pages.
        drafts: whether there are drafts in them.
        reviewed: whether a person has reviewed them; None: nothing is said.
        listed: whether they belong in the language list.

    """

    language: Language
    source_language: Language
    languages: tuple[Language, ...]
    site: Site
    settings: PageSettings
    drafts: bool = False
    reviewed: bool | None = None
    listed: bool = True

    @property
    def is_original(self) -> bool:
        """Whether they are in their documents' own language."""
        return self.language.tag == self.source_language.tag

    @property
    def has_original(self) -> bool:
        """Whether the language list has the document's own language."""
        return any(one.tag == self.source_language.tag for one in self.languages)


class Texts(NamedTuple):
    """What tells a page from others of its kind, as text or HTML; empty: it says no such thing.

    Attributes:
        title: what the page is called.
        title_tongue: the attributes of a title in another language.
        description: what search engines are told.
        canonical: the page's address for others.
        heading: the heading above the text, as HTML.
        text: the text, as HTML.
        percent: how much is translated, in words.
        share: the same in digits.
        draft: how much is a draft, in words.
        draft_share: the same in digits.
        left: how many passages are still in the source language.
        total: of how many.
        date: the date of the source.
        revision: what the source's revision is called.
        up: the way from the page to the root of the output.
        domain: the domain of its document, as in an address.
        name: the last part of that.
        all_languages: the address of the list of languages.
        status: the address of the page that shows what is left.
        help: the address where readers are told how to help.
        markdown: the address of the edition's Markdown.

    """

    title: str
    title_tongue: str
    description: str
    canonical: str
    heading: str
    text: str
    percent: str
    share: str
    draft: str
    draft_share: str
    left: str
    total: str
    date: str
    revision: str
    up: str
    domain: str
    name: str
    all_languages: str
    status: str
    help: str
    markdown: str


def filled(kind: PageKind, texts: Texts) -> str:
    """Return the page of a kind that has these texts; what is no HTML is escaped.

    Raises:
        TranspipeError: a template of the project's own is wrong; names it and its line. Or fonts
            are asked for that are not there.

    """
    if kind.settings.templates:  # they may make of a text what they like
        return _form(kind, texts).filled({})
    return _with_blanks(kind, tuple(map(bool, texts))).filled(texts._asdict())


@lru_cache(maxsize=1 << 9)
def _with_blanks(kind: PageKind, said: tuple[bool, ...]) -> Form:
    """Return the form of the pages that say something in the same places."""
    names = zip(Texts._fields, said, strict=True)
    return _form(kind, Texts(*(blank(name) if there else "" for name, there in names)))


def _form(kind: PageKind, texts: Texts) -> Form:
    say = words(kind.language)
    return form(
        "edition.html",
        kind.settings,
        say,
        languages=[kind.source_language, *kind.languages],
        title=texts.title,
        title_tongue=texts.title_tongue,
        description=texts.description,
        noindex=kind.drafts or not kind.listed,
        canonical=texts.canonical,
        alternates=list(_alternates(kind, texts)) if kind.listed else [],
        choices=[_choice(kind, texts, one) for one in kind.languages],
        drafts=kind.drafts,
        heading=texts.heading,
        text=texts.text,
        about=_about(kind, texts),
        links=links(say, index=texts.all_languages, coverage=texts.status, markdown=texts.markdown),
    )


def _alternates(kind: PageKind, texts: Texts) -> Iterator[tuple[str, str]]:
    """Yield tag and address of each edition, the same on all of them, and of the first choice."""
    default = address(kind.site.index, kind.settings) or texts.all_languages
    for one in kind.languages:
        own = address(one.folder, kind.settings)
        href = f"{own}/{texts.domain}.html" if own else _href(kind, texts, one)
        yield one.tag, href
        if one.tag == kind.source_language.tag:
            default = href
    if kind.languages and default:
        yield "x-default", default


def _href(kind: PageKind, texts: Texts, language: Language) -> str:
    """Return the way to the edition in a language."""
    if language.tag == kind.language.tag:
        return f"{texts.name}.html"
    return f"{texts.up}{quoted(language.folder)}/{texts.domain}.html"


def _choice(kind: PageKind, texts: Texts, language: Language) -> dict[str, Any]:
    return {
        "href": _href(kind, texts, language),
        "tag": language.tag,
        "name": language.name,
        "tongue": tongue(language, kind.language),
        "current": language.tag == kind.language.tag,
    }


def _about(kind: PageKind, texts: Texts) -> dict[str, Any]:
    """Return what a reader sees above the text at a glance."""
    return {
        "original": kind.is_original,
        "percent": texts.percent,
        "share": texts.share,
        "draft": texts.draft,
        "draft_share": texts.draft_share,
        "date": texts.date,
        "revision": texts.revision,
        "told": _told(kind, texts),
        "links": list(_about_links(kind, texts)),
    }


def _told(kind: PageKind, texts: Texts) -> Markup:
    """Return what a reader must be told above the text, as one paragraph."""
    say = words(kind.language)
    english = kind.source_language.tag == "en" and say.has("English")
    source = say.say("English") if english else named(kind.source_language, kind.language)
    sentences: list[Markup] = []
    if texts.left:
        sentences.append(
            say.say(
                "Still in {language}, and marked: {count} of {total} passages.",
                language=source,
                count=texts.left,
                total=texts.total,
            )
        )
    if kind.reviewed is not None:
        sentences.append(say.say(_REVIEWED[kind.reviewed]))
    if kind.settings.prevails:
        sentences.append(
            say.say("If the texts differ, the {language} text prevails.", language=source)
        )
    glue = Markup() if kind.language.script in _FULL_STOPS_PART else Markup(" ")
    return glue.join(sentences)


def _about_links(kind: PageKind, texts: Texts) -> Iterator[Link]:
    if kind.is_original and kind.has_original:
        return
    say, source = words(kind.language), kind.source_language
    if kind.has_original:
        text = Markup("{} ({})").format(say.say("Original text"), named(source, kind.language))
        yield Link(_href(kind, texts, source), text, Markup(' hreflang="{}"').format(source.tag))
    if texts.help:
        yield Link(texts.help, say.say("Help translate"))
