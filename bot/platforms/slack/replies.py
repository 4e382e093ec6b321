"""How a reply is given: to one person, to a thread, to a channel; with a line while it takes long."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.core.outline import of_error, texts
from bot.errors import BotError, ChannelGone, NotAllowed, PlatformError
from bot.model import Control, Outline, Place, Reply, Section
from bot.platforms.slack.api import Api
from bot.platforms.slack.limits import RESPONSES
from bot.platforms.slack.render import PLAIN, message, messages
from bot.platforms.slack.rich import Payload
from bot.ports import Desk

log = logging.getLogger(__name__)

MOST_WHISPERED = RESPONSES - 2
"""Messages of a reply to one person: one use of the response_url is the progress line's, one is kept."""

PATIENCE = 60.0
"""Seconds that an answer waits where Slack puts it off: somebody hopes for it, and nobody else is kept."""

Work = Awaitable[Reply]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EphemeralTarget:
    """Where one person alone is told something: by the answer to their act, or as a message in a thread."""

    place: Place
    user: str
    url: str = ""


class Replies:
    """Gives people what the desk says."""

    def __init__(self, api: Api, desk: Desk) -> None:
        self._api = api
        self._desk = desk

    async def privately(self, to: EphemeralTarget, work: Work, publicly: bool = False) -> None:
        """Tell one person, or on their wish the channel; a line says so while it takes long."""
        reply = await self._waited(work, lambda: self._whisper(to, _line(texts.WORKING)))
        if publicly and not reply.error:
            await self.share(to, reply)
        else:
            await self.tell(to, reply)

    async def tell(self, to: EphemeralTarget, reply: Reply) -> None:
        """Tell one person a reply."""
        for piece in _private(reply):
            await self._whisper(to, message(piece))

    async def share(self, to: EphemeralTarget, reply: Reply, place: Place | None = None) -> None:
        """Tell the channel or a thread; who wants that where the app may not write hears why not."""
        try:
            await self.publicly(place or to.place, reply)
        except (ChannelGone, NotAllowed) as error:
            await self._whisper(to, message(of_error(str(error), "")))

    async def in_thread(self, place: Place, work: Work, actor: EphemeralTarget) -> None:
        """Answer in a thread; a line that says that it takes long becomes the answer.

        What went wrong only who asked is told.
        """
        posted: list[str] = []

        async def progress() -> None:
            posted.append(await self._post(place, _line(texts.WORKING)))

        reply = await self._waited(work, progress)
        if not reply.error:
            await self.publicly(place, reply, next(iter(posted), None))
            return
        for ts in posted:
            args = {"channel": place.channel.room, "ts": ts}
            try:
                await self._api.write(place.channel.workspace, "chat.delete", **args)
            except PlatformError as error:  # the line stays; what went wrong is told all the same
                log.warning("slack: %s", error)
        await self.tell(actor, reply)

    async def publicly(self, place: Place, reply: Reply, instead: str | None = None) -> None:
        """Post a reply; where it opens a thread, the rest goes there, and the desk knows what it is about."""
        thread = place.thread
        for piece in messages(reply.outline):
            if instead:
                said = {"channel": place.channel.room, "ts": instead, **message(piece)}
                await self._api.write(place.channel.workspace, "chat.update", **said)
            posted = instead or await self._post(Place(place.channel, thread), message(piece))
            thread, instead = thread or posted, None
        if reply.about and thread:
            await self._desk.opened(Place(place.channel, thread), reply.about)

    async def _post(self, place: Place, said: Payload) -> str:
        thread = {"thread_ts": place.thread} if place.thread else {}
        channel = place.channel
        answer = await self._api.post(
            channel.workspace, "chat.postMessage", channel.room, PATIENCE, **said, **PLAIN, **thread
        )
        return str(answer["ts"])

    async def _whisper(self, to: EphemeralTarget, said: Payload) -> None:
        """By the response_url, which has no threads; in one, as an ephemeral message of ours.

        Nothing is ever replaced: the original is the message whose button was pressed, a digest perhaps.
        """
        room = to.place.channel.room
        if to.url and not to.place.thread:
            shown = {"response_type": "ephemeral", "replace_original": False}
            await self._api.connection.respond(to.url, said | PLAIN | shown)
        elif room.startswith("D"):
            await self._post(to.place, said)
        else:
            thread = {"thread_ts": to.place.thread} if to.place.thread else {}
            args = {"channel": room, "user": to.user, **said, **thread}
            workspace = to.place.channel.workspace
            try:
                await self._api.write(workspace, "chat.postEphemeral", **args)
            except (ChannelGone, NotAllowed):  # the app is not there: it is told in their talk with it
                await self._api.post(workspace, "chat.postMessage", to.user, PATIENCE, **said, **PLAIN)

    async def _waited(self, work: Work, tell: Callable[[], Awaitable[None]]) -> Reply:
        """The reply; who waits long for it is told that it takes a while."""
        task = asyncio.ensure_future(guarded(work))
        try:
            done, _ = await asyncio.wait({task}, timeout=texts.PROGRESS_AFTER)
            if not done:
                with suppress(PlatformError):
                    await tell()
            return await task
        finally:
            task.cancel()


async def guarded(work: Awaitable[T]) -> T | Reply:
    """The reply; whatever breaks is logged, and told with the id of that line."""
    try:
        return await work
    except BotError as error:
        return Reply(of_error(str(error), ""), error=True)
    except Exception:  # somebody waits for an answer: the log gets the fault, they get its id
        reference = secrets.token_hex(4)
        log.exception("slack: no reply, error %s", reference)
        return Reply(of_error(texts.FAULT, reference), error=True)


def _private(reply: Reply) -> Sequence[Outline]:
    """The messages that one person gets: with a button to share, not more than can be sent."""
    outline = reply.outline
    if reply.again and not reply.error:
        share = Section((), (Control("share", reply.again, texts.SHARE),))
        outline = replace(outline, sections=(*outline.sections, share))
    pieces = messages(outline)
    if len(pieces) <= MOST_WHISPERED:
        return pieces
    *kept, last = pieces[:MOST_WHISPERED]
    return [*kept, replace(last, footer=texts.GONE_ON if reply.again else texts.CUT_HERE)]


def _line(words: str) -> Payload:
    return message(Outline("", lead=words))
