from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from growth import untraced

# No test is timed: how fast a machine is says nothing of whether the code is right.
settings.register_profile("untimed", deadline=None, derandomize=True)
settings.load_profile("untimed")

if (
    signal.getsignal(signal.SIGINT) is signal.SIG_IGN
):  # a shell starts what runs behind it like that
    signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = ["browsing", "served"]

ROOT = Path(__file__).parents[1]
SHARED = Path(os.environ.get("TRANSPIPE_SHARED") or ROOT.parent / "shared")


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test see what another one, or the user, has kept."""
    monkeypatch.setenv("TRANSPIPE_CACHE_DIR", str(tmp_path_factory.getbasetemp() / "no-such-cache"))


@pytest.fixture
def _untraced() -> Iterator[None]:
    """Spare a long test what a measurement of coverage takes: other tests reach what it does."""
    with untraced():
        yield


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Where every tool is installed, a test that skips for want of one has failed."""
    report = yield
    if (
        report.skipped
        and os.environ.get("TRANSPIPE_FORBID_SKIPS")
        and not hasattr(report, "wasxfail")
    ):
        reason = str(report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr)
        if "corpus" not in reason:
            report.outcome = "failed"
            report.longrepr = f"skipped where skipping is forbidden: {reason}"
    return report
