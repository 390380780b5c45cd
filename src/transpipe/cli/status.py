"""The command ``status``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import click

from transpipe.cli.options import cache_option, languages_option
from transpipe.cli.session import Session
from transpipe.errors import TranspipeError
from transpipe.languages import Language
from transpipe.project.files import Stage
from transpipe.project.jobs import Localized, Outcome, Passage, Wanted
from transpipe.project.making import Making
from transpipe.report.console import escape, json_text
from transpipe.report.numbers import numbered
from transpipe.report.status import Row, as_data, legend, summary, table
from transpipe.standing import Standing, together

__all__ = ["rows_of", "status_command"]


@click.command("status")
@languages_option
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--missing", is_flag=True, help="List what is not translated, by file and line.")
@click.option("--fuzzy", is_flag=True, help="List what needs review, with what changed.")
@click.option("--svg", metavar="FILE", help="Write a picture of it, for a README.")
@click.option("--badge", metavar="FILE", help="Write a badge with the share of all languages.")
@click.option(
    "--fail-under",
    type=click.FloatRange(0, 100),
    metavar="N",
    help="Exit with 1 if a language has less than N percent.",
)
@cache_option
@click.pass_obj
def status_command(
    session: Session,
    languages: tuple[str, ...],
    as_json: bool,
    missing: bool,
    fuzzy: bool,
    svg: str | None,
    badge: str | None,
    fail_under: float | None,
    no_cache: bool,
) -> int:
    """Show how much is translated, in source words."""
    if as_json and (missing or fuzzy):
        raise click.UsageError("--json prints figures only: leave out --missing and --fuzzy.")
    project = session.project
    chosen = project.chosen(languages)
    if not chosen:
        raise TranspipeError(
            "no languages to translate into", path=project.config.file, hint="Fill in “languages”."
        )
    session.tell_overlooked()
    recall = session.recall(no_cache=no_cache, languages=[one.tag for one in chosen])
    with (
        session.terminal.progress("status", len(project.domains)) as progress,
        session.workers() as workers,
    ):
        wanted = Wanted(passages=missing or fuzzy)
        making = Making(project, chosen, wanted, workers, progress, recall=recall)
        making.first()
    outcomes = list(making.figures())
    recall.save()
    for one in (one for outcome in outcomes for one in outcome.localized):
        session.terminal.warn_cut(one.catalog, one.cut_off)
    rows = rows_of(chosen, outcomes)
    _draw(session, rows, outcomes, svg=svg, badge=badge)
    if missing or fuzzy:
        _list(session, outcomes, missing=missing, fuzzy=fuzzy)
    elif as_json:
        session.terminal.result(json_text(as_data(rows)))
    elif not (svg or badge):
        _show(session, rows, outcomes)
    return int(fail_under is not None and _fails(session, rows, fail_under))


def _fails(session: Session, rows: Sequence[Row], least: float) -> bool:
    """Name the languages that have less than so many percent; say whether there are any."""
    under = [row for row in rows if row.coverage.share * 100 < least]
    for row in under:
        text = f"[error]{row.folder}[/] {row.coverage.percent}% is under {least:g}%"
        session.terminal.note(text)
    return bool(under)


def rows_of(languages: Sequence[Language], outcomes: Sequence[Outcome]) -> list[Row]:
    """Gather what the jobs of all documents say of each language."""
    return [
        _row(language, [(one.name, one.localized[index]) for one in outcomes])
        for index, language in enumerate(languages)
    ]


def _row(language: Language, found: Sequence[tuple[str, Localized]]) -> Row:
    total = together(one.coverage for _, one in found)
    strip = tuple(run for _, one in found for run in one.strip)
    documents = {name: one.coverage for name, one in found}
    return Row(language.tag, language.folder, language.english_name, total, strip, documents)


def _draw(
    session: Session,
    rows: Sequence[Row],
    outcomes: Sequence[Outcome],
    *,
    svg: str | None,
    badge: str | None,
) -> None:
    """Write the pictures that were asked for, inside the project; - is the terminal."""
    if not (svg or badge):
        return
    from transpipe.report import picture  # noqa: PLC0415 - seldom needed

    made = [(svg, picture.picture(rows, _title(outcomes), len(outcomes)))] if svg else []
    if badge:
        label = "translated" if len(rows) > 1 else rows[0].name
        made.append((badge, picture.badge(rows, label)))
    with Stage(session.project.root) as stage:
        for path, text in made:
            if path == "-":
                click.echo(text, nl=False)
            elif path:
                stage.add(path, text.encode())
        stage.publish()


def _title(outcomes: Sequence[Outcome]) -> str:
    return f"{outcomes[0].domain}.md" if len(outcomes) == 1 else numbered(len(outcomes), "document")


def _show(session: Session, rows: Sequence[Row], outcomes: Sequence[Outcome]) -> None:
    terminal = session.terminal
    terminal.out.print()
    terminal.out.print(table(rows, escape(_title(outcomes)), terminal.out.width))
    terminal.out.print()
    terminal.out.print(legend(rows))
    terminal.out.print(summary(rows, len(outcomes)))


def _list(session: Session, outcomes: Iterable[Outcome], *, missing: bool, fuzzy: bool) -> None:
    listed = {Standing.UNTRANSLATED, Standing.REFUSED} if missing else set()
    listed |= {Standing.FUZZY} if fuzzy else set()
    for outcome in outcomes:
        for one in outcome.localized:
            for passage in one.passages:
                if passage.standing in listed:
                    _line(session, outcome, one, passage)


def _line(session: Session, outcome: Outcome, one: Localized, passage: Passage) -> None:
    place = f"{escape(outcome.name)}:{passage.line}"
    source = passage.source.replace("\n", "⏎")
    text = escape(source)
    if passage.standing is Standing.FUZZY and passage.previous:
        text = _diff(passage.previous, passage.source)
    session.terminal.out.print(f"[place]{place}[/] [quiet]{one.language}[/] {text}")


def _diff(previous: str, source: str) -> str:
    from transpipe.memory import word_diff  # noqa: PLC0415 - rapidfuzz is slow to import

    shown = {"=": "{}", "-": "[red strike]{}[/]", "+": "[green bold]{}[/]"}
    marks = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
    return "".join(
        shown[op].format(escape(marks[op].format(text.replace("\n", "⏎"))))
        for op, text in word_diff(previous, source)
    )
