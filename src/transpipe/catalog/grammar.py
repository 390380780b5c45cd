r"""The words of a catalogue's text, and how strings are spelled in it.

The grammar is GNU gettext's (0.21, ``po-lex.c`` and ``po-gram-gen.y``), stricter where text
could hide from other readers. Every repetition is possessive: matching is linear.
"""

from __future__ import annotations

import re

__all__ = [
    "COMMENT",
    "FORBIDDEN",
    "LITERAL",
    "PLAIN",
    "SEPARATORS",
    "STRING",
    "STRING_START",
    "MalformedError",
    "quote",
    "unquote",
    "unusual",
    "usual_text",
]

SEPARATORS = "\v\f\x1c\x1d\x1e\x85\u2028\u2029"
r"""What :meth:`str.splitlines` takes for line ends besides LF and CR; they end no line here."""

PLAIN = r'[^"\\\x00-\x08\x0a-\x1f]*+'
"""What stands between quotes without an escape."""
STRING_START = rf'"{PLAIN}(?:\\(?:[abfnrtv\\"]|[0-7]{{1,3}}+|x[0-9a-fA-F]++){PLAIN})*+'
STRING = STRING_START + '"'
_MARKS = r"[ \t\v\f]*+(?:#~[ \t\v\f]*+)*+"
COMMENT = rf"(?:{_MARKS}#(?![~|])[^\n]*+(?:\n|\Z)|{_MARKS}\r?\n)"
r"""A line of comment, or an empty line; in obsolete entries either may stand behind ``#~``."""

LITERAL = re.compile(r'"((?:[^"\\]|\\.)*+)"')
FORBIDDEN = re.compile("[\0\x04\ud800-\udfff]")
"""What no message may hold: NUL ends it in .mo files, EOT ends its context there."""

_ESCAPE = re.compile(r'\\([abfnrtv\\"]|[0-7]{1,3}|x[0-9a-fA-F]+)')
_BYTES_ESCAPE = re.compile(_ESCAPE.pattern.encode())
_MAYBE_UNUSUAL = re.compile(r"\\[0-7abfrvx]")
_SIMPLE = dict(zip('abfnrtv\\"', '\a\b\f\n\r\t\v\\"', strict=True))
_QUOTED = {code: f"\\{code:03o}" for code in range(32)} | {
    ord(value): f"\\{name}" for name, value in _SIMPLE.items()
}


class MalformedError(ValueError):
    """A string literal whose escapes make no text."""


def quote(text: str) -> str:
    """Return a text as PO files spell it between quotes, as msgcat does.

    Control characters that have no letter of their own become octal escapes.
    """
    # most texts have none, and replacing thrice takes a tenth of looking up each character
    quoted = text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")
    return quoted if quoted.isprintable() else text.translate(_QUOTED)


def usual_text(literal: str) -> str | None:
    r"""Return what most targets say, from the text between their first and last quotation mark.

    They are printable, their only escapes are ``\"`` and ``\n``, and each of their strings but
    the first begins a line. None where there is anything else: the grammar has to be asked.
    """
    if "\\" not in literal and '"' not in literal:
        return literal if literal.isprintable() else None
    if r"\\" in literal or '\\"\n"' in literal:
        return None
    text = literal.replace('"\n"', "")
    if not text.isprintable():
        return None
    text = text.replace(r"\"", "\0")
    if '"' in text:
        return None
    text = text.replace(r"\n", "\n")
    return None if "\\" in text else text.replace("\0", '"')


def unquote(literals: str) -> str:
    """Return the text of one or more string literals that match the grammar.

    Raises:
        MalformedError: octal or hexadecimal escapes that are not UTF-8, or a forbidden character.

    """
    text = "".join(LITERAL.findall(literals))
    if "\\" not in text:
        return text
    if "\\\\" not in text:
        plain = text.replace(r"\n", "\n").replace(r"\"", '"').replace(r"\t", "\t")
        if "\\" not in plain:
            return plain
    if _MAYBE_UNUSUAL.search(text):
        return _unquote_bytes(text)
    return _ESCAPE.sub(_simple, text)


def unusual(literals: str) -> bool:
    r"""Return whether there are escapes that catalogues should not have: ``\101``, ``\a``."""
    rest = literals.replace("\\\\", "")
    return "\\" in rest and _MAYBE_UNUSUAL.search(rest) is not None


def _simple(match: re.Match[str]) -> str:
    return _SIMPLE[match[1]]


def _unquote_bytes(text: str) -> str:
    """Take numeric escapes for bytes, as C and gettext do."""
    try:
        value = _BYTES_ESCAPE.sub(_byte, text.encode()).decode()
    except UnicodeDecodeError:
        raise MalformedError("escapes that are not UTF-8") from None
    if FORBIDDEN.search(value):
        raise MalformedError("an escaped NUL or EOT character")
    return value


def _byte(match: re.Match[bytes]) -> bytes:
    name = match[1].decode()
    if name in _SIMPLE:
        return _SIMPLE[name].encode()
    number = int(name[1:], 16) if name[0] == "x" else int(name, 8)
    return bytes([number & 0xFF])
