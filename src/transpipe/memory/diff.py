"""What became of the words of a text, for a reviewer to see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from rapidfuzz.distance import Indel

from transpipe.memory.words import tokens

__all__ = ["Change", "word_diff"]

Change: TypeAlias = tuple[Literal["=", "-", "+"], str]

_CELLS = 40_000_000  # tokens times tokens that are worth comparing: 5 MB, a tenth of a second


def word_diff(old: str, new: str) -> list[Change]:
    """Return what became of the words of ``old``: "=" kept, "-" gone, "+" come in.

    Joined, "=" and "-" give ``old``, "=" and "+" give ``new``; no text is empty, and no two
    neighbours have the same sign. Where a script sets no spaces, clusters of letters take
    the place of words.
    """
    here, there = tokens(old), tokens(new)
    changes: list[Change] = []
    gone = come = ""
    for same, left, right in _bridged(_runs(here, there)):
        if not same:
            gone, come = gone + left, come + right
            continue
        changes += _replaced(gone, come)
        gone = come = ""
        changes.append(("=", left))
    return changes + _replaced(gone, come)


def _replaced(gone: str, come: str) -> list[Change]:
    changes: list[Change] = [("-", gone)] if gone else []
    if come:
        changes.append(("+", come))
    return changes


_Run: TypeAlias = tuple[bool, str, str]


def _bridged(runs: list[_Run]) -> Iterator[_Run]:
    """Yield the runs; what stays between two changes and has no letter is changed with them."""
    last = len(runs) - 1
    for number, (same, left, right) in enumerate(runs):
        lonely = 0 < number < last and not any(map(str.isalnum, left))
        yield same and not lonely, left, right


def _runs(here: list[str], there: list[str]) -> list[_Run]:
    """Return runs of kept and changed tokens in turn: whether kept, the old and the new text."""
    head = _common(here, there)
    tail = _common(here[: head - len(here) - 1 : -1], there[: head - len(there) - 1 : -1])
    old, new = here[head : len(here) - tail], there[head : len(there) - tail]
    runs: list[_Run] = [(True, "".join(here[:head]), "".join(there[:head]))]
    runs += _middle(old, new)
    runs.append((True, "".join(here[len(here) - tail :]), "".join(there[len(there) - tail :])))
    return [run for run in runs if run[1] or run[2]]


def _common(here: list[str], there: list[str]) -> int:
    """Return how many tokens two lists have in common at their beginning."""
    pairs = enumerate(zip(here, there, strict=False))
    return next((k for k, (a, b) in pairs if a != b), min(len(here), len(there)))


def _middle(old: list[str], new: list[str]) -> Iterator[_Run]:
    if len(old) * len(new) > _CELLS:
        yield False, "".join(old), "".join(new)
        return
    numbers: dict[str, int] = {}
    left, right = (
        [numbers.setdefault(token, len(numbers)) for token in text] for text in (old, new)
    )
    for code in Indel.opcodes(left, right):
        kept = code.tag == "equal"
        yield (
            kept,
            "".join(old[code.src_start : code.src_end]),
            "".join(new[code.dest_start : code.dest_end]),
        )
