"""The connection to Discord's gateway, and the few events of it that On Record listens to."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass

import discord
from discord.gateway import DiscordWebSocket
from discord.http import Route
from yarl import URL

from bot.model import Channel
from bot.ops.server_clock import ServerClock
from bot.platforms.discord.actions import Actions, differs, registered_commands
from bot.platforms.discord.api import Api, trace_calls
from bot.platforms.discord.errors import translated
from bot.platforms.discord.messages import Mentions
from bot.platforms.discord.replies import interaction_of
from bot.platforms.discord.settings import PLATFORM, DiscordSettings
from bot.platforms.discord.shards import IdentifyTurns, Shards, Sharing
from bot.ports import Desk, Failures

log = logging.getLogger(__name__)

RATE_LIMIT_WAIT = 30.0
"""Seconds that a call waits for a rate limit before it is given back as one; the least discord.py takes."""


@dataclass(frozen=True, slots=True)
class EventHandlers:
    """Where events go."""

    desk: Desk
    actions: Actions
    mentions: Mentions
    failures: Failures


class Gateway(discord.AutoShardedClient):
    """discord.py's client with the least intents; it keeps no messages and no members."""

    def __init__(self, settings: DiscordSettings, sharing: Sharing | None = None) -> None:
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nothing here speaks
        self.server_clock = ServerClock()
        intents = discord.Intents.none()
        intents.guilds = intents.guild_messages = intents.dm_messages = True
        intents.message_content = settings.read_threads
        super().__init__(
            intents=intents,
            allowed_mentions=discord.AllowedMentions.none(),
            chunk_guilds_at_startup=False,
            http_trace=trace_calls(self.server_clock),
            max_messages=None,
            max_ratelimit_timeout=RATE_LIMIT_WAIT,
            member_cache_flags=discord.MemberCacheFlags.none(),
        )
        self._settings = settings
        self._sharing = sharing
        self._turns = IdentifyTurns(sharing) if sharing else None
        self.shard_ids: list[int] | None = None
        self.sharing_out: asyncio.Task[None] | None = None
        self.api = Api(self)
        self.handlers: EventHandlers | None = None

    async def authenticate(self) -> None:
        """Log in, at the address that the settings give; discord.py keeps it on a class."""
        if self._settings.api_url:
            Route.BASE = self._settings.api_url.rstrip("/")
        done = False
        try:
            with translated("login"):
                await self.login(self._settings.token)
            done = True
        finally:
            if not done:  # refused, not reached, or cancelled
                await self.http.close()
                self.http.connector = discord.utils.MISSING  # the next try makes a new one

    async def register(self) -> None:
        """Write the commands anew, only where what Discord has is not what they are."""
        about = await self.api.get("/oauth2/applications/@me")
        installs = about.get("integration_types_config") or {"0": {}}
        ours = registered_commands(tuple(sorted(map(int, installs))))
        path, app = "/applications/{application_id}/commands", str(about["id"])
        there = await self.api.get_list(path, {"with_localizations": "true"}, application_id=app)
        if differs(ours, there):
            await self.api.put(path, ours, application_id=app)
            log.info("discord: commands registered")

    async def setup_hook(self) -> None:
        """Find the gateway again, after a session that cannot be resumed, where the API says."""
        if self._settings.api_url:
            _, url, _ = await self.http.get_bot_gateway()
            DiscordWebSocket.DEFAULT_GATEWAY = URL(url)

    async def launch_shards(self) -> None:
        """Connect to all of them, or to those that the other replicas leave us."""
        if self._sharing is None or self._turns is None:
            await super().launch_shards()
            return
        number, url, limits = await self.http.get_bot_gateway()
        self._turns.at_once = max(1, limits["max_concurrency"])
        self.shard_count = self._connection.shard_count = self.shard_count or number
        self._connection.shard_ids = held = list[int]()

        async def open_one(shard: int) -> None:
            held.append(shard)
            await self.launch_shard(URL(url), shard)
            log.info("discord: this replica has shard %s of %s", shard, self.shard_count)

        async def close_one(shard: int) -> None:
            if shard in held:
                held.remove(shard)
            if connected := self.get_shard(shard):
                await connected.disconnect()
            log.info("discord: shard %s is left to another replica", shard)

        shards = Shards(self._sharing, self.shard_count, open_one, close_one)
        self.sharing_out = asyncio.create_task(shards.serve())

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Wait for a turn among all replicas."""
        if self._turns:
            await self._turns.wait(shard_id or 0)
        else:
            await super().before_identify_hook(shard_id, initial=initial)

    async def on_shard_ready(self, shard_id: int) -> None:
        """Take the mark of leaving from every server of the shard that has the bot."""
        guilds = [guild for guild in self.guilds if guild.shard_id == shard_id]
        log.info("discord: shard %s is ready, with %s servers", shard_id, len(guilds))
        if not self._settings.read_threads:
            log.info(
                "discord: without discord.read_threads, threads are read only where people mention the bot"
            )
        for guild in guilds:
            await self._joined(guild)

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """A command, a button, a modal."""
        if self.handlers:
            given = interaction_of(interaction, self._settings)
            await self.handlers.actions.handle(interaction.type.value, given)

    async def on_message(self, message: discord.Message) -> None:
        """A message; those to the bot itself and those that mention it are answered."""
        if self.handlers and self.user:
            with self.handlers.failures.contain("discord", f"message {message.id}"):
                await self.handlers.mentions.handle(message, self.user)

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """The bot was added to a server."""
        await self._joined(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """The bot was removed from a server."""
        handlers, left = self.handlers, str(guild.id)
        if handlers and left != self._settings.home:  # what is local is not Discord's to end
            with handlers.failures.contain("discord", f"server {left} left"):
                await handlers.desk.left(left)

    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """A channel is gone."""
        if handlers := self.handlers:
            workspace = self._settings.workspace(str(channel.guild.id))
            gone = Channel(PLATFORM, workspace, str(channel.id), channel.name)
            with handlers.failures.contain("discord", f"channel {gone.room} gone"):
                await handlers.desk.left_channel(gone)

    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """A thread is gone, which may have had digests of its own."""
        if handlers := self.handlers:
            workspace = self._settings.workspace(str(payload.guild_id))
            gone = Channel(PLATFORM, workspace, str(payload.thread_id))
            with handlers.failures.contain("discord", f"channel {gone.room} gone"):
                await handlers.desk.left_channel(gone)

    async def _joined(self, guild: discord.Guild) -> None:
        handlers, joined = self.handlers, str(guild.id)
        if handlers and joined != self._settings.home:
            with handlers.failures.contain("discord", f"server {joined} joined"):
                await handlers.desk.joined(joined)
