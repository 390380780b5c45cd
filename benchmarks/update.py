"""What survives when a source is edited: ours beside msgmerge and pot2po, on real documents.

Seeded edits of every kind are made to the documents of the corpora; each tool gets the old
catalogue and the new template and what it carries over is compared with what was done.

    python benchmarks/update.py [CORPUS...] [--seed 1] [--cache DIR]
    python benchmarks/update.py [CORPUS...] --speed 20000

Corpora are folders of Markdown, by default those under TRANSPIPE_SHARED. What is written new
in one is taken from the others; from a tenth of its own that is kept apart, if it is alone.
pot2po comes from benchmarks/requirements.txt, installed into --cache; msgmerge is gettext's.
"""

from __future__ import annotations

import argparse
import codecs
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import polib

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import peers
from benchmarks.common import corpora, markdown

KINDS = (
    "typo",
    "word changed",
    "sentence added",
    "sentence removed",
    "split: first half",
    "split: second half",
    "merged",
    "moved",
    "moved and edited",
    "markup changed",
)
NOTHING = ("deleted", "new", "replaced")  # what must attract no match


# --- the documents ---------------------------------------------------------------------


def messages(corpus: Path) -> list[str]:
    """Return the different inline runs of all documents of a corpus, in order."""
    from markdown_it import MarkdownIt  # noqa: PLC0415

    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table")
    found: dict[str, None] = {}
    for path in markdown([corpus]):
        text = path.read_text("utf-8", errors="replace")
        text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
        for token in parser.parse(text):
            if token.type == "inline" and (source := " ".join(token.content.split())):
                found[source] = None
    return list(found)


def target(source: str) -> str:
    """Return a pseudo-translation that tells where it comes from, part by part."""
    return codecs.encode(source, "rot13")


# --- the edits -------------------------------------------------------------------------


@dataclass
class Case:
    """An edited catalogue: the old sources, the new ones, and what each new one was."""

    old: list[str]
    new: list[str]
    truth: dict[str, tuple[str, tuple[str, ...]]]  # new source: kind and the old ones


_SENTENCE = re.compile(r"(?<=[a-z)`\"][.!?]) (?=[A-Z`\"*\[])")


def sentences(source: str) -> list[str]:
    return _SENTENCE.split(source)


def long_words(source: str) -> list[re.Match[str]]:
    return list(re.finditer(r"(?<![\w/.:#(`-])[A-Za-z]{4,}(?![\w/:(`-])", source))


def typo(source: str, rng: random.Random, _: Sequence[str]) -> str | None:
    if not (found := long_words(source)):
        return None
    place = rng.choice(found)
    k = rng.randrange(place.start() + 1, place.end() - 1)
    return rng.choice(
        (
            source[:k] + source[k + 1 :],
            source[:k] + source[k] + source[k:],
            source[:k] + source[k + 1] + source[k] + source[k + 2 :],
        )
    )


def word(source: str, rng: random.Random, pool: Sequence[str]) -> str | None:
    if len(source.split()) < 3 or not (found := long_words(source)):
        return None
    others = long_words(rng.choice(pool)) or long_words("another")
    place, other = rng.choice(found), rng.choice(others)[0]
    return source[: place.start()] + other + source[place.end() :]


def added(source: str, rng: random.Random, pool: Sequence[str]) -> str | None:
    if source[-1] not in ".!?":
        return None
    some = rng.sample(pool, min(50, len(pool)))
    new = next((text for text in some if re.fullmatch(r"[A-Z].{20,}\.", text)), "")
    here = sentences(source)
    here.insert(rng.randrange(len(here) + 1), sentences(new)[0])
    return " ".join(here) if new else None


def removed(source: str, rng: random.Random, _: Sequence[str]) -> str | None:
    here = sentences(source)
    if len(here) < 2:
        return None
    del here[rng.randrange(len(here))]
    return " ".join(here)


def markup(source: str, rng: random.Random, _: Sequence[str]) -> str | None:
    if link := re.search(r"\]\([^()\s]+\)", source):
        return source[: link.start()] + "](changed/address.md)" + source[link.end() :]
    if not (found := long_words(source)) or re.search(r"[*_<>\[]", source):
        return None
    place = rng.choice(found)
    around = rng.choice(("**{}**", "*{}*", "`{}`", "[{}](some/page.md)", "[{}][ref]"))
    return source[: place.start()] + around.format(place[0]) + source[place.end() :]


