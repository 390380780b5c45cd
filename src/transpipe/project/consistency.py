"""Telling which catalogues may translate one source differently, without reading all of them again.

Of each finished message only digests are kept: four bytes of what it is, eight of its target. Two
messages may have one digest, so that what it says must be looked at; two targets that differ
have two.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import blake2b
from struct import iter_unpack, pack
from zlib import crc32

from transpipe.catalog import Catalog

__all__ = ["differing", "said"]

_FORM = "<IQ"


def said(catalog: Catalog) -> bytes:
    """Return the digests of what a catalogue says: of its finished messages and their targets."""
    return b"".join(
        pack(_FORM, crc32(repr(key).encode()), _digest(target))
        for key, target, fuzzy in catalog.targets()
        if target and not fuzzy
    )


def differing(catalogs: Mapping[str, bytes]) -> set[str]:
    """Return the names of the catalogues with a message that has two targets in all of them.

    Args:
        catalogs: what each of a language says, by its name.

    """
    first: dict[int, int] = {}
    suspects = {
        key
        for digests in catalogs.values()
        for key, target in iter_unpack(_FORM, digests)
        if first.setdefault(key, target) != target
    }
    if not suspects:
        return set()
    return {
        name
        for name, digests in catalogs.items()
        if not suspects.isdisjoint(key for key, _ in iter_unpack(_FORM, digests))
    }


def _digest(target: str) -> int:
    return int.from_bytes(blake2b(target.encode(), digest_size=8).digest(), "little")
