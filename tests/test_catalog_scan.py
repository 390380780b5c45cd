r"""The strict scanner.

Laws: the parts it finds are the text again; of a catalogue cut off anywhere it finds whole
entries or refuses it; what it accepts GNU gettext accepts, and both read the same strings.
"""

import contextlib
import json
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from growth import grows_too_fast
from transpipe.catalog import Catalog, State
from transpipe.catalog.comments import comments, flags, reference
from transpipe.catalog.entry import Entry
from transpipe.catalog.grammar import MalformedError, quote, unquote, usual_text
from transpipe.catalog.header import LAST, _examined, announced, digest, examine, fields
from transpipe.catalog.render import POEntry, edit, render
from transpipe.catalog.scan import scan, scan_entry
from transpipe.errors import TranspipeError

DATA = Path(__file__).parent / "data" / "po"
FIXTURES = json.loads((DATA / "expected.json").read_text(encoding="utf-8"))
HEADER = 'msgid ""\nmsgstr ""\n"Language: id\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'
needs_gettext = pytest.mark.skipif(not shutil.which("msgcat"), reason="gettext is not installed")


def msgcat(text: str) -> str | None:
    """Return what msgcat makes of a text; None where it refuses."""
    command = ["msgcat", "--no-wrap", "--force-po", "-"]
    done = subprocess.run(command, input=text.encode(), capture_output=True, check=False)
    return None if done.returncode else done.stdout.decode()


def entry(found: Entry) -> dict[str, object]:
    return {
        "ctxt": found.context,
        "id": found.source,
        "pl": found.plural,
        "s": list(found.targets),
        "fuzzy": found.fuzzy,
        "obs": found.obsolete,
        "prev": list(found.previous),
    }


def entries(text: str) -> list[dict[str, object]]:
    return [
        entry(found)
        for found in scan(text).entries
        if found.obsolete or found.context is not None or found.source
    ]


@pytest.mark.parametrize("case", FIXTURES, ids=lambda case: case["file"])
def test_a_fixture_is_refused_or_read_as_expected(case: dict[str, object]) -> None:
    data = (DATA / str(case["file"])).read_bytes()
    codes = {code for code in case["codes"] if code.startswith("P")}  # type: ignore[attr-defined]
    if case["want"] == "reject":
        with pytest.raises(TranspipeError) as raised:
            Catalog.parse(data, "locale/id.po")
        error = raised.value
        assert error.code in codes
        assert str(error).startswith(f"locale/id.po:{error.line}:{error.column}: ")
        assert error.line >= 1
        assert error.column >= 1
        return
    catalog = Catalog.parse(data)
    assert {remark.code for remark in catalog.remarks} == codes
    assert catalog.encode() == data
    assert entries(data.decode()) == case["entries"]


@pytest.mark.parametrize(
    "case", [case for case in FIXTURES if case["want"] != "reject"], ids=lambda case: case["file"]
)
def test_of_a_fixture_only_the_edited_entry_differs(case: dict[str, object]) -> None:
    data = (DATA / str(case["file"])).read_bytes()
    text = data.decode()
    for message in Catalog.parse(data).messages():
        catalog = Catalog.parse(data)
        target = f"{message.target}⟦baru⟧"
        catalog.set(message.source, message.context, target, fuzzy=False)
        new = catalog.encode().decode()
        before, after = scan(text), scan(new)
        changed = [
            number
            for number, (old, now) in enumerate(zip(before.entries, after.entries, strict=True))
            if (old.gap, old.body) != (now.gap, now.body)
        ]
        assert changed
        assert {after.entries[number].targets[0] for number in changed} == {target}
        assert {before.entries[number].source for number in changed} == {message.source}
        assert len(changed) == 1 or "P041" in case["codes"]  # type: ignore[operator]
        assert (before.bom, before.tail) == (after.bom, after.tail)
        assert ("\r\n" in text) == ("\r\n" in after.entries[changed[0]].body)


