"""How a reply is given: to one person, to a thread, to a channel; with a line while it takes long."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TypeVar

from bot.core.outline import of_error, texts
from bot.errors import BotError, ChannelGone, NotAllowed, PlatformError
from bot.model import Control, Outline, Place, Reply, Section
from bot.platforms.slack.api import Api
from bot.platforms.slack.limits import RESPONSES, Payload
from bot.platforms.slack.render import PLAIN, message, messages
from bot.ports import Desk, Failures

log = logging.getLogger(__name__)

MOST_EPHEMERAL = RESPONSES - 2
"""Messages of a reply to one person: one use of the response_url is the progress line's, one is kept."""

MAX_WAIT = 60.0
"""Seconds that an answer waits where Slack puts it off: somebody hopes for it, and nobody else is kept."""

Work = Awaitable[Reply]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class EphemeralTarget:
    """Where one person alone gets a reply: by the response_url of their act, or as a message in a thread."""

    place: Place
    user: str
    url: str = ""


class Replies:
    """Sends people what the desk replies."""

    def __init__(self, api: Api, desk: Desk, failures: Failures) -> None:
        self._api = api
        self._desk = desk
        self._failures = failures

    async def answer(self, to: EphemeralTarget, work: Work, in_channel: bool = False) -> None:
        """Answer one person, or where they ask for that the channel; a line says so while it takes long."""
        reply = await self._with_progress(work, lambda: self._send_ephemeral(to, _line(texts.WORKING)))
        if in_channel and not reply.error:
            await self.share(to, reply)
        else:
            await self.send(to, reply)

    async def send(self, to: EphemeralTarget, reply: Reply) -> None:
        """Send a reply to one person."""
        for piece in _ephemeral(reply):
            await self._send_ephemeral(to, message(piece))

    async def share(
        self, to: EphemeralTarget, reply: Reply, place: Place | None = None, instead: str | None = None
    ) -> None:
        """Post to the channel or a thread; where the app is no member, by the response_url of who asked.

        Where that is not taken either, they hear why not.
        """
        where = place or to.place
        try:
            await self.post(where, reply, instead)
        except (ChannelGone, NotAllowed) as error:
            if not await self._share_by_url(to.url, reply, where.thread):
                await self._send_ephemeral(to, message(of_error(str(error), "")))

    async def _share_by_url(self, url: str, reply: Reply, thread: str | None) -> bool:
        """Show a reply to all in the channel that the response_url is of; False where that cannot be."""
        shown = {"response_type": "in_channel", "replace_original": False}
        in_thread = {"thread_ts": thread} if thread else {}
        try:
            for piece in _few(reply) if url else ():
                await self._api.connection.respond(url, message(piece) | PLAIN | shown | in_thread)
        except PlatformError as error:
            log.info("slack: not shared by its response_url: %s", error)
            return False
        return bool(url)

    async def answer_in_thread(self, place: Place, work: Work, actor: EphemeralTarget) -> None:
        """Answer in a thread; a line that says that it takes long becomes the answer.

        What went wrong goes only to the person who asked.
        """
        posted: list[str] = []

        async def progress() -> None:
            posted.append(await self._post(place, _line(texts.WORKING)))

        reply = await self._with_progress(work, progress)
        if not reply.error:
            await self.share(actor, reply, place, next(iter(posted), None))
            return
        for ts in posted:
            args = {"channel": place.channel.room, "ts": ts}
            try:
                await self._api.write(place.channel.workspace, "chat.delete", **args)
            except PlatformError as error:  # the line stays; what went wrong is shown all the same
                log.warning("slack: %s", error)
        await self.send(actor, reply)

    async def post(self, place: Place, reply: Reply, instead: str | None = None) -> None:
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
            channel.workspace, "chat.postMessage", channel.room, MAX_WAIT, **said, **PLAIN, **thread
        )
        return str(answer["ts"])

    async def _send_ephemeral(self, to: EphemeralTarget, said: Payload) -> None:
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
            except (ChannelGone, NotAllowed):  # the app is not there: it becomes a direct message
                await self._api.post(workspace, "chat.postMessage", to.user, MAX_WAIT, **said, **PLAIN)

    async def _with_progress(self, work: Work, announce: Callable[[], Awaitable[None]]) -> Reply:
        """The reply; to who waits long for it, it is announced."""
        task = asyncio.ensure_future(self.guard(work))
        try:
            done, _ = await asyncio.wait({task}, timeout=texts.PROGRESS_AFTER)
            if not done:
                with suppress(PlatformError):
                    await announce()
            return await task
        finally:
            task.cancel()

    async def guard(self, work: Awaitable[T]) -> T | Reply:
        """What the work gives; where it fails, a reply that says so, with the id of the line in the log."""
        given: T | Reply
        with self._failures.contain("slack", "a reply") as contained:
            given = await work
        if contained.error is None:
            return given
        if isinstance(contained.error, BotError):
            return Reply(of_error(str(contained.error), ""), error=True)
        return Reply(of_error(texts.BROKEN, contained.reference), error=True)


def _ephemeral(reply: Reply) -> Sequence[Outline]:
    """The messages that one person gets, with a button to share."""
    if reply.again and not reply.error:
        share = Section((), (Control("share", reply.again, texts.SHARE),))
        outline = replace(reply.outline, sections=(*reply.outline.sections, share))
        return _few(replace(reply, outline=outline))
    return _few(reply)


def _few(reply: Reply) -> Sequence[Outline]:
    """The messages of a reply, not more than a response_url takes beside a line of progress."""
    pieces = messages(reply.outline)
    if len(pieces) <= MOST_EPHEMERAL:
        return pieces
    *kept, last = pieces[:MOST_EPHEMERAL]
    return [*kept, replace(last, footer=texts.GONE_ON if reply.again else texts.CUT_HERE)]


def _line(words: str) -> Payload:
    return message(Outline("", lead=words))
