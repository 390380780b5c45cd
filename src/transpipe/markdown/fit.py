"""Fitting targets into their places: how they are written, and whether they stay there.

Law 3: segmenting an edition gives back exactly what was put in. Nearly every target
obeys it for reasons that can be read off its characters; only the few others are parsed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from transpipe.document import BOM, Document, Kind, Segment
from transpipe.errors import TranspipeError
from transpipe.latest import latest
from transpipe.markdown import cells, definitions, front_matter, html, runs
from transpipe.markdown.dialect import Dialect
from transpipe.markdown.parts import Part, parts
from transpipe.markdown.risk import Risk, risk_of
from transpipe.markdown.segments import segment as segment_text
from transpipe.markdown.source import Source
from transpipe.text import interleaved, newline_of

__all__ = ["compose", "may_become_front_matter", "misfits", "tidy", "write"]

_ENDS_IN_LINK = re.compile(r"(?:://|www\.|@)\S*\Z", re.IGNORECASE)
_ROUNDS = 8
"""How often suspects are taken out before all that is doubtful goes."""
_MANY = 32
"""How many suspects are tried again."""
_WHITE = re.compile(r"[ \t\n]+")
# What closes an admonition that was opened far above, or opens front matter that ends far below.
_REACHES_FAR = re.compile(r":::|\A\+\+\+")

# A lone document of each kind, for targets that can be judged without their neighbours.
_FRAMES = {
    Kind.PARAGRAPH: ("", ""),
    Kind.LIST_ITEM: ("- ", ""),
    Kind.QUOTE: ("> ", ""),
    Kind.FOOTNOTE: ("[^1]: ", ""),
    Kind.DEFINITION: ("x\n: ", ""),
    Kind.TERM: ("", "\n: x"),
}


def tidy(segment: Segment, target: str) -> str:
    """Return a target as segmenting the edition gives it back: what is put in.

    Outer space, marks of hard breaks and escapes that its place makes needless are gone.
    """
    if not target.isprintable():
        target = runs.without_control(target.replace("\r\n", "\n").replace("\r", "\n"))
    return _TIDY.get(segment.kind, _tidy_run)(segment, target)


def write(segment: Segment, target: str, newline: str = "\n") -> str:
    """Return a tidy target as it is written into the document."""
    return _WRITE.get(segment.kind, _write_run)(segment, target).replace("\n", newline)


def compose(
    document: Document, targets: Mapping[int, str], sure: Collection[int] = frozenset()
) -> str:
    """Return the document's text with segments replaced by tidy targets.

    Line ends inside a target are written as the document's first one is.

    A target that equals its source changes nothing. ``targets`` maps the segments'
    indices to them; those that are ``sure`` are written as they are.
    """
    if not targets:
        return document.text
    cut = _cut(document)
    put = map(targets.get, range(len(document.segments)))
    written = [
        own if target is None or target == source else target
        for target, source, own in zip(put, cut.sources, cut.texts, strict=True)
    ]
    for index in targets.keys() - sure:
        segment = document.segments[index]
        if targets[index] != segment.source:
            written[index] = write(segment, targets[index], cut.newline)
    return interleaved(cut.between, written)


class _Cut(NamedTuple):
    """What of a document's text is the same in all languages.

    Attributes:
        between: what stands before, between and after the segments.
        texts: what stands in the segments' places.
        sources: the segments' sources, which may be written otherwise there.
        newline: the document's line end.

    """

    between: Sequence[str]
    texts: Sequence[str]
    sources: Sequence[str]
    newline: str


@latest
def _cut(document: Document) -> _Cut:
    """Return what of a document's text is the same in all languages."""
    text, position = document.text, 0
    between: list[str] = []
    for segment in document.segments:
        between.append(text[position : segment.span.start])
        position = segment.span.end
    between.append(text[position:])
    sources = [segment.source for segment in document.segments]
    texts = [segment.span.of(text) for segment in document.segments]
    return _Cut(between, texts, sources, newline_of(text))


