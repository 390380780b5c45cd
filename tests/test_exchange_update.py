"""Update: what is carried over, what is said about it, and what is kept."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from exchange import (
    NOW,
    all_messages,
    catalog,
    finished,
    git,
    path_of,
    refresh,
    start,
    targets,
    translate,
    write,
)
from transpipe.catalog import State
from transpipe.cli.main import run
from transpipe.edition import localize
from transpipe.errors import TranspipeError
from transpipe.project.catalogs import read_document
from transpipe.project.update import Policy

WATER = "We ask for clean water in every village of the valley."
ROADS = "We ask for safe roads before the rains begin again."
SCHOOL = "The school needs a new roof. The teachers need to be paid on time."


def document(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    start(tmp_path, {"letter": document("# Letter", WATER, ROADS, SCHOOL)})
    refresh(tmp_path)
    translate(
        tmp_path,
        "letter",
        {
            "Letter": "Surat",
            WATER: "Kami meminta air bersih di setiap desa di lembah.",
            ROADS: "Kami meminta jalan yang aman sebelum hujan turun lagi.",
            SCHOOL: "Sekolah memerlukan atap baru. Para guru harus dibayar tepat waktu.",
        },
    )
    return tmp_path


def hints(root: Path, source: str) -> list[str]:
    message = catalog(root, "letter").get(source)
    assert message is not None
    return [line for line in message.note.split("\n") if line.startswith("Carried over")]


def test_an_edited_source_keeps_its_target_as_fuzzy(root: Path) -> None:
    edited = WATER.replace("clean", "cheap and clean")
    write(root, "letter", document("# Letter", edited, ROADS, SCHOOL))
    refresh(root)
    message = catalog(root, "letter").get(edited)
    assert message
    assert (message.state, message.previous) == (State.FUZZY, WATER)
    assert hints(root, edited) == []


def test_no_fuzzy_gives_a_changed_source_nothing(root: Path) -> None:
    edited = WATER.replace("clean", "cheap and clean")
    write(root, "letter", document("# Letter", edited, ROADS, SCHOOL))
    before = targets(root)
    refresh(root, Policy(near=False))
    message = catalog(root, "letter").get(edited)
    assert message
    assert message.state is State.UNTRANSLATED
    assert targets(root) == before


def test_changed_markup_is_said_until_somebody_has_looked(root: Path) -> None:
    bold = WATER.replace("clean water", "**clean water**")
    write(root, "letter", document("# Letter", bold, ROADS, SCHOOL))
    refresh(root)
    assert hints(root, bold) == ["Carried over: only the markup changed."]
    first = path_of(root, "letter").read_bytes()
    refresh(root)
    assert path_of(root, "letter").read_bytes() == first
    translate(root, "letter", {bold: "Kami meminta **air bersih**."})
    refresh(root)
    assert hints(root, bold) == []
    message = catalog(root, "letter").get(bold)
    assert message
    assert (message.state, message.comment) == (State.TRANSLATED, "")


def test_both_halves_of_a_split_say_so(root: Path) -> None:
    first, second = "The school needs a new roof.", "The teachers need to be paid on time."
    write(root, "letter", document("# Letter", WATER, ROADS, first, second))
    refresh(root)
    found = catalog(root, "letter")
    assert [found.get(one).target for one in (first, second)] == [  # type: ignore[union-attr]
        "Sekolah memerlukan atap baru.",
        "Para guru harus dibayar tepat waktu.",
    ]
    said = ["Carried over: a part of what was a longer passage."]
    assert hints(root, first) == hints(root, second) == said


def test_a_split_that_cannot_be_told_gives_both_halves_all_of_it(root: Path) -> None:
    translate(root, "letter", {SCHOOL: "Sekolah memerlukan atap baru dan guru harus dibayar"})
    first, second = "The school needs a new roof.", "The teachers need to be paid on time."
    write(root, "letter", document("# Letter", WATER, ROADS, first, second))
    refresh(root)
    assert "this is the translation of all of it" in hints(root, first)[0]
    assert "this is the translation of all of it" in hints(root, second)[0]


def test_a_merge_says_so_and_names_all_that_it_was(root: Path) -> None:
    write(root, "letter", document("# Letter", f"{WATER} {ROADS}", SCHOOL))
    refresh(root)
    message = catalog(root, "letter").get(f"{WATER} {ROADS}")
    assert message
    assert hints(root, message.source) == ["Carried over: several passages became one."]
    assert message.previous == f"{WATER} {ROADS}"
    assert message.state is State.FUZZY


def test_the_previous_source_is_the_one_the_target_was_made_for(root: Path) -> None:
    once = WATER.replace("ask", "do not ask")
    twice = once.replace("village", "town")
    for text in (once, twice):
        write(root, "letter", document("# Letter", text, ROADS, SCHOOL))
        refresh(root)
    message = catalog(root, "letter").get(twice)
    assert message
    assert message.previous == WATER


def test_a_passage_that_moves_to_another_document_keeps_its_state(root: Path) -> None:
    write(root, "letter", document("# Letter", WATER, SCHOOL))
    write(root, "annex", document("# Annex", ROADS))
    refresh(root)
    assert ROADS in finished(root, "annex")
    message = catalog(root, "annex").get(ROADS)
    assert message
    assert (message.previous, hints(root, WATER)) == (None, [])


def test_a_passage_that_is_copied_is_fuzzy(root: Path) -> None:
    write(root, "annex", document("# Annex", ROADS))
    refresh(root)
    message = catalog(root, "annex").get(ROADS)
    assert message
    assert (message.state, message.previous) == (State.FUZZY, ROADS)


@pytest.mark.parametrize("command", ["update", "run"])
def test_a_message_gets_what_another_document_has_for_it_by_now(root: Path, command: str) -> None:
    """Whichever came first, the text or its translation; the same by each command."""
    write(root, "annex", document("# Annex", ROADS, "New here."))
    write(root, "z", document("# Last", "New here.", "Only here."))
    assert run(["-C", str(root), "--quiet", "run"]) == 0
    translate(root, "annex", {ROADS: "", "New here.": "Baru di sini."})
    assert run(["-C", str(root), "--quiet", command]) == 0
    for domain, source, text in (
        ("annex", ROADS, "Kami meminta jalan yang aman sebelum hujan turun lagi."),
        ("z", "New here.", "Baru di sini."),
    ):
        message = catalog(root, domain).get(source)
        assert message
        assert (message.state, message.target) == (State.FUZZY, text)
    other = catalog(root, "z").get("Only here.")
    assert other
    assert other.state is State.UNTRANSLATED
    written = {name: path_of(root, name).read_bytes() for name in ("letter", "annex", "z")}
    for again in ("update", "run"):
        assert run(["-C", str(root), "--quiet", again]) == 0
        assert {name: path_of(root, name).read_bytes() for name in written} == written
    assert run(["-C", str(root), "--quiet", "build", "--check"]) == 0


def test_a_message_gets_what_a_compendium_or_a_lost_document_has(root: Path) -> None:
    write(root, "annex", document("# Annex", "From a lost one.", "From the memory."))
    write(root, "lost", document("# Lost"))
    (root / "memory.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n', encoding="utf-8"
    )
    config = root / "transpipe.toml"
    config.write_text(f'{config.read_text("utf-8")}\nmemory = ["memory.po"]\n', encoding="utf-8")
    assert run(["-C", str(root), "--quiet", "run"]) == 0
    for path, source, text in (
        (path_of(root, "lost"), "From a lost one.", "Dari yang hilang."),
        (root / "memory.po", "From the memory.", "Dari ingatan."),
    ):
        entry = f'\nmsgid "{source}"\nmsgstr "{text}"\n'
        path.write_text(path.read_text("utf-8") + entry, encoding="utf-8")
    (root / "source" / "lost.md").unlink()
    assert run(["-C", str(root), "--quiet", "run"]) == 0
    found = {one.source: one for one in catalog(root, "annex").messages()}
    assert found["From a lost one."].target == "Dari yang hilang."
    assert found["From the memory."].target == "Dari ingatan."
    assert found["From the memory."].state is State.FUZZY


def test_a_move_to_an_earlier_document_survives_no_obsolete(root: Path) -> None:
    write(root, "letter", document("# Letter", WATER, SCHOOL))
    write(root, "z", document("# Annex", ROADS))
    before = targets(root)
    refresh(root, Policy(keep_obsolete=False))
    assert targets(root) == before
    assert ROADS in finished(root, "z")


def test_two_translations_of_what_moved_are_left_to_a_person(root: Path) -> None:
    write(root, "annex", document("# Annex", ROADS))
    refresh(root)
    translate(root, "annex", {ROADS: "Jalan yang aman."})
    write(root, "letter", document("# Letter", WATER, SCHOOL))
    write(root, "annex", document("# Annex"))
    write(root, "new", document("# New", ROADS))
    refresh(root)
    message = catalog(root, "new").get(ROADS)
    assert message
    assert message.state is State.FUZZY


def test_no_obsolete_removes_what_no_document_has(root: Path) -> None:
    write(root, "letter", document("# Letter", WATER, ROADS))
    assert refresh(root)[0].changes.retired == 1
    assert [one.source for one in catalog(root, "letter").obsolete()] == [SCHOOL]
    done = refresh(root, Policy(keep_obsolete=False))
    assert (done[0].changes.cleaned, done[0].written) == (1, True)
    assert list(catalog(root, "letter").obsolete()) == []
    assert len(finished(root, "letter")) == 3
    assert not refresh(root, Policy(keep_obsolete=False))[0].written


def test_an_update_touches_no_target_that_a_person_changed(root: Path) -> None:
    edited = WATER.replace("clean", "cheap and clean")
    write(root, "letter", document("# Letter", edited, ROADS, SCHOOL))
    refresh(root)
    translate(root, "letter", {edited: "Sebuah rancangan."}, fuzzy=True)
    refresh(root)
    message = catalog(root, "letter").get(edited)
    assert message
    assert (message.target, message.previous) == ("Sebuah rancangan.", WATER)


# --- obsolete for long -----------------------------------------------------------------


def cleaned(root: Path, days: int) -> int:
    policy = Policy(obsolete_since=NOW - timedelta(days=days))
    return refresh(root, policy)[0].changes.cleaned


def test_clean_goes_by_the_history_of_git(root: Path) -> None:
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "one", when=NOW - timedelta(days=400))
    write(root, "letter", document("# Letter", WATER, ROADS))
    refresh(root)
    assert cleaned(root, 1) == 0  # not committed: young, however old the line was before
    git(root, "commit", "--quiet", "-am", "two", when=NOW - timedelta(days=100))
    write(root, "letter", document("# Letter", WATER))
    refresh(root)
    git(root, "commit", "--quiet", "-am", "three", when=NOW - timedelta(days=10))
    assert cleaned(root, 101) == 0
    assert cleaned(root, 50) == 1
    assert [one.source for one in catalog(root, "letter").obsolete()] == [ROADS]


def test_clean_keeps_what_becomes_obsolete_today(root: Path) -> None:
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "one", when=NOW - timedelta(days=400))
    write(root, "letter", document("# Letter", WATER, ROADS))
    before = targets(root)
    assert cleaned(root, 1) == 0
    assert targets(root) == before


def test_clean_needs_git(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(root.parent))
    with pytest.raises(TranspipeError, match="needs git"):
        cleaned(root, 1)


def test_the_options_of_the_command(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(NOW.timestamp())))
    edited = WATER.replace("clean", "cheap and clean")
    write(root, "letter", document("# Letter", edited, ROADS))
    assert run(["update", "--no-fuzzy"]) == 0
    assert "2 obsolete" in capsys.readouterr().out
    assert run(["update", "--clean", "soon"]) == 2
    assert "is no age" in capsys.readouterr().err
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "one", when=NOW - timedelta(days=40))
    assert run(["update", "--clean", "6w"]) == 0
    assert "nothing to do" in capsys.readouterr().out
    assert run(["update", "--clean", "39d", "--check"]) == 1
    assert "2 removed for good" in capsys.readouterr().out
    assert run(["update", "--no-obsolete"]) == 0
    assert "2 removed for good" in capsys.readouterr().out


# --- any edits -------------------------------------------------------------------------

WORDS = "water road school river letter village teacher market bridge harvest".split()


def sentence(number: int) -> str:
    first, second, third = (WORDS[number * k % 10] for k in (1, 3, 7))
    return f"The {first} near the {second} number {number} has no {third} this year."


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["delete", "insert", "move", "word", "split", "merge", "undo", "bold"]),
        st.integers(0, 50),
        st.integers(0, 50),
    ),
    min_size=1,
    max_size=6,
)


def edited(texts: list[str], edit: tuple[str, int, int], before: list[str]) -> list[str]:
    kind, first, second = edit
    new = list(texts)
    place = first % len(new)
    if kind == "undo":
        return before
    if kind == "insert":
        new.insert(place, sentence(second))
    elif kind == "word":
        new[place] = new[place].replace(" near ", " not near ", 1)
    elif kind == "bold":
        new[place] = new[place].replace("no ", "**no** ", 1)
    elif kind == "move":
        new.insert(second % len(new), new.pop(place))
    elif kind == "merge" and place + 1 < len(new):
        new[place : place + 2] = [f"{new[place]} {new[place + 1]}"]
    elif kind == "split" and ". " in new[place]:
        one, _, two = new[place].partition(". ")
        new[place : place + 1] = [f"{one}.", two]
    elif kind == "delete" and len(new) > 1:
        del new[place]
    return new


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(EDITS)
def test_no_edit_loses_a_target_and_an_undone_one_brings_it_back(
    tmp_path_factory: pytest.TempPathFactory, edits: list[tuple[str, int, int]]
) -> None:
    root = tmp_path_factory.mktemp("project")
    original = [sentence(number) for number in range(6)]
    texts = {"a": original[:3], "b": original[3:]}
    start(root, {name: document(*each) for name, each in texts.items()})
    refresh(root)
    for name, each in texts.items():
        translate(root, name, {source: f"({source.upper()})" for source in each})
    history = {name: [each] for name, each in texts.items()}
    for number, edit in enumerate(edits):
        name = "ab"[number % 2]
        was = history[name][-1]
        new = edited(was, edit, history[name][-2] if len(history[name]) > 1 else was)
        history[name].append(new)
        before = targets(root)
        write(root, name, document(*new))
        refresh(root)
        assert before <= targets(root)
        assert not any(one.written for one in refresh(root))
        for one in all_messages(root):
            if one.state is State.TRANSLATED:
                assert one.target == f"({one.source.upper()})"  # never another source's
    for name, each in texts.items():
        write(root, name, document(*each))
    refresh(root)
    for name, each in texts.items():
        assert finished(root, name) == {source: f"({source.upper()})" for source in each}


# --- nothing wrong is published --------------------------------------------------------

MEANINGS = [
    (" accept ", " do not accept "),
    (" do not accept ", " accept "),
    (" 12 ", " 21 "),
    (" on 3 May", " on 30 May"),
    (" Amara ", " Bakti "),
]


def test_two_hundred_sources_that_say_something_else_publish_no_old_target(
    tmp_path: Path,
) -> None:
    sources = [
        f"The {WORDS[n % 10]} council of place {n} will{MEANINGS[n % 5][0].rstrip()}"
        f" what {WORDS[n // 20]} group {n} said, and 12 others on 3 May with Amara there."
        .replace("will 12", "will take 12").replace("will on", "will meet on")
        .replace("will Amara", "will see Amara")
        for n in range(200)
    ]  # fmt: skip
    changed = [source.replace(*MEANINGS[n % 5], 1) for n, source in enumerate(sources)]
    assert all(one != other for one, other in zip(sources, changed, strict=True))
    project = start(tmp_path, {"a": document(*sources)})
    refresh(tmp_path)
    old = {source: f"TARGET-{number}-END" for number, source in enumerate(sources)}
    translate(tmp_path, "a", old)
    write(tmp_path, "a", document(*changed))
    for step in ("before the update", "after it"):
        text = localize(read_document(project, "a"), catalog(tmp_path, "a"), project.dialect).text
        assert "TARGET" not in text, step
        refresh(tmp_path)
    found = catalog(tmp_path, "a")
    states = [found.get(source) for source in changed]
    assert all(one and one.state is State.FUZZY and one.previous for one in states)
    drafts = localize(read_document(project, "a"), found, project.dialect, drafts=True)
    assert all(drafts.is_draft(index) for index in drafts.targets)
