"""Whatever the system does in the middle of a write: each file is old or new, never half."""

from __future__ import annotations

import json
import shutil
import sys
from functools import cache
from pathlib import Path

import pytest

import faults
from conftest import ROOT
from transpipe.project import files
from transpipe.project.files import Stage, lock

SRC = ROOT / "src"

needs_strace = pytest.mark.skipif(
    not faults.usable(), reason="strace is not installed, or may not trace here"
)

OLD = {
    "same.po": b"same",
    "locale/id/a.po": b"old a" * 1000,
    "locale/id/b.po": b"old b",
    "gone.md": b"gone",
}
NEW = {
    "same.po": b"same",
    "locale/id/a.po": b"new a" * 1000,
    "locale/id/b.po": b"",
    "output/id/new.md": b"new",
}
REMOVED = ["gone.md"]

JOB = f"""
import json, sys
sys.path.insert(0, {str(SRC)!r})
from pathlib import Path
from transpipe.errors import TranspipeError
from transpipe.project.files import Stage, lock
root, job = Path(sys.argv[1]), json.loads(sys.argv[2])
try:
    with Stage(root) as stage:
        for name, text in job["new"].items():
            stage.add(name, text.encode())
        for name in job["removed"]:
            stage.remove(name)
        stage.publish()
except TranspipeError as error:
    print(error, file=sys.stderr)
    sys.exit(error.exit_code)
"""


def command(root: Path) -> list[str]:
    job = {"new": {name: data.decode() for name, data in NEW.items()}, "removed": REMOVED}
    return [sys.executable, "-I", "-B", "-S", "-c", JOB, str(root), json.dumps(job)]


def project(root: Path) -> Path:
    if root.exists():
        shutil.rmtree(root)
    for name, data in OLD.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (root / "locale/id/a.po").chmod(0o606)
    return root


def contents(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }


def old_or_new(root: Path) -> bool:
    """Check every file, and say whether temporary ones were left; then let the next run heal."""
    found = contents(root)
    left = {name for name in found if ".transpipe-" in name}
    for name in found.keys() - left:
        assert found[name] in {OLD.get(name), NEW.get(name)}, name
    for name in OLD.keys() & NEW.keys():
        assert name in found
    with Stage(root) as stage:
        for name, data in NEW.items():
            stage.add(name, data)
        for name in REMOVED:
            stage.remove(name)
        stage.publish()
    for folder in ("locale", "output", "."):
        files.sweep(folder, root=root)
    assert contents(root) == NEW
    assert (root / "locale/id/a.po").stat().st_mode & 0o777 == 0o606
    return bool(left)


@cache
def traced(base: Path) -> list[faults.Call]:
    root = project(base / "project")
    return faults.calls(command(root), root, base / "log")


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faults")


@needs_strace
def test_the_job_makes_the_calls_that_matter(base: Path) -> None:
    kinds = [call.kind for call in traced(base)]
    assert {kind: kinds.count(kind) for kind in ("write", "rename", "mkdir", "fchmod")} == {
        "write": 2,  # one of the three files is empty
        "rename": 3,
        "mkdir": 2,
        "fchmod": 2,
    }
    assert kinds.count("fsync") == 3 + 2 + 3  # files, folders made, folders changed
    first = kinds.index("rename")
    assert "write" not in kinds[first:]  # nothing is published before all is written


@needs_strace
@pytest.mark.parametrize("kind", faults.CALLS)
def test_killed_at_every_call(base: Path, kind: str) -> None:
    left = []
    for call in [call for call in traced(base) if call.kind == kind]:
        root = project(base / "project")
        outcome = faults.run(command(root), call, "kill", base / "log")
        assert "killed by SIGKILL" in outcome.log
        assert outcome.error == ""
        left.append(old_or_new(root))
    assert left, "no such call"
    if kind in {"write", "fsync", "rename"}:
        assert any(left)  # the temporary files of a dead run: the test is a test


@needs_strace
@pytest.mark.parametrize("fault", ["full", "broken"])
@pytest.mark.parametrize("kind", faults.CALLS)
def test_every_call_fails(base: Path, kind: str, fault: str) -> None:
    for call in [call for call in traced(base) if call.kind == kind]:
        root = project(base / "project")
        outcome = faults.run(command(root), call, fault, base / "log")
        hit = next(line for line in outcome.log.splitlines() if "INJECTED" in line)
        assert str(root) in hit
        names = sorted(OLD.keys() | NEW.keys())
        reason = {"full": "No space left on device", "broken": "Input/output error"}[fault]
        if outcome.code:
            assert outcome.code == 3, outcome
            assert outcome.error in {f"{name}: {reason}\n" for name in names}
        else:  # where only the sweeping of dead runs' files failed
            assert kind in {"openat", "close"}, hit
            assert '/locale/id"' in hit or "/locale/id>" in hit or "/output/id" in hit, hit
            assert contents(root) == NEW
        assert not [name for name in contents(root) if ".transpipe-" in name]
        assert not old_or_new(root)


@needs_strace
def test_killed_among_many(base: Path) -> None:
    root = base / "many"
    names = [f"{number % 7}/{number}.po" for number in range(100)]
    job = {"new": dict.fromkeys(names, "new"), "removed": []}
    line = [sys.executable, "-I", "-B", "-S", "-c", JOB, str(root), json.dumps(job)]
    for kind, count in [("write", 1), ("write", 70), ("fsync", 5), ("rename", 1), ("rename", 60)]:
        shutil.rmtree(root, ignore_errors=True)
        for name in names:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(b"old")
        outcome = faults.run(line, faults.Call(kind, count, ""), "kill", base / "log")
        assert "killed by SIGKILL" in outcome.log
        found = [(root / name).read_bytes() for name in names]
        done = count - 1 if kind == "rename" else 0
        assert found == [b"new"] * done + [b"old"] * (100 - done)
        files.sweep(".", root=root)
        assert len(contents(root)) == 100


LOCKED = f"""
import sys
sys.path[:0] = [{str(SRC)!r}, *sys.argv[2:]]
from pathlib import Path
from transpipe.project.files import lock, write
root = Path(sys.argv[1])
with lock(root):
    write("same.po", b"new", root=root)
"""


@needs_strace
def test_a_lock_outlives_no_process(base: Path) -> None:
    paths = [path for path in sys.path if "site-packages" in path]
    root = project(base / "locked")
    job = [sys.executable, "-I", "-B", "-S", "-c", LOCKED, str(root), *paths]
    found = faults.calls(job, root, base / "log")
    for call in [call for call in found if call.kind in {"write", "rename", "fsync", "unlink"}]:
        project(root)
        outcome = faults.run(job, call, "kill", base / "log")
        assert "killed by SIGKILL" in outcome.log
        assert (root / "same.po").read_bytes() in {b"same", b"new"}
        with lock(root, timeout=1):
            files.write("same.po", b"new", root=root)
            files.sweep(".", root=root)
        assert sorted(path.name for path in (root / ".transpipe").iterdir()) == [
            ".gitignore",
            "lock",
        ]
