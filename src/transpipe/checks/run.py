"""Running the checks: on a message, on an edition, before an edition is made."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from transpipe.catalog import Catalog, Message, State
from transpipe.checks.finding import Check, CheckFunction, Finding, Hit, Severity
from transpipe.checks.oddities import finder, has_conflict
from transpipe.checks.pair import Pair, Pairs, is_bare
from transpipe.checks.registry import BY_NAME, CHECKS, chosen, resolve, resolve_all
from transpipe.checks.settings import CheckSettings
from transpipe.checks.structure import nested
from transpipe.checks.tongue import EXTRAS, is_installed
from transpipe.checks.waivers import UNUSED, WaiverLog, ran, unused_in_message, words
from transpipe.document import NOT_MARKDOWN, Document, Segment
from transpipe.edition import Edition, Refusal, Refuse, Spare
from transpipe.languages import Language
from transpipe.latest import latest
from transpipe.markdown.markup import MARKDOWN, Environment, environment

__all__ = ["check_edition", "check_message", "missing_extras", "refuse_by", "spare_by"]

_BREAKS_OUT = (
    "Write the text alone: no empty line, and no mark of a heading, list, quotation or table "
    "at its start."
)
_TOO_LARGE = Check("P070", "message-size", Severity.ERROR)
_STRUCTURE = BY_NAME["T105"]
_BLOCKING = tuple(check.id for check in CHECKS if check.blocking)
_OFF = {"T144": "finding Zawgyi", "T145": "telling languages in Latin letters apart"}
_NOTHING: frozenset[str] = frozenset()


def check_message(
    document: Document,
    segment: Segment,
    message: Message,
    language: Language,
    settings: CheckSettings,
    *,
    catalog: str = "",
) -> Iterator[Finding]:
    """Yield what is wrong with a target, in the order of the checks' ids.

    Args:
        document: where the segment stands.
        segment: the source's place.
        message: its target; one without a target has no findings.
        language: the target's language.
        settings: what the project decides.
        catalog: the catalogue's file as shown.

    """
    if message.target:
        place = _Place(document, segment, message, language, settings, catalog)
        known = environment(document, settings.dialect)
        yield from _check(place, known, _plan(settings), _look(language, settings))[0]


_Look = Callable[[Environment, Segment, str], Pair]


def _look(language: Language, settings: CheckSettings, pairs: Pairs | None = None) -> _Look:
    """Return what looks at a pair."""
    if pairs:
        return pairs.of
    return lambda known, segment, target: Pair(known, segment, target, language, settings)


def _check(
    place: _Place, known: Environment, plan: _Plan, look: _Look
) -> tuple[list[Finding], frozenset[str] | None]:
    """Return what the checks of a plan find in a target, and the ids of that, waived or not.

    No ids at all where the target was not looked at.
    """
    target = place.message.target
    if whole := _unreadable(target, place.segment, place.settings):
        return [place.finding(*whole, target if whole[0] is _STRUCTURE else "")], None
    pair = look(known, place.segment, target)
    hits = [(check, hit) for check, function in plan.of(pair) for hit in function(pair)]
    if not hits:
        return [], _NOTHING
    waived = place.waived()
    found = [
        place.finding(check, hit, pair.target) for check, hit in hits if check.id not in waived
    ]
    return found, frozenset(check.id for check, _ in hits)


def refuse_by(language: Language, settings: CheckSettings, pairs: Pairs | None = None) -> Refuse:
    """Return what says of a message why its target must not be published, if so.

    Args:
        language: the targets' language.
        settings: what the project decides.
        pairs: keeps what was found out for :func:`check_edition`, in the same language and by
            the same settings.

    """
    plan, look = _plan(settings, _BLOCKING), _look(language, settings, pairs)

    def refuse(document: Document, segment: Segment, message: Message) -> Refusal | None:
        target = message.target
        if whole := _unreadable(target, segment, settings):
            return Refusal(whole[0].id, whole[1].message)
        pair = look(environment(document, settings.dialect), segment, target)
        for check, function in plan.of(pair):
            for hit in function(pair):
                is_error = (hit.severity or check.severity) is Severity.ERROR
                place = _Place(document, segment, message, language, settings)
                if is_error and check.id not in place.waived():
                    return Refusal(check.id, hit.message)
        return None

    return refuse


def spare_by(settings: CheckSettings) -> Spare:
    """Return what says of which targets :func:`refuse_by` need not be asked.

    Of the checks that keep targets out, some compare what a target says beside its words with
    what its source says: that is the same where it surely fits, and nothing where neither has a
    mark. One asks whether it stays in its block (T105), but not of what is no Markdown. The others
    look for certain characters, of which there are none in a target that is spared.

    Args:
        settings: what the project decides.

    """
    plan, longest = _plan(settings, _BLOCKING), settings.max_segment_size // 4

    def spare(
        document: Document, targets: Mapping[int, str], sure: Collection[int]
    ) -> Collection[int]:
        sources = _sources(document, plan)
        if len(sure) == len(targets) and not sources.minded:
            spared = targets  # mostly, and nothing need be asked of each
        else:
            spared = {
                index: target
                for index, target in targets.items()
                if (index in sure and index not in sources.minded)
                or (index in sources.bare and is_bare(target))
            }
        if spared and max(map(len, spared.values())) > longest:
            spared = {index: one for index, one in spared.items() if len(one) <= longest}
        if not plan.minds(" ".join(spared.values())):
            return spared.keys()
        return {index for index, target in spared.items() if not plan.minds(target)}

    return spare


def check_edition(
    edition: Edition,
    language: Language,
    settings: CheckSettings,
    catalog: Catalog,
    *,
    fuzzy: bool = False,
    log: WaiverLog | None = None,
    pairs: Pairs | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong with the targets of an edition, in the order of the document.

    A message that stands at several segments is reported once, at the first.

    Args:
        edition: the document with its targets.
        language: the edition's language.
        settings: what the project decides.
        catalog: where its messages come from.
        fuzzy: whether fuzzy targets are checked too.
        log: takes what came of the waivers that several editions share.
        pairs: what was found out when the edition was made.

    """
    known, plan = environment(edition.document, settings.dialect), _plan(settings)
    look = _look(language, settings, pairs)
    seen: set[tuple[str | None, str]] = set()
    waivers = _Waivers(settings, log or WaiverLog())
    for index, segment in enumerate(edition.document.segments):
        key = (segment.context, segment.source)
        if waivers.sources:
            waivers.meet(segment)
        message = None if key in seen else catalog.get(segment.source, segment.context)
        if not message or not message.target or (message.state is State.FUZZY and not fuzzy):
            continue
        seen.add(key)
        place = _Place(edition.document, segment, message, language, settings, catalog.name)
        found, ids = _check(place, known, plan, look)
        if index in edition.refusals and not any(map(_is_broken, found)):
            found += _broken_out(edition.refusals[index], place)
        if ids is not None and (message.flags or segment.note or waivers.sources):
            found += waivers.unused(place, ids)
        if found:
            yield from sorted(found)


