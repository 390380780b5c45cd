"""Checks: what is wrong with targets, catalogues and sources, said as findings."""

from transpipe.checks.files import (
    FILE_CHECKS,
    check_catalog,
    check_consistency,
    is_chosen,
    of_error,
    of_remark,
)
from transpipe.checks.finding import Check, Finding, Severity
from transpipe.checks.known import KNOWN, find, is_wanted, unknown
from transpipe.checks.pinpoint import pinpoint, with_line
from transpipe.checks.registry import BY_NAME, CHECKS
from transpipe.checks.run import blocks, check_edition, check_message, missing_extras
from transpipe.checks.settings import CheckSettings, Waiver
from transpipe.checks.sources import (
    DocumentLink,
    anchors,
    check_links,
    check_links_between,
    check_source,
    document_links,
)

__all__ = [
    "BY_NAME",
    "CHECKS",
    "FILE_CHECKS",
    "KNOWN",
    "Check",
    "CheckSettings",
    "DocumentLink",
    "Finding",
    "Severity",
    "Waiver",
    "anchors",
    "blocks",
    "check_catalog",
    "check_consistency",
    "check_edition",
    "check_links",
    "check_links_between",
    "check_message",
    "check_source",
    "document_links",
    "find",
    "is_chosen",
    "is_wanted",
    "missing_extras",
    "of_error",
    "of_remark",
    "pinpoint",
    "unknown",
    "with_line",
]
