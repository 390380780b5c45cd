"""What readers get, in a real browser: every page, in every language."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from urllib.parse import unquote

import pytest

from browsing import Visit, Watched
from conftest import ROOT
from everything import FOLDERS, NAMES, STRONG
from pagetree import tree
from projects import command, environment

OUTPUT = ROOT / "output"
OWN = sorted(path.relative_to(OUTPUT).as_posix() for path in OUTPUT.rglob("*.html"))
DRAFTS = ["index.html", "coverage.html", *(f"{one}/all.html" for one in ("id", "my", "ms_Arab"))]
PAGES = [
    *(f"all:{name}" for name in NAMES),
    *(f"drafts:{name}" for name in DRAFTS),
    *(f"own:{name}" for name in OWN),
]


_BROKEN_LINKS = """() => [...document.querySelectorAll('a[href^="#"]')]
    .map(a => decodeURIComponent(a.getAttribute('href').slice(1)))
    .filter(id => !document.getElementById(id))"""
# The words of each fallback, its label aside, and whether a label stands in its run.
_FALLBACKS = """() => [...document.querySelectorAll('.gap')].map(gap => {
    const walker = document.createTreeWalker(gap, NodeFilter.SHOW_TEXT);
    const langs = new Set();
    while (walker.nextNode()) {
        const element = walker.currentNode.parentElement;
        if (walker.currentNode.data.trim() && !element.closest('.tag, pre, .alert-title, a[role^=doc-]'))
            langs.add(element.closest('[lang]').lang + ' ' + element.closest('[dir]').dir);
    }
    for (const image of gap.querySelectorAll('img'))
        langs.add(image.closest('[lang]').lang + ' ' + image.closest('[dir]').dir);
    let run = gap;
    while (run && run.matches('.gap') && !run.querySelector('.tag')) run = run.previousElementSibling;
    const tag = run && (run.matches('.tag') ? run : run.matches('.gap') && run.querySelector('.tag'));
    return [[...langs], tag ? tag.closest('[lang]').lang : '', gap.outerHTML.slice(0, 120)];
})"""
_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Combining marks that stand on another line than what they belong to.
_TORN = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const range = document.createRange(), torn = [];
    const rects = (node, start) => {
        range.setStart(node, start);
        range.setEnd(node, start + 1);
        return range.getClientRects();
    };
    while (walker.nextNode()) {
        const node = walker.currentNode;
        for (let i = 1; i < node.data.length; i++) {
            if (!/\\p{M}/u.test(node.data[i])) continue;
            const before = rects(node, i - 1), here = rects(node, i);
            if (before.length && here.length && here[0].top > before[before.length - 1].bottom)
                torn.push(node.data.slice(Math.max(0, i - 5), i + 5));
        }
    }
    return torn;
}"""
_BROKEN_IMAGES = """() => [...document.images].filter(one => !one.naturalWidth)
    .map(one => one.outerHTML)"""
_MARGIN = "() => getComputedStyle(document.body).marginTop"


def _requests(watched: Watched, _path: Path) -> Iterator[str]:
    """Yield what it asked for, and what its policy or its code complained of."""
    watched.page.wait_for_load_state("load")
    yield from watched.asked
    yield from watched.errors
    if watched.page.evaluate(_MARGIN) != "0px":
        yield "the sheet is not applied"
    if watched.page.locator("script").count():
        yield "a script"


def _images(watched: Watched, path: Path) -> Iterator[str]:
    yield from watched.page.evaluate(_BROKEN_IMAGES)
    if path.name == "all.html" and watched.page.locator("img").count() != 4:
        yield "not all images"


def _links(watched: Watched, path: Path) -> Iterator[str]:
    yield from watched.page.evaluate(_BROKEN_LINKS)
    hrefs = "all => all.map(one => one.getAttribute('href'))"
    for href in watched.page.eval_on_selector_all("a[href]", hrefs):
        target = unquote(href.partition("#")[0])
        if not re.match(r"[a-z]+:|#", href) and not (path.parent / target).is_file():
            yield f"{href} is not there"


def _fallbacks(watched: Watched, path: Path) -> Iterator[str]:
    reader = watched.page.evaluate("() => document.documentElement.lang")
    found = watched.page.evaluate(_FALLBACKS)
    for langs, label, html in found:
        if langs != ["en ltr"] or label != reader:
            yield f"{langs} {label}: {html}"
    if path.name == "all.html" and (len(found) > 5) != (reader != "en"):
        yield f"{len(found)} fallbacks"


def _on_a_phone(watched: Watched, _path: Path) -> Iterator[str]:
    watched.page.set_viewport_size({"width": 390, "height": 800})
    if over := watched.page.evaluate(_OVERFLOW):
        yield f"{over} pixels too wide"
    yield from watched.page.evaluate(_TORN)


