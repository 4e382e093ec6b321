"""Discord as a platform: digests go out, requests come in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.outline.pages import DigestPages
from bot.core.outline.texts import CONTINUED
from bot.errors import ChannelGone, ConfigError, NotAllowed, PlatformError
from bot.model import Channel, Digest, Outline, Part, Place, digest_of
from bot.platforms.discord.actions import Actions
from bot.platforms.discord.api import Api, Json, first_id
from bot.platforms.discord.errors import FormRefused, Missing, translated
from bot.platforms.discord.files import Files
from bot.platforms.discord.forum import Forum, edit_message, plain_instead
from bot.platforms.discord.gateway import EventHandlers, Gateway
from bot.platforms.discord.limits import PAGE_SIZE
from bot.platforms.discord.messages import Mentions, Threads
from bot.platforms.discord.render import key_of, message, notice, pages
from bot.platforms.discord.replies import Replies
from bot.platforms.discord.settings import PERSONAL, PLATFORM, DiscordSettings, Topics, no_topics
from bot.platforms.discord.shards import Sharing
from bot.platforms.discord.users import (
    ANNOUNCEMENT,
    FORUMS,
    WITH_THREADS,
    May,
    missing_permissions,
    permissions_in,
)
from bot.ports import Clock, Desk, Failures, Fetcher, PlatformStore

log = logging.getLogger(__name__)

AHEAD = timedelta(hours=2)
"""So far a host and its proxy may run ahead alike, so that a try seems to begin later than what it left."""

FIRST_WAIT, LONGEST_WAIT = 2.0, 300.0
"""Seconds between tries to log in while Discord cannot be reached."""

ALREADY_PUBLISHED = 40033
"""Code of an answer that is no failure to us (Topics/Opcodes and Status Codes)."""


class DiscordPlatform:
    """The servers that have the bot, as places to post to and to be asked questions in.

    `DiscordPlatform(DiscordSettings(token="…"), clock, store, guard, fetcher)`: of the store, `PlatformStore`
    is used alone; the fetcher gets the files that people hand in. `topics` gives the topics of a channel's
    workspace, for the tags of forum posts. Of several replicas with `sharing`, each serves some shards. It
    posts and finds before `serve` and without it; `close` lets go of the connections where `serve` was never
    called.
    """

    name = PLATFORM

    def __init__(
        self,
        settings: DiscordSettings,
        clock: Clock,
        events: PlatformStore,
        failures: Failures,
        fetcher: Fetcher,
        topics: Topics = no_topics,
        sharing: Sharing | None = None,
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._events = events
        self._failures = failures
        self._files = Files(fetcher, settings.cdn_url)
        self.gateway = Gateway(settings, sharing)
        self._poster = Poster(self.gateway.api, settings, topics)
        self._pages = DigestPages("digest", pages)
        self._login_lock = asyncio.Lock()
        self._logged_in = False
        self._opened_for: dict[Channel, str] = {}

    def split(self, digest: Digest) -> Sequence[Part]:
        """The messages that a digest becomes; a forum makes a post of each story in them."""
        return self._pages.parts(digest)

    def fits(self, outline: Outline) -> bool:
        """Whether it is one message within Discord's limits."""
        return len(pages(outline)) == 1

    async def post(self, place: Place, part: Part, since: datetime | None = None) -> str:
        """Post once and return the message's id."""
        await self._log_in()
        return await self._poster.post(await self._opened(place), part, since)

    async def time(self) -> datetime:
        """Discord's by its last answer, or ours where that is earlier."""
        await self._log_in()
        if self.gateway.server_clock.now() is None:
            await self.gateway.api.get("/users/@me")
        return self.gateway.server_clock.passed(self._clock())

    async def find(self, place: Place, part: Part, since: datetime) -> str | None:
        """The id of the message that carries the part's key, if it was posted."""
        await self._log_in()
        return await self._poster.find(await self._opened(place), part, since)

    async def edit(self, place: Place, message_id: str, part: Part) -> None:
        """Replace a message of our own."""
        await self._log_in()
        await self._poster.edit(await self._opened(place), message_id, part)

    async def warn(self, channel: Channel, sentence: str) -> None:
        """Inform the owner of a server, or the person whose own workspace it is, in a direct message."""
        await self._log_in()
        api = self.gateway.api
        user = channel.workspace.removeprefix(PERSONAL)
        if user == channel.workspace:
            server = self._settings.guild(channel.workspace)
            guild = await api.get("/guilds/{guild_id}", guild_id=server)
            user = str(guild["owner_id"])
        nonce = digest_of("warn", channel.room, sentence)
        await api.send_message(await self._direct(user), notice(sentence), nonce)

    async def _opened(self, place: Place) -> Place:
        """The place, where it is somebody's direct messages with the channel that Discord has for these."""
        channel = place.channel
        if not channel.person:
            return place
        if channel not in self._opened_for:
            self._opened_for[channel] = await self._direct(channel.person)
        return replace(place, channel=replace(channel, room=self._opened_for[channel]))

    async def _direct(self, user: str) -> str:
        """The channel of the direct messages with somebody."""
        return str((await self.gateway.api.post("/users/@me/channels", {"recipient_id": user}))["id"])

    async def serve(self, desk: Desk) -> None:
        """Pass people's requests to the desk until cancelled; raises ConfigError for a refused token."""
        self.listen(desk)
        try:
            await self._login_with_retry()
            with self._failures.contain("discord", "registering the commands"):
                await self.gateway.register()
            with translated("the gateway"):
                await self.gateway.connect()
        finally:
            await self.close()

    def listen(self, desk: Desk) -> None:
        """Pass the gateway's events to this desk."""
        api = self.gateway.api
        threads = Threads(api, self._settings)
        replies = Replies(api, self._settings)
        self.gateway.handlers = EventHandlers(
            desk,
            Actions(desk, replies, threads, self._files, self._failures),
            Mentions(desk, api, threads, self._settings, self._events, self._clock),
            self._failures,
        )

    async def close(self) -> None:
        """Let go of the connections; nothing can be posted afterwards."""
        if sharing_out := self.gateway.sharing_out:
            sharing_out.cancel()
            await asyncio.gather(sharing_out, return_exceptions=True)
        if self._logged_in:
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
        async with self._login_lock:
            if self._logged_in:
                return
            await self.gateway.authenticate()
            self._logged_in = True


