"""What a run found: figures, tables and targets, kept as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from benchmarks.measure import Usage
from benchmarks.tools import STEPS, TOOLS

OPENING, CLOSING = "<!-- benchmarks: written by python -m benchmarks -->", "<!-- /benchmarks -->"
SHORT = ("extract", "update-edited", "build-md", "build-html", "check", "status", "run", "run-warm")
"""The steps of the short table."""


@dataclass(frozen=True)
class Cell:
    """What a step took a tool.

    Attributes:
        usage: what all documents in all languages take; None: nothing is known.
        documents: on how many documents it was measured.
        times: what it was multiplied by: languages that were not run.
        note: why there is nothing, or what to know.

    """

    usage: Usage | None
    documents: int = 0
    times: int = 1
    note: str = ""


@dataclass
class Size:
    """What was found for one number of documents.

    Attributes:
        documents: how many.
        bytes: how large they are together.
        floor: their full parse by markdown-it-py, a process of its own.
        cells: by tool and step.

    """

    documents: int
    bytes: int
    floor: Usage
    cells: dict[str, dict[str, Cell]] = field(default_factory=dict)


@dataclass
class Results:
    """What a run found.

    Attributes:
        machine: where: processor, cores, Python.
        languages: their tags.
        versions: of the tools that were there.
        sizes: what was found for each number of documents, rising.
        extras: the further figures that targets are about, by name.

    """

    machine: str
    languages: list[str]
    versions: dict[str, str]
    sizes: list[Size] = field(default_factory=list)
    extras: dict[str, float] = field(default_factory=dict)

    def save(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), indent=1) + "\n", "utf-8")

    @classmethod
    def load(cls, path: Path) -> Results:
        raw = json.loads(path.read_text("utf-8"))
        sizes = [
            Size(
                one["documents"],
                one["bytes"],
                Usage(**one["floor"]),
                {
                    tool: {step: _cell(**cell) for step, cell in cells.items()}
                    for tool, cells in one["cells"].items()
                },
            )
            for one in raw.pop("sizes")
        ]
        return cls(**raw, sizes=sizes)


def _cell(usage: Mapping[str, float] | None, **more: object) -> Cell:
    return Cell(Usage(**usage) if usage else None, **more)  # type: ignore[arg-type]


# --- tables ----------------------------------------------------------------------------


def number(value: float) -> str:
    """Return a ratio with about two figures."""
    if value >= 9.95:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 0.95 else f"{value:.2g}"


def shown(cell: Cell | None, size: Size, *, short: bool) -> str:
    """Return a cell: CPU time, wall time and peak memory, each in those of the floor."""
    if cell is None:
        return ""
    if cell.usage is None:
        return cell.note
    sign = "" if cell.documents == size.documents else "~"
    cpu = f"{sign}{number(cell.usage.cpu / size.floor.cpu)}"
    if short:
        return cpu
    wall = f"{sign}{number(cell.usage.wall / size.floor.wall)}"
    peak = number(cell.usage.peak / size.floor.peak) if cell.usage.peak else "–"
    return f"{cpu} · {wall} · {peak}"


def columns(size: Size) -> list[str]:
    return [tool.name for tool in TOOLS if tool.name in size.cells]


def markdown(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as a table of Markdown, its columns as wide as what stands in them."""
    head, *body = rows
    lines = [list(head), ["---", *("--:" for _ in head[1:])], *map(list, body)]
    widths = [max(len(line[k]) for line in lines) for k in range(len(head))]
    for k, width in enumerate(widths):
        lines[1][k] = "-" * width if not k else "-" * (width - 1) + ":"
    return "\n".join(
        "| " + " | ".join(text.ljust(widths[k]) for k, text in enumerate(line)) + " |"
        for line in lines
    )


def table(results: Results, size: Size, *, short: bool = False) -> str:
    """Return what was found for a number of documents."""
    names = columns(size)
    packages = {tool.name: results.versions.get(tool.package, "") for tool in TOOLS}
    rows = [["", *(f"{name} {packages[name]}".strip() for name in names)]]
    for step, title in STEPS.items():
        cells = [size.cells[name].get(step) for name in names]
        if any(cells) and (not short or step in SHORT):
            rows.append([title, *(shown(cell, size, short=short) for cell in cells)])
    return markdown(rows)


def title(results: Results, size: Size) -> str:
    floor, count = size.floor, len(results.languages)
    return (
        f"{size.documents:,} {'document' if size.documents == 1 else 'documents'}, "
        f"{size.bytes / 1e6:.2f} MB, {count} languages; 1.0 is their full parse by markdown-it-py: "
        f"{floor.cpu:.2f} s CPU, {floor.wall:.2f} s, {floor.peak:.0f} MiB"
    )


