"""Attachments: the files beside a document that it shows or links to."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

from markdown_it.token import Token

from transpipe.document import Document
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.html import ADDRESSES
from transpipe.markdown.inline import parse_run
from transpipe.markdown.parser import LINES
from transpipe.markdown.plain_runs import of_plain_run
from transpipe.markdown.reading import Environment, environment
from transpipe.markdown.source import source_of

__all__ = ["Attachment", "attachments"]

# A text without any of these leads nowhere but to other sites, to places in it, and by bare links.
_LOCAL = re.compile(
    r"""\](?:\(|:)\s*+<?+(?!https?:|mailto:|\#)|\b(?:src|href)\s*=""",
    re.IGNORECASE,
)
_DEFINED = re.compile(r"\]:\s*+<?+([^\s<>]++)")
_ATTRIBUTE = re.compile("src|href", re.IGNORECASE)
_HTML = ("html_block", "html_inline")
_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:")
_DOCUMENTS = (".md", ".markdown")


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that a document shows or links to.

    Attributes:
        path: the file, from the folder of all documents; above it, it begins with ``../``.
        line: the first line of the block that names it, from 1.
        image: whether it is shown as an image.

    """

    path: str
    line: int
    image: bool


def attachments(document: Document, dialect: Dialect, folder: str) -> Iterator[Attachment]:
    """Yield the files that a document shows or links to, each once, in the order of the text.

    Those are relative addresses of files other than Markdown. Whether they are there is for
    others to find out.

    Args:
        document: the source.
        dialect: how it is read.
        folder: where it stands among the documents; empty: at the top.

    """
    if not _LOCAL.search(document.text):
        return
    seen = set[str]()
    for address, image, line in _named(document, dialect):
        path = _local(address, folder)
        if path and path not in seen:
            seen.add(path)
            yield Attachment(path, line, image)


def _named(document: Document, dialect: Dialect) -> Iterator[tuple[str, bool, int]]:
    """Yield the addresses in a document, whether each one is an image's, and its line.

    Only the runs are read that can have a local one.
    """
    source = source_of(document.text, dialect, document.name)
    base, line, env = len(source.head), 1, _env(source.parsed.env)
    known = environment(document, dialect)
    for token in source.parsed.tokens:
        if LINES in token.meta:
            line = source.line(base + token.meta[LINES][0][0])
        addresses: Iterable[tuple[str, bool]] = ()
        if token.type == "html_block":
            addresses = _addresses([token])
        elif token.type == "inline" and _LOCAL.search(token.content):
            addresses = _in_run(token.content, dialect, env, known)
        yield from ((address, image, line) for address, image in addresses)
    lines = _lines_of_definitions(document.text) if document.definitions.links else {}
    for address in document.definitions.links.values():
        image = bool(posixpath.splitext(address)[1])  # as it may be one
        yield address, image, lines.get(address, 1)


def _lines_of_definitions(text: str) -> dict[str, int]:
    """Return the line of the first definition of each address, as far as they are easily told."""
    found: dict[str, int] = {}
    line, end = 1, 0
    for match in _DEFINED.finditer(text):
        line += text.count("\n", end, match.start(1))
        end = match.start(1)
        found.setdefault(match[1], line)
    return found


def _in_run(
    content: str, dialect: Dialect, env: dict[str, Any], known: Environment
) -> Iterable[tuple[str, bool]]:
    """Return the addresses in a run and its footnotes, and whether each one is an image's."""
    plain = _in_plain_run(content, known)
    if plain is not None:
        return plain
    found = parse_run(content, dialect, env)
    notes = env["footnotes"]["list"]
    return _addresses(
        found + [child for note in notes.values() for child in note.pop("tokens", ())]
    )


def _in_plain_run(content: str, known: Environment) -> list[tuple[str, bool]] | None:
    """Return the same without parsing; None if the run must be parsed."""
    markup = of_plain_run(content, known)
    if markup is None or markup.tags:
        return None
    found = [(one.start, False, one) for one in markup.links]
    found += [(one.start, True, one) for one in markup.images]
    return [(one.destination, image) for _, image, one in sorted(found)]


def _env(env: Mapping[str, Any]) -> dict[str, Any]:
    """Return an environment for runs that leaves the document's as it is."""
    labels = env.get("footnotes", {}).get("refs", {})
    return {
        "references": env.get("references", {}),
        "footnotes": {"refs": dict(labels), "list": {}},
    }


def _addresses(tokens: Iterable[Token]) -> Iterator[tuple[str, bool]]:
    """Yield the addresses in some tokens, and whether each one is an image's."""
    for token in tokens:
        yield from _addresses(token.children or ())
        if token.type == "link_open":
            yield str(token.attrs.get("href", "")), False
        elif token.type == "image":
            yield str(token.attrs.get("src", "")), True
        elif token.type in _HTML and _ATTRIBUTE.search(token.content):
            reader = _Tags()
            reader.feed(token.content)
            yield from reader.found


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        wanted = ADDRESSES.get(tag)
        self.found += [(value, tag == "img") for name, value in attrs if name == wanted and value]


def _local(address: str, folder: str) -> str:
    """Return the path that an address leads to; empty where it is no file's of this site."""
    path = unquote(re.split(r"[?#]", address.strip(), maxsplit=1)[0])
    if not path or path[0] in "/\\" or path.endswith(("/", *_DOCUMENTS)) or _SCHEME.match(path):
        return ""
    return posixpath.normpath(posixpath.join(folder, path))
