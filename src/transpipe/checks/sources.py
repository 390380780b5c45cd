"""What the author of a source should know: links and anchors that don't work."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from transpipe.checks.files import of_remark
from transpipe.checks.finding import Finding
from transpipe.checks.links import scheme_fault
from transpipe.checks.shorten import shorten
from transpipe.document import Document, Kind, Remark, Segment
from transpipe.markdown import Dialect
from transpipe.markdown.finish import heading_ids
from transpipe.markdown.markup import MARKDOWN, Link, environment, of_html, of_markdown

__all__ = [
    "DocumentLink",
    "anchors",
    "check_links",
    "check_source",
    "document_links",
    "missing_file",
]

_EXPLICIT = re.compile(r"[ \t]*\{[^{}\n]*#([\w:.-]+)[^{}\n]*\}")
_HTML_ID = re.compile(r"""<[^<>]*?\s(?:id|name)\s*=\s*["']?([^\s"'>]+)""", re.IGNORECASE)
_FOOTNOTE_ANCHOR = re.compile(r"fn(?:ref)?[-:]?\S*|top")
_ACTIVE = re.compile(r"(?:javascript|vbscript|data|file|intent|ms-[a-z-]+):", re.IGNORECASE)
_DOCUMENT = (".md", ".markdown")


def check_source(document: Document, dialect: Dialect) -> Iterator[Finding]:
    """Yield what the author of a document should know, in the order of its lines."""
    remarks = [*document.remarks, *_links(document, dialect), *_ids(document)]
    for remark in sorted(remarks, key=lambda one: (one.line, one.code, one.message)):
        yield of_remark(remark, source_file=document.name)


def anchors(document: Document, dialect: Dialect) -> frozenset[str]:
    """Return the ids that links can lead to in every edition of a document."""
    return frozenset((*heading_ids(document.text, dialect), *_HTML_ID.findall(document.text)))


@dataclass(frozen=True, slots=True)
class DocumentLink:
    """A link from one document to another.

    Attributes:
        path: the other document, from the same folder as its name, such as ``source/a/b.md``.
        fragment: the id in it; empty where the whole document is meant.
        line: the line of the link's segment, from 1.

    """

    path: str
    fragment: str
    line: int


def document_links(document: Document, dialect: Dialect) -> Iterator[DocumentLink]:
    """Yield the links of a document to other documents: relative, and to Markdown."""
    folder = posixpath.dirname(document.name)
    for segment, links, _ in _marked(document, dialect):
        for link in links:
            path, _, fragment = link.destination.partition("#")
            path = unquote(path.partition("?")[0])
            if path.endswith(_DOCUMENT) and ":" not in path and not path.startswith("/"):
                other = posixpath.normpath(posixpath.join(folder, path))
                yield DocumentLink(other, unquote(fragment), segment.line)


def check_links(
    links: Mapping[str, Iterable[DocumentLink]], known: Callable[[str], Container[str]]
) -> Iterator[Finding]:
    """Yield the links from one document to another that lead nowhere, in any edition.

    Args:
        links: those of every document, by its name.
        known: returns the ids that links can lead to in a document (:func:`anchors`).

    """
    for name, those in links.items():
        for link in those:
            fault = ""
            if link.path not in links:
                fault = f"there is no document {shorten(link.path)}"
            elif link.fragment and link.fragment not in known(link.path):
                fault = f"there is no #{shorten(link.fragment)} in {shorten(link.path)}"
            if fault:
                yield of_remark(Remark("S013", fault, link.line), source_file=name)


def missing_file(document: str, path: str, fault: str, line: int) -> Finding:
    """Return what is wrong with a file that a document shows or links to.

    Args:
        document: the document's name.
        path: the file.
        fault: half a sentence.
        line: the line that names it, from 1.

    """
    text = f"{shorten(path)} is not copied beside the editions: {fault}"
    return of_remark(Remark("S014", text, line), source_file=document)


def _marked(
    document: Document, dialect: Dialect
) -> Iterator[tuple[Segment, Iterable[Link], Iterable[Link]]]:
    """Yield the segments with their links and images."""
    known = environment(document, dialect)
    for segment in document.segments:
        if segment.kind in MARKDOWN:
            markup = of_markdown(segment.source, known)
        elif segment.kind is Kind.HTML_TEXT:
            markup = of_html(segment.source)
        else:
            continue
        if markup.links or markup.images:
            yield segment, markup.links, markup.images


def _links(document: Document, dialect: Dialect) -> Iterator[Remark]:
    here: frozenset[str] | None = None
    for segment, links, images in _marked(document, dialect):
        for link in (*links, *images):
            destination = link.destination
            if _ACTIVE.match(unquote(destination).strip()):
                yield Remark("S010", _active(destination), segment.line)
            elif destination.startswith("#") and len(destination) > 1:
                here = anchors(document, dialect) if here is None else here
                name = unquote(destination[1:])
                if name not in here and not _FOOTNOTE_ANCHOR.fullmatch(name):
                    text = f"there is no #{shorten(name)} in this document"
                    yield Remark("S012", text, segment.line)


def _active(destination: str) -> str:
    return f"{scheme_fault(destination) or 'a link that may do harm'}: {shorten(destination)}"


def _ids(document: Document) -> Iterator[Remark]:
    seen: dict[str, int] = {}
    for segment in document.segments:
        if segment.kind is not Kind.HEADING:
            continue
        match = _EXPLICIT.match(document.text, segment.span.end)
        if not match:
            continue
        first = seen.setdefault(match[1], segment.line)
        if first != segment.line:
            text = f"the id “{shorten(match[1])}” is that of line {first} too"
            yield Remark("S011", text, segment.line)
