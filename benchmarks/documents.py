"""Makes what is measured, as processes of their own: documents, filled catalogues, edits.

python -m benchmarks.documents make FOLDER COUNT CORPUS...
python -m benchmarks.documents catalogs PROJECT HEADERS SHARE LANGUAGE...
python -m benchmarks.documents fill FILE.po... (in place, as one language)
python -m benchmarks.documents edit FOLDER
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from pathlib import Path

from benchmarks.common import markdown
from benchmarks.pseudo import rotation, translation, words

SEED = 8
LEAST = 200
"""Bytes that a document of the corpora needs to be taken."""
EVERY = 10
"""One paragraph of so many is edited."""
LANGUAGE = "id"
"""What the other tools translate into: one language, as often as there are languages."""
FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)
FENCED = re.compile(r"^ *(`{3,}|~{3,})[^\n]*\n.*?^ *\1[`~]* *$", re.DOTALL | re.MULTILINE)
PARAGRAPH = re.compile(r"^[A-Z][^\n`<\[{|]{60,}$", re.MULTILINE)
LONG = re.compile(r"\b[a-z]{6,}\b")
ENTRY = re.compile(r'^msgid ((?:"[^\n]*"\n)+)msgstr ""\n(?!")', re.MULTILINE)
ESCAPES = {"\\n": "\n", "\\t": "\t", '\\"': '"', "\\\\": "\\", "\\r": "\r"}


def place(language: str) -> str:
    """Return the name of a language's folder: gettext's spelling."""
    return language.replace("-", "_")


# --- documents -------------------------------------------------------------------------


def chosen(folders: Sequence[Path]) -> list[tuple[str, Path]]:
    """Return the documents with their names: one of the middle size first, then mixed."""
    found = [
        (f"{folder.name}/{path.relative_to(folder).as_posix()}", path)
        for folder in folders
        for path in markdown([folder])
        if path.stat().st_size >= LEAST and "/." not in path.as_posix()
    ]
    if not found:
        raise SystemExit("no Markdown in these corpora")
    sizes = {name: path.stat().st_size for name, path in found}
    mean = sum(sizes.values()) / len(sizes)
    random.Random(SEED).shuffle(found)  # noqa: S311 - no secret
    found.sort(key=lambda one: one[0] != min(sizes, key=lambda name: abs(sizes[name] - mean)))
    return found


def documents(folders: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Yield names and texts without end; each round has other words, so that no two are equal."""
    found = chosen(folders)
    number = 0
    while True:
        for name, path in found:
            yield f"r{number:02}/{name}", changed(path.read_text("utf-8", errors="replace"), number)
        number += 1


def changed(text: str, number: int) -> str:
    """Return a text with other letters in all words outside front matter's keys and code."""
    if not number:
        return text
    table = rotation(number % 5, number // 5 + number)
    kept = [match.span() for pattern in (FRONT_MATTER, FENCED) for match in pattern.finditer(text)]
    parts, end = [], 0
    for start, stop in sorted(kept):
        if start >= end:
            parts += [words(text[end:start], lambda word: word.translate(table)), text[start:stop]]
            end = stop
    parts.append(words(text[end:], lambda word: word.translate(table)))
    made = "".join(parts)
    return made if made != text else f"{text}\n\nNumber {number}.\n"


def make(folder: Path, count: int, folders: Sequence[Path]) -> None:
    """Write so many documents under a folder."""
    for name, text in islice(documents(folders), count):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="")


def one(path: Path, size: int, folders: Sequence[Path]) -> None:
    """Write one document of about so many bytes: many, without their front matter."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        for _, text in documents(folders):
            body = FRONT_MATTER.sub("", text)
            left = size - file.tell()
            if left < 2 * len(body):
                file.write(body[: body.rfind("\n\n", 0, left) + 1] or "The end.\n")
                return
            file.write(f"{body.rstrip()}\n\n")


def edit(folder: Path) -> None:
    """Change a word in every tenth paragraph of the documents under a folder."""
    count = 0
    for path in markdown([folder]):

        def change(match: re.Match[str]) -> str:
            nonlocal count
            count += 1
            line = match[0]
            return line if count % EVERY else LONG.sub("edited", line, count=1)

        text = path.read_text("utf-8")
        path.write_text(PARAGRAPH.sub(change, text), "utf-8", newline="")


# --- catalogues ------------------------------------------------------------------------


def read(quoted: str) -> str:
    """Return what a string of a catalogue says."""
    inside = "".join(line[1:-1] for line in quoted.splitlines())
    return re.sub(r"\\.", lambda match: ESCAPES.get(match[0], match[0]), inside)


def written(text: str) -> str:
    """Return a string as transpipe writes it into a catalogue."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
    lines = escaped.replace("\n", "\\n\n").splitlines()
    return "\n".join(f'"{line}"' for line in ([""] if len(lines) > 1 else []) + (lines or [""]))


def filled(body: str, language: str, share: float) -> str:
    """Return a template's entries translated; of a share below 1, evenly spread."""
    done = 0.0

    def one(match: re.Match[str]) -> str:
        nonlocal done
        done += share
        if done < 1:
            return match[0]
        done -= 1
        return f"msgid {match[1]}msgstr {written(translation(read(match[1]), language))}\n"

    return ENTRY.sub(one, body)


def catalog(project: Path, headers: dict[str, str], share: float, template: Path) -> None:
    """Write one document's catalogues in all languages."""
    name = template.relative_to(project / "locale").with_suffix(".po")
    body = template.read_text("utf-8").partition("\n\n")[2]
    for language, header in headers.items():
        path = project / "locale" / place(language) / "LC_MESSAGES" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{header}\n\n{filled(body, language, share)}", "utf-8", newline="")


def catalogs(project: Path, model: Path, share: float, languages: Sequence[str]) -> None:
    """Write filled catalogues for all templates, with the headers that update wrote elsewhere."""
    headers = {}
    for language in languages:
        folder = model / "locale" / place(language)
        headers[language] = next(folder.rglob("*.po")).read_text("utf-8").partition("\n\n")[0]
    templates = sorted((project / "locale").rglob("*.pot"))
    with ProcessPoolExecutor() as pool:
        work = partial(catalog, project, headers, share)
        for _ in pool.map(work, templates, chunksize=20):
            pass


def fill(paths: Sequence[Path]) -> None:
    """Translate the catalogues of another tool, in place."""
    import polib  # noqa: PLC0415

    for path in paths:
        file = polib.pofile(str(path))
        file.metadata |= {"Language": LANGUAGE, "Content-Type": "text/plain; charset=UTF-8"}
        file.metadata_is_fuzzy = False
        for entry in file:
            entry.msgstr = translation(entry.msgid, LANGUAGE)
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        file.save(str(path))


def main() -> None:
    what, *rest = sys.argv[1:]
    if what == "make":
        make(Path(rest[0]), int(rest[1]), [*map(Path, rest[2:])])
    elif what == "one":
        one(Path(rest[0]), int(rest[1]), [*map(Path, rest[2:])])
    elif what == "catalogs":
        catalogs(Path(rest[0]), Path(rest[1]), float(rest[2]), rest[3:])
    elif what == "fill":
        fill([path for given in map(Path, rest) for path in under(given)])
    elif what == "edit":
        edit(Path(rest[0]))


def under(path: Path) -> list[Path]:
    return sorted(one for one in path.rglob("*.po*") if one.is_file()) if path.is_dir() else [path]


if __name__ == "__main__":
    main()
