"""Editions fit to be published: what ``transpipe.localize`` is."""

from __future__ import annotations

from contextlib import suppress

from transpipe import edition, languages
from transpipe.catalog import Catalog
from transpipe.checks import CheckSettings, refuse_by
from transpipe.document import Document
from transpipe.edition import Edition
from transpipe.errors import TranspipeError
from transpipe.languages import Language
from transpipe.markdown import Dialect

__all__ = ["localize"]

_UNDETERMINED = "und"
"""The tag of no language in particular (ISO 639-2)."""


def localize(
    document: Document,
    catalog: Catalog | None,
    dialect: Dialect,
    *,
    language: str = "",
    drafts: bool = False,
    checked: bool = True,
) -> Edition:
    """Make the edition of a document from a catalogue; without one, all is fallback.

    A target that breaks out of its block is refused, and so is one that a blocking check
    objects to, as in ``transpipe build``: one whose link leads elsewhere than the source's, say.
    Its segment falls back to the source, and the edition's ``refusals`` say why.

    Args:
        document: the source.
        catalog: the language's messages.
        dialect: how the document was read.
        language: the language's tag (BCP 47); without one the checks go by the catalogue's header.
        drafts: whether fuzzy targets are published too.
        checked: whether the blocking checks are asked. Without them, publish only what
            people you trust have written: any link and any HTML gets through.

    Raises:
        TranspipeError: ``language`` is no language tag.

    """
    asked = None
    if checked and catalog:
        asked = refuse_by(_language(language, catalog), CheckSettings(dialect=dialect))
    return edition.localize(
        document, catalog, dialect, language=language, drafts=drafts, refuse=asked
    )


def _language(tag: str, catalog: Catalog) -> Language:
    """Return the language of a tag, else of a catalogue's header, else none in particular."""
    if tag:
        return _named(tag)
    with suppress(TranspipeError):
        return _named(catalog.language)
    return _named(_UNDETERMINED)


def _named(tag: str) -> Language:
    """Return the language of a tag, be it one that nobody knows."""
    return languages.language(tag, {tag: {"name": tag}})
