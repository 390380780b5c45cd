"""The command ``import``."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from transpipe.cli.options import check_option
from transpipe.cli.session import Session
from transpipe.project import files
from transpipe.project.importing import (
    Fate,
    Imported,
    Prefer,
    Row,
    import_catalogs,
    language_of,
    read_foreign,
)
from transpipe.report.console import escape, plain

__all__ = ["import_command"]

_QUIET = {Fate.SAME, Fate.EMPTY}
_STYLES = {Fate.TAKEN: "done", Fate.FUZZY: "review", Fate.KEPT: "warning", Fate.UNKNOWN: "warning"}
_EXCERPT = 60


@click.command("import")
@click.argument(
    "paths", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option("-l", "--language", "tag", metavar="LANG", help="The language of the files.")
@click.option(
    "--prefer",
    type=click.Choice(["ours", "theirs"]),
    default="ours",
    show_default=True,
    help="Which one stays where both are translated, differently.",
)
@check_option
@click.pass_obj
def import_command(
    session: Session, paths: tuple[Path, ...], tag: str | None, prefer: Prefer, check: bool
) -> int:
    """Take over translations from other catalogues: sent back by mail, or made by other tools.

    A translation stays one if its source is ours to the letter and it is not fuzzy there. What
    is spelled otherwise, or only near, comes in as fuzzy. An empty one deletes nothing.
    """
    project = session.project
    held = nullcontext() if check else project.lock("transpipe import")
    with held, files.Stage(project.root, dry=check) as stage:
        catalogs = []
        for path in paths:
            where = (session.directory / path).absolute()
            name = files.shown(where, session.directory.absolute())
            theirs = read_foreign(project, where, name)
            language = project.chosen((tag,))[0] if tag else language_of(project, theirs, path)
            catalogs.append((theirs, language))
        done = import_catalogs(project, stage, catalogs, prefer=prefer)
        changed = stage.publish()
    for one in done:
        _tell(session, one)
    for name in changed:
        verb = "would change" if check else "catalog"
        session.terminal.say(f"[label]{verb}[/] {escape(name)}")
    return int(check and bool(changed))


def _tell(session: Session, one: Imported) -> None:
    for row in one.rows:
        if session.verbose or (row.reason and row.fate not in _QUIET):
            session.terminal.out.print(_line(one.name, row))
    counts = ", ".join(f"{one.counts[fate]:,} {fate}" for fate in Fate if one.counts[fate])
    session.terminal.say(
        f"[label]{escape(plain(one.name))}[/] ({one.language.english_name})  {counts or 'nothing'}"
    )


def _line(name: str, row: Row) -> str:
    text = plain(row.source)
    excerpt = text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1]}…"
    style = _STYLES.get(row.fate, "quiet")
    reason = f": {row.reason}" if row.reason else ""
    return (
        f"[place]{escape(plain(name))}:{row.line}[/]: [{style}]{row.fate}[/]{reason}  "
        f"[quiet]{escape(excerpt)}[/]"
    )
