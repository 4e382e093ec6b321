"""What people do with commands, buttons and modals, passed to the desk; each answered in time."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict, deque
from collections.abc import Mapping
from contextlib import suppress

from bot.core.commands import BY_NAME, CommandSpec, bind
from bot.core.outline import of_error, texts
from bot.core.threads import link_in
from bot.errors import ConfigError, PlatformError
from bot.model import Control, Mistakes, Reply, digest_of
from bot.platforms.discord import buttons
from bot.platforms.discord.answers import Answers
from bot.platforms.discord.asked import Asked
from bot.platforms.discord.buttons import Meant, meant
from bot.platforms.discord.commands import ON_MESSAGE, Typed, choices, typed
from bot.platforms.discord.limits import CUSTOM_ID, SOON
from bot.platforms.discord.modals import corrected, filled, opened, refilled
from bot.platforms.discord.render import notice
from bot.platforms.discord.speaking import Speaking
from bot.ports import Desk

log = logging.getLogger(__name__)

MOST_KEPT = 500
"""What was filled in wrongly and what was shared, kept in memory for as many."""

COMMAND, PRESS, COMPLETE, SUBMIT = 2, 3, 4, 5
"""Types of interactions (Interactions/Receiving and Responding)."""


class Interactions:
    """Each is answered at once, and worked on afterwards."""

    def __init__(self, desk: Desk, answers: Answers, speaking: Speaking) -> None:
        self._desk = desk
        self._answers = answers
        self._speaking = speaking
        self._typed: OrderedDict[str, Mapping[str, str]] = OrderedDict()
        self._shared: deque[str] = deque(maxlen=MOST_KEPT)

    async def take(self, kind: int, asked: Asked) -> None:
        """Do what an interaction wants; one that another process answered, or that is too old, is left."""
        ways = {COMMAND: self._command, PRESS: self._press, COMPLETE: self._complete, SUBMIT: self._submit}
        way = ways.get(kind)
        if way is None:
            return
        try:
            await way(asked)
        except PlatformError as error:
            log.warning("discord: no answer to an interaction: %s", error)
        except Exception:  # somebody waits for an answer: the log gets the fault, they get its id
            reference = digest_of("error", asked.id)[:8]
            log.exception("discord: error %s", reference)
            with suppress(PlatformError):
                told = self._answers.shown(asked, of_error(texts.BROKEN, reference))
                await self._answers.become(asked, told)

    async def _command(self, asked: Asked) -> None:
        if asked.data.get("type") == ON_MESSAGE:
            await self._brief_this(asked)
            return
        said = typed(asked.data)
        spec = BY_NAME.get(said.name)
        if spec is None:
            await self._answers.say(asked, notice(texts.OLD_COMMAND))
        elif spec.modal and not any(said.values.values()):
            await self._open(asked, spec.modal, "")
        else:
            await self._answers.defer(asked, for_one=not self._aloud(spec, asked))
            reply = await self._handled(asked, said)
            await self._answers.tell(asked, reply, share=not self._aloud(spec, asked))

    def _aloud(self, spec: CommandSpec, asked: Asked) -> bool:
        """A briefing that is asked for in a thread is for all who talk there."""
        return spec.name == "brief" and asked.actor.place.thread is not None and asked.may_write

    async def _handled(self, asked: Asked, said: Typed) -> Reply:
        try:
            command = bind(said.name, said.values)
        except ConfigError as error:
            return Reply(of_error(str(error), ""), error=True)
        return await self._desk.handle(command, asked.actor)

    async def _brief_this(self, asked: Asked) -> None:
        """The briefing of the article that a message links to, in the thread of that message."""
        target = str(asked.data["target_id"])
        link = link_in(str(asked.data["resolved"]["messages"][target].get("content", "")))
        if link is None:
            await self._answers.say(asked, notice(texts.NO_LINK))
            return
        await self._answers.defer(asked)
        reply = await self._handled(asked, Typed("brief", {"url": link}))
        if reply.error or asked.guild is None or not asked.may_write:
            await self._answers.tell(asked, reply)
            return
        try:
            place = await self._speaking.below(asked.actor.place, target, reply.outline)
            await self._speaking.say(place, reply.outline, asked.id)
        except PlatformError as error:
            log.info("discord: not in a thread: %s", error)
            await self._answers.tell(asked, reply)
            return
        await self._desk.opened(place, reply.about)
        await self._answers.become(asked, notice(texts.IN_THREAD))

    async def _complete(self, asked: Asked) -> None:
        said = typed(asked.data)
        try:
            wanted = self._desk.suggest(said.name, said.focused, said.values[said.focused], asked.actor)
            values = await asyncio.wait_for(wanted, SOON)
        except TimeoutError:
            values = []
        await self._answers.choose(asked, choices(values))

    async def _press(self, asked: Asked) -> None:
        said = meant(str(asked.data["custom_id"]))
        match said.what:
            case buttons.PRESS:
                await self._answers.defer(asked)
                reply = await self._desk.press(Control(said.name, said.ref, ""), asked.actor)
                await self._answers.tell(asked, reply)
            case buttons.OPEN:
                await self._open(asked, said.name, said.ref)
            case buttons.REFILL:
                token, _, name = said.name.partition(".")
                await self._open(asked, name, said.ref, self._typed.get(token, {}))
            case buttons.HOME:
                await self._answers.defer(asked)
                await self._answers.tell(asked, Reply(await self._desk.home(asked.actor)))
            case buttons.PAGE:
                await self._turn(asked, said)
            case buttons.SHARE:
                await self._share(asked, said.ref)
            case _:
                await self._answers.say(asked, notice(texts.OLD_BUTTON))

    async def _turn(self, asked: Asked, said: Meant) -> None:
        """Another page: in its place where only the actor sees it, else beside what all see."""
        await (self._answers.defer_update(asked) if asked.for_one else self._answers.defer(asked))
        reply = await self._desk.press(Control("page", said.ref, ""), asked.actor)
        page = int(said.name) if said.name.isdecimal() else 0
        await self._answers.tell(asked, reply, page)

    async def _share(self, asked: Asked, again: str) -> None:
        """What the actor alone saw, for all; once, however often it is pressed."""
        if not asked.may_write:
            await self._answers.say(asked, notice(texts.MAY_NOT_SHARE))
            return
        if asked.message in self._shared:
            await self._answers.say(asked, notice(texts.SHARED_ALREADY))
            return
        self._shared.append(asked.message)
        await self._answers.defer_update(asked)
        reply = await self._desk.press(Control("share", again, ""), asked.actor)
        if not reply.error:
            shared = await self._answers.share(asked, reply)
            await self._follow_ups(asked, reply, shared)
        await self._answers.tell(asked, reply, share=False)

    async def _follow_ups(self, asked: Asked, reply: Reply, shared: str) -> None:
        """A thread below what was shared, where the reply is one to talk about."""
        if not reply.in_thread or asked.guild is None or asked.actor.place.thread is not None:
            return
        try:
            place = await self._speaking.below(asked.actor.place, shared, reply.outline)
        except PlatformError as error:
            log.info("discord: no thread below what was shared: %s", error)
            return
        await self._desk.opened(place, reply.about)

    async def _open(self, asked: Asked, name: str, ref: str, given: Mapping[str, str] | None = None) -> None:
        """Open a modal; Discord waits three seconds for it and takes no promise."""
        try:
            modal = await asyncio.wait_for(self._desk.modal(name, ref, asked.actor), SOON)
        except TimeoutError:
            await self._answers.say(asked, notice(texts.TOO_LATE))
            return
        if isinstance(modal, Reply):
            await self._answers.say(asked, self._answers.shown(asked, modal.outline))
        else:
            await self._answers.open(asked, opened(refilled(modal, given or {})))

    async def _submit(self, asked: Asked) -> None:
        await self._answers.defer(asked)
        wish = filled(asked.data)
        done = await self._desk.submit(wish, asked.actor)
        if isinstance(done, Mistakes):
            await self._answers.become(
                asked, corrected(done, self._kept(asked, wish.name, wish.ref, wish.values))
            )
        else:
            await self._answers.tell(asked, done)

    def _kept(self, asked: Asked, name: str, ref: str, values: Mapping[str, str]) -> str:
        """The custom_id that opens the modal again with what was typed; after a restart, without it."""
        token = digest_of("filled", asked.id)[:8]
        self._typed[token] = values
        while len(self._typed) > MOST_KEPT:
            self._typed.popitem(last=False)
        again = buttons.custom_id(buttons.REFILL, f"{token}.{name}", ref)
        return again if len(again) <= CUSTOM_ID else ""
