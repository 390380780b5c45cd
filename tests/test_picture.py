"""Coverage as SVG: the figures of status, well-formed, fetching nothing."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from conftest import ROOT
from pagetree import tree
from transpipe.cli.main import run
from transpipe.report.picture import badge, picture
from transpipe.report.status import Row
from transpipe.standing import Count, Coverage, Standing


def row(name: str, **words: int) -> Row:
    counts = {one: Count(words.get(one.value, 0), 1, 1) for one in Standing}
    strip = tuple((words.get(one.value, 0), one) for one in Standing)
    found = Coverage(counts, dict.fromkeys(Standing, Count()))
    return Row(name.lower(), name.lower(), name, found, strip, {})


ROWS = [row("Thai", untranslated=99, translated=1), row("Malay & <b>", translated=75, fuzzy=25)]


def test_the_picture_has_the_figures_in_order_of_coverage() -> None:
    svg = tree(picture(ROWS, "a <b>.md", 1))
    texts = [one.text for one in svg.all("text")]
    assert texts[:3] == ["a <b>.md", "done", "words left"]
    assert texts[3:9] == ["Malay & <b>", "75%", "25", "Thai", "1%", "99"]
    assert svg.one("desc").text == "Malay & <b> 75%, Thai 1%"
    assert texts[-1] == "4 passages, 100 words · 0 of 2 languages complete · 124 words left"
    widths = [float(one.attributes["width"]) for one in svg.all("rect", class_="t")]
    assert widths[0] == pytest.approx(0.75 * 370, abs=2)


def test_nothing_is_fetched_and_nothing_changes_by_itself() -> None:
    assert picture(ROWS, "a.md", 1) == picture(ROWS, "a.md", 1)
    for svg in (picture(ROWS, "a.md", 1), badge(ROWS)):
        said = svg.replace('xmlns="http://www.w3.org/2000/svg"', "")
        assert not re.search(r"http|href|@import|@font-face|script", said)
        assert all(where.startswith("url(#") for where in re.findall(r"url\([^)]*", said))


def test_the_badge() -> None:
    assert tree(badge(ROWS)).one("title").text == "translated: 38%"
    assert tree(badge(ROWS[:1], "<Thai>")).one("title").text == "<Thai>: 1%"
    assert tree(badge([row("Lao")])).one("title").text == "translated: 100%"


def test_status_writes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.md").write_text("# One two\n", encoding="utf-8")
    (tmp_path / "transpipe.toml").write_text('languages = ["id"]\n', encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["status", "--svg", "docs/status.svg", "--badge", "docs/badge.svg"]) == 0
    assert capsys.readouterr().out == ""
    assert "0%" in tree(Path("docs/status.svg").read_text("utf-8")).text
    assert tree(Path("docs/badge.svg").read_text("utf-8")).one("title").text == "Indonesian: 0%"
    assert run(["status", "--badge", "-"]) == 0
    assert capsys.readouterr().out == Path("docs/badge.svg").read_text("utf-8")
    assert run(["status", "--json", "--badge", "docs/badge.svg"]) == 0
    capsys.readouterr()
    assert run(["status", "--svg", "../outside.svg"]) == 2
    assert "outside" in capsys.readouterr().err
    assert not (tmp_path.parent / "outside.svg").exists()


def test_figures_are_those_of_status(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(ROOT), "status", "--json"]) == 0
    languages = json.loads(capsys.readouterr().out)["languages"]
    assert run(["-C", str(ROOT), "status", "--svg", "-"]) == 0
    texts = [one.text for one in tree(capsys.readouterr().out).all("text")]
    for one in languages:
        place = texts.index(one["name"])
        left = one["total"]["words"] - one["states"]["translated"]["words"]
        assert texts[place + 2] == f"{left:,}"
        assert texts[place + 1] in {f"{one['percent']}%", "<1%"}
