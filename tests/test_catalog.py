r"""The catalogue as a whole.

Laws: an update makes the template's messages this catalogue's; no target is ever lost; a
second update changes no byte; what did not change keeps its bytes; what is written is read
again as the same messages, by us and by gettext, and linters have nothing to say.
"""

import shutil
import subprocess
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transpipe import __version__
from transpipe.catalog import Carried, Catalog, Changes, Message, State
from transpipe.catalog import header as headers
from transpipe.catalog.arrange import arrange
from transpipe.catalog.catalog import MAX_SEGMENT_SIZE
from transpipe.catalog.grammar import FORBIDDEN
from transpipe.catalog.header import digest
from transpipe.catalog.render import POEntry, prose, render, untranslated
from transpipe.catalog.scan import scan
from transpipe.catalog.template import header_of, template_entries
from transpipe.document import Document, Kind, Segment
from transpipe.errors import TranspipeError
from transpipe.text import Span

NOW = datetime(2026, 1, 2, 3, 4, tzinfo=UTC)
LATER = NOW + timedelta(days=30)
HEADER = 'msgid ""\nmsgstr ""\n"Language: id\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def segment(source: str, line: int = 1, **more: object) -> Segment:
    return Segment(Span(0, 0), source, **{"kind": Kind.PARAGRAPH, "line": line, **more})  # type: ignore[arg-type]


def document(*segments: Segment | str, name: str = "source/statement.md") -> Document:
    made = (
        segment(found, number) if isinstance(found, str) else found
        for number, found in enumerate(segments, 1)
    )
    return Document(name, "", tuple(made))


def template(*segments: Segment | str, now: datetime | None = NOW, **more: object) -> Catalog:
    return Catalog.template(
        [document(*segments)],
        project="statement",
        version="1.0",
        report_to="https://github.com/o/r/issues",
        now=now,
        **more,  # type: ignore[arg-type]
    )


def catalog(*sources: Segment | str, **more: str) -> Catalog:
    chosen = {"language_code": "id", "plural_forms": "nplurals=1; plural=0;", **more}
    return Catalog.create(template(*sources), now=NOW, **chosen)


def read(text: str) -> Catalog:
    return Catalog.parse((HEADER + text).encode())


def text_of(found: Catalog) -> str:
    return found.encode().decode().partition("\n\n")[2]


# Templates


def test_a_template_says_kind_section_and_note_and_names_the_file() -> None:
    made = template(
        segment("Title", 1, kind=Kind.HEADING),
        segment("Words.", 3, section="Summary", note="Keep it short.\nPlease."),
        segment("Minh Tran", 9, kind=Kind.LIST_ITEM, section="Signatories", optional=True),
        segment("May", 4, kind=Kind.FRONT_MATTER, label="title", context="month"),
    )
    assert text_of(made) == (
        '#. Heading\n#: source/statement.md\nmsgid "Title"\nmsgstr ""\n\n'
        "#. Paragraph · Summary\n#. Keep it short.\n#. Please.\n#: source/statement.md\n"
        'msgid "Words."\nmsgstr ""\n\n'
        "#. List item · Signatories\n#. Optional: may stay as it is.\n#: source/statement.md\n"
        'msgid "Minh Tran"\nmsgstr ""\n\n'
        "#. Front matter: title\n#: source/statement.md\n"
        'msgctxt "month"\nmsgid "May"\nmsgstr ""\n'
    )


def test_the_header_of_a_template_stands_in_gettexts_order() -> None:
    assert list(template("a").header.items()) == [
        ("Project-Id-Version", "statement 1.0"),
        ("Report-Msgid-Bugs-To", "https://github.com/o/r/issues"),
        ("POT-Creation-Date", "2026-01-02 03:04+0000"),
        ("PO-Revision-Date", "2026-01-02 03:04+0000"),
        ("Last-Translator", "Automatically generated <EMAIL@ADDRESS>"),
        ("Language-Team", "none"),
        ("Language", "en"),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
        ("X-Generator", f"transpipe {__version__}"),
    ]
    assert "POT-Creation-Date" not in template("a", now=None).header


def test_equal_sources_share_a_message_unless_their_context_differs() -> None:
    made = template(
        segment("Yes", 1, section="A", note="one"),
        segment("No", 2),
        segment("Yes", 3, kind=Kind.CELL, section="B", note="two", optional=True),
        segment("Yes", 4, context="vote"),
    )
    notes = [(m.source, m.context, m.note) for m in made.messages()]
    assert notes == [
        ("Yes", None, "Paragraph · A\nTable cell · B\none\ntwo"),
        ("No", None, "Paragraph"),
        ("Yes", "vote", "Paragraph"),
    ]


