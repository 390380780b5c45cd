"""Markdown made to be slow: seconds, and never much more than double for double the size."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import helpers

from growth import grows_too_fast
from pathological import PATHOLOGICAL
from projects import catalog_path, make
from transpipe.catalog import Message, State
from transpipe.checks import CheckSettings, refuse_by
from transpipe.cli.main import run
from transpipe.document import Key
from transpipe.edition import coverage, localize
from transpipe.errors import TranspipeError
from transpipe.languages import language
from transpipe.markdown import Dialect, segment
from transpipe.markdown.attachments import attachments
from transpipe.markdown.marking import Tongue
from transpipe.markdown.parser import parser
from transpipe.markdown.renderer import words_to_come
from transpipe.markdown.shape import shape
from transpipe.markdown.skeleton import skeleton
from transpipe.page import Page, edition_page
from transpipe.project.config import Settings, load

SIZE = 200_000  # bytes of a document
LIMIT = 64 * 1024  # bytes of a message
DIALECT = Dialect()
ENGLISH, INDONESIAN = language("en"), language("id")


def built(text: str) -> None:
    """Segment, localize and render, or refuse."""
    try:
        document = segment("a.md", text, DIALECT)
    except TranspipeError:
        return
    edition = localize(document, None, DIALECT, language="en")
    page = Page(edition, ENGLISH, "a")
    edition_page(
        page,
        source_language=ENGLISH,
        dialect=DIALECT,
        coverage=coverage(edition),
        languages=[ENGLISH],
    )


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_a_document_takes_linear_time(name: str) -> None:
    make_text = PATHOLOGICAL[name]

    def segmented(size: int) -> Callable[[], object]:
        text = make_text(size)
        return lambda: refused_or(lambda: segment("a.md", text, DIALECT))

    assert not grows_too_fast(segmented, SIZE)
    assert not grows_too_fast(lambda size: lambda: built(make_text(size)), SIZE // 25)


def refused_or(work: Callable[[], object]) -> None:
    try:
        work()
    except TranspipeError:
        return


@pytest.mark.parametrize("name", PATHOLOGICAL)
def test_a_target_takes_linear_time(name: str) -> None:
    """A translator's target may be all that, and every segment beside it another."""
    source = "We demand **justice**."
    document = segment("a.md", f"{source}\n\n- Two\n", DIALECT)
    judge = refuse_by(INDONESIAN, CheckSettings())

    class Catalogue:
        def __init__(self, target: str) -> None:
            self.target = target

        def get(self, text: str, context: str | None) -> Message:
            return Message(text, self.target, State.TRANSLATED, context)

        def translations(self, keys: Sequence[Key]) -> tuple[list[str], list[State]]:
            return [self.target] * len(keys), [State.TRANSLATED] * len(keys)

    def localized(size: int) -> Callable[[], object]:
        catalog = Catalogue(PATHOLOGICAL[name](size))

        def work() -> None:
            for judged in (judge, None):
                localize(document, catalog, DIALECT, refuse=judged)  # type: ignore[arg-type]

        return work

    assert not grows_too_fast(localized, LIMIT // 4)


def test_many_targets_that_break_out_take_linear_time() -> None:
    def localized(size: int) -> Callable[[], object]:
        document = segment("a.md", "".join(f"Text {n}.\n\n" for n in range(size)), DIALECT)

        class Catalogue:
            def translations(self, keys: Sequence[Key]) -> tuple[list[str], list[State]]:
                return [f"{text}\n\n# b" for _, text in keys], [State.TRANSLATED] * len(keys)

            def get(self, text: str, context: str | None) -> Message:
                return Message(text, f"{text}\n\n# b", State.TRANSLATED, context)

        return lambda: localize(document, Catalogue(), DIALECT)  # type: ignore[arg-type]

    assert not grows_too_fast(localized, 300)


@pytest.mark.parametrize("command", ["run", "extract", "update", "build", "status", "check"])
def test_a_segment_over_the_limit_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    root = make(tmp_path / "p", {"letter.md": f"# A\n\n{'[a' * (LIMIT // 2 + 1)}\n"})
    assert run(["-C", str(root), command]) == 2
    error = capsys.readouterr().err
    assert "error[P070]: source/letter.md:3: a segment of 65,538 bytes" in error
    assert "max_segment_size" in error
    assert not (root / "locale").exists()


def test_limits_are_configuration(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    defaults = Settings()
    assert (defaults.max_file_size, defaults.max_segment_size) == (16 << 20, 64 << 10)
    config = 'languages = ["id"]\n'
    root = make(tmp_path / "p", {"letter.md": "> > > > Some words.\n"}, config)
    for key, value, said in (
        ("max_file_size", 10, "source/letter.md: larger than 10 bytes"),
        ("max_segment_size", 5, "source/letter.md:1: a segment of 11 bytes; the limit is 5"),
    ):
        make(root, {}, f"{config}{key} = {value}\n")
        for command in ("run", "build", "status", "check"):
            capsys.readouterr()
            assert run(["-C", str(root), command]) == 2
            error = capsys.readouterr().err
            assert said in error
            assert f"raise {key}" in error
    assert not (root / "locale").exists()
    make(root, {}, f"{config}max_nesting = 3\n")
    assert run(["-C", str(root), "check", "--fail-on", "warning"]) == 1
    assert "S030" in capsys.readouterr().out
    make(root, {}, config)
    assert run(["-C", str(root), "--quiet", "run"]) == 0
    target = catalog_path(root)
    text = target.read_text(encoding="utf-8")
    target.write_text(f'{text[: -len(chr(34)) - 1]}{"a" * (LIMIT + 1)}"\n', encoding="utf-8")
    capsys.readouterr()
    assert run(["-C", str(root), "update"]) == 2
    assert "error[P070]: locale/id/LC_MESSAGES/letter.po:" in capsys.readouterr().err


DEEP: dict[str, Callable[[int], str]] = {
    "quotations": lambda depth: "> " * depth + "x\n",
    "lists": lambda depth: "- " * depth + "x\n",
    "admonitions": lambda depth: "".join(":" * (depth + 3 - n) + " note\n" for n in range(depth)),
    "footnotes": lambda depth: "".join("    " * n + f"[^{n}]: a\n" for n in range(depth)),
    "definitions": lambda depth: "a\n" + "".join("    " * n + ":   b\n\n" for n in range(depth)),
    "links": lambda depth: "[" * depth + "x" + "](y)" * depth + "\n",
    "images": lambda depth: "![" * depth + "x" + "](y)" * depth + "\n",
    "emphasis": lambda depth: "*a **b " * depth + "x" + "** *" * depth + "\n",
    "tags": lambda depth: "<div>" * depth + "x\n",
}


def deeper(calls: int, work: Callable[[], object]) -> None:
    """Do some work inside so many calls."""
    if calls:
        deeper(calls - 1, work)
    else:
        work()


@pytest.mark.usefixtures("_untraced")
@pytest.mark.parametrize("name", DEEP)
def test_the_deepest_nesting_that_can_be_set_is_parsed(tmp_path: Path, name: str) -> None:
    root = make(tmp_path, {}, 'languages = ["id"]\nmax_nesting = 150\n')
    deepest = load(root).max_nesting
    make(root, {}, 'languages = ["id"]\nmax_nesting = 151\n')
    with pytest.raises(TranspipeError, match="from 1 to 150"):
        load(root)
    dialect = Dialect(max_nesting=deepest)
    for depth in (deepest // 2, deepest, deepest * 2, 1000):
        text = DEEP[name](depth)
        deeper(100, partial(segment, "a.md", text, dialect))
        if depth <= deepest * 2:
            built(text)


@given(st.text(alphabet="[]!()^`<>a\\ \n", max_size=60), st.sampled_from([3, 20, 100]))
def test_labels_end_where_the_parser_says(text: str, nesting: int) -> None:
    """The faster search for a label's end finds what the parser's own would."""
    ours = parser.__wrapped__(Dialect(max_nesting=nesting))
    theirs = parser.__wrapped__(Dialect(max_nesting=nesting))
    theirs.helpers = helpers
    env: dict[str, object] = {"references": {"A": {"href": "b", "title": ""}}}
    assert ours.parseInline(text, dict(env)) == theirs.parseInline(text, dict(env))


def test_many_definitions_name_their_files_in_linear_time() -> None:
    def named(count: int) -> Callable[[], object]:
        text = "".join(f"[a{number}]: some/folder/f{number}.png\n\n" for number in range(count))
        document = segment("a.md", text, DIALECT)
        return lambda: list(attachments(document, DIALECT, ""))

    assert not grows_too_fast(named, 16_000)


def test_many_lists_are_shaped_in_linear_time() -> None:
    def shaped(count: int) -> Callable[[], object]:
        document = segment("a.md", "- a\n\n<!-- -->\n\n" * count, DIALECT)
        tokens = skeleton(document.text, DIALECT).tokens()
        wording = words_to_come(frozenset())
        return lambda: shape(tokens, document.segments, wording, Tongue("en", "ltr"))

    assert not grows_too_fast(shaped, 40_000)
