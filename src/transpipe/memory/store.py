"""All known pairs of source and target, where equal and near sources are looked up."""

from __future__ import annotations

from collections.abc import Iterable

from transpipe.memory.index import Index, Likeness, Reader, Text, compare
from transpipe.memory.model import Known

__all__ = ["Memory"]


class Memory:
    """Known pairs of a language: obsolete ones, other documents' catalogues, compendia.

    Build one and use it for all documents; what it needs is read once, when first asked for.
    Pairs without a target are left out.
    """

    __slots__ = ("_exact", "_index", "_reader", "_texts", "pairs")

    def __init__(self, pairs: Iterable[Known] = ()) -> None:
        self.pairs = tuple(known for known in pairs if known.target.strip())
        self._exact: dict[str, list[Known]] | None = None
        self._index: Index | None = None
        self._reader = Reader()
        self._texts: list[Text] = []

    def exact(self, source: str, *, skip: str = "") -> list[Known]:
        """Return the pairs of a source, in their order, without those from ``skip``."""
        if self._exact is None:
            self._exact = {}
            for known in self.pairs:
                self._exact.setdefault(known.source, []).append(known)
        return [known for known in self._exact.get(source, ()) if not _from(known, skip)]

    def near(self, source: str, *, skip: str = "") -> tuple[Known, Likeness, bool] | None:
        """Return the pair with the nearest source, how near it is, and if markup alone differs."""
        if self._index is None:
            self._texts = [self._reader.read(known.source) for known in self.pairs]
            self._index = Index(self._texts)
        new = self._reader.read(source)
        found = self._index.near(new, 0, lambda place: not _from(self.pairs[place], skip))
        rated = [(place, compare(new, self._texts[place])) for place in found]
        if not rated:
            return None
        place, likeness = max(rated, key=lambda pair: (pair[1].whole, -pair[0]))
        same = bool(new.plain) and new.plain == self._texts[place].plain
        return self.pairs[place], likeness, same


def _from(known: Known, origin: str) -> bool:
    return bool(origin) and known.origin == origin
