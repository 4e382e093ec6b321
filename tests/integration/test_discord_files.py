"""A list of feeds that is handed in on Discord, from the client to the desk."""

from __future__ import annotations

import pytest

from bot.adapters.fetch import HttpFetcher
from bot.core.feeds.opml import MOST_BYTES
from bot.core.outline import texts
from bot.errors import ConfigError
from bot.platforms.discord.files import Files
from tests.fakes.bot_on_discord import on_discord
from tests.fakes.discord import Discord, May, Upload

LIST = b'<opml version="2.0"><body><outline xmlUrl="https://harbour.example/feed"/></body></opml>'


async def test_a_list_is_imported_and_its_outcome_seen_by_who_handed_it_in_alone() -> None:
    async with on_discord(served=True) as bot:
        news = bot.guild.text_channel("news")
        ada = bot.discord.person("Ada", bot.guild, permissions=May.MANAGE_GUILD)
        reply = await ada.slash("news feeds import", {"file": Upload("my feeds.opml", LIST)}, news).reply()
        assert f"{len(LIST)} bytes of feeds" in reply.text
        assert reply.only_for is ada
        ((sent, actor),) = bot.desk.imported
        assert sent == LIST
        assert actor.manages
        assert actor.place.channel.workspace == str(bot.guild.id)
        assert len(bot.discord.files.served) == 1


async def test_a_file_is_not_fetched_from_who_may_not_import_it_nor_a_large_one() -> None:
    async with on_discord(served=True) as bot:
        news = bot.guild.text_channel("news")
        reader = bot.discord.person("Bo", bot.guild)
        refused = await reader.slash("news feeds import", {"file": Upload("a.opml", LIST)}, news).reply()
        assert "to change; everything that only reads is for you too" in refused.text
        ada = bot.discord.person("Ada", bot.guild, permissions=May.MANAGE_GUILD)
        large = Upload("a.opml", b" " * (MOST_BYTES + 1))
        told = await ada.slash("news feeds import", {"file": large}, news).reply()
        assert texts.file_too_large(MOST_BYTES) in told.text
        assert bot.discord.files.served == []
        assert bot.desk.imported == []


async def test_a_file_that_is_no_longer_kept_is_told_without_its_address() -> None:
    async with Discord() as discord, HttpFetcher([f"127.0.0.1:{discord.port}"]) as fetcher:
        file = discord.files.keep(Upload("a.opml", LIST))
        files = Files(fetcher, discord.cdn_url)
        assert await files.read(file) == LIST
        forged = {**file, "url": file["url"].replace("hm=", "hm=0")}
        with pytest.raises(ConfigError, match=r"^The file cannot be had from Discord: .*404") as raised:
            await files.read(forged)
        assert "127.0.0.1" not in str(raised.value)
        discord.pass_time(25 * 3_600)
        with pytest.raises(ConfigError, match="404"):
            await files.read(file)


@pytest.mark.parametrize(
    "url",
    [
        "http://cdn.discordapp.com/a.opml",
        "https://cdn.discordapp.com.news.example/a.opml",
        "https://cdn.discordapp.com@news.example/a.opml",
        "https://cdn.discordapp.com:8443/a.opml",
        "https://news.example/cdn.discordapp.com/a.opml",
        "https://10.0.0.1/a.opml",
        "file:///etc/passwd",
    ],
)
async def test_nothing_is_fetched_from_anywhere_but_discord(url: str) -> None:
    with pytest.raises(ConfigError, match=texts.FILE_ELSEWHERE):
        await Files(HttpFetcher()).read({"size": 1, "url": url})  # the fetcher is not open


@pytest.mark.parametrize("host", ["cdn.discordapp.com", "media.discordapp.net"])
async def test_what_discord_keeps_is_asked_for(host: str) -> None:
    with pytest.raises(RuntimeError, match="outside of its"):
        await Files(HttpFetcher()).read(
            {"size": 1, "url": f"https://{host}/ephemeral-attachments/1/2/a.opml"}
        )
