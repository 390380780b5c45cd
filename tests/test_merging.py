"""Merging catalogues: entry by entry, nothing lost, nothing paired wrongly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from transpipe.catalog import Version
from transpipe.catalog.comments import CONFLICT, without_conflict
from transpipe.merging import merge, merge_headers, unpaired

BASE = Version("Water is a right.", "Air adalah hak.")
NEW = replace(BASE, target="Air ialah hak.")
OTHER = replace(BASE, target="Air itu hak.")
FUZZY = replace(BASE, fuzzy=True)
DRAFT = replace(OTHER, fuzzy=True)
CARRIED = replace(DRAFT, previous="Water was a right.")
EMPTY = replace(BASE, target="")
GONE = replace(BASE, obsolete=True)


def shown(entry: Version, other: Version, *, fuzzy: bool = False) -> Version:
    return replace(entry, comment=f"{CONFLICT}\n| {other.target}", fuzzy=fuzzy)


# what; base, ours, theirs; the result, and whether it is a conflict
CASES: list[tuple[str, Version | None, Version | None, Version | None, Version | None, bool]] = [
    ("nothing", BASE, BASE, BASE, BASE, False),
    ("ours changed", BASE, NEW, BASE, NEW, False),
    ("theirs changed", BASE, BASE, NEW, NEW, False),
    ("both the same", BASE, NEW, NEW, NEW, False),
    ("both changed", BASE, NEW, OTHER, shown(NEW, OTHER, fuzzy=True), True),
    ("both translated", EMPTY, NEW, OTHER, shown(NEW, OTHER, fuzzy=True), True),
    ("both drafted", EMPTY, replace(NEW, fuzzy=True), DRAFT, shown(NEW, DRAFT, fuzzy=True), True),
    ("both added", None, NEW, OTHER, shown(NEW, OTHER, fuzzy=True), True),
    ("both added the same", None, NEW, NEW, NEW, False),
    ("one added untranslated", None, NEW, EMPTY, NEW, False),
    ("translated here, untranslated there", None, EMPTY, NEW, NEW, False),
    ("ours confirmed", FUZZY, BASE, FUZZY, BASE, False),
    ("theirs doubted", BASE, BASE, FUZZY, FUZZY, False),
    ("ours doubted, theirs corrected", BASE, FUZZY, NEW, NEW, False),
    ("ours confirmed, theirs corrected", FUZZY, BASE, NEW, NEW, False),
    ("ours corrected, theirs confirmed", FUZZY, NEW, BASE, NEW, False),
    ("finished here, drafted there", EMPTY, NEW, DRAFT, shown(NEW, DRAFT), False),
    ("drafted here, finished there", EMPTY, DRAFT, NEW, shown(NEW, DRAFT), False),
    ("finished here, carried over there", EMPTY, NEW, CARRIED, NEW, False),
    ("carried over and confirmed", CARRIED, replace(CARRIED, previous=""), OTHER, OTHER, False),
    ("carried over twice", CARRIED, replace(CARRIED, previous="x"), OTHER, OTHER, False),
    ("ours emptied", BASE, EMPTY, BASE, FUZZY, False),
    ("theirs emptied", BASE, BASE, EMPTY, FUZZY, False),
    ("both emptied", BASE, EMPTY, EMPTY, EMPTY, False),
    ("emptied and corrected", BASE, EMPTY, NEW, NEW, False),
    ("obsolete there", BASE, BASE, GONE, GONE, False),
    ("obsolete there, corrected here", BASE, NEW, GONE, replace(NEW, obsolete=True), False),
    ("back here", GONE, BASE, GONE, BASE, False),
    ("added here, obsolete there", None, BASE, GONE, BASE, False),
    ("cleaned there", GONE, GONE, None, None, False),
    ("cleaned here", GONE, None, GONE, None, False),
    ("removed there", BASE, BASE, None, GONE, False),
    ("removed here, corrected there", BASE, None, NEW, replace(NEW, obsolete=True), False),
    ("untranslated removed", EMPTY, EMPTY, None, None, False),
    ("both removed", BASE, None, None, None, False),
    ("added here", None, NEW, None, NEW, False),
    ("added there", None, None, NEW, NEW, False),
]


def entries(*found: Version | None) -> list[Version]:
    return [entry for entry in found if entry is not None]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected", "conflict"),
    [c[1:] for c in CASES],
    ids=[c[0] for c in CASES],
)
def test_one_entry(
    base: Version | None,
    ours: Version | None,
    theirs: Version | None,
    expected: Version | None,
    conflict: bool,
) -> None:
    merged = merge(entries(base), entries(ours), entries(theirs))
    assert list(merged.entries) == entries(expected)
    assert bool(merged.conflicts) == conflict


COMMENTS = [
    ("a", "a", "b", "b"),
    ("a", "b", "a", "b"),
    ("a", "b", "b", "b"),
    ("", "a\nb", "b\nc", "a\nb\nc"),
    ("x", "", "y", "y"),
]


@pytest.mark.parametrize(("base", "ours", "theirs", "expected"), COMMENTS)
def test_comments(base: str, ours: str, theirs: str, expected: str) -> None:
    versions = [[replace(BASE, comment=text)] for text in (base, ours, theirs)]
    assert merge(*versions).entries[0].comment == expected


def test_facts_follow_the_side_that_changed_them() -> None:
    old, new = replace(BASE, facts=("a.md",)), replace(BASE, facts=("b.md",))
    assert merge([old], [old], [new]).entries == (new,)
    assert merge([old], [new], [old]).entries == (new,)
    assert merge([], [old], [new]).entries == (old,)


def test_contexts_are_kept_apart() -> None:
    menu = replace(BASE, context="menu", target="Lain")
    assert merge([BASE], [BASE, menu], [BASE]).entries == (BASE, menu)


def test_order_is_ours_with_theirs_where_they_stood() -> None:
    a, b, c, x, y, z = (Version(text, text.upper()) for text in "abcxyz")
    gone = replace(a, obsolete=True)
    assert merge([b, c], [b, c, z], [x, b, y, c]).entries == (x, b, y, c, z)
    assert merge([a, b], [gone, b], [a, b, c]).entries == (b, c, gone)


def test_active_one_counts_where_a_file_has_both() -> None:
    assert merge([], [replace(GONE, target="alt"), BASE], []).entries == (BASE,)


def test_correction_follows_the_source_that_was_edited_meanwhile() -> None:
    moved = Version("Water is our right.", BASE.target, fuzzy=True, previous=BASE.source)
    for ours, theirs in (([moved, GONE], [NEW]), ([NEW], [moved, GONE])):
        found = {entry.source: entry for entry in merge([BASE], ours, theirs).entries}
        assert found[moved.source] == replace(moved, target=NEW.target)
        assert found[BASE.source] == replace(NEW, obsolete=True)
    unfinished = [replace(NEW, fuzzy=True)]
    assert moved in merge([BASE], [moved, GONE], unfinished).entries
    assert moved in merge([BASE], [moved, GONE], [BASE]).entries


def test_conflict_can_be_taken_out_of_the_comment() -> None:
    entry = replace(BASE, comment="Keep me.")
    other = replace(entry, target="one\n\ntwo")
    (merged,) = merge([entry], [replace(NEW, comment="Keep me.")], [other]).entries
    assert merged.comment == f"Keep me.\n{CONFLICT}\n| one\n| \n| two"
    assert without_conflict(merged.comment) == "Keep me."
    assert without_conflict(f"{CONFLICT}\n| one\nAnd me.") == "And me."


def test_pair_that_no_parent_has_is_told() -> None:
    edited = replace(BASE, source="Water is no right.")
    wrong = replace(edited, target=NEW.target)
    ours, theirs = [replace(edited, fuzzy=True)], [NEW]
    assert unpaired([wrong], ours, theirs) == [wrong]
    assert unpaired([NEW, edited], ours, [edited, NEW]) == []
    assert unpaired([replace(wrong, fuzzy=True), replace(wrong, obsolete=True)], ours) == []


def test_headers() -> None:
    base = {"Language": "id", "PO-Revision-Date": "2026-01-01", "X-Gone": "1", "Last": "a"}
    ours = {"Language": "id", "PO-Revision-Date": "2026-02-01", "X-Gone": "1", "Last": "b"}
    theirs = {"Language": "id_ID", "PO-Revision-Date": "2026-03-01", "Last": "c", "X-New": "2"}
    assert merge_headers(base, ours, theirs) == {
        "Language": "id_ID",
        "PO-Revision-Date": "2026-03-01",
        "Last": "b",
        "X-New": "2",
    }
    assert merge_headers(base, base, theirs)["Last"] == "c"


sources = st.sampled_from(["one", "two", "three", "four"])
entry = st.builds(
    Version,
    sources,
    st.sampled_from(["", "satu", "dua", "tiga"]),
    fuzzy=st.booleans(),
    previous=st.sampled_from(["", "one", "zero"]),
    comment=st.sampled_from(["", "a", "a\nb"]),
    obsolete=st.booleans(),
    facts=st.sampled_from([(), ("x",)]),
)
catalogs = st.lists(entry, max_size=4, unique_by=lambda found: found.key)


def sorted_out(found: list[Version]) -> list[Version]:
    return sorted(found, key=lambda entry: entry.obsolete)


@given(catalogs, catalogs)
@example([Version("one")], [Version("one", "satu"), Version("two", fuzzy=True, previous="one")])
@example(
    [Version("one", "satu")],
    [Version("one", "dua"), Version("two", "satu", fuzzy=True, previous="one")],
)
def test_one_sided_changes_win(base: list[Version], other: list[Version]) -> None:
    assert list(merge(base, other, other).entries) == sorted_out(other)
    assert list(merge([], other, []).entries) == sorted_out(other)
    assert merge(base, other, other).conflicts == ()


@given(catalogs, catalogs, catalogs)
def test_no_new_target_is_lost(
    base: list[Version], ours: list[Version], theirs: list[Version]
) -> None:
    old = {(entry.key, entry.target) for entry in base}
    merged = merge(base, ours, theirs)
    text = "\n".join(f"{entry.target}\n{entry.comment}" for entry in merged.entries)
    for entry in [*ours, *theirs]:
        carried_over = entry.fuzzy and entry.previous
        if entry.target and (entry.key, entry.target) not in old and not carried_over:
            assert entry.target in text


@given(catalogs, catalogs, catalogs)
def test_finished_pairs_were_finished_on_a_side(
    base: list[Version], ours: list[Version], theirs: list[Version]
) -> None:
    pairs = {(entry.key, entry.target) for entry in [*ours, *theirs] if entry.is_final}
    merged = merge(base, ours, theirs)
    assert {(entry.key, entry.target) for entry in merged.entries if entry.is_final} <= pairs
    assert unpaired(merged.entries, ours, theirs) == []
    assert all(entry.fuzzy for entry in merged.conflicts)
    assert len({entry.key for entry in merged.entries}) == len(merged.entries)


@given(catalogs, catalogs, catalogs)
def test_both_sides_agree_on_what_is_a_conflict(
    base: list[Version], ours: list[Version], theirs: list[Version]
) -> None:
    there, back = merge(base, ours, theirs), merge(base, theirs, ours)
    assert {entry.key for entry in there.conflicts} == {entry.key for entry in back.conflicts}
