"""What is measured: each tool's way through the same documents, step by step."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.documents import LANGUAGE, place
from benchmarks.measure import ENVIRONMENT, measure, python, transpipe

STEPS = {
    "extract": "extract",
    "extract-warm": "extract, again",
    "update-new": "update, new catalogues",
    "update-warm": "update, again",
    "update-edited": "update, a tenth edited",
    "status": "status",
    "status-warm": "status, again",
    "check": "check",
    "check-warm": "check, again",
    "build-md": "Markdown editions",
    "build-md-warm": "Markdown editions, again",
    "build-html": "Markdown and HTML editions",
    "build-html-warm": "Markdown and HTML editions, again",
    "half-md": "Markdown editions, half translated",
    "half-html": "Markdown and HTML, half translated",
    "run": "run",
    "run-warm": "run, again",
}
GROUPS = ("extract", "update", "status", "check", "build-md", "build-html", "half", "run")
KEPT = frozenset({"source", "locale", "output", "transpipe.toml"})
"""What is no cache in a project's folder."""

CONFIGURATION = """languages = [{languages}]
max_file_size = 1073741824
"""
"""The configuration of a project that is measured; a file may be large."""


def nothing() -> None:
    """Prepare nothing."""


@dataclass(frozen=True)
class Workspace:
    """A folder with a project of so many documents.

    Attributes:
        folder: where it is; beside the project each other tool has a folder of its own in it.
        model: another project's folder, from whose catalogues headers are taken.
        count: how many documents.
        languages: the tags of the languages.
        peers: the Python that has the other tools.

    """

    folder: Path
    model: Path
    count: int
    languages: tuple[str, ...]
    peers: Path | None = None

    def documents(self) -> list[str]:
        """Return the documents' paths, relative to the folder."""
        found = (self.folder / "source").rglob("*.md")
        return sorted(path.relative_to(self.folder).as_posix() for path in found)

    @property
    def size(self) -> int:
        """How many bytes the documents have."""
        return sum((self.folder / path).stat().st_size for path in self.documents())

    def made(self, folder: str, suffix: str) -> int:
        """Count the files with an ending in a folder that have something in them."""
        found = (self.folder / folder).rglob(f"*{suffix}")
        return sum(path.stat().st_size > 0 for path in found)

    def clear(self, *names: str, cache: bool = True) -> None:
        """Remove folders, and all that is neither source, catalogue nor edition."""
        for path in self.folder.iterdir():
            is_cache = cache and path.name not in KEPT and not path.name.startswith("peer-")
            if path.name in names or is_cache:
                shutil.rmtree(path) if path.is_dir() else path.unlink()

    def child(self, *arguments: object) -> None:
        """Run a preparation of ours as a process of its own, for this one must stay small."""
        root = Path(__file__).parents[1]
        subprocess.run(
            python("-m", "benchmarks.documents", *arguments), check=True, cwd=root, env=ENVIRONMENT
        )

    def fill(self, share: float = 1) -> None:
        """Write all catalogues anew, translated to a share, as an update leaves them."""
        self.clear("cache")
        self.child("catalogs", self.folder, self.model, share, *self.languages)
        subprocess.run(
            transpipe("update", jobs=2),
            check=True,
            cwd=self.folder,
            env={**ENVIRONMENT, "TRANSPIPE_CACHE_DIR": str(self.folder / "cache")},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self.clear()


@dataclass(frozen=True)
class Job:
    """A step that is measured.

    Attributes:
        commands: what is run, one after the other.
        made: counts the files that must be there afterwards.
        expected: how many.
        before: brings about what the step begins with; not measured.
        times: by how much to multiply: languages that were not run.
        is_ours: whether PYTHONPATH leads to our package.
        is_base: whether other steps stand on it: done even if nobody asked for its figures.
        needs: the step whose state this one begins with.
        once: whether it can't be repeated.
        folder: where it is run, below the workspace's folder.

    """

    commands: Sequence[Sequence[object]]
    made: Callable[[], int]
    expected: int
    before: Callable[[], None] = nothing
    times: int = 1
    is_ours: bool = False
    is_base: bool = False
    needs: str = ""
    once: bool = False
    folder: str = ""


Jobs = Iterator[tuple[str, Job]]


@dataclass(frozen=True)
class Tool:
    """A tool, or one way to use it.

    Attributes:
        name: the column's heading.
        package: what its version is known by; nothing for ours.
        jobs: its steps over a workspace, in order; between them the next is prepared.
        note: how it is used.

    """

    name: str
    package: str
    jobs: Callable[[Workspace], Jobs]
    note: str = field(default="", compare=False)

    @property
    def is_python(self) -> bool:
        return self.package in {"mdpo", "translate-toolkit", "markdown-gettext"}


# --- transpipe -------------------------------------------------------------------------


def ours(at: Workspace) -> Jobs:
    count, all_of = at.count, at.count * len(at.languages)

    def job(*arguments: str, made: Callable[[], int], expected: int, **more: object) -> Job:
        return Job([transpipe(*arguments)], made, expected, is_ours=True, **more)  # type: ignore[arg-type]

    def templates() -> int:
        return at.made("locale", ".pot")

    def catalogs() -> int:
        return at.made("locale", ".po")

    def editions(suffix: str) -> Callable[[], int]:
        return lambda: sum(at.made(f"output/{place(tag)}", suffix) for tag in at.languages)

    def both() -> int:
        return editions(".md")() + editions(".html")()

    def pair(step: str, arguments: Sequence[str], *, emptied: str, **more: object) -> Jobs:
        cold = job(*arguments, before=lambda: at.clear(emptied), **more)  # type: ignore[arg-type]
        yield step, cold
        yield f"{step}-warm", job(*arguments, needs=step, **more)  # type: ignore[arg-type]

    new = {"made": templates, "expected": count}
    yield "extract", job("extract", before=lambda: at.clear("locale"), is_base=True, **new)  # type: ignore[arg-type]
    yield "extract-warm", job("extract", needs="extract", **new)  # type: ignore[arg-type]

    def no_catalogs() -> None:
        at.clear()
        for path in (at.folder / "locale").iterdir():
            if (path / "LC_MESSAGES").is_dir():
                shutil.rmtree(path)

    new = {"made": catalogs, "expected": all_of}
    yield "update-new", job("update", before=no_catalogs, **new)  # type: ignore[arg-type]
    md, html = ["build", "--format", "md"], ["build", "--format", "md,html"]
    at.fill(0.5)

    def emptied() -> None:
        at.clear("output")

    yield "half-md", job(*md, before=emptied, made=editions(".md"), expected=all_of)
    yield "half-html", job(*html, before=emptied, made=both, expected=2 * all_of)
    at.fill()
    yield "update-warm", job("update", **new)  # type: ignore[arg-type]
    yield from pair("status", ["status"], emptied="", **new)
    check = ["check", "--output-format", "concise"]
    yield from pair("check", check, emptied="", **new)
    yield from pair("build-md", md, emptied="output", made=editions(".md"), expected=all_of)
    yield from pair("build-html", html, emptied="output", made=both, expected=2 * all_of)
    yield from pair("run", ["run"], emptied="output", made=both, expected=2 * all_of)


def edited(at: Workspace) -> Jobs:
    """Yield the update after an edit, of ours; the last, for it changes the documents."""
    all_of = at.count * len(at.languages)

    def refill() -> None:
        shutil.rmtree(at.folder / "locale")
        shutil.copytree(at.folder / "peer-old", at.folder / "locale")
        at.clear("cache")

    command = transpipe("update")
    made = Job([command], lambda: at.made("locale", ".po"), all_of, refill, is_ours=True, once=True)
    yield "update-edited", made


# --- the others ------------------------------------------------------------------------


def po4a(at: Workspace) -> Jobs:
    home = at.folder / "peer-po4a"
    home.mkdir()
    paths, place = f"[po4a_paths] {home.name}/all.pot", f"{home.name}/{LANGUAGE}"
    documents = at.documents()
    lines = [paths, *(f"[type: text] {path}" for path in documents)]
    (home / "extract.conf").write_text("\n".join(lines) + "\n", "utf-8")
    lines = [f"[po4a_langs] {LANGUAGE}", f"{paths} {LANGUAGE}:{place}.po"]
    lines += [f"[type: text] {path} {LANGUAGE}:{place}/{path}" for path in documents]
    (home / "build.conf").write_text("\n".join(lines) + "\n", "utf-8")
    start = ["po4a", "--quiet", "--force", "--option", "markdown"]
    extract = [*start, "--no-translations", f"{home.name}/extract.conf"]
    yield (
        "extract",
        Job([extract], lambda: at.made(home.name, ".pot"), 1, is_base=True),
    )
    catalog = home / f"{LANGUAGE}.po"
    shutil.copy(home / "all.pot", catalog)
    at.child("fill", catalog)
    build = [*start, "--no-update", "--keep", "0", f"{home.name}/build.conf"]
    out = f"{home.name}/{LANGUAGE}"
    yield (
        "build-md",
        Job([build], lambda: at.made(out, ".md"), at.count, times=len(at.languages)),
    )


def po4a_edited(at: Workspace) -> Jobs:
    """Yield extracting anew and merging into the one catalogue of one language."""
    home = "peer-po4a"
    update = ["po4a", "--quiet", "--force", "--option", "markdown", "--no-translations"]
    yield (
        "update-edited",
        Job(
            [[*update, f"{home}/build.conf"]],
            lambda: at.made(home, f"{LANGUAGE}.po"),
            1,
            times=len(at.languages),
            needs="extract",
            once=True,
        ),
    )


def mdpo_edited(at: Workspace) -> Jobs:
    """Yield extracting anew into the catalogues of one language."""
    home = "peer-mdpo"
    drive = [at.peers, Path(__file__).with_name("drive.py")]
    yield (
        "update-edited",
        Job(
            [[*drive, "mdpo-extract", "../source", "po"]],
            lambda: at.made(f"{home}/po", ".po"),
            at.count,
            times=len(at.languages),
            needs="extract",
            once=True,
            folder=home,
        ),
    )


def toolkit(at: Workspace) -> Jobs:
    home = at.folder / "peer-toolkit"
    home.mkdir()
    name, times = home.name, len(at.languages)

    def run(module: str, *arguments: str) -> list[object]:
        return [at.peers, "-m", f"translate.{module}", "--progress=none", *arguments]

    extract = run("convert.md2po", "-P", "source", f"{name}/pot")
    made = Job([extract], lambda: at.made(f"{name}/pot", ".pot"), at.count, is_base=True)
    yield "extract", made
    filled(at, home / "pot", home / "po")
    count = lambda: at.made(f"{name}/po", ".po")  # noqa: E731
    new = run("convert.pot2po", f"{name}/pot", f"{name}/new")
    made = Job([new], lambda: at.made(f"{name}/new", ".po"), at.count, times=times)
    yield "update-new", made
    status = [at.peers, "-m", "translate.tools.pocount", f"{name}/po"]
    yield "status", Job([status], count, at.count, times=times)
    check = run("filters.pofilter", f"{name}/po", f"{name}/filtered")
    yield "check", Job([check], count, at.count, times=times)
    build = run("convert.po2md", "-t", "source", f"{name}/po", f"{name}/out")
    made = Job([build], lambda: at.made(f"{name}/out", ".md"), at.count, times=times)
    yield "build-md", made


def toolkit_edited(at: Workspace) -> Jobs:
    """Yield pot2po over our own catalogues and templates after an edit, in one language."""
    old, new = f"peer-old/{LANGUAGE}/LC_MESSAGES", "peer-pot2po"

    def command(out: str) -> list[object]:
        run = [at.peers, "-m", "translate.convert.pot2po", "--progress=none"]
        return [*run, "-t", old, "peer-new", out]

    made = Job([command(new)], lambda: at.made(new, ".po"), at.count, times=len(at.languages))
    yield "update-edited", made


def in_process(prefix: str, *, catalogs: int | None, suffix: str = ".po") -> Callable[..., Jobs]:
    """Return the steps of a tool whose own functions are called, in one process."""

    def jobs(at: Workspace) -> Jobs:
        home = at.folder / f"peer-{prefix}"
        home.mkdir()
        drive = [at.peers, Path(__file__).with_name("drive.py")]
        count = at.count if catalogs is None else catalogs
        yield from extracted_and_built(
            at,
            home,
            [[*drive, f"{prefix}-extract", "../source", "new"]],
            [[*drive, f"{prefix}-build", "../source", "po", "out"]],
            (suffix, count),
        )

    return jobs


def markdown_gettext(at: Workspace) -> Jobs:
    home = at.folder / "peer-command"
    home.mkdir()
    command = at.peers.with_name("md-gettext") if at.peers else Path()
    names = [Path(path).relative_to("source").with_suffix("") for path in at.documents()]
    extract = [[command, "extract", f"../source/{one}.md", f"new/{one}.pot"] for one in names]
    start = [command, "generate", "-l", LANGUAGE]
    build = [[*start, f"../source/{one}.md", f"po/{one}.po", f"out/{one}.md"] for one in names]
    yield from extracted_and_built(at, home, extract, build, (".pot", at.count))


def extracted_and_built(
    at: Workspace,
    home: Path,
    extract: Sequence[Sequence[object]],
    build: Sequence[Sequence[object]],
    catalogs: tuple[str, int],
) -> Jobs:
    """Yield the two steps, in a folder of the tool's own: one of them removes locale where it is.

    Extracting writes catalogues of an ending, so many, under new; building reads po, writes out.
    """
    suffix, count = catalogs
    made = Job(
        extract,
        lambda: at.made(f"{home.name}/new", suffix),
        count,
        lambda: shutil.rmtree(home / "new", ignore_errors=True),
        is_base=True,
        folder=home.name,
    )
    yield "extract", made
    filled(at, home / "new", home / "po")
    made = Job(
        build,
        lambda: at.made(f"{home.name}/out", ".md"),
        at.count,
        times=len(at.languages),
        folder=home.name,
    )
    yield "build-md", made


def gettext(at: Workspace) -> Jobs:
    """Yield msgfmt's check over our own catalogues of one language, a process for each."""
    folder = at.folder / "locale" / LANGUAGE
    catalogs = sorted(path.relative_to(at.folder) for path in folder.rglob("*.po"))
    count = lambda: at.made(f"locale/{LANGUAGE}", ".po")  # noqa: E731
    check = [["msgfmt", "-c", "-o", "/dev/null", path] for path in catalogs]
    yield "check", Job(check, count, at.count, times=len(at.languages))
    status = [["msgfmt", "--statistics", "-o", "/dev/null", path] for path in catalogs]
    yield "status", Job(status, count, at.count, times=len(at.languages))


def gettext_edited(at: Workspace) -> Jobs:
    """Yield msgmerge over our own catalogues after an edit, a process for each."""
    old, new = at.folder / "peer-old" / LANGUAGE / "LC_MESSAGES", at.folder / "peer-new"
    out = at.folder / "peer-msgmerge"
    commands = []
    for template in sorted(new.rglob("*.pot")):
        name = template.relative_to(new).with_suffix(".po")
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        start = ["msgmerge", "--quiet", "--previous", "--no-wrap", "-o", out / name]
        commands.append([*start, old / name, template])
    count = lambda: at.made(out.name, ".po")  # noqa: E731
    yield "update-edited", Job(commands, count, at.count, times=len(at.languages))


def filled(at: Workspace, templates: Path, catalogs: Path) -> None:
    """Make filled catalogues of templates."""
    shutil.rmtree(catalogs, ignore_errors=True)
    for path in sorted(one for one in templates.rglob("*.po*") if one.is_file()):
        made = catalogs / path.relative_to(templates).with_suffix(".po")
        made.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, made)
    at.child("fill", catalogs)


