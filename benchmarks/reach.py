"""What a reader of real pages sees that stands in no message.

Run: TRANSPIPE_SHARED=/path/to/shared python benchmarks/reach.py [folder]
Renders each Markdown file, takes the visible text outside code, and lists the words that
no message of its file has. Exits with 1 where their share is 0.1% or more. What is left
is what the renderer itself writes: the numbers of footnotes, the names of alerts.
"""

from __future__ import annotations

import html
import re
import sys
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.common import CORPUS, DIALECT, markdown
from transpipe.document import Document, decode
from transpipe.markdown import segment
from transpipe.markdown.parser import parser
from transpipe.markdown.source import Source
from transpipe.scripts import SPACELESS

LIMIT = 0.001
WORD = re.compile(rf"{SPACELESS.pattern}|[^\W_]+(?:['’][^\W_]+)*")
IDS = re.compile(r"\{#[^{}]*\}")
"""Heading ids, which a page takes out."""
CODE = frozenset({"code", "pre", "script", "style", "textarea", "svg", "math", "template"})


class Reader(HTMLParser):
    """Collects words that a reader sees, and those of ``alt`` and ``title``."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.code = 0
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.code += tag in CODE
        for name, value in attrs:
            if name in ("alt", "title") and not self.code:
                self.words += WORD.findall(value or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in CODE:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.code = max(self.code - (tag in CODE), 0)

    def handle_data(self, data: str) -> None:
        if not self.code:
            self.words += WORD.findall(IDS.sub("", data))


def visible(text: str) -> list[str]:
    reader = Reader()
    reader.feed(parser(DIALECT).render(Source(text, DIALECT).body.replace("\0", "\ufffd")))
    reader.close()
    return reader.words


def known(document: Document) -> Counter[str]:
    """Count the words of all messages, raw and with entities read."""
    words: Counter[str] = Counter()
    for one in document.segments:
        raw = Counter(WORD.findall(one.source))
        rendered = Counter(WORD.findall(html.unescape(one.source)))
        words += raw | rendered | Counter(visible(one.source))
    return words


def unreached(text: str) -> Iterator[str]:
    """Yield the visible words that no message has as often."""
    left = known(segment("", text, DIALECT))
    for word in visible(text):
        if left[word]:
            left[word] -= 1
        else:
            yield word


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    seen = missed = 0
    for path in markdown([folder]):
        text = decode(path.read_bytes())
        words = [*unreached(text)]
        seen += len(visible(text))
        missed += len(words)
        if words:
            print(f"{path.relative_to(folder)}: {' '.join(words)}")
    if not seen:
        print(f"no Markdown in {folder}")
        return 2
    share = missed / seen
    print(f"{missed} of {seen} visible words stand in no message: {share:.4%}")
    return 0 if share < LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