# What gettext 0.21 makes of each was tried; a place counts from the line after the header.
GRAMMAR = [
    ("cut-off-form", 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "x\n', "P001 3:11"),
    ("idx-astray", 'msgid "a" [0]\nmsgstr "x"\n', "P001 1:11"),
    ("idx-on-msgid", 'msgid [0] "a"\nmsgstr "x"\n', "P001 1:7"),
    ("garbage-in-entry", 'msgid "a"\nhello\nmsgstr "x"\n', "P002 2:1"),
    ("string-after-obsolete-id", '#~ msgid "a"\n"b"\n#~ msgstr "x"\n', "P004 2:1"),
    ("kwcase", 'MSGID "a"\nMSGSTR "x"\n', "P002 1:1"),
    ("oneline", 'msgid "a" msgstr "x"\n', ""),
    ("oneline2", 'msgid "a" msgstr "x" msgid "b" msgstr "y"\n', ""),
    ("idx-space", 'msgid "a"\nmsgid_plural "b"\nmsgstr [ 0 ] "x"\n', ""),
    ("idx-space2", 'msgid "a"\nmsgid_plural "b"\nmsgstr[0]"x"\n', ""),
    ("idx-00", 'msgid "a"\nmsgid_plural "b"\nmsgstr[00] "x"\n', ""),
    ("idx-only-str", 'msgid "a"\nmsgstr[0] "x"\n', "P003 2:7"),
    ("plural-nostr", 'msgid "a"\nmsgid_plural "b"\nmsgstr "x"\n', "P003 3:8"),
    ("plural-none", 'msgid "a"\nmsgid_plural "b"\n', "P003 1:1"),
    ("idx-start1", 'msgid "a"\nmsgid_plural "b"\nmsgstr[1] "x"\n', "P061 3:8"),
    ("idx-gap", 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[2] "y"\n', "P061 4:8"),
    ("idx-dup", 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr[0] "y"\n', "P061 4:8"),
    ("msgctxt-after", 'msgid "a"\nmsgctxt "c"\nmsgstr "x"\n', "P003 2:1"),
    ("two-ctxt", 'msgctxt "c"\nmsgctxt "d"\nmsgid "a"\nmsgstr "x"\n', "P003 2:1"),
    ("ctxt-only", 'msgctxt "c"\n', "P003 1:1"),
    ("ctxt-empty", 'msgctxt ""\nmsgid "a"\nmsgstr "x"\n\nmsgid "a"\nmsgstr "y"\n', ""),
    ("ctxt-empty-hdr", 'msgctxt ""\nmsgid ""\nmsgstr "x"\n', ""),
    ("garbage", 'hello\nmsgid "a"\nmsgstr "x"\n', "P002 1:1"),
    (
        "conflict",
        '<<<<<<< HEAD\nmsgid "a"\nmsgstr "x"\n=======\nmsgid "a"\nmsgstr "y"\n>>>>>>> b\n',
        "P005 1:1",
    ),
    ("obs-nospace", '#~msgid "a"\n#~msgstr "x"\n', ""),
    ("obs-tab", '#~\tmsgid "a"\n#~\tmsgstr "x"\n', ""),
    ("obs-indent", '  #~ msgid "a"\n  #~ msgstr "x"\n', ""),
    ("obs-mixed", '#~ msgid "a"\nmsgstr "x"\n', "P004 2:1"),
    ("obs-mixed2", 'msgid "a"\n#~ msgstr "x"\n', "P004 2:4"),
    ("obs-mixed3", '#~ msgid "a"\n#~ msgstr "x"\n"y"\n', "P003 3:1"),
    ("obs-cont", '#~ msgid "a"\n#~ msgstr ""\n#~ "y"\n#~"z"\n', ""),
    ("obs-prev", '#, fuzzy\n#~| msgid "o"\n#~ msgid "a"\n#~ msgstr "x"\n', ""),
    ("obs-prev-nosp", '#, fuzzy\n#~|msgid "o"\n#~ msgid "a"\n#~ msgstr "x"\n', ""),
    ("obs-prev2", '#, fuzzy\n#| msgid "o"\n#~ msgid "a"\n#~ msgstr "x"\n', "P003 2:1"),
    ("obs-prev3", '#, fuzzy\n#~ | msgid "o"\n#~ msgid "a"\n#~ msgstr "x"\n', "P003 3:4"),
    ("prev-obs-on-active", '#, fuzzy\n#~| msgid "o"\nmsgid "a"\nmsgstr "x"\n', "P003 2:1"),
    ("obs-comment", '#~# c\n#~ msgid "a"\n#~ msgstr "x"\n', ""),
    ("obs-comment2", '#~ # c\n#~ msgid "a"\n#~ msgstr "x"\n', ""),
    ("obs-comment3", '#~ #, fuzzy\n#~ msgid "a"\n#~ msgstr "x"\n', ""),
    ("obs-comment4", '#~, fuzzy\n#~ msgid "a"\n#~ msgstr "x"\n', "P002 1:3"),
    ("obs-comment5", '#~. c\n#~ msgid "a"\n#~ msgstr "x"\n', "P002 1:3"),
    ("obs-empty-line", '#~\n#~ msgid "a"\n#~ msgstr "x"\n', ""),
    ("obs-ref", '#: a.md:1\n#. c\n# t\n#, fuzzy\n#~ msgid "a"\n#~ msgstr "x"\n', ""),
    ("cmt-mid", 'msgid "a"\n# c\nmsgstr "x"\n', "P003 2:1"),
    ("cmt-mid-dot", 'msgid "a"\n#. c\nmsgstr "x"\n', "P003 2:1"),
    ("cmt-mid-fuzzy", 'msgid "a"\n#, fuzzy\nmsgstr "x"\n\nmsgid "b"\nmsgstr "y"\n', "P003 2:1"),
    ("cmt-in-str", 'msgid "a"\n# c\n"b"\nmsgstr "x"\n', "P003 2:1"),
    ("cmt-trailing", 'msgid "a"\nmsgstr "x"\n# tail\n', ""),
    ("cmt-sameline", 'msgid "a" # c\nmsgstr "x"\n', "P003 1:11"),
    ("prev-nofuzzy", '#| msgid "o"\nmsgid "a"\nmsgstr "x"\n', ""),
    ("prev-nospace", '#, fuzzy\n#|msgid "o"\nmsgid "a"\nmsgstr "x"\n', ""),
    ("prev-multi", '#, fuzzy\n#| msgid ""\n#| "o\\n"\n#| "p"\nmsgid "a"\nmsgstr "x"\n', ""),
    ("prev-cont-bare", '#, fuzzy\n#| msgid "o"\n"p"\nmsgid "a"\nmsgstr "x"\n', "P003 3:1"),
    ("prev-bad", '#, fuzzy\n#| hello\nmsgid "a"\nmsgstr "x"\n', "P003 2:1"),
    ("prev-bad2", '#, fuzzy\n#| msgid hello\nmsgid "a"\nmsgstr "x"\n', "P003 2:1"),
    ("prev-then-cmt", '#| msgid "o"\n#, fuzzy\n# c\nmsgid "a"\nmsgstr "x"\n', "P003 1:1"),
    ("prev-ctxt-only", '#, fuzzy\n#| msgctxt "o"\nmsgid "a"\nmsgstr "x"\n', "P003 2:1"),
    ("prev-empty", '#, fuzzy\n#|\nmsgid "a"\nmsgstr "x"\n', ""),
    ("prev-str", '#, fuzzy\n#| msgid "o"\n#| msgstr "p"\nmsgid "a"\nmsgstr "x"\n', "P003 2:1"),
    ("prev-twice", '#, fuzzy\n#| msgid "o"\n#| msgid "p"\nmsgid "a"\nmsgstr "x"\n', "P003 2:1"),
    ("prev-plural-only", '#, fuzzy\n#| msgid_plural "o"\nmsgid "a"\nmsgstr "x"\n', "P003 2:1"),
    ("prev-tail", 'msgid "a"\nmsgstr "x"\n#| msgid "o"\n', "P003 3:1"),
    ("flag-upper", '#, FUZZY\nmsgid "a"\nmsgstr "x"\n', ""),
    ("flag-multi", '#, c-format,fuzzy\nmsgid "a"\nmsgstr "x"\n', ""),
    ("flag-sp", '#,   fuzzy  ,  no-wrap\nmsgid "a"\nmsgstr "x"\n', ""),
    ("flag-spsep", '#, fuzzy no-wrap\nmsgid "a"\nmsgstr "x"\n', ""),
    ("flag-twolines", '#, c-format\n#, fuzzy\nmsgid "a"\nmsgstr "x"\n', ""),
    ("flag-notfuzzy", '#, not-fuzzy, fuzzyish\nmsgid "a"\nmsgstr "x"\n', ""),
    ("flag-bang", '#! fuzzy\nmsgid "a"\nmsgstr "x"\n', ""),
    ("flag-eq", '#= fuzzy\nmsgid "a"\nmsgstr "x"\n', ""),
    ("flag-indent", ' #, fuzzy\nmsgid "a"\nmsgstr "x"\n', ""),
    ("flag-space-before", '# , fuzzy\nmsgid "a"\nmsgstr "x"\n', ""),
    ("flag-range", '#, range: 0..10, fuzzy\nmsgid "a"\nmsgstr "x"\n', ""),
    ("cmt-nospace", '#hello\n#.ext\n#:ref.c:1\nmsgid "a"\nmsgstr "x"\n', ""),
    ("cmt-hashhash", '## x\nmsgid "a"\nmsgstr "x"\n', ""),
    ("esc-a", 'msgid "a"\nmsgstr "x\\a\\b\\f\\v\\r\\t\\n\\\\\\"y"\n', ""),
    ("esc-u", 'msgid "a"\nmsgstr "x\\u0041"\n', "P052 2:10"),
    ("esc-q", 'msgid "a"\nmsgstr "x\\q"\n', "P052 2:10"),
    ("esc-'", 'msgid "a"\nmsgstr "x\\\'\\?"\n', "P052 2:10"),
    ("esc-e", 'msgid "a"\nmsgstr "x\\e"\n', "P052 2:10"),
    ("esc-8", 'msgid "a"\nmsgstr "x\\8"\n', "P052 2:10"),
    ("esc-trail", 'msgid "a"\nmsgstr "x\\"\n', "P001 2:8"),
    ("esc-nl", 'msgid "a"\nmsgstr "x\\\n"y"\n', "P001 2:8"),
    ("esc-octhi", 'msgid "a"\nmsgstr "x\\303\\251"\n', ""),
    ("esc-octhi-bad", 'msgid "a"\nmsgstr "x\\303"\n', "P032 2:8"),
    ("esc-oct-big", 'msgid "a"\nmsgstr "x\\777"\n', "P032 2:8"),
    ("esc-hex-long", 'msgid "a"\nmsgstr "x\\x000041"\n', ""),
    ("esc-hex-none", 'msgid "a"\nmsgstr "x\\xg"\n', "P052 2:10"),
    ("esc-oct4", 'msgid "a"\nmsgstr "x\\004"\n', "P051 2:8"),
    ("esc-hex-1b", 'msgid "a"\nmsgstr "x\\x1b["\n', ""),
    ("esc-hexhi", 'msgid "a"\nmsgstr "x\\xc3\\xa9"\n', ""),
    ("raw-1b", 'msgid "a"\nmsgstr "x\x1b["\n', "P051 2:10"),
    ("raw-vt", 'msgid "a"\nmsgstr "x\x0by\x0cz"\n', "P051 2:10"),
    ("raw-7", 'msgid "a"\nmsgstr "x\x07y"\n', "P051 2:10"),
    ("raw-7f", 'msgid "a"\nmsgstr "x\x7fy"\n', ""),
    ("vt-ff-ws", '\x0b\x0cmsgid\x0b"a"\x0c\nmsgstr "x"\n', ""),
    ("eot-src", 'msgid "a\\004b"\nmsgstr "x"\n', "P051 1:7"),
    ("u2028", 'msgid "a\u2028b"\nmsgstr "x\u2029y"\n', ""),
    ("cr-mid-line", 'msgid "a"\r\nmsgstr "x"\n', ""),
    ("cr-alone", 'msgid "a"\rmsgstr "x"\n', "P012 1:10"),
    ("empty-src-2nd", 'msgid ""\nmsgstr "x"\n', "P040 1:1"),
    ("empty-obs", '#~ msgid ""\n#~ msgstr "x"\n', ""),
    ("msgid-nostring", 'msgid\n"a"\nmsgstr\n"x"\n', ""),
    ("msgid-nostring2", 'msgid\nmsgstr "x"\n', "P001 2:1"),
    ("kw-prefix", 'msgidx "a"\nmsgstr "x"\n', "P002 1:1"),
    ("kw-unknown", 'msgfoo "a"\nmsgid "a"\nmsgstr "x"\n', "P002 1:1"),
    ("plural-before", 'msgid_plural "b"\nmsgid "a"\nmsgstr[0] "x"\n', "P003 1:1"),
    ("msgstr-only", 'msgstr "x"\n', "P003 1:1"),
    ("str-only", '"x"\n', ""),
    ("domain", 'domain "o"\nmsgid "a"\nmsgstr "x"\n', "P006 1:1"),
    ("domain-obs", '#~ domain "o"\n#~ msgid "a"\n#~ msgstr "x"\n', "P006 1:4"),
    ("plural-mix", 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\nmsgstr "y"\n', "P003 4:1"),
    (
        "plural-dup-ctx",
        'msgid "a"\nmsgstr "y"\n\nmsgid "a"\nmsgid_plural "b"\nmsgstr[0] "x"\n',
        "P040 4:1",
    ),
    ("tilde-garbage", '#~ hello\nmsgid "a"\nmsgstr "x"\n', "P002 1:4"),
    ("tilde-quote", '#~ "hello"\nmsgid "a"\nmsgstr "x"\n', "P003 1:4"),
    ("tilde-tilde", '#~ #~ msgid "a"\n#~ msgstr "x"\n', ""),
    ("tilde-tilde2", '#~~ msgid "a"\n#~ msgstr "x"\n', "P002 1:3"),
    ("obs-blank", '#~ msgid "a"\n\n#~ msgstr "x"\n', ""),
    ("no-final-nl-cmt", 'msgid "a"\nmsgstr "x"\n# t', ""),
    ("neg-index", 'msgid "a"\nmsgid_plural "b"\nmsgstr[-1] "x"\n', "P001 3:7"),
    ("idx-x", 'msgid "a"\nmsgid_plural "b"\nmsgstr[x] "x"\n', "P001 3:7"),
    ("obs-active-onefield", '#~ msgctxt "c"\nmsgid "a"\nmsgstr "x"\n', "P004 2:1"),
    ("ctxt-prev-after", 'msgctxt "c"\n#| msgid "o"\nmsgid "a"\nmsgstr "x"\n', "P003 2:1"),
    ("noncaps-space", 'msgid  \t "a"\nmsgstr "x"\n', ""),
    ("semicolon", 'msgid "a";\nmsgstr "x"\n', "P001 1:10"),
    ("concat", 'msgid "a""b"\nmsgstr "x"\n', ""),
]
STRICTER = {"raw-1b", "raw-vt", "raw-7", "cr-alone", "domain", "domain-obs"}
KINDER = {"empty-obs"}


@pytest.mark.parametrize(("name", "text", "error"), GRAMMAR, ids=[case[0] for case in GRAMMAR])
def test_the_grammar(name: str, text: str, error: str) -> None:
    data = (HEADER + text).encode()
    if not error:
        assert Catalog.parse(data).encode() == data
        return
    with pytest.raises(TranspipeError) as raised:
        Catalog.parse(data)
    found = raised.value
    assert f"{found.code} {found.line - 5}:{found.column}" == error, name


@needs_gettext
@pytest.mark.parametrize(("name", "text", "error"), GRAMMAR, ids=[case[0] for case in GRAMMAR])
def test_the_grammar_is_gettexts(name: str, text: str, error: str) -> None:
    theirs = msgcat(HEADER + text)
    accepted = theirs is not None
    if name in STRICTER:
        assert accepted
        assert error
    elif name in KINDER:
        assert not accepted
        assert not error
    else:
        assert accepted == (not error)
    if accepted and not error and name != "esc-hex-1b":  # msgcat writes it raw
        assert entries(HEADER + text) == entries(theirs or "")


def test_conflict_markers_name_both_places() -> None:
    text = HEADER + 'msgid "a"\n<<<<<<< ours\nmsgstr "x"\n=======\nmsgstr "y"\n>>>>>>> theirs\n'
    with pytest.raises(TranspipeError, match="until >>>>>>> on line 11") as raised:
        Catalog.parse(text.encode(), "id.po")
    assert raised.value.place == "id.po:7:1"
    with pytest.raises(TranspipeError, match="conflict: ======="):
        Catalog.parse((HEADER + "=======\n").encode())


def test_duplicates_name_both_places() -> None:
    text = HEADER + 'msgid "a"\nmsgstr "x"\n\nmsgid "a"\nmsgstr "y"\n'
    with pytest.raises(TranspipeError, match="lines 6 and 9") as raised:
        Catalog.parse(text.encode())
    assert raised.value.code == "P040"


WHOLE = (
    "# Catatan di awal.\n" + HEADER + "#. Paragraph · Summary\n#: source/statement.md\n"
    'msgid "We demand justice."\nmsgstr "Kami menuntut keadilan."\n\n'
    '#, fuzzy\n#| msgid "Old \\"one\\""\nmsgctxt "title"\nmsgid "May"\nmsgstr "Mei"\n\n'
    'msgid "ប្រជាជន"\nmsgstr "ประชาชน"\n\n'
    '# nota\n#~| msgid "older"\n#~ msgid "gone"\n#~ msgstr "hilang"\n'
)


@pytest.mark.parametrize("text", [WHOLE, WHOLE.replace("\n", "\r\n")], ids=["lf", "crlf"])
def test_a_catalogue_cut_off_anywhere_is_refused_or_has_whole_entries(text: str) -> None:
    data = text.encode()
    whole = entries(text)
    refused = 0
    for size in range(len(data)):
        try:
            catalog = Catalog.parse(data[:size])
        except TranspipeError:
            refused += 1
            continue
        found = [(m.source, m.target) for m in (*catalog.messages(), *catalog.obsolete())]
        assert found == [(e["id"], e["s"][0]) for e in whole[: len(found)]]  # type: ignore[index]
        assert catalog.encode() == data[:size]
    assert refused > len(data) / 3


ANNOUNCED = WHOLE.replace(
    '"Content-Type', f'"X-Transpipe-Last: {digest(None, "gone")}\\n"\n"Content-Type'
).replace("# nota", 'msgid "a\\nb"\nmsgstr ""\n"c\\n"\n"d"\n\n# nota')


@pytest.mark.parametrize("text", [ANNOUNCED, ANNOUNCED.replace("\n", "\r\n")], ids=["lf", "crlf"])
def test_every_prefix_is_refused_or_warned_about(text: str) -> None:
    """A file that lost its end is refused, or something says so; its lines are whole entries."""
    data = text.encode()
    for size in range(len(data) - 1):
        try:
            catalog = Catalog.parse(data[:size])
        except TranspipeError:
            continue
        if len(data[size:].strip()):
            said = {one.code for one in catalog.remarks}
            assert said & {"P021", "P030", "P031"} or catalog.cut_off(wanted=True), data[:size]
    assert not Catalog.parse(data).cut_off(wanted=True)


@pytest.mark.parametrize(
    ("end", "is_said"), [('""\n"c\\n"\n', True), ('""\n"c "\n', True), ('"c"', False)]
)
def test_a_last_target_that_lost_lines(end: str, is_said: bool) -> None:
    line = f'"X-Transpipe-Last: {digest(None, "a" + chr(10) + "b")}\\n"'
    text = HEADER.replace('"Content-Type', f'{line}\n"Content-Type')
    text += f'msgid "a\\nb"\nmsgstr {end}'
    assert bool(Catalog.parse(text.encode()).cut_off(wanted=True)) == is_said


@given(st.data())
def test_a_damaged_catalogue_is_refused_or_kept_to_the_byte(data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(WHOLE)))
    length = data.draw(st.integers(0, 20))
    junk = data.draw(
        st.text(st.sampled_from('#~|,:. \t\r\n"\\msgidtr[]01\x00\x1b\u2028é<=>'), max_size=9)
    )
    text = WHOLE[:place] + junk + WHOLE[place + length :]
    problem: TranspipeError | None = None
    try:
        catalog = Catalog.parse(text.encode(), "x.po")
    except TranspipeError as error:
        problem = error
    if problem:
        assert problem.code
        assert 1 <= problem.line <= text.count("\n") + 1
        assert problem.column >= 1
        return
    assert catalog.encode().decode() == text
    list(catalog.messages())


TOKENS = [
    *('msgid "a"', "msgid", 'msgstr "x"', 'msgstr[0] "x"', 'msgstr[1] "y"', 'msgid_plural "b"'),
    *('msgctxt "c"', '"z"', "# c", "#. c", "#, fuzzy", '#| msgid "o"', '#| "p"', "#: f:1", ""),
    *('#~ msgid "a"', '#~ msgstr "x"', '#~| msgid "o"', '#~ "z"', '#~ msgctxt "c"'),
]


@needs_gettext
@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(TOKENS), max_size=8))
def test_any_row_of_lines_is_accepted_as_gettext_accepts_it(lines: list[str]) -> None:
    text = HEADER + "\n".join(lines) + "\n"
    theirs = msgcat(text)
    try:
        found = entries(text)
    except TranspipeError:
        assert theirs is None
        return
    keys = [(e["ctxt"], e["id"]) for e in found]
    if len(set(keys)) == len(keys):  # duplicates are not the scanner's business
        assert theirs is not None
        assert found == entries(theirs)


TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs"], exclude_characters="\0\x04"),
        st.sampled_from('\n\t\r\v\f\x07\x1b\x1c\x85\u2028\u2029"\\n0x#'),
    ),
    max_size=30,
)


