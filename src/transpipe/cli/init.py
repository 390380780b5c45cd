"""The command ``init``."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from transpipe.cli.session import Session
from transpipe.errors import TranspipeError
from transpipe.languages import language
from transpipe.project import files
from transpipe.project.config import find, starter
from transpipe.report.console import escape

__all__ = ["init_command"]

_FILE = "transpipe.toml"
_PYPROJECT = "pyproject.toml"


@click.command("init")
@click.argument("languages", nargs=-1, metavar="[LANG]...")
@click.option("--name", default="", help="The project's name in the catalogues.")
@click.option("--pyproject", is_flag=True, help="Add a table to pyproject.toml instead.")
@click.option(
    "--git",
    "with_git",
    is_flag=True,
    help="Make git merge catalogues entry by entry, in .gitattributes and this clone's config.",
)
@click.pass_obj
def init_command(
    session: Session, languages: tuple[str, ...], name: str, pyproject: bool, with_git: bool
) -> int:
    """Write a first configuration, transpipe.toml, for these languages (id, zh-Hans, …).

    With --git in a folder that has one, the configuration stays as it is.
    """
    root = session.directory.resolve()
    if with_git:
        _install(session, root)
        if find(root) and not languages:
            return 0
    if found := find(root):
        raise TranspipeError(
            "there is a configuration already", path=files.shown(found, root), hint="Edit that one."
        )
    tags = [language(tag).tag for tag in languages]
    written = _PYPROJECT if pyproject else _FILE
    text = starter(tags, name=name, pyproject=pyproject)
    before = _before(root / written, root, pyproject=pyproject)
    files.write(written, (before + text).encode(), root=root)
    session.terminal.say(f"[label]wrote[/] {escape(written)}")
    for step in _next(root, tags):
        session.terminal.say(f"  {step}")
    return 0


def _install(session: Session, root: Path) -> None:
    from transpipe.project.driver import install  # noqa: PLC0415 - seldom needed

    on_path = shutil.which("transpipe")
    command = "transpipe" if on_path else f"{shlex.quote(sys.executable)} -m transpipe"
    done = install(root, command)
    for one in done:
        session.terminal.say(f"[label]set[/] {escape(one)}")
    if not done:
        session.terminal.say("git merges catalogues entry by entry already")


def _before(path: Path, root: Path, *, pyproject: bool) -> str:
    if not pyproject or not path.exists():
        return ""
    text = files.read(path, root=root).decode("utf-8-sig").rstrip("\n")
    return f"{text}\n\n" if text else ""


def _next(root: Path, tags: list[str]) -> Iterator[str]:
    if not tags:
        yield 'Fill in “languages”, such as: languages = \\["id", "zh-Hans"]'
    if not (root / "source").is_dir():
        yield "Put your Markdown into source/"
    yield "Then run: transpipe run"
