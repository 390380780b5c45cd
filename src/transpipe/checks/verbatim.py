"""What is copied letter for letter: code, the labels of footnotes, placeholders."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

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
    there, here = pair.there.code, pair.here.code
    if there == here:
        return
    lost, added = Counter(there) - Counter(here), Counter(here) - Counter(there)
    for code in lost.elements():
        start = pair.source.find(code)
        yield Hit(
            f"the code `{shorten(code)}` is missing",
            f"Copy it with its backticks from the source: `{shorten(code)}`",
            max(start, 0),
            max(start, 0) + len(code),
            in_source=True,
        )
    for code in added.elements():
        start = max(pair.target.find(code), 0)
        yield Hit(
            f"the source has no code `{shorten(code)}`",
            "Code stays as it is in the source; leave backticks out anywhere else.",
            start,
            start + len(code),
        )


def footnote(pair: Pair) -> Iterable[Hit]:
    """A footnote's reference is missing, added or another one.

    Without it readers can't get from the claim to what proves it; one too many shows up as
    [^9] in the text.

    Example: the source says "The law was amended.[^3]", the target "Undang-undang diubah."

    To mend it, copy [^3] to where the claim is in your language.
    """
    there, here = pair.there.footnotes, pair.here.footnotes
    if there == here:
        return
    lost, added = Counter(there) - Counter(here), Counter(here) - Counter(there)
    for label in lost.elements():
        start = max(pair.source.find(f"[^{label}]"), 0)
        yield Hit(
            f"the footnote [^{shorten(label)}] is missing",
            f"Put [^{shorten(label)}] behind what it belongs to.",
            start,
            start + len(label) + 3,
            in_source=True,
        )
    for label in added.elements():
        start = max(pair.target.find(f"[^{label}]"), 0)
        yield Hit(
            f"the source has no footnote [^{shorten(label)}]",
            "Leave it out, or copy the right label from the source.",
            start,
            start + len(label) + 3,
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
    there, here = placeholders(source), placeholders(target)
    if there == here or Counter(there) == Counter(here):
        return
    for text in (Counter(there) - Counter(here)).elements():
        start = source.find(text)
        yield Hit(
            f"the placeholder {shorten(text)} is missing",
            f"Copy {shorten(text)} from the source, letter for letter.",
            start,
            start + len(text),
            in_source=True,
        )
    for text in (Counter(here) - Counter(there)).elements():
        start = target.find(text)
        yield Hit(
            f"the source has no placeholder {shorten(text)}",
            "Leave it out, or copy the right one from the source.",
            start,
            start + len(text),
        )


def placeholders(text: str) -> list[str]:
    """Return the placeholders of a text, in order."""
    return [match[0] for match in _PLACEHOLDER.finditer(text)]