def test_line_numbers_only_where_asked_for() -> None:
    made = template(segment("Yes", 3), segment("Yes", 9), line_numbers=True)
    assert "#: source/statement.md:3 source/statement.md:9\n" in text_of(made)
    one = document("Yes", name="source/a b.md")
    two = document("Yes", name="source/c.md")
    both = Catalog.template([one, two], project="p", version="1", report_to="", now=None)
    assert "#: \u2068source/a b.md\u2069 source/c.md\n" in text_of(both)


def test_percent_signs_make_no_format_flag() -> None:
    made = template("100% of people", "100% done {0} %s")
    assert "#," not in text_of(made)


def test_a_note_can_not_smuggle_an_entry() -> None:
    made = template(
        segment("a", note='x\u2028msgid "evil"\r\ny\0\ud800\n\n', section="\ud800s\n#, fuzzy")
    )
    assert [m.source for m in made.messages()] == ["a"]
    assert [m.note for m in made.messages()] == ['Paragraph · s #, fuzzy\nx\nmsgid "evil"\ny']
    assert made.remarks == ()


def test_empty_segments_are_no_messages() -> None:
    assert [m.source for m in template("", segment("", context="x"), "a").messages()] == ["a"]


@pytest.mark.parametrize("bad", ["a\0b", "a\x04b", "a\ud800b"])
def test_a_source_that_no_catalogue_can_hold_names_its_place(bad: str) -> None:
    with pytest.raises(TranspipeError, match=r"source/statement\.md:7: U\+") as raised:
        template(segment(bad, 7))
    assert raised.value.code == "P051"
    with pytest.raises(TranspipeError, match=r"U\+"):
        template(segment("a", context=bad))


def test_a_source_over_the_limit_names_its_place() -> None:
    with pytest.raises(TranspipeError, match=r"statement\.md:7: a segment of 12 bytes") as raised:
        template(segment("กกกก", 7), max_segment_size=11)
    assert raised.value.code == "P070"
    assert template(segment("กกกก", 7), max_segment_size=12).get("กกกก")


def test_a_template_that_says_nothing_new_is_the_old_one() -> None:
    old = template("a", segment("b", note="x"))
    assert template("a", segment("b", note="x"), now=LATER).settled(old) is old
    for new in (template("a"), template("a", "b"), template(segment("b", note="x"), "a")):
        assert new.settled(old) is new


TEXTS = st.text(
    st.one_of(
        st.sampled_from('aกé.\n\t\r"\\#:|,~ \a\v\x1c\x7f\x85\xa0\u2028\u2068\ufeff'),
        st.characters(),
    ),
    max_size=12,
)
SEGMENTS = st.lists(
    st.builds(
        segment,
        TEXTS,
        st.integers(1, 999),
        section=TEXTS,
        label=TEXTS,
        note=TEXTS,
        context=st.none() | TEXTS,
        optional=st.booleans(),
    ),
    max_size=5,
)


def is_refused(made: Segment) -> bool:
    return bool(FORBIDDEN.search(f"{made.source}{made.context or ''}"))


@given(SEGMENTS, st.booleans(), TEXTS)
def test_a_template_is_what_a_scan_of_its_text_finds(
    found: list[Segment], line_numbers: bool, name: str
) -> None:
    kept = [one for one in found if not is_refused(one)]
    entries = template_entries(
        [document(*kept, name=name)],
        header_of("Language: en\n"),
        line_numbers=line_numbers,
        max_segment_size=99,
    )
    text = "".join(one.gap + one.body for one in entries)
    assert entries == scan(text).entries


@given(TEXTS, st.none() | TEXTS, TEXTS, st.lists(st.text("ab/.:", min_size=1), min_size=1))
def test_an_untranslated_entry_is_written_as_polib_writes_it(
    source: str, context: str | None, note: str, places: list[str]
) -> None:
    note = prose(note) or "Paragraph"
    entry = POEntry(
        msgctxt=context, msgid=source, comment=note, occurrences=[(place, "") for place in places]
    )
    assert untranslated((context, source), note, places, 1).body == render(entry)


def everything(found: Catalog) -> object:
    return found.encode(), found.header, *found.messages(), *found.obsolete()


def outcome(act: Callable[[], Catalog]) -> object:
    try:
        return everything(act())
    except TranspipeError as error:
        return error.code, str(error)


HEADERS = st.lists(
    st.sampled_from(
        [
            *(("2026", "1999"), ("transpipe", "other 1"), ("transpipe", '"'), ("+0000", r"\x41")),
            ('"X-Generator', '"Language: \\\\n"\n"X-Generator'),
            ('"X-Generator', '"X-Generator: a\\n"\n"X-Generator'),
            ('msgstr ""\n', '"X-Generator: a\\n"\nmsgstr ""\n'),
            ('msgstr ""\n', 'msgstr ""\n"X-Generator: a\\n"\n'),
            *(('msgid ""', '#, fuzzy\nmsgid ""'), ('msgid ""', "\ufeffmsgid"), ("\n", "\r\n")),
            *(("a", "b"), ("#. ", "#  "), ("\n\n", "\n"), ("\n\n", "\n\n\n"), ("msgid", "msgctxt")),
            *(('"MIME', '"X-More: x\\n"\n"MIME'), ("UTF-8", "latin1"), ('""\n', '"" ""\n')),
        ]
    ),
    max_size=3,
)


