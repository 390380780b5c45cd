"""The command ``run``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from transpipe.cli.app import Session
from transpipe.cli.build import Built, run_build
from transpipe.cli.check import print_findings
from transpipe.cli.extract import describe, run_extract
from transpipe.cli.update import run_update
from transpipe.project.catalogs import Extracted
from transpipe.project.findings import findings_of
from transpipe.project.update import Updated
from transpipe.report.console import escape

__all__ = ["run_command"]


@click.command("run")
@click.pass_obj
def run_command(session: Session) -> int:
    """Extract, update, check and build: the one command.

    Exits with 0 whatever the checks find; use check for a condition.
    """
    languages = session.project.languages  # first, so that a wrong one stops all of it
    extracted = run_extract(session, check=False)
    _step(session, "extract", describe(extracted), _extracted(extracted))
    updated = run_update(session, languages, check=False)
    _step(session, "update", f"{len(updated):,} {_catalogs(len(updated))}", _updated(updated))
    built = run_build(session, languages, check=False, findings=True)
    findings = findings_of(session.project, languages, built.outcomes)
    problems = (
        f"{len(findings):,} {_plural(len(findings), 'problem')}" if findings else "no problem"
    )
    _step(session, "check", f"{len(updated):,} {_catalogs(len(updated))}", problems)
    folder = session.project.config.output
    files = f"{folder}/, {built.files:,} {_plural(built.files, 'file')}"
    _step(session, "build", files, _built(session, built))
    if findings:
        session.terminal.say("")
        print_findings(session, findings, "concise")
    if not session.quiet:
        session.terminal.say("")
        session.terminal.say(_next(session))
    return 0


def _step(session: Session, name: str, what: str, figures: str) -> None:
    session.terminal.say(f"[label]{name:>8}[/]  {escape(f'{what:<28}')}  {escape(figures)}")


def _extracted(done: Sequence[Extracted]) -> str:
    parts = [f"{sum(one.messages for one in done):,} messages"]
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
        parts.append(f"{carried:,} {_plural(carried, 'message')} to review")
    return ", ".join(parts) or "nothing changed"


def _built(session: Session, built: Built) -> str:
    count = len(session.project.languages)
    source = session.project.source_language.english_name
    changed = f"{len(built.changed):,} changed" if built.changed else "nothing changed"
    return f"{count:,} {_plural(count, 'language')} + {source}, {changed}"


def _next(session: Session) -> str:
    config = session.project.config
    if not config.languages:
        return f"No language to translate into: fill in “languages” in {escape(config.file)}"
    folder = escape(config.output)
    return f"The editions are in {folder}/. What is left: transpipe status"


def _catalogs(count: int) -> str:
    return "catalogue" if count == 1 else "catalogues"


def _plural(count: int, noun: str) -> str:
    return noun if count == 1 else f"{noun}s"
