"""A Discord on loopback with a server, and the platform connected to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

from bot.adapters.fetch import HttpFetcher
from bot.model import Channel, Place
from bot.platforms.discord import DiscordPlatform, DiscordSettings
from tests.fakes.desk import FakeDesk
from tests.fakes.discord import Channel as Room
from tests.fakes.discord import Discord, Guild, pointed_at
from tests.fakes.discord.world import Clock
from tests.fakes.failures import failure_guard
from tests.fakes.platform_store import MemoryPlatformStore


@dataclass
class BotOnDiscord:
    discord: Discord
    guild: Guild
    platform: DiscordPlatform
    desk: FakeDesk

    def place(self, room: Room, thread: str | None = None) -> Place:
        return Place(Channel("discord", str(self.guild.id), str(room.id), room.name), thread)

    async def until(self, happened: Callable[[], object], seconds: float = 60.0) -> None:
        """Waits for something to be so, at the desk or in the stand-in."""
        async with asyncio.timeout(seconds):
            while not happened():
                await asyncio.sleep(0.005)


@asynccontextmanager
async def on_discord(
    *,
    served: bool = False,
    desk: FakeDesk | None = None,
    clock: Clock | None = None,
    prepared: Callable[[Discord, Guild], dict[str, Any]] | None = None,
    **settings: Any,
) -> AsyncIterator[BotOnDiscord]:
    """The bot is in the server; `served`: it is connected to the gateway, with this desk or one of ferry news.

    `prepared` may change the stand-in before, and give further settings.
    """
    async with Discord(clock=clock) as discord, AsyncExitStack() as stack:
        guild = discord.guild("Metro")
        settings |= prepared(discord, guild) if prepared else {}
        if settings.get("read_threads"):
            discord.application.privileged_intents = 1 << 15
        addresses = {"api_url": discord.url, "cdn_url": discord.cdn_url}
        given = DiscordSettings(discord.token, **{**addresses, **settings})
        fetcher = await stack.enter_async_context(HttpFetcher([f"127.0.0.1:{discord.port}"]))
        platform = DiscordPlatform(
            given, discord.world.clock.of_host, MemoryPlatformStore(), failure_guard(), fetcher
        )
        desk = desk or FakeDesk()
        with pointed_at(discord):
            serving = asyncio.create_task(platform.serve(desk)) if served else None
            try:
                if serving:
                    await discord.until(lambda: discord.gateway.connected or serving.done())
                yield BotOnDiscord(discord, guild, platform, desk)
            finally:
                if serving:
                    serving.cancel()
                    with suppress(asyncio.CancelledError):
                        await serving
                await platform.close()
