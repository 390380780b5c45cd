"""All known pairs of source and target, where equal and near sources are looked up."""

from __future__ import annotations

from collections.abc import Iterable

from transpipe.memory.index import Index, Likeness, Reader, compare, features_of
from transpipe.memory.model import Known

__all__ = ["Memory"]


class Memory:
    """Known pairs of a language: obsolete ones, other documents' catalogues, compendia.

    Build one and use it for all documents; what it needs is read once, when first asked for.
    Pairs without a target are left out.
    """

    __slots__ = ("_exact", "_index", "pairs")

    def __init__(self, pairs: Iterable[Known] = ()) -> None:
        self.pairs = tuple(known for known in pairs if known.target.strip())
        self._exact: dict[str, list[Known]] | None = None
        self._index: Index | None = None

    def exact(self, source: str, *, skip: str = "") -> list[Known]:
        """Return the pairs of a source, in their order, without those from ``skip``."""
        if self._exact is None:
            self._exact = {}
            for known in self.pairs:
                self._exact.setdefault(known.source, []).append(known)
        return [known for known in self._exact.get(source, ()) if not _from(known, skip)]

    def near(self, source: str, *, skip: str = "") -> tuple[Known, Likeness, bool] | None:
        """Return the pair with the nearest source, how near it is, and if markup alone differs."""
        if not self.pairs:
            return None
        if self._index is None:
            self._index = Index(features_of(known.source) for known in self.pairs)
        reader = Reader()
        new = reader.read(source)
        found = self._index.near(new, 0, lambda place: not _from(self.pairs[place], skip))
        texts = {place: reader.read(self.pairs[place].source) for place in found}
        rated = {place: compare(new, text) for place, text in texts.items()}
        if not rated:
            return None
        place = max(rated, key=lambda place: (rated[place].whole, -place))
        same = bool(new.plain) and new.plain == texts[place].plain
        return self.pairs[place], rated[place], same


def _from(known: Known, origin: str) -> bool:
    return bool(origin) and known.origin == origin
