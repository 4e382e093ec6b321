"""The connection to Discord's gateway, and the few events of it that On Record listens to."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.errors import BotError
from bot.model import Channel
from bot.platforms.discord.asked import PLATFORM, asked_of
from bot.platforms.discord.commands import differs, payload
from bot.platforms.discord.interactions import Interactions
from bot.platforms.discord.mentions import Mentions
from bot.platforms.discord.settings import Settings
from bot.platforms.discord.translate import named
from bot.platforms.discord.wire import Wire, watch
from bot.ports import Desk

log = logging.getLogger(__name__)

PATIENCE = 30.0
"""Seconds that a call waits for a rate limit before it is given back as one; the least discord.py takes."""


@dataclass(frozen=True, slots=True)
class EventHandlers:
    """Where events go."""

    desk: Desk
    interactions: Interactions
    mentions: Mentions


class Gateway(discord.AutoShardedClient):
    """discord.py's client with the least intents; it keeps no messages and no members."""

    def __init__(self, settings: Settings) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nothing here speaks
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = True
        intents.message_content = settings.read_threads
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            http_trace=watch(),
            max_messages=None,
            max_ratelimit_timeout=PATIENCE,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self._settings = settings
        self.wire = Wire(self)
        self.handlers: EventHandlers | None = None

    async def enter(self) -> None:
        """Log in, at the address that the settings give; discord.py keeps it on a class."""
        if self._settings.api:
            Route.BASE = self._settings.api.rstrip("/")
        entered = False
        try:
            with named("login"):
                await self.login(self._settings.token)
            entered = True
        finally:
            if not entered:  # refused, not reached, or cancelled
                await self.http.close()
                self.http.connector = discord.utils.MISSING  # the next try makes a new one

    async def register(self) -> None:
        """Write the commands anew, only where what Discord has is not what they are."""
        await self._safely(self._register)

    async def setup_hook(self) -> None:
        """Find the gateway again, after a session that cannot be resumed, where the API says."""
        if self._settings.api:
            _, url, _ = await self.http.get_bot_gateway()
            DiscordWebSocket.DEFAULT_GATEWAY = URL(url)

    async def on_ready(self) -> None:
        """Take the mark of leaving from every server that has the bot."""
        log.info("discord: ready in %s servers", len(self.guilds))
        if not self._settings.read_threads:
            log.info(
                "discord: without discord.read_threads, threads are read only where people mention the bot"
            )
        for guild in self.guilds:
            await self._joined(guild)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """A command, a button, a modal."""
        if self.handlers:
            await self.handlers.interactions.take(
                interaction.type.value, asked_of(interaction, self._settings)
            )

    async def on_message(self, message: discord.Message) -> None:
        """A message; those that mention the bot are answered."""
        if self.handlers and self.user:
            await self.handlers.mentions.take(message, self.user)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was added to a server."""
        await self._joined(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server."""
        handlers, left = self.handlers, str(guild.id)
        if handlers and left != self._settings.home:  # what is local is not Discord's to end
            await self._safely(lambda: handlers.desk.left(left))

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is gone."""
        if handlers := self.handlers:
            workspace = self._settings.workspace(str(channel.guild.id))
            gone = Channel(PLATFORM, workspace, str(channel.id), channel.name)
            await self._safely(lambda: handlers.desk.left_channel(gone))

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A thread is gone, which may have had digests of its own."""
        if handlers := self.handlers:
            workspace = self._settings.workspace(str(payload.guild_id))
            gone = Channel(PLATFORM, workspace, str(payload.thread_id))
            await self._safely(lambda: handlers.desk.left_channel(gone))

    async def _joined(self, guild: discord.Guild) -> None:
        handlers, joined = self.handlers, str(guild.id)
        if handlers and joined != self._settings.home:
            await self._safely(lambda: handlers.desk.joined(joined))

    async def _register(self) -> None:
        about = await self.wire.get("/oauth2/applications/@me")
        ours = payload(tuple(sorted(map(int, about.get("integration_types_config") or {"0": {}}))))
        path, app = "/applications/{application_id}/commands", str(about["id"])
        there = await self.wire.several(path, {"with_localizations": "true"}, application_id=app)
        if differs(ours, there):
            await self.wire.put(path, ours, application_id=app)
            log.info("discord: commands registered")

    async def _safely(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except BotError as error:
            log.warning("discord: %s", error)
