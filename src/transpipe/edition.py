"""Editions: a document in one language."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from transpipe.catalog import Catalog, Message, State
from transpipe.document import NOT_MARKDOWN, Document, Key, Segment
from transpipe.latest import latest
from transpipe.markdown import Dialect
from transpipe.markdown.emphasis import mend_emphasis
from transpipe.markdown.fit import compose, misfits, tidy
from transpipe.markdown.reading import Environment, environment
from transpipe.markdown.sure import sure_to_fit
from transpipe.standing import Coverage, Figures, Standing, figures

__all__ = [
    "Edition",
    "Refusal",
    "Refuse",
    "Spare",
    "coverage",
    "fallbacks",
    "localize",
    "passages",
    "stretches",
]


_STANDINGS: Mapping[State, Standing] = {one: Standing(one) for one in State}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a target is not published.

    Attributes:
        check: the id of the check that found it, such as ``T105``.
        reason: one sentence.

    """

    check: str
    reason: str


Refuse = Callable[[Document, Segment, Message], Refusal | None]
"""Says of a message whether its target must stay out of the edition, and why."""

Spare = Callable[[Document, Mapping[int, str], Collection[int]], Collection[int]]
"""Says of which targets :data:`Refuse` need not be asked; all are told by their segments' indices.

The last argument is which of them surely fit: such a target says beside its words what its source
says, and stays in its block, see :mod:`~transpipe.markdown.sure`.
"""

_BROKEN_OUT = Refusal("T105", "the target breaks out of its block")


@dataclass(frozen=True, slots=True)
class Edition:
    """A document in one language.

    Attributes:
        document: the source.
        language: the language's tag (BCP 47).
        states: what the targets are worth, one a segment; untranslated where there is none.
        targets: what stands in the text, by the index of its segment; the other segments
            are fallbacks.
        refusals: why a target was refused, by the index of its segment.
        text: the document with its targets in place.
        drafts: whether fuzzy targets are published.
        left: the messages that are left to do, those of refused targets too, by the index of
            their segment; none where the catalogue has none.
        marks_at: where the marks of their sources stand in targets that have these, each once
            and in order, by the index of the segment; what makes a page can go by them.

    """

    document: Document
    language: str
    states: Sequence[State]
    targets: Mapping[int, str] = field(default_factory=dict)
    refusals: Mapping[int, Refusal] = field(default_factory=dict)
    text: str = ""
    drafts: bool = False
    left: Mapping[int, Message] = field(default_factory=dict)
    marks_at: Mapping[int, tuple[int, ...]] = field(default_factory=dict)

    def standing(self, index: int) -> Standing:
        """Return what the segment with this index is worth."""
        if index in self.refusals:
            return Standing.REFUSED
        return _STANDINGS[self.states[index]]

    def standings(self) -> Iterator[Standing]:
        """Yield what each segment is worth, in order."""
        if self.refusals:
            return map(self.standing, range(len(self.states)))
        return map(_STANDINGS.__getitem__, self.states)

    def is_fallback(self, index: int) -> bool:
        """Tell whether the source stands where a target is missing."""
        return index not in self.targets

    def is_draft(self, index: int) -> bool:
        """Tell whether a fuzzy target is published there."""
        return self.drafts and index in self.targets and self.states[index] is State.FUZZY

    @property
    def has_drafts(self) -> bool:
        """Whether a fuzzy target is published anywhere in it."""
        return self.drafts and any(map(self.is_draft, self.targets))


def localize(
    document: Document,
    catalog: Catalog | None,
    dialect: Dialect,
    *,
    language: str = "",
    drafts: bool = False,
    refuse: Refuse | None = None,
    spare: Spare | None = None,
) -> Edition:
    """Make the edition of a document from a catalogue; without one, all is fallback.

    Targets are normalized to NFC (UAX #15) on their way in, and emphasis whose marks would
    stay visible between letters and punctuation is written as HTML. One that ``refuse`` objects to,
    or that breaks out of its block, is refused: its segment falls back to the source.

    Args:
        document: the source.
        catalog: the language's messages.
        dialect: how the document was read.
        language: the language's tag.
        drafts: whether fuzzy targets are published too.
        refuse: objects to targets; without it, whatever stays in its block is published.
        spare: says what ``refuse`` need not be asked of; without it, that is asked of all targets.

    """
    states, wanted = _found(document, catalog, drafts=drafts)
    sure = sure_to_fit(document, dialect, wanted)
    refusals: dict[int, Refusal] = {}
    if refuse and catalog:
        spared = spare(document, wanted, sure) if spare else ()
        if len(spared) < len(wanted):
            asked = (index for index in wanted if index not in spared)
            refusals.update(_refused(document, catalog, asked, refuse))
    targets = {index: one for index, one in wanted.items() if index not in refusals}
    if not targets.keys() <= sure.keys():
        for index in _fitted(document, targets, dialect, sure):
            refusals[index] = _BROKEN_OUT
            del targets[index]
    text = compose(document, targets, sure)
    left = dict(_left(document, catalog, states, refusals))
    return Edition(document, language, states, targets, refusals, text, drafts, left, sure)


