"""What must hold for any Markdown text: the three laws, and what follows from them."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from functools import cache
from html.parser import HTMLParser
from itertools import zip_longest
from pathlib import Path
from typing import Any

from markdown_it.token import Token

from transpipe.document import Document, Kind
from transpipe.markdown import Dialect, segment
from transpipe.markdown.fit import compose, misfits, tidy, write
from transpipe.markdown.front_matter import scalars
from transpipe.markdown.parser import LINES, parser
from transpipe.markdown.runs import AS_IS
from transpipe.markdown.source import Source
from transpipe.scripts import SPACELESS
from transpipe.text import splice

SHARED = Path(os.environ.get("TRANSPIPE_SHARED") or Path(__file__).parents[2] / "shared")
CORPUS = SHARED / "corpus"
DIALECT = Dialect()
WITH_CODE = Dialect(code=True)
PLAIN = Dialect(extensions=frozenset())

_WHITE = re.compile(r"\s+")
_BETWEEN_SPACELESS = re.compile(rf"(?<={SPACELESS.pattern}) (?={SPACELESS.pattern})")


def wrapped(source: str) -> str:
    return f"⟦ {source} ⟧"  # spaced, for the sake of bare links


def thai(_source: str) -> str:
    return "ภาษาไทย"


@cache
def corpus() -> dict[str, bytes]:
    """All texts of the corpus by name: the examples of CommonMark, and each file."""
    examples = json.loads((CORPUS / "commonmark-0.31.2.json").read_text("utf-8"))
    found = {f"CommonMark {one['example']}": one["markdown"].encode() for one in examples}
    for path in sorted(CORPUS.rglob("*.md")):
        found[str(path.relative_to(CORPUS))] = path.read_bytes()
    return found


def with_line_ends(text: str) -> Iterator[tuple[str, str]]:
    """Yield a text whose line ends are LF with every other kind of line end."""
    lines = text.split("\n")
    ends = ("\r\n", "\n", "\r")
    mixed = [line + ends[number % 3] for number, line in enumerate(lines)]
    mixed[-1] = lines[-1]
    yield "CRLF", "\r\n".join(lines)
    yield "CR", "\r".join(lines)
    if "\r\n" not in text.replace("\n", "\r"):  # a CR before an LF would be one line end
        yield "mixed", _one_line_end_each(mixed)


def _one_line_end_each(lines: list[str]) -> str:
    """Join lines; an empty one after a CR must not turn it into a CRLF."""
    text = ""
    for line in lines:
        text += "\r" + line[1:] if text.endswith("\r") and line.startswith("\n") else line
    return text


def fitted(
    document: Document, targets: Mapping[int, str], dialect: Dialect
) -> tuple[dict[int, str], frozenset[int]]:
    """Return the tidy targets that fit, and the indices of those that do not."""
    tidied = {index: tidy(document.segments[index], target) for index, target in targets.items()}
    bad = misfits(document, tidied, targets, dialect)
    return {index: target for index, target in tidied.items() if index not in bad}, bad


def broken_laws(text: str, dialect: Dialect, replace: Callable[[str], str]) -> Iterator[str]:
    """Yield what does not hold for a text each of whose messages is replaced."""
    document = segment("x.md", text, dialect)
    position = 0
    for one in document.segments:
        if one.span.start < position or one.span.end > len(text):
            yield f"segments overlap: {one}"
        position = one.span.end
        if tidy(one, one.source) != one.source:
            yield f"a source is not tidy: {one}"
    if compose(document, {}) != text:
        yield "law 2: without targets the text changes"
    targets = {index: replace(one.source) for index, one in enumerate(document.segments)}
    fit, bad = fitted(document, targets, dialect)
    for index in bad:
        if not _may_misfit(document, index):
            yield f"a misfit: {document.segments[index]}"
    edition = compose(document, fit)
    yield from broken_third_law(document, fit, edition, dialect)
    yield from different_structure(text, edition, dialect, kept=replace is wrapped)


def _may_misfit(document: Document, index: int) -> bool:
    """Name the exceptions, which are refused by law 3 and so fall back.

    A paragraph of several lines is a term once it is one line before ``: x``; the line after
    a hard break may begin a block where the source's was indented by four spaces.
    """
    one = document.segments[index]
    before_definition = re.match(r"[>\s]*[:~][ \t]", document.text[one.span.end :])
    if one.kind is Kind.HEADER_CELL and "|" in one.source:
        return True  # a header whose only pipe is an escaped one: without it there is no table
    return "\n" in one.source or one.source.startswith((": ", "~ ")) or bool(before_definition)


def broken_third_law(
    document: Document, targets: Mapping[int, str], edition: str, dialect: Dialect
) -> Iterator[str]:
    """Yield the first segment that an edition does not give back."""
    put = [
        (one.kind, _spaced(targets.get(index, one.source), one.line_break == AS_IS))
        for index, one in enumerate(document.segments)
    ]
    again = segment("x.md", edition, dialect).segments
    found = [
        (one.kind, _spaced(one.source, source.line_break == AS_IS))
        for one, source in zip_longest(again, document.segments)
        if one and source
    ]
    for index, one in enumerate(put):
        if index >= len(found) or found[index] != one:
            there = found[index] if index < len(found) else "nothing"
            yield f"law 3: put {one}, found {there}"
            return
    if len(again) > len(put):
        yield "law 3: more segments than were put in"


def _spaced(text: str, as_it_is: bool) -> str:
    return " ".join(text.split()) if as_it_is else text


def different_structure(
    source: str, edition: str, dialect: Dialect, *, kept: bool
) -> Iterator[str]:
    """Yield what differs in blocks and code; where messages are kept, in links as well."""
    before, after = (Source(text, dialect).parsed for text in (source, edition))
    if [_shape(one, dialect) for one in before.tokens] != [
        _shape(one, dialect) for one in after.tokens
    ]:
        yield "the blocks differ"
    if before.env.get("references", {}).keys() != after.env.get("references", {}).keys():
        yield "the definitions differ"
    if kept and list(_links(source, dialect)) != list(_links(edition, dialect)):
        yield "links, images or code differ"


def _shape(token: Token, dialect: Dialect) -> tuple[object, ...]:
    is_code = token.type in ("fence", "code_block") and not dialect.code
    code = token.content if is_code else ""
    meta = {key: value for key, value in token.meta.items() if key != LINES}
    info = token.info if token.type == "fence" else ""
    return (token.type, token.tag, token.nesting, token.level, info, code, str(meta))


def _links(text: str, dialect: Dialect) -> Iterator[tuple[str, str]]:
    for token in parser(dialect).parse(_body(text, dialect)):
        for child in token.children or ():
            if child.type == "link_open":
                yield "link", str(child.attrs["href"])
            elif child.type == "image":
                yield "image", str(child.attrs["src"])
            elif child.type == "code_inline":
                yield "code", " ".join(child.content.split())


def _body(text: str, dialect: Dialect) -> str:
    return Source(text, dialect).body.replace("\0", "\ufffd")


def written_back(document: Document) -> str:
    """Return the text with each source written as if it were a target."""
    return splice(document.text, [(one.span, write(one, one.source)) for one in document.segments])


def page(text: str, dialect: Dialect) -> list[object]:
    """Return what a reader gets to see: front matter, tags, and text with single spaces."""
    source = Source(text, dialect)
    head = [(one.key, one.value.strip()) for one in scalars(source.head)]
    reader = _Reader()
    reader.feed(parser(dialect).render(_body(text, dialect)))
    reader.close()
    return [head, *reader.events()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, object]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = sorted((name, _WHITE.sub(" ", value or "").strip()) for name, value in attrs)
        self.found.append((tag, values))

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}", ""))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] == "":
            data = f"{self.found.pop()[1]}{data}"
        self.found.append(("", data))

    def events(self) -> Iterator[object]:
        for name, value in self.found:
            if name:
                yield name, value
            elif bare := _WHITE.sub(" ", str(value)).strip():
                yield _BETWEEN_SPACELESS.sub("", bare)


def ungated_tokens(body: str, dialect: Dialect) -> list[MutableMapping[str, Any]]:
    """Return the blocks of a text as markdown-it finds them when it tries all rules."""
    md = parser.__wrapped__(dialect)
    del md.block.ruler.getRules
    tokens: list[Token] = []
    md.block.parse(body, md, {}, tokens)
    return [token.as_dict() for token in tokens]
