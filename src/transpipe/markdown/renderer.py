"""HTML of an edition's blocks, where it is not markdown-it's own."""

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
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.finish import slug
from transpipe.markdown.marking import Labels, Tongue
from transpipe.markdown.parser import parser
from transpipe.markdown.segments import SEGMENTS, split_admonition

__all__ = ["HOLE", "Wording", "hole", "reference", "word", "words_to_come", "writer"]

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


HOLE = "\0"
"""What stands before and after the name of a hole; no text has it (CommonMark 0.31.2, 2.3)."""


def hole(name: str) -> str:
    """Return a hole in HTML, to be filled later."""
    return f"{HOLE}{name}{HOLE}"


def words_to_come(titles: Iterable[str]) -> Wording:
    """Return a wording whose words are holes, named as :func:`word` knows them."""
    return Wording(
        Labels(hole("fallback"), hole("draft"), hole("short_fallback"), hole("short_draft")),
        {name: hole(f"title {name}") for name in titles},
        hole("table"),
        hole("footnotes"),
        lambda number: hole(f"footnote {number}"),
        lambda number: hole(f"back {number}"),
    )


def word(name: str, wording: Wording, reader: Tongue) -> tuple[str, bool]:
    """Return what belongs into a hole, and whether that is HTML or plain text."""
    kind, _, of = name.partition(" ")
    if kind == "lang":
        return reader.lang, False
    if kind == "title":
        return wording.titles[of], True
    if kind in ("footnote", "back"):
        return getattr(wording, kind)(of), False
    if kind in ("table", "footnotes"):
        return getattr(wording, kind), False
    return getattr(wording.labels, kind), True


def writer(
    dialect: Dialect, wording: Wording, reader: Tongue, notes: Mapping[int, str]
) -> Callable[[Sequence[Token]], str]:
    """Return what makes HTML of blocks whose runs hold what stands for their content.

    Args:
        dialect: how they were read.
        wording: what the page says inside of them.
        reader: the page's language.
        notes: the ids of footnotes by their numbers.

    """
    renderer, options = _Renderer(wording, reader, notes), parser(dialect).options
    return lambda tokens: renderer.render(tokens, options, {})


class _Renderer(RendererHTML):
    """HTML of blocks; each rule has the name of the tokens it renders."""

    def __init__(self, wording: Wording, reader: Tongue, notes: Mapping[int, str]) -> None:
        self.rules = {name: getattr(self, name) for name in _RULES}
        self._wording = wording
        self._lang = f' lang="{reader.lang}"'
        self._reader = reader
        self._notes = notes

    def markup(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        return tokens[idx].content

    def run(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
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

    def footnote_block_open(self, *_: Any) -> str:
        name = escape(self._wording.footnotes)
        return f'<section class="notes" role="doc-endnotes" aria-label="{name}">\n<ol>\n'

    def footnote_block_close(self, *_: Any) -> str:
        return "</ol>\n</section>\n"

    def footnote_open(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        token = tokens[idx]
        return f'<li id="{self._notes[token.meta["id"]]}"{self.renderAttrs(token)}>'

    def footnote_close(self, *_: Any) -> str:
        return "</li>\n"

    def footnote_anchor(self, tokens: Sequence[Token], idx: int, *_: Any) -> str:
        token = tokens[idx]
        note = self._notes[token.meta["id"]]
        name = escape(self._wording.back(str(token.meta["id"] + 1)))
        return (
            f' <a href="#{reference(token, note)}" role="doc-backlink"{self._lang}'
            f' aria-label="{name}">↩\ufe0e</a>'
        )


def reference(token: Token, note: str) -> str:
    """Return the id of a reference to a footnote."""
    again = token.meta.get("subId", 0)
    return f"{note}-ref{again + 1 if again else ''}"


_RULES = tuple(name for name in vars(_Renderer) if not name.startswith("_"))
