"""Takes the pictures of docs/ anew from the running program: python tools/screenshots.py PAGE_ADDRESS.

Wants Chromium (apt-get install chromium) and a page that shows the bundled sample.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

DOCS = Path(__file__).parent.parent / "docs"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]


def main() -> None:
    """Write docs/page.png, docs/page-dark.png and docs/page-phone.png."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        _digest(_page(browser, 1280, 900, "light")).screenshot(path=DOCS / "page.png")
        _with_thread(_page(browser, 1280, 900, "dark")).screenshot(path=DOCS / "page-dark.png")
        _digest(_page(browser, 390, 800, "light")).screenshot(path=DOCS / "page-phone.png")
        browser.close()


def _page(browser: Browser, width: int, height: int, scheme: str) -> Page:
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(sys.argv[1])
    page.get_by_text("News for ").first.wait_for()
    return page


def _digest(page: Page) -> Page:
    page.get_by_role("heading", name="News for ").first.evaluate("(title) => title.scrollIntoView()")
    page.wait_for_timeout(300)
    return page


def _with_thread(page: Page) -> Page:
    _digest(page).get_by_role("button", name="Show me where").first.click()
    page.locator("mark").first.wait_for()
    page.wait_for_timeout(4000)  # what is new is lit up for a while
    return page


if __name__ == "__main__":
    main()
