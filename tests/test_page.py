"""Pages: what readers are told, what links where, and that nothing active gets in."""

from __future__ import annotations

import ast
import base64
import datetime as dt
import hashlib
import re
import subprocess
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, PackageLoader, nodes

from growth import grows_too_fast
from pagetree import Element, tree
from transpipe.catalog import Catalog, Message, State
from transpipe.document import Kind
from transpipe.edition import Edition, Refusal, coverage, localize
from transpipe.languages import LANGUAGES, Language, language
from transpipe.markdown import Dialect, segment
from transpipe.page import (
    Page,
    PageSettings,
    Site,
    coverage_page,
    edition_page,
    index_page,
    summarize,
)
from transpipe.page.sanitize import clean, in_one_order, is_safe_address
from transpipe.page.site import link_to
from transpipe.page.style import needs, sheet
from transpipe.page.summary import Summary, Title, word_changes
from transpipe.page.words import Words, words

DIALECT = Dialect()
ENGLISH = language("en")
ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "transpipe" / "page"
MAIN = ["id", "ms", "ms-Arab", "fil", "vi", "th", "lo", "km", "my", "ta", "zh-Hans", "pt", "tet"]
SITE = Site("index.html", "coverage.html")
TEXT = """\
---
title: A title
---

# A title

First paragraph of five words.

Second one.

<!-- i18n:optional-start -->

- Viet Tan

<!-- i18n:optional-end -->
"""


def catalog(targets: dict[str, str], fuzzy: tuple[str, ...] = (), previous: str = "") -> Catalog:
    parts = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n']
    for source, target in targets.items():
        flag = "#, fuzzy\n" if source in fuzzy else ""
        old = f'#| msgid "{previous}"\n' if source in fuzzy and previous else ""
        parts.append(f'{flag}{old}msgid "{source}"\nmsgstr "{target}"\n')
    return Catalog.parse("\n".join(parts).encode(), "a.po")


def page_of(
    tag: str = "id",
    targets: dict[str, str] | None = None,
    text: str = TEXT,
    *,
    drafts: bool = False,
    fuzzy: tuple[str, ...] = (),
    previous: str = "",
    name: str = "source/a.md",
) -> Page:
    document = segment(name, text, DIALECT)
    found = localize(
        document, catalog(targets or {}, fuzzy, previous), DIALECT, language=tag, drafts=drafts
    )
    stem = name.removeprefix("source/").removesuffix(".md")
    return Page(found, language(tag), stem, f"locale/{tag}/LC_MESSAGES/{stem}.po")


def html_of(page: Page, **more: Any) -> str:
    return edition_page(
        page,
        source_language=ENGLISH,
        dialect=DIALECT,
        coverage=coverage(page.edition),
        **more,
    )


def summed(*pages: Page) -> list[Summary]:
    return [
        summarize(one, coverage(one.edition), Title.of(one.edition.document, DIALECT), ENGLISH)
        for one in pages
    ]


def shown(page: Page, **more: Any) -> Element:
    return tree(html_of(page, **more))


def languages(tags: tuple[str, ...] = ("en", "id", "ms-Arab")) -> list[Language]:
    return [language(tag) for tag in tags]


def editions(text: str = TEXT, tags: tuple[str, ...] = ("en", "id", "ms-Arab")) -> list[Page]:
    return [page_of(tag, {"A title": f"⟦{tag}⟧"} if tag != "en" else {}, text) for tag in tags]


# What a reader is told


def test_the_page_is_in_its_language() -> None:
    for tag, direction in (("id", "ltr"), ("ms-Arab", "rtl")):
        root = shown(page_of(tag)).one("html")
        assert (root.attributes["lang"], root.attributes["dir"]) == (tag, direction)


def test_the_banner_says_what_is_translated() -> None:
    page = page_of("id", {"A title": "Judul", "Second one.": "Yang kedua."})
    about = shown(page, reviewed=False).one(class_="about").text
    found = coverage(page.edition)
    assert f"{found.percent}% telah diterjemahkan" in about
    assert "Masih dalam bahasa Inggris dan diberi tanda: 1 dari 4 bagian." in about
    assert "Belum ditinjau oleh manusia." in about
    assert "teks bahasa Inggris yang berlaku" in about


