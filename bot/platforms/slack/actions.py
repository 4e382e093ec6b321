"""Commands, shortcuts, buttons and modals: what people do and Slack expects an answer to."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable

from bot.core import commands
from bot.core.outline import of_error, texts
from bot.core.threads import link_in
from bot.errors import PlatformError
from bot.model import Command, Control, Mistakes, Modal, Outline, Paragraph, Place, Reply, Section
from bot.platforms.slack.context import Context, id_in, team_of
from bot.platforms.slack.escape import plain
from bot.platforms.slack.home import Home
from bot.platforms.slack.limits import Payload
from bot.platforms.slack.modals import Origin, errors, filled, modal_view, reply_view
from bot.platforms.slack.render import control_of
from bot.platforms.slack.replies import EphemeralTarget

IN_CHANNEL = re.compile(r"\s*(?:--|—|–)\s?in-channel\s*$", re.IGNORECASE)
"""What is typed after a command whose answer all are to see; some keyboards make one dash of two."""

CLOSE_AFTER = 2.0
"""Seconds after which a modal closes though its reply is not there: Slack waits for three."""

Ack = Callable[..., Awaitable[object]]


class Actions:
    """Passes on what people type as a command, press and fill in."""

    def __init__(self, context: Context, home: Home) -> None:
        self._context = context
        self._replies = context.replies
        self._first = context.deduplicator.first
        self._home = home

    async def command(self, body: Payload) -> None:
        """A slash command, which Slack offers outside threads alone."""
        if not await self._first("trigger", body["trigger_id"]):
            return
        typed = plain(f"{body['command']} {body.get('text', '')}", str)
        line = IN_CHANNEL.sub("", typed)
        name = body.get("channel_name", "")
        place = self._context.place(team_of(body), body["channel_id"], name=name)
        to = EphemeralTarget(place, body["user_id"], body["response_url"])
        if modal := commands.modal_of(line):
            await self._open_modal(body, modal, "", to)
            return
        await self._replies.answer(to, self._context.run(line, to), in_channel=line != typed)

    async def brief_this(self, body: Payload) -> None:
        """The message shortcut: the briefing of the message's first link, in its thread."""
        if not await self._first("trigger", body["trigger_id"]):
            return
        said = body["message"]
        thread = said.get("thread_ts") or said["ts"]
        place = self._context.place(team_of(body), id_in(body, "channel"), thread)
        to = EphemeralTarget(place, id_in(body, "user"))
        aside = EphemeralTarget(Place(place.channel), to.user, body.get("response_url", ""))
        link = link_in(plain(said.get("text", ""), str)) or _attached_link(said)
        if link is None:
            await self._replies.send(aside, Reply(of_error(texts.NO_LINK, ""), error=True))
            return
        work = self._context.handle(Command("brief", {"url": link}), to)
        await self._replies.answer_in_thread(place, work, aside)

    async def press(self, body: Payload) -> None:
        """A button: it opens a modal, shares a reply, or is answered where it stands."""
        if not await self._first("trigger", body["trigger_id"]):
            return
        control = control_of(body["actions"][0])
        to = self._target(body)
        if control.opens:
            await self._open_modal(body, control.action, control.ref, to)
        elif body.get("view"):
            await self._press_in_view(body, control, to)
        elif control.action == "share":
            await self._share(body, control, to)
        else:
            await self._press_in_message(body, control, to)

    async def _press_in_message(self, body: Payload, control: Control, to: EphemeralTarget) -> None:
        """In the thread of the message where the desk says so, once a button; else to the person alone."""
        container = body.get("container") or {}
        if container.get("is_ephemeral"):
            await self._replies.answer(to, self._pressed(control, to))
            return
        reply = await self._replies.guard(self._pressed(control, to))
        if not reply.in_thread or reply.error:
            await self._replies.send(to, reply)
            return
        thread = to.place.thread or str(container.get("message_ts", ""))
        place = Place(to.place.channel, thread)
        button = (to.place.channel.room, thread, control.action, control.ref)
        if await self._first("press", *button):
            await self._replies.share(to, reply, place)
        else:
            await self._replies.send(to, Reply(Outline("", lead=texts.SHOWN_ALREADY)))

    async def _share(self, body: Payload, control: Control, to: EphemeralTarget) -> None:
        shown = str((body.get("container") or {}).get("message_ts", ""))
        if not await self._first("share", to.place.channel.room, shown, control.ref):
            await self._replies.send(to, Reply(Outline("", lead=texts.SHARED_ALREADY)))
            return
        await self._replies.answer(to, self._pressed(control, to), in_channel=True)

    async def _press_in_view(self, body: Payload, control: Control, to: EphemeralTarget) -> None:
        """In the Home tab or a modal: what became of it in a modal, and the tab as it is now."""
        reply = await self._replies.guard(self._pressed(control, to))
        origin = _origin(body, to)
        await self._show(body, reply_view(reply.outline, origin), to)
        if origin.home:
            await self._home.publish(to)

    async def _pressed(self, control: Control, to: EphemeralTarget) -> Reply:
        return await self._context.desk.press(control, await self._context.actor(to))

    async def _open_modal(self, body: Payload, name: str, ref: str, to: EphemeralTarget) -> None:
        """The modal of this name, or why there is none."""
        found = await self._context.desk.modal(name, ref, await self._context.actor(to))
        if isinstance(found, Modal):
            await self._show(body, modal_view(found, _origin(body, to, found.ref)), to)
        else:
            await self._show(body, reply_view(found.outline, _origin(body, to)), to)

    async def _show(self, body: Payload, view: Payload, to: EphemeralTarget) -> None:
        """Open a view; a press or a command allows that for three seconds."""
        args = {"trigger_id": body["trigger_id"], "view": view}
        above = (body.get("view") or {}).get("type") == "modal"
        method = "views.push" if above else "views.open"
        try:
            await self._context.api.write(to.place.channel.workspace, method, **args)
        except PlatformError:
            await self._replies.send(to, Reply(of_error(texts.TOO_LATE, ""), error=True))
            raise

    async def submit(self, body: Payload, ack: Ack) -> None:
        """A modal filled in: what is wrong stands in it at once; else it closes and the reply follows."""
        view, to = body["view"], self._target(body)
        if not await self._first("trigger", body["trigger_id"]):
            await ack()
            return
        work = asyncio.ensure_future(self._replies.guard(self._submitted(view, to)))
        done, _ = await asyncio.wait({work}, timeout=CLOSE_AFTER)
        if done:
            await self._close(view, work.result(), to, ack)
            return
        await ack()
        self._context.tasks.start(lambda: self._follow_up(work, to, Origin.of(view)), "a submitted modal")

    async def _submitted(self, view: Payload, to: EphemeralTarget) -> Reply | Mistakes:
        return await self._context.desk.submit(filled(view), await self._context.actor(to))

    async def _close(self, view: Payload, found: Reply | Mistakes, to: EphemeralTarget, ack: Ack) -> None:
        if isinstance(found, Mistakes):
            await ack(response_action="errors", errors=errors(found, view))
        elif found.error:
            await ack(response_action="update", view=reply_view(found.outline, Origin.of(view)))
        else:
            await ack()
            self._context.tasks.start(lambda: self._send(found, to, Origin.of(view)), "a submitted modal")

    async def _follow_up(
        self, work: asyncio.Future[Reply | Mistakes], to: EphemeralTarget, origin: Origin
    ) -> None:
        found = await work
        if isinstance(found, Mistakes):
            sentences = tuple(Paragraph(sentence) for sentence in found.sentences.values())
            found = Reply(Outline(texts.NOT_SAVED, (Section(sentences),)), error=True)
        await self._send(found, to, origin)

    async def _send(self, reply: Reply, to: EphemeralTarget, origin: Origin) -> None:
        if origin.home:
            await self._home.publish(to)
        if reply.error or not origin.home:
            await self._replies.send(to, reply)

    def _target(self, body: Payload) -> EphemeralTarget:
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
        place = self._context.place(team_of(body), room or user, thread)
        return EphemeralTarget(place, user, body.get("response_url", ""))


def _origin(body: Payload, to: EphemeralTarget, ref: str = "") -> Origin:
    """Where a view is opened from."""
    view = body.get("view") or {}
    home = view.get("type") == "home" or Origin.of(view).home
    return Origin(to.place.channel.room, to.place.thread or "", ref, home)


def _attached_link(message: Payload) -> str | None:
    """The address of what a message has unfolded."""
    for one in message.get("attachments") or ():
        if link := link_in(str(one.get("from_url") or one.get("title_link") or "")):
            return link
    return None
