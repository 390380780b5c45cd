"""The command ``check``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from transpipe.checks import Finding, Severity
from transpipe.cli.app import Session
from transpipe.cli.options import languages_option
from transpipe.project.editions import executor, findings_of, look
from transpipe.project.jobs import Wanted
from transpipe.project.pairing import mispaired
from transpipe.report.findings import FORMATS, counted
from transpipe.report.formats import MACHINE

__all__ = ["check_command", "print_findings"]

_NEVER = "never"


@click.command("check")
@languages_option
@click.option(
    "--output-format",
    type=click.Choice([*FORMATS, *MACHINE]),
    default="full",
    show_default=True,
    help="How findings are printed.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*(one.value for one in Severity), _NEVER]),
    default=Severity.ERROR.value,
    show_default=True,
    help="Exit with 1 if something this bad, or worse, is found.",
)
@click.pass_obj
def check_command(
    session: Session, languages: tuple[str, ...], output_format: str, fail_on: str
) -> int:
    """Find what is wrong with the translations, by file and line.

    What an error is found in is not published: its passage stands in the source language.
    """
    project = session.project
    chosen = project.chosen(languages)
    with (
        session.terminal.progress("check", len(project.domains)) as progress,
        executor(session.jobs, len(project.domains)) as pool,
    ):
        outcomes = list(look(project, chosen, Wanted(findings=True), progress, pool))
    findings = [*findings_of(outcomes), *mispaired(project, chosen)]
    print_findings(session, findings, output_format)
    if output_format not in MACHINE:
        session.terminal.say(counted(findings))
    return int(fail_on != _NEVER and _at_least(findings, Severity(fail_on)))


def print_findings(session: Session, findings: Sequence[Finding], output_format: str) -> None:
    """Print findings in a format."""
    if output_format in MACHINE:
        session.terminal.result(MACHINE[output_format](findings))
        return
    for finding in findings:
        for line in FORMATS[output_format](finding):
            session.terminal.out.print(line)


def _at_least(findings: Sequence[Finding], least: Severity) -> bool:
    return any(finding.severity.rank <= least.rank for finding in findings)
