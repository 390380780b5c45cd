"""A run of the benchmark: makes the documents, measures the steps, keeps to the budget."""

from __future__ import annotations

import platform
import shutil
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.measure import FailedError, LateError, Usage, measure, python, transpipe
from benchmarks.peers import tell
from benchmarks.results import Cell, Results, Size
from benchmarks.tools import CONFIGURATION, EDITED, TOOLS, Job, Jobs, Tool, Workspace, edit

LANGUAGES = ("id", "ms", "fil", "vi", "th", "lo", "km", "my", "ta", "zh-Hans", "pt", "tet")
SHORT = 4.0
"""Seconds within which a step is repeated."""
OWN = 5
"""How many times the budget of the others a step of ours may take."""
LATE = 4
"""How many times its budget a step may take by the clock before it is ended."""
PARTS = 300
"""How many documents the catalogues are taken from whose status is measured."""


@dataclass(frozen=True)
class Plan:
    """What is wanted of a run.

    Attributes:
        folder: where all of it happens.
        corpora: folders of Markdown.
        documents: numbers of documents, rising.
        languages: tags.
        only: groups of steps, and "extras".
        budget: CPU seconds that a step of another tool may take.
        peers: the Python that has the other tools, if any.
        versions: of the tools that are there.
        with_peers: whether other tools are measured at all.
        missing: why there is no such Python.
        messages: how many the catalogues have whose status is measured.
        starts: how often a start is measured.
        keep: whether the projects are kept.
        rounds: how often a short step is repeated at most; the median counts.

    """

    folder: Path
    corpora: Sequence[Path]
    documents: Sequence[int]
    languages: tuple[str, ...]
    only: Sequence[str]
    budget: float
    peers: Path | None
    versions: dict[str, str]
    with_peers: bool
    missing: str
    messages: int
    starts: int
    keep: bool
    rounds: int

    @property
    def log(self) -> Path:
        """Where the commands' output goes."""
        return self.folder / "log"

    @property
    def tools(self) -> list[Tool]:
        """The tools whose columns are shown."""
        return [tool for tool in TOOLS if self.with_peers or not tool.package]


def run(plan: Plan) -> Results:
    """Measure all that is wanted."""
    results = Results(machine(), list(plan.languages), plan.versions)
    model = workspace(plan, "model", 1)
    measure([transpipe("extract"), transpipe("update")], model.folder, plan.log)
    for count in plan.documents:
        results.sizes.append(one_size(plan, count, results.sizes))
    if "extras" in plan.only:
        results.extras |= starts(plan)
        results.extras |= status(plan)
        results.extras |= pair(plan)
    return results


def machine() -> str:
    """Say where it runs."""
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8", errors="replace").splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    name = f"{len(names)} × {names[0]}" if names else cpu
    return f"{name}, {platform.system()}, Python {platform.python_version()}"


def workspace(plan: Plan, name: str, count: int) -> Workspace:
    """Make a project of so many documents."""
    at = Workspace(plan.folder / name, plan.folder / "model", count, plan.languages, plan.peers)
    at.folder.mkdir()
    quoted = ", ".join(f'"{tag}"' for tag in plan.languages)
    (at.folder / "transpipe.toml").write_text(CONFIGURATION.format(languages=quoted), "utf-8")
    at.child("make", at.folder / "source", count, *plan.corpora)
    return at


# --- one number of documents -----------------------------------------------------------


def one_size(plan: Plan, count: int, smaller: Sequence[Size]) -> Size:
    """Measure everything on so many documents."""
    tell(f"{count:,} documents: making them")
    at = workspace(plan, f"n{count}", count)
    parse = python(Path(__file__).with_name("floors.py"), "parse", "source")
    floor = repeated(lambda: measure([parse], at.folder, plan.log), plan.rounds)
    size = Size(count, at.size, floor)
    tell(f"  their full parse: {size.floor.cpu:.2f} s")
    for tool in plan.tools:
        walk(plan, tool, tool.jobs(at), at, (size, smaller))
    if "update" in plan.only:
        edit(at)
        for tool in plan.tools:
            if jobs := EDITED.get(tool.name):
                walk(plan, tool, jobs(at), at, (size, smaller))
    for tool in plan.tools:
        extrapolate(tool, size, smaller)
    if not plan.keep:
        shutil.rmtree(at.folder)
    return size


def walk(
    plan: Plan,
    tool: Tool,
    jobs: Jobs,
    at: Workspace,
    sizes: tuple[Size, Sequence[Size]],
) -> None:
    """Measure a tool's steps, those that its budget allows, until one fails on which more stand."""
    cells = sizes[0].cells.setdefault(tool.name, {})
    if reason := absent(plan, tool):
        cells["extract"] = Cell(None, note=reason)
        return
    for step, job in jobs:
        if not job.is_base and not step.startswith(tuple(plan.only)):
            continue
        must = job.is_base and not tool.package
        if not must and not affordable(plan, tool, (step, job), sizes):
            if job.is_base:
                return
            continue
        if job.needs and job.needs not in cells:
            continue
        cells[step] = cell = measured(plan, tool, step, job, at)
        if cell.usage is None and job.is_base:
            return


def absent(plan: Plan, tool: Tool) -> str:
    """Say why a tool can't be measured; nothing if it can."""
    if not tool.package or tool.package in plan.versions:
        return ""
    return plan.missing or "not installed" if tool.is_python else "not installed"


