"""The checks as a whole: what they are called, when they are run, where their findings are."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from transpipe.catalog import Catalog, Message, State
from transpipe.checks import (
    BY_NAME,
    CHECKS,
    FILE_CHECKS,
    CheckSettings,
    Finding,
    Severity,
    Waiver,
    anchors,
    check_catalog,
    check_consistency,
    check_edition,
    check_links,
    check_message,
    check_source,
    document_links,
    missing_extras,
    of_remark,
    refuse_by,
    tongue,
)
from transpipe.document import Document, Kind, Remark
from transpipe.edition import localize
from transpipe.languages import language
from transpipe.markdown import Dialect, segment

HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
INDONESIAN = language("id")
PLAIN = CheckSettings()
DIALECT = Dialect()


def found(
    source: str,
    target: str,
    tag: str = "id",
    settings: CheckSettings = PLAIN,
    *,
    index: int = 0,
    flags: tuple[str, ...] = (),
    dialect: Dialect = DIALECT,
) -> list[Finding]:
    document = segment("x.md", source, dialect)
    one = document.segments[index]
    message = Message(one.source, target, State.TRANSLATED, target_line=7, flags=flags)
    return list(check_message(document, one, message, language(tag), settings, catalog="x.po"))


def ids(findings: list[Finding]) -> list[str]:
    return [finding.check for finding in findings]


def catalog(name: str, *pairs: tuple[str, str]) -> Catalog:
    entries = [f'msgid "{source}"\nmsgstr "{target}"\n' for source, target in pairs]
    return Catalog.parse((HEADER + "\n".join(entries)).encode(), name)


def test_ids_and_names_are_unique_and_in_order() -> None:
    codes = [check.id for check in CHECKS]
    assert codes == sorted(set(codes))
    names = [check.name for check in (*CHECKS, *FILE_CHECKS.values())]
    assert len(names) == len(set(names))
    assert BY_NAME["link-target"] is BY_NAME["T101"]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_every_check_explains_itself(check) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    for part in ("Example", "To mend it"):
        assert part in check.explanation


@pytest.mark.parametrize("check", FILE_CHECKS.values(), ids=lambda check: check.id)
def test_every_code_of_a_file_explains_itself(check) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    assert "To mend it" in check.explanation


def test_those_that_block_are_those_with_errors() -> None:
    assert {check.id for check in CHECKS if check.blocking} == {
        "T101", "T102", "T103", "T104", "T105", "T106", "T107", "T108", "T109", "T122", "T141",
        "T142", "T160",
    }  # fmt: skip
    assert {check.id for check in CHECKS if not check.waivable} == {
        "T101", "T102", "T105", "T106", "T141", "T142", "T160",
    }  # fmt: skip


def test_a_finding_says_where() -> None:
    (one,) = found("A\n\nSee [it](a).\n", "Lihat [itu](b).", index=1)
    assert (one.check, one.name, one.severity) == ("T101", "link-target", Severity.ERROR)
    assert (one.catalog, one.catalog_line) == ("x.po", 7)
    assert (one.source_file, one.source_line) == ("x.md", 3)
    assert one.target[one.start : one.end] == "[itu](b)"
    assert not one.in_source
    assert one.help == "The source has a: copy it from there."


def test_a_finding_may_point_into_the_source() -> None:
    (one,) = found("See [it](a).", "Lihat itu.")
    assert one.in_source
    assert one.source[one.start : one.end] == "[it](a)"


def test_findings_are_sorted_by_place() -> None:
    findings = [
        Finding("T132", "", Severity.INFO, "", catalog="b.po", catalog_line=2),
        Finding("T101", "", Severity.INFO, "", catalog="b.po", catalog_line=2),
        Finding("T160", "", Severity.INFO, "", catalog="b.po", catalog_line=1),
        Finding("T160", "", Severity.INFO, "", catalog="a.po", catalog_line=9),
    ]
    for _ in range(5):
        random.shuffle(findings)
        assert [one.check for one in sorted(findings)] == ["T160", "T160", "T101", "T132"]


def test_severities_have_ranks() -> None:
    assert [one.rank for one in Severity] == [0, 1, 2]


@pytest.mark.parametrize(
    ("select", "ignore", "expected"),
    [
        ((), (), ["T101", "T130", "T132"]),
        (("T101",), (), ["T101"]),
        (("link-target", "spaces"), (), ["T101", "T132"]),
        (("T13",), (), ["T130", "T132"]),
        (("t13",), ("T132",), ["T130"]),
        ((), ("T1",), []),
        (("nothing",), (), []),
    ],
)
def test_select_and_ignore(
    select: tuple[str, ...], ignore: tuple[str, ...], expected: list[str]
) -> None:
    settings = CheckSettings(select=select, ignore=ignore)
    assert ids(found("See [it](a).", "Lihat [itu](b) ", settings=settings)) == expected


def test_a_catalogue_may_waive_some_checks_only() -> None:
    source, target = "See [it](a).", "Lihat  [itu](b)."
    assert ids(found(source, target)) == ["T101", "T132"]
    assert ids(found(source, target, flags=("ignore-T132", "ignore-T101"))) == ["T101"]
    assert ids(found(source, target, flags=("ignore-spaces",))) == ["T101"]


def test_an_author_may_waive_for_one_message() -> None:
    source = "<!-- i18n:comment: ignore-T132, it is a poem -->\n\nSee this.\n"
    assert ids(found(source, "Lihat  ini.")) == []


@pytest.mark.parametrize(
    ("waiver", "holds"),
    [
        (Waiver("T101"), True),
        (Waiver("link-target", source="See [it](a)."), True),
        (Waiver("T101", source="Other"), False),
        (Waiver("T101", language="id", document="x.md"), True),
        (Waiver("T101", language="th"), False),
        (Waiver("T101", document="y.md"), False),
    ],
)
def test_configuration_may_waive_any(waiver: Waiver, holds: bool) -> None:
    settings = CheckSettings(waivers=(waiver,))
    assert (ids(found("See [it](a).", "Lihat [itu](b).", settings=settings)) == []) is holds
    document = segment("x.md", "See [it](a).", Dialect())
    message = Message("", "Lihat [itu](b).", State.TRANSLATED)
    refusal = refuse_by(INDONESIAN, settings)(document, document.segments[0], message)
    assert (refusal is None) is holds


def test_selecting_never_lets_through_what_blocks() -> None:
    document = segment("x.md", "We act.", Dialect())
    message = Message("We act.", "Kami <b>.", State.TRANSLATED)
    for settings in (PLAIN, CheckSettings(select=("T130",))):
        refusal = refuse_by(INDONESIAN, settings)(document, document.segments[0], message)
        assert refusal
        assert refusal.check == "T106"
    settings = CheckSettings(ignore=("T106",))
    assert refuse_by(INDONESIAN, settings)(document, document.segments[0], message) is None


def test_warnings_do_not_block() -> None:
    document = segment("x.md", "We **act**.", Dialect())
    message = Message("", "Kami bertindak", State.TRANSLATED)
    assert refuse_by(INDONESIAN, PLAIN)(document, document.segments[0], message) is None


def test_a_target_over_the_limit_is_refused_unseen() -> None:
    settings = CheckSettings(max_segment_size=100)
    (one,) = found("We act.", "ก" * 40, settings=settings)
    assert (one.check, one.severity) == ("P070", Severity.ERROR)
    document = segment("x.md", "We act.", Dialect())
    refuse = refuse_by(INDONESIAN, settings)
    refusal = refuse(document, document.segments[0], Message("", "ก" * 40, State.TRANSLATED))
    assert refusal
    assert refusal.check == "P070"
    assert refuse(document, document.segments[0], Message("", "a" * 40, State.TRANSLATED)) is None


def test_nothing_is_found_without_a_target() -> None:
    assert found("We act.", "") == []


def test_an_edition_is_checked_once_a_message() -> None:
    document = segment("x.md", "We act.\n\nWe act.\n\nWe wait.\n", Dialect())
    messages = catalog("x.po", ("We act.", "Kami"), ("We wait.", "# Kami tunggu."))
    edition = localize(document, messages, Dialect(), refuse=refuse_by(INDONESIAN, PLAIN))
    findings = list(check_edition(edition, INDONESIAN, PLAIN, messages))
    assert [(one.check, one.source_line) for one in findings] == [("T130", 1), ("T105", 5)]
    settings = CheckSettings(ignore=("T105",))
    assert "T105" not in ids(list(check_edition(edition, INDONESIAN, settings, messages)))


def test_fuzzy_targets_are_checked_where_asked_for() -> None:
    document = segment("x.md", "We act.\n", Dialect())
    data = (HEADER + '#, fuzzy\nmsgid "We act."\nmsgstr "Kami"\n').encode()
    messages = Catalog.parse(data)
    edition = localize(document, messages, Dialect())
    assert list(check_edition(edition, INDONESIAN, PLAIN, messages)) == []
    assert ids(list(check_edition(edition, INDONESIAN, PLAIN, messages, fuzzy=True))) == ["T130"]


KINDS = """---
title: A <b>title</b> of [it](a)
---

