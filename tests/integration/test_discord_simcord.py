"""The same behaviour against a Discord that others wrote, in process and without sockets."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import discord
import simcord

from bot.adapters.fetch import HttpFetcher
from bot.core.outline import texts
from bot.model import Channel, Command, Part, Place
from bot.platforms.discord import DiscordPlatform, DiscordSettings
from tests.fakes.desk import MORNING, NEWS, FakeDesk
from tests.fakes.failures import failure_guard
from tests.fakes.platform_store import MemoryPlatformStore

BEFORE = datetime(2025, 12, 31, tzinfo=UTC)
"""Before its clock begins."""


@dataclass(frozen=True)
class Stage:
    env: simcord.Env
    platform: DiscordPlatform
    desk: FakeDesk


@asynccontextmanager
async def on_simcord() -> AsyncIterator[Stage]:
    platform, desk = (
        DiscordPlatform(
            DiscordSettings("token"), lambda: MORNING, MemoryPlatformStore(), failure_guard(), HttpFetcher()
        ),
        FakeDesk(),
    )
    platform.listen(desk)
    async with simcord.run(platform.gateway, shard_count=1) as env:
        await platform.gateway.register()
        yield Stage(env, platform, desk)


async def test_an_answer_is_for_the_asker() -> None:
    async with on_simcord() as bot:
        guild = bot.env.create_guild()
        channel = guild.create_text_channel("news")
        ada = guild.add_member(bot.env.create_user("ada"))
        result = await ada.slash(channel, "news ask", question="When does the ferry sail?")
        assert result.ephemeral
        assert result.response is not None
        assert "will sail again on Monday" in str(result.response.components)
        assert bot.desk.handled[0][0] == Command("ask", {"question": "When does the ferry sail?"})
        assert not bot.desk.handled[0][1].manages


async def test_a_modal_asks_for_what_was_not_typed() -> None:
    async with on_simcord() as bot:
        guild = bot.env.create_guild()
        channel = guild.create_text_channel("news")
        role = guild.create_role("Editors", permissions=discord.Permissions(manage_guild=True))
        ada = guild.add_member(bot.env.create_user("ada"), roles=[role])
        shown = await ada.slash(channel, "news schedule set")
        done = await ada.submit_modal(shown, {"times": "09:00", "zone": "Europe/Berlin", "size": "3"})
        assert done.ephemeral
        submitted = bot.desk.submitted[0][0].values
        assert [submitted[name] for name in ("times", "zone", "size")] == ["09:00", "Europe/Berlin", "3"]
        assert bot.desk.submitted[0][1].manages


async def test_speakers_are_completed() -> None:
    async with on_simcord() as bot:
        guild = bot.env.create_guild()
        channel = guild.create_text_channel("news")
        ada = guild.add_member(bot.env.create_user("ada"))
        offered = await ada.autocomplete(channel, "news quotes", "speaker", "sil")
        assert [one["value"] for one in offered] == ["Ana Silva"]


async def test_a_digest_is_posted_once_and_its_buttons_answer() -> None:
    async with on_simcord() as bot:
        guild = bot.env.create_guild()
        channel = guild.create_text_channel("news")
        ada = guild.add_member(bot.env.create_user("ada"))
        place = Place(Channel("discord", str(guild.id), str(channel.id)))
        posted = await bot.platform._poster.post(place, Part("key-1", NEWS))
        assert await bot.platform._poster.find(place, Part("key-1", NEWS), BEFORE) == posted
        (message,) = channel.history()
        result = await ada.click(message, label="Show me where: Silva")
        assert result.ephemeral
        assert bot.desk.pressed[0][0].action == "where"


async def test_a_mention_is_answered_in_a_thread() -> None:
    async with on_simcord() as bot:
        guild = bot.env.create_guild()
        channel = guild.create_text_channel("news")
        ada = guild.add_member(bot.env.create_user("ada"))
        assert bot.platform.gateway.user is not None
        await ada.send(channel, f"{bot.platform.gateway.user.mention} when does the ferry sail?")
        (thread,) = channel.threads
        assert "will sail again on Monday" in str(bot.env.http_requests[-1].json)
        assert list(bot.desk.threads) == [
            Place(Channel("discord", str(guild.id), str(channel.id)), str(thread.id))
        ]


async def test_a_story_is_a_post_in_a_forum() -> None:
    async with on_simcord() as bot:
        guild = bot.env.create_guild()
        forum = guild.create_forum_channel("stories")
        place = Place(Channel("discord", str(guild.id), str(forum.id)))
        await bot.platform._poster.post(place, Part("key-1", NEWS))
        assert {one.name for one in forum.threads} == {
            "Island ferry sails again on Monday",
            "Old paper mill to become a library",
        }


async def test_brief_this_is_in_the_menu_of_a_message() -> None:
    async with on_simcord() as bot:
        guild = bot.env.create_guild()
        channel = guild.create_text_channel("news")
        ada = guild.add_member(bot.env.create_user("ada"))
        message = await ada.send(channel, "no link here")
        result = await ada.context_menu(channel, texts.BRIEF_THIS, message)
        assert result.ephemeral
        assert result.response is not None
        assert texts.NO_LINK in str(result.response.components)
