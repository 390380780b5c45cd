"""PDF editions: pages printed by a Chromium that is installed; the only door to it.

Of what was tried it alone keeps Khmer text searchable.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

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

    def pdf(self, html: bytes, name: str) -> bytes:
        """Return a page as PDF.

        Args:
            html: the page.
            name: the file as people see it.

        Raises:
            TranspipeError: it could not be printed.

        """
        with tempfile.TemporaryDirectory(prefix="transpipe-") as folder:
            page, printed = Path(folder, "page.html"), Path(folder, "page.pdf")
            page.write_bytes(html)
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
