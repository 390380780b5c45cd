"""Telling whether work takes in proportion to its size, on a machine that others use too."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable

GROWTH = 2.6  # for double the size
SLOW = 0.3  # seconds; less says nothing about growth
TRIES = 6
MOST = 20.0  # seconds


def seconds(work: Callable[[], object]) -> float:
    gc.collect()  # what others left is not to be paid for here
    tracing = sys.gettrace()
    sys.settrace(None)  # nor is what a measurement of coverage takes
    try:
        began = time.process_time()
        work()
        return time.process_time() - began
    finally:
        sys.settrace(tracing)


def grows_too_fast(work: Callable[[int], Callable[[], object]], size: int) -> str:
    """Say by how much more than double the time grows for double the size; empty if it does not.

    A machine that is busy for a moment is asked again.
    """
    half = whole = MOST
    for _ in range(TRIES):
        half = min(half, seconds(work(size // 2)))
        whole = min(whole, seconds(work(size)))
        assert whole < MOST
        if whole < SLOW or whole < GROWTH * half:
            return ""
    return f"{whole / half:.1f} times, {whole:.1f} s"
