"""Rendering: marks, ids, parts of the dialect, and HTML that stays where it is."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growth import grows_too_fast
from pagetree import Element, tree
from transpipe.document import Document
from transpipe.markdown import Dialect, segment
from transpipe.markdown.finish import heading_ids, plain_text, slug, unique
from transpipe.markdown.fit import compose
from transpipe.markdown.html import harmless
from transpipe.markdown.render import Body, Labels, Shown, Tongue, Wording, render

DIALECT = Dialect()
ENGLISH, INDONESIAN, JAWI = Tongue("en", "ltr"), Tongue("id", "ltr"), Tongue("ms-Arab", "rtl")
WORDING = Wording(
    Labels("belum: English", "draf panjang", "belum", "draf"),
    {"note": "Catatan", "warning": "Peringatan"},
    "Tabel",
    "Catatan kaki",
    lambda number: f"Catatan kaki {number}",
    lambda number: f"Kembali dari {number}",
)
SHARED = Path(os.environ.get("TRANSPIPE_SHARED", Path(__file__).parents[2] / "shared"))


def body(
    text: str,
    shown: Callable[[int], Shown] | Shown = Shown.TARGET,
    targets: dict[int, str] | None = None,
    reader: Tongue = INDONESIAN,
) -> Body:
    document = segment("a.md", text, DIALECT)
    marks = [shown if isinstance(shown, Shown) else shown(i) for i in range(len(document.segments))]
    edition = compose(document, targets or {})
    return render(document, edition, marks, DIALECT, source=ENGLISH, reader=reader, wording=WORDING)


def rendered(
    text: str,
    shown: Callable[[int], Shown] | Shown = Shown.TARGET,
    targets: dict[int, str] | None = None,
    reader: Tongue = INDONESIAN,
) -> Element:
    found = body(text, shown, targets, reader)
    return tree(f'<main lang="{reader.lang}" dir="{reader.dir}">{found.heading}{found.text}</main>')


def fallback_at(*indices: int) -> Callable[[int], Shown]:
    return lambda index: Shown.FALLBACK if index in indices else Shown.TARGET


def tags(page: Element) -> list[str]:
    return [one.text for one in page.all(class_="tag")]


# Marks


def test_nothing_is_marked_where_all_is_translated() -> None:
    page = rendered("# One\n\nTwo.\n\n- three\n\n| a |\n|---|\n| b |\n")
    assert not tags(page)
    assert not [one for one in page.all() if one.lang != "id"]


def test_a_fallback_has_its_language_and_a_label_in_the_readers() -> None:
    page = rendered("One.\n\nTwo.\n", fallback_at(1))
    box = page.one("div", class_="gap")
    label = box.one(class_="tag")
    assert (label.text, label.lang) == ("belum: English", "id")
    assert [(one.text, one.lang, one.direction) for one in page.all("p") if one is not label] == [
        ("One.", "id", "ltr"),
        ("Two.", "en", "ltr"),
    ]


def test_neighbours_share_one_label() -> None:
    page = rendered(
        "One.\n\nTwo.\n\n- three\n- four\n\nFive.\n\nSix.\n", fallback_at(0, 1, 2, 3, 5)
    )
    assert tags(page) == ["belum: English"] * 2
    first, second = page.all("div", class_="gap")
    assert [one.lang for one in first.all("li")] == ["en", "en"]
    assert second.all("p")[1].text == "Six."


def test_what_has_no_text_joins_the_run_around_it_alone() -> None:
    page = rendered("One.\n\n***\n\nTwo.\n\n***\n\nThree.\n", fallback_at(0, 1))
    assert len(page.one("div", class_="gap").all("hr")) == 1
    assert len(page.all("hr")) == 2


SKIPPED = "One.\n\n<!-- i18n:skip-start -->\n\nTwo.\n\n- three\n\n<!-- i18n:skip-end -->\n\nFour.\n"


@pytest.mark.parametrize("shown", [Shown.TARGET, Shown.FALLBACK, Shown.DRAFT])
def test_what_is_never_translated_is_in_the_sources_language(shown: Shown) -> None:
    page = rendered(SKIPPED, shown, reader=JAWI)
    two, three = (
        page.one("p", lang="en", dir="ltr")
        if shown is Shown.TARGET
        else next(one for one in page.all("p") if one.text == "Two."),
        page.one("li"),
    )
    assert (two.lang, two.direction) == ("en", "ltr")
    assert not [one for one in two.ancestors if one.is_like("div", {"class_": str(shown)})]
    assert (three.lang, three.direction) == ("en", "ltr")
    assert len(tags(page)) == (0 if shown is Shown.TARGET else 2)


def test_what_is_never_translated_needs_no_mark_in_the_original() -> None:
    found = rendered(SKIPPED, Shown.TARGET, reader=ENGLISH)
    assert not [one for one in found.all() if one.name != "main" and "lang" in one.attributes]


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("- one\n\n  <!-- i18n:skip -->\n\n  two\n", "en"),
        ("> <!-- i18n:skip -->\n> two\n", "en"),
        ("<!-- i18n:skip-start -->\n\n| a |\n|---|\n| two |\n\n<!-- i18n:skip-end -->", "en"),
        ("<!-- i18n:skip-start -->\n\n<p>two</p>\n\n<!-- i18n:skip-end -->", "en"),
        ("<!-- i18n:skip-start -->\n\n# two\n\n<!-- i18n:skip-end -->", "en"),
        ("<!-- i18n:skip-start -->\n\n![two](a.png)\n\n<!-- i18n:skip-end -->", "en"),
        ("![](a.png)\n", "id"),
        ("`two`\n\n***\n", "id"),
    ],
)
def test_language_of_skipped_blocks(text: str, lang: str) -> None:
    found = body(text)
    page = tree(f'<main lang="id" dir="ltr">{found.heading}{found.text}</main>')
    places = [one for one in page.walk() if one.data.strip() == "two"] or page.all("img")
    places = places or page.all("code")
    assert [one.parent.lang if one.data and one.parent else one.lang for one in places] == [lang]


def test_code_is_not_for_browsers_to_translate() -> None:
    assert rendered("    x\n").one("pre").attributes["translate"] == "no"


@pytest.mark.parametrize(
    ("text", "title", "summary"),
    [
        ("# One\n\nTwo.\n", "One", "Two."),
        ("---\ntitle: T\ndescription: D\n---\n\n# One\n\nTwo.\n", "One", "D"),
        ("---\ntitle: T\nsummary: S\n---\n\n## One\n\nTwo.\n", "T", "S"),
        ("## One\n\n### Two\n\nThree.\n", "One", "Three."),
        ("One.\n", "", "One."),
    ],
)
def test_title_and_summary(text: str, title: str, summary: str) -> None:
    found = body(text)
    assert (found.title, found.summary) == (title, summary)


def test_a_description_that_falls_back_is_not_the_readers() -> None:
    found = body("---\ndescription: D\n---\n\nTwo.\n", fallback_at(0))
    assert (found.summary, found.summary_shown) == ("Two.", Shown.TARGET)


def test_a_heading_that_falls_back_keeps_its_level_and_id() -> None:
    found = body("# Title\n\nText.\n", fallback_at(0))
    heading = tree(found.heading).one("h1")
    assert heading.attributes == {"id": "title", "lang": "en", "dir": "ltr"}
    assert (found.title, found.title_shown) == ("Title", Shown.FALLBACK)
    assert tags(tree(found.heading)) == ["belum: English"]
    assert not tags(tree(found.text))


def test_one_item_of_a_list() -> None:
    page = rendered("- one\n- two\n- three\n", fallback_at(1))
    first, second, third = page.all("li")
    assert (first.lang, second.lang, third.lang) == ("id", "en", "id")
    label = second.one(class_="tag")
    assert (label.text, label.lang, label.direction) == ("belum", "id", "ltr")
    assert "gap" in second.attributes["class"]


def test_neighbouring_items_share_one_label() -> None:
    page = rendered("- one\n- two\n- three\n", fallback_at(0, 1))
    assert tags(page) == ["belum"]
    assert [one.lang for one in page.all("li")] == ["en", "en", "id"]


def test_an_item_with_a_list_of_another_kind() -> None:
    page = rendered("- one\n  - two\n  - three\n", fallback_at(0))
    assert page.all("p", lang="en")[0].text == "one"
    assert tags(page) == ["belum: English"]
    assert [one.lang for one in page.all("ul")[1].all("li")] == ["id", "id"]


def test_a_bullet_stays_at_its_side_in_a_page_from_right_to_left() -> None:
    page = rendered("- one\n- two\n", fallback_at(0), reader=JAWI)
    item = page.all("li")[0]
    assert item.direction == "rtl"
    inner = item.one("div")
    assert (inner.text, inner.lang, inner.direction) == ("one", "en", "ltr")
    assert item.one(class_="tag").direction == "rtl"


def test_one_cell_of_a_table() -> None:
    page = rendered("| a | b |\n|---|---|\n| c | d |\n| e | f |\n", fallback_at(3))
    cell = next(one for one in page.all("td") if one.text.endswith("d"))
    assert cell.lang == "en"
    assert cell.one(class_="tag").lang == "id"
    assert [one.lang for one in page.all("th")] == ["id", "id"]


def test_rows_of_a_table_have_one_label_in_their_first_cell() -> None:
    page = rendered("| a | b |\n|---|---|\n| c | d |\n| e | f |\n", fallback_at(2, 3, 4, 5))
    assert tags(page) == ["belum"]
    assert page.one("tbody").lang == "en"
    assert page.all("td")[0].text == "belum c"


def test_a_table_that_falls_back_is_marked_as_a_whole() -> None:
    page = rendered("| a | b |\n|---|---|\n| c | d |\n", Shown.FALLBACK)
    assert page.one("div", class_="gap").one("table").lang == "en"
    assert tags(page) == ["belum: English"]


def test_terms_and_definitions() -> None:
    page = rendered("Term\n: Meaning\n: Other\n", fallback_at(0))
    assert [(one.name, one.lang) for one in page.one("dl").children if one.name] == [
        ("dt", "en"),
        ("dd", "id"),
        ("dd", "id"),
    ]


def test_names_have_their_language_and_no_label() -> None:
    text = "<!-- i18n:optional-start -->\n\n- Viet Tan\n- ILGA Asia\n\n<!-- i18n:optional-end -->\n"
    page = rendered(text, Shown.KEPT)
    names = page.one("ul")
    assert (names.lang, names.direction) == ("en", "ltr")
    assert names.attributes["class"] == "names"
    assert not tags(page)
    assert not page.all(class_="gap")


def test_one_translated_name_among_others() -> None:
    text = "<!-- i18n:optional-start -->\n\n- a\n- b\n\n<!-- i18n:optional-end -->\n"
    page = rendered(text, lambda index: Shown.KEPT if index else Shown.TARGET, {0: "ก"})
    assert [one.lang for one in page.all("li")] == ["id", "en"]
    rtl = rendered(text, lambda index: Shown.KEPT if index else Shown.TARGET, reader=JAWI)
    assert [one.direction for one in rtl.all("li")] == ["rtl", "rtl"]


def test_drafts_are_marked_and_in_the_readers_language() -> None:
    page = rendered("One.\n\n- two\n- three\n", lambda i: (Shown.DRAFT, Shown.TARGET)[i % 2])
    assert page.one("div", class_="draft").lang == "id"
    assert page.all("li", class_="draft")[0].text == "draf three"
    assert tags(page) == ["draf panjang", "draf"]


def test_fallbacks_and_drafts_side_by_side_have_their_own_labels() -> None:
    page = rendered("One.\n\nTwo.\n", lambda i: (Shown.FALLBACK, Shown.DRAFT)[i])
    assert tags(page) == ["belum: English", "draf panjang"]


def test_inside_a_quotation() -> None:
    page = rendered("> one\n>\n> two\n", fallback_at(1))
    box = page.one("blockquote").one("div", class_="gap")
    assert box.all("p")[1].text == "two"


def test_code_that_is_translated_is_marked() -> None:
    dialect = Dialect(code=True)
    document = segment("a.md", "```\nx = 1\n```\n\nText.\n", dialect)
    shown = [Shown.FALLBACK, Shown.TARGET]
    found = render(
        document,
        document.text,
        shown,
        dialect,
        source=ENGLISH,
        reader=INDONESIAN,
        wording=WORDING,
    )
    assert tree(found.text).one("pre").attributes["lang"] == "en"


# Blocks of HTML


def test_an_html_block_of_one_kind_is_boxed() -> None:
    page = rendered("<div>\n<p>One</p>\n<p>Two</p>\n</div>\n", Shown.FALLBACK)
    assert tags(page) == ["belum: English"]
    assert all(one.lang == "en" for one in page.all("p") if "tag" not in one.attributes.values())


def test_an_html_block_of_two_kinds_is_marked_message_by_message() -> None:
    page = rendered("<div>\n<p>One</p>\n<p>Two</p>\n<p>Three</p>\n</div>\n", fallback_at(0))
    gap = page.one("span", class_="gap")
    assert (gap.text, gap.lang) == ("One", "en")
    assert tags(page) == ["belum"]


def test_drafts_and_names_in_an_html_block() -> None:
    kinds = (Shown.DRAFT, Shown.KEPT, Shown.TARGET)
    page = rendered("<div>\n<p>One</p>\n<p>Two</p>\n<p>Three</p>\n</div>\n", kinds.__getitem__)
    assert page.one("span", class_="draft").text == "One"
    assert page.one("span", class_="kept").lang == "en"
    assert tags(page) == ["draf"]


def test_a_block_that_opens_another_is_never_boxed() -> None:
    page = rendered(
        "<details>\n<summary>More</summary>\n\nText.\n\n</details>\n\nEnd.\n", fallback_at(0, 1, 2)
    )
    details = page.one("details")
    assert details.one("summary").one("span", class_="gap").lang == "en"
    assert details.one("div", class_="gap").all("p")[1].text == "Text."
    assert len(page.all("div", class_="gap")) == 2


def test_a_part_of_another_element_is_never_boxed() -> None:
    page = rendered("<figure>\n\n<figcaption>Text</figcaption>\n\n</figure>\n", Shown.FALLBACK)
    assert page.one("figcaption").one("span", class_="gap").text == "Text"
    assert not page.all("div")


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<b>x</b> y", "<b>x</b> y"),
        ("a < b", "a < b"),
        ("<script>x", "&lt;script>x"),
        ("<script>x</script>", "<script>x</script>"),
        ("<plaintext>", "&lt;plaintext>"),
        ("<XMP>a</XMP>", "&lt;XMP>a&lt;/XMP>"),
        ("<!-- a", ""),
        ("<!-- a --> b", "<!-- a --> b"),
        ('<a href="x', '&lt;a href="x'),
        ("<?php", "&lt;?php"),
        ("</style>", "</style>"),
    ],
)
def test_html_takes_in_nothing_that_follows(html: str, expected: str) -> None:
    assert harmless(html) == expected


# Headings and links


def test_ids_come_from_the_source() -> None:
    text = (
        "# First *thing* here\n\n## Second\n\n## Second\n\n"
        "## Third {#own-id .class}\n\nLast\n====\n"
    )
    wanted = ("first-thing-here", "second", "second-1", "own-id", "last")
    assert heading_ids(text, DIALECT) == wanted
    page = rendered(text, targets={0: "Pertama", 1: "Kedua", 2: "Kedua juga", 3: "Ketiga", 4: "X"})
    headings = [one for one in page.all() if one.name in ("h1", "h2")]
    assert tuple(one.attributes["id"] for one in headings) == wanted
    assert headings[3].text == "Ketiga"


def test_attribute_lists_never_show() -> None:
    page = rendered("# A {.x}\n\n## B {#b key=value}\n\nC {d}\n")
    assert [one.text for one in (page.one("h1"), page.one("h2"))] == ["A", "B"]


def test_an_id_of_the_authors_own_html_is_left_to_it() -> None:
    text = '<a id="one"></a>\n\n# One\n\nText <span id="two">x</span>\n\n## Two\n'
    assert heading_ids(text, DIALECT) == ("one-1", "two-1")


def test_an_explicit_id_comes_before_one_that_words_give() -> None:
    assert heading_ids("# A\n\n# B {#a}\n\n# C {#a}\n", DIALECT) == ("a-2", "a", "a-1")


def test_links_inside_the_page_land() -> None:
    page = rendered("# A b\n\n[x](#a-b) and a note[^n]\n\n[^n]: Text\n", targets={0: "Ubah"})
    ids = {one.attributes["id"] for one in page.all() if "id" in one.attributes}
    links = {one.attributes["href"] for one in page.all("a")}
    assert {link.removeprefix("#") for link in links} <= ids


@given(st.text())
def test_a_slug_is_an_id(text: str) -> None:
    assert slug(text)
    assert not slug(text).split()[1:]


def test_names_are_made_unique() -> None:
    taken: dict[str, int] = {}
    assert [unique("a", taken), unique("a", taken), unique("a-1", taken)] == ["a", "a-1", "a-1-1"]


def test_a_title_is_plain() -> None:
    assert plain_text("*A* `b` [c](d) ![e](f)\ng", DIALECT) == "A b c e g"


def test_a_title_may_come_from_the_front_matter() -> None:
    found = body("---\ntitle: Judul\n---\n\nText.\n", fallback_at(0))
    assert (found.title, found.title_shown, found.heading) == ("Judul", Shown.FALLBACK, "")
    assert body("Text.\n").title == ""


def test_the_summary_is_short() -> None:
    found = body("# T\n\n" + "word " * 100 + "\n")
    assert found.summary.endswith("word…")
    assert len(found.summary) <= 200
    assert body("# T\n").summary == ""


def test_the_first_paragraph_leads() -> None:
    assert rendered("# T\n\n## S\n\nFirst.\n\nSecond.\n").one(class_="lead").text == "First."
    assert not rendered("# T\n\n- a\n\nLater.\n").all(class_="lead")
    assert not rendered("Later.\n\n# T\n").all("h2", class_="lead")


@pytest.mark.parametrize(
    "unit",
    [
        "# Heading\n\n", "![a](https://x.example) ", "- a\n", "<b>", "<div>\n\n", "<style> ",
        "[^1] ", "> ", "a | b\n", "*a ", "<a id=x></a>", "- [ ] a\n\n  b\n", "::: note\n",
    ],
)  # fmt: skip
def test_much_of_the_same_takes_no_longer_than_its_length(unit: str) -> None:
    def work(count: int) -> Callable[[], object]:
        text = "x\n\n" + unit * count
        return lambda: body(text, lambda index: (Shown.TARGET, Shown.FALLBACK)[index % 2])

    assert not grows_too_fast(work, 2000)


# Parts of the dialect


def test_footnotes_have_names_for_those_who_listen() -> None:
    page = rendered("A[^x], again[^x], and^[inside].\n\n[^x]: Note *one*.\n", fallback_at(0))
    refs = page.all("a", role="doc-noteref")
    assert [one.attributes["aria-label"] for one in refs] == [
        "Catatan kaki 1",
        "Catatan kaki 1",
        "Catatan kaki 2",
    ]
    assert [one.attributes["id"] for one in refs] == ["fn-x-ref", "fn-x-ref2", "fn-note-ref"]
    section = page.one("section", role="doc-endnotes")
    assert section.attributes["aria-label"] == "Catatan kaki"
    own, inside = section.all("li")
    assert (own.attributes["id"], own.lang) == ("fn-x", "id")
    assert (inside.attributes["id"], inside.lang) == ("fn-note", "en")
    assert [one.attributes["href"] for one in own.all("a", role="doc-backlink")] == [
        "#fn-x-ref",
        "#fn-x-ref2",
    ]


def test_ids_of_footnotes_do_not_follow_their_order() -> None:
    text = "A[^x] b[^y].\n\n[^x]: X\n\n[^y]: Y\n"
    page = rendered(text, targets={0: "B[^y] a[^x]."})
    ids = {one.attributes["id"]: one.text[0] for one in page.all("li")}
    assert ids == {"fn-y": "Y", "fn-x": "X"}


def test_headings_in_footnotes_have_their_own_ids() -> None:
    unused = rendered("[^1]: # A\n\n## B\n\nText.\n")
    assert [one.attributes["id"] for one in unused.all("h2")] == ["b"]
    page = rendered("# T\n\nA[^x].\n\n[^x]: ## In it\n\n## After\n")
    ids = {one.text: one.attributes["id"] for one in page.all("h2")}
    assert ids == {"In it": "in-it", "After": "after"}


def test_no_language_that_the_author_names_is_taken_for_the_readers() -> None:
    page = rendered('<div lang="zxx-x-page">\n\nText.\n\n</div>\n')
    assert [one.attributes.get("lang") for one in page.all("div")] == ["zxx-x-page"]


def test_a_footnote_inside_of_a_footnote_stands_behind_it() -> None:
    page = rendered("A[^x] b[^y].\n\n[^x]: > [^y]: Y\n    >     more\n\n    X\n")
    notes = [(one.attributes["id"], one.text[:1]) for one in page.all("li")]
    assert notes == [("fn-x", "X"), ("fn-y", "Y")]
    assert not rendered("[^1]: > [^1]: foot\n    >     note\n\n    ---\n").all("li")


def test_an_alert_has_its_title_in_the_readers_language() -> None:
    page = rendered("> [!NOTE]\n> Text.\n\n> [!CAUTION]\n> Other.\n")
    note, caution = page.all(class_="alert")
    assert (note.attributes["role"], note.one(class_="alert-title").text) == ("note", "Catatan")
    assert caution.one(class_="alert-title").text == "Caution"


@pytest.mark.parametrize(
    ("marker", "title"),
    [
        ("warning", "Peringatan"),
        ("warning Mind <this>", "Mind <this>"),
        ("{note}", "Catatan"),
        ("details[More]", "More"),
        ("custom", "Custom"),
    ],
)
def test_titles_of_admonitions(marker: str, title: str) -> None:
    page = rendered(f"::: {marker}\nText.\n:::\n")
    box = page.one("div", role="note")
    assert box.one(class_="alert-title").text == title
    assert box.all("p")[1].text == "Text."


def test_the_title_of_an_admonition_alone_falls_back() -> None:
    page = rendered("::: note A title\nText.\n:::\n", fallback_at(0))
    title = page.one(class_="alert-title")
    assert title.one(class_="tag").lang == "id"
    assert title.all("span")[-1].lang == "en"
    draft = rendered("::: note A title\nText.\n:::\n", lambda i: (Shown.DRAFT, Shown.TARGET)[i])
    assert draft.one(class_="alert-title").text == "draf A title"


def test_an_admonition_that_falls_back_is_boxed() -> None:
    page = rendered("::: note A title\nText.\n:::\n", Shown.FALLBACK)
    assert page.one("div", class_="gap").one("div", role="note").lang == "en"


def test_tasks_have_boxes_with_names() -> None:
    page = rendered("- [ ] open\n- [x] done\n- none\n- [ ]\n")
    open_, done = page.all("label")
    assert (open_.text, done.text) == ("open", "done")
    assert "checked" not in open_.one("input").attributes
    assert done.one("input").attributes == {"type": "checkbox", "disabled": "", "checked": ""}


def test_tables_scroll_and_have_scopes() -> None:
    page = rendered("| a | b | c |\n|:--|--:|:-:|\n| 1 | 2 | 3 |\n")
    box = page.one("div", class_="scroll")
    assert box.attributes["tabindex"] == "0"
    assert box.attributes["aria-label"] == "Tabel"
    assert [one.attributes for one in box.all("th")] == [
        {"scope": "col", "class": "al"},
        {"scope": "col", "class": "ar"},
        {"scope": "col", "class": "ac"},
    ]
    assert all("style" not in one.attributes for one in page.all())


def test_code_runs_from_left_to_right() -> None:
    page = rendered("`x`\n\n```{python} title\ny < z\n```\n\n    w\n", reader=JAWI)
    inline, fence, block = page.all("code")
    assert inline.attributes == {"dir": "ltr"}
    assert fence.attributes == {"class": "language-python"}
    assert fence.text == "y < z"
    assert block.parent
    assert block.parent.attributes == {"dir": "ltr", "tabindex": "0", "translate": "no"}


def test_images_of_other_hosts_become_links() -> None:
    text = (
        '![a](img/a.png "T") ![b](https://x.example/b.png) ![](//x.example/c.png)'
        ' [![d](https://x.example/d.png) ![e](e.png)](https://y.example "U")'
    )
    page = rendered(text)
    assert [one.attributes["src"] for one in page.all("img")] == ["img/a.png", "e.png"]
    assert [(one.text, one.attributes["href"]) for one in page.all("a")] == [
        ("b", "https://x.example/b.png"),
        ("//x.example/c.png", "//x.example/c.png"),
        ("d", "https://y.example"),
    ]


def test_numbers_and_tags_keep_their_order_from_right_to_left() -> None:
    text = "تل +62 812-3456-7890 (#StopNow) https://a.example\n"
    page = rendered(text, reader=JAWI)
    assert [one.text for one in page.all("bdi")] == ["+62 812-3456-7890", "#StopNow"]
    assert page.one("a", class_="url").attributes["dir"] == "ltr"
    assert page.one("p").text == text.strip()
    assert not rendered(text).all("bdi")


def test_text_is_escaped() -> None:
    page = rendered("a & b < c `<i>` [x](y\"z 'q\"r')\n")
    assert "a & b < c <i>" in page.one("p").text


def test_a_text_of_another_document_is_refused() -> None:
    document = segment("a.md", "One.\n", DIALECT)
    with pytest.raises(ValueError, match="other segments"):
        render(
            document,
            "One.\n\nTwo.\n",
            [Shown.TARGET],
            DIALECT,
            source=ENGLISH,
            reader=INDONESIAN,
            wording=WORDING,
        )


# Laws


def _all_marked(page: Element) -> bool:
    """Whether all words outside labels and code are in English."""
    for one in page.walk():
        if one.name or not one.data.strip() or not one.parent:
            continue
        around = one.parent.ancestors
        ours = any(set(x.attributes.get("class", "").split()) & OURS for x in around)
        words = any(c.isalpha() for c in one.data) and not any(x.name == "pre" for x in around)
        if words and not ours and one.parent.lang != "en":
            return False
    return True


OURS = {"tag", "alert-title"}
LINES = st.lists(
    st.sampled_from(
        [
            "Text.", "# Head", "- item", "  - inner", "1. first", "> quote", "| a | b |",
            "|---|---|", "| c | d |", "```", "::: note", ":::", "", "", "***", "term", ": def",
            "[^1]: note", "ref[^1]", "- [ ] task", "> [!NOTE]", "<div>", "</div>", "<b>x</b>",
            "    indented", "[a]: b 'title'",
        ]
    ),
    max_size=14,
)  # fmt: skip


@settings(max_examples=300)
@given(LINES, st.integers(0, 7))
def test_any_document_renders_with_unique_ids(lines: list[str], pattern: int) -> None:
    kinds = [Shown.TARGET, Shown.FALLBACK, Shown.DRAFT, Shown.KEPT]
    text = "\n".join(lines)
    found = body(text, lambda index: kinds[(index * 3 + pattern) % 4], reader=JAWI)
    again = body(text, lambda index: kinds[(index * 3 + pattern) % 4], reader=JAWI)
    assert found == again
    ids = (found.heading + found.text).split(' id="')[1:]
    names = [part.partition('"')[0] for part in ids]
    assert len(set(names)) == len(names)


@settings(max_examples=200)
@given(LINES.filter(lambda lines: not any("<" in line for line in lines)))
def test_every_fallback_is_marked(lines: list[str]) -> None:
    page = rendered("\n".join(lines), Shown.FALLBACK)
    assert _all_marked(page)
    assert bool(page.all(class_="gap")) is bool(page.all(class_="tag"))


def _corpus() -> list[Path]:
    return sorted((SHARED / "corpus").rglob("*.md")) if (SHARED / "corpus").is_dir() else []


@pytest.mark.skipif(not _corpus(), reason="the corpus of real documents is not here")
def test_real_documents_have_the_same_ids_in_every_edition() -> None:
    for path in _corpus()[::7]:
        text = path.read_text("utf-8", errors="replace")
        document: Document = segment(path.name, text, DIALECT)
        count = len(document.segments)
        plain = body(text, Shown.FALLBACK)
        marks = [Shown.TARGET] * count
        edition = render(
            document, text, marks, DIALECT, source=ENGLISH, reader=JAWI, wording=WORDING
        )
        ids = [
            sorted(part.partition('"')[0] for part in (x.heading + x.text).split(' id="')[1:])
            for x in (plain, edition)
        ]
        assert ids[0] == ids[1], path
