"""The preview: what it answers, to whom, and that it lives through everybody's mistakes."""

from __future__ import annotations

import hashlib
import http.client
import signal
import subprocess
import sys
from base64 import b64encode
from html import unescape
from pathlib import Path

import pytest

from pagetree import tree
from projects import CONFIG, command, environment, make, snapshot, translate
from served import SOURCE, WATER, Served
from transpipe.cli.main import run
from transpipe.project.config import load
from transpipe.project.layout import Project
from transpipe.project.preview import Preview
from transpipe.serve import with_reload


def test_it_serves_the_pages_and_writes_nothing(served: Served) -> None:
    before = snapshot(served.root)
    assert served.get("/")[1] == served.get("/index.html")[1]
    for name in ("index.html", "coverage.html", "en/letter.html", "id/letter.html"):
        status, body = served.get(f"/{name}")
        assert status == 200
        page = tree(body)
        policy = page.one("meta", http_equiv="Content-Security-Policy").attributes["content"]
        script = page.one("script").text
        digest = b64encode(hashlib.sha256(script.encode()).digest()).decode()
        assert f"script-src 'sha256-{digest}'; connect-src 'self'" in policy
        assert policy.startswith("default-src 'none'; ")
    answer, body = served.ask("/id/letter.md")
    assert (answer.status, body) == (200, SOURCE)
    assert (answer.getheader("content-type") or "").startswith("text/markdown")
    assert answer.getheader("cache-control") == "no-store"
    assert answer.getheader("server") is None
    assert snapshot(served.root) == before
    assert not (served.root / "output").exists()


def test_strangers_are_turned_away(served: Served) -> None:
    for host in ("example.org", f"example.org:{served.port}", "127.0.0.1.example.org", "[::1]", ""):
        status = served.ask("/", host=host)[0].status
        assert status == (200 if not host else 400), host
    assert served.ask("/", host=f"localhost:{served.port}")[0].status == 200
    for method in ("POST", "PUT", "DELETE", "OPTIONS"):
        assert served.ask("/", method)[0].status == 405, method
    for path in (
        "/../transpipe.toml",
        "/%2e%2e/transpipe.toml",
        "/transpipe.toml",
        "/id",
        "/x.html",
    ):
        status, body = served.get(path)
        assert (status, "languages" in body) == (404, False), path


def test_changes_show(served: Served) -> None:
    page = "/id/letter.html"
    assert "Kami" not in served.get(page)[1]
    translate(served.root, [(WATER, "Kami meminta **air bersih**.")])
    served.until(lambda: "Kami meminta" in served.get(page)[1])
    source = served.root / "source" / "letter.md"
    source.write_text(SOURCE + "\nAnd soon.\n", encoding="utf-8")
    served.until(lambda: "And soon." in served.get(page)[1])
    (served.root / "source" / "other.md").write_text("# Other\n", encoding="utf-8")
    served.until(lambda: served.get("/th/other.html")[0] == 200)
    theme = served.root / "theme"
    theme.mkdir()
    own = theme / "edition.html"
    own.write_text('{% extends "transpipe/edition.html" %}{% block foot %}1{% endblock %}')
    (served.root / "transpipe.toml").write_text(CONFIG + '[page]\ntemplates = "theme"\n')
    served.until(lambda: tree(served.get(page)[1]).one("footer").text == "1")
    own.write_text('{% extends "transpipe/edition.html" %}{% block foot %}22{% endblock %}')
    served.until(lambda: tree(served.get(page)[1]).one("footer").text == "22")