def test_a_whole_translation_has_nothing_to_mark() -> None:
    everything = {s: f"⟦{s}⟧" for s in ("A title", "First paragraph of five words.", "Second one.")}
    page = shown(page_of("id", everything), reviewed=True)
    about = page.one(class_="about").text
    assert "100% telah diterjemahkan" in about
    assert "Masih dalam" not in about
    assert "Telah ditinjau oleh manusia." in about
    assert not page.all(class_="tag")
    names = page.one("article").one("ul", class_="names") if page.all(class_="names") else None
    assert (names or page.one("article").all("li")[0]).lang == "en"


def test_nothing_is_said_of_what_is_not_known() -> None:
    page = page_of("id", {"A title": "Judul"})
    about = shown(page, settings=PageSettings(prevails=False)).one(class_="about")
    assert "ditinjau" not in about.text
    assert "berlaku" not in about.text
    whole = {s.source: f"⟦{s.source}⟧" for s in page.edition.document.segments}
    rest = shown(page_of("id", whole), settings=PageSettings(prevails=False)).one(class_="about")
    assert len(rest.all("p")) == 1


def test_sentences_are_joined_as_their_script_does() -> None:
    assert "4 จาก 4 ส่วน หากข้อความ" in shown(page_of("th")).one(class_="about").text
    assert "其中 4 段。各版本" in shown(page_of("zh-Hans")).one(class_="about").text


def test_dates_are_the_readers_own() -> None:
    about = shown(page_of("th"), revised=dt.date(2026, 11, 23), revision="3f9c1e2")
    assert "23 พฤศจิกายน พ.ศ. 2569 (ค.ศ. 2026) · ฉบับแก้ไข: 3f9c1e2" in about.one(class_="about").text
    alone = shown(page_of("id"), revision="3f9c1e2").one(class_="about").text
    assert "Revisi: 3f9c1e2" in alone
    assert "·" not in alone


def test_the_original_says_that_it_is_one() -> None:
    page = page_of("en")
    about = shown(page, languages=languages(), site=SITE).one(class_="about")
    assert about.text == (
        "This is the original text. If a translation differs from it, this text prevails."
    )
    assert not shown(page).all(class_="tag")
    silent = shown(page, settings=PageSettings(prevails=False)).one(class_="about")
    assert "prevails" not in silent.text


def test_links_lead_to_the_source_and_to_helping() -> None:
    links = {
        one.attributes["href"]: one.text
        for one in shown(page_of("id"), languages=languages(), site=SITE)
        .one(class_="about")
        .all("a")
    }
    assert links == {
        "../en/a.html": "Teks asli (English)",
        "../coverage.html": "Bantu menerjemahkan",
    }
    site = Site(help="https://example.org/help")
    about = shown(page_of("id"), site=site).one(class_="about")
    assert about.one("a").attributes["href"] == "https://example.org/help"


def test_the_list_of_languages() -> None:
    nav = shown(page_of("id"), languages=languages()).one("nav")
    assert [
        (one.text, one.attributes["href"], one.attributes["lang"], one.attributes["hreflang"])
        for one in nav.all("a")
    ] == [
        ("English", "../en/a.html", "en", "en"),
        ("Bahasa Indonesia", "a.html", "id", "id"),
        ("بهاس ملايو", "../ms_Arab/a.html", "ms-Arab", "ms-Arab"),
    ]
    assert [one.attributes.get("aria-current") for one in nav.all("a")] == [None, "page", None]
    assert nav.all("a")[2].attributes["dir"] == "rtl"
    assert not shown(page_of("id")).all("nav")


def test_alternates_are_the_same_on_all_editions() -> None:
    pages = editions()
    found = []
    for page in pages:
        base = PageSettings(base_url="https://example.org/s/")
        whole = shown(page, languages=languages(), site=SITE, settings=base)
        found.append(
            [
                (one.attributes["hreflang"], one.attributes["href"])
                for one in whole.all("link", rel="alternate")
            ]
        )
        canonical = whole.one("link", rel="canonical").attributes["href"]
        assert canonical == f"https://example.org/s/{page.path}"
        assert whole.one("meta", property="og:url").attributes["content"] == canonical
    assert found[0] == found[1] == found[2]
    assert found[0][-1] == ("x-default", "https://example.org/s/en/a.html")


