"""Update a catalogue's entries from its template's: nothing that was translated is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import polib

from transpipe.catalog import header as headers
from transpipe.catalog.arrange import arrange
from transpipe.catalog.comments import comments, without_conflict
from transpipe.catalog.entry import HEADER, Entry
from transpipe.catalog.model import Carried, Changes
from transpipe.catalog.render import edit, prose, refuse, set_target
from transpipe.document import Key

__all__ = ["Item", "add_hint", "announcing", "joined", "merge"]

_NEW = -1
_FROM_TEMPLATE = ("Report-Msgid-Bugs-To",)
_CREATED = "POT-Creation-Date"
_HINT = "Carried over: "


class Item(NamedTuple):
    """An entry and its number in the file before; -1 if it was not there."""

    entry: Entry
    origin: int


def merge(
    old: Sequence[Entry], template: Sequence[Entry], carried: Mapping[Key, Carried], eol: str
) -> tuple[list[Entry], Changes]:
    """Return the entries of a catalogue after an update, and what was changed.

    Args:
        old: all entries of the catalogue.
        template: all entries of the template.
        carried: targets of near sources for new messages.
        eol: what ends the lines of new entries.

    """
    work = _Merge(old, template, carried, eol)
    items = work.run()
    entries = joined(items, eol)
    is_changed = entries != list(old)
    if is_changed:
        entries = [_dated(entry, template, eol) for entry in entries]
    return announcing(entries, eol, always=is_changed), Changes(**work.counts)


class _Merge:
    """The entries by key, and what becomes of each."""

    def __init__(
        self,
        old: Sequence[Entry],
        template: Sequence[Entry],
        carried: Mapping[Key, Carried],
        eol: str,
    ) -> None:
        self.carried = carried
        self.eol = eol
        self.counts: Counter[str] = Counter()
        self.wanted = {e.key: e for e in template if not e.obsolete and e.key != HEADER}
        self.active: dict[Key, Item] = {}
        self.attic: dict[Key, list[Item]] = {}
        for origin, entry in enumerate(old):
            if entry.obsolete:
                self.attic.setdefault(entry.key, []).append(Item(entry, origin))
            else:
                self.active.setdefault(entry.key, Item(entry, origin))

    def run(self) -> list[Item]:
        """Return the entries in their new order."""
        header = [self.active.pop(HEADER)] if HEADER in self.active else []
        order = arrange(list(self.wanted), [key for key in self.active if key in self.wanted])
        found = {key: self._found(key) for key in self.wanted}
        retired = [item for key in self.active for item in self._retired(key)]
        attic = sorted(self._kept_obsolete(), key=lambda item: item.origin)
        active = [found[key] for key in order]
        return _undisturbed(header, active, attic, retired) or header + active + attic + retired

    def _found(self, key: Key) -> Item:
        """Return the entry that a message of the template has from now on."""
        old = self.active.get(key)
        if old and any(old.entry.targets):
            self.counts["kept"] += 1
            return self._noted(old, key)
        revived = self._taken_from_attic(key)
        if revived:
            self.counts["revived"] += 1
            return self._revived(revived, old, key)
        base = self._noted(old, key) if old else Item(self._fresh(key), _NEW)
        if key in self.carried and self.carried[key].target:
            self.counts["carried" if self.carried[key].fuzzy else "revived"] += 1
            return base._replace(entry=_carry(base.entry, self.carried[key], self.eol))
        self.counts["kept" if old else "added"] += 1
        return base

    def _fresh(self, key: Key) -> Entry:
        """Return the template's own entry, with this file's line ends."""
        entry = self.wanted[key]
        body = entry.body.replace("\r\n", "\n").removesuffix("\n") + "\n"
        return entry._replace(body=body.replace("\n", self.eol), gap="", line=0, target_line=0)

    def _noted(self, old: Item, key: Key) -> Item:
        """Give an entry the template's notes and places, if they say something else.

        The other branch's target, which a merge left in the comment, goes once somebody has
        decided.
        """
        entry = old.entry
        if entry.head == self.wanted[key].head:
            return old
        said, wanted = comments(entry.head), comments(self.wanted[key].head)
        note = _with_hints(wanted.note, entry)
        remembered = said.translator if entry.fuzzy else without_conflict(said.translator)
        is_same = (said.note.split(), said.translator) == (note.split(), remembered)
        if is_same and set(said.references) == set(wanted.references):
            return old
        self.counts["noted"] += 1

        def change(model: polib.POEntry) -> None:
            model.comment = note
            model.tcomment = remembered
            model.occurrences = [(place, "") for place in wanted.references]

        return old._replace(entry=edit(entry, self.eol, change))

    def _taken_from_attic(self, key: Key) -> Entry | None:
        """Take the last obsolete entry of a key that has a target."""
        items = self.attic.get(key, [])
        for item in reversed(items):
            if any(item.entry.targets):
                items.remove(item)
                return item.entry
        return None

    def _revived(self, entry: Entry, old: Item | None, key: Key) -> Item:
        """Make an obsolete entry active, in the place of the untranslated one if there is one."""
        wanted = comments(self.wanted[key].head)
        note = _with_hints(wanted.note, entry)
        remembered = comments(old.entry.head).translator if old else ""

        def change(model: polib.POEntry) -> None:
            model.obsolete = False
            model.comment = note
            model.occurrences = [(place, "") for place in wanted.references]
            if remembered and remembered not in model.tcomment:
                model.tcomment = f"{model.tcomment}\n{remembered}".lstrip("\n")
            if not entry.fuzzy:
                model.tcomment = without_conflict(model.tcomment)

        revived = edit(entry, self.eol, change)
        if old is None:
            return Item(revived, _NEW)
        return Item(revived._replace(gap=old.entry.gap), old.origin)

    def _retired(self, key: Key) -> Iterable[Item]:
        """Yield an entry as obsolete if the template has it no more and it has a target."""
        entry = self.active[key].entry
        if key in self.wanted:
            return
        if not any(entry.targets):
            self.counts["dropped"] += 1
            return
        self.counts["retired"] += 1
        if all(item.entry.targets != entry.targets for item in self.attic.get(key, ())):
            yield Item(edit(entry, self.eol, _retire), _NEW)

    def _kept_obsolete(self) -> Iterable[Item]:
        """Yield the obsolete entries that stay: all but the empty ones of active messages."""
        for key, items in self.attic.items():
            for item in items:
                if key not in self.wanted or any(item.entry.targets):
                    yield item


def add_hint(model: polib.POEntry, hint: str) -> None:
    """Tell a reviewer something; an update takes it away once the target is not fuzzy."""
    lines = [line for line in model.comment.split("\n") if not line.startswith(_HINT)]
    model.comment = "\n".join([*filter(None, lines), f"{_HINT}{prose(hint)}"])


def _with_hints(note: str, entry: Entry) -> str:
    """Return a note with what was said of a target that nobody has looked at since."""
    if not entry.fuzzy:
        return note
    lines = note.split("\n") if note else []
    said = comments(entry.head).note.split("\n")
    hints = [line for line in said if line.startswith(_HINT) and line not in lines]
    return "\n".join([*lines, *hints])


def _retire(model: polib.POEntry) -> None:
    model.obsolete = True


def _carry(entry: Entry, carried: Carried, eol: str) -> Entry:
    refuse(f"{carried.target}{carried.previous}{carried.previous_context or ''}")

    def change(model: polib.POEntry) -> None:
        set_target(model, carried.target, fuzzy=carried.fuzzy)
        if carried.fuzzy:
            model.previous_msgid = carried.previous
            model.previous_msgctxt = carried.previous_context
            model.previous_msgid_plural = None
        if carried.hint:
            add_hint(model, carried.hint)
        if carried.comment:
            model.tcomment = prose(carried.comment)

    return edit(entry, eol, change)


def _undisturbed(
    header: list[Item], active: list[Item], attic: list[Item], retired: list[Item]
) -> list[Item]:
    """Return the file's own order if no entry came, went or moved; else nothing."""
    origins = [item.origin for item in active]
    if retired or _NEW in origins or origins != sorted(origins):
        return []
    return sorted(header + active + attic, key=lambda item: item.origin)


