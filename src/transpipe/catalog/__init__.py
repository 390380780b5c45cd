"""Catalogues: gettext's .po and .pot files, read strictly and written with care.

The text is never re-created: an entry that did not change keeps its bytes.
"""

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
