"""Which catalogues are read for T123: those that differ, and the findings are those of all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transpipe.catalog import Catalog
from transpipe.checks import CheckSettings, check_consistency
from transpipe.languages import language
from transpipe.project import consistency
from transpipe.project.consistency import differing, said

SETTINGS = CheckSettings(select=("T123",))
WORDS = st.sampled_from(["a", "b", "b ", "", "c"])
ENTRIES = st.lists(st.tuples(WORDS, WORDS, st.booleans(), st.booleans()), max_size=4)


def catalog(name: str, entries: list[tuple[str, str, bool, bool]]) -> Catalog:
    known: dict[tuple[str, bool], str] = {}
    for source, target, fuzzy, obsolete in entries:
        before, mark = "#~ " if obsolete else "", "#, fuzzy\n" if fuzzy else ""
        if source:
            known[source, obsolete] = f'{mark}{before}msgid "{source}"\n{before}msgstr "{target}"\n'
    text = "\n".join(['msgid ""\nmsgstr "Language: id\\n"\n', *known.values()])
    return Catalog.parse(text.encode(), name)


@settings(max_examples=150, deadline=None)
@given(st.lists(ENTRIES, min_size=1, max_size=4))
def test_what_is_read_finds_what_all_would(every: list[list[tuple[str, str, bool, bool]]]) -> None:
    catalogs = [catalog(f"{number}.po", one) for number, one in enumerate(every)]
    names = differing({one.name: said(one) for one in catalogs})
    indonesian = language("id")
    found = list(check_consistency(catalogs, indonesian, SETTINGS))
    read = [one for one in catalogs if one.name in names]
    assert list(check_consistency(read, indonesian, SETTINGS)) == found
    assert {one.catalog for one in found} <= names


def test_messages_with_one_digest_cost_a_look_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = catalog("one.po", [("a", "x", False, False)])
    two = catalog("two.po", [("b", "y", False, False)])
    assert not differing({"one.po": said(one), "two.po": said(two), "none.po": b""})
    monkeypatch.setattr(consistency, "crc32", lambda _: 1)
    assert differing({"one.po": said(one), "two.po": said(two)}) == {"one.po", "two.po"}
    assert not list(check_consistency([one, two], language("id"), SETTINGS))