class _Waivers:
    """Looks for waivers that silence nothing."""

    __slots__ = ("_known", "_log", "sources")

    def __init__(self, settings: CheckSettings, log: WaiverLog) -> None:
        self._log = log
        self._known = ran(settings)
        self.sources = {waiver.source for waiver in settings.waivers}

    def meet(self, segment: Segment) -> None:
        """Take note of a segment that a waiver is for."""
        if segment.source in self.sources:
            self._log.present.add(segment.source)

    def unused(self, place: _Place, found: frozenset[str]) -> Iterator[Finding]:
        """Yield the waivers of a message that silence nothing."""
        source = place.segment.source
        if source in self.sources:
            self._log.checked.add(source)
            self._log.silenced.update((one, source) for one in found)
        if not place.message.flags and "ignore-" not in place.segment.note:
            return
        for fault in unused_in_message(place.message, place.segment, found, self._known, self._log):
            yield place.finding(UNUSED, Hit(fault, "Delete it from the flags of the entry."))


def _is_broken(finding: Finding) -> bool:
    return finding.check == "T105" and finding.severity is Severity.ERROR


def _broken_out(refusal: Refusal, place: _Place) -> Iterator[Finding]:
    """Yield the finding for a target that was refused as it did not stay in its block."""
    settings = place.settings
    if refusal.check != "T105":
        return
    for check in chosen(settings.select, settings.ignore):
        if check.id == "T105" and check.id not in place.waived():
            yield place.finding(check, Hit(refusal.reason, _BREAKS_OUT), place.message.target)


class _Place(NamedTuple):
    """Where a target stands, and what it is checked by."""

    document: Document
    segment: Segment
    message: Message
    language: Language
    settings: CheckSettings
    catalog: str = ""

    def waived(self) -> frozenset[str]:
        """Return the ids of what is accepted here, by whom it may be."""
        found: set[str] = set()
        for waiver in self.settings.waivers:
            if (
                waiver.source in ("", self.segment.source)
                and waiver.language in ("", self.language.tag)
                and waiver.document in ("", self.document.name)
            ):
                found |= resolve(waiver.check)
        by_message = resolve_all(words((*self.message.flags, self.segment.note)))
        return frozenset(found | {one for one in by_message if BY_NAME[one].waivable})

    def finding(self, check: Check, hit: Hit, target: str = "") -> Finding:
        return Finding(
            check=check.id,
            name=check.name,
            severity=hit.severity or check.severity,
            message=hit.message,
            help=hit.help,
            language=self.language.tag,
            catalog=self.catalog,
            catalog_line=self.message.target_line or self.message.line,
            source_file=self.document.name,
            source_line=self.segment.line,
            source=self.segment.source,
            target=target,
            in_source=hit.in_source,
            start=hit.start,
            end=hit.end,
        )


