"""The pages of a whole project: the lists, the settings, and one set of figures everywhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from pagetree import Element, tree
from projects import catalog_of, catalog_path, make, snapshot, translate
from transpipe.cli.main import run

SOURCE = """\
---
title: Open letter
lang: en
date: 2026-11-24
version: "1.2"
---

# Open letter

We ask for **clean water**.

See [the report](https://example.org/r).

Nine words stand here and all of them stay.

<!-- i18n:optional-start -->
- River Watch
<!-- i18n:optional-end -->
"""
WATER = "We ask for **clean water**."
REPORT = "See [the report](https://example.org/r)."
CONFIG = 'languages = ["id", "th", "ms-Arab"]\n'


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.chdir(make(tmp_path / "project", {"letter.md": SOURCE}, CONFIG))
    assert run(["-q", "update"]) == 0
    catalog = catalog_of(Path())
    catalog.set("Open letter", None, "Surat terbuka", fuzzy=False)
    catalog.set(WATER, None, "Kami minta **air**.", fuzzy=True)
    catalog.set(REPORT, None, "# Rusak\n\n- x", fuzzy=False)
    catalog_path(Path()).write_bytes(catalog.encode())
    return tmp_path / "project"


def page(name: str, output: str = "output") -> Element:
    return tree(Path(output, name).read_text(encoding="utf-8"))


def text(name: str) -> str:
    return Path("output", name).read_text(encoding="utf-8")


def status(capsys: pytest.CaptureFixture[str], *more: str) -> str:
    capsys.readouterr()
    assert run(["--color", "never", "status", *more]) == 0
    return capsys.readouterr().out


# One set of figures


def test_banner_lists_and_status_have_the_same_figures(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build"]) == 0
    data = {one["language"]: one for one in json.loads(status(capsys, "--json"))["languages"]}
    table = status(capsys)
    board = {
        row.one("a").attributes["href"]: row for row in page("coverage.html").one("tbody").all("tr")
    }
    index = {
        row.one("a").attributes["href"]: row
        for row in page("index.html").one("ul", class_="pick").all("li")
    }
    for tag, folder in (("id", "id"), ("th", "th"), ("ms-Arab", "ms_Arab")):
        figures, href = data[tag], f"{folder}/letter.html"
        words = {name: state["words"] for name, state in figures["states"].items()}
        left = figures["total"]["words"] - words["translated"]
        done = figures["states"]["translated"]["segments"]
        total = figures["total"]["segments"]
        row = board[href]
        assert row.one("td", class_="pc").text == f"{figures['percent']}%"
        assert row.one("td", class_="left").text == f"Words left: {left}"
        assert row.one("td", class_="pass").text == f"{done} / {total}"
        assert index[href].one("i").text == f"{figures['percent']}%"
        line = re.search(rf"^ *{folder} .*?(\d+)% +(\d+) *$", table, re.MULTILINE)
        assert line
        assert (int(line[1]), int(line[2])) == (figures["percent"], left)
        banner = page(href).one(class_="about")
        assert banner.one("svg").all("rect")[1].attributes["width"] == str(figures["percent"])
        fallbacks = total - done
        assert str(fallbacks) in banner.text
        assert str(total) in banner.text
    assert data["id"]["states"]["refused"]["segments"] == 1
    assert data["id"]["states"]["fuzzy"]["segments"] == 1


def test_what_is_left_names_place_state_and_reason(project: Path) -> None:
    assert run(["build"]) == 0
    rows = page("coverage.html").all("details")[0].all("li")
    assert [row.all("code")[0].text.partition(" · ")[2] for row in rows] == [
        "source/letter.md:10",
        "source/letter.md:12",
        "source/letter.md:14",
    ]
    lines = catalog_path(project).read_text(encoding="utf-8").splitlines()
    place = re.match(r"locale/id/LC_MESSAGES/letter\.po:(\d+) ", rows[0].one("code").text)
    assert place
    assert "Kami minta" in lines[int(place[1]) - 1]
    assert "to be reviewed" in rows[0].text
    assert "T101" in rows[1].text
    assert "Words: 9" in rows[2].text


# Which files


def test_the_lists_are_files_like_others(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run"]) == 0
    assert "output/, 10 files" in capsys.readouterr().out
    found = {path.relative_to("output").as_posix() for path in Path("output").rglob("*.*")}
    assert len(found) == 10
    assert {"index.html", "coverage.html"} <= found
    assert run(["build", "--check"]) == 0
    before = snapshot(project)
    Path("output", "index.html").unlink()
    assert run(["build", "--check"]) == 1
    assert "output/index.html" in capsys.readouterr().out
    assert run(["build"]) == 0
    assert {name: data for name, (data, _) in snapshot(project).items()} == {
        name: data for name, (data, _) in before.items()
    }


def test_lists_show_all_languages_though_some_are_built(project: Path) -> None:
    assert run(["build"]) == 0
    before = text("index.html"), text("coverage.html")
    assert run(["build", "-l", "th"]) == 0
    assert (text("index.html"), text("coverage.html")) == before
    translate(project, [("Open letter", "จดหมายเปิดผนึก")], folder="th")
    assert run(["build", "-l", "id"]) == 0
    assert "จดหมายเปิดผนึก" in text("index.html")
    assert "จดหมายเปิดผนึก" not in text("th/letter.html")


def test_without_html_there_are_no_lists(project: Path) -> None:
    assert run(["build", "--format", "md"]) == 0
    assert not list(Path("output").rglob("*.html"))


def test_every_page_finds_the_others(project: Path) -> None:
    assert run(["build"]) == 0
    for path in Path("output").rglob("*.html"):
        links = [one.attributes["href"] for one in tree(path.read_text("utf-8")).all("a")]
        for link in links:
            target = link.partition("#")[0]
            if target and not target.startswith("http"):
                assert (path.parent / target).exists(), (path, link)
        assert any(link.endswith(("index.html", "coverage.html")) for link in links)


def test_many_documents_through_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    long = "\n\n".join(f"Passage {number}." for number in range(60))
    documents = {f"d{number:02}.md": f"# Text {number}\n\n{long}\n" for number in range(30)}
    monkeypatch.chdir(make(tmp_path / "many", documents))
    assert run(["-q", "-j", "2", "run"]) == 0
    index = page("index.html")
    assert len(index.one("ul", class_="docs").all("li")) == 30
    assert len(index.one("ul", class_="docs").all("a")) == 90
    coverage = page("coverage.html")
    assert [row.one("td", class_="pass").text for row in coverage.one("tbody").all("tr")] == [
        "0 / 1,830",
        "0 / 1,830",
    ]
    assert len(coverage.all("details")[0].all("li")) == 500
    assert "More passages: 1,330" in coverage.all("details")[0].text
    first = {path: path.read_bytes() for path in Path("output").rglob("*.html")}
    assert run(["-q", "-j", "1", "build"]) == 0
    assert {path: path.read_bytes() for path in first} == first


# What a project says


def test_settings_reach_the_pages(project: Path) -> None:
    Path("transpipe.toml").write_text(
        CONFIG
        + """
        [page]
        base_url = "https://example.org/texts"
        title = "Statements"
        description = "All of them"
        licence = "CC BY 4.0"
        contact = "help@example.org"
        help = "https://example.org/help"
        prevails = false
        """,
        encoding="utf-8",
    )
    assert run(["build"]) == 0
    edition = page("id/letter.html")
    assert edition.one("title").text == "Surat terbuka – Statements"
    assert edition.one("meta", name="description").attributes["content"] == "All of them"
    canonical = edition.one("link", rel="canonical").attributes["href"]
    assert canonical == "https://example.org/texts/id/letter.html"
    assert "CC BY 4.0" in edition.one("footer").text
    links = {one.attributes["href"] for one in edition.all("a")}
    assert {"mailto:help@example.org", "https://example.org/help"} <= links
    assert "berlaku" not in edition.one(class_="about").text
    assert page("index.html").one("h1").text == "Statements"
    assert page("coverage.html").one("title").text == "Translation status – Statements"


def test_date_and_version_come_from_the_front_matter(project: Path) -> None:
    assert run(["build"]) == 0
    assert "Tanggal teks asli: 24 November 2026" in page("id/letter.html").one("main").text
    assert "1.2" in page("id/letter.html").one(class_="about").text
    letter = Path("source", "letter.md")
    letter.write_text(SOURCE.replace("2026-11-24", "soon").replace('version: "1.2"\n', ""), "utf-8")
    assert run(["build"]) == 0
    assert "Tanggal" not in page("id/letter.html").one("main").text


def test_drafts_are_said_to_be_unreviewed(project: Path) -> None:
    assert run(["build", "--drafts"]) == 0
    assert "Belum ditinjau oleh manusia." in page("id/letter.html").one(class_="about").text
    assert "ditinjau oleh manusia" not in page("th/letter.html").one(class_="about").text
    rows = page("index.html").one("ul", class_="pick").all("li")
    assert [one.one("b").text for one in rows if one.all(class_="dr")] == ["Bahasa Indonesia"]
    texts = {path.parent.name: path.read_text("utf-8") for path in Path("output").glob("*/*.md")}
    said = [folder for folder, text in texts.items() if "\n> Ini adalah draf." in text]
    assert said == ["id"]
    assert "skip-start" not in texts["en"] + texts["th"]


def test_too_little_coverage_keeps_an_edition_out_of_the_lists(project: Path) -> None:
    Path("transpipe.toml").write_text(CONFIG + "min_coverage = 1\n", encoding="utf-8")
    assert run(["build"]) == 0
    listed = [one.attributes["href"] for one in page("index.html").one("main").all("a")]
    assert listed == ["en/letter.html", "id/letter.html"]
    assert page("th/letter.html").one("meta", name="robots").attributes["content"] == "noindex"
    assert len(page("coverage.html").one("tbody").all("tr")) == 3


def test_own_templates(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("transpipe.toml").write_text(CONFIG + '[page]\ntemplates = "theme"\n', encoding="utf-8")
    assert run(["build"]) == 2
    assert "page.templates" in capsys.readouterr().err
    Path("theme").mkdir()
    own = Path("theme", "edition.html")
    own.write_text(
        '{% extends "transpipe/edition.html" %}\n{% block foot %}<p>Ours</p>{% endblock %}\n',
        encoding="utf-8",
    )
    assert run(["build"]) == 0
    assert page("id/letter.html").one("footer").text == "Ours"
    assert page("index.html").one("footer").text != "Ours"
    for wrong, what in (("{% if %}", ":2: "), ("{{ nothing.at }}", ":2: "), ("{{ 1 + '1' }}", "")):
        own.write_text(f'{{% extends "transpipe/edition.html" %}}\n{wrong}', encoding="utf-8")
        own.write_text(f"<p>\n{wrong}", encoding="utf-8")
        capsys.readouterr()
        assert run(["build"]) == 2
        said = " ".join(capsys.readouterr().err.split())
        assert "theme/edition.html" + what.strip() in said, said
        assert "the template is wrong" in said


# The Markdown editions


def test_front_matter_names_the_language(project: Path) -> None:
    assert run(["build"]) == 0
    assert "\nlang: id\n" in text("id/letter.md")
    assert "\nlang: ms-Arab\n" in text("ms_Arab/letter.md")
    assert text("en/letter.md") == SOURCE
    assert text("th/letter.md") == SOURCE.replace("lang: en", "lang: th")


def test_marks_stand_before_what_is_not_translated(project: Path) -> None:
    assert run(["build", "--mark"]) == 0
    mark = "<!-- i18n:untranslated -->\n"
    assert f"{mark}{WATER}" in text("id/letter.md")
    assert f"{mark}{REPORT}" in text("id/letter.md")
    assert text("id/letter.md").count(mark) == 3
    assert "\n# Surat terbuka" in text("id/letter.md")
    assert text("en/letter.md") == SOURCE
    assert run(["build"]) == 0
    assert mark not in text("id/letter.md")
