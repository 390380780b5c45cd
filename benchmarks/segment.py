"""How long segmenting and checking targets takes, next to the parser's own full parse.

Run: TRANSPIPE_SHARED=/path/to/shared python benchmarks/segment.py [rounds]
CPU seconds, the best of some rounds, all in one run; ratios are what to compare.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from markdown_it import MarkdownIt

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.common import CORPUS, DIALECT, best, markdown
from transpipe.document import Document, decode
from transpipe.markdown import segment
from transpipe.markdown.fit import compose, misfits
from transpipe.markdown.parser import parse_blocks, parser
from transpipe.markdown.source import Source


def check_and_compose(documents: list[Document], targets: list[dict[int, str]]) -> None:
    for document, own in zip(documents, targets, strict=True):
        bad = misfits(document, own, own, DIALECT)
        compose(document, {index: text for index, text in own.items() if index not in bad})


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    texts = [decode(path.read_bytes()) for path in markdown([CORPUS])]
    size = sum(len(text.encode()) for text in texts)
    bodies = [Source(text, DIALECT).body for text in texts]
    documents = [segment("", text, DIALECT) for text in texts]
    targets = [
        {index: f"Ü {one.source}" for index, one in enumerate(document.segments)}
        for document in documents
    ]
    plain = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    gfm, own = MarkdownIt("gfm-like2"), parser(DIALECT)
    steps: dict[str, Callable[[], object]] = {
        "segment()": lambda: [segment("", text, DIALECT) for text in texts],
        "  of it, blocks": lambda: [parse_blocks(body, DIALECT) for body in bodies],
        "misfits and compose": lambda: check_and_compose(documents, targets),
        "full parse, commonmark + table + strikethrough": lambda: [*map(plain.parse, texts)],
        "blocks alone, commonmark + table + strikethrough": lambda: [
            plain.block.parse(text, plain, {}, []) for text in texts
        ],
        "full parse, gfm-like2": lambda: [*map(gfm.parse, texts)],
        "full parse, our own dialect": lambda: [*map(own.parse, bodies)],
    }
    found = {name: best(work, rounds) for name, work in steps.items()}
    count = sum(len(document.segments) for document in documents)
    print(f"{len(texts)} files, {size / 1e6:.1f} MB, {count} segments")
    for name, seconds in found.items():
        ratio = found["segment()"] / seconds
        speed = size / seconds / 1e6
        print(f"{seconds:7.3f} s {speed:6.1f} MB/s  segment() is {ratio:5.2f} of  {name}")


if __name__ == "__main__":
    main()