def test_addresses_are_relative_where_the_sites_is_not_known() -> None:
    page = shown(page_of("id"), languages=languages())
    links = [one.attributes["href"] for one in page.all("link", rel="alternate")]
    assert links == ["../en/a.html", "a.html", "../ms_Arab/a.html", "../en/a.html"]
    assert not page.all("link", rel="canonical")
    assert not page.all("meta", property="og:title")


def test_what_is_not_listed_asks_not_to_be_indexed() -> None:
    page = shown(page_of("id"), languages=[ENGLISH], site=SITE, listed=False)
    assert page.one("meta", name="robots").attributes["content"] == "noindex"
    assert not page.all("link", rel="alternate")


def test_drafts_say_so() -> None:
    targets, fuzzy = {"A title": "Judul", "Second one.": "Draf kedua."}, ("Second one.",)
    page = shown(page_of("id", targets, drafts=True, fuzzy=fuzzy))
    assert page.one(class_="warn").text.startswith("Ini adalah draf.")
    assert [m.attributes["content"] for m in page.all("meta", name="robots")] == ["noindex"]
    about = page.one(class_="about")
    assert "Draf, belum ditinjau: 18%. Selesai: 36%." in about.text
    assert [one.attributes.get("width") for one in about.all("rect")] == ["100", "36", "18"]
    draft = page.one("div", class_="draft")
    assert draft.text == "Draf Draf kedua."
    assert draft.lang == "id"
    unpublished = shown(page_of("id", targets, fuzzy=fuzzy))
    assert "Draf kedua." not in unpublished.one("main").text
    assert not unpublished.all(class_="warn")
    none = shown(page_of("id", {"A title": "Judul"}, drafts=True))
    assert not none.all(class_="warn")
    assert not none.all("meta", name="robots")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("# One\n", "One"),
        ("\ufeff# *One*\n", "One"),
        ("  One\n  two\n=====\n", "One two"),
        ("Zero\n---\n\nOne\r\n===", "One"),
        ("## Zero\n\n> # No\n\n- # No\n\n1. No\n   ===\n\n# One", "One"),
        ("---\ntitle: T *t*\n---\n\n## Zero\n", "T *t*"),
        ("---\ntitle: T\n---\n\n## Zero\n\n#\tOne #\n", "One"),
        ("## Zero\n\n### Other\n", "Zero"),
        ("#hashtag\n\n####### Text\n", ""),
    ],
)
def test_lists_have_the_titles_of_the_pages(text: str, title: str) -> None:
    page = page_of("en", text=text)
    assert Title.of(page.edition.document, DIALECT).text == title
    assert shown(page).one("title").text == (title or "a")


def test_titles() -> None:
    named = shown(page_of("id", {"A title": "*Judul* & x"}), settings=PageSettings(title="Situs"))
    assert named.one("title").text == "Judul & x – Situs"
    assert "lang" not in named.one("title").attributes
    assert shown(page_of("id")).one("title").attributes == {"lang": "en"}
    assert shown(page_of("ms-Arab")).one("title").attributes == {"lang": "en", "dir": "ltr"}
    assert shown(page_of("id", text="Text.\n")).one("title").text == "a"


def test_descriptions_are_in_the_pages_language() -> None:
    assert not shown(page_of("id")).all("meta", name="description")
    told = shown(page_of("id", {"First paragraph of five words.": r"Yang \"pertama\"."}))
    assert told.one("meta", name="description").attributes["content"] == 'Yang "pertama".'
    own = shown(page_of("id"), settings=PageSettings(description="Apa", base_url="https://x.org"))
    assert own.one("meta", property="og:description").attributes["content"] == "Apa"


