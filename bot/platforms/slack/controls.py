"""What people press, and what they fill in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.core.outline import texts
from bot.model import Control, Mistakes, Outline, Paragraph, Place, Reply, Section
from bot.platforms.slack.home import Home
from bot.platforms.slack.inbox import Inbox, id_in, team_of
from bot.platforms.slack.modals import Origin, errors, filled, reply_view
from bot.platforms.slack.render import control_of
from bot.platforms.slack.replies import EphemeralTarget, guarded
from bot.platforms.slack.rich import Payload
from bot.platforms.slack.windows import Windows, origin

SOON = 2.0
"""Seconds after which a window closes though its reply is not there: Slack waits for three."""

Ack = Callable[..., Awaitable[object]]


class Controls:
    """Passes on what people press and fill in."""

    def __init__(self, inbox: Inbox, home: Home) -> None:
        self._inbox = inbox
        self._home = home
        self._windows = Windows(inbox)

    async def press(self, body: Payload) -> None:
        """A button: it opens a window, shares a reply, or is answered where it stands."""
        if not await self._inbox.deduplicator.first("trigger", body["trigger_id"]):
            return
        control = control_of(body["actions"][0])
        to = self._where(body)
        if control.opens:
            await self._windows.open(body, control.action, control.ref, to)
        elif body.get("view"):
            await self._press_in_view(body, control, to)
        elif control.action == "share":
            await self._share(body, control, to)
        else:
            await self._answer(body, control, to)

    async def _answer(self, body: Payload, control: Control, to: EphemeralTarget) -> None:
        """In the thread of the message where the desk says so, once a button; else to the person alone."""
        container = body.get("container") or {}
        replies = self._inbox.replies
        if container.get("is_ephemeral"):
            await replies.privately(to, self._pressed(control, to))
            return
        reply = await guarded(self._pressed(control, to))
        if not reply.in_thread or reply.error:
            await replies.tell(to, reply)
            return
        thread = to.place.thread or str(container.get("message_ts", ""))
        place = Place(to.place.channel, thread)
        said = (to.place.channel.room, thread, control.action, control.ref)
        if await self._inbox.deduplicator.first("press", *said):
            await replies.share(to, reply, place)
        else:
            await replies.tell(to, Reply(Outline("", lead=texts.SHOWN_ALREADY)))

    async def _share(self, body: Payload, control: Control, to: EphemeralTarget) -> None:
        shown = str((body.get("container") or {}).get("message_ts", ""))
        if not await self._inbox.deduplicator.first("share", to.place.channel.room, shown, control.ref):
            await self._inbox.replies.tell(to, Reply(Outline("", lead=texts.SHARED_ALREADY)))
            return
        await self._inbox.replies.privately(to, self._pressed(control, to), publicly=True)

    async def _press_in_view(self, body: Payload, control: Control, to: EphemeralTarget) -> None:
        """In the Home tab or a window: what became of it in a window, and the tab as it is now."""
        reply = await guarded(self._pressed(control, to))
        where = origin(body, to)
        await self._windows.show(body, reply_view(reply.outline, where), to)
        if where.home:
            await self._home.publish(to)

    async def submit(self, body: Payload, ack: Ack) -> None:
        """A window filled in: what is wrong stands in it at once; else it closes and the reply follows."""
        view, to = body["view"], self._where(body)
        if not await self._inbox.deduplicator.first("trigger", body["trigger_id"]):
            await ack()
            return
        work = asyncio.ensure_future(self._submitted(view, to))
        done, _ = await asyncio.wait({work}, timeout=SOON)
        if done:
            await self._close(view, work.result(), to, ack)
            return
        await ack()
        self._inbox.tasks.start(lambda: self._follow(work, to, Origin.of(view)), "a filled window")

    async def _close(self, view: Payload, found: Reply | Mistakes, to: EphemeralTarget, ack: Ack) -> None:
        if isinstance(found, Mistakes):
            await ack(response_action="errors", errors=errors(found, view))
        elif found.error:
            await ack(response_action="update", view=reply_view(found.outline, Origin.of(view)))
        else:
            await ack()
            self._inbox.tasks.start(lambda: self._tell(found, to, Origin.of(view)), "a filled window")

    async def _follow(
        self, work: asyncio.Future[Reply | Mistakes], to: EphemeralTarget, origin: Origin
    ) -> None:
        found = await work
        if isinstance(found, Mistakes):
            told = tuple(Paragraph(sentence) for sentence in found.sentences.values())
            found = Reply(Outline(texts.NOT_SAVED, (Section(told),)), error=True)
        await self._tell(found, to, origin)

    async def _tell(self, reply: Reply, to: EphemeralTarget, origin: Origin) -> None:
        if origin.home:
            await self._home.publish(to)
        if reply.error or not origin.home:
            await self._inbox.replies.tell(to, reply)

    async def _submitted(self, view: Payload, to: EphemeralTarget) -> Reply | Mistakes:
        async def work() -> Reply | Mistakes:
            return await self._inbox.desk.submit(filled(view), await self._inbox.actor(to))

        return await guarded(work())

    async def _pressed(self, control: Control, to: EphemeralTarget) -> Reply:
        return await self._inbox.desk.press(control, await self._inbox.actor(to))

    def _where(self, body: Payload) -> EphemeralTarget:
        """The place of the message, or the one that a view was opened for."""
        view = body.get("view")
        if view:
            origin = Origin.of(view)
            room, thread = origin.channel, origin.thread
        else:
            container = body.get("container") or {}
            room = id_in(body, "channel") or container.get("channel_id", "")
            thread = container.get("thread_ts") or (body.get("message") or {}).get("thread_ts") or ""
        user = id_in(body, "user")
        place = self._inbox.place(team_of(body), room or user, thread)
        return EphemeralTarget(place, user, body.get("response_url", ""))
