"""PDF through an installed Chromium."""

from __future__ import annotations

import re
import shutil
import stat
from pathlib import Path

import pytest

from projects import make
from transpipe.cli.main import run

needs_chromium = pytest.mark.skipif(
    not shutil.which("chromium"), reason="Chromium is not installed"
)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = make(tmp_path / "project", {"letter.md": "# Open letter\n\nWe ask.\n"})
    monkeypatch.chdir(root)
    return root


def fake(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Let a script be the Chromium that is installed."""
    folder.mkdir()
    program = folder / "chromium"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")


@needs_chromium
def test_editions_are_printed(project: Path) -> None:
    assert run(["build", "-l", "id", "--format", "pdf"]) == 0
    found = sorted(path.relative_to(project).as_posix() for path in project.rglob("output/*/*"))
    assert found == ["output/en/letter.pdf", "output/id/letter.pdf"]
    first = Path("output/id/letter.pdf").read_bytes()
    assert first.startswith(b"%PDF-")
    assert not re.search(rb"Date \(D:", first)
    assert run(["build", "-l", "id", "--format", "md,html,pdf", "--check"]) == 1
    assert run(["build", "-l", "id", "--format", "pdf", "--check"]) == 0


def test_without_chromium(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(project))
    assert run(["build", "--format", "pdf"]) == 2
    assert "PDF needs Chromium" in capsys.readouterr().err
    assert not Path("output").exists()


@pytest.mark.parametrize(
    ("script", "what"),
    [
        ("echo no display >&2; exit 3", "Chromium failed: no display"),
        ("exit 3", "Chromium failed: 3"),
        ("exit 0", "Chromium printed nothing"),
    ],
)
def test_a_chromium_that_fails(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    script: str,
    what: str,
) -> None:
    fake(project / "bin", monkeypatch, script)
    assert run(["build", "--format", "pdf"]) == 2
    said = capsys.readouterr().err
    assert what in said
    assert "output/en/letter.pdf" in said
    assert not Path("output").exists()


def test_one_that_never_ends(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake(project / "bin", monkeypatch, "exec sleep 60")
    monkeypatch.setattr("transpipe.project.printing._PATIENCE", 1)
    assert run(["build", "--format", "pdf"]) == 2
    assert "did not print it within 1 seconds" in " ".join(capsys.readouterr().err.split())