@pytest.mark.parametrize(
    ("contact", "href"),
    [
        ("a@b.example", "mailto:a@b.example"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("https://b.example/c", "https://b.example/c"),
        ("javascript:alert(1)", ""),
        ("The office, Jakarta", ""),
        ("b.example", ""),
    ],
)
def test_licence_and_contact(contact: str, href: str) -> None:
    settings = PageSettings(licence="CC <BY>", contact=contact)
    foot = shown(page_of("id"), settings=settings).one("footer")
    assert "Lisensi: CC <BY>" in foot.text
    assert "Kontak: " + contact.removeprefix("mailto:") in foot.text
    assert [one.attributes["href"] for one in foot.all("a")] == ([href] if href else [])


def test_the_foot_links_to_the_other_pages() -> None:
    foot = shown(page_of("id"), site=SITE, markdown=True).one("footer")
    assert [(one.attributes["href"], one.text) for one in foot.all("a")] == [
        ("../index.html", "Semua bahasa"),
        ("../coverage.html", "Status terjemahan"),
        ("a.md", "Teks ini dalam format Markdown"),
    ]


def test_words_that_a_language_lacks_are_marked_as_english() -> None:
    page = shown(page_of("tet"), site=SITE, reviewed=False)
    for part in (page.one(class_="about"), page.one("footer"), page.one(class_="skip")):
        for one in part.walk():
            if not one.name and re.search("[A-Za-z]{2}", one.data):
                assert one.parent
                assert one.parent.lang == "en", one.data
    assert "Still in English" in page.one(class_="about").text


def test_other_source_languages() -> None:
    page = page_of("en", {})
    found = edition_page(
        replace(page, language=language("id")),
        source_language=language("th"),
        dialect=DIALECT,
        coverage=coverage(page.edition),
    )
    about = tree(found).one(class_="about")
    assert "Masih dalam ไทย dan" in about.text
    assert {one.text for one in about.all("span", lang="th")} == {"ไทย"}


# Safety


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '<a href=\\"javascript:alert(1)\\">x</a>',
    "[x](javascript:alert(1))",
    "[x](vbscript:x) [y](data:text/html,x) [z](ms-msdt:/id) [w](intent://x)",
    "[x](//evil.example) [y](https://user@evil.example) [z](/\\\\evil.example)",
    "<iframe src=https://evil.example></iframe>",
    "<form action=https://evil.example><input name=a></form>",
    "<style>*{display:none}</style>",
    "</article></main><h1>x</h1>",
    "{{ 7*7 }} {% raw %} {0} {language} %(x)s",
    "<!-- --><base href=https://evil.example>",
    "<p style=position:fixed onclick=x() class=skip>x</p>",
    "<meta http-equiv=refresh content=0>",
    "<object data=x></object><embed src=x>",
    "<textarea>", "<plaintext>", "<!--", "<title>", "<noscript>", "<template>", "<math><x>",
    "\u202e", "]]>", "<![CDATA[",
]  # fmt: skip
_OK = re.compile(r"(?:https?:|mailto:|#|[\w./%-]*(?:$|[#?]))")


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_active_gets_into_a_page(attack: str) -> None:
    sources = ("A title", "First paragraph of five words.", "Second one.")
    page = page_of("id", dict.fromkeys(sources, f"x {attack} y"))
    settings = PageSettings(title=unescape(attack), licence=attack, contact=attack)
    for html in (
        html_of(page, languages=[page.language], settings=settings, revision=attack),
        index_page(summed(page), source_language=ENGLISH, settings=settings),
        coverage_page(summed(page), source_language=ENGLISH, settings=settings),
    ):
        whole = tree(html)
        assert not whole.all("script")
        assert "7*7" not in html or "{{ 7*7 }}" in html
        assert whole.one("footer")
        assert whole.one("main")
        for one in whole.walk():
            assert one.name not in ("iframe", "form", "object", "embed", "base", "textarea", "math")
            assert not [key for key in one.attributes if key.startswith("on") or key == "style"]
            if one.name == "a" and "href" in one.attributes:
                assert _OK.match(one.attributes["href"]), one.attributes
        assert [m.attributes.get("content") for m in whole.all("meta", http_equiv="refresh")] == []


def test_the_policy_allows_this_sheet_alone() -> None:
    page = shown(page_of("id"))
    style = page.one("style").children[0].data
    policy = page.one("meta", http_equiv="Content-Security-Policy").attributes["content"]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}';" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert page.one("meta", name="referrer").attributes["content"] == "no-referrer"


