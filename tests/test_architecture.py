"""Imports point one way, and each library has one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from conftest import ROOT

PACKAGE = ROOT / "src" / "transpipe"
MODULES = sorted(PACKAGE.rglob("*.py"))

# A room may import those that stand below its own line.
LEVELS = [
    {"cli"},
    {"serve"},
    {"project", "publishing"},
    {"page", "report", "checks", "memory", "merging", "foreign", "bitext", "languages"},
    {"edition"},
    {"markdown", "catalog", "standing"},
    {"document"},
    {"text", "scripts", "interrupts", "garbage", "latest"},
    {"errors"},
    {"lazily"},
]
LEVEL = {room: level for level, rooms in enumerate(LEVELS) for room in rooms}

# Rooms of one level that may use each other, and why.
BESIDE = {
    ("page", "languages"),  # a page knows its language
    ("checks", "languages"),  # a check knows its language
    ("report", "checks"),  # a report shows findings
    ("page", "checks"),  # a page names what was refused
    ("page", "memory"),  # a page shows what changed
    ("text", "scripts"),
}
DOORS = {
    "markdown_it": {"markdown"},
    "mdit_py_plugins": {"markdown"},
    "yaml": {"markdown"},
    "polib": {"catalog"},
    "rapidfuzz": {"memory"},
    "babel": {"languages"},
    "msgspec": {"project"},
    "filelock": {"project"},
    "jinja2": {"page"},
    "nh3": {"page"},
    "fontTools": {"page"},
    "click": {"cli"},
    "starlette": {"serve"},
    "uvicorn": {"serve"},
    "watchfiles": {"serve"},
    "rich": {"report"},
    "myanmartools": {"checks"},
    "pycld2": {"checks"},
}


def room_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


@cache
def parsed(module: Path) -> ast.Module:
    return ast.parse(module.read_text(encoding="utf-8"))


def imports_of(module: Path) -> Iterator[str]:
    for node in ast.walk(parsed(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_imports_point_down_and_libraries_have_one_door(module: Path) -> None:
    room = room_of(module)
    if room in {"__init__", "__main__"}:
        return
    assert room in LEVEL, f"{room} has no level: it is a new room"
    for name in imports_of(module):
        parts = name.split(".")
        if parts[0] == "transpipe" and len(parts) > 1 and parts[1] != room:
            below = LEVEL[parts[1]] > LEVEL[room]
            assert below or (room, parts[1]) in BESIDE, f"{room} imports {name}"
        elif parts[0] in DOORS:
            assert room in DOORS[parts[0]], f"{room} imports {name}"


def test_nothing_below_the_command_line_prints_or_reads_the_clock() -> None:
    calls = {"print", "input", "breakpoint"}
    clock = {"now", "utcnow", "today"}
    for module in MODULES:
        if room_of(module) == "cli":
            continue
        for node in ast.walk(parsed(module)):
            if isinstance(node, ast.Call):
                function = node.func
                name = function.id if isinstance(function, ast.Name) else ""
                attribute = function.attr if isinstance(function, ast.Attribute) else ""
                assert name not in calls, f"{module}:{node.lineno} calls {name}"
                assert attribute not in clock, f"{module}:{node.lineno} reads the clock"


def public_names(module: Path) -> set[str]:
    for node in parsed(module).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def test_modules_use_only_what_others_offer() -> None:
    home = PACKAGE.parent
    offered = {
        ".".join(path.relative_to(home).with_suffix("").parts).removesuffix(".__init__"): path
        for path in MODULES
    }
    for module in MODULES:
        for node in ast.walk(parsed(module)):
            if isinstance(node, ast.ImportFrom) and node.module in offered:
                names = {alias.name for alias in node.names}
                modules = {name for name in names if f"{node.module}.{name}" in offered}
                taken = names - modules - public_names(offered[node.module])
                assert not taken, f"{module}:{node.lineno} takes {taken} from {node.module}"
