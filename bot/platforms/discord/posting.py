"""Posting to text and announcement channels and their threads, and finding again what was posted."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from bot.core.outline.texts import CONTINUED
from bot.errors import ChannelGone, NotAllowed, PlatformError, RateLimited
from bot.model import Outline, Part, Place, digest_of
from bot.platforms.discord.buttons import key_of
from bot.platforms.discord.escape import plain_name
from bot.platforms.discord.forum import Forum, plain_instead
from bot.platforms.discord.limits import ARCHIVE_AFTER, LISTED, THREAD_NAME
from bot.platforms.discord.permissions import (
    ANNOUNCEMENT,
    BEAR_THREADS,
    FORUMS,
    May,
    granted,
    missing,
    needed,
)
from bot.platforms.discord.render import message
from bot.platforms.discord.settings import Settings, Topics
from bot.platforms.discord.translate import FormRefused, Refused
from bot.platforms.discord.wire import Wire

log = logging.getLogger(__name__)

Json = dict[str, Any]

EPOCH_MS = 1_420_070_400_000
"""The first moment of Discord's ids (Reference: Snowflakes)."""

MOST_PAGES = 20
"""Calls that one look for a message takes: two thousand messages since the digest was made."""

LOOK_BACK = timedelta(minutes=10)
"""Ids are made by Discord's clock, and the host's may be ahead of it."""

THREAD_EXISTS, PUBLISHED = 160004, 40033
"""Codes of answers that are no failure to us (Topics/Opcodes and Status Codes)."""


