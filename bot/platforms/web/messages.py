"""What happens in the chat: messages are kept and shown, requests go to the desk, replies come back."""

from __future__ import annotations

import asyncio
import functools
import json
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot.core import commands
from bot.core.outline import of_error, texts
from bot.errors import ConfigError, PlatformError
from bot.model import Actor, Command, Completion, Control, Place, Reply, digest_of
from bot.platforms.web.render import (
    AUTHOR,
    ChatMessage,
    Payload,
    Settings,
    Templates,
    View,
    render,
    render_typed,
)
from bot.ports import ChannelStore, Clock, Desk, Failures

log = logging.getLogger(__name__)

PLATFORM = "web"
PERSON = texts.YOU

SHOWN = ("schedule", "feeds", "filters", "topics")
"""The commands of whose replies the page of settings consists."""

ACTS = {
    "schedule remove": "order",
    "feeds remove": "feed",
    "filters remove": "number",
    "follow": "topic",
    "unfollow": "topic",
}
"""The commands that it has a form of one line for, each with the argument that this fills."""

BACKLOG = 200
"""Events a slow page may lag behind; beyond that its stream ends, and it reloads what it missed."""

FOLLOW_EVERY, FOLLOW_AGAIN = 1.0, 30.0
"""Seconds between two looks for what other replicas kept, and after a look that failed."""

Stream = asyncio.Queue[bytes | None]

Ask = Callable[[Desk], Awaitable[Reply]]


class Hub:
    """The open event streams, and the places where an answer is in the making."""

    def __init__(self) -> None:
        self._streams: dict[Stream, str] = {}  # each with the session that listens
        self._working: Counter[Place] = Counter()
        self._closed = False

    @contextmanager
    def listen(self, session: str = "") -> Iterator[Stream]:
        """The events from now on, ready to be sent; None ends the stream."""
        stream: Stream = asyncio.Queue(BACKLOG + 1)  # one more, so that the end always fits
        if self._closed:
            stream.put_nowait(None)
        self._streams[stream] = session
        try:
            yield stream
        finally:
            self._streams.pop(stream, None)

    @property
    def is_heard(self) -> bool:
        """Whether any page is open."""
        return bool(self._streams)

    def publish(self, kind: str, place: Place, **values: object) -> None:
        """Send an event to every open page."""
        event = _event({"kind": kind, "room": place.channel.room, "thread": place.thread, **values})
        for stream in list(self._streams):
            if stream.qsize() < BACKLOG:
                stream.put_nowait(event)
            else:
                self._end(stream)

    @contextmanager
    def working(self, place: Place) -> Iterator[None]:
        """While this lasts, pages show that an answer is in the making there."""
        self._working[place] += 1
        self.publish("working", place, on=True)
        try:
            yield
        finally:
            self._working -= Counter((place,))  # drops what comes to nothing
            self.publish("working", place, on=self.is_working(place))

    def is_working(self, place: Place) -> bool:
        """Whether an answer is in the making there."""
        return self._working[place] > 0

    def leave(self, session: str) -> None:
        """End the streams of a session that signed out."""
        for stream in [one for one, whose in self._streams.items() if whose == session]:
            self._end(stream)

    def close(self) -> None:
        """End every stream, so that open pages do not hold up a stop."""
        self._closed = True
        for stream in list(self._streams):
            self._end(stream)

    def _end(self, stream: Stream) -> None:
        self._streams.pop(stream, None)
        stream.put_nowait(None)


def _event(values: Mapping[str, Any]) -> bytes:
    return f"data: {json.dumps(values)}\n\n".encode()


