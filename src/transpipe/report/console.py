"""What people see in a terminal; the only door to rich."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Literal, NoReturn

from rich.console import Console
from rich.markup import escape
from rich.text import Text
from rich.theme import Theme

from transpipe.errors import TranspipeError

__all__ = ["Color", "Terminal", "escape", "json_text", "plain"]

Color = Literal["auto", "always", "never"]

_THEME = Theme(
    {
        "done": "cyan",
        "review": "yellow",
        "left": "bright_black",
        "label": "bold",
        "quiet": "bright_black",
        "error": "bold red",
        "warning": "bold yellow",
        "info": "bold blue",
        "help": "bold cyan",
        "place": "bold",
    }
)
_RESTORE = (
    "Was it cut off? Restore it from version control. If somebody removed entries on purpose, "
    "transpipe update corrects the header."
)
_ADJUSTED = re.compile(r"\t|[^\S\n]$", re.MULTILINE)
"""What rich may print otherwise: tabs, and space at the end of a line."""
_SLOW = 1.0
"""Seconds after which work shows a bar."""


class _Console(Console):
    """A console that leaves it to the command what a closed pipe means."""

    def on_broken_pipe(self) -> NoReturn:
        raise BrokenPipeError


class Terminal:
    """Standard output for results, standard error for everything else.

    NO_COLOR and FORCE_COLOR are honoured where ``color`` is ``auto``.

    Attributes:
        out: the console of results.
        err: the console of progress and errors.
        quiet: whether only errors and results that were asked for are shown.

    """

    def __init__(
        self,
        color: Color = "auto",
        *,
        quiet: bool = False,
        stdout: IO[str] | None = None,
        stderr: IO[str] | None = None,
    ) -> None:
        force = {"auto": None, "always": True, "never": False}[color]
        self.out = self._console(stdout, force, stderr=False)
        self.err = self._console(stderr, force, stderr=True)
        self.quiet = quiet

    @staticmethod
    def _console(file: IO[str] | None, force: bool | None, *, stderr: bool) -> Console:
        return _Console(
            file=file,
            stderr=stderr,
            theme=_THEME,
            highlight=False,
            soft_wrap=True,
            emoji=False,
            no_color=None if force is None else not force,
            force_terminal=force,
        )

    def result(self, text: str) -> None:
        """Print a line of a result, without markup and as it is."""
        self.out.print(text, markup=False)

    def show(self, texts: Iterable[Text]) -> None:
        """Print texts, as they are where nothing is styled: rich takes ten times as long."""
        file, is_plain = self.out.file, self.out.color_system is None
        for text in texts:
            if is_plain and not _ADJUSTED.search(text.plain):
                file.write(f"{text.plain}\n")
            else:
                self.out.print(text)
        file.flush()

    def say(self, text: str) -> None:
        """Tell what was done, in markup; nothing when quiet."""
        if not self.quiet:
            self.out.print(text)

    def note(self, text: str) -> None:
        """Print a line to standard error, in markup; nothing when quiet."""
        if not self.quiet:
            self.err.print(text)

    def error(self, error: TranspipeError) -> None:
        """Print an error: what, where, and the way out."""
        code = escape(f"[{error.code}]") if error.code else ""
        place = f"[place]{escape(plain(error.place))}[/]: " if error.place else ""
        self.err.print(f"[error]error{code}[/]: {place}{escape(plain(error.message))}")
        if error.hint:
            self.err.print(f"  [help]help[/]: {escape(plain(error.hint))}")

    def warn_cut(self, catalog: str, message: str) -> None:
        """Warn of a catalogue whose end seems to be missing, even when quiet; and of nothing.

        Args:
            catalog: its name.
            message: what tells; empty where nothing is wrong.

        """
        if message:
            place = f"[place]{escape(plain(catalog))}[/]"
            self.err.print(f"[warning]warning[/]{escape('[P021]')}: {place}: {escape(message)}")
            self.err.print(f"  [help]help[/]: {_RESTORE}")

    @contextmanager
    def progress(self, title: str, total: int) -> Iterator[Callable[[str], None]]:
        """Give a function to call after each item; a bar shows once work lasts."""
        if self.quiet or not self.err.is_terminal:
            yield lambda _: None
            return
        from rich.progress import (  # noqa: PLC0415 - slow to import
            BarColumn,
            MofNCompleteColumn,
            Progress,
            TextColumn,
        )

        bar = Progress(
            TextColumn("{task.description:>8}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("[quiet]{task.fields[item]}[/]", markup=True),
            console=self.err,
            transient=True,
        )
        task = bar.add_task(title, total=total, item="")
        started = bar.get_time()

        def advance(item: str) -> None:
            bar.update(task, advance=1, item=escape(plain(item)))
            if not bar.live.is_started and bar.get_time() - started > _SLOW:
                bar.start()

        try:
            yield advance
        finally:
            if bar.live.is_started:
                bar.stop()


def json_text(data: object) -> str:
    """Return data as JSON whose text can't act on a terminal: what does not show is escaped."""
    text = json.dumps(data, ensure_ascii=False, indent=2)
    return "".join(
        one if one.isprintable() or one == "\n" else json.dumps(one)[1:-1] for one in text
    )


def plain(text: str) -> str:
    """Return a text that can't act on a terminal, nor command a runner of GitHub.

    Its control characters become escapes, and so does the start of a command, ``##[``.
    """
    if text.isprintable():
        return text.replace("##[", r"##\x5b")
    return "".join(
        one if one.isprintable() or one == " " else one.encode("unicode_escape").decode()
        for one in text
    ).replace("##[", r"##\x5b")
