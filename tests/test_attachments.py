"""Images and other files beside the documents: copied beside each edition, and nothing else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from projects import make, snapshot, translate
from served import Served
from transpipe.cli.main import run
from transpipe.markdown import Dialect, segment
from transpipe.markdown.attachments import attachments

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360"
    "f8cf0000020101004ac18f1c0000000049454e44ae426082"
)
LETTER = """\
# Open letter

![A map](img/map.png) and [the form](a%20form.txt#x).
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = make(tmp_path / "project", {"letter.md": LETTER})
    (root / "source/img").mkdir()
    (root / "source/img/map.png").write_bytes(PIXEL)
    (root / "source/a form.txt").write_text("Name:\n", encoding="utf-8")
    (root / "source/unnamed.txt").write_text("Nobody names me.\n", encoding="utf-8")
    monkeypatch.chdir(root)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    return root


def copies(root: Path) -> list[str]:
    """Return what stands under the output folder and is no page."""
    names = (path.relative_to(root / "output").as_posix() for path in (root / "output").rglob("*"))
    return sorted(name for name in names if re.search(r"\.(?!md|html)\w+$", name))


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("![a](b.png)", ["a/b.png"]),
        ("![a](<b c.png> 'title')", ["a/b c.png"]),
        ("[![a](b.png)](c.pdf)", ["a/c.pdf", "a/b.png"]),
        ("![a [b](c.txt)](d.png)", ["a/c.txt", "a/d.png"]),
        ("[a][b]\n\n[b]: c.txt", ["a/c.txt"]),
        ("![b]\n\n[b]: <c d.png> 'x'\n[e]: https://example.org/f.png", ["a/c d.png"]),
        ("a^[b ![c](d.png)] and [e](f.txt)", ["a/f.txt", "a/d.png"]),
        ("> - [a](../c.txt?x=1#y)", ["c.txt"]),
        ("[a](../../c.txt)", ["../c.txt"]),
        ("a[^1]\n\n[^1]: ![b](c.png)", ["a/c.png"]),
        ('<p><IMG SRC="b.png"><a href=c.txt>x</a></p>', ["a/b.png", "a/c.txt"]),
        ('a <img\nsrc="b&amp;c.png"> <a name="x">', ["a/b&c.png"]),
        ("<!-- i18n:skip -->\n![a](b.png)", ["a/b.png"]),
        ("![a](b.png) ![a](./b.png)", ["a/b.png"]),
        (
            "[a](https://example.org/b.png) <https://example.org/c.png> [d](mailto:e@example.org)",
            [],
        ),
        ("[a](#b) [c](d.md) [e](f.md#g) [h](/i.png) [j](k/) [l](//m/n.png) [o](?p)", []),
        ("`![a](b.png)`\n\n    ![a](b.png)\n\n<!-- ![a](b.png) <img src=b.png> -->", []),
        ("[a](data:text/plain,b) [c](file:///etc/passwd) [d](\\e.png)", []),
        ("| a |\n|---|\n| ![b](c.png) |", ["a/c.png"]),
    ],
)
def test_what_a_document_names(text: str, paths: list[str]) -> None:
    dialect = Dialect()
    found = attachments(segment("source/a/x.md", text, dialect), dialect, "a")
    assert [one.path for one in found] == paths


def test_files_are_copied_beside_each_edition(project: Path) -> None:
    assert run(["run"]) == 0
    folders = ("en", "id", "th")
    assert copies(project) == sorted(
        [
            ".attachments",
            *(f"{one}/{name}" for one in folders for name in ("a form.txt", "img/map.png")),
        ]
    )
    assert (project / "output/th/img/map.png").read_bytes() == PIXEL
    for page in (project / "output").glob("*/letter.*"):
        assert "img/map.png" in page.read_text(encoding="utf-8")
    assert "img-src &#39;self&#39; data:" in (project / "output/id/letter.html").read_text("utf-8")
    assert "img-src data:" in (project / "output/index.html").read_text("utf-8")
    before = snapshot(project)
    assert run(["build", "--check"]) == 0
    assert run(["build"]) == 0
    assert snapshot(project) == before
    (project / "source/img/map.png").write_bytes(PIXEL + b"x")
    assert run(["build", "--check"]) == 1
    assert run(["build", "-l", "id"]) == 0
    assert (project / "output/id/img/map.png").read_bytes() == PIXEL + b"x"
    assert (project / "output/th/img/map.png").read_bytes() == PIXEL


