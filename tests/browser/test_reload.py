"""A page of the preview comes again by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from projects import catalog_path, translate
from served import WATER, Served

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def test_a_saved_catalogue_shows_in_the_open_page(served: Served, browser: Browser) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"http://127.0.0.1:{served.port}/id/letter.html")
    assert page.locator(".gap").count() == 2
    translate(served.root, [(WATER, "Kami meminta **air bersih**.")])
    page.get_by_text("Kami meminta air bersih").wait_for()
    assert page.locator("article strong").last.inner_text() == "air bersih"
    catalog = catalog_path(served.root)
    good = catalog.read_bytes()
    catalog.write_bytes(good + b'\nmsgid "<b>\n')
    page.get_by_text("This cannot be built").wait_for()
    assert "letter.po" in page.locator("pre").inner_text()
    catalog.write_bytes(good)
    page.get_by_text("Kami meminta air bersih").wait_for()
    assert [one for one in said if "Content Security" in one] == []
    page.close()