@given(SEGMENTS, SEGMENTS, st.booleans(), HEADERS, st.sampled_from([MAX_SEGMENT_SIZE, 1500, 100]))
def test_a_template_knows_itself_in_a_file_without_reading_it(
    one: list[Segment],
    other: list[Segment],
    is_same: bool,
    changes: list[tuple[str, str]],
    limit: int,
) -> None:
    new = template(*(one for one in one if not is_refused(one)), now=LATER)
    old = template(*(one for one in (one if is_same else other) if not is_refused(one)))
    text = old.encode().decode()
    for before, after in changes:
        text = text.replace(before, after, 1)
    data = text.encode()
    assert outcome(lambda: new.as_written(data, limit)) == outcome(
        lambda: Catalog.parse(data, max_segment_size=limit)
    )


def test_what_a_file_has_of_a_template_may_be_told_from_its_bytes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = template(*SOURCES)
    monkeypatch.setattr(Catalog, "parse", None)
    for now in (LATER, None):
        new = template(*SOURCES, now=now)
        found = new.as_written(old.encode())
        assert everything(found) == everything(old)
        assert new.settled(found) is found


# Fresh catalogues, and what linters say

FILIPINO = (
    "nplurals=2; plural=n != 1 && n != 2 && n != 3 && (n % 10 == 4 || n % 10 == 6 || n % 10 == 9);"
)
LANGUAGES = {
    "id": ("id", "nplurals=1; plural=0;"),
    "ms": ("ms", "nplurals=1; plural=0;"),
    "fil": (
        "fil",
        FILIPINO,
    ),
    "vi": ("vi", "nplurals=1; plural=0;"),
    "th": ("th", "nplurals=1; plural=0;"),
    "lo": ("lo", "nplurals=1; plural=0;"),
    "km": ("km", "nplurals=1; plural=0;"),
    "my": ("my", "nplurals=1; plural=0;"),
    "ta": ("ta", "nplurals=2; plural=n != 1;"),
    "zh_Hans": ("zh_CN", "nplurals=1; plural=0;"),
    "pt": ("pt", "nplurals=2; plural=n != 1;"),
    "tet": ("tet", "nplurals=2; plural=n != 1;"),
}


def lint(path: Path) -> str:
    said = ""
    for command in (["msgfmt", "-c", "-o", "/dev/null"], ["i18nspector"]):
        if shutil.which(command[0]):
            done = subprocess.run(
                [*command, str(path)], capture_output=True, text=True, check=False
            )
            said += done.stdout + done.stderr
    return said


SOURCES = (
    segment("We demand justice.\nNow.", section="Summary"),
    segment("100% of %s", kind=Kind.HEADING, note="A note."),
    segment('A "quoted" \\ word', context="x"),
)


def test_linters_say_nothing_of_a_template(tmp_path: Path) -> None:
    path = tmp_path / "statement.pot"
    path.write_bytes(template(*SOURCES).encode())
    assert lint(path) == ""


@pytest.mark.parametrize("folder", LANGUAGES)
def test_linters_say_nothing_of_a_catalogue(folder: str, tmp_path: Path) -> None:
    code, plural_forms = LANGUAGES[folder]
    made = catalog(
        *SOURCES, language_code=code, plural_forms=plural_forms, contact="team@example.asia"
    )
    path = tmp_path / folder / "LC_MESSAGES" / "statement.po"
    path.parent.mkdir(parents=True)
    path.write_bytes(made.encode())
    assert lint(path) == ""
    made.set("100% of %s", None, "100% %d", fuzzy=False)
    made.set("We demand justice.\nNow.", None, "Kami\nx", fuzzy=True, comment="hm")
    made.merge(template(*SOURCES[:2], "New."), {(None, "New."): Carried("Baru", "Old")})
    path.write_bytes(made.encode())
    assert lint(path) == ""


def test_a_fresh_catalogue_has_all_messages_untranslated() -> None:
    made = catalog(*SOURCES, team="Bahasa Indonesia", language_code="id")
    assert [m.source for m in made.messages()] == [s.source for s in SOURCES]
    assert {m.state for m in made.messages()} == {State.UNTRANSLATED}
    assert made.language == "id"
    assert made.header["Last-Translator"] == "Automatically generated"
    assert made.header["Language-Team"] == "Bahasa Indonesia"
    assert made.header["Plural-Forms"] == "nplurals=1; plural=0;"
    assert not list(made.obsolete())
    assert made.encode() == catalog(*SOURCES, team="Bahasa Indonesia").encode()
    dateless = Catalog.create(template("a"), language_code="id", plural_forms="", now=None)
    assert dateless.header["PO-Revision-Date"] == "2026-01-02 03:04+0000"


