"""PDF editions: pages printed by a Chromium that is installed; the only door to it.

Of what was tried it alone keeps Khmer text searchable.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from html import escape, unescape
from pathlib import Path
from urllib.parse import urljoin

from transpipe.errors import TranspipeError

__all__ = ["Press"]

_NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
_FLAGS = (
    "--headless --disable-gpu --disable-quic --disable-extensions --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update --no-pdf-header-footer"
).split()
_RELATIVE = re.compile(
    r"""(<a\b[^<>]*?)\shref=(?P<quote>["'])(?!\#|[a-z][a-z0-9+.-]*:)(?P<href>.*?)(?P=quote)""",
    re.IGNORECASE | re.DOTALL,
)
_PATIENCE = 120
"""Seconds that a page may take."""
# When it was printed says nothing of the text, and would make each print another file.
_DATES = re.compile(rb"/(?:CreationDate|ModDate) \(D:[^)]*\)")


class Press:
    """A Chromium that prints pages."""

    def __init__(self) -> None:
        found = next(filter(None, map(shutil.which, _NAMES)), None)
        if found is None:
            raise TranspipeError(
                "PDF needs Chromium, and none is installed",
                hint=f"Install it; these names are looked for: {', '.join(_NAMES)}.",
            )
        self._program = found

    def pdf(
        self, html: str, name: str, *, place: str, beside: Mapping[str, bytes], address: str = ""
    ) -> bytes:
        """Return a page as PDF.

        Args:
            html: the page.
            name: the file as people see it.
            place: where the page stands among the files that it shows.
            beside: those files, by their paths.
            address: where the page will be published; without it, what leads to other files of
                the site is no link in the PDF.

        Raises:
            TranspipeError: it could not be printed.

        """
        with tempfile.TemporaryDirectory(prefix="transpipe-") as folder:
            page, printed = Path(folder, "pages", place), Path(folder, "page.pdf")
            for path, data in {**beside, place: _alone(html, address).encode()}.items():
                file = Path(folder, "pages", path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
            self._run(page, printed, Path(folder, "profile"), name)
            data = printed.read_bytes() if printed.is_file() else b""
        if not data.startswith(b"%PDF-"):
            raise TranspipeError("Chromium printed nothing", path=name)
        return _DATES.sub(lambda found: b" " * len(found[0]), data)

    def _run(self, page: Path, printed: Path, profile: Path, name: str) -> None:
        root = ["--no-sandbox"] if getattr(os, "geteuid", int)() == 0 and os.name == "posix" else []
        arguments = [
            self._program,
            *_FLAGS,
            *root,
            f"--user-data-dir={profile}",
            f"--print-to-pdf={printed}",
            page.as_uri(),
        ]
        try:
            done = subprocess.run(  # noqa: S603 - a list of arguments, never a shell
                arguments, capture_output=True, check=False, timeout=_PATIENCE
            )
        except subprocess.TimeoutExpired:
            raise TranspipeError(
                f"Chromium did not print it within {_PATIENCE} seconds", path=name
            ) from None
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()
            raise TranspipeError(
                f"Chromium failed: {said[-1] if said else done.returncode}", path=name
            )


def _alone(html: str, address: str) -> str:
    """Return a page that can leave its folder: its relative links lead to the site, or nowhere."""

    def led(found: re.Match[str]) -> str:
        if not address:
            return found[1]
        return f'{found[1]} href="{escape(urljoin(address, unescape(found["href"])))}"'

    return _RELATIVE.sub(led, html)
