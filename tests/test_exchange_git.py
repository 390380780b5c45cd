"""Catalogues under git: the merge driver, and the pairs that git mixes up without it."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from exchange import (
    GIT,
    catalog,
    finished,
    git,
    open_project,
    path_of,
    refresh,
    start,
    translate,
    write,
)
from transpipe.catalog import Catalog, State
from transpipe.catalog.comments import CONFLICT
from transpipe.cli.main import run
from transpipe.project.driver import ATTRIBUTE, merge_texts
from transpipe.project.pairing import mispaired

COUNT = 60
# A hard line break gives a message two lines, far enough apart for git to mix them.
SYLLABLES = "ba de fi go hu ka le mi no pu ra se ti vo zu".split()


def words(number: int) -> list[str]:
    """Return eight words that no other paragraph has."""
    rng = random.Random(number)  # noqa: S311
    return ["".join(rng.choices(SYLLABLES, k=4)) for _ in range(8)]


SOURCES = [
    "Ask {} {} {}\\\nthat {} {} {}\\\nbefore {} {}.".format(*words(number))
    for number in range(COUNT)
]
MESSAGES = [source.replace("\\\n", "\n") for source in SOURCES]


def document(sources: list[str]) -> str:
    return "\n\n".join(sources) + "\n"


def target(message: str) -> str:
    return message.replace("Ask", "Minta").replace("before", "sebelum")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in GIT.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    root = tmp_path / "repository"
    root.mkdir()
    start(root, {"letter": document(SOURCES)})
    refresh(root)
    translate(root, "letter", {one: target(one) for one in MESSAGES[::2]})
    git(root, "init", "--quiet", "-b", "main")
    (root / ".gitignore").write_text(".transpipe/\n", encoding="utf-8")
    commit(root, "start")
    monkeypatch.chdir(root)
    return root


def commit(root: Path, message: str) -> None:
    git(root, "add", "-A")
    git(root, "commit", "--quiet", "--allow-empty", "-m", message)


def branch(root: Path, name: str) -> None:
    git(root, "checkout", "--quiet", "-b", name, "main")


def edit_sources(root: Path, numbers: list[int]) -> None:
    texts = list(SOURCES)
    for number in numbers:
        texts[number] = texts[number].replace("Ask", "Do not ask")
    write(root, "letter", document(texts))
    refresh(root)


def merge(root: Path, *names: str) -> int:
    return subprocess.run(
        ["git", "-C", str(root), "merge", "--quiet", "-m", "merge", *names],
        env=os.environ | GIT,
        capture_output=True,
        check=False,
    ).returncode


def install(root: Path) -> None:
    """Install the driver with this Python, whether or not the package is installed."""
    launcher = root.parent / "transpipe"
    launcher.write_text(
        f'#!/bin/sh\nPYTHONPATH="{ROOT / "src"}" exec "{sys.executable}" -m transpipe "$@"\n',
        encoding="utf-8",
    )
    launcher.chmod(0o755)
    (root / ".gitattributes").write_text(f"{ATTRIBUTE}\n", encoding="utf-8")
    git(root, "config", "merge.transpipe.driver", f"{launcher} merge-driver %O %A %B %P")
    commit(root, "install")


def mixed(root: Path) -> None:
    """Let one branch edit a source and the other translate it."""
    branch(root, "sources")
    edit_sources(root, [1, 21, 41])
    commit(root, "sources")
    branch(root, "targets")
    translate(root, "letter", {MESSAGES[n]: target(MESSAGES[n]) for n in (1, 31)})
    commit(root, "targets")
    git(root, "checkout", "--quiet", "sources")


# --- the pairs that git makes ----------------------------------------------------------


def test_check_finds_the_pair_that_git_made(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mixed(root)
    assert run(["check", "--output-format", "concise"]) == 0
    assert merge(root, "targets") == 0
    edited = MESSAGES[1].replace("Ask", "Do not ask")
    assert finished(root, "letter")[edited] == target(MESSAGES[1])  # clean, and wrong
    capsys.readouterr()
    assert run(["check", "--output-format", "concise"]) == 1
    out = capsys.readouterr().out
    message = catalog(root, "letter").get(edited)
    assert message
    assert f"letter.po:{message.target_line}" in out
    assert out.count("P080") == 1


def test_the_pair_that_git_made_is_not_published(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mixed(root)
    assert merge(root, "targets") == 0
    capsys.readouterr()
    assert run(["run"]) == 0
    assert "P080" in capsys.readouterr().out
    text = (root / "output" / "id" / "letter.md").read_text(encoding="utf-8")
    assert SOURCES[1].replace("Ask", "Do not ask") in text
    assert target(SOURCES[1]) not in text
    assert target(SOURCES[31]) in text
    assert run(["build", "--strict"]) == 1


def test_a_catalogue_that_is_gone_since_the_merge_has_no_pair(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mixed(root)
    assert merge(root, "targets") == 0
    path_of(root, "letter").unlink()
    assert run(["check", "--output-format", "concise"]) == 0
    assert "P080" not in capsys.readouterr().out


def test_a_merge_that_is_not_committed_is_looked_at_too(root: Path) -> None:
    mixed(root)
    assert merge(root, "--no-commit", "targets") == 0
    found = mispaired(open_project(root), open_project(root).languages)
    assert len(found) == 1
    assert found[0].message.startswith("the merge that is not committed yet put")


def test_a_pair_that_was_looked_at_since_is_settled(root: Path) -> None:
    mixed(root)
    assert merge(root, "targets") == 0
    edited = MESSAGES[1].replace("Ask", "Do not ask")
    translate(root, "letter", {edited: target(MESSAGES[1])}, fuzzy=True)
    assert run(["check"]) == 0
    commit(root, "doubt")
    translate(root, "letter", {edited: target(MESSAGES[1])})
    commit(root, "accept")
    assert run(["check"]) == 0


def test_what_a_person_wrote_while_merging_is_no_finding(root: Path) -> None:
    mixed(root)
    assert merge(root, "--no-commit", "targets") == 0
    edited = MESSAGES[1].replace("Ask", "Do not ask")
    translate(root, "letter", {edited: "Ditulis saat menggabungkan."})
    commit(root, "merge")
    assert run(["check"]) == 0


def test_a_merge_of_three_and_one_of_unrelated_histories(root: Path) -> None:
    mixed(root)
    branch(root, "third")
    write(root, "other", "Something else.\n")
    commit(root, "third")
    git(root, "checkout", "--quiet", "sources")
    assert merge(root, "targets", "third") == 0
    assert run(["check"]) == 1
    git(root, "checkout", "--quiet", "--orphan", "island")
    commit(root, "island")
    assert merge(root, "--allow-unrelated-histories", "-s", "ours", "main") == 0
    assert run(["check"]) == 0


def test_without_git_or_history_nothing_is_found(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mixed(root)
    merge(root, "targets")
    shallow = tmp_path / "shallow"
    git(root, "clone", "--quiet", "--depth", "1", f"file://{root}", str(shallow))
    project = open_project(shallow)
    assert mispaired(project, project.languages) == []
    for command in ("check", "build", "run"):
        for where, count in ((shallow, 1), (root, 0)):
            run(["-C", str(where), command])
            assert capsys.readouterr().err.count("P080: git's history is cut off") == count
    run(["-C", str(shallow), "check", "--ignore", "P080"])
    assert "P080" not in capsys.readouterr().err
    shutil.rmtree(shallow / ".git")
    assert mispaired(project, project.languages) == []
    assert mispaired(project, ()) == []


def test_no_file_could_tell_a_pair_that_git_made(root: Path) -> None:
    """What two branches make by lines is, to the byte, what one makes with a person's review."""
    old, new = SOURCES[0], SOURCES[0].replace("before", "long before")
    git(root, "checkout", "--quiet", "main")
    found = catalog(root, "letter")
    found.set(MESSAGES[0], None, target(MESSAGES[0]), fuzzy=True, previous="Once this.")
    path_of(root, "letter").write_bytes(found.encode())
    commit(root, "fuzzy")

    def edited() -> bytes:
        write(root, "letter", document([new if one == old else one for one in SOURCES]))
        refresh(root)
        return path_of(root, "letter").read_bytes()

    base, ours = found.encode(), edited()
    found.set(MESSAGES[0], None, target(MESSAGES[0]), fuzzy=False)
    merged = by_lines(root, base, ours, found.encode())
    message = new.replace("\\\n", "\n")
    translate(root, "letter", {message: target(MESSAGES[0])})
    assert merged == path_of(root, "letter").read_bytes()
    assert (message, target(MESSAGES[0])) in final(merged)


