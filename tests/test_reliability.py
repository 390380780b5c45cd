"""Faults to survive: one row of ROWS each, with the tests that show it; those of commands below."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from active import active
from conftest import ROOT
from pagetree import tree
from projects import (
    catalog_of,
    catalog_path,
    command,
    environment,
    make,
    snapshot,
    targets,
    translate,
)
from transpipe.catalog import Catalog, State
from transpipe.cli.main import run
from transpipe.errors import TranspipeError

ROWS = {
    "each fixture to be refused": [
        "test_catalog_scan::test_a_fixture_is_refused_or_read_as_expected",
        "test_reliability::test_a_fixture_to_be_refused_stops_every_command",
    ],
    "each other fixture": [
        "test_catalog_scan::test_a_fixture_is_refused_or_read_as_expected",
        "test_catalog_scan::test_of_a_fixture_only_the_edited_entry_differs",
        "test_reliability::test_an_update_keeps_the_targets_of_every_fixture",
    ],
    "every prefix of a catalogue": [
        "test_catalog_scan::test_a_catalogue_cut_off_anywhere_is_refused_or_has_whole_entries",
        "test_catalog_scan::test_every_prefix_is_refused_or_warned_about",
        "test_reliability::test_a_catalogue_cut_off_stops_every_command_or_has_whole_entries",
    ],
    "second runs": [
        "test_cli::test_run_makes_everything_and_a_second_run_changes_nothing",
        "test_reliability::test_a_second_run_changes_no_byte_and_no_time",
        "test_files::test_a_second_run_opens_nothing_for_writing",
    ],
    "another environment": [
        "test_cli::test_the_bytes_do_not_depend_on_the_environment",
        "test_reliability::test_the_bytes_do_not_depend_on_where_and_how_it_runs",
    ],
    "kill -9, ENOSPC, EIO at every call": [
        "test_faults::test_killed_at_every_call",
        "test_faults::test_every_call_fails",
        "test_faults::test_killed_among_many",
        "test_faults::test_a_lock_outlives_no_process",
        "test_command_faults::test_a_command_is_killed",
        "test_command_faults::test_a_call_of_a_command_fails",
        "test_command_faults::test_a_run_that_died_leaves_nothing_that_the_next_one_does_not_sweep",
    ],
    "24 updates at once": [
        "test_files::test_24_runs_at_once_lose_nothing",
        "test_command_faults::test_24_updates_at_once_keep_24_edits",
        "test_command_faults::test_an_edit_that_a_translator_saves_meanwhile_is_kept",
    ],
    "Ctrl-C, closed pipe": [
        "test_command_faults::test_ctrl_c_at_any_time_is_quiet_and_leaves_whole_files",
        "test_command_faults::test_a_closed_pipe_is_quiet_and_leaves_whole_files",
        "test_command_faults::test_an_output_that_takes_nothing",
    ],
    "source removed, restored, moved, split, re-wrapped": [
        "test_catalog::test_targets_never_become_fewer",
        "test_reliability::test_no_edit_of_a_source_loses_a_target",
    ],
    "a source that gains “not”, another number, another date": [
        "test_reliability::test_the_target_of_a_changed_source_is_never_published_unmarked",
    ],
    "an empty catalogue": [
        "test_catalog::test_nothing_is_never_a_catalogue",
        "test_reliability::test_an_empty_catalogue_is_refused",
    ],
    "conflict markers, duplicates": [
        "test_catalog_scan::test_conflict_markers_name_both_places",
        "test_catalog_scan::test_duplicates_name_both_places",
        "test_reliability::test_both_places_are_named",
    ],
    "pipe, device, folder, loop of links as input": [
        "test_files::test_what_is_no_file_is_refused_at_once",
        "test_files::test_a_device_is_refused",
        "test_reliability::test_what_is_no_file_is_refused_by_every_command",
    ],
    "pathological Markdown": [
        "test_pathological::test_a_document_takes_linear_time",
        "test_pathological::test_a_target_takes_linear_time",
        "test_pathological::test_a_segment_over_the_limit_is_refused",
    ],
    "nesting over the parser's limit": [
        "test_security::test_what_lies_too_deep_is_told",
        "test_pathological::test_the_deepest_nesting_that_can_be_set_is_parsed",
    ],
    "hostile codes, file names, domains": [
        "test_files::test_names_that_are_refused",
        "test_files::test_no_name_leads_out",
        "test_security::test_hostile_language_codes",
        "test_security::test_names_of_documents",
        "test_security::test_an_output_outside_the_project_is_refused",
        "test_security::test_a_folder_that_leads_out_is_refused",
    ],
    "each attack": [
        "test_security::test_every_attack_is_tested",
        "test_security::test_an_attack_is_never_published",
        "test_security::test_what_is_odd_is_told",
        "test_security::test_nothing_in_a_translation_acts_on_a_log",
    ],
    "an unexpected exception": ["test_cli::test_a_bug_is_one_line_and_exit_70"],
}


@pytest.mark.parametrize("row", ROWS)
def test_every_row_has_its_tests(row: str) -> None:
    for name in ROWS[row]:
        module, _, function = name.partition("::")
        text = (Path(__file__).parent / f"{module}.py").read_text(encoding="utf-8")
        assert f"\ndef {function}(" in text, name


FIXTURES = json.loads((ROOT / "tests/data/po/expected.json").read_text(encoding="utf-8"))
LETTER = "# Open letter\n\nWe ask for **clean water**.\n\n- A school\n- A road\n"
COMMANDS = ("update", "build", "status", "check", "run")

Said = Callable[[], tuple[str, str]]


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    root = make(tmp_path / "project", {"letter.md": LETTER})
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    def read() -> tuple[str, str]:
        captured = capsys.readouterr()
        return captured.out, captured.err

    return read


def fixtures(*, refused: bool) -> list[str]:
    return [case["file"] for case in FIXTURES if (case["want"] == "reject") == refused]


# Catalogues


@pytest.mark.parametrize("name", fixtures(refused=True))
def test_a_fixture_to_be_refused_stops_every_command(root: Path, said: Said, name: str) -> None:
    assert run(["--quiet", "run"]) == 0
    shutil.copy(ROOT / "tests" / "data" / "po" / name, catalog_path(root))
    before = snapshot(root)
    place = re.compile(r"error\[P\d{3}\]: locale/id/LC_MESSAGES/letter\.po:\d+:\d+: \S")
    for one in COMMANDS:
        said()
        assert run([one]) == 2
        assert place.match(said()[1])
        assert snapshot(root) == before


@pytest.mark.parametrize("name", fixtures(refused=False))
def test_an_update_keeps_the_targets_of_every_fixture(root: Path, name: str) -> None:
    assert run(["--quiet", "run"]) == 0
    catalog_path(root).write_bytes((ROOT / "tests" / "data" / "po" / name).read_bytes())
    there = targets(root)
    assert run(["--quiet", "run"]) == 0
    assert not there.keys() - targets(root).keys()
    settled = snapshot(root)
    assert run(["--quiet", "run"]) == 0
    assert snapshot(root) == settled


PAIRS = [
    ("Open letter", "Surat terbuka"),
    ("We ask for **clean water**.", "Kami meminta **air bersih**."),
    ("A school", "Sekolah"),
    ("A road", "Jalan"),
]


def test_a_catalogue_cut_off_stops_every_command_or_has_whole_entries(
    root: Path, said: Said
) -> None:
    assert run(["--quiet", "run"]) == 0
    translate(root, PAIRS)
    whole = catalog_path(root).read_bytes()
    refused = 0
    ends = {match.end() for match in re.finditer(rb'msgstr ".*"\n', whole)}
    for size in sorted({*range(0, len(whole) - 1, 13), *ends} - {len(whole)}):
        catalog_path(root).write_bytes(whole[:size])
        before = snapshot(root)
        said()
        codes = [run([*one, "-l", "id"]) for one in (["check"], ["status"], ["--quiet", "update"])]
        out, err = said()
        code = codes[-1]
        assert code in {0, 2}
        if not code:
            hint = "restore it from version control"
            assert "P021" in out or "P031" in out
            assert err.lower().count(hint) == err.count("P021")
            assert err.count("P021") == 2 or "P031" in out
        if code:
            refused += 1
            assert snapshot(root) == before
        else:
            assert set(targets(root)) <= {target for _, target in PAIRS}
    assert refused > len(whole) / 13 / 3


def test_an_empty_catalogue_is_refused(root: Path, said: Said) -> None:
    assert run(["--quiet", "run"]) == 0
    for data in (b"", b"\n", b"\xef\xbb\xbf", b"# nothing\n"):
        catalog_path(root).write_bytes(data)
        before = snapshot(root)
        for one in COMMANDS:
            said()
            assert run([one]) == 2
            assert "error[P020]: locale/id/LC_MESSAGES/letter.po" in said()[1]
        assert snapshot(root) == before


def test_both_places_are_named(root: Path, said: Said) -> None:
    assert run(["--quiet", "run"]) == 0
    path = catalog_path(root)
    whole = path.read_text(encoding="utf-8")
    count = whole.count("\n")
    twice = f'{whole}\nmsgid "A road"\nmsgstr "Jalan"\n'
    first = whole.splitlines().index('msgid "A road"') + 1
    conflict = whole + '\n<<<<<<< ours\nmsgid "a"\n=======\nmsgid "b"\n>>>>>>> theirs\n'
    for text, wanted in (
        (twice, [f"{first}", f"{count + 2}"]),
        (conflict, [f":{count + 2}:1", f"line {count + 6}"]),
    ):
        path.write_text(text, encoding="utf-8")
        for one in COMMANDS:
            said()
            assert run([one]) == 2
            error = said()[1]
            assert all(place in error for place in wanted), error


# What is no file


def pipe(path: Path) -> None:
    os.mkfifo(path)


def folder(path: Path) -> None:
    path.mkdir()


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def terminal(path: Path) -> None:
    path.symlink_to("/dev/tty")


def loop(path: Path) -> None:
    path.symlink_to(path)


ODD = (pipe, folder, device, terminal, loop)
PLACES = (
    "source/letter.md",
    "locale/letter.pot",
    "locale/id/LC_MESSAGES/letter.po",
    "memory.po",
    "transpipe.toml",
)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_file_is_refused_by_every_command(
    root: Path, said: Said, odd: Callable[[Path], None], place: str
) -> None:
    config = 'languages = ["id"]\nmemory = ["memory.po"]\n'
    make(root, {}, config)
    shutil.copy(ROOT / "tests/data/po/010-header-only.po", root / "memory.po")
    assert run(["--quiet", "run"]) == 0
    make(root, {"letter.md": f"{LETTER}\nSomething new.\n"}, config)
    (root / place).unlink()
    odd(root / place)
    if place == "source/letter.md":
        (root / "source" / "other.md").write_text("x\n")
    codes = {}
    for one in ("extract", "update", "build", "status", "check", "run"):
        said()
        codes[one] = run(["--config", "transpipe.toml", one])
        assert codes[one] in {0, 2}
        assert not codes[one] or place in said()[1] or Path(place).name in said()[1]
    if place == "source/letter.md" and odd is folder:  # a folder of that name may well be there
        assert set(codes.values()) == {0}
    else:
        assert codes["run"] == 2


# Second runs, other environments

TREE = {
    "letter.md": LETTER,
    "a/b.md": "---\ntitle: Über uns\n---\n\r\n> Zitat [^1]\r\n\r\n[^1]: Note\r\n",
    "ไทย.md": "# ก\n\nข\n",
    "empty.md": "",
}


def test_a_second_run_changes_no_byte_and_no_time(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(root, TREE)
    assert run(["--quiet", "run"]) == 0
    translate(root, PAIRS)
    assert run(["--quiet", "run"]) == 0
    first = snapshot(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")  # years later
    for one in ("extract", "update", "build", "run", "status", "check"):
        assert run(["--quiet", one]) in {0, 1}
        assert snapshot(root) == first, one
    for one in ("extract", "update", "build"):
        assert run(["--quiet", one, "--check"]) == 0


@pytest.mark.parametrize(
    "how",
    [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "Asia/Bangkok"},
        {"PYTHONHASHSEED": "2", "LC_ALL": "POSIX", "TZ": "America/Lima", "PYTHONUTF8": "1"},
        {"PYTHONHASHSEED": "3", "LANG": "tr_TR.UTF-8", "LANGUAGE": "tr", "TZ": "UTC-14"},
        {"PYTHONOPTIMIZE": "1", "PYTHONWARNINGS": "error", "COLUMNS": "20", "TRANSPIPE_JOBS": "2"},
    ],
)
def test_the_bytes_do_not_depend_on_where_and_how_it_runs(
    root: Path, tmp_path: Path, how: dict[str, str]
) -> None:
    tree = TREE | {f"many/{number}.md": LETTER for number in range(26)}
    make(root, tree)
    assert run(["--quiet", "-j", "1", "run"]) == 0
    elsewhere = tmp_path / "else" / "where" / root.name
    elsewhere.parent.mkdir(parents=True)
    shutil.copytree(root / "source", elsewhere / "source")
    make(elsewhere, {})
    line = [one for one in command(elsewhere, "--quiet", "run") if one != "-B"]
    done = subprocess.run(line, env=environment(**how), cwd="/", capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    made = {name: data for name, (data, _) in snapshot(root).items()}
    assert {name: data for name, (data, _) in snapshot(elsewhere).items()} == made


# Edited sources

WORDS = ["water", "schools", "roads", "justice", "peace", "land", "rice", "rivers"]


def paragraphs(count: int) -> Iterator[str]:
    pick = random.Random(5)  # noqa: S311 - no secret
    for number in range(count):
        first, second = pick.sample(WORDS, 2)
        yield f"Demand {number} of the people is {first} and {second} for all."


class Writer:
    """Somebody who edits a document: takes away, puts back, moves, splits, joins, wraps."""

    def __init__(self, texts: list[str]) -> None:
        self.texts = list(texts)
        self.gone: list[str] = []

    def remove(self, place: int) -> None:
        if len(self.texts) > 1:
            self.gone.append(self.texts.pop(place % len(self.texts)))

    def restore(self, place: int) -> None:
        if self.gone:
            self.texts.insert(place % len(self.texts), self.gone.pop(place % len(self.gone)))

    def move(self, place: int) -> None:
        self.texts.append(self.texts.pop(place % len(self.texts)))

    def split(self, place: int) -> None:
        text = self.texts.pop(place % len(self.texts))
        half = text.find(" ", len(text) // 2)
        self.texts.insert(0, text[:half] if half > 0 else text)
        if half > 0:
            self.texts.insert(1, text[half:].strip())

    def join(self, place: int) -> None:
        if len(self.texts) > 1:
            second = self.texts.pop(1 + place % (len(self.texts) - 1))
            self.texts[0] = f"{self.texts[0]} {second}"

    def negate(self, place: int) -> None:
        at = place % len(self.texts)
        self.texts[at] = self.texts[at].replace(" is ", " is not ", 1)

    def text(self, width: int) -> str:
        wrapped = (
            re.sub(rf"(.{{{width},}}?) ", r"\1\n", text) if width else text for text in self.texts
        )
        return "\n\n".join(wrapped) + "\n"


EDITS = st.lists(
    st.tuples(
        st.sampled_from(["remove", "restore", "move", "split", "join", "negate"]),
        st.integers(0, 20),
        st.sampled_from([0, 10, 30]),
    ),
    min_size=1,
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(EDITS)
def test_no_edit_of_a_source_loses_a_target(edits: list[tuple[str, int, int]]) -> None:
    writer = Writer(list(paragraphs(6)))
    with tempfile.TemporaryDirectory() as name:
        root = make(Path(name) / "p", {"letter.md": writer.text(0)}, 'languages = ["id"]\n')
        assert run(["-C", str(root), "--quiet", "update"]) == 0
        translate(root, [(text, f"Tuntutan {at}.") for at, text in enumerate(writer.texts)])
        before = targets(root)
        for edit, place, width in edits:
            getattr(writer, edit)(place)
            make(root, {"letter.md": writer.text(width)}, 'languages = ["id"]\n')
            assert run(["-C", str(root), "--quiet", "update"]) == 0
            now = targets(root)
            assert before <= now, (before, now)
            before = now
            published = {
                message.source: message.target
                for message in catalog_of(root).messages()
                if message.state is State.TRANSLATED
            }
            for text, target in published.items():  # never another's target
                assert target == f"Tuntutan {re.findall(r'[0-9]+', text)[0]}."


CHANGES: dict[str, tuple[str, str, str]] = {
    "not": ("The council of {name} {verb} by {date}.", " will {word}", " will not {word}"),
    "never": ("The people of {name} {verb} the plan.", " accept", " never accept"),
    "no": ("{name} has {verb} for {date}.", "money", "no money"),
    "without": ("{name} is judged {verb} a lawyer.", "with", "without"),
    "number": ("{name} loses {verb} hectares by {date}.", "{many}", "{more}"),
    "digit": ("Article {verb} binds {name}.", "{few}", "{few}0"),
    "date": ("{name} must answer by {verb}.", "{date}", "{later}"),
    "name": ("We support {verb} in court.", "{name}", "{other}"),
    "link": ("Read [the report of {name}]({verb}).", "https://a.example/1", "https://a.example/2"),
    "emphasis": ("{name} is **{verb}** guilty.", "found", "not found"),
}
NAMES = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota", "Kappa"]


def changed_sources(count: int) -> Iterator[tuple[str, str]]:
    """Yield sources before and after a change of their meaning, either way."""
    pick = random.Random(11)  # noqa: S311 - no secret
    for number in range(count):
        frame, old, new = CHANGES[list(CHANGES)[number % len(CHANGES)]]
        name = f"{pick.choice(NAMES)} {number}"
        words = {
            "name": name,
            "other": f"{pick.choice(NAMES)} {number + 1000}",
            "word": pick.choice(["resign", "pay", "listen"]),
            "many": f"{pick.randint(2, 900)},000",
            "more": f"{pick.randint(901, 999)},000",
            "few": str(pick.randint(1, 9)),
            "date": f"{pick.randint(1, 14)} May 2031",
            "later": f"{pick.randint(15, 30)} May 2031",
        }
        pair = [
            frame.replace("{verb}", part.strip()).format(**words).format(**words)
            for part in (old, new)
        ]
        assert pair[0] != pair[1]
        yield (pair[1], pair[0]) if number % 3 == 2 else (pair[0], pair[1])


def target_of(number: int, source: str) -> str:
    link = re.search(r"\]\((\S+)\)", source)
    bold = "**ya** " if "**" in source else ""
    figures = " ".join(re.findall(r"[0-9][0-9,]*", source.split("](", maxsplit=1)[0]))
    address = f" [laporan]({link[1]})" if link else ""
    return f"Terjemahan {bold}lama{number}lama{address} {figures}."


@pytest.mark.parametrize("steps", [["run"], ["build"], ["update", "build"]])
@pytest.mark.parametrize("layout", ["paragraphs", "list", "table", "apart"])
def test_the_target_of_a_changed_source_is_never_published_unmarked(
    root: Path, steps: list[str], layout: str
) -> None:
    count = 200 if layout == "paragraphs" else 40
    pairs = list(changed_sources(count))
    old_targets = [target_of(number, old) for number, (old, _) in enumerate(pairs)]
    make(root, {"letter.md": laid_out([old for old, _ in pairs], layout)}, 'languages = ["id"]\n')
    assert run(["--quiet", "run"]) == 0
    translate(root, zip([old for old, _ in pairs], old_targets, strict=True))
    assert run(["--quiet", "build"]) == 0
    edition, page = root / "output/id/letter.md", root / "output/id/letter.html"
    published = [number for number in range(count) if f"lama{number}lama" in edition.read_text()]
    assert len(published) == count  # the test is a test: all were published before
    make(root, {"letter.md": laid_out([new for _, new in pairs], layout)}, 'languages = ["id"]\n')
    for step in steps:
        assert run(["--quiet", step]) == 0
    for path in (edition, page):
        assert not re.findall("lama[0-9]+lama", path.read_text(encoding="utf-8"))
    if "build" in steps[-1:] and len(steps) == 1:
        return
    kept = targets(root)
    assert set(old_targets) <= set(kept)  # not one is lost
    assert run(["--quiet", "build", "--drafts"]) == 0
    draft = page.read_text(encoding="utf-8")
    assert active(draft) == []
    assert "noindex" in draft
    page_tree = tree(draft)
    pieces = [one for one in page_tree.walk() if re.search("lama[0-9]+lama", one.data)]
    assert pieces
    for piece in pieces:
        assert any("draft" in one.attributes.get("class", "").split() for one in piece.ancestors)
    values = [value for one in page_tree.walk() for value in one.attributes.values()]
    assert not re.findall("lama[0-9]+lama", " ".join(values))


def laid_out(texts: list[str], layout: str) -> str:
    if layout == "list":
        return "".join(f"- {text}\n" for text in texts)
    if layout == "table":
        rows = "".join(f"| {text} |\n" for text in texts)
        return f"| Demands |\n|---|\n{rows}"
    between = "\n\n***\n\n" if layout == "apart" else "\n\n"
    return between.join(texts) + "\n"


def test_a_broken_catalogue_of_one_language_stops_all(root: Path) -> None:
    assert run(["--quiet", "run"]) == 0
    make(root, {"letter.md": f"{LETTER}\nMore.\n"})
    path = catalog_path(root, folder="th")
    path.write_bytes(path.read_bytes()[:-2])
    before = snapshot(root)
    assert run(["--quiet", "update"]) == 2
    assert run(["--quiet", "build"]) == 2
    assert snapshot(root) == before
    with pytest.raises(TranspipeError):
        Catalog.parse(path.read_bytes(), "th.po")


@pytest.mark.parametrize("name", ["id/LC_MESSAGES/letter.po", "letter.pot"])
def test_a_run_that_meets_a_broken_catalogue_writes_nothing(
    root: Path, said: Said, name: str
) -> None:
    """Whatever else there is to do, all catalogues are read before anything is written."""
    others = {f"a{number}.md": f"# Letter {number}\n\nNew words.\n" for number in range(3)}
    assert run(["--quiet", "run"]) == 0
    make(root, {**others, "z.md": "# Last\n"})
    broken = root / "locale" / name
    broken.write_bytes(broken.read_bytes() + b'msgid "no end\n')
    before = snapshot(root)
    said()
    for one in ("run", "update", "build"):
        if one == "run" or not name.endswith(".pot"):
            assert run([one]) == 2
            assert f"locale/{name}:" in said()[1]
    assert snapshot(root) == before
