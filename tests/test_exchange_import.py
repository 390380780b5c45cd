"""Import: catalogues that came back, and those of other tools."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import pytest

from exchange import catalog, path_of, refresh, start, targets, translate, write
from transpipe.catalog import State
from transpipe.cli.main import run
from transpipe.foreign import filled, loose, placeholders, respelled
from transpipe.project import files

SOURCE = """\
# Open letter

We ask for **clean water** in
every village of the valley.

See [the report](https://example.org/r) and <https://example.org/x>, or `code`.

> A quotation\\
> with a break.

- River Watch
"""
WATER = "We ask for **clean water** in every village of the valley."
REPORT = "See [the report](https://example.org/r) and <https://example.org/x>, or `code`."
QUOTE = "A quotation\nwith a break."
HEADER = 'msgid ""\nmsgstr ""\n"Language: id\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    start(tmp_path, {"letter": SOURCE}, '["id", "zh-Hans"]')
    refresh(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def po(root: Path, *entries: str, header: str = HEADER, name: str = "back.po") -> str:
    path = root / "mail" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(header + "\n".join(entries), encoding="utf-8")
    return str(path)


def entry(source: str, target: str, *before: str) -> str:
    def quoted(text: str) -> str:
        lines = text.replace("\\", "\\\\").replace('"', '\\"').split("\n")
        return '"\n"'.join(["", *(f"{line}\\n" for line in lines[:-1]), lines[-1]])

    return "".join(f"{line}\n" for line in before) + (
        f'msgid "{quoted(source)}"\nmsgstr "{quoted(target)}"\n'
    )


def state(root: Path, source: str, language: str = "id") -> tuple[State, str, str | None]:
    message = catalog(root, "letter", language).get(source)
    assert message
    return message.state, message.target, message.previous


def test_the_same_source_is_taken_as_it_is(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = po(root, entry(WATER, "Kami meminta **air bersih**."), entry("River Watch", ""))
    assert run(["import", file]) == 0
    assert state(root, WATER) == (State.TRANSLATED, "Kami meminta **air bersih**.", None)
    out = capsys.readouterr().out
    assert "1 taken, 1 untranslated" in out
    before = path_of(root, "letter").stat().st_mtime_ns
    assert run(["import", file]) == 0
    assert path_of(root, "letter").stat().st_mtime_ns == before


def test_a_fuzzy_one_stays_fuzzy_with_its_previous_source(root: Path) -> None:
    fuzzy = entry(WATER, "Kami meminta air.", "#, fuzzy", '#| msgid "We asked for water."')
    assert run(["import", po(root, fuzzy)]) == 0
    assert state(root, WATER) == (State.FUZZY, "Kami meminta air.", "We asked for water.")


def test_empty_never_deletes(root: Path) -> None:
    translate(root, "letter", {WATER: "Kami meminta air."})
    translate(root, "letter", {"Open letter": "Surat"}, fuzzy=True)
    before = path_of(root, "letter").read_bytes()
    file = po(root, entry(WATER, ""), entry("Open letter", " "))
    assert run(["import", file, "--prefer", "theirs"]) == 0
    assert path_of(root, "letter").read_bytes() == before


def test_where_both_are_translated_ours_stays_and_it_is_said(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    translate(root, "letter", {WATER: "Punya kami."})
    file = po(root, entry(WATER, "Punya mereka."))
    assert run(["import", file]) == 0
    assert state(root, WATER)[1] == "Punya kami."
    out = capsys.readouterr().out
    assert "back.po:6: not taken: ours is translated otherwise" in out
    assert "1 not taken" in out
    assert run(["import", file, "--prefer", "theirs"]) == 0
    assert state(root, WATER) == (State.TRANSLATED, "Punya mereka.", None)
    assert "it replaces another translation" in capsys.readouterr().out


# ours fuzzy; theirs fuzzy; preferred; who wins, and the state
CASES = [
    (True, False, "ours", "theirs", State.TRANSLATED),
    (False, True, "theirs", "ours", State.TRANSLATED),
    (True, True, "ours", "ours", State.FUZZY),
    (True, True, "theirs", "theirs", State.FUZZY),
]


@pytest.mark.parametrize(("ours", "theirs", "prefer", "winner", "result"), CASES)
def test_a_finished_target_wins_over_a_fuzzy_one(
    root: Path, *, ours: bool, theirs: bool, prefer: str, winner: str, result: State
) -> None:
    translate(root, "letter", {WATER: "ours"}, fuzzy=ours)
    flags = ["#, fuzzy"] * theirs
    assert run(["import", po(root, entry(WATER, "theirs", *flags)), "--prefer", prefer]) == 0
    assert state(root, WATER)[:2] == (result, winner)


def test_the_same_target_finished_there_confirms_a_fuzzy_one(root: Path) -> None:
    translate(root, "letter", {WATER: "Air."}, fuzzy=True)
    assert run(["import", po(root, entry(WATER, "Air.", "#, fuzzy"))]) == 0
    assert state(root, WATER)[0] is State.FUZZY
    assert run(["import", po(root, entry(WATER, "Air."))]) == 0
    assert state(root, WATER)[0] is State.TRANSLATED


def test_two_files_at_once_and_an_obsolete_one(root: Path) -> None:
    one = po(root, entry(WATER, "Air."), name="one.po")
    two = po(
        root,
        entry("Open letter", "Surat"),
        entry(WATER, "Lain."),
        '#~ msgid "River Watch"\n#~ msgstr "Jaga Sungai"\n',
        '#~ msgid "Nobody knows this one"\n#~ msgstr "Entah"\n',
        name="two.po",
    )
    assert run(["import", one, two]) == 0
    assert state(root, WATER)[1] == "Air."
    assert state(root, "Open letter")[0] is State.TRANSLATED
    assert state(root, "River Watch")[:2] == (State.FUZZY, "Jaga Sungai")


def test_what_is_only_near_comes_in_as_fuzzy(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = WATER.replace("every village", "each and every village")
    file = po(root, entry("Open letter", "Surat"), entry(old, "Kami."), entry("Unheard of.", "X"))
    assert run(["import", file]) == 0
    assert state(root, WATER) == (State.FUZZY, "Kami.", old)
    out = capsys.readouterr().out
    assert "taken as fuzzy: its source is only near" in out
    assert "not ours: no document has this source" in out


def test_what_is_only_near_is_found_in_other_catalogues_too(root: Path) -> None:
    write(root, "annex", "# Annex\n\nOther text stands here, of no matter to anybody.\n")
    refresh(root)
    old = WATER.replace("every village", "each and every village")
    assert run(["import", po(root, entry(old, "Kami."), name="annex.po")]) == 0
    assert state(root, WATER) == (State.FUZZY, "Kami.", old)


def test_a_file_named_like_a_catalogue_belongs_to_it(root: Path) -> None:
    write(root, "annex", "# Open letter\n")
    refresh(root)
    assert run(["import", po(root, entry("Open letter", "Lampiran"), name="annex.po")]) == 0
    assert state(root, "Open letter")[0] is State.UNTRANSLATED
    assert run(["import", po(root, entry("Open letter", "Surat"), name="any.po")]) == 0
    assert state(root, "Open letter")[1] == "Surat"
    message = catalog(root, "annex").get("Open letter")
    assert message
    assert message.target == "Lampiran"


# --- the spelling of other tools -------------------------------------------------------

PO4A = [
    entry("We ask for **clean water** in\nevery village of the valley.\n", "Kami\nmeminta.\n"),
    entry("> A quotation\\\n> with a break.\n", "> Kutipan\\\n> dengan jeda.\n"),
]


def test_po4a_keeps_line_ends_and_marks_of_quotations(root: Path) -> None:
    assert run(["import", po(root, *PO4A)]) == 0
    found, target, previous = state(root, WATER)
    assert (found, target) == (State.FUZZY, "Kami meminta.")
    assert previous == "We ask for **clean water** in\nevery village of the valley.\n"
    assert state(root, QUOTE)[:2] == (State.FUZZY, "Kutipan\ndengan jeda.")


def test_mdpo_joins_lines(root: Path) -> None:
    assert run(["import", po(root, entry("A quotation with a break.", "Kutipan."))]) == 0
    assert state(root, QUOTE)[:2] == (State.FUZZY, "Kutipan.")


def test_translate_toolkit_hides_addresses(root: Path) -> None:
    theirs = entry("See [the report]{1} and {2}, or `code`.", "Lihat {2} dan [laporan]{1}, `code`.")
    noise = entry("Fill in {1} and {2}.", "Isi {1} dan {2}.")
    assert run(["import", po(root, theirs, noise)]) == 0
    assert state(root, REPORT)[:2] == (
        State.FUZZY,
        "Lihat <https://example.org/x> dan [laporan](https://example.org/r), `code`.",
    )


def test_another_context_is_a_doubt(root: Path) -> None:
    theirs = 'msgctxt "letter.md:9"\n' + entry("River Watch", "Jaga Sungai")
    assert run(["import", po(root, theirs)]) == 0
    assert state(root, "River Watch")[:2] == (State.FUZZY, "Jaga Sungai")


def test_a_trailing_newline_of_a_target_goes(root: Path) -> None:
    assert run(["import", po(root, entry("River Watch", "Jaga Sungai\n"))]) == 0
    assert state(root, "River Watch")[:2] == (State.TRANSLATED, "Jaga Sungai")


@pytest.mark.parametrize(
    ("target", "source", "expected"),
    [
        ("satu\ndua", "one two", "satu dua"),
        ("我们要求\n干净的水", "one two", "我们要求干净的水"),
        ("satu  \ndua\ntiga", "one\ntwo", "satu\ndua tiga"),
        ("satu\ndua", "one\ntwo", "satu\ndua"),
        ("> satu\n> dua\n", "one two", "satu dua"),
        ("", "one", ""),
    ],
)
def test_a_target_is_spelled_as_ours(target: str, source: str, expected: str) -> None:
    assert respelled(target, source) == expected


def test_placeholders_stand_for_addresses_alone() -> None:
    assert placeholders("[a]{1} {2}", "[a][ref] <b>") == {"1": "[ref]", "2": "<b>"}
    assert placeholders("a {1}", "a word") is None
    assert filled("{1} {9}", {"1": "x"}) == "x {9}"
    assert loose("> a\\\n> b") == "a b"


# --- the language, and what is refused -------------------------------------------------

BARE = HEADER.replace('"Language: id\\n"\n', "")


@pytest.mark.parametrize(
    "name",
    ["zh_Hans/LC_MESSAGES/letter.po", "letter.zh-Hans.po", "zh-Hans.po", "zh_hans-letter.po"],
)
def test_the_path_tells_the_language_where_the_header_does_not(root: Path, name: str) -> None:
    assert run(["import", po(root, entry("River Watch", "河流"), header=BARE, name=name)]) == 0
    assert state(root, "River Watch", "zh_Hans")[1] == "河流"


def test_a_file_of_no_known_language_is_refused(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = po(root, entry("River Watch", "Jaga"), header=BARE)
    assert run(["import", file]) == 2
    assert "-l LANG" in capsys.readouterr().err
    assert run(["import", file, "-l", "id"]) == 0
    assert state(root, "River Watch")[1] == "Jaga"
    other = HEADER.replace("Language: id", "Language: th")
    assert run(["import", po(root, header=other)]) == 2
    assert "not among" in capsys.readouterr().err


def test_nothing_is_written_where_one_file_is_broken(root: Path) -> None:
    good = po(root, entry("River Watch", "Jaga"), name="good.po")
    bad = po(root, 'msgid "A\n', name="bad.po")
    before = path_of(root, "letter").read_bytes()
    assert run(["import", good, bad]) == 2
    assert path_of(root, "letter").read_bytes() == before


def test_check_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = po(root, entry("River Watch", "Jaga"))
    before = path_of(root, "letter").read_bytes()
    assert run(["import", file, "--check"]) == 1
    assert "would change" in capsys.readouterr().out
    assert path_of(root, "letter").read_bytes() == before
    assert run(["--verbose", "import", file]) == 0
    assert "River Watch" in capsys.readouterr().out
    assert run(["import", file, "--check"]) == 0


def test_a_language_without_catalogues_says_what_to_do(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(root / "locale" / "id")
    assert run(["import", po(root, entry("River Watch", "Jaga"))]) == 2
    assert "Run transpipe update first" in capsys.readouterr().err


def test_the_lock_is_held(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(files, "lock", partial(files.lock, timeout=0.1))
    file = po(root, entry("River Watch", "Jaga"))
    with files.lock(root, command="somebody else"):
        assert run(["import", file]) == 4
    assert "somebody else" in capsys.readouterr().err


def test_no_target_of_ours_vanishes(root: Path) -> None:
    translate(root, "letter", {WATER: "Air.", "Open letter": "Surat"})
    before = targets(root)
    assert run(["import", po(root, *PO4A, entry(WATER, "Lain."))]) == 0
    assert before <= targets(root)
