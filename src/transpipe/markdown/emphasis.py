"""Emphasis that CommonMark's flanking rules don't see, mended with HTML.

A mark opens or closes depending on what stands on both its sides (CommonMark 0.31.2,
section 6.2): between a letter and a punctuation mark it fails. Where words are set apart by
spaces that is rare; in Thai, Lao, Khmer, Burmese and Chinese it is everyday writing.
``<strong>`` and ``<em>`` are understood everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from transpipe.document import Definitions
from transpipe.markdown.alike import places
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.markup import of_markdown
from transpipe.markdown.reading import Environment, Reading, Seen, is_word, read
from transpipe.scripts import SPACELESS
from transpipe.text import Span, splice

__all__ = ["mend_emphasis"]

_MAY_FAIL = re.compile(r"[*_](?<=[^\s*_].)[*_]*+(?=[^\s*_])")
"""A mark between other characters; it begins with what it is searched for by: that is fast."""
_TAGS = {1: ("em",), 2: ("strong",), 3: ("em", "strong")}
_PLAIN = Environment(Dialect(), Definitions())
_OURS = re.compile(r"<(/?)(em|strong)>")


def mend_emphasis(target: str, known: Environment = _PLAIN, *, source: str = "") -> str:
    """Return a target with ``<strong>`` and ``<em>`` for marks that would stay visible.

    Marks of a kind are taken in pairs, in order; where each pair encloses something and one
    of its marks would not open or close, tags stand for both. What can't be mended so, such
    as a mark without a partner, stays as it is.

    Args:
        target: an inline run of Markdown.
        known: what its document defines.
        source: its source; what has the marks of that has them at work, too.

    """
    if "*" not in target and "_" not in target:
        return target
    if not _MAY_FAIL.search(target) or places(target, source, known) is not None:
        return target
    if not of_markdown(target, known).literals:
        return target
    reading = read(target, known)
    replacements = sorted(_replacements(target, reading))
    changed = splice(target, replacements)
    return changed if replacements and _is_sound(changed, known, reading) else target


def _replacements(target: str, reading: Reading) -> Iterator[tuple[Span, str]]:
    groups: dict[tuple[int, str, int], list[Seen]] = {}
    for one in reading.seen:
        length = one.end - one.start
        if one.rule == "emphasis" and length in _TAGS:
            groups.setdefault((id(one.scope), target[one.start], length), []).append(one)
    for (_, _, length), runs in groups.items():
        if any(reading.left[run.start] for run in runs):
            yield from _tagged(_pairs(target, runs), length)


def _pairs(target: str, runs: Sequence[Seen]) -> list[tuple[Seen, Seen]]:
    """Return the marks two by two; nothing if they don't pair up."""
    runs = [run for run in runs if not _stands_alone(target, run)]
    pairs = list(zip(runs[::2], runs[1::2], strict=False))
    if len(runs) % 2 or not all(_encloses(target, *pair) for pair in pairs):
        return []
    return pairs


def _stands_alone(target: str, run: Seen) -> bool:
    """Tell whether a mark is none: between spaces, or an underscore inside a word."""
    before, after = _around(target, run)
    if before.isspace() and after.isspace():
        return True
    return target[run.start] == "_" and all(map(_is_spaced_word, (before, after)))


def _encloses(target: str, opener: Seen, closer: Seen) -> bool:
    """Tell whether two marks can be meant as a pair."""
    before, first = _around(target, opener)
    last, after = _around(target, closer)
    if opener.end >= closer.start or first.isspace() or last.isspace():
        return False
    if target[opener.start] == "*":
        return True
    # an underscore belongs to a word, unless one side of the pair says that it does not
    outside = (before, after)
    return any(not is_word(one) for one in outside) and not any(map(_is_spaced_word, outside))


def _around(target: str, run: Seen) -> tuple[str, str]:
    return target[run.start - 1 : run.start] or " ", target[run.end : run.end + 1] or " "


def _is_spaced_word(character: str) -> bool:
    """Tell whether a character belongs to a word in a script that has spaces between them."""
    return is_word(character) and not SPACELESS.match(character)


def _tagged(pairs: Iterable[tuple[Seen, Seen]], length: int) -> Iterator[tuple[Span, str]]:
    for opener, closer in pairs:
        if not (opener.opens and closer.closes):
            names = _TAGS[length]
            yield Span(opener.start, opener.end), "".join(f"<{name}>" for name in names)
            yield Span(closer.start, closer.end), "".join(f"</{name}>" for name in names[::-1])


def _is_sound(changed: str, known: Environment, before: Reading) -> bool:
    """Tell whether all marks are paired now, or at least more, and tags are nested well."""
    after = read(changed, known)
    if sum(after.left.values()) >= sum(before.left.values()):
        return False
    stack: list[str] = []
    for token in after.tokens:
        match = _OURS.fullmatch(token.content) if token.type == "html_inline" else None
        if token.nesting > 0 or (match and not match[1]):
            stack.append(token.tag or (match[2] if match else ""))
        elif token.nesting < 0 or match:
            name = token.tag or (match[2] if match else "")
            if not stack or stack.pop() != name:
                return False
    return not stack