TOOLS = (
    Tool("transpipe", "", ours),
    Tool("GNU gettext", "msgmerge", gettext, "msgfmt, msgmerge: a process for each catalogue"),
    Tool("po4a", "po4a", po4a, "one catalogue for all documents"),
    Tool("translate-toolkit", "translate-toolkit", toolkit, "md2po, po2md, pofilter, pocount"),
    Tool(
        "mdpo",
        "mdpo",
        in_process("mdpo-one", catalogs=1),
        "one catalogue for all documents, as its command makes of a glob",
    ),
    Tool(
        "mdpo, called",
        "mdpo",
        in_process("mdpo", catalogs=None),
        "its functions called in one process, a catalogue for each document",
    ),
    Tool("markdown-gettext", "markdown-gettext", markdown_gettext, "a process for each document"),
    Tool(
        "markdown-gettext, called",
        "markdown-gettext",
        in_process("gettext", catalogs=None, suffix=".pot"),
        "its functions called in one process",
    ),
)
EDITED = {
    "transpipe": edited,
    "GNU gettext": gettext_edited,
    "po4a": po4a_edited,
    "translate-toolkit": toolkit_edited,
    "mdpo, called": mdpo_edited,
}
"""What is measured last, for the documents are edited for it."""


def edit(at: Workspace) -> None:
    """Edit the documents, and keep the old catalogues and the new templates for all tools."""
    old, new = at.folder / "peer-old", at.folder / "peer-new"
    at.child("edit", at.folder / "source")
    shutil.copytree(at.folder / "locale", old)
    measure([transpipe("extract")], at.folder, at.folder / "log")
    for path in (at.folder / "locale").rglob("*.pot"):
        made = new / path.relative_to(at.folder / "locale")
        made.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, made)