def test_a_broken_version_is_passed_over(root: Path) -> None:
    branch(root, "broken")
    path_of(root, "letter").write_text("<<<<<<< ours\n", encoding="utf-8")
    commit(root, "broken")
    git(root, "checkout", "--quiet", "main")
    translate(root, "letter", {MESSAGES[1]: "Satu."})
    good = path_of(root, "letter").read_bytes()
    commit(root, "good")
    merge(root, "broken")
    path_of(root, "letter").write_bytes(good + b"\n")
    commit(root, "merge")
    assert run(["check"]) == 0


# --- the driver ------------------------------------------------------------------------


def test_the_driver_keeps_source_and_target_together(root: Path) -> None:
    install(root)
    mixed(root)
    assert merge(root, "targets") == 0
    found = catalog(root, "letter")
    message = found.get(MESSAGES[1].replace("Ask", "Do not ask"))
    assert message
    assert message.state is State.FUZZY  # what the other branch made of the old source
    assert (message.target, message.previous) == (target(MESSAGES[1]), MESSAGES[1])
    assert {one.source: one.target for one in found.obsolete()} == {
        MESSAGES[1]: target(MESSAGES[1])
    }
    assert finished(root, "letter")[MESSAGES[31]] == target(MESSAGES[31])
    assert run(["check"]) == 0
    assert not any(one.written for one in refresh(root)[1:])


