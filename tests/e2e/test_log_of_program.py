"""What the program writes to its log at the loudest level, while people use it on every platform."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest

from tests.fakes.discord import Discord, May
from tests.fakes.outlet import settings
from tests.fakes.program import Program
from tests.fakes.slack import serving

PASSWORD = "sandbank-27-herring"
WHISPERED = "heronsfoot"
"""What people say; no log is to hold it."""


@pytest.mark.timeout(300)
async def test_at_debug_the_log_holds_no_secret_and_nothing_that_people_say(tmp_path: Path) -> None:
    async with serving() as slack, Discord() as discord:
        team = slack.workspace("tern")
        mara = team.user("mara", is_admin=True)
        news = team.channel("news", mara)
        metro = discord.guild("Metro")
        talk = metro.text_channel("talk")
        ada = discord.person("Ada", metro, permissions=int(May.MANAGE_GUILD))
        settings(tmp_path, f'[slack]\napi_url = "{slack.api_url}"\n[discord]\napi_url = "{discord.url}"')
        secrets = {
            "ONRECORD_SLACK_BOT_TOKEN": team.bot_token,
            "ONRECORD_SLACK_APP_TOKEN": slack.app.app_token,
            "ONRECORD_DISCORD_TOKEN": discord.token,
            "ONRECORD_WEB_PASSWORD": PASSWORD,
        }
        program = Program(tmp_path, settings={**secrets, "ONRECORD_LOG_LEVEL": "debug"})
        with program.start() as running:
            page = await asyncio.to_thread(lambda: running.page)
            await slack.until(lambda: slack.sockets.open, 60)
            await discord.until(lambda: discord.gateway.connected, 60)
            await mara.slash("/news", f"ask {WHISPERED}?", news)
            await slack.until(lambda: news.ephemerals(mara), 60)
            await mara.mention(news, f"what of {WHISPERED}?")
            await slack.until(
                lambda: [one for one in news.messages() if one.by_bot or news.replies(one.ts)], 60
            )
            asked = ada.slash("news ask", {"question": f"{WHISPERED}?"}, talk)
            await asked.reply(60)
            ada.say(talk, f"<@{discord.world.bot.id}> what of {WHISPERED}?")
            await discord.until(lambda: metro.threads() or len(talk.messages()) > 1, 60)
            await sign_in(page)
            assert await asyncio.to_thread(running.stop) == 0
        said = "".join(running.said)
        opened = [call.answer["url"] for call in slack.called("apps.connections.open")]
        tickets = [url.partition("ticket=")[2].partition("&")[0] for url in opened]
        urls = [f"/response/{name}" for name in slack.response_urls]
        assert tickets
        assert urls
        known = [*secrets.values(), asked.token, *tickets, *urls, WHISPERED]
        assert [one for one in known if one in said] == []
        assert "listens on" in said


async def sign_in(page: str) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
        form = await (await browser.get(f"{page}login")).text()
        token = form.partition('name="token" value="')[2].partition('"')[0]
        for password in (f"{PASSWORD}x", PASSWORD):
            await browser.post(f"{page}login", data={"token": token, "password": password})
