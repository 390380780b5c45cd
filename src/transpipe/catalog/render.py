r"""Write an entry: polib's model and layout, with string lines that end at LF alone.

polib breaks strings where :meth:`str.splitlines` does, msgcat at LF only, and so do we: what
is written here equals what ``msgcat --no-wrap`` writes, except that a control character
without an escape of its own becomes an octal one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

import polib

from transpipe.catalog.comments import comments
from transpipe.catalog.entry import Entry, Previous
from transpipe.catalog.grammar import FORBIDDEN, quote
from transpipe.catalog.scan import scan_entry
from transpipe.document import Key
from transpipe.errors import TranspipeError

__all__ = ["POEntry", "edit", "prose", "refuse", "render", "set_target", "untranslated"]

_LINES = re.compile(r"[^\n]*\n|[^\n]+")
_EMPTY_COMMENT = re.compile(r"^(#\.?) $", re.MULTILINE)
_NO_TARGETS = ("",)
_NO_PREVIOUS = Previous()
_FORMS = re.compile(r"^((?:#~ )?)msgstr\[0\]", re.MULTILINE)


class POEntry(polib.POEntry):
    """A polib entry that writes its strings as msgcat does."""

    def _str_field(
        self, fieldname: str, delflag: str, plural_index: str, field: str, wrapwidth: int = 0
    ) -> list[str]:
        del wrapwidth
        keyword = fieldname.removeprefix("previous_") + plural_index
        return f"{delflag}{keyword} {_literals(field, delflag)}".split("\n")


def _literals(text: str, mark: str = "") -> str:
    """Return a text as string literals: one a line, below an empty one if there are several.

    ``mark`` is what each line but the first begins with.
    """
    if "\n" not in text:
        return f'"{quote(text)}"'
    lines = _LINES.findall(text)
    literals = [f'"{quote(line)}"' for line in (["", *lines] if len(lines) > 1 else lines)]
    return f"\n{mark}".join(literals)


def untranslated(key: Key, note: str, references: Iterable[str], line: int) -> Entry:
    """Return the entry of a new message: what :func:`render` writes and a scan finds there.

    That is most of what a template is, at a tenth of the work.

    Args:
        key: its context and source.
        note: what translators are told, at least a line.
        references: where it stands, at least one place.
        line: the line that it begins at, behind an empty one.

    """
    context, source = key
    notes = [f"#. {said}\n" if said else "#.\n" for said in note.split("\n")]
    head = f"{''.join(notes)}#: {' '.join(references)}\n"
    before = head if context is None else f"{head}msgctxt {_literals(context)}\n"
    body = f'{before}msgid {_literals(source)}\nmsgstr ""\n'
    first, last = line + before.count("\n"), line + body.count("\n") - 1
    # by position: by name it takes twice as long
    nothing = None, _NO_TARGETS, False, False, _NO_PREVIOUS
    return Entry("\n", body, head, context, source, *nothing, first, last)


def render(entry: polib.POEntry) -> str:
    """Return an entry's text: comments, flags, keywords and strings, each line ended by LF."""
    text: str = entry.__unicode__(wrapwidth=0)
    if entry.msgstr_plural and not entry.msgid_plural:  # legal, but polib leaves it out
        text = _FORMS.sub(r'\1msgid_plural ""\n\g<0>', text, count=1)
    return _EMPTY_COMMENT.sub(r"\1", text)


def prose(text: str) -> str:
    """Return a text fit for a comment: whatever ends a line for anyone ends it here too."""
    lines = (line.rstrip() for line in FORBIDDEN.sub("", text).splitlines())
    return "\n".join(lines).strip("\n")


def refuse(target: str) -> None:
    """Refuse a target that no catalogue can hold.

    Raises:
        TranspipeError: it has a NUL, an EOT or half a surrogate pair.

    """
    match = FORBIDDEN.search(target)
    if match:
        message = f"a target with U+{ord(match[0]):04X}, which can't stand in a catalogue"
        raise TranspipeError(message, code="P051")


def set_target(model: polib.POEntry, target: str, *, fuzzy: bool) -> None:
    """Set the target (of plural forms, the first); what is fuzzy no more forgets ``#|``."""
    if model.msgstr_plural:
        model.msgstr_plural[0] = target
    else:
        model.msgstr = target
    model.flags = ["fuzzy"] * fuzzy + [flag for flag in model.flags if flag != "fuzzy"]
    if not fuzzy:
        model.previous_msgctxt = model.previous_msgid = model.previous_msgid_plural = None


def edit(entry: Entry, eol: str, change: Callable[[polib.POEntry], None]) -> Entry:
    """Return an entry after a change of its polib model, written anew and read back.

    Its last line ends, or does not end, as before.

    Raises:
        TranspipeError: what was written can't be read back.

    """
    model = _model(entry)
    change(model)
    if "fuzzy" in model.flags:
        model.flags = ["fuzzy", *(flag for flag in model.flags if flag != "fuzzy")]
    body = render(model)
    found = scan_entry(body)
    line_end = "\r\n" if "\r\n" in entry.body else eol if "\n" not in entry.body else "\n"
    body = body.replace("\n", line_end)
    if not entry.body.endswith("\n"):
        body = body.removesuffix(line_end)
    return found._replace(gap=entry.gap, body=body, line=entry.line, target_line=entry.target_line)


def _model(entry: Entry) -> POEntry:
    said = comments(entry.head)
    plural = entry.plural is not None
    return POEntry(
        msgctxt=entry.context,
        msgid=entry.source,
        msgid_plural=entry.plural or "",
        msgstr="" if plural else entry.targets[0],
        msgstr_plural=dict(enumerate(entry.targets)) if plural else {},
        obsolete=entry.obsolete,
        tcomment=said.translator,
        comment=said.note,
        occurrences=[(place, "") for place in said.references],
        flags=list(said.flags),
        previous_msgctxt=entry.previous.context,
        previous_msgid=entry.previous.source,
        previous_msgid_plural=entry.previous.plural,
    )
