"""How fast the checks are: on real documents, and on hostile targets of growing size.

Targets are made of the sources: every letter outside links, code and tags is replaced by
another one, so that they say nothing but have their source's markup.

    python benchmarks/checks.py [CORPUS...] [--rounds 5] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.common import DIALECT, corpora, markdown
from transpipe.catalog import Message, State
from transpipe.checks import CheckSettings, check_message
from transpipe.document import Document, Segment, decode
from transpipe.languages import Language, language
from transpipe.markdown import segment
from transpipe.markdown.markup import FILLER, HIDDEN, of_markdown, world

Pair = tuple[Document, Segment, Message]

LATIN = str.maketrans("aeiouAEIOU", "eiouaEIOUA")
THAI = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "กขคงจฉชซญดตถทธนบปผพฟภมยรลวสหอฮาเแโไใะำกขคงจฉชซญดตถทธน"[:52],
)
NO_EXTRA = ("T144", "T145")

HOSTILE: dict[str, Callable[[int], str]] = {
    "plain words": lambda size: "kata biasa " * (size // 11),
    "Thai": lambda size: "ประชาชน" * (size // 21),
    "links": lambda size: "[a](b) " * (size // 7),
    "links with slashes": lambda size: "[a](/b) " * (size // 8),
    "flags": lambda size: "🏴\U000e0067\U000e0062\U000e007f" * (size // 16),
    "addresses": lambda size: "https://a.b/c " * (size // 14),
    "colons": lambda size: ":" * size,
    "brackets": lambda size: "[" * size,
    "closing brackets": lambda size: "[]" * (size // 2),
    "stars": lambda size: "**a " * (size // 4),
    "star pairs": lambda size: "ก**“ข”**ค" * (size // 23),
    "underscores": lambda size: "_a" * (size // 2),
    "backticks": lambda size: "".join("`" * n + " " for n in range(1, int((2 * size) ** 0.5))),
    "angles": lambda size: "<a " * (size // 3),
    "tags": lambda size: "<b>x</b>" * (size // 8),
    "entities": lambda size: "&amp;" * (size // 5),
    "braces": lambda size: "{{" * (size // 2),
    "digits": lambda size: "1 234 567 " * (size // 10),
    "one number": lambda size: "1" * size,
    "percents": lambda size: "%0" * (size // 2),
    "dollars": lambda size: "$A" * (size // 2),
    "hashtags": lambda size: "#a" * (size // 2),
    "spaces": lambda size: "a" + " " * (size - 2) + "b",
    "accents": lambda size: "e" + "\u0301" * (size // 2),
    "mojibake": lambda size: "Ã©" * (size // 4),
    "invisible": lambda size: "a\u200b" * (size // 4),
    "bidi": lambda size: "\u202ea" * (size // 4),
    "lines": lambda size: "a\n" * (size // 2),
    "Cyrillic": lambda size: "aа" * (size // 3),
    "quotation marks": lambda size: "“" * (size // 3),
    "footnotes": lambda size: "[^1]" * (size // 4),
    "capitals": lambda size: "AB-" * (size // 3),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--profile", action="store_true")
    arguments = parser.parse_args()
    documents = list(read(corpora(arguments.corpus)))
    for tag, table in (("id", LATIN), ("th", THAI)):
        pairs = [
            (document, one, Message(one.source, altered(document, one, table), State.TRANSLATED))
            for document in documents
            for one in document.segments
        ]
        if pairs:
            real(tag, pairs, rounds=arguments.rounds, profile=arguments.profile)
    for name, make in HOSTILE.items():
        hostile(name, make)


def read(folders: Sequence[Path]) -> Iterator[Document]:
    for folder in folders:
        for path in markdown([folder]):
            yield segment(path.name, decode(path.read_bytes()), DIALECT)


def altered(document: Document, one: Segment, table: dict[int, int]) -> str:
    prose = of_markdown(one.source, world(document, DIALECT)).prose
    return "".join(
        old if new in (FILLER, HIDDEN) else old.translate(table)
        for old, new in zip(one.source, prose, strict=True)
    )


def real(tag: str, pairs: Sequence[Pair], *, rounds: int, profile: bool) -> None:
    settings = CheckSettings(ignore=NO_EXTRA)
    target, other = language(tag), language("ms" if tag == "id" else "lo")
    changed = [
        (document, one, Message(one.source, f"{message.target}a", State.TRANSLATED))
        for document, one, message in pairs
    ]
    size = sum(len(message.target.encode()) for _, _, message in pairs)
    first, further, found = [], [], 0
    with cProfile.Profile() if profile else nullcontext() as profiler:
        for _ in range(rounds):
            forget()
            first.append(timed(pairs, target, settings))
            further.append(timed(changed, other, settings))
    if profiler:
        profiler.print_stats("tottime")
    found = sum(len(list(check_message(*pair, target, settings))) for pair in pairs)
    print(
        f"{tag}: {len(pairs):,} segments, {size / 1e6:.1f} MB: "
        f"{len(pairs) / min(first):,.0f} a second, sources parsed too; "
        f"{len(pairs) / min(further):,.0f} a second in each further language; "
        f"{found:,} findings"
    )


def timed(pairs: Sequence[Pair], target: Language, settings: CheckSettings) -> float:
    gc.collect()
    start = time.process_time()
    for document, one, message in pairs:
        list(check_message(document, one, message, target, settings))
    return time.process_time() - start


def forget() -> None:
    for thing in gc.get_objects():
        if hasattr(thing, "cache_clear") and "transpipe" in getattr(thing, "__module__", ""):
            thing.cache_clear()


def hostile(name: str, make: Callable[[int], str]) -> None:
    settings = CheckSettings(ignore=NO_EXTRA)
    document = segment("x.md", "We demand justice for all people.\n", DIALECT)
    one = document.segments[0]
    times = []
    for size in (8, 16, 32, 64):
        message = Message(one.source, make(size * 1024 - 64), State.TRANSLATED)
        forget()
        start = time.process_time()
        for tag in ("id", "my"):
            list(check_message(document, one, message, language(tag), settings))
        times.append((time.process_time() - start) / 2)
    growth = max((later / earlier for earlier, later in pairwise(times[1:])), default=0)
    print(f"{name:>18}: {times[-1] * 1e3:8.1f} ms for 64 KiB, growth {growth:.2f} for double")


if __name__ == "__main__":
    main()
