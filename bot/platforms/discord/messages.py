"""Messages that mention the bot, answered in the thread that they open or stand in; messages to it alone."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, replace

import discord

from bot.core.outline import texts
from bot.errors import NotAllowed, PlatformError
from bot.model import Actor, Outline, Place, Reply, Talk, digest_of
from bot.platforms.discord.api import Api
from bot.platforms.discord.errors import Missing
from bot.platforms.discord.escape import resolved, without
from bot.platforms.discord.history import ThreadReader
from bot.platforms.discord.render import message as rendered
from bot.platforms.discord.render import notice, pages
from bot.platforms.discord.settings import PERSONAL, PLATFORM, DiscordSettings
from bot.platforms.discord.users import actor_of, place_of
from bot.ports import Clock, Desk, PlatformStore

log = logging.getLogger(__name__)

DIRECT = "@me"
"""Stands in links to direct messages where those in a server have its id."""

MOST_MESSAGES = 4
"""Messages of one reply in a thread; a longer one is for `/news`, where it has pages."""


@dataclass(frozen=True, slots=True)
class Threads:
    """Sends replies in threads, each message once: every one has a nonce."""

    api: Api
    settings: DiscordSettings

    async def open(self, place: Place, message_id: str, outline: Outline) -> Place:
        """The thread that a reply to a message belongs in, opened where there is none."""
        if place.thread is not None:
            return place
        thread = await self.api.open_thread(place.channel.room, message_id, outline.title)
        return replace(place, thread=thread)

    async def send(self, place: Place, outline: Outline, about: str, reply_to: str = "") -> None:
        """Send an outline there, in several messages where it is long; `about` is what it answers."""
        classic = self.settings.classic(self.settings.guild(place.channel.workspace))
        several = pages(outline)
        bodies = [rendered(page, classic=classic) for page in several[:MOST_MESSAGES]]
        if len(several) > MOST_MESSAGES:
            bodies.append(notice(texts.CUT_HERE))
        room = place.thread or place.channel.room
        for number, body in enumerate(bodies):
            nonce = digest_of("reply", about, str(number))
            await self.api.send_message(room, body, nonce, reply_to)

    async def show_typing(self, place: Place) -> None:
        """Show that an answer is on its way."""
        await self.api.post("/channels/{channel_id}/typing", channel_id=place.thread or place.channel.room)


@dataclass(frozen=True, slots=True)
class Mentions:
    """Each message is answered once, by whichever process takes it first."""

    desk: Desk
    api: Api
    threads: Threads
    settings: DiscordSettings
    events: PlatformStore
    clock: Clock

    async def handle(self, message: discord.Message, me: discord.abc.User) -> None:
        """Answer a message in a server that mentions the bot, or one to the bot itself."""
        guild = message.guild
        if message.author.bot or (guild and me not in message.mentions):
            return
        if not await self.events.first(f"{PLATFORM}:{message.id}", self.clock()):
            return
        workspace = self.settings.workspace(str(guild.id)) if guild else f"{PERSONAL}{message.author.id}"
        place = place_of(message.channel, workspace)
        names = _names(message)
        where = str(guild.id) if guild else DIRECT
        reader = ThreadReader(self.api, where, str(me.id), self.settings.read_threads)

        async def read() -> Talk:
            return await reader.read(place, str(message.id), names)

        with suppress(PlatformError):
            await self.threads.show_typing(place)
        text = resolved(without(message.content, str(me.id)), names)
        reply = await self.desk.mention(text, self._actor(message.author, place, alone=guild is None), read)
        try:
            await self._answer(reply, place, str(message.id), threaded=guild is not None)
        except Missing:
            log.info("discord: the message that asked is gone; nothing is answered")
        except PlatformError as error:
            log.warning("discord: no answer to a mention: %s", error)

    async def _answer(self, reply: Reply, place: Place, message_id: str, *, threaded: bool) -> None:
        """In the thread; a failure, and what may or can not open a thread, as a reply in the channel."""
        if threaded and place.thread is None and not reply.error:
            try:
                place = await self.threads.open(place, message_id, reply.outline)
            except NotAllowed as error:
                log.info("discord: no thread for a reply: %s", error)
        await self.threads.send(place, reply.outline, message_id, "" if place.thread else message_id)
        if place.thread is not None:
            await self.desk.opened(place, reply.about)

    def _actor(self, author: discord.User | discord.Member, place: Place, *, alone: bool) -> Actor:
        """In a server with their permissions there; who writes to the bot alone is alone in a workspace."""
        may = author.guild_permissions if isinstance(author, discord.Member) else discord.Permissions.none()
        return actor_of(author, place, may, self.settings, alone=alone)


def _names(message: discord.Message) -> dict[str, str]:
    """The names of those whom a message mentions."""
    users = {str(user.id): user.display_name for user in message.mentions}
    channels = {f"#{one.id}": one.name for one in message.channel_mentions}
    roles = {f"&{role.id}": role.name for role in message.role_mentions}
    return {**users, **channels, **roles}
