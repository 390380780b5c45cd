"""Workers start without losing Ctrl-C, and end with the process that started them."""

from __future__ import annotations

import os
import signal
import threading

import pytest

from transpipe.project import workers


def test_ctrl_c_while_processes_start_comes_right_after() -> None:
    def work() -> None:
        with workers.undisturbed():
            os.kill(os.getpid(), signal.SIGINT)
            seen.append(1)

    seen: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        work()
    assert seen == [1]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_other_threads_cannot_put_it_off() -> None:
    def work() -> None:
        with workers.undisturbed():
            seen.append(signal.getsignal(signal.SIGINT))

    seen: list[object] = []
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == [signal.default_int_handler]
