"""What several commands tell."""

from __future__ import annotations

from collections.abc import Sequence

from transpipe.checks import Finding
from transpipe.cli.session import Session
from transpipe.project.pairing import is_blind
from transpipe.report.console import escape
from transpipe.report.findings import FORMATS

__all__ = ["print_findings", "tell_blind", "tell_strays"]


def print_findings(session: Session, findings: Sequence[Finding], output_format: str) -> None:
    """Print findings in a format for people."""
    session.terminal.show(map(FORMATS[output_format], findings))


def tell_blind(session: Session) -> None:
    """Say once that pairs are not compared with the history where that is not there."""
    project = session.project
    if not project.languages or not is_blind(project):
        return
    from transpipe.checks import is_chosen  # noqa: PLC0415 - slow to import, seldom needed

    if is_chosen("P080", project.checks):
        session.terminal.note(
            "[info]note[/]: P080: git's history is cut off here, so what a merge may have put "
            "together wrongly is not looked for. Fetch all of it: git fetch --unshallow "
            "(fetch-depth: 0 for GitHub's checkout)"
        )


def tell_strays(session: Session, names: Sequence[str]) -> None:
    """Say what is left over of documents that are gone, if there is anything."""
    if not names:
        return
    more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
    session.terminal.note(
        f"[warning]left over[/] {escape(names[0])}{more}: no document is there for it; "
        "transpipe build --prune removes what was built without"
    )
