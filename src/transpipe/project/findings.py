"""All findings of a project: those of each document, and those that only several together show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from transpipe.catalog import CatalogText
from transpipe.checks import (
    Finding,
    anchors,
    check_consistency,
    check_links,
    pinpoint,
    unused_in_project,
    with_line,
)
from transpipe.document import decode
from transpipe.languages import Language
from transpipe.markdown import segment
from transpipe.project.attachments import Attachments
from transpipe.project.catalogs import read_catalog
from transpipe.project.consistency import differing
from transpipe.project.jobs import Outcome
from transpipe.project.layout import Project
from transpipe.project.reported import reported
from transpipe.text import Lines

__all__ = ["findings_of"]


def findings_of(
    project: Project, languages: Sequence[Language], outcomes: Sequence[Outcome]
) -> list[Finding]:
    """Return all findings that a project wants to see, in the order of files and lines.

    Args:
        project: the project.
        languages: those that the outcomes are in.
        outcomes: those of all documents, with their findings.

    Raises:
        TranspipeError: a document or a catalogue can't be read.

    """
    found = [finding for outcome in outcomes for finding in outcome.findings]
    for outcome in outcomes:
        found += [finding for one in outcome.localized for finding in one.findings]
    found += _across_documents(project, outcomes)
    if len(outcomes) > 1:
        for language in languages:
            found += _across_catalogs(project, language, outcomes)
    found += _unused_waivers(project, languages, outcomes)
    return reported(project, found)


def _unused_waivers(
    project: Project, languages: Sequence[Language], outcomes: Sequence[Outcome]
) -> Iterator[Finding]:
    """Yield waivers that silence nothing, if all was looked at that they are for."""
    if len(languages) < len(project.languages) or len(outcomes) < len(project.domains):
        return
    logs = [
        (outcome.name, one.language, one.waivers)
        for outcome in outcomes
        for one in outcome.localized
        if one.waivers
    ]
    settings = [(one.tag, project.checks_in(one)) for one in languages]
    yield from unused_in_project(logs, settings, project.config.file)


def _across_documents(project: Project, outcomes: Sequence[Outcome]) -> Iterator[Finding]:
    """Yield the links to documents and files that lead nowhere; few documents are read for it."""
    links = {outcome.name: outcome.links for outcome in outcomes}
    text = cache(lambda name: decode(project.read(name), name))

    @cache
    def known(name: str) -> frozenset[str]:
        return anchors(segment(name, text(name), project.dialect), project.dialect)

    attached = Attachments(project)
    for outcome in outcomes:
        attached.add(outcome)
    for finding in (*check_links(links, known), *attached.findings()):
        of = text(finding.source_file)
        yield with_line(finding, of, Lines(of))


def _across_catalogs(
    project: Project, language: Language, outcomes: Sequence[Outcome]
) -> Iterator[Finding]:
    """Yield the sources that several catalogues of a language translate differently."""
    every = {
        one.catalog: one.said
        for outcome in outcomes
        for one in outcome.localized
        if one.language == language.tag
    }
    found = differing(every)
    names = (name for name in every if name in found)
    there = (catalog for name in names if (catalog := read_catalog(project, name)))
    text = cache(lambda name: CatalogText(decode(project.read(name), name)))
    for finding in check_consistency(there, language, project.checks_in(language)):
        yield pinpoint(finding, text(finding.catalog))
