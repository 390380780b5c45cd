"""What is wrong with a catalogue as a file, and across the catalogues of a language."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from transpipe.catalog import Catalog, Message, State
from transpipe.checks.finding import Check, Finding, Severity
from transpipe.checks.registry import BY_NAME, chosen
from transpipe.checks.settings import CheckSettings
from transpipe.checks.shorten import shorten
from transpipe.checks.waivers import UNUSED
from transpipe.document import Remark
from transpipe.languages import Language

__all__ = [
    "FILE_CHECKS",
    "check_catalog",
    "check_consistency",
    "is_chosen",
    "of_remark",
]

_E, _W, _I = Severity.ERROR, Severity.WARNING, Severity.INFO
_RESTORE = "Restore the file from version control, or mend the line with a text editor."
_EDITOR = "Open and save it with a catalogue editor such as Poedit, or mend the line by hand."
_UTF8 = "Save the file as UTF-8, and let its header say charset=UTF-8."


def _row(code: str, name: str, severity: Severity, what: str, way_out: str) -> Check:
    return Check(code, name, severity, text=f"{what}\n\nTo mend it: {way_out}")


FILE_CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        check.id: check
        for check in (
            _row("P001", "catalog-quotes", _E, "A string that does not begin or end in its line, "
                 "or text outside quotes: what it says can't be told.", _RESTORE),
            _row("P002", "catalog-keyword", _E, "A word that no catalogue has where msgid or "
                 "msgstr is expected.", _RESTORE),
            _row("P003", "catalog-entry", _E, "An entry that is cut off, or whose parts are not "
                 "in order.", _RESTORE),
            _row("P004", "catalog-obsolete", _E, "An entry of which some lines begin with #~, "
                 "others do not.", _RESTORE),
            _row("P005", "catalog-conflict", _E, "The markers of a merge conflict stand in the "
                 "catalogue.", "Keep one of the two versions and delete the markers."),
            _row("P006", "catalog-domain", _E, "A domain directive: several catalogues in one "
                 "file.", "Give each domain a file of its own."),
            _row("P010", "catalog-bom", _W, "A byte order mark, which other gettext tools "
                 "refuse.", "Save the file as UTF-8 without BOM."),
            _row("P011", "catalog-crlf", _W, "Lines end with CR LF, or with both kinds: version "
                 "control then shows lines as changed that are not.", "Save the file with LF."),
            _row("P012", "catalog-cr", _E, "A carriage return alone, which some programs take "
                 "for a line end and others do not.", "Save the file with LF line ends."),
            _row("P013", "catalog-utf16", _E, "The file is UTF-16.", _UTF8),
            _row("P020", "catalog-empty", _E, "The file is empty or has no entry: it never means "
                 "that nothing is translated.", "Restore the file from version control."),
            _row("P021", "catalog-end", _W, "The end of the file seems to be missing: the "
                 "last entry that its header announces (X-Transpipe-Last) is not there.",
                 "Restore the file from version control. If somebody removed entries on purpose, "
                 "transpipe update corrects the header."),
            _row("P030", "header-missing", _W, "There is no header, so other programs guess the "
                 "encoding.", _EDITOR),
            _row("P031", "header-charset", _W, "The header does not name the encoding.", _UTF8),
            _row("P032", "catalog-encoding", _E, "The file is not UTF-8, or its header says so.",
                 _UTF8),
            _row("P033", "header-unknown-charset", _E, "The header names an encoding that there "
                 "is not.", _UTF8),
            _row("P034", "header-fuzzy", _W, "The header is marked fuzzy, so other programs leave "
                 "it out.", "Delete the flag fuzzy above the header."),
            _row("P035", "header-field", _W, "A line of the header is no field, or a field stands "
                 "twice.", _EDITOR),
            _row("P036", "header-place", _W, "The header is not the first entry, so other "
                 "programs don't find it.", "Move it to the top of the file."),
            _row("P037", "header-language", _W, "The header's Language is no language code.",
                 "Write the code of the language, such as id or zh_CN."),
            _row("P038", "empty-source", _W, "An entry with an empty source and a context.",
                 "Delete it."),
            _row("P040", "duplicate", _E, "One source has two different targets: which one is "
                 "published would be chance.", "Keep one of the two entries."),
            _row("P041", "duplicate-same", _W, "An entry stands twice.", "Delete one of the two."),
            _row("P042", "duplicate-obsolete", _I, "An entry is there and obsolete as well.",
                 "Delete the obsolete one (#~)."),
            _row("P050", "escape", _W, "An escape that other programs read differently.",
                 "Write the character itself."),
            _row("P051", "control-character", _E, "A character that no catalogue can hold.",
                 "Delete it, or type the text again."),
            _row("P052", "unknown-escape", _E, "A backslash before a letter that has no meaning "
                 "there.", r"Write \\ for a backslash."),
            _row("P053", "line-separator", _W, "A character that some programs take for a line "
                 "end.", "Delete it, or type the text again."),
            _row("P060", "plural-count", _W, "An entry has another number of plural forms than "
                 "the header says.", _EDITOR),
            _row("P061", "plural-order", _E, "The plural forms are not numbered 0, 1, 2 …",
                 _EDITOR),
            _row("P062", "plural-forms", _W, "The header's Plural-Forms can't be understood.",
                 _EDITOR),
            _row("P070", "message-size", _E, "A message is larger than the limit.",
                 "Look for text that was pasted by mistake, or raise the limit in the "
                 "configuration."),
            _row("P080", "pairing", _E, "A merge put a translation beside another source than it "
                 "was made for; git merges lines, not entries.", "Compare the two. If the "
                 "translation is right, mark it fuzzy, commit, and accept it in the next commit."),
            _row("S010", "source-link-scheme", _E, "A link or image of the source leads to a file "
                 "of your computer, or has a scheme that can run something.",
                 "Link to https addresses, or to files of the site by relative paths."),
            _row("S011", "source-heading-id", _W, "Two headings have the same id: links to the "
                 "second one lead to the first.", "Give one of them another id."),
            _row("S012", "source-dead-link", _W, "A link to a place in the page that is not "
                 "there.", "Headings get their ids from their words: compare the spelling."),
            _row("S013", "source-dead-document", _W, "A link to another document, or to a place "
                 "in it, that is not there.", "Compare the path, from the folder of the document."),
            _row("S014", "source-dead-file", _W, "An image or another file that the source names "
                 "can't be copied beside the editions, where readers look for it.",
                 "Put the file into the folder of the documents, as a plain file, and compare "
                 "the path."),
            _row("S020", "front-matter", _E, "The front matter can't be read, or says something "
                 "twice.", "Mend the YAML between the lines of three hyphens."),
            _row("S021", "source-conflict", _E, "The markers of a merge conflict stand in the "
                 "document: both versions of the text would be translated and published.",
                 "Keep one of the two versions and delete the three lines of markers."),
            _row("S022", "front-matter-value", _W, "A key of the front matter is to be "
                 "translated, but its value is a list or a mapping; only plain text is.",
                 "Write plain text, or name the keys below it in “front_matter” of the "
                 "configuration, such as title.short."),
            _row("S030", "nesting", _W, "Text is nested so deeply that it can't be translated.",
                 "Take a level or more out of the lists and quotations."),
            _row("S041", "directive", _W, "An i18n directive that there is not.",
                 "Compare the spelling with the documentation."),
            _row("S042", "directive-range", _W, "A range is begun and not ended, or the reverse.",
                 "Write the missing start or end."),
            _row("S044", "directive-empty", _W, "An i18n:context or i18n:comment that says "
                 "nothing.", "Write what it is to say behind the colon, or delete it."),
            _row("S043", "source-control", _W, "A control character in the source.",
                 "Delete it."),
        )
    }
    | {UNUSED.id: UNUSED}
)  # fmt: skip
"""What is said of catalogues and sources as files, by code."""


def of_remark(
    remark: Remark, *, catalog: str = "", source_file: str = "", language: str = ""
) -> Finding:
    """Return what a file's reader remarked as a finding."""
    check = FILE_CHECKS.get(remark.code) or Check(remark.code, "file", Severity.WARNING)
    return Finding(
        check=check.id,
        name=check.name,
        severity=check.severity,
        message=remark.message,
        help=_way_out(check),
        language=language,
        catalog=catalog,
        catalog_line=remark.line if catalog else 0,
        column=remark.column if catalog else 0,
        source_file=source_file,
        source_line=remark.line if source_file else 0,
    )


