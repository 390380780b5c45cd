"""Findings for other programs; nothing in a finding can break out of its format."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transpipe.checks import Finding, Severity
from transpipe.report.formats import MACHINE, as_json, github, junit, sarif

ONE = Finding(
    "T101",
    "link-target",
    Severity.ERROR,
    "the link leads to b",
    help="Copy it: 100%.",
    language="id",
    catalog="locale/id/a b.po",
    catalog_line=7,
    column=3,
    source_file="source/a b.md",
    source_line=2,
    source="[x](a)",
    target="[x](b)",
    start=0,
    end=6,
)
TWO = Finding(
    "S041", "directive", Severity.WARNING, "unknown", source_file="source/a.md", source_line=4
)
THREE = Finding("X999", "odd", Severity.INFO, "odd")
ALL = [ONE, TWO, THREE]
HOSTILE = "x\n::error file=y::z\r%0A\x1b[31m]]></failure>\u202e\ufffe\x00&<"


def test_github_annotations() -> None:
    said = "the link leads to b%0ACopy it: 100%25."
    assert github(ALL).split("\n") == [
        "::error file=locale/id/a b.po,line=7,col=3,title=T101 link-target::" + said,
        "::warning file=source/a.md,line=4,title=S041 directive::unknown",
        "::notice title=X999 odd::odd",
    ]


def test_a_target_writes_no_annotation() -> None:
    hostile = Finding("T101", "link-target", Severity.ERROR, HOSTILE, HOSTILE, catalog=HOSTILE)
    text = github([hostile])
    assert "\n" not in text
    assert "\r" not in text
    assert "\x1b" not in text
    assert text.startswith("::error file=x")


def test_json() -> None:
    first = json.loads(as_json(ALL))[0]
    assert first["id"] == "T101"
    assert (first["start"], first["end"], first["in_source"]) == (0, 6, False)


def test_sarif() -> None:
    log = json.loads(sarif(ALL))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["S041", "T101", "X999"]
    assert [rules[one["ruleIndex"]]["id"] for one in run["results"]] == ["T101", "S041", "X999"]
    assert [one["level"] for one in run["results"]] == ["error", "warning", "note"]
    first, second, third = run["results"]
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "locale/id/a%20b.po"
    assert place["region"] == {"startLine": 7, "startColumn": 3}
    related = first["relatedLocations"][0]["physicalLocation"]
    assert related["artifactLocation"]["uri"] == "source/a%20b.md"
    assert "relatedLocations" not in second
    assert "locations" not in third


def test_fingerprints_do_not_know_lines() -> None:
    moved = Finding(
        **{**{name: getattr(ONE, name) for name in Finding.__slots__}, "catalog_line": 9}
    )
    prints = [
        json.loads(sarif([one]))["runs"][0]["results"][0]["partialFingerprints"]
        for one in (ONE, moved, TWO)
    ]
    assert prints[0] == prints[1] != prints[2]


def test_junit() -> None:
    root = ET.fromstring(junit(ALL))  # noqa: S314 - our own
    assert root.get("failures") == "3"
    assert [suite.get("name") for suite in root] == ["", "locale/id/a b.po", "source/a.md"]
    case = root[1][0]
    assert case.get("name") == "T101 link-target (line 7)"
    assert "target: [x](b)" in (case[0].text or "")


@pytest.mark.parametrize("name", MACHINE)
def test_no_findings(name: str) -> None:
    assert "T1" not in MACHINE[name]([])


@given(st.text())
def test_any_text_stays_inside(text: str) -> None:
    finding = Finding(
        "T101", "x", Severity.ERROR, text, text, catalog=text, source=text, target=text
    )
    assert "\n" not in github([finding])
    ET.fromstring(junit([finding, TWO]))  # noqa: S314
    assert len(json.loads(sarif([finding]))["runs"][0]["results"]) == 1
    assert len(json.loads(as_json([finding]))) == 1
