"""What authors are told of their documents, and what of a folder is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import make, translate
from transpipe.checks import check_source
from transpipe.cli.main import run
from transpipe.errors import TranspipeError
from transpipe.markdown import Dialect, segment

CONFLICT = "<<<<<<< HEAD\nold\n=======\nnew\n>>>>>>> main\n"
WATER = "We ask for **clean water**."


def told(text: str) -> list[tuple[str, str, int]]:
    document = segment("x.md", text, Dialect())
    found = check_source(document, Dialect())
    return [(one.check, one.severity.value, one.source_line) for one in found]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (CONFLICT, 1),
        (CONFLICT.replace("\n", "\r\n"), 1),
        (f"\ufeffWords\n{CONFLICT}", 2),
        (f"- item\n\n{CONFLICT}", 3),
        (f"<div>\n{CONFLICT}</div>\n", 2),
        ("<<<<<<< a\nx\n||||||| base\ny\n=======\nz\n>>>>>>> b\n", 1),
        ("<<<<<<< a\n<<<<<<< a\nx\n=======\nz\n>>>>>>> b\n", 2),
        (f"---\n{CONFLICT.replace('old', 'title: a').replace('new', 'title: b')}---\n", 2),
    ],
)
def test_a_conflict_is_an_error(text: str, line: int) -> None:
    assert ("S021", "error", line) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Title\n=======\n\n>>>>>>> a quotation\n",
        ">>>>>>> main\n\n<<<<<<< HEAD\n\nTitle\n=======\n",
        f"```\n{CONFLICT}```\n",
        f"<pre>\n{CONFLICT}</pre>\n",
        f"<!--\n{CONFLICT}-->\n",
        "".join(f"    {line}\n" for line in CONFLICT.splitlines()),
        "<<<<<<< HEAD\n\n>>>>>>> main\n",
        "<<<<<<<\nx\n=======\ny\n>>>>>>>\n",
        "<<<<<<<< HEAD\nx\n=======\ny\n>>>>>>>> main\n",
    ],
)
def test_what_is_no_conflict(text: str) -> None:
    assert "S021" not in [code for code, _, _ in told(text)]


@pytest.mark.parametrize(
    ("head", "lines"),
    [
        ("title:\n  - a\n  - b", [3]),
        ("title: [a]\ndescription: {a: b}", [2, 3]),
        ("title: a\ntags: [b]", []),
        ("other:\n  title: [a]", []),
        ("title: 2021", []),
    ],
)
def test_front_matter_without_text(head: str, lines: list[int]) -> None:
    assert told(f"---\n{head}\n---\nText\n") == [("S022", "warning", line) for line in lines]


@pytest.mark.parametrize("word", ["context:", "context", "comment: ", "comment"])
def test_an_empty_directive(word: str) -> None:
    assert told(f"<!-- i18n:{word} -->\nText\n") == [("S044", "warning", 1)]
    assert told(f"<!-- i18n:{word.rstrip(': ')}: x -->\nText\n") == []


@pytest.mark.parametrize("name", ["other.markdown", "OTHER.MD", "sub/other.mkd"])
def test_other_suffixes_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    root = make(tmp_path / "p", {"letter.md": WATER, name: "Words\n"})
    for command in ("run", "extract", "status"):
        assert run(["-C", str(root), command]) == 0
        assert capsys.readouterr().err.count(f"source/{name} is left out") == 1
    (root / "source/letter.md").unlink()
    assert run(["-C", str(root), "extract"]) == TranspipeError.exit_code
    assert f"Rename source/{name}" in capsys.readouterr().err


def test_run_prints_problems_and_counts_remarks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = make(tmp_path / "p", {"letter.md": f"{WATER}\n"}, 'languages = ["id"]\n')
    assert run(["-C", str(root), "run"]) == 0
    printed = capsys.readouterr().out
    assert "1 message" in printed
    assert "1 messages" not in printed
    assert "no problem" in printed
    translate(root, [(WATER, " Kami meminta **air bersih**")])
    assert run(["-C", str(root), "run"]) == 0
    printed = capsys.readouterr().out
    assert "2 remarks: see transpipe check" in printed
    assert "T132" not in printed
    translate(root, [(WATER, " Kami meminta air bersih")])
    assert run(["-C", str(root), "run"]) == 0
    printed = capsys.readouterr().out
    assert "1 warning, 2 remarks\n" in printed
    assert "warning[emphasis] T104" in printed
    assert "info" not in printed


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0", False), ("no", False), ("off", False), ("", False), ("1", True), ("true", True)],
)
def test_debugging_is_asked_for_by_a_true_value(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, shown: bool
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    root = make(tmp_path / "p", {"letter.md": WATER})
    monkeypatch.setenv("TRANSPIPE_DEBUG", value)
    monkeypatch.setattr("transpipe.cli.extract.extract", fail)
    if shown:
        with pytest.raises(ZeroDivisionError):
            run(["-C", str(root), "extract"])
    else:
        assert run(["-C", str(root), "extract"]) == 70


@pytest.mark.parametrize(("value", "quiet"), [("0", False), ("1", True)])
def test_other_variables_are_read_alike(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    value: str,
    quiet: bool,
) -> None:
    root = make(tmp_path / "p", {"letter.md": WATER})
    monkeypatch.setenv("TRANSPIPE_QUIET", value)
    monkeypatch.setenv("TRANSPIPE_EXTRACT_CHECK", "0")
    assert run(["-C", str(root), "extract"]) == 0
    assert (not capsys.readouterr().out) is quiet
    assert (root / "locale/letter.pot").exists()
