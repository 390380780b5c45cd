"""Findings for other programs: JSON, GitHub's annotations, SARIF, JUnit.

What a target or a file name says is escaped for each of them: nobody can write an
annotation, an element or an escape sequence through a translation.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from transpipe import __version__
from transpipe.checks import BY_NAME, FILE_CHECKS, Check, Finding, Severity
from transpipe.report.console import json_text, plain

__all__ = ["MACHINE", "as_json", "github", "junit", "sarif"]

_SARIF_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_json(findings: Sequence[Finding]) -> str:
    """Return findings as a JSON array, as documented in the README."""
    return json_text([_data(finding) for finding in findings])


def github(findings: Sequence[Finding]) -> str:
    """Return findings as workflow commands, which GitHub shows at the lines of a change.

    The escapes are those of GitHub's own toolkit: in a property ``:`` and ``,`` too.
    """
    return "\n".join(map(_annotation, findings))


def sarif(findings: Sequence[Finding]) -> str:
    """Return findings as a SARIF 2.1.0 log, columns in code points."""
    rules = sorted({finding.check for finding in findings})
    run = {
        "tool": {
            "driver": {
                "name": "transpipe",
                "version": __version__,
                "rules": [_rule(code, findings) for code in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, rules.index(finding.check)) for finding in findings],
    }
    log = {"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(log)


def junit(findings: Sequence[Finding]) -> str:
    """Return findings as JUnit's XML: a suite for each file, a failed case for each finding."""
    root = ET.Element("testsuites", name="transpipe", tests=_count(findings))
    root.set("failures", _count(findings))
    ordered = sorted(findings, key=_file)
    for name, group in groupby(ordered, key=_file):
        found = list(group)
        suite = ET.SubElement(root, "testsuite", name=_xml(name), tests=_count(found))
        suite.set("failures", _count(found))
        for finding in found:
            _case(suite, finding)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


MACHINE: Mapping[str, Callable[[Sequence[Finding]], str]] = {
    "json": as_json,
    "github": github,
    "sarif": sarif,
    "junit": junit,
}
"""Formats for programs, by name."""


def _data(finding: Finding) -> dict[str, Any]:
    return {
        "id": finding.check,
        "name": finding.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "help": finding.help,
        "language": finding.language,
        "catalog": finding.catalog,
        "catalog_line": finding.catalog_line,
        "source_file": finding.source_file,
        "source_line": finding.source_line,
        "source": finding.source,
        "target": finding.target,
        "in_source": finding.in_source,
        "start": finding.start,
        "end": finding.end,
    }


def _file(finding: Finding) -> str:
    return finding.catalog or finding.source_file


def _line(finding: Finding) -> int:
    return finding.catalog_line if finding.catalog else finding.source_line


def _annotation(finding: Finding) -> str:
    properties = {
        "file": _file(finding),
        "line": str(_line(finding) or ""),
        "col": str(finding.column or ""),
        "title": f"{finding.check} {finding.name}",
    }
    said = ",".join(f"{key}={_property(value)}" for key, value in properties.items() if value)
    text = "\n".join(filter(None, (plain(finding.message), plain(finding.help))))
    return f"::{_COMMANDS[finding.severity]} {said}::{_escaped(text)}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(plain(text)).replace(":", "%3A").replace(",", "%2C")


def _rule(code: str, findings: Sequence[Finding]) -> dict[str, Any]:
    check = BY_NAME.get(code) or FILE_CHECKS.get(code)
    if check is None:
        first = next(finding for finding in findings if finding.check == code)
        check = Check(code, first.name, first.severity)
    rule: dict[str, Any] = {
        "id": code,
        "name": check.name,
        "defaultConfiguration": {"level": _LEVELS[check.severity]},
    }
    if check.explanation:
        first_line, _, _ = check.explanation.partition("\n")
        rule["shortDescription"] = {"text": first_line}
        rule["fullDescription"] = {"text": " ".join(check.explanation.split())}
    return rule


def _result(finding: Finding, index: int) -> dict[str, Any]:
    text = " ".join(filter(None, (f"{plain(finding.message)}.", plain(finding.help))))
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "partialFingerprints": {"transpipe/v1": _fingerprint(finding)},
    }
    places = list(_places(finding))
    if places:
        result["locations"] = [{"physicalLocation": places[0]}]
    if len(places) > 1:
        result["relatedLocations"] = [
            {"id": 1, "physicalLocation": places[1], "message": {"text": "the source"}}
        ]
    return result


def _places(finding: Finding) -> Iterator[dict[str, Any]]:
    """Yield where a finding stands: in the catalogue first, then in the source."""
    for name, line, column in (
        (finding.catalog, finding.catalog_line, finding.column),
        (finding.source_file, finding.source_line, 0),
    ):
        if name:
            place: dict[str, Any] = {"artifactLocation": {"uri": quote(name.replace("\\", "/"))}}
            if line:
                place["region"] = {"startLine": line} | ({"startColumn": column} if column else {})
            yield place


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same while lines move."""
    parts = (finding.check, finding.language, finding.source, finding.target, finding.message)
    return hashlib.sha256("\0".join(parts).encode(errors="replace")).hexdigest()[:32]


def _count(findings: Sequence[Finding]) -> str:
    return str(len(findings))


def _case(suite: ET.Element, finding: Finding) -> None:
    line = _line(finding)
    name = f"{finding.check} {finding.name}" + (f" (line {line})" if line else "")
    case = ET.SubElement(suite, "testcase", name=_xml(name), classname=_xml(_file(finding)))
    failure = ET.SubElement(case, "failure", type=finding.severity.value)
    failure.set("message", _xml(plain(finding.message)))
    parts = [
        f"source: {plain(finding.source)}" if finding.source else "",
        f"target: {plain(finding.target)}" if finding.target else "",
        f"help: {plain(finding.help)}" if finding.help else "",
    ]
    failure.text = _xml("\n".join(filter(None, parts)))


def _xml(text: str) -> str:
    """Return a text without the characters that XML 1.0 has no way to write."""
    return _NOT_XML.sub("\ufffd", text)
