"""The command ``build``."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import dataclass

import click

from transpipe.cli.app import Session
from transpipe.cli.options import check_option, languages_option
from transpipe.edition import Standing
from transpipe.errors import TranspipeError
from transpipe.languages import Language
from transpipe.project.editions import Lists, build, executor, in_formats, look, strays
from transpipe.project.files import Stage
from transpipe.project.jobs import Outcome, Wanted
from transpipe.project.printing import Press
from transpipe.report.console import escape
from transpipe.report.numbers import numbered

__all__ = ["Built", "build_command", "run_build"]

_FORMATS = ("md", "html", "pdf")


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made.

    Attributes:
        outcomes: what each document's job made.
        files: how many files the editions are.
        changed: the names of those that changed (or would have).

    """

    outcomes: list[Outcome]
    files: int
    changed: tuple[str, ...]


@click.command("build")
@languages_option
@click.option("--format", "formats", metavar="FORMAT,…", help="Only these of: md, html, pdf.")
@click.option("--mark", is_flag=True, help="Mark what is not translated in the Markdown too.")
@click.option("--drafts/--no-drafts", default=None, help="Publish fuzzy targets too, marked so.")
@click.option("--strict", is_flag=True, help="Exit with 1 if a target is refused.")
@click.option("--prune", is_flag=True, help="Remove editions whose document is gone.")
@check_option
@click.option("-d", "--output", metavar="DIR", help="Where the editions go, inside the project.")
@click.pass_obj
def build_command(
    session: Session,
    languages: tuple[str, ...],
    formats: str | None,
    mark: bool,
    drafts: bool | None,
    strict: bool,
    prune: bool,
    check: bool,
    output: str | None,
) -> int:
    """Build the editions: Markdown and HTML in every language.

    What is not translated stands in the source language, and is marked so.
    """
    changes: dict[str, object] = {}
    if drafts is not None:
        changes["drafts"] = drafts
    if output is not None:
        changes["output"] = output
    if changes:
        session.reconfigure(**changes)
    chosen = session.project.chosen(languages)
    given = None if formats is None else _formats(formats)
    built = run_build(session, chosen, check=check, mark=mark, prune=prune, formats=given)
    verb = "would change" if check else "wrote"
    for name in built.changed if session.verbose or check else ():
        session.terminal.say(f"[label]{verb}[/] {escape(name)}")
    refused = _tell_refused(session, built.outcomes)
    folder = escape(session.project.config.output)
    changed = f"{len(built.changed):,} changed" if built.changed else "nothing changed"
    session.terminal.say(f"{folder}/: {numbered(built.files, 'file')}, {changed}")
    return int((check and bool(built.changed)) or (strict and refused))


def run_build(
    session: Session,
    languages: Sequence[Language],
    *,
    check: bool,
    findings: bool = False,
    mark: bool = False,
    prune: bool = False,
    formats: Sequence[str] | None = None,
) -> Built:
    """Build the editions of some languages, that of the source, and the lists.

    Args:
        session: the project.
        languages: whose editions are wanted; the lists show all languages.
        check: look only.
        findings: run the checks too.
        mark: mark what is not translated in the Markdown editions.
        prune: remove editions whose document is gone; else name them.
        formats: what is built of an edition; by default what the configuration says.

    """
    project = session.project
    left_over = strays(project)
    formats = project.config.formats if formats is None else formats
    press = Press() if "pdf" in formats else None
    made = tuple("html" if one == "pdf" else one for one in formats)
    count = len(project.domains)
    chosen = [*languages, project.source_language]
    lists = Lists(project)
    wanted = Wanted(formats=made, findings=findings, mark=mark, left=lists.most)
    held = nullcontext() if check else project.lock("transpipe build")
    with held, Stage(project.root, dry=check) as stage:
        files = 0
        outcomes = []
        with (
            session.terminal.progress("build", count) as progress,
            executor(session.jobs, count) as pool,
        ):
            for outcome in look(project, project.languages, wanted, progress, pool):
                written = in_formats(project, outcome, chosen, formats, press)
                files += build(project, written, chosen, stage)
                if "html" in formats:
                    lists.add(outcome)
                outcomes.append(outcome.without_files())
        if "html" in formats:
            files += lists.build(stage)
        for name in left_over if prune else ():
            stage.remove(name)
        changed = stage.publish()
    if left_over and not prune:
        _tell_strays(session, left_over)
    return Built(outcomes, files, changed)


def _tell_strays(session: Session, names: Sequence[str]) -> None:
    more = f" and {len(names) - 1:,} more" if len(names) > 1 else ""
    session.terminal.note(
        f"[warning]left over[/] {escape(names[0])}{more}: the document is gone; "
        "transpipe build --prune removes what was built of it"
    )


def _formats(given: str) -> tuple[str, ...]:
    formats = tuple(part.strip() for part in given.split(",") if part.strip())
    for unknown in [one for one in formats if one not in _FORMATS] or ([""] if not formats else []):
        raise TranspipeError(
            f"--format: “{unknown}” is no format", hint=f"There are: {', '.join(_FORMATS)}."
        )
    return tuple(dict.fromkeys(formats))


def _tell_refused(session: Session, outcomes: Sequence[Outcome]) -> bool:
    """Say how many targets were refused in each catalogue; say whether there are any."""
    refused = False
    for outcome in outcomes:
        for one in outcome.localized:
            count = sum(
                found[Standing.REFUSED].segments
                for found in (one.coverage.counts, one.coverage.optional)
            )
            if count:
                refused = True
                session.terminal.note(
                    f"[warning]refused[/] {count:,} in {escape(one.catalog)}: "
                    f"see transpipe check -l {one.language}"
                )
    return refused
