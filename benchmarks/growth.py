"""How time and memory grow with the size of one document, from 10 kB to 100 MB.

    python benchmarks/growth.py [CORPUS...] [--largest 100000000] [--svg docs/growth.svg]

Each size is one file of real documents, one after the other, with other words each time
round; one language, fully translated. Prints CPU seconds, peak memory and its ratio to the
input, and the slope of time over size where both are logarithms: 1 is linear. Exits with 1
where a slope is over 1.1, or memory, beyond what a document of 10 kB takes, is 30 times the
input or more. What hostile texts do is shown by benchmarks/hostile.py.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bench import repeated
from benchmarks.common import corpora
from benchmarks.measure import ENVIRONMENT, Usage, measure, python, transpipe
from benchmarks.peers import tell
from benchmarks.tools import CONFIGURATION, Workspace

LANGUAGE = "id"
SIZES = (
    10_000,
    30_000,
    100_000,
    300_000,
    1_000_000,
    3_000_000,
    10_000_000,
    30_000_000,
    100_000_000,
)
PARSE, EXTRACT, BUILD, HTML = "full parse", "extract", "Markdown edition", "Markdown and HTML"
COLORS = {PARSE: "#8a8a8a", EXTRACT: "#0072b2", BUILD: "#009e73", HTML: "#d55e00"}
SLOPE = 1.1
MEMORY = 30
FIT = 250_000
"""The smallest size whose time is more than starting."""
LARGE = 900_000
"""The smallest size whose memory is more than the program's own."""


@dataclass(frozen=True)
class Point:
    """What one step took on one size.

    Attributes:
        step: what was done.
        size: of the document, in bytes.
        cpu: seconds.
        peak: MiB.

    """

    step: str
    size: int
    cpu: float
    peak: float


# --- measuring -------------------------------------------------------------------------


def project(folder: Path, size: int, folders: Sequence[Path]) -> Workspace:
    """Make a project of one document of about so many bytes."""
    at = Workspace(folder, folder.parent / "model", 1, (LANGUAGE,))
    folder.mkdir()
    (folder / "transpipe.toml").write_text(CONFIGURATION.format(languages=f'"{LANGUAGE}"'), "utf-8")
    at.child("one", folder / "source" / "one.md", size, *folders)
    return at


def points(at: Workspace, log: Path, rounds: int) -> list[Point]:
    """Measure all steps on a document."""
    size = at.size
    floors = Path(__file__).with_name("floors.py")

    def usage(*command: str, emptied: str = "") -> Usage:
        at.clear(emptied)
        return measure([command], at.folder, log, seconds=6 * 3600)

    build = transpipe("build", "--format", "md"), transpipe("build", "--format", "md,html")
    found = [(PARSE, repeated(partial(usage, *python(floors, "parse", "source")), rounds))]
    found.append(
        (EXTRACT, repeated(partial(usage, *transpipe("extract"), emptied="locale"), rounds))
    )
    at.fill()
    found += [
        (step, repeated(partial(usage, *command, emptied="output"), rounds))
        for step, command in zip((BUILD, HTML), build, strict=True)
    ]
    if at.made("output", ".md") != 2 or at.made("output/id", ".html") != 1:
        raise SystemExit("an edition is missing")
    for step, used in found:
        tell(f"{size:>12,}  {step:20}{used.cpu:>9.2f} s{used.peak:>8.0f} MiB")
    return [Point(step, size, used.cpu, used.peak) for step, used in found]


def all_points(largest: int, folders: Sequence[Path], rounds: int) -> list[Point]:
    with tempfile.TemporaryDirectory(prefix="growth-") as name:
        folder = Path(name)
        model = project(folder / "model", SIZES[0], folders)
        for command in ("extract", "update"):
            subprocess.run(
                transpipe(command), check=True, cwd=model.folder, env=ENVIRONMENT, stdout=sys.stderr
            )
        found = []
        for size in (size for size in SIZES if size <= largest):
            at = project(folder / f"n{size}", size, folders)
            found += points(at, folder / "log", rounds)
        return found


# --- what it means ---------------------------------------------------------------------


def of_step(found: Sequence[Point], step: str) -> list[Point]:
    return [point for point in found if point.step == step]


def slope(found: Sequence[Point]) -> float:
    """Return the slope of the logarithm of time over that of size, by least squares.

    What the smallest document takes is starting, and left out.
    """
    start = found[0]
    pairs = [
        (math.log(one.size - start.size), math.log(one.cpu - start.cpu))
        for one in found[1:]
        if one.size >= FIT and one.cpu > start.cpu
    ]
    return statistics.linear_regression(*zip(*pairs, strict=True)).slope if len(pairs) > 1 else 1


def memory(found: Sequence[Point]) -> float:
    """Return the largest ratio of memory, beyond that of the smallest document, to the input."""
    start = found[0]
    ratios = [(one.peak - start.peak) * 2**20 / one.size for one in found[1:] if one.size >= LARGE]
    return max(ratios, default=0)