LEGEND = """\
Each cell: CPU time · wall time · peak memory, in those of the full parse. CPU time is user and
system of all processes of a step, peak memory that of its largest process; whole processes,
Python's start included, one core (-j 1). Of the other tools one language was run and multiplied
by the number of languages, but for what they extract, and for the peak. ~ is extrapolated from
fewer documents, in a straight line; an empty cell: the tool has no such step. "Again" is a
second run with nothing changed. In each cell's run the files were counted: none is missing.
"""


def report(results: Results) -> str:
    """Return the tables and the targets."""
    parts = [f"{results.machine}\n"]
    for size in results.sizes:
        parts += [title(results, size), table(results, size), *remarks(size), ""]
    notes = [f"{tool.name}: {tool.note}." for tool in TOOLS if tool.note]
    parts += [LEGEND, *notes, "", verdicts(results)]
    return "\n".join(parts)


def remarks(size: Size) -> list[str]:
    """Return what went wrong."""
    return [
        f"{name}, {step}: {cell.note}"
        for name, cells in size.cells.items()
        for step, cell in cells.items()
        if cell.usage and cell.note
    ]


def readme(text: str, results: Results) -> str:
    """Return a README with its table written anew.

    Raises ValueError where the marks of the table are missing.
    """
    size = results.sizes[-1]
    caption = (
        f"CPU time, in that of markdown-it-py's full parse of the same {size.documents:,} "
        f"documents ({size.bytes / 1e6:.1f} MB), {len(results.languages)} languages, one core; "
        "~ is extrapolated. More columns and rows: [benchmarks](benchmarks/README.md)."
    )
    new = "\n".join(
        (
            OPENING,
            "",
            table(results, size, short=True),
            "",
            caption,
            "",
            CLOSING,
        )
    )
    pattern = re.compile(f"{re.escape(OPENING)}.*?{re.escape(CLOSING)}", re.DOTALL)
    if not pattern.search(text):
        raise ValueError(f"no {OPENING} … {CLOSING}")
    return pattern.sub(lambda _: new, text)


# --- targets ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Target:
    """What was promised.

    Attributes:
        name: of what.
        limit: the figure.
        is_least: whether the figure is to be reached, not to be kept under.
        found: what was measured; None if it was not.
        note: what to know about it.

    """

    name: str
    limit: float
    found: float | None
    is_least: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        if self.found is None:
            return "not measured"
        met = self.found >= self.limit if self.is_least else self.found <= self.limit
        return "met" if met else "MISSED"


def targets(results: Results) -> list[Target]:
    """Return what was promised, with what was found at the largest number of documents."""
    if not results.sizes:
        return []
    size = results.sizes[-1]

    def cpu(tool: str, step: str) -> float | None:
        cell = size.cells.get(tool, {}).get(step)
        return cell.usage.cpu if cell and cell.usage else None

    def over(found: float | None, base: float | None) -> float | None:
        return found / base if found and base else None

    def own(step: str) -> float | None:
        return over(cpu("transpipe", step), size.floor.cpu)

    def guessed(*steps: str, tool: str = "transpipe") -> str:
        cells = [size.cells.get(tool, {}).get(step) for step in steps]
        return "extrapolated" if any(c and c.documents != size.documents for c in cells) else ""

    languages = len(results.languages)
    found = [
        Target("extract, in full parses", 0.6, own("extract"), note=guessed("extract")),
        Target(
            f"{languages} Markdown editions, in full parses",
            1.2,
            own("build-md"),
            note=guessed("build-md"),
        ),
        Target("with HTML, in full parses", 6, own("build-html"), note=guessed("build-html")),
    ]
    for step, limit in (("extract", 5.0), ("build-md", 20.0)):
        for tool in (tool for tool in TOOLS if tool.package not in {"", "msgmerge"}):
            if (ratio := over(cpu(tool.name, step), cpu("transpipe", step))) is not None:
                name = f"{STEPS[step]}: {tool.name} takes times ours"
                note = guessed(step, tool=tool.name) or guessed(step)
                found.append(Target(name, limit, ratio, is_least=True, note=note))
    extras = results.extras.get
    warm = over(cpu("transpipe", "run-warm"), cpu("transpipe", "run"))
    messages = int(extras("messages", 0))
    found += [
        Target("run again, of a first run", 0.03, warm, note=guessed("run", "run-warm")),
        Target(f"status on {messages:,} messages, in bare readings", 1.5, extras("status")),
        Target("  the same, again", 1.5, extras("status-warm")),
        Target("--help, in python -c 'import click'", 1.3, extras("help")),
        Target(
            f"build on two cores, {int(extras('pair-documents', 0)):,} documents: wall time of "
            "one, divided",
            1.7,
            extras("pair"),
            is_least=True,
        ),
    ]
    return found


def verdicts(results: Results) -> str:
    rows = [["target", "wanted", "found", "", ""]]
    for one in targets(results):
        wanted = f"{'≥' if one.is_least else '≤'} {one.limit:g}"
        figure = "" if one.found is None else f"{one.found:.3g}"
        rows.append([one.name, wanted, figure, one.verdict, one.note])
    return markdown(rows)
