"""Targets: those that fit come back as they were put in, those that break out are refused."""

from __future__ import annotations

import pytest

from laws import broken_third_law, fitted
from transpipe.markdown import Dialect, segment
from transpipe.markdown.fit import compose, misfits, tidy, write

DIALECT = Dialect()


def put(text: str, target: str, index: int = 0, dialect: Dialect = DIALECT) -> str | None:
    """Return the edition with one target in place; None where it is refused."""
    document = segment("x.md", text, dialect)
    fit, bad = fitted(document, {index: target}, dialect)
    edition = compose(document, fit)
    assert [*broken_third_law(document, fit, edition, dialect)] == []
    return None if bad else edition


@pytest.mark.parametrize(
    ("text", "target", "index"),
    [
        ("text\n", "# x", 0),
        ("text\n", "- x", 0),
        ("text\n", "1986. x", 0),
        ("text\n", "> x", 0),
        ("text\n", "```", 0),
        ("text\n", "---", 0),
        ("text\n", "* * *", 0),
        ("text\n", "    x", 0),
        ("text\n", "a\n- b", 0),
        ("text\n", "a\n===", 0),
        ("text\n", "<div>", 0),
        ("text\n", "<!-- x", 0),
        ("text\n", "<br>", 0),
        ("text\n", "&nbsp;", 0),
        ("text\n", "[a]: /u", 0),
        ("text\n", r"[a\]b]: /u", 0),
        ("text\n", "[^1]: x", 0),
        ("text\n", "\ufeffx", 0),
        ("text\n", ":::: x", 0),
        ("> text\n", "[!NOTE]", 0),
        ("- text\n", "[ ] x", 0),
        ("- text\n", "-", 0),
        ("x\n\ntext\n: y\n", "[a]: b", 1),
        ("text\n| - | - |\n| - | - |\n", "x | y", 0),
        ("text\n|-|\n|-|\n", "|x", 0),
        ("# text\n", "a\nb", 0),
        ("# text\n", "x #", 0),
        ("# text\n", "x {#y}", 0),
        ("text\n===\n", "a\n- b", 0),
        ("text\n===\n", "- a", 0),
        ("[a]: /u\ntext\n", '"title"', 0),
        ("[a]:\n/u\ntext\n", '"title"', 0),
        ("> [a]:\n> /u\n> text\n", "(title)", 0),
        ("[a]: /u\ntext\n===\n", "'title'", 0),
        ('[a]: /u "text"\n', "x\\", 0),
        ("a | b\n-|-\nc | d\n", "# x", 2),
        ("a | b\n-|-\nc | d\n 3. x | y\n-|-\n", "z", 4),  # its mark ends the table above it
        ("- a\n 3. | b\n-|-\n", "z", 1),
        ("|a|b|\n|-|-|\n", "x\\", 0),
        ("a \\| b\n---\n", "x", 0),
        ("| a |\n|---|\n| `x` |\n", r"\\| y", 1),
        ("<p>text</p>\n", "<div>", 0),
        ("<p>text</p>\n", "</p><p>", 0),
        ("<p>\n[x]: <>\n", "a ---", 1),
        ("::: note text\n:::\n", "[x]", 0),
        ("::: note text\n:::\n", "{x} y", 0),
        ("::: note text\n:::\n", "x :::", 0),
        ("---\ntext\n---\n", "a: b", 0),
        ("---\nkey: a\n\ntext\n", "...", 1),
        ("Term\n: a\n  Term\n  : x\n", "y", 2),
        ("---\na\n---\n", "key: {", 0),
        ("Term\n: <q>\n  words\n\nEnd\n", "=", 1),  # the line under a heading
    ],
)
def test_breaks_out_and_is_refused(text: str, target: str, index: int) -> None:
    document = segment("x.md", text, DIALECT)
    raw = {index: target}
    tidied = {index: tidy(document.segments[index], target)}
    bad = misfits(document, tidied, raw, DIALECT)
    if not bad:  # then it must not have broken out
        assert put(text, target, index) is not None
        pytest.fail(f"published: {compose(document, tidied)!r}")
    assert put(text, target, index) is None


