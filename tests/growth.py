"""Telling whether work takes in proportion to its size, on a machine that others use too."""

from __future__ import annotations

import gc
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from transpipe.garbage import collect_seldom

TIMES = 8  # larger: what grows with the square takes 64 times as long, far from any noise
GROWTH = 2.6**3  # at most: 2.6 for each doubling
SLOW = 0.3  # seconds; less says nothing about growth
TRIES = 6
MOST = 20.0  # seconds


@contextmanager
def untraced() -> Iterator[None]:
    """Spare something long what a measurement of coverage takes."""
    tracing = sys.gettrace()
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(tracing)


def seconds(work: Callable[[], object]) -> float:
    """Measure the time that this process itself takes, without the system's for its memory.

    Garbage is looked for as seldom as in a command: how often Python does it by default depends on
    how many objects there are, and goes up by a multiple once there are enough.
    """
    gc.collect()
    gc.freeze()  # what others left is not to be paid for here
    thresholds = gc.get_threshold()
    collect_seldom()
    try:
        with untraced():
            began = resource.getrusage(resource.RUSAGE_SELF).ru_utime
            work()
            return resource.getrusage(resource.RUSAGE_SELF).ru_utime - began
    finally:
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def grows_too_fast(work: Callable[[int], Callable[[], object]], size: int) -> str:
    """Say by how much more than the size the time grows; empty if it does not.

    A machine that is busy for a moment is asked again.
    """
    part = whole = MOST
    for _ in range(TRIES):
        part = min(part, seconds(work(size // TIMES)))
        whole = min(whole, seconds(work(size)))
        assert whole < MOST
        if whole < SLOW or whole < GROWTH * part:
            return ""
    return f"{whole / part:.1f} times for {TIMES} times the size, {whole:.1f} s"
