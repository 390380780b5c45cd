"""The statement is a real one: no word of it may be added, lost or corrected."""

from __future__ import annotations

import hashlib
import re

import pytest
from markdown_it import MarkdownIt

from conftest import ROOT, SHARED

STATEMENT = ROOT / "source" / "statement.md"
WORDS = 873
DIGEST = "aa1c10163bff79123bf4f119f65695ae391d4e09db3d6b415d594186f8707e06"


def words(text: str) -> str:
    """Return the words with one space between them; bullets are no words."""
    return " ".join(text.replace("•", " ").split())


def digest(text: str) -> str:
    return hashlib.sha256(words(text).encode("utf-8")).hexdigest()


def source() -> str:
    """Return the document without its front matter."""
    text = STATEMENT.read_bytes().decode("utf-8")
    return re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)


def rendered(markdown: str) -> str:
    """Return what a reader of the rendered document sees, a block a line."""
    blocks = []
    for token in MarkdownIt("commonmark").parse(markdown):
        if token.type == "inline":
            # every mark-up would be a child of another type
            assert {child.type for child in token.children or ()} == {"text"}
            blocks.append("".join(child.content for child in token.children or ()))
    return "\n".join(blocks)


def test_the_words_are_those_of_the_statement() -> None:
    text = rendered(source())
    assert len(words(text).split()) == WORDS
    assert digest(text) == DIGEST


def test_the_lines_are_those_of_the_statement() -> None:
    original = SHARED / "statement" / "statement.txt"
    if not original.exists():
        pytest.skip(f"{original} is not here")
    lines = original.read_text(encoding="utf-8").split("\n")
    kept = [re.sub(r"^ +• ", "", line).rstrip() for line in lines]
    assert rendered(source()).split("\n") == [line for line in kept if line]
    assert digest("\n".join(lines)) == DIGEST


def test_tables_and_bare_links_change_nothing() -> None:
    markdown = MarkdownIt("gfm-like", {"linkify": False})
    assert markdown.render(source()) == MarkdownIt("commonmark").render(source())


def test_the_blocks() -> None:
    tokens = MarkdownIt("commonmark").parse(source())
    blocks = [token.tag for token in tokens if token.nesting == 1 and token.tag != "p"]
    assert blocks == ["h1", "h2", "h2", "ul", *["li"] * 17]
    comments = [token.content.strip() for token in tokens if token.type == "html_block"]
    assert comments == ["<!-- i18n:optional-start -->", "<!-- i18n:optional-end -->"]


def test_the_front_matter_has_the_title_and_no_date() -> None:
    head = STATEMENT.read_text(encoding="utf-8").split("\n")[:4]
    title = rendered(source()).split("\n")[0]
    assert head == ["---", f"title: {title}", "lang: en", "---"]


def test_paragraphs_are_lines() -> None:
    text = STATEMENT.read_bytes().decode("utf-8")
    assert "\r" not in text
    assert text.endswith("\n")
    assert not re.search(r"[^\S\n]$", text, re.MULTILINE)
    assert not re.search(r"^[^-#\n<].*\n[^\n]", text.partition("# ")[2], re.MULTILINE)
