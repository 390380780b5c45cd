"""Our table of languages, tags in every spelling, and what pages show in each language."""

from __future__ import annotations

import datetime as dt
import gettext
import json
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from dataclasses import fields
from pathlib import Path

import pytest
from babel import Locale, UnknownLocaleError
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from transpipe.errors import TranspipeError
from transpipe.languages import LANGUAGES, Language, cldr, date, language, number, percent
from transpipe.languages.table import ALIASES, TERRITORIES, script_facts

SAFE_FOLDER = re.compile(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2}|_[0-9]{3})?(@[a-z0-9]{4,8})?")
DAY = dt.date(2024, 8, 9)
rows = pytest.mark.parametrize("row", LANGUAGES.values(), ids=LANGUAGES)


# The table


def test_the_table_has_all_languages_of_the_region() -> None:
    asked = (
        "id ms ms-Arab fil vi th lo km my ta zh-Hans pt tet en jv su ceb ilo hil min ban shn mnw "
        "kac ksw cnh hmn rhg-Rohg rhg-Latn rhg-Arab ace bug"
    )
    assert " ".join(LANGUAGES) == asked


@rows
def test_a_row_is_whole(row: Language) -> None:
    assert language(row.tag) is row
    assert row.folder == row.tag.replace("-", "_")
    assert SAFE_FOLDER.fullmatch(row.folder)
    assert row.name.strip() == row.name == unicodedata.normalize("NFC", row.name) != ""
    assert row.english_name.isascii()
    assert (row.direction, row.spaces) == script_facts(row.script)[:2]
    assert 1.6 <= row.line_height <= 2
    if row.length is not None:
        median, least, most = row.length
        assert 0 < least < median < most


SCRIPT_NAMES = {
    "Arab": "ARABIC", "Hans": "CJK", "Khmr": "KHMER", "Laoo": "LAO", "Latn": "LATIN",
    "Mymr": "MYANMAR", "Rohg": "HANIFI", "Taml": "TAMIL", "Thai": "THAI",
}  # fmt: skip


@rows
def test_a_name_is_written_in_its_own_script(row: Language) -> None:
    letters = [character for character in row.name if character.isalpha()]
    assert {unicodedata.name(letter).split()[0] for letter in letters} == {SCRIPT_NAMES[row.script]}


@pytest.mark.parametrize(
    ("tag", "direction", "script", "spaces", "line_height"),
    [
        ("id", "ltr", "Latn", True, 1.65),
        ("ms-Arab", "rtl", "Arab", True, 1.9),
        ("vi", "ltr", "Latn", True, 1.6),
        ("th", "ltr", "Thai", False, 1.8),
        ("lo", "ltr", "Laoo", False, 1.8),
        ("km", "ltr", "Khmr", False, 2.0),
        ("my", "ltr", "Mymr", False, 2.0),
        ("ta", "ltr", "Taml", True, 1.75),
        ("zh-Hans", "ltr", "Hans", False, 1.8),
        ("rhg-Rohg", "rtl", "Rohg", True, 1.8),
        ("rhg-Arab", "rtl", "Arab", True, 1.9),
        ("rhg-Latn", "ltr", "Latn", True, 1.65),
        ("shn", "ltr", "Mymr", False, 2.0),
        # not in the table
        ("ur", "rtl", "Arab", True, 1.9),
        ("he", "rtl", "Hebr", True, 1.8),
        ("ja", "ltr", "Jpan", False, 1.8),
        ("ko", "ltr", "Kore", True, 1.8),
        ("ru", "ltr", "Cyrl", True, 1.65),
    ],
)
def test_facts_of_scripts(
    tag: str, direction: str, script: str, spaces: bool, line_height: float
) -> None:
    found = language(tag)
    facts = (found.direction, found.script, found.spaces, found.line_height)
    assert facts == (direction, script, spaces, line_height)


def test_directions_agree_with_cldr() -> None:
    for identifier in locale_identifiers():
        locale = Locale.parse(identifier)
        script = locale.script or cldr.likely_script(locale.language)
        # Mongolian runs from top to bottom, which HTML's dir can't say
        if script and script != "Mong":
            assert script_facts(script).direction == locale.text_direction, identifier


