"""What transpipe takes, step by step, next to other tools and to markdown-it-py's full parse.

    python -m benchmarks [CORPUS...] [--documents 1,100,5000] [--json FILE]
    python -m benchmarks --from FILE [--readme README.md]

Documents of real corpora (folders that are named, or those under TRANSPIPE_SHARED) are
repeated with other words, and go through every tool in the same run. Progress is told on the
standard error, results on the standard output. The other tools of Python are installed from
benchmarks/requirements.txt into --cache; po4a, msgmerge and msgfmt are used where they are.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from benchmarks import peers
from benchmarks.bench import LANGUAGES, Plan, run
from benchmarks.common import corpora
from benchmarks.results import Results, readme, report
from benchmarks.tools import GROUPS


def numbers(text: str) -> list[int]:
    return sorted({int(part) for part in text.split(",")})


def groups(text: str) -> list[str]:
    found = text.split(",")
    if unknown := set(found) - {*GROUPS, "extras"}:
        raise argparse.ArgumentTypeError(f"no such steps: {', '.join(sorted(unknown))}")
    return found


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("corpus", nargs="*", type=Path, help="folders of Markdown")
    parser.add_argument("--documents", type=numbers, default=[1, 100, 5000], metavar="N,…")
    parser.add_argument("--languages", type=int, default=len(LANGUAGES), metavar="N")
    every = [*GROUPS, "extras"]
    parser.add_argument(
        "--only", type=groups, default=every, metavar="STEP,…", help=f"of {', '.join(every)}"
    )
    parser.add_argument(
        "--budget",
        type=float,
        default=60,
        metavar="SECONDS",
        help="CPU time that a step of another tool may take, ours five times as much; "
        "what is likely to take more is extrapolated (default: 60)",
    )
    parser.add_argument("--no-peers", action="store_true", help="measure transpipe alone")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write what was found")
    parser.add_argument("--from", dest="given", type=Path, metavar="FILE", help="measure nothing")
    parser.add_argument("--readme", type=Path, metavar="FILE", help="write the table into it")
    parser.add_argument("--cache", type=Path, metavar="DIR", help="where other tools are put")
    parser.add_argument("--work", type=Path, metavar="DIR", help="where the projects are made")
    parser.add_argument("--keep", action="store_true", help="keep the projects, in --work")
    parser.add_argument("--messages", type=int, default=100_000, help="of which status is asked")
    parser.add_argument("--starts", type=int, default=20, help="how often --help is asked")
    parser.add_argument("--rounds", type=int, default=5, help="of short steps; the median counts")
    return parser.parse_args()


@contextmanager
def workplace(wanted: argparse.Namespace) -> Iterator[Path]:
    if wanted.work:
        wanted.work.mkdir(parents=True, exist_ok=True)
    if wanted.keep:
        yield Path(tempfile.mkdtemp(prefix="benchmarks-", dir=wanted.work))
        return
    with tempfile.TemporaryDirectory(prefix="benchmarks-", dir=wanted.work) as name:
        yield Path(name)


def measured(wanted: argparse.Namespace) -> Results:
    with workplace(wanted) as folder:
        python, missing = None, ""
        if not wanted.no_peers:
            python, missing = peers.found(partial(peers.interpreter, wanted.cache or folder))
        return run(
            Plan(
                folder=folder,
                corpora=[path.resolve() for path in corpora(wanted.corpus)],
                documents=wanted.documents,
                languages=LANGUAGES[: wanted.languages],
                only=wanted.only,
                budget=wanted.budget,
                peers=python,
                versions={} if wanted.no_peers else peers.versions(python),
                with_peers=not wanted.no_peers,
                missing=missing,
                messages=wanted.messages,
                starts=wanted.starts,
                keep=wanted.keep,
                rounds=wanted.rounds,
            )
        )


def main() -> None:
    wanted = options()
    results = Results.load(wanted.given) if wanted.given else measured(wanted)
    if wanted.json:
        results.save(wanted.json)
    if wanted.readme:
        text = wanted.readme.read_text("utf-8")
        wanted.readme.write_text(readme(text, results), "utf-8", newline="")
    print(report(results))


if __name__ == "__main__":
    main()
