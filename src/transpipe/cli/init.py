"""The command ``init``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from transpipe.cli.app import Session
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
@click.pass_obj
def init_command(session: Session, languages: tuple[str, ...], name: str, pyproject: bool) -> int:
    """Write a first configuration, transpipe.toml, for these languages (id, zh-Hans, …)."""
    root = session.directory.resolve()
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