def table(found: Sequence[Point]) -> str:
    steps = list(COLORS)
    lines = [f"{'bytes':>12}" + "".join(f"{step:>30}" for step in steps)]
    lines.append(" " * 12 + f"{'CPU s   peak MiB   × input':>30}" * len(steps))
    for size in sorted({point.size for point in found}):
        row = {point.step: point for point in found if point.size == size}
        cells = (
            f"{one.cpu:>11.2f}{one.peak:>10.0f}{one.peak * 2**20 / one.size:>9.1f}"
            for one in map(row.__getitem__, steps)
        )
        lines.append(f"{size:>12,}" + "".join(cells))
    slopes = (slope(of_step(found, step)) for step in steps)
    lines.append(f"{'slope':>12}" + "".join(f"{one:>11.2f}{'':19}" for one in slopes))
    lines.append(
        f"{'memory':>12}"
        + "".join(f"{'':21}{memory(of_step(found, step)):>9.1f}" for step in steps)
        + "  beyond the smallest's, at 1 MB and more"
    )
    return "\n".join(lines)


# --- the picture -----------------------------------------------------------------------

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 420, 300, 56, 34, 12, 40
STYLE = (
    "text{font:12px system-ui,sans-serif;fill:#333}.grid{stroke:#ddd}"
    ".line{fill:none;stroke-width:2}"
    "@media(prefers-color-scheme:dark){text{fill:#ddd}.grid{stroke:#444}}"
)


def picture(found: Sequence[Point]) -> str:
    """Return both plots as SVG, time and memory over size, all logarithmic."""
    plots = (
        ("CPU seconds", [(one.step, one.size, one.cpu) for one in found], seconds),
        ("peak memory", [(one.step, one.size, one.peak * 2**20) for one in found], sized),
    )
    label = "CPU time and peak memory over the size of a document, from 10 kB"
    box = f'viewBox="0 0 {2 * WIDTH} {HEIGHT + 30}" role="img" aria-label="{label}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {box}>', f"<style>{STYLE}</style>"]
    for number, (title, values, unit) in enumerate(plots):
        parts.append(f'<g transform="translate({number * WIDTH})">')
        parts += plot(title, values, unit)
        parts.append("</g>")
    for number, (step, color) in enumerate(COLORS.items()):
        x = LEFT + number * 180
        parts.append(
            f'<path class="line" stroke="{color}" d="M{x} {HEIGHT + 12}h24"/>'
            f'<text x="{x + 30}" y="{HEIGHT + 16}">{step}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def plot(
    title: str, values: Sequence[tuple[str, int, float]], unit: Callable[[float], str]
) -> list[str]:
    """Return the elements of one plot."""
    wide = bounds([size for _, size, _ in values])
    tall = bounds([value for _, _, value in values])

    def x(value: float) -> float:
        return LEFT + (math.log10(value) - wide[0]) / (wide[1] - wide[0]) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        high = HEIGHT - TOP - BOTTOM
        return TOP + high - (math.log10(value) - tall[0]) / (tall[1] - tall[0]) * high

    parts = [f'<text x="{LEFT}" y="18" font-weight="bold">{title}, by size of the document</text>']
    for power in range(wide[0], wide[1] + 1):
        at = x(10**power)
        parts.append(f'<path class="grid" d="M{at:.1f} {TOP}V{HEIGHT - BOTTOM}"/>')
        parts.append(
            f'<text x="{at:.1f}" y="{HEIGHT - BOTTOM + 18}" text-anchor="middle">'
            f"{sized(10**power)}</text>"
        )
    for power in range(tall[0], tall[1] + 1):
        at = y(10**power)
        parts.append(f'<path class="grid" d="M{LEFT} {at:.1f}H{WIDTH - RIGHT}"/>')
        parts.append(
            f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{unit(10**power)}</text>'
        )
    for step, color in COLORS.items():
        line = " ".join(
            f"{x(size):.1f},{y(value):.1f}" for one, size, value in values if one == step
        )
        parts.append(f'<polyline class="line" stroke="{color}" points="{line}"/>')
    return parts


def bounds(values: Sequence[float]) -> tuple[int, int]:
    """Return the powers of ten that hold some values."""
    low, high = math.floor(math.log10(min(values))), math.ceil(math.log10(max(values)))
    return low, max(high, low + 1)


def seconds(value: float) -> str:
    return f"{value:g} s"


def sized(value: float) -> str:
    for limit, name in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if value >= limit:
            return f"{value / limit:g} {name}"
    return f"{value:g} B"


# --- the command -----------------------------------------------------------------------


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", nargs="*", type=Path)
    parser.add_argument("--largest", type=int, default=SIZES[-1], metavar="BYTES")
    parser.add_argument("--rounds", type=int, default=5, help="of short steps; the median counts")
    parser.add_argument("--svg", type=Path, help="where the plot goes, such as docs/growth.svg")
    parser.add_argument("--json", type=Path, help="where the figures go")
    parser.add_argument("--from", dest="given", type=Path, metavar="FILE", help="measure nothing")
    options = parser.parse_args()
    if options.given:
        found = [Point(**one) for one in json.loads(options.given.read_text("utf-8"))]
    else:
        folders = [path.resolve() for path in corpora(options.corpus)]
        found = all_points(options.largest, folders, options.rounds)
    if options.json:
        options.json.write_text(json.dumps([*map(asdict, found)], indent=1) + "\n", "utf-8")
    if options.svg:
        options.svg.write_text(picture(found), "utf-8", newline="")
    print(table(found))
    own = [of_step(found, step) for step in (EXTRACT, BUILD, HTML)]
    return int(any(slope(one) > SLOPE or memory(one) >= MEMORY for one in own))


if __name__ == "__main__":
    sys.exit(main())
