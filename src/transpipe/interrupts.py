"""Ctrl-C, where Python would lose it."""

from __future__ import annotations

import _thread
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer, current_thread, main_thread
from types import FrameType

__all__ = ["bring_back", "undisturbed"]


@contextmanager
def undisturbed() -> Iterator[None]:
    """Put off Ctrl-C: in the middle of a fork it gets lost."""
    if current_thread() is not main_thread():
        yield
        return
    came: list[tuple[int, FrameType | None]] = []
    before = signal.signal(signal.SIGINT, lambda *told: came.append(told))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
        if came and callable(before):
            before(*came[0])


def bring_back(lost: sys.UnraisableHookArgs) -> None:
    """Press Ctrl-C again where it came and nothing could be raised; to be ``sys.unraisablehook``.

    That is in what a weak reference or a library in another language calls. All else is told.
    """
    if issubclass(lost.exc_type, KeyboardInterrupt):
        again = Timer(_SOON, _thread.interrupt_main)
        again.daemon = True
        again.start()
    else:
        sys.__unraisablehook__(lost)


_SOON = 0.01  # seconds, by which the callback has come to its end