class Posting:
    """Posts each part once."""

    def __init__(self, wire: Wire, settings: Settings, topics: Topics) -> None:
        self._wire = wire
        self._settings = settings
        self._forum = Forum(wire, settings, topics)

    async def post(self, place: Place, part: Part) -> str:
        """Post and give the message's id; the nonce makes a second try of the same give the first message."""
        channel = await self.channel(place.channel.room)
        try:
            if channel["type"] in FORUMS:
                return await self._forum.post(channel, place.channel, part)
            room = await self._room(place, channel, part.outline)
            return await self._send(room, channel, part)
        except NotAllowed as error:
            raise await self._explained(channel, error) from error

    async def find(self, place: Place, key: str, since: datetime) -> str | None:
        """The id of the message that carries this key, among those since then."""
        channel = await self.channel(place.channel.room)
        if channel["type"] in FORUMS:
            return await self._forum.find(channel, key)
        try:
            room = place.thread if channel["type"] in BEAR_THREADS else None
            return await self._look(room or place.channel.room, channel, key, since)
        except ChannelGone:
            if place.thread is None:
                raise
            return None  # the thread of a message that has none yet

    async def edit(self, place: Place, message_id: str, part: Part) -> None:
        """Replace a message of our own; an archived thread is opened for it."""
        channel = await self.channel(place.channel.room)
        forum, bears = channel["type"] in FORUMS, channel["type"] in BEAR_THREADS
        room = message_id if forum else (bears and place.thread) or place.channel.room
        body = message(part.outline, part.key, classic=self._settings.classic(channel.get("guild_id")))
        at = {"channel_id": room, "message_id": message_id}
        try:
            await self._wire.patch("/channels/{channel_id}/messages/{message_id}", body, **at)
        except PlatformError:
            if room == place.channel.room:
                raise
            await self._wire.patch("/channels/{channel_id}", {"archived": False}, channel_id=room)
            await self._wire.patch("/channels/{channel_id}/messages/{message_id}", body, **at)

    async def channel(self, room: str) -> Json:
        """What Discord says of a channel or a thread."""
        if not room.isdecimal():
            raise ChannelGone(f"Discord: {room} is no channel’s id")
        return await self._wire.get("/channels/{channel_id}", channel_id=room)

    async def thread_on(self, room: str, message_id: str, name: str) -> str:
        """The thread of a message, opened where there is none; its id is the message's."""
        body = {"name": plain_name(name, THREAD_NAME), "auto_archive_duration": ARCHIVE_AFTER}
        path = "/channels/{channel_id}/messages/{message_id}/threads"
        try:
            await self._wire.post(path, body, channel_id=room, message_id=message_id)
        except Refused as error:
            if error.code != THREAD_EXISTS:  # a message bears one thread, so that a second try is harmless
                raise
        return message_id

    async def missing(self, channel: Json) -> list[str]:
        """The names of the permissions that a digest needs in this channel and does not have."""
        classic = self._settings.classic(channel.get("guild_id"))
        has = await self._granted(channel)
        return missing(has, needed(channel["type"], classic=classic))

    async def _room(self, place: Place, channel: Json, outline: Outline) -> str:
        """Where a message goes; an order in a thread, or beside voices, has all its parts there."""
        if place.thread is None or channel["type"] not in BEAR_THREADS:
            return place.channel.room
        try:
            await self.channel(place.thread)
        except ChannelGone:
            name = outline.title.removesuffix(CONTINUED)
            return await self.thread_on(place.channel.room, place.thread, name)
        return place.thread

    async def _send(self, room: str, channel: Json, part: Part) -> str:
        body = message(part.outline, part.key, classic=self._settings.classic(channel.get("guild_id")))
        nonce = {"nonce": digest_of(room, part.key), "enforce_nonce": True}
        path = "/channels/{channel_id}/messages"
        try:
            try:
                sent = await self._wire.post(path, body | nonce, channel_id=room)
            except FormRefused as error:
                body = plain_instead(error, part, body)
                sent = await self._wire.post(path, body | nonce, channel_id=room)
        except RateLimited as error:
            error.unclear = True  # discord.py repeats a post by itself: an earlier try may have been taken
            raise
        if self._settings.publish and channel["type"] == ANNOUNCEMENT and room == str(channel["id"]):
            await self._publish(room, str(sent["id"]))
        return str(sent["id"])

    async def _publish(self, room: str, message_id: str) -> None:
        """To the channels that follow this one; where that fails, the digest is posted all the same."""
        path = "/channels/{channel_id}/messages/{message_id}/crosspost"
        try:
            await self._wire.post(path, channel_id=room, message_id=message_id)
        except PlatformError as error:
            if getattr(error, "code", None) != PUBLISHED:
                log.warning("discord: not published: %s", error)

    async def _look(self, room: str, channel: Json, key: str, since: datetime) -> str | None:
        begin = int((since - LOOK_BACK).timestamp() * 1_000)
        after = str(max(begin - EPOCH_MS, 0) << 22)
        for _ in range(MOST_PAGES):
            params = {"limit": LISTED, "after": after}
            page = await self._wire.several("/channels/{channel_id}/messages", params, channel_id=room)
            if not page:
                break
            for one in page:
                if key_of(one.get("components", ())) == key:
                    return str(one["id"])
            after = str(max(int(one["id"]) for one in page))
        else:
            return None
        if not await self._granted(channel) & May.READ_MESSAGE_HISTORY:  # an empty list says nothing then
            title = May.READ_MESSAGE_HISTORY.title
            raise NotAllowed(f"Discord: {title} is missing, so that nobody can tell whether this was posted")
        return None

    async def _granted(self, channel: Json) -> May:
        if "parent_id" in channel and "thread_metadata" in channel:
            channel = await self.channel(str(channel["parent_id"]))
        guild_id = str(channel["guild_id"])
        guild = await self._wire.get("/guilds/{guild_id}", guild_id=guild_id)
        me = await self._wire.get("/users/@me")
        member = await self._wire.get(
            "/guilds/{guild_id}/members/{user_id}", guild_id=guild_id, user_id=me["id"]
        )
        return granted(guild, member, channel)

    async def _explained(self, channel: Json, error: NotAllowed) -> NotAllowed:
        """The refusal with the names of what is missing, where that can be told."""
        try:
            names = await self.missing(channel)
        except PlatformError:
            return error
        room = channel.get("name") or channel["id"]
        return NotAllowed(f"Discord: in #{room} the bot lacks {', '.join(names)}") if names else error
