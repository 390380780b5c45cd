"""The header: the fields of a catalogue's first entry, and what must be true of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from transpipe import __version__

__all__ = [
    "Fault",
    "announced",
    "charset",
    "digest",
    "examine",
    "fields",
    "new_header",
    "plural_count",
    "stamp",
    "with_field",
    "with_fields",
    "with_last",
]

LAST = "X-Transpipe-Last"
"""The field that says which entry is the file's last one, obsolete ones too, by a digest.

A file that was cut off between two entries is a valid file; nothing else in it tells. Foreign
fields survive gettext's tools, polib, Weblate and Poedit; who adds or sorts entries leaves that
one in the file. A number of entries would do as well, but for merges by lines: whenever two
branches add entries it is a conflict, and where both remove as many it is wrong.
"""

_FIELD = re.compile(r"([!-9;-~]+)[ \t]*:[ \t]*(.*)", re.DOTALL)
_CHARSET = re.compile(r"charset[ \t]*=[ \t]*([^;\s]*)", re.IGNORECASE)
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,8}(?:[_-][A-Za-z0-9]{1,8})*(?:\.[A-Za-z0-9-]+)?(?:@[A-Za-z0-9_]+)?"
)
_UNSAFE = re.compile(r"[/\\\x00-\x1f\x7f]|\.\.")
_PLURAL_FORMS = re.compile(
    r"\s*nplurals\s*=\s*([1-9][0-9]?)\s*;\s*plural\s*=\s*[n0-9\s?:()!=<>&|%+*/-]+;?\s*"
)
_TYPE = re.compile(r"Content-Type[ \t]*:", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-f]{8}")
_OWN = (f"\n{LAST}:", "\nPO-Revision-Date:", "\nPOT-Creation-Date:")
"""What begins the lines in which the headers of a language mostly differ."""
_LAST = re.compile(rf"^{LAST}: ({_DIGEST.pattern})$", re.MULTILINE)
_UNKNOWN_PLURAL_FORMS = {"", "nplurals=INTEGER; plural=EXPRESSION;"}

_UTF8 = {"utf-8"}
_ASSUMED_UTF8 = {"", "utf8", "utf_8", "u8", "charset", "ascii", "us-ascii", "ansi_x3.4-1968"}
# What GNU gettext calls portable (po-charset.c): known, but not read here.
_KNOWN = re.compile(
    r"iso[-_]?8859[-_]?[0-9]{1,2}|latin-?[0-9]|koi8-[rut]|cp[0-9]{3,4}|windows-[0-9]{3,4}|"
    r"tis-?620|tcvn(?:-[0-9]+)?|viscii|big5(?:-hkscs)?|gb2312|gbk|gb18030|euc-(?:jp|kr|tw)|"
    r"shift_jis|johab|georgian-ps|armscii-8|utf-?(?:16|32)(?:le|be)?",
    re.IGNORECASE,
)


class Fault(NamedTuple):
    """Something wrong with a header: a code, a sentence, and whether the file is refused."""

    code: str
    message: str
    fatal: bool = False


def fields(header: str) -> list[tuple[str, str]]:
    """Return the fields of a header's text in order; lines that are no field are left out."""
    return list(filter(None, map(_field, header.split("\n"))))


@lru_cache(maxsize=1 << 8)  # the headers of a project differ in few of their lines
def _field(line: str) -> tuple[str, str] | None:
    """Return name and value of a header's line; None if it is no field."""
    match = _FIELD.fullmatch(line)
    return (match[1], match[2].rstrip(" \t\r")) if match else None


def with_field(header: str, name: str, value: str) -> str:
    """Return a header's text with one of its fields changed and everything else as it was."""
    lines = header.split("\n")
    for number, line in enumerate(lines):
        match = _FIELD.fullmatch(line)
        if match and match[1].lower() == name.lower():
            lines[number] = f"{match[1]}: {value}"
            break
    return "\n".join(lines)


def digest(context: str | None, source: str) -> str:
    """Return what stands for an entry in a header."""
    key = source if context is None else f"{context}\x04{source}"
    return f"{crc32(key.encode(errors='surrogatepass')):08x}"


def with_last(header: str, last: str) -> str:
    """Return a header's text that announces the last entry, by its digest."""
    if any(name.lower() == LAST.lower() for name, _ in fields(header)):
        return with_field(header, LAST, last)
    # before the charset, without which a header that is cut off itself is noticed
    lines = header.split("\n")
    places = [number for number, line in enumerate(lines) if _TYPE.match(line)]
    place = places[0] if places else len(lines) - (not lines[-1])
    return "\n".join([*lines[:place], f"{LAST}: {last}", *lines[place:]])


def announced(header: str) -> str:
    """Return the digest of the last entry that a header announces; empty if it does not say."""
    found = _LAST.findall(header)
    if len(found) == header.lower().count(LAST.lower()) == 1:  # nearly always, and much faster
        return str(found[0])
    values = _values(header, LAST)
    return values[0] if values and _DIGEST.fullmatch(values[0]) else ""


