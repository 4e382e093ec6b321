"""What people type: commands, mentions, messages to the app, and "Brief this" on a message."""

from __future__ import annotations

import re
from collections.abc import Awaitable

from bot.core import commands
from bot.core.outline import of_error, texts
from bot.core.threads import link_in
from bot.errors import ChannelGone, ConfigError, NotAllowed, PlatformError
from bot.model import Actor, Command, Place, Reply
from bot.platforms.slack.escape import plain, users_in, without
from bot.platforms.slack.inbox import Inbox, event_of, id_in, team_of
from bot.platforms.slack.limits import LOADING
from bot.platforms.slack.replies import EphemeralTarget
from bot.platforms.slack.rich import Payload
from bot.platforms.slack.windows import Windows

IN_CHANNEL = re.compile(r"\s*(?:--|—|–)\s?in-channel\s*$", re.IGNORECASE)
"""What is typed after a command whose answer all are to see; some keyboards make one dash of two."""


class Wishes:
    """Passes on what people type."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox
        self._windows = Windows(inbox)

    async def command(self, body: Payload) -> None:
        """A slash command, which Slack offers outside threads alone."""
        if not await self._inbox.deduplicator.first("trigger", body["trigger_id"]):
            return
        typed = plain(f"{body['command']} {body.get('text', '')}", str)
        line = IN_CHANNEL.sub("", typed)
        place = self._inbox.place(team_of(body), body["channel_id"], name=body.get("channel_name", ""))
        to = EphemeralTarget(place, body["user_id"], body["response_url"])
        if modal := commands.modal_of(line):
            await self._windows.open(body, modal, "", to)
            return
        await self._inbox.replies.privately(to, self._typed(line, to), publicly=line != typed)

    async def brief_this(self, body: Payload) -> None:
        """The message shortcut: the briefing of the message's first link, in its thread."""
        if not await self._inbox.deduplicator.first("trigger", body["trigger_id"]):
            return
        said = body["message"]
        thread = said.get("thread_ts") or said["ts"]
        place = self._inbox.place(team_of(body), id_in(body, "channel"), thread)
        to = EphemeralTarget(place, id_in(body, "user"))
        aside = EphemeralTarget(Place(place.channel), to.user, body.get("response_url", ""))
        link = link_in(plain(said.get("text", ""), str)) or _attached(said)
        if link is None:
            await self._inbox.replies.tell(aside, Reply(of_error(texts.NO_LINK, ""), error=True))
            return
        work = self._handled(Command("brief", {"url": link}), to)
        try:
            await self._inbox.replies.in_thread(place, work, aside)
        except (ChannelGone, NotAllowed) as error:  # the app is not in the channel
            await self._inbox.replies.tell(aside, Reply(of_error(str(error), ""), error=True))

    async def mention(self, body: Payload) -> None:
        """A message that mentions the app: the answer stands in its thread."""
        event = event_of(body)
        if event.get("bot_id") or not event.get("user") or not await self._first(body, event):
            return
        place = self._inbox.place(team_of(body), event["channel"], event.get("thread_ts"))
        work, actor = self._meant(event, place), EphemeralTarget(place, event["user"])
        thread = Place(place.channel, place.thread or event["ts"])
        await self._inbox.replies.in_thread(thread, work, actor)

    async def message(self, body: Payload) -> None:
        """A message to the app itself, in its own pane or in a thread of that."""
        event = event_of(body)
        own = event.get("channel_type") == "im" and event.get("user")
        if not own or event.get("bot_id") or event.get("subtype") or not await self._first(body, event):
            return
        place = self._inbox.place(team_of(body), event["channel"], event.get("thread_ts"))
        if place.thread:
            await self._status(place, texts.WORKING)
        actor = EphemeralTarget(place, event["user"])
        await self._inbox.replies.in_thread(place, self._meant(event, place), actor)

    async def _status(self, place: Place, words: str) -> None:
        """The line in the Assistant pane; it goes with the reply."""
        args = {"channel_id": place.channel.room, "thread_ts": place.thread, "status": words[:LOADING]}
        try:
            await self._inbox.api.write(place.channel.workspace, "assistant.threads.setStatus", **args)
        except PlatformError:
            return  # a talk with an app that is no assistant shows none

    async def _first(self, body: Payload, event: Payload) -> bool:
        """Once by the event's id, and once by the message: an edit of a mention is a new event."""
        first = self._inbox.deduplicator.first
        message = (team_of(body), str(event.get("channel")), str(event.get("ts")))
        return await first("event", str(body.get("event_id"))) and await first("message", *message)

    async def _meant(self, event: Payload, place: Place) -> Reply:
        inbox, workspace = self._inbox, place.channel.workspace
        to = EphemeralTarget(place, event["user"])
        us = (await inbox.api.workspaces.of(workspace)).bot_user
        said = without(event.get("text", ""), us)
        names = await inbox.people.names(workspace, users_in(said))
        words = plain(said, lambda user: names.get(user, ""))
        if words.startswith("/"):
            return await self._typed(words, to)
        here = Place(place.channel, place.thread or event["ts"])
        actor = await inbox.actor(to)
        return await inbox.desk.mention(words, actor, lambda: inbox.reader.read(here))

    async def _typed(self, line: str, to: EphemeralTarget) -> Reply:
        try:
            command = commands.parse(line)
        except ConfigError as error:
            return Reply(of_error(str(error), ""), error=True)
        return await self._handled(command, to)

    async def _handled(self, command: Command, to: EphemeralTarget) -> Reply:
        actor: Actor = await self._inbox.actor(to)
        reply: Awaitable[Reply] = self._inbox.desk.handle(command, actor)
        return await reply


def _attached(message: Payload) -> str | None:
    """The address of what a message has unfolded."""
    for one in message.get("attachments") or ():
        if link := link_in(str(one.get("from_url") or one.get("title_link") or "")):
            return link
    return None
