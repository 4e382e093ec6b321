"""Slack as a platform: digests go out, commands and questions come in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from aiohttp import web

from bot.core.outline.pages import DigestPages
from bot.core.outline.safe import one_line
from bot.errors import ChannelGone, MessageRefused, NotAllowed, PlatformError
from bot.model import LOCAL_WORKSPACE, Channel, Digest, Outline, Part, Place
from bot.platforms.slack.api import PLATFORM, Api, Connection, Pace, Workspaces
from bot.platforms.slack.background import BackgroundTasks, Deduplicator
from bot.platforms.slack.context import Context
from bot.platforms.slack.escape import escaped
from bot.platforms.slack.events import HttpRoutes, listen, listening_app
from bot.platforms.slack.history import MessageFinder, ThreadReader
from bot.platforms.slack.oauth import installing
from bot.platforms.slack.render import PLAIN, message, messages, metadata, shape
from bot.platforms.slack.replies import Replies
from bot.platforms.slack.settings import SlackSettings
from bot.platforms.slack.users import Users
from bot.ports import Clock, Desk, Failures, Meter, PlatformStore, Secrets

log = logging.getLogger(__name__)


class SlackPlatform:
    """Slack, for one workspace by its token or for as many as install the app.

    slack = SlackPlatform(settings, store, vault, store, clock, meter, failures)
    public.add_routes(slack.routes())   # empty where Socket Mode needs none
    await slack.serve(desk)             # until cancelled
    await slack.close()
    """

    name = PLATFORM

    def __init__(
        self,
        settings: SlackSettings,
        installations: PlatformStore,
        secrets: Secrets | None,
        events: PlatformStore,
        clock: Clock,
        meter: Meter,
        failures: Failures,
    ) -> None:
        settings.check(sealed=secrets is not None)
        self._settings = settings
        self._events = events
        self._clock = clock
        self._meter = meter
        self._failures = failures
        self._secrets = secrets
        self._routes = HttpRoutes(settings.by_socket, settings.many)
        self._connection = Connection(settings)
        self._workspaces = Workspaces(self._connection, installations, secrets, clock)
        pace = Pace(lambda: clock().timestamp())
        self._api = Api(self._connection, self._workspaces, pace)
        self._finder = MessageFinder(self._api, settings.reads_all)
        self._pages = DigestPages("slack", messages)
        self._direct: dict[Channel, str] = {}

    def routes(self) -> Sequence[web.RouteDef]:
        """What the public listener serves for Slack; none where Socket Mode needs none."""
        return self._routes.routes()

    def split(self, digest: Digest) -> Sequence[Part]:
        """The messages of a digest: one, or where it is long more, cut between stories."""
        return self._pages.parts(digest)

    def fits(self, outline: Outline) -> bool:
        """Whether it is one message within Slack's limits."""
        return len(messages(outline)) == 1

    async def post(self, place: Place, part: Part, since: datetime | None = None) -> str:
        """Post once and return the message's time stamp; never repeated where the outcome is unclear.

        Where Slack does not take its form it goes as plain text.
        """
        place = await self._opened(place)
        thread = {"thread_ts": place.thread} if place.thread else {}
        said = {**message(part.outline), "metadata": metadata(part), **PLAIN, **thread}
        channel = place.channel
        try:
            answer = await self._api.post(channel.workspace, "chat.postMessage", channel.room, **said)
        except MessageRefused as error:
            log.warning("slack: %s; sent as plain text in place of: %s", error, shape(said.pop("blocks")))
            answer = await self._api.post(channel.workspace, "chat.postMessage", channel.room, **said)
        return str(answer["ts"])

    async def time(self) -> datetime:
        """Slack's by its last answer, or ours where that is earlier."""
        if self._connection.server_clock.now() is None:
            await self._connection.read("api.test", "", {})
        return self._connection.server_clock.passed(self._clock())

    async def find(self, place: Place, part: Part, since: datetime) -> str | None:
        """The time stamp of our message with the part's key, in the channel's history or the thread."""
        return await self._finder.find(await self._opened(place), part.key, since)

    async def edit(self, place: Place, message_id: str, part: Part) -> None:
        """Replace a message of our own; its metadata stays."""
        room = (await self._opened(place)).channel.room
        said = {"channel": room, "ts": message_id, **message(part.outline), "metadata": metadata(part)}
        await self._api.write(place.channel.workspace, "chat.update", **said)

    async def _opened(self, place: Place) -> Place:
        """The place, where it is somebody's direct messages with the room that Slack has for these."""
        channel = place.channel
        if not channel.person:
            return place
        if channel not in self._direct:
            found = await self._api.write(channel.workspace, "conversations.open", users=channel.person)
            self._direct[channel] = str(found["channel"]["id"])
        return replace(place, channel=replace(channel, room=self._direct[channel]))

    async def warn(self, channel: Channel, sentence: str) -> None:
        """Write to those named as managers, or else to whoever installed the app or made the channel."""
        workspace = channel.workspace
        text = escaped(one_line(f"{channel.name or channel.room}: {sentence}"))
        for user in self._settings.managers or await self._manager(channel):
            await self._api.post(workspace, "chat.postMessage", user, text=text, **PLAIN)

    async def _manager(self, channel: Channel) -> Sequence[str]:
        installer = (await self._workspaces.of(channel.workspace)).installer
        if installer:
            return (installer,)
        try:
            found = await self._api.read(channel.workspace, "conversations.info", channel=channel.room)
        except (ChannelGone, NotAllowed):
            return ()
        creator = found["channel"].get("creator")
        return (creator,) if creator else ()

    async def serve(self, desk: Desk) -> None:
        """Pass what people do to the desk until cancelled; raises NotAllowed on a token that is not good."""
        await self._verify()
        tasks, deduplicator = BackgroundTasks(self._failures), Deduplicator(self._events, self._clock)
        self._routes.app = app = listening_app(self._settings, self._context(desk, tasks, deduplicator))
        if self._settings.many and self._secrets:
            self._routes.flow = installing(
                self._connection, self._workspaces, self._secrets, deduplicator, self._clock, desk.joined
            )
        try:
            if self._settings.by_socket:
                await listen(app, self._settings.app_token)
            else:
                await asyncio.Event().wait()
        finally:
            self._routes.app = self._routes.flow = None
            await tasks.close()

    async def _verify(self) -> None:
        """Whether our one token is good; where Slack cannot be asked now, it is tried again later."""
        if self._settings.many:
            return
        try:
            await self._workspaces.of(LOCAL_WORKSPACE)
        except NotAllowed:
            raise
        except PlatformError as error:
            log.warning("slack: %s", error)

    def _context(self, desk: Desk, tasks: BackgroundTasks, deduplicator: Deduplicator) -> Context:
        users = Users(self._api, self._clock, self._settings.managers)
        return Context(
            desk,
            self._api,
            users,
            Replies(self._api, desk, self._failures),
            ThreadReader(self._api, users, self._settings.reads_all),
            tasks,
            deduplicator,
            self._meter,
        )

    async def close(self) -> None:
        """End the connections."""
        await self._connection.close()
