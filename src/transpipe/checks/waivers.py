"""Waivers that silence nothing: they would hide what comes later."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from transpipe.catalog import Message
from transpipe.checks.finding import Check, Finding, Severity
from transpipe.checks.registry import BY_NAME, chosen, resolve
from transpipe.checks.settings import CheckSettings, Waiver
from transpipe.checks.shorten import shorten
from transpipe.checks.tongue import is_installed
from transpipe.document import Segment

__all__ = ["UNUSED", "WaiverLog", "ran", "unused_in_message", "unused_in_project", "words"]

_WORD = re.compile(r"\bignore-([A-Za-z0-9-]+)")
_DELETE = "Delete it: it would hide what is found later."

UNUSED = Check(
    "P081",
    "unused-waiver",
    Severity.INFO,
    text="A waiver that silences nothing: no check that it names finds anything there. It was "
    "for an earlier text, or the check can't be waived by it. It would hide what is found "
    "later.\n\nA waiver is reported only where all the checks that it names were run: on that "
    "message, or, for one of the author or the configuration, in all languages.\n\n"
    "To mend it: Delete the flag, the words in the note, or the table in the configuration.",
)


@dataclass(slots=True)
class WaiverLog:
    """What came of the waivers that several languages or documents share.

    Attributes:
        present: the sources that waivers of the configuration name and the document has.
        checked: those of them whose target was checked.
        silenced: check and source of what was found and waived.
        idle: line, source and word of each waiver of the author's that silenced nothing.

    """

    present: set[str] = field(default_factory=set)
    checked: set[str] = field(default_factory=set)
    silenced: set[tuple[str, str]] = field(default_factory=set)
    idle: set[tuple[int, str, str]] = field(default_factory=set)


def words(texts: Iterable[str]) -> list[str]:
    """Return what waivers in flags or in a note call the checks that they are for."""
    return [word for text in texts for word in _WORD.findall(text)]


def ran(settings: CheckSettings) -> frozenset[str]:
    """Return the ids of the checks that look at each message with these settings."""
    return frozenset(
        check.id
        for check in chosen(settings.select, settings.ignore)
        if check.function and is_installed(check.id) and (check.id != "T120" or settings.glossary)
    )


def unused_in_message(
    message: Message, segment: Segment, found: frozenset[str], known: frozenset[str], log: WaiverLog
) -> Iterator[str]:
    """Yield what is wrong with the waivers of a message; note what came of the author's.

    Args:
        message: what the flags are of.
        segment: what the note is of.
        found: ids of what the checks found, waived or not.
        known: ids of the checks that looked.
        log: takes the waivers in the note.

    """
    for word in words(message.flags):
        ids = resolve(word)
        if ids and not any(BY_NAME[one].waivable for one in ids):
            yield f"“ignore-{shorten(word)}” has no effect: only the configuration can waive that"
        elif ids and ids <= known and ids.isdisjoint(found):
            yield f"“ignore-{shorten(word)}” silences nothing"
    for word in words((segment.note,)):
        ids = resolve(word)
        if ids and ids <= known and ids.isdisjoint(found):
            log.idle.add((segment.line, segment.source, word))


def unused_in_project(
    logs: Sequence[tuple[str, str, WaiverLog]],
    settings: Sequence[tuple[str, CheckSettings]],
    place: str,
) -> Iterator[Finding]:
    """Yield the author's waivers and the configuration's that silence nothing anywhere.

    Args:
        logs: document, language and log of each edition, of all documents and languages.
        settings: the languages and how the checks are set in each.
        place: the configuration's file as shown.

    """
    yield from _unused_notes(logs, len(settings))
    for waiver in dict.fromkeys(settings[0][1].waivers) if settings else ():
        concerned = [one for one in settings if waiver.language in ("", one[0])]
        looked = all(waiver.check in ran(one) for _, one in concerned)
        if waiver.source and looked and _is_idle(waiver, logs):
            yield _finding(
                f"the waiver of {waiver.check} for “{shorten(waiver.source)}” silences nothing",
                place,
            )


def _is_idle(waiver: Waiver, logs: Iterable[tuple[str, str, WaiverLog]]) -> bool:
    concerned = [
        log
        for document, language, log in logs
        if waiver.document in ("", document) and waiver.language in ("", language)
    ]
    there = [log for log in concerned if waiver.source in log.present]
    return all(waiver.source in log.checked for log in there) and not any(
        (waiver.check, waiver.source) in log.silenced for log in there
    )


def _unused_notes(logs: Iterable[tuple[str, str, WaiverLog]], languages: int) -> Iterator[Finding]:
    by_document: dict[str, list[WaiverLog]] = {}
    for document, _, log in logs:
        by_document.setdefault(document, []).append(log)
    for document, those in by_document.items():
        counts = [(one, sum(one in log.idle for log in those)) for one in sorted(those[0].idle)]
        for (line, source, word), count in counts:
            if count == languages:
                text = f"“ignore-{shorten(word)}” silences nothing in any language"
                yield _finding(text, document, line, source)


def _finding(message: str, place: str, line: int = 0, source: str = "") -> Finding:
    return Finding(
        UNUSED.id,
        UNUSED.name,
        UNUSED.severity,
        message,
        help=_DELETE,
        source_file=place,
        source_line=line,
        source=source,
    )