def test_two_translations_of_one_message_are_a_conflict_with_both(root: Path) -> None:
    install(root)
    for name, text in (("one", "Satu."), ("two", "Dua.")):
        branch(root, name)
        translate(root, "letter", {MESSAGES[1]: text})
        commit(root, name)
    assert merge(root, "one") == 1
    message = catalog(root, "letter").get(MESSAGES[1])
    assert message
    assert (message.state, message.target) == (State.FUZZY, "Dua.")
    assert message.comment == f"{CONFLICT}\n| Satu."
    assert "UU locale/id/LC_MESSAGES/letter.po" in git(root, "status", "--short")


WAYS = {
    "merge": [["merge", "--quiet", "-m", "merge", "targets"]],
    "rebase": [["rebase", "--quiet", "targets"]],
    "rebase of the other": [["checkout", "--quiet", "targets"], ["rebase", "--quiet", "sources"]],
    "cherry-pick": [["cherry-pick", "targets"]],
    "squash": [["merge", "--quiet", "--squash", "targets"], ["commit", "--quiet", "-m", "squash"]],
}


@pytest.mark.parametrize("way", WAYS)
def test_the_driver_serves_whatever_way_branches_come_together(root: Path, way: str) -> None:
    install(root)
    mixed(root)
    known = set()
    for name in ("targets", "sources"):
        git(root, "checkout", "--quiet", name)
        known |= final(path_of(root, "letter").read_bytes())
    for arguments in WAYS[way]:
        git(root, *arguments)
    assert run(["--quiet", "run"]) == 0
    found = catalog(root, "letter")
    assert final(path_of(root, "letter").read_bytes()) <= known
    edited = found.get(MESSAGES[1].replace("Ask", "Do not ask"))
    assert edited
    assert (edited.state, edited.target) == (State.FUZZY, target(MESSAGES[1]))
    other = found.get(MESSAGES[31])
    assert other
    assert other.target == target(MESSAGES[31])