EDITS: dict[str, Callable[[str, random.Random, Sequence[str]], str | None]] = {
    "typo": typo,
    "word changed": word,
    "sentence added": added,
    "sentence removed": removed,
    "markup changed": markup,
    "moved and edited": word,
}


class Editor:
    """Edits a catalogue in random places, each message once, and notes what was what."""

    def __init__(self, old: list[str], pool: list[str], rng: random.Random) -> None:
        self.old, self.pool, self.rng = old, pool, rng
        self.taken = set(old)
        self.unused = [text for text in dict.fromkeys(pool) if text not in self.taken]
        rng.shuffle(self.unused)
        self.rows = [[source] for source in old]
        self.moved: list[str] = []
        self.truth: dict[str, tuple[str, tuple[str, ...]]] = {}
        self.done: set[int] = set()

    def enter(self, at: int, kind: str, new: Sequence[str], was: tuple[str, ...]) -> bool:
        """Put new sources in the place of an old one; not if there is such a one already."""
        if not all(new) or self.taken & set(new) or len(set(new)) < len(new):
            return False
        kinds = KINDS[4:6] if kind == "split" else [kind]
        self.taken.update(new)
        self.truth.update((text, (name, was)) for text, name in zip(new, kinds, strict=True))
        self.rows[at] = list(new)
        self.done.add(at)
        return True

    def split(self, at: int, kind: str) -> bool:
        here = sentences(self.old[at])
        if len(here) < 2:
            return False
        k = self.rng.randrange(1, len(here))
        halves = " ".join(here[:k]), " ".join(here[k:])
        return self.enter(at, kind, halves, (self.old[at],))

    def merged(self, at: int, kind: str) -> bool:
        both = tuple(self.old[at : at + 2])
        if len(both) < 2 or at + 1 in self.done or min(map(len, both)) < 12:
            return False
        if self.enter(at, kind, [" ".join(both)], both):
            self.rows[at + 1] = []
            self.done.add(at + 1)
            return True
        return False

    def away(self, at: int, kind: str) -> bool:
        self.rows[at] = []
        self.done.add(at)
        if kind == "moved":
            self.moved.append(self.old[at])
            self.truth[self.old[at]] = kind, (self.old[at],)
        return True

    def moved_and_edited(self, at: int, kind: str) -> bool:
        if not self.reworded(at, kind):
            return False
        self.moved += self.rows[at]
        self.rows[at] = []
        return True

    def new(self, at: int, kind: str) -> bool:
        if not self.unused or not self.enter(at, kind, [self.unused.pop()], ()):
            return False
        if kind == "new":
            self.rows[at].insert(0, self.old[at])
        return True

    def reworded(self, at: int, kind: str) -> bool:
        text = EDITS[kind](self.old[at], self.rng, self.pool)
        return text is not None and self.enter(at, kind, [text], (self.old[at],))

    def case(self, share: float) -> Case:
        """Return the catalogue with about this share of its messages edited."""
        methods: dict[str, Callable[[int, str], bool]] = dict.fromkeys(EDITS, self.reworded)
        methods |= {"moved and edited": self.moved_and_edited, "new": self.new}
        methods |= {"replaced": self.new, "moved": self.away, "deleted": self.away}
        methods |= {"split": self.split, "merged": self.merged}
        places = list(range(len(self.old)))
        self.rng.shuffle(places)
        times = round(len(self.old) * share / len(methods))
        todo = [kind for kind in sorted(methods) for _ in range(times)]
        self.rng.shuffle(todo)
        for kind in todo:
            next((at for at in places if at not in self.done and methods[kind](at, kind)), None)
            places = [at for at in places if at not in self.done]
        for text in self.moved:
            self.rows[self.rng.randrange(len(self.rows))].append(text)
        return Case(self.old, [text for row in self.rows for text in row], self.truth)


def edited(old: list[str], pool: list[str], share: float, rng: random.Random) -> Case:
    """Return a catalogue after edits to a share of its messages; new text is from ``pool``."""
    return Editor(old, pool, rng).case(share)


# --- the tools -------------------------------------------------------------------------

HEADER = {"Content-Type": "text/plain; charset=UTF-8", "Language": "de", "MIME-Version": "1.0"}


def write(path: Path, pairs: Sequence[tuple[str, str]]) -> None:
    file = polib.POFile(wrapwidth=0)
    file.metadata = {"Project-Id-Version": "x", **HEADER, "Content-Transfer-Encoding": "8bit"}
    file.extend(polib.POEntry(msgid=source, msgstr=text) for source, text in pairs)
    file.save(str(path))


