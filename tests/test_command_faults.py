"""Whatever the system does to a command: each file is old or new, and the next run heals."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

import faults
from projects import catalog_of, command, environment, make, snapshot, targets, translate
from transpipe.catalog import Catalog
from transpipe.cli.main import run
from transpipe.errors import LockedError

needs_strace = pytest.mark.skipif(
    not faults.usable(), reason="strace is not installed, or may not trace here"
)

BEFORE = "# Open letter\n\nWe ask for **clean water**.\n\nWe ask for a school.\n"
AFTER = "# Open letter\n\nWe do not ask for **clean water**.\n\nWe ask for a school.\n"
PAIRS = [
    ("We ask for **clean water**.", "Kami meminta **air bersih**."),
    ("We ask for a school.", "Kami meminta sekolah."),
]
REASONS = {"full": "No space left on device", "broken": "Input/output error"}
KINDS = ("write", "fsync", "rename")
MOST = 4  # of the calls of one kind that are tried: the first, the last, some between
COMMANDS = ("update", "build")

Files = dict[str, bytes]


def files(root: Path) -> Files:
    return {name: data for name, (data, _) in snapshot(root).items()}


@pytest.fixture(autouse=True)
def _fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.setenv("PYTHONPATH", environment()["PYTHONPATH"])
    monkeypatch.setenv("PYTHONHASHSEED", "0")


class Scene:
    """A project just before a command has something to write, and just after."""

    def __init__(self, base: Path, name: str) -> None:
        self.root = base / "project"
        self.kept = base / "kept"
        few = ["--language", "id", "--format", "html"] if name == "build" else []
        self.line = command(self.root, "--quiet", name, *few)
        # few files: more than seven are written by threads, which strace counts apart
        make(self.root, {"letter.md": BEFORE}, 'languages = ["id"]\n')
        run(["-C", str(self.root), "--quiet", "run"])
        translate(self.root, PAIRS)
        make(self.root, {"letter.md": AFTER}, 'languages = ["id"]\n')
        if name == "build":
            run(["-C", str(self.root), "--quiet", "update"])
        shutil.copytree(self.root, self.kept)
        self.old = files(self.root)
        assert self.heal() == 0
        self.new = files(self.root)
        assert self.new != self.old
        self.reset()
        self.calls = faults.calls(self.line, self.root, base / "log")
        self.log = base / "log"

    def reset(self) -> None:
        shutil.rmtree(self.root)
        shutil.copytree(self.kept, self.root)

    def heal(self) -> int:
        return run(self.line[self.line.index("-C") :])

    def sample(self, kind: str) -> Iterator[faults.Call]:
        found = [call for call in self.calls if call.kind == kind]
        assert found
        step = max(1, (len(found) - 1) // (MOST - 1))
        chosen = {*found[::step][: MOST - 1], found[-1]}
        return (call for call in found if call in chosen)

    def check(self) -> None:
        """Every file is old or new, and the next run makes all of them new."""
        found = files(self.root)
        for name in found.keys() | self.old.keys():
            if ".transpipe-" not in name:
                assert found.get(name) in {self.old.get(name), self.new.get(name)}, name
        assert self.heal() == 0
        assert files(self.root) == self.new
        assert not list(self.root.rglob("*.tmp"))


@pytest.fixture(scope="module", params=COMMANDS)
def scene(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Scene:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        patch.setenv("PYTHONPATH", environment()["PYTHONPATH"])
        patch.setenv("PYTHONHASHSEED", "0")
        return Scene(tmp_path_factory.mktemp(request.param), request.param)


@needs_strace
@pytest.mark.parametrize("kind", KINDS)
def test_a_command_is_killed(scene: Scene, kind: str) -> None:
    for call in scene.sample(kind):
        scene.reset()
        outcome = faults.run(scene.line, call, "kill", scene.log)
        assert "killed by SIGKILL" in outcome.log
        assert outcome.error == ""
        scene.check()


@needs_strace
@pytest.mark.parametrize("fault", REASONS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_call_of_a_command_fails(scene: Scene, kind: str, fault: str) -> None:
    for call in scene.sample(kind):
        scene.reset()
        outcome = faults.run(scene.line, call, fault, scene.log)
        assert outcome.code == 3, outcome
        name, reason = outcome.error.splitlines()[0].removeprefix("error: ").split(": ")
        assert reason == REASONS[fault]
        assert name in scene.new or name.startswith(".transpipe/")
        assert not list(scene.root.rglob("*.tmp"))
        scene.check()


def test_a_run_that_died_leaves_nothing_that_the_next_one_does_not_sweep(tmp_path: Path) -> None:
    """Even where the next run has nothing to write in that folder."""
    root = make(tmp_path / "p", {"letter.md": BEFORE})
    assert run(["-C", str(root), "--quiet", "run"]) == 0
    left = [
        root / "locale" / "id" / "LC_MESSAGES" / ".transpipe-4294967295-00000000-0.tmp",
        root / "output" / "id" / ".transpipe-4294967295-00000000-0.tmp",
    ]
    for path in left:
        path.write_bytes(b"half")
    (root / ".transpipe" / "holder").write_bytes(b"4294967295\ntranspipe update\n")
    assert run(["-C", str(root), "--quiet", "update"]) == 0
    assert not [path for path in left if path.exists()]


# Several at once

EDIT = """
import sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from projects import translate
from transpipe.cli.main import run
from transpipe.project.files import lock
from transpipe.errors import TranspipeError
root, number = Path(sys.argv[1]), sys.argv[2]
document = root / "source" / "letter.md"
try:
    with lock(root, command="an edit", timeout=120):
        translate(root, [(f"We ask for {{number}} schools.", f"Kami meminta {{number}} sekolah.")])
        text = document.read_text()
        document.write_text(text + f"\\nWe also ask for {{number}} wells.\\n")
