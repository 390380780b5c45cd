"""The pages of a project: its editions, each with the list of the others, and the lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import compress
from typing import TYPE_CHECKING

from transpipe.edition import Edition
from transpipe.languages import Language
from transpipe.markdown.metadata import metadata
from transpipe.page import (
    Page,
    PageSettings,
    Site,
    Summary,
    Title,
    coverage_page,
    edition_page,
    index_page,
    summarize,
)
from transpipe.standing import Coverage

if TYPE_CHECKING:
    from transpipe.project.jobs import Job

__all__ = ["LISTS", "lists", "pages"]

_INDEX, _COVERAGE = "index.html", "coverage.html"
LISTS = (_INDEX, _COVERAGE)
"""The pages that belong to no document, from the root of the output."""


def pages(
    job: Job, editions: Sequence[Edition], coverages: Sequence[Coverage]
) -> Iterator[tuple[str, str, Summary]]:
    """Yield language, HTML and summary of each edition.

    Args:
        job: the document's job.
        editions: that in the source language, then one for each of the job's catalogues.
        coverages: how much of each is translated.

    """
    catalogs = {language.tag: name for language, name, _ in job.catalogs}
    languages = [job.source_language, *(language for language, _, _ in job.catalogs)]
    chosen = [_is_listed(job, *pair) for pair in zip(languages, coverages, strict=True)]
    listed = list(compress(languages, chosen))
    told = metadata(editions[0].document.text, job.dialect)
    revised = _date(told.get("date", ""))
    title = Title.of(editions[0].document, job.dialect)
    rows = zip(editions, languages, coverages, chosen, strict=True)
    for edition, language, found, is_listed in rows:
        page = Page(edition, language, job.domain, catalogs.get(language.tag, ""))
        html = edition_page(
            page,
            source_language=job.source_language,
            dialect=job.dialect,
            coverage=found,
            languages=listed,
            site=Site(index=_INDEX, coverage=_COVERAGE, help=job.help),
            settings=job.settings,
            markdown="md" in job.wanted.formats,
            revised=revised,
            revision=told.get("version", ""),
            reviewed=_reviewed(edition),
            listed=is_listed,
        )
        summary = summarize(
            page, found, title, job.source_language, most=job.wanted.left, listed=is_listed
        )
        yield language.tag, html, summary


def lists(
    summaries: Sequence[Summary], source_language: Language, settings: PageSettings
) -> Iterator[tuple[str, str]]:
    """Yield the pages that belong to no document: where they stand, and their HTML."""
    site = Site(index=_INDEX, coverage=_COVERAGE)
    for path, page in zip(LISTS, (index_page, coverage_page), strict=True):
        yield (
            path,
            page(summaries, source_language=source_language, site=site, settings=settings),
        )


def _is_listed(job: Job, language: Language, found: Coverage) -> bool:
    """Tell whether an edition is in the language list: the source's, and those with enough."""
    return language.tag == job.source_language.tag or found.share * 100 >= job.min_coverage


def _date(text: str) -> dt.date | None:
    """Return the date that a text begins with, as YAML and ISO 8601 write it."""
    with suppress(ValueError):
        return dt.date.fromisoformat(text[:10])
    return None


def _reviewed(edition: Edition) -> bool | None:
    """Tell whether a person has reviewed what is shown: not where there are drafts in it.

    A target that is no draft says nothing of who wrote it, so that nothing is claimed.
    """
    return False if edition.has_drafts else None
