"""A preview that runs, for tests; a pytest plugin."""

from __future__ import annotations

import http.client
import re
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from projects import CONFIG, command, environment, make

SOURCE = "# Open letter\n\nWe ask for **clean water**.\n"
WATER = "We ask for **clean water**."


class Served:
    """A running preview.

    Attributes:
        root: the project.
        process: the command.
        port: where it listens.

    """

    def __init__(self, root: Path, *arguments: str) -> None:
        self.root = root
        self.process = subprocess.Popen(
            command(root, "serve", "--port", "0", *arguments),
            env=environment(PYTHONUNBUFFERED="1"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout
        self.said = self.process.stdout.readline()
        found = re.match(r"http://127\.0\.0\.1:(\d+)/ ", self.said)
        assert found, self.said + self.process.stdout.read()
        self.port = int(found[1])
        self.until(lambda: self.get("/index.html")[0] in {200, 500})

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

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        try:
            self.process.communicate(timeout=20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.communicate()
        return self.process.returncode


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A preview of a letter in two languages."""
    root = make(tmp_path / "project", {"letter.md": SOURCE}, CONFIG)
    update = command(root, "-q", "update")
    subprocess.run(update, env=environment(), check=True)
    found = Served(root)
    yield found
    found.stop()