def test_only_what_was_copied_is_pruned(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["run"]) == 0
    (project / "output/id/ours.css").write_text("", encoding="utf-8")
    (project / "source/letter.md").write_text("# Open letter\n\n[f](a%20form.txt)\n")
    (project / "source/img/map.png").unlink()
    capsys.readouterr()
    assert run(["build"]) == 0
    assert "left over output/en/img/map.png and 2 more" in capsys.readouterr().err
    assert (project / "output/.attachments").read_text() == "a form.txt\nimg/map.png\n"
    assert run(["build", "--prune", "--check"]) == 1
    assert run(["build", "--prune"]) == 0
    kept = [f"{folder}/a form.txt" for folder in ("en", "id", "th")]
    assert copies(project) == sorted([".attachments", "id/ours.css", *kept])
    assert run(["build", "--prune", "--check"]) == 0
    (project / "source/letter.md").write_text("# Open letter\n")
    assert run(["build", "--prune"]) == 0
    assert copies(project) == ["id/ours.css"]
    assert run(["build", "--prune", "--check"]) == 0


def test_a_list_that_somebody_wrote_removes_nothing_else(project: Path) -> None:
    assert run(["run"]) == 0
    listed = project / "output/.attachments"
    (project / "output/id/.htaccess").write_text("", encoding="utf-8")
    lines = ".htaccess\n../../source/unnamed.txt\n/etc/hostname\nletter.md\nletter.html\n\n\0\n"
    listed.write_bytes(listed.read_bytes() + lines.encode() + b"\xff\xfe\n")
    before = set(snapshot(project))
    assert run(["build", "--prune"]) == 0
    assert set(snapshot(project)) == before
    assert listed.read_text() == "a form.txt\nimg/map.png\n"


