"""The command ``build``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import click

from transpipe.checks import Finding
from transpipe.cli.options import cache_option, check_option, languages_option
from transpipe.cli.session import Session
from transpipe.cli.telling import tell_blind, tell_strays
from transpipe.errors import TranspipeError
from transpipe.languages import Language
from transpipe.project.editions import Builder
from transpipe.project.files import Stage
from transpipe.project.jobs import Outcome
from transpipe.project.making import Making
from transpipe.report.console import escape
from transpipe.report.numbers import numbered
from transpipe.standing import Standing

__all__ = ["build_command"]

_FORMATS = ("md", "html", "pdf")
_MOST_NAMED = 5
"""How many files that are missing are named."""


@dataclass(frozen=True, slots=True)
class _Built:
    """What a build made.

    Attributes:
        outcomes: how much of each document is translated.
        files: how many files the editions are.
        changed: the names of those that changed (or would have).
        missing: what the documents name and could not be copied.

    """

    outcomes: list[Outcome]
    files: int
    changed: tuple[str, ...]
    missing: Sequence[Finding]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a build is asked for.

    Attributes:
        languages: whose editions are wanted; the lists show all languages.
        formats: what is built of an edition.
        check: look only.
        mark: mark what is not translated in the Markdown editions.
        prune: remove editions whose document is gone, and copies of files that none names any
            more; else name them.
        no_cache: make everything again.

    """

    languages: Sequence[Language]
    formats: Sequence[str]
    check: bool
    mark: bool
    prune: bool
    no_cache: bool


@click.command("build")
@languages_option
@click.option("--format", "formats", metavar="FORMAT,…", help="Only these of: md, html, pdf.")
@click.option("--mark", is_flag=True, help="Mark what is not translated in the Markdown too.")
@click.option("--drafts/--no-drafts", default=None, help="Publish fuzzy targets too, marked so.")
@click.option("--strict", is_flag=True, help="Exit with 1 if a target is refused.")
@click.option("--prune", is_flag=True, help="Remove what no document is there for.")
@check_option
@click.option("-d", "--output", metavar="DIR", help="Where the editions go, inside the project.")
@cache_option
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
    no_cache: bool,
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
    asked = _Asked(
        languages=chosen,
        formats=session.project.config.formats if formats is None else _formats(formats),
        check=check,
        mark=mark,
        prune=prune,
        no_cache=no_cache,
    )
    built = _build(session, asked)
    verb = "would change" if check else "wrote"
    for name in built.changed if session.verbose or check else ():
        session.terminal.say(f"[label]{verb}[/] {escape(name)}")
    tell_blind(session)
    refused = _tell_refused(session, built.outcomes)
    _tell_missing(session, built.missing)
    folder = escape(session.project.config.output)
    changed = f"{len(built.changed):,} changed" if built.changed else "nothing changed"
    session.terminal.say(f"{folder}/: {numbered(built.files, 'file')}, {changed}")
    return int((check and bool(built.changed)) or (strict and refused))


def _build(session: Session, asked: _Asked) -> _Built:
    """Build the editions of some languages, that of the source, and the lists."""
    project, formats = session.project, asked.formats
    with (
        session.lock("build", check=asked.check) as since,
        Stage(project.root, dry=asked.check) as stage,
    ):
        recall = session.recall(
            no_cache=asked.no_cache,
            since=since,
            formats=formats,
            built=[one.tag for one in asked.languages],
            mark=asked.mark,
        )
        builder = Builder(project, asked.languages, stage, formats, recall.stamps)
        with (
            session.terminal.progress("build", len(project.domains)) as progress,
            session.workers() as workers,
        ):
            making = Making(
                project,
                project.languages,
                builder.wanted(mark=asked.mark),
                workers,
                progress,
                recall=recall,
                builder=builder,
            )
            making.first()
        outcomes = list(making.figures())
        making.together(prune=asked.prune)
        left_over = builder.left_over()
        changed = stage.publish()
    recall.save()
    if not asked.prune:
        tell_strays(session, left_over)
    return _Built(outcomes, builder.files, changed, builder.missing())


def _tell_missing(session: Session, missing: Sequence[Finding]) -> None:
    for one in missing[:_MOST_NAMED]:
        place = f"{one.source_file}:{one.source_line}"
        session.terminal.note(f"[warning]missing[/] {escape(place)}: {escape(one.message)}")
    if len(missing) > _MOST_NAMED:
        more = len(missing) - _MOST_NAMED
        session.terminal.note(f"[warning]missing[/] {more:,} more: see transpipe check")


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
