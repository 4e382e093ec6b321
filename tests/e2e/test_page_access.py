"""The page for who reads it by ear or keyboard: axe-core's rules, and the settings without a mouse."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, FilePayload, expect

from bot.model import Control, Outline, Section, Table
from tests.fakes.browser import PHONE, WIDE, chromium, tab_of, violations
from tests.fakes.desk import MORNING, NEWS, part, place
from tests.fakes.page import open_page

pytestmark = pytest.mark.needs("chromium")

expect.set_options(timeout=60_000)

LOOKS = pytest.mark.parametrize(
    ("size", "dark"), [(WIDE, False), (PHONE, False), (WIDE, True), (PHONE, True)], ids=str
)
SETTINGS = "/c/daily/settings"
ORDERS = Outline(
    "Digests of this channel", (Section((), (Control("schedule", "", "Change times", opens=True),)),)
)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


async def fares() -> Outline:
    """A table that has no room on a phone."""
    return Outline(
        "How On Record fares", (Section((Table(("Feed", "State", "Since"), (("Post", "ok", "1 h"),)),)),)
    )


@pytest.mark.needs("axe")
@LOOKS
async def test_the_channel_with_a_thread_and_a_window_breaks_no_rule(
    browser: Browser, size: tuple[int, int], dark: bool
) -> None:
    async with open_page() as page:
        await page.platform.post(place(), part())
        await page.platform.post(place(), part(ORDERS, "orders"))
        async with tab_of(browser, page, size, dark=dark) as tab:
            await expect(tab.get_by_role("heading", name=NEWS.title)).to_be_visible()
            assert await violations(tab) == []
            await tab.get_by_role("button", name="Change times").click()
            await expect(tab.get_by_role("dialog").get_by_label("Times of day")).to_be_focused()
            assert await violations(tab) == []
            await tab.keyboard.press("Escape")
            await tab.get_by_role("button", name="Show me where: Silva").click()
            await expect(tab.get_by_label("Thread", exact=True).locator("mark")).to_be_visible()
            assert await violations(tab) == []


@pytest.mark.needs("axe")
@LOOKS
async def test_settings_status_and_sign_in_break_no_rule(
    browser: Browser, size: tuple[int, int], dark: bool
) -> None:
    async with open_page(status=fares) as page:
        for path in (SETTINGS, "/status"):
            async with tab_of(browser, page, size, path, dark) as tab:
                assert await violations(tab) == []
                width, height = await tab.evaluate(
                    "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
                )
                assert width <= size[0]
                assert height <= size[1], "the page stands, what it shows scrolls"
    async with open_page("correct horse") as page, tab_of(browser, page, size, "/login", dark) as tab:
        await expect(tab.get_by_label("Password")).to_be_visible()
        assert await violations(tab) == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
async def test_a_setting_is_changed_with_the_keyboard_alone(browser: Browser, size: tuple[int, int]) -> None:
    async with open_page() as page, tab_of(browser, page, size, SETTINGS) as tab:
        opener = tab.get_by_role("button", name="Leave something out")
        for _ in range(40):
            await tab.keyboard.press("Tab")
            if await opener.evaluate("(element) => element === document.activeElement"):
                break
        await tab.keyboard.press("Enter")
        window = tab.get_by_role("dialog")
        await expect(window.get_by_label("What it looks at")).to_be_focused()
        await tab.keyboard.press("Tab")
        await tab.keyboard.press("Enter")
        value = window.get_by_label("What it looks for")
        await expect(window.get_by_text("This is needed.")).to_be_visible()
        await expect(value).to_be_focused()
        await expect(value).to_have_attribute("aria-invalid", "true")
        await tab.keyboard.type("port strike")
        await tab.keyboard.press("Enter")
        await expect(window).to_be_hidden()
        await expect(tab.get_by_role("status")).to_have_text("Done")
        await expect(opener).to_be_focused()
        assert page.desk.submitted[-1][0].values == {"kind": "words", "value": "port strike"}


async def test_what_is_wrong_with_a_quote_is_told_in_a_window(browser: Browser) -> None:
    async with open_page() as page:
        wrong = Control("wrong", "ferry:96:148", "Wrong quote or speaker", opens=True)
        await page.platform.post(place(), part(Outline("Where", (Section((), (wrong,)),))))
        async with tab_of(browser, page) as tab:
            await tab.get_by_role("button", name="Wrong quote or speaker").click()
            window = tab.get_by_role("dialog")
            await expect(window.get_by_text("We have waited long enough")).to_be_visible()
            await window.get_by_label("Who said it, or what was said").fill("Tomas Berg")
            await window.get_by_role("button", name="Send").click()
            await expect(window.get_by_role("heading", name="Done")).to_be_visible()
            await window.get_by_role("button", name="Close", exact=True).click()
            await expect(window).to_be_hidden()
            filled, _ = page.desk.submitted[-1]
            assert filled.values == {"fault": "wrong speaker", "claimed": "Tomas Berg", "note": ""}
            assert filled.ref == "ferry:96:148"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
async def test_a_list_of_feeds_is_handed_in_and_saved(browser: Browser, size: tuple[int, int]) -> None:
    async with open_page() as page, tab_of(browser, page, size, SETTINGS) as tab:
        file = FilePayload(name="my feeds.opml", mimeType="text/x-opml", buffer=b"<opml/>")
        await tab.get_by_label("Import feeds").set_input_files(file)
        await expect(tab.get_by_role("status")).to_have_text("7 bytes of feeds")
        async with tab.expect_download() as saving:
            await tab.get_by_role("link", name="Export feeds").click()
        assert (await saving.value).suggested_filename == "onrecord.opml"
        assert page.clock.now == MORNING