@given(TEXT)
def test_quoting_is_undone_by_unquoting(text: str) -> None:
    quoted = f'"{quote(text)}"'
    assert unquote(quoted) == text
    assert not re.search(r"[\x00-\x1f]", quoted)


def model(source: str, target: str, context: str | None, previous: str | None) -> POEntry:
    return POEntry(msgid=source, msgstr=target, msgctxt=context, previous_msgid=previous)


@given(TEXT.filter(bool), TEXT, st.none() | TEXT, st.none() | TEXT, st.booleans())
def test_any_text_written_is_read_back(
    source: str, target: str, context: str | None, previous: str | None, obsolete: bool
) -> None:
    written = model(source, target, context, previous)
    written.obsolete = obsolete
    body = render(written)
    found = scan_entry(body)
    assert (found.source, found.targets, found.context) == (source, (target,), context)
    assert (found.previous.source, found.obsolete) == (previous, obsolete)
    assert found.body == body


@needs_gettext
@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(TEXT.filter(bool), TEXT), min_size=1, max_size=20, unique_by=lambda t: t[0])
)
def test_what_is_written_equals_what_msgcat_writes(pairs: list[tuple[str, str]]) -> None:
    bodies = [render(model(source, target, None, None)) for source, target in pairs]
    text = HEADER + "\n".join(bodies)
    theirs = msgcat(text)
    assert theirs is not None
    read = [(e["id"], e["s"]) for e in entries(text)]
    assert read == [(source, [target]) for source, target in pairs]
    # msgcat writes as they are the control characters that only octal escapes can hide
    if not re.search(r"\\[0-7]{3}", text):
        assert theirs == text


