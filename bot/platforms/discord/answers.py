"""The ways to answer an interaction: at once within three seconds, afterwards for fifteen minutes."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.outline import texts
from bot.errors import NotAllowed, PlatformError, RateLimited
from bot.model import Outline, Reply
from bot.platforms.discord import buttons
from bot.platforms.discord.asked import Asked
from bot.platforms.discord.limits import EPHEMERAL
from bot.platforms.discord.render import message, notice, pages
from bot.platforms.discord.settings import Settings
from bot.platforms.discord.translate import Missing, Refused
from bot.platforms.discord.wire import Wire

log = logging.getLogger(__name__)

Payload = dict[str, Any]

SAY, DEFER, DEFER_UPDATE, CHOOSE, OPEN = 4, 5, 6, 8, 9
"""Types of the first answer (Interactions/Receiving and Responding: Interaction Callback Type)."""

MOST_MORE = 4
"""Messages after the first for an answer that cannot be had again page by page; Discord lets five pass
where only the user has the bot."""


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by the interaction's own token, which needs no permission of the bot's."""

    wire: Wire
    settings: Settings

    async def defer(self, asked: Asked, *, for_one: bool = True) -> None:
        """Say that an answer comes; who will see it is settled by this."""
        await self._promise(asked, {"type": DEFER, "data": {"flags": EPHEMERAL if for_one else 0}})

    async def defer_update(self, asked: Asked) -> None:
        """Say that the message whose button was pressed will change, or that all is well."""
        await self._promise(asked, {"type": DEFER_UPDATE})

    async def say(self, asked: Asked, sent: Payload) -> None:
        """Answer at once, for the actor alone."""
        data = sent | {"flags": sent.get("flags", 0) | EPHEMERAL}
        await self._first(asked, {"type": SAY, "data": data})

    async def open(self, asked: Asked, modal: Payload) -> None:
        """Open a modal."""
        await self._first(asked, {"type": OPEN, "data": modal})

    async def choose(self, asked: Asked, choices: list[Payload]) -> None:
        """Offer values for what is being typed."""
        await self._first(asked, {"type": CHOOSE, "data": {"choices": choices}})

    async def tell(self, asked: Asked, reply: Reply, page: int = 0, *, share: bool = True) -> None:
        """What was deferred becomes this reply, at a page of it where it can be had again."""
        several = pages(reply.outline)
        at = min(max(page, 0), len(several) - 1)
        below = [*_turning(reply, at, len(several)), *(_sharing(reply) if share else ())]
        await self.become(asked, self.shown(asked, several[at], below))
        if not reply.again:
            await self._rest(asked, several[1:])

    async def become(self, asked: Asked, sent: Payload) -> None:
        """What was deferred becomes this message."""
        path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
        await self.wire.patch(path, sent, webhook_id=asked.application, webhook_token=asked.token)

    async def share(self, asked: Asked, reply: Reply) -> str:
        """A further message that all see, with the first page; its id. Made once."""
        several = pages(reply.outline)
        sent = self.shown(asked, several[0], _turning(reply, 0, len(several)))
        return await self._more(asked, sent)

    def shown(self, asked: Asked, outline: Outline, below: Sequence[Payload] = ()) -> Payload:
        """A page as this server gets it."""
        return message(outline, below=below, classic=self.settings.classic(asked.guild))

    async def _rest(self, asked: Asked, several: Sequence[Outline]) -> None:
        for number, one in enumerate(several[:MOST_MORE]):
            last = number == MOST_MORE - 1 and len(several) > MOST_MORE
            sent = notice(texts.CUT_HERE) if last else self.shown(asked, one)
            await self._more(asked, sent | {"flags": sent.get("flags", 0) | EPHEMERAL})

    async def _more(self, asked: Asked, sent: Payload) -> str:
        path = "/webhooks/{webhook_id}/{webhook_token}"
        parts = {"webhook_id": asked.application, "webhook_token": asked.token}
        made = await self.wire.post(path, sent, once=True, **parts)
        return str(made["id"])

    async def _promise(self, asked: Asked, answer: Payload) -> None:
        """The first answer; where its outcome is unclear it counts as given, as the next call shows."""
        try:
            await self._first(asked, answer)
        except (Missing, Refused, NotAllowed, RateLimited):
            raise
        except PlatformError as error:
            log.info("discord: goes on after %s", error)

    async def _first(self, asked: Asked, answer: Payload) -> None:
        path = "/interactions/{webhook_id}/{webhook_token}/callback"
        await self.wire.post(path, answer, once=True, webhook_id=asked.id, webhook_token=asked.token)


def _turning(reply: Reply, at: int, of: int) -> list[Payload]:
    """The buttons to the pages around; they hold all that is needed, so that they outlive a restart."""
    if of == 1 or not reply.again:
        return []
    before = buttons.custom_id(buttons.PAGE, str(at - 1), reply.again)
    after = buttons.custom_id(buttons.PAGE, str(at + 1), reply.again)
    return [
        buttons.button(before, texts.PAGE_BEFORE, disabled=at == 0),
        buttons.button(after, texts.NEXT_PAGE, disabled=at == of - 1),
    ]


def _sharing(reply: Reply) -> list[Payload]:
    if not reply.again or reply.error:
        return []
    return [buttons.button(buttons.custom_id(buttons.SHARE, ref=reply.again), texts.SHARE, buttons.BLUE)]
