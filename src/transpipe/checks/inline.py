"""What stands between the words: code, emphasis, HTML, footnotes, placeholders, conflicts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from itertools import islice

from transpipe.checks.finding import Hit, Severity
from transpipe.checks.pair import Pair
from transpipe.checks.shorten import shorten
from transpipe.document import Kind
from transpipe.markdown import Dialect
from transpipe.markdown.html import VOID
from transpipe.markdown.markup import Markup, Tag
from transpipe.markdown.parser import parse_blocks

__all__ = [
    "code_span",
    "conflict",
    "emphasis",
    "footnote",
    "html",
    "nested",
    "placeholder",
    "placeholders",
    "structure",
]

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
_CONFLICT = re.compile(
    r"(?:^|(?<=\s))(?:<{7}|>{7}|\|{7})(?=[ \n]|\Z)|^={7}(?=\n|\Z)|^#-#-#-#-#(?= )", re.MULTILINE
)
_MARKER = re.compile(r"\s*(?:\d{1,3}[.．)）。](?!\d)|[＃#]+|[•‣◦▪●·]\s)")
_OPENERS = ("[^", "<")  # of what is no paragraph in a single line, lists aside
_HEADING_MARK = re.compile(r"\s*#{1,6}\s")
_ONE_LINE = frozenset({Kind.HEADING, Kind.CELL, Kind.HEADER_CELL})
_SQUARE = re.compile(r"[][]")
_LONG_MARK = 2
_ALMOST_TAG = re.compile(r"(?<!\\)<[A-Za-z/!?][A-Za-z0-9]{0,20}")
_NO_HTML = frozenset({Kind.CODE, Kind.FRONT_MATTER, Kind.HTML_ATTRIBUTE, Kind.LINK_TITLE})


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
    lost = _emphases(published) < _emphases(there)
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


def _emphases(markup: Markup) -> int:
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
    if pair.language.script != "Latn" and _emphases(here) == _emphases(there):
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


def html(pair: Pair) -> Iterable[Hit]:
    """The target has tags, comments or entities that the source has not, or breaks a tag.

    The author may write HTML, a translation may not add any: a tag can hide text, load
    something from elsewhere or run a script, a comment hides words, an entity hides what it
    stands for.

    Example: the source says "We demand justice", the target "Kami <!-- tidak --> menuntut".

    To mend it, copy the tags of the source, all of them and as they are; write characters
    themselves instead of entities.
    """
    here, there = pair.here, pair.there
    if [tag.key for tag in here.tags] != [tag.key for tag in there.tags]:
        yield from _tags(pair, here.tags, there.tags)
    if here.entities:
        yield from _entities(pair)
    if "<" in here.prose and pair.segment.kind not in _NO_HTML:
        yield from _almost_tags(pair)


def _tags(pair: Pair, here: tuple[Tag, ...], there: tuple[Tag, ...]) -> Iterator[Hit]:
    expected = Counter(tag.key for tag in there)
    ours, theirs = _emphases(pair.here), _emphases(pair.there)
    spare = 2 * max(theirs - (ours - _emphasis_tags(here)) - _emphasis_tags(there), 0)
    faulty = False
    for tag in here:
        if expected[tag.key]:
            expected[tag.key] -= 1
        elif tag.emphasizes and spare:
            spare -= 1
        else:
            faulty = True
            yield _added(pair.target[tag.start : tag.end], tag)
    if not faulty:
        yield from _lost(pair, expected)


def _almost_tags(pair: Pair) -> Iterator[Hit]:
    """Yield what looks like a tag or comment but is none, as other programs may see it."""
    spare = len(_ALMOST_TAG.findall(pair.there.prose))
    for match in islice(_ALMOST_TAG.finditer(pair.here.prose), spare, None):
        yield Hit(
            "what looks like HTML but is none; other programs may take it for a tag",
            "Leave it out, or write a backslash before <.",
            *match.span(),
        )


def _emphasis_tags(tags: tuple[Tag, ...]) -> int:
    return sum(tag.emphasizes and not tag.closing for tag in tags)


def _added(written: str, tag: Tag) -> Hit:
    what = "a comment" if written.startswith("<!--") else f"the tag {shorten(written)}"
    return Hit(
        f"{what} that the source has not",
        "Leave it out; HTML is for the author of the source alone.",
        tag.start,
        tag.end,
    )


def _lost(pair: Pair, missing: Counter[str]) -> Iterator[Hit]:
    """Yield the tags of the source that are missing, and a tag left open or closed."""
    here, there = pair.here.tags, pair.there.tags
    broken = _is_balanced(there) and not _is_balanced(here)
    for tag in there:
        if not missing[tag.key]:
            continue
        missing[tag.key] -= 1
        written = pair.source[tag.start : tag.end]
        what = "comment" if not tag.name else "tag"
        yield Hit(
            f"the {what} {shorten(written)} is missing",
            "Copy the tags of the source, all of them.",
            tag.start,
            tag.end,
            Severity.ERROR if broken else Severity.WARNING,
            in_source=True,
        )
        broken = False
    if broken:
        yield Hit("the tags are not closed in order", "Copy the tags of the source in pairs.")


def _is_balanced(tags: tuple[Tag, ...]) -> bool:
    stack: list[str] = []
    for tag in tags:
        if not tag.name or tag.name in VOID:
            continue
        if not tag.closing:
            stack.append(tag.name)
        elif not stack or stack.pop() != tag.name:
            return False
    return not stack


def _entities(pair: Pair) -> Iterator[Hit]:
    known = {text for text, _ in pair.there.entities}
    for text, start in pair.here.entities:
        character = unescape(text)
        plain = not text.startswith("&#") and len(character) == 1 and character in pair.there.prose
        if text not in known and not plain and character != text:
            yield Hit(
                f"{text} that the source has not",
                "Write the character itself."
                if character.isprintable() and not character.isspace()
                else "Leave it out.",
                start,
                start + len(text),
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


def conflict(pair: Pair) -> Iterable[Hit]:
    """The markers of a merge conflict stand in the target.

    Git puts <<<<<<<, ======= and >>>>>>> where two people changed the same text, and msgcat
    #-#-#-#-#; both of their versions would be published.

    Example: "<<<<<<< HEAD Kami menuntut ======= Kami meminta >>>>>>> main".

    To mend it, keep one of the two versions and delete the markers.
    """
    target = pair.target
    if not (
        "<<<<<<<" in target
        or ">>>>>>>" in target
        or "=======" in target
        or "|||||||" in target
        or "#-#-#-#-#" in target
    ):
        return
    for match in _CONFLICT.finditer(target):
        if match[0] not in pair.source:
            yield Hit(
                f"the marker of a merge conflict: {match[0]}",
                "Keep one of the two versions and delete the markers.",
                *match.span(),
            )


def structure(pair: Pair) -> Iterable[Hit]:
    """The target breaks out of its block, or begins with a mark that is none.

    A target that begins with "# ", "- " or "1. ", or has an empty line, would become a
    heading, a list or two paragraphs: the rest of the page shifts, and other messages may
    vanish. It is not published. The signs of other scripts, ๑. or ＃, do nothing at all.

    Example: the source says "We demand justice.", the target "- Kami menuntut keadilan."

    To mend it, write the text alone; the heading's or list's own mark stands in the page
    already.
    """
    if not pair.is_markdown:
        return ()
    match = _MARKER.match(pair.target)
    # one of ASCII alone makes a list indeed, and is refused as soon as it is put in, but where
    # no block can begin
    shown = pair.segment.kind in _ONE_LINE and _HEADING_MARK.match(pair.target)
    odd = match and (shown or not match[0].isascii()) and not _MARKER.match(pair.source)
    suspect = "\n" in pair.target or pair.target.lstrip().startswith(_OPENERS)
    return (*(_lines(pair) if suspect else ()), *(_no_marker(match) if odd else ()))


def _no_marker(match: re.Match[str] | None) -> Iterator[Hit]:
    if match:
        yield Hit(
            f"“{match[0].strip()}” makes no list or heading, and the source has no such mark",
            "Leave it out: the page has the mark already.",
            *match.span(),
            Severity.WARNING,
        )


def _lines(pair: Pair) -> Iterator[Hit]:
    """Yield what is wrong with a target of several lines."""
    target, source = pair.target.strip("\n"), pair.source
    dialect = pair.settings.dialect
    if shape(target, dialect) != shape(source, dialect):
        place = target.find("\n\n")
        yield Hit(
            "the target is not one block of text",
            "Write it as one paragraph: no empty line, and no mark of a heading, list, table "
            "or the like at the start of a line.",
            max(place, 0),
            max(place, 0) + 2,
        )
    elif target.count("\n") > source.count("\n"):
        place = target.index("\n")
        yield Hit(
            f"{_breaks(target)}, {source.count(chr(10)) or 'none'} in the source",
            "Take the line breaks out that the source has not; each one is shown.",
            place,
            place + 1,
            Severity.WARNING,
        )


def _breaks(text: str) -> str:
    count = text.count("\n")
    return "1 line break" if count == 1 else f"{count} line breaks"


def nested(target: str, source: str) -> Hit | None:
    """Return what is wrong with a target whose brackets stand too deeply in one another.

    To be asked before it is parsed: each level is looked through for the end of a link.
    """
    if target.count("[") <= DEEPEST:
        return None
    depth, place = _depth(target)
    if depth <= max(DEEPEST, _depth(source)[0]):
        return None
    message = f"square brackets {depth:,} deep in one another; the limit is {DEEPEST}"
    return Hit(message, "Close each bracket, or leave it out.", place, place + 1)


DEEPEST = 20
"""How many square brackets may be open at once; the parser's own limit of old."""


def _depth(text: str) -> tuple[int, int]:
    """Return how many square brackets are open at once at most, and where that is first so."""
    most = now = place = 0
    for match in _SQUARE.finditer(text):
        now += 1 if match[0] == "[" else -(now > 0)
        if now > most:
            most, place = now, match.start()
    return most, place


@lru_cache(maxsize=1 << 10)
def shape(text: str, dialect: Dialect) -> tuple[str, ...]:
    """Return what blocks a text makes where it stands alone."""
    if "\n" not in text and not text.lstrip().startswith(_OPENERS):
        return ("paragraph_open", "paragraph_close")
    tokens = parse_blocks(text.replace("\r", "\n").replace("\0", "\ufffd"), dialect).tokens
    return tuple(token.type for token in tokens if token.type != "inline")