def test_dates_keep_their_zone_and_naive_ones_are_utc() -> None:
    zone = timezone(timedelta(hours=7))
    assert headers.stamp(datetime(2026, 1, 2, 3, 4, tzinfo=zone)) == "2026-01-02 03:04+0700"
    assert headers.stamp(datetime(2026, 1, 2, 3, 4)) == "2026-01-02 03:04+0000"  # noqa: DTZ001


# Reading and setting one message


def test_a_message_says_all_there_is() -> None:
    found = read(
        "# nota\n#. note\n#: f\n#, c-format, fuzzy\n"
        '#| msgid "old"\nmsgctxt "c"\nmsgid "a"\nmsgstr "x"\n'
    )
    assert found.get("a", "c") == Message(
        source="a",
        target="x",
        state=State.FUZZY,
        context="c",
        note="note",
        previous="old",
        line=12,
        target_line=13,
        comment="nota",
        flags=("c-format", "fuzzy"),
    )
    assert found.get("a") is None
    assert found.get("") is None


def test_a_fuzzy_message_without_target_is_untranslated() -> None:
    assert [m.state for m in read('#, fuzzy\nmsgid "a"\nmsgstr ""\n').messages()] == [
        State.UNTRANSLATED
    ]


def test_setting_a_target_ends_fuzzy_and_what_was_before() -> None:
    found = read('#, fuzzy, no-wrap\n#| msgid "old"\nmsgid "a"\nmsgstr "x"\n')
    found.set("a", None, "y", fuzzy=False)
    assert text_of(found) == '#, no-wrap\nmsgid "a"\nmsgstr "y"\n'


def test_setting_a_fuzzy_target_keeps_what_was_before() -> None:
    found = read('#, no-wrap, fuzzy\n#| msgid "old"\nmsgid "a"\nmsgstr "x"\n')
    found.set("a", None, "y", fuzzy=True, comment="see\u2028here")
    assert text_of(found) == (
        '# see\n# here\n#, fuzzy, no-wrap\n#| msgid "old"\nmsgid "a"\nmsgstr "y"\n'
    )


def test_setting_what_is_there_changes_nothing() -> None:
    text = '#  nota\n#,fuzzy\nmsgid  "a"\nmsgstr ""\n"x"\n'
    found = read(text)
    found.set("a", None, "x", fuzzy=True)
    found.set("a", None, "x", fuzzy=True, comment=" nota")
    assert text_of(found) == text
    found.set("a", None, "", fuzzy=True)
    assert text_of(found) == '#  nota\nmsgid "a"\nmsgstr ""\n'


def test_setting_a_plural_message_sets_its_first_form() -> None:
    found = read('msgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[1] "y"\n')
    found.set("a", None, "z", fuzzy=False)
    assert text_of(found) == 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "z"\nmsgstr[1] "y"\n'


def test_setting_an_unknown_message_or_an_impossible_target_is_refused() -> None:
    found = read('msgid "a"\nmsgstr "x"\n')
    with pytest.raises(KeyError):
        found.set("b", None, "y", fuzzy=False)
    with pytest.raises(KeyError):
        found.set("", None, "y", fuzzy=False)
    with pytest.raises(TranspipeError, match=r"U\+0000"):
        found.set("a", None, "\0", fuzzy=False)


# Updating


def test_an_update_keeps_carries_revives_and_retires() -> None:
    found = read(
        'msgid "kept"\nmsgstr "tetap"\n\nmsgid "gone"\nmsgstr "hilang"\n\n'
        'msgid "never"\nmsgstr ""\n\n#, fuzzy\n#~| msgid "x"\n#~ msgid "back"\n#~ msgstr "lagi"\n'
    )
    near: dict[tuple[str | None, str], Carried] = {
        (None, "gone!"): Carried("hilang", "gone", "c", "nota")
    }
    changes = found.merge(template("new", "kept", "gone!", "back"), near)
    assert changes == Changes(kept=1, added=1, carried=1, revived=1, retired=1, dropped=1, noted=1)
    note = "#. Paragraph\n#: source/statement.md\n"
    assert text_of(found) == (
        f'{note}msgid "new"\nmsgstr ""\n\n'
        f'{note}msgid "kept"\nmsgstr "tetap"\n\n'
        f'# nota\n{note}#, fuzzy\n#| msgctxt "c"\n#| msgid "gone"\n'
        'msgid "gone!"\nmsgstr "hilang"\n\n'
        f'{note}#, fuzzy\n#| msgid "x"\nmsgid "back"\nmsgstr "lagi"\n\n'
        '#~ msgid "gone"\n#~ msgstr "hilang"\n'
    )


