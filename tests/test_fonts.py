"""Fonts inside pages: what a page needs of them, and nothing from anywhere else."""

from __future__ import annotations

import io
import re
import sys
from base64 import b64decode
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from projects import make, translate
from transpipe.cli.main import run
from transpipe.errors import TranspipeError
from transpipe.languages import language
from transpipe.page import fonts
from transpipe.page.fonts import font_faces, installed

_FACE = re.compile(
    r'@font-face\{font-family:"([^"]+)";font-weight:(\d+);src:url\(data:font/woff2;base64,([^)]*)\)'
)
needs_noto = pytest.mark.skipif(
    "NotoSansKhmer-Regular.ttf" not in installed(), reason="the Noto fonts are not installed"
)
needs_cjk = pytest.mark.skipif(
    "NotoSansCJK-Regular.ttc" not in installed(), reason="the CJK fonts are not installed"
)


def faces(tags: str, html: str, own: str) -> list[tuple[str, str, TTFont]]:
    rules = font_faces([language(tag) for tag in tags.split()], html, language(own))
    return [
        (family, weight, TTFont(io.BytesIO(b64decode(data))))
        for family, weight, data in _FACE.findall(rules)
    ]


@needs_noto
def test_a_page_has_the_letters_it_shows() -> None:
    found = faces("en km th", "<p>ខ្មែរ abc</p>", "km")
    assert [(family, weight) for family, weight, _ in found] == [
        ("Noto Sans Khmer", "400"),
        ("Noto Sans Khmer", "700"),
    ]
    for _, _, font in found:
        assert set(font.getBestCmap()) == {ord(one) for one in "ខ្មែរ"}
        assert {"GSUB", "GPOS"} <= set(font.keys())


@needs_noto
def test_other_scripts_come_in_one_weight() -> None:
    found = faces("km th en", "<p>ខ ก</p>", "en")
    assert [(family, weight) for family, weight, _ in found] == [
        ("Noto Sans Khmer", "400"),
        ("Noto Sans Thai", "400"),
    ]


@needs_noto
def test_entities_are_letters() -> None:
    ((_, _, font),) = faces("th", "&#3585;", "en")
    assert set(font.getBestCmap()) == {0x0E01}


@needs_cjk
def test_a_collection_gives_the_right_font() -> None:
    ((family, _, font),) = faces("zh-Hans", "停火", "en")
    assert family == "Noto Sans CJK SC"
    assert set(font.getBestCmap()) == {ord("停"), ord("火")}


@needs_noto
def test_the_same_page_has_the_same_fonts() -> None:
    arguments = ([language("km")], "ខ្មែរ", language("km"))
    first = font_faces(*arguments)
    fonts._subset.cache_clear()  # noqa: SLF001
    assert font_faces(*arguments) == first


def test_latin_needs_none() -> None:
    assert font_faces([language("en"), language("vi")], "Tiếng Việt", language("vi")) == ""


def test_a_font_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "installed", dict)
    with pytest.raises(TranspipeError, match="NotoSansKhmer-Regular is not installed") as error:
        font_faces([language("km")], "ខ", language("km"))
    assert "fonts-noto-core" in error.value.hint


@needs_noto
def test_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts._known.cache_clear()  # noqa: SLF001
    monkeypatch.setitem(sys.modules, "fontTools.ttLib", None)
    with pytest.raises(TranspipeError, match="fonts need a package") as error:
        font_faces([language("km")], "ខ", language("km"))
    assert "transpipe[fonts]" in error.value.hint


@needs_noto
def test_the_policy_allows_them_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = 'languages = ["km"]\n[page]\nembed_fonts = true\n'
    monkeypatch.chdir(make(tmp_path / "project", {"letter.md": "# Open letter\n"}, config))
    assert run(["-q", "update"]) == 0
    translate(Path(), [("Open letter", "លិខិតចំហ")], folder="km")
    assert run(["build"]) == 0
    html = Path("output/km/letter.html").read_text(encoding="utf-8")
    assert "font-src data:;" in html
    assert len(_FACE.findall(html)) == 2
    assert "url(" not in _FACE.sub("", html)