def affordable(
    plan: Plan, tool: Tool, one: tuple[str, Job], sizes: tuple[Size, Sequence[Size]]
) -> bool:
    """Tell whether a step is likely to keep to the budget, by what fewer documents took."""
    (step, job), (size, smaller) = one, sizes
    known = [
        found.cells[tool.name][step] for found in smaller if step in found.cells.get(tool.name, {})
    ]
    if known and known[-1].usage is None:
        return False
    guess = predicted(tool.name, step, size, smaller)
    return guess is None or guess.cpu / job.times <= budget(plan, tool)


def budget(plan: Plan, tool: Tool) -> float:
    return plan.budget * (1 if tool.package else OWN)


def measured(plan: Plan, tool: Tool, step: str, job: Job, at: Workspace) -> Cell:
    """Measure a step, and see that its files are there."""
    limit = budget(plan, tool) * LATE
    more = {} if job.is_ours else {"PYTHONPATH": ""}

    def once() -> Usage:
        job.before()
        folder = at.folder / job.folder
        return measure(job.commands, folder, plan.log, seconds=limit, more=more)

    try:
        usage = repeated(once, 1 if job.once else plan.rounds)
    except LateError as error:
        return Cell(None, at.count, note=str(error))
    except FailedError as error:
        tell(f"  {tool.name}, {step}: {error}")
        return Cell(None, at.count, note="failed")
    made = job.made()
    note = "" if made == job.expected else f"{made:,} files of {job.expected:,}"
    tell(f"  {tool.name}, {step}: {usage.cpu:.2f} s {note}")
    return Cell(usage.times(job.times), at.count, job.times, note)


def repeated(work: Callable[[], Usage], rounds: int = 5) -> Usage:
    """Return what some work takes: the medians of several rounds, where it is short."""
    found = [work()]
    while len(found) < rounds and sum(one.wall for one in found) < SHORT:
        found.append(work())
    return Usage(*(statistics.median_low(getattr(one, name) for one in found) for name in FIELDS))


FIELDS = ("cpu", "wall", "peak")


def predicted(tool: str, step: str, size: Size, smaller: Sequence[Size]) -> Usage | None:
    """Return what a step is likely to take: on a straight line through two smaller sizes."""
    known = [
        (one.bytes, cell.usage)
        for one in smaller
        if (cell := one.cells.get(tool, {}).get(step))
        and cell.usage
        and cell.documents == one.documents
    ]
    if not known:
        return None
    (far, less), (near, more) = (known * 2)[-2:] if len(known) > 1 else ((0, None), known[0])
    share = (size.bytes - near) / (near - far)

    def line(name: str) -> float:
        end: float = getattr(more, name)
        return max(end, end + share * (end - (getattr(less, name) if less else 0.0)))

    return Usage(line("cpu"), line("wall"), 0.0)


def extrapolate(tool: Tool, size: Size, smaller: Sequence[Size]) -> None:
    """Fill in what the budget did not allow."""
    if not smaller:
        return
    cells = size.cells.setdefault(tool.name, {})
    before = smaller[-1].cells.get(tool.name, {})
    for step, cell in before.items():
        if step in cells:
            continue
        if guess := predicted(tool.name, step, size, smaller):
            cells[step] = replace(cell, usage=guess, note="")
        else:
            cells[step] = cell


# --- figures of their own --------------------------------------------------------------


def starts(plan: Plan) -> dict[str, float]:
    """Return how much longer --help takes than importing click, in CPU time."""
    tell("starting")
    commands = {"help": transpipe("--help"), "click": python("-c", "import click")}
    found: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(plan.starts):
        for name, command in commands.items():
            found[name].append(measure([command], plan.folder, plan.log).cpu)
    return {"help": statistics.median(found["help"]) / statistics.median(found["click"])}


def status(plan: Plan) -> dict[str, float]:
    """Return how much longer status takes than reading the same catalogues, in CPU time."""
    tell(f"status on {plan.messages:,} messages")
    at = workspace(plan, "status", min(PARTS, plan.messages))
    measure([transpipe("extract")], at.folder, plan.log)
    count = 0
    for template in sorted((at.folder / "locale").rglob("*.pot")):
        if count * len(plan.languages) >= plan.messages:
            document = at.folder / "source" / template.relative_to(at.folder / "locale")
            document.with_suffix(".md").unlink()
            template.unlink()
        else:
            count += template.read_text("utf-8").count("\nmsgid ") - 1
    at.fill()
    floors = Path(__file__).with_name("floors.py")

    def cold() -> Usage:
        at.clear()
        return again()

    def again() -> Usage:
        return measure([transpipe("status")], at.folder, plan.log)

    bare = python(floors, "read", "locale")
    read = repeated(lambda: measure([bare], at.folder, plan.log), plan.rounds)
    first, second = repeated(cold, plan.rounds), repeated(again, plan.rounds)
    if not plan.keep:
        shutil.rmtree(at.folder)
    return {
        "messages": count * len(plan.languages),
        "status": first.cpu / read.cpu,
        "status-warm": second.cpu / read.cpu,
    }


def pair(plan: Plan) -> dict[str, float]:
    """Return how much faster two cores build everything than one, by the clock."""
    count = min(PARTS, max(plan.documents))
    tell(f"building {count:,} documents on one core and on two")
    at = workspace(plan, "pair", count)
    measure([transpipe("extract")], at.folder, plan.log)
    at.fill()
    found = {}
    for jobs in (1, 2):

        def build(jobs: int = jobs) -> Usage:
            at.clear("output")
            return measure([transpipe("build", jobs=jobs)], at.folder, plan.log)

        found[jobs] = repeated(build, min(3, plan.rounds)).wall
    if not plan.keep:
        shutil.rmtree(at.folder)
    return {"pair": found[1] / found[2], "pair-documents": count}