def test_a_new_paragraph_touches_its_own_entry_alone() -> None:
    found = catalog("a", "b", "c")
    found.set("b", None, "x", fuzzy=False)
    before = found.encode().decode()
    found.merge(template("a", "b", "new", "c", now=NOW), {})
    new = '#. Paragraph\n#: source/statement.md\nmsgid "new"\nmsgstr ""\n\n'
    after = found.encode().decode()
    assert after.replace(new, "", 1) == before


def test_the_creation_date_moves_only_with_something_else() -> None:
    found = catalog("a")
    before = found.encode()
    found.merge(template("a", now=LATER), {})
    assert found.encode() == before
    found.merge(template("a", "b", now=LATER), {})
    assert found.header["POT-Creation-Date"] == "2026-02-01 03:04+0000"
    assert found.header["PO-Revision-Date"] == "2026-01-02 03:04+0000"


def test_only_the_content_of_notes_counts() -> None:
    text = '#.   Paragraph\n#: source/statement.md\nmsgid "a"\nmsgstr "x"\n'
    found = read(text)
    assert found.merge(template("a"), {}) == Changes(kept=1)
    assert text_of(found) == text
    found.merge(template(segment("a", section="B")), {})
    assert text_of(found) == text.replace("  Paragraph", "Paragraph · B")


def test_an_untranslated_message_takes_the_target_of_its_obsolete_twin() -> None:
    found = read('#~ msgid "a"\n#~ msgstr "lama"\n\n# nota\nmsgid "a"\nmsgstr ""\n')
    assert found.remarks[0].code == "P042"
    assert found.merge(template("a"), {}).revived == 1
    assert text_of(found) == (
        '# nota\n#. Paragraph\n#: source/statement.md\nmsgid "a"\nmsgstr "lama"\n'
    )


def test_of_several_obsolete_twins_the_last_comes_back_and_the_others_stay() -> None:
    found = read(
        '#~ msgid "a"\n#~ msgstr "x"\n\n#~ msgid "a"\n#~ msgstr "y"\n\n#~ msgid "a"\n#~ msgstr ""\n'
    )
    found.merge(template("a"), {})
    assert [(m.target, m.obsolete) for m in (*found.messages(), *found.obsolete())] == [
        ("y", False),
        ("x", True),
    ]


def test_the_same_target_is_not_kept_twice() -> None:
    found = read('msgid "a"\nmsgstr "x"\n\n#~ msgid "a"\n#~ msgstr "x"\n')
    changes = found.merge(template("b"), {})
    assert (changes.retired, len(list(found.obsolete()))) == (1, 1)
    found = read('msgid "a"\nmsgstr "x"\n\nmsgid "a"\nmsgstr "x"\n')
    found.merge(template("a"), {})
    assert len(list(found.messages())) == 1


def test_an_untranslated_message_can_be_carried_to() -> None:
    found = catalog("a")
    assert found.merge(template("a"), {(None, "a"): Carried("x", "o")}).carried == 1
    message = found.get("a")
    assert message is not None
    assert (message.target, message.state, message.previous) == ("x", State.FUZZY, "o")
    assert found.merge(template("a"), {(None, "a"): Carried("y", "o")}).kept == 1
    assert found.merge(template("b"), {(None, "b"): Carried("", "o")}).added == 1


def test_an_update_of_a_crlf_file_without_final_line_end() -> None:
    text = (HEADER + 'msgid "a"\nmsgstr "x"').replace("\n", "\r\n")
    found = Catalog.parse(b"\xef\xbb\xbf" + text.encode())
    found.merge(template("a", "b"), {})
    new = found.encode().decode()
    assert new.count("\n") == new.count("\r\n")
    assert new.endswith('msgid "b"\r\nmsgstr ""\r\n')
    assert [m.source for m in Catalog.parse(found.encode()).messages()] == ["a", "b"]


def test_the_end_of_the_file_stays_if_its_last_entry_does() -> None:
    found = read('msgid "a"\nmsgstr "x"\n\n# the end\n')
    found.merge(template("b", "a"), {})
    assert text_of(found).endswith('msgstr "x"\n\n# the end\n')
    empty = Catalog.parse((HEADER + "\n\n").encode())
    empty.merge(template("a"), {})
    assert empty.encode().decode().endswith('msgid "a"\nmsgstr ""\n')


def test_an_undisturbed_file_keeps_its_order() -> None:
    note = "#. Paragraph\n#: source/statement.md\n"
    entries = ('#~ msgid "o"\n#~ msgstr "p"\n', f'{note}msgid "a"\nmsgstr ""\n')
    text = "\n".join([*entries, f'{HEADER}{note}msgid "b"\nmsgstr ""\n'])
    found = Catalog.parse(text.encode())
    found.merge(template("a", "b"), {})
    assert found.encode().decode() == text


