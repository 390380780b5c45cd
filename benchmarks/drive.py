"""Calls other tools' own functions for many files in one process; run by their interpreter.

    python drive.py mdpo-extract|mdpo-build|mdpo-one-extract|mdpo-one-build SOURCE CATALOGS [OUT]
    python drive.py gettext-extract|gettext-build SOURCE CATALOGS [OUT]

They may come without a function for a whole folder: what is measured is then what they
do for the files, not that a process is started for each.
"""

# ruff: noqa: PLC0415 - each tool is imported where it is called

import contextlib
import io
import sys
from argparse import Namespace
from pathlib import Path


def files(source: Path) -> list[Path]:
    return sorted(source.rglob("*.md"))


def beside(path: Path, source: Path, folder: Path, suffix: str) -> Path:
    made = (folder / path.relative_to(source)).with_suffix(suffix)
    made.parent.mkdir(parents=True, exist_ok=True)
    return made


def mdpo_extract(source: Path, catalogs: Path) -> None:
    from mdpo.md2po import markdown_to_pofile

    for path in files(source):
        made = beside(path, source, catalogs, ".po")
        markdown_to_pofile(str(path), po_filepath=str(made), save=True)


def mdpo_build(source: Path, catalogs: Path, out: Path) -> None:
    from mdpo.po2md import pofile_to_markdown

    for path in files(source):
        catalog = beside(path, source, catalogs, ".po")
        pofile_to_markdown(str(path), str(catalog), save=str(beside(path, source, out, ".md")))


def mdpo_one_extract(source: Path, catalogs: Path) -> None:
    from mdpo.md2po import markdown_to_pofile

    catalogs.mkdir(parents=True, exist_ok=True)
    markdown_to_pofile([*map(str, files(source))], po_filepath=str(catalogs / "all.po"), save=True)


def mdpo_one_build(source: Path, catalogs: Path, out: Path) -> None:
    from mdpo.po2md import pofile_to_markdown

    for path in files(source):
        made = beside(path, source, out, ".md")
        pofile_to_markdown(str(path), str(catalogs / "all.po"), save=str(made))


def gettext_extract(source: Path, catalogs: Path) -> None:
    from markdown_gettext.cli import extract

    for path in files(source):
        made = str(beside(path, source, catalogs, ".pot"))
        extract(Namespace(md=str(path), pot=made, package="", report_addr="", team_addr=""))


def gettext_build(source: Path, catalogs: Path, out: Path) -> None:
    from markdown_gettext.cli import generate

    for path in files(source):
        catalog = str(beside(path, source, catalogs, ".po"))
        made = str(beside(path, source, out, ".md"))
        generate(Namespace(in_md=str(path), po=catalog, out_md=made, lang="id"))


def main() -> None:
    name, *paths = sys.argv[1:]
    with contextlib.redirect_stdout(io.StringIO()):
        globals()[name.replace("-", "_")](*map(Path, paths))


if __name__ == "__main__":
    main()