def _found(
    document: Document, catalog: Catalog | None, *, drafts: bool
) -> tuple[Sequence[State], dict[int, str]]:
    """Return what the targets of all segments are worth, and those to publish by their indices."""
    if catalog is None:
        return (State.UNTRANSLATED,) * len(document.segments), {}
    found, states = catalog.translations(_keys(document))
    if any(map(str.isspace, found)):
        blank = map(str.isspace, found)
        states = [State.UNTRANSLATED if no else one for one, no in zip(states, blank, strict=True)]
    published = {State.TRANSLATED, State.FUZZY} if drafts else {State.TRANSLATED}
    if published.issuperset(states):
        return states, dict(enumerate(found))
    known = enumerate(zip(found, states, strict=True))
    return states, {index: target for index, (target, state) in known if state in published}


@latest
def _keys(document: Document) -> Sequence[Key]:
    """Return the keys of the messages of all segments."""
    return [segment.key for segment in document.segments]


def _fitted(
    document: Document, targets: dict[int, str], dialect: Dialect, sure: Collection[int]
) -> Sequence[int]:
    """Tidy the targets that are not sure to fit; return the indices of those that do not."""
    known, segments = environment(document, dialect), document.segments
    raw = {
        index: _prepared(segments[index], target, known)
        for index, target in targets.items()
        if index not in sure
    }
    targets.update((index, tidy(segments[index], target)) for index, target in raw.items())
    return sorted(misfits(document, targets, raw, dialect, sure))


def _refused(
    document: Document, catalog: Catalog, indices: Iterable[int], refuse: Refuse
) -> Iterator[tuple[int, Refusal]]:
    """Yield the indices of targets that must stay out, each with the reason."""
    for index, message in _messages(document, catalog, indices):
        refusal = refuse(document, document.segments[index], message)
        if refusal:
            yield index, refusal


def _left(
    document: Document,
    catalog: Catalog | None,
    states: Sequence[State],
    refusals: Collection[int],
) -> Iterator[tuple[int, Message]]:
    """Yield the messages that are left to do, with the indices of their segments."""
    if catalog is None or (not refusals and states.count(State.TRANSLATED) == len(states)):
        return
    left = (
        index
        for index, state in enumerate(states)
        if state is not State.TRANSLATED or index in refusals
    )
    yield from _messages(document, catalog, left)


def _messages(
    document: Document, catalog: Catalog, indices: Iterable[int]
) -> Iterator[tuple[int, Message]]:
    """Yield the messages of some segments, where the catalogue has one, with the indices."""
    for index in indices:
        segment = document.segments[index]
        message = catalog.get(segment.source, segment.context)
        if message:
            yield index, message


def coverage(edition: Edition) -> Coverage:
    """Count what is translated in an edition."""
    return _figures(edition).coverage


def passages(edition: Edition) -> tuple[tuple[int, Standing], ...]:
    """Return source words and standing of each segment that counts, in the order of the text."""
    return _figures(edition).passages


def stretches(edition: Edition) -> tuple[tuple[int, Standing], ...]:
    """Return the passages of an edition, neighbours of one standing as one."""
    return _figures(edition).stretches


def _figures(edition: Edition) -> Figures:
    return figures(edition.document, tuple(edition.standings()))


def fallbacks(edition: Edition) -> Iterator[tuple[int, Segment]]:
    """Yield the segments that count and stand in the source language, with their indices."""
    for index, segment in enumerate(edition.document.segments):
        if edition.is_fallback(index) and not segment.optional:
            yield index, segment


def _prepared(segment: Segment, target: str, known: Environment) -> str:
    target = unicodedata.normalize("NFC", target)
    if segment.kind in NOT_MARKDOWN:
        return target
    return mend_emphasis(target, known, source=segment.source)