def test_a_sorted_file_stays_sorted() -> None:
    sources = [f"s{number:02}" for number in range(20)]
    entries = "".join(f'msgid "{source}"\nmsgstr "x"\n\n' for source in reversed(sources))
    found = read(entries)
    found.merge(template(*sources[:7], "new", *sources[7:]), {})
    order = [m.source for m in found.messages()]
    assert order == [*sources[:6:-1], "s06", "new", *sources[5::-1]]


def test_the_address_for_reports_follows_the_template() -> None:
    text = 'msgid ""\nmsgstr ""\n"X-Own: 1\\n"\n"Report-Msgid-Bugs-To: \\n"\n"Language: id\\n"\n'
    found = Catalog.parse(text.encode())
    found.merge(template("a"), {})
    assert list(found.header.items()) == [
        ("X-Own", "1"),
        ("Report-Msgid-Bugs-To", "https://github.com/o/r/issues"),
        ("Language", "id"),
        ("X-Transpipe-Last", digest(None, "a")),
    ]


def test_an_empty_plural_stays_when_its_entry_is_written() -> None:
    text = 'msgid "a"\nmsgid_plural ""\nmsgstr[0] "x"\nmsgstr[1] "y"\n'
    for mark, before in (("", ""), ("#~ ", "# msgstr[0] is no line of it\n")):
        body = before + "".join(f"{mark}{line}\n" for line in text.splitlines())
        found = read(body)
        if mark:
            found.merge(template("a"), {})
            assert found.encode().decode().endswith(f"\n{text}")
        else:
            found.set("a", None, "z", fuzzy=True)
            assert text_of(found) == f"#, fuzzy\n{text.replace('x', 'z')}"


def test_the_header_says_which_entry_is_the_last() -> None:
    found = catalog("a", "b")
    assert found.header["X-Transpipe-Last"] == digest(None, "b")
    found.set("a", None, "x", fuzzy=False)
    found.merge(template("b", "c", "d"), {})
    assert found.header["X-Transpipe-Last"] == digest(None, "a")  # it is obsolete
    found.clean()
    assert found.header["X-Transpipe-Last"] == digest(None, "d")
    before = found.encode()
    found.merge(template("b", "c", "d"), {})
    assert found.encode() == before
    wrong = Catalog.parse(before.replace(b"Entries: 3", b"Entries: 7"))
    wrong.merge(template("b", "c", "d"), {})
    assert wrong.encode() == before


def test_a_header_without_the_last_entry_gets_it_with_the_next_change_alone() -> None:
    line = f'"X-Transpipe-Last: {digest(None, "a")}\\n"\n'
    text = catalog("a").encode().replace(line.encode(), b"")
    found = Catalog.parse(text)
    assert "X-Transpipe-Last" not in found.header
    found.merge(template("a"), {})
    assert found.encode() == text
    found.merge(template("a", "b"), {})
    assert found.header["X-Transpipe-Last"] == digest(None, "b")


def test_a_catalogue_without_the_entry_that_its_header_names_is_remarked_upon() -> None:
    whole = catalog("a", "b").encode()
    last = digest(None, "b").encode()
    gone, first = digest(None, "c"), digest(None, "a")  # first: somebody added "b" since
    for said, is_remarked in ((gone, True), (first, False), ("none", False), ("", False)):
        found = Catalog.parse(whole.replace(last, said.encode()))
        assert [one.code for one in found.remarks] == ["P021"] * is_remarked
        assert bool(found.cut_off(wanted=True)) == is_remarked


def test_of_two_fields_that_name_the_last_entry_the_first_counts_however_it_is_spelled() -> None:
    whole = catalog("a", "b").encode()
    for name in (b"x-transpipe-last", b"X-TRANSPIPE-LAST", b"X-Transpipe-Last"):
        for said, codes in (
            (digest(None, "c"), ["P035", "P021"]),
            (digest(None, "b"), ["P035"]),
            ("none", ["P035"]),
        ):
            line = b'"' + name + f": {said}".encode() + b'\\n"\n"X-Transpipe-Last'
            found = Catalog.parse(whole.replace(b'"X-Transpipe-Last', line))
            assert [one.code for one in found.remarks] == codes


def test_the_last_entry_of_a_catalogue_that_has_none() -> None:
    found = catalog("a")
    found.merge(template(), {})
    assert found.header["X-Transpipe-Last"] == "none"
    assert digest("c", "a") != digest(None, "a") != digest("", "a")
    assert len(digest(None, "\udc80")) == len(digest(None, "a"))


def test_a_catalogue_without_header_is_updated_too() -> None:
    found = Catalog.parse(b'msgid "a"\nmsgstr "x"\n')
    found.merge(template("a", "b"), {})
    assert [m.source for m in found.messages()] == ["a", "b"]
    assert found.language == ""


