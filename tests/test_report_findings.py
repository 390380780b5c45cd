"""Findings as they are shown: to the cell for people, to the letter for machines."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from transpipe.catalog import Catalog, CatalogText
from transpipe.checks import CHECKS, KNOWN, Finding, Severity, find, pinpoint, unknown
from transpipe.report.excerpt import excerpt
from transpipe.report.findings import FORMATS, counted, explained, listed, place
from transpipe.report.machine import MACHINE_FORMATS

DATA = Path(__file__).parent / "data" / "findings"
SUBSET = json.loads((DATA / "sarif.json").read_text(encoding="utf-8"))
# The official schema, where the continuous integration could get it.
OFFICIAL = os.environ.get("TRANSPIPE_SARIF_SCHEMA", "")
SCHEMAS = [SUBSET, *([json.loads(Path(OFFICIAL).read_text(encoding="utf-8"))] if OFFICIAL else [])]

ATTACKS = [
    one["payload"]
    for one in json.loads((ROOT / "tests/data/given/security.json").read_text(encoding="utf-8"))
] + [
    "Kami\n::error::fake",
    "\r::set-output name=x::y",
    "%0A::error::fake",
    "a,b:c::d",
    "##[error]fake ##[add-mask]x",
    "###[error]x",
    "\x1b]0;title\x07\x1b[31m",
    "\x9b31m",
    "a\u2028b\u2029c\u0085d",
    "]]></failure><!-- & <a b='c'>",
    '"}],"x":[{"',
    "\ud800",
    "\ufffe\uffff\x00",
    "{0} [x](1) [y](https://evil.example) \\",
]
TEXTS = st.text() | st.sampled_from(ATTACKS)


def finding(**more: object) -> Finding:
    values: dict[str, object] = {
        "check": "T101",
        "name": "link-target",
        "severity": Severity.ERROR,
        "message": "the link leads to https://evil.example/r",
        "help": "The source has https://example.org/r: copy it from there.",
        "language": "id",
        "catalog": "locale/id/LC_MESSAGES/letter.po",
        "catalog_line": 12,
        "source_file": "source/letter.md",
        "source_line": 3,
        "source": "See [it](https://example.org/r).",
        "target": "Lihat [ini](https://evil.example/r).",
        "start": 6,
        "end": 35,
    }
    return Finding(**(values | more))  # type: ignore[arg-type]


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    target = draw(TEXTS)
    start = draw(st.integers(0, len(target)))
    return finding(
        check=draw(st.sampled_from([*KNOWN, "X001"])),
        severity=draw(st.sampled_from(Severity)),
        message=draw(TEXTS),
        help=draw(TEXTS),
        catalog=draw(TEXTS),
        catalog_line=draw(st.integers(0, 3)),
        column=draw(st.integers(0, 3)),
        end_column=draw(st.integers(3, 9)),
        catalog_text=draw(TEXTS),
        source_file=draw(TEXTS),
        source=draw(TEXTS),
        target=target,
        start=start,
        end=draw(st.integers(start, len(target))),
        in_source=draw(st.booleans()),
    )


# For people


def cases() -> Iterator[tuple[str, int, int]]:
    lines = (DATA / "excerpts.txt").read_text(encoding="utf-8").splitlines()[1:]
    for text, cells in zip(lines[::2], lines[1::2], strict=True):
        before, marked = cells.split()
        yield text, int(before), int(marked)


@pytest.mark.parametrize(("text", "before", "marked"), list(cases()))
def test_carets_stand_by_the_cells_of_a_terminal(text: str, before: int, marked: int) -> None:
    start, end = text.index("«"), text.index("»") - 1
    found = excerpt(text.replace("«", "").replace("»", ""), start, end)
    assert (found.before, found.marked) == (before, marked)


def test_text_from_right_to_left_is_told_beside_the_carets() -> None:
    assert excerpt("ليهت لاڤورن", 5, 11).label == "“لاڤورن”"
    assert excerpt("lihat laporan", 6, 13).label == ""


def test_a_long_text_is_cut_around_the_mark() -> None:
    text = "kata " * 40 + "SINI" + " kata" * 40
    found = excerpt(text, 200, 204)
    assert found.line.startswith("…")
    assert found.line.endswith("…")
    assert found.line[found.before : found.before + found.marked] == "SINI"
    assert len(found.line) <= 102
    assert excerpt(text).line == text[:100] + "…"
    last = excerpt(text, len(text) - 1, len(text))
    assert last.line[last.before] == "a"
    assert len(last.line) == 101
    wide = excerpt("数" * 500, 100, 400)
    assert len(wide.line) <= 52
    assert wide.before + wide.marked <= 101


@given(TEXTS, st.integers(0, 40), st.integers(0, 40))
def test_an_excerpt_never_acts(text: str, start: int, length: int) -> None:
    found = excerpt(text * 3, start, start + length)
    assert found.line.isprintable()
    assert found.label.isprintable()
    assert "##[" not in found.line


@pytest.mark.parametrize("path", sorted(DATA.glob("*.golden")), ids=lambda path: path.stem)
def test_what_people_see(path: Path) -> None:
    made = {
        "whole": finding(start=0, end=0),
        "column": finding(
            column=15, end_column=44, catalog_text='msgstr "Lihat [ini](https://evil.example/r)."'
        ),
        "source": finding(in_source=True, start=4, end=8, catalog_line=3),
        "wide": finding(
            column=9, end_column=13, source_line=100, catalog_text='msgstr "完整报告"', help=""
        ),
        "document": finding(catalog="", catalog_line=0, target="", language="", start=0, end=0),
        "file": finding(
            source="", source_file="", source_line=0, target="", start=0, end=0,
            column=8, catalog_text='msgstr "a\\q"',
        ),
    }[path.stem]  # fmt: skip
    text = f"{FORMATS['concise'](made).plain}\n\n{FORMATS['full'](made).plain}"
    assert text == path.read_text(encoding="utf-8")


def test_findings_are_counted() -> None:
    many = [finding(), finding(), finding(severity=Severity.INFO)]
    assert counted(many) == "2 errors, 1 remark"
    assert counted([]) == "no problem"
    assert place(finding(column=4)) == "locale/id/LC_MESSAGES/letter.po:12:4"
    assert place(finding(catalog="", column=4)) == "source/letter.md:3"
    assert place(finding(catalog_line=0, column=4)) == "locale/id/LC_MESSAGES/letter.po"


@given(findings())
def test_no_finding_acts_on_a_terminal(one: Finding) -> None:
    for name, show in FORMATS.items():
        lines = show(one).plain.split("\n")
        assert all(line.isprintable() for line in lines), name
        assert not any("##[" in line for line in lines), name
        assert not any(line.lstrip().startswith("::") for line in lines[name == "concise" :])


def test_every_check_is_explained() -> None:
    assert {check.id for check in CHECKS} < set(KNOWN)
    assert list(KNOWN) == sorted(KNOWN)
    for check in KNOWN.values():
        text = explained(check).plain
        assert check.id in text
        assert "mend it" in text
    assert "configuration alone" in explained(KNOWN["T160"]).plain
    assert "ignore-length" in explained(KNOWN["T133"]).plain
    assert '"qa"' in explained(KNOWN["T144"]).plain
    assert len(listed(tuple(KNOWN.values())).plain.split("\n")) == len(KNOWN)


def test_checks_are_found_by_what_people_call_them() -> None:
    assert [check.id for check in find("Link-Target")] == ["T101"]
    assert [check.id for check in find("t14")] == [
        "T140",
        "T141",
        "T142",
        "T143",
        "T144",
        "T145",
        "T146",
    ]
    assert find("") == ()
    assert unknown("T101") == ""
    assert unknown("T1O1") == 'no check is called "T1O1"; did you mean "T101"?'


# For machines


@given(st.lists(findings(), max_size=4))
def test_json_gives_back_what_was_said(many: list[Finding]) -> None:
    text = MACHINE_FORMATS["json"](many, "")
    found = json.loads(text)
    assert [one["target"] for one in found] == [one.target for one in many]
    assert [one["message"] for one in found] == [one.message for one in many]
    assert all(one.isprintable() or one == "\n" for one in text)
    assert "##[" not in text
    fields = "id name severity message help language catalog catalog_line column source_file source_line source target"
    assert all(list(one) == fields.split() for one in found)


COMMAND = re.compile(r"::(error|warning|notice) ([^:\n\r]*)::([^\n\r]*)")


@given(st.lists(findings(), max_size=4))
def test_nobody_forges_an_annotation(many: list[Finding]) -> None:
    text = MACHINE_FORMATS["github"](many, "docs/")
    lines = text.split("\n") if many else []
    assert len(lines) == len(many)
    for line, one in zip(lines, many, strict=True):
        match = COMMAND.fullmatch(line)
        assert match
        assert line.isprintable()
        keys = dict(part.split("=", 1) for part in match[2].split(","))
        assert set(keys) <= {"file", "line", "col", "endColumn", "title"}
        assert keys["file"].startswith("docs/")
        assert match[3].count("%0A") <= 1
        assert "##[" not in line or line.startswith("::")
        assert one.check in keys["title"]


def test_annotations_are_escaped() -> None:
    one = finding(catalog="a,b:c%.po", message="100%\n::error::x", column=2, end_column=4)
    assert MACHINE_FORMATS["github"]([one], "") == (
        "::error file=a%2Cb%3Ac%25.po,line=12,col=2,endColumn=4,title=T101 link-target"
        "::100%25\\n::error::x%0AThe source has https://example.org/r: copy it from there."
    )


@given(st.lists(findings(), max_size=4))
def test_sarif_keeps_to_its_schema(many: list[Finding]) -> None:
    text = MACHINE_FORMATS["sarif"](many, "docs/")
    log = json.loads(text)
    for schema in SCHEMAS:
        jsonschema.Draft4Validator(schema).validate(log)
    assert "##[" not in text
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    prints = [one["partialFingerprints"]["transpipe/v1"] for one in run["results"]]
    assert len(set(prints)) == len(many)


def test_sarif_says_where() -> None:
    one = finding(catalog="locale/ไทย 1.po", column=9, end_column=12, message="[x](1) {0}")
    (run,) = json.loads(MACHINE_FORMATS["sarif"]([one, replace(one, catalog_line=99)], "a/"))[
        "runs"
    ]
    assert run["columnKind"] == "unicodeCodePoints"
    first, second = run["results"]
    physical = first["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "a/locale/%E0%B9%84%E0%B8%97%E0%B8%A2%201.po"
    assert physical["region"] == {"startLine": 12, "startColumn": 9, "endColumn": 12}
    assert first["message"]["text"].startswith(r"\[x\](1) {{0}}")
    prints = [one["partialFingerprints"]["transpipe/v1"] for one in (first, second)]
    assert [one[:-1] for one in prints] == [prints[0][:-1]] * 2  # lines may move
    assert [one[-2:] for one in prints] == [":0", ":1"]
    related = first["relatedLocations"][0]["physicalLocation"]
    assert related["artifactLocation"]["uri"] == "a/source/letter.md"


@given(st.lists(findings(), max_size=4))
def test_junit_is_xml_with_a_case_for_each(many: list[Finding]) -> None:
    text = MACHINE_FORMATS["junit"](many, "")
    root = ET.fromstring(text)  # noqa: S314 - our own
    cases = list(root.iter("testcase"))
    assert len(cases) == max(1, len(many))
    assert len(list(root.iter("failure"))) == sum(one.severity != "info" for one in many)
    assert root.get("failures") == str(sum(one.severity != "info" for one in many))
    assert all(one.isprintable() or one == "\n" for one in text)
    assert "##[" not in text
    assert not any(line.startswith("::") for line in text.split("\n"))


# Places in a catalogue

LETTERS = st.text(
    st.sampled_from('aé語ก็\n\t"\\ n') | st.characters(exclude_categories=["Cs", "Cc"])
)


@given(LETTERS.filter(str.strip), st.data())
def test_a_part_of_a_target_is_found_where_it_stands(target: str, data: st.DataObject) -> None:
    catalog = Catalog.parse(
        b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "a"\nmsgstr ""\n'
    )
    catalog.set("a", None, target, fuzzy=False)
    (message,) = catalog.messages()
    text = CatalogText(catalog.encode().decode())
    assert text.target(message.target_line or 5) == target
    start = data.draw(st.integers(0, len(target) - 1))
    end = data.draw(st.integers(start + 1, len(target)))
    spot = text.spot(5, start, end)
    assert spot
    shown = text.line(spot.line)[spot.start - 1 : spot.end - 1]
    for escape, character in (("\\n", "\n"), ("\\t", "\t"), ('\\"', '"')):
        shown = shown.replace("\\\\", "\0").replace(escape, character)
    assert target[start:end].startswith(shown.replace("\0", "\\"))
    assert shown


def located(msgstr: str, target: str, part: str) -> Finding:
    text = f'msgid "a"\n{msgstr}\n'
    start = target.index(part)
    one = finding(catalog_line=2, target=target, start=start, end=start + len(part))
    return pinpoint(one, CatalogText(text))


@pytest.mark.parametrize(
    ("msgstr", "target", "part", "line", "column", "shown"),
    [
        ('msgstr "a \\"b\\" c"', 'a "b" c', '"b"', 2, 11, '\\"b\\"'),
        ('msgstr ""\n"one "\n"two"', "one two", "two", 4, 2, "two"),
        ('msgstr ""\n"one "\n"two"', "one two", "e t", 3, 4, "e "),
        ('msgstr "one " "two"', "one two", "two", 2, 16, "two"),
        ('  msgstr[0]\n  "one"\nmsgstr[1] "x"', "one", "ne", 3, 5, "ne"),
        ('msgstr "Tiê\u0301ng"', "Tiếng", "ng", 2, 13, "ng"),
        ('msgstr "a\\r\\nbc"', "a\nbc", "c", 2, 15, "c"),
        ('msgstr "\\\\n"', "\\n", "n", 2, 11, "n"),
    ],
)
def test_columns(  # noqa: PLR0917 - a table's columns
    msgstr: str, target: str, part: str, line: int, column: int, shown: str
) -> None:
    found = located(msgstr, target, part)
    assert (found.catalog_line, found.column) == (line, column)
    assert found.catalog_text[found.column - 1 : found.end_column - 1] == shown


@pytest.mark.parametrize(
    ("msgstr", "target"),
    [
        ('msgstr "\\141b"', "ab"),  # a numeric escape
        ('msgstr "other"', "ab"),
        ('msgid "ab"', "ab"),
        ('msgstr ""\n"\\x61b"', "ab"),
    ],
)
def test_a_column_that_cannot_be_told_is_left_out(msgstr: str, target: str) -> None:
    found = located(msgstr, target, target[0])
    assert (found.catalog_line, found.column, found.end_column) == (2, 0, 0)
    assert CatalogText("").line(5) == ""
    assert CatalogText("a").target(9) == ""
