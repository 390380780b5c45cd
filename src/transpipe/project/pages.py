"""The pages of a document: its editions, each with the list of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from transpipe.edition import Edition, coverage
from transpipe.page import Page, edition_page

if TYPE_CHECKING:
    from transpipe.project.jobs import Job

__all__ = ["pages"]


def pages(job: Job, editions: Sequence[Edition]) -> Iterator[tuple[str, str]]:
    """Yield language and HTML of each edition.

    Args:
        job: the document's job.
        editions: that in the source language, then one for each of the job's catalogues.

    """
    catalogs = {language.tag: name for language, name, _ in job.catalogs}
    languages = [job.source_language, *(language for language, _, _ in job.catalogs)]
    made = [
        Page(
            edition,
            language,
            f"{language.folder}/{job.domain}.html",
            catalogs.get(language.tag, ""),
        )
        for edition, language in zip(editions, languages, strict=True)
    ]
    listed = [page for page in made if _is_listed(job, page)]
    for page in made:
        yield page.language.tag, _html(job, page, listed)


def _is_listed(job: Job, page: Page) -> bool:
    """Tell whether an edition is in the language list: the source's, and those with enough."""
    if page.language.tag == job.source_language.tag:
        return True
    return coverage(page.edition).share * 100 >= job.min_coverage


def _html(job: Job, page: Page, listed: Sequence[Page]) -> str:
    return edition_page(
        page,
        source_language=job.source_language,
        dialect=job.dialect,
        coverage=coverage(page.edition),
        pages=listed,
        markdown=page.path.removesuffix("html") + "md" if "md" in job.wanted.formats else "",
        listed=page in listed,
    )
