"""The command ``run``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from transpipe.checks import Finding, Severity
from transpipe.cli.extract import describe
from transpipe.cli.options import cache_option
from transpipe.cli.session import Session
from transpipe.cli.telling import print_findings, tell_blind, tell_strays
from transpipe.project.catalogs import Extracted
from transpipe.project.running import Ran, run_all
from transpipe.project.update import Updated
from transpipe.report.console import escape
from transpipe.report.findings import counted
from transpipe.report.numbers import numbered

__all__ = ["run_command"]


@click.command("run")
@cache_option
@click.pass_obj
def run_command(session: Session, no_cache: bool) -> int:
    """Extract, update, check and build: the one command.

    Exits with 0 whatever the checks find; use check for a condition.
    """
    project = session.project
    project.languages  # noqa: B018 - first, so that a wrong one stops all of it
    session.tell_overlooked()
    with (
        project.lock("transpipe run") as since,
        session.workers() as workers,
        session.terminal.progress("run", len(project.domains)) as progress,
    ):
        recall = session.recall(no_cache=no_cache, since=since, formats=project.config.formats)
        ran = run_all(project, session.now, progress, workers, recall)
    tell_strays(session, ran.left_over)
    tell_blind(session)
    for one in ran.updated:
        session.terminal.warn_cut(one.catalog, one.cut_off)
    findings = ran.findings
    catalogs = numbered(len(ran.updated), "catalogue")
    files = f"{project.config.output}/, {numbered(ran.files, 'file')}"
    _step(session, "extract", describe(ran.extracted), _extracted(ran.extracted))
    _step(session, "update", catalogs, _updated(ran.updated))
    _step(session, "check", catalogs, counted(findings))
    _step(session, "build", files, _built(session, ran))
    _tell(session, findings)
    if not session.quiet:
        session.terminal.say("")
        session.terminal.say(_next(session))
    return 0


def _tell(session: Session, findings: Sequence[Finding]) -> None:
    """Print errors and warnings, and of remarks only how many there are."""
    problems = [one for one in findings if one.severity is not Severity.INFO]
    if problems:
        session.terminal.say("")
        print_findings(session, problems, "concise")
    if remarks := len(findings) - len(problems):
        session.terminal.say("")
        session.terminal.say(f"{numbered(remarks, 'remark')}: see transpipe check")


def _step(session: Session, name: str, what: str, figures: str) -> None:
    session.terminal.say(f"[label]{name:>8}[/]  {escape(f'{what:<28}')}  {escape(figures)}")


def _extracted(done: Sequence[Extracted]) -> str:
    parts = [numbered(sum(one.messages for one in done), "message")]
    if added := sum(one.added for one in done):
        parts.append(f"{added:,} new")
    if removed := sum(one.removed for one in done):
        parts.append(f"{removed:,} gone")
    return ", ".join(parts)


def _updated(done: Sequence[Updated]) -> str:
    carried = sum(one.changes.carried for one in done)
    created = sum(one.created for one in done)
    changed = sum(one.written for one in done) - created
    parts = [f"{created:,} new"] if created else []
    if changed:
        parts.append(f"{changed:,} changed")
    if carried:
        parts.append(f"{numbered(carried, 'message')} to review")
    return ", ".join(parts) or "nothing changed"


def _built(session: Session, built: Ran) -> str:
    count = len(session.project.languages)
    source = session.project.source_language.english_name
    changed = f"{len(built.changed):,} changed" if built.changed else "nothing changed"
    return f"{numbered(count, 'language')} + {source}, {changed}"


def _next(session: Session) -> str:
    config = session.project.config
    if not config.languages:
        return f"No language to translate into: fill in “languages” in {escape(config.file)}"
    folder = escape(config.output)
    return f"The editions are in {folder}/. What is left: transpipe status"
