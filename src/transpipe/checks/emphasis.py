"""The marks of emphasis: how many parts have them, and which of them stay visible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from transpipe.checks.finding import Hit, Severity
from transpipe.checks.pair import Pair
from transpipe.markdown.markup import Markup

__all__ = ["emphases", "emphasis"]

_LONG_MARK = 2


def emphasis(pair: Pair) -> Iterable[Hit]:
    """The target emphasizes more or fewer parts than the source, or a mark stays visible.

    A mark such as ** works only where it touches a word and has a partner; else readers see
    the asterisks. Next to quotation marks and parentheses in scripts without spaces even a
    pair fails: it is published as <strong>, and you are told, since other programs that read
    the file don't do that.

    Example: "Ini **sangat penting sekarang." has lost the second mark.

    To mend it, put the same marks round the words that carry the emphasis in your language,
    as many as the source has.
    """
    here, there = pair.here, pair.there
    if not (
        here.strong
        or here.emphasis
        or here.strikes
        or here.literals
        or there.strong
        or there.emphasis
        or there.strikes
    ):
        return
    published = pair.published
    hits = list(_visible(pair, published, there))
    if not hits:
        hits = list(_mended(pair))
        hits += _uneven(pair, published, there)
    yield from hits


def _visible(pair: Pair, published: Markup, there: Markup) -> Iterator[Hit]:
    """Yield the marks that readers would see."""
    known = {mark.text for mark in there.literals}
    left = Counter(mark.text for mark in published.literals if mark.text not in known)
    lost = emphases(published) < emphases(there)
    for mark in pair.here.literals:
        if not left[mark.text]:
            continue
        left[mark.text] -= 1
        is_code = mark.text.startswith("`")
        bad = lost or is_code or len(mark.text) >= _LONG_MARK
        yield Hit(
            f"“{mark.text}” stays visible: it has no partner"
            if is_code
            else f"“{mark.text}” stays visible: it opens or closes nothing",
            "Put one mark right before the words and the same mark right after them, "
            "or leave it out.",
            mark.start,
            mark.start + len(mark.text),
            Severity.ERROR if bad else Severity.WARNING,
        )


def emphases(markup: Markup) -> int:
    """Return how many parts of a text are in bold or italics."""
    return markup.strong + markup.emphasis


def _mended(pair: Pair) -> Iterator[Hit]:
    if pair.mended is pair.target:
        return
    mark = pair.here.literals[0]
    tag = "<em>" if len(mark.text) == 1 else "<strong>"
    yield Hit(
        f"“{mark.text}” works only because it is rewritten as {tag}",
        "Move the marks so that each stands between a letter and a space, or right at the "
        f"letters inside the quotation marks or parentheses; or write {tag} yourself.",
        mark.start,
        mark.start + len(mark.text),
    )


def _uneven(pair: Pair, here: Markup, there: Markup) -> Iterator[Hit]:
    kinds = [
        ("in bold (**)", here.strong, there.strong),
        ("in italics (*)", here.emphasis, there.emphasis),
    ]
    if pair.language.script != "Latn" and emphases(here) == emphases(there):
        kinds = []  # scripts without italics show both alike
    kinds.append(("struck out", here.strikes, there.strikes))
    for what, ours, theirs in kinds:
        if ours != theirs:
            yield Hit(
                f"{_parts(ours)} {what}, {theirs or 'none'} in the source",
                "Put the marks round the same words as in the source, no more and no fewer.",
            )


def _parts(count: int) -> str:
    return "1 part is" if count == 1 else f"{count or 'no'} parts are"
