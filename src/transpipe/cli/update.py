"""The command ``update``."""

from __future__ import annotations

import re
from datetime import timedelta

import click

from transpipe.cli.options import check_option, languages_option
from transpipe.cli.session import Session
from transpipe.project.update import Policy, Updated, update
from transpipe.report.console import escape
from transpipe.report.numbers import numbered

__all__ = ["update_command"]

_FATES = {
    "added": "new",
    "carried": "to review",
    "revived": "back",
    "retired": "obsolete",
    "dropped": "dropped",
    "cleaned": "removed for good",
}
_AGE = re.compile(r"([0-9]{1,5})([dwmy])")
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}


class _Age(click.ParamType[timedelta]):
    """A time span such as 90d or 1y."""

    name = "age"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        match = _AGE.fullmatch(str(value))
        if match is None:
            self.fail(f"“{value}” is no age: write 90d, 12w, 6m or 1y.", param, ctx)
        return timedelta(days=int(match[1]) * _DAYS[match[2]])


@click.command("update")
@languages_option
@check_option
@click.option(
    "--no-fuzzy", is_flag=True, help="Give a changed source nothing of what it had before."
)
@click.option(
    "--no-obsolete", is_flag=True, help="Remove, for good, what no document has any more."
)
@click.option(
    "--clean",
    type=_Age(),
    metavar="AGE",
    help="Remove what has been obsolete for longer than this by git's history: 90d, 12w, 6m, 1y.",
)
@click.pass_obj
def update_command(
    session: Session,
    languages: tuple[str, ...],
    check: bool,
    no_fuzzy: bool,
    no_obsolete: bool,
    clean: timedelta | None,
) -> int:
    """Bring the catalogues up to date with the documents.

    Translations stay with their sources. What a changed source had before is carried over as
    fuzzy, for a person to look at; what no document has any more is kept as obsolete, and
    comes back with its source.
    """
    chosen = session.project.chosen(languages)
    policy = Policy(
        near=not no_fuzzy,
        keep_obsolete=not no_obsolete,
        obsolete_since=None if clean is None else session.now - clean,
    )
    project = session.project
    with session.stage("update", check=check) as stage:
        with session.terminal.progress("update", len(project.domains)) as progress:
            done = update(project, stage, session.now, progress, chosen, policy=policy)
        for one in done:
            session.terminal.warn_cut(one.catalog, one.cut_off)
        stage.publish()
    for one in done:
        if one.written or session.verbose:
            verb = "would change" if check and one.written else "catalog"
            session.terminal.say(f"[label]{verb}[/] {escape(one.catalog)}  {_figures(one)}")
    if not any(one.written for one in done):
        noun = "catalogue" if len(done) == 1 else "catalogues"
        session.terminal.say(f"{len(done):,} {noun}: nothing to do")
    return int(check and any(one.written for one in done))


def _figures(one: Updated) -> str:
    if one.created:
        return f"created, {numbered(one.changes.kept, 'message')}"
    counts = [(getattr(one.changes, fate), word) for fate, word in _FATES.items()]
    return ", ".join(f"{count:,} {word}" for count, word in counts if count) or "notes only"
