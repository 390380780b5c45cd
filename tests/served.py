"""A preview that runs, for tests; a pytest plugin."""

from __future__ import annotations

import http.client
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from projects import CONFIG, command, environment, make
from transpipe.project.config import load
from transpipe.project.layout import Project
from transpipe.project.preview import Preview
from transpipe.serve import listen, server

SOURCE = "# Open letter\n\nWe ask for **clean water**.\n"
WATER = "We ask for **clean water**."


class Served:
    """A running preview.

    Attributes:
        root: the project.
        port: where it listens.
        said: what it told.

    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.said: list[str] = []
        listening = listen(0)
        self.port = listening.getsockname()[1]
        self._server = server(Preview(lambda: Project(load(root))), self.said.append)
        run = self._server.run
        self._thread = threading.Thread(target=run, kwargs={"sockets": [listening]}, daemon=True)
        self._thread.start()
        self.until(lambda: self.get("/index.html")[0] == 200)

    def ask(
        self, path: str, method: str = "GET", host: str = ""
    ) -> tuple[http.client.HTTPResponse, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            headers = {"Host": host or f"127.0.0.1:{self.port}"}
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            return answer, answer.read().decode()
        finally:
            connection.close()

    def get(self, path: str) -> tuple[int, str]:
        try:
            answer, body = self.ask(path)
        except (ConnectionError, TimeoutError):
            return 0, ""
        return answer.status, body

    def until(self, true: Callable[[], bool], seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while not true():
            assert time.monotonic() < end, "nothing happened"
            time.sleep(0.05)

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join(20)
        assert not self._thread.is_alive()


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A preview of a letter in two languages."""
    root = make(tmp_path / "project", {"letter.md": SOURCE}, CONFIG)
    update = command(root, "-q", "update")
    subprocess.run(update, env=environment(), check=True)
    found = Served(root)
    yield found
    found.stop()
