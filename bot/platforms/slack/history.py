"""Reads threads and channels within what Slack lets this app read, and keeps nothing of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.core.outline import texts
from bot.core.outline.safe import shown
from bot.errors import RateLimited
from bot.model import Message, Place, Talk
from bot.platforms.slack.api import Api, Installed
from bot.platforms.slack.escape import plain, users_in
from bot.platforms.slack.limits import Payload
from bot.platforms.slack.render import key_of
from bot.platforms.slack.users import Users

PAGE, SMALL_PAGE = 200, 15
"""Messages a call; 15 a minute for apps distributed outside the Marketplace (conversations.replies)."""

MOST_PAGES = 5
"""A thread of a thousand messages is read; the reply says that what comes later was not read."""

GONE = frozenset(("tombstone",))
"""Subtypes of what stands in place of a deleted message."""

MOST_FIND_PAGES = 50
"""Pages that are looked at in one go; the next look goes on from there."""

LOOK_BACK = timedelta(hours=2)
"""Before a try began: an earlier try of the same may have been taken after all, a host and its proxy may run
ahead alike, and a stamp, `<second>.<counter>`, looks older than the moment in its second."""


class ThreadReader:
    """Reads threads."""

    def __init__(self, api: Api, users: Users, freely: bool) -> None:
        self._api = api
        self._users = users
        self._freely = freely

    async def read(self, place: Place) -> Talk:
        """The thread's messages, oldest first; it says so where these are not all."""
        found, why = await self._messages(place)
        workspace = place.channel.workspace
        names = await self._users.names(workspace, _users_in(found))
        installed = await self._api.workspaces.of(workspace)
        kept = [one for one in found if one.get("subtype") not in GONE]
        messages = tuple(_message(one, place, names, installed) for one in kept)
        there = next((one["reply_count"] + 1 for one in found if one.get("reply_count")), None)
        return Talk(messages, not why, texts.not_whole(len(found), there, why) if why else "")

    async def _messages(self, place: Place) -> tuple[list[Payload], str]:
        """The messages that could be read, and why these are not all."""
        found: list[Payload] = []
        cursor = ""
        for _ in range(MOST_PAGES if self._freely else 1):
            try:
                page = await self._page(place, cursor)
            except RateLimited:
                return found, texts.FEW_PAGES if found else texts.NO_PAGES
            found += page["messages"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return found, ""
        return found, texts.MANY_PAGES if self._freely else texts.FEW_PAGES

    async def _page(self, place: Place, cursor: str) -> Payload:
        more = {"cursor": cursor} if cursor else {}
        return await self._api.read_now(
            place.channel.workspace,
            "conversations.replies",
            channel=place.channel.room,
            ts=place.thread,
            limit=PAGE if self._freely else SMALL_PAGE,
            **more,
        )


def _users_in(messages: Sequence[Payload]) -> list[str]:
    """Who wrote, and who is mentioned."""
    users = [user for one in messages for user in (one.get("user", ""), *users_in(one.get("text", "")))]
    return list(dict.fromkeys(filter(None, users)))


def _message(one: Payload, place: Place, names: Mapping[str, str], installed: Installed) -> Message:
    ts = str(one["ts"])
    return Message(
        id=ts,
        author=names.get(one.get("user", ""), "") or str(one.get("username") or ""),
        text=shown(plain(one.get("text", ""), lambda user: names.get(user, ""))),
        at=datetime.fromtimestamp(float(ts), UTC),
        url=installed.permalink(place.channel.room, ts, place.thread or ""),
        ours=bool(installed.bot) and one.get("bot_id") == installed.bot,
        edited="edited" in one,
    )


class MessageFinder:
    """Looks through history and replies; where Slack asks for a wait, the next look goes on from there."""

    def __init__(self, api: Api, freely: bool) -> None:
        self._api = api
        self._limit = PAGE if freely else SMALL_PAGE
        self._left_at: dict[tuple[Place, str], str] = {}

    async def find(self, place: Place, key: str, since: datetime) -> str | None:
        """The time stamp of our message with this key, or None when all since then was looked at.

        Raises RateLimited where Slack asks to wait before the end is reached.
        """
        cursor = self._left_at.pop((place, key), "")
        for _ in range(MOST_FIND_PAGES):
            page = await self._page(place, key, since, cursor)
            for found in page["messages"]:
                # of any app: after another installation of ours its id is another, and nobody guesses a key
                if found.get("bot_id") and found["ts"] != place.thread and key_of(found) == key:
                    return str(found["ts"])
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
        self._left_at[place, key] = cursor
        raise RateLimited("Slack: the channel's history is long", 0.0)

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
