"""Fonts inside pages: of Noto fonts that are installed, the letters that a page needs.

The one door to fontTools. Latin letters come from the reader's own fonts.
"""

from __future__ import annotations

import io
import os
import sys
from base64 import b64encode
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from html import unescape
from pathlib import Path
from typing import Any

from transpipe.errors import TranspipeError
from transpipe.languages import Language

__all__ = ["font_faces", "installed"]

# Script: the font's family, and the stem of its files' names.
_FAMILIES = {
    "Arab": ("Noto Naskh Arabic", "NotoNaskhArabic"),
    "Hans": ("Noto Sans CJK SC", "NotoSansCJK"),
    "Hant": ("Noto Sans CJK TC", "NotoSansCJK"),
    "Khmr": ("Noto Sans Khmer", "NotoSansKhmer"),
    "Laoo": ("Noto Sans Lao", "NotoSansLao"),
    "Mymr": ("Noto Sans Myanmar", "NotoSansMyanmar"),
    "Rohg": ("Noto Sans Hanifi Rohingya", "NotoSansHanifiRohingya"),
    "Taml": ("Noto Sans Tamil", "NotoSansTamil"),
    "Thai": ("Noto Sans Thai", "NotoSansThai"),
}
_WEIGHTS = {"Regular": 400, "Bold": 700}
_SUFFIXES = (".ttf", ".otf", ".ttc")
_FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "/System/Library/Fonts",
)
_FIRST = 0x0300  # below stand Latin letters


def font_faces(languages: Iterable[Language], html: str, own: Language) -> str:
    """Return the rules that bring a page its fonts; headings are bold in its own script alone.

    Args:
        languages: those on the page.
        html: the page.
        own: its own language.

    Raises:
        TranspipeError: fontTools, or the font of a script, is not installed.

    """
    letters = frozenset(map(ord, unescape(html)))
    scripts = sorted({one.script for one in languages} & set(_FAMILIES))
    return "".join(
        rule
        for script in scripts
        for weight in (_WEIGHTS if script == own.script else ("Regular",))
        for rule in _rules(script, weight, letters)
    )


def _rules(script: str, weight: str, letters: frozenset[int]) -> Iterator[str]:
    family, stem = _FAMILIES[script]
    path = _find(stem, weight)
    known = frozenset(one for one in letters if one >= _FIRST) & _known(path, family)
    if known:
        data = _subset(path, family, known)
        yield (
            f'@font-face{{font-family:"{family}";font-weight:{_WEIGHTS[weight]};'
            f'src:url(data:font/woff2;base64,{data})format("woff2")}}'
        )


def _find(stem: str, weight: str) -> Path:
    fonts = installed()
    for suffix in _SUFFIXES:
        if found := fonts.get(f"{stem}-{weight}{suffix}"):
            return found
    raise TranspipeError(
        f"the font {stem}-{weight} is not installed",
        hint="Install the Noto fonts (Debian: fonts-noto-core, fonts-noto-cjk), "
        "or set “page.embed_fonts” to false.",
    )


@cache
def installed() -> dict[str, Path]:
    """Return the fonts that are installed, by their files' names."""
    windows = Path(os.environ.get("WINDIR", "C:/Windows"), "Fonts")
    folders = [windows] if sys.platform == "win32" else [Path(one).expanduser() for one in _FOLDERS]
    found = (path for folder in folders for path in sorted(folder.rglob("Noto*")))
    return {path.name: path for path in found if path.suffix in _SUFFIXES}


@contextmanager
def _font(path: Path, family: str) -> Iterator[Any]:
    """Give a font, out of a collection the one of that family."""
    try:
        from fontTools.ttLib import TTCollection, TTFont  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise TranspipeError(
            f"fonts need a package that is not installed: {error.name}",
            hint='Install it with: pip install "transpipe[fonts]"',
        ) from None
    number = -1
    if path.suffix == ".ttc":
        with TTCollection(path, lazy=True) as fonts:
            names = [one["name"].getBestFamilyName() for one in fonts]
        number = names.index(family)
    with TTFont(path, fontNumber=number, recalcTimestamp=False, lazy=True) as font:
        yield font


@cache
def _known(path: Path, family: str) -> frozenset[int]:
    with _font(path, family) as font:
        return frozenset(font.getBestCmap())


@lru_cache(256)
def _subset(path: Path, family: str, letters: frozenset[int]) -> str:
    """Return the part of a font that some letters need, as WOFF2 in base64."""
    with _font(path, family) as font:
        from fontTools.subset import Options, Subsetter  # noqa: PLC0415 - an extra

        options = Options(layout_features=["*"], hinting=False, notdef_outline=True, name_IDs=[])
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=sorted(letters))
        subsetter.subset(font)
        font.flavor = "woff2"
        out = io.BytesIO()
        font.save(out)
    return b64encode(out.getvalue()).decode()
