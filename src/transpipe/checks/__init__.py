"""Checks: what is wrong with targets, catalogues and sources, said as findings."""

from transpipe.checks.finding import Check, Finding, Severity
from transpipe.checks.registry import BY_NAME, CHECKS
from transpipe.checks.run import blocks, check_edition, check_message
from transpipe.checks.settings import CheckSettings, Waiver

__all__ = [
    "BY_NAME",
    "CHECKS",
    "Check",
    "CheckSettings",
    "Finding",
    "Severity",
    "Waiver",
    "blocks",
    "check_edition",
    "check_message",
]