@pytest.mark.parametrize(
    ("text", "target", "edition"),
    [
        ("text\n", "#hashtag", "#hashtag\n"),
        ("text\n", "-5 degrees", "-5 degrees\n"),
        ("text\n", "1986.", None),
        ("text\n", "1986 .", "1986 .\n"),
        ("text\n", "*one* | two", "*one* | two\n"),
        ("text\n", "a\nb", "a\\\nb\n"),
        ("text\n", "a \\\n  b", "a\\\nb\n"),
        ("text\n", "a\n\nb", "a\\\n\\\nb\n"),
        ("a | b\n-|-\n", "# x", "# x | b\n-|-\n"),
        ("a \\| b\n---\n", "x | y", "x \\| y\n---\n"),
        ("text\n", " a  ", "a\n"),
        ("text\n", "a\r\nb\rc", "a\\\nb\\\nc\n"),
        ("text\n", "a\0b", "a\ufffdb\n"),
        ("text\n", "x\\", "x\\\n"),
        ("text\n", "https://example.org\nb", "https://example.org  \nb\n"),
        ("a  \nb\n", "a\nb\nc", "a  \nb  \nc\n"),
        ("> - a\n", "a\nb", "> - a\\\n>   b\n"),
        ("[^1]: a\n", "a\nb", "[^1]: a\\\n      b\n"),
        ("[^a>b]: a\n", "a\nb", "[^a>b]: a\\\n        b\n"),
        ("- [ ] a\n", "a\nb", "- [ ] a\\\n      b\n"),
        ("x\n\n\ufeffb\n", "y", "y\n\n\ufeffb\n"),
        ("# text\n", "# x", "# # x\n"),
        ("# text #\n", "C#", "# C# #\n"),
        ("text\n===\n", "a\nb", "a\\\nb\n===\n"),
        ("| a | b |\n|---|---|\n", "x | y", "| x \\| y | b |\n|---|---|\n"),
        ("| a | b |\n|---|---|\n", "x\ny", "| x<br>y | b |\n|---|---|\n"),
        ("| a | b |\n|---|---|\n", "# x", "| # x | b |\n|---|---|\n"),
        ("<p>a</p>\n", "x\n\ny", "<p>x y</p>\n"),
        ("<p>a</p>\n", "x &amp; y", "<p>x &amp; y</p>\n"),
        ("<p>a</p>\n", "\u00a0x", "<p>\u00a0x</p>\n"),
        ('<img alt="a">\n', 'a "b" <c>', '<img alt="a &quot;b&quot; &lt;c&gt;">\n'),
        ("<img alt=a>\n", "a b", '<img alt="a b">\n'),
        ('[a]: /u "b"\n', 'x "y"\nz', '[a]: /u "x \\"y\\" z"\n'),
        ("[a]: /u (b)\n", "(x)", "[a]: /u (\\(x\\))\n"),
        ("::: note a\n:::\n", "x\ny", "::: note x y\n:::\n"),
        ("---\ntitle: a\n---\n", 'x: "y" \\ #\n', '---\ntitle: "x: \\"y\\" \\\\ #"\n---\n'),
        ("---\ntitle: a\n---\n", "a\tb\nc\x85", '---\ntitle: "a\\tb\\nc"\n---\n'),
        ("a <b\nc> d\n", "x <b\nc>\ny", "x <b\nc>\ny\n"),
        ("\\\ntext\n", "x", "\\\nx\n"),
    ],
)
def test_fits_and_is_written_so(text: str, target: str, edition: str | None) -> None:
    assert put(text, target) == edition


def test_code_keeps_its_indent_and_its_fence() -> None:
    dialect = Dialect(code=True)
    text = "- ```\n  a\n\n    b\n  ```\n"
    assert put(text, "c\n\nd", dialect=dialect) == "- ```\n  c\n\n  d\n  ```\n"
    assert put(text, "```\nd", dialect=dialect) is None
    assert put("> ~~~\n> a\n> ~~~\n", "b\n\nc", dialect=dialect) == "> ~~~\n> b\n>\n> c\n> ~~~\n"


def test_code_behind_half_a_tab_is_left_alone() -> None:
    assert segment("x.md", "-\ta\n\n \tcode\n", Dialect(code=True)).segments[0].source == "a"
    assert segment("x.md", ">\t\tcode\n", Dialect(code=True)).segments == ()


def test_line_ends_inside_a_target_are_those_of_the_document() -> None:
    assert put("a\r\n\r\nb\r\n", "x\ny") == "x\\\r\ny\r\n\r\nb\r\n"
    assert put("a\rb\r", "x\ny") == "x\\\ry\r"


def test_a_target_equal_to_its_source_changes_nothing() -> None:
    text = "a\n  b\n\n\ufeffc\n\n| x\\|y |\n|---|\n"
    document = segment("x.md", text, DIALECT)
    same = {index: one.source for index, one in enumerate(document.segments)}
    assert misfits(document, same, same, DIALECT) == frozenset()
    assert compose(document, same) == text


def test_one_that_breaks_out_takes_no_neighbour_with_it() -> None:
    text = "".join(f"# heading {number}\n\ntext {number}\n\n" for number in range(40))
    document = segment("x.md", text, DIALECT)
    raw = {index: f"target {index}\nof two lines" for index in range(len(document.segments))}
    for index in range(0, 80, 2):
        raw[index] = "one line | with a pipe"
    raw[10] = "a heading\nof two lines"
    raw[60] = "another\n\none"
    tidied = {index: tidy(document.segments[index], target) for index, target in raw.items()}
    assert misfits(document, tidied, raw, DIALECT) == {10, 60}


def test_many_that_break_out_are_found_by_parsing_little(monkeypatch: pytest.MonkeyPatch) -> None:
    from transpipe.markdown import fit  # noqa: PLC0415 - to count what it parses

    text = "".join(f"# heading {number}\n\ntext {number}\n\n" for number in range(200))
    document = segment("x.md", text, DIALECT)
    raw = dict.fromkeys(range(0, 400, 2), "two\nlines") | {1: "two\nlines of text"}
    parsed = 0

    def counted(name: str, text: str, dialect: Dialect) -> object:
        nonlocal parsed
        parsed += len(text)
        return segment(name, text, dialect)

    monkeypatch.setattr(fit, "segment_text", counted)
    tidied = {index: tidy(document.segments[index], target) for index, target in raw.items()}
    bad = misfits(document, tidied, raw, DIALECT)
    assert bad >= {*range(0, 400, 2)}
    assert parsed < 12 * len(document.text)


def test_ordinary_targets_need_no_parse(monkeypatch: pytest.MonkeyPatch) -> None:
    from transpipe.markdown import fit  # noqa: PLC0415

    text = "# A\n\ntext\n\n- item\n\n> quote\n\n| a | b |\n|---|---|\n| c | d |\n"
    document = segment("x.md", text, DIALECT)
    monkeypatch.setattr(fit, "segment_text", None)
    targets = {index: f"Übersetzt: {one.source}" for index, one in enumerate(document.segments)}
    assert misfits(document, targets, targets, DIALECT) == frozenset()


def test_writing_is_the_way_back_from_tidying() -> None:
    document = segment("x.md", "> a\\\n> b\n", DIALECT)
    assert write(document.segments[0], "x\ny", "\r\n") == "x\\\r\n> y"
