"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

__all__ = ["cache_option", "check_option", "languages_option"]

_Function = TypeVar("_Function", bound=Callable[..., Any])


def languages_option(function: _Function) -> _Function:
    """Add ``-l``."""
    return click.option(
        "-l",
        "--language",
        "languages",
        multiple=True,
        metavar="LANG",
        help="Only this language; may be given several times.",
    )(function)


def check_option(function: _Function) -> _Function:
    """Add ``--check``."""
    return click.option(
        "--check",
        is_flag=True,
        help="Write nothing; exit with 1 if something would change.",
    )(function)


def cache_option(function: _Function) -> _Function:
    """Add ``--no-cache``."""
    return click.option(
        "--no-cache", is_flag=True, help="Make everything again, whatever was made before."
    )(function)
