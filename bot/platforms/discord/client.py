"""Discord as a platform: digests go out, wishes come in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import datetime

from bot.errors import ConfigError, PlatformError
from bot.model import Channel, Digest, Part, Place, digest_of
from bot.platforms.discord.answers import Answers
from bot.platforms.discord.asked import OWN, PLATFORM
from bot.platforms.discord.gateway import EventHandlers, Gateway
from bot.platforms.discord.interactions import Interactions
from bot.platforms.discord.mentions import Mentions
from bot.platforms.discord.posting import Posting
from bot.platforms.discord.render import notice, parts
from bot.platforms.discord.settings import Settings, Topics, no_topics
from bot.platforms.discord.speaking import Speaking
from bot.platforms.discord.translate import named
from bot.ports import Clock, Desk, PlatformStore

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 2.0, 300.0
"""Seconds between tries to log in while Discord cannot be reached."""


class DiscordPlatform:
    """The servers that have the bot, as places to post to and to be asked in.

    `DiscordPlatform(Settings(token="…"), clock, store)`: the store is asked for its `EventLog` alone.
    `topics` gives the topics of a channel's workspace, for the tags of forum posts. It posts and finds
    before `serve` and without it; `close` lets go of the connections where `serve` was never called.
    """

    name = PLATFORM

    def __init__(
        self, settings: Settings, clock: Clock, events: PlatformStore, topics: Topics = no_topics
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._events = events
        self.gateway = Gateway(settings)
        self._posting = Posting(self.gateway.wire, settings, topics)
        self._speaking = Speaking(self.gateway.wire, self._posting, settings)
        self._door = asyncio.Lock()
        self._known = False

    def split(self, digest: Digest) -> Sequence[Part]:
        """The messages that a digest becomes; a forum makes a post of each story in them."""
        return parts(digest)

    async def post(self, place: Place, part: Part) -> str:
        """Post once and return the message's id."""
        await self._log_in()
        return await self._posting.post(place, part)

    async def find(self, place: Place, key: str, since: datetime) -> str | None:
        """The id of the message that carries this key, if it was posted."""
        await self._log_in()
        return await self._posting.find(place, key, since)

    async def edit(self, place: Place, message_id: str, part: Part) -> None:
        """Replace a message of our own."""
        await self._log_in()
        await self._posting.edit(place, message_id, part)

    async def warn(self, channel: Channel, sentence: str) -> None:
        """Tell the owner of a server, or the person whose own workspace it is, in a direct message."""
        await self._log_in()
        wire = self.gateway.wire
        user = channel.workspace.removeprefix(OWN)
        if user == channel.workspace:
            server = self._settings.guild(channel.workspace)
            guild = await wire.get("/guilds/{guild_id}", guild_id=server)
            user = str(guild["owner_id"])
        direct = await wire.post("/users/@me/channels", {"recipient_id": user})
        nonce = {"nonce": digest_of("warn", channel.room, sentence), "enforce_nonce": True}
        path = "/channels/{channel_id}/messages"
        await wire.post(path, notice(sentence) | nonce, channel_id=str(direct["id"]))

    async def serve(self, desk: Desk) -> None:
        """Pass people's wishes to the desk until cancelled; raises ConfigError where the token is refused."""
        self.listen(desk)
        try:
            await self._login_with_retry()
            await self.gateway.register()
            with named("the gateway"):
                await self.gateway.connect()
        finally:
            await self.close()

    def listen(self, desk: Desk) -> None:
        """Let what the gateway tells go to this desk."""
        wire = self.gateway.wire
        answers = Answers(wire, self._settings)
        self.gateway.handlers = EventHandlers(
            desk,
            Interactions(desk, answers, self._speaking),
            Mentions(desk, wire, self._speaking, self._settings, self._events, self._clock),
        )

    async def close(self) -> None:
        """Let go of the connections; nothing can be posted afterwards."""
        if self._known:
            await self.gateway.close()

    async def _login_with_retry(self) -> None:
        """Log in, however long Discord cannot be reached; a token that it refuses ends it."""
        wait = FIRST_WAIT
        while True:
            try:
                return await self._log_in()
            except ConfigError:
                raise
            except PlatformError as error:
                log.warning("discord: %s; the next try comes in %.0f s", error, wait)
            await asyncio.sleep(wait)
            wait = min(wait * 2, LONGEST_WAIT)

    async def _log_in(self) -> None:
        async with self._door:
            if self._known:
                return
            await self.gateway.enter()
            self._known = True
