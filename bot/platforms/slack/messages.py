"""Messages that people write to the app: mentions in a channel, and direct messages."""

from __future__ import annotations

from bot.core import commands
from bot.core.outline import of_error, texts
from bot.errors import PlatformError
from bot.model import Actor, Place, Reply
from bot.platforms.slack.context import Context, event_of, team_of
from bot.platforms.slack.escape import plain, users_in, without
from bot.platforms.slack.files import Files, list_of_feeds
from bot.platforms.slack.limits import LOADING, Payload
from bot.platforms.slack.replies import EphemeralTarget

WITH_A_FILE = "file_share"
"""The subtype of a message that somebody writes with a file."""


class Messages:
    """Answers what people write to the app, in the thread of their message."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._files = Files(context.api)

    async def mention(self, body: Payload) -> None:
        """A message that mentions the app: the answer stands in its thread."""
        event = event_of(body)
        if event.get("bot_id") or not event.get("user") or not await self._first(body, event):
            return
        place = self._context.place(team_of(body), event["channel"], event.get("thread_ts"))
        thread = Place(place.channel, place.thread or event["ts"])
        await self._answer(event, place, thread)

    async def message(self, body: Payload) -> None:
        """A message to the app itself, in its own pane or in a thread of that."""
        event = event_of(body)
        own = event.get("channel_type") == "im" and event.get("user")
        written = event.get("subtype") in (None, WITH_A_FILE)
        if not own or event.get("bot_id") or not written or not await self._first(body, event):
            return
        place = self._context.place(team_of(body), event["channel"], event.get("thread_ts"))
        if place.thread:
            await self._show_status(place, texts.WORKING)
        await self._answer(event, place, place)

    async def _first(self, body: Payload, event: Payload) -> bool:
        """Once by the event's id, and once by the message: an edit of a mention is a new event."""
        first = self._context.deduplicator.first
        message = (team_of(body), str(event.get("channel")), str(event.get("ts")))
        return await first("event", str(body.get("event_id"))) and await first("message", *message)

    async def _show_status(self, place: Place, words: str) -> None:
        """The line in the Assistant pane; it goes with the reply."""
        args = {"channel_id": place.channel.room, "thread_ts": place.thread, "status": words[:LOADING]}
        try:
            await self._context.api.write(place.channel.workspace, "assistant.threads.setStatus", **args)
        except PlatformError:
            return  # an app that is no assistant has no such line

    async def _answer(self, event: Payload, place: Place, thread: Place) -> None:
        to = EphemeralTarget(place, event["user"])
        await self._context.replies.answer_in_thread(thread, self._reply(event, to), to)

    async def _reply(self, event: Payload, to: EphemeralTarget) -> Reply:
        context, channel = self._context, to.place.channel
        us = (await context.api.workspaces.of(channel.workspace)).bot_user
        said = without(event.get("text", ""), us)
        names = await context.users.names(channel.workspace, users_in(said))
        words = plain(said, lambda user: names.get(user, ""))
        if words.startswith("/"):
            return await context.run(words, to)
        here = Place(channel, to.place.thread or event["ts"])
        actor = await context.actor(to)
        if (file := list_of_feeds(event)) is not None:
            return await self._import(file, actor)
        return await context.desk.mention(words, actor, lambda: context.threads.read(here))

    async def _import(self, file: Payload, actor: Actor) -> Reply:
        """Take the feeds of a list, which is not even fetched for who may not."""
        if said := commands.refusal(commands.IMPORT_FEEDS, actor):
            return Reply(of_error(said, ""), error=True)
        opml = await self._files.read(file, actor.workspace)
        return await self._context.desk.import_feeds(opml, actor)
