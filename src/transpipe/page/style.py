"""The style sheet of a page: one sheet, with what the languages on the page need."""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources

from transpipe.languages import Language

__all__ = ["needs", "policy", "sheet"]

_SECTION = re.compile(r"/\*@(\w*)\*/")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACE = re.compile(r"\s+")
_AROUND = re.compile(r" ?([{};,>]) ?|(:) ")
# A section of the sheet is left out where the page has none of its signs.
_SIGNS = {
    "langs": ('class="langs"',),
    "about": ('class="about"',),
    "lead": ('class="lead"',),
    "warn": ('class="warn"',),
    "tag": ('class="tag"', 'class="kept"'),
    "image": ("<img",),
    "rule": ("<hr",),
    "details": ("<details",),
    "quote": ("<blockquote",),
    "terms": ("<dl",),
    "items": ("<li><", "<li>\n", "<dd"),
    "code": ("<code", "<pre", "<kbd", "<samp"),
    "table": ("<table",),
    "note": ("<sup", 'class="notes"'),
    "alert": ('class="alert',),
    "task": ("checkbox",),
    "names": ('class="names',),
}
# Each sign begins like one of these; none begins like another sign, so that all of them are found.
_STARTS = ("<", 'class="', "checkbox")
_NO_SLANT = frozenset({"Arab", "Hans", "Hant", "Khmr", "Laoo", "Mymr", "Rohg", "Taml", "Thai"})
_DOTTED = frozenset({"Hans", "Hant"})
_SMALLER = frozenset({"Khmr", "Laoo", "Mymr", "Taml", "Thai"})

# Latin letters first come from the system's own face; then the script's.
_FACES = {
    "Arab": '"Noto Naskh Arabic","Geeza Pro","Segoe UI","Noto Sans Arabic"',
    "Hans": '"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC"',
    "Hant": '"PingFang TC","Microsoft JhengHei","Noto Sans CJK TC","Noto Sans TC"',
    "Khmr": '"Noto Sans Khmer","Khmer OS Battambang","Leelawadee UI","Khmer Sangam MN"',
    "Laoo": '"Noto Sans Lao","Leelawadee UI","Lao Sangam MN"',
    "Mymr": '"Noto Sans Myanmar",Pyidaungsu,"Myanmar Text",Padauk,"Myanmar Sangam MN"',
    "Rohg": '"Noto Sans Hanifi Rohingya"',
    "Taml": '"Noto Sans Tamil","Nirmala UI","Tamil Sangam MN"',
    "Thai": '"Noto Sans Thai","Leelawadee UI",Thonburi',
}


def needs(html: str) -> frozenset[str]:
    """Return the names of the sections of the sheet that HTML has a use for."""
    found = (known[rest] for finder, known in _finders() for rest in set(finder.findall(html)))
    return frozenset(found)


@cache
def _finders() -> tuple[tuple[re.Pattern[str], Mapping[str, str]], ...]:
    """Return a pattern for the signs that begin alike, and the section of each by its rest.

    To look for one sign after the other takes longer than all else that makes a page.
    """
    made = []
    for start in _STARTS:
        known = {
            sign.removeprefix(start): name
            for name, signs in _SIGNS.items()
            for sign in signs
            if sign.startswith(start)
        }
        made.append((re.compile(f"{start}(?=({'|'.join(known)}))"), known))
    return tuple(made)


@lru_cache(maxsize=512)  # pages of a project need few different ones
def sheet(languages: frozenset[Language], needed: frozenset[str], extra: str = "") -> str:
    """Return the sheet for a page.

    Args:
        languages: the page's own, the source's and those of the language list.
        needed: of the sections that not all pages have, those that this one has a use for.
        extra: the name of a second sheet that the page needs, such as ``coverage``.

    """
    (_, head), *sections = _sections()
    text = head.replace("/*languages*/", _of_languages(languages))
    text += "".join(rules for name, rules in sections if name in needed or name not in _SIGNS)
    return _compact(text + (_read(extra) if extra else ""))


@lru_cache(maxsize=512)
def policy(style: str, *, images: bool = False, fonts: bool = False) -> str:
    """Return the page's Content-Security-Policy: this sheet, nothing else.

    With ``images`` those that stand beside the page, with ``fonts`` those in the sheet itself.
    """
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    beside = "'self' " if images else ""
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src {beside}data:; "
        f"{'font-src data:; ' if fonts else ''}base-uri 'none'; form-action 'none'"
    )


@cache
def _sections() -> tuple[tuple[str, str], ...]:
    """Return the sections of the sheet, name and rules; the first has no name."""
    head, *sections = _SECTION.split(_read("style"))
    return (("", head), *zip(sections[::2], sections[1::2], strict=True))


def _of_languages(languages: Iterable[Language]) -> str:
    """Return the rules by which each part has the face and leading of its language."""
    groups: dict[tuple[str, float], list[str]] = {}
    for language in sorted(set(languages), key=lambda one: (one.script != "Latn", one.tag)):
        groups.setdefault((language.script, language.line_height), []).append(language.tag)
    return "".join(_rules(script, height, tags) for (script, height), tags in groups.items())


def _rules(script: str, height: float, tags: list[str]) -> str:
    where = ",".join(f":lang({tag})" for tag in tags)
    if script in _FACES:
        face = f"--sans:var(--latin),{_FACES[script]},sans-serif;--serif:var(--sans)"
    else:
        face = "--sans:var(--latin),sans-serif;--serif:var(--roman)"
    rules = f"{where}{{--lh:{height:g};{face}}}"
    if script in _NO_SLANT:
        dots = (
            ";text-emphasis:filled dot;text-emphasis-position:under right"
            if script in _DOTTED
            else ""
        )
        weight = "inherit" if script in _DOTTED else "600"
        slanted = ",".join(f":is(em,i,cite,dfn):lang({tag})" for tag in tags)
        rules += f"{slanted}{{font-style:normal;font-weight:{weight}{dots}}}"
    if script in _SMALLER:
        heads = ",".join(f"h1:lang({tag})" for tag in tags)
        rules += f"{heads}{{font-size:clamp(1.45rem,1.1rem + 1.9vw,2.1rem)}}"
    return rules


def _compact(text: str) -> str:
    """Return a sheet without comments and needless space."""
    text = _SPACE.sub(" ", _COMMENT.sub("", text))
    return _AROUND.sub(r"\1\2", text).replace(";}", "}").strip()


@cache
def _read(name: str) -> str:
    return (resources.files("transpipe.page") / f"{name}.css").read_text("utf-8")