def ours(folder: Path) -> list[str]:
    return [sys.executable, __file__, "--worker", str(folder)]


def worker(folder: Path) -> None:
    """Do what an update does, as a process of its own: read, match, write."""
    from transpipe.memory import Known, matches  # noqa: PLC0415

    old = polib.pofile(str(folder / "old.po"), wrapwidth=0)
    new = polib.pofile(str(folder / "new.pot"), wrapwidth=0)
    active = [Known(entry.msgid, entry.msgstr, entry.msgctxt) for entry in old]
    targets = {(known.context, known.source): known.target for known in active}
    found = matches([(entry.msgctxt, entry.msgid) for entry in new], active)
    for entry in new:
        key = entry.msgctxt, entry.msgid
        entry.msgstr = targets.get(key, "")
        if match := found.get(key):
            entry.msgstr, entry.previous_msgid = match.target, match.previous
            entry.flags.append("fuzzy")
    new.save(str(folder / "transpipe.po"))


def tools(pot2po: Sequence[str]) -> dict[str, Callable[[Path], list[str]]]:
    found: dict[str, Callable[[Path], list[str]]] = {"transpipe": ours}
    if name := shutil.which("msgmerge"):
        found["msgmerge"] = lambda at: [
            *(name, "-q", "--previous", "--no-wrap", str(at / "old.po"), str(at / "new.pot")),
            *("-o", str(at / "msgmerge.po")),
        ]
    if pot2po:
        found["pot2po"] = lambda at: [
            *(*pot2po, "--progress=none", "-t", str(at / "old.po"), str(at / "new.pot")),
            str(at / "pot2po.po"),
        ]
    return found