def test_what_cannot_be_copied_is_said(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = project / "source"
    (project / "secret.txt").write_text("s", encoding="utf-8")
    (source / "link.txt").symlink_to("../secret.txt")
    (source / "folder").symlink_to("..")
    (source / ".env").write_text("s", encoding="utf-8")
    (source / "dir.d").mkdir()
    (source / "large.bin").write_bytes(b"x" * 2000)
    names = "link.txt folder/secret.txt .env dir.d large.bin gone.png ../secret.txt con.txt route letter.html"
    text = "".join(f"[x]({name})\n\n" for name in names.split())
    (source / "letter.md").write_text(text, encoding="utf-8")
    with (project / "transpipe.toml").open("a") as config:
        config.write("max_file_size = 1500\n")
    assert run(["-q", "update"]) == 0
    capsys.readouterr()
    assert run(["build"]) == 0
    assert copies(project) == []
    assert "2 more: see transpipe check" not in capsys.readouterr().out
    assert run(["check", "--output-format", "concise"]) == 0
    said = capsys.readouterr().out
    found = re.findall(
        r"letter\.md:(\d+): .* S014: (\S+) is not copied beside the editions: (.*)", said
    )
    assert found == [
        ("1", "link.txt", "not a file but a link"),
        ("3", "folder/secret.txt", "it stands behind a link"),
        ("7", "dir.d", "not a file but a folder"),
        ("9", "large.bin", "larger than 1500 bytes"),
        ("11", "gone.png", "no such file"),
        ("13", "../secret.txt", "it stands outside source/"),
        ("15", "con.txt", 'the name cannot be used: Windows keeps the name "con" for a device'),
    ]


def test_an_edition_goes_before_a_file_of_its_name(project: Path) -> None:
    (project / "source/letter.html").write_text("mine", encoding="utf-8")
    (project / "source/letter.pdf").write_text("mine", encoding="utf-8")
    (project / "source/letter.md").write_text("[a](letter.html) [b](letter.pdf)\n")
    assert run(["run"]) == 0
    assert (project / "output/id/letter.html").read_bytes() != b"mine"
    assert copies(project) == [".attachments", "en/letter.pdf", "id/letter.pdf", "th/letter.pdf"]


def test_a_page_that_a_document_names_is_left_over_once_no_document_does(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "source/form.html").write_text("mine", encoding="utf-8")
    (project / "source/letter.md").write_text("[a](form.html)\n", encoding="utf-8")
    assert run(["run"]) == 0
    capsys.readouterr()
    assert run(["build", "--prune", "--check"]) == 0
    assert "left over" not in capsys.readouterr().err
    (project / "source/form.html").unlink()
    assert run(["build", "--prune"]) == 0
    assert (project / "output/id/form.html").exists()
    (project / "source/letter.md").write_text("a\n", encoding="utf-8")
    assert run(["build"]) == 0
    assert "left over output/en/form.html and 2 more" in capsys.readouterr().err
    assert run(["build", "--prune"]) == 0
    assert not [*(project / "output").rglob("form.html")]
    (project / "source/letter.md").write_text("[a](old.html)\n", encoding="utf-8")
    (project / "output/id/old.html").write_text("an edition", encoding="utf-8")
    assert run(["build", "--prune"]) == 0
    assert not (project / "output/id/old.html").exists()


def test_files_that_would_stand_in_each_others_place_stop_no_build(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = project / "source"
    (source / "Map.txt").write_text("one", encoding="utf-8")
    (source / "map.txt").write_text("two", encoding="utf-8")
    (source / "letter.html").mkdir()
    (source / "letter.html/b.txt").write_text("three", encoding="utf-8")
    text = "[a](map.txt)\n\n[a](Map.txt)\n\n[a](letter.html/b.txt) [c](MAP.txt)\n"
    (source / "letter.md").write_text(text, encoding="utf-8")
    assert run(["run"]) == 0
    assert copies(project) == [".attachments", "en/Map.txt", "id/Map.txt", "th/Map.txt"]
    capsys.readouterr()
    assert run(["check", "--select", "S014", "--output-format", "concise"]) == 0
    said = re.findall(r"S014: (\S+) is .*: (.*)", capsys.readouterr().out)
    assert said == [
        ("map.txt", "some systems take its name for Map.txt"),
        ("MAP.txt", "no such file"),
        ("letter.html/b.txt", "an edition has the name of its folder, letter.html"),
    ]


def test_a_translation_brings_no_file(project: Path) -> None:
    assert run(["update"]) == 0
    source = "![A map](img/map.png) and [the form](a%20form.txt#x)."
    translate(project, [(source, "![Peta](unnamed.txt) dan [x](unnamed.txt).")])
    assert run(["build"]) == 0
    assert not [name for name in copies(project) if "unnamed" in name]
    assert "unnamed" not in (project / "output/id/letter.md").read_text(encoding="utf-8")


@pytest.mark.skipif(not shutil.which("chromium"), reason="Chromium is not installed")
def test_a_pdf_has_its_images_and_no_path_of_this_machine(project: Path) -> None:
    assert run(["-q", "update"]) == 0
    assert run(["build", "-l", "id", "--format", "pdf"]) == 0
    first = (project / "output/id/letter.pdf").read_bytes()
    assert b"/Subtype /Image" in first
    assert b"file:" not in first
    assert run(["build", "-l", "id", "--format", "pdf", "--check"]) == 0
    with (project / "transpipe.toml").open("a") as config:
        config.write('page.base_url = "https://example.org/site"\n')
    assert run(["build", "-l", "id", "--format", "pdf"]) == 0
    printed = (project / "output/id/letter.pdf").read_bytes()
    assert b"/URI (https://example.org/site/id/a%20form.txt#x)" in printed
    assert copies(project) == ["en/letter.pdf", "id/letter.pdf"]


def test_the_preview_has_them(served: Served) -> None:
    (served.root / "source/map.svg").write_text("<svg/>", encoding="utf-8")
    (served.root / "source/page.html").write_text("<script>1</script>", encoding="utf-8")
    text = "# Open letter\n\n![m](map.svg) [p](page.html) [d](data)\n"
    (served.root / "source/data").write_bytes(b"d")
    (served.root / "source/letter.md").write_text(text, encoding="utf-8")
    served.until(lambda: served.get("/id/map.svg")[0] == 200)
    answer, body = served.ask("/id/map.svg")
    assert (answer.headers["Content-Type"], body) == ("image/svg+xml", "<svg/>")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    answer, body = served.ask("/en/page.html")
    assert (answer.headers["Content-Type"], body) == (
        "text/html; charset=utf-8",
        "<script>1</script>",
    )
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert served.ask("/th/data")[0].headers["Content-Type"] == "application/octet-stream"
    for path in ("/map.svg", "/id/../map.svg", "/id/%2e%2e/source/map.svg", "/xx/map.svg"):
        assert served.get(path)[0] == 404