def test_what_the_other_branch_had_goes_once_somebody_has_decided(root: Path) -> None:
    source = MESSAGES[0]
    before = target(source)
    versions = []
    for text in (before, "Satu.", "Dua."):
        found = catalog(root, "letter")
        found.set(source, None, text, fuzzy=False, comment="Ask Budi.")
        versions.append(found.encode())
    path_of(root, "letter").write_bytes(merge_texts(*versions).data)
    refresh(root)
    message = catalog(root, "letter").get(source)
    assert message
    assert message.comment == f"Ask Budi.\n{CONFLICT}\n| Dua."
    translate(root, "letter", {source: "Dua."})
    for command in ("update", "run"):
        assert run(["--quiet", command]) == 0
        message = catalog(root, "letter").get(source)
        assert message
        assert (message.target, message.comment) == ("Dua.", "Ask Budi.")


@pytest.mark.parametrize("with_driver", [False, True])
def test_fifty_merges_of_two_branches_publish_no_wrong_pair(root: Path, with_driver: bool) -> None:
    base = path_of(root, "letter").read_bytes()
    rng = random.Random(3)  # noqa: S311
    clean = wrong = 0
    for _ in range(50):
        numbers = rng.sample(range(COUNT), 12)
        path_of(root, "letter").write_bytes(base)
        edit_sources(root, numbers[:6])
        ours = path_of(root, "letter").read_bytes()
        path_of(root, "letter").write_bytes(base)
        pairs = {MESSAGES[n]: f"{target(MESSAGES[n])} Lebih baik." for n in numbers[6:]}
        translate(root, "letter", pairs)
        theirs = path_of(root, "letter").read_bytes()
        merged = (
            merge_texts(base, ours, theirs).data
            if with_driver
            else by_lines(root, base, ours, theirs)
        )
        if merged is None:
            continue
        clean += 1
        assert not Catalog.parse(merged).cut_off(wanted=True)
        known = final(ours) | final(theirs)
        wrong += not final(merged) <= known
        assert set(pairs.items()) <= final(merged)
    assert wrong == 0
    assert clean == 50 if with_driver else clean >= 25  # neighbours conflict by lines


