"""Forms: pages with blanks, for what is known once the page is there or differs from page to page.

A template takes long to fill; a form is made of it once, and filled with the texts of many pages.
"""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

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

from transpipe.errors import TranspipeError
from transpipe.languages import Language
from transpipe.page.fonts import font_faces
from transpipe.page.sanitize import is_safe_address
from transpipe.page.site import PageSettings
from transpipe.page.style import needs, policy, sheet
from transpipe.page.words import Words
from transpipe.text import interleaved

__all__ = ["Form", "blank", "fill", "form"]

_TOOL = Markup('<span lang="en">transpipe</span>')
_DEFAULTS: Mapping[str, Any] = {
    "description": "",
    "title_tongue": "",
    "noindex": False,
    "canonical": "",
    "alternates": (),
    "links": (),
    "width": "",
}

# What no text can say: it is another one each time that the program runs.
_SECRET = os.urandom(8).hex()


def blank(name: str) -> str:
    """Return what stands in a form for a text that is known later."""
    return f"\0{_SECRET} {name}\0"


_BLANK = re.compile(blank(r"(\w+)"))


@dataclass(frozen=True, slots=True)
class Form:
    """A page with blanks, two of them for its style sheet and for the policy that allows that.

    Attributes:
        parts: the HTML before, between and after the blanks, each with the name of a blank
            between it and the next.
        names: the names of the blanks for texts, each once.
        needs: the sections of the sheet that it has a use for, whatever fills its blanks.
        languages: those on the page.
        language: the page's own.
        extra: the name of a second sheet; may be empty.
        embeds_fonts: whether the page carries the letters that it needs.

    """

    parts: tuple[str, ...]
    names: tuple[str, ...]
    needs: frozenset[str]
    languages: frozenset[Language]
    language: Language
    extra: str
    embeds_fonts: bool

    def filled(self, texts: Mapping[str, str]) -> str:
        """Return the page with texts in its blanks, by their names; what is no HTML is escaped.

        Raises:
            TranspipeError: fonts are asked for that are not there.

        """
        said = {name: _escaped(texts[name]) for name in self.names}
        needed = self.needs | needs("\0".join(said.values()))
        style = sheet(self.languages, needed, self.extra)
        if self.embeds_fonts:
            page = self._with({**said, "policy": "", "sheet": ""})
            style += font_faces(self.languages, page, self.language)
        rules = policy(style, images="image" in needed, fonts=self.embeds_fonts)
        return self._with({**said, "policy": escape(rules), "sheet": style})

    def _with(self, html: Mapping[str, str]) -> str:
        return interleaved(self.parts[::2], [html[name] for name in self.parts[1::2]])


def _escaped(text: str) -> str:
    """Return a text as HTML; what is HTML stays."""
    return text if isinstance(text, Markup) else _escaped_text(text)


@lru_cache(maxsize=1 << 10)  # pages say the same things
def _escaped_text(text: str) -> Markup:
    return escape(text)


def fill(template: str, settings: PageSettings, words: Words, **values: Any) -> str:
    """Return a page: a template with everything that all of them need, see :func:`form`.

    Raises:
        TranspipeError: a template of the project's own is wrong; names it and its line. Or fonts
            are asked for that are not there.

    """
    return form(template, settings, words, **values).filled({})


def form(
    template: str,
    settings: PageSettings,
    words: Words,
    *,
    languages: Collection[Language],
    extra: str = "",
    **values: Any,
) -> Form:
    """Return a template with everything that all pages need, and with the blanks in ``values``.

    Args:
        template: its name.
        settings: what the project says of its pages.
        words: what the page says in its language.
        languages: those on the page, beside its own.
        extra: the name of a second sheet that the page needs, such as ``coverage``.
        values: what the template asks for.

    Raises:
        TranspipeError: a template of the project's own is wrong; names it and its line.

    """
    told = _told_to_all(settings, words) | values
    try:
        html = _environment(settings.templates).get_template(template).render(told)
    except (TemplateError, TypeError) as error:
        raise _wrong_template(error, template, settings) from error
    parts = tuple(_BLANK.split(html))
    return Form(
        parts,
        tuple(sorted({*parts[1::2]} - {"policy", "sheet"})),
        needs("\0".join(parts[::2])),
        frozenset({words.language, *languages}),
        words.language,
        extra,
        settings.embed_fonts,
    )


def _told_to_all(settings: PageSettings, words: Words) -> dict[str, Any]:
    """Return what any template can ask for."""
    return {
        **_DEFAULTS,
        "settings": settings,
        "language": words.language,
        "say": words.say,
        "word": words.word,
        "tool": _TOOL,
        "contact": _contact(settings.contact),
        "policy": blank("policy"),
        "sheet": blank("sheet"),
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
