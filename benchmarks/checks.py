"""How fast the checks are: on real documents in twelve languages, and on hostile targets.

Targets are made of the sources: every letter outside links, code and tags is replaced by one
of the language's script, so that they say nothing but have their source's markup.

    python benchmarks/checks.py [CORPUS...] [--rounds 3] [--profile]
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from itertools import cycle, islice, pairwise
from pathlib import Path
from string import ascii_letters, ascii_lowercase

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.common import DIALECT, corpora, markdown
from transpipe.catalog import Message, State
from transpipe.checks import CheckSettings, check_edition, check_message
from transpipe.document import Document, Segment, decode
from transpipe.edition import Edition
from transpipe.languages import language
from transpipe.markdown import segment
from transpipe.markdown.markup import FILLER, HIDDEN, environment, of_markdown

Table = dict[int, str]

NO_EXTRA = ("T144", "T145")


def letters(text: str) -> Table:
    """Return a table that replaces the letters by those of a text, in order."""
    return {ord(old): new for old, new in zip(ascii_letters, islice(cycle(text), 52), strict=True)}


def turned(by: int) -> Table:
    """Return a table that replaces small letters by others."""
    return letters(ascii_lowercase[by:] + ascii_lowercase[:by])


# With vowels and tone marks, as many as a language has: every fourth to every second character.
TABLES: dict[str, Table] = {
    "id": turned(1),
    "ms": turned(2),
    "fil": turned(3),
    "vi": letters("aăâbcdđeêghiklmnoôơpqrstuưvxyạếịọụ"),
    "th": letters("กขคังจฉิชซ่ญดตืถทธน้บปผพฟภมยรลวสหอ"),
    "lo": letters("ກຂັຄງຈິຊ່ຍດຕືຖທນ້ບປຜຝພຟມຢຣລວຫອຮ"),
    "km": letters("កខាគឃិងចុឆជ្ញដឋេឌណតថទធំនបផព"),
    "my": letters("ကခာဂငိစဆုဇညေတထဒဓ်နပဖဗံမယရ"),
    "ta": letters("கஙாசஞிடணுதநெபமையரலவ்ழளறன"),
    "zh-Hans": letters("的一是了我不人在他有这个上们来到时大地为子中你说生"),
    "pt": letters("aábcdeéfghiíjlmnoópqrstuúvxzãçõ"),
    "tet": turned(4),
}
"""By language, what its targets are made of."""

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
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--profile", action="store_true")
    parser.add_argument("--hostile", action=argparse.BooleanOptionalAction, default=True)
    arguments = parser.parse_args()
    documents = list(read(corpora(arguments.corpus)))
    if documents:
        with cProfile.Profile() if arguments.profile else nullcontext() as profiler:
            marked = real("with markup", documents, has_markup, arguments.rounds)
            bare = real("without", documents, lambda *one: not has_markup(*one), arguments.rounds)
        print(f"\n{(marked[0] + bare[0]) / (marked[1] + bare[1]):,.0f} a second of all of them")
        if profiler:
            profiler.print_stats("tottime")
    for name, make in HOSTILE.items() if arguments.hostile else ():
        hostile(name, make)


def read(folders: Sequence[Path]) -> Iterator[Document]:
    for folder in folders:
        for path in markdown([folder]):
            yield segment(path.name, decode(path.read_bytes()), DIALECT)


def has_markup(document: Document, one: Segment) -> bool:
    return any(of_markdown(one.source, environment(document, DIALECT))._replace(prose=""))


def altered(document: Document, one: Segment, table: Table) -> str:
    prose = of_markdown(one.source, environment(document, DIALECT)).prose
    return "".join(
        old if new in (FILLER, HIDDEN) else table.get(ord(old), old)
        for old, new in zip(one.source, prose, strict=True)
    )


def edition(document: Document, tag: str, wanted: Callable[[Document, Segment], bool]) -> Edition:
    """Return what :func:`check_edition` looks at of an edition of the wanted segments."""
    messages = [
        Message(one.source, altered(document, one, TABLES[tag]), State.TRANSLATED)
        if wanted(document, one)
        else Message(one.source, "", State.UNTRANSLATED)
        for one in document.segments
    ]
    return Edition(document, tag, tuple(messages))


def real(
    name: str,
    documents: Sequence[Document],
    wanted: Callable[[Document, Segment], bool],
    rounds: int,
) -> tuple[int, float]:
    """Check the editions of all languages; return how many targets took how many seconds.

    The first language is charged with reading the sources.
    """
    settings = CheckSettings(ignore=NO_EXTRA)
    editions = {tag: [edition(one, tag, wanted) for one in documents] for tag in TABLES}
    count = sum(len({one.source for one in each.messages if one.target}) for each in editions["id"])
    best: dict[str, float] = {}
    found = 0
    for _ in range(rounds):
        forget()
        found = 0
        for tag, those in editions.items():
            spoken = language(tag)
            gc.collect()
            start = time.process_time()
            found += sum(1 for one in those for _ in check_edition(one, spoken, settings))
            best[tag] = min(time.process_time() - start, best.get(tag, 1e9))
    print(
        f"\n{count:,} segments {name}, all checks but {' and '.join(NO_EXTRA)}, a second and core"
    )
    print(f"  {len(TABLES) * count / sum(best.values()):,.0f} in twelve languages")
    print("  " + ", ".join(f"{tag} {count / seconds:,.0f}" for tag, seconds in best.items()))
    print(f"  {found:,} findings")
    return len(TABLES) * count, sum(best.values())


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
