"""The chat page in a real browser, with a desk of our own behind it."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Locator, Route, expect

from bot.model import Channel, Command
from tests.fakes.browser import PHONE, WIDE, chromium, line, tab_of
from tests.fakes.desk import NEWS, WAITED, WEEKEND, part, place
from tests.fakes.page import open_page

pytestmark = pytest.mark.needs("chromium")

expect.set_options(timeout=60_000)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
async def test_from_a_digest_to_the_sentence_of_a_quote(browser: Browser, size: tuple[int, int]) -> None:
    async with open_page() as page:
        await page.platform.post(place(), part())
        async with tab_of(browser, page, size) as tab:
            channel, thread = tab.get_by_role("main"), tab.get_by_label("Thread", exact=True)
            await expect(channel.get_by_role("heading", name=NEWS.title)).to_be_visible()
            await expect(channel.get_by_text("We have waited long enough")).to_be_visible()
            await channel.get_by_role("button", name="Show me where: Silva").click()
            await expect(thread.locator("mark")).to_have_text(WAITED.text)
            await expect(thread.locator(".passage")).to_contain_text("said Mayor Ana Silva.")
            await expect(thread.get_by_role("link", name="Harbour Post")).to_have_attribute(
                "rel", "noopener noreferrer nofollow"
            )
            await expect(thread.get_by_text("Captured 2 March 2026")).to_be_visible()
            width = await tab.evaluate("document.documentElement.scrollWidth")
            assert width <= size[0]
            await tab.get_by_role("button", name="Close the thread").click()
            await expect(thread).to_be_hidden()
            await expect(channel.get_by_role("button", name="1 reply")).to_be_visible()


async def test_a_question_is_answered_in_a_thread_that_opens(browser: Browser) -> None:
    async with open_page() as page, tab_of(browser, page) as tab:
        await expect(tab.get_by_text("Nothing here yet")).to_be_visible()
        page.desk.hold = asyncio.Event()
        await line(tab).fill("When does the ferry sail?")
        await line(tab).press("Enter")
        messages = tab.get_by_role("log", name="Messages")
        await expect(messages.get_by_text("When does the ferry")).to_be_visible()
        working = tab.get_by_role("main").get_by_text("Looking through the articles")
        await expect(working).to_be_visible()
        page.desk.hold.set()
        thread = tab.get_by_role("complementary", name="Thread")
        await expect(thread.get_by_text("after three weeks in dock")).to_be_visible()
        await expect(working).to_be_hidden()
        await tab.reload()
        await expect(thread.get_by_text("after three weeks in dock")).to_be_visible()
        follow_up = thread.get_by_role("combobox", name="Ask a question in this thread")
        await follow_up.fill("And why?")
        await follow_up.press("Enter")
        await expect(thread.get_by_role("heading", name="And why?")).to_be_visible()
        await follow_up.press("Escape")
        await expect(thread).to_be_hidden()
        await tab.go_back()
        await expect(thread).to_be_visible()


async def test_commands_are_completed_with_the_keyboard(browser: Browser) -> None:
    async with open_page() as page, tab_of(browser, page) as tab:
        offers = tab.get_by_role("listbox")
        await line(tab).press_sequentially("/news fe")
        await expect(offers.get_by_role("option")).to_have_count(4)
        await line(tab).press("ArrowDown")
        await line(tab).press("ArrowDown")
        chosen = offers.get_by_role("option", selected=True)
        await expect(chosen).to_contain_text("/news feeds add")
        assert await line(tab).get_attribute("aria-activedescendant") == await chosen.get_attribute("id")
        await line(tab).press("ArrowUp")
        await line(tab).press("Enter")
        await expect(line(tab)).to_have_value("/news feeds")
        await expect(offers).to_be_hidden()
        await line(tab).fill("/dig")
        await expect(offers).to_be_visible()
        await line(tab).press("Tab")
        await expect(line(tab)).to_have_value("/news digest")
        await line(tab).fill("/")
        await expect(offers).to_be_visible()
        await line(tab).press("Escape")
        await expect(offers).to_be_hidden()
        await line(tab).fill("/news digset")
        await line(tab).press("Enter")
        await expect(tab.get_by_text("did you mean /news digest?")).to_be_visible()


async def test_what_is_posted_appears_by_itself_and_other_channels_show_it(browser: Browser) -> None:
    async with open_page() as page, tab_of(browser, page) as tab:
        await expect(tab.get_by_text("Nothing here yet")).to_be_visible()
        await page.platform.post(place(), part())
        await expect(tab.get_by_role("heading", name=NEWS.title)).to_be_visible()
        await page.platform.post(place(channel=WEEKEND), part())
        await tab.get_by_role("link", name="weekend (new)").click()
        await expect(tab.get_by_role("heading", name=NEWS.title)).to_be_visible()
        await expect(tab).to_have_url(re.compile(r"/c/week%2Fend%20%C3%BC$"))


async def test_times_have_one_form_and_are_meant_where_the_reader_is(browser: Browser) -> None:
    async with open_page() as page:
        await page.platform.post(place(), part())  # at 08:00 UTC
        tab = await browser.new_page(locale="en-US", timezone_id="Europe/Berlin")
        await tab.goto(page.url)
        await expect(tab.locator(".message time").first).to_have_text("09:00")
        await expect(tab.locator(".message").first).to_have_attribute("data-day", "Monday 2 March")
        await line(tab).fill("/news help")
        await line(tab).press("Enter")
        await expect(tab.locator(".message")).to_have_count(3, timeout=60_000)
        assert [actor.zone for _, actor in page.desk.handled] == ["Europe/Berlin"]
        await tab.close()


async def test_many_tabs_hear_the_same(browser: Browser) -> None:
    async with open_page() as page:
        context = await browser.new_context()
        tabs = [await context.new_page() for _ in range(8)]  # a browser has six connections for one host
        for tab in tabs:
            await tab.goto(page.url)
        await tabs[0].close()
        await page.platform.post(place(), part())
        for tab in tabs[1:]:
            await expect(tab.get_by_role("heading", name=NEWS.title)).to_be_visible()
        await context.close()


async def test_everything_can_be_reached_with_the_keyboard(browser: Browser) -> None:
    async with open_page() as page:
        await page.platform.post(place(), part())
        async with tab_of(browser, page) as tab:
            await tab.keyboard.press("Tab")
            await expect(tab.get_by_role("link", name="Skip to the messages")).to_be_focused()
            await expect(tab.get_by_role("link", name="Skip to the messages")).to_be_in_viewport()
            await tab.keyboard.press("Tab")
            await tab.keyboard.press("Enter")
            await expect(line(tab)).to_be_focused()
            more = tab.get_by_role("button", name="More").first
            await more.focus()
            await tab.keyboard.press("Enter")
            thread = tab.get_by_role("complementary", name="Thread")
            await expect(thread.get_by_role("article")).to_be_focused()
            await expect(thread.get_by_text("Speaker not named")).to_be_visible()


async def test_a_restart_of_the_program_is_told_and_nothing_is_lost(browser: Browser, tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'page.db'}"
    tab = await browser.new_page()
    async with open_page(database=database) as page:
        await tab.goto(page.url)
        await expect(tab.get_by_text("Nothing here yet")).to_be_visible()
    await expect(tab.get_by_text("Connection lost. Trying again")).to_be_visible()
    await line(tab).fill("Are you there?")
    await line(tab).press("Enter")
    await expect(tab.get_by_text("On Record cannot be reached")).to_be_visible()
    await expect(line(tab)).to_have_value("Are you there?")
    async with open_page(database=database, port=int(page.url.rpartition(":")[2])) as page:
        await page.platform.post(place(), part())
        await expect(tab.get_by_role("heading", name=NEWS.title)).to_be_visible()
        await expect(tab.get_by_text("Connection lost. Trying again")).to_be_hidden()
        await line(tab).press("Enter")  # with the token of before
        await expect(tab.get_by_role("log", name="Messages").get_by_text("Are you there?")).to_be_visible()
        await expect(tab.get_by_text("after three weeks in dock").last).to_be_visible()
    await tab.close()


async def test_the_password_is_asked_for_once_even_when_a_link_leads_here(browser: Browser) -> None:
    async with open_page("correct horse") as page:
        context = await browser.new_context()
        tab = await context.new_page()
        await tab.goto(page.url)
        await tab.get_by_label("Password").fill("battery staple")
        await tab.get_by_role("button", name="Sign in").click()
        await expect(tab.get_by_role("alert")).to_have_text("That is not the password.")
        page.clock.move(timedelta(seconds=1))
        await tab.get_by_label("Password").fill("correct horse")
        await tab.get_by_role("button", name="Sign in").click()
        await expect(line(tab)).to_be_visible()
        await tab.goto(f"data:text/html,<a href='{page.url}/c/daily'>The news</a>")
        await tab.get_by_role("link", name="The news").click()
        await expect(line(tab)).to_be_visible()
        await tab.get_by_role("button", name="Sign out").click()
        await expect(tab.get_by_label("Password")).to_be_visible()
        await context.close()


async def test_script_in_a_headline_is_text(browser: Browser) -> None:
    async with open_page() as page:
        evil = NEWS.__class__("<img src=x onerror=alert(1)><script>alert(2)</script>")
        await page.platform.post(place(), part(evil))
        async with tab_of(browser, page) as tab:
            await expect(tab.get_by_role("heading", name="<img src=x onerror=alert(1)>")).to_be_visible()
            await page.platform.post(place(), part(evil, "again"))
            await expect(tab.get_by_role("heading", name="<script>alert(2)</script>")).to_have_count(2)


async def comes_into_view(message: Locator) -> None:
    """Wait until the message, or where it is longer than its log its start, is within that."""
    await message.page.wait_for_function(
        """(element) => {
          const [log, shown] = [element.closest(".log"), element].map((one) => one.getBoundingClientRect());
          const long = shown.height > log.height;
          return shown.top >= log.top - 2 && (long ? shown.top < log.bottom : shown.bottom <= log.bottom + 2);
        }""",
        arg=await message.element_handle(),
    )


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
async def test_a_reply_is_in_view_wherever_the_reader_has_scrolled_to(
    browser: Browser, size: tuple[int, int]
) -> None:
    async with open_page() as page:
        for number in range(4):
            await page.platform.post(place(), part(key=f"digest-{number}"))
        async with tab_of(browser, page, size) as tab:
            page.desk.hold = asyncio.Event()
            await line(tab).fill("/news help")
            await line(tab).press("Enter")
            log = tab.get_by_role("log", name="Messages")
            await expect(log.get_by_text("/news help").first).to_be_visible()
            await log.evaluate("(element) => element.scrollTo(0, 0)")
            page.desk.hold.set()
            reply = log.locator(".message").filter(has_text="What I can do").last
            await expect(reply).to_be_attached()
            await comes_into_view(reply)


async def test_a_reply_that_is_here_before_its_question_was_taken_is_in_view(browser: Browser) -> None:
    async with open_page() as page:
        for number in range(4):
            await page.platform.post(place(), part(key=f"digest-{number}"))
        async with tab_of(browser, page) as tab:
            late = asyncio.Event()

            async def slowly(route: Route) -> None:
                answer = await route.fetch()
                await late.wait()
                await route.fulfill(response=answer)

            await tab.route("**/say", slowly)
            log = tab.get_by_role("log", name="Messages")
            await log.evaluate("(element) => element.scrollTo(0, 0)")
            await line(tab).fill("/news help")
            await line(tab).press("Enter")
            reply = log.locator(".message").filter(has_text="What I can do").last
            await expect(reply).to_be_attached()
            late.set()
            await comes_into_view(reply)


async def test_what_is_read_stays_in_view_when_the_thread_opens_beside_it(browser: Browser) -> None:
    async with open_page() as page:
        for number in range(3):
            await page.platform.post(place(), part(key=f"digest-{number}"))
        async with tab_of(browser, page) as tab:
            await line(tab).fill("When does the ferry sail?")
            await line(tab).press("Enter")
            thread = tab.get_by_role("complementary", name="Thread")
            await expect(thread.get_by_text("after three weeks in dock")).to_be_visible()
            question = tab.get_by_role("log", name="Messages").locator(".message").last
            await comes_into_view(question)


async def test_an_empty_line_does_nothing(browser: Browser) -> None:
    async with open_page() as page, tab_of(browser, page) as tab:
        await line(tab).press("Enter")
        await line(tab).fill("   ")
        await line(tab).press("Enter")
        await expect(tab.get_by_role("main").get_by_role("alert")).to_have_text("")
        assert page.desk.handled == []


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
async def test_nothing_of_the_top_is_cut(browser: Browser, size: tuple[int, int]) -> None:
    channels = [Channel("web", "local", f"room-{number}", f"channel {number}") for number in range(5)]
    async with open_page(channels=channels) as page, tab_of(browser, page, size) as tab:
        for one in await tab.get_by_role("banner").locator("a, button").all():
            box = await one.bounding_box()
            assert box
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size[0]
        assert await tab.get_by_role("link", name="Settings").is_visible()


async def test_words_that_are_searched_for_are_asked_for_with_their_operators(browser: Browser) -> None:
    async with open_page() as page, tab_of(browser, page) as tab:
        box = tab.get_by_role("searchbox", name="Search the articles")
        await box.focus()
        await expect(tab.get_by_text("speaker:Okafor")).to_be_visible()
        await box.fill("ferry outlet:Harbour -dock since:Monday")
        await box.press("Enter")
        thread = tab.get_by_role("complementary", name="Thread")
        await expect(thread.get_by_text("after three weeks in dock")).to_be_visible()
        (command, _) = page.desk.handled[-1]
        assert command == Command("ask", {"question": "ferry outlet:Harbour -dock since:Monday"})
