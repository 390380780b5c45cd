"""The command ``check``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

import click

from transpipe.checks import Finding, Severity, missing_extras, unknown
from transpipe.cli.options import cache_option, languages_option
from transpipe.cli.session import Session
from transpipe.cli.telling import print_findings, tell_blind
from transpipe.errors import TranspipeError
from transpipe.languages import Language
from transpipe.project import files
from transpipe.project.jobs import Wanted
from transpipe.project.making import Making
from transpipe.report.console import escape
from transpipe.report.findings import FORMATS, counted
from transpipe.report.machine import MACHINE_FORMATS

__all__ = ["check_command"]

_NEVER = "never"


@click.command("check")
@languages_option
@click.option(
    "--select", multiple=True, metavar="CHECK,…", help="Only these checks, by id or name."
)
@click.option("--ignore", multiple=True, metavar="CHECK,…", help="Leave these checks out.")
@click.option("--fuzzy", is_flag=True, help="Check fuzzy targets too.")
@click.option(
    "--output-format",
    type=click.Choice([*FORMATS, *MACHINE_FORMATS]),
    default="full",
    show_default=True,
    help="How findings are printed.",
)
@click.option(
    "-o", "--output-file", metavar="FILE", help="Where they go, in place of the standard output."
)
@click.option(
    "--fail-on",
    type=click.Choice([*(one.value for one in Severity), _NEVER]),
    help="Exit with 1 if something this bad, or worse, is found. Default: as configured, or error.",
)
@cache_option
@click.pass_obj
def check_command(
    session: Session,
    languages: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    fuzzy: bool,
    output_format: str,
    output_file: str | None,
    fail_on: str | None,
    no_cache: bool,
) -> int:
    """Find what is wrong with the translations, by file and line.

    What an error is found in is not published: its passage stands in the source language.
    A check is named by its id (T101), the beginning of one (T1) or its name (link-target).
    """
    wished, unwished = _words(select, "--select"), _words(ignore, "--ignore")
    if wished or unwished:
        session.reconfigure(checks=session.project.config.checks.narrowed(wished, unwished))
    project = session.project
    output = _output(session, output_file) if output_file else None
    chosen = project.chosen(languages)
    _tell_missing(session, chosen)
    tell_blind(session)
    recall = session.recall(no_cache=no_cache, languages=[one.tag for one in chosen], fuzzy=fuzzy)
    with (
        session.terminal.progress("check", len(project.domains)) as progress,
        session.workers() as workers,
    ):
        wish = Wanted(findings=True, fuzzy=fuzzy)
        making = Making(project, chosen, wish, workers, progress, recall=recall)
        making.first()
    findings = making.together()
    recall.save()
    if output:
        text = _rendered(findings, output_format, _base(project.root))
        files.write(output, f"{text}\n".encode() if text else b"", root=project.root)
        session.terminal.note(f"{escape(files.shown(output, project.root))}: {counted(findings)}")
    else:
        _print(session, findings, output_format)
        if output_format in FORMATS:
            session.terminal.say(counted(findings))
    least = fail_on or project.config.checks.fail_on
    return int(least != _NEVER and _at_least(findings, Severity(least)))


def _print(session: Session, findings: Sequence[Finding], output_format: str) -> None:
    """Print findings in a format."""
    if output_format in FORMATS:
        print_findings(session, findings, output_format)
    elif text := _rendered(findings, output_format, _base(session.project.root)):
        session.terminal.result(text)


def _rendered(findings: Sequence[Finding], output_format: str, base: str) -> str:
    if output_format in FORMATS:
        lines = [FORMATS[output_format](finding).plain for finding in findings]
        return "\n".join([*lines, counted(findings)])
    return MACHINE_FORMATS[output_format](findings, base)


def _base(root: Path) -> str:
    """Return the project's path in the repository, as GitHub wants it for its annotations."""
    workspace = os.environ.get("GITHUB_WORKSPACE", "")
    if not workspace:
        return ""
    top = Path(os.path.realpath(workspace))
    below = root.is_relative_to(top) and root != top
    return f"{root.relative_to(top).as_posix()}/" if below else ""


def _words(given: Iterable[str], option: str) -> list[str]:
    """Return the checks that an option names.

    Raises:
        TranspipeError: no check is called so.

    """
    words = [word for one in given for part in one.split(",") if (word := part.strip())]
    for word in words:
        if message := unknown(word):
            raise TranspipeError(f"{option}: {message}", hint="See transpipe explain.")
    return words


def _output(session: Session, name: str) -> Path:
    """Return the path of a file that findings go to.

    Raises:
        TranspipeError: it is where documents, catalogues or editions are.

    """
    config = session.project.config
    path = Path(os.path.realpath(session.directory / name))
    for folder in (config.source, config.locale, config.output):
        if path.is_relative_to(os.path.realpath(config.root / folder)):
            raise TranspipeError(
                f"--output-file: {folder} is the project's own folder",
                path=files.shown(path, config.root),
                hint="Choose another folder of the project.",
            )
    return path


def _tell_missing(session: Session, languages: Sequence[Language]) -> None:
    """Say once which checks are off for want of a package, where a language needs them."""
    needed = {"T144": "Mymr", "T145": "Latn"}
    scripts = {language.script for language in languages}
    for finding in missing_extras(session.project.checks):
        if needed.get(finding.check, "") in scripts:
            session.terminal.note(
                f"[info]note[/]: {escape(f'{finding.check}: {finding.message}')}. "
                f"{escape(finding.help)}"
            )


def _at_least(findings: Sequence[Finding], least: Severity) -> bool:
    return any(finding.severity.rank <= least.rank for finding in findings)