def test_the_lines_of_messages_are_those_of_the_file() -> None:
    catalog = Catalog.parse(WHOLE.encode())
    lines = WHOLE.split("\n")
    for message in (*catalog.messages(), *catalog.obsolete()):
        assert "msgid " in lines[message.line - 1]
        assert message.source in lines[message.line - 1]
        assert message.target in lines[message.target_line - 1]
    multi = Catalog.parse(
        (HEADER + 'msgid ""\n"msgstr\\n"\n"b"\nmsgid_plural "msgstr"\nmsgstr[0] "x"\n').encode()
    )
    assert [(m.line, m.target_line) for m in multi.messages()] == [(6, 10)]


def test_a_string_over_several_lines_is_no_line_of_its_own() -> None:
    text = HEADER + 'msgid ""\n"a\\n"\n  "b" "c"\nmsgstr\n"\\\\n" \t"\\"x\\101"\r\n'
    assert entries(text)[0]["id"] == "a\nbc"
    assert entries(text)[0]["s"] == ['\\n"xA']


@pytest.mark.parametrize("name", ["context", "source", "target", "plural"])
def test_a_message_over_the_limit_is_refused(name: str) -> None:
    long = "ក" * 400
    texts = {key: long if key == name else "a" for key in ("context", "source", "target", "plural")}
    text = (
        f'{HEADER}msgctxt "{texts["context"]}"\nmsgid "{texts["source"]}"\n'
        f'msgid_plural "{texts["plural"]}"\nmsgstr[0] "{texts["target"]}"\n'
    )
    with pytest.raises(TranspipeError, match="1,200 bytes; the limit is 1,199") as raised:
        Catalog.parse(text.encode(), max_segment_size=1199)
    assert raised.value.code == "P070"
    assert len(list(Catalog.parse(text.encode(), max_segment_size=1200).messages())) == 1


