"""Rendering an edition: its text as HTML, with everything that is no translation marked.

The HTML is not safe yet: the author's own is in it. The page sanitizes it as a whole.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import unquote

from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from transpipe.document import Document, Kind
from transpipe.markdown import html
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.finish import finished, heading_ids, plain, slug, unique
from transpipe.markdown.marking import Labels, Shown, Tongue, mark, markup
from transpipe.markdown.parser import parser
from transpipe.markdown.segments import SEGMENT, SEGMENTS, split_admonition
from transpipe.markdown.segments import document as read
from transpipe.markdown.skeleton import edition_source
from transpipe.markdown.source import Source

__all__ = ["Body", "Labels", "Shown", "Tongue", "Wording", "render"]

_DOCUMENT = re.compile(r"(?![a-zA-Z][a-zA-Z0-9+.-]*:|[/\\\\])(?P<path>[^?#]+)\.md(?P<rest>[?#].*)?")
_REMOTE = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:|[/\\]{2}")
_ALIGN = {"text-align:left": "al", "text-align:center": "ac", "text-align:right": "ar"}
_NAME = re.compile(r"\{?[\w-]*")
_LEFT_TO_RIGHT = re.compile(r"[+#@][A-Za-z0-9][\w-]*(?:[ -]\d[\d-]*)*|\d+(?:[ -]\d+)+", re.ASCII)
_MAX_SUMMARY = 200
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


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


@dataclass(frozen=True, slots=True)
class Body:
    """An edition's text as HTML.

    Attributes:
        title: the text of the first heading of level 1, or the title in the front matter, or
            the first heading of any level; plain, may be empty.
        title_shown: what that title is.
        summary: the description or summary in the front matter where it is the reader's, else
            the beginning of the first paragraph; plain, may be empty.
        summary_shown: what that is.
        heading: HTML of that heading where it is the first block, else empty.
        text: HTML of all the rest.

    """

    title: str
    title_shown: Shown
    summary: str
    summary_shown: Shown
    heading: str
    text: str


def render(
    document: Document,
    text: str,
    shown: Sequence[Shown],
    dialect: Dialect,
    *,
    source: Tongue,
    reader: Tongue,
    wording: Wording,
    folder: str | None = None,
    targets: Mapping[int, str] | None = None,
) -> Body:
    """Render an edition.

    Args:
        document: the source.
        text: the edition's text: the document's with targets in the places of segments.
        shown: what stands there, one a segment.
        dialect: how both are read.
        source: the source's language.
        reader: the edition's language.
        wording: what the page says inside the text.
        folder: where the document stands among the others, for links between them to lead
            to their pages; empty: at the top; None: links stay as they are.
        targets: what stands in the places of segments, tidy, by their indices, where the
            text is known to be that edition: then it is mostly not parsed again.

    Raises:
        ValueError: the text is no edition of the document.

    """
    edition, found = _parsed(document, text, targets, dialect)
    if len(found) != len(document.segments) or len(found) != len(shown):
        raise ValueError(f"{document.name}: the text has other segments than its source")
    ids = heading_ids(document.text, dialect)
    _name_headings(edition.parsed.tokens, ids)  # before those of footnotes move, or go
    tokens = finished(edition)
    if folder is not None:
        _point_to_pages(tokens, folder)
    matter = _front_matter(document, found, shown)
    title, title_shown = _title(tokens, matter, shown)
    summary, summary_shown = _summary(tokens, matter, shown)
    _shape(tokens, document, wording, reader)
    head = _head(tokens)
    _lead(tokens[head:])

    def html_of(part: list[Token]) -> str:
        marked = mark(part, shown.__getitem__, wording.labels, source, reader)
        return renderer.render(marked, parser(dialect).options, edition.parsed.env)

    renderer = _Renderer(wording, reader, taken=dict.fromkeys(ids, 0))
    return Body(
        title,
        title_shown,
        _shortened(summary),
        summary_shown,
        html_of(tokens[:head]),
        html_of(tokens[head:]),
    )


def _parsed(
    document: Document, text: str, targets: Mapping[int, str] | None, dialect: Dialect
) -> tuple[Source, Sequence[str]]:
    """Return an edition's blocks, and what stands in its segments."""
    known = None if targets is None else edition_source(document, targets, dialect)
    if known and targets is not None:
        put = [targets.get(index, one.source) for index, one in enumerate(document.segments)]
        return known, put
    edition = Source(text, dialect)
    return edition, [one.source for one in read(document.name, edition).segments]


def _name_headings(tokens: Sequence[Token], ids: Sequence[str]) -> None:
    headings = (token for token in tokens if token.type == "heading_open")
    for token, name in zip(headings, ids, strict=True):
        token.attrSet("id", name)


def _shape(tokens: Sequence[Token], document: Document, wording: Wording, reader: Tongue) -> None:
    """Give blocks their classes, alerts their titles, tasks their boxes."""
    task: Token | None = None
    for place, token in enumerate(tokens):
        if token.type == "list_item_open" and "checked" in token.meta:
            task = token
        elif token.type == "inline" and task:
            _mark_links(token.children or ())
            _put_box(token, checked=task.meta["checked"])
            task = None
        elif token.type == "alert_open":
            token.attrs = {"class": f"alert {token.meta['kind'].lower()}", "role": "note"}
            title = wording.titles.get(token.meta["kind"].lower(), "")
            own = reader.attributes if title else {}  # though what it is the title of be a fallback
            tokens[place + 1].attrs = {"class": "alert-title", **own}
            tokens[place + 2].children = [markup(title or escape(tokens[place + 2].content))]
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            _name_list(tokens, place, document)
        elif token.type == "inline":
            _mark_links(token.children or ())
        if reader.dir == "rtl" and token.children:
            token.children = _isolated(token.children)


