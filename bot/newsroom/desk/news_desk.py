"""The desk: what people ask goes in, outlines come out; who may not do a thing reads who may."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TypeVar

from bot.core import commands
from bot.core.commands.modals import command_of
from bot.core.outline import texts
from bot.errors import BotError
from bot.model import (
    Actor,
    Channel,
    Command,
    Completion,
    Control,
    Filled,
    Mistakes,
    Modal,
    Outline,
    Place,
    Reply,
    digest_of,
)
from bot.newsroom.desk import feeds, mentions, modals, orders, preferences, reading, suggestions, watches
from bot.newsroom.desk.context import ButtonHandler, CommandHandler, Context, failed
from bot.ports import ReadTalk

REMEMBERED = frozenset({"ask", "brief", "digest", "quotes"})
"""The commands whose replies are long or worth showing to others."""

SHORT = 12
"""Hexadecimal digits of an id: it stands in buttons, beside what else they carry."""


GRACE = timedelta(days=30)
"""How long what is a workspace's own is kept after it removed the bot: who did so by mistake finds all of it
again, and a request to be forgotten is met within the month that European law gives for it."""

HANDLERS: Mapping[str, CommandHandler] = {
    **reading.HANDLERS,
    **feeds.HANDLERS,
    **orders.HANDLERS,
    **preferences.HANDLERS,
    **watches.HANDLERS,
}
BUTTON_HANDLERS: Mapping[str, ButtonHandler] = {
    **reading.BUTTON_HANDLERS,
    **feeds.BUTTON_HANDLERS,
    **orders.BUTTON_HANDLERS,
    **preferences.BUTTON_HANDLERS,
    **watches.BUTTON_HANDLERS,
}
AGAIN = frozenset({"again", "page", "share"})
"""Buttons under a reply that have it once more; where it is shown is the platform's to say."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class NewsDesk(Context):
    """Does what people ask for; a failure is a reply of one sentence with an id, never an exception."""

    async def handle(self, command: Command, actor: Actor) -> Reply:
        """Do what a command says."""
        self.meter.count("commands", command=command.name)
        return await self._replied(lambda: self._handled(command, actor), command.name, actor)

    async def press(self, control: Control, actor: Actor) -> Reply:
        """Do what a button says."""
        self.meter.count("presses", action=control.action)
        return await self._replied(lambda: self._pressed(control, actor), control.action, actor)

    async def complete(self, typed: str, actor: Actor) -> list[Completion]:
        """Ways to go on with what is typed so far."""
        at = commands.blank(typed)
        if at is None:
            return commands.complete(typed)
        values = await self.suggest(at.spec.name, at.argument.name, at.typed, actor)
        return commands.complete(typed, {at.argument.name: values})

    async def suggest(self, command: str, argument: str, typed: str, actor: Actor) -> list[str]:
        """Values for one argument of a command, at most 25, the likeliest first."""
        with self.failures.contain("desk", f"suggestions for {command} {argument}"):
            return await suggestions.values(self, command, argument, typed, actor)
        return []

    async def modal(self, name: str, ref: str, actor: Actor) -> Modal | Reply:
        """The window of this name, filled with what is there now; a Reply says why there is none."""
        return await self._safely(lambda: modals.opened(self, name, ref, actor), command_of(name), actor)

    async def submit(self, filled: Filled, actor: Actor) -> Reply | Mistakes:
        """Do what was filled in, or say what is wrong with it by input."""
        self.meter.count("modals", modal=filled.name)
        name = command_of(filled.name)
        return await self._safely(lambda: modals.submitted(self, filled, actor, HANDLERS), name, actor)

    async def mention(self, text: str, actor: Actor, read: ReadTalk) -> Reply:
        """Do what somebody wants who mentions the bot; `read` gives the thread, only if needed."""
        self.meter.count("mentions")
        return await self._replied(lambda: mentions.mentioned(self, text, actor, read), "mention", actor)

    async def home(self, actor: Actor) -> Outline:
        """The channel's orders, feeds and their health, what is next, and buttons to change it."""
        found = await self._safely(lambda: orders.home(self, actor), "home", actor)
        return found.outline if isinstance(found, Reply) else found

    async def import_feeds(self, opml: bytes, actor: Actor) -> Reply:
        """Take the feeds of an OPML file."""
        self.meter.count("commands", command=commands.IMPORT_FEEDS)
        return await self._replied(lambda: feeds.imported(self, opml, actor), commands.IMPORT_FEEDS, actor)

    async def export_feeds(self, actor: Actor) -> str:
        """The workspace's feeds as OPML."""
        return await feeds.exported(self, actor)

    async def opened(self, place: Place, about: Collection[str]) -> None:
        """A thread was opened for a reply with `about`: follow-ups in it are about these articles."""
        if about:
            await self.store.put_thread(place, about, self.clock())

    async def joined(self, workspace: str) -> None:
        """The bot was added to a workspace, or came back to it."""
        await self.store.rejoin(workspace)

    async def left(self, workspace: str, grace: bool = True) -> None:
        """The bot was removed from a workspace: its own is deleted after the grace time, or at once."""
        now = self.clock()
        await self.store.leave(workspace, now + GRACE if grace else now)
        if not grace:
            await self.store.forget_left(now)

    async def left_channel(self, channel: Channel) -> None:
        """A channel is gone, or the bot was removed from it."""
        await self.store.drop_channel(channel)

    async def _handled(self, command: Command, actor: Actor) -> Reply:
        reply = await HANDLERS[command.name](self, command.args, actor)
        return await self._saved(command, actor, reply)

    async def _saved(self, command: Command, actor: Actor, reply: Reply) -> Reply:
        """The reply with the id under which the same can be had again, where it is worth it."""
        if reply.error or command.name not in REMEMBERED:
            return reply
        channel = actor.place.channel
        given = (part for pair in sorted(command.args.items()) for part in pair)
        # "wish" is how the ids in buttons that were posted before begin
        id_ = digest_of("wish", channel.platform, channel.workspace, channel.room, command.name, *given)
        await self.store.put_saved_command(id_[:SHORT], command, actor.place, self.clock())
        return replace(reply, again=id_[:SHORT])

    async def _pressed(self, control: Control, actor: Actor) -> Reply:
        if control.action in AGAIN:
            command = await self.store.saved_command(control.ref, actor.workspace)
            return await self._handled(command, actor) if command else failed(texts.FORGOTTEN)
        press = BUTTON_HANDLERS.get(control.action)
        return await press(self, control.ref, actor) if press else failed(texts.OLD_BUTTON)

    async def _replied(self, work: Callable[[], Awaitable[Reply]], name: str, actor: Actor) -> Reply:
        """The reply; where it stands in a thread, its articles are kept as what the thread is about."""

        async def kept() -> Reply:
            reply = await work()
            if actor.place.thread is not None:
                await self.opened(actor.place, reply.about)
            return reply

        return await self._safely(kept, name, actor)

    async def _safely(self, work: Callable[[], Awaitable[T]], name: str, actor: Actor) -> T | Reply:
        if said := commands.refusal(name, actor):
            return failed(said)
        with self.failures.contain("desk", name) as contained:
            try:
                return await work()
            except BotError as error:
                return failed(str(error))
        return failed(texts.BROKEN, contained.reference)
