"""A browser for tests: Debian's Chromium, which asks nothing of any network."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from everything import build_site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Route

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-sync "
    "--disable-background-networking --disable-component-update"
).split()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none."""
    if not CHROMIUM:
        for item in items:
            if "browser" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    return {"executable_path": CHROMIUM, "args": FLAGS, "headless": True}


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a project that has everything in it."""
    return build_site(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with drafts in it."""
    return build_site(tmp_path_factory.mktemp("drafts"), drafts=True)


@dataclass
class Watched:
    """A page, and what went wrong on it.

    Attributes:
        page: the page.
        asked: addresses it asked for, itself and images in its own folder aside.
        errors: what the console said.

    """

    page: Page
    asked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


Visit = Callable[..., Watched]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """Open a page with all network cut; ``context`` says how wide it is, how dark, and so on."""
    contexts = []

    def visit(path: Path, **context: Any) -> Watched:
        made = browser.new_context(**context)
        contexts.append(made)
        watched = Watched(made.new_page())

        def on_route(route: Route) -> None:
            own = path.parent.as_uri() + "/"
            image = route.request.resource_type == "image" and route.request.url.startswith(own)
            if image or route.request.url == path.as_uri():
                route.continue_()
            else:
                watched.asked.append(route.request.url)
                route.abort()

        def on_console(message: ConsoleMessage) -> None:
            watched.errors.append(message.text)

        made.route("**/*", on_route)
        watched.page.on("console", on_console)
        watched.page.goto(path.as_uri())
        return watched

    yield visit
    for one in contexts:
        one.close()
