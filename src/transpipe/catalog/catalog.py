"""A catalogue as a whole: read, edited in place, updated from its template, written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Self

import polib

from transpipe.catalog import header as headers
from transpipe.catalog.combine import Version, combine, version_of
from transpipe.catalog.comments import Comments, comments
from transpipe.catalog.entry import HEADER, Entry
from transpipe.catalog.merge import add_hint, announcing, merge
from transpipe.catalog.model import Carried, Changes, Message, State
from transpipe.catalog.reading import Reading, positions_of, read
from transpipe.catalog.render import POEntry, edit, prose, refuse, render, set_target
from transpipe.catalog.template import SAYS_NOTHING, header_of, template_entries, written_entries
from transpipe.catalog.twins import Twins
from transpipe.catalog.vet import read_text, refuse_header
from transpipe.document import Document, Key, Remark

__all__ = ["MAX_SEGMENT_SIZE", "Catalog"]

MAX_SEGMENT_SIZE = 64 * 1024
_CREATED = "POT-Creation-Date"
_NOBODY = "Automatically generated"
_AT_ONCE = 2000
"""How many texts are joined at once: one character beyond the basic plane takes four bytes for
each of the others."""


class Catalog:
    """The messages of one file; every entry keeps its bytes until it is changed.

    Attributes:
        name: the file as people see it; may be empty.
        remarks: what was wrong with the file when it was read, though it can be read.

    """

    __slots__ = (
        "_active",
        "_bom",
        "_column",
        "_eol",
        "_has_duplicates",
        "_scanned",
        "_tail",
        "_twins",
        "name",
        "remarks",
    )

    def __init__(self, name: str, found: Reading) -> None:
        self.name = name
        self.remarks = found.remarks
        self._bom, self._tail, self._eol = found.bom, found.tail, found.eol
        self._column, self._scanned = found.column, found.entries
        self._active = found.positions
        self._has_duplicates = any(remark.code == "P041" for remark in found.remarks)
        self._twins: Twins | None = None

    @property
    def _entries(self) -> list[Entry]:
        """All entries; those of a column are made when they are first asked for."""
        if column := self._column:
            self._entries = column.entries()
        return self._scanned

    @_entries.setter
    def _entries(self, entries: list[Entry]) -> None:
        self._scanned, self._column = entries, None

    @classmethod
    def parse(
        cls,
        data: bytes,
        name: str = "",
        *,
        max_segment_size: int = MAX_SEGMENT_SIZE,
        like: Catalog | None = None,
    ) -> Self:
        """Read the bytes of a file.

        Args:
            data: the file.
            name: the file as people see it, for errors.
            max_segment_size: what a source or target may have in UTF-8.
            like: the same document's catalogue in another language: what the two have in
                common is not read again.

        Raises:
            TranspipeError: it is no catalogue in UTF-8; has code, line, column and mostly a hint.

        """
        twins = like.twins if like else None
        return cls(name, read(read_text(data, name), name, max_segment_size, twins))

    @classmethod
    def template(
        cls,
        documents: Iterable[Document],
        *,
        project: str,
        version: str,
        report_to: str,
        now: datetime | None,
        line_numbers: bool = False,
        language_code: str = "en",
        name: str = "",
        max_segment_size: int = MAX_SEGMENT_SIZE,
    ) -> Self:
        """Return the template (``.pot``) of some documents, mostly of one.

        Args:
            documents: in the order their messages shall have.
            project: the project's name.
            version: its version.
            report_to: where errors in sources are reported: an address or a URL.
            now: becomes POT-Creation-Date; None leaves that field out.
            line_numbers: whether ``#:`` names lines, which change with every paragraph.
            language_code: the language of the sources.
            name: the file as people see it.
            max_segment_size: what a source may have in UTF-8.

        Raises:
            TranspipeError: a segment can't stand in a catalogue; names its place.

        """
        moment = headers.stamp(now) if now else ""
        text = headers.new_header(
            project=f"{project} {version}",
            report_to=report_to,
            created=moment,
            revised=moment,
            translator=f"{_NOBODY} <EMAIL@ADDRESS>",
            team="none",
            language=language_code,
            plural_forms="",
        )
        header = header_of(text)
        refuse_header(header, name)
        entries = template_entries(
            documents, header, line_numbers=line_numbers, max_segment_size=max_segment_size
        )
        return cls._of(entries, name)

    @classmethod
    def _of(cls, entries: list[Entry], name: str) -> Self:
        """Return a catalogue of entries of our own, none of them twice."""
        return cls(name, Reading(entries, positions_of(entries)))

    @classmethod
    def create(
        cls,
        template: Catalog,
        *,
        language_code: str,
        plural_forms: str,
        now: datetime | None,
        team: str = "none",
        contact: str = "",
        name: str = "",
    ) -> Self:
        """Return a fresh catalogue (``.po``) of one language, everything untranslated.

        Args:
            template: where the messages come from.
            language_code: gettext's code for the header, such as ``ta``.
            plural_forms: the header's Plural-Forms, such as ``nplurals=1; plural=0;``.
            now: becomes PO-Revision-Date; None takes the template's date.
            team: who translates: a language's name or a mailing list, never a person.
            contact: an e-mail address of the project (not of a person) for Last-Translator.
            name: the file as people see it.

        """
        said = template.header
        header = headers.new_header(
            project=said.get("Project-Id-Version", ""),
            report_to=said.get("Report-Msgid-Bugs-To", ""),
            created=said.get(_CREATED, ""),
            revised=headers.stamp(now) if now else said.get(_CREATED, ""),
            translator=f"{_NOBODY} <{contact}>" if contact else _NOBODY,
            team=team,
            language=language_code,
            plural_forms=plural_forms,
        )
        bodies = [entry.body.replace("\r\n", "\n") for entry in template._messages()]
        last = [headers.digest(*entry.key) for entry in template._messages()][-1:]
        header = headers.with_last(header, *last or ["none"])
        text = "\n".join([render(POEntry(msgid="", msgstr=header)), *bodies])
        return cls(name, read(text, name, len(text) * 4))

    @property
    def header(self) -> Mapping[str, str]:
        """The header's fields in order; of one that stands twice, the first."""
        found: dict[str, str] = {}
        for field, value in headers.fields(_header_text(self._header)):
            found.setdefault(field, value)
        return MappingProxyType(found)

    def cut_off(self, *, wanted: bool) -> Remark | None:
        """Return what tells that the end of the file was missing when it was read.

        Args:
            wanted: whether there should be any entry behind the header.

        """
        for remark in self.remarks:
            if remark.code == "P021":
                return remark
        if not wanted or not self._active.keys() <= {HEADER}:
            return None  # nearly always, and then no entry need be made
        is_alone = all(entry.key == HEADER for entry in self._entries)
        return Remark("P021", "nothing follows the header", 1) if is_alone else None

    @property
    def language(self) -> str:
        """The header's Language; empty if it has none."""
        return self.header.get("Language", "")

    @property
    def twins(self) -> Twins:
        """Its entries as the twins of those of another language's catalogue."""
        if self._twins is None:
            self._twins = Twins(self._entries)
        return self._twins

    def get(self, source: str, context: str | None = None) -> Message | None:
        """Return the message of a source, unless it is obsolete or there is none."""
        position = self._active.get((context, source))
        if position is None or (context, source) == HEADER:
            return None
        return _message(self._entry(position))

    def translations(self, keys: Sequence[Key]) -> tuple[Sequence[str], Sequence[State]]:
        """Return the targets of messages, and what they are worth; empty where there is none.

        Args:
            keys: those of the messages. Whoever asks several catalogues of one document for the
                very same ones is answered much faster.

        """
        if self._column:
            return self._column.translations(keys)
        found = [self.get(source, context) for context, source in keys]
        return (
            [one.target if one else "" for one in found],
            [one.state if one else State.UNTRANSLATED for one in found],
        )

    def messages(self) -> Iterator[Message]:
        """Yield the messages in the order of the file, without header and obsolete ones."""
        return map(_message, self._messages())

    def obsolete(self) -> Iterator[Message]:
        """Yield the obsolete messages in the order of the file."""
        return (_message(entry) for entry in self._entries if entry.obsolete)

    def targets(self, *, obsolete: bool = False) -> Iterator[tuple[Key, str, bool]]:
        """Yield key, target and whether it is fuzzy of the messages: of the obsolete ones, or not.

        That is all that most of them are asked for, and much less work than a message.
        """
        if self._column:
            return iter(() if obsolete else self._column.messages())
        return (
            (entry.key, entry.targets[0], entry.fuzzy)
            for entry in self._entries
            if entry.obsolete == obsolete and (entry.source or entry.context is not None)
        )

    def set(
        self,
        source: str,
        context: str | None,
        target: str,
        *,
        fuzzy: bool,
        comment: str | None = None,
        previous: str | None = None,
        hint: str = "",
    ) -> None:
        """Give a message another target; nothing else in the file changes.

        A message that the file holds twice (P041) is changed in both places.

        What was there before a fuzzy target (``#|``) goes when the message is fuzzy no more.

        Args:
            source: the message's source.
            context: its context.
            target: the new target, or empty.
            fuzzy: whether somebody must look at it; an empty target is never fuzzy.
            comment: the translator's comment; None leaves the one there is.
            previous: the source that a fuzzy target was made for, or empty; None leaves the
                one there is.
            hint: what a reviewer of a fuzzy target should know, as in :class:`Carried`.

        Raises:
            KeyError: there is no such message.
            TranspipeError: the target has characters that no catalogue can hold.

        """
        key = (context, source)
        if key == HEADER or key not in self._active:
            raise KeyError(key)
        refuse(target)
        fuzzy = fuzzy and bool(target)
        said = None if comment is None else prose(comment)

        def change(model: polib.POEntry) -> None:
            set_target(model, target, fuzzy=fuzzy)
            model.tcomment = model.tcomment if said is None else said
            if fuzzy and previous is not None:
                model.previous_msgid = previous or None
                model.previous_msgctxt = None
            if fuzzy and hint:
                add_hint(model, hint)

        for position, entry in self._all_of(key):
            same_comment = said is None or said == comments(entry.head).translator
            if (entry.targets[0], entry.fuzzy) != (target, fuzzy) or not same_comment:
                self._entries[position] = edit(entry, self._eol, change)

    def _all_of(self, key: Key) -> list[tuple[int, Entry]]:
        """Return the active entries of a key with their positions: one, in a file without P041."""
        first = self._active[key]
        if not self._has_duplicates:
            return [(first, self._entries[first])]
        return [
            (position, entry)
            for position, entry in enumerate(self._entries)
            if not entry.obsolete and entry.key == key
        ]

    def settled(self, old: Catalog) -> Catalog:
        """Return ``old`` unless this catalogue says more than another date or generator."""
        return old if self._says() == old._says() and self._lists(old) else self

    def as_written(self, data: bytes, max_segment_size: int = MAX_SEGMENT_SIZE) -> Catalog:
        """Return the template that a file has.

        Mostly the file is this template but for the values of fields that say nothing, as the
        bytes can tell: then it need not be read.

        Raises:
            TranspipeError: as for :meth:`parse`.

        """
        found = written_entries(self._entries, data, max_segment_size)
        if found is None:
            return Catalog.parse(data, self.name, max_segment_size=max_segment_size)
        return self._of(found, self.name)

    def merge(self, template: Catalog, carried: Mapping[Key, Carried]) -> Changes:
        """Update from a template: afterwards the messages are the template's.

        Kept messages keep target and state and get the template's notes and places. A new one
        gets back its target if it is obsolete here, else what was carried for it, as fuzzy.
        A message that left becomes obsolete, or goes if it never had a target. The creation
        date follows the template only where something else changed; so does the last
        entry that the header announces, unless it is wrong.

        Args:
            template: today's messages.
            carried: targets of near sources by the context and source of the new message.

        """
        entries, changes = merge(self._entries, template._entries, carried, self._eol)
        if entries[-1:] != self._entries[-1:] and not self._tail.strip():
            self._tail = ""
        self._entries = entries
        self._active = positions_of(entries)
        self._has_duplicates = False
        return changes

    def follows(self, template: Catalog) -> bool:
        """Tell whether an update from a template would change nothing here."""
        # a column stays one: it is asked for the same document's translations right afterwards
        entries = self._column.entries() if self._column else self._entries
        return merge(entries, template._entries, {}, self._eol)[0] == entries

    def versions(self) -> list[Version]:
        """Return what all entries say, header and obsolete ones too, in the order of the file."""
        return [version_of(entry) for entry in self._entries]

    def combine(self, other: Catalog, wanted: Sequence[Version], header: Mapping[str, str]) -> None:
        """Take over what is wanted of another version of this catalogue.

        Args:
            other: the other version.
            wanted: what the messages shall say, in their order; each is in one of the two.
            header: the fields that the header shall have.

        """
        mine = self._header or other._header
        first = []
        if mine is not None:
            text = headers.with_fields(mine.targets[0], header)
            first = [replace(version_of(mine), target=text)]
        combined = combine(self._entries, other._entries, [*first, *wanted], self._eol)
        self._entries = announcing(combined, self._eol)
        self._active = positions_of(self._entries)
        self._has_duplicates = False

    def clean(self, is_kept: Callable[[Message], bool] = lambda _: False) -> int:
        """Remove the obsolete messages, but for those to be kept; return how many went."""
        kept = [one for one in self._entries if not one.obsolete or is_kept(_message(one))]
        gone = len(self._entries) - len(kept)
        if gone:
            if kept and not self._entries[0].gap:
                kept[0] = kept[0]._replace(gap="")
            self._entries = announcing(kept, self._eol)
            self._active = positions_of(kept)
        return gone

    def encode(self) -> bytes:
        """Return the bytes of the file."""
        parts = [self._bom]
        for entry in self._entries:
            parts += entry[:2]
        parts.append(self._tail)
        some = (parts[start : start + _AT_ONCE] for start in range(0, len(parts), _AT_ONCE))
        return b"".join("".join(texts).encode() for texts in some)

    @property
    def _header(self) -> Entry | None:
        position = self._active.get(HEADER)
        return None if position is None else self._entry(position)

    def _entry(self, position: int) -> Entry:
        if self._column:
            return self._column.entry(position)
        return self._entries[position]

    def _says(self) -> list[tuple[str, str]]:
        """Return the fields of the header, but for when and by what it was made."""
        return [field for field in self.header.items() if field[0] not in SAYS_NOTHING]

    def _lists(self, old: Catalog) -> bool:
        """Tell whether the messages are those of another template, with their notes and places."""
        mine, theirs = list(self._messages()), list(old._messages())
        return mine == theirs or list(map(_content, mine)) == list(map(_content, theirs))

    def _messages(self) -> Iterator[Entry]:
        return (
            entry
            for entry in self._entries
            if not entry.obsolete and (entry.source or entry.context is not None)
        )


def _content(entry: Entry) -> tuple[Key, Comments]:
    """Return all that an entry of a template says."""
    return entry.key, comments(entry.head)


def _message(entry: Entry) -> Message:
    said = comments(entry.head)
    target = entry.targets[0]
    state = State.FUZZY if entry.fuzzy else State.TRANSLATED
    return Message(
        entry.source,
        target,
        state if target else State.UNTRANSLATED,
        entry.context,
        said.note,
        entry.previous.source,
        entry.line,
        entry.target_line,
        entry.obsolete,
        said.translator,
        said.flags,
    )


def _header_text(entry: Entry | None) -> str:
    return entry.targets[0] if entry else ""
