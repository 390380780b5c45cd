"""Packages that give a name when it is first asked for, and start without their modules."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module

__all__ = ["giver"]


def giver(package: str, homes: Mapping[str, Iterable[str]]) -> Callable[[str], object]:
    """Return the ``__getattr__`` of a package (PEP 562).

    Args:
        package: its name.
        homes: its modules, and the names that it takes from each.

    """
    home_of = {name: home for home, names in homes.items() for name in names}

    def give(name: str) -> object:
        """Import a name that is asked for the first time."""
        if name not in home_of:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value: object = getattr(import_module(f"{package}.{home_of[name]}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return give
