"""What is kept between runs: the same result as without it, whatever happens to it."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects import catalog_path, make, translate
from transpipe.cli.main import run
from transpipe.document import Document
from transpipe.errors import TranspipeError
from transpipe.project import cache as cache_module
from transpipe.project import files, recall
from transpipe.project import keys as keys_module
from transpipe.project.cache import Cache, folder
from transpipe.project.editions import Builder
from transpipe.project.files import Stamp, Stamps, digest
from transpipe.project.files.reading import contents
from transpipe.project.making import Making
from transpipe.project.records import Part, Records
from transpipe.project.workers import Workers

LETTER = """\
---
title: A letter
---

# To everyone

We ask for peace, and read [the statement](statement.md#demands).

![Where](map.png) and [the list](files/a.csv), by [post](gone.pdf).

> One [more](gone.md) thing.
"""
STATEMENT = "# Demands\n\nA **ceasefire** now.\n\n- first\n- second\n"
DOCUMENTS = {"letter.md": LETTER, "statement.md": STATEMENT, "b/third.md": "We ask for peace.\n"}
PLAIN = ["status", "check", "build"]
EVERY = ["b/third", "letter", "statement"]
FILES = {"map.png": b"\x89PNG", "files/a.csv": b"a,b\n"}
CONFIG = 'languages = ["id", "th"]\nname = "letters"\n'


def made(root: Path) -> Path:
    make(root, DOCUMENTS, CONFIG)
    for name, data in FILES.items():
        path = root / "source" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    return root


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("TRANSPIPE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    root = made(tmp_path / "project")
    monkeypatch.chdir(root)
    assert run(["-q", "run", "--no-cache"]) == 0
    translate(root, [("We ask for peace.", "Kami minta damai.")], "b/third")
    translate(root, [("A **ceasefire** now.", "Gencatan **senjata**.")], "statement")
    settle(root)
    return root


def settle(root: Path) -> None:
    """Run until nothing changes, and let all files be old enough to be known by their stamps."""
    assert run(["-q", "run", "--no-cache"]) == 0
    age(root)


def age(root: Path) -> None:
    for path in root.rglob("*"):
        if path.is_file() and ".transpipe" not in path.parts:
            os.utime(path, (1_600_000_000, 1_600_000_000))


@pytest.fixture
def aged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what has just changed count as old: the time of the last change can't be set."""
    monkeypatch.setattr("transpipe.project.files.stamps._COARSE", -3600 * 10**9)


def everything(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".transpipe" not in path.parts
    }


def told(capsys: pytest.CaptureFixture[str], *options: str, command: str = "run") -> str:
    capsys.readouterr()
    assert run([*command.split(), *options]) == 0
    said = capsys.readouterr()
    return said.out + said.err


def count_jobs(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    done: list[str] = []
    work = Workers.run

    def counted(self: Workers, jobs: object, documents: int) -> object:
        for outcome in work(self, jobs, documents):  # type: ignore[arg-type]
            done.append(outcome.domain)
            yield outcome

    monkeypatch.setattr(Workers, "run", counted)
    return done


@pytest.mark.usefixtures("aged")
def test_an_unchanged_project_needs_no_job_and_says_the_same(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    done = count_jobs(monkeypatch)
    cold, before = told(capsys), everything(project)
    assert sorted(done) == EVERY
    done.clear()
    read: list[str] = []

    def noted(target: str, name: str, limit: int) -> bytes:
        read.append(name)
        return contents(target, name, limit)

    monkeypatch.setattr("transpipe.project.files.stamps.contents", noted)
    assert told(capsys) == cold
    assert everything(project) == before
    assert not done
    assert not read, "stamps tell that nothing changed"
    assert told(capsys, "--no-cache") == cold
    assert sorted(done) == EVERY


@pytest.mark.parametrize("first", ["run", *PLAIN])
def test_what_one_command_made_serves_the_others(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], first: str
) -> None:
    every = [*PLAIN, "status --missing --fuzzy"]
    cold = {command: told(capsys, "--no-cache", command=command) for command in every}
    done = count_jobs(monkeypatch)
    assert told(capsys, command=first) == told(capsys, command=first)
    assert sorted(done) == EVERY
    for command in PLAIN if first == "run" else [first]:
        assert told(capsys, command=command) == cold[command]
    assert sorted(done) == EVERY
    for command in every:
        told(capsys, command=command)
    done.clear()
    for command in every:
        assert told(capsys, command=command) == cold[command]
    assert not done
    assert told(capsys) == told(capsys, "--no-cache")


def test_one_document_that_changed_is_done_alone(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys)
    done = count_jobs(monkeypatch)
    path = project / "source/letter.md"
    path.write_text(LETTER + "\nOne more.\n", encoding="utf-8")
    for command in PLAIN:
        told(capsys, command=command)
        told(capsys, command=command)
    assert done == ["letter"] * 3, "each of them wants more of it"
    told(capsys)
    assert done == ["letter"] * 5, "it is looked at, and made once its catalogues are written"
    done.clear()
    for command in ["run", *PLAIN]:
        told(capsys, command=command)
    assert not done, "what a run made of a document that changed is known too"


def append(root: Path, name: str, text: str) -> None:
    with (root / name).open("a", encoding="utf-8", newline="") as file:
        file.write(text)


def move(root: Path, text: str, origin: str, to: str) -> None:
    """Take a paragraph out of one document and put it at the end of another."""
    path = root / "source" / origin
    path.write_text(path.read_text(encoding="utf-8").replace(text, "Nothing."), encoding="utf-8")
    append(root, f"source/{to}", f"\n{text}\n")


def elsewhere(root: Path) -> None:
    """Let a catalogue without a document have what a document lacks."""
    path = catalog_path(root, "old")
    path.write_bytes(catalog_path(root, "b/third").read_bytes())
    append(root, path.relative_to(root).as_posix(), '\nmsgid "first"\nmsgstr "pertama"\n')


CHANGES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _: None,
    "a source": lambda root: append(root, "source/letter.md", "\nOne more.\n"),
    "a target": lambda root: translate(root, [("first", "pertama")], "statement"),
    "a catalogue's order": lambda root: append(
        root, "locale/id/LC_MESSAGES/letter.po", '\nmsgid "Bread"\nmsgstr "Roti"\n'
    ),
    "a catalogue gone": lambda root: catalog_path(root).unlink(),
    "a template": lambda root: append(root, "locale/letter.pot", '\nmsgid "Salt"\nmsgstr ""\n'),
    "a template gone": lambda root: (root / "locale/letter.pot").unlink(),
    "all catalogues gone": lambda root: shutil.rmtree(root / "locale"),
    "a language": lambda root: (root / "transpipe.toml").write_text(
        CONFIG.replace('"th"', '"th", "vi"'), encoding="utf-8"
    ),
    "a key of the templates": lambda root: append(root, "transpipe.toml", 'version = "7"\n'),
    "a document": lambda root: append(root, "source/new.md", "# New\n\nWe ask for peace.\n"),
    "a document gone": lambda root: (root / "source/b/third.md").unlink(),
    "a paragraph moved": lambda root: move(root, "We ask for peace.", "b/third.md", "letter.md"),
    "a paragraph twice": lambda root: append(root, "source/letter.md", "\nA **ceasefire** now.\n"),
    "a target elsewhere": elsewhere,
    "an edition": lambda root: append(root, "output/id/letter.md", "more"),
    "an attachment": lambda root: append(root, "source/map.png", "more"),
}


@pytest.mark.parametrize("is_aged", [False, True], ids=["young", "aged"])
@pytest.mark.parametrize("change", CHANGES)
def test_after_a_run_there_is_nothing_to_do_whatever_it_changed(
    project: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    change: str,
    is_aged: bool,
) -> None:
    if is_aged:
        monkeypatch.setattr("transpipe.project.files.stamps._COARSE", -3600 * 10**9)
    told(capsys)
    CHANGES[change](project)
    told(capsys)
    before = everything(project)
    done = count_jobs(monkeypatch)
    warm = told(capsys)
    for command in PLAIN:
        told(capsys, command=command)
    assert not done
    assert everything(project) == before
    assert told(capsys, "--no-cache") == warm
    assert everything(project) == before


def test_the_first_run_of_a_project_is_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRANSPIPE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.chdir(made(tmp_path / "new"))
    done = count_jobs(monkeypatch)
    told(capsys)
    assert sorted(done) == sorted(EVERY * 2), "each is looked at, and made"
    told(capsys)
    assert len(done) == 2 * len(EVERY)


def test_documents_that_never_settle_are_made_and_not_taken_for_settled(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys)
    path = project / "source/letter.md"
    path.write_text(LETTER + "\nOne more.\n", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr("transpipe.project.work._settled", lambda *_: None)
        done = count_jobs(patch)
        for _ in range(2):
            told(capsys)
            edition = (project / "output/id/letter.md").read_text(encoding="utf-8")
            assert "One more." in edition
            assert done == ["letter"] * 3, "looked at, looked at again, and made"
            done.clear()
        assert run(["-q", "build", "--check"]) == 0
        assert not done, "the edition itself is known"
    done = count_jobs(monkeypatch)
    told(capsys)
    assert done == ["letter"]
    told(capsys)
    assert done == ["letter"]


LOOKING = ["check --fuzzy", "check -l id", "check --select T", "status -l th"]
OTHERS = [
    *LOOKING,
    "build --format md",
    "build -l id",
    "build --mark",
    "build --drafts",
    "build -d elsewhere",
]


def test_options_neither_use_the_records_of_others_nor_lose_them(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def said(*options: str, command: str) -> str:
        return told(capsys, *options, command=command).replace("27 changed", "nothing changed")

    cold = {one: said("--no-cache", command=one) for one in OTHERS}
    told(capsys)
    before = {command: told(capsys, command=command) for command in PLAIN}
    done = count_jobs(monkeypatch)
    for command in OTHERS:
        assert said(command=command) == cold[command]
        assert sorted(done) == EVERY, command
        done.clear()
    for command in LOOKING:
        assert told(capsys, command=command) == cold[command]
    assert not done
    assert told(capsys, command="check -l th -l id") == before["check"]
    assert not done, "these are all languages"
    told(capsys, command="build")
    done.clear()
    for command in PLAIN:
        assert told(capsys, command=command) == before[command]
    assert not done


def test_commands_that_only_look_write_nothing_into_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "cache"
    monkeypatch.setenv("TRANSPIPE_CACHE_DIR", str(place))
    root = made(tmp_path / "new")
    monkeypatch.chdir(root)
    before = sorted(root.rglob("*"))
    for command in ("status", "check", "build --check"):
        first = run_in(root, capsys, command)
        assert run_in(root, capsys, command) == first == run_in(root, capsys, command, "--no-cache")
        assert sorted(root.rglob("*")) == before
    assert len(list(place.iterdir())) == 1


def test_a_build_that_only_looks_looks_every_time(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys)
    told(capsys, command="build --check")
    page = project / "output/id/letter.html"
    page.write_bytes(page.read_bytes() + b" ")
    listed = project / "output/.attachments"
    for path in (page, listed):
        good = path.read_bytes()
        path.write_bytes(good + b"x\n")
        for _ in range(2):
            assert run(["build", "--check"]) == 1
            assert path.relative_to(project).as_posix() in capsys.readouterr().out
        path.write_bytes(good)
    told(capsys, command="build")
    told(capsys, command="build --check")


@pytest.mark.parametrize("formats", ['["md"]', '["md", "html"]'])
def test_a_list_of_copies_that_should_be_gone_is_seen_every_time(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    formats: str,
) -> None:
    monkeypatch.setenv("TRANSPIPE_CACHE_DIR", str(tmp_path / "cache"))
    root = make(tmp_path / "plain", {"a.md": "# A\n"}, f"formats = {formats}\n{CONFIG}")
    monkeypatch.chdir(root)
    told(capsys)
    (root / "output/.attachments").write_text("gone.png\n", encoding="utf-8")
    for _ in range(2):
        assert run(["build", "--check"]) == 1
    told(capsys)
    assert not (root / "output/.attachments").exists()


def test_an_edit_in_the_middle_of_a_run_is_not_taken_for_what_was_there(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    again, path = Making.again, project / "source/letter.md"

    def edited(self: Making, changed: dict[str, Document]) -> None:
        path.write_text("# Quite another letter\n", encoding="utf-8")
        again(self, changed)

    with monkeypatch.context() as patch:
        patch.setattr(Making, "again", edited)
        path.write_text("# A letter\n\nAnd more.\n", encoding="utf-8")
        told(capsys)
    told(capsys, command="build")
    for command in PLAIN:
        assert told(capsys, command=command) == told(capsys, "--no-cache", command=command)
    assert "Quite another" in (project / "output/en/letter.md").read_text(encoding="utf-8")


def test_a_file_edited_while_it_is_copied_is_copied_again(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    together, path = Builder.stage_rest, project / "source/map.png"

    def edited(self: Builder, *, prune: bool = False) -> object:
        made = together(self, prune=prune)
        path.write_bytes(b"another")
        return made

    path.write_bytes(b"one")
    with monkeypatch.context() as patch:
        patch.setattr(Builder, "stage_rest", edited)
        told(capsys)
    told(capsys)
    assert (project / "output/en/map.png").read_bytes() == b"another"


def test_copies_that_somebody_removed_leave_the_list(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "source/letter.md").write_text("# To everyone\n", encoding="utf-8")
    for _ in range(3):
        told(capsys)
    listed = project / "output/.attachments"
    assert "map.png" in listed.read_text(encoding="utf-8")
    for path in (project / "output").rglob("map.png"):
        path.unlink()
    told(capsys)
    assert "map.png" not in listed.read_text(encoding="utf-8")


def test_what_another_catalogue_offers_is_taken_though_check_has_seen_it(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys)
    told(capsys)
    other = catalog_path(project, "old")
    other.write_bytes(catalog_path(project, "b/third").read_bytes())
    path = project / "source/new.md"
    path.write_text("# New\n\nBread, salt, and a roof.\n", encoding="utf-8")
    for _ in range(3):
        told(capsys)
    data = other.read_bytes() + b'\nmsgid "Bread, salt, and a roof."\nmsgstr "Roti, garam, atap."\n'
    other.write_bytes(data)
    told(capsys, command="check")
    told(capsys, command="build")
    told(capsys)
    assert "Roti, garam, atap." in catalog_path(project, "new").read_text(encoding="utf-8")


def test_what_has_just_changed_is_read_and_recognized(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cold = told(capsys)
    done = count_jobs(monkeypatch)
    assert told(capsys) == cold
    assert not done
    kept = Cache(Path(os.environ["TRANSPIPE_CACHE_DIR"]), project).load()
    assert kept.documents
    assert not kept.stamps, "all files are younger than a file system's clock is fine"


@pytest.mark.usefixtures("aged")
@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "output/id/letter.md").write_text("mine", encoding="utf-8"),
        lambda root: (root / "output/id/letter.html").unlink(),
        lambda root: (root / "output/index.html").unlink(),
        lambda root: shutil.rmtree(root / "output"),
        lambda root: (root / "locale/letter.pot").unlink(),
        lambda root: (root / "output/th/map.png").unlink(),
        lambda root: (root / "output/id/files/a.csv").write_bytes(b"c"),
        lambda root: (root / "output/.attachments").unlink(),
    ],
    ids=[
        "edited",
        "deleted",
        "a list deleted",
        "all deleted",
        "template deleted",
        "copy deleted",
        "copy edited",
        "list of copies deleted",
    ],
)
def test_what_somebody_did_to_the_files_is_mended(
    project: Path, change: Callable[[Path], object], capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys)
    before = everything(project)
    change(project)
    told(capsys)
    assert everything(project) == before


@pytest.mark.usefixtures("aged")
@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "source/map.png").write_bytes(b"another"),
        lambda root: (root / "source/gone.pdf").write_bytes(b"%PDF"),
        lambda root: (root / "source/files/a.csv").unlink(),
        lambda root: (root / "source/files").rename(root / "source/other"),
    ],
    ids=["edited", "there at last", "gone", "moved"],
)
def test_what_becomes_of_files_that_documents_name_is_seen(
    project: Path, change: Callable[[Path], object], capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys)
    before = everything(project)
    change(project)
    told(capsys)
    now = everything(project)
    assert told(capsys) == told(capsys, "--no-cache")
    run(["-q", "build"])
    assert everything(project) == now != before