class Poster:
    """Posts each part once."""

    def __init__(self, api: Api, settings: DiscordSettings, topics: Topics) -> None:
        self._api = api
        self._settings = settings
        self._forum = Forum(api, settings, topics)

    async def post(self, place: Place, part: Part, since: datetime | None = None) -> str:
        """Post and give the message's id; the nonce makes a second try of the same give the first message."""
        channel = await self._api.text_channel(place.channel.room)
        try:
            if channel["type"] in FORUMS:
                return await self._forum.post(channel, place.channel, part, since)
            room = await self._room(place, channel, part.outline)
            return await self._send(room, channel, part)
        except NotAllowed as error:
            raise await self._explained(place.channel.room, error) from error

    async def find(self, place: Place, part: Part, since: datetime) -> str | None:
        """The id of the message that carries the part's key, among those since then."""
        channel = await self._api.channel(place.channel.room)
        if channel["type"] in FORUMS:
            return await self._forum.find(channel, place.channel, part, since)
        try:
            room = place.thread if channel["type"] in WITH_THREADS else None
            return await self._search(room or place.channel.room, channel, part.key, since)
        except ChannelGone:
            if place.thread is None:
                raise
            # a message that has no thread yet, or was deleted: then the rest stands beside where it stood
            return await self._search(place.channel.room, channel, part.key, since, opening=place.thread)

    async def edit(self, place: Place, message_id: str, part: Part) -> None:
        """Replace a message of our own, in a forum the posts of its stories that are to change."""
        channel = await self._api.channel(place.channel.room)
        if channel["type"] in FORUMS:
            await self._forum.edit(channel, message_id, part)
            return
        room = place.thread if channel["type"] in WITH_THREADS else None
        body = message(part.outline, part.key, classic=self._settings.classic(channel.get("guild_id")))
        await edit_message(self._api, place.channel.room, room or place.channel.room, message_id, body)

    async def _room(self, place: Place, channel: Json, outline: Outline) -> str:
        """Where a message goes; an order in a thread, or beside voices, has all its parts there."""
        if place.thread is None or channel["type"] not in WITH_THREADS:
            return place.channel.room
        try:
            await self._api.channel(place.thread)
        except ChannelGone:
            name = outline.title.removesuffix(CONTINUED)
            try:
                return await self._api.open_thread(place.channel.room, place.thread, name)
            except Missing:
                return place.channel.room  # somebody deleted the message that was to open it
        return place.thread

    async def _send(self, room: str, channel: Json, part: Part) -> str:
        body = message(part.outline, part.key, classic=self._settings.classic(channel.get("guild_id")))
        nonce = digest_of(room, part.key)
        try:
            message_id = await self._api.send_message(room, body, nonce)
        except FormRefused as error:
            if error.unclear:
                raise
            message_id = await self._api.send_message(room, plain_instead(error, part, body), nonce)
        if self._settings.publish and channel["type"] == ANNOUNCEMENT and room == str(channel["id"]):
            await self._publish(room, message_id)
        return message_id

    async def _publish(self, room: str, message_id: str) -> None:
        """To the channels that follow this one; where that fails, the digest is posted all the same."""
        path = "/channels/{channel_id}/messages/{message_id}/crosspost"
        try:
            await self._api.post(path, channel_id=room, message_id=message_id)
        except PlatformError as error:
            if getattr(error, "code", None) != ALREADY_PUBLISHED:
                log.warning("discord: not published: %s", error)

    async def _search(
        self, room: str, channel: Json, key: str, since: datetime, opening: str = ""
    ) -> str | None:
        after = str(first_id(since - AHEAD))
        path = "/channels/{channel_id}/messages"
        while page := await self._api.get_list(path, {"limit": PAGE_SIZE, "after": after}, channel_id=room):
            for one in page:
                if key_of(one.get("components", ())) == key and str(one["id"]) != opening:
                    return str(one["id"])
            after = str(max(int(one["id"]) for one in page))
        if "guild_id" not in channel:  # who is written to directly hides nothing that was written
            return None
        may = await permissions_in(self._api, channel)
        if not may & May.READ_MESSAGE_HISTORY:  # an empty list says nothing then
            title = May.READ_MESSAGE_HISTORY.title
            raise NotAllowed(f"Discord: {title} is missing, so that nobody can tell whether this was posted")
        return None

    async def _explained(self, room: str, error: NotAllowed) -> NotAllowed:
        """The refusal with the names of what is missing, where they can be found out."""
        try:
            channel = await self._api.channel(room)
            if "guild_id" not in channel:
                return error
            names = await missing_permissions(self._api, channel, self._settings)
        except PlatformError:
            return error
        name = channel.get("name") or room
        return NotAllowed(f"Discord: in #{name} the bot lacks {', '.join(names)}") if names else error