@pytest.mark.parametrize(
    ("tag", "forms"),
    [
        ("fil", {0: 0, 1: 0, 2: 0, 3: 0, 4: 1, 5: 0, 6: 1, 9: 1, 10: 0, 14: 1, 26: 1, 100: 0}),
        ("ta", {0: 1, 1: 0, 2: 1}),
        ("pt", {0: 1, 1: 0, 2: 1}),
        ("tet", {0: 1, 1: 0, 2: 1}),
        ("id", {0: 0, 1: 0, 2: 0}),
    ],
)
def test_plural_rules(tag: str, forms: dict[int, int]) -> None:
    form_of = gettext.c2py(LANGUAGES[tag].plural_forms.partition("plural=")[2].rstrip(";"))
    assert {n: form_of(n) for n in forms} == forms


# Where CLDR has a plural rule for an ASEAN language, ours says the same of whole numbers.
@pytest.mark.parametrize("tag", ["fil", "ceb", "ta", "en", "id", "ms", "my", "jv", "su"])
def test_plural_rules_agree_with_cldr(tag: str) -> None:
    form_of = gettext.c2py(LANGUAGES[tag].plural_forms.partition("plural=")[2].rstrip(";"))
    rule = Locale.parse(tag).plural_form
    ours, theirs = ([], [])  # type: tuple[list[bool], list[bool]]
    for n in range(1000):
        ours.append(form_of(n) == form_of(1))
        theirs.append(rule(n) == rule(1))
    assert ours == theirs


# A second source for names: CLDR, and where it differs, why.

OTHER_NAMES_IN_CLDR = {
    "id": ("Indonesia", "people write Bahasa Indonesia; so does iso-codes"),
    "ms": ("Melayu", "people write Bahasa Melayu; so does iso-codes"),
    "ms-Arab": ("بهاس ملايو (عرب)", "the script is seen"),
    "zh-Hans": ("中文 (简体)", "the order in which it is said"),
    "jv": ("Jawa", "people write Basa Jawa, as CLDR itself does for Sundanese"),
}


@rows
def test_names_agree_with_cldr(row: Language) -> None:
    try:
        locale = Locale.parse(row.folder)
    except UnknownLocaleError:
        return
    if locale.script not in {None, row.script}:
        return
    name = locale.get_display_name(locale) or ""
    name = name[:1].title() + name[1:]
    expected, _reason = OTHER_NAMES_IN_CLDR.get(row.tag, (row.name, ""))
    assert name == expected
    assert (name != row.name) == (row.tag in OTHER_NAMES_IN_CLDR)


@rows
def test_english_names_agree_with_cldr(row: Language) -> None:
    code = row.tag.partition("-")[0]
    name = Locale("en").languages.get(code)
    if name is not None:
        assert row.english_name.partition(" (")[0] == name


# A third: the Debian project's translations of ISO 639.


@pytest.mark.parametrize(
    ("tag", "folder", "english"),
    [
        ("id", "id", "Indonesian"),
        ("ms", "ms", "Malay"),
        ("vi", "vi", "Vietnamese"),
        ("th", "th", "Thai"),
        ("ta", "ta", "Tamil"),
        ("pt", "pt", "Portuguese"),
    ],
)
def test_names_agree_with_iso_codes(tag: str, folder: str, english: str) -> None:
    catalog = gettext.find("iso_639-2", "/usr/share/locale", [folder])
    if catalog is None:
        pytest.skip("the Debian package iso-codes is not installed")
    with Path(catalog).open("rb") as file:
        name = gettext.GNUTranslations(file).gettext(english)
    assert name == LANGUAGES[tag].name


def test_codes_are_those_of_iso_639() -> None:
    path = Path("/usr/share/iso-codes/json/iso_639-3.json")
    if not path.exists():
        pytest.skip("the Debian package iso-codes is not installed")
    entries = json.loads(path.read_text(encoding="utf-8"))["639-3"]
    known = {entry.get("alpha_2", entry["alpha_3"]) for entry in entries}
    # a collection (ISO 639-2), which ISO 639-3 has by its members
    assert {tag.partition("-")[0] for tag in LANGUAGES} <= known | {"hmn"}


