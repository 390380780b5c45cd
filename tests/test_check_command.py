"""The commands check and explain, the configuration of checks, and what comes with them."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import pytest

from conftest import ROOT
from projects import catalog_of, catalog_path, make, snapshot, translate
from transpipe.checks import CHECKS
from transpipe.cli.main import run
from transpipe.errors import TranspipeError
from transpipe.markdown import Dialect, segment
from transpipe.project.config import load
from transpipe.project.glossary import read_glossary
from transpipe.project.layout import Project

WATER = "We ask for **clean water**."
REPORT = "See [the report](https://example.org/r)."
DOCUMENTS = {"letter.md": f"# Open letter\n\n{WATER}\n\n{REPORT}\n"}
ATTACKS = json.loads((ROOT / "tests/data/given/security.json").read_text(encoding="utf-8"))
MESSAGES = [one for one in ATTACKS if one["vector"] == "msgstr"]


@pytest.fixture(autouse=True)
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = make(tmp_path / "campaign", DOCUMENTS)
    assert run(["-q", "-C", str(made), "run"]) == 0
    return made


def configure(root: Path, text: str) -> None:
    (root / "transpipe.toml").write_text(f'languages = ["id", "th"]\n{text}', encoding="utf-8")


def check(root: Path, *arguments: str, code: int = 0) -> list[dict[str, Any]]:
    """Run check; return what it found."""
    target = root / "found.json"
    target.unlink(missing_ok=True)
    options = ["--output-format", "json", "--output-file", "found.json", *arguments]
    assert run(["-q", "-C", str(root), "check", *options]) == code
    found: list[dict[str, Any]] = json.loads(target.read_text(encoding="utf-8"))
    return found


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [one["id"] for one in found]


def wrong_link(root: Path) -> None:
    translate(root, [(REPORT, "Lihat [laporan](https://evil.example/r).")])


# The command


def test_nothing_is_found_in_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(root) == []
    assert run(["-C", str(root), "check"]) == 0
    assert capsys.readouterr().out.endswith("no problem\n")


def test_a_finding_has_its_places(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong_link(root)
    (one,) = check(root, code=1)
    text = catalog_path(root).read_text(encoding="utf-8").splitlines()
    line = text.index('msgstr "Lihat [laporan](https://evil.example/r)."') + 1
    assert (one["catalog_line"], one["column"]) == (line, 15)
    assert (one["source_file"], one["source_line"]) == ("source/letter.md", 5)
    assert run(["-C", str(root), "check"]) == 1
    shown = capsys.readouterr().out
    assert "error[link-target] T101" in shown
    assert f"{line} | msgstr" in shown
    assert "= help: " in shown
    assert "1 error" in shown


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--select", "T101"], ["T101"]),
        (["--select", "t1", "--ignore", "link-target,T130"], ["T120"]),
        (["--select", "glossary, end-punctuation"], ["T120", "T130"]),
        (["--select", "link-target", "--select", "T130"], ["T101", "T130"]),
        (["--ignore", "T"], []),
    ],
)
def test_checks_are_chosen(root: Path, options: list[str], expected: list[str]) -> None:
    (root / "locale" / "glossary.csv").write_text("en,id,note\nreport,berita,x\n")
    translate(root, [(REPORT, "Lihat [laporan](https://evil.example/r)")])
    assert ids(check(root, "--fail-on", "never", *options)) == expected


def test_unknown_checks_are_refused(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for option in ("--select", "--ignore"):
        assert run(["-C", str(root), "check", option, "T101,link-tagret"]) == 2
        said = capsys.readouterr().err
        assert f'{option}: no check is called "link-tagret"; did you mean "link-target"?' in said


def test_what_fails(root: Path) -> None:
    translate(root, [(WATER, "Kami meminta **air bersih**")])  # no full stop: a remark
    for level, code in (("error", 0), ("warning", 0), ("info", 1), ("never", 0)):
        assert ids(check(root, "--fail-on", level, code=code)) == ["T130"]
        configure(root, f'[checks]\nfail_on = "{level}"\n')
        check(root, code=code)
    check(root, "--fail-on", "info", code=1)  # stands above the configuration


def test_fuzzy_targets_are_checked_where_asked_for(root: Path) -> None:
    catalog = catalog_of(root)
    catalog.set(REPORT, None, "Lihat [laporan](https://evil.example/r).", fuzzy=True)
    catalog_path(root).write_bytes(catalog.encode())
    assert check(root) == []
    assert ids(check(root, "--fuzzy", code=1)) == ["T101"]


def test_one_language_alone(root: Path) -> None:
    wrong_link(root)
    assert ids(check(root, "-l", "id", code=1)) == ["T101"]
    assert check(root, "-l", "th") == []


@pytest.mark.parametrize("name", ["source/x.md", "locale/x.po", "output/x", "../x.json"])
def test_findings_go_to_no_folder_of_ours(root: Path, name: str) -> None:
    before = snapshot(root)
    assert run(["-C", str(root), "check", "--output-file", name]) == 2
    assert snapshot(root) == before
    assert not (root.parent / "x.json").exists()


def test_a_file_of_findings_is_the_same_each_time(root: Path) -> None:
    wrong_link(root)
    for kind in ("full", "concise", "json", "github", "sarif", "junit"):
        options = ["check", "--output-format", kind, "--output-file", f"reports/{kind}"]
        assert run(["-q", "-C", str(root), *options]) == 1
        before = snapshot(root)
        assert run(["-q", "-C", str(root), *options]) == 1
        assert snapshot(root) == before
        assert (root / "reports" / kind).read_text(encoding="utf-8").endswith("\n")


def test_github_wants_paths_from_the_top_of_the_repository(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong_link(root)
    for workspace, path in (
        (root.parent, "campaign/locale"),
        (root, "locale"),
        (root / "source", "locale"),
        ("", "locale"),
    ):
        monkeypatch.setenv("GITHUB_WORKSPACE", str(workspace))
        capsys.readouterr()
        assert run(["-C", str(root), "check", "--output-format", "github"]) == 1
        assert capsys.readouterr().out.startswith(f"::error file={path}/")


def test_missing_packages_are_told_once(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(
        "transpipe.checks.run.is_installed", lambda check: check not in {"T144", "T145"}
    )
    assert run(["-C", str(root), "check"]) == 0
    said = capsys.readouterr().err
    assert said.count("is off") == 1  # there is no Burmese
    assert "T145" in said
    assert "transpipe[qa]" in " ".join(said.split())
    assert run(["-C", str(root), "check", "--ignore", "T145"]) == 0
    assert "is off" not in capsys.readouterr().err


# What the configuration decides


def test_waivers(root: Path) -> None:
    wrong_link(root)
    waiver = '[[checks.waivers]]\ncheck = "link-target"\nreason = "the page has moved"\n'
    for more, expected in (
        ("", []),
        ('language = "ID"\ndocument = "source/letter.md"\n', []),
        (f'source = "{REPORT}"\n', []),
        ('language = "th"\n', ["T101"]),
        ('document = "source/other.md"\n', ["T101"]),
        ('source = "See"\n', ["T101", "P081"]),
    ):
        configure(root, waiver + more)
        assert ids(check(root, code=bool(expected))) == expected
        assert run(["-q", "-C", str(root), "build"]) == 0
        text = (root / "output/id/letter.md").read_text(encoding="utf-8")
        assert ("evil" in text) == (not expected)


NEVER_IN_A_CATALOGUE = "T101 T102 T105 T106 T141 T142 T160".split()


def test_some_checks_are_waived_in_the_configuration_alone(root: Path) -> None:
    assert [one.id for one in CHECKS if not one.waivable] == NEVER_IN_A_CATALOGUE
    wrong_link(root)
    path = catalog_path(root)
    text = path.read_text(encoding="utf-8")
    place = text.index('msgid "See')
    flags = "#, ignore-link-target, ignore-T101\n"
    path.write_text(text[:place] + flags + text[place:], encoding="utf-8")
    assert ids(check(root, code=1)) == ["P081", "P081", "T101"]


def test_waivers_hold_for_findings_about_files(root: Path) -> None:
    (root / "source/letter.md").write_text("See [there](#nowhere) and [more](more.md).\n")
    assert ids(check(root)) == ["S012", "S013"]
    configure(root, '[[checks.waivers]]\ncheck = "S012"\nreason = "x"\n')
    assert ids(check(root)) == ["S013"]
    configure(root, '[checks]\nignore = ["source-dead-document"]\n')
    assert ids(check(root)) == ["S012"]
    configure(root, '[checks]\nselect = ["T"]\n')
    assert check(root) == []


def test_a_language_has_checks_of_its_own(root: Path) -> None:
    for folder in ("id", "th"):
        translate(root, [(REPORT, "xx [yy](https://evil.example/r).")], folder=folder)
    both = '[checks]\nselect = ["T101", "T145"]\nignore = ["T145"]\n'
    configure(root, both)
    assert [one["language"] for one in check(root, code=1)] == ["id", "th"]
    configure(root, both + '[checks.language.ID]\nignore = ["T101"]\n')
    assert [one["language"] for one in check(root, code=1)] == ["th"]
    configure(root, both + '[checks.language.th]\nselect = ["T120"]\n')
    assert [one["language"] for one in check(root, code=1)] == ["id"]
    assert [one["language"] for one in check(root, "--select", "T101", code=1)] == ["id", "th"]


def test_terms_that_stay_and_localized_links(root: Path) -> None:
    translate(root, [(REPORT, "Lihat [laporan](https://example.org/id/r).")])
    configure(root, '[checks]\nlocalized_links = ["https://example.org/id/"]\n')
    assert check(root) == []
    configure(root, '[checks]\nlocalized_links = ["https://example.org/i"]\n')
    assert ids(check(root, code=1)) == ["T101"]
    translate(root, [("Open letter", "Surat terbuka")])
    configure(root, '[checks]\nkeep_terms = ["Open letter"]\nselect = ["T112"]\n')
    assert ids(check(root)) == ["T112"]


# The glossary


def glossary(root: Path, text: str) -> None:
    (root / "locale" / "glossary.csv").write_bytes(text.encode())


def test_agreed_terms_are_asked_for(root: Path) -> None:
    translate(root, [(WATER, "Kami meminta **minuman bersih**.")])
    glossary(root, '\ufeffEN,id,note,th\r\nclean water,air bersih|air yang bersih,"a,\nb",\r\n')
    (one,) = check(root)
    assert one["id"] == "T120"
    assert "air bersih" in one["help"]
    assert "air yang bersih" in one["help"]
    translate(root, [(WATER, "Kami meminta **air yang bersih**.")])
    assert check(root) == []


def test_a_glossary_elsewhere(root: Path) -> None:
    translate(root, [(WATER, "Kami meminta **minuman bersih**.")])
    (root / "terms.csv").write_text("en,id\nclean water,air bersih\n")
    assert check(root) == []
    configure(root, '[checks]\nglossary = "terms.csv"\n')
    assert ids(check(root)) == ["T120"]
    configure(root, '[checks]\nglossary = "none.csv"\n')
    assert run(["-C", str(root), "check"]) == 2


def test_terms_of_this_repository_are_read() -> None:
    project = Project(load(ROOT))
    assert {language.tag for language in project.languages} >= set(project.glossary)
    assert project.glossary["zh-Hans"]["treaty"] == ("条约",)
    assert project.checks_in(project.language("tet")).glossary == {}


def test_terms_in_scripts_without_spaces(tmp_path: Path) -> None:
    root = make(tmp_path / "p", {"letter.md": "A treaty.\n"})
    run(["-q", "-C", str(root), "run"])
    glossary(root, "en,th\ntreaty,สนธิ สัญญา\n")
    translate(root, [("A treaty.", "นี่คือสนธิสัญญาฉบับหนึ่ง")], folder="th")
    assert check(root, "--select", "T120") == []
    translate(root, [("A treaty.", "นี่คือข้อตกลงฉบับหนึ่ง")], folder="th")
    assert ids(check(root, "--select", "T120")) == ["T120"]


@pytest.mark.parametrize(
    ("data", "line", "said"),
    [
        ("", 1, "no line that names the columns"),
        ("\n \n", 1, "no line that names the columns"),
        ("id,note\nair,x\n", 1, "no column “en”"),
        ("en,id,ID\n", 1, "two columns for “id”"),
        ("en,note,NOTE\n", 1, "two columns for “note”"),
        ("en,Indonesian\n", 1, "the column “Indonesian” is no language's"),
        ("en;id\nwater;air\n", 1, "the column “en;id” is no language's"),
        ("en,id\nwater\n", 2, "1 cells where the first line has 2"),
        ("en,id\n\nwater,air,x\n", 3, "3 cells where the first line has 2"),
        ('en,id\n"water,air\n', 2, "not valid CSV"),
        ('en,id\n"wa"ter,air\n', 2, "not valid CSV"),
        ("en,id\n,air\n", 2, "no term in the column “en”"),
        ("en,id\nwater,a\x1bir\n", 2, "“a\\x1bir” holds a control character"),
        ('en,id,note\nfire,api,"a\nb"\nFire,x,\n', 4, "the term “Fire” stands in line 2 too"),
        (b"en,id\nwater,\xff\n", 2, "not UTF-8"),
    ],
)  # fmt: skip
def test_an_odd_glossary_is_refused(data: str | bytes, line: int, said: str) -> None:
    project = Project(load(ROOT))
    raw = data if isinstance(data, bytes) else data.encode()
    with pytest.raises(TranspipeError) as caught:
        read_glossary(raw, "terms.csv", "en", lambda tag: project.language(tag).tag)
    assert said in caught.value.message
    assert (caught.value.path, caught.value.line) == ("terms.csv", line)
    assert "\x1b" not in str(caught.value)


# Across documents


def two(root: Path) -> Path:
    make(
        root,
        {
            "a.md": "# One {#one}\n\n[ok](b.md#two) [ok](sub/c.md) [bad](b.md#three)\n",
            "b.md": "# Two\n\n[bad](c.md) [ok](a.md#one) [ok](#two) [bad](#three)\n",
            "sub/c.md": "# One\n\n[ok](../a.md) [ok](../b.md?x#two) [bad](../../README.md)\n\n"
            "[ok](https://example.org/x.md) [ok](/x.md) [bad](file.pdf) [ok](file.html) [ok](a%20b.md#x-y)\n",
            "sub/file.md": "# File\n",
            "sub/a b.md": "# X y\n\n<a id='raw'></a> [ok](#raw) [ok](c.md#one)\n",
        },
    )
    run(["-q", "-C", str(root), "run"])
    return root


def test_links_between_documents_lead_somewhere(tmp_path: Path) -> None:
    root = two(tmp_path / "p")
    found = check(root)
    assert [(one["source_file"], one["id"], one["message"]) for one in found] == [
        ("source/a.md", "S013", "there is no #three in source/b.md"),
        ("source/b.md", "S012", "there is no #three in this document"),
        ("source/b.md", "S013", "there is no document source/c.md"),
        ("source/sub/c.md", "S013", "there is no document README.md"),
        ("source/sub/c.md", "S014", "sub/file.pdf is not copied beside the editions: no such file"),
    ]
    assert "[bad](c.md)" in found[2]["source"]


def test_what_is_not_found_leads_somewhere_in_every_edition(tmp_path: Path) -> None:
    root = two(tmp_path / "p")
    for source, target in (("Two", "Dua"), ("X y", "Kelas B")):
        domain = "b" if source == "Two" else "sub/a b"
        translate(root, [(source, target)], domain=domain)
    dead = {
        one["message"].split()[3]
        for one in check(root)
        if one["message"].startswith("there is no #")
    }
    assert run(["-q", "-C", str(root), "build"]) == 0
    pages = {path: path.read_text(encoding="utf-8") for path in (root / "output").rglob("*.html")}
    assert len(pages) >= 12
    links = 0
    for path, page in pages.items():
        for target in re.findall(r'href="([^":]*)#([^"]+)"', page):
            other = (
                Path(os.path.normpath(path.parent / unquote(target[0].partition("?")[0])))
                if target[0]
                else path
            )
            links += 1
            if f"#{target[1]}" in dead or other.name == "c.html":
                continue
            assert re.search(rf'id="{re.escape(unquote(target[1]))}"', pages[other]), (path, target)
    assert links > 12


def test_one_source_with_several_targets(tmp_path: Path) -> None:
    root = make(tmp_path / "p", {f"{name}.md": "# Signatories\n" for name in "abc"})
    run(["-q", "-C", str(root), "run"])
    for name, target in (("a", "Penanda tangan"), ("b", "Penandatangan"), ("c", "Penanda tangan")):
        translate(root, [("Signatories", target)], domain=name)
    (one,) = check(root)
    assert (one["id"], one["catalog"]) == ("T123", "locale/id/LC_MESSAGES/b.po")
    assert "locale/id/LC_MESSAGES/a.po:" in one["help"]
    assert check(root, "-l", "th") == []
    configure(root, '[[checks.waivers]]\ncheck = "T123"\nsource = "Signatories"\nreason = "x"\n')
    assert check(root) == []


def test_the_order_is_that_of_files_and_lines_however_many_processes_work(tmp_path: Path) -> None:
    documents = {
        f"{number:02}.md": f"Text {number} with [a link](x{number}).\n" for number in range(26)
    }
    root = make(tmp_path / "p", documents)
    run(["-q", "-C", str(root), "run"])
    for number in range(26):
        pair = (f"Text {number} with [a link](x{number}).", f"Teks {number} [satu](y) ")
        translate(root, [pair], domain=f"{number:02}")
    (root / "found.json").unlink(missing_ok=True)
    found = check(root, code=1)
    keys = [(one["catalog"], one["catalog_line"], one["id"]) for one in found]
    assert keys == sorted(keys)
    assert len({one["catalog"] for one in found}) == 26
    options = ["check", "--output-format", "json", "-o", "one.json"]
    assert run(["-q", "-j", "1", "-C", str(root), *options]) == 1
    assert json.loads((root / "one.json").read_text(encoding="utf-8")) == found


# Attacks


@pytest.mark.parametrize("attack", MESSAGES, ids=lambda attack: attack["id"])
def test_no_target_acts_in_what_is_printed(
    tmp_path: Path, attack: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    payload = attack["payload"]
    if payload.startswith("REPEAT:"):
        _, text, count = payload.split(":")
        payload = text * int(count)
    root = make(tmp_path / "p", {"letter.md": f"{attack['src']}\n"})
    run(["-q", "-C", str(root), "extract"])
    run(["-q", "-C", str(root), "update"])
    source = segment("x", attack["src"], Dialect()).segments[0].source
    translate(root, [(source, payload)])
    capsys.readouterr()
    for kind in ("full", "concise", "json", "github", "sarif", "junit"):
        code = run(["-C", str(root), "--color", "never", "check", "--output-format", kind])
        assert code in ({2} if attack["id"] == "size-1mb" else {0, 1})  # no catalogue is so big
        text, said = capsys.readouterr()
        assert all(one.isprintable() or one == "\n" for one in said)
        if code == 2:
            continue
        assert all(one.isprintable() or one == "\n" for one in text), kind
        lines = text.split("\n")
        if kind == "github":
            assert all(
                line.startswith(
                    ("::error file=locale/", "::warning file=locale/", "::notice file=locale/")
                )
                for line in lines
                if line
            )
        else:
            assert not any(line.lstrip().startswith("::") for line in lines), kind
            assert "##[" not in text
        if kind in {"json", "sarif"}:
            json.loads(text)
        if kind == "junit":
            ET.fromstring(text)  # noqa: S314 - our own


# Explaining


def test_checks_are_explained(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for word in ("T101", "link-target", "t101"):
        assert run(["explain", word]) == 0
        text = capsys.readouterr().out
        assert text.startswith("error[link-target] T101\n")
        assert "Example: " in text
        assert "To mend it" in text
    assert run(["explain"]) == 0
    text = capsys.readouterr().out
    assert all(check.id in text and check.name in text for check in CHECKS)
    assert "P080" in text
    assert run(["explain", "T14"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 7
    assert run(["explain", "emphasys"]) == 2
    assert 'did you mean "emphasis"?' in capsys.readouterr().err


# What comes with it


def test_the_action_runs_what_there_is(root: Path, tmp_path: Path) -> None:
    import yaml  # noqa: PLC0415

    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    script = action["runs"]["steps"][1]["run"]
    home = tmp_path / "runner" / "transpipe" / "bin"
    home.mkdir(parents=True)
    (home / "transpipe").write_text('#!/bin/sh\nprintf "%s\\n" "$@"\n')
    (home / "transpipe").chmod(0o755)
    inputs = {
        name.replace("-", "_").upper(): one["default"] for name, one in action["inputs"].items()
    }
    inputs |= {"ARGUMENTS": "--fail-on warning $(touch x)", "OUTPUT_FILE": "a b.sarif"}
    environment = {**os.environ, **inputs, "RUNNER_TEMP": str(tmp_path / "runner")}
    done = subprocess.run(
        ["bash", "-c", script],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split("\n")[:6] == [
        "--directory",
        ".",
        "check",
        "--output-format",
        "github",
        "--fail-on",
    ]
    assert done.stdout.split("\n")[-3:-1] == ["--output-file", "a b.sarif"]
    assert not (tmp_path / "x").exists()
    assert all("${{" not in step["run"] for step in action["runs"]["steps"])


def test_the_hooks_run_commands_that_there_are(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml  # noqa: PLC0415

    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert [hook["id"] for hook in hooks] == ["transpipe-check", "transpipe-extract-check"]
    monkeypatch.chdir(root)
    for hook in hooks:
        program, *arguments = hook["entry"].split()
        assert program == "transpipe"
        assert run(arguments) == 0


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("b.md", "b.html"),
        ("sub/a%20b.md?x#two", "sub/a%20b.html?x#two"),
        ("../../README.md", "../../README.md"),  # above all documents
        ("b.markdown#x", "b.markdown#x"),  # no document of ours
        ("https://example.org/b.md", "https://example.org/b.md"),
        ("/b.md", "/b.md"),
        (".md", ".md"),
        ("#b.md", "#b.md"),
        ("b.md.txt", "b.md.txt"),
        ("file.pdf", "file.pdf"),
    ],
)
def test_a_link_to_a_document_leads_to_its_page(tmp_path: Path, address: str, page: str) -> None:
    root = make(tmp_path / "p", {"letter.md": f"See [it]({address}).\n"})
    assert run(["-q", "-C", str(root), "run"]) == 0
    html = (root / "output/id/letter.html").read_text(encoding="utf-8")
    assert f'href="{page}">it' in html
    assert f"({address})" in (root / "output/id/letter.md").read_text(encoding="utf-8")
