"""Whoever does the work, the result is the same, and what a dead worker had is not lost."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from projects import make, translate
from transpipe.cli.main import run
from transpipe.project import workers as workers_module
from transpipe.project.jobs import Job
from transpipe.project.work import run_job
from transpipe.project.workers import Workers

COUNT = 30
MODULE = """\
from concurrent.futures import Executor, Future, ThreadPoolExecutor

class Lazy(Executor):
    '''Does the work when it is asked for, as a far-away scheduler might.'''
    asked = 0
    def submit(self, function, /, *arguments, **more):
        Lazy.asked += 1
        future = Future()
        try:
            future.set_result(function(*arguments, **more))
        except Exception as error:
            future.set_exception(error)
        return future

class Home:
    threads = staticmethod(lambda: ThreadPoolExecutor(2))

def lazy():
    return Lazy()

def fails():
    raise OSError("no scheduler there")

number = 1
def gives_a_number():
    return number
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    documents = {
        f"{number:02}.md": f"# Letter {number}\n\nWe ask for **peace**, {number} times.\n"
        for number in range(COUNT)
    }
    root = make(tmp_path / "project", documents)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.chdir(root)
    (root / "cluster.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.syspath_prepend(str(root))
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert run(["-q", "-j1", "extract"]) == 0
    assert run(["-q", "-j1", "update"]) == 0
    for number in range(0, COUNT, 2):
        source = f"We ask for **peace**, {number} times."
        translate(root, [(source, f"Kami minta **damai** {number} kali.")], f"{number:02}")
    return root


def editions(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted((root / "output").rglob("*"))
        if path.is_file()
    }


@pytest.fixture
def alone(project: Path, capsys: pytest.CaptureFixture[str]) -> tuple[dict[str, bytes], str]:
    """Return what one process makes and says."""
    capsys.readouterr()
    assert run(["-j1", "run", "--no-cache"]) == 0
    made = editions(project)
    assert len(made) == COUNT * 3 * 2 + 2
    return made, capsys.readouterr().out


def again(root: Path) -> None:
    for path in (root / "output").rglob("*.*"):
        path.unlink()


@pytest.mark.parametrize(
    "options",
    [
        ["-j2"],
        ["-j3"],
        ["--executor", "thread"],
        ["--executor", "thread", "-j", "5"],
        ["--executor", "cluster:lazy"],
        ["--executor", "cluster:Home.threads"],
    ],
    ids=" ".join,
)
def test_the_editions_are_the_same(
    project: Path,
    alone: tuple[dict[str, bytes], str],
    options: list[str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    again(project)
    assert run([*options, "run", "--no-cache"]) == 0
    assert (editions(project), capsys.readouterr().out) == alone
    again(project)
    assert run([*options, "-q", "build"]) == 0
    assert editions(project) == alone[0]


def test_every_command_that_works_on_documents_takes_one(project: Path) -> None:
    for command in (["status"], ["check"], ["build"], ["run", "--no-cache"]):
        import cluster  # type: ignore[import-not-found]  # noqa: PLC0415 - of the fixture

        before = cluster.Lazy.asked
        run(["--executor", "cluster:lazy", "-q", *command])
        assert cluster.Lazy.asked > before


@pytest.mark.parametrize(
    ("kind", "what"),
    [
        ("threads", "there is no such executor"),
        (":x", "there is no such executor"),
        ("x:", "there is no such executor"),
        ("no_such_module:x", "No module named 'no_such_module'"),
        ("cluster:nothing", "has no attribute 'nothing'"),
        ("cluster:number", "number can't be called"),
        ("cluster:gives_a_number", "it gives no concurrent.futures.Executor but int"),
        ("cluster:fails", "OSError: no scheduler there"),
        ("..:x", "there is no such executor"),
    ],
)
def test_what_gives_no_executor(
    project: Path, kind: str, what: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--executor", kind, "build"]) == 2
    said = " ".join(capsys.readouterr().err.split())
    assert what in said
    assert "module:callable" in said
    assert not (project / "output").exists()


class _Frail(Executor):
    """Runs jobs at once; breaks when it is told to, as a pool does whose process is killed."""

    breaks: int = 0
    made: int = 0

    def __init__(self, count: int) -> None:
        _Frail.made += 1
        self._left = count

    def submit(self, function: Callable[..., Any], /, *given: Any, **more: Any) -> Future[Any]:
        if self._left == 0:
            raise BrokenProcessPool("gone")
        self._left -= 1
        future: Future[Any] = Future()
        if self._left == 0:
            future.set_exception(BrokenProcessPool("killed"))
        else:
            future.set_result(function(*given, **more))
        return future


@pytest.mark.parametrize("good", [1, 2, 7])
def test_what_a_dead_worker_had_is_done_again_once(
    project: Path,
    alone: tuple[dict[str, bytes], str],
    monkeypatch: pytest.MonkeyPatch,
    good: int,
) -> None:
    lives = iter([good, 10**6])
    monkeypatch.setattr(
        workers_module, "_KINDS", {"process": lambda _count: _Frail(next(lives)), "thread": _Frail}
    )
    again(project)
    assert run(["-q", "run", "--no-cache"]) == 0
    assert editions(project) == alone[0]


def test_workers_that_die_twice(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(workers_module, "_KINDS", {"process": lambda _count: _Frail(2)})
    assert run(["build"]) == 2
    assert "died twice" in capsys.readouterr().err
    assert not (project / "output").exists()


def _fatal(chunk: list[Job]) -> list[Any]:
    """Kill the process that works on a certain document, the first time."""
    mark = Path("killed")
    if any(job.domain == "17" for job in chunk) and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return [run_job(job) for job in chunk]


def test_a_process_that_is_killed(
    project: Path, alone: tuple[dict[str, bytes], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers_module, "_run_chunk", _fatal)
    again(project)
    assert run(["-j2", "-q", "run", "--no-cache"]) == 0
    assert (project / "killed").exists()
    assert editions(project) == alone[0]


def test_jobs_are_read_no_further_ahead_than_needed() -> None:
    taken = 0

    def jobs() -> Any:
        nonlocal taken
        for _ in range(1000):
            taken += 1
            yield None

    with pytest.MonkeyPatch.context() as patch, Workers("thread", 2) as workers:
        patch.setattr(workers_module, "_run_chunk", list)
        found = workers.run(jobs(), 1000)
        next(found)
        assert taken <= 8 * 8
        assert sum(1 for _ in found) == 999


def test_few_documents_are_done_in_this_process(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("transpipe.project.work.run_job", lambda job: job)
    monkeypatch.setattr(workers_module, "_executor", None)
    with Workers("process", 4) as workers:
        assert list(workers.run([1, 2], 2)) == [1, 2]  # type: ignore[list-item,comparison-overlap]


def test_an_error_ends_the_pool(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[bool] = []
    for kind in (ProcessPoolExecutor, ThreadPoolExecutor):
        shutdown = kind.shutdown

        def spy(self: Any, *given: Any, _real: Any = shutdown, **more: Any) -> None:
            ended.append(True)
            _real(self, *given, **more)

        monkeypatch.setattr(kind, "shutdown", spy)
    (project / "source" / "07.md").write_bytes(b"\xff")
    for kind_name in ("process", "thread"):
        ended.clear()
        assert run(["--executor", kind_name, "-q", "build"]) == 2
        assert ended


def test_processes_of_our_own_look_for_garbage_seldom() -> None:
    usual = gc.get_threshold()
    with workers_module._processes(1) as pool:  # noqa: SLF001 - a worker alone
        assert pool.submit(gc.get_threshold).result()[0] > 10 * usual[0]
    assert gc.get_threshold() == usual
    code = """
        import atexit, gc, sys
        from transpipe.cli import main
        print(gc.get_threshold()[0])
        atexit.register(lambda: print(gc.get_threshold()[0]))
        sys.argv = ["transpipe", "--version"]
        main()
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    library, _, program = done.stdout.split("\n")[:3]
    assert int(program) > 10 * int(library)