class Chat:
    """The chat between the people at the page and the desk."""

    def __init__(
        self, messages: ChannelStore, clock: Clock, failures: Failures, hub: Hub, templates: Templates
    ) -> None:
        self._messages = messages
        self._clock = clock
        self._failures = failures
        self._hub = hub
        self._templates = templates
        self._desk: Desk | None = None
        self._replies: asyncio.TaskGroup | None = None
        self._pressed: set[tuple[Place, str]] = set()
        self._shown: set[int] = set()  # the numbers of messages that open pages were shown
        self._keeping = 0  # messages that are being kept, whose numbers are not known yet

    async def serve(self, desk: Desk) -> None:
        """Pass requests to the desk until cancelled."""
        try:
            async with asyncio.TaskGroup() as self._replies:
                self._desk = desk
                await self._follow()
        finally:
            self._desk = self._replies = None

    async def keep(
        self, place: Place, author: str, body: Payload, key: str | None = None, answers: str | None = None
    ) -> ChatMessage:
        """Keep a message and show it on every open page, with the id of the one that it answers."""
        now = self._clock()
        self._keeping += 1
        try:
            id_ = await self._messages.add_message(place, author, json.dumps(body), now, key)
            if self._hub.is_heard:
                self._shown.add(int(id_))
        finally:
            self._keeping -= 1
        message = ChatMessage(id_, author, body, now)
        html = self._templates.message(message, place)
        self._hub.publish("message", place, id=id_, html=html, answers=answers)
        return message

    async def _follow(self) -> None:
        """Show on open pages what other replicas keep."""
        last: int | None = None
        while True:
            await asyncio.sleep(FOLLOW_EVERY)
            with self._failures.contain("web", "looking for messages of other replicas") as looking:
                last = await self._show_after(last) if self._hub.is_heard else None
            if looking.error:
                await asyncio.sleep(FOLLOW_AGAIN)

    async def _show_after(self, last: int | None) -> int:
        """The number of the newest message that open pages have."""
        if last is None:
            self._shown.clear()
            return await self._messages.newest_message(PLATFORM)
        found = await self._messages.messages_after(PLATFORM, last)
        if self._keeping:
            return last  # one of these may be ours
        for place, row in found:
            message = ChatMessage.of(row)
            if int(message.id) not in self._shown:
                self._hub.publish(
                    "message", place, id=message.id, html=self._templates.message(message, place)
                )
            last = int(message.id)
        self._shown = {number for number in self._shown if number > last}
        return last

    async def change(self, place: Place, message_id: str, body: Payload) -> None:
        """Replace what a message of ours says."""
        await self._messages.edit_message(message_id, json.dumps(body))
        message = ChatMessage(message_id, AUTHOR, body, self._clock())
        self._hub.publish("change", place, id=message_id, html=self._templates.message(message, place))

    async def view(self, place: Place, limit: int) -> View:
        """The newest messages of a place."""
        rows = await self._messages.messages(place, limit)
        return View(
            place,
            [ChatMessage.of(row) for row in rows],
            self._hub.is_working(place),
            await self._title(place) if place.thread else "",
            earlier=limit * 2 if len(rows) == limit else None,
        )

    async def say(self, actor: Actor, text: str) -> ChatMessage:
        """Keep what a person typed; the reply follows by itself. Raises ConfigError on an empty text."""
        if not text:
            commands.parse(text)  # says what to type
        replies, place = self._serving(), actor.place
        message = await self.keep(place, PERSON, render_typed(text))
        ask = functools.partial(_typed, text, actor)
        replies.create_task(self._reply(place, ask, opens=message.id))
        return message

    async def press(self, actor: Actor, control: Control) -> str | None:
        """The id of the reply in this thread if the button was pressed before; else it follows by itself.

        A button that changes something does so each time.
        """
        place, key = actor.place, digest_of("press", control.action, control.ref)
        again = commands.changes(control.action)
        found = None if again else await self._messages.find_message(place, key)
        if found is None and (place, key) not in self._pressed:
            replies = self._serving()
            self._pressed.add((place, key))
            kept = None if again else key
            reply = replies.create_task(self._reply(place, lambda desk: desk.press(control, actor), key=kept))
            reply.add_done_callback(lambda _: self._pressed.discard((place, key)))
        return found

    async def import_feeds(self, actor: Actor, file: str, opml: bytes) -> Reply:
        """What became of each feed of a list, which the channel keeps too."""
        await self.keep(actor.place, PERSON, render_typed(texts.feeds_of(file)))
        with self._hub.working(actor.place):
            reply = await self.desk.import_feeds(opml, actor)
        await self.keep(actor.place, AUTHOR, render(reply.outline, reply.error))
        return reply

    async def settings(self, actor: Actor) -> Settings:
        """What the channel gets, as its commands show it."""
        desk, channel = self.desk, actor.place.channel
        replies = {name: await desk.handle(Command(name), actor) for name in SHOWN}
        known = {name: await desk.suggest(name, argument, "", actor) for name, argument in ACTS.items()}
        return Settings(
            channel, {name: render(one.outline, one.error) for name, one in replies.items()}, known
        )

    @property
    def desk(self) -> Desk:
        """Whom requests go to; raises PlatformError before and after it is served."""
        if self._desk is None:
            raise PlatformError(texts.NOT_SERVING)
        return self._desk

    async def complete(self, typed: str, actor: Actor) -> list[Completion]:
        """Ways to go on with what is typed."""
        return await self._desk.complete(typed, actor) if self._desk else []

    def _serving(self) -> asyncio.TaskGroup:
        if self._replies is None or self._desk is None:
            raise PlatformError(texts.NOT_SERVING)
        return self._replies

    async def _reply(self, place: Place, ask: Ask, opens: str | None = None, key: str | None = None) -> None:
        """Ask the desk and keep its reply; what fails is shown, a fault with the id that the log has."""
        if self._desk is None:
            return
        with self._failures.contain("web", f"reply in {place.channel.room}") as outcome:
            with self._hub.working(place):
                reply = await ask(self._desk)
            where = Place(place.channel, opens) if reply.in_thread and place.thread is None else place
            if where != place:
                await self._desk.opened(where, reply.about)
            body = render(reply.outline, reply.error)
            await self.keep(where, AUTHOR, body, None if reply.error else key, answers=opens)
        if outcome.error is not None:  # somebody waits on the page
            ours = bool(outcome.reference)
            fault = texts.failed(outcome.reference) if ours else str(outcome.error)
            self._hub.publish("trouble", place, text=fault)

    async def _title(self, thread: Place) -> str:
        """What the message says that opened a thread; empty when it is far back."""
        rows = await self._messages.messages(Place(thread.channel), 1000)
        return next((ChatMessage.of(row).title for row in rows if row[0] == thread.thread), "")


async def _typed(text: str, actor: Actor, desk: Desk) -> Reply:
    try:
        command = commands.parse(text)
    except ConfigError as error:
        return Reply(of_error(str(error), ""), error=True)
    return await desk.handle(command, actor)
