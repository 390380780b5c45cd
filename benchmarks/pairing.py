"""What plain git does to two branches' catalogues, and what a merge entry by entry does.

One branch edits sources (msgid, with the target carried over as fuzzy), the other edits and
confirms targets. A merge is *wrong* if a finished entry comes out whose pair of source and
target was finished on neither branch: nobody ever said that this translates that.

    python benchmarks/pairing.py [CORPUS...] [--merges 50]
"""

from __future__ import annotations

import argparse
import copy
import random
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import polib

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.common import corpora
from benchmarks.update import messages, target, word
from transpipe.merging import Entry, merge

Pair = tuple[str, str]


def base(sources: list[str], rng: random.Random, *, lines: bool) -> polib.POFile:
    """Return a catalogue in which every fourth entry is fuzzy."""
    file = polib.POFile()
    for source in sources:
        text = source.replace(". ", ".\n") if lines else source
        entry = polib.POEntry(msgid=text, msgstr=target(text), occurrences=[("a.md", "")])
        if rng.random() < 0.25:
            entry.flags, entry.previous_msgid = ["fuzzy"], f"Earlier: {text}"
        file.append(entry)
    return file


def edit_sources(file: polib.POFile, rng: random.Random, share: float) -> polib.POFile:
    new = copy.deepcopy(file)
    for entry in new:
        text = word(entry.msgid, rng, [entry.msgid]) if rng.random() < share else None
        if text and "fuzzy" not in entry.flags:
            entry.flags, entry.previous_msgid = ["fuzzy"], entry.msgid
        entry.msgid = text or entry.msgid
    return new


def edit_targets(file: polib.POFile, rng: random.Random, share: float) -> polib.POFile:
    new = copy.deepcopy(file)
    for entry in new:
        if rng.random() >= share:
            continue
        if entry.fuzzy:
            entry.flags, entry.previous_msgid = [], None
        if rng.random() < 0.7 or not entry.fuzzy:
            last = entry.msgstr.rfind(" ") + 1
            entry.msgstr = f"{entry.msgstr[:last]}better {entry.msgstr[last:]}"
    return new


def finished(file: polib.POFile) -> set[Pair]:
    return {(e.msgid, e.msgstr) for e in file if e.msgstr and not e.fuzzy and not e.obsolete}


def entries(file: polib.POFile) -> list[Entry]:
    return [
        Entry(
            e.msgid, e.msgstr, fuzzy=e.fuzzy, previous=e.previous_msgid or "", obsolete=e.obsolete
        )
        for e in file
    ]


def write(path: Path, file: polib.POFile, width: int) -> None:
    file.wrapwidth = max(0, width)
    text = str(file)
    if width < 0:  # line ends inside a string are no reason for a new line either
        text = text.replace('\\n"\n"', "\\n").replace('msgid ""\n"', 'msgid "')
        text = text.replace('msgstr ""\n"', 'msgstr "')
    path.write_text(text, "utf-8")


def by_git(versions: list[polib.POFile], width: int) -> polib.POFile | None:
    """Return what git merges; None where it reports a conflict."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for path, file in zip(paths, versions, strict=True):
            write(path, file, width)
        done = subprocess.run(
            ["git", "merge-file", "-p", *map(str, paths)], capture_output=True, check=False
        )
    return polib.pofile(done.stdout.decode()) if done.returncode == 0 else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", nargs="*", type=Path)
    parser.add_argument("--merges", type=int, default=50)
    options = parser.parse_args()
    pool = [text for corpus in corpora(options.corpus) for text in messages(corpus)]
    print(f"{'':36}{'conflict':>10}{'clean':>10}{'wrong':>10}{'pairs':>10}{'by entry':>10}")
    for lines in (False, True):
        for name, width in (("one line a string", -1), ("no wrap", 0), ("wrapped at 78", 78)):
            for share in (0.02, 0.1, 0.3):
                rng = random.Random(7)  # noqa: S311
                counts: Counter[str] = Counter()
                for _ in range(options.merges):
                    start = rng.randrange(len(pool) - 100)
                    old = base(pool[start : start + 100], rng, lines=lines)
                    ours, theirs = edit_sources(old, rng, share), edit_targets(old, rng, share)
                    known = finished(ours) | finished(theirs)
                    merged = by_git([ours, old, theirs], width)
                    wrong = finished(merged) - known if merged else set()
                    counts["conflict"] += merged is None
                    counts["clean"] += merged is not None and not wrong
                    counts["wrong"] += bool(wrong)
                    counts["pairs"] += len(wrong)
                    done = merge(*map(entries, (old, ours, theirs))).entries
                    pairs = {(e.source, e.target) for e in done if e.is_final and not e.obsolete}
                    counts["ours"] += len(pairs - known)
                title = f"{name}{', hard breaks' if lines else ''}, {share:.0%} edited"
                figures = (counts[key] for key in ("conflict", "clean", "wrong", "pairs", "ours"))
                print(f"{title:36}" + "".join(f"{figure:>10}" for figure in figures))


if __name__ == "__main__":
    main()