def test_the_same_is_the_same() -> None:
    first, second = (
        html_of(page_of("id"), languages=languages()),
        html_of(page_of("id"), languages=languages()),
    )
    assert first == second


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://example.org/a?b#c", True),
        ("http://example.org", True),
        ("mailto:a@example.org", True),
        ("#part", True),
        ("a/b.html", True),
        ("./a:b", True),
        ("/a", True),
        ("?q=1", True),
        ("", True),
        ("//example.org", False),
        ("\\\\example.org", False),
        ("/\\example.org", False),
        ("https://user:pw@example.org", False),
        ("https://", False),
        ("javascript:alert(1)", False),
        ("java\tscript:alert(1)", False),
        (" javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,x", False),
        ("ms-msdt:/id", False),
        ("intent://x", False),
        ("%6aavascript:x", False),
        ("https://a\u202eb", False),
    ],
)
def test_addresses(address: str, *, safe: bool) -> None:
    assert is_safe_address(address) is safe


def test_the_authors_html_stays_as_far_as_it_is_harmless() -> None:
    html = (
        '<p class="x" lang="th" onclick="y()">a <kbd>b</kbd> <img src="c.png" alt="d" width="9" '
        'height="50%"></p><details open=""><summary>e</summary></details><input name="n" value="v">'
    )
    assert clean(html) == (
        '<p class="x" lang="th">a <kbd>b</kbd> <img src="c.png" alt="d" width="9"></p>'
        '<details open=""><summary>e</summary></details><input type="checkbox" disabled="">'
    )


@pytest.mark.parametrize("added", ['disabled="" type="checkbox"', 'type="checkbox" disabled=""'])
def test_what_is_added_to_an_input_has_one_order(added: str) -> None:
    one = f'<p>disabled="" type="checkbox"&gt; <input checked="" {added}> x</p>'
    wanted = one.replace(f"{added}> x", 'type="checkbox" disabled=""> x')
    assert in_one_order(one) == wanted
    assert clean(wanted) == wanted


@pytest.mark.parametrize("unit", ["<div>", "<ul><li>", "<b><p>", "<a href=x>"])
def test_deep_html_takes_no_longer_than_its_length(unit: str) -> None:
    assert not grows_too_fast(lambda size: lambda: clean(unit * size), 40_000)


def test_html_of_ordinary_depth_is_left_alone() -> None:
    html = "<div>" * 1999 + "x" + "</div>" * 1999 + "<p>" + "<b>y</b>" * 5000 + "</p>"
    assert clean(html) == html
    assert "&lt;div&gt;" in clean("<div>" * 2001)


# Other pages


def test_the_index_lists_the_editions() -> None:
    pages = editions()
    page = tree(index_page(summed(*pages), source_language=ENGLISH, site=SITE))
    assert page.one("title").text == page.one("h1").text == "A title"
    rows = page.one("ul", class_="pick").all("li")
    assert [row.one("a").attributes["href"] for row in rows] == [one.path for one in pages]
    assert [row.one("b").text for row in rows] == ["English", "Bahasa Indonesia", "بهاس ملايو"]
    assert rows[0].one("span", class_="pc").text == "Original text"
    assert rows[1].one("span", class_="ti").text == "⟦id⟧"
    assert rows[1].one("i").text == f"{coverage(pages[1].edition).percent}%"
    assert page.one("footer").one("a").attributes["href"] == "coverage.html"


def test_the_index_of_several_documents() -> None:
    pages = [*editions(), page_of("id", {}, "# B\n", name="source/sub/b.md")]
    settings = PageSettings(title="All", description="Of it", base_url="https://x.org")
    page = tree(
        index_page(
            summed(*pages),
            source_language=ENGLISH,
            settings=settings,
            language=language("id"),
            path="sub/index.html",
        )
    )
    assert page.one("h1").text == "All"
    assert [(one.text, one.lang) for one in page.all("h2")] == [("A title", "en"), ("B", "en")]
    assert page.all("ul", class_="pick")[1].one("a").attributes["href"] == "id/b.html".replace(
        "id/", "../id/sub/"
    )
    assert page.one("link", rel="canonical").attributes["href"] == "https://x.org/sub/index.html"
    untitled = tree(index_page(summed(*pages), source_language=ENGLISH))
    assert untitled.one("h1").text == "All languages"