def joined(items: list[Item], eol: str) -> list[Entry]:
    """Set the entries apart by an empty line wherever they were not neighbours before."""
    entries: list[Entry] = []
    for number, (entry, origin) in enumerate(items):
        neighbours = origin >= 0 and origin == (items[number - 1].origin + 1 if number else 0)
        if neighbours:
            entries.append(entry)
        else:
            ended = not entries or entries[-1].body.endswith("\n")
            blank = eol if ended else eol * 2
            entries.append(entry._replace(gap=blank if entries else ""))
    return entries


def _dated(entry: Entry, template: Sequence[Entry], eol: str) -> Entry:
    """Give the header the template's creation date and address for reports."""
    if entry.key != HEADER or entry.obsolete:
        return entry
    source = next((e for e in template if e.key == HEADER and not e.obsolete), None)
    text = entry.targets[0]
    for name, value in headers.fields(source.targets[0]) if source else ():
        if value and name in (_CREATED, *_FROM_TEMPLATE):
            text = headers.with_field(text, name, value)
    if text == entry.targets[0]:
        return entry

    def change(model: polib.POEntry) -> None:
        model.msgstr = text

    return edit(entry, eol, change)


def announcing(entries: Sequence[Entry], eol: str, *, always: bool = False) -> list[Entry]:
    """Return the entries with the last of them announced in the header.

    A header that announces none is left as it is, unless that is to be ``always``.
    """
    behind = (one for one in reversed(entries) if one.key != HEADER or one.obsolete)
    last = next((headers.digest(*one.key) for one in behind), "none")
    return [_announcing(entry, last, eol, always=always) for entry in entries]


def _announcing(entry: Entry, last: str, eol: str, *, always: bool) -> Entry:
    if entry.key != HEADER or entry.obsolete:
        return entry
    text = entry.targets[0]
    known = headers.announced(text)
    if known == last or not (known or always):
        return entry

    def change(model: polib.POEntry) -> None:
        model.msgstr = headers.with_last(text, last)

    return edit(entry, eol, change)