def misfits(
    document: Document,
    targets: Mapping[int, str],
    raw: Mapping[int, str],
    dialect: Dialect,
    sure: Collection[int] = frozenset(),
) -> frozenset[int]:
    """Return the indices of the targets that would break out of their blocks.

    Args:
        document: the source.
        targets: tidy targets by the index of their segment.
        raw: the same, as the catalogue has them.
        dialect: how the document is read.
        sure: the indices of those that are known to stay, see :mod:`~transpipe.markdown.sure`.

    """
    bad: set[int] = set()
    doubtful: list[int] = []
    least = Risk.CONTEXT if may_become_front_matter(document, dialect) else Risk.NONE
    for index, target in targets.items():
        segment = document.segments[index]
        if index in sure or target == segment.source:
            continue
        risk = max(least, risk_of(document, segment, target, raw.get(index, target)))
        if risk is Risk.CERTAIN or (
            risk is Risk.ALONE and not _fits_alone(segment, target, dialect)
        ):
            bad.add(index)
        elif risk is Risk.CONTEXT:
            doubtful.append(index)
    if doubtful:
        sound = {index: target for index, target in targets.items() if index not in bad}
        bad.update(_misfits_in_parts(document, sound, doubtful, dialect))
    return frozenset(bad)


def _misfits_in_parts(
    document: Document, targets: Mapping[int, str], doubtful: Collection[int], dialect: Dialect
) -> Iterator[int]:
    """Yield the doubtful targets that must go, looking at no more than what is near them."""
    is_far = any(_REACHES_FAR.search(targets[index]) for index in doubtful)
    for first, part in [Part(0, document)] if is_far else parts(document, doubtful, dialect):
        here = range(first, first + len(part.segments))
        inside = {index - first: targets[index] for index in here if index in targets}
        near = [index - first for index in doubtful if index in here]
        for index in _misfits_in_context(part, inside, near, dialect):
            yield index + first


def _misfits_in_context(
    document: Document, targets: Mapping[int, str], doubtful: Collection[int], dialect: Dialect
) -> set[int]:
    """Find the doubtful targets that must go, in few parses however many there are.

    What does not come back is suspected and taken out; a few suspects are tried again by
    halving, since one that breaks out takes its neighbours with it.
    """
    trial = dict(targets)
    rest = set(doubtful)
    for _ in range(_ROUNDS):
        lost = _lost(document, trial, dialect)
        if not lost or not rest:
            break
        out = rest & lost or rest
        rest = rest - out  # a new set: ``out`` may be all of the old one
        trial = {index: target for index, target in trial.items() if index not in out}
    else:
        trial = {index: target for index, target in trial.items() if index not in rest}
    suspects = sorted(targets.keys() - trial.keys())
    if len(suspects) > _MANY:
        return set(suspects)
    return _halve(document, trial, {index: targets[index] for index in suspects}, dialect)


def _halve(
    document: Document, good: dict[int, str], suspects: dict[int, str], dialect: Dialect
) -> set[int]:
    """Return those of the suspects that do not come back together with the good ones."""
    if not suspects or not _lost(document, good | suspects, dialect):
        good.update(suspects)
        return set()
    if len(suspects) == 1:
        return set(suspects)
    order = sorted(suspects)
    middle = len(order) // 2
    return {
        index
        for half in (order[:middle], order[middle:])
        for index in _halve(document, good, {one: suspects[one] for one in half}, dialect)
    }


def may_become_front_matter(document: Document, dialect: Dialect) -> bool:
    """Tell whether the text begins like front matter but is none."""
    begins = document.text.removeprefix(BOM).startswith(("---", "+++"))
    return begins and not Source(document.text, dialect).head


def _lost(document: Document, targets: Mapping[int, str], dialect: Dialect) -> set[int]:
    """Return the segments that an edition does not give back (law 3)."""
    try:
        found = segment_text(document.name, compose(document, targets), dialect).segments
    except TranspipeError:  # a target has become front matter that can't be read
        return set(range(len(document.segments)))
    put = [targets.get(index, segment.source) for index, segment in enumerate(document.segments)]
    lost = _differing(
        [_key(segment.kind, text) for segment, text in zip(document.segments, put, strict=True)],
        [_key(segment.kind, segment.source) for segment in found],
    )
    if not lost:
        lost = {
            index
            for index, segment in enumerate(document.segments)
            if put[index] != found[index].source and segment.line_break != runs.AS_IS
        }
    return lost


