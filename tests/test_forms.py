"""Forms: to fill one gives the page that its template gives with the same texts."""

from __future__ import annotations

import base64
import hashlib
import itertools
from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from pagetree import Element, tree
from transpipe.edition import coverage, localize
from transpipe.languages import language
from transpipe.markdown import Dialect, segment
from transpipe.page import (
    Page,
    PageSettings,
    Site,
    Title,
    coverage_page,
    edition_page,
    index_page,
    summarize,
)
from transpipe.page.forms import blank, fill, form
from transpipe.page.kinds import PageKind, Texts, filled
from transpipe.page.site import link_to
from transpipe.page.style import needs
from transpipe.page.words import words

DIALECT = Dialect()
ENGLISH = language("en")
LANGUAGES = (ENGLISH, *map(language, ("id", "ms-Arab", "zh-Hans", "tet")))
FORGED = "\0policy\0 \0sheet\0 \0text\0 \0"
HOSTILE = [
    "<script>alert(1)</script>",
    "\"'><img src=x onerror=x()>",
    "&amp; &lt;",
    'class="tag" checkbox <table <li>',
    "{{ 7*7 }} {% raw %} {percent} {0} %(x)s",
    FORGED,
]
SANITIZED = ["<h1>a</h1>", f"<p>{FORGED}</p>", '<pre class="tag">checkbox</pre><img src="a">']
KINDS = st.builds(
    PageKind,
    st.sampled_from(LANGUAGES),
    st.sampled_from(LANGUAGES),
    st.lists(st.sampled_from(LANGUAGES), unique=True).map(tuple),
    st.sampled_from([Site(), Site("index.html", "coverage.html"), Site("a b.html")]),
    st.builds(
        PageSettings,
        base_url=st.sampled_from(["", "https://example.org/texts/"]),
        licence=st.sampled_from(["", *HOSTILE]),
        contact=st.sampled_from(["", "a@b.example", *HOSTILE]),
        prevails=st.booleans(),
    ),
    drafts=st.booleans(),
    reviewed=st.sampled_from([None, True, False]),
    listed=st.booleans(),
)


def texts(html: Iterable[str]) -> st.SearchStrategy[Texts]:
    """Make texts, each of them empty, plain or hostile; heading and text are sanitized HTML."""
    plain = st.sampled_from(["", "a", "1", *HOSTILE])
    sanitized = st.sampled_from(["", *html]).map(Markup)
    fields = dict.fromkeys(Texts._fields, plain)
    fields |= {"heading": sanitized, "text": sanitized, "title_tongue": st.just(Markup(""))}
    return st.builds(Texts, **fields)


@pytest.fixture(scope="module")
def no_templates(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("templates"))


def policy_is_of_the_sheet(page: Element) -> bool:
    style = page.one("style").children[0].data
    said = page.one("meta", http_equiv="Content-Security-Policy").attributes["content"]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return style.startswith(":root{") and f"style-src 'sha256-{digest}';" in said


@given(KINDS, texts(SANITIZED))
def test_a_form_gives_what_its_template_gives(
    no_templates: str, kind: PageKind, texts: Texts
) -> None:
    """With a folder of templates, even an empty one, each page is a form of its own, without blanks."""
    settings = replace(kind.settings, templates=no_templates)
    assert filled(kind, texts) == filled(replace(kind, settings=settings), texts)


@given(KINDS, texts([]))
def test_texts_stay_texts(kind: PageKind, texts: Texts) -> None:
    page = tree(filled(kind, texts))
    assert not page.all("script")
    assert not page.all("img")
    assert not [key for one in page.walk() for key in one.attributes if key.startswith("on")]
    assert page.one("title").text == " ".join(texts.title.split())
    assert policy_is_of_the_sheet(page)


def test_what_is_put_into_a_blank_has_none() -> None:
    say = words(ENGLISH)
    values = {"title": blank("title"), "text": blank("text")}
    made = form("error.html", PageSettings(), say, languages=[ENGLISH], **values)
    page = made.filled({"title": blank("text"), "text": "<b>"})
    assert f"<title>{blank('text')}</title>" in page
    assert "<code>&lt;b&gt;</code>" in page
    plain = fill("error.html", PageSettings(), say, title="t", text="<b>", languages=[ENGLISH])
    assert made.filled({"title": "t", "text": "<b>"}) == plain


