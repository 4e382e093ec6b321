"""A headless Chromium, tabs at the page in which nothing may go wrong, and axe-core's look at one."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import resources

from playwright.async_api import Browser, ConsoleMessage, Locator, Request, async_playwright
from playwright.async_api import Page as Tab

from tests.fakes.page import Page

WIDE, PHONE = (1280, 860), (390, 844)

FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The browser of this machine, for as long as the `async with` lasts."""
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield started
        await started.close()


@asynccontextmanager
async def tab_of(
    browser: Browser, page: Page, size: tuple[int, int] = WIDE, path: str = "", dark: bool = False
) -> AsyncIterator[Tab]:
    """A tab at the page, in which nothing may go wrong."""
    trouble: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            trouble.append(message.text)

    def loads(request: Request) -> None:
        if not request.url.startswith(page.url):
            trouble.append(f"loads {request.url}")

    tab = await browser.new_page(
        viewport={"width": size[0], "height": size[1]},
        locale="en-GB",
        color_scheme="dark" if dark else "light",
    )
    tab.set_default_timeout(60_000)
    tab.on("console", note)
    tab.on("pageerror", lambda error: trouble.append(str(error)))
    tab.on("request", loads)
    await tab.goto(page.url + path)
    yield tab
    assert trouble == [], trouble
    await tab.close()


def line(tab: Tab) -> Locator:
    """The input line of the channel."""
    return tab.get_by_role("combobox", name="Ask a question or type a command")


async def violations(tab: Tab) -> list[str]:
    """What axe-core finds wrong in a tab: rule, and the elements that break it."""
    script = resources.files("axe_playwright_python") / "axe.min.js"
    await tab.evaluate(script.read_text("utf-8"))
    found = await tab.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {[node['target'] for node in one['nodes']]}" for one in found["violations"]]
