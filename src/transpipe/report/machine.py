"""Findings for machines: JSON, annotations of GitHub, SARIF and JUnit's XML."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree as ET

from transpipe import __version__
from transpipe.checks import KNOWN, Check, Finding, Severity
from transpipe.report.console import json_text, plain
from transpipe.report.findings import place

__all__ = ["MACHINE_FORMATS"]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_GITHUB = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
_SARIF = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_json(findings: Sequence[Finding], base: str) -> str:  # noqa: ARG001 - as the others
    """Return findings as JSON, as documented in the README."""
    return _json([_data(finding) for finding in findings])


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
        "column": finding.column,
        "source_file": finding.source_file,
        "source_line": finding.source_line,
        "source": finding.source,
        "target": finding.target,
    }


def _json(data: object) -> str:
    # A runner of GitHub takes ##[ for a command wherever it stands in a line.
    return json_text(data).replace("##[", "#\\u0023[")


# GitHub


def as_github(findings: Sequence[Finding], base: str) -> str:
    """Return findings as workflow commands, each on a line, with all that could end one escaped.

    Source: GitHub's runner, ActionCommand: % CR LF in data, : and , too in properties.
    """
    return "\n".join(_annotation(finding, base) for finding in findings)


def _annotation(finding: Finding, base: str) -> str:
    name, line = _file(finding)
    properties = {
        "file": base + name,
        "line": line,
        "col": finding.column,
        "endColumn": finding.end_column,
        "title": f"{finding.check} {finding.name}",
    }
    said = ",".join(f"{key}={_property(str(one))}" for key, one in properties.items() if one)
    text = _command_data(f"{plain(finding.message)}\n{plain(finding.help)}".rstrip("\n"))
    return f"::{_GITHUB[finding.severity]} {said}::{text}"


def _command_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _command_data(plain(text)).replace(":", "%3A").replace(",", "%2C")


# SARIF


def as_sarif(findings: Sequence[Finding], base: str) -> str:
    """Return findings as SARIF 2.1.0."""
    codes = sorted({finding.check for finding in findings})
    index = {code: number for number, code in enumerate(codes)}
    seen: Counter[str] = Counter()
    results = [_result(finding, index, base, seen) for finding in findings]
    driver = {
        "name": "transpipe",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(code, findings) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return _json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str, findings: Sequence[Finding]) -> dict[str, Any]:
    check = KNOWN.get(code) or _unlisted(code, findings)
    text = check.explanation.strip() or f"{check.name}."
    return {
        "id": code,
        "name": check.name,
        "shortDescription": {"text": _message(" ".join(text.partition("\n\n")[0].split()))},
        "fullDescription": {"text": _message(text)},
        "help": {"text": _message(text)},
        "defaultConfiguration": {"level": _SARIF[check.severity]},
    }


def _unlisted(code: str, findings: Sequence[Finding]) -> Check:
    first = next(finding for finding in findings if finding.check == code)
    return Check(code, first.name, first.severity)


def _result(
    finding: Finding, index: Mapping[str, int], base: str, seen: Counter[str]
) -> dict[str, Any]:
    name, line = _file(finding)
    text = "\n".join(filter(None, (plain(finding.message), plain(finding.help))))
    result: dict[str, Any] = {
        "ruleId": finding.check,
        "ruleIndex": index[finding.check],
        "level": _SARIF[finding.severity],
        "message": {"text": _message(text)},
    }
    if name:
        region = _region(line, finding.column, finding.end_column)
        result["locations"] = [_location(base + name, region)]
    if finding.catalog and finding.source_file:
        source = _location(base + finding.source_file, _region(finding.source_line, 0, 0))
        result["relatedLocations"] = [{"id": 1, "message": {"text": "the source"}, **source}]
    print_ = _fingerprint(finding)
    result["partialFingerprints"] = {"transpipe/v1": f"{print_}:{seen[print_]}"}
    seen[print_] += 1
    return result


def _location(name: str, region: dict[str, int]) -> dict[str, Any]:
    location: dict[str, Any] = {"artifactLocation": {"uri": quote(name, errors="replace")}}
    if region:
        location["region"] = region
    return {"physicalLocation": location}


def _region(line: int, column: int, end_column: int) -> dict[str, int]:
    values = {"startLine": line, "startColumn": column, "endColumn": end_column}
    return {key: value for key, value in values.items() if value} if line else {}


def _fingerprint(finding: Finding) -> str:
    """Return what stays the same when lines move: check, file, source, what is said."""
    parts = (finding.check, *_names(finding), finding.language, finding.source, finding.message)
    joined = "\0".join(parts).encode(errors="surrogatepass")
    return hashlib.sha256(joined).hexdigest()[:32]


def _message(text: str) -> str:
    """Return a text as a message that has neither links nor placeholders (3.11.5, 3.11.6)."""
    if "](" in text:
        text = re.sub(r"([\\[\]])", r"\\\1", text)
    return re.sub(r"([{}])", r"\1\1", text) if re.search(r"\{\d+\}", text) else text


# JUnit


def as_junit(findings: Sequence[Finding], base: str) -> str:  # noqa: ARG001 - as the others
    """Return findings as JUnit's XML: a suite for each file, a case for each finding.

    What is only a remark has not failed. Where nothing was found there is one case that passed.
    """
    root = ET.Element("testsuites", name="transpipe")
    for name, group in groupby(findings, lambda one: _file(one)[0]):
        _suite(root, name or "transpipe", list(group))
    if not findings:
        suite = ET.SubElement(root, "testsuite", name="transpipe", tests="1", failures="0")
        ET.SubElement(suite, "testcase", name="check", classname="transpipe")
    for key in ("tests", "failures"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode").replace("##[", "#&#35;[")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{text}'


def _suite(root: ET.Element, name: str, findings: Sequence[Finding]) -> None:
    failures = sum(one.severity is not Severity.INFO for one in findings)
    shown = plain(name)
    suite = ET.SubElement(
        root, "testsuite", name=shown, tests=str(len(findings)), failures=str(failures)
    )
    for finding in findings:
        title = f"{finding.check} {finding.name} ({plain(place(finding))})"
        case = ET.SubElement(suite, "testcase", name=title, classname=shown, file=shown)
        text = "\n".join(f"  {line}" for line in _told(finding))
        if finding.severity is Severity.INFO:
            ET.SubElement(case, "system-out").text = f"\n{text}\n"
        else:
            severity = finding.severity.value
            message = plain(finding.message)
            failure = ET.SubElement(case, "failure", type=severity, message=message)
            failure.text = f"\n{text}\n"


def _told(finding: Finding) -> Iterator[str]:
    source = ":".join(one for one in (finding.source_file, str(finding.source_line or "")) if one)
    rows = {
        finding.severity.value: finding.message,
        "help": finding.help,
        "source": " ".join(filter(None, (source, finding.source))),
        "target": finding.target,
    }
    for key, value in rows.items():
        if value:
            yield f"{key}: {plain(value)}"


def _file(finding: Finding) -> tuple[str, int]:
    """Return file and line of the main place."""
    if finding.catalog:
        return finding.catalog, finding.catalog_line
    return finding.source_file, finding.source_line


def _names(finding: Finding) -> tuple[str, str]:
    return finding.catalog, finding.source_file


MACHINE_FORMATS: Mapping[str, Callable[[Sequence[Finding], str], str]] = MappingProxyType(
    {"json": as_json, "github": as_github, "sarif": as_sarif, "junit": as_junit}
)
"""Formats for machines, by name.

Each takes the findings and the path of the project within the repository, ending with a slash
or empty.
"""