<p title="x">Some <a href="a">text</a> &amp; more words here.</p>

[r]: https://example.org/ "A title &amp; more"

```
code **is** code
```
"""


@pytest.mark.parametrize(
    ("kind", "target", "expected"),
    [
        (Kind.FRONT_MATTER, "Judul **x", []),
        (Kind.FRONT_MATTER, "Judul \u202e", ["T141"]),
        (Kind.HTML_ATTRIBUTE, "y <b>", []),
        (Kind.HTML_TEXT, "Beberapa **teks** &amp; kata <a href='b'>lain</a> di sini.", ["T101"]),
        (Kind.HTML_TEXT, "Beberapa <script>teks</script> lain di sini.", ["T101", "T106"]),
        (Kind.HTML_TEXT, 'Kata <a href="a">lain</a> &lt di sini.', ["T106"]),
        (Kind.LINK_TITLE, "Judul &#x202e; lain", ["T106", "T141"]),
        (Kind.LINK_TITLE, "Judul * lain", []),
        (Kind.CODE, "kode  `x", []),
    ],
)
def test_kinds_that_are_no_markdown(kind: Kind, target: str, expected: list[str]) -> None:
    dialect = Dialect(code=True)
    document = segment("x.md", KINDS, dialect)
    index = next(n for n, one in enumerate(document.segments) if one.kind is kind)
    settings = CheckSettings(dialect=dialect)
    errors = [
        one.check
        for one in found(KINDS, target, index=index, settings=settings, dialect=dialect)
        if one.severity is Severity.ERROR
    ]
    assert sorted(set(errors)) == expected


def test_optional_segments_may_stay() -> None:
    source = "<!-- i18n:optional-start -->\n\nThe people of the village\n"
    assert found(source, "The people of the village") == []
    assert ids(found("The people of the village\n", "The people of the village")) == ["T121"]


@pytest.mark.parametrize(
    ("source", "target", "message"),
    [
        ("![a](b)", "", "the image b is missing"),
        ("![a](b)", "![a](c)", "the image is c"),
        ("x", "![a](c)", "an image that the source has not: c"),
        ("[a](b) [c](d)", "[a](x) [c](y)", "the source has no link to x"),
        ("<!-- a --> b", "c", "the comment <!-- a --> is missing"),
        ("<b>a</b> <i>b</i>", "<b>a <i>b</b></i>", "the tags are not closed in order"),
        ("~~a~~ b", "a b", "no parts are struck out, 1 in the source"),
        ("**a** b", "**a** **b**", "2 parts are in bold (**), 1 in the source"),
        ("*a* b", "a b", "no parts are in italics (*), 1 in the source"),
        ("a `b`", "a **b", "“**” stays visible: it opens or closes nothing"),
    ],
)
def test_messages(source: str, target: str, message: str) -> None:
    assert message in [one.message for one in found(f"x {source}\n", f"x {target}")]


def test_an_address_that_is_no_link_is_told_but_not_refused() -> None:
    source, target = "Contact: info@example.org\n", "联系方式：info@example.org"
    (one,) = found(source, target, "zh-Hans")
    assert (one.check, one.severity) == ("T101", Severity.WARNING)
    assert one.help == "Put angle brackets round it: <info@example.org>"
    assert found("联系方式：info@example.org\n", "Kontak: info@example.org") == []
    cut = found("联系方式：ainfo@example.organ, info@example.orga\n", "Kontak: info@example.org.")
    assert "T101" in ids(cut)


def test_a_bare_address_is_shown_and_a_destination_is_not() -> None:
    assert found("See: https://example.org/\n", "ดู: <https://example.org/>", "my") == []
    assert ids(found("See [this](a):\n", "Lihat [ini](a)")) == ["T130"]
    assert found("It is at 6:30 a.m.\n", "Pukul 06.30") == []


def test_a_link_title_and_a_scheme_of_the_source_may_stay() -> None:
    assert found('Call [us](tel:+123 "now").', 'Hubungi [kami](tel:+123 "segera").') == []


@pytest.mark.parametrize(
    "destination",
    [
        "java\tscript:alert%281%29",
        "%6Aavascript:x",
        "/\\\\evil.example",
        "https:\\\\\\\\evil.example",
        "//evil.example/",
        "data:text/html,x",
        "https://a@evil.example/",
        "intent:x",
    ],
)
def test_schemes_that_may_do_harm(destination: str) -> None:
    assert "T160" in ids(found("See [it](a).", f"Lihat [itu](<{destination}>)."))


def test_glossary_places_survive_letters_that_fold_to_two() -> None:
    settings = CheckSettings(glossary={"law": ("hukum",), "empty": (), "": ("x",)})
    (one,) = found("The ﬃ ß laws changed.", "Peraturan ﬃ ß berubah.", settings=settings)
    assert one.source[one.start : one.end] == "laws"
    assert found("The law’s end.", "Akhir hukum.", settings=settings) == []


def test_acronyms_may_be_spelled_out_and_made() -> None:
    settings = CheckSettings(select=("T133",))
    name = "The Universal Declaration of Human Rights of the United Nations"
    assert found("UN", "Perserikatan Bangsa-Bangsa", settings=settings) == []
    assert found(name, "DUHAM", settings=settings) == []
    assert ids(found(name, "Deklar", settings=settings)) == ["T133"]
    assert ids(found("NO WAR", "Perserikatan Bangsa-Bangsa " * 2, settings=settings)) == ["T133"]


@pytest.mark.parametrize(
    ("source", "target", "tag", "expected"),
    [
        ("They cried: “Enough!”", "“Cukup!” seru mereka.", "id", []),
        ("They cried: “Enough!”", "Mereka berseru bahwa cukup.", "id", ["T130"]),
        ("“Enough!” they cried.", "Mereka berseru: “Cukup!”", "id", []),
        ("We cry.", "Kami berseru!", "id", ["T130"]),
        ("Food, water, etc.", "食物和水等", "zh-Hans", []),
        ("He left.", "他走了（周一）.", "zh-Hans", ["T130"]),
        ("He left ASEAN.", "他离开了ASEAN.", "zh-Hans", []),
        ("The “war” is on.", "‘போர்’ நடக்கிறது.", "ta", []),
        ("In the ‘90s. Yes.", "‘90களில். ஆம்.", "ta", []),
        ("Use #Free today.", "ใช้ #Freeวันนี้", "th", ["T112"]),
        ("Use #Free today.", "ใช้ #Freeวันนี้ และ #Free", "th", []),
        ("Use #Free today.", "#Free။", "my", []),
    ],
)
def test_marks_of_the_end_quotations_and_hashtags(
    source: str, target: str, tag: str, expected: list[str]
) -> None:
    settings = CheckSettings(select=("T112", "T130", "T131"))
    assert ids(found(source, target, tag, settings)) == expected


def test_agreed_words_begin_words_in_languages_with_spaces() -> None:
    settings = CheckSettings(glossary={"court": ("adil",)})
    assert ids(found("The court acts.", "Pengadilan adili.", settings=settings)) == []
    assert ids(found("The court acts.", "Pengadilan itu.", settings=settings)) == ["T120"]


@pytest.mark.parametrize(
    ("tag", "target", "expected"),
    [
        ("my", "ျမန္မာႏိုင္ငံ", ["T144"]),
        ("my", "မြန်မာနိုင်ငံ", []),
        ("id", "The people of the village demand justice for all of them", ["T145"]),
        ("th", "สันติภาพ the people of the village demand justice now", ["T145"]),
        ("th", "สันติภาพ ASEAN", []),
        ("th", "ASEAN", []),
        ("th", "ភាសាខ្មែរជាភាសា", ["T145"]),
        ("th", "ภาษา ភាសាខ្មែរជាភាសាផ្លូវការ", ["T145"]),
        ("th", "๒๔๗๕, ๒๕๑๖ ๑๒๓", []),
        ("zh-Hans", "我們要求正義", ["T145"]),
        ("zh-Hans", "我们请张蓉镕和王喆发言", []),
        ("zh-Hant", "我们要求正义", ["T145"]),
        ("zh-Hant", "我們要求釋放所有囚犯", []),
        ("vi", "Nhân dân đòi công lý cho tất cả mọi người ở đây", []),
        ("jv", "Wong-wong padha njaluk kaadilan kanggo kabeh wong ing kene", []),
    ],
)
def test_language_and_encoding(tag: str, target: str, expected: list[str]) -> None:
    pytest.importorskip("pycld2")
    pytest.importorskip("myanmartools")
    settings = CheckSettings(select=("T144", "T145"))
    assert ids(found("Peace", target, tag, settings)) == expected


def test_without_the_extra_its_checks_say_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tongue, "find_spec", lambda _name: None)
    for door in (tongue.zawgyi_probability, tongue.detector):
        door.cache_clear()
    try:
        assert [one.check for one in missing_extras(PLAIN)] == ["T144", "T145"]
        assert list(missing_extras(CheckSettings(ignore=("T144", "T145")))) == []
        assert ids(found("Peace", "ျမန္မာႏိုင္ငံ", "my")) == []
        english = "The people of the village demand justice for all of them"
        assert ids(found("Peace now", english, settings=CheckSettings(select=("T145",)))) == []
    finally:
        for door in (tongue.zawgyi_probability, tongue.detector):
            door.cache_clear()


def test_what_the_detector_refuses_is_no_finding() -> None:
    pytest.importorskip("pycld2")
    detect = tongue.detector()
    assert detect
    assert detect("") == ""


def test_remarks_become_findings() -> None:
    one = of_remark(Remark("P010", "a mark", 1, 2), catalog="x.po", language="id")
    assert (one.name, one.severity, one.catalog_line, one.column) == (
        "catalog-bom", Severity.WARNING, 1, 2,
    )  # fmt: skip
    assert one.help == "Save the file as UTF-8 without BOM."
    two = of_remark(Remark("S030", "deep", 3), source_file="x.md")
    assert (two.source_line, two.catalog_line) == (3, 0)
    assert of_remark(Remark("P999", "new")).severity is Severity.WARNING


def test_a_catalogue_as_a_file() -> None:
    one = Catalog.parse(b'\xef\xbb\xbfmsgid "a"\r\nmsgstr "b"\r\n', "x.po")
    assert [it.check for it in check_catalog(one, "id")] == ["P010", "P011", "P030"]
    settings = CheckSettings(select=("P01", "header-missing"), ignore=("catalog-bom",))
    assert [it.check for it in check_catalog(one, "id", settings)] == ["P011", "P030"]
    assert list(check_catalog(one, "id", CheckSettings(select=("T101",)))) == []


def test_one_source_with_several_targets() -> None:
    catalogs = [
        catalog("a.po", ("Peace", "Damai"), ("Law", "Hukum")),
        catalog("b.po", ("Peace", "Perdamaian"), ("Law", "Hukum")),
        catalog("c.po", ("Peace", "Perdamaian"), ("Law", "")),
    ]
    (one,) = check_consistency(catalogs, INDONESIAN, PLAIN)
    assert (one.check, one.catalog, one.target) == ("T123", "a.po", "Damai")
    assert "b.po:5" in one.help
    assert list(check_consistency(catalogs, INDONESIAN, CheckSettings(ignore=("T123",)))) == []


SOURCE = """# One {#a}

