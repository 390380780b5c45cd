"""What is copied letter for letter: code, the labels of footnotes, placeholders."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from transpipe.checks.finding import Hit
from transpipe.checks.pair import Pair
from transpipe.checks.shorten import shorten

__all__ = ["code_span", "footnote", "placeholder", "placeholders"]

_PLACEHOLDER = re.compile(
    r"""
    \{\{[^{}]*\}\}                               # {{ name }}
    |\{%[^{}]*%\}                                # {% tag %}
    |\{\#[^{}]*\#\}                              # {# comment #}
    |\$\{[^{}]*\}                                # ${VAR}
    |\{[^{}\s]{0,80}\}                           # {name}
    |\{[{%\#]|[}%\#]\}                           # half of one
    |(?<![\w%])%(?:\([A-Za-z_]\w*\)|\d+\$)?[-+\#0]?\d*(?:\.\d+)?[sdifgxXuc@](?![A-Za-z])
    |(?<![\w$])\$(?:[A-Z_][A-Z0-9_]+|[a-z_][a-z0-9_]+)(?!\w)
    """,
    re.VERBOSE,
)


def code_span(pair: Pair) -> Iterable[Hit]:
    """Code is lost, added or changed.

    What stands between backticks is typed or pasted by the reader: commands, file names,
    keys. It works in one spelling only.

    Example: the source says `make html`, the target `buat html`.

    To mend it, copy the code with its backticks from the source.
    """
    lost, added = _differing(pair.there.code, pair.here.code)
    for code in lost:
        yield _at(
            pair.source,
            code,
            f"the code `{shorten(code)}` is missing",
            f"Copy it with its backticks from the source: `{shorten(code)}`",
            in_source=True,
        )
    for code in added:
        yield _at(
            pair.target,
            code,
            f"the source has no code `{shorten(code)}`",
            "Code stays as it is in the source; leave backticks out anywhere else.",
        )


def footnote(pair: Pair) -> Iterable[Hit]:
    """A footnote's reference is missing, added or another one.

    Without it readers can't get from the claim to what proves it; one too many shows up as
    [^9] in the text.

    Example: the source says "The law was amended.[^3]", the target "Undang-undang diubah."

    To mend it, copy [^3] to where the claim is in your language.
    """
    lost, added = _differing(pair.there.footnotes, pair.here.footnotes)
    for label in lost:
        yield _at(
            pair.source,
            f"[^{label}]",
            f"the footnote [^{shorten(label)}] is missing",
            f"Put [^{shorten(label)}] behind what it belongs to.",
            in_source=True,
        )
    for label in added:
        yield _at(
            pair.target,
            f"[^{label}]",
            f"the source has no footnote [^{shorten(label)}]",
            "Leave it out, or copy the right label from the source.",
        )


def placeholder(pair: Pair) -> Iterable[Hit]:
    """A placeholder such as {name}, {{ name }}, {% tag %}, %s or $NAME is missing or added.

    A program puts something in its place, or runs what it says: one that is missing leaves a
    hole, one that is added can break the page or do harm.

    Example: the source says "Dear {name}", the target "Yth. {nama}".

    To mend it, copy the placeholders from the source, letter for letter.
    """
    target, source = pair.target, pair.source
    if not ("{" in target or "}" in target or "%" in target or "$" in target) and not (
        "{" in source or "}" in source or "%" in source or "$" in source
    ):
        return
    lost, added = _differing(placeholders(source), placeholders(target))
    for text in lost:
        yield _at(
            source,
            text,
            f"the placeholder {shorten(text)} is missing",
            f"Copy {shorten(text)} from the source, letter for letter.",
            in_source=True,
        )
    for text in added:
        yield _at(
            target,
            text,
            f"the source has no placeholder {shorten(text)}",
            "Leave it out, or copy the right one from the source.",
        )


def placeholders(text: str) -> list[str]:
    """Return the placeholders of a text, in order."""
    return [match[0] for match in _PLACEHOLDER.finditer(text)]


def _differing(there: Sequence[str], here: Sequence[str]) -> tuple[Iterable[str], Iterable[str]]:
    """Return what a target lacks of its source, and what it has beside that, in any order."""
    if there == here:
        return (), ()
    source, target = Counter(there), Counter(here)
    return (source - target).elements(), (target - source).elements()


def _at(text: str, written: str, message: str, way_out: str, *, in_source: bool = False) -> Hit:
    """Return a hit where something is written in a source or target first; else at its start."""
    start = max(text.find(written), 0)
    return Hit(message, way_out, start, start + len(written), in_source=in_source)