def _way_out(check: Check) -> str:
    return check.text.partition("To mend it: ")[2]


def check_catalog(
    catalog: Catalog, language: str = "", settings: CheckSettings | None = None
) -> Iterator[Finding]:
    """Yield what is wrong with a catalogue as a file, though it can be read."""
    for remark in catalog.remarks:
        if settings is None or is_chosen(remark.code, settings):
            yield of_remark(remark, catalog=catalog.name, language=language)


def is_chosen(code: str, settings: CheckSettings) -> bool:
    """Tell whether a code of a file is to be reported."""
    name = FILE_CHECKS[code].name if code in FILE_CHECKS else ""
    select, ignore = (
        [word for word in words if word == name or code.startswith(word.upper())]
        for words in (settings.select, settings.ignore)
    )
    return not ignore and (bool(select) or not settings.select)


def check_consistency(
    catalogs: Iterable[Catalog], language: Language, settings: CheckSettings
) -> Iterator[Finding]:
    """Yield the messages of several catalogues of a language that have different targets.

    The target that is used most often is not reported, nor is the first of several such.
    """
    check = BY_NAME["T123"]
    if check not in chosen(settings.select, settings.ignore):
        return
    places: dict[tuple[str | None, str], list[tuple[str, Message]]] = {}
    for catalog in catalogs:
        for message in catalog.messages():
            if message.state is State.TRANSLATED:
                key = (message.context, message.source)
                places.setdefault(key, []).append((catalog.name, message))
    for found in places.values():
        yield from _inconsistent(check, found, language.tag)


def _inconsistent(
    check: Check, found: list[tuple[str, Message]], language: str
) -> Iterator[Finding]:
    counts = Counter(_normal(message.target) for _, message in found)
    if len(counts) == 1:
        return
    usual = counts.most_common(1)[0][0]
    name, first = next(one for one in found if _normal(one[1].target) == usual)
    for catalog, message in found:
        if _normal(message.target) != usual:
            yield Finding(
                check=check.id,
                name=check.name,
                severity=check.severity,
                message=f"elsewhere this is “{shorten(usual)}”",
                help=f"See {name}:{first.target_line}; use one translation, or ask the author "
                "for a context (i18n:context) where the two differ in meaning.",
                language=language,
                catalog=catalog,
                catalog_line=message.target_line,
                source=message.source,
                target=message.target,
            )


def _normal(target: str) -> str:
    return unicodedata.normalize("NFC", " ".join(target.split()))
