"""Update: bring a project's catalogues up to date with its documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from transpipe.catalog import Carried, Changes, Message
from transpipe.document import Key
from transpipe.languages import Language
from transpipe.project import files
from transpipe.project.catalogs import (
    NOBODY,
    Progress,
    catalog_names,
    each,
    keys,
    read_catalogs,
    template_now,
)
from transpipe.project.git import line_times, require
from transpipe.project.layout import Project
from transpipe.project.sharing import compendia, lacks, offers

if TYPE_CHECKING:
    from transpipe.catalog import Catalog
    from transpipe.project.pool import Pool

__all__ = ["Policy", "Templates", "Updated", "create", "update", "update_from"]

Templates = Sequence[tuple[str, "Catalog"]]
"""Documents, by their domains, and their templates."""


@dataclass(frozen=True, slots=True)
class Policy:
    """What an update carries over, and what it keeps.

    Attributes:
        near: whether a new source gets the target of a near one.
        keep_obsolete: whether what no document has any more is kept.
        obsolete_since: remove what became obsolete before this moment; None removes nothing.

    """

    near: bool = True
    keep_obsolete: bool = True
    obsolete_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of a catalogue.

    Attributes:
        domain: the document.
        language: the catalogue's language.
        catalog: its name.
        changes: how many messages met which fate.
        created: whether it is new.
        written: whether the file changed (or would have).
        cut_off: what tells that its end was missing; mostly empty.

    """

    domain: str
    language: Language
    catalog: str
    changes: Changes
    created: bool
    written: bool
    cut_off: str = ""


def update(
    project: Project,
    stage: files.Stage,
    now: datetime,
    progress: Progress,
    languages: Sequence[Language],
    *,
    policy: Policy = Policy(),
) -> list[Updated]:
    """Stage the catalogues of some languages, brought up to date with the documents.

    Raises:
        TranspipeError: a document or a catalogue can't be read; or the policy asks for git's
            history where there is none.

    """
    if policy.obsolete_since is not None:
        require(project.root, "removing what has been obsolete for long")
    templates = [
        (domain, template_now(project, now, domain)) for domain in each(project.domains, progress)
    ]
    return update_from(project, stage, now, languages, templates, policy=policy)


def update_from(
    project: Project,
    stage: files.Stage,
    now: datetime,
    languages: Sequence[Language],
    templates: Templates,
    *,
    policy: Policy = Policy(),
) -> list[Updated]:
    """Stage the catalogues of some documents; those of all others are known to be up to date.

    Raises:
        TranspipeError: a catalogue can't be read.

    """
    if not templates:
        return []
    return [
        updated
        for language in languages
        for updated in _update_language(project, stage, now, language, templates, policy=policy)
    ]


def _update_language(
    project: Project,
    stage: files.Stage,
    now: datetime,
    language: Language,
    templates: Templates,
    *,
    policy: Policy,
) -> Iterator[Updated]:
    names = catalog_names(project, language)
    wanted = [
        (domain, template, project.catalog_path(domain, language)) for domain, template in templates
    ]
    settled = {project.catalog_path(domain, language) for domain in project.domains}
    settled -= {name for _, _, name in wanted}
    old = read_catalogs(project, (name for name in names if name not in settled))
    was = {name: catalog.encode() for name, catalog in old.items()}
    pool, offered = _supplies(project, language, names, old, wanted)
    expired = {name: _expired(project, catalog, policy) for name, catalog in old.items()}
    done = []
    for domain, template, name in wanted:
        catalog = old.get(name) or create(project, template, language, now, name)
        near = pool.carried(template, old.get(name), name, near=policy.near) if pool else {}
        cut = catalog.cut_off(wanted=any(True for _ in template.messages()))
        done.append((domain, catalog, catalog.merge(template, offered | near), cut))
    # What is obsolete goes last: until then another document may have asked for it.
    for domain, catalog, changes, cut in done:
        gone = _clean(catalog, policy, expired.get(catalog.name, frozenset()))
        written = stage.add(catalog.name, catalog.encode(), was=was.get(catalog.name, b""))
        yield Updated(
            domain,
            language,
            catalog.name,
            replace(changes, cleaned=gone),
            catalog.name not in old,
            written,
            cut.message if cut else "",
        )


def _supplies(
    project: Project,
    language: Language,
    names: Sequence[str],
    old: Mapping[str, Catalog],
    wanted: Sequence[tuple[str, Catalog, str]],
) -> tuple[Pool | None, dict[Key, Carried]]:
    """Return what there is for new messages, and for all that have no target.

    The language's other catalogues and its compendia are read only where somebody asks.

    Args:
        project: the project.
        language: the language.
        names: all its catalogues.
        old: those that are updated, as they are.
        wanted: the documents, their templates and the names of their catalogues.

    """
    has_new = any(name not in old or keys(one) - keys(old[name]) for _, one, name in wanted)
    if not has_new and not (wanted and any(map(lacks, old.values()))):
        return None, {}
    others = read_catalogs(project, (name for name in names if name not in old))
    every = {**old, **others}
    ordered = {name: every[name] for name in names if name in every}
    more = compendia(project, language)
    offered = offers(ordered, more)
    if not has_new:
        return None, offered
    from transpipe.project.pool import pool_of  # noqa: PLC0415 - rapidfuzz is slow to import

    today = {name: keys(one) for _, one, name in wanted}
    today |= {name: keys(one) for name, one in others.items()}
    return pool_of(ordered, more, today), offered


def create(
    project: Project, template: Catalog, language: Language, now: datetime, name: str
) -> Catalog:
    """Return a new catalogue, everything untranslated."""
    from transpipe.catalog import Catalog  # noqa: PLC0415 - slow to import

    return Catalog.create(
        template,
        language_code=language.header,
        plural_forms=language.plural_forms,
        now=now,
        team=project.config.team or "none",
        contact=NOBODY,
        name=name,
    )


_Identity = tuple[str | None, str, str]


def _expired(project: Project, catalog: Catalog, policy: Policy) -> frozenset[_Identity]:
    """Return what has been obsolete since before the policy's moment, as git knows it."""
    if policy.obsolete_since is None:
        return frozenset()
    limit = policy.obsolete_since.timestamp()
    times = line_times(project.root, catalog.name)
    return frozenset(
        _identity(message)
        for message in catalog.obsolete()
        if catalog.get(message.source, message.context) is None
        and max(times.get(line, limit) for line in (message.line, message.target_line)) < limit
    )


def _identity(message: Message) -> _Identity:
    return message.context, message.source, message.target


def _clean(catalog: Catalog, policy: Policy, expired: frozenset[_Identity]) -> int:
    if not policy.keep_obsolete:
        return catalog.clean()
    if not expired:
        return 0
    return catalog.clean(lambda message: _identity(message) not in expired)
