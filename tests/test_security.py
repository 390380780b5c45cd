"""Attacks, each with what must become of it: in translations, sources, names and settings."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from active import active
from projects import catalog_path, make, snapshot, translate
from transpipe.cli.main import run
from transpipe.errors import TranspipeError
from transpipe.project.files import escaped
from transpipe.report.findings import FORMATS

CASES: dict[str, dict[str, str]] = {
    case["id"]: case
    for case in json.loads(
        (Path(__file__).parent / "data" / "security.json").read_text(encoding="utf-8")
    )
}
LATER = {
    "web-csrf": "there is no editor in the browser yet",
    "web-reflect": "there is no editor in the browser yet",
}
BLOCKED = ("block:", "rendered inert")
# These are refused, which is stricter than what is asked for.
STRICTER = {"tpl-format", "tpl-liquid", "uni-hangul-filler", "uni-zwsp-id"}


def source_of(case: dict[str, str]) -> str:
    return f"# Statement\n\nBefore it.\n\n{case['src']}\n\nAfter it.\n"


def payload_of(case: dict[str, str]) -> str:
    if case["payload"].startswith("REPEAT:"):
        _, text, count = case["payload"].split(":")
        return text * int(count)
    return case["payload"]


def of(vector: str) -> list[str]:
    return [name for name, case in CASES.items() if case["vector"] == vector]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    root = tmp_path / "project"
    root.mkdir()
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Callable[[], tuple[str, str]]:
    def read() -> tuple[str, str]:
        captured = capsys.readouterr()
        return captured.out, captured.err

    return read


def attacked(root: Path, case: dict[str, str]) -> None:
    """Make a project whose translator put an attack into a catalogue, among honest targets."""
    make(root, {"letter.md": source_of(case)}, 'languages = ["id"]\n')
    assert run(["--quiet", "run"]) == 0
    honest = [("Before it.", "Sebelumnya."), ("After it.", "Sesudahnya.")]
    translate(root, [*honest, (case["src"], payload_of(case))])


def findings(said: Callable[[], tuple[str, str]]) -> list[dict[str, object]]:
    said()
    run(["check", "--output-format", "json"])
    found = json.loads(said()[0])
    assert isinstance(found, list)
    return found


def harmless(text: str) -> bool:
    """Tell whether a text says nothing to a terminal or to a runner of workflows."""
    return not re.search(
        r"(?m)^\s*::(?!(?:error|warning|notice) )|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]",
        text,
    )


def test_every_attack_is_tested() -> None:
    vectors = {case["vector"] for case in CASES.values()}
    assert vectors == {"msgstr", "source", "config", "filename", "output", "po-header", "web"}
    assert set(of("web")) == set(LATER)
    assert set(of("source")) == set(SOURCES) | {"src-nesting-list-10"}
    assert set(of("config")) | set(of("filename")) == set(CONFIGURED) | set(NAMED)
    assert set(of("output")) == {"link-out-symlink", "link-out-dir-symlink"}
    assert of("po-header") == ["hdr-lang-traversal"]


# Translations


@pytest.mark.parametrize(
    "name", [name for name in of("msgstr") if CASES[name]["required"].startswith(BLOCKED)]
)
@pytest.mark.parametrize("drafts", ["--no-drafts", "--drafts"])
def test_an_attack_is_never_published(
    root: Path, said: Callable[[], tuple[str, str]], name: str, drafts: str
) -> None:
    case = CASES[name]
    attacked(root, case)
    found = {str(one["id"]) for one in findings(said) if one["severity"] == "error"}
    assert run(["build", drafts, "--strict"]) == 1
    edition = (root / "output" / "id" / "letter.md").read_text(encoding="utf-8")
    expected = source_of(case).replace("Before it.", "Sebelumnya.")
    assert edition == expected.replace("After it.", "Sesudahnya.")
    page = (root / "output" / "id" / "letter.html").read_text(encoding="utf-8")
    assert active(page) == []
    assert "Sesudahnya." in page
    assert "evil" not in page
    assert harmless("".join(said()))
    assert case["diag"] in found, found


@pytest.mark.parametrize(
    "name", [name for name in of("msgstr") if not CASES[name]["required"].startswith(BLOCKED)]
)
def test_what_is_odd_is_told(root: Path, said: Callable[[], tuple[str, str]], name: str) -> None:
    case = CASES[name]
    attacked(root, case)
    if name == "size-1mb":
        for command in ("update", "build", "check"):
            said()
            assert run([command]) == 2
            assert "[P070]" in said()[1]
        return
    found = {str(one["id"]) for one in findings(said)}
    assert run(["build"]) == 0
    edition = (root / "output" / "id" / "letter.md").read_text(encoding="utf-8")
    page = (root / "output" / "id" / "letter.html").read_text(encoding="utf-8")
    assert active(page) == []
    for text in (edition, page):
        assert "Sebelumnya." in text  # the passages around it are as they were
        assert "Sesudahnya." in text
    if name in STRICTER:
        assert case["src"] in edition
    else:
        written = payload_of(case).replace("\n", "\\\n")  # as a hard line break
        assert written in edition or case["src"] in edition
    if case["diag"] != "O001":
        assert case["diag"] in found, found


@pytest.mark.parametrize("output", [*FORMATS, "json"])
@pytest.mark.parametrize("name", of("msgstr"))
def test_nothing_in_a_translation_acts_on_a_log(
    root: Path, said: Callable[[], tuple[str, str]], name: str, output: str
) -> None:
    attacked(root, CASES[name])
    said()
    run(["--color", "never", "check", "--output-format", output])
    run(["--color", "never", "status", "--missing"])
    run(["--color", "never", "status", "--fuzzy"])
    run(["--color", "never", "-v", "build"])
    out, err = said()
    assert harmless(out), out
    assert harmless(err), err


def test_a_language_in_a_header_leads_nowhere(
    root: Path, said: Callable[[], tuple[str, str]]
) -> None:
    case = CASES["hdr-lang-traversal"]
    make(root, {"letter.md": source_of(case)}, 'languages = ["id"]\n')
    assert run(["--quiet", "run"]) == 0
    path = catalog_path(root)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Language: id", case["payload"]), encoding="utf-8")
    before = snapshot(root)
    for command in ("update", "build", "status", "check", "run"):
        said()
        assert run([command]) == 2
        assert "[P037]: locale/id/LC_MESSAGES/letter.po:" in said()[1]
    assert snapshot(root) == before
    assert [one.name for one in root.parent.iterdir()] == ["project"]


# Sources

BOMB = "---\na: &a [x, x]\n" + "".join(
    f"{key}: &{key} [*{before}, *{before}]\n"
    for before, key in zip("abcdefgh", "bcdefghi", strict=True)
)
SOURCES = {
    "fm-yaml-bomb": f"{BOMB}title: *i\n---\nx\n",
    "fm-yaml-deep": f"---\ntitle: {'[' * 5000}\n---\nx\n",
    "fm-yaml-dup": "---\nlang: id\nlang: ../x\n---\nx\n",
    "fm-yaml-tag": "---\ntitle: !!python/object/apply:os.system ['touch owned']\n---\nx\n",
    "fm-yaml-norway": "---\nlang: no\ndate: 2024-01-01\ntitle: yes\nbig:   1_000 # c\n---\nx\n",
    "include-file": "![x](file:///etc/passwd)\n",
}


@pytest.mark.parametrize("name", [name for name in SOURCES if name.startswith("fm-yaml")])
def test_front_matter_that_does_harm_is_refused(
    root: Path, said: Callable[[], tuple[str, str]], name: str
) -> None:
    make(root, {"letter.md": SOURCES[name]}, 'languages = ["id"]\n')
    if name == "fm-yaml-norway":
        assert run(["--quiet", "run"]) == 0
        assert (root / "output" / "id" / "letter.md").read_text("utf-8") == SOURCES[name]
        translate(root, [("yes", "no")])
        assert run(["--quiet", "build"]) == 0
        made = (root / "output" / "id" / "letter.md").read_text("utf-8")
        assert made == SOURCES[name].replace("title: yes", 'title: "no"')
        return
    assert run(["run"]) == 2
    error = said()[1]
    assert error.startswith("error[S020]: source/letter.md:"), error
    assert "Traceback" not in error
    assert not (root / "locale").exists()
    assert not (root / "owned").exists()


def test_a_page_shows_no_file_of_its_readers(root: Path) -> None:
    make(root, {"letter.md": SOURCES["include-file"]}, 'languages = ["id"]\n')
    assert run(["--quiet", "run"]) == 0
    page = (root / "output" / "id" / "letter.html").read_text(encoding="utf-8")
    assert active(page) == []


def test_what_lies_too_deep_is_told(root: Path, said: Callable[[], tuple[str, str]]) -> None:
    ten = "".join(f"{'  ' * level}- Level {level + 1}\n" for level in range(10))
    make(root, {"letter.md": ten}, 'languages = ["id"]\n')
    assert run(["--quiet", "run"]) == 0
    template = (root / "locale" / "letter.pot").read_text(encoding="utf-8")
    assert 'msgid "Level 10"' in template
    assert "S030" not in {one["id"] for one in findings(said)}
    make(root, {"letter.md": "> " * 200 + "deep\n"})
    assert run(["--quiet", "run"]) == 0
    assert "S030" in {one["id"] for one in findings(said)}


# Settings and names

CONFIGURED = {
    "cfg-abs-out": 'languages = ["id"]\noutput = "/etc"\n',
    # There is no key that takes a regular expression: globs alone, which can't run away.
    "cfg-pattern-redos": f'languages = ["id"]\nexclude = ["{"*a" * 500}b"]\n',
}
NAMED = {
    "name-case": (["source/ID.md", "source/id.md"], "C012"),
    "name-dash": (["source/-rf.md"], ""),
    "name-rlo": (["source/id\u202eop.md"], "C010"),
    "name-win-reserved": (["source/con.md"], "C011"),
}


def test_an_output_outside_the_project_is_refused(
    root: Path, said: Callable[[], tuple[str, str]]
) -> None:
    make(root, {"letter.md": "x\n"}, CONFIGURED["cfg-abs-out"])
    assert run(["run"]) == 2
    assert "transpipe.toml:2: output: " in said()[1]
    make(root, {}, 'languages = ["id"]\n')
    for folder in ("/etc", "../out", "a/../../b", "C:\\x", "con", "a\nb", ".git"):
        said()
        assert run(["build", "-d", folder]) == 2, folder
        error = said()[1]
        assert "output" in error
        assert harmless(error)
    assert not (root / "locale").exists()


def test_patterns_can_not_run_away(root: Path) -> None:
    make(root, {f"{'a' * 200}.md": "x\n"}, CONFIGURED["cfg-pattern-redos"])
    assert run(["--quiet", "run"]) == 0


@pytest.mark.parametrize("name", NAMED)
def test_names_of_documents(root: Path, said: Callable[[], tuple[str, str]], name: str) -> None:
    paths, code = NAMED[name]
    make(root, {path.removeprefix("source/"): "x\n" for path in paths}, 'languages = ["id"]\n')
    if not code:
        assert run(["run"]) == 0
        assert (root / "locale" / "id" / "LC_MESSAGES" / "-rf.po").is_file()
        return
    for command in ("run", "extract", "update", "build", "status", "check"):
        said()
        assert run([command]) == 2
        error = said()[1]
        assert error.startswith(f"error[{code}]: source/")
        assert escaped(Path(paths[0]).name) in error
        assert harmless(error)
    assert not (root / "locale").exists()


# The output


def test_an_edition_that_is_a_link_is_refused(
    root: Path, said: Callable[[], tuple[str, str]]
) -> None:
    precious = root.parent / "precious"
    precious.write_text("as it was")
    make(root, {"letter.md": "x\n"}, 'languages = ["id"]\n')
    (root / "output" / "id").mkdir(parents=True)
    (root / "output" / "id" / "letter.md").symlink_to(precious)
    assert run(["build"]) == 2
    assert "error[O010]: output/id/letter.md: not a file but a link" in said()[1]
    assert precious.read_text() == "as it was"


@pytest.mark.parametrize("link", ["output", "output/id", "locale", "locale/id/LC_MESSAGES"])
def test_a_folder_that_leads_out_is_refused(
    root: Path, said: Callable[[], tuple[str, str]], link: str
) -> None:
    outside = root.parent / "outside"
    outside.mkdir()
    make(root, {"letter.md": "x\n"}, 'languages = ["id"]\n')
    (root / link).parent.mkdir(parents=True, exist_ok=True)
    (root / link).symlink_to(outside)
    assert run(["run"]) == 2
    assert "leads outside the project" in said()[1]
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize(
    "tag",
    ["../x", "/etc", "con", "id\n", "id/../..", "x" * 50, "", "id\u202e", "i", "id_ID.utf8/x"],
)
def test_hostile_language_codes(root: Path, said: Callable[[], tuple[str, str]], tag: str) -> None:
    make(root, {"letter.md": "x\n"}, f"languages = [{json.dumps(tag)}]\n")
    assert run(["run"]) == 2
    assert harmless(said()[1])
    make(root, {}, 'languages = ["id"]\n')
    for command in (["update", "-l", tag], ["build", "-l", tag], ["status", "-l", tag]):
        assert run(command) == 2
        assert harmless(said()[1])
    (root / "transpipe.toml").unlink()
    assert run(["init", tag]) == 2
    assert harmless(said()[1])
    assert sorted(path.name for path in root.iterdir()) == ["source"]
    assert [path.name for path in root.parent.iterdir()] == ["project"]


def test_errors_show_no_controls() -> None:
    error = TranspipeError("x", path="a")
    assert str(error) == "a: x"
