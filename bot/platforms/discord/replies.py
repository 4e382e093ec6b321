"""Interactions, and the ways to answer them: at once within three seconds, afterwards for fifteen minutes."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import discord

from bot.core.outline import texts
from bot.errors import NotAllowed, PlatformError, RateLimited
from bot.model import Actor, Outline, Reply
from bot.platforms.discord.api import Api
from bot.platforms.discord.errors import Missing, Refused
from bot.platforms.discord.limits import EPHEMERAL
from bot.platforms.discord.render import BLUE, IdKind, button, custom_id, message, notice, pages
from bot.platforms.discord.settings import PERSONAL, DiscordSettings
from bot.platforms.discord.users import actor_of, place_of

log = logging.getLogger(__name__)

Payload = dict[str, Any]

MESSAGE, DEFERRED_MESSAGE, DEFERRED_UPDATE, CHOICES, MODAL = 4, 5, 6, 8, 9
"""Types of the first answer (Interactions/Receiving and Responding: Interaction Callback Type)."""

MOST_FOLLOW_UPS = 4
"""Messages after the first for an answer that cannot be had again page by page; Discord lets five pass
where only the user has the bot."""


@dataclass(frozen=True, slots=True)
class Interaction:
    """What was done, by whom, where; its token lives for fifteen minutes (Receiving and Responding)."""

    id: str
    token: str
    application: str
    data: Mapping[str, Any]
    actor: Actor
    guild: str | None  # where the bot is a member too
    may_write: bool  # whether the actor may write there
    message: str = ""  # whose button was pressed
    ephemeral: bool = False  # that message is seen by the actor alone


def interaction_of(given: discord.Interaction, settings: DiscordSettings) -> Interaction:
    """What an interaction of discord.py says."""
    guild = _guild(given)
    workspace = settings.workspace(guild) if guild else f"{PERSONAL}{given.user.id}"
    place = place_of(given.channel, workspace, given.channel_id)
    may = given.permissions
    return Interaction(
        id=str(given.id),
        token=given.token,
        application=str(given.application_id),
        data=dict(given.data or {}),
        actor=actor_of(given.user, place, may, settings, alone=guild is None),
        guild=guild,
        may_write=may.send_messages_in_threads if place.thread else may.send_messages,
        message=str(given.message.id) if given.message else "",
        ephemeral=bool(given.message and given.message.flags.ephemeral),
    )


@dataclass(frozen=True, slots=True)
class Replies:
    """Answers by the interaction's own token, which needs no permission of the bot's."""

    api: Api
    settings: DiscordSettings

    async def defer(self, interaction: Interaction, *, ephemeral: bool = True) -> None:
        """Say that an answer comes; who will see it is settled by this."""
        data = {"flags": EPHEMERAL if ephemeral else 0}
        await self._defer(interaction, {"type": DEFERRED_MESSAGE, "data": data})

    async def defer_update(self, interaction: Interaction) -> None:
        """Say that the message whose button was pressed will change, or that all is well."""
        await self._defer(interaction, {"type": DEFERRED_UPDATE})

    async def respond(self, interaction: Interaction, body: Payload) -> None:
        """Answer at once, for the actor alone."""
        await self._callback(interaction, {"type": MESSAGE, "data": _ephemeral(body)})

    async def open_modal(self, interaction: Interaction, modal: Payload) -> None:
        """Open a modal."""
        await self._callback(interaction, {"type": MODAL, "data": modal})

    async def suggest(self, interaction: Interaction, choices: list[Payload]) -> None:
        """Offer values for what is being typed."""
        await self._callback(interaction, {"type": CHOICES, "data": {"choices": choices}})

    async def send(
        self, interaction: Interaction, reply: Reply, page: int = 0, *, share: bool = True
    ) -> None:
        """Put this reply in place of what was deferred, at a page of it where it can be had again."""
        several = pages(reply.outline)
        at = min(max(page, 0), len(several) - 1)
        below = [*_page_buttons(reply, at, len(several)), *(_share_button(reply) if share else ())]
        await self.edit(interaction, self.render(interaction, several[at], below))
        if not reply.again:
            await self._send_rest(interaction, several[1:])

    async def edit(self, interaction: Interaction, body: Payload) -> None:
        """Put this message in place of what was deferred."""
        path = "/webhooks/{webhook_id}/{webhook_token}/messages/@original"
        await self.api.patch(path, body, webhook_id=interaction.application, webhook_token=interaction.token)

    async def share(self, interaction: Interaction, reply: Reply) -> str:
        """Send the first page in a further message that all see, once; its id."""
        several = pages(reply.outline)
        body = self.render(interaction, several[0], _page_buttons(reply, 0, len(several)))
        return await self._follow_up(interaction, body)

    def render(self, interaction: Interaction, outline: Outline, below: Sequence[Payload] = ()) -> Payload:
        """A page as this server gets it."""
        return message(outline, below=below, classic=self.settings.classic(interaction.guild))

    async def _send_rest(self, interaction: Interaction, several: Sequence[Outline]) -> None:
        for number, one in enumerate(several[:MOST_FOLLOW_UPS]):
            last = number == MOST_FOLLOW_UPS - 1 and len(several) > MOST_FOLLOW_UPS
            body = notice(texts.CUT_HERE) if last else self.render(interaction, one)
            await self._follow_up(interaction, _ephemeral(body))

    async def _follow_up(self, interaction: Interaction, body: Payload) -> str:
        path = "/webhooks/{webhook_id}/{webhook_token}"
        parts = {"webhook_id": interaction.application, "webhook_token": interaction.token}
        made = await self.api.post(path, body, once=True, **parts)
        return str(made["id"])

    async def _defer(self, interaction: Interaction, answer: Payload) -> None:
        """The first answer; where its outcome is unclear it counts as given, as the next call shows."""
        try:
            await self._callback(interaction, answer)
        except (Missing, Refused, NotAllowed, RateLimited):
            raise
        except PlatformError as error:
            log.info("discord: goes on after %s", error)

    async def _callback(self, interaction: Interaction, answer: Payload) -> None:
        path = "/interactions/{webhook_id}/{webhook_token}/callback"
        parts = {"webhook_id": interaction.id, "webhook_token": interaction.token}
        await self.api.post(path, answer, once=True, **parts)


def _guild(given: discord.Interaction) -> str | None:
    """The server where it was done, if the bot is a member of it; a person may bring the bot elsewhere."""
    if given.guild_id is None:
        return None
    member = given.client.get_guild(given.guild_id) is not None
    return str(given.guild_id) if member or given.is_guild_integration() else None


def _ephemeral(body: Payload) -> Payload:
    return body | {"flags": body.get("flags", 0) | EPHEMERAL}


def _page_buttons(reply: Reply, at: int, of: int) -> list[Payload]:
    """The buttons to the pages around; they hold all that is needed, so that they outlive a restart."""
    if of == 1 or not reply.again:
        return []
    before = custom_id(IdKind.PAGE, str(at - 1), reply.again)
    after = custom_id(IdKind.PAGE, str(at + 1), reply.again)
    return [
        button(before, texts.PAGE_BEFORE, disabled=at == 0),
        button(after, texts.NEXT_PAGE, disabled=at == of - 1),
    ]


def _share_button(reply: Reply) -> list[Payload]:
    if not reply.again or reply.error:
        return []
    return [button(custom_id(IdKind.SHARE, ref=reply.again), texts.SHARE, BLUE)]
