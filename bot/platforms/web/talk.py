"""What happens in the chat: messages are kept and shown, wishes go to the desk, replies come back."""

from __future__ import annotations

import asyncio
import functools
import json
import logging
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from bot.core import commands
from bot.core.outline import of_error
from bot.errors import ConfigError, PlatformError
from bot.model import Actor, Completion, Control, Place, Reply, digest_of
from bot.platforms.web.hub import Hub
from bot.platforms.web.pages import AUTHOR, Message, Pages, View
from bot.platforms.web.render import Payload, said, told
from bot.ports import ChannelStore, Clock, Desk

log = logging.getLogger(__name__)

PERSON = "You"
EVER = datetime(1970, 1, 1, tzinfo=UTC)
NOT_SERVING = "On Record is starting or stopping; try again in a moment."

Ask = Callable[[Desk], Awaitable[Reply]]


class Talk:
    """The chat between the people at the page and the desk."""

    def __init__(self, messages: ChannelStore, clock: Clock, hub: Hub, pages: Pages) -> None:
        self._messages = messages
        self._clock = clock
        self._hub = hub
        self._pages = pages
        self._desk: Desk | None = None
        self._replies: asyncio.TaskGroup | None = None
        self._pressed: set[tuple[Place, str]] = set()

    async def serve(self, desk: Desk) -> None:
        """Pass wishes to the desk until cancelled."""
        try:
            async with asyncio.TaskGroup() as self._replies:
                self._desk = desk
                await asyncio.Event().wait()
        finally:
            self._desk = self._replies = None

    async def keep(self, place: Place, author: str, body: Payload, key: str | None = None) -> Message:
        """Keep a message and show it on every open page."""
        now = self._clock()
        id_ = await self._messages.add_message(place, author, json.dumps(body), now, key)
        message = Message(id_, author, body, now)
        self._hub.publish("message", place, id=id_, html=self._pages.message(message, place))
        return message

    async def change(self, place: Place, message_id: str, body: Payload) -> None:
        """Replace what a message of ours says."""
        await self._messages.edit_message(message_id, json.dumps(body))
        message = Message(message_id, AUTHOR, body, self._clock())
        self._hub.publish("change", place, id=message_id, html=self._pages.message(message, place))

    async def view(self, place: Place, limit: int) -> View:
        """The newest messages of a place."""
        rows = await self._messages.messages(place, limit)
        return View(
            place,
            [Message.of(row) for row in rows],
            self._hub.is_working(place),
            await self._title(place) if place.thread else "",
            earlier=limit * 2 if len(rows) == limit else None,
        )

    async def say(self, place: Place, text: str) -> Message:
        """Keep what a person typed; the reply follows by itself. Raises ConfigError on an empty text."""
        if not text:
            commands.parse(text)  # says what to type
        replies = self._serving()
        message = await self.keep(place, PERSON, said(text))
        ask = functools.partial(_typed, text, Actor(place, PERSON))
        replies.create_task(self._reply(place, ask, opens=message.id))
        return message

    async def press(self, place: Place, control: Control) -> str | None:
        """The id of the reply in this thread if the button was pressed before; else it follows by itself.

        A button that changes something does so each time.
        """
        key = digest_of("press", control.action, control.ref)
        again = commands.changes(control.action)
        found = None if again else await self._messages.find_message(place, key, EVER)
        if found is None and (place, key) not in self._pressed:
            replies, actor = self._serving(), Actor(place, PERSON)
            self._pressed.add((place, key))
            kept = None if again else key
            reply = replies.create_task(self._reply(place, lambda desk: desk.press(control, actor), key=kept))
            reply.add_done_callback(lambda _: self._pressed.discard((place, key)))
        return found

    async def complete(self, typed: str, place: Place) -> list[Completion]:
        """Ways to go on with what is typed."""
        return await self._desk.complete(typed, Actor(place, PERSON)) if self._desk else []

    def _serving(self) -> asyncio.TaskGroup:
        if self._replies is None or self._desk is None:
            raise PlatformError(NOT_SERVING)
        return self._replies

    async def _reply(self, place: Place, ask: Ask, opens: str | None = None, key: str | None = None) -> None:
        """Ask the desk and keep its reply; whatever breaks is logged, and told with the id of that line."""
        if self._desk is None:
            return
        try:
            with self._hub.working(place):
                reply = await ask(self._desk)
            where = Place(place.channel, opens) if reply.in_thread and place.thread is None else place
            if where != place:
                await self._desk.opened(where, reply.about)
            await self.keep(where, AUTHOR, told(reply.outline, reply.error), None if reply.error else key)
        except Exception:  # somebody waits on the page: the log gets the fault, they get its id
            reference = secrets.token_hex(3)
            log.exception("web: no reply, error %s", reference)
            self._hub.publish("trouble", place, text=f"That did not work (error {reference}).")

    async def _title(self, thread: Place) -> str:
        """What the message says that opened a thread; empty when it is far back."""
        rows = await self._messages.messages(Place(thread.channel), 1000)
        return next((Message.of(row).title for row in rows if row[0] == thread.thread), "")


async def _typed(text: str, actor: Actor, desk: Desk) -> Reply:
    try:
        command = commands.parse(text)
    except ConfigError as error:
        return Reply(of_error(str(error), ""), error=True)
    return await desk.handle(command, actor)
