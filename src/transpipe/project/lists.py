"""The pages of a project that belong to no document: the list of languages, and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transpipe.project.jobs import Outcome
from transpipe.project.layout import Project
from transpipe.project.workers import WORTH_A_POOL

if TYPE_CHECKING:
    from transpipe.page import Gathered

__all__ = ["Lists"]

_MOST_OF_FEW, _MOST_OF_MANY = 500, 25
"""How many passages that are left a document of few, of many, may add to the lists."""


class Lists:
    """What the lists show of the documents so far, and the lists."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._gathered: Gathered | None = None

    @property
    def most(self) -> int:
        """How many passages of an edition that are left they may need."""
        return _MOST_OF_FEW if len(self._project.domains) < WORTH_A_POOL else _MOST_OF_MANY

    def add(self, outcome: Outcome) -> None:
        """Take in what the lists show of a document."""
        from transpipe.page import Gathered  # noqa: PLC0415 - jinja2 and nh3 start slowly

        self._gathered = self._gathered or Gathered()
        self._gathered.add(outcome.summaries)

    def pages(self) -> dict[str, bytes]:
        """Return the pages by their names."""
        from transpipe.project.pages import lists  # noqa: PLC0415 - jinja2 and nh3 start slowly

        project = self._project
        summaries = self._gathered.summaries if self._gathered else ()
        made = lists(summaries, project.source_language, project.page_settings)
        return {project.page_path(path): html.encode() for path, html in made}
