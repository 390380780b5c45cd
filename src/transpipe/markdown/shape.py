"""What a page needs of an edition's tokens: classes, titles of alerts, boxes, links to pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import unquote

from markdown_it.token import Token

from transpipe.document import Segment
from transpipe.markdown.marking import Tongue, markup
from transpipe.markdown.renderer import Wording
from transpipe.markdown.segments import SEGMENTS

__all__ = ["heading_length", "isolated", "mark_lead", "page_of", "shape"]

_DOCUMENT = re.compile(r"(?![a-zA-Z][a-zA-Z0-9+.-]*:|[/\\\\])(?P<path>[^?#]+)\.md(?P<rest>[?#].*)?")
_LEFT_TO_RIGHT = re.compile(r"[+#@][A-Za-z0-9][\w-]*(?:[ -]\d[\d-]*)*|\d+(?:[ -]\d+)+", re.ASCII)


def shape(
    tokens: Sequence[Token], segments: Sequence[Segment], wording: Wording, reader: Tongue
) -> None:
    """Give blocks their classes, alerts their titles, tasks their boxes."""
    task: Token | None = None
    for place, token in enumerate(tokens):
        if token.type == "list_item_open" and "checked" in token.meta:
            task = token
        elif token.type == "inline" and task:
            _put_box(token, checked=task.meta["checked"])
            task = None
        elif token.type == "alert_open":
            token.attrs = {"class": f"alert {token.meta['kind'].lower()}", "role": "note"}
            title = wording.titles.get(token.meta["kind"].lower(), "")
            own = reader.attributes if title else {}  # though what it is the title of be a fallback
            tokens[place + 1].attrs = {"class": "alert-title", **own}
            tokens[place + 2].children = [markup(title or escape(tokens[place + 2].content))]
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            _name_list(tokens, place, segments)


def _put_box(token: Token, *, checked: bool) -> None:
    box = f'<label><input type="checkbox" disabled{" checked" if checked else ""}> '
    token.children = [markup(box), *(token.children or ()), markup("</label>")]


def _name_list(tokens: Sequence[Token], place: int, segments: Sequence[Segment]) -> None:
    """Set a list of names in columns: one all of whose segments may stay as they are."""
    level, names = tokens[place].level, 0
    for number in range(place + 1, len(tokens)):  # a slice would copy all the rest for each list
        token = tokens[number]
        if token.level == level and token.nesting < 0:
            break
        if token.type.endswith("list_open"):
            return
        for index in token.meta.get(SEGMENTS, ()):
            if not segments[index].optional:
                return
            names += 1
    if names > 1:
        tokens[place].attrJoin("class", "names")


def isolated(text: str, escape: Callable[[str], str]) -> str:
    """Return text that runs from right to left as HTML, its numbers and tags in their order."""
    parts: list[str] = []
    position = 0
    for match in _LEFT_TO_RIGHT.finditer(text):
        parts += (escape(text[position : match.start()]), f"<bdi>{escape(match.group())}</bdi>")
        position = match.end()
    return "".join([*parts, escape(text[position:])])


def page_of(address: str, folder: str) -> str:
    """Return where a link leads in pages: ``b.md#id`` to ``b.html#id``, others where they did.

    What lies above the top of the documents is none of them.
    """
    match = _DOCUMENT.fullmatch(address)
    if not match:
        return address
    path = posixpath.normpath(posixpath.join(folder, unquote(match["path"])))
    if path.startswith(("../", "/")):
        return address
    return f"{match['path']}.html{match['rest'] or ''}"


def heading_length(tokens: Sequence[Token]) -> int:
    """Return how many tokens the title takes where it comes first, else 0."""
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            return place + 3 if token.tag == "h1" and token.level == 0 else 0
        if not _is_silent(token):
            return 0
    return 0


def mark_lead(tokens: Sequence[Token]) -> None:
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
