"""Small projects for tests: what stands in them, and running commands on them."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from conftest import ROOT
from transpipe.catalog import Catalog

__all__ = ["catalog_of", "command", "environment", "make", "snapshot", "targets", "translate"]

CONFIG = 'languages = ["id", "th"]\n'


def make(root: Path, documents: Mapping[str, str], config: str = CONFIG) -> Path:
    """Make a project of some documents, by name under ``source/``."""
    root.mkdir(exist_ok=True)
    (root / "transpipe.toml").write_text(config, encoding="utf-8")
    for name, text in documents.items():
        path = root / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
    return root


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    """Return the bytes and the time of the last change of every file but those of the lock."""
    return {
        path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".transpipe" not in path.parts
    }


def catalog_path(root: Path, domain: str = "letter", folder: str = "id") -> Path:
    return root / "locale" / folder / "LC_MESSAGES" / f"{domain}.po"


def catalog_of(root: Path, domain: str = "letter", folder: str = "id") -> Catalog:
    """Read a catalogue."""
    path = catalog_path(root, domain, folder)
    return Catalog.parse(path.read_bytes(), str(path))


def translate(
    root: Path, pairs: Iterable[tuple[str, str]], domain: str = "letter", folder: str = "id"
) -> None:
    """Write targets into a catalogue, as a translator does."""
    catalog = catalog_of(root, domain, folder)
    for source, target in pairs:
        catalog.set(source, None, target, fuzzy=False)
    catalog_path(root, domain, folder).write_bytes(catalog.encode())


def targets(root: Path, folder: str = "id") -> Counter[str]:
    """Count the targets of all catalogues of a language, obsolete ones too."""
    catalogs = [
        Catalog.parse(path.read_bytes(), str(path))
        for path in (root / "locale" / folder).rglob("*.po")
    ]
    return Counter(
        message.target
        for catalog in catalogs
        for message in (*catalog.messages(), *catalog.obsolete())
        if message.target
    )


def command(root: Path, *arguments: str) -> list[str]:
    """Return the command line of a command in a process of its own."""
    return [sys.executable, "-B", "-m", "transpipe", "-C", str(root), *arguments]


def environment(**settings: str) -> dict[str, str]:
    """Return an environment in which the package is found and the date stands still."""
    fixed = {"PYTHONPATH": str(ROOT / "src"), "SOURCE_DATE_EPOCH": "1700000000"}
    return {**os.environ, **fixed, **settings}
