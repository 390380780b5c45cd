"""Markdown that has brought parsers to their knees, of any size: by name, what makes it."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["PATHOLOGICAL"]


def _of(unit: str, *, before: str = "", after: str = "") -> Callable[[int], str]:
    def make(size: int) -> str:
        count = max(1, (size - len(before)) // (len(unit) + len(after)))
        return before + unit * count + after * count

    return make


# The first of them are those of cmark's test/pathological_tests.py, by what they say.
PATHOLOGICAL: dict[str, Callable[[int], str]] = {
    "nested strong": _of("*a **a ", after="b** b* "),
    "many closers of emphasis": _of("a_ "),
    "many openers of emphasis": _of("_a "),
    "closers of links": _of("a]"),
    "openers of links": _of("[a"),
    "openers of links and a closer": lambda size: "[a" * (size // 2) + "]",
    "mismatched openers and closers": _of("*a_ "),
    "delimiters in threes": _of("a**b", after="c* "),
    "openers in threes": _of("***a"),
    "closers in threes": _of("a*** "),
    "marks in turn": _of("a**b c* "),
    "links in links": _of("[", before="", after="](x)"),
    "links that open": _of("[ (]("),
    "brackets": _of("[", before="a", after="]"),
    "brackets with labels": _of("[a]"),
    "escaped brackets": _of("\\["),
    "images in images": _of("![", after="](x)"),
    "backticks of growing length": lambda size: "".join(
        "e" + "`" * n for n in range(1, int((2 * size) ** 0.5))
    ),
    "backticks": _of("`"),
    "single backticks": _of("`a "),
    "quotations": _of("> "),
    "quotations by line": _of("> a\n"),
    "lazy quotations": _of("> > > > a\nb\n"),
    "lists in lists": lambda size: "".join("  " * n + "- a\n" for n in range(int(size**0.5))),
    "lists on a line": _of("- "),
    "list items": _of("- a\n"),
    "numbers": _of("1. "),
    "headings": _of("# a\n"),
    "underlines": _of("a\n-\n"),
    "lines before an underline": _of("a\n", after=""),
    "references": _of("[a]: b\n"),
    "reference titles left open": _of('[a]: b "\n'),
    "labels over lines": _of("[a\n"),
    "declarations left open": _of("<!a "),
    "instructions left open": _of("<?"),
    "comments left open": _of("a <!-- "),
    "CDATA left open": _of("<![CDATA["),
    "tags": _of("<b>"),
    "tags left open": _of("<b "),
    "tags with attributes": _of("<b a='b' c=\"d\" "),
    "quotes in tags": _of("<a b='"),
    "blocks of HTML": _of("<div>\n"),
    "text in blocks of HTML": _of("<div>a</div>"),
    "attributes in blocks of HTML": _of('<img alt="a">', before="<div>"),
    "entities": _of("&amp;"),
    "ampersands": _of("&"),
    "autolinks": _of("<http://a>"),
    "bare links": _of("https://a.b/c "),
    "bare links in brackets": _of("https://a.b/(", after=")"),
    "bare addresses": _of("a@b.c "),
    "dots": _of("www."),
    "at signs": _of("a@"),
    "tildes": _of("~~a "),
    "tables": _of("|a|b|\n|-|-|\n"),
    "rows": _of("|a|b|\n", before="|a|b|\n|-|-|\n"),
    "cells": _of("|a", before=""),
    "columns without cells": lambda size: (
        "a|" * int(size**0.5) + "\n" + "-|" * int(size**0.5) + "\n" + "a\n" * int(size**0.5)
    ),
    "footnotes": lambda size: "".join(f"[^{n}]: a\n\n" for n in range(size // 12)),
    "references to footnotes": _of("[^1]", before="[^1]: a\n\n"),
    "references to one that is not there": _of("[^a]"),
    "definitions": _of("a\n: b\n\n"),
    "definitions of a term": _of(": b\n", before="a\n"),
    "admonitions": _of(":::note\n"),
    "alerts": _of("> [!NOTE]\n> a\n\n"),
    "fences": _of("```\n"),
    "attributes of headings": _of("# a {#b}\n"),
    "braces": _of("{#a ", before="# a "),
    "blanks": _of(" ", before="a", after=""),
    "blank lines": _of("\n", before="a"),
    "backslashes": _of("\\"),
    "tabs": _of("\t", before="- "),
    "NULs": _of("\0"),
    "one word": _of("a"),
    "one line of words": _of("word "),
    "lines": _of("word\n"),
    "combining marks": _of("\u0301", before="a"),
    "front matter left open": _of("a: b\n", before="---\n"),
    "front matter in lists": _of("- [", before="---\na:\n"),
    "keys of front matter": lambda size: (
        "---\n" + "".join(f"k{n}: v\n" for n in range(size // 10)) + "---\n"
    ),
    "directives": _of("<!-- i18n:skip-start -->\n"),
    "comments for translators": _of("<!-- i18n:comment: a -->\n\nb\n\n"),
}
