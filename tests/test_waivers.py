"""Waivers that silence nothing are told; those that do, or might, are not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from projects import catalog_path, make, translate
from transpipe.cli.main import run

WATER = "We ask for **clean water**."
AIR = "And for air."
NOTED = f"<!-- i18n:comment: ignore-emphasis -->\n{WATER}"
WRONG = "Kami meminta air bersih."
RIGHT = "Kami meminta **air bersih**."


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return built(tmp_path, f"{WATER}\n\n{AIR}\n")


def built(path: Path, text: str) -> Path:
    root = make(path / "campaign", {"letter.md": text}, 'languages = ["id"]\n')
    assert run(["-q", "-C", str(root), "run"]) == 0
    return root


def unused(root: Path, *arguments: str) -> list[str]:
    options = ["--output-format", "json", "-o", "found.json", "--fail-on", "never", *arguments]
    assert run(["-q", "-C", str(root), "check", *options]) == 0
    found = json.loads((root / "found.json").read_text(encoding="utf-8"))
    return [one["message"] for one in found if one["id"] == "P081"]


def flag(root: Path, flags: str) -> None:
    path = catalog_path(root)
    text = path.read_text(encoding="utf-8")
    entry = f'msgid "{WATER}"'
    path.write_text(text.replace(entry, f"#, {flags}\n{entry}"), encoding="utf-8")


def configure(root: Path, waiver: str) -> None:
    text = f'languages = ["id"]\n[[checks.waivers]]\nreason = "x"\n{waiver}\n'
    (root / "transpipe.toml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("target", "flags", "said"),
    [
        (WRONG, "ignore-emphasis", []),
        (RIGHT, "ignore-emphasis", ["“ignore-emphasis” silences nothing"]),
        (RIGHT, "ignore-T104, ignore-T1", ["“ignore-T104” silences nothing"]),
        (
            RIGHT,
            "ignore-html",
            ["“ignore-html” has no effect: only the configuration can waive that"],
        ),
        (RIGHT, "ignore-same, no-wrap", []),  # other programs' flags
        (RIGHT, "ignore-inconsistent", []),  # takes more than one message to tell
        ("", "ignore-emphasis", []),
    ],
)
def test_flags(root: Path, target: str, flags: str, said: list[str]) -> None:
    translate(root, [(WATER, target)])
    flag(root, flags)
    assert unused(root) == said


@pytest.mark.parametrize("option", ["--ignore=emphasis", "--select=P081,T101", "--ignore=P081"])
def test_a_flag_is_told_only_where_its_check_ran(root: Path, option: str) -> None:
    translate(root, [(WATER, RIGHT)])
    flag(root, "ignore-emphasis")
    assert unused(root, option) == []


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (RIGHT, ["“ignore-emphasis” silences nothing in any language"]),
        (WRONG, []),
        ("", []),
    ],
)
def test_the_authors_waivers(tmp_path: Path, target: str, said: list[str]) -> None:
    root = built(tmp_path, f"{NOTED}\n")
    translate(root, [(WATER, target)])
    assert unused(root) == said
    assert unused(root, "--ignore", "emphasis") == []


@pytest.mark.parametrize(
    ("waiver", "target", "idle"),
    [
        (f'check = "emphasis"\nsource = "{WATER}"', WRONG, False),
        (f'check = "emphasis"\nsource = "{WATER}"', RIGHT, True),
        (f'check = "emphasis"\nsource = "{WATER}"\nlanguage = "id"', RIGHT, True),
        (f'check = "emphasis"\nsource = "{WATER}"', "", False),
        ('check = "emphasis"\nsource = "What was there once."', RIGHT, True),
        ('check = "emphasis"', RIGHT, False),  # for whatever comes
        (f'check = "inconsistent"\nsource = "{WATER}"', RIGHT, False),
    ],
)
def test_the_configurations_waivers(root: Path, waiver: str, target: str, idle: bool) -> None:
    translate(root, [(WATER, target)])
    configure(root, waiver)
    assert bool(unused(root)) is idle
    assert unused(root, "--ignore", "emphasis") == []


def test_a_waiver_of_all_languages_is_told_where_all_were_checked(tmp_path: Path) -> None:
    root = make(tmp_path / "two", {"letter.md": f"{WATER}\n"}, 'languages = ["id", "ms"]\n')
    assert run(["-q", "-C", str(root), "run"]) == 0
    waiver = f'[[checks.waivers]]\nreason = "x"\ncheck = "emphasis"\nsource = "{WATER}"\n'
    (root / "transpipe.toml").write_text(f'languages = ["id", "ms"]\n{waiver}', encoding="utf-8")
    for folder in ("id", "ms"):
        assert unused(root) == []
        translate(root, [(WATER, RIGHT)], folder=folder)
    assert unused(root, "-l", "id") == []
    assert len(unused(root)) == 1