def test_an_index_of_nothing() -> None:
    page = tree(index_page(summed(), source_language=ENGLISH))
    assert page.one("h1").text == "All languages"
    assert not page.all("li")


def test_a_document_without_a_title_has_its_name() -> None:
    page = tree(index_page(summed(page_of("id", {}, "Text.\n")), source_language=ENGLISH))
    assert page.one("h1").text == "source/a.md"
    titled = page_of("id", {}, "---\ntitle: T\n---\n\nText.\n")
    assert tree(index_page(summed(titled), source_language=ENGLISH)).one("h1").text == "T"


def coverage_of(*pages: Page, **more: Any) -> Element:
    return tree(coverage_page(summed(*pages), source_language=ENGLISH, **more))


def test_coverage_has_a_strip_for_each_language() -> None:
    pages = editions()
    page = coverage_of(*pages, site=SITE)
    rows = page.one("tbody").all("tr")
    assert [row.one("a").attributes["href"] for row in rows] == [one.path for one in pages[1:]]
    found = coverage(pages[1].edition)
    assert rows[0].one("td", class_="pc").text == f"{found.percent}%"
    assert rows[0].one("td", class_="left").text == f"Words left: {found.left}"
    assert rows[0].one("td", class_="pass").text == "2 / 4"
    blocks = rows[0].one("td", class_="strip").all("rect")
    assert [one.attributes["class"] for one in blocks] == ["t", "t", "u", "u"]
    widths = [float(one.attributes["width"].rstrip("%")) for one in blocks]
    assert sum(widths) == pytest.approx(100, abs=0.5)
    assert widths[2] == pytest.approx(5 / 11 * 100, abs=0.1)
    assert f"Words left: {found.left * 2}" in page.one(class_="say").text


def test_coverage_lists_what_is_left_with_its_places() -> None:
    targets = {"A title": "Judul", "First paragraph of five words.": "x", "Second one.": "Dua."}
    one = page_of("id", targets, fuzzy=("Second one.",), previous="Second two.")
    refused = Message("First paragraph of five words.", "x", State.TRANSLATED, target_line=8)
    broken = replace(
        one.edition,
        refusals={2: Refusal("T105", "breaks <out>")},
        left={**one.edition.left, 2: refused},
    )
    page = coverage_of(replace(one, edition=broken))
    items = page.one("details").one("ol").all("li")
    assert [item.one("code").text for item in items] == [
        "locale/id/LC_MESSAGES/a.po:8 · source/a.md:7",
        "locale/id/LC_MESSAGES/a.po:13 · source/a.md:9",
    ]
    assert "refused · Words: 5" in items[0].text
    assert "T105: breaks <out>" in items[0].text
    assert "to be reviewed · Words: 2" in items[1].text
    assert (items[1].one("del").text, items[1].one("ins").text) == ("two", "one")
    blocks = page.one("tbody").all("rect")
    assert [block.attributes["class"] for block in blocks] == ["t", "t", "r", "f"]


def test_coverage_with_nothing_left() -> None:
    whole = dict.fromkeys(("A title", "First paragraph of five words.", "Second one."), "x")
    page = coverage_of(page_of("id", whole))
    assert "Nothing is left." in page.one("main").text
    assert "Languages complete: 1 of 1. Words left: 0." in page.one("main").text


def test_coverage_of_several_documents_is_one_strip() -> None:
    other = page_of("id", {}, "# B\n\nMore.\n", name="source/b.md")
    page = coverage_of(page_of("id"), other, settings=PageSettings(title="S"))
    assert len(page.one("tbody").all("tr")) == 1
    assert not page.one("tbody").all("a")
    assert page.one(class_="sub").text == "A title · B"
    assert page.one("title").text == "Translation status – S"
    assert len(page.one("tbody").all("rect")) == 6


