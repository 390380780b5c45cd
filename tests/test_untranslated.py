"""Marks in Markdown editions change no segment; the language in front matter is an edition's own."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from laws import CORPUS, DIALECT, WITH_CODE, corpus
from markdown_strategy import documents
from transpipe.document import BOM, Document, decode
from transpipe.errors import TranspipeError
from transpipe.markdown import Dialect, segment
from transpipe.markdown.draft import with_note
from transpipe.markdown.metadata import metadata, with_language
from transpipe.markdown.untranslated import mark

MARK = "<!-- i18n:untranslated -->"
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not there")


def essence(document: Document) -> list[tuple[object, ...]]:
    return [
        (one.kind, one.source, one.context, one.note, one.optional, one.label)
        for one in document.segments
    ]


def marked(text: str, dialect: Dialect = DIALECT, left: set[int] | None = None) -> str:
    count = len(segment("a.md", text, dialect).segments)
    return mark("a.md", text, set(range(count)) if left is None else left, dialect)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n", "M\nOne.\n"),
        ("# One\n", "M\n# One\n"),
        ("One\n===\n", "M\nOne\n===\n"),
        ("- one\n\n  two\n", "- M\n  one\n\n  M\n  two\n"),
        ("> one\nlazy\n", "> M\n> one\nlazy\n"),
        ("> 1. one\n", "> 1. M\n>    one\n"),
        ("| a |\n|---|\n| b |\n", "M\n| a |\n|---|\n| b |\n"),
        ("- | a |\n  |---|\n", "- M\n  | a |\n  |---|\n"),
        ("<p>a <b>b</b></p>\n", "M\n<p>a <b>b</b></p>\n"),
        ("[^1]: foot\n", "[^1]: M\n      foot\n"),
        ("- [ ] task\n", "- [ ] task\n"),
        ("---\ntitle: T\n---\n", "---\ntitle: T\n---\n"),
        ('[a]: /b "title"\n', '[a]: /b "title"\n'),
        ("One.\r\n\r\n- two\r\n", "M\r\nOne.\r\n\r\n- M\r\n  two\r\n"),
        (f"{BOM}One.\n", f"{BOM}M\nOne.\n"),
        ("", ""),
    ],
)
def test_marks(text: str, expected: str) -> None:
    assert marked(text).replace(MARK, "M") == expected


def test_only_fallbacks_are_marked() -> None:
    assert marked("One.\n\nTwo.\n", left={1}) == f"One.\n\n{MARK}\nTwo.\n"
    assert marked("| a | b |\n|---|---|\n| c | d |\n", left={3}).startswith(MARK)


def test_code_is_marked_where_it_is_translated() -> None:
    assert marked("```sh\nls\n```\n", WITH_CODE) == f"{MARK}\n```sh\nls\n```\n"


def test_a_mark_is_no_unknown_directive() -> None:
    assert not segment("a.md", f"{MARK}\nOne.\n", DIALECT).remarks


@pytest.mark.usefixtures("_untraced")
@needs_corpus
def test_marks_change_no_segment_of_the_corpus() -> None:
    marks = 0
    for name, data in list(corpus().items())[::5]:
        text = decode(data)
        after = marked(text)
        marks += after.count(MARK) - text.count(MARK)
        assert essence(segment(name, after, DIALECT)) == essence(segment(name, text, DIALECT)), name
    assert marks > 1000


@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
@given(documents(), st.sets(st.integers(0, 20)))
def test_marks_change_no_segment_of_any_document(text: str, left: set[int]) -> None:
    try:
        before = segment("a.md", text, DIALECT)
    except TranspipeError:
        return
    after = segment("a.md", marked(text, left=left), DIALECT)
    assert essence(after) == essence(before)


# Front matter


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("lang: en", "lang: TAG"),
        ("lang:   en  # why", "lang:   TAG  # why"),
        ("lang: 'en'", "lang: 'TAG'"),
        ('title: x\nlang: "en-GB"', 'title: x\nlang: "TAG"'),
        ("page:\n  lang: en", "page:\n  lang: en"),
        ("language: en", "language: en"),
        ("lang:", "lang:"),
        ("a: &b 1\nlang: en", "a: &b 1\nlang: TAG"),
    ],
)
def test_the_language_of_front_matter(before: str, after: str) -> None:
    if "&" in before:  # what has an anchor is left alone
        after = before
    for start, end in (("", "\n"), (BOM, "\n"), ("", "\r\n"), ("", "\r")):
        text = f"{start}---\n{before}\n---\nText.\n".replace("\n", end)
        expected = f"{start}---\n{after}\n---\nText.\n".replace("\n", end).replace("TAG", "ms-Arab")
        assert with_language(text, "ms-Arab", DIALECT) == expected


def test_a_tag_that_yaml_reads_otherwise_is_quoted() -> None:
    assert with_language("---\nlang: en\n---\n", "no", DIALECT) == '---\nlang: "no"\n---\n'


def test_a_language_that_is_translated_is_the_translators() -> None:
    text = "---\nlang: en\n---\n"
    assert with_language(text, "id", Dialect(front_matter=("lang",))) == text
    assert with_language("lang: en\n", "id", DIALECT) == "lang: en\n"


def test_only_the_language_of_the_source_is_replaced() -> None:
    text = "---\nlang: {}\n---\n"
    for said, expected in (("en", "id"), ("en_GB", "id"), ("no", "no"), ("fr", "fr")):
        found = with_language(text.format(said), "id", DIALECT, instead_of="en")
        assert found == text.format(expected)


def test_metadata() -> None:
    text = "---\ndate: 2026-11-24\na:\n  version: 1\nversion: 1.10\n---\n"
    assert metadata(text, DIALECT) == {"date": "2026-11-24", "version": "1.10"}
    assert metadata("Text.\n", DIALECT) == {}


# Drafts

NOTE = "<!-- i18n:skip-start -->\n\n> Draf.\n\n<!-- i18n:skip-end -->\n\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One.\n", f"{NOTE}One.\n"),
        ("", NOTE),
        ("\n\n# One\n", f"\n\n{NOTE}# One\n"),
        (f"{BOM}One.\n", f"{BOM}{NOTE}One.\n"),
        ("---\ntitle: A\n---\n\n# A\n", f"---\ntitle: A\n---\n\n{NOTE}# A\n"),
        ("---\ntitle: A\n---\n# A\n", f"---\ntitle: A\n---\n{NOTE}# A\n"),
        ("---\ntitle: A\n---", f"---\ntitle: A\n---\n{NOTE}"),
        (f"{BOM}+++\na = 1\n+++\nOne.", f"{BOM}+++\na = 1\n+++\n{NOTE}One."),
        ("---\n\none\n---\n", f"{NOTE}---\n\none\n---\n"),
        ("    code\n", f"{NOTE}    code\n"),
        ("One.\r\n", NOTE.replace("\n", "\r\n") + "One.\r\n"),
        ("a: b\r---\r", NOTE.replace("\n", "\r") + "a: b\r---\r"),
    ],
)
def test_a_draft_says_so_below_its_front_matter(text: str, expected: str) -> None:
    assert with_note(text, "Draf.", DIALECT) == expected


@given(documents())
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
def test_the_note_changes_no_segment(text: str) -> None:
    try:
        before = segment("a.md", text, DIALECT)
    except TranspipeError:
        return
    assert essence(segment("a.md", with_note(text, "Draf.", DIALECT), DIALECT)) == essence(before)


@pytest.mark.usefixtures("_untraced")
@needs_corpus
def test_the_note_changes_no_segment_of_real_documents() -> None:
    for name, data in corpus().items():
        try:
            text = decode(data, name)
            before = segment(name, text, DIALECT)
        except TranspipeError:
            continue
        after = segment(name, with_note(text, "Draf.", DIALECT), DIALECT)
        assert essence(after) == essence(before), name
