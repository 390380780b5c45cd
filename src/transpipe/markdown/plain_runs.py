"""Reading the inline runs about which nobody can be in doubt, without the parser.

Most runs that have markup at all have code, links, emphasis and tags in their plainest form:
side by side, each closed before the next begins. They are read here in a tenth of the
parser's time, and said to hold exactly what the parser finds in them. Anything else (a mark
without its partner, brackets in brackets, a character reference, a tilde) is left to the
parser: at the first doubt :func:`of_plain_run` gives up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from markdown_it.common.utils import normalizeReference

from transpipe.markdown.flanking import flanks
from transpipe.markdown.inventory import (
    FILLER,
    HIDDEN,
    Link,
    Markup,
    Tag,
    addresses,
    count_emphasis,
    count_strong,
    tag_at,
)
from transpipe.markdown.reading import Environment, is_no_mark, normalize

__all__ = ["of_plain_run"]

_STOP = re.compile(r"[][\\`*_!<~^&:@]")
# Every repetition ends at what it must not hold and is possessive, and the first doubt ends
# the reading: no text is looked at more than twice.
_ESCAPE = re.compile(r"\\[!-/:-@\[-`{-~]")  # CommonMark 0.31.2, section 2.4
_CODE = re.compile(r"`([^`\n]++)`(?!`)")
_MARK = re.compile(r"\*\*?+(?!\*)|__?+(?!_)")
_LABEL = re.compile(
    rf"\[(?!\^)((?:[^][`\\<\n]++|{_CODE.pattern}|{_ESCAPE.pattern})*+)\](?P<way>[(\[]?)"
)
_DESTINATION = r"""([!#$%*+,\-./0-9:;=?@A-Z_^a-z|~]++)(?:[ ]"[^"\\&\n]*+")?"""
_INLINE = re.compile(rf"\]\({_DESTINATION}\)")
_REFERENCE = re.compile(r"\](?:\[([^][`\\<\n]*+)\])?+")
_IMAGE = re.compile(rf"!\[([^][`\\<\n&:@^]*+)\]\({_DESTINATION}\)")
_TAG = re.compile(
    r"""<!--[ \n](?:[^-]|-(?!-))*+-->
    |</[A-Za-z][A-Za-z0-9-]*+[ ]?>
    |<[A-Za-z][A-Za-z0-9-]*+(?:[ ][a-z][a-z-]*+="[^"<>`\n]*+")*+[ ]?/?>""",
    re.VERBOSE,
)
_NO_TAG = re.compile(r"<(?![A-Za-z/!?])")
_AUTOLINK = re.compile(r"<(https?://[!#$%&*+,\-./0-9:;=?@A-Z_a-z~]++)>")
_BARE = re.compile(
    r"(?<![^ \n(])https?://[A-Za-z0-9][A-Za-z0-9./?#=%+-]*"
    r"(?<=[A-Za-z0-9/])(?=\)?[.,:!?]?(?:[ \n]|\Z))"
)
_NO_COLON = re.compile(r":(?!//|(?<=mailto:)|(?<=xmpp:))")
_MAIL_AUTOLINK = re.compile(r"<([A-Za-z0-9.+_-]++@[A-Za-z0-9]{1,60}+(?:[.-][A-Za-z0-9]{1,60}+)*+)>")
_BEFORE_AT = re.compile(r"(?:\A|[ \n(])([A-Za-z0-9.+-]{1,60}+)\Z")
_AFTER_AT = re.compile(
    r"@[A-Za-z0-9-]++(?:\.[A-Za-z0-9-]++)++(?<=[A-Za-z0-9])(?![\w@]|\.[A-Za-z0-9])"
)
_NO_AT = re.compile(r"@(?<![\w.+-]@)")
_FAR = 64
_NO_ENTITY = re.compile(r"&(?!#|[A-Za-z][A-Za-z0-9]{1,31};)")


Taker = Callable[["_Run", int], int]


class _Doubt(Exception):  # noqa: N818 - no error: the parser is asked instead
    """Raised where the parser must be asked."""


class _Run:
    """What has been read of a run so far."""

    __slots__ = (
        "code",
        "content",
        "counts",
        "environment",
        "images",
        "links",
        "open",
        "parts",
        "position",
        "stack",
        "tags",
    )  # fmt: skip

    def __init__(self, content: str, environment: Environment) -> None:
        self.content = content
        self.environment = environment
        self.position = 0
        self.parts: list[str] = []
        self.links: list[Link] = []
        self.images: list[Link] = []
        self.code: list[str] = []
        self.tags: list[Tag] = []
        self.counts = [0, 0, 0]
        self.stack: list[str] = []
        # the link that is open: start, end of its label, destination, end, marks open outside
        self.open: tuple[int, int, str, int, list[str]] | None = None

    def hide(self, start: int, end: int, filler: str) -> None:
        """Take the text up to ``start`` as prose, and what follows as none."""
        self.parts += (self.content[self.position : start], filler * (end - start))
        self.position = end


def of_plain_run(content: str, environment: Environment) -> Markup | None:
    """Return what a run of Markdown says; None if the parser must be asked."""
    run = _Run(content, environment)
    search, take = _STOP.search, _TAKERS
    position = 0
    try:
        while match := search(content, position):
            position = take[match[0]](run, match.start())
    except _Doubt:
        return None
    if run.stack or run.open:
        return None
    run.parts.append(content[run.position :])
    prose = "".join(run.parts)
    return None if "www." in prose else _markup(run, prose)


def _markup(run: _Run, prose: str) -> Markup:
    content, tags = run.content, run.tags
    if tags:
        run.links += addresses(tags, content, "a")
        run.images += addresses(tags, content, "img")
    return Markup(
        links=tuple(run.links),
        images=tuple(run.images),
        code=tuple(run.code),
        strong=run.counts[2] + (count_strong(tags) if tags else 0),
        emphasis=run.counts[1] + (count_emphasis(tags) if tags else 0),
        tags=tuple(tags),
        prose=prose,
    )


# Each of these takes the piece that begins at a place and returns where to go on.


def _matched(pattern: re.Pattern[str], run: _Run, start: int) -> re.Match[str]:
    match = pattern.match(run.content, start)
    if not match:
        raise _Doubt
    return match


def _code(run: _Run, start: int) -> int:
    match = _CODE.match(run.content, start)
    if not match:
        raise _Doubt
    code, end = match[1], match.end()
    if code[0] == code[-1] == " " and code.strip(" "):
        code = code[1:-1]
    run.code.append(code)
    run.parts += (run.content[run.position : start], FILLER * (end - start))
    run.position = end
    return end


def _mark(run: _Run, start: int) -> int:
    """Take a mark of emphasis: one that closes the last one opened, or that opens."""
    match = _MARK.match(run.content, start)
    if not match:
        raise _Doubt
    end, mark = match.end(), match[0]
    content, stack = run.content, run.stack
    limit = run.open[1] if run.open else len(content)
    opens, closes = flanks(
        mark[0], content[start - 1] if start else " ", content[end] if end < limit else " "
    )
    if closes and stack:
        if stack.pop() != mark:
            raise _Doubt
        run.counts[len(mark)] += 1
    elif opens and mark not in stack:
        stack.append(mark)
    elif opens or closes or not is_no_mark(content, start, end):
        raise _Doubt
    return end


def _opening(run: _Run, start: int) -> int:
    """Take an opening bracket: that of a link, or one that is just a character."""
    label = _matched(_LABEL, run, start)
    end = label.end(1)
    found = None
    if label["way"] == "(":
        inline = _matched(_INLINE, run, end)
        found = normalize(inline[1]), inline.end()
    elif run.environment.references:
        found = _referenced(run, label[1], end, full=label["way"] == "[")
    if found:
        if run.open:
            raise _Doubt
        run.hide(start, start + 1, HIDDEN)
        run.open = (start, end, *found, run.stack)
        run.stack = []
    return start + 1


def _referenced(run: _Run, label: str, end: int, *, full: bool) -> tuple[str, int] | None:
    """Return the destination of a reference link and where it ends; None if it is none."""
    match = _matched(_REFERENCE, run, end)
    if full and match[1] is None:
        raise _Doubt
    found = run.environment.references.get(normalizeReference(match[1] or label))
    return (found["href"], match.end()) if found else None


def _closing(run: _Run, place: int) -> int:
    """Take a closing bracket: that of the open link, or one that is just a character."""
    if not run.open or place != run.open[1]:
        return place + 1
    start, label, destination, end, outside = run.open
    if run.stack:
        raise _Doubt
    empty = not run.content[start + 1 : label].strip()
    run.links.append(Link(destination, empty, start, end))
    run.hide(label, end, HIDDEN)
    run.open, run.stack = None, outside
    return end


def _exclamation(run: _Run, start: int) -> int:
    if run.content[start + 1 : start + 2] != "[":
        return start + 1
    match = _matched(_IMAGE, run, start)
    if "www." in match[1]:
        raise _Doubt
    end = match.end()
    run.images.append(Link(normalize(match[2]), start=start, end=end))
    run.hide(start, match.start(1), HIDDEN)
    run.hide(match.end(1), end, HIDDEN)
    return end


def _angle(run: _Run, start: int) -> int:
    if match := _TAG.match(run.content, start):
        end = match.end()
        run.tags.append(tag_at(run.content, start, end))
        run.hide(start, end, HIDDEN)
    elif match := _AUTOLINK.match(run.content, start):
        end = match.end()
        run.links.append(Link(normalize(match[1]), start=start, end=end))
        run.hide(start, end, FILLER)
    elif match := _MAIL_AUTOLINK.match(run.content, start):
        end = match.end()
        run.links.append(Link(normalize(f"mailto:{match[1]}"), start=start, end=end))
        run.hide(start, end, FILLER)
    else:
        end = _matched(_NO_TAG, run, start).end()
    return end


def _take_address(run: _Run, start: int, end: int, scheme: str = "") -> int:
    """Take a bare address; it is no link inside of another, which a tag may have begun."""
    if run.open or run.tags or "bare-links" not in run.environment.dialect.extensions:
        raise _Doubt
    destination = normalize(scheme + run.content[start:end])
    run.links.append(Link(destination, start=start, end=end, bare=True))
    run.hide(start, end, FILLER)
    return end


def _colon(run: _Run, place: int) -> int:
    if _NO_COLON.match(run.content, place):
        return place + 1
    start = run.content.rfind("http", max(run.position, place - 5), place)
    match = _matched(_BARE, run, start) if start >= 0 else None
    if not match or run.content.find(":", start) != place:
        raise _Doubt
    return _take_address(run, start, match.end())


def _at(run: _Run, place: int) -> int:
    if _NO_AT.match(run.content, place):
        return place + 1
    first = max(run.position, place - _FAR)
    before = _BEFORE_AT.search(run.content[first:place])
    if not before or (before.start() == 0 and first):
        raise _Doubt
    end = _matched(_AFTER_AT, run, place).end()
    if "www." in before[1]:
        raise _Doubt
    return _take_address(run, place - len(before[1]), end, "mailto:")


def _literal(pattern: re.Pattern[str]) -> Taker:
    """Return what takes a character that is just that where a pattern says so."""

    def take(run: _Run, start: int) -> int:
        return _matched(pattern, run, start).end()

    return take


_TAKERS: Mapping[str, Taker] = MappingProxyType(
    {
        "`": _code,
        "*": _mark,
        "_": _mark,
        "[": _opening,
        "]": _closing,
        "!": _exclamation,
        "<": _angle,
        ":": _colon,
        "\\": _literal(_ESCAPE),
        "@": _at,
        "&": _literal(_NO_ENTITY),
        "^": _literal(re.compile(r"\^(?!\[)")),
        "~": _literal(re.compile(r"(?!)")),
    }
)