def _key(kind: Kind, text: str) -> str:
    return f"{kind}: {_WHITE.sub(' ', text)}"


def _differing(put: Sequence[str], got: Sequence[str]) -> set[int]:
    """Return the indices of what was put and not got, and of what stands before a surplus."""
    lost: set[int] = set()
    if put == got:
        return lost
    for tag, start, end, _, _ in SequenceMatcher(None, put, got).get_opcodes():
        if tag != "equal":
            lost.update(range(max(start - (start == end), 0), end))
    return lost


def _fits_alone(segment: Segment, target: str, dialect: Dialect) -> bool:
    before, after = _FRAMES[segment.kind]
    text = f"{before}{write(segment, target)}{after}\n"
    found = segment_text("", text, dialect).segments
    return any(
        there.kind == segment.kind
        and (there.source == target or _is_as_good(segment, there.source, target))
        and there.span.start == len(before)
        and len(found) == 1 + before.count("\n") + after.count("\n")
        for there in found
    )


def _is_as_good(segment: Segment, found: str, target: str) -> bool:
    """Tell whether what came back differs in white space alone, and that does not matter."""
    as_it_is = segment.line_break == runs.AS_IS
    return as_it_is and _WHITE.sub(" ", found) == _WHITE.sub(" ", target)


def _tidy_run(segment: Segment, target: str) -> str:
    return runs.tidy(target, segment.line_break)


def _write_run(segment: Segment, target: str) -> str:
    if "\n" not in target:
        return target
    *lines, last = target.split("\n")
    marked = (line + _mark(segment, line) for line in lines)
    return f"\n{segment.prefix}".join([*marked, last])


def _mark(segment: Segment, line: str) -> str:
    """Return the mark of a hard break; a bare link would take a backslash in."""
    mark = segment.line_break
    return "  " if mark == "\\" and _ENDS_IN_LINK.search(line) else mark


def _write_code(segment: Segment, target: str) -> str:
    blank = segment.prefix.rstrip(" \t")
    first, *rest = target.split("\n")
    return "\n".join([first, *((segment.prefix if line else blank) + line for line in rest)])


def _one_line(_segment: Segment, target: str) -> str:
    return html.escape_text(target.strip(" \t\n"))


def _as_it_is(_segment: Segment, target: str) -> str:
    return target


_TIDY: dict[Kind, Callable[[Segment, str], str]] = {
    Kind.CELL: lambda _, target: cells.unescape_cell(target.strip(" \t\n")),
    Kind.HEADER_CELL: lambda _, target: cells.unescape_cell(target.strip(" \t\n")),
    Kind.LINK_TITLE: lambda segment, target: definitions.unescape_title(
        target.strip(" \t\n"), segment.quote
    ),
    Kind.HTML_TEXT: _one_line,
    Kind.HTML_ATTRIBUTE: lambda _, target: html.collapse(target),
    Kind.ADMONITION_TITLE: _one_line,
    Kind.FRONT_MATTER: lambda _, target: target.strip(),
    Kind.CODE: _as_it_is,
}
_WRITE: dict[Kind, Callable[[Segment, str], str]] = {
    Kind.CELL: lambda _, target: cells.escape_cell(target),
    Kind.HEADER_CELL: lambda _, target: cells.escape_cell(target),
    Kind.LINK_TITLE: lambda segment, target: definitions.escape_title(target, segment.quote),
    Kind.HTML_TEXT: _as_it_is,
    Kind.HTML_ATTRIBUTE: lambda segment, target: html.escape_value(target, segment.quote),
    Kind.ADMONITION_TITLE: _as_it_is,
    Kind.FRONT_MATTER: lambda _, target: front_matter.quote_scalar(target),
    Kind.CODE: _write_code,
}
