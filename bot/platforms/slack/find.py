"""Looks for a message of ours by the key in its metadata."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.errors import RateLimited
from bot.model import Place
from bot.platforms.slack.api import Api
from bot.platforms.slack.render import key_of
from bot.platforms.slack.rich import Payload

PAGE, SMALL_PAGE = 200, 15
"""Messages a call; of apps distributed outside the Marketplace 15 at most (conversations.history)."""

MOST_PAGES = 50
"""Pages that are looked at in one go: ten thousand messages since a digest was made."""


LOOK_BACK = timedelta(minutes=10)
"""Slack's stamps are its own clock's, `<second>.<counter>`: a message of this very second looks older than
now, and one of a host whose clock is ahead older still."""


class Finder:
    """Looks through history and replies; where Slack asks for a wait, the next look goes on from there."""

    def __init__(self, api: Api, freely: bool) -> None:
        self._api = api
        self._limit = PAGE if freely else SMALL_PAGE
        self._left_at: dict[tuple[Place, str], str] = {}

    async def find(self, place: Place, key: str, since: datetime) -> str | None:
        """The time stamp of our message with this key, or None when all since then was looked at.

        Raises RateLimited where Slack asks to wait before the end is reached.
        """
        ours = (await self._api.workspaces.of(place.channel.workspace)).bot
        cursor = self._left_at.pop((place, key), "")
        for _ in range(MOST_PAGES):
            page = await self._page(place, key, since, cursor)
            for found in page["messages"]:
                if found.get("bot_id") == ours and found["ts"] != place.thread and key_of(found) == key:
                    return str(found["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
        return None

    async def _page(self, place: Place, key: str, since: datetime, cursor: str) -> Payload:
        method = "conversations.replies" if place.thread else "conversations.history"
        thread = {"ts": place.thread} if place.thread else {}
        more = {"cursor": cursor} if cursor else {}
        try:
            return await self._api.read(
                place.channel.workspace,
                method,
                channel=place.channel.room,
                oldest=f"{(since - LOOK_BACK).timestamp():.6f}",
                include_all_metadata=True,
                limit=self._limit,
                **thread,
                **more,
            )
        except RateLimited:
            self._left_at[place, key] = cursor
            raise
