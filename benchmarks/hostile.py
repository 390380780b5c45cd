"""How time grows with hostile Markdown: twice the size should take about twice as long.

Run: python benchmarks/hostile.py [bytes]
Exits with 1 where a text of double the size takes more than 2.6 times as long, or more
than a few seconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.common import DIALECT
from transpipe.errors import TranspipeError
from transpipe.markdown import segment
from transpipe.markdown.fit import compose, misfits, tidy

GROWTH = 2.6
SECONDS = 10.0
NOISE = 0.3

Make = Callable[[int], str]


def repeated(text: str) -> Make:
    return lambda size: text * (size // len(text)) + "\n"


def around(before: str, text: str, after: str) -> Make:
    return lambda size: before + text * (size // len(text)) + after + "\n"


def nested(opening: str, closing: str) -> Make:
    half = len(opening) + len(closing)
    return lambda size: opening * (size // half) + "a" + closing * (size // half) + "\n"


HOSTILE: dict[str, Make] = {
    "words": repeated("word "),
    "lines": repeated("a line of words\n"),
    "paragraphs": repeated("a line of words\n\n"),
    "open brackets": repeated("["),
    "open images": repeated("!["),
    "nested brackets": nested("[", "]"),
    "nested links": nested("[", "](x)"),
    "links": repeated("[a](b) "),
    "unclosed links": repeated("[a](<b "),
    "references": repeated("[a][b] "),
    "definitions": repeated("[a]: /u 'title'\n"),
    "open titles": repeated("[a]: /u 'title\n"),
    "footnotes": repeated("[^a]: b\n"),
    "footnote references": around("[^a]: b\n\n", "x[^a]", ""),
    "stars": repeated("*"),
    "emphasis": repeated("*a _b "),
    "closers": repeated("a**b c* "),
    "strikes": repeated("~~a ~b "),
    "backticks": repeated("`"),
    "growing backticks": lambda size: "".join("e" + "`" * n for n in range(int((2 * size) ** 0.5))),
    "code in lines": repeated("`a\n"),
    "open tags": repeated("<a "),
    "open attributes": repeated('<a "'),
    "open tags in lines": repeated('<a b="\n'),
    "tags": repeated("<b>x</b> "),
    "nested tags": nested("<b>", "</b>"),
    "tags in a block": around("<div>\n", "<b>x</b> ", ""),
    "open tags in a block": around("<div>\n", "<b>", ""),
    "tags without end in a block": around("<div>\n", "<b ", ""),
    "quotes in a tag": around("<div ", "'", ""),
    "attributes in a block": around("<div ", "alt=x ", ">"),
    "comments": repeated("<!-- x -->\n"),
    "open comments": repeated("a <!-- x "),
    "closed comments": repeated("<!---->"),
    "declarations": repeated("a <!X "),
    "instructions": repeated("a <? "),
    "CDATA": repeated("a <![CDATA[ "),
    "entities": repeated("&#"),
    "backslashes": repeated("\\"),
    "hard breaks": repeated("a\\\n"),
    "spaces at line ends": repeated("a  \n"),
    "spaces": around("a", " ", "b"),
    "tabs": around("a", "\t", "b"),
    "blank lines": repeated("\n"),
    "spaces before a mark": around("# a", " ", "#"),
    "marks": around("# a", "#", ""),
    "marks apart": repeated("# "),
    "braces": around("# a ", "{", ""),
    "attribute lists": around("# a ", "{#x .y ", ""),
    "quotations": repeated(">"),
    "quoted lines": repeated("> a\n"),
    "lazy lines": around("> ", "a\n", ""),
    "nested lists": lambda size: "".join(" " * n * 2 + "- a\n" for n in range(int(size**0.5))),
    "list markers": repeated("- "),
    "items": repeated("- a\n"),
    "tasks": repeated("- [ ] a\n"),
    "numbers": repeated("1. a\n"),
    "table rows": around("| a | b |\n|---|---|\n", "| c | d |\n", ""),
    "one row": around("", "|a", "|\n" + "|-" * 3),
    "cells": lambda size: "a|" * (size // 4) + "\n" + "-|" * (size // 4) + "\n",
    "escaped pipes": around("| a |\n|---|\n|", "\\|", "|"),
    "empty rows": lambda size: (
        "|a" * (size // 64) + "|\n" + "|-" * (size // 64) + "|\n" + "|\n" * (size // 64)
    ),
    "delimiters": repeated("|-\n"),
    "underlines": repeated("a\n-\n"),
    "rules": repeated("- - -\n"),
    "terms": repeated("a\n: b\n"),
    "definitions of a term": around("a\n", ": b\n", ""),
    "admonitions": repeated("::: a\n"),
    "closed admonitions": repeated("::: a\nb\n:::\n"),
    "admonition titles": around("::: note ", "[", ""),
    "spaces in a title": around("::: note a", " ", "b :::"),
    "colons": around("::: note a", ":", "b"),
    "fences": repeated("```\n"),
    "open fences": repeated("``` a\n"),
    "front matter": lambda size: "---\n" + "a: b\n" * (size // 5),
    "keys": lambda size: "---\n" + "".join(f"k{n}: v\n" for n in range(size // 9)) + "---\n",
    "brackets in front matter": around("---\na: ", "[", "\n---"),
    "comments in front matter": around("---\n", "# x\n", "a"),
    "line of dashes": repeated("---\n"),
    "bare links": repeated("https://a.b "),
    "addresses": repeated("a@b.c "),
    "dots": around("https://a", ".", ""),
    "www": repeated("www."),
    "Thai lines": repeated("ก\n"),
    "Thai lines with brackets": repeated("[ก\n"),
    "skips": repeated("<!-- i18n:skip -->\n\na\n\n"),
    "notes": repeated("<!-- i18n:comment: a -->\n\n"),
    "inline notes": repeated("^[a"),
    "alerts": repeated("> [!NOTE]\n> a\n\n"),
    "NUL": repeated("\0"),
}


def work(text: str) -> None:
    """Segment, and make an edition with a suspicious target everywhere."""
    try:
        document = segment("x.md", text, DIALECT)
    except TranspipeError:
        return
    raw = {index: one.source + " [" for index, one in enumerate(document.segments)}
    targets = {index: tidy(document.segments[index], target) for index, target in raw.items()}
    bad = misfits(document, targets, raw, DIALECT)
    compose(document, {index: text for index, text in targets.items() if index not in bad})


def seconds(text: str) -> float:
    start = time.process_time()
    work(text)
    return time.process_time() - start


def main() -> int:
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    failed = 0
    for name, make in HOSTILE.items():
        half = min(seconds(make(size // 2)) for _ in range(2))
        whole = min(seconds(make(size)) for _ in range(2)) if half < SECONDS else half
        growth = whole / max(half, 0.02)
        bad = (growth > GROWTH and whole > NOISE) or whole > SECONDS
        failed += bad
        print(f"{whole:7.2f} s {growth:6.2f}  {name}{'  <--' if bad else ''}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
