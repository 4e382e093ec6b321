"""What On Record says in threads of its own accord: replies to mentions, briefings below a message."""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.core.outline import texts
from bot.model import Outline, Place, digest_of
from bot.platforms.discord.posting import Posting
from bot.platforms.discord.render import message, notice, pages
from bot.platforms.discord.settings import Settings
from bot.platforms.discord.wire import Json, Wire

MOST_MESSAGES = 4
"""Messages of one reply in a thread; a longer one is for `/news`, where it can be leafed through."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """Says each thing once: every message has a nonce."""

    wire: Wire
    posting: Posting
    settings: Settings

    async def below(self, place: Place, message_id: str, outline: Outline) -> Place:
        """The thread that a reply to a message belongs in, opened where there is none."""
        if place.thread is not None:
            return place
        thread = await self.posting.thread_on(place.channel.room, message_id, outline.title)
        return replace(place, thread=thread)

    async def say(self, place: Place, outline: Outline, about: str, reply_to: str = "") -> None:
        """Say an outline there, in several messages where it is long; `about` is what it answers."""
        classic = self.settings.classic(self.settings.guild(place.channel.workspace))
        several = pages(outline)
        sends = [message(page, classic=classic) for page in several[:MOST_MESSAGES]]
        if len(several) > MOST_MESSAGES:
            sends.append(notice(texts.CUT_HERE))
        for number, sent in enumerate(sends):
            await self._send(place, sent, digest_of("reply", about, str(number)), reply_to)

    async def thinking(self, place: Place) -> None:
        """Show that an answer is on its way."""
        await self.wire.post("/channels/{channel_id}/typing", channel_id=place.thread or place.channel.room)

    async def _send(self, place: Place, sent: Json, nonce: str, reply_to: str) -> None:
        once: Json = {"nonce": nonce, "enforce_nonce": True}
        if reply_to:
            once["message_reference"] = {"message_id": reply_to, "fail_if_not_exists": False}
        room = place.thread or place.channel.room
        await self.wire.post("/channels/{channel_id}/messages", sent | once, channel_id=room)