# Tags


SPELLINGS = {
    "id": "id ID in ind id-ID id_ID id_ID.UTF-8 id_ID.utf8 id-Latn id_Latn_ID",
    "ms": "ms may msa zsm ms-MY ms_BN ms-Latn ms_SG ms@latin",
    "ms-Arab": "ms-Arab ms_Arab MS-arab ms@arabic ms_MY@arabic ms_BN.UTF-8@arabic ms-Arab-BN",
    "fil": "fil tl tgl FIL fil_PH tl-PH",
    "vi": "vi vie vi_VN",
    "th": "th tha th-TH th-Thai",
    "lo": "lo lao lo_LA",
    "km": "km khm km-KH",
    "my": "my mya bur my_MM",
    "ta": "ta tam ta_SG ta-IN ta-MY",
    "zh-Hans": "zh-Hans zh_Hans ZH-HANS zh zh-CN zh_CN zh-SG zh_MY zh-Hans-CN cmn zho zh@hans",
    "pt": "pt por pt-TL pt_TL.UTF-8",
    "tet": "tet tet_TL",
    "en": "en eng en-Latn",
    "rhg-Rohg": "rhg rhg-Rohg rhg_MM rhg@rohg",
    "rhg-Latn": "rhg-Latn rhg@latin",
    "rhg-Arab": "rhg-Arab rhg_BD@arabic",
    # not in the table
    "zh-Hant": "zh-Hant zh_Hant zh-TW zh_TW zh_Hant_TW",
    "zh-Hant-HK": "zh-HK zh_Hant_HK",
    "sr-Latn": "sr@latin sr_Latn sh",
    "sr": "sr sr-Cyrl sr@cyrillic",
    "he": "he iw",
    "ca-valencia": "ca-valencia ca@valencia",
    "pt-BR": "pt-BR pt_BR",
    "es-419": "es-419 es_419",
}


@pytest.mark.parametrize(
    ("spelling", "tag"),
    [(spelling, tag) for tag, spellings in SPELLINGS.items() for spelling in spellings.split()],
)
def test_any_spelling(spelling: str, tag: str) -> None:
    assert language(spelling).tag == tag


EXAMPLES = [
    *LANGUAGES,
    *SPELLINGS,
    "fr",
    "fr-CA",
    "de-1901",
    "tet-AU",
    "zh-AU",
    "sr-Latn-RS",
    "hnj",
]


@pytest.mark.parametrize("tag", EXAMPLES)
def test_each_spelling_of_a_language_gives_it_back(tag: str) -> None:
    found = language(tag)
    assert language(found.tag) == language(found.folder) == language(found.header) == found


def test_aliases_and_territories_stand_for_rows_alone() -> None:
    codes = {tag.partition("-")[0] for tag in LANGUAGES}
    assert set(ALIASES.values()) <= codes
    assert not set(ALIASES) & codes
    assert set(TERRITORIES) <= set(LANGUAGES)


# Babel 2.19 took CLDR's rules in place of those that gettext's translators used to use.
_NOT_OVER_ONE = (
    "nplurals=2; plural=(n > 1);"
    " or nplurals=3; plural=(n == 0 || n == 1) ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2;"
)

_NOT_ONE = (
    "nplurals=2; plural=(n != 1);"
    " or nplurals=3; plural=(n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2);"
)