def _axe(watched: Watched, _path: Path) -> Iterator[str]:
    watched.page.set_viewport_size({"width": 1200, "height": 900})
    script = (resources.files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
    watched.page.evaluate(script)
    for scheme in ("light", "dark"):
        watched.page.emulate_media(color_scheme=scheme)
        found = watched.page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
        for one in found["violations"]:
            yield f"{scheme} {one['id']}: {[node['html'][:150] for node in one['nodes'][:3]]}"


@pytest.mark.parametrize("where", PAGES)
def test_every_page_is_sound(where: str, site: Path, drafts: Path, visit: Visit) -> None:
    root, _, name = where.partition(":")
    path = {"all": site, "drafts": drafts, "own": OUTPUT}[root] / name
    watched = visit(path)
    checks = (_requests, _images, _links, _fallbacks, _on_a_phone, _axe)
    assert [problem for check in checks for problem in check(watched, path)] == []


def test_ids_are_equal_across_editions(site: Path, drafts: Path) -> None:
    for root, name in ((site, "all.html"), (drafts, "all.html"), (OUTPUT, "statement.html")):
        ids = {
            folder: [
                one.attributes["id"]
                for one in tree((root / folder / name).read_text("utf-8")).one("article").walk()
                if "id" in one.attributes
            ]
            for folder in FOLDERS
        }
        assert ids["en"]
        assert [folder for folder in FOLDERS if ids[folder] != ids["en"]] == []


def test_the_banner_and_the_lists_say_what_status_says(site: Path, visit: Visit) -> None:
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
        about = tree((site / href).read_text("utf-8")).one(class_="about")
        assert about.all("rect")[1].attributes["width"] == str(percent)
        said = [
            int("".join(str(int(digit)) for digit in number))
            for number in re.findall(r"\d+", about.text)
        ]
        assert total["segments"] - translated["segments"] in said
        assert total["segments"] in said


def test_a_draft_says_what_status_says(drafts: Path) -> None:
    done = subprocess.run(
        command(drafts.parent, "status", "--json"),
        env=environment(),
        capture_output=True,
        check=True,
    )
    index = tree((drafts / "index.html").read_text("utf-8"))
    for one in json.loads(done.stdout)["languages"]:
        share = one["states"]["fuzzy"]["words"] * 100 // one["total"]["words"]
        href = f"{one['folder']}/all.html"
        bar = tree((drafts / href).read_text("utf-8")).one(class_="about").all("rect")
        assert [rect.attributes.get("x", "") for rect in bar] == ["", "", str(one["percent"])]
        assert [int(rect.attributes["width"]) for rect in bar] == [100, one["percent"], share]
        row = index.one("a", href=href)
        assert row.one(class_="dr").text == f"Draft {share}%"
        assert row.one("i").text == f"{one['percent']}%"


@pytest.mark.parametrize("folder", ["en", "id", "my", "ms_Arab"])
def test_print_has_no_navigation(site: Path, folder: str, visit: Visit) -> None:
    page = visit(site / folder / "all.html").page
    assert page.locator("nav").is_visible()
    page.emulate_media(media="print")
    for selector in ("nav", ".skip", ".about ul", ".foot ul"):
        for one in page.locator(selector).all():
            assert not one.is_visible(), selector
    assert page.locator("h1").first.is_visible()
    assert page.locator("main").is_visible()


@pytest.mark.parametrize(
    ("tag", "strong"), [(tag, text) for tag, pairs in STRONG.items() for _, text in pairs]
)
def test_emphasis_next_to_punctuation(site: Path, tag: str, strong: str, visit: Visit) -> None:
    page = visit(site / tag.replace("-", "_") / "all.html").page
    assert strong in page.locator("article p strong").all_inner_texts()
    assert "**" not in page.locator("article").inner_text()


def test_right_to_left(site: Path, visit: Visit) -> None:
    page = visit(site / "ms_Arab" / "all.html").page
    width = page.evaluate("() => document.documentElement.clientWidth")
    assert page.evaluate("() => getComputedStyle(document.body).direction") == "rtl"
    first = page.locator(".langs a").first.bounding_box()
    assert first
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


def test_dark_and_light_differ(site: Path, visit: Visit) -> None:
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


def test_the_nu_checker_says_nothing(site: Path, drafts: Path) -> None:
    jar, java = _vnu(), shutil.which("java")
    if not (jar and java):
        pytest.skip("no Java, or no vnu.jar (npm's package vnu-jar, or TRANSPIPE_VNU)")
    pages = [one for root in (site, drafts, OUTPUT) for one in root.rglob("*.html")]
    assert len(pages) == 48
    # Its guess at the language of a page knows neither Malay nor Filipino.
    done = subprocess.run(
        [java, "-jar", jar, "--no-langdetect", "--stdout", *pages],
        capture_output=True,
        text=True,
        check=False,
    )
    # Nor where a page stands that it reads from a file, so that 'self' is nowhere to it; that the
    # browser shows the images is tested above.
    own = re.compile(
        r'".*/all\.html":.* image “(?:map|wide)\.png” blocked by “img-src” directive\.'
    )
    assert [one for one in done.stdout.splitlines() if not own.fullmatch(one)] == []
    assert done.stderr == ""
