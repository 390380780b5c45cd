"""transpipe: translate Markdown with gettext catalogues.

These names are the public API. Each is imported when it is first asked for: the command line
starts without any of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transpipe.catalog import Catalog, Message, State
    from transpipe.document import Document, Segment
    from transpipe.edition import Edition, coverage
    from transpipe.errors import TranspipeError
    from transpipe.markdown import Dialect, segment
    from transpipe.publishing import localize
    from transpipe.standing import Coverage

__all__ = [
    "Catalog",
    "Coverage",
    "Dialect",
    "Document",
    "Edition",
    "Message",
    "Segment",
    "State",
    "TranspipeError",
    "__version__",
    "coverage",
    "localize",
    "segment",
]

__version__ = "0.1.0"

_ROOMS = {
    "catalog": ("Catalog", "Message", "State"),
    "document": ("Document", "Segment"),
    "edition": ("Edition", "coverage"),
    "errors": ("TranspipeError",),
    "markdown": ("Dialect", "segment"),
    "publishing": ("localize",),
    "standing": ("Coverage",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}

if not TYPE_CHECKING:  # so that a type checker knows of no other names than these

    def __getattr__(name: str) -> object:
        """Import a public name that is asked for the first time (PEP 562)."""
        if name not in _ROOM_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        globals()[name] = getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
        return globals()[name]

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