HOSTILE = {
    "quotes": ('msgid "a"\nmsgstr ', '"" ', "\n"),
    "lines": ('msgid "a"\nmsgstr ""\n', '"x"\n', ""),
    "backslashes": ('msgid "a"\nmsgstr "', "\\\\", '"\n'),
    "open string": ('msgid "a"\nmsgstr "', "\\\\", "\n"),
    "comments": ("", "# \n", "\n"),
    "obsolete marks": ("", "#~ ", '\n#~ msgid "a"\n'),
    "obsolete lines": ("", "#~ \n", ""),
    "blank": ("", " \n", "x"),
    "blank in an entry": ('msgid "a"', " \n", "x"),
    "previous": ("", '#| msgid "a"\n', ""),
    "octal": ('msgid "a"\nmsgstr "', "\\101", '"\n'),
    "plural forms": ('msgid "a"\nmsgid_plural "b"\n', 'msgstr[0] "x"\n', ""),
    "flags": ("#, ", "fuzzy, ", '\nmsgid "a"\nmsgstr "x"\n'),
    "references": ("#: ", "\u2068a ", '\nmsgid "a"\nmsgstr "x"\n'),
    "conflicts": ("", "<<<<<<< \n", ""),
    "entries": ("", 'msgid "a"\nmsgstr "x"\n\n', ""),
    "contexts": ("", 'msgctxt "a"\n', ""),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_linear_time(name: str) -> None:
    begin, middle, end = HOSTILE[name]

    def read(size: int) -> Callable[[], object]:
        text = HEADER + begin + middle * (size // len(middle)) + end

        def work() -> None:
            with contextlib.suppress(TranspipeError):
                list(Catalog.parse(text.encode(), max_segment_size=10**9).messages())

        return work

    assert not grows_too_fast(read, 800_000)


@pytest.mark.parametrize(
    ("literals", "message"), [('"\\303"', "not UTF-8"), ('"\\0"', "NUL"), ('"a\\x04"', "EOT")]
)
def test_escapes_that_make_no_text_are_refused(literals: str, message: str) -> None:
    with pytest.raises(MalformedError, match=message):
        unquote(literals)


def test_only_one_entry_is_read_as_one() -> None:
    with pytest.raises(TranspipeError, match="0 entries"):
        scan_entry("# nothing\n")


def test_flags_are_words_set_apart_by_commas_or_spaces() -> None:
    head = "#, fuzzy  no-wrap,c-format\n#, range: 0..10,fuzzy\r\n# , not\n#. fuzzy2\n"
    assert flags(head) == ("fuzzy", "no-wrap", "c-format", "range: 0..10")


def test_comments_by_who_speaks() -> None:
    head = "#\n#  dua\n#tiga\n#. note\r\n#.\n#: \u2068a b.md\u2069:12 c.md\n#: d\n#= x\n"
    said = comments(head)
    assert said.translator == "\n dua\ntiga\n= x"
    assert said.note == "note\n"
    assert said.references == ("\u2068a b.md\u2069:12", "c.md", "d")
    assert said.flags == ()


def test_file_names_with_spaces_are_isolated() -> None:
    assert reference("a b.md", 3) == "\u2068a b.md\u2069:3"
    assert reference("a.md") == "a.md"
    assert reference('a\nmsgid "\ud800\u2069.md') == '\u2068a?msgid "??.md\u2069'


def test_an_edit_keeps_the_missing_line_end() -> None:
    found = scan(HEADER + 'msgid "a"\nmsgstr "x"').entries[-1]
    assert edit(found, "\n", lambda _: None).body == 'msgid "a"\nmsgstr "x"'
    crlf = scan('msgid "a"\r\nmsgstr "x"\r\n').entries[-1]
    assert edit(crlf, "\n", lambda _: None).body == 'msgid "a"\r\nmsgstr "x"\r\n'


# --- what another catalogue has in common with it ---------------------------------------


def parsed(data: bytes, like: Catalog | None = None) -> object:
    """Return all that is known of a file: entries, bytes, remarks; or why it is refused."""
    try:
        catalog = Catalog.parse(data, "a.po", like=like)
    except TranspipeError as error:
        return str(error), error.code, error.line, error.column
    messages = [*catalog.messages(), *catalog.obsolete()]
    return messages, catalog.versions(), catalog.remarks, catalog.encode()


@pytest.mark.parametrize("path", sorted(DATA.glob("*.po*")), ids=lambda path: path.name)
def test_what_is_known_of_another_catalog_changes_nothing(path: Path) -> None:
    data = path.read_bytes()
    for other in sorted(DATA.glob("*.po*")):
        with contextlib.suppress(TranspipeError):
            like = Catalog.parse(other.read_bytes())
            assert parsed(data, like) == parsed(data), other.name


_PIECES = st.sampled_from(
    [
        *('msgid "a"\n', 'msgid ""\n"a"\n', 'msgctxt "c"\nmsgid "a"\n', 'msgid "a" ', "#, fuzzy\n"),
        *('msgstr "x"\n', 'msgstr ""\n"x\\n"\n"y"\n', 'msgstr "\\101"\n', 'msgstr "x"', "\n"),
        *('#| msgid "b"\n', "# note\n", "#. msgid\n", '#~ msgid "a"\n', '#~ msgstr "x"\n', "\r\n"),
        *('msgid "\\x41"\n', 'msgid_plural "as"\n', 'msgstr[0] "x"\n', "msgstr\n", '"z"\n', " "),
        'msgid "b"\nmsgstr "x"\n\n',
        'msgid "a"\n\n \nmsgstr\n"x"\n\n',
        '# c\nmsgid "a"\nmsgstr "x"\n\n',
    ]
)


@given(st.lists(_PIECES, max_size=12), st.lists(_PIECES, max_size=12))
@settings(max_examples=600)
def test_what_is_known_of_any_other_text_changes_nothing(one: list[str], two: list[str]) -> None:
    data, other = ((HEADER + "".join(pieces)).encode() for pieces in (one, two))
    with contextlib.suppress(TranspipeError):
        like = Catalog.parse(other)
        assert parsed(data, like) == parsed(data)
        assert parsed(other, like) == parsed(other)


_LITERALS = st.lists(
    st.sampled_from(
        [
            *("", "x", "é ", " ", '"', "\n", "\r"),
            *("\\n", '\\"', "\\t", "\\\\", "\\101", "\\x41", "\\"),
            *("\0", "\x1c", "\u2028", "\u200b", "\ufeff", '"\n"', '\\"\n"', '"\n\n"', '"\r\n"'),
            *('" \n "', '"\nmsgstr "', '"\n#', '"\n\nmsgid "z"\nmsgstr "'),
            "X-Transpipe-Last: 0123abcd\\n",
        ]
    ),
    max_size=4,
).map("".join)
_HEADS = st.sampled_from(["", "# c\n", "#, fuzzy\n", "#. n\n#: a.md\n", '#| msgid "p"\n', "#\n"])


def _column(heads: Sequence[str], header: str, literals: Sequence[str]) -> bytes:
    """Return a catalogue with these heads and what stands between the quotation marks."""
    parts = [f'msgid ""\nmsgstr ""\n"Language: id\\n{header}"\n']
    parts += [
        f'{head}msgid "{number}"\nmsgstr "{literal}"\n'
        for number, (head, literal) in enumerate(zip(heads, literals, strict=True))
    ]
    return "\n".join(parts).encode("utf-8")


@given(st.lists(st.tuples(_HEADS, _LITERALS, _LITERALS), max_size=4), _LITERALS, _LITERALS)
@settings(max_examples=1500)
def test_a_column_is_what_a_scan_finds(
    entries: list[tuple[str, str, str]], one: str, other: str
) -> None:
    heads = [head for head, _, _ in entries]
    like = _column(heads, one, [first for _, first, _ in entries])
    data = _column(heads, other, [second for _, _, second in entries])
    with contextlib.suppress(TranspipeError):
        twin = Catalog.parse(like)
        assert parsed(data, twin) == parsed(data)
        assert asked(data, twin) == asked(data)


@given(_LITERALS)
@settings(max_examples=1500)
def test_usual_text_is_what_the_grammar_says(literal: str) -> None:
    text = usual_text(literal)
    if text is not None:
        read = scan_entry(f'msgid "a"\nmsgstr "{literal}"\n')
        assert read.targets == (text,)
        assert not scan(read.body).remarks


@pytest.mark.parametrize("size", [10, 199, 200, 201, 300])
def test_a_size_is_refused_whatever_is_known(size: int) -> None:
    def one(target: str) -> bytes:
        return (
            f'msgid ""\nmsgstr "Language: id\\n"\n\nmsgid "{source}"\nmsgstr "{target}"\n'.encode()
        )

    source = "a" * size
    like = Catalog.parse(one("x"))
    assert read_within(200, one("y")) == read_within(200, one("y"), like) == (size <= 200)


def read_within(limit: int, data: bytes, like: Catalog | None = None) -> bool:
    """Tell whether a catalogue is read where a text may have so many bytes."""
    with contextlib.suppress(TranspipeError):
        return bool(Catalog.parse(data, max_segment_size=limit, like=like))
    return False


_FIELDS = st.lists(
    st.sampled_from(
        [
            *("X-Transpipe-Last: 0123abcd", "x-transpipe-last: 89abcdef", "X-Transpipe-Last:"),
            *("X-Tranſpipe-Last: 0123abcd", " X-Transpipe-Last: 0123abcd", "no field", ""),
            *("X-Transpipe-Last \t:\t0123abcd \r", "X-Transpipe-Last: 0123abcd more"),
            *("PO-Revision-Date: today", "POT-Creation-Date: 2026-01-01", "PO-Revision-Date"),
            *("Language: id", "Language: ../..", "Content-Type: text/plain; charset=UTF-8"),
            *("Content-Type: text/plain; charset=ASCII", "Plural-Forms: none", "language: ms"),
        ]
    ),
    max_size=5,
)


@given(_FIELDS, st.booleans())
@settings(max_examples=1000)
def test_the_fields_of_a_header_say_what_its_last_entry_is(lines: list[str], ends: bool) -> None:
    header = "\n".join([*lines, ""] if ends else lines)
    values = [value for name, value in fields(header) if name.lower() == LAST.lower()]
    is_digest = bool(values) and re.fullmatch("[0-9a-f]{8}", values[0])
    assert announced(header) == (values[0] if is_digest else "")


@given(_FIELDS, st.booleans())
@settings(max_examples=1000)
def test_what_a_header_has_for_itself_is_no_fault(lines: list[str], ends: bool) -> None:
    header = "\n".join([*lines, ""] if ends else lines)
    assert examine(header) == _examined(header)


def asked(data: bytes, like: Catalog | None = None) -> object:
    """Return what a catalogue says to whoever does not ask for its entries."""
    try:
        catalog = Catalog.parse(data, like=like)
    except TranspipeError as error:
        return str(error)
    keys = [(None, "0"), (None, "none"), (None, "1"), ("", "0"), (None, "")]
    targets, states = catalog.translations(keys)
    return (
        [catalog.get(source, context) for context, source in keys],
        (list(targets), list(states)),
        [*catalog.targets()],
        [*catalog.targets(obsolete=True)],
        catalog.header,
        catalog.cut_off(wanted=True),
        catalog.remarks,
        catalog.encode(),
    )


@pytest.mark.parametrize("text", ["source", "target"])
def test_what_is_too_long_is_refused_in_a_column_too(text: str) -> None:
    long = {"source": "a", "target": "b", text: "x" * 300}
    data = f'msgid ""\nmsgstr ""\n\nmsgid "{long["source"]}"\nmsgstr "{long["target"]}"\n'.encode()
    like = Catalog.parse(data)
    with pytest.raises(TranspipeError, match="limit is 299"):
        Catalog.parse(data, max_segment_size=299, like=like)
    assert Catalog.parse(data, max_segment_size=300, like=like).encode() == data


def test_what_is_set_in_a_column_is_what_it_says() -> None:
    data = _column(["", "# c\n"], "", ["x", "y"])
    catalog = Catalog.parse(data, like=Catalog.parse(data))
    catalog.set("1", None, "neu", fuzzy=True)
    message = catalog.get("1")
    assert message
    assert (message.target, message.state, message.line) == ("neu", State.FUZZY, 9)
    keys = [(None, "0"), (None, "1")]
    assert catalog.translations(keys) == (["x", "neu"], [State.TRANSLATED, State.FUZZY])
    assert [target for _, target, _ in catalog.targets()] == ["x", "neu"]
    assert catalog.encode() == data.replace(b'# c\nmsgid "1"', b'# c\n#, fuzzy\nmsgid "1"').replace(
        b'"y"', b'"neu"'
    )


@pytest.mark.parametrize("begin", ["#\n# x\n", "#\n", "\n\n", "\ufeff\n\n", ""])
@pytest.mark.parametrize("end", ['msgid "b"\nmsgstr "x"\n', '#. n\nmsgid "b"\nmsgstr "\\"x\\""\n'])
def test_an_end_that_is_cut_off_is_read_alike(begin: str, end: str) -> None:
    text = f'{begin}msgid ""\nmsgstr "Language: id\\n"\n\nmsgid "a"\nmsgstr ""\n\n{end}'
    like = Catalog.parse(text.encode())
    for size in range(len(text)):
        data = text[:size].encode()
        assert parsed(data, like) == parsed(data), text[:size]
        assert parsed(data + b"\n", like) == parsed(data + b"\n"), text[:size]


def test_twins_with_any_line_ends_take_linear_time() -> None:
    def read(size: int) -> Callable[[], object]:
        data = (HEADER + 'msgid "a"\nmsgstr "x"\n\n' * (size // 22)).replace("\n", "\r\n").encode()
        like = Catalog.parse(data)
        return lambda: Catalog.parse(data, like=like)

    assert not grows_too_fast(read, 800_000)
