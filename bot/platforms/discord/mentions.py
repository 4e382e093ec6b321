"""What people want who mention the bot, answered in the thread that their message opens or stands in."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass

import discord

from bot.errors import NotAllowed, PlatformError
from bot.model import Actor, Place, Reply, Talk
from bot.platforms.discord.asked import PLATFORM, managers, manages, place_of
from bot.platforms.discord.escape import resolved, without
from bot.platforms.discord.history import Reading
from bot.platforms.discord.settings import Settings
from bot.platforms.discord.speaking import Speaking
from bot.platforms.discord.translate import Missing
from bot.platforms.discord.wire import Wire
from bot.ports import Clock, Desk, PlatformStore

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Mentions:
    """Each message is answered once, by whichever process takes it first."""

    desk: Desk
    wire: Wire
    speaking: Speaking
    settings: Settings
    events: PlatformStore
    clock: Clock

    async def take(self, message: discord.Message, me: discord.abc.User) -> None:
        """Answer a message in a server that mentions the bot."""
        guild = message.guild
        if guild is None or message.author.bot or me not in message.mentions:
            return
        if not await self.events.first(f"{PLATFORM}:{message.id}", self.clock()):
            return
        place = place_of(message.channel, self.settings.workspace(str(guild.id)))
        names = _names(message)
        reading = Reading(self.wire, str(guild.id), str(me.id), self.settings.read_threads)

        async def read() -> Talk:
            return await reading.talk(place, str(message.id), names)

        with suppress(PlatformError):
            await self.speaking.thinking(place)
        text = resolved(without(message.content, str(me.id)), names)
        reply = await self.desk.mention(text, self._asker(message, place), read)
        try:
            await self._answer(reply, place, str(message.id))
        except Missing:
            log.info("discord: the message that asked is gone; nothing is answered")
        except PlatformError as error:
            log.warning("discord: no answer to a mention: %s", error)

    async def _answer(self, reply: Reply, place: Place, asking: str) -> None:
        """In the thread; a failure, and what may not open a thread, as a reply in the channel."""
        if place.thread is None and not reply.error:
            try:
                place = await self.speaking.below(place, asking, reply.outline)
            except NotAllowed as error:
                log.info("discord: no thread for a reply: %s", error)
        await self.speaking.say(place, reply.outline, asking, "" if place.thread else asking)
        if place.thread is not None:
            await self.desk.opened(place, reply.about)

    def _asker(self, message: discord.Message, place: Place) -> Actor:
        author = message.author
        held = {str(author.id)}
        may = discord.Permissions.none()
        if isinstance(author, discord.Member):
            held |= {str(role.id) for role in author.roles}
            may = author.guild_permissions
        return Actor(place, str(author.id), manages(may, held, self.settings), managers(self.settings))


def _names(message: discord.Message) -> dict[str, str]:
    """What those are called whom a message mentions."""
    users = {str(user.id): user.display_name for user in message.mentions}
    channels = {f"#{one.id}": one.name for one in message.channel_mentions}
    roles = {f"&{role.id}": role.name for role in message.role_mentions}
    return {**users, **channels, **roles}
