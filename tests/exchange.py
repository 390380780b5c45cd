"""A small project on disk, edited and updated by the commands' own functions."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from transpipe.catalog import Catalog, Message, State
from transpipe.project.catalogs import extract
from transpipe.project.config import load
from transpipe.project.files import Stage
from transpipe.project.layout import Project
from transpipe.project.update import Policy, Updated, update

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)

GIT = {
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
}


def nothing(_: str) -> None:
    """Tell nobody."""


def start(root: Path, documents: dict[str, str], languages: str = '["id"]') -> Project:
    (root / "transpipe.toml").write_text(f"languages = {languages}\n", encoding="utf-8")
    for domain, text in documents.items():
        write(root, domain, text)
    return open_project(root)


def open_project(root: Path) -> Project:
    return Project(load(root, None))


def write(root: Path, domain: str, text: str) -> None:
    path = root / "source" / f"{domain}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def refresh(root: Path, policy: Policy | None = None) -> list[Updated]:
    """Extract and update everything."""
    project = open_project(root)
    with Stage(root) as stage:
        extract(project, stage, NOW, nothing)
        done = update(project, stage, NOW, nothing, project.languages, policy=policy or Policy())
        stage.publish()
    return done


def path_of(root: Path, domain: str, language: str = "id") -> Path:
    return root / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def catalog(root: Path, domain: str, language: str = "id") -> Catalog:
    path = path_of(root, domain, language)
    return Catalog.parse(path.read_bytes(), str(path))


def translate(
    root: Path, domain: str, pairs: dict[str, str], *, fuzzy: bool = False, language: str = "id"
) -> None:
    found = catalog(root, domain, language)
    for source, target in pairs.items():
        found.set(source, None, target, fuzzy=fuzzy)
    path_of(root, domain, language).write_bytes(found.encode())


def all_messages(root: Path, language: str = "id") -> Iterator[Message]:
    for path in sorted((root / "locale" / language).rglob("*.po")):
        found = Catalog.parse(path.read_bytes(), str(path))
        yield from found.messages()
        yield from found.obsolete()


def targets(root: Path, language: str = "id") -> Counter[str]:
    return Counter(one.target for one in all_messages(root, language) if one.target)


def finished(root: Path, domain: str, language: str = "id") -> dict[str, str]:
    return {
        one.source: one.target
        for one in catalog(root, domain, language).messages()
        if one.state is State.TRANSLATED
    }


def git(root: Path, *arguments: str, when: datetime = NOW) -> str:
    environment = os.environ | GIT
    date = when.isoformat()
    environment |= {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    done = subprocess.run(
        ["git", "-C", str(root), *arguments],
        env=environment,
        capture_output=True,
        check=True,
        encoding="utf-8",
    )
    return done.stdout