def with_fields(header: str, wanted: Mapping[str, str]) -> str:
    """Return a header's text with these fields and no others; what stays keeps its line."""
    lines = []
    rest = {name.lower(): (name, value) for name, value in wanted.items()}
    for line in header.split("\n"):
        match = _FIELD.fullmatch(line)
        if match is None:
            lines.append(line)
        elif match[1].lower() in rest:
            value = rest.pop(match[1].lower())[1]
            lines.append(line if match[2].rstrip(" \t\r") == value else f"{match[1]}: {value}")
    end = 1 if lines and not lines[-1] else 0
    lines[len(lines) - end : len(lines) - end] = [f"{one}: {value}" for one, value in rest.values()]
    return "\n".join(lines)


def examine(header: str) -> tuple[Fault, ...]:
    """Return what is wrong with a header's text."""
    for name in _OWN:
        before, begin, rest = header.partition(name)
        _, end, behind = rest.partition("\n")
        header = f"{before}{begin}{end}{behind}"
    return _examined(header)


@lru_cache(maxsize=1 << 8)  # the catalogues of a language have mostly one
def _examined(header: str) -> tuple[Fault, ...]:
    """Return what is wrong with a header, without the values that a catalogue has for itself."""
    return (
        *_charset_faults(header),
        *_language_faults(header),
        *_spelling_faults(header),
        *_plural_faults(header),
    )


@lru_cache(maxsize=8)
def _by_name(header: str) -> Mapping[str, list[str]]:
    """Return the values of each field by its name in small letters."""
    found: dict[str, list[str]] = {}
    for name, value in fields(header):
        found.setdefault(name.lower(), []).append(value)
    return found


def _values(header: str, name: str) -> Sequence[str]:
    return _by_name(header).get(name.lower(), ())


def _charset_faults(header: str) -> list[Fault]:
    types = _values(header, "Content-Type")
    if len({" ".join(value.lower().split()) for value in types}) > 1:
        return [
            *(fault for value in types for fault in _charset_fault(value) if fault.fatal),
            Fault("P035", "two Content-Type fields that differ", fatal=True),
        ]
    return _charset_fault(types[0] if types else "")


def _charset_fault(content_type: str) -> list[Fault]:
    match = _CHARSET.search(content_type)
    charset = match[1].strip('"') if match else ""
    name = charset.lower()
    if name in _UTF8:
        return []
    if name in _ASSUMED_UTF8:
        said = f"the header says charset={charset}" if charset else "the header names no charset"
        return [Fault("P031", f"{said}; it was read as UTF-8")]
    if _KNOWN.fullmatch(name):
        return [Fault("P032", f"the header says charset={charset}; only UTF-8 is read", fatal=True)]
    return [Fault("P033", f"the header names an unknown charset: {charset[:40]!r}", fatal=True)]


def _language_faults(header: str) -> list[Fault]:
    faults = []
    for language in _values(header, "Language"):
        if _UNSAFE.search(language):
            message = f"the header's Language is no language: {language[:40]!r}"
            faults.append(Fault("P037", message, fatal=True))
        elif language and not _LANGUAGE.fullmatch(language):
            faults.append(Fault("P037", f"the header's Language is no code: {language[:40]!r}"))
    return faults


def _spelling_faults(header: str) -> list[Fault]:
    found, lines = fields(header), header.split("\n")
    faults = [
        Fault("P035", f"a line of the header that is no field: {line[:40]!r}")
        for line in lines
        if line and not _field(line)
    ]
    times = {name: len(values) for name, values in _by_name(header).items()}
    faults += [
        Fault("P035", f"the header field {name} stands {times.pop(name.lower())} times")
        for name, _ in found
        if times.get(name.lower(), 0) > 1
    ]
    if header and lines[-1]:
        faults.append(Fault("P035", r"the header's last field does not end with \n"))
    return faults


def _plural_faults(header: str) -> list[Fault]:
    return [
        Fault("P062", f"Plural-Forms can't be understood: {value[:60]!r}")
        for value in _values(header, "Plural-Forms")
        if value not in _UNKNOWN_PLURAL_FORMS and not _PLURAL_FORMS.fullmatch(value)
    ]


def plural_count(header: str) -> int:
    """Return how many plural forms a header announces; 0 if it does not say."""
    for value in _values(header, "Plural-Forms"):
        match = _PLURAL_FORMS.fullmatch(value)
        if match:
            return int(match[1])
    return 0


def stamp(moment: datetime) -> str:
    """Return a moment as gettext's headers write it; a naive one counts as UTC."""
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return aware.strftime("%Y-%m-%d %H:%M%z")


def new_header(
    *,
    project: str,
    report_to: str,
    created: str,
    revised: str,
    translator: str,
    team: str,
    language: str,
    plural_forms: str,
) -> str:
    """Return the text of a new header, its fields in gettext's order; empty dates are left out."""
    wanted = [
        ("Project-Id-Version", project),
        ("Report-Msgid-Bugs-To", report_to),
        ("POT-Creation-Date", created),
        ("PO-Revision-Date", revised),
        ("Last-Translator", translator),
        ("Language-Team", team),
        ("Language", language),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("Plural-Forms", plural_forms),
        ("X-Generator", f"transpipe {__version__}"),
    ]
    optional = {"POT-Creation-Date", "PO-Revision-Date", "Plural-Forms"}
    return "".join(
        f"{name}: {' '.join(value.split())}\n"
        for name, value in wanted
        if value or name not in optional
    )


def charset(header: str) -> str:
    """Return the charset a header names; empty if it names none."""
    types = _values(header, "Content-Type")
    match = _CHARSET.search(types[0]) if types else None
    return match[1] if match else ""
