"""The command ``update``."""

from __future__ import annotations

from contextlib import nullcontext

import click

from transpipe.cli.app import Session
from transpipe.cli.options import check_option, languages_option
from transpipe.languages import Language
from transpipe.project.catalogs import Updated, update
from transpipe.project.files import Stage
from transpipe.report.console import escape

__all__ = ["run_update", "update_command"]

_FATES = {
    "added": "new",
    "carried": "to review",
    "revived": "back",
    "retired": "obsolete",
    "dropped": "dropped",
}


@click.command("update")
@languages_option
@check_option
@click.pass_obj
def update_command(session: Session, languages: tuple[str, ...], check: bool) -> int:
    """Bring the catalogues up to date with the documents.

    Translations stay with their sources. What a changed source had before is carried over as
    fuzzy, for a person to look at; what no document has any more is kept as obsolete.
    """
    chosen = session.project.chosen(languages)
    done = run_update(session, chosen, check=check)
    for one in done:
        if one.written or session.verbose:
            verb = "would change" if check and one.written else "catalog"
            session.terminal.say(f"[label]{verb}[/] {escape(one.catalog)}  {_figures(one)}")
    if not any(one.written for one in done):
        noun = "catalogue" if len(done) == 1 else "catalogues"
        session.terminal.say(f"{len(done):,} {noun}: nothing to do")
    return int(check and any(one.written for one in done))


def run_update(session: Session, languages: tuple[Language, ...], *, check: bool) -> list[Updated]:
    """Write the catalogues of some languages; look only where ``check`` is set."""
    project = session.project
    held = nullcontext() if check else project.lock("transpipe update")
    with held, Stage(project.root, dry=check) as stage:
        with session.terminal.progress("update", len(project.domains)) as progress:
            done = update(project, stage, session.now, progress, languages)
        stage.publish()
    return done


def _figures(one: Updated) -> str:
    if one.created:
        return f"created, {one.changes.kept:,} messages"
    counts = [(getattr(one.changes, fate), word) for fate, word in _FATES.items()]
    return ", ".join(f"{count:,} {word}" for count, word in counts if count) or "notes only"
