"""Ctrl-C is not lost where Python would lose it: while workers start, and while pages are made."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time

import pytest

from transpipe.interrupts import bring_back, undisturbed


def test_ctrl_c_while_processes_start_comes_right_after() -> None:
    def work() -> None:
        with undisturbed():
            os.kill(os.getpid(), signal.SIGINT)
            seen.append(1)

    seen: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        work()
    assert seen == [1]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_other_threads_cannot_put_it_off() -> None:
    def work() -> None:
        with undisturbed():
            seen.append(signal.getsignal(signal.SIGINT))

    seen: list[object] = []
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]


class Deaf:
    """Meets an error where nobody can be told."""

    def __init__(self, error: BaseException) -> None:
        self._error = error

    def __del__(self) -> None:
        raise self._error


def wait() -> None:
    for _ in range(600):  # Ctrl-C comes at the end of a sleep, not into it
        time.sleep(0.05)


def test_ctrl_c_where_nothing_can_be_raised_is_brought_back(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "unraisablehook", bring_back)
    Deaf(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        wait()
    assert capsys.readouterr().err == ""
    Deaf(ValueError("odd"))
    assert "odd" in capsys.readouterr().err
