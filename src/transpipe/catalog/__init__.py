"""Catalogues: gettext's .po and .pot files, read strictly and written with care.

The text is never re-created: an entry that did not change keeps its bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from transpipe.lazily import giver

if TYPE_CHECKING:
    from transpipe.catalog.catalog import Catalog
    from transpipe.catalog.combine import PLURAL, Version
    from transpipe.catalog.model import Carried, Changes, Message, State
    from transpipe.catalog.places import CatalogText, Spot
    from transpipe.catalog.template import refuse_large

__all__ = [
    "PLURAL",
    "Carried",
    "Catalog",
    "CatalogText",
    "Changes",
    "Message",
    "Spot",
    "State",
    "Version",
    "refuse_large",
]

_HOMES = {
    "catalog": ("Catalog",),
    "combine": ("PLURAL", "Version"),
    "model": ("Carried", "Changes", "Message", "State"),
    "places": ("CatalogText", "Spot"),
    "template": ("refuse_large",),
}

if not TYPE_CHECKING:  # so that a type checker knows of no other names than these
    __getattr__ = giver(__name__, _HOMES)