def test_coverage_of_a_long_document_stays_small() -> None:
    text = "\n\n".join(f"Passage number {number}." for number in range(2000))
    html = coverage_page(summed(page_of("id", {}, text)), source_language=ENGLISH)
    page = tree(html)
    assert len(page.one("tbody").all("rect")) == 1
    assert len(page.one("ol").all("li")) == 500
    assert "More passages: 1,500" in page.one("details").text
    assert len(html) < 200_000


def test_coverage_in_another_language() -> None:
    page = coverage_of(page_of("my"), page_of("ms-Arab"), language=language("ms-Arab"))
    assert page.one("html").attributes["dir"] == "rtl"
    assert page.one("h1").text == "ستاتوس ترجمهن"
    assert page.all(class_="ell")[0].direction == "ltr"


def test_changes_are_shown_word_by_word() -> None:
    assert word_changes("a <b> c", "a d c") == "a <del>&lt;b&gt;</del><ins>d</ins> c"
    assert word_changes("a c", "a b c") == "a <ins>b </ins>c"
    assert word_changes("a b", "a") == "a<del> b</del>"
    assert word_changes("报告在此", "报告不在此") == "报告<ins>不</ins>在此"
    many = " ".join(str(number) for number in range(100))
    assert word_changes(many, many + " x") == "0 1 2 3 4 5 … 94 95 96 97 98 99<ins> x</ins>"


# Templates, sheets, words


def test_a_projects_own_templates(tmp_path: Path) -> None:
    own = '{% extends "transpipe/edition.html" %}{% block foot %}<p>{{ title }}</p>{% endblock %}'
    (tmp_path / "edition.html").write_text(own)
    settings = PageSettings(templates=str(tmp_path))
    page = shown(page_of("id", {"A title": "<J>"}), settings=settings)
    assert page.one("footer").text == "<J>" or page.one("footer").text == page.one("title").text
    assert page.one(class_="about")
    about = shown(page_of("id")).one("footer").text
    assert "Dibuat dengan transpipe" in about


def test_a_path_is_written_as_an_address() -> None:
    assert link_to("a b/ü.html", "x/y/z.html") == "../../a%20b/%C3%BC.html"
    assert link_to("a.html", "a.html") == "a.html"
    assert link_to("x/a.html", "b.html") == "x/a.html"
    assert link_to("https://example.org/a", "b.html") == "https://example.org/a"


def test_a_sheet_has_what_its_languages_need() -> None:
    style = sheet(frozenset({language("th"), language("zh-Hans"), ENGLISH}), needs("<p>"))
    assert ":lang(th){--lh:1.8;" in style
    assert ":is(em,i,cite,dfn):lang(th){font-style:normal;font-weight:600}" in style
    assert (
        ":is(em,i,cite,dfn):lang(zh-Hans){font-style:normal;font-weight:inherit;text-emph" in style
    )
    assert "Khmer" not in style
    assert "</" not in style
    assert "@" not in style.replace("@media", "").replace("@page", "")


def test_a_sheet_has_only_what_its_page_needs() -> None:
    assert "code{" not in sheet(frozenset({ENGLISH}), needs("<p>"))
    assert "code{" in sheet(frozenset({ENGLISH}), needs("<pre>"))


def test_every_language_of_the_table_can_have_a_page() -> None:
    for one in LANGUAGES.values():
        found = words(one)
        assert found.say("Draft")


def _said() -> set[str]:
    """Return all words that templates and code ask for."""
    found: set[str] = set()
    environment = Environment(loader=PackageLoader("transpipe.page"), autoescape=True)
    for name in environment.list_templates():
        source = (PACKAGE / "templates" / name).read_text()
        for call in environment.parse(source).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name in ("say", "word"):
                assert isinstance(call.args[0], nodes.Const), name
                found.add(call.args[0].value)
    for path in PACKAGE.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            found |= _said_by(node)
    return found


def _said_by(node: ast.AST) -> set[str]:
    """Return the words in a call of ``say``, in a table of words, in the list of links."""
    said: list[ast.expr] = []
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        said = node.args[:1] if node.func.attr in ("say", "word", "has") else []
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.Dict):
        names = {one.id for one in node.targets if isinstance(one, ast.Name)}
        said = node.value.values if names & {"_TITLES", "_REVIEWED"} else []
    elif isinstance(node, ast.FunctionDef) and node.name == "links":
        said = [
            one.elts[1] for one in ast.walk(node) if isinstance(one, ast.Tuple) and one.elts[1:]
        ]
    constants = [one.value for one in said if isinstance(one, ast.Constant)]
    return {one for one in constants if isinstance(one, str)}


