"""What an inline message says beside its words: links, images, code, emphasis, HTML.

Found by the parser that renders editions, so that nothing is seen here otherwise than there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from html import unescape

from markdown_it.token import Token

from transpipe.document import NOT_MARKDOWN, Kind
from transpipe.markdown import html
from transpipe.markdown.inventory import (
    FILLER,
    HIDDEN,
    Link,
    Mark,
    Markup,
    Tag,
    addresses,
    count_emphasis,
    count_strong,
    tag_at,
)
from transpipe.markdown.plain_runs import of_plain_run
from transpipe.markdown.reading import Environment, Reading, Seen, environment, is_no_mark, read

__all__ = [
    "FILLER",
    "HIDDEN",
    "MARKDOWN",
    "Environment",
    "Link",
    "Mark",
    "Markup",
    "Tag",
    "environment",
    "of_html",
    "of_markdown",
    "of_plain",
]

_SHOWN = frozenset(
    {"autolink", "backticks", "entity"}
    | {"gfm_autolink_www", "gfm_autolink_protocol", "gfm_autolink_email"}
)

MARKDOWN = frozenset(Kind) - NOT_MARKDOWN
"""The kinds of segments in which Markdown has its meaning."""

_FOOTNOTE = re.compile(rf"(?<!\\)\[\^([^\[\]\s{FILLER}{HIDDEN}]+)\]")
_ENTITY = re.compile(r"&(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});?")


def of_html(content: str) -> Markup:
    """Return what a run of an HTML block says; Markdown means nothing in it."""
    if "<" not in content and "&" not in content:
        return Markup(prose=content)
    return _of_html(content)


def of_plain(content: str, *, entities: bool = False) -> Markup:
    """Return what a text without markup says; in some, entities have their meaning."""
    if not entities or "&" not in content:
        return Markup(prose=content)
    found = tuple((match[0], match.start()) for match in _ENTITY.finditer(content))
    decoded = "".join(unescape(text) for text, _ in found)
    return Markup(entities=found, prose=content, decoded=decoded)


@lru_cache(maxsize=1 << 14)
def of_markdown(content: str, environment: Environment) -> Markup:
    """Return what an inline run of Markdown says."""
    return of_plain_run(content, environment) or parsed(content, environment)


def parsed(content: str, environment: Environment) -> Markup:
    """Return what the parser finds in an inline run of Markdown."""
    reading = read(content, environment)
    seen = reading.seen
    collected = _Collected()
    collected.walk(reading.tokens)
    tags = [tag_at(content, one[1], one[2]) for one in seen if one[0] == "html_inline"]
    links, images = collected.placed("a", seen), collected.placed("img", seen)
    counts, footnotes = collected.counts, collected.footnotes
    prose = _prose(content, seen)
    if "[^" in prose:
        # one that the document does not define is text; in a target it may be a slip of the pen
        footnotes += _FOOTNOTE.findall(prose)
        prose = _FOOTNOTE.sub(_filled, prose)
    if tags:
        links += addresses(tags, content, "a")
        images += addresses(tags, content, "img")
    return Markup(
        links=tuple(links),
        images=tuple(images),
        code=tuple(collected.code),
        strong=counts.get("strong_open", 0) + count_strong(tags),
        emphasis=counts.get("em_open", 0) + count_emphasis(tags),
        strikes=counts.get("s_open", 0),
        tags=tuple(tags),
        entities=tuple((content[one[1] : one[2]], one[1]) for one in seen if one[0] == "entity"),
        footnotes=tuple(footnotes),
        literals=tuple(_literals(content, reading)),
        prose=prose,
        decoded="".join(collected.decoded),
    )


@lru_cache(maxsize=1 << 12)
def _of_html(content: str) -> Markup:
    tags = [tag_at(content, start, end) for start, end in html.tags(content)]
    holes = [(tag.start, tag.end, HIDDEN) for tag in tags]
    prose = _masked(content, holes)
    entities = tuple((match[0], match.start()) for match in _ENTITY.finditer(prose))
    return Markup(
        links=tuple(addresses(tags, content, "a")),
        images=tuple(addresses(tags, content, "img")),
        strong=count_strong(tags),
        emphasis=count_emphasis(tags),
        tags=tuple(tags),
        entities=entities,
        prose=prose,
        decoded="".join(unescape(text) for text, _ in entities),
    )


class _Collected:
    """What the tokens of a run hold."""

    __slots__ = ("_open", "_texts", "code", "counts", "decoded", "destinations", "footnotes")

    def __init__(self) -> None:
        self.destinations: dict[str, list[tuple[str, bool]]] = {"a": [], "img": []}
        self.code: list[str] = []
        self.counts: dict[str, int] = {}
        self.footnotes: list[str] = []
        self.decoded: list[str] = []
        self._texts: list[str] = []
        self._open: list[tuple[str, int]] = []

    def walk(self, tokens: Iterable[Token]) -> None:
        """Take in the tokens of a run."""
        for token in tokens:
            kind = token.type
            if kind == "text":
                self._texts.append(token.content)
                continue
            self._texts.append(token.content if kind == "text_special" else FILLER)
            take = _TAKERS.get(kind)
            if take:
                take(self, token)
            else:
                self.counts[kind] = self.counts.get(kind, 0) + 1

    def _special(self, token: Token) -> None:
        if token.info == "entity":
            self.decoded.append(token.content)

    def _code(self, token: Token) -> None:
        self.code.append(token.content)

    def _link_open(self, token: Token) -> None:
        self._open.append((str(token.attrs["href"]), len(self._texts)))

    def _link_close(self, _token: Token) -> None:
        href, first = self._open.pop()
        self.destinations["a"].append((href, not "".join(self._texts[first:-1]).strip()))

    def _image(self, token: Token) -> None:
        self.destinations["img"].append((str(token.attrs["src"]), False))
        self.decoded += [one.content for one in token.children or () if one.info == "entity"]

    def _footnote(self, token: Token) -> None:
        self.footnotes.append(token.meta.get("label", "^"))

    def placed(self, name: str, seen: Iterable[Seen]) -> list[Link]:
        """Return the links or images, each with its place."""
        found = self.destinations[name]
        if not found:
            return []
        rules = _PLACES[name]
        places = [one for one in seen if one.rule in rules]
        # those inside inline footnotes come last and have no place of their own
        places += [Seen("", 0, 0)] * (len(found) - len(places))
        return [
            Link(destination, empty, one.start, one.end, one.rule.startswith("gfm"))
            for (destination, empty), one in zip(found, places, strict=True)
        ]


_TAKERS: Mapping[str, Callable[[_Collected, Token], None]] = {
    "text_special": _Collected._special,  # noqa: SLF001 - a table of its own methods
    "code_inline": _Collected._code,  # noqa: SLF001
    "link_open": _Collected._link_open,  # noqa: SLF001
    "link_close": _Collected._link_close,  # noqa: SLF001
    "image": _Collected._image,  # noqa: SLF001
    "footnote_ref": _Collected._footnote,  # noqa: SLF001
}
_PLACES = {
    "a": frozenset(
        {"link", "autolink", "gfm_autolink_www", "gfm_autolink_protocol", "gfm_autolink_email"}
    ),
    "img": frozenset({"image"}),
}


_OPENS = {"link": "[", "image": "!["}


def _prose(content: str, seen: Iterable[Seen]) -> str:
    holes: list[tuple[int, int, str]] = []
    for one in seen:
        if one.rule in ("link", "image"):
            holes.append((one.start, one.start + len(_OPENS[one.rule]), HIDDEN))
            holes.append((one.inner, one.end, HIDDEN))
        elif one.rule not in ("emphasis", "strikethrough"):
            holes.append((one.start, one.end, FILLER if one.rule in _SHOWN else HIDDEN))
    return _masked(content, holes)


def _filled(match: re.Match[str]) -> str:
    return HIDDEN * len(match[0])


def _masked(content: str, holes: Iterable[tuple[int, int, str]]) -> str:
    parts = []
    position = 0
    for start, end, filler in sorted(holes):
        if end <= position:
            continue
        first = max(start, position)
        parts += [content[position:first], filler * (end - first)]
        position = end
    return "".join([*parts, content[position:]])


def _literals(content: str, reading: Reading) -> Iterator[Mark]:
    """Yield the marks of emphasis and code that stay visible though they touch a word."""
    for one in reading.seen:
        if one.rule == "backticks":
            if not one.tokens:
                yield Mark(content[one.start : one.end], one.start)
        elif one.rule == "emphasis" and reading.left[one.start]:
            left = reading.left[one.start]
            if one.opens or one.closes or not is_no_mark(content, one.start, one.end):
                yield Mark(content[one.start : one.start + left], one.start)