def test_an_impossible_target_is_not_carried() -> None:
    with pytest.raises(TranspipeError):
        catalog("a").merge(template("b"), {(None, "b"): Carried("\0", "a")})


KEYS = st.tuples(st.sampled_from([None, "c"]), st.sampled_from("abcdefgh"))
TARGETS = st.sampled_from(["", "x", "y\nz", 'q"\\', "\u2028"])
ENTRIES = st.lists(
    st.tuples(KEYS, TARGETS, st.booleans(), st.booleans()),
    max_size=12,
    unique_by=lambda entry: (entry[0], entry[3]),
)
TEMPLATES = st.lists(KEYS, max_size=8, unique=True)


def written(entries: list[tuple[tuple[str | None, str], str, bool, bool]], eol: str) -> Catalog:
    parts = []
    for number, ((context, source), target, fuzzy, obsolete) in enumerate(entries):
        quoted = target.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        lines = [f'msgctxt "{context}"'] if context else []
        lines += [f'msgid  "{source}"', f'msgstr "{quoted}"']
        marked = [f"#~ {line}" for line in lines] if obsolete else lines
        head = [f"# nota {number}"] * (number % 3 == 0) + ["#, fuzzy"] * fuzzy
        parts.append("\n".join([*head, *marked]) + "\n")
    return Catalog.parse((HEADER + "\n".join(parts)).replace("\n", eol).encode())


def of_keys(keys: list[tuple[str | None, str]]) -> Catalog:
    return template(*(segment(source, context=context) for context, source in keys))


def targets(found: Catalog) -> Counter[str]:
    return Counter(m.target for m in (*found.messages(), *found.obsolete()) if m.target)


@settings(max_examples=150, deadline=None)
@given(
    ENTRIES,
    st.lists(TEMPLATES, min_size=1, max_size=3),
    st.dictionaries(KEYS, st.builds(Carried, TARGETS, st.just("old"))),
    st.sampled_from(["\n", "\r\n"]),
)
def test_the_laws_of_updates(
    entries: list[tuple[tuple[str | None, str], str, bool, bool]],
    templates: list[list[tuple[str | None, str]]],
    carried: dict[tuple[str | None, str], Carried],
    eol: str,
) -> None:
    found = written(entries, eol)
    for keys in templates:
        old = {(m.context, m.source): m for m in found.messages()}
        before = set(targets(found))
        changes = found.merge(of_keys(keys), carried)
        assert {(m.context, m.source) for m in found.messages()} == set(keys)
        assert len(list(found.messages())) == len(keys)
        assert changes.kept + changes.added + changes.carried + changes.revived == len(keys)
        assert before <= set(targets(found))
        for message in found.messages():
            was = old.get((message.context, message.source))
            if was and was.target:
                assert (message.target, message.state) == (was.target, was.state)
        data = found.encode()
        assert found.merge(of_keys(keys), {}) == Changes(kept=len(keys))
        assert found.encode() == data
        again = Catalog.parse(data)
        assert [(m.source, m.target, m.state, m.comment) for m in again.messages()] == [
            (m.source, m.target, m.state, m.comment) for m in found.messages()
        ]
        assert data.count(b"\r\n") == (data.count(b"\n") if eol == "\r\n" else 0)


@settings(deadline=None)
@given(ENTRIES, st.lists(TEMPLATES, min_size=1, max_size=4))
def test_targets_never_become_fewer(
    entries: list[tuple[tuple[str | None, str], str, bool, bool]],
    templates: list[list[tuple[str | None, str]]],
) -> None:
    found = written(entries, "\n")
    pairs = {(m.context, m.source, m.target) for m in (*found.messages(), *found.obsolete())}
    for keys in templates:
        found.merge(of_keys(keys), {})
        now = {(m.context, m.source, m.target) for m in (*found.messages(), *found.obsolete())}
        assert {pair for pair in pairs if pair[2]} <= now


@given(st.lists(st.integers(0, 30), unique=True), st.data())
def test_the_laws_of_order(kept: list[int], data: st.DataObject) -> None:
    new = data.draw(st.lists(st.integers(31, 60), unique=True))
    wanted = data.draw(st.permutations(kept + new))
    arranged = arrange(wanted, kept)
    assert sorted(arranged) == sorted(wanted)
    assert arrange(wanted, arranged) == arranged
    if arranged != wanted:
        assert [key for key in arranged if key in set(kept)] == kept


# Whole files


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf", b"# only a comment\n"])
def test_nothing_is_never_a_catalogue(data: bytes) -> None:
    with pytest.raises(TranspipeError, match=r"x\.po:1:1") as raised:
        Catalog.parse(data, "x.po")
    assert raised.value.code == "P020"


