"""What all pages share: settings, addresses, templates."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any
from urllib.parse import quote

from jinja2 import (
    BaseLoader,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
)
from markupsafe import Markup, escape

from transpipe.edition import Coverage, Edition, Standing
from transpipe.errors import TranspipeError
from transpipe.languages import Language, percent
from transpipe.page.fonts import font_faces
from transpipe.page.sanitize import is_safe_address
from transpipe.page.style import needs, policy, sheet
from transpipe.page.words import Words

__all__ = [
    "Link",
    "Page",
    "PageSettings",
    "Site",
    "address",
    "fill",
    "link_to",
    "links",
    "named",
    "shares",
    "tongue",
]

# What a page is known to need only once it is there; no text can hold such characters.
_POLICY, _SHEET = "\0policy\0", "\0sheet\0"
_TOOL = Markup('<span lang="en">transpipe</span>')


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
        path: its HTML, from the root of the output, parts joined by ``/``.
        catalog: its catalogue as people see it: ``locale/id/LC_MESSAGES/statement.po``.

    """

    edition: Edition
    language: Language
    path: str
    catalog: str = ""


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


def fill(template: str, settings: PageSettings, words: Words, **values: Any) -> str:
    """Return a page: a template with everything that all of them need.

    ``values`` has ``languages``, those on the page, and may name an ``extra`` sheet.

    Raises:
        TranspipeError: a template of the project's own is wrong; names it and its line. Or fonts
            are asked for that are not there.

    """
    languages = {words.language, *values.pop("languages")}
    extra = values.pop("extra", "")
    defaults: dict[str, Any] = {
        "description": "",
        "title_tongue": "",
        "noindex": False,
        "canonical": "",
        "alternates": "",
        "links": (),
        "width": "",
    }
    values = {
        **defaults,
        "settings": settings,
        "language": words.language,
        "say": words.say,
        "word": words.word,
        "tool": _TOOL,
        "contact": _contact(settings.contact),
        "policy": _POLICY,
        "sheet": _SHEET,
        **values,
    }
    try:
        page = _environment(settings.templates).get_template(template).render(values)
    except (TemplateError, TypeError) as error:
        raise _wrong_template(error, template, settings) from error
    style = sheet(frozenset(languages), needs(page), extra)
    if settings.embed_fonts:
        style += font_faces(languages, page, words.language)
    rules = policy(style, images="<img" in page, fonts=settings.embed_fonts)
    return page.replace(_POLICY, escape(rules), 1).replace(_SHEET, style, 1)


def link_to(path: str, here: str) -> str:
    """Return the address of a path, as written in the page at ``here``."""
    folder = posixpath.dirname(here)
    first, way, _ = path.partition("/")
    if ":" in first and is_safe_address(path):
        return path
    if way and folder and first != folder.partition("/")[0] and _is_plain(path, folder):
        return "../" * (folder.count("/") + 1) + _quoted(path)
    return _quoted(_relative(path, folder))


def _is_plain(path: str, folder: str) -> bool:
    """Tell whether two paths have nothing in them but names."""
    return not any(odd in f"/{one}/" for one in (path, folder) for odd in ("//", "/./", "/../"))


@lru_cache(maxsize=1 << 10)  # each page of a document leads to all the others
def _quoted(path: str) -> str:
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


def links(
    here: str, words: Words, *, index: str = "", coverage: str = "", markdown: str = ""
) -> list[Link]:
    """Return the links to other pages that there are, for the foot of a page."""
    known = (
        (index, "All languages", ""),
        (coverage, "Translation status", ""),
        (markdown, "This text as Markdown", Markup(' type="text/markdown"')),
    )
    return [Link(link_to(path, here), words.say(text), kind) for path, text, kind in known if path]


def address(path: str, here: str, settings: PageSettings) -> str:
    """Return the address of a page for others: absolute where the site's is known."""
    if settings.base_url:
        return f"{settings.base_url.rstrip('/')}/{_quoted(path)}"
    return link_to(path, here)


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


def _contact(text: str) -> Markup | str:
    """Return a contact as a link where it is an address."""
    if " " in text or not is_safe_address(text):
        return text
    if text.startswith(("http:", "https:", "mailto:")):
        return Markup('<a href="{}">{}</a>').format(text, text.removeprefix("mailto:"))
    return Markup('<a href="mailto:{}">{}</a>').format(text, text) if "@" in text else text


def _wrong_template(
    error: TemplateError | TypeError, template: str, settings: PageSettings
) -> TranspipeError:
    """Return an error that says where a template of the project's own is wrong."""
    line = error.lineno if isinstance(error, TemplateSyntaxError) else 0
    name = (isinstance(error, TemplateSyntaxError) and error.name) or template
    frame = error.__traceback__
    while frame and not line:
        if frame.tb_frame.f_code.co_filename.startswith(settings.templates or "\0"):
            name, line = posixpath.basename(frame.tb_frame.f_code.co_filename), frame.tb_lineno
        frame = frame.tb_next
    folder = posixpath.basename(settings.templates)
    return TranspipeError(
        f"the template is wrong: {error}", path=posixpath.join(folder, name), line=line
    )


@cache
def _environment(folder: str) -> Environment:
    ours = PackageLoader("transpipe.page")
    theirs: Sequence[BaseLoader] = [FileSystemLoader(folder)] if folder else []
    return Environment(
        loader=ChoiceLoader([*theirs, ours, PrefixLoader({"transpipe": ours})]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        auto_reload=bool(folder),  # ours never change; to ask after each costs more than filling it
    )
