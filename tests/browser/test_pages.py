"""What readers get, in a real browser: every page, in every language."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from conftest import ROOT
from everything import FOLDERS, NAMES, STRONG
from projects import command, environment

if TYPE_CHECKING:
    from collections.abc import Callable

OUTPUT = ROOT / "output"
OWN = sorted(path.relative_to(OUTPUT).as_posix() for path in OUTPUT.rglob("*.html"))
PAGES = [f"all:{name}" for name in NAMES] + [f"own:{name}" for name in OWN]
EDITIONS = [name for name in PAGES if "/" in name]
PHONE = {"viewport": {"width": 390, "height": 800}}


@pytest.fixture
def path(site: Path, request: pytest.FixtureRequest) -> Path:
    where, _, name = request.param.partition(":")
    return (site if where == "all" else OUTPUT) / name


every_page = pytest.mark.parametrize("path", PAGES, indirect=True)
every_edition = pytest.mark.parametrize("path", EDITIONS, indirect=True)

_BROKEN_LINKS = """() => [...document.querySelectorAll('a[href^="#"]')]
    .map(a => decodeURIComponent(a.getAttribute('href').slice(1)))
    .filter(id => !document.getElementById(id))"""
_UNMARKED = """() => [...document.querySelectorAll('.gap')].filter(one => {
    const lang = one.closest('[lang]').lang;
    const box = one.closest('div.gap, li.gap, td.gap, th.gap, dt.gap, dd.gap') || one;
    const label = box.querySelector('.tag') || (box.previousElementSibling || one);
    return lang !== 'en' || !label;
}).map(one => one.outerHTML.slice(0, 200))"""
_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@every_page
def test_it_asks_for_nothing_and_has_no_error(path: Path, visit: Callable[..., Any]) -> None:
    watched = visit(path)
    watched.page.wait_for_load_state("load")
    assert watched.asked == []
    assert watched.errors == []
    assert watched.page.evaluate("() => getComputedStyle(document.body).marginTop") == "0px"
    assert watched.page.locator("script").count() == 0


@every_page
def test_links_land(path: Path, visit: Callable[..., Any]) -> None:
    page = visit(path).page
    assert page.evaluate(_BROKEN_LINKS) == []
    hrefs = page.eval_on_selector_all("a[href]", "all => all.map(a => a.getAttribute('href'))")
    for href in hrefs:
        if not re.match(r"[a-z]+:|#", href):
            assert (path.parent / unquote(href.partition("#")[0])).is_file(), href


@every_page
def test_nothing_sticks_out_on_a_phone(path: Path, visit: Callable[..., Any]) -> None:
    assert visit(path, **PHONE).page.evaluate(_OVERFLOW) == 0


@every_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(path: Path, scheme: str, visit: Callable[..., Any], axe: str) -> None:
    page = visit(path, color_scheme=scheme, bypass_csp=True).page
    page.evaluate(axe)
    found = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    violations = [
        (one["id"], [node["html"][:200] for node in one["nodes"][:3]])
        for one in found["violations"]
    ]
    assert violations == []


@every_edition
def test_every_fallback_has_its_language_and_a_label(path: Path, visit: Callable[..., Any]) -> None:
    page = visit(path).page
    count = page.locator(".gap").count()
    labels = page.locator(".gap .tag, .gap.tag, .tag:has(+ .gap)").count()
    assert page.evaluate(_UNMARKED) == []
    if path.parent.name != "en" and path.name == "all.html":
        assert count > 5
        assert labels > 0
        reader = page.evaluate("() => document.documentElement.lang")
        tags = page.eval_on_selector_all(
            ".tag", "all => all.map(t => t.parentElement.closest('[lang]').lang + t.lang)"
        )
        assert tags
        said = page.eval_on_selector_all(".tag", "all => all.map(t => t.closest('[lang]').lang)")
        assert set(said) == {reader}


def test_ids_are_equal_across_editions(site: Path, visit: Callable[..., Any]) -> None:
    for root, name in ((site, "all.html"), (OUTPUT, "statement.html")):
        ids = {
            folder: visit(root / folder / name).page.eval_on_selector_all(
                "article [id]", "all => all.map(one => one.id)"
            )
            for folder in FOLDERS
        }
        assert ids["en"]
        assert [folder for folder in FOLDERS if ids[folder] != ids["en"]] == []


def test_the_banner_and_the_lists_say_what_status_says(
    site: Path, visit: Callable[..., Any]
) -> None:
    done = subprocess.run(
        command(site.parent, "status", "--json"),
        env=environment(),
        capture_output=True,
        check=True,
    )
    languages = json.loads(done.stdout)["languages"]
    board = visit(site / "coverage.html").page
    index = visit(site / "index.html").page
    assert board.locator("tbody tr").count() == len(languages) == 13
    for one in languages:
        href = f"{one['folder']}/all.html"
        percent, total = one["percent"], one["total"]
        translated = one["states"]["translated"]
        row = board.locator(f'tr:has(a[href="{href}"])')
        assert row.locator(".pc").inner_text() == f"{percent}%"
        left = total["words"] - translated["words"]
        assert row.locator(".left").inner_text().split()[-1] == str(left)
        assert (
            row.locator(".pass").inner_text() == f"{translated['segments']} / {total['segments']}"
        )
        assert index.locator(f'a[href="{href}"] i').inner_text() == f"{percent}%"
        about = visit(site / href).page.locator(".about")
        share = about.locator("rect").nth(1).get_attribute("width")
        assert share == str(percent)
        said = [
            int("".join(str(int(digit)) for digit in number))
            for number in re.findall(r"\d+", about.inner_text())
        ]
        assert total["segments"] - translated["segments"] in said
        assert total["segments"] in said


@pytest.mark.parametrize("folder", ["en", "id", "my", "ms_Arab"])
def test_print_has_no_navigation(site: Path, folder: str, visit: Callable[..., Any]) -> None:
    page = visit(site / folder / "all.html").page
    assert page.locator("nav").is_visible()
    page.emulate_media(media="print")
    for selector in ("nav", ".skip", ".about ul", ".foot ul"):
        for one in page.locator(selector).all():
            assert not one.is_visible(), selector
    assert page.locator("h1").is_visible()
    assert page.locator("main").is_visible()


@pytest.mark.parametrize(
    ("tag", "strong"), [(tag, text) for tag, pairs in STRONG.items() for _, text in pairs]
)
def test_emphasis_next_to_punctuation(
    site: Path, tag: str, strong: str, visit: Callable[..., Any]
) -> None:
    page = visit(site / tag.replace("-", "_") / "all.html").page
    assert strong in page.locator("article p strong").all_inner_texts()
    assert "**" not in page.locator("article").inner_text()


def test_right_to_left(site: Path, visit: Callable[..., Any]) -> None:
    page = visit(site / "ms_Arab" / "all.html").page
    width = page.evaluate("() => document.documentElement.clientWidth")
    assert page.evaluate("() => getComputedStyle(document.body).direction") == "rtl"
    first = page.locator(".langs a").first.bounding_box()
    assert first["x"] > width / 2
    heading = page.evaluate(
        """() => { const r = document.createRange();
        r.selectNodeContents(document.querySelector('h1')); return r.getBoundingClientRect().right }"""
    )
    assert heading > width / 2
    ways = page.eval_on_selector_all(
        ".gap > p:not(.tag)", "all => all.map(one => getComputedStyle(one).direction)"
    )
    assert ways
    assert set(ways) == {"ltr"}
    label = page.locator(".tag").first
    assert label.evaluate("one => getComputedStyle(one).direction") == "rtl"


def test_dark_and_light_differ(site: Path, visit: Callable[..., Any]) -> None:
    color = "() => getComputedStyle(document.body).backgroundColor"
    light, dark = (
        visit(site / "id/all.html", color_scheme=scheme).page.evaluate(color)
        for scheme in ("light", "dark")
    )
    assert light != dark


def test_editions_are_small() -> None:
    sizes = {name: (OUTPUT / name).stat().st_size for name in OWN if "/" in name}
    assert max(sizes.values()) < 40_000, sizes


# The Nu HTML checker


def _vnu() -> Path | None:
    places = [
        Path(os.environ.get("TRANSPIPE_VNU", "")),
        Path(sys.prefix, "share/node_modules/vnu-jar/build/dist/vnu.jar"),
    ]
    return next((one for one in places if one.is_file()), None)


def test_the_nu_checker_says_nothing(site: Path) -> None:
    jar, java = _vnu(), shutil.which("java")
    if not (jar and java):
        pytest.skip("no Java, or no vnu.jar (npm's package vnu-jar, or TRANSPIPE_VNU)")
    pages = [*site.rglob("*.html"), *OUTPUT.rglob("*.html")]
    assert len(pages) == 32
    # Its guess at the language of a page knows neither Malay nor Filipino.
    done = subprocess.run(
        [java, "-jar", jar, "--no-langdetect", "--stdout", *pages],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("", "", 0)
