"""Read and write 100,000 entries: ours, and polib alone, in one run.

Usage: python benchmarks/catalogs.py [ENTRIES]
"""

import gc
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import polib

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from transpipe.catalog import Catalog

WORDS = [
    "kami",
    "menuntut",
    "keadilan",
    "dan",
    "perdamaian",
    "untuk",
    "semua",
    "orang",
    "ប្រជាជន",
    "ประชาชน",
    "人民",
]


def sample(entries: int) -> str:
    """Return a catalogue of ordinary paragraphs, one in twenty with hard line breaks."""
    pick = random.Random(1)  # noqa: S311 (no secret)
    parts = [
        'msgid ""\nmsgstr ""\n"Language: id\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    ]
    for number in range(entries):
        text = " ".join(pick.choices(WORDS, k=pick.randint(3, 24)))
        flag = '#, fuzzy\n#| msgid "old"\n' if number % 10 == 0 else ""
        if number % 20 == 0:
            source, target = f'""\n"{number}\\n"\n"{text}"', f'""\n"{text}\\n"\n"\\"{text}\\""'
        else:
            source, target = f'"{number} {text}"', f'"{text}"'
        parts.append(
            f"\n#. Paragraph · Summary\n#: source/statement.md\n{flag}"
            f"msgid {source}\nmsgstr {target}\n"
        )
    return "".join(parts)


def measure(name: str, path: Path) -> None:
    """Print CPU seconds and peak memory of one reader and writer."""
    data = path.read_bytes()
    gc.collect()
    start = time.process_time()
    if name == "polib":
        file = polib.pofile(str(path), wrapwidth=0)
        read = time.process_time()
        str(file).encode()
    else:
        catalog = Catalog.parse(data)
        if name == "messages":
            for _ in catalog.messages():
                pass
        elif name == "edited":
            for number, message in enumerate(list(catalog.messages())):
                if number % 10 == 0:
                    catalog.set(message.source, None, f"{message.target}!", fuzzy=False)
        read = time.process_time()
        catalog.encode()
    end = time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name} {read - start:.2f} {end - read:.2f} {peak:.0f}")


def main() -> None:
    """Run each in a process of its own and print the ratios."""
    if len(sys.argv) == 4:
        measure(sys.argv[2], Path(sys.argv[3]))
        return
    entries = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "large.po")
        path.write_text(sample(entries), encoding="utf-8")
        print(f"{entries:,} entries, {path.stat().st_size / 1e6:.0f} MB; CPU seconds, peak MB")
        results = {}
        for name in ("polib", "ours", "messages", "edited"):
            command = [sys.executable, __file__, str(entries), name, str(path)]
            output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            read, write, peak = map(float, output.split()[1:])
            results[name] = read, write
            both = sum(results["polib"]) / (read + write)
            ratio = f"read ×{results['polib'][0] / read:.1f}, both ×{both:.1f}"
            print(f"{name:9} read {read:5.2f}  write {write:5.2f}  peak {peak:4.0f}  {ratio}")


if __name__ == "__main__":
    main()
