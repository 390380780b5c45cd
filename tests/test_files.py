"""One reader, one writer, one lock, one resolver of paths."""

from __future__ import annotations

import errno
import os
import resource
import signal
import socket
import stat
import subprocess
import sys
import textwrap
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from transpipe.errors import InputOutputError, LockedError, TranspipeError
from transpipe.project.files import (
    Stage,
    collisions,
    exists,
    inside,
    lock,
    problem,
    read,
    shown,
    sweep,
    walk,
    write,
)
from transpipe.project.files.paths import unusable

SRC = ROOT / "src"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    return folder


def snapshot(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Return every file below a folder with its bytes, mode and time of change."""
    return {
        path.relative_to(folder).as_posix(): (
            path.read_bytes(),
            path.stat().st_mode,
            path.stat().st_mtime_ns,
        )
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def listed(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def would_change(root: Path, path: str, data: bytes) -> bool:
    with Stage(root, dry=True) as stage:
        return stage.add(path, data)


def opened() -> int:
    return len(listed(Path("/proc/self/fd")))


def refused(
    call: object, *arguments: object, kind: type[TranspipeError] = TranspipeError, **named: object
) -> TranspipeError:
    """Return the error of a call that must be refused at once."""
    began = time.monotonic()
    with pytest.raises(TranspipeError) as caught:
        call(*arguments, **named)  # type: ignore[operator]
    assert time.monotonic() - began < 2
    assert type(caught.value) is kind, caught.value
    assert caught.value.message
    return caught.value


def python(code: str, *arguments: str | Path) -> subprocess.Popen[str]:
    """Start a Python of its own that knows the package."""
    prelude = f"import sys; sys.path.insert(0, {str(SRC)!r})\n"
    return subprocess.Popen(
        [sys.executable, "-B", "-c", prelude + textwrap.dedent(code), *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


# Reading


@pytest.mark.parametrize("data", [b"", b"a", b"\xff\x00\r\n" * 70_000])
def test_reads_bytes_as_they_are(root: Path, data: bytes) -> None:
    (root / "a.md").write_bytes(data)
    assert read("a.md", root=root) == data
    assert read(root / "a.md", root=root) == data


def test_a_missing_file_is_a_mistake_with_a_way_out(root: Path) -> None:
    error = refused(read, "source/a.md", root=root)
    assert str(error) == "source/a.md: no such file"
    assert error.hint
    assert error.exit_code == 2


def test_a_part_of_the_path_is_a_file(root: Path) -> None:
    (root / "a").write_bytes(b"")
    assert "part of its path" in refused(read, "a/b.md", root=root).message


@pytest.mark.parametrize("size", [99, 100, 101, 102, 100_000])
def test_the_limit_is_exact(root: Path, size: int) -> None:
    (root / "a.md").write_bytes(b"x" * size)
    if size <= 100:
        assert len(read("a.md", root=root, limit=100)) == size
    else:
        error = refused(read, "a.md", root=root, limit=100)
        assert str(error) == "a.md: larger than 100 bytes"
        assert "max_file_size" in error.hint


def test_a_huge_file_is_refused_at_once(root: Path) -> None:
    with (root / "a.md").open("wb") as stream:
        stream.truncate(1 << 40)  # a hole of one tebibyte
    assert refused(read, "a.md", root=root).message == "larger than 16 MiB"
    assert refused(read, "a.md", root=root, limit=3 << 10).message == "larger than 3 KiB"


def test_a_file_that_grows_while_it_is_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = root / "a.md"
    path.write_bytes(b"x" * 50)
    genuine = os.read

    def growing(descriptor: int, count: int) -> bytes:
        data = genuine(descriptor, count)
        if path.stat().st_size < 400:
            with path.open("ab") as stream:
                stream.write(b"y" * 50)
        return data

    monkeypatch.setattr(os, "read", growing)
    assert len(read("a.md", root=root, limit=1000)) == 400
    path.write_bytes(b"x" * 50)
    assert "larger" in refused(read, "a.md", root=root, limit=200).message


def make_fifo(path: Path) -> None:
    os.mkfifo(path)


def make_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(os.path.relpath(path))


def make_folder(path: Path) -> None:
    path.mkdir()


def make_loop(path: Path) -> None:
    path.symlink_to(path.with_name("other"))
    path.with_name("other").symlink_to(path)


def make_dangling(path: Path) -> None:
    path.symlink_to(path.with_name("nothing"))


ODD = {
    "a named pipe": make_fifo,
    "a socket": make_socket,
    "a folder": make_folder,
    "circle": make_loop,
    "no such file": make_dangling,
}


@pytest.mark.parametrize("says", ODD)
def test_what_is_no_file_is_refused_at_once(root: Path, says: str) -> None:
    ODD[says](root / "a.md")
    error = refused(read, "a.md", root=root)
    assert says in error.message
    assert error.path == "a.md"


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/null", "/dev/tty"])
def test_a_device_is_refused(device: str) -> None:
    error = refused(read, device, root=Path("/"))
    assert error.message == "not a file but a device"


def test_a_pipe_that_takes_a_files_place_does_not_block(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "a.md").write_bytes(b"")
    status = os.lstat(root / "a.md")
    (root / "a.md").unlink()
    os.mkfifo(root / "a.md")
    monkeypatch.setattr(os, "lstat", lambda _: status)
    monkeypatch.setattr(os.path, "realpath", lambda path, **_: str(path))
    assert "pipe" in refused(read, "a.md", root=root).message


def test_links_within_the_project_are_followed(root: Path) -> None:
    (root / "a.md").write_bytes(b"a")
    (root / "b.md").symlink_to("a.md")
    (root / "again").symlink_to(".")
    assert read("again/b.md", root=root) == b"a"


def test_links_out_of_the_project_are_refused(root: Path) -> None:
    (root.parent / "secret").write_bytes(b"secret")
    (root / "a.md").symlink_to("../secret")
    (root / "up").symlink_to("..")
    for path in ("a.md", "up/secret", "../secret", root.parent / "secret"):
        error = refused(read, path, root=root)
        assert error.message == "leads outside the project"
        assert error.code == "O010"


def test_a_root_that_is_itself_reached_through_a_link(root: Path) -> None:
    link = root.parent / "link"
    link.symlink_to(root)
    assert write("a.md", b"a", root=link)
    assert read(root / "a.md", root=link) == b"a"
    assert shown(root / "a.md", link) == "a.md"


def test_what_exists(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a", b"", root=root)
    (root / "link").symlink_to("nowhere")
    (root / "loop").symlink_to("loop")
    for name in ("a", "link", "loop", "", root / "a"):
        assert exists(name, root=root)
    for name in ("b", "a/b", "b/c", "link/b", "loop/b", "b\0"):
        assert not exists(name, root=root)

    def closed(_: str) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "lstat", closed)
    with pytest.raises(PermissionError):
        exists("a", root=root)


@pytest.mark.parametrize("name", ["a\0b", "a\ud800b"])
def test_impossible_names(root: Path, name: str) -> None:
    error = refused(read, name, root=root)
    assert "no possible name" in error.message
    assert error.path.isascii()
    assert error.path.isprintable()
    refused(write, name, b"", root=root)


def test_a_name_that_is_too_long(root: Path) -> None:
    assert "too long" in refused(read, "a" * 300, root=root).message
    assert "too long" in refused(write, "a" * 300, b"", root=root).message
    assert write("a" * 255, b"x", root=root)  # the temporary file's name does not grow with it
    assert write("ก" * 85, b"x", root=root)


def test_the_disk_fails_to_read(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "a.md").write_bytes(b"abc")

    def broken(*_: object) -> bytes:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "read", broken)
    error = refused(read, "a.md", root=root, kind=InputOutputError)
    assert str(error) == "a.md: Input/output error"
    assert error.exit_code == 3


# Names


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "C010"),
        (".", "C010"),
        ("/etc/passwd", "C010"),
        ("//host/share", "C010"),
        ("C:/x", "C010"),
        ("c:x", "C010"),
        ("\\x", "C010"),
        ("a\\..\\b", "C010"),
        ("..", "C010"),
        ("../x", "C010"),
        ("a/../../x", "C010"),
        ("a/..", "C010"),
        ("a\nb", "C010"),
        ("a\rb", "C010"),
        ("a\0b", "C010"),
        ("a\x1b[2Jb", "C010"),
        ("a\x7fb", "C010"),
        ("a\x85b", "C010"),
        ("a\u2028b", "C010"),
        ("id\u202eop.po", "C010"),
        ("a\u2066b", "C010"),
        ("a\udcffb", "C010"),
        (".git/hooks/pre-commit", "C010"),
        ("a/.GIT/x", "C010"),
        (".git ./x", "C010"),
        ("con", "C011"),
        ("CON.po", "C011"),
        ("a/nul.md", "C011"),
        ("aux .md", "C011"),
        ("prn/a.md", "C011"),
        ("com1.txt", "C011"),
        ("LPT9", "C011"),
        ("com¹", "C011"),
    ],
)
def test_names_that_are_refused(root: Path, name: str, code: str) -> None:
    error = refused(inside, root, name)
    assert error.code == code
    assert str(error).isprintable()
    assert list(root.iterdir()) == []


@pytest.mark.parametrize(
    "name",
    [
        "a",
        "a/b.md",
        "-rf.po",
        "statement.nul.md",
        "console.md",
        "com10",
        "...",
        "a..b",
        ".github/x",
        "~/x",
        "$HOME",
        "%2e%2e/x",
        "ภาษาไทย.md",
        "ខ្មែរ\u200bx.md",
        "zh_Hans",
        "ms@arabic",
        "a b",
        "what?.md",
    ],
)
def test_names_that_are_used(root: Path, name: str) -> None:
    assert inside(root, name) == Path(os.path.realpath(root)) / name
    assert write(name, b"x", root=root)
    assert read(name, root=root) == b"x"


def test_inside_follows_links_only_to_judge(root: Path) -> None:
    (root / "in").symlink_to("real")
    (root / "out").symlink_to("..")
    (root / "loop").symlink_to("loop")
    assert inside(root, "in/a").name == "a"
    assert refused(inside, root, "out/a").code == "O010"
    assert inside(root, "loop/a").name == "a"  # what opens it says so
    assert "circle" in refused(write, "loop/a", b"", root=root).message


PARTS = [
    "a",
    "Σ",
    "con",
    "CON",
    "nul ",
    "aux.md",
    "com¹",
    "conin$",
    "conx",
    ".git",
    ".git. ",
    "git",
]
PARTS += ["", ".", "..", "c:", "x:y", "a\\b", "a\x00", "a\u202e", "a\u00a0", "é", "İ.md", "lpt9.x"]


@given(st.lists(st.lists(st.sampled_from(PARTS) | st.text(max_size=5), max_size=3).map("/".join)))
def test_what_is_unusable_of_many_names_is_what_is_unusable_of_each(names: list[str]) -> None:
    assert list(unusable(names)) == [(one, found) for one in names if (found := problem(one))]


@pytest.mark.parametrize("part", PARTS)
def test_one_unusable_name_is_seen_among_good_ones(part: str) -> None:
    for name in (part, f"a/{part}", f"{part}/b.md", f"{part}.md"):
        found = [(name, problem(name))] if problem(name) else []
        assert list(unusable(["a.md", name, "b/c.md"])) == found


@given(st.text())
def test_no_name_leads_out(name: str) -> None:
    root = Path("/nowhere/project")
    if problem(name) is None:
        path = inside(root, name)
        assert os.path.normpath(path).startswith("/nowhere/project/")
        assert str(path).isprintable() or any(not char.isprintable() for char in name)
    else:
        with pytest.raises(TranspipeError) as caught:
            inside(root, name)
        assert "\n" not in str(caught.value)
        assert "\x1b" not in str(caught.value)


def test_names_that_are_one_elsewhere() -> None:
    assert collisions(["a", "b", "a/b"]) == []
    assert collisions(["ID.po", "x", "id.po", "Id.po"]) == [("ID.po", "id.po", "Id.po")]
    assert collisions(["a", "b", "a"]) == [("a", "a")]
    assert collisions(["cafe\u0301", "caf\u00e9"]) == [("cafe\u0301", "caf\u00e9")]
    assert collisions(["stra\u00dfe", "strasse"]) == []


def test_shown_is_relative_and_harmless(root: Path) -> None:
    assert shown(root / "a" / "b.md", root) == "a/b.md"
    assert shown("a/b.md", root) == "a/b.md"
    assert shown("/etc/passwd", root) == "/etc/passwd"
    assert shown(root, root) == str(root)
    assert shown("a\x1b\n\u202e\udcff\u0e01", root) == "a\\x1b\\n\\u202e\\udcff\u0e01"


# Listing


def test_walk_lists_in_order_what_is_visible(root: Path) -> None:
    for name in ("b.md", "a/z.md", "a/B.md", "a.md", "ก.md", "x.txt", ".h.md", ".git/c.md", "a.MD"):
        path = root / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"")
    (root / "source" / "again").symlink_to(".")
    assert walk("source", root=root) == ("a.md", "a/B.md", "a/z.md", "b.md", "ก.md")
    assert walk("source/a", root=root) == ("B.md", "z.md")
    assert walk("source", root=root, suffixes=(".txt",)) == ("x.txt",)


@pytest.mark.parametrize(
    ("globs", "left"),
    [
        ([], "a.md d/a.md d/e/b.md readme.md"),
        (["a.md"], "d/e/b.md readme.md"),
        (["/a.md"], "a.md d/a.md d/e/b.md readme.md"),
        (["d/a.md"], "a.md d/e/b.md readme.md"),
        (["d/*"], "a.md readme.md"),
        (["d/"], "a.md readme.md"),
        (["e"], "a.md d/a.md readme.md"),
        (["**/b.md"], "a.md d/a.md readme.md"),
        (["d/**"], "a.md readme.md"),
        (["d/**/b.md"], "a.md d/a.md readme.md"),
        (["?.md"], "readme.md"),
        (["*a*"], "d/e/b.md"),
        (["a.m", "[ad].md", "", "x"], "a.md d/a.md d/e/b.md readme.md"),
        (["*"], ""),
    ],
)
def test_walk_leaves_out_what_is_excluded(root: Path, globs: list[str], left: str) -> None:
    for name in ("a.md", "d/a.md", "d/e/b.md", "readme.md"):
        write(f"source/{name}", b"", root=root)
    if globs == ["/a.md"]:  # anchored at the folder
        left = "d/a.md d/e/b.md readme.md"
    assert walk("source", root=root, exclude=globs) == tuple(left.split())


def test_walk_refuses_bad_folders_and_names(root: Path) -> None:
    assert refused(walk, "source", root=root).message == "no such folder"
    (root / "source").write_bytes(b"")
    assert refused(walk, "source", root=root).message == "not a folder"
    (root / "out").symlink_to("..")
    assert refused(walk, "out", root=root).code == "O010"
    (root / "docs").mkdir()
    (root / "docs" / "a\nb.md").write_bytes(b"")
    error = refused(walk, "docs", root=root)
    assert str(error) == "docs/a\\nb.md: the name cannot be used: it holds the character U+000A"
    assert walk("docs", root=root, exclude=["a*"]) == ()


def test_walk_tells_of_a_folder_that_cannot_be_read(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("source/a/b.md", b"", root=root)
    genuine = os.scandir

    def closed(path: str) -> object:
        if Path(path).name == "a":
            raise PermissionError(errno.EACCES, "Permission denied")
        return genuine(path)

    monkeypatch.setattr(os, "scandir", closed)
    error = refused(walk, "source", root=root, kind=InputOutputError)
    assert str(error) == "source: Permission denied"


# Writing


def test_writes_and_creates_folders(root: Path) -> None:
    assert write("locale/id/LC_MESSAGES/a.po", b"x", root=root)
    assert snapshot(root).keys() == {"locale/id/LC_MESSAGES/a.po"}
    assert write(root / "a.md", b"", root=root)


def test_equal_bytes_change_nothing(root: Path) -> None:
    write("a.md", b"abc", root=root)
    os.utime(root / "a.md", ns=(1, 1))
    node = (root / "a.md").stat().st_ino
    assert not write("a.md", b"abc", root=root)
    assert not would_change(root, "a.md", b"abc")
    assert (root / "a.md").stat().st_mtime_ns == 1
    assert (root / "a.md").stat().st_ino == node
    assert write("a.md", b"abd", root=root)
    assert would_change(root, "a.md", b"ab")
    assert would_change(root, "b.md", b"")
    assert read("a.md", root=root) == b"abd"


def test_a_second_run_opens_nothing_for_writing(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write("a/b.md", b"x" * 100_000, root=root)
    before = snapshot(root)
    for call in ("write", "replace", "fsync", "unlink", "mkdir", "fchmod"):
        monkeypatch.delattr(os, call)
    with Stage(root) as stage:
        assert not stage.add("a/b.md", b"x" * 100_000)
        assert stage.publish() == ()
    assert snapshot(root) == before


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o755, 0o664, 0o640])
def test_the_mode_is_kept(root: Path, mode: int) -> None:
    write("a.md", b"a", root=root)
    (root / "a.md").chmod(mode)
    write("a.md", b"b", root=root)
    assert stat.S_IMODE((root / "a.md").stat().st_mode) == mode


def test_a_new_file_obeys_the_umask(root: Path) -> None:
    old = os.umask(0o027)
    try:
        write("a.md", b"a", root=root)
    finally:
        os.umask(old)
    assert stat.S_IMODE((root / "a.md").stat().st_mode) == 0o640


@pytest.mark.skipif(os.getuid() != 0, reason="only root may give files away")
def test_the_owner_is_kept(root: Path) -> None:
    write("a.md", b"a", root=root)
    os.chown(root / "a.md", 1234, 2345)
    (root / "a.md").chmod(0o660)
    write("a.md", b"b", root=root)
    status = (root / "a.md").stat()
    assert (status.st_uid, status.st_gid, stat.S_IMODE(status.st_mode)) == (1234, 2345, 0o660)


def test_the_owner_may_be_impossible_to_keep(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.md", b"a", root=root)
    fields = list((root / "a.md").lstat())
    fields[4] += 1
    foreign = os.stat_result(fields)

    def forbidden(*_: int) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "fchown", forbidden)
    monkeypatch.setattr(os, "lstat", lambda _: foreign)
    assert write("a.md", b"b", root=root)


def test_a_protected_file_is_left_alone(root: Path) -> None:
    write("a.md", b"a", root=root)
    (root / "a.md").chmod(0o444)
    assert not write("a.md", b"a", root=root)
    error = refused(write, "a.md", b"b", root=root, kind=InputOutputError)
    assert str(error) == "a.md: the file is read-only"
    assert read("a.md", root=root) == b"a"


@pytest.mark.parametrize("says", ODD)
def test_what_is_no_file_is_never_replaced(root: Path, says: str) -> None:
    ODD[says](root / "a.md")
    before = sorted((path.name, path.lstat().st_mode) for path in root.iterdir())
    error = refused(write, "a.md", b"x", root=root)
    assert error.code == "O010"
    assert "link" in error.message or says in error.message
    refused(would_change, root, "a.md", b"x")
    assert sorted((path.name, path.lstat().st_mode) for path in root.iterdir()) == before


def test_nothing_is_written_through_links_that_lead_out(root: Path) -> None:
    outside = root.parent / "outside"
    outside.mkdir()
    (outside / "a.md").write_bytes(b"old")
    (root / "locale").symlink_to(outside)
    (root / "a.md").symlink_to(outside / "a.md")
    (root / "here.md").symlink_to("there.md")
    for path in ("locale/a.md", "locale/new/a.md", "a.md", "here.md", "../outside/a.md"):
        assert refused(write, path, b"new", root=root).code == "O010"
    for path in ("", "..", "a/.."):
        refused(write, path, b"new", root=root)
    assert refused(write, ".git/hooks/pre-commit", b"x", root=root).code == "C010"
    assert refused(write, "nul/x", b"x", root=root).code == "C011"
    assert [path.name for path in outside.iterdir()] == ["a.md"]
    assert (outside / "a.md").read_bytes() == b"old"
    assert not (root / "there.md").exists()


def test_a_folder_that_is_a_file(root: Path) -> None:
    write("a", b"", root=root)
    assert "part of its path" in refused(write, "a/b.md", b"", root=root).message
    assert "part of its path" in refused(write, "a/b/c.md", b"", root=root).message


def test_a_link_that_takes_a_new_folders_place(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def swapped(path: str) -> None:
        Path(path).symlink_to(root.parent)
        raise FileExistsError(errno.EEXIST, "File exists")

    monkeypatch.setattr(os, "mkdir", swapped)
    refused(write, "a/b.md", b"", root=root)
    assert not (root.parent / "b.md").exists()


@pytest.mark.parametrize("swapped", ["a", "a/b"])
def test_a_link_that_takes_a_folders_place_between_two_files(root: Path, swapped: str) -> None:
    outside = root.parent / "outside"
    (outside / "b").mkdir(parents=True)
    with Stage(root) as stage:
        assert stage.add("a/b/1.md", b"x")
        assert stage.add("a/b/2.md", b"x")
        (root / swapped).rename(root / "old")
        (root / swapped).symlink_to(outside)
        assert refused(stage.add, "a/b/3.md", b"x").code == "O010"
        assert refused(stage.remove, "a/b/4.md").code == "O010"
        (root / swapped).unlink()
        (root / "old").rename(root / swapped)
        assert stage.add("a/b/5.md", b"x")
        assert stage.publish() == ("a/b/1.md", "a/b/2.md", "a/b/5.md")
    assert [path.name for path in outside.rglob("*")] == ["b"]


def test_a_folder_that_is_a_link_within_the_project(root: Path) -> None:
    for name in ("one", "two"):
        (root / name / "c").mkdir(parents=True)
    (root / "a").symlink_to("one")
    with Stage(root) as stage:
        assert stage.add("a/1.md", b"x")
        assert stage.add("a/c/1.md", b"x")
        assert refused(stage.add, "one/c/1.md", b"x").code == "C012"
        (root / "one" / "c").rename(root / "old")
        (root / "one" / "c").symlink_to("../two")
        assert stage.add("a/c/2.md", b"x")
        assert listed(root / "two")[0].startswith(".transpipe-")


@pytest.mark.parametrize("call", ["open", "write", "fchmod", "fsync", "replace", "mkdir"])
@pytest.mark.parametrize("reason", [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS])
def test_every_failure_names_the_file_and_leaves_no_trace(
    root: Path, monkeypatch: pytest.MonkeyPatch, call: str, reason: int
) -> None:
    write("a.md", b"old", root=root)
    (root / "a.md").chmod(0o606)
    path = "new/a.md" if call == "mkdir" else "a.md"
    before = snapshot(root)

    def broken(*_: object, **__: object) -> None:
        raise OSError(reason, os.strerror(reason))

    with monkeypatch.context() as patch:
        if call == "open":  # the comparison opens too, but only equal sizes are compared
            patch.setattr(os, "open", broken)
        else:
            patch.setattr(os, call, broken)
        error = refused(write, path, b"new!", root=root, kind=InputOutputError)
    assert str(error) == f"{path}: {os.strerror(reason)}"
    assert error.exit_code == 3
    assert snapshot(root) == before
    assert write(path, b"new!", root=root)
    assert [entry.name for entry in root.iterdir() if entry.name.startswith(".")] == []


def test_folders_that_cannot_be_synchronized(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    genuine = os.fsync
    reason = errno.EINVAL

    def picky(descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(reason, os.strerror(reason))
        genuine(descriptor)

    monkeypatch.setattr(os, "fsync", picky)
    assert write("a.md", b"a", root=root)
    reason = errno.EIO
    assert refused(write, "a.md", b"bb", root=root, kind=InputOutputError).path == "a.md"
    assert read("a.md", root=root) == b"bb"  # new and whole


def test_an_interrupted_write_leaves_no_trace(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write("a.md", b"old", root=root)

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write("a.md", b"new", root=root)
    assert [path.name for path in root.iterdir()] == ["a.md"]
    assert read("a.md", root=root) == b"old"


def test_a_disk_that_takes_half(root: Path) -> None:
    write("a.md", b"old", root=root)
    code = """
        import resource, signal, pathlib
        from transpipe.project.files import write
        from transpipe.errors import InputOutputError
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            write("a.md", b"x" * 3000, root=pathlib.Path(sys.argv[1]))
        except InputOutputError as error:
            print(error)
    """
    assert resource.RLIMIT_FSIZE is not None
    out, err = python(code, root).communicate(timeout=60)
    assert (out, err) == ("a.md: File too large\n", "")
    assert [path.name for path in root.iterdir()] == ["a.md"]
    assert read("a.md", root=root) == b"old"


@given(st.lists(st.tuples(st.sampled_from("abc"), st.binary(max_size=40)), max_size=12))
def test_what_was_written_is_read(steps: list[tuple[str, bytes]]) -> None:
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        model: dict[str, bytes] = {}
        for path, data in steps:
            assert write(path, data, root=root) == (model.get(path) != data)
            model[path] = data
        assert {path: read(path, root=root) for path in model} == model
        assert listed(root) == sorted(model)


# Stages


def test_a_stage_publishes_all_in_order(root: Path) -> None:
    write("same.md", b"same", root=root)
    write("old.md", b"old", root=root)
    with Stage(root) as stage:
        assert stage.add("z.md", b"z")
        assert not stage.add("same.md", b"same")
        assert stage.add("a/b.md", b"b")
        assert stage.remove("old.md")
        assert not stage.remove("never.md")
        assert not (root / "z.md").exists()
        assert (root / "old.md").exists()
        assert stage.publish() == ("z.md", "a/b.md", "old.md")
        assert stage.publish() == ()
    assert snapshot(root).keys() == {"a/b.md", "same.md", "z.md"}


def test_a_stage_that_fails_changes_nothing(root: Path) -> None:
    write("a.md", b"old", root=root)
    before = snapshot(root)
    with suppress(ZeroDivisionError), Stage(root) as stage:
        stage.add("a.md", b"new")
        stage.add("b.md", b"new")
        assert len(listed(root)) == 3
        raise ZeroDivisionError
    assert snapshot(root) == before


def test_a_dry_stage_only_looks(root: Path) -> None:
    write("a.md", b"old", root=root)
    write("gone.md", b"old", root=root)
    before = snapshot(root)
    with Stage(root, dry=True) as stage:
        assert stage.add("a.md", b"new")
        assert stage.add("b/c.md", b"new")
        assert stage.remove("gone.md")
        assert stage.publish() == ("a.md", "b/c.md", "gone.md")
    assert snapshot(root) == before
    assert listed(root) == ["a.md", "gone.md"]


@pytest.mark.parametrize("second", ["a/b.md", "A/B.md", "a/./b.md"])
def test_a_stage_takes_a_file_once(root: Path, second: str) -> None:
    with Stage(root) as stage:
        stage.add("a/b.md", b"1")
        error = refused(stage.add, second, b"2")
        assert error.code == "C012"
        assert "a/b.md" in error.message


def test_an_edit_made_meanwhile_is_never_written_over(root: Path) -> None:
    def edit(data: bytes) -> None:
        (root / "new.po").write_bytes(data)
        (root / "new.po").replace(root / "a.po")

    write("a.po", b"old", root=root)
    with Stage(root) as stage:  # after it was read, before it was staged
        edit(b"edit")
        error = refused(stage.add, "a.po", b"new", was=b"old", kind=LockedError)
    assert str(error) == "a.po: somebody changed this file meanwhile"
    assert error.exit_code == 4
    for data in (b"more", b"edit"):  # after it was staged, be it with the same bytes
        with Stage(root) as stage:
            stage.add("b.po", b"b")
            stage.add("a.po", b"new", was=b"edit")
            edit(data)
            refused(stage.publish, kind=LockedError)
        assert listed(root) == ["a.po"]
        edit(b"edit")
    with Stage(root) as stage:
        assert stage.add("a.po", b"new", was=b"edit")
        assert stage.publish() == ("a.po",)


def test_a_file_that_came_meanwhile_is_never_written_over(root: Path) -> None:
    with Stage(root) as stage:
        assert stage.add("a.po", b"new", was=b"")
        write("a.po", b"somebody's", root=root)
        refused(stage.publish, kind=LockedError)
        refused(Stage(root).add, "a.po", b"new", was=b"", kind=LockedError)
    write("empty.po", b"", root=root)
    refused(Stage(root).add, "empty.po", b"new", was=b"", kind=LockedError)
    refused(Stage(root).add, "gone.po", b"new", was=b"old", kind=LockedError)
    assert read("a.po", root=root) == b"somebody's"


def test_a_removal_that_came_too_late(root: Path) -> None:
    write("a.md", b"", root=root)
    with Stage(root) as stage:
        stage.remove("a.md")
        (root / "a.md").unlink()
        assert stage.publish() == ("a.md",)


def test_a_failure_in_the_middle_of_publishing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in "abc":
        write(name, b"old", root=root)
    genuine = os.replace

    def broken(old: str, new: str) -> None:
        if Path(new).name == "b":
            raise OSError(errno.EIO, "Input/output error")
        genuine(old, new)

    monkeypatch.setattr(os, "replace", broken)
    with Stage(root) as stage:
        for name in "abc":
            stage.add(name, b"new")
        assert refused(stage.publish, kind=InputOutputError).path == "b"
    assert [read(name, root=root) for name in "abc"] == [b"new", b"old", b"old"]
    assert listed(root) == ["a", "b", "c"]


@pytest.mark.parametrize("count", [1, 7, 8, 63, 64, 65, 200])
def test_a_stage_of_many_files_leaves_none_open(root: Path, count: int) -> None:
    before = opened()
    with Stage(root) as stage:
        for number in range(count):
            stage.add(f"{number % 5}/{number}.md", str(number).encode())
        assert opened() <= before + 64
        assert len(stage.publish()) == count
    with Stage(root) as stage:
        for number in range(count):
            stage.add(f"{number % 5}/{number}.md", b"dropped")
    assert opened() == before
    found = {path.name: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    assert found == {f"{number}.md": str(number).encode() for number in range(count)}


@pytest.mark.parametrize("count", [5, 30, 100])
def test_one_of_many_does_not_reach_the_disk(
    root: Path, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    genuine = os.fsync
    before = opened()

    def broken(descriptor: int) -> None:
        if os.fstat(descriptor).st_size == 3:
            raise OSError(errno.EIO, "Input/output error")
        genuine(descriptor)

    def build(stage: Stage) -> None:
        for number in range(count):
            stage.add(f"{number}.md", b"xxx" if number == 2 else b"x")
        stage.publish()

    monkeypatch.setattr(os, "fsync", broken)
    with Stage(root) as stage:
        assert refused(build, stage, kind=InputOutputError).path == "2.md"
    assert listed(root) == []
    assert opened() == before


def test_the_first_of_many_that_fail_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = opened()

    def broken(_: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with Stage(root) as stage:
        for number in range(20):
            stage.add(f"{number}.md", b"x")
        monkeypatch.setattr(os, "fsync", broken)
        assert refused(stage.publish, kind=InputOutputError).path == "0.md"
    assert listed(root) == []
    assert opened() == before


def test_what_was_dropped_is_staged_anew_at_the_end(root: Path) -> None:
    write("same.md", b"same", root=root)
    with Stage(root) as stage:
        assert stage.add("a.md", b"old")
        assert stage.add("b.md", b"b")
        assert not stage.add("same.md", b"same")
        assert stage.forget(["A.md", "same.md", "never.md"]) == 2
        assert len(listed(root)) == 2
        assert stage.add("a.md", b"new")
        assert stage.publish() == ("b.md", "a.md")
    assert read("a.md", root=root) == b"new"
    assert listed(root) == ["a.md", "b.md", "same.md"]


# Sweeping


def test_only_what_dead_runs_left_is_swept(root: Path) -> None:
    with subprocess.Popen(["true"]) as dead:
        pass
    ours = os.getpid()
    with Stage(root) as stage:
        stage.add("a.md", b"")
        token = listed(root)[0].split("-")[2]
    names = {
        f".transpipe-{dead.pid}-00000000-0.tmp": False,
        ".transpipe-4294967295-00000000-0.tmp": False,  # no process can have this id
        ".transpipe-9999999999-00000000-7.tmp": False,
        f".transpipe-{ours}-0badc0de-0.tmp": False,  # a run before us, with our id
        f".transpipe-{ours}-{token}-999999.tmp": True,
        ".transpipe-1-00000000-0.tmp": True,  # init lives
        ".transpipe-0-00000000-0.tmp": True,
        f".transpipe-{dead.pid}-00000000-0.tmp.po": True,
        f"transpipe-{dead.pid}-00000000-0.tmp": True,
        "a.md": True,
    }
    for folder in ("locale", "locale/id"):
        (root / folder).mkdir()
        for name in names:
            (root / folder / name).write_bytes(b"half")
    swept = sweep("locale", root=root)
    assert len(swept) == 8
    assert "locale/id/.transpipe-4294967295-00000000-0.tmp" in swept
    assert list(swept) == sorted(swept, key=lambda path: (path.count("/"), path))
    for folder in ("locale", "locale/id"):
        left = {path.name for path in (root / folder).iterdir() if path.is_file()}
        assert left == {name for name, stays in names.items() if stays}
    assert sweep("locale", root=root) == ()
    assert sweep("nowhere", root=root) == ()


def test_somebody_elses_process_is_alive(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / ".transpipe-1-00000000-0.tmp").write_bytes(b"half")

    def foreign(*_: int) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "kill", foreign)
    assert sweep(".", root=root) == ()


def test_writing_sweeps_the_folder(root: Path) -> None:
    write("a/b.md", b"old", root=root)
    left = root / "a" / ".transpipe-4294967295-00000000-0.tmp"
    left.write_bytes(b"half")
    write("a/b.md", b"old", root=root)
    assert left.exists()  # nothing was written
    write("a/b.md", b"new", root=root)
    assert not left.exists()


def test_the_lock_sweeps_after_a_run_that_died(root: Path) -> None:
    left = root / "locale" / "id" / ".transpipe-4294967295-00000000-0.tmp"
    left.parent.mkdir(parents=True)
    (root / "out").symlink_to(root.parent)
    outside = root.parent / left.name
    for path in (left, outside):
        path.write_bytes(b"half")
    with lock(root, folders=["locale", "out"]):
        assert left.exists()  # nobody died
    (root / ".transpipe" / "holder").write_bytes(b"4294967295\ntranspipe update\n")
    with lock(root, folders=["locale", "out"]):
        assert not left.exists()
    assert outside.exists()


def test_what_cannot_be_swept_is_no_error(root: Path) -> None:
    (root / ".transpipe-4294967295-00000000-0.tmp").mkdir()
    assert sweep(".", root=root) == ()


# The lock


def test_the_lock_lives_in_a_folder_git_ignores(root: Path) -> None:
    with lock(root, command="transpipe update"):
        assert (root / ".transpipe" / ".gitignore").read_bytes() == b"*\n"
        holder = (root / ".transpipe" / "holder").read_text("utf-8")
        assert holder == f"{os.getpid()}\ntranspipe update\n"
    assert not (root / ".transpipe" / "holder").exists()
    with lock(root):
        pass


def test_an_error_releases_the_lock(root: Path) -> None:
    with pytest.raises(ZeroDivisionError), lock(root):
        raise ZeroDivisionError
    with lock(root, timeout=0):
        pass


HOLD = """
    import pathlib
    from transpipe.project.files import lock
    with lock(pathlib.Path(sys.argv[1]), command="transpipe \x1b import"):
        print("held", flush=True)
        sys.stdin.read()
"""


def test_the_lock_tells_who_holds_it_and_dies_with_its_process(root: Path) -> None:
    with python(HOLD, root) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(LockedError) as caught, lock(root, timeout=0.1):
            pass
        assert str(caught.value) == (
            f"the project is locked by process {other.pid} (transpipe \\x1b import)"
        )
        assert caught.value.exit_code == 4
        (root / ".transpipe" / "holder").unlink()
        with pytest.raises(LockedError) as caught, lock(root, timeout=0):
            pass
        assert str(caught.value) == "the project is locked by another run"
        other.send_signal(signal.SIGKILL)
    with lock(root, timeout=1):
        pass


def test_the_lock_follows_no_links(root: Path) -> None:
    outside = root.parent / "outside"
    outside.mkdir()
    (root / ".transpipe").symlink_to(outside)
    with pytest.raises(TranspipeError, match="outside"), lock(root):
        pass
    assert list(outside.iterdir()) == []
    (root / ".transpipe").unlink()
    (root / ".transpipe").mkdir()
    (outside / "a").write_bytes(b"precious")
    (root / ".transpipe" / "lock").symlink_to(outside / "a")
    with pytest.raises(TranspipeError, match="a link"), lock(root):
        pass
    assert (outside / "a").read_bytes() == b"precious"


def test_a_file_system_without_locks(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import filelock  # noqa: PLC0415

    def missing(*_: object, **__: object) -> None:
        raise NotImplementedError

    monkeypatch.setattr(filelock.FileLock, "acquire", missing)
    with pytest.raises(InputOutputError, match="knows no locks"), lock(root):
        pass


def test_24_runs_at_once_lose_nothing(root: Path) -> None:
    write("count", b"", root=root)
    code = """
        import pathlib
        from transpipe.project.files import lock, read, write
        root = pathlib.Path(sys.argv[1])
        with lock(root, timeout=60):
            write("count", read("count", root=root) + sys.argv[2].encode() + b"\\n", root=root)
    """
    runs = [python(code, root, str(number)) for number in range(24)]
    for run in runs:
        _, err = run.communicate(timeout=120)
        assert (run.returncode, err) == (0, "")
    lines = read("count", root=root).split()
    assert sorted(map(int, lines)) == list(range(24))
    assert listed(root) == [".transpipe", "count"]