def _mark_links(children: Sequence[Token]) -> None:
    """Tell images whether they stand in a link, and links whether they show their address."""
    depth = 0
    for child in children:
        depth += child.nesting if child.type.startswith("link_") else 0
        if depth and child.type == "image":
            child.meta["in_link"] = True
        elif child.type == "link_open" and child.info == "auto":
            child.attrSet("class", "url")


def _point_to_pages(tokens: Iterable[Token], folder: str) -> None:
    """Let relative links to documents lead to their pages: ``b.md#id`` to ``b.html#id``.

    What lies above the top of the documents is none of them.
    """
    for token in tokens:
        _point_to_pages(token.children or (), folder)
        match = _DOCUMENT.fullmatch(str(token.attrs.get("href", "")))
        if token.type == "link_open" and match:
            path = posixpath.normpath(posixpath.join(folder, unquote(match["path"])))
            if not path.startswith(("../", "/")):
                token.attrSet("href", f"{match['path']}.html{match['rest'] or ''}")


def _put_box(token: Token, *, checked: bool) -> None:
    box = f'<label><input type="checkbox" disabled{" checked" if checked else ""}> '
    token.children = [markup(box), *(token.children or ()), markup("</label>")]


def _name_list(tokens: Sequence[Token], place: int, document: Document) -> None:
    """Set a list of names in columns: one all of whose segments may stay as they are."""
    level, names = tokens[place].level, 0
    for token in tokens[place + 1 :]:
        if token.level == level and token.nesting < 0:
            break
        if token.type.endswith("list_open"):
            return
        for index in token.meta.get(SEGMENTS, ()):
            if not document.segments[index].optional:
                return
            names += 1
    if names > 1:
        tokens[place].attrJoin("class", "names")


def _isolated(children: Sequence[Token]) -> list[Token]:
    """Keep numbers and tags in their order within text that runs from right to left."""
    out: list[Token] = []
    for child in children:
        if child.type == "text" and _LEFT_TO_RIGHT.search(child.content):
            position = 0
            for match in _LEFT_TO_RIGHT.finditer(child.content):
                before = child.content[position : match.start()]
                out.append(markup(f"{escape(before)}<bdi>{escape(match.group())}</bdi>"))
                position = match.end()
            out.append(markup(escape(child.content[position:])))
        else:
            if child.attrs.get("class") == "url":
                child.attrSet("dir", "ltr")
            out.append(child)
    return out


def _head(tokens: Sequence[Token]) -> int:
    """Return how many tokens the title takes where it comes first, else 0."""
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            return place + 3 if token.tag == "h1" and token.level == 0 else 0
        if not _is_silent(token):
            return 0
    return 0


def _lead(tokens: Sequence[Token]) -> None:
    """Set the first paragraph larger, where it opens the text or the first section."""
    openers = [token for token in tokens if token.nesting >= 0 and token.level == 0]
    blocks = [token for token in openers if token.type != "inline" and not _is_silent(token)][:2]
    if blocks and blocks[0].type == "heading_open":
        blocks = blocks[1:]
    if blocks and blocks[0].type == "paragraph_open":
        blocks[0].attrJoin("class", "lead")


def _is_silent(token: Token) -> bool:
    """Tell whether a token shows nothing: a definition, a comment."""
    if token.type == "html_block":
        return token.content.lstrip().startswith("<!--") and SEGMENTS not in token.meta
    return token.type == "definition"


def _first(tokens: Sequence[Token], *tags: str) -> Token | None:
    opener: Token | None = None
    for token in tokens:
        if token.type == "inline" and opener and opener.tag in tags and opener.level == 0:
            return token
        opener = token
    return None


def _said(token: Token | None, shown: Sequence[Shown]) -> tuple[str, Shown]:
    if token is None:
        return "", Shown.TARGET
    index = token.meta.get(SEGMENT)
    return plain(token.children or ()).strip(), Shown.KEPT if index is None else shown[index]


def _title(tokens: Sequence[Token], matter: _Matter, shown: Sequence[Shown]) -> tuple[str, Shown]:
    for said in (
        _said(_first(tokens, "h1"), shown),
        matter.get("title", _NOTHING),
        _said(_first(tokens, *_HEADINGS), shown),
    ):
        if said[0]:
            return said
    return _NOTHING


def _summary(tokens: Sequence[Token], matter: _Matter, shown: Sequence[Shown]) -> tuple[str, Shown]:
    for key in ("description", "summary"):
        text, what = matter.get(key, _NOTHING)
        if text and what is Shown.TARGET:
            return text, what
    return _said(_first(tokens, "p"), shown)


def _front_matter(document: Document, found: Sequence[str], shown: Sequence[Shown]) -> _Matter:
    """Return what stands at the keys of the front matter that are translated."""
    matter: _Matter = {}
    for segment, text, what in zip(document.segments, found, shown, strict=True):
        if segment.kind is Kind.FRONT_MATTER:
            matter.setdefault(segment.label, (text, what))
    return matter


_Matter = dict[str, tuple[str, Shown]]
_NOTHING = ("", Shown.TARGET)


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MAX_SUMMARY else f"{text[: _MAX_SUMMARY - 1].rstrip()}…"


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