except TranspipeError as error:
    sys.exit(error.exit_code)
sys.exit(run(["-C", sys.argv[1], "--quiet", "update"]))
"""


def test_24_updates_at_once_keep_24_edits(tmp_path: Path) -> None:
    text = "".join(f"We ask for {number} schools.\n\n" for number in range(24))
    root = make(tmp_path / "p", {"letter.md": text}, 'languages = ["id"]\n')
    assert run(["-C", str(root), "--quiet", "run"]) == 0
    code = EDIT.format(tests=str(Path(__file__).parent))
    line = [sys.executable, "-B", "-c", code, str(root)]
    runs = [
        subprocess.Popen([*line, str(number)], stderr=subprocess.PIPE, env=environment())
        for number in range(24)
    ]
    for process in runs:
        _, errors = process.communicate(timeout=300)
        assert process.returncode in {0, 4}, errors
        assert process.returncode == 0 or b"locked by process" in errors
    assert run(["-C", str(root), "--quiet", "update"]) == 0
    assert {f"Kami meminta {number} sekolah." for number in range(24)} <= targets(root).keys()
    messages = {message.source for message in catalog_of(root).messages()}
    assert {f"We also ask for {number} wells." for number in range(24)} <= messages


def test_an_edit_that_a_translator_saves_meanwhile_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """No editor knows our lock: the update steps back instead."""
    root = make(tmp_path / "p", {"letter.md": BEFORE})
    assert run(["-C", str(root), "--quiet", "run"]) == 0
    make(root, {"letter.md": AFTER})
    merge = Catalog.merge
    saved = [PAIRS[1]]

    def merged(catalog: Catalog, *arguments: object) -> object:
        translate(root, saved)
        return merge(catalog, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Catalog, "merge", merged)
    assert run(["-C", str(root), "--quiet", "update"]) == LockedError.exit_code
    assert "letter.po: somebody changed this file meanwhile" in capsys.readouterr().err
    monkeypatch.undo()
    assert targets(root) == {"Kami meminta sekolah.": 1}
    assert run(["-C", str(root), "--quiet", "update"]) == 0
    assert targets(root) == {"Kami meminta sekolah.": 1}


# Interrupted

MANY = {f"d{number}.md": BEFORE * 10 for number in range(30)}


def interrupted(root: Path, delay: float, *arguments: str) -> tuple[int, bytes, bytes]:
    """Press Ctrl-C some time after a command began: all its processes feel it."""
    process = subprocess.Popen(
        command(root, *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    )
    time.sleep(delay)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGINT)
    out, errors = process.communicate(timeout=60)
    return process.returncode, out, errors


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_at_any_time_is_quiet_and_leaves_whole_files(tmp_path: Path, jobs: str) -> None:
    root = make(tmp_path / "p", MANY)
    began = time.monotonic()
    assert run(["-C", str(root), "--quiet", "run"]) == 0
    lasts = time.monotonic() - began
    made = files(root)
    pick = random.Random(7)  # noqa: S311 - no secret
    seen = set()
    for number in range(5):
        if number % 2:
            shutil.rmtree(root / "locale", ignore_errors=True)
        shutil.rmtree(root / "output", ignore_errors=True)
        # Python itself needs some time until it can be asked to be quiet.
        delay = 0.15 + pick.random() * (lasts + 0.5)
        code, _, errors = interrupted(root, delay, "--quiet", "-j", jobs, "run")
        assert code in {0, 130, -2}, errors  # -2: before Python could answer
        assert errors == b""
        seen.add(code)
        for name, data in files(root).items():
            assert made[name] == data, name
        assert not list(root.rglob("*.tmp"))
    assert 130 in seen
    assert run(["-C", str(root), "--quiet", "run"]) == 0
    assert files(root) == made


PIPES = ["status", "status --missing", "status --json", "check", "--help", "run", "-v build"]


@pytest.mark.parametrize("arguments", PIPES)
def test_a_closed_pipe_is_quiet_and_leaves_whole_files(tmp_path: Path, arguments: str) -> None:
    root = make(tmp_path / "p", {"letter.md": BEFORE * 500})
    assert run(["-C", str(root), "--quiet", "run"]) == 0
    made = files(root)
    shutil.rmtree(root / "output")
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", '"$@" | true', "-", *command(root, *arguments.split())],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.stderr == b""
    assert done.returncode in {0, 130}
    assert files(root).items() <= made.items()
    assert not list(root.rglob("*.tmp"))


@pytest.mark.parametrize(
    ("redirection", "code"),
    [(">&-", 0), ("2>&-", 0), (">/dev/full", 3), ("2>/dev/full", 0), (">&- 2>&-", 0)],
)
@pytest.mark.parametrize("arguments", ["status", "status --missing", "run"])
def test_an_output_that_takes_nothing(
    tmp_path: Path, redirection: str, code: int, arguments: str
) -> None:
    root = make(tmp_path / "p", {"letter.md": BEFORE})
    line = command(root, *arguments.split())
    done = subprocess.run(
        ["bash", "-c", f'"$@" {redirection}', "-", *line],
        capture_output=True,
        env=environment(),
        check=False,
    )
    assert done.returncode == code
    assert done.stderr in {b"", b"error: No space left on device\n"}
    if arguments == "run":
        assert (root / "locale" / "letter.pot").is_file()
