"""The benchmark runs, whole, on documents of our own, and writes the README's table."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

sys.path.insert(0, str(ROOT))

from benchmarks.documents import changed, filled, read, written
from benchmarks.growth import HTML, PARSE, Point, memory, picture, slope
from benchmarks.measure import FailedError, LateError, Usage, measure, python
from benchmarks.pseudo import translation
from benchmarks.results import CLOSING, OPENING, Cell, Results, Size, readme, report, targets

SIZES = (1_000, 1_000_000, 3_000_000, 10_000_000)
LETTER = """\
# The river

The river rose by 3 metres in 2024, says [the survey](https://example.org/survey).

The villages along the river lost their harvest, their **homes** and 12 bridges to it, again.

- Build the `bridges` again, by 2026.
"""


def corpus(folder: Path) -> Path:
    for number in range(3):
        path = folder / "letters" / f"{number}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(LETTER.replace("river", ("river", "sea", "lake")[number]), "utf-8")
    return folder / "letters"


def run(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_everything_is_measured_on_documents_of_our_own(tmp_path: Path) -> None:
    found = tmp_path / "found.json"
    small = ("--languages", 2, "--no-peers", "--messages", 30, "--starts", 1, "--rounds", 1)
    done = run(
        "-m", "benchmarks", corpus(tmp_path), "--documents", 2, *small, "--json", found,
        folder=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    results = Results.load(found)
    (size,) = results.sizes
    assert size.documents == 2
    cells = size.cells["transpipe"]
    assert {*cells} == {
        "extract", "extract-warm", "update-new", "update-warm", "update-edited", "status",
        "status-warm", "check", "check-warm", "build-md", "build-md-warm", "build-html",
        "build-html-warm", "half-md", "half-html", "run", "run-warm",
    }  # fmt: skip
    assert all(cell.usage and cell.usage.cpu > 0 and not cell.note for cell in cells.values())
    assert "not measured" not in done.stdout
    assert not list(tmp_path.glob("benchmarks-*"))
    again = tmp_path / "README.md"
    again.write_text(f"before\n{OPENING}\nold\n{CLOSING}\nafter\n", "utf-8")
    assert run("-m", "benchmarks", "--from", found, "--readme", again, folder=tmp_path).stdout == (
        done.stdout
    )
    text = again.read_text("utf-8")
    assert "| extract" in text
    assert "old" not in text
    assert text == readme(text, results)


def test_growth_is_measured_and_drawn(tmp_path: Path) -> None:
    svg = tmp_path / "growth.svg"
    done = run(
        "benchmarks/growth.py", corpus(tmp_path), "--largest", 10_000, "--rounds", 1, "--svg", svg,
        folder=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert svg.read_text("utf-8").startswith("<svg")


def test_updates_are_compared_on_a_single_corpus(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for number in range(60):
        name = "".join(chr(97 + int(digit)) for digit in str(number))
        text = (
            f"The {name} river rose. All villages near {name} lost homes.\n\nWe ask {name} why.\n"
        )
        (folder / f"{number}.md").write_text(text, "utf-8")
    arguments = ("--no-peers", "--tool", "transpipe", "--rounds", 1, "--share", 0.3)
    done = run("benchmarks/update.py", folder, *arguments, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "all: recall" in done.stdout


def test_the_readme_has_the_table_of_a_run() -> None:
    results = Results.load(ROOT / "benchmarks" / "results.json")
    text = (ROOT / "README.md").read_text("utf-8")
    assert readme(text, results) == text


def test_commands_are_measured_with_all_they_start(tmp_path: Path) -> None:
    work = "sum(range(3_000_000)); b = bytearray(60_000_000); b[::4096] = b[::4096]"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {work!r}])"
    found = measure([python("-c", child)] * 2, tmp_path, tmp_path / "log")
    assert found.cpu > 0.05
    assert found.wall > 0.05
    assert 50 < found.peak < 120
    with pytest.raises(FailedError, match="no such thing"):
        measure([python("-c", "exit('no such thing')")], tmp_path, tmp_path / "log")
    with pytest.raises(LateError):
        measure(
            [python("-c", "import time; time.sleep(60)")], tmp_path, tmp_path / "log", seconds=0.3
        )


def sized(documents: int, cells: dict[str, dict[str, Cell]]) -> Size:
    return Size(documents, documents * 1000, Usage(1, 1, 10), cells)


def test_targets_are_met_or_missed_or_unknown() -> None:
    cells = {
        "transpipe": {"extract": Cell(Usage(0.5, 1, 20), 9), "build-md": Cell(Usage(2, 2, 20), 5)},
        "po4a": {"extract": Cell(Usage(3, 3, 30), 9), "build-md": Cell(None, note="over 9 s")},
    }
    results = Results("a machine", ["id", "th"], {"po4a": "0.69"}, [sized(9, cells)], {"help": 1.2})
    verdicts = {one.name: (one.verdict, one.note) for one in targets(results)}
    assert verdicts["extract, in full parses"] == ("met", "")
    assert verdicts["2 Markdown editions, in full parses"] == ("MISSED", "extrapolated")
    assert verdicts["with HTML, in full parses"] == ("not measured", "")
    assert verdicts["extract: po4a takes times ours"] == ("met", "")
    assert verdicts["--help, in python -c 'import click'"] == ("met", "")
    text = report(results)
    assert "~2.0" in text
    assert "over 9 s" in text
    assert "po4a 0.69" in text


def test_a_readme_without_marks_is_refused() -> None:
    results = Results("a machine", ["id"], {}, [sized(1, {})])
    with pytest.raises(ValueError, match="benchmarks"):
        readme("no marks", results)


def test_results_come_back_as_they_were(tmp_path: Path) -> None:
    cells = {"transpipe": {"extract": Cell(Usage(0.5, 1, 20), 9), "run": Cell(None, note="failed")}}
    results = Results("a machine", ["id"], {}, [sized(9, cells)], {"help": 1.2})
    results.save(tmp_path / "one.json")
    assert Results.load(tmp_path / "one.json") == results
    assert json.loads((tmp_path / "one.json").read_text())["machine"] == "a machine"


def test_repeated_documents_differ_in_words_alone() -> None:
    text = "---\ntitle: One\n---\n# A heading\n\nSee `code` and [us](https://a.org/b).\n\n```\nx\n```\n"
    made = [changed(text, number) for number in range(20)]
    assert made[0] == text
    assert len(set(made)) == 20
    for one in made:
        assert one.startswith("---\ntitle: One\n---\n# ")
        assert "`code`" in one
        assert "](https://a.org/b)" in one
        assert one.endswith("```\nx\n```\n")


@pytest.mark.parametrize("language", ["id", "th", "zh-Hans"])
def test_a_pseudo_translation_keeps_what_must_stay(language: str) -> None:
    source = (
        'Read **it** `now` at <b>ASEAN</b>, [there](https://a.org/x "t")[^1] by 2024: {{x}} &amp;'
    )
    made = translation(source, language)
    for kept in ("`now`", "<b>ASEAN</b>", '](https://a.org/x "t")[^1]', "2024: {{x}} &amp;", "**"):
        assert kept in made
    assert "Read" not in made
    assert made == translation(source, language)


def test_catalogues_are_filled_to_a_share() -> None:
    body = "".join(f'#: a.md\nmsgid "word {n}"\nmsgstr ""\n\n' for n in range(10))
    assert filled(body, "id", 1).count('msgstr ""') == 0
    assert filled(body, "id", 0.5).count('msgstr ""') == 5
    for text in ("one", 'a "b" \\ c', "two\nlines", "ends\n"):
        assert read(written(text) + "\n") == text


def test_slopes_and_memory_of_points() -> None:
    straight = [Point(HTML, size, size / 1e6 + 0.1, 30 + size / 2**20 * 20) for size in SIZES]
    assert slope(straight) == pytest.approx(1, abs=0.02)
    assert memory(straight) == pytest.approx(20, abs=0.1)
    bent = [Point(HTML, size, (size / 1e6) ** 2 + 0.1, 30) for size in SIZES]
    assert slope(bent) > 1.9
    points = [*straight, *(Point(PARSE, size, 1, 30) for size in SIZES)]
    assert picture(points).count("<polyline") == 8