class _Plan:
    """The checks to run, and which of them a pair can be without by its characters alone."""

    __slots__ = ("_by_signs", "_gated", "_minded")

    def __init__(self, checks: Iterable[Check], *, terms: bool, glossary: bool) -> None:
        gated = [(one, "" if terms and one.id == "T112" else one.gate) for one in checks]
        self._gated = [
            (one, one.function, frozenset(gate))
            for one, gate in gated
            if one.function and (glossary or one.id != "T120")
        ]
        self._by_signs: tuple[dict[frozenset[str], list[tuple[Check, CheckFunction]]], ...]
        self._by_signs = ({}, {})
        gates = [gate for check, _, gate in self._gated if not check.compares]
        self._minded = finder(frozenset().union(*gates)) if all(gates) else re.compile("")

    def minds(self, text: str) -> bool:
        """Tell whether a text has anything that a check may mind, but for one that compares."""
        return self._minded.search(text) is not None or has_conflict(text)

    def of(self, pair: Pair) -> list[tuple[Check, CheckFunction]]:
        """Return the checks that may find something in a pair."""
        signs = pair.signs
        by_signs = self._by_signs[pair.is_alike]
        found = by_signs.get(signs)
        if found is None:
            found = [
                (check, function)
                for check, function, gate in self._gated
                if not (gate and gate.isdisjoint(signs)) and not (check.compares and pair.is_alike)
            ]
            by_signs[signs] = found
        return found


def _plan(settings: CheckSettings, select: tuple[str, ...] | None = None) -> _Plan:
    """Return the plan of the checks that are selected: by the settings, or instead of them."""
    return _made_plan(
        settings.select if select is None else select,
        settings.ignore,
        bool(settings.keep_terms),
        bool(settings.glossary),
    )


@lru_cache(maxsize=64)
def _made_plan(
    select: tuple[str, ...], ignore: tuple[str, ...], terms: bool, glossary: bool
) -> _Plan:
    return _Plan(chosen(select, ignore), terms=terms, glossary=glossary)


class _Sources(NamedTuple):
    """What a plan has to do with the sources of a document, by the indices of their segments.

    Attributes:
        minded: those in which it may mind something.
        bare: those of the others that are no Markdown and have no marks.

    """

    minded: Collection[int]
    bare: Collection[int]


@latest
def _sources(document: Document, plan: _Plan) -> _Sources:
    """Return what a plan has to do with the sources of a document."""
    segments = document.segments
    minded = {index for index, one in enumerate(segments) if plan.minds(one.source)}
    bare = {
        index
        for index, one in enumerate(segments)
        if one.kind in NOT_MARKDOWN and index not in minded and is_bare(one.source)
    }
    return _Sources(minded, bare)


def missing_extras(settings: CheckSettings) -> Iterator[Finding]:
    """Yield the selected checks that are off, wholly or in part, for want of a package."""
    for check in chosen(settings.select, settings.ignore):
        if not is_installed(check.id):
            yield Finding(
                check=check.id,
                name=check.name,
                severity=Severity.INFO,
                message=f"{_OFF[check.id]} is off: the package {EXTRAS[check.id]} is missing",
                help='Install it with: pip install "transpipe[qa]"',
            )


def _unreadable(target: str, segment: Segment, settings: CheckSettings) -> tuple[Check, Hit] | None:
    """Return why a target is not looked at more closely, if so."""
    limit = settings.max_segment_size
    if len(target) * 4 > limit and (size := _size_over(target, limit)):
        return _TOO_LARGE, _too_large(size, limit)
    if "[" in target and segment.kind in MARKDOWN and (hit := nested(target, segment.source)):
        return _STRUCTURE, hit
    return None


def _size_over(target: str, limit: int) -> int:
    """Return a target's size in UTF-8 if it is over a limit, else 0."""
    if len(target) * 4 <= limit:
        return 0
    size = len(target.encode(errors="replace"))
    return size if size > limit else 0


def _too_large(size: int, limit: int) -> Hit:
    message = f"a target of {size:,} bytes; the limit is {limit:,}"
    return Hit(message, "Look for text that was pasted by mistake.")
