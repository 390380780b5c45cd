"""Findings for people; see formats for those for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rich.text import Text

from transpipe.checks import Finding, Severity
from transpipe.report.console import plain

__all__ = ["FORMATS", "counted"]

_WIDTH = 100
_CONTEXT = 40


@dataclass(frozen=True, slots=True)
class _Excerpt:
    """A line of a text, and the cells under which the carets stand."""

    line: str
    before: int
    marked: int


def concise(finding: Finding) -> Iterator[Text]:
    """Yield a finding in one line: where, what, in which language."""
    text = Text(plain(_place(finding)), style="place")
    text.append(": ")
    text.append_text(_title(finding))
    yield text


def full(finding: Finding) -> Iterator[Text]:
    """Yield a finding with both places, both texts, a caret under the spot, and the way out."""
    yield _title(finding)
    if finding.catalog:
        yield _where(finding.catalog, finding.catalog_line, finding.column)
        yield from _quote(finding.target, "" if finding.in_source else "error", finding)
    if finding.source_file:
        yield _where(finding.source_file, finding.source_line, 0)
        yield from _quote(finding.source, "error" if finding.in_source else "", finding)
    if finding.help:
        yield Text("   = ").append("help", "help").append(f": {plain(finding.help)}")
    yield Text()


FORMATS: dict[str, Callable[[Finding], Iterator[Text]]] = {"full": full, "concise": concise}
"""Formats for people, by name."""


def counted(findings: Sequence[Finding]) -> str:
    """Say how many findings there are of each severity."""
    counts = {one: sum(found.severity is one for found in findings) for one in Severity}
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "remark"}
    said = [f"{count:,} {names[one]}" + "s" * (count > 1) for one, count in counts.items() if count]
    return ", ".join(said) or "no problem"


def _place(finding: Finding) -> str:
    name, line = finding.catalog, finding.catalog_line
    if not name:
        name, line = finding.source_file, finding.source_line
    return f"{name}:{line}" if line else name


def _title(finding: Finding) -> Text:
    style = finding.severity.value
    text = Text(f"{style}[{finding.name}] {finding.check}", style=style)
    return text.append(f": {plain(finding.message)}", style="default")


def _where(name: str, line: int, column: int) -> Text:
    place = ":".join([plain(name), *(str(one) for one in (line, column) if one)])
    return Text("  --> ", style="quiet").append(place, style="place")


def _quote(text: str, style: str, finding: Finding) -> Iterator[Text]:
    """Yield a text on one line, with carets under the marked part if ``style`` is given."""
    if not text:
        return
    start, end = (finding.start, finding.end) if style else (0, 0)
    excerpt = _excerpt(text, start, end)
    yield Text("   | ", style="quiet").append(excerpt.line, style="default")
    if style and excerpt.marked:
        yield Text("   | ", style="quiet").append(
            " " * excerpt.before + "^" * excerpt.marked, style=style
        )


def _excerpt(text: str, start: int, end: int) -> _Excerpt:
    """Cut what is shown out of a text: around the marked part, on one line."""
    first = max(0, start - _CONTEXT) if len(text) > _WIDTH else 0
    last = min(len(text), max(end, first) + _WIDTH)
    before, marked, after = (
        plain(part) for part in (text[first:start], text[start:end], text[end:last])
    )
    head = "…" if first else ""
    tail = "…" if last < len(text) else ""
    if end <= start:
        before, marked, after = plain(text[first:last]), "", ""
    return _Excerpt(
        head + before + marked + after + tail,
        Text(head + before).cell_len,
        Text(marked).cell_len or (1 if end > start else 0),
    )
