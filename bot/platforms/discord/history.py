"""Reading a thread as it is now: what people wrote in it, as far as Discord lets the bot read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.outline import texts
from bot.errors import ChannelGone
from bot.model import Message, Place, Talk
from bot.platforms.discord.api import Api, Json
from bot.platforms.discord.errors import Missing
from bot.platforms.discord.escape import resolved
from bot.platforms.discord.limits import PAGE_SIZE

MOST_READ = 500
"""Messages of a thread that are read, in five calls: more than anybody asks to be caught up on."""

SPOKEN = (0, 19)
"""Types of messages in which people speak: a message and a reply (Resources/Message: Message Types)."""


@dataclass(frozen=True, slots=True)
class ThreadReader:
    """Reads for one answer; nothing of it is kept. `names` gives what channels and roles are called."""

    api: Api
    guild: str
    me: str
    reads_content: bool

    async def read(self, place: Place, asking: str, names: Mapping[str, str]) -> Talk:
        """The thread's messages but the one that asks, oldest first."""
        if place.thread is None:
            return Talk((), whole=False, why_not=texts.ONLY_THREADS)
        found = await self._messages(place.thread)
        opening = await self._opening(place, {str(one["id"]) for one in found})
        spoken = [one for one in [*opening, *found] if one["type"] in SPOKEN and str(one["id"]) != asking]
        read = tuple(
            self._message(one, place, names) for one in spoken if one["content"] or _is_of(one, self.me)
        )
        reason = self._why_not_whole(len(found), len(read) == len(spoken))
        if not reason:
            return Talk(read)
        why_not = texts.not_whole(len(read), len(spoken) if len(found) < MOST_READ else None, reason)
        return Talk(read, whole=False, why_not=why_not)

    def _why_not_whole(self, found: int, every: bool) -> str:
        """Why not all of it was read; empty where all was."""
        if not every and not self.reads_content:
            return texts.CANNOT_READ
        return texts.LONG_THREAD if found >= MOST_READ else ""

    async def _messages(self, thread: str) -> list[Json]:
        """The newest of a thread, oldest first."""
        found: list[Json] = []
        params: Json = {"limit": PAGE_SIZE}
        while len(found) < MOST_READ:
            page = await self.api.get_list("/channels/{channel_id}/messages", params, channel_id=thread)
            found += page
            if len(page) < PAGE_SIZE:
                break
            params = {"limit": PAGE_SIZE, "before": str(page[-1]["id"])}
        return sorted(found, key=lambda one: int(one["id"]))

    async def _opening(self, place: Place, there: set[str]) -> list[Json]:
        """The message that a thread was opened on; it stands in the channel and has the thread's id."""
        if place.thread is None or place.thread in there:
            return []
        path = "/channels/{channel_id}/messages/{message_id}"
        try:
            return [await self.api.get(path, channel_id=place.channel.room, message_id=place.thread)]
        except (Missing, ChannelGone):
            return []  # deleted, or a thread that was opened on nothing

    def _message(self, one: Json, place: Place, names: Mapping[str, str]) -> Message:
        called = {**names, **dict(_mentioned(one))}
        where = place.thread if str(one["channel_id"]) == place.thread else place.channel.room
        author = one["author"]
        return Message(
            id=str(one["id"]),
            author=str(author.get("global_name") or author["username"]),
            text=resolved(str(one["content"]), called),
            at=datetime.fromisoformat(one["timestamp"]),
            url=f"https://discord.com/channels/{self.guild}/{where}/{one['id']}",
            ours=_is_of(one, self.me),
            edited=bool(one.get("edited_timestamp")),
        )


def _mentioned(one: Json) -> Iterator[tuple[str, str]]:
    for user in one.get("mentions", ()):
        yield str(user["id"]), str(user.get("global_name") or user["username"])


def _is_of(one: Json, user: str) -> bool:
    return str(one["author"]["id"]) == user
