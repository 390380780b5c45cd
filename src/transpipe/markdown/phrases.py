"""HTML of inline runs.

What is made of text and of marks alone is written as a sanitizer would leave it, so that no
sanitizer need see it; a tag with an address or a name in it is shown to the sanitizer.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from html import escape
from types import MappingProxyType

from markdown_it.token import Token

from transpipe.markdown import html
from transpipe.markdown.contained import is_contained_run
from transpipe.markdown.finish import plain
from transpipe.markdown.marking import Tongue
from transpipe.markdown.renderer import Wording, reference
from transpipe.markdown.shape import isolated, page_of

__all__ = ["TEXTS", "Phrases", "clean_text", "clean_value"]

_REMOTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[/\\]{2}")
_DEEP = 100
"""How many levels of marks are so many that the page as a whole may have too many."""
_LONG = 1000
"""How many characters of an element are too many to remember."""
TEXTS = frozenset({"text", "text_special"})
_MARKS: Mapping[str, str] = MappingProxyType(
    {
        "em_open": "<em>",
        "em_close": "</em>",
        "strong_open": "<strong>",
        "strong_close": "</strong>",
        "s_open": "<s>",
        "s_close": "</s>",
        "softbreak": "\n",
        "hardbreak": "<br>\n",
    }
)


def clean_text(text: str) -> str:
    """Return text as HTML, in the form that it has when HTML is written (HTML, 13.3)."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\xa0", "&nbsp;")


def clean_value(text: str) -> str:
    """Return text as the value of an attribute, in the form that it has when HTML is written."""
    return clean_text(text).replace('"', "&quot;")


@dataclass(slots=True)
class Phrases:
    """Makes HTML of the runs of an edition.

    Attributes:
        wording: what the page says inside of them.
        reader: the edition's language.
        folder: where its document stands, for links to documents to lead to their pages; None:
            they stay as they are.
        clean: the sanitizer; None: there is none.
        notes: the ids of its footnotes by their numbers.
        is_clean: whether all HTML that was made is as a sanitizer of the page would leave it.
        isolates: whether numbers and the like are set apart in it, for they run the other way.
        text: writes text.

    """

    wording: Wording
    reader: Tongue
    folder: str | None
    clean: Callable[[str], str] | None
    notes: Mapping[int, str] = field(default_factory=dict)
    is_clean: bool = True
    isolates: bool = field(init=False)
    text: Callable[[str], str] = field(init=False)
    _rules: Mapping[str, Callable[[Token], str]] = field(init=False)
    _links: int = field(default=0, init=False)
    _has_html: bool = field(default=False, init=False)

    def __post_init__(self) -> None:
        self.isolates = self.reader.dir == "rtl"
        self.text = partial(isolated, escape=clean_text) if self.isolates else clean_text
        self._rules = {
            "code_inline": lambda token: self.code(token.content),
            "html_inline": self._html,
            "link_open": self._link_open,
            "link_close": self._link_close,
            "image": self._image,
            "footnote_ref": self._note,
        }

    def html(self, run: Sequence[Token]) -> str:
        """Return the HTML of a run that is read already."""
        out: list[str] = []
        text = ""
        depth = self._links = 0
        for token in run:
            kind = token.type
            if kind in TEXTS:
                text += token.content
                continue
            if text:
                out.append(self.text(text))
                text = ""
            depth += token.nesting
            if depth > _DEEP:
                self.is_clean = False
            mark = _MARKS.get(kind)
            out.append(self._rules[kind](token) if mark is None else mark)
        if text:
            out.append(self.text(text))
        made = "".join(out)
        if "\r" in made:
            self.is_clean = False  # a parser of HTML takes it for a line feed
        return self._contained(made, run) if self._has_html else made

    def apart(self, run: Sequence[Token]) -> tuple[str, bool]:
        """Return the HTML of a run, and whether it is as a sanitizer would leave it."""
        before, self.is_clean = self.is_clean, True
        made = self.html(run)
        is_clean, self.is_clean = self.is_clean, before
        return made, is_clean

    def _contained(self, made: str, run: Sequence[Token]) -> str:
        """Return a run with HTML of the author's in it, sanitized where it can be done alone."""
        self._has_html = False
        if self.clean and is_contained_run(run) and not made.startswith("\ufeff"):
            return self.clean(made)
        self.is_clean = False
        return made

    def code(self, content: str) -> str:
        """Return the HTML of code."""
        direction = ' dir="ltr"' if self.isolates else ""
        return f"<code{direction}>{clean_text(content)}</code>"

    def link(self, attributes: Mapping[str, str]) -> str:
        """Return the tag of a link."""
        if self.folder is not None:
            attributes = {**attributes, "href": page_of(attributes["href"], self.folder)}
        written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
        return self._cleaned(f"<a{written}></a>").removesuffix("</a>")

    def _html(self, token: Token) -> str:
        self._has_html = True
        return html.harmless(token.content)

    def _link_open(self, token: Token) -> str:
        self._enter_link()
        self._links += 1
        attributes = {name: str(value) for name, value in token.attrs.items()}
        if token.info == "auto":
            attributes["class"] = "url"
            if self.isolates:
                attributes["dir"] = "ltr"
        return self.link(attributes)

    def _link_close(self, _: Token) -> str:
        self._links -= 1
        return "</a>"

    def _enter_link(self) -> None:
        if self._links:
            self.is_clean = False  # a link in a link ends it

    def _image(self, token: Token) -> str:
        target, title = str(token.attrs.get("src", "")), str(token.attrs.get("title", ""))
        alt = plain(token.children or ())
        named = f' title="{escape(title)}"' if title else ""
        if not _REMOTE.match(target):
            return self._cleaned(f'<img src="{escape(target)}" alt="{escape(alt)}"{named}>')
        if self._links:
            return clean_text(alt or target)
        return self._cleaned(f'<a href="{escape(target)}"{named}>{escape(alt or target)}</a>')

    def _note(self, token: Token) -> str:
        self._enter_link()
        note, number = self.notes[token.meta["id"]], str(token.meta["id"] + 1)
        name = escape(self.wording.footnote(number))
        return self._cleaned(
            f'<sup><a href="#{note}" id="{reference(token, note)}" role="doc-noteref"'
            f' lang="{self.reader.lang}" aria-label="{name}">{number}</a></sup>'
        )

    def _cleaned(self, element: str) -> str:
        if not self.clean:
            return element
        return self.clean(element) if len(element) >= _LONG else _cleaned(self.clean, element)


@lru_cache(maxsize=1 << 12)  # a link is the same in all languages
def _cleaned(clean: Callable[[str], str], element: str) -> str:
    return clean(element)
