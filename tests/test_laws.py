"""The three laws, over specifications and real documents, over made-up ones and hostile targets."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from typing import Any
from unittest.mock import Mock, patch

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from laws import (
    CORPUS,
    DIALECT,
    PLAIN,
    WITH_CODE,
    broken_laws,
    broken_third_law,
    corpus,
    fitted,
    page,
    thai,
    ungated_tokens,
    with_line_ends,
    wrapped,
    written_back,
)
from markdown_strategy import documents, targets
from transpipe.document import BOM, decode, encode
from transpipe.errors import TranspipeError
from transpipe.markdown import Dialect, segment
from transpipe.markdown import fit as fitting
from transpipe.markdown.fit import compose
from transpipe.markdown.parser import LINES, parse_blocks
from transpipe.markdown.parts import Part
from transpipe.markdown.source import Source

needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of real documents is not there"
)
generously = settings(
    deadline=None,
    max_examples=200,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def texts() -> dict[str, str]:
    return {name: decode(data) for name, data in corpus().items()}


def plain_line_ends(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@needs_corpus
def test_the_corpus_is_whole() -> None:
    names = [*corpus()]
    assert sum(name.startswith("CommonMark ") for name in names) == 652
    assert sum(name.startswith("gfm/") for name in names) == 52
    assert len(names) > 1000


@needs_corpus
def test_bytes_come_back() -> None:
    for data in corpus().values():
        assert encode(decode(data)) == data


@pytest.mark.usefixtures("_untraced")
@needs_corpus
@pytest.mark.parametrize(
    ("dialect", "replace"),
    [(DIALECT, wrapped), (WITH_CODE, thai)],
    ids=["wrapped", "thai and code"],
)
def test_laws_hold_over_the_corpus(dialect: Dialect, replace: Callable[[str], str]) -> None:
    broken = {
        f"{name}: {problem}"
        for name, text in texts().items()
        for problem in broken_laws(text, dialect, replace)
    }
    assert broken == set()


@pytest.mark.usefixtures("_untraced")
@needs_corpus
def test_line_ends_a_bom_and_a_missing_last_line_end_change_no_message() -> None:
    different = set()
    for name, original in texts().items():
        text = plain_line_ends(original).removeprefix(BOM)
        document = segment(name, text, DIALECT)
        sources = [(one.kind, one.source, one.line) for one in document.segments]
        wanted = {index: wrapped(one.source) for index, one in enumerate(document.segments)}
        edition = compose(document, wanted)
        others = [*with_line_ends(text), ("BOM", BOM + text), ("original", original)]
        for variant, other in others:
            copy = segment(name, other, DIALECT)
            if [(one.kind, one.source, one.line) for one in copy.segments] != sources:
                different.add((name, variant, "messages"))
            if compose(copy, {}) != other:
                different.add((name, variant, "law 2"))
            if plain_line_ends(compose(copy, wanted)).removeprefix(BOM) != edition:
                different.add((name, variant, "edition"))
        if [one.source for one in segment(name, text.rstrip("\n"), DIALECT).segments] != [
            one.source for one in document.segments
        ]:
            different.add((name, "no final newline", "messages"))
    assert different == set()


@pytest.mark.usefixtures("_untraced")
@needs_corpus
def test_sources_written_as_targets_give_the_same_page() -> None:
    different = []
    for name, original in texts().items():
        text = plain_line_ends(original)
        written = written_back(segment(name, text, WITH_CODE))
        windows = segment(name, text.replace("\n", "\r\n"), WITH_CODE)
        if page(text, DIALECT) != page(written, DIALECT):
            different.append(name)
        if plain_line_ends(written_back(windows)) != written:
            different.append(f"{name} CRLF")
    assert different == []


@pytest.mark.usefixtures("_untraced")
@needs_corpus
@pytest.mark.parametrize("dialect", [DIALECT, PLAIN], ids=["default", "plain"])
def test_rules_that_see_fewer_lines_give_the_same_tokens(dialect: Dialect) -> None:
    different = [
        name
        for name, text in texts().items()
        if gated_tokens(text, dialect) != ungated_tokens(Source(text, dialect).body, dialect)
    ]
    assert different == []


def gated_tokens(text: str, dialect: Dialect) -> list[MutableMapping[str, Any]]:
    parsed = parse_blocks(Source(text, dialect).body, dialect)
    tokens = [token.as_dict() for token in parsed.tokens if token.type != "definition"]
    for token in tokens:
        token["meta"].pop(LINES, None)
    return tokens


@given(text=documents(), replace=st.sampled_from([wrapped, thai]), code=st.booleans())
@generously
def test_laws_hold_over_made_up_documents(
    text: str, replace: Callable[[str], str], code: bool
) -> None:
    assert [*broken_laws(text, Dialect(code=code), replace)] == []


@given(text=documents())
@generously
def test_rules_give_the_same_tokens_over_made_up_documents(text: str) -> None:
    assert gated_tokens(text, DIALECT) == ungated_tokens(Source(text, DIALECT).body, DIALECT)


@given(text=documents())
@generously
def test_sources_written_as_targets_give_the_same_page_over_made_up_documents(text: str) -> None:
    document = segment("x.md", text, DIALECT)
    written = written_back(document)
    again = segment("x.md", written, DIALECT)
    # A paragraph of two lines before ": x" would become a term as one line: refused by law 3.
    assume(len(again.segments) == len(document.segments))
    assume(all(a.kind == b.kind for a, b in zip(again.segments, document.segments, strict=True)))
    assert page(text, DIALECT) == page(written, DIALECT)


@given(text=documents(), data=st.data(), code=st.booleans())
@generously
def test_hostile_targets_come_back_or_are_refused(
    text: str, data: st.DataObject, code: bool
) -> None:
    dialect = Dialect(code=code)
    document = segment("x.md", text, dialect)
    drawn = data.draw(targets(len(document.segments)))
    fit, _ = fitted(document, drawn, dialect)
    edition = compose(document, fit)
    assert [*broken_third_law(document, fit, edition, dialect)] == []


@given(text=documents(), data=st.data())
@generously
def test_parts_of_a_document_say_what_all_of_it_does(text: str, data: st.DataObject) -> None:
    document = segment("x.md", text, DIALECT)
    drawn = data.draw(targets(len(document.segments)))
    fit, _ = fitted(document, drawn, DIALECT)
    whole = Mock(return_value=[Part(0, document)])
    with patch.object(fitting, "parts", whole):
        assert fitted(document, drawn, DIALECT)[0] == fit


@pytest.mark.parametrize(
    ("text", "drawn", "kept"),
    [
        ("::: note Title\n\nOne\n\nTwo\n\nThree\n\nFour\n", {2: ":::"}, {}),
        ("::: note Title\n\nOne\n\nTwo\n\nThree\n\n:::\n\nFour\n", {2: ":::"}, {}),
        ("One\n\nTwo\n\nThree\n", {1: ":::"}, {1: ":::"}),
        ("One\n\nTwo\n\nThree\n\n+++\n\nFour\n", {0: "+++"}, {}),
        ("One\n\nTwo\n\nThree\n", {0: "+++"}, {0: "+++"}),
        ("One\n\nTwo\n\nThree\n\nFour\n", {0: "+++", 2: "+++"}, {0: "+++"}),
        ("\u000c\nOne\n\nTwo\n", {0: "="}, {}),
        ("One\n\nTwo\n", {0: "="}, {0: "="}),
        ("One\n\nTwo\n", {0: "\u00a0\na"}, {}),
        ("One\n\u000c\n\nTwo\n", {0: "\\"}, {}),
    ],
)
def test_targets_that_reach_over_paragraphs(
    text: str, drawn: dict[int, str], kept: dict[int, str]
) -> None:
    document = segment("x.md", text, DIALECT)
    fit, _ = fitted(document, drawn, DIALECT)
    assert len(segment("x.md", compose(document, fit), DIALECT).segments) == len(document.segments)
    assert fit == kept


NEIGHBOURS = (
    "- a", "> a", "# a", "::: note", ":::", "| a |\n|---|", "[r]: x", ": a", "x\n: a", "    a",
    "[^1]: a", "<div>", "</div>", "```\na\n```", "---", "a <!--\nb --> c", "!!! note\n    a", "a",
)  # fmt: skip
PIECES = (
    "a", " ", "\n", "\n\n", "# ", "- ", "1. ", "> ", ":::", "```", "<!--", "-->", "---", "===", "|",
    ": ", "[r]", "[r]: b", "    ", "<div>", "</div>", "`", "<!-- i18n:skip -->", "{", "\\", "+++",
)  # fmt: skip


@given(
    before=st.lists(st.sampled_from(NEIGHBOURS), max_size=3),
    after=st.lists(st.sampled_from(NEIGHBOURS), max_size=3),
    pieces=st.lists(st.sampled_from(PIECES), max_size=8),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
@settings(generously, max_examples=600)
@pytest.mark.usefixtures("_untraced")
def test_lines_kept_as_they_are_come_back_or_are_refused(
    before: list[str], after: list[str], pieces: list[str], end: str
) -> None:
    """A paragraph at the margin is judged alone, whatever stands around it."""
    paragraph = "one <!--\ntwo --> three"
    text = "\n\n".join([*before, paragraph, *after]).replace("\n", end) + end
    document = segment("x.md", text, DIALECT)
    drawn = {
        index: "".join(pieces)
        for index, one in enumerate(document.segments)
        if one.source == paragraph
    }
    fit, _ = fitted(document, drawn, DIALECT)
    assert [*broken_third_law(document, fit, compose(document, fit), DIALECT)] == []


@given(text=st.text(alphabet="ab \t\n\r>-+*#|`:~<[]()!\"'\\_=.1{}^\ufeff\u00a0ก\0", max_size=60))
@settings(generously, max_examples=1000)
def test_laws_hold_over_any_text(text: str) -> None:
    try:
        problems = [*broken_laws(text, DIALECT, wrapped)]
    except TranspipeError as error:
        assert error.code == "S020"  # noqa: PT017
    else:
        assert [one for one in problems if not one.startswith("a misfit")] == []