@pytest.mark.parametrize(
    ("tag", "name", "english_name", "plural_forms"),
    [
        ("fr", "Français", "French", _NOT_OVER_ONE),
        ("pt-BR", "Português (Brasil)", "Portuguese (Brazil)", _NOT_OVER_ONE),
        ("pt-PT", "Português (Portugal)", "Portuguese (Portugal)", _NOT_ONE),
        ("zh-Hant", "中文 (繁體)", "Chinese (Traditional)", "nplurals=1; plural=0;"),
        ("zh-AU", "简体中文 (澳大利亚)", "Chinese (Simplified, Australia)",
         "nplurals=1; plural=0;"),
        ("id-US", "Bahasa Indonesia (Amerika Serikat)", "Indonesian (United States)",
         "nplurals=1; plural=0;"),
        ("tet-AU", "Tetun (AU)", "Tetum (Australia)", "nplurals=2; plural=(n != 1);"),
        ("ka", "ქართული", "Georgian", "nplurals=1; plural=0; or nplurals=2; plural=(n != 1);"),
        ("hnj", "𞄀𞄄𞄰𞄩𞄍𞄜𞄰", "Hmong Njua", "nplurals=1; plural=0;"),
        ("en-scouse", "English (scouse)", "English (scouse)", "nplurals=2; plural=(n != 1);"),
    ],
)  # fmt: skip
def test_languages_of_others(tag: str, name: str, english_name: str, plural_forms: str) -> None:
    found = language(tag)
    assert (found.name, found.english_name) == (name, english_name)
    assert found.plural_forms in plural_forms.split(" or ")


def is_plural_rule(plural_forms: str) -> bool:
    match = re.fullmatch(r"nplurals=([1-6]); plural=([^;]+);", plural_forms)
    if match is None:
        return False
    form_of = gettext.c2py(match[2])
    return {form_of(n) for n in range(200)} <= set(range(int(match[1])))


def test_every_language_of_cldr_is_known() -> None:
    for identifier in locale_identifiers():
        locale = Locale.parse(identifier)
        if locale.variant and locale.script:
            continue
        found = language(identifier)
        assert found.tag.partition("-")[0] == locale.language, identifier
        assert found.name
        assert is_plural_rule(found.plural_forms), identifier
        assert language(found.folder) == language(found.header) == found


NONSENSE = [
    "", " ", "id ", " id", "id\n", "\nid", "id\r", "id\x00", "../x", "../id", "/id", "id/", "id/..",
    "C:\\id", "id\\x", ".", "..", "~", "-", "_", "@", "id-", "id--ID", "id__ID", "id@", "@latin",
    "i", "C", "POSIX", "root", "english", "zhHans", "zh-Han", "zh-Hansx-y", "x-klingon",
    "i-klingon", "id-x-own", "en-u-nu-thai", "id.po", "id.latin1", "id@verylongmodifier",
    "sr_Latn@cyrillic", "ca_valencia@valencia", "de@euro", "sr-Latn-ekavsk", "ｉｄ",
    "іd", "İD", "\u212am", "id\u200b",
    "id\u202e", "中文", "id" * 100_000, "a" * 1_000_000, "🇮🇩",
]  # fmt: skip


@pytest.mark.parametrize("text", NONSENSE, ids=lambda text: ascii(text[:20]))
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(TranspipeError, match=r"^not a language tag: '[ -~]*'$") as raised:
        language(text)
    assert len(str(raised.value)) < 1200
    assert raised.value.hint


@pytest.mark.parametrize(
    "tag", ["xx", "idd", "und", "mul", "zxx", "qaa", "con", "id-Thai", "jv-Java", "xx-Latn-ID"]
)
def test_unknown_languages_are_refused(tag: str) -> None:
    with pytest.raises(TranspipeError, match="unknown language") as raised:
        language(tag)
    assert f"language.{tag}.name" in raised.value.hint


@pytest.mark.parametrize("tag", ["id-XX", "th_QZ", "fr-999", "ms_Arabic", "ca@valencian"])
def test_unknown_territories_and_variants_are_refused(tag: str) -> None:
    with pytest.raises(TranspipeError, match=r"unknown (territory|variant)|not a language tag"):
        language(tag)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("idd", "id"),
        ("Indonesian", "id"),
        ("bahasa indonesia", "id"),
        ("Bahasa Malaysia", "ms"),
        ("Chinese", "zh-Hans"),
        ("zhHans", "zh-Hans"),
        ("ms_Arabic", "ms-Arab"),
        ("burmese", "my"),
        ("တႆး", "shn"),
        ("kmm", "km"),
        ("fill", "fil"),
        ("tett", "tet"),
        ("id-XX", "id"),
    ],
)
def test_the_nearest_known_language_is_told(text: str, nearest: str) -> None:
    with pytest.raises(TranspipeError) as raised:
        language(text)
    assert raised.value.hint.startswith(f'Did you mean "{nearest}" (')


