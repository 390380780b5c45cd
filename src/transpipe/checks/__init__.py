"""Checks: what is wrong with targets, catalogues and sources, said as findings."""

from transpipe.checks.files import (
    FILE_CHECKS,
    check_catalog,
    check_consistency,
    of_error,
    of_remark,
)
from transpipe.checks.finding import Check, Finding, Severity
from transpipe.checks.registry import BY_NAME, CHECKS
from transpipe.checks.run import blocks, check_edition, check_message, missing_extras
from transpipe.checks.settings import CheckSettings, Waiver
from transpipe.checks.sources import check_links_between, check_source

__all__ = [
    "BY_NAME",
    "CHECKS",
    "FILE_CHECKS",
    "Check",
    "CheckSettings",
    "Finding",
    "Severity",
    "Waiver",
    "blocks",
    "check_catalog",
    "check_consistency",
    "check_edition",
    "check_links_between",
    "check_message",
    "check_source",
    "missing_extras",
    "of_error",
    "of_remark",
]
