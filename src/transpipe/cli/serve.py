"""The command ``serve``."""

from __future__ import annotations

from contextlib import suppress

import click

from transpipe.cli.session import Session
from transpipe.errors import TranspipeError
from transpipe.project.layout import Project
from transpipe.project.preview import Preview
from transpipe.report.console import escape

__all__ = ["serve_command"]


@click.command("serve")
@click.option(
    "-p",
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="The port; 0 takes a free one.",
)
@click.option("--drafts/--no-drafts", default=None, help="Show fuzzy targets too, marked so.")
@click.pass_obj
def serve_command(session: Session, port: int, drafts: bool | None) -> int:
    """Show the pages in the browser, and again whenever something changes.

    They are built in memory: nothing is written. Only this machine can see them.
    """
    try:
        from transpipe.serve import HOST, listen, server  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise TranspipeError(
            f"serve needs a package that is not installed: {error.name}",
            hint='Install them with: pip install "transpipe[serve]"',
        ) from None
    session.project  # noqa: B018 - so that a project that is none is told at once

    def load() -> Project:
        return session.again(drafts=drafts)

    def tell(text: str) -> None:
        session.terminal.say(escape(text))

    with listen(port) as listening:
        address = f"http://{HOST}:{listening.getsockname()[1]}/"
        preview = Preview(load)
        session.terminal.say(f"{address}  (Ctrl-C ends it)")
        with suppress(KeyboardInterrupt):
            server(preview, tell).run(sockets=[listening])
    return 0