@pytest.mark.usefixtures("aged")
def test_a_swap_that_keeps_size_and_time_is_seen(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys)
    path = project / "output/id/statement.md"
    before = path.read_bytes()
    status = path.stat()
    path.write_bytes(before[::-1])
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    told(capsys)
    assert path.read_bytes() == before


def damaged(data: bytes) -> list[bytes]:
    middle = len(data) // 2
    flipped = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    return [b"", data[:20], data[:-1], flipped, b"x" * 100, data[::-1], data + b"\0"]


def test_a_damaged_cache_is_as_good_as_none(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # nothing is old enough to be known by its stamp, however long this takes
    monkeypatch.setattr("transpipe.project.files.stamps._COARSE", 3600 * 10**9)
    cold, before = told(capsys), everything(project)
    (path,) = Path(os.environ["TRANSPIPE_CACHE_DIR"]).iterdir()
    data = path.read_bytes()
    for wrong in damaged(data):
        path.write_bytes(wrong)
        assert told(capsys) == cold
        assert everything(project) == before
        assert path.read_bytes() == data


def test_records_that_can_not_be_read_are_made_again(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    every = ["run", *PLAIN]
    for command in every:
        cold = told(capsys, "--no-cache", command=command)
        told(capsys, command=command)
        kept = Cache(Path(os.environ["TRANSPIPE_CACHE_DIR"]), project)
        records = kept.load()
        made = [*records.documents.values(), *([records.whole] if records.whole else [])]
        for record in made:
            for name, part in record.parts.items():
                if name != "named":
                    record.parts[name] = Part(part.key, b"\xc1")
        kept.save(records)
        assert told(capsys, command=command) == cold


@pytest.mark.parametrize("kind", ["a file", "a link", "read-only", "writable by all", "records"])
def test_a_folder_that_can_not_be_trusted_is_left_alone(
    project: Path, tmp_path: Path, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command = {"a file": "status", "a link": "check", "read-only": "build"}.get(kind, "run")
    cold = told(capsys, "--no-cache", command=command)
    place = tmp_path / "cache"
    other = tmp_path / "other"
    other.mkdir()
    if kind == "a file":
        place.write_text("", encoding="utf-8")
    elif kind == "a link":
        place.symlink_to(other)
    elif kind == "records":
        told(capsys, command=command)
        (path,) = place.iterdir()
        path.chmod(0o666)
    else:
        place.mkdir()
        place.chmod(0o500 if kind == "read-only" else 0o777)
    assert told(capsys, command=command) == cold
    assert told(capsys, command=command) == cold
    assert not any(other.iterdir())
    if kind == "writable by all":
        assert not any(place.iterdir())
    place.chmod(0o700)


def test_another_users_records_are_not_read(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys)
    kept = Cache(Path(os.environ["TRANSPIPE_CACHE_DIR"]), project)
    assert kept.load().documents
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert not kept.load().documents


def test_a_full_disk_costs_the_records_alone(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    cold = told(capsys, "--no-cache")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files, "write", full)
    assert told(capsys) == cold
    assert not any(Path(os.environ["TRANSPIPE_CACHE_DIR"]).iterdir())


def test_old_records_go_when_all_together_are_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "cache"
    for number in range(4):
        Cache(place, tmp_path / str(number)).save(Records())
        for path in place.iterdir():
            if path.stat().st_mtime > 1000:
                os.utime(path, (number, number))
    size = next(place.iterdir()).stat().st_size
    monkeypatch.setattr(cache_module, "_MOST", 2 * size)
    Cache(place, tmp_path / "new").save(Records())
    left = sorted(int(path.stat().st_mtime) for path in place.iterdir())
    assert left[0] == 3
    assert len(left) == 2


def test_records_over_the_limit_are_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "_LARGEST", 1)
    Cache(tmp_path / "cache", tmp_path).save(Records())
    assert not (tmp_path / "cache").exists()


def test_where_records_are_kept(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert folder() == Path(os.environ["TRANSPIPE_CACHE_DIR"])
    monkeypatch.setenv("TRANSPIPE_CACHE_DIR", "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert folder() == tmp_path / "transpipe"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert folder() == tmp_path / ".cache" / "transpipe"

    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.setattr(Path, "home", homeless)
    assert folder() is None


@pytest.mark.parametrize(
    "more",
    [
        "cache = false\n",
        "[page]\nembed_fonts = true\nprevails = false\n",
    ],
)
def test_what_can_not_be_known_is_not_kept(
    project: Path, more: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transpipe.page.forms.font_faces", lambda *_: "")
    (project / "transpipe.toml").write_text(CONFIG + more, encoding="utf-8")
    looking = [] if "embed" in more else ["status", "check"]
    for command in ("run", "build", *looking):
        assert run(["-q", command]) == 0
    assert not Path(os.environ["TRANSPIPE_CACHE_DIR"]).exists()


@pytest.mark.usefixtures("aged")
def test_every_version_and_template_counts(
    project: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys)
    done = count_jobs(monkeypatch)
    monkeypatch.setattr(recall, "made_by", lambda: b"another version")
    told(capsys)
    assert len(done) == 3
    own = '[page]\ntemplates = "templates"\n'
    (project / "templates").mkdir()
    (project / "transpipe.toml").write_text(CONFIG + own, encoding="utf-8")
    told(capsys)
    assert len(done) == 6
    base = '{% extends "transpipe/base.html" %}'
    (project / "templates" / "base.html").write_text(base, encoding="utf-8")
    told(capsys)
    assert len(done) == 9
    told(capsys)
    assert len(done) == 9


def test_the_package_and_its_libraries_are_part_of_every_key(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    made_by = keys_module.made_by.__wrapped__
    first = made_by()
    assert made_by() == first
    version = metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "0" if name == "polib" else version(name))
    assert made_by() != first
    (tmp_path / "a.txt").write_bytes(b"1")
    one = keys_module.contents_of(tmp_path)
    (tmp_path / "a.txt").write_bytes(b"2")
    assert keys_module.contents_of(tmp_path) != one


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_templates_behind_links_count_and_what_is_no_file_does_not(tmp_path: Path) -> None:
    of, shared = tmp_path / "templates", tmp_path / "shared"
    of.mkdir()
    shared.mkdir()
    (of / "parts").symlink_to(shared)
    (shared / "again").symlink_to(of)
    (shared / "part.html").write_bytes(b"1")
    one = keys_module.contents_of(of)
    (of / ".#base.html").symlink_to("somebody@somewhere.1234:5678")
    os.mkfifo(of / "pipe")
    assert keys_module.contents_of(of) == one
    (shared / "part.html").write_bytes(b"2")
    assert keys_module.contents_of(of) != one


def test_a_template_that_can_not_be_read_is_the_business_of_who_needs_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "page.html").write_bytes(b"1")
    one = keys_module.contents_of(tmp_path)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr("builtins.open", refuse)
    assert keys_module.contents_of(tmp_path) != one


WORDS = [
    "peace",
    "ceasefire",
    "**now**",
    "[a](statement.md#demands)",
    "é",
    "# x",
    "\n\n",
    "- ",
    "![](map.png)",
]
PLACES = ["source/letter.md", "source/statement.md", "locale/letter.pot", "transpipe.toml"]
PLACES += [
    f"locale/{tag}/LC_MESSAGES/{name}.po" for tag in ("id", "th") for name in ("letter", "b/third")
]
PLACES += ["output/id/letter.html", "output/th/statement.md", "output/coverage.html"]
PLACES += ["source/map.png", "source/gone.pdf", "output/id/map.png", "output/.attachments"]
KEYS = ["drafts = true", "min_coverage = 50", 'dialect = "commonmark"', "line_numbers = true"]
KEYS += [
    'formats = ["md"]',
    "max_segment_size = 40",
    "max_file_size = 300",
    'exclude = ["b"]',
    'output = "out"',
]


def dice(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - it decides no secret


def edit(root: Path, chance: random.Random) -> None:
    """Do something to a project that somebody might."""
    path = root / chance.choice(PLACES)
    if path.name == "transpipe.toml":
        key = chance.choice(KEYS)
        path.write_text(f"{key}\n{CONFIG}", encoding="utf-8")
    elif not path.exists() or chance.random() < 0.15:
        path.unlink(missing_ok=True)
    else:
        data = path.read_bytes()
        where = chance.randrange(len(data) + 1)
        new = chance.choice(WORDS).encode()
        path.write_bytes(data[:where] + new + data[where + chance.choice([0, 0, 1, 9]) :])


def run_in(
    root: Path, capsys: pytest.CaptureFixture[str], command: str, *options: str
) -> tuple[int, str]:
    before = Path.cwd()
    os.chdir(root)
    try:
        capsys.readouterr()
        code = run([*command.split(), *options])
        said = capsys.readouterr()
        return code, said.out + said.err
    finally:
        os.chdir(before)


COMMANDS = ["run", "status", "check", "build"] * 2
COMMANDS += ["build --check", "build --format md", "build -l id --mark", "build --prune --drafts"]
COMMANDS += ["check --fuzzy", "check -l id", "check --select T,S,P --ignore T1"]
COMMANDS += ["extract", "update", "status -l th", "status --missing --fuzzy", "status --json"]


@settings(
    max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.integers(0, 10**9))
def test_random_edits_give_what_they_give_without_a_cache(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str], seed: int
) -> None:
    chance = dice(seed)
    above = tmp_path_factory.mktemp("twins")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRANSPIPE_CACHE_DIR", str(above / "cache"))
        patch.setenv("SOURCE_DATE_EPOCH", "1700000000")
        if seed % 2:
            patch.setattr("transpipe.project.files.stamps._COARSE", -3600 * 10**9)
        ours, theirs = above / "ours", above / "theirs"
        made(ours)
        made(theirs)
        for command in ("run", *(chance.choice(COMMANDS) for _ in range(6))):
            without = [] if command in {"extract", "update"} else ["--no-cache"]
            mine = run_in(ours, capsys, command)
            other = run_in(theirs, capsys, command, *without)
            assert mine == other, command
            assert everything(ours) == everything(theirs), command
            for _ in range(chance.choice([0, 0, 1, 1, 2])):
                state = chance.getrandbits(64)
                edit(ours, dice(state))
                edit(theirs, dice(state))


def test_runs_at_once_do_not_harm_each_other(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cold = told(capsys)
    kept = Cache(Path(os.environ["TRANSPIPE_CACHE_DIR"]), project)
    records = kept.load()
    with ThreadPoolExecutor(4) as pool:
        done = [pool.submit(kept.save, records) for _ in range(40)]
        for future in done:
            assert future.exception() is None
            assert kept.load() == records
    assert told(capsys) == cold


def test_stamps(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    far = 2**62
    stamps = Stamps(tmp_path, 10, {}, far)
    assert stamps.read("a") == (b"1", digest(b"1"))
    assert stamps.read("b") == (None, digest(None))
    assert stamps.digest("b") == digest(None)
    assert stamps.holds("a", digest(b"1"))
    assert not stamps.holds("b", digest(b"1"))
    again = Stamps(tmp_path, 10, stamps.kept, 0)
    assert again.digest("a") == digest(b"1")
    assert again.kept == stamps.kept
    wrong = {"a": Stamp(*stamps.kept["a"][:4], b"trusted")}
    assert Stamps(tmp_path, 10, wrong, 0).digest("a") == b"trusted"
    (tmp_path / "link").symlink_to(tmp_path / "a")
    assert stamps.read("link") == (b"1", digest(b"1"))
    assert "link" not in stamps.kept
    (tmp_path / "out").symlink_to("/etc")
    with pytest.raises(TranspipeError, match="outside"):
        stamps.read("out/hostname")
    (tmp_path / "large").write_bytes(b"x" * 11)
    with pytest.raises(TranspipeError, match="larger"):
        stamps.read("large")
    assert not stamps.holds("large", digest(b"x" * 11))
    stamps.keep("none", None, b"")
    assert "none" not in stamps.kept


def test_a_catalogue_without_a_document_that_can_not_be_read_is_none_of_checks_business(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "outside.po").write_bytes(b"")
    cold = told(capsys, "--no-cache", command="check")
    catalog_path(project, "orphan").symlink_to(tmp_path / "outside.po")
    for _ in range(2):
        assert told(capsys, command="check") == cold


def test_catalogs_without_a_document_are_read_every_time(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(capsys)
    catalog_path(project, "orphan").write_bytes(b"no catalogue")
    assert run(["run"]) == 2
    assert "orphan.po" in capsys.readouterr().err
