"""The statement's catalogues hold machine drafts: nothing in them passes for finished."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest

from conftest import ROOT
from transpipe.catalog import Catalog, Message, State
from transpipe.edition import localize
from transpipe.markdown import Dialect, segment

COMMENT = "draft, not reviewed by a speaker of the language"
CATALOGS = sorted((ROOT / "locale").glob("*/LC_MESSAGES/statement.po"))
EMPTY = {"tet", "ms_Arab"}  # no draft, rather than an invented one
NAMES = (
    "#StopDigitalDictatorship",
    "ASEAN Regional Coalition",
    "Southeast Asia Collaborative Policy Coalition (SEA CPN)",
    "LGBTQ+",
)


def folder(path: Path) -> str:
    return path.parts[-3]


@pytest.fixture(params=CATALOGS, ids=folder)
def path(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


def translated(path: Path) -> list[Message]:
    catalog = Catalog.parse(path.read_bytes(), str(path))
    return [message for message in catalog.messages() if message.target]


def test_there_is_a_catalogue_for_each_language() -> None:
    assert {folder(path) for path in CATALOGS} == {
        "id", "ms", "ms_Arab", "fil", "vi", "th", "lo", "km", "my", "ta", "zh_Hans", "pt", "tet",
    }  # fmt: skip


def test_every_target_is_a_marked_draft(path: Path) -> None:
    found = translated(path)
    assert bool(found) is (folder(path) not in EMPTY)
    for message in found:
        assert message.state is State.FUZZY
        assert message.comment == COMMENT


def test_drafts_keep_numbers_names_and_form(path: Path) -> None:
    for message in translated(path):
        target = message.target
        for number in re.findall(r"\d+", message.source):
            assert number in target
        for name in NAMES:
            assert (name in message.source) <= (name in target), name
        assert target == unicodedata.normalize("NFC", target).strip()
        assert not re.search(r"[\n\u200b-\u200f\u2028-\u202e<>*_`]|  ", target)


def test_every_passage_has_a_draft_and_it_fits(path: Path) -> None:
    name = "source/statement.md"
    document = segment(name, (ROOT / name).read_text(encoding="utf-8"), Dialect())
    catalog = Catalog.parse(path.read_bytes(), str(path))
    edition = localize(document, catalog, Dialect(), drafts=True)
    assert not edition.refusals
    if folder(path) not in EMPTY:
        wanted = {index for index, one in enumerate(document.segments) if not one.optional}
        assert set(edition.targets) == wanted


def test_no_person_is_named(path: Path) -> None:
    header = Catalog.parse(path.read_bytes(), str(path)).header
    assert header["Last-Translator"] == "Automatically generated <nobody@home.arpa>"
    assert header["Language-Team"] == "none"


def test_the_glossary_has_a_column_a_language_and_marks_its_terms_as_drafts() -> None:
    with (ROOT / "locale" / "glossary.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 20
    for row in rows:
        assert row["note"] == COMMENT
        assert not row["tet"]
        for tag in ("id", "ms", "fil", "vi", "th", "lo", "km", "my", "ta", "zh-Hans", "pt"):
            assert row[tag]