CHARSETS = [
    ("charset=UTF-8", "", ""),
    ("charset=utf-8", "", ""),
    ("charset=utf8", "P031", ""),
    ("charset=CHARSET", "P031", ""),
    ("charset=US-ASCII", "P031", ""),
    ("", "P031", ""),
    ("charset=TIS-620", "", "P032"),
    ("charset=windows-1252", "", "P032"),
    ("charset=UTF-16", "", "P032"),
    ("charset=punycode", "", "P033"),
]


@pytest.mark.parametrize(("charset", "warned", "refused"), CHARSETS)
def test_charsets(charset: str, warned: str, refused: str) -> None:
    text = f'msgid ""\nmsgstr "Content-Type: text/plain; {charset}\\n"\n\nmsgid "a"\nmsgstr "ក"\n'
    if refused:
        with pytest.raises(TranspipeError) as raised:
            Catalog.parse(text.encode())
        assert raised.value.code == refused
        assert (raised.value.line, raised.value.column) == (2, 1)
        return
    found = Catalog.parse(text.encode())
    assert [remark.code for remark in found.remarks] == ([warned] if warned else [])
    assert [m.target for m in found.messages()] == ["ក"]


@pytest.mark.parametrize(
    ("field", "code", "fatal"),
    [
        ("Language: ../x", "P037", True),
        ("Language: /etc/passwd", "P037", True),
        ("Language: a\\\\b", "P037", True),
        ("Language: id\\t\\r", "P050", False),
        ("Language: Bahasa Indonesia", "P037", False),
        ("Language: zh_Hans", "", False),
        ("Language: ms@arabic", "", False),
        ("Language: ca_ES.UTF-8@valencia", "", False),
        ("Language: ", "", False),
        ("Plural-Forms: nplurals=1; plural=0;", "", False),
        ("Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;", "", False),
        ("Plural-Forms: nplurals=2; plural=n != 1", "", False),
        ("Plural-Forms: nplurals=2; plural=__import__('os')", "P062", False),
        ("Plural-Forms: nplurals=999999999; plural=n", "P062", False),
        ("Content-Type: text/plain; charset=utf-8", "P035", False),
        ("Content-Type: text/html; charset=UTF-8", "P035", True),
        ("x-own : 1", "", False),
    ],
)
def test_header_fields(field: str, code: str, fatal: bool) -> None:
    text = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"{field}\\n"\n\nmsgid "a"\nmsgstr "x"\n'
    )
    if fatal:
        with pytest.raises(TranspipeError) as raised:
            Catalog.parse(text.encode(), "x.po")
        assert raised.value.code == code
        assert raised.value.place == "x.po:2:1"
        return
    assert [remark.code for remark in Catalog.parse(text.encode()).remarks] == [code] * bool(code)


def test_plural_forms_are_counted_against_the_header() -> None:
    header = HEADER.replace('"Language', '"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n"Language')
    text = header + 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "{}"\n'
    assert [r.code for r in Catalog.parse(text.format("x").encode()).remarks] == ["P060"]
    assert Catalog.parse(text.format("").encode()).remarks == ()


def test_another_encoding_is_named_with_the_way_out() -> None:
    text = HEADER.replace("UTF-8", "ISO-8859-1") + 'msgid "a"\nmsgstr "é"\n'
    with pytest.raises(TranspipeError, match="says charset=ISO-8859-1") as raised:
        Catalog.parse(text.encode("latin-1"), "x.po")
    assert (raised.value.code, raised.value.place) == ("P032", "x.po:7:9")
    assert "iconv -f ISO-8859-1 -t UTF-8" in raised.value.hint


def test_a_message_that_stands_twice_is_set_twice() -> None:
    found = read('msgid "a"\nmsgstr "x"\n\nmsgid "b"\nmsgstr "x"\n\nmsgid "a"\nmsgstr "x"\n')
    found.set("a", None, "y", fuzzy=False)
    assert [m.target for m in Catalog.parse(found.encode()).messages()] == ["y", "x", "y"]


def test_mixed_line_ends_are_told_and_kept() -> None:
    data = (HEADER + 'msgid "a"\r\nmsgstr "x"\n\nmsgid "b"\nmsgstr "y"\n').encode()
    found = Catalog.parse(data)
    assert [(r.code, "1 lines" in r.message) for r in found.remarks] == [("P011", True)]
    found.set("b", None, "z", fuzzy=False)
    assert found.encode() == data.replace(b'"y"', b'"z"')


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_wide_encodings_are_named(codec: str) -> None:
    with pytest.raises(TranspipeError, match="UTF-16") as raised:
        Catalog.parse((HEADER + 'msgid "a"\nmsgstr "x"\n').encode(codec))
    assert raised.value.code == "P013"


def test_what_is_written_is_found_again_by_the_scanner() -> None:
    made = catalog(*SOURCES)
    found = scan(made.encode().decode())
    assert (
        "".join([found.bom, *(e.gap + e.body for e in found.entries), found.tail]).encode()
        == made.encode()
    )
