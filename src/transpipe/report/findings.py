"""Findings for people: full, with both places and the way out, or a line each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType

from rich.text import Text

from transpipe.checks import Check, Finding, Severity
from transpipe.report.console import plain
from transpipe.report.excerpt import Excerpt, excerpt
from transpipe.report.numbers import numbered

__all__ = ["FORMATS", "counted", "explained", "listed", "place"]


def concise(finding: Finding) -> Text:
    """Return a finding in one line: where and what."""
    text = Text(plain(place(finding)), style="place")
    text.append(": ")
    return text.append_text(_title(finding))


def full(finding: Finding) -> Text:
    """Return a finding with both places, both texts, a caret under the spot, and the way out."""
    digits = len(str(max(finding.catalog_line, finding.source_line)))
    lines = [_title(finding)]
    if finding.catalog:
        arrow = _arrow(finding.catalog, finding.catalog_line, finding.column, digits)
        lines += [arrow, *_catalog_lines(finding, digits)]
    if finding.source_file:
        arrow = _arrow(finding.source_file, finding.source_line, 0, digits)
        lines += [arrow, *_source_lines(finding, digits)]
    if finding.help:
        text = Text(f"{' ' * digits} = ", style="quiet")
        lines.append(text.append("help", "help").append(f": {plain(finding.help)}", "default"))
    lines.append(Text())
    return Text("\n").join(lines)


FORMATS: Mapping[str, Callable[[Finding], Text]] = MappingProxyType(
    {"full": full, "concise": concise}
)
"""Formats for people, by name."""


def counted(findings: Sequence[Finding]) -> str:
    """Say how many findings there are of each severity."""
    counts = {one: sum(found.severity is one for found in findings) for one in Severity}
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
    said = [numbered(count, names[one]) for one, count in counts.items() if count]
    return ", ".join(said) or "no problem"


def place(finding: Finding) -> str:
    """Return file, line and column of a finding, as far as each is known."""
    name, line, column = finding.catalog, finding.catalog_line, finding.column
    if not name:
        name, line, column = finding.source_file, finding.source_line, 0
    return _joined(name, line, column)


def explained(check: Check) -> Text:
    """Return what a check finds, why, an example, and how to mend it."""
    text = Text(f"{check.severity.value}[{check.name}] {check.id}", check.severity.value)
    return text.append(f"\n\n{check.explanation.strip()}\n\n", "default").append(_facts(check))


def listed(checks: Sequence[Check]) -> Text:
    """Return all checks, a line each."""
    width = max(len(check.name) for check in checks)
    lines = []
    for check in checks:
        text = Text(f"{check.id}  ", "place").append(f"{check.name:{width}}  ", "default")
        text.append(f"{check.severity.value:7}", check.severity.value)
        what = check.explanation.strip().partition("\n\n")[0]
        lines.append(text.append(f"  {' '.join(what.split())}", "default"))
    return Text("\n").join(lines)


def _facts(check: Check) -> str:
    facts = [
        "Its errors keep the translation out of the edition: the source stands there."
        if check.blocking
        else "It tells; it keeps nothing out of an edition."
        if check.id.startswith("T")
        else "",
        ""
        if not check.id.startswith("T")
        else f'Waived for one message by the flag or note "ignore-{check.name}", or in the '
        "configuration."
        if check.waivable
        else "Waived in the configuration alone, never in a catalogue.",
        f'Needs the extra "{check.extra}".' if check.extra else "",
    ]
    return "\n".join(filter(None, facts))


def _title(finding: Finding) -> Text:
    style = finding.severity.value
    text = Text(f"{style}[{finding.name}] {finding.check}", style=style)
    return text.append(f": {plain(finding.message)}", style="default")


def _joined(name: str, line: int, column: int) -> str:
    parts = [str(one) for one in (line, column) if one] if line else []
    return ":".join([name, *parts])


def _arrow(name: str, line: int, column: int, digits: int) -> Text:
    text = Text(f"{' ' * digits}--> ", style="quiet")
    return text.append(plain(_joined(name, line, column)), style="place")


def _catalog_lines(finding: Finding, digits: int) -> Iterator[Text]:
    """Yield the line of the catalogue, or the target where its part of the line is not known."""
    is_partial = finding.start < finding.end and not finding.in_source
    if finding.catalog_text and (finding.column or not is_partial):
        column = finding.column
        end = max(finding.end_column, column + 1) if column else 0
        shown = excerpt(finding.catalog_text, max(column - 1, 0), end - 1)
    elif finding.in_source:
        shown = excerpt(finding.target)
    else:
        shown = excerpt(finding.target, finding.start, finding.end)
    yield from _quoted(shown, finding.catalog_line, finding.severity, digits)


def _source_lines(finding: Finding, digits: int) -> Iterator[Text]:
    start, end = (finding.start, finding.end) if finding.in_source else (0, 0)
    shown = excerpt(finding.source, start, end)
    yield from _quoted(shown, finding.source_line, finding.severity, digits)


def _quoted(shown: Excerpt, line: int, severity: Severity, digits: int) -> Iterator[Text]:
    """Yield a text on one line after its number, with carets under the marked part."""
    if not shown.line:
        return
    bar = f"{' ' * digits} |"
    yield Text(bar, style="quiet")
    yield Text(f"{line or '':>{digits}} | ", "quiet").append(shown.line, "default")
    text = Text(bar, "quiet")
    if shown.marked:
        carets = f" {' ' * shown.before}{'^' * shown.marked}"
        label = f" {shown.label}" if shown.label else ""
        text.append(carets + label, severity.value)
    yield text