def run(
    case: Case, names: Sequence[str], pot2po: Sequence[str]
) -> Iterator[tuple[str, float, dict[str, str]]]:
    """Yield each tool, the CPU seconds of its process, and the targets it carried over."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "old.po", [(source, target(source)) for source in case.old])
        write(folder / "new.pot", [(source, "") for source in case.new])
        for tool, command in tools(pot2po).items():
            if names and tool not in names:
                continue
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            subprocess.run(
                command(folder), check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
            done = polib.pofile(str(folder / f"{tool}.po"))
            yield tool, seconds, {e.msgid: e.msgstr for e in done if e.msgstr and not e.obsolete}


# --- the score -------------------------------------------------------------------------


def is_right(text: str, was: Sequence[str]) -> bool:
    """Tell whether a target comes from the right old messages, whole or in part."""
    source = target(text)
    return source == " ".join(was) or any(source in old for old in was)


def score(case: Case, carried: dict[str, str], verbose: str = "") -> Counter[tuple[str, str]]:
    """Count what was right, wrong and whole by kind of edit."""
    counts: Counter[tuple[str, str]] = Counter()
    for source, (kind, was) in case.truth.items():
        counts[kind, "all"] += 1
        text = carried.get(source)
        if text is not None:
            right = is_right(text, was)
            counts[kind, "right" if right else "wrong"] += 1
            counts[kind, "exact"] += right and target(text) in (source, " ".join(was))
            if verbose in (kind, "all") and not right:
                print(f"WRONG {kind}\n   new {source}\n   was {was}\n   got {target(text)}")
        elif verbose in (kind, "all") and was:
            print(f"MISSED {kind}\n   new {source}\n   was {was}")
    return counts


def table(counts: dict[str, Counter[tuple[str, str]]], seconds: dict[str, float]) -> None:
    names = list(counts)
    print(f"{'':20}{'edits':>7}" + "".join(f"{name:>24}" for name in names))
    print(f"{'':27}" + "".join(f"{'recovered   wrong':>24}" for _ in names))
    for kind in (*KINDS, *NOTHING[1:]):
        cells = ""
        for name in names:
            got = counts[name]
            total = got[kind, "all"]
            share = f"{got[kind, 'right'] / total:.3f}" if kind in KINDS and total else "-"
            cells += f"{share:>16}{got[kind, 'wrong']:>8}"
        print(f"{kind:20}{counts[names[0]][kind, 'all']:>7}{cells}")
    for title, figure in (("all: recall", recall), ("all: precision", precision)):
        print(f"{title:27}" + "".join(f"{figure(counts[name]):>16.3f}{'':8}" for name in names))
    cuts = [share_of(counts[name], KINDS[4:6], "exact") for name in names]
    cut = "".join(f"{figure:>16.3f}{'':8}" for figure in cuts)
    print(f"{'halves: just their part':27}{cut}")
    print(f"{'CPU seconds':27}" + "".join(f"{seconds[name]:>16.2f}{'':8}" for name in names))


def share_of(counts: Counter[tuple[str, str]], kinds: Sequence[str], what: str) -> float:
    return sum(counts[k, what] for k in kinds) / max(1, sum(counts[k, "all"] for k in kinds))


def recall(counts: Counter[tuple[str, str]]) -> float:
    return share_of(counts, KINDS, "right")


def precision(counts: Counter[tuple[str, str]]) -> float:
    right = sum(counts[kind, "right"] for kind in KINDS)
    wrong = sum(counts[kind, "wrong"] for kind in (*KINDS, *NOTHING))
    return right / max(1, right + wrong)


# Other words of the same lengths, to have more messages than the corpora.
DISGUISE = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ecbfadgkjhimlqnpotsruxvwzy")
OTHER = str.maketrans("abcdefghijklmnopqrstuvwxyz", "ibhdujkclefgnmoyqrtszvwxap")


# --- the command -----------------------------------------------------------------------


def cases(options: argparse.Namespace) -> Iterator[Case]:
    rng = random.Random(options.seed)  # noqa: S311
    sources = [messages(path) for path in corpora(options.corpus)]
    if options.speed:
        pool = [text for corpus in sources for text in corpus]
        rng.shuffle(pool)
        spare, own = pool[: len(pool) // 10], set(pool[len(pool) // 10 :])
        rows = [text for corpus in sources for text in corpus if text in own]
        rows += [text.translate(DISGUISE) for text in rows] + [
            text.translate(OTHER) for text in rows
        ]
        yield edited(list(dict.fromkeys(rows))[: options.speed], spare, options.share, rng)
        return
    for number, old in enumerate(sources):
        pool = [text for k, other in enumerate(sources) if k != number for text in other]
        for _ in range(options.rounds):
            yield edited(
                *(apart(old, rng) if len(sources) == 1 else (old, pool)), options.share, rng
            )


def apart(old: list[str], rng: random.Random) -> tuple[list[str], list[str]]:
    """Return messages, and a tenth of them that is kept apart, as what may come in new."""
    spare = set(rng.sample(old, len(old) // 10))
    if not spare:
        raise SystemExit(f"{len(old)} messages are too few")
    return [text for text in old if text not in spare], sorted(spare)


def pot2po(options: argparse.Namespace) -> list[str]:
    """Return the command pot2po, which is installed if need be; nothing where it can't be had."""
    if options.pot2po or options.no_peers:
        return [options.pot2po] if options.pot2po else []
    python, missing = peers.found(partial(peers.interpreter, options.cache))
    if not python:
        peers.tell(f"pot2po: {missing}")
        return []
    return [str(python), "-m", "translate.convert.pot2po"]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("corpus", nargs="*", type=Path, help="folders of Markdown files")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=0.1, help="how much is edited")
    parser.add_argument("--rounds", type=int, default=4, help="editions of each corpus")
    parser.add_argument("--speed", type=int, default=0, help="one catalogue of so many messages")
    parser.add_argument("--tool", action="append", default=[], help="these only")
    parser.add_argument("--pot2po", metavar="FILE", help="this one, in place of what is installed")
    parser.add_argument("--no-peers", action="store_true", help="install nothing")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where pot2po is installed")
    parser.add_argument("--show", default="", help="print what went wrong for a kind, or all")
    parser.add_argument("--worker", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        worker(options.worker)
        return
    with tempfile.TemporaryDirectory() as folder:
        options.cache = options.cache or Path(folder)
        compare(options, pot2po(options))


def compare(options: argparse.Namespace, command: Sequence[str]) -> None:
    counts: dict[str, Counter[tuple[str, str]]] = {}
    seconds: Counter[str] = Counter()
    total = 0
    for case in cases(options):
        total += len(case.old)
        for tool, took, carried in run(case, options.tool, command):
            counts.setdefault(tool, Counter()).update(score(case, carried, options.show))
            seconds[tool] += took
    print(f"{total} messages, seed {options.seed}")
    table(counts, seconds)


if __name__ == "__main__":
    main()
