"""Links and images: a target leads where its source leads, and nowhere else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from transpipe.checks.finding import Hit, Severity
from transpipe.checks.oddities import INVISIBLE_CHARACTERS, Sign
from transpipe.checks.pair import Pair
from transpipe.checks.shorten import shorten
from transpipe.markdown.markup import FILLER, HIDDEN, Link

__all__ = ["host_of", "image_source", "link_scheme", "link_target", "link_text", "scheme_fault"]

_SCHEME = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*(?=:)")
_SAFE = frozenset({"http", "https", "mailto"})
_IGNORED_IN_URLS = re.compile(r"[\x00-\x20]")
_ADDRESS = r"(?:https?:|mailto:|www\.|/|#|\.\.?/)"
_NO_LINK = re.compile(
    rf"[\]］】][ \t\u00a0\u3000\u200b-\u200d\u2060\ufeff]*[(（][ \t]*{_ADDRESS}[^\s()（）]*"
    rf"|[)）][\[［]{_ADDRESS}[^\s\[\]［］]*"
)
_LABEL = re.compile(r"\[([^\]]*)\]\(")
_OF_ADDRESS = re.compile(r"[A-Za-z0-9._~:/?#@!$&'*+;=%-]")
_HOST = re.compile(r"(?:[a-zA-Z][a-zA-Z0-9+.-]*:)?//([^/?#\\]*)")


def link_target(pair: Pair) -> Iterable[Hit]:
    """A link of the target leads elsewhere than the source's, or one is missing or added.

    Readers trust the links of a statement, and a slip or a malicious edit in one of them is
    easy to miss: nobody clicks every link of every language. So a target must have exactly
    the destinations of its source, in any order; the text of a link is free.

    Example: the source has [our report](https://example.org/report), the target
    [laporan kami](https://example.org/repot).

    To mend it, copy the destination from the source. Put angle brackets round a bare
    address, <https://example.org/>, where letters follow it without a space. A page in the
    reader's language is allowed by "localized_links" in the configuration alone.
    """
    there, here = pair.there.links, pair.here.links
    if not there and not here:
        return ()
    return _differences(pair, "link", there, here)


def image_source(pair: Pair) -> Iterable[Hit]:
    """An image is missing, added, or is another file than in the source.

    An image from elsewhere can follow readers around, and one that is missing leaves a hole.
    The description of an image is to be translated, its file is not to be touched.

    Example: the source has ![A vigil](vigil.jpg), the target ![Aksi](https://example.net/1.gif).

    To mend it, copy what stands in the parentheses from the source.
    """
    there, here = pair.there.images, pair.here.images
    if not there and not here:
        return ()
    return _differences(pair, "image", there, here)


def _differences(
    pair: Pair, what: str, there: Sequence[Link], here: Sequence[Link]
) -> Iterator[Hit]:
    expected = Counter(one.destination for one in there)
    surplus: list[Link] = []
    for one in here:
        if expected[one.destination]:
            expected[one.destination] -= 1
        elif not (one.bare and _is_written(pair.target[one.start : one.end], pair.source)):
            surplus.append(one)
    missing = list(expected.elements())
    wrong = 0
    for one in surplus:
        if what == "link" and missing and _is_localized(one.destination, pair):
            missing.pop()
        elif swallowed := _swallowed(one, missing):
            missing.remove(swallowed)
            start = one.start + len(swallowed)
            yield Hit(
                f"the address {shorten(swallowed)} takes in the letters after it",
                f"Put angle brackets round the address: <{swallowed}>",
                min(start, one.end),
                one.end,
            )
        else:
            wrong += 1
            yield _surplus(what, one, missing)
    # one that was put in another's place has been said to be wrong already
    for destination in missing if len(missing) > wrong else ():
        yield _missing(pair, what, there, destination)


def _is_written(address: str, source: str) -> bool:
    """Tell whether an address stands in a source, all of it, though it is no link there."""
    place = source.find(address)
    while place >= 0:
        end = place + len(address)
        before, after = source[place - 1 : place], source[end : end + 1]
        if not (place and _OF_ADDRESS.match(before)) and not _OF_ADDRESS.match(after):
            return True
        place = source.find(address, place + 1)
    return False


def _surplus(what: str, one: Link, missing: Sequence[str]) -> Hit:
    if len(missing) == 1:
        message = f"the {what} leads to {shorten(one.destination)}"
        if what == "image":
            message = f"the image is {shorten(one.destination)}"
        way_out = f"The source has {shorten(missing[0])}: copy it from there."
    elif missing:
        message = f"the source has no {what} to {shorten(one.destination)}"
        way_out = f"It has {', '.join(map(shorten, missing))}: copy the right one from there."
    else:
        article = "an" if what == "image" else "a"
        message = f"{article} {what} that the source has not: {shorten(one.destination)}"
        way_out = f"Leave the {what} out, or ask the author to add it to the source."
    return Hit(message, way_out, one.start, one.end)


def _missing(pair: Pair, what: str, there: Sequence[Link], destination: str) -> Hit:
    place = next(one for one in there if one.destination == destination)
    written = pair.source[place.start : place.end]
    if place.bare and written in pair.target:
        start = pair.target.index(written)
        return Hit(
            f"the address {shorten(written)} is no link here",
            f"Put angle brackets round it: <{written}>",
            start,
            start + len(written),
            Severity.WARNING,
        )
    return Hit(
        f"the {what} to {shorten(destination)} is missing"
        if what == "link"
        else f"the image {shorten(destination)} is missing",
        f"Write it as the source does: {written}" if written else "",
        place.start,
        place.end,
        in_source=True,
    )


def _is_localized(destination: str, pair: Pair) -> bool:
    """Tell whether configuration allows a destination of the target's own."""
    if "\\" in destination or ".." in unquote(destination) or scheme_fault(destination):
        return False
    return any(
        destination == prefix
        or (
            destination.startswith(prefix)
            and (prefix[-1:] in "/?#=" or destination[len(prefix)] in "/?#")
        )
        for prefix in pair.settings.localized_links
        if prefix
    )


def _swallowed(one: Link, missing: Iterable[str]) -> str:
    """Return the destination that a bare address begins with and goes on beyond."""
    if not one.bare:
        return ""
    return next(
        (
            it
            for it in missing
            if one.destination.startswith(it) and one.destination[len(it)] in "%.,;:!?)"
        ),
        "",
    )


def link_text(pair: Pair) -> Iterable[Hit]:
    """A link has no text, or what looks like a link is none.

    A link without text can't be seen or clicked. A space between ] and (, the wide brackets
    of Chinese and Japanese keyboards, or (text)[address] leave the address standing in the
    sentence.

    Example: [laporan] (https://example.org/), or [报告]（https://example.org/）.

    To mend it, write [text](address) with plain brackets and no space between them.
    """
    here = pair.here
    if here.links:
        empty = [one for one in here.links if one.empty or _is_blank(one, pair)]
        allowed = sum(one.empty for one in pair.there.links)
        for one in empty[allowed:]:
            yield Hit(
                "a link without text",
                "Write the text of the link between [ and ].",
                one.start,
                one.end,
            )
    prose = here.prose  # in which nothing is left of a link's own brackets
    if pair.is_markdown and ("]" in prose or "］" in prose or "】" in prose or ")[" in pair.target):
        yield from _no_links(pair)


def _is_blank(one: Link, pair: Pair) -> bool:
    """Tell whether the text of a link is of characters alone that can't be seen."""
    if Sign.INVISIBLE not in pair.signs:
        return False
    label = _LABEL.match(pair.target, one.start, one.end)
    return bool(label and label[1] and not INVISIBLE_CHARACTERS.sub("", label[1]).strip())


def _no_links(pair: Pair) -> Iterator[Hit]:
    found = list(_half_links(pair.target, pair.here.prose))
    known = {one[0] for one in _half_links(pair.source, pair.there.prose)} if found else set()
    for match in found:
        if match[0] not in known:
            yield Hit(
                "this is no link: its address stands in the sentence",
                "Write [text](address) with plain brackets and no space between ] and (.",
                *match.span(),
            )


def _half_links(text: str, prose: str) -> Iterator[re.Match[str]]:
    """Yield what looks like a link, and is neither one nor code."""
    for match in _NO_LINK.finditer(text):
        if prose[match.start()] not in (FILLER, HIDDEN):
            yield match


def link_scheme(pair: Pair) -> Iterable[Hit]:
    """A link or image of the target has a scheme that may do harm.

    Allowed are http, https, mailto, places in the page (#…) and paths of the same site. Others
    can start programs or scripts on a reader's device; //host and a user name before the host
    (https://example.org@evil.example/) hide where a link leads.

    Example: [laporan](javascript:alert(1)).

    To mend it, copy the destination from the source.
    """
    here = pair.here
    if not here.links and not here.images:
        return
    known = {one.destination for one in (*pair.there.links, *pair.there.images)}
    for one in (*here.links, *here.images):
        fault = "" if one.destination in known else scheme_fault(one.destination)
        if fault:
            yield Hit(fault, "Copy the destination from the source.", one.start, one.end)


def scheme_fault(destination: str) -> str:
    """Say what is wrong with the way a destination begins; empty if nothing is."""
    plain = _IGNORED_IN_URLS.sub("", unquote(destination)).replace("\\", "/")
    match = _SCHEME.match(plain)
    if match:
        if match[0].lower() not in _SAFE:
            return f"a link of the kind “{match[0][:20]}:” may do harm"
    elif plain.startswith("//"):
        return "a link that begins with // leads to another site"
    if "\\" in unquote(destination):
        return "a backslash in an address: browsers take it for a slash"
    if "@" in host_of(plain):
        return f"a user name before the host hides where the link leads: {shorten(destination)}"
    return ""


def host_of(destination: str) -> str:
    """Return the host of a destination, with what stands before it; empty if there is none."""
    match = _HOST.match(destination)
    return match[1] if match else ""
