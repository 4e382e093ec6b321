"""What is not kept for ever."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from bot.ports import Store

log = logging.getLogger(__name__)

WISHES = timedelta(days=30)
"""How long a button under an answer can ask for it again."""

DRAFTS = timedelta(days=30)
"""What a model wrote is of use for two days, the window of a digest; the rest is for looking into faults."""

EVENTS = timedelta(days=2)
"""No platform sends an event again so late: Slack tries for an hour, Discord within a session."""


async def forget(store: Store, now: datetime) -> None:
    """Drop what belongs to workspaces that were left long enough ago, and what has served its time."""
    gone = await store.forget_left(now)
    wishes = await store.forget_wishes(now - WISHES)
    events = await store.forget_events(now - EVENTS)
    drafts = await store.forget_drafts(now - DRAFTS)
    if gone or wishes or events or drafts:
        log.info("forget: %d workspaces, %d wishes, %d events, %d drafts", len(gone), wishes, events, drafts)
