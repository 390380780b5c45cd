"""How well an existing translation is aligned with its source: pairs right, sure, sure and wrong.

Each document of a corpus is pseudo-translated: every word becomes another one, always the
same, of another length; addresses, code and numbers stay. Then one paragraph is taken out of
the translation and one of another document is put in somewhere.

    python benchmarks/bootstrap.py [CORPUS...] [--seeds 3] [--least 6] [--show]
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.common import DIALECT, corpora, markdown
from transpipe.bitext import align
from transpipe.document import NOT_MARKDOWN, Document, Kind
from transpipe.markdown import segment
from transpipe.markdown.fit import compose, misfits, tidy

SYLLABLES = (
    "ba be bi bo bu da di du ga gu ka ke ko la lu ma me mi na no pa pi ra ri sa se ta".split()
)
WORD = re.compile(
    r"(`+).+?\1|\]\([^()]*(?:\([^()]*\))?[^()]*\)|\]\[[^\]]*\]|\[\^[^\]]*\]|<[^<>]+>"
    r"|https?://\S+|&\w+;|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)",
    re.DOTALL,
)


def pseudo(text: str) -> str:
    """Return a pseudo-translation: the same word gives the same one everywhere."""

    def other(match: re.Match[str]) -> str:
        word = match["word"]
        if not word or (word.isupper() and len(word) > 1):
            return match[0]
        digest = hashlib.sha256(word.casefold().encode()).digest()
        count = max(1, round(len(word) * (0.3 + digest[0] / 640)))
        made = "".join(SYLLABLES[one % len(SYLLABLES)] for one in digest[1 : 1 + count])
        return made.capitalize() if word[0].isupper() else made

    return WORD.sub(other, text)


def translated(document: Document) -> str:
    """Return the pseudo-translation of a document, in its own structure."""
    raw = {
        index: one.source
        if one.kind in NOT_MARKDOWN and one.kind is Kind.CODE
        else pseudo(one.source)
        for index, one in enumerate(document.segments)
    }
    targets = {index: tidy(document.segments[index], text) for index, text in raw.items()}
    broken = misfits(document, targets, raw, DIALECT)
    return compose(document, {k: text for k, text in targets.items() if k not in broken})


def blocks(document: Document) -> list[int]:
    """Return the segments that are paragraphs of their own, at the left margin."""
    return [
        index
        for index, one in enumerate(document.segments)
        if one.kind is Kind.PARAGRAPH and not one.prefix.strip() and one.prefix == ""
    ]


def altered(
    source: Document, text: str, foreign: str, rng: random.Random
) -> tuple[Document, dict[int, int]] | None:
    """Take one paragraph out and put another in; return the truth with the new document."""
    before = segment("t.md", text, DIALECT)
    if len(before.segments) != len(source.segments):
        return None
    places = blocks(before)
    if len(places) < 3:
        return None
    gone, place = rng.choice(places), rng.choice(places)
    cut, put = before.segments[gone].span, before.segments[place].span
    new = text[: cut.start] + text[cut.end :]
    shift = cut.end - cut.start if put.start > cut.start else 0
    at = put.start - shift
    new = f"{new[:at]}{foreign}\n\n{new[at:]}"
    after = segment("t.md", new, DIALECT)
    if len(after.segments) != len(before.segments):
        return None
    truth = {}
    for index in range(len(before.segments)):
        if index != gone:
            truth[index] = index - (index > gone) + (index >= place)
    return after, truth


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="*")
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--least", type=int, default=6)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    documents = []
    for path in markdown(corpora(options.corpus)):
        document = segment(path.name, path.read_text("utf-8", errors="replace"), DIALECT)
        if len(document.segments) >= options.least:
            documents.append(document)
    pool = [
        pseudo(one.source)
        for document in documents
        for one in document.segments
        if one.kind is Kind.PARAGRAPH
        and 80 < len(one.source) < 600
        and "\n" not in one.source
        and "[" not in one.source
    ]
    texts = {id(document): translated(document) for document in documents}
    counts: Counter[str] = Counter()
    worst: list[tuple[float, str]] = []
    spent = 0.0
    for seed in range(options.seeds):
        rng = random.Random(seed)  # noqa: S311
        for document in documents:
            made = altered(document, texts[id(document)], rng.choice(pool), rng)
            if made is None:
                counts["left out"] += 1
                continue
            other, truth = made
            begin = time.process_time()
            pairs = align(document, other)
            spent += time.process_time() - begin
            right = sum(truth.get(one.source) == one.target for one in pairs)
            wrong = [one for one in pairs if one.is_sure and truth.get(one.source) != one.target]
            counts["documents"] += 1
            counts["pairs"] += len(truth)
            counts["right"] += right
            counts["found"] += len(pairs)
            counts["sure"] += sum(one.is_sure for one in pairs)
            counts["sure and wrong"] += len(wrong)
            counts["documents at 95 %"] += right >= 0.95 * len(truth)
            worst.append((right / len(truth), f"{document.name} ({len(truth)}), seed {seed}"))
            if options.show:
                for one in wrong:
                    print(
                        "WRONG",
                        document.name,
                        seed,
                        one,
                        document.segments[one.source].source[:70],
                        "|",
                        other.segments[one.target].source[:70],
                    )
    for key in (
        "documents",
        "left out",
        "pairs",
        "found",
        "right",
        "sure",
        "sure and wrong",
        "documents at 95 %",
    ):
        print(f"{key:20}{counts[key]:>9,}")
    print(f"{'right, of all':20}{counts['right'] / counts['pairs']:>9.2%}")
    print(f"{'right, of the found':20}{counts['right'] / counts['found']:>9.2%}")
    print(f"{'sure, of all':20}{counts['sure'] / counts['pairs']:>9.2%}")
    print(f"{'CPU seconds':20}{spent:>9.1f}")
    for share, name in sorted(worst)[:5]:
        print(f"  {share:.0%} {name}")


if __name__ == "__main__":
    main()
