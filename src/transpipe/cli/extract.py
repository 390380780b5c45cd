"""The command ``extract``."""

from __future__ import annotations

from collections.abc import Sequence

import click

from transpipe.cli.options import check_option
from transpipe.cli.session import Session
from transpipe.project.catalogs import Extracted, extract
from transpipe.report.console import escape
from transpipe.report.numbers import numbered

__all__ = ["describe", "extract_command"]


@click.command("extract")
@check_option
@click.pass_obj
def extract_command(session: Session, check: bool) -> int:
    """Write the text of the documents into templates.

    Each document gets a template, such as locale/statement.pot of source/statement.md.
    """
    project = session.project
    session.tell_overlooked()
    with session.stage("extract", check=check) as stage:
        with session.terminal.progress("extract", len(project.domains)) as progress:
            done = extract(project, stage, session.now, progress)
        stage.publish()
    for one in done:
        if one.written or session.verbose:
            verb = "would change" if check and one.written else "template"
            session.terminal.say(f"[label]{verb}[/] {escape(one.template)}  {_figures(one)}")
    if not any(one.written for one in done):
        session.terminal.say(f"{describe(done)}: nothing to do")
    return int(check and any(one.written for one in done))


def describe(done: Sequence[Extracted]) -> str:
    """Say which templates there are."""
    return done[0].template if len(done) == 1 else numbered(len(done), "template")


def _figures(one: Extracted) -> str:
    parts = [numbered(one.messages, "message")]
    if one.added:
        parts.append(f"{one.added:,} new")
    if one.removed:
        parts.append(f"{one.removed:,} gone")
    return ", ".join(parts)
