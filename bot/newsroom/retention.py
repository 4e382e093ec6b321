"""What is not kept for ever."""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from datetime import datetime, timedelta

from bot.newsroom.alerts import MEMORY
from bot.newsroom.corrections import CORRECTED_FOR
from bot.ports import Failures, Store

log = logging.getLogger(__name__)

SAVED_COMMANDS = timedelta(days=30)
"""How long a button under an answer can ask for it again."""

DRAFTS = timedelta(days=30)
"""What a model wrote is of use for two days, the window of a digest; the rest is for looking into faults."""

EVENTS = timedelta(days=2)
"""No platform sends an event again so late: Slack tries for an hour, Discord within a session."""

GIVEN_UP = timedelta(days=7)
"""How long the list of feeds names a page that could not be read, counted from its first try."""


async def forget(store: Store, failures: Failures, now: datetime) -> None:
    """Drop what belongs to workspaces that were left long enough ago, and what has served its time."""
    dropped: list[str] = []

    async def drop(what: str, work: Awaitable[int]) -> None:
        with failures.contain("forget", what):
            if number := await work:
                dropped.append(f"{number} {what}")

    await drop("workspaces", _left(store, now))
    await drop("saved commands", store.forget_saved_commands(now - SAVED_COMMANDS))
    await drop("events", store.forget_events(now - EVENTS))
    await drop("drafts", store.forget_drafts(now - DRAFTS))
    await drop("pages that were given up", store.forget_unread(now - GIVEN_UP))
    await drop("quoted articles", store.forget_quoted(now - CORRECTED_FOR))
    await drop("alerts", store.forget_alerts(now - MEMORY))
    if dropped:
        log.info("forget: %s", ", ".join(dropped))


async def _left(store: Store, now: datetime) -> int:
    return len(await store.forget_left(now))
