from __future__ import annotations

import asyncio
import logging
from datetime import datetime

import pytest

from bot.errors import BotError, StoreBusy
from bot.platforms.slack.background import BackgroundTasks, Deduplicator
from tests.fakes.bot_on_slack import guard
from tests.fakes.desk import MORNING
from tests.fakes.platform_store import MemoryPlatformStore


class Busy(MemoryPlatformStore):
    """A ledger that is busy the first time."""

    async def first(self, event: str, now: datetime) -> bool:
        if not self.kept:
            self.kept["busy", ""] = "once"
            raise StoreBusy("another writer holds the database")
        return await super().first(event, now)


async def test_an_event_is_first_once_in_this_process_and_in_the_store() -> None:
    ledger = MemoryPlatformStore()
    once, other = Deduplicator(ledger, lambda: MORNING), Deduplicator(ledger, lambda: MORNING)
    assert await once.first("event", "E1")
    assert not await once.first("event", "E1")
    assert not await other.first("event", "E1")
    assert await other.first("event", "E2")


async def test_where_the_store_could_not_say_the_next_delivery_asks_again() -> None:
    once = Deduplicator(Busy(), lambda: MORNING)
    with pytest.raises(StoreBusy):
        await once.first("event", "E1")
    assert await once.first("event", "E1")
    assert not await once.first("event", "E1")


async def test_a_task_that_breaks_is_logged_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    tasks, done = BackgroundTasks(guard()), asyncio.Event()

    async def named() -> None:
        raise BotError("Slack is away")

    async def broken() -> None:
        raise ZeroDivisionError

    async def fine() -> None:
        done.set()

    with caplog.at_level(logging.WARNING):
        for work in (named, broken, fine):
            tasks.start(work, "a task")
        await done.wait()
        await asyncio.sleep(0)
    assert "slack: a task: Slack is away" in caplog.text
    assert "ZeroDivisionError" in caplog.text
    await tasks.close()


async def test_no_task_outlives_the_platform() -> None:
    tasks, ended = BackgroundTasks(guard()), asyncio.Event()

    async def endless() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    tasks.start(endless, "a task")
    await asyncio.sleep(0)
    await tasks.close()
    assert ended.is_set()
