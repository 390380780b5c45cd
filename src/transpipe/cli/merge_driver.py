"""The command ``merge-driver``."""

from __future__ import annotations

from pathlib import Path

import click

from transpipe.cli.session import Session
from transpipe.project.driver import Driven, merge_files
from transpipe.report.console import escape, plain

__all__ = ["merge_driver_command"]

_FILE = click.Path(path_type=Path)


_EPILOG = """\b
Install it with transpipe init --git, or by hand:
  echo '*.po merge=transpipe' >> .gitattributes
  git config merge.transpipe.driver 'transpipe merge-driver %O %A %B %P'
"""


@click.command("merge-driver", epilog=_EPILOG)
@click.argument("base", type=_FILE)
@click.argument("ours", type=_FILE)
@click.argument("theirs", type=_FILE)
@click.argument("name", default="", metavar="[PATH]")
@click.pass_obj
def merge_driver_command(session: Session, base: Path, ours: Path, theirs: Path, name: str) -> int:
    """Merge three versions of a catalogue into OURS, entry by entry; git calls this.

    It never puts one side's source and the other's translation together. What both sides
    translated differently stays fuzzy, with both, and the exit code is 1.
    """
    shown = plain(name or str(ours))
    folder = session.directory
    done = merge_files(folder / base, folder / ours, folder / theirs, shown)
    for line in _told(done, shown):
        session.terminal.err.print(line)
    return int(not done.is_clean)


def _told(done: Driven, name: str) -> list[str]:
    lines = []
    if done.reason is not None:
        way_out = f"{name} was merged line by line, as text: look at it, then run transpipe check."
        lines.append(f"[warning]warning[/]: {escape(plain(str(done.reason)))}")
        lines.append(f"  [help]help[/]: {escape(way_out)}")
    said = "translated on both sides, differently; it is fuzzy, the other one is in its comment"
    lines += [f"[place]{escape(name)}:{line}[/]: {said}" for line in done.conflicts]
    return lines
