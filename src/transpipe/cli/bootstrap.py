"""The command ``bootstrap``."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from transpipe.cli.options import check_option
from transpipe.cli.session import Session
from transpipe.project import files
from transpipe.project.bootstrap import (
    Bootstrapped,
    Line,
    Outcome,
    bootstrap,
    domain_of,
    read_translation,
)
from transpipe.report.console import escape, plain

__all__ = ["bootstrap_command"]

_LISTED = {Outcome.UNSURE, Outcome.SAME, Outcome.MISSING, Outcome.EXTRA, Outcome.BEHIND}
_EXCERPT = 60


@click.command("bootstrap")
@click.argument("path", type=click.Path(path_type=Path), metavar="FILE")
@click.option("-l", "--language", "tag", required=True, metavar="LANG", help="Its language.")
@click.option(
    "--document",
    default="",
    metavar="SOURCE",
    help="The document that it translates, such as source/letter.md; else FILE's name says so.",
)
@check_option
@click.pass_obj
def bootstrap_command(session: Session, path: Path, tag: str, document: str, check: bool) -> int:
    """Take over a Markdown document that was translated by hand, passage by passage.

    It is aligned with its source by structure, lengths, what both have in common, and words
    that answer to each other. What is sure comes in as fuzzy, for a person to review; what is
    not is listed by file and line. What has a translation already stays.
    """
    project = session.project
    language = project.chosen((tag,))[0]
    where = (session.directory / path).absolute()
    name = files.shown(where, session.directory.absolute())
    domain = domain_of(project, where, language, document)
    held = nullcontext() if check else project.lock("transpipe bootstrap")
    with held, files.Stage(project.root, dry=check) as stage:
        translation = read_translation(project, where, name)
        done = bootstrap(project, stage, session.now, language, domain, translation=translation)
        changed = stage.publish()
    _tell(session, done)
    if changed:
        verb = "would change" if check else "catalog"
        session.terminal.say(f"[label]{verb}[/] {escape(done.catalog)}")
    return int(check and bool(changed))


def _tell(session: Session, done: Bootstrapped) -> None:
    for line in done.lines:
        if line.outcome in _LISTED or session.verbose:
            session.terminal.out.print(_line(done, line))
    counts = ", ".join(f"{count:,} {one}" for one in Outcome if (count := done.count(one)))
    session.terminal.say(f"[label]{escape(plain(done.name))}[/]  {counts or 'nothing'}")


def _line(done: Bootstrapped, line: Line) -> str:
    places = [
        f"{name}:{number}"
        for name, number in ((done.source, line.source_line), (done.name, line.line))
        if number
    ]
    text = plain(line.text)
    excerpt = text if len(text) <= _EXCERPT else f"{text[: _EXCERPT - 1]}…"
    where = escape(plain(" ↔ ".join(places)))
    return f"[place]{where}[/]: [review]{line.outcome}[/]  [quiet]{escape(excerpt)}[/]"