def _page_catalog(folder: str) -> Catalog:
    path = PACKAGE / "locale" / folder / "LC_MESSAGES" / "page.po"
    return Catalog.parse(path.read_bytes(), path.name)


TEMPLATE = Catalog.parse((PACKAGE / "locale" / "page.pot").read_bytes(), "page.pot")


def test_the_template_has_exactly_the_words_that_pages_say() -> None:
    assert {message.source for message in TEMPLATE.messages()} == _said()


@pytest.mark.parametrize("tag", MAIN)
def test_the_pages_own_words_are_translated(tag: str) -> None:
    found = _page_catalog(language(tag).folder)
    template = [(m.source, m.note) for m in TEMPLATE.messages()]
    assert [(message.source, message.note) for message in found.messages()] == template
    assert not found.remarks
    assert found.header["Plural-Forms"] == language(tag).plural_forms
    if tag == "tet":
        assert not any(message.target for message in found.messages())
        return
    for message in found.messages():
        holes = [sorted(re.findall(r"\{\w+\}", text)) for text in (message.source, message.target)]
        assert message.target.strip(), message.source
        assert holes[0] == holes[1], message.source
        assert not set("<>&") & set(message.target)


@pytest.mark.parametrize("tag", MAIN)
def test_gettext_accepts_the_pages_own_words(tag: str, tmp_path: Path) -> None:
    path = PACKAGE / "locale" / language(tag).folder / "LC_MESSAGES" / "page.po"
    result = subprocess.run(
        ["msgfmt", "-c", "-o", tmp_path / "page.mo", path],
        capture_output=True,
        check=False,
        text=True,
    )
    assert (result.returncode, result.stderr) == (0, "")


def test_words_are_no_code() -> None:
    say = Words(ENGLISH)
    assert say.say("{a} {b.c} {0}", a="<x>") == "&lt;x&gt; {b.c} {0}"
    assert say.word("{a} {b}", a="<x>") == "<x> {b}"


def test_a_regional_form_has_the_words_of_its_language() -> None:
    brunei = replace(language("ms"), tag="ms-BN", folder="ms_BN")
    assert Words(brunei).word("Draft") == "Draf"
    other = replace(language("id"), tag="id-Arab", folder="id_Arab")
    assert Words(other).word("Draft") == "Draft"
    unknown = replace(language("shn"))
    assert not Words(unknown).has("Draft")
    assert Words(replace(ENGLISH, tag="en-GB", folder="en_GB")).say("Draft") == "Draft"


# The statement


STATEMENT = (ROOT / "source" / "statement.md").read_text("utf-8")
LETTERS = {"Latn": "a", "Thai": "ก", "Laoo": "ກ", "Khmr": "ក", "Mymr": "က", "Taml": "க"} | {
    "Hans": "中",
    "Arab": "ا",
}


@cache
def _filled(one: Language) -> Edition:
    """Return the statement with targets as long as they usually are in a language."""
    ratio = one.length[0] if one.length else 1.0
    document = segment("source/statement.md", STATEMENT, DIALECT)
    targets = {
        item.source: " ".join([LETTERS[one.script] * 9] * round(len(item.source) * ratio / 10))
        or LETTERS[one.script]
        for item in document.segments
        if not item.optional and item.kind != Kind.FRONT_MATTER
    }
    return localize(document, catalog(targets), DIALECT, language=one.tag)


@pytest.mark.parametrize("tag", MAIN)
def test_an_edition_of_the_statement_is_under_forty_kilobytes(tag: str) -> None:
    mine = Page(_filled(language(tag)), language(tag), "statement")
    every = languages(("en", *MAIN))
    html = html_of(mine, languages=every, site=SITE, markdown=True, reviewed=False)
    assert coverage(mine.edition).percent == 100
    assert len(html.encode()) < 40_000