def test_fonts_have_the_letters_of_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def faces(_languages: object, html: str, own: object) -> str:
        assert own == ENGLISH
        asked.append(html)
        return "@font-face{}"

    monkeypatch.setattr("transpipe.page.forms.font_faces", faces)
    settings = PageSettings(embed_fonts=True)
    made = form("error.html", settings, words(ENGLISH), languages=[], title="t", text=blank("text"))
    page = made.filled({"text": "ก"})
    assert "@font-face{}</style>" in page
    assert "font-src data:; " in page
    assert policy_is_of_the_sheet(tree(page))
    assert ["ก" in html and ":root" not in html for html in asked] == [True]


def test_nobody_can_forge_a_blank() -> None:
    """A title in front matter may have any character."""
    text = '---\ntitle: "\\0sheet\\0 \\0policy\\0 \\0text\\0 \\0"\n---\n\nText.\n'
    document = segment("source/a.md", text, DIALECT)
    edition = localize(document, None, DIALECT, language="en")
    page, found = Page(edition, ENGLISH, "a"), coverage(edition)
    summary = summarize(page, found, Title.of(document, DIALECT), language("id"))
    assert "\0policy\0" in summary.title
    made = [
        edition_page(page, source_language=ENGLISH, dialect=DIALECT, coverage=found),
        index_page([summary], source_language=ENGLISH),
        coverage_page([summary], source_language=language("id"), language=ENGLISH),
    ]
    for html in made:
        assert summary.title in html
        assert policy_is_of_the_sheet(tree(html))


@pytest.mark.parametrize("domain", ["a", "b/c", "id/b/a..b", "a.b/c/.d", "ü \"<b>/a&b: 'c'"])
def test_a_page_leads_to_the_others_wherever_it_stands(domain: str) -> None:
    document = segment("source/a.md", "Text.\n", DIALECT)
    edition = localize(document, None, DIALECT, language="id")
    page = Page(edition, language("id"), domain)
    html = edition_page(
        page,
        source_language=ENGLISH,
        dialect=DIALECT,
        coverage=coverage(edition),
        languages=LANGUAGES,
        site=Site("index.html", "coverage.html"),
        markdown=True,
    )
    made = tree(html)
    links = [link_to(replace(page, language=one).path, page.path) for one in LANGUAGES]
    assert [one.attributes["href"] for one in made.one("nav").all("a")] == links
    alternates = [one.attributes["href"] for one in made.all("link", rel="alternate")]
    assert alternates == [*links, links[0]]
    about = [one.attributes["href"] for one in made.one(class_="about").all("a")]
    assert about == [links[0], link_to("coverage.html", page.path)]
    others = ("index.html", "coverage.html", f"id/{domain}.md")
    foot = [one.attributes["href"] for one in made.one("footer").all("a")]
    assert foot == [link_to(path, page.path) for path in others]
    assert not made.all("b")


def test_each_kind_has_a_form_of_its_own() -> None:
    """What is said in one kind of page is not said in another, though the texts are the same."""
    say = Texts(*(f"t{number}" for number in range(len(Texts._fields))))
    kind = PageKind(language("id"), ENGLISH, LANGUAGES, Site("i.html", "c.html"), PageSettings())
    others = [
        replace(kind, language=ENGLISH),
        replace(kind, source_language=language("tet")),
        replace(kind, languages=LANGUAGES[:2]),
        replace(kind, settings=PageSettings(title="x", licence="y")),
        replace(kind, drafts=True),
        replace(kind, reviewed=True),
        replace(kind, listed=False),
    ]
    made = [filled(one, say) for one in (kind, *others)]
    assert len(set(made)) == len(made)
    silent = Texts(*[""] * len(Texts._fields))
    for name in ("description", "canonical", "draft", "left", "date", "revision", "help"):
        assert filled(kind, say._replace(**{name: ""})) != filled(kind, say), name
        assert filled(kind, silent._replace(**{name: "t"})) != filled(kind, silent), name


SIGNS = [
    *('class="langs"', 'class="tag"', 'class="kept"', 'class="alert', 'class="names', "checkbox"),
    *("<img", "<hr", "<dl", "<dd", "<li><", "<li>\n", "<code", "<table", "<sup"),
]


@given(st.lists(st.sampled_from([*SIGNS, "<", "<l", "i>", "\n", 'class="', "ag", '"', "check"])))
def test_sections_are_needed_by_their_signs(parts: list[str]) -> None:
    """All signs are found, also those that stand in each other's way."""
    html = "".join(parts)
    assert needs(html) == frozenset(itertools.chain(*(needs(one) for one in SIGNS if one in html)))
    assert all(needs(one) for one in SIGNS)