def test_it_lives_through_mistakes(served: Served) -> None:
    page = "/id/letter.html"
    catalog = served.root / "locale/id/LC_MESSAGES/letter.po"
    good = catalog.read_bytes()
    catalog.write_bytes(good + b'\nmsgid "<b>\n')
    served.until(lambda: served.get(page)[0] == 500)
    served.until(lambda: any("letter.po" in one for one in served.said))
    body = served.get(page)[1]
    assert "letter.po" in tree(body).one("pre").text
    assert tree(body).one("script")
    catalog.write_bytes(good)
    served.until(lambda: served.get(page)[0] == 200)
    config = served.root / "transpipe.toml"
    for wrong in ("langages = []\n", "languages = [\n"):
        config.write_text(wrong, encoding="utf-8")
        served.until(lambda: served.get(page)[0] == 500)
        config.write_text(CONFIG, encoding="utf-8")
        served.until(lambda: served.get(page)[0] == 200)
    (served.root / "source").rename(served.root / "elsewhere")
    served.until(lambda: served.get(page)[0] == 500)
    (served.root / "elsewhere").rename(served.root / "source")
    served.until(lambda: served.get(page)[0] == 200)


def test_pages_are_told_of_new_versions(served: Served) -> None:
    version = tree(served.get("/")[1]).one("meta", name="transpipe").attributes["content"]
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=30)
    connection.request("GET", "/_transpipe/events")
    events = connection.getresponse()
    assert events.getheader("content-type") == "text/event-stream; charset=utf-8"
    assert events.readline().decode() == f"data: {version}\n"
    translate(served.root, [(WATER, "Kami meminta **air bersih**.")])
    assert events.readline() == b"\n"
    found = events.readline().decode()
    while found.strip() in {"", f"data: {version}"}:
        found = events.readline().decode()
    assert found.startswith("data: ")
    served.stop()  # though a page still listens
    connection.close()


def test_the_command_tells_its_address_and_ends_with_ctrl_c(tmp_path: Path) -> None:
    root = make(tmp_path / "project", {"letter.md": SOURCE})
    serving = subprocess.Popen(
        command(root, "serve", "--port", "0"),
        env=environment(PYTHONUNBUFFERED="1"),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert serving.stdout
    address = serving.stdout.readline().split()[0]
    connection = http.client.HTTPConnection(address.removeprefix("http://").rstrip("/"), timeout=60)
    connection.request("GET", "/en/letter.html")
    assert connection.getresponse().status == 200
    connection.close()
    serving.send_signal(signal.SIGINT)
    serving.communicate(timeout=60)
    assert serving.returncode == 0


def test_a_preview_keeps_what_did_not_change(tmp_path: Path) -> None:
    root = make(tmp_path / "project", {"a.md": "# A\n", "b.md": "# B\n"})
    preview = Preview(lambda: Project(load(root)))
    preview.build()
    version, files = preview.version, preview.files
    assert set(files) >= {"index.html", "coverage.html", "id/a.html", "id/a.md", "en/b.html"}
    preview.build()
    assert (preview.version, preview.files) == (version, files)
    (root / "source" / "a.md").write_text("# Another\n", encoding="utf-8")
    preview.build()
    assert preview.version != version
    assert preview.files["id/b.html"] is files["id/b.html"]
    assert b"Another" in preview.files["id/a.html"]
    (root / "source" / "a.md").write_bytes(b"\xff")
    preview.build()
    assert preview.error
    assert "not UTF-8" in str(preview.error)
    assert b"Another" in preview.files["id/a.html"]


def test_the_reload_is_put_into_any_page() -> None:
    assert with_reload("<p>x", "v").startswith("<p>x<script>")


def test_a_taken_port(served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(served.root), "serve", "--port", str(served.port)]) == 3
    said = unescape(capsys.readouterr().err)
    assert f"port {served.port} cannot be had" in said
    assert "--port" in said


def test_without_the_extra(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    make(tmp_path / "project", {"letter.md": SOURCE})
    monkeypatch.setitem(sys.modules, "starlette.applications", None)
    monkeypatch.delitem(sys.modules, "transpipe.serve", raising=False)
    assert run(["-C", str(tmp_path / "project"), "serve"]) == 2
    assert "transpipe[serve]" in capsys.readouterr().err


def test_no_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["-C", str(tmp_path), "serve", "--port", "0"]) == 2
    assert "no configuration" in capsys.readouterr().err