@pytest.mark.parametrize("change", ["add", "remove"])
def test_two_branches_that_add_or_remove_far_apart_merge_by_lines(root: Path, change: str) -> None:
    """Nothing in the header changes with the number of entries."""
    path = path_of(root, "letter")
    path.unlink()
    write(root, "letter", document(SOURCES))
    refresh(root)
    base = path.read_bytes()
    for number in range(10):
        versions = []
        for first, count in ((0, 4), (COUNT // 2 + 1, 4 + number % 2)):
            chosen = random.Random(number).sample(range(first, first + COUNT // 2 - 2), count)  # noqa: S311
            texts = [
                f"{text}\n\nNew {number} {place}" if change == "add" else ""
                for place, text in enumerate(SOURCES)
            ]
            texts = [texts[n] if n in chosen else text for n, text in enumerate(SOURCES)]
            path.write_bytes(base)
            write(root, "letter", document([text for text in texts if text]))
            refresh(root)
            versions.append(path.read_bytes())
        merged = by_lines(root, base, *versions)
        assert merged is not None
        assert not Catalog.parse(merged).cut_off(wanted=True)


def by_lines(root: Path, *versions: bytes) -> bytes | None:
    """Return what git makes of base, ours and theirs; None where it sees a conflict."""
    paths = [root.parent / name for name in ("base", "ours", "theirs")]
    for path, data in zip(paths, versions, strict=True):
        path.write_bytes(data)
    base, ours, theirs = map(str, paths)
    done = subprocess.run(
        ["git", "merge-file", "-p", ours, base, theirs], capture_output=True, check=False
    )
    return done.stdout if done.returncode == 0 else None


def final(data: bytes) -> set[tuple[str, str]]:
    found = Catalog.parse(data)
    return {(one.source, one.target) for one in found.messages() if one.state is State.TRANSLATED}


HEADER = 'msgid ""\nmsgstr ""\n"Language: id\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'


def po(*entries: str, header: str = HEADER) -> bytes:
    return "\n".join([header, *entries]).encode()


def test_what_neither_side_changed_keeps_its_bytes() -> None:
    odd = '# a  comment\n#:  b.md   a.md\n#,fuzzy , c-format\nmsgid   "Odd"\nmsgstr "Aneh"\n'
    base = po('msgid "A"\nmsgstr ""\n', odd)
    ours = po('msgid "A"\nmsgstr "Satu"\n', odd)
    done = merge_texts(base, ours, base)
    assert done.data == ours
    assert merge_texts(base, base, ours).data == ours
    assert merge_texts(base, base, base).data == base


def test_line_ends_are_those_of_our_side() -> None:
    base = po('msgid "A"\nmsgstr ""\n')
    theirs = po('msgid "A"\nmsgstr "Satu"\n', 'msgid "B"\nmsgstr "Dua"\n')
    crlf = base.replace(b"\n", b"\r\n")
    assert merge_texts(crlf, crlf, theirs).data == theirs.replace(b"\n", b"\r\n")


def test_plural_forms_contexts_and_previous_ones_survive() -> None:
    plural = 'msgid "a day"\nmsgid_plural "days"\nmsgstr[0] "{}"\nmsgstr[1] "hari-hari"\n'
    other = '#, fuzzy\n#| msgctxt "menu"\n#| msgid "Opened"\nmsgctxt "menu"\nmsgid "Open"\n'
    base = po(plural.format("hari"), f'{other}msgstr "Buka"\n')
    ours = po(plural.format("sehari"), f'{other}msgstr "Buka"\n')
    theirs = po(plural.format("satu hari"), f'{other}msgstr "Bukalah"\n')
    done = merge_texts(base, ours, theirs)
    assert not done.is_clean
    assert len(done.conflicts) == 1
    text = done.data.decode()
    assert "# | satu hari\n# | hari-hari\n" in text
    assert 'msgstr[0] "sehari"\nmsgstr[1] "hari-hari"\n' in text
    assert f'{other}msgstr "Bukalah"\n' in text


def test_untranslated_plural_forms_all_stay() -> None:
    plural = 'msgid "a day"\nmsgid_plural "days"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    base, theirs = po(plural), po(plural, 'msgid "Open"\nmsgstr "Buka"\n')
    assert merge_texts(base, base, theirs).data == theirs
    one, two = (po(f"# {said}\n{plural}") for said in ("One.", "Two."))
    assert merge_texts(base, one, two).data == po(f"# One.\n# Two.\n{plural}")


def test_obsolete_entries_of_one_source_all_stay() -> None:
    gone = '#~ msgid "A"\n#~ msgstr "{}"\n'
    base = po('msgid "A"\nmsgstr "Satu"\n', gone.format("Lama"), gone.format("Lebih lama"))
    theirs = base.replace(b'msgstr "Satu"', b'msgstr "Esa"')
    assert merge_texts(base, base, theirs).data == theirs


def test_headers_merge_by_field() -> None:
    base = po('msgid "A"\nmsgstr ""\n')
    ours = po('msgid "A"\nmsgstr ""\n', header=HEADER + '"X-Ours: 1\\n"\n')
    theirs = po('msgid "A"\nmsgstr ""\n', header=HEADER + '"X-Theirs: 2\\n"\n')
    header = Catalog.parse(merge_texts(base, ours, theirs).data).header
    assert (header["X-Ours"], header["X-Theirs"]) == ("1", "2")
    bare = b'msgid "A"\nmsgstr ""\n'
    assert Catalog.parse(merge_texts(bare, bare, theirs).data).header["X-Theirs"] == "2"
    assert merge_texts(bare, bare, b'msgid "A"\nmsgstr "Satu"\n').data == (
        b'msgid "A"\nmsgstr "Satu"\n'
    )
    assert Catalog.parse(merge_texts(base, ours, po(header=HEADER)).data).header["X-Ours"] == "1"
    assert "X-Ours" not in Catalog.parse(merge_texts(ours, ours, base).data).header


def test_both_sides_may_have_added_the_file() -> None:
    done = merge_texts(b"", po('msgid "A"\nmsgstr "Satu"\n'), po('msgid "B"\nmsgstr "Dua"\n'))
    assert done.is_clean
    assert len(final(done.data)) == 2


def test_an_edited_source_gets_what_the_other_side_made_of_the_old_one() -> None:
    anchors = ('msgid "A"\nmsgstr "Satu"\n', 'msgid "B"\nmsgstr "Dua"\n')
    old = 'msgid "We ask for clean water."\nmsgstr "{}"\n'
    new = 'msgid "We ask for very clean water."\nmsgstr ""\n'
    base = po(anchors[0], old.format(""), anchors[1])
    ours = po(anchors[0], new, anchors[1])
    theirs = po(anchors[0], old.format("Kami meminta."), anchors[1])
    for one, other in ((ours, theirs), (theirs, ours)):
        done = merge_texts(base, one, other)
        message = Catalog.parse(done.data).get("We ask for very clean water.")
        assert done.is_clean
        assert message
        assert (message.state, message.target) == (State.FUZZY, "Kami meminta.")
        assert message.previous == "We ask for clean water."
    untouched = merge_texts(base, ours, base)
    assert b"Kami" not in untouched.data


def test_git_may_fail(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transpipe.project.driver.run_git", lambda *_: None)
    assert driven(root, b"broken", b"broken", b"broken")[0] == 3
    monkeypatch.setattr("transpipe.project.driver.require", lambda *_: None)
    monkeypatch.setattr("transpipe.project.driver.git", lambda *_: None)
    assert run(["init", "--git"]) == 3


# --- the command -----------------------------------------------------------------------


def driven(root: Path, base: bytes, ours: bytes, theirs: bytes) -> tuple[int, bytes]:
    for name, data in (("base", base), ("ours", ours), ("theirs", theirs)):
        (root / name).write_bytes(data)
    code = run(["merge-driver", "base", "ours", "theirs", "locale/id/letter.po"])
    return code, (root / "ours").read_bytes()


def test_an_unreadable_side_is_merged_by_git_as_text(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = b'msgid "A"\nmsgstr "Satu\n\nmsgid "B"\nmsgstr ""\n\nmsgid "C"\nmsgstr ""\n'
    mended = broken.replace(b'"Satu', b'"Satu"')
    code, data = driven(root, broken, mended, broken)
    assert (code, data) == (0, mended)
    error = capsys.readouterr().err
    assert "locale/id/letter.po:2" in error
    assert "(theirs)" in error
    assert "line by line" in error
    code, data = driven(root, mended, mended, broken)
    assert (code, data) == (1, broken)  # a result that can't be read is never clean
    code, data = driven(root, broken, broken.replace(b"Satu", b"Dua"), mended)
    assert code == 1
    assert b"<<<<<<< ours" in data


def test_a_conflict_is_told_by_its_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    versions = [po(f'msgid "A"\nmsgstr "{text}"\n') for text in ("", "Satu", "Dua")]
    code, data = driven(root, versions[0], versions[1], versions[2])
    assert code == 1
    line = data.decode().split("\n").index('msgstr "Satu"') + 1
    assert f"locale/id/letter.po:{line}: translated on both sides" in capsys.readouterr().err


def test_a_missing_file_is_an_error(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["merge-driver", "no", "such", "file"]) == 2
    assert "no" in capsys.readouterr().err


# --- init --git ------------------------------------------------------------------------


def test_init_git_installs_the_driver_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / ".gitattributes").write_text("*.png binary", encoding="utf-8")
    before = (root / "transpipe.toml").read_bytes()
    assert run(["init", "--git"]) == 0
    attributes = (root / ".gitattributes").read_text(encoding="utf-8")
    assert attributes == f"*.png binary\n{ATTRIBUTE}\n"
    assert "merge-driver %O %A %B %P" in git(root, "config", "merge.transpipe.driver")
    assert (root / "transpipe.toml").read_bytes() == before
    capsys.readouterr()
    assert run(["init", "--git"]) == 0
    assert "already" in capsys.readouterr().out
    assert (root / ".gitattributes").read_text(encoding="utf-8") == attributes


def test_init_git_writes_a_first_configuration_too(root: Path) -> None:
    (root / "transpipe.toml").unlink()
    assert run(["init", "--git", "id"]) == 0
    assert (root / "transpipe.toml").exists()
    assert (root / ".gitattributes").exists()


def test_init_git_needs_a_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    assert run(["init", "--git", "id"]) == 2
    assert "a merge driver needs git" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