def test_all_known_languages_are_told_where_none_is_near() -> None:
    with pytest.raises(TranspipeError) as raised:
        language("../x")
    assert "Known languages are id, ms, ms-Arab," in raised.value.hint


DEVICES = {"con", "prn", "aux", "nul"}
tags = st.from_regex(
    r"[A-Za-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|[0-9]{3}))?(@[a-z]{4,8})?", fullmatch=True
)


@given(st.text() | tags, st.booleans())
def test_any_text_gives_a_safe_folder_or_an_error(text: str, named: bool) -> None:
    overrides = {text: {"name": "Own"}} if named else {}
    try:
        found = language(text, overrides)
    except TranspipeError:
        return
    assert SAFE_FOLDER.fullmatch(found.folder)
    assert found.folder not in DEVICES
    assert re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]+)*", found.tag)
    assert language(found.tag, overrides) == found
    assert language(found.folder, overrides) == found
    assert language(found.header, overrides) == found


# Configuration


def test_configuration_stands_above_the_table() -> None:
    overrides = {"in": {"name": "Indonesia", "line_height": 2, "length": [1, 0.5, 2]}}
    found = language("id_ID", overrides)
    assert (found.name, found.line_height, found.length) == ("Indonesia", 2, (1, 0.5, 2))
    assert found.plural_forms == LANGUAGES["id"].plural_forms
    assert language("ms", overrides) is LANGUAGES["ms"]


def test_two_spellings_in_configuration_are_one_language() -> None:
    found = language("zh", {"zh-CN": {"name": "中文"}, "zh_Hans": {"folder": "zh_CN"}})
    assert (found.name, found.folder, found.tag) == ("中文", "zh_CN", "zh-Hans")


def test_configuration_alone_makes_a_language() -> None:
    found = language("khb", {"khb_Talu": {"name": "ᦺᦑᦟᦹᧉ", "english_name": "Tai Lü"}})
    assert found == Language(
        tag="khb",
        folder="khb",
        header="khb",
        name="ᦺᦑᦟᦹᧉ",
        english_name="Tai Lü",
        direction="ltr",
        plural_forms="nplurals=2; plural=(n != 1);",
        script="Talu",
        spaces=False,
        line_height=1.8,
    )
    assert (number(1361, found), date(DAY, found)) == ("1361", "2024-08-09")


def test_a_name_is_all_that_a_new_language_needs() -> None:
    found = language("qaa-Arab", {"qaa-Arab": {"name": "Own"}})
    assert (found.name, found.english_name, found.direction) == ("Own", "Own", "rtl")
    assert (found.folder, found.header) == ("qaa_Arab", "qaa@arabic")


def test_another_script_brings_its_own_facts() -> None:
    found = language("jv", {"jv": {"script": "Arab"}})
    assert (found.direction, found.spaces, found.line_height) == ("rtl", True, 1.9)
    found = language("jv", {"jv": {"script": "Arab", "line_height": 2.2, "spaces": False}})
    assert (found.direction, found.spaces, found.line_height) == ("rtl", False, 2.2)


