"""The command ``explain``."""

from __future__ import annotations

import click

from transpipe.checks import KNOWN, find, unknown
from transpipe.cli.session import Session
from transpipe.errors import TranspipeError
from transpipe.report.findings import explained, listed

__all__ = ["explain_command"]


@click.command("explain")
@click.argument("check", required=False)
@click.pass_obj
def explain_command(session: Session, check: str | None) -> int:
    """Say what a check finds, why, and how to mend it; without CHECK list all of them.

    A check is named by its id (T101) or its name (link-target).
    """
    if check is None:
        session.terminal.out.print(listed(tuple(KNOWN.values())))
        return 0
    if message := unknown(check):
        raise TranspipeError(message, hint="transpipe explain lists all of them.")
    found = find(check)
    session.terminal.out.print(explained(found[0]) if len(found) == 1 else listed(found))
    return 0
