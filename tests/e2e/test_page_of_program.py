"""A reader's first minutes with the program: the page, a digest, a question, a thread, the sentence."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.fakes.browser import chromium
from tests.fakes.program import Program

pytestmark = pytest.mark.needs("chromium")


async def test_reader_goes_from_the_digest_to_the_sentence_of_a_quote(tmp_path: Path) -> None:
    with Program(tmp_path).start() as running:
        async with chromium() as browser:
            page = await browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(60_000)
            await page.goto(running.page)
            channel = page.get_by_role("main")
            thread = page.get_by_role("complementary", name="Thread")
            await channel.get_by_text("News for ").first.wait_for()
            quote = await channel.locator("blockquote").first.inner_text()

            await channel.get_by_role("button", name="Show me where").first.click()
            mark = await thread.locator("mark").first.inner_text()
            assert mark.strip("“”,. ") in quote.replace("\n", " ")
            assert len(await thread.locator(".passage").first.inner_text()) > len(mark)

            await channel.get_by_role("button", name="More").first.click()
            await expect(thread.get_by_text("In their words")).to_be_visible()

            line = page.get_by_role("combobox", name="Ask a question or type a command")
            await line.fill("Who is the mayor of Brennick?")
            await line.press("Enter")
            await expect(page.get_by_text("Hanne Olufsen").last).to_be_visible()

            await line.fill("Who won the chess tournament in Atlantis?")
            await line.press("Enter")
            await expect(
                page.get_by_text("None of the articles I have read answers that").last
            ).to_be_visible()

            await line.fill("/news feeds")
            await line.press("Enter")
            await expect(page.get_by_text("Harbour Courier").last).to_be_visible()

            await line.fill("/news brief http://169.254.169.254/latest")
            await line.press("Enter")
            await expect(page.get_by_text("169.254.169.254").last).to_be_visible()
        running.stop()


async def test_reader_says_what_the_channel_wants_to_hear(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with program.start() as running:
        async with chromium() as browser:
            page = await browser.new_page(viewport={"width": 1280, "height": 900})
            page.set_default_timeout(60_000)
            await page.goto(running.page)
            await page.get_by_text("News for ").first.wait_for()
            line = page.get_by_role("combobox", name="Ask a question or type a command")
            for typed, shown in (
                ("/news mute outlet:Brennick Herald", "leave out"),
                (
                    "/news filters add expression tram(",
                    "at character 5, “(”: this parenthesis is not closed.",
                ),
                ("/news follow climat", "did you mean Climate?"),
                ("/news follow Climate", "Leads here"),
                ("/news why", "(muted: outlet Brennick Herald"),
            ):
                await line.fill(typed)
                await line.press("Enter")
                await expect(page.get_by_text(shown).last).to_be_visible()
        running.stop()
    dry = " ".join(program.call("digest", "--dry-run").stdout.split())
    assert "Today’s digest would be: " in dry
    assert "(muted: outlet Brennick Herald)" in dry
    assert re.search(r"\(posted (today|yesterday)\)", dry), (
        "before eight in the morning the edition posted is that of the day before"
    )


async def test_reader_sets_what_the_channel_gets_and_reports_a_quote(tmp_path: Path) -> None:
    program = Program(tmp_path)
    with program.start() as running:
        async with chromium() as browser:
            page = await browser.new_page(viewport={"width": 390, "height": 844})
            page.set_default_timeout(60_000)
            await page.goto(running.page)
            await page.get_by_text("News for ").first.wait_for()
            await page.get_by_role("button", name="Show me where").first.click()
            thread = page.get_by_label("Thread", exact=True)
            await thread.get_by_role("button", name="Wrong").first.click()
            window, done = page.get_by_role("dialog"), page.get_by_role("status")
            await window.get_by_label("Who said it, or what was said").fill("Somebody Else")
            await window.get_by_role("button", name="Send").click()
            await window.get_by_role("button", name="Close", exact=True).click()

            await page.get_by_role("button", name="Close the thread").click()
            await page.get_by_role("link", name="Settings").click()
            await page.get_by_role("button", name="Change times").click()
            await window.get_by_label("Times of day").fill("noon, 25:00")
            await window.get_by_role("button", name="Save").click()
            await expect(window.get_by_text("25:00")).to_be_visible()
            await window.get_by_label("Times of day").fill("08:00, 17:00")
            await window.get_by_role("button", name="Save").click()
            await expect(done).to_contain_text("Digests now")
            await expect(page.get_by_text("Every day at 08:00 and 17:00").first).to_be_visible()

            await page.get_by_role("button", name="Leave something out").click()
            await window.get_by_label("What it looks for").fill("tram")
            await window.get_by_role("button", name="Save").click()
            await expect(page.get_by_role("heading", name="1 filter")).to_be_visible()
            await page.get_by_label("End a filter").fill("1")
            await page.get_by_role("button", name="End it").click()
            await expect(page.get_by_role("heading", name="0 filters")).to_be_visible()

            await page.get_by_label("Let a topic lead here").fill("Climate")
            await page.get_by_role("button", name="Follow it", exact=True).click()
            await expect(page.get_by_label("No longer let it lead")).to_be_visible()

            await page.get_by_label("Stop taking a feed").fill("Harbor Courier")
            await page.get_by_role("button", name="Stop taking it").click()
            await expect(window.get_by_text("did you mean Harbour Courier?")).to_be_visible()
            await window.get_by_role("button", name="Close", exact=True).click()
            await page.get_by_label("Stop taking a feed").fill("Harbour Courier")
            await page.get_by_role("button", name="Stop taking it").click()
            await expect(page.get_by_role("heading", name="3 feeds")).to_be_visible()
        running.stop()
    (case,) = program.lines("errors", "export")
    assert case["claimed"] == "Somebody Else"
