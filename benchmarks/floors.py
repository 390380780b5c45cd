"""What can't be saved, as processes of their own: parses of documents, reading of catalogues.

python -m benchmarks.floors parse FOLDER
python -m benchmarks.floors read FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path


def parse(folder: Path) -> None:
    """Parse each document under a folder with markdown-it-py, in full, and drop what comes."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    parser = MarkdownIt("gfm-like2")
    for path in sorted(folder.rglob("*.md")):
        parser.parse(path.read_bytes().decode("utf-8-sig"))


def read(folder: Path) -> None:
    """Read each catalogue under a folder, and drop it."""
    from transpipe.catalog import Catalog  # noqa: PLC0415

    for path in sorted(folder.rglob("*.po")):
        Catalog.parse(path.read_bytes(), path.name)


if __name__ == "__main__":
    {"parse": parse, "read": read}[sys.argv[1]](Path(sys.argv[2]))
