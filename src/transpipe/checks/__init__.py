"""Checks: what is wrong with targets, catalogues and sources, said as findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transpipe.lazily import giver

if TYPE_CHECKING:
    from transpipe.checks.files import (
        FILE_CHECKS,
        check_catalog,
        check_consistency,
        is_chosen,
        of_remark,
    )
    from transpipe.checks.finding import Check, Finding, Severity
    from transpipe.checks.known import KNOWN, find, is_wanted, unknown
    from transpipe.checks.pair import Pairs
    from transpipe.checks.pinpoint import pinpoint, with_line
    from transpipe.checks.registry import BY_NAME, CHECKS
    from transpipe.checks.run import (
        check_edition,
        check_message,
        missing_extras,
        refuse_by,
        spare_by,
    )
    from transpipe.checks.settings import CheckSettings, Waiver
    from transpipe.checks.sources import (
        DocumentLink,
        anchors,
        check_links,
        check_source,
        document_links,
        missing_file,
    )
    from transpipe.checks.waivers import WaiverLog, unused_in_project

__all__ = [
    "BY_NAME",
    "CHECKS",
    "FILE_CHECKS",
    "KNOWN",
    "Check",
    "CheckSettings",
    "DocumentLink",
    "Finding",
    "Pairs",
    "Severity",
    "Waiver",
    "WaiverLog",
    "anchors",
    "check_catalog",
    "check_consistency",
    "check_edition",
    "check_links",
    "check_message",
    "check_source",
    "document_links",
    "find",
    "is_chosen",
    "is_wanted",
    "missing_extras",
    "missing_file",
    "of_remark",
    "pinpoint",
    "refuse_by",
    "spare_by",
    "unknown",
    "unused_in_project",
    "with_line",
]

_HOMES = {
    "files": ("FILE_CHECKS", "check_catalog", "check_consistency", "is_chosen", "of_remark"),
    "finding": ("Check", "Finding", "Severity"),
    "known": ("KNOWN", "find", "is_wanted", "unknown"),
    "pair": ("Pairs",),
    "pinpoint": ("pinpoint", "with_line"),
    "registry": ("BY_NAME", "CHECKS"),
    "run": ("check_edition", "check_message", "missing_extras", "refuse_by", "spare_by"),
    "settings": ("CheckSettings", "Waiver"),
    "sources": (
        "DocumentLink",
        "anchors",
        "check_links",
        "check_source",
        "document_links",
        "missing_file",
    ),
    "waivers": ("WaiverLog", "unused_in_project"),
}

if not TYPE_CHECKING:  # so that a type checker knows of no other names than these
    __getattr__ = giver(__name__, _HOMES)
