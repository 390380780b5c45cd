"""Look for bytes that a target fails on, with atheris; what is found is kept for the tests.

Usage: python tests/fuzz/fuzz.py [--seed N] [ROUNDS [TARGET…]]

Each target runs in a process of its own, all at once; a round (one unless said otherwise) is about
half a minute. The same seed (1 unless said otherwise) asks the same inputs in the same order,
however fast the machine is, so that what a gate finds can be found again; vary it to look
further. Findings are printed last. Needs the dependency group "fuzz".
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
KEPT = TESTS / "data" / "fuzz"
ROUND = {"markdown": 700, "catalogs": 20_000, "build": 700}
"""How many inputs each target is asked in a round."""
LONGEST = 240  # seconds of a round, on the slowest machine
SLOW = 30  # seconds that no input may take, on a busy machine too
BYTES = 0.3  # the share of catalogues in which bytes change, not entries
# What documents and catalogues are made of: a fuzzer would find these letter by letter.
WORDS = {
    "markdown": "# ## - * + 1. > ``` ~~~ --- === | |- :- [ ]( ) ![ ] [^1]: [^1] [a]: <!-- --> "
    "<div> </div> ** __ ~~ ` \\ & &amp; &#x202e; {#id} ::: [!NOTE] <a href= javascript: https:// "
    "title: : \\t i18n:skip",
    "catalogs": "msgid msgstr msgctxt msgid_plural msgstr[0] msgstr[1] #, #~ #| #. #: fuzzy \\n "
    '\\" \\\\ \\x msgid"" Content-Type: charset=UTF-8 Language: Plural-Forms: nplurals=2; <<<<<<< '
    "======= >>>>>>>",
}


def main() -> int:
    """Run the targets; say how many findings there are by the exit code."""
    if sys.argv[1:2] == ["--one"]:
        _one(*sys.argv[2:])
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("rounds", nargs="?", type=int, default=1)
    parser.add_argument("targets", nargs="*", metavar="TARGET")
    asked = parser.parse_args()
    with ThreadPoolExecutor() as pool:  # each waits for a process of its own
        runs = [
            pool.submit(_target, name, asked.rounds, asked.seed) for name in asked.targets or ROUND
        ]
    found = [line for one in runs for line in one.result()]
    for line in [*found, f"seed {asked.seed}: {len(found)} findings"]:
        print(line)
    return int(bool(found))


def _target(name: str, rounds: int, seed: int) -> list[str]:
    """Run a target in its own process; keep what it failed on, and return what to say of it."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "corpus").mkdir()
        (base / "found").mkdir()
        _seed(name, base / "corpus")
        words = WORDS.get(name, " ".join(WORDS.values())).split()
        lines = "".join(f'"{_escaped(word)}"\n' for word in [*words, "\\n", "\\n\\n", "\x1e"])
        (base / "words").write_text(lines)
        options = [
            f"-runs={ROUND[name] * rounds}",
            f"-max_total_time={LONGEST * rounds}",
            f"-seed={seed}",
            f"-timeout={SLOW}",
            "-reload=0",  # else it looks into its folder by the clock
            "-max_len=4096",
            "-print_final_stats=1",
            f"-dict={base / 'words'}",
            f"-artifact_prefix={base / 'found'}/",
            str(base / "corpus"),
        ]
        command = [*_with_fixed_addresses(), sys.executable, __file__, "--one", name, *options]
        code = subprocess.run(command, check=False, env=os.environ | {"PYTHONHASHSEED": "0"})
        found = [_kept(name, path) for path in sorted((base / "found").iterdir())]
    if code.returncode and not found:
        found.append(f"{name}: ended with {code.returncode} and no finding, see above")
    return found


def _with_fixed_addresses() -> list[str]:
    """Return what starts a command so, for addresses order some sets; many containers forbid it."""
    words = ["setarch", "-R"]
    if not shutil.which(words[0]):
        return []
    tried = subprocess.run([*words, "true"], check=False, capture_output=True)
    return [] if tried.returncode else words


def _kept(name: str, path: Path) -> str:
    """Keep what a target failed on for the tests; return how it failed, and all its bytes."""
    data = path.read_bytes()
    kept = KEPT / name / hashlib.sha256(data).hexdigest()[:16]
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(data)
    kind = path.name.partition("-")[0]
    why = _why(name, data) if kind == "crash" else ""
    return f"{why}{name}: {kind} kept as tests/data/fuzz/{name}/{kept.name}: {data!r}"


def _why(name: str, data: bytes) -> str:
    """Return the traceback of a failure."""
    sys.path[:0] = [str(TESTS), str(TESTS.parent / "src"), str(Path(__file__).parent)]
    from targets import TARGETS  # noqa: PLC0415 - found here alone

    try:
        TARGETS[name](data)
    except Exception:  # noqa: BLE001 - whatever it is, it is to be shown
        return traceback.format_exc()
    return ""


def _escaped(word: str) -> str:
    if word.startswith("\\n"):
        return word.replace("\\n", "\\x0a")
    return "".join(one if one.isalnum() else f"\\x{ord(one):02x}" for one in word)


def _seed(name: str, folder: Path) -> None:
    """Begin with what was found before, and with ordinary input."""
    seeds = [path.read_bytes() for path in sorted((KEPT / name).glob("*"))]
    if name == "catalogs":
        seeds += [path.read_bytes() for path in sorted((TESTS / "data" / "po").glob("*.po"))]
    else:
        seeds += [
            b"# A\n\nb **c** [d](https://e.org)\n\n- f\n\n| g |\n|---|\n| h |\n\x1ei **j**\x1ek",
            b"---\ntitle: A\n---\n> [!NOTE]\n> b\\\n> c\n\n[^1]: d\n\ne[^1]\n\x1ef\n\x1e- g",
            b'<div title="a">b</div>\n\n::: note c\nd\n:::\n\ne\n: f\n\n[g]: /h "i"\n\x1e<b>j</b>',
        ]
    for number, data in enumerate(seeds):
        (folder / f"seed-{number}").write_bytes(data)


def _one(name: str, *options: str) -> None:
    """Fuzz in this process; it ends with the run."""
    sys.path[:0] = [str(TESTS), str(TESTS.parent / "src"), str(Path(__file__).parent)]
    import atheris  # noqa: PLC0415 - installed for this alone

    with atheris.instrument_imports(include=["transpipe", "markdown_it", "mdit_py_plugins"]):
        from targets import TARGETS  # noqa: PLC0415 - instrumented on its way in
    more = {}
    if name == "catalogs":

        def by_bytes(data: bytes, size: int) -> bytes:
            return bytes(atheris.Mutate(data, size))  # looked up anew: setting up replaces it

        more["custom_mutator"] = _mutator(by_bytes)
    atheris.Setup([name, *options], TARGETS[name], **more)
    atheris.Fuzz()


def _mutator(by_bytes: Callable[[bytes, int], bytes]) -> Callable[[bytes, int, int], bytes]:
    """Return what mutates catalogues: mostly whole entries and lines, else the fuzzer's own."""
    from mutate import mutated_catalog  # noqa: PLC0415 - found here alone

    def mutated(data: bytes, size: int, seed: int) -> bytes:
        if random.Random(seed).random() < BYTES:  # noqa: S311 - no secret
            return by_bytes(data, size)
        return mutated_catalog(data, size, seed)

    return mutated


if __name__ == "__main__":
    sys.exit(main())