## Two {#a}

[x](#a) [x](#two-2) [x](#nowhere) [y](file:///etc/passwd) ![z](JavaScript:x) [t](tel:1)
[f](#fn-1) [g](#top) [h](#) [i](#here)

<div id="here">text <a href="#gone">b</a></div>

    code
"""


def test_what_an_author_should_know() -> None:
    document = segment("x.md", SOURCE, Dialect())
    findings = list(check_source(document, Dialect()))
    assert [(one.check, one.source_line) for one in findings] == [
        ("S011", 3), ("S010", 5), ("S010", 5), ("S012", 5), ("S012", 5), ("S012", 8),
    ]  # fmt: skip
    assert {one.severity for one in findings if one.check == "S010"} == {Severity.ERROR}


def test_links_between_documents() -> None:
    documents: dict[str, Document] = {
        name: segment(name, text, Dialect())
        for name, text in {
            "source/a.md": "[x](b/c.md) [x](b/c.md#see) [x](b/c.md#no) [x](d.md) [x](/e.md)",
            "source/b/c.md": "# See\n\n[y](../a.md) [y](https://example.org/z.md) [y](q.pdf)",
        }.items()
    }
    links = {name: tuple(document_links(one, Dialect())) for name, one in documents.items()}
    findings = list(check_links(links, lambda name: anchors(documents[name], Dialect())))
    assert [(one.check, one.source_file, one.message) for one in findings] == [
        ("S013", "source/a.md", "there is no #no in source/b/c.md"),
        ("S013", "source/a.md", "there is no document source/d.md"),
    ]


HOSTILE = {
    "stars": "**a ",
    "star pairs": "ก**“ข”**ค",
    "brackets": "[",
    "links": "[a](b) ",
    "angles": "<a ",
    "links with slashes": "[a](/b) ",
    "flags": "🏴\U000e0067\U000e0062\U000e007f",
    "braces": "{{",
    "percents": "%0",
    "numbers": "1 234 ",
    "digits": "1",
    "spaces": " ",
    "mojibake": "Ã©",
    "accents": "e\u0301",
    "lines": "a\n",
    "invisible": "a\u2060",
    "hashtags": "#a",
    "capitals": "AB-",
    "quotation marks": "“",
    "pairs of brackets": "[]",
    "addresses": "mailto: ",
    "no hosts": " http://_a_",
    "parentheses behind an address": " http://a))))))))",
    "comments": "<!-- ",
    "signs of entities": "&#",
    "mixed marks": "*_",
}


@pytest.mark.usefixtures("_untraced")
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_no_check_is_quadratic(text: str) -> None:
    """Each takes milliseconds; with a quadratic check it would be minutes."""
    target = "a" + text * (48 * 1024 // len(text.encode())) + "b"
    for tag in ("id", "my"):
        assert found("We demand 12 things, #now.", target, tag)


@pytest.mark.parametrize("space", [" ", "\t", "\u00a0", "\u2003"])
def test_spaces_before_the_end_of_a_line_take_no_time(space: str) -> None:
    """With a quadratic check it would be half a minute."""
    target = "a" + space * (48 * 1024 // len(space.encode())) + "\nb"
    began = time.process_time()
    found("We demand 12 things.", target, "id")
    assert time.process_time() - began < 5


@hypothesis_settings(deadline=None)
@given(
    st.text(alphabet="ab [](){}<>!*_`~^&;:/.@%$#1“\u202e\u200b\n", max_size=30),
    st.text(max_size=30),
)
def test_any_pair_can_be_checked(source: str, target: str) -> None:
    document = segment("x.md", f"a {source}\n", Dialect())
    one = document.segments[0]
    for tag in ("id", "th"):
        for text in (target, source, one.source):
            message = Message(one.source, text, State.TRANSLATED)
            findings = list(check_message(document, one, message, language(tag), PLAIN))
            for finding in findings:
                whole = finding.source if finding.in_source else finding.target
                assert 0 <= finding.start <= finding.end <= max(len(whole), 1)
                assert finding.message


@hypothesis_settings(deadline=None)
@given(st.text(alphabet="ab [](){}<>!*_`~^&;:/.@%$#1“”\n\\", max_size=30))
def test_a_source_as_its_own_target_has_no_errors(source: str) -> None:
    document = segment("x.md", f"{source}\n", Dialect())
    refuse = refuse_by(INDONESIAN, PLAIN)
    for one in document.segments:
        assert refuse(document, one, Message(one.source, one.source, State.TRANSLATED)) is None


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("Lihat.", ["the link to a is missing", "the link to b is missing"]),
        ("[Lihat](c).", ["the source has no link to c", "a is missing", "b is missing"]),
        ("[Lihat](a) [ini](c).", ["the link leads to c"]),
        ("[Lihat](c) [ini](d).", ["no link to c", "no link to d"]),
        ("[Lihat](a).", ["the link to b is missing"]),
    ],
)
def test_each_missing_link_is_told(target: str, said: list[str]) -> None:
    messages = [one.message for one in found("[See](a) [this](b).\n", target)]
    assert len(messages) == len(said)
    assert all(text in message for text, message in zip(said, messages, strict=True))


def test_brackets_too_deep_are_refused_unread() -> None:
    deep = f"{'[' * 21}a{']' * 21}"
    (one,) = found("We demand justice.\n", deep)
    assert (one.check, one.start, one.end) == ("T105", 20, 21)
    assert "21 deep" in one.message
    assert "T105" not in ids(found("We demand justice.\n", deep[1:-1]))
    assert "T105" not in ids(found(f"We demand {deep}.\n", deep))
    assert "T105" not in ids(found("We demand justice.\n", "[a] " * 30))
    document = segment("x.md", "We demand justice.\n", DIALECT)
    refused = refuse_by(INDONESIAN, PLAIN)
    message = Message(document.segments[0].source, deep, State.TRANSLATED)
    refusal = refused(document, document.segments[0], message)
    assert refusal is not None
    assert refusal.check == "T105"


def test_a_half_link_is_told_though_the_source_has_its_address() -> None:
    source = "Read [it](https://example.org/r) now.\n"
    assert "T109" in ids(found(source, "Baca [ini](https://example.org/r 'x' y) sekarang."))
    assert found("Read [it] (https://example.org/r) now.\n",
                 "Baca [ini] (https://example.org/r) kini.") == []  # fmt: skip
