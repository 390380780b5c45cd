"""Where jobs run: in this process, on processes or threads, or on a user's own executor."""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from importlib import import_module
from itertools import islice
from threading import Thread
from types import TracebackType
from typing import Any, Self

from transpipe.errors import TranspipeError
from transpipe.garbage import collect_seldom
from transpipe.interrupts import undisturbed
from transpipe.project.jobs import Job, Outcome

__all__ = ["WORTH_A_POOL", "Workers"]

WORTH_A_POOL = 24
"""How many documents pay for starting processes."""

_CHUNK = 8  # documents that travel together
_AHEAD = 4  # chunks for each worker that are on their way
_UNKNOWN = 16  # how many workers a user's own executor is thought to have
_HINT = (
    "There are: process, thread, or module:callable, a function of your own without arguments "
    "that returns a concurrent.futures.Executor."
)

Chunk = Sequence[Job]


class Workers:
    """Runs jobs, and gives what they make in their order, whoever did the work.

    Args:
        kind: ``process``, ``thread``, or ``module:callable``: a function that gives an executor.
        count: how many processes or threads; 0: as many as there are cores.

    """

    def __init__(self, kind: str = "process", count: int = 0) -> None:
        self._kind = kind
        self._count = count or os.cpu_count() or 1
        self._own = kind not in _KINDS
        self._pool: Executor | None = None
        self._waiting: deque[tuple[Chunk, Future[list[Outcome]]]] = deque()
        self._died = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for _, future in self._waiting:
            future.cancel()
        self._waiting.clear()
        if self._pool:
            # Python waits at its end anyway, and then writes tracebacks if it is just closing.
            self._pool.shutdown(wait=True)

    def run(self, jobs: Iterable[Job], documents: int) -> Iterator[Outcome]:
        """Yield what each job makes, in the order of the jobs.

        Args:
            jobs: read one by one, no further ahead than workers need.
            documents: how many they are; few are done in this process.

        Raises:
            TranspipeError: a document or a catalogue can't be read; there is no such executor;
                workers died twice.

        """
        if not documents:
            return
        from transpipe.project.work import run_job  # noqa: PLC0415 - slow to import

        few = self._count == 1 or documents < WORTH_A_POOL
        if few and not self._own:
            yield from map(run_job, jobs)
            return
        ahead = _AHEAD * (_UNKNOWN if self._own else self._count)
        # as few documents in a chunk as keep all workers busy to the end
        size = max(1, min(_CHUNK, documents // (2 * ahead)))
        rest = iter(jobs)
        while chunk := tuple(islice(rest, size)):
            self._submit(chunk)
            if len(self._waiting) >= ahead:
                yield from self._next()
        while self._waiting:
            yield from self._next()

    def _submit(self, chunk: Chunk) -> None:
        try:
            self._pool = self._pool or _executor(self._kind, self._count)
            with undisturbed():
                future = self._pool.submit(_run_chunk, chunk)
            self._waiting.append((chunk, future))
        except BrokenExecutor:
            self._start_again()
            self._submit(chunk)

    def _next(self) -> list[Outcome]:
        """Return what the oldest chunk made; what a dead worker lost is done again, once."""
        try:
            done = self._waiting[0][1].result()
        except BrokenExecutor:
            self._start_again()
            return self._next()
        self._waiting.popleft()
        return done

    def _start_again(self) -> None:
        """Give what is not done to a new pool.

        Raises:
            TranspipeError: the second one broke as well.

        """
        if self._died:
            raise TranspipeError(
                "the workers died twice: killed from outside, or out of memory",
                hint="Run it with -j1, in one process, to see which document it is.",
            )
        self._died = True
        if self._pool:
            self._pool.shutdown(wait=False)
        self._pool = None
        chunks = [chunk for chunk, _ in self._waiting]
        self._waiting.clear()
        for chunk in chunks:
            self._submit(chunk)


def _run_chunk(chunk: Chunk) -> list[Outcome]:
    from transpipe.project.work import run_job  # noqa: PLC0415 - slow to import

    return [run_job(job) for job in chunk]


def _processes(count: int) -> Executor:
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415 - slow to import

    # Ctrl-C reaches all processes of a terminal; this one ends the others, which stay quiet.
    return ProcessPoolExecutor(count, None, _begin)


def _threads(count: int) -> Executor:
    from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - slow to import

    return ThreadPoolExecutor(count)


def _begin() -> None:
    """Make this process a worker: deaf to Ctrl-C, and gone as soon as who started it is."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_seldom()
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """Wait for the end of the process that started this one: a worker never learns of a kill."""
    from multiprocessing import connection, parent_process  # noqa: PLC0415 - in workers only

    parent = parent_process()
    if parent:
        connection.wait([parent.sentinel])
        os._exit(1)


_KINDS: Mapping[str, Callable[[int], Executor]] = {
    "process": _processes,
    "thread": _threads,
}


def _executor(kind: str, count: int) -> Executor:
    """Return a new executor.

    Raises:
        TranspipeError: nothing of that name gives one.

    """
    if kind in _KINDS:
        return _KINDS[kind](count)
    module, colon, name = kind.partition(":")
    if not colon or not module or not name or module.startswith("."):
        raise _wrong(kind, "there is no such executor")
    try:
        found: Any = import_module(module)
        for part in name.split("."):
            found = getattr(found, part)
    except Exception as error:
        raise _wrong(kind, f"{type(error).__name__}: {error}") from error
    if not callable(found):
        raise _wrong(kind, f"{name} can't be called")
    try:
        made = found()
    except Exception as error:
        raise _wrong(kind, f"{type(error).__name__}: {error}") from error
    if not isinstance(made, Executor):
        raise _wrong(kind, f"it gives no concurrent.futures.Executor but {type(made).__name__}")
    return made


def _wrong(kind: str, why: str) -> TranspipeError:
    return TranspipeError(f"--executor {kind}: {why}", hint=_HINT)
