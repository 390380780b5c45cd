"""What people see while they wait: a bar, in a terminal alone, and only once work lasts."""

from __future__ import annotations

import io
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.text import Text

from transpipe.report import console
from transpipe.report.console import Color, Terminal


def shown(terminal: Terminal, stream: io.StringIO) -> str:
    with terminal.progress("build", 3) as advance:
        for name in ("one", "t\x1bwo", "[bold]three"):
            advance(name)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("color", "quiet", "slow", "is_shown"),
    [
        ("always", False, -1.0, True),
        ("always", False, 60.0, False),
        ("always", True, -1.0, False),
        ("never", False, -1.0, False),
        ("auto", False, -1.0, False),
    ],
)
def test_a_bar_shows_in_a_terminal_once_work_lasts(
    monkeypatch: pytest.MonkeyPatch, color: Color, quiet: bool, slow: float, is_shown: bool
) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(console, "_SLOW", slow)
    stream = io.StringIO()
    terminal = Terminal(color, quiet=quiet, stdout=io.StringIO(), stderr=stream)
    text = shown(terminal, stream)
    assert bool(text) == is_shown
    if is_shown:
        assert "build" in text
        assert "3/3" in text
        assert "[bold]three" in text
        assert "t\x1bwo" not in text


def test_an_error_takes_the_bar_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console, "_SLOW", -1.0)
    stream = io.StringIO()
    terminal = Terminal("always", stdout=io.StringIO(), stderr=stream)
    with suppress(ZeroDivisionError), terminal.progress("build", 3) as advance:
        advance("one")
        raise ZeroDivisionError
    assert "\x1b[?25h" in stream.getvalue(), "the cursor is back"


LINES = st.lists(
    st.sampled_from(["a", "é", "แม่", "漢字" * 60, " ", "\t", "\n", "\u3000", "[b]", "x" * 99])
)


@given(st.lists(LINES.map("".join), max_size=4), st.sampled_from(["always", "never"]))
def test_what_is_shown_is_what_rich_prints(texts: list[str], color: Color) -> None:
    one, other = io.StringIO(), io.StringIO()
    terminal = Terminal(color, stdout=one, stderr=io.StringIO())
    terminal.show(Text(text, "error").append("!", "place") for text in texts)
    terminal.show(map(Text, texts))
    printed = Terminal(color, stdout=other, stderr=io.StringIO())
    for text in texts:
        printed.out.print(Text(text, "error").append("!", "place"))
    for text in texts:
        printed.out.print(Text(text))
    assert one.getvalue() == other.getvalue()
