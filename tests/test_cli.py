"""The commands, run in this process on small projects."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from projects import command, environment, snapshot
from transpipe.catalog import Catalog
from transpipe.cli.main import run

SOURCE = """\
---
title: Open letter
---
# Open letter

We ask for **clean water**.

See [the report](https://example.org/r).

<!-- i18n:optional-start -->
- River Watch
<!-- i18n:optional-end -->
"""

Run = Callable[..., int]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "letter.md").write_text(SOURCE, encoding="utf-8")
    (tmp_path / "transpipe.toml").write_text('languages = ["id", "th"]\n', encoding="utf-8")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def translate(project: Path, source: str, target: str, *, fuzzy: bool = False) -> None:
    path = project / "locale" / "id" / "LC_MESSAGES" / "letter.po"
    catalog = Catalog.parse(path.read_bytes(), str(path))
    catalog.set(source, None, target, fuzzy=fuzzy)
    path.write_bytes(catalog.encode())


WATER = "We ask for **clean water**."
REPORT = "See [the report](https://example.org/r)."


def test_run_makes_everything_and_a_second_run_changes_nothing(project: Path) -> None:
    assert run(["run"]) == 0
    first = snapshot(project)
    assert {
        "locale/letter.pot",
        "locale/id/LC_MESSAGES/letter.po",
        "locale/th/LC_MESSAGES/letter.po",
        "output/en/letter.md",
        "output/en/letter.html",
        "output/id/letter.md",
        "output/th/letter.html",
    } <= set(first)
    assert first["output/id/letter.md"][0].decode() == SOURCE
    assert run(["run"]) == 0
    assert snapshot(project) == first


@pytest.mark.parametrize("command", ["extract", "update", "build"])
def test_check_writes_nothing_and_tells_what_is_stale(
    project: Path, command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, "--check"]) == 1
    assert set(snapshot(project)) == {"source/letter.md", "transpipe.toml"}
    assert "would change" in capsys.readouterr().out
    assert run(["run"]) == 0
    assert run([command, "--check"]) == 0


def test_a_translation_is_built_and_counted(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["run"])
    translate(project, WATER, "Kami meminta **air bersih**.")
    capsys.readouterr()
    assert run(["status", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert data["version"] == 1
    indonesian, thai = data["languages"]
    assert indonesian["language"] == "id"
    assert indonesian["states"]["translated"] == {"words": 5, "segments": 1, "messages": 1}
    assert indonesian["optional"]["untranslated"]["segments"] == 1
    assert thai["percent"] == 0
    for row in data["languages"]:
        for unit in ("words", "segments", "messages"):
            states = (state[unit] for state in row["states"].values())
            assert sum(states) == row["total"][unit]
    assert run(["build"]) == 0
    edition = (project / "output" / "id" / "letter.md").read_text(encoding="utf-8")
    assert edition == SOURCE.replace(WATER, "Kami meminta **air bersih**.")


def test_fuzzy_is_published_only_as_a_draft(project: Path) -> None:
    run(["run"])
    translate(project, WATER, "Kami meminta **air**.", fuzzy=True)
    edition = project / "output" / "id" / "letter.md"
    assert run(["build"]) == 0
    assert "Kami" not in edition.read_text(encoding="utf-8")
    assert run(["build", "--drafts"]) == 0
    assert "Kami meminta **air**." in edition.read_text(encoding="utf-8")


def test_an_edited_source_keeps_its_target_as_fuzzy(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["run"])
    translate(project, WATER, "Kami meminta **air bersih**.")
    letter = project / "source" / "letter.md"
    letter.write_text(SOURCE.replace("We ask for", "We do not ask for"), encoding="utf-8")
    assert run(["run"]) == 0
    path = project / "locale" / "id" / "LC_MESSAGES" / "letter.po"
    catalog = Catalog.parse(path.read_bytes(), "letter.po")
    message = catalog.get("We do not ask for **clean water**.")
    assert message
    assert (message.state, message.target) == ("fuzzy", "Kami meminta **air bersih**.")
    assert message.previous == WATER
    assert "Kami" not in (project / "output" / "id" / "letter.md").read_text(encoding="utf-8")
    capsys.readouterr()
    assert run(["status", "--fuzzy"]) == 0
    assert "not" in capsys.readouterr().out
    letter.write_text(SOURCE, encoding="utf-8")
    assert run(["run"]) == 0
    restored = Catalog.parse(path.read_bytes(), "letter.po").get(WATER)
    assert restored
    assert restored.state == "translated"


def test_a_target_that_breaks_out_is_refused_with_the_line_of_its_catalogue(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["run"])
    translate(project, WATER, "# Kami\n\n- meminta")
    assert run(["build"]) == 0
    assert run(["build", "--strict"]) == 1
    edition = (project / "output" / "id" / "letter.md").read_text(encoding="utf-8")
    assert edition == SOURCE
    capsys.readouterr()
    assert run(["check", "--output-format", "json"]) == 1
    found = json.loads(capsys.readouterr().out)
    broken = [finding for finding in found if finding["id"] == "T105"]
    text = (project / "locale/id/LC_MESSAGES/letter.po").read_text(encoding="utf-8")
    line = text.splitlines().index('msgid "We ask for **clean water**."') + 1
    assert len(broken) == 1
    assert broken[0]["catalog"] == "locale/id/LC_MESSAGES/letter.po"
    assert line < broken[0]["catalog_line"] <= line + 4  # the line of the spot in the target
    assert broken[0]["source_file"] == "source/letter.md"
    assert broken[0]["source_line"] == 6
    assert broken[0]["language"] == "id"
    assert broken[0]["severity"] == "error"


def test_missing_names_file_and_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["run"])
    capsys.readouterr()
    assert run(["status", "--missing", "-l", "id"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        "source/letter.md:2 id Open letter",
        "source/letter.md:4 id Open letter",
        f"source/letter.md:6 id {WATER}",
        f"source/letter.md:8 id {REPORT}",
    ]


def test_fail_under(project: Path) -> None:
    run(["run"])
    assert run(["status", "--fail-under", "0"]) == 0
    assert run(["status", "--fail-under", "50"]) == 1


def test_domains_follow_folders(project: Path) -> None:
    folder = project / "source" / "a"
    folder.mkdir()
    (folder / "b.md").write_text("# Other\n", encoding="utf-8")
    assert run(["run"]) == 0
    names = set(snapshot(project))
    assert {"locale/a/b.pot", "locale/id/LC_MESSAGES/a/b.po", "output/id/a/b.md"} <= names


def test_links_between_documents_lead_to_pages(project: Path) -> None:
    folder = project / "source" / "a"
    folder.mkdir()
    text = "[up](../letter.md#x) [out](../../README.md) [web](https://example.org/b.md)\n"
    (folder / "b.md").write_text(text, encoding="utf-8")
    assert run(["build"]) == 0
    page = (project / "output/id/a/b.html").read_text(encoding="utf-8")
    for href in ("../letter.html#x", "../../README.md", "https://example.org/b.md"):
        assert f'href="{href}"' in page
    assert (project / "output/id/a/b.md").read_text(encoding="utf-8") == text


def test_editions_of_a_document_that_is_gone_are_named_and_pruned(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = project / "source" / "other.md"
    other.write_text("# Other\n", encoding="utf-8")
    assert run(["run"]) == 0
    other.unlink()
    capsys.readouterr()
    assert run(["run"]) == 0
    assert "output/en/other.html" in capsys.readouterr().err
    assert (project / "output/id/other.md").exists()
    assert run(["build", "--prune", "--check"]) == 1
    assert (project / "output/id/other.md").exists()
    assert run(["build", "--prune"]) == 0
    assert not list((project / "output").rglob("other.*"))
    assert (project / "locale/id/LC_MESSAGES/other.po").exists()


def test_options_choose_language_format_and_folder(project: Path) -> None:
    run(["extract"])
    assert run(["update", "-l", "th"]) == 0
    assert not (project / "locale" / "id").exists()
    assert run(["build", "-l", "th", "--format", "md", "-d", "site"]) == 0
    built = {name for name in snapshot(project) if name.startswith("site/")}
    assert built == {"site/en/letter.md", "site/th/letter.md"}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["statsu"], 2, "status"),
        (["build", "--format", "docx"], 2, "md, html"),
        (["build", "-d", "../out"], 2, "output"),
        (["update", "-l", "vi"], 2, "id, th"),
        (["-C", "nowhere", "run"], 2, "nowhere"),
        (["-c", "missing.toml", "run"], 2, "missing.toml"),
        (["status", "--fail-under", "200"], 2, "fail-under"),
    ],
)
def test_a_mistake_is_named_with_the_way_out(
    project: Path,
    arguments: list[str],
    code: int,
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert run(arguments) == code
    captured = capsys.readouterr()
    assert said in captured.err
    assert "Traceback" not in captured.err


def test_a_broken_catalogue_stops_everything_and_nothing_is_written(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(["run"])
    path = project / "locale" / "id" / "LC_MESSAGES" / "letter.po"
    path.write_bytes(path.read_bytes()[:-3])
    before = snapshot(project)
    for name in ("run", "update", "build", "status", "check"):
        capsys.readouterr()
        assert run([name]) == 2
        assert "locale/id/LC_MESSAGES/letter.po:" in capsys.readouterr().err
    assert snapshot(project) == before


def test_a_source_that_is_not_utf8_is_named_with_its_place(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "source" / "letter.md").write_bytes(b"# Caf\xe9\n")
    assert run(["run"]) == 2
    captured = capsys.readouterr().err
    assert "source/letter.md:1:6" in captured
    assert "iconv" in captured


def test_no_source_folder_and_no_document(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "source" / "letter.md").unlink()
    assert run(["run"]) == 2
    assert "source" in capsys.readouterr().err
    (project / "source").rmdir()
    assert run(["run"]) == 2


def test_a_wrong_epoch_is_a_mistake(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    assert run(["extract"]) == 2


def test_init_writes_a_configuration_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["init", "id", "zh-CN"]) == 0
    assert "zh-Hans" in (tmp_path / "transpipe.toml").read_text(encoding="utf-8")
    assert run(["init", "id"]) == 2
    assert "transpipe.toml" in capsys.readouterr().err
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "a.md").write_text("Hello\n", encoding="utf-8")
    assert run(["run"]) == 0


def test_init_adds_to_a_pyproject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n', encoding="utf-8")
    assert run(["init", "--pyproject", "th"]) == 0
    text = (tmp_path / "pyproject.toml").read_text(encoding="utf-8")
    assert text.startswith('[project]\nname = "x"\n\n[tool.transpipe]\n')


def test_a_bug_is_one_line_and_exit_70(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of\nluck")

    monkeypatch.setattr("transpipe.cli.extract.extract", fail)
    assert run(["extract"]) == 70
    captured = capsys.readouterr().err
    assert "RuntimeError: out of luck" in captured
    assert "--debug" in captured
    assert "Traceback" not in captured
    with pytest.raises(RuntimeError):
        run(["--debug", "extract"])


def test_interrupted_is_130_and_quiet(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("transpipe.cli.extract.extract", interrupt)
    assert run(["extract"]) == 130
    assert capsys.readouterr().err.strip() == ""


@pytest.mark.parametrize(
    "settings",
    [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Asia/Bangkok"},
        {"PYTHONHASHSEED": "77", "LC_ALL": "C.UTF-8", "TZ": "America/Lima"},
    ],
)
def test_the_bytes_do_not_depend_on_the_environment(
    project: Path, tmp_path_factory: pytest.TempPathFactory, settings: dict[str, str]
) -> None:
    run(["run"])
    made = snapshot(project)
    elsewhere = tmp_path_factory.mktemp("elsewhere") / project.name
    (elsewhere / "source").mkdir(parents=True)
    (elsewhere / "source" / "letter.md").write_text(SOURCE, encoding="utf-8")
    (elsewhere / "transpipe.toml").write_text('languages = ["id", "th"]\n', encoding="utf-8")
    subprocess.run(
        command(elsewhere, "--quiet", "run"), check=True, env=environment(**settings), cwd="/"
    )
    assert {name: data for name, (data, _) in snapshot(elsewhere).items()} == {
        name: data for name, (data, _) in made.items()
    }


def test_a_closed_pipe_is_quiet(project: Path) -> None:
    run(["run"])
    process = subprocess.run(
        ["bash", "-o", "pipefail", "-c", '"$@" | true', "-", *command(project, "status", "--json")],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert process.stderr == b""
    assert process.returncode in {0, 130, -signal.SIGINT}  # the shell says 130 of both


def test_ctrl_c_in_the_middle_leaves_whole_files(project: Path) -> None:
    for number in range(20):
        (project / "source" / f"d{number}.md").write_text(SOURCE * 8, encoding="utf-8")
    process = subprocess.Popen(
        command(project, "run"), stderr=subprocess.PIPE, stdout=subprocess.PIPE, env=environment()
    )
    while process.poll() is None and not (project / ".transpipe" / "holder").exists():
        time.sleep(0.01)  # until it holds the lock
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=30)
    assert process.returncode in {0, 130, -signal.SIGINT}  # the shell says 130 of both
    assert b"Traceback" not in errors
    for path in (project / "locale").rglob("*.po*") if (project / "locale").exists() else ():
        if path.suffix in {".po", ".pot"}:
            Catalog.parse(path.read_bytes(), str(path))
    assert run(["--quiet", "run"]) == 0
    assert not list(project.rglob("*.tmp*"))


def test_more_processes_give_the_same_bytes(project: Path) -> None:
    for number in range(30):
        (project / "source" / f"d{number}.md").write_text(SOURCE, encoding="utf-8")
    assert run(["-j", "1", "run"]) == 0
    one = snapshot(project)
    assert run(["-j", "2", "build", "--check"]) == 0
    assert snapshot(project) == one


@pytest.mark.parametrize(
    ("arguments", "unwanted"),
    [
        (["--help"], {"rich", "jinja2", "nh3", "rapidfuzz", "babel", "markdown_it", "polib"}),
        (["--version"], {"rich", "jinja2", "nh3", "rapidfuzz", "babel", "markdown_it", "polib"}),
        (["status"], {"jinja2", "nh3", "rapidfuzz", "babel"}),
        (["check"], {"jinja2", "nh3", "rapidfuzz"}),
        (["run"], {"jinja2", "nh3", "rapidfuzz", "babel", "markdown_it", "yaml", "polib"}),
    ],
)
def test_nothing_is_imported_that_a_command_does_not_need(
    project: Path, arguments: list[str], unwanted: set[str]
) -> None:
    run(["run"])
    code = (
        f"import sys; from transpipe.cli.main import run; run({arguments!r});"
        f"print(sorted({unwanted!r} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_option_can_be_set_in_the_environment_by_the_name_it_is_typed_with(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["-q", "run"]) == 0
    monkeypatch.setenv("TRANSPIPE_STATUS_JSON", "1")
    monkeypatch.setenv("TRANSPIPE_STATUS_LANGUAGE", "th")
    assert run(["status"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert [one["language"] for one in figures["languages"]] == ["th"]
    monkeypatch.setenv("TRANSPIPE_BUILD_FORMAT", "md")
    monkeypatch.setenv("TRANSPIPE_BUILD_OUTPUT", "elsewhere")
    assert run(["build"]) == 0
    built = {path.suffix for path in (project / "elsewhere").rglob("*") if path.is_file()}
    assert built == {".md"}


def test_an_option_typed_stands_above_the_environment(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRANSPIPE_BUILD_FORMAT", "html")
    assert run(["build", "--format", "md"]) == 0
    assert not list((project / "output").rglob("*.html"))


@pytest.mark.parametrize("wanted", ["--missing", "--fuzzy"])
def test_json_is_refused_for_what_it_cannot_print(
    project: Path, capsys: pytest.CaptureFixture[str], wanted: str
) -> None:
    assert run(["status", "--json", wanted]) == 2
    assert "leave out" in capsys.readouterr().err


@pytest.mark.parametrize(("color", "colored"), [("always", True), ("auto", False)])
def test_a_colour_asked_for_stands_above_no_color(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    color: str,
    colored: bool,
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    assert run(["--color", color, "status"]) == 0
    assert ("\x1b[90m" in capsys.readouterr().out) is colored


def test_an_unknown_language_names_the_configuration(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "transpipe.toml").write_text('languages = ["qq"]\n', encoding="utf-8")
    assert run(["status"]) == 2
    assert "transpipe.toml: unknown language" in capsys.readouterr().err


def test_run_says_that_languages_are_to_be_filled_in(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "transpipe.toml").write_text("languages = []\n", encoding="utf-8")
    assert run(["run"]) == 0
    assert "fill in “languages” in transpipe.toml" in capsys.readouterr().out


@pytest.mark.parametrize("tags", ['"fil", "tl"', '"id", "eng"'])
def test_two_names_of_one_language_are_refused_before_anything_is_written(
    project: Path, capsys: pytest.CaptureFixture[str], tags: str
) -> None:
    (project / "transpipe.toml").write_text(f"languages = [{tags}]\n", encoding="utf-8")
    assert run(["run"]) == 2
    assert "transpipe.toml: “" in capsys.readouterr().err
    assert not (project / "locale").exists()