@pytest.mark.parametrize("device", sorted(DEVICES))
def test_a_folder_that_windows_can_not_have_is_refused(device: str) -> None:
    with pytest.raises(TranspipeError, match=f'"{device}" on Windows') as raised:
        language(device, {device: {"name": "Own"}})
    assert f'"{device}-Latn"' in raised.value.hint
    assert language(device, {device: {"name": "Own", "folder": f"{device}_Latn"}}).tag == device


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", ""),
        ("name", " "),
        ("name", 1),
        ("name", "a\nb"),
        ("name", "a\u202eb"),
        ("name", "a" * 81),
        ("english_name", None),
        ("folder", "../x"),
        ("folder", "id/x"),
        ("folder", "Id"),
        ("folder", "id\n"),
        ("folder", ""),
        ("header", "Indonesian"),
        ("direction", "left"),
        ("direction", []),
        ("plural_forms", ""),
        ("plural_forms", 2),
        ("plural_forms", "nplurals=2; plural=n != 1"),
        ("plural_forms", "nplurals=1; plural=n != 1;"),
        ("plural_forms", "nplurals=2; plural=n / 0;"),
        ("plural_forms", "nplurals=2; plural=n !;"),
        ("plural_forms", "nplurals=2; plural=__import__('os');"),
        ("plural_forms", 'nplurals=2; plural=n != 1;\\n"X-Evil: 1'),
        ("plural_forms", "nplurals=2; plural=n\n!= 1;"),
        ("plural_forms", f"nplurals=2; plural={'(' * 200}n{')' * 200};"),
        ("script", "latin"),
        ("script", 1),
        ("spaces", "no"),
        ("line_height", 0),
        ("line_height", True),
        ("line_height", "1.5"),
        ("line_height", float("nan")),
        ("length", 1),
        ("length", [1, 2]),
        ("length", [1, 2, 3]),
        ("length", [1, "0", 3]),
        ("length", [1, 0.5, float("inf")]),
    ],
)
def test_a_wrong_setting_is_refused(key: str, value: object) -> None:
    with pytest.raises(TranspipeError, match=rf"^language\.id: {key} must be "):
        language("id", {"id": {key: value}})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", "فارسی\u200cها"),
        ("folder", "id_ID"),
        ("header", "id_ID"),
        ("direction", "rtl"),
        ("plural_forms", "nplurals=2; plural=(n > 1);"),
        ("plural_forms", "nplurals=3;plural=n % 10 == 1 ? 0 : n > 5 ? 1 : 2;"),
        ("spaces", False),
        ("line_height", 1),
    ],
)
def test_a_right_setting_is_taken(key: str, value: object) -> None:
    assert getattr(language("id", {"id": {key: value}}), key) == value


def test_every_field_but_the_tag_can_be_set() -> None:
    for field in fields(Language):
        with pytest.raises(TranspipeError, match="unknown key" if field.name == "tag" else "must"):
            language("id", {"id": {field.name: object()}})


def test_an_unknown_setting_is_refused_with_the_nearest() -> None:
    with pytest.raises(
        TranspipeError, match=r"^language\.id: unknown key 'plural-form'$"
    ) as raised:
        language("id", {"id": {"plural-form": "x"}})
    assert raised.value.hint == 'Did you mean "plural_forms"?'
    with pytest.raises(TranspipeError) as raised:
        language("id", {"id": {"%": "x"}})
    assert raised.value.hint == ""


def test_nonsense_in_configuration_is_refused() -> None:
    with pytest.raises(TranspipeError, match="not a language tag"):
        language("id", {"../x": {"name": "x"}})
    with pytest.raises(TranspipeError, match=r"language\.id: must be a table"):
        language("id", {"id": 1})  # type: ignore[dict-item]


# Numbers and dates


@pytest.mark.parametrize(
    ("tag", "day", "large", "share"),
    [
        ("en", "9 August 2024", "13,610.5", "42%"),
        ("en-US", "August 9, 2024", "13,610.5", "42%"),
        ("id", "9 Agustus 2024", "13.610,5", "42%"),
        ("ms", "9 Ogos 2024", "13,610.5", "42%"),
        ("fil", "Agosto 9, 2024", "13,610.5", "42%"),
        ("vi", "9 tháng 8, 2024", "13.610,5", "42%"),
        ("th", "9 สิงหาคม พ.ศ. 2567 (ค.ศ. 2024)", "13,610.5", "42%"),
        ("lo", "9 ສິງຫາ 2024", "13.610,5", "42%"),
        ("km", "9 សីហា 2024", "13,610.5", "42%"),
        ("my", "၂၀၂၄ ဩဂုတ် ၉", "၁၃,၆၁၀.၅", "၄၂%"),
        ("ta", "9 ஆகஸ்ட், 2024", "13,610.5", "42%"),
        ("zh-Hans", "2024年8月9日", "13,610.5", "42%"),
        ("pt", "9 de agosto de 2024", "13\xa0610,5", "42%"),
        ("tet", "2024-08-09", "13610.5", "42%"),
        ("rhg-Rohg", "2024-08-09", "13,610.5", "42%"),
        ("rhg-Latn", "2024-08-09", "13610.5", "42%"),
        ("fr", "9 août 2024", "13\u202f610,5", "42\u202f%"),
    ],
)
def test_numbers_and_dates(tag: str, day: str, large: str, share: str) -> None:
    found = language(tag)
    assert (date(DAY, found), number(13610.5, found)) == (day, large)
    assert percent(0.42, found).replace("\xa0", "\u202f") == share


