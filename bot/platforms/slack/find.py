"""Looks for a message of ours by the key in its metadata."""

from __future__ import annotations

from datetime import datetime

from bot.model import Place
from bot.platforms.slack.api import Api
from bot.platforms.slack.render import key_of

PAGE, SMALL_PAGE = 200, 15
"""Messages a call; of apps distributed outside the Marketplace 15 at most (conversations.history)."""

MOST_PAGES = 50


async def find_key(api: Api, place: Place, key: str, since: datetime, freely: bool) -> str | None:
    """The time stamp of our own message with this key, or None when all since then was looked at.

    Raises RateLimited where Slack asks to wait before the end is reached.
    """
    channel = place.channel
    ours = (await api.workspaces.of(channel.workspace)).bot
    method = "conversations.replies" if place.thread else "conversations.history"
    args = {"ts": place.thread} if place.thread else {}
    cursor = ""
    for _ in range(MOST_PAGES):
        page = await api.read(
            channel.workspace,
            method,
            channel=channel.room,
            oldest=f"{since.timestamp():.6f}",
            include_all_metadata=True,
            limit=PAGE if freely else SMALL_PAGE,
            **args,
            **({"cursor": cursor} if cursor else {}),
        )
        for found in page["messages"]:
            if found.get("bot_id") == ours and found["ts"] != place.thread and key_of(found) == key:
                return str(found["ts"])
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return None
    return None
