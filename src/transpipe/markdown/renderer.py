"""HTML of the tokens of an edition, where it is not markdown-it's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from transpipe.markdown import html
from transpipe.markdown.finish import plain, slug, unique
from transpipe.markdown.marking import Labels, Tongue
from transpipe.markdown.segments import SEGMENTS, split_admonition

__all__ = ["Wording", "renderer"]

_REMOTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[/\\]{2}")
_ALIGN = {"text-align:left": "al", "text-align:center": "ac", "text-align:right": "ar"}
_NAME = re.compile(r"\{?[\w-]*")


@dataclass(frozen=True, slots=True)
class Wording:
    """What the page says inside a text, in the reader's language.

    Attributes:
        labels: of fallbacks and drafts.
        titles: HTML of the titles that alerts and admonitions have by their name, in lower
            case: ``note``, ``warning``.
        table: what a table that scrolls is called; plain text.
        footnotes: what the list of footnotes is called; plain text.
        footnote: names a reference to a footnote, given its number; plain text.
        back: names the way back to a footnote's reference, given its number; plain text.

    """

    labels: Labels
    titles: Mapping[str, str]
    table: str
    footnotes: str
    footnote: Callable[[str], str]
    back: Callable[[str], str]


def renderer(wording: Wording, reader: Tongue, taken: Iterable[str]) -> RendererHTML:
    """Return what makes HTML of an edition's tokens; its footnotes get none of the ids taken."""
    return _Renderer(wording, reader, dict.fromkeys(taken, 0))


class _Renderer(RendererHTML):
    """HTML of tokens; each rule has the name of the tokens it renders."""

    def __init__(self, wording: Wording, reader: Tongue, taken: dict[str, int]) -> None:
        super().__init__()
        self._wording = wording
        self._lang = f' lang="{reader.lang}"'
        self._reader = reader
        self._code = ' dir="ltr"' if reader.dir == "rtl" else ""
        self._taken = taken
        self._notes: dict[int, str] = {}

    def markup(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return tokens[idx].content

    def list_item_open(
        self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any
    ) -> str:
        # markdown-it's own rule puts a box without a label into a task
        return self.renderToken(tokens, idx, options, env)

    def html_block(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        token = tokens[idx]
        content = html.harmless(token.content)
        if not token.attrs:
            return content
        return f"<div{self.renderAttrs(token)}>\n{content}</div>\n"

    def html_inline(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return html.harmless(tokens[idx].content)

    def code_inline(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return f"<code{self._code}>{escape(tokens[idx].content)}</code>"

    def code_block(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        token = tokens[idx]
        token.attrs.setdefault("dir", "ltr")
        if SEGMENTS not in token.meta:
            token.attrs["translate"] = "no"
        language = _NAME.match(token.info.strip().lstrip("{"))
        name = f' class="language-{language[0]}"' if language and language[0] else ""
        code = escape(token.content)
        return f'<pre{self.renderAttrs(token)} tabindex="0"><code{name}>{code}</code></pre>\n'

    def fence(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return self.code_block(tokens, idx)

    def image(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        token = tokens[idx]
        target, title = str(token.attrs.get("src", "")), str(token.attrs.get("title", ""))
        alt = plain(token.children or ())
        named = f' title="{escape(title)}"' if title else ""
        if not _REMOTE.match(target):
            return f'<img src="{escape(target)}" alt="{escape(alt)}"{named}>'
        if "in_link" in token.meta:
            return escape(alt or target)
        return f'<a href="{escape(target)}"{named}>{escape(alt or target)}</a>'

    def table_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        name = escape(self._wording.table)
        box = f'<div class="scroll" role="group" tabindex="0" aria-label="{name}">'
        return box + self.renderToken(tokens, idx, options, env)

    def table_close(self, *_: Any) -> str:
        return "</table></div>\n"

    def th_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        tokens[idx].attrSet("scope", "col")
        return self.td_open(tokens, idx, options, env)

    def td_open(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: Any) -> str:
        align = _ALIGN.get(str(tokens[idx].attrs.pop("style", "")))
        if align:
            tokens[idx].attrJoin("class", align)
        return self.renderToken(tokens, idx, options, env)

    def container_admonition_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        token = tokens[idx]
        start, end = split_admonition(f":::{token.info}", 0, len(token.info) + 3)
        info = token.info.strip().lstrip("{").partition("}")[0]
        name = re.split(r"[\s\[:]", info, maxsplit=1)[0].lower()
        title = escape(f":::{token.info}"[start:end].strip())
        own = "" if title else self._wording.titles.get(name, "")
        title = title or own or escape(name.capitalize())
        token.attrJoin("class", f"alert {slug(name)}")
        token.attrSet("role", "note")
        tongue = self._reader if own else token.meta.get("tongue")
        said = f' lang="{tongue.lang}" dir="{tongue.dir}"' if tongue else ""
        return (
            f"<div{self.renderAttrs(token)}>\n"
            f'<p class="alert-title">{token.meta.get("tag", "")}<span{said}>{title}</span></p>\n'
        )

    def footnote_ref(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        token = tokens[idx]
        note, number = self._note(token), str(token.meta["id"] + 1)
        name = escape(self._wording.footnote(number))
        return (
            f'<sup><a href="#{note}" id="{_reference(token, note)}" role="doc-noteref"'
            f'{self._lang} aria-label="{name}">{number}</a></sup>'
        )

    def footnote_block_open(self, *_: Any) -> str:
        name = escape(self._wording.footnotes)
        return f'<section class="notes" role="doc-endnotes" aria-label="{name}">\n<ol>\n'

    def footnote_block_close(self, *_: Any) -> str:
        return "</ol>\n</section>\n"

    def footnote_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        token = tokens[idx]
        return f'<li id="{self._note(token)}"{self.renderAttrs(token)}>'

    def footnote_close(self, *_: Any) -> str:
        return "</li>\n"

    def footnote_anchor(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        token = tokens[idx]
        place = _reference(token, self._note(token))
        name = escape(self._wording.back(str(token.meta["id"] + 1)))
        return (
            f' <a href="#{place}" role="doc-backlink"{self._lang} aria-label="{name}">↩\ufe0e</a>'
        )

    def _note(self, token: Token) -> str:
        """Return the id of a footnote: after its label, equal in all editions."""
        number = token.meta["id"]
        if number not in self._notes:
            name = slug(token.meta.get("label") or "note")
            self._notes[number] = unique(f"fn-{name}", self._taken)
        return self._notes[number]


def _reference(token: Token, note: str) -> str:
    again = token.meta.get("subId", 0)
    return f"{note}-ref{again + 1 if again else ''}"