@rows
def test_every_row_has_numbers_and_dates(row: Language) -> None:
    assert "M08" not in date(DAY, row)
    assert date(DAY, row)
    digits = "".join(str(unicodedata.decimal(digit, "")) for digit in number(1361, row))
    assert digits == "1361"


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0, "0%"), (0.004, "0%"), (0.29, "29%"), (0.57, "57%"), (0.999, "99%"), (1, "100%")],
)
def test_percents_are_rounded_down(share: float, shown: str) -> None:
    assert percent(share, LANGUAGES["id"]) == percent(share, LANGUAGES["tet"]) == shown


def test_an_early_year_has_four_digits_in_iso() -> None:
    assert date(dt.date(987, 1, 2), LANGUAGES["tet"]) == "0987-01-02"


def test_digits_of_every_default_numbering_system_are_known() -> None:
    for identifier in locale_identifiers():
        system = Locale.parse(identifier).default_numbering_system
        if system == "latn":
            continue
        digits = number(1234567890, language(identifier))
        found = [unicodedata.decimal(digit, None) for digit in digits]
        assert [digit for digit in found if digit is not None] == [1, 2, 3, 4, 5, 6, 7, 8, 9, 0]
        assert not re.search("[0-9]", digits)


# Start-up, and what others say of our headers


def test_babel_is_not_loaded_before_it_is_needed() -> None:
    code = (
        "import sys; from transpipe.languages import LANGUAGES, language; "
        "[language(tag) for tag in LANGUAGES]; language('zh-CN'); language('ms@arabic'); "
        "print('babel' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "src")}
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment
    )
    assert run.stdout == "False\n"


CATALOG = """\
msgid ""
msgstr ""
"Project-Id-Version: statement 1\\n"
"Report-Msgid-Bugs-To: https://translate.example.net/issues\\n"
"POT-Creation-Date: 2024-08-09 00:00+0000\\n"
"PO-Revision-Date: 2024-08-09 00:00+0000\\n"
"Last-Translator: none\\n"
"Language-Team: none\\n"
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

msgid "Summary"
msgstr "{name}"
"""

# What i18nspector 0.27 says of the catalog itself, whatever its language.
_OF_ALL = {"invalid-last-translator", "invalid-report-msgid-bugs-to", "invalid-language-team"}

# Its list of languages ends at ISO 639-2, and its Portuguese is that of Portugal.
_NOT_IN_ISO_639_2 = {"invalid-language", "unable-to-determine-language"}
SAID_OF = {
    **dict.fromkeys(["mnw", "ksw", "cnh", "rhg-Rohg", "rhg-Latn", "rhg-Arab"], _NOT_IN_ISO_639_2),
}


def catalog_of(row: Language, root: Path) -> Path:
    path = root / "locale" / row.folder / "LC_MESSAGES" / "statement.po"
    path.parent.mkdir(parents=True)
    text = CATALOG.format(language=row.header, plural_forms=row.plural_forms, name=row.name)
    path.write_text(text, encoding="utf-8")
    return path


@rows
def test_msgfmt_says_nothing(row: Language, tmp_path: Path) -> None:
    if shutil.which("msgfmt") is None:
        pytest.skip("gettext is not installed")
    command = ["msgfmt", "--check", "--output-file", os.devnull, str(catalog_of(row, tmp_path))]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


@rows
def test_i18nspector_says_nothing(row: Language, tmp_path: Path) -> None:
    if shutil.which("i18nspector") is None:
        pytest.skip("i18nspector is not installed")
    command = ["i18nspector", str(catalog_of(row, tmp_path))]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.stderr == ""
    said = set(re.findall(r"^[A-Z]: .*: ([a-z0-9-]+)", run.stdout, re.MULTILINE))
    assert said - _OF_ALL == SAID_OF.get(row.tag, set())
