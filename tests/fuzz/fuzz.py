"""Look for bytes that a target fails on, with atheris; what is found is kept for the tests.

Usage: python tests/fuzz/fuzz.py [SECONDS [TARGET…]]

Each target runs SECONDS (60 unless said otherwise) in a process of its own. Needs the dependency
group "fuzz".
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
KEPT = TESTS / "data" / "fuzz"
NAMES = ("markdown", "catalogs", "build")
SLOW = 10  # seconds that no input may take
# What documents and catalogues are made of: a fuzzer would find these letter by letter.
WORDS = {
    "markdown": "# ## - * + 1. > ``` ~~~ --- === | |- :- [ ]( ) ![ ] [^1]: [^1] [a]: <!-- --> <div> </div> "
    "** __ ~~ ` \\ & &amp; &#x202e; {#id} ::: [!NOTE] <a href= javascript: https:// title: : \\t i18n:skip",
    "catalogs": 'msgid msgstr msgctxt msgid_plural msgstr[0] msgstr[1] #, #~ #| #. #: fuzzy \\n \\" \\\\ \\x '
    'msgid"" Content-Type: charset=UTF-8 Language: Plural-Forms: nplurals=2; <<<<<<< ======= >>>>>>>',
}


def main() -> int:
    """Run the targets; say how many findings there are by the exit code."""
    if sys.argv[1:2] == ["--one"]:
        _one(*sys.argv[2:])
    seconds = sys.argv[1] if len(sys.argv) > 1 else "60"
    found = [name for name in sys.argv[2:] or NAMES if not _target(name, seconds)]
    for name in found:
        print(f"{name}: failed, see tests/data/fuzz/{name}/")
    return int(bool(found))


def _target(name: str, seconds: str) -> bool:
    """Run a target in a process of its own; keep what it failed on. Say whether nothing was."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder)
        (base / "corpus").mkdir()
        (base / "found").mkdir()
        _seed(name, base / "corpus")
        words = WORDS.get(name, " ".join(WORDS.values())).split()
        lines = "".join(f'"{_escaped(word)}"\n' for word in [*words, "\\n", "\\n\\n", "\x1e"])
        (base / "words").write_text(lines)
        options = [
            f"-max_total_time={seconds}",
            f"-timeout={SLOW}",
            "-max_len=4096",
            "-print_final_stats=1",
            f"-dict={base / 'words'}",
            f"-artifact_prefix={base / 'found'}/",
            str(base / "corpus"),
        ]
        command = [sys.executable, __file__, "--one", name, *options]
        code = subprocess.run(command, check=False).returncode
        for path in sorted((base / "found").iterdir()):
            data = path.read_bytes()
            kept = KEPT / name / hashlib.sha256(data).hexdigest()[:16]
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(data)
            print(f"{name}: {path.name.partition('-')[0]} kept as {kept.name}: {data!r}")
    return code == 0


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
    atheris.Setup([name, *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    sys.exit(main())
