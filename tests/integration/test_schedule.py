from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.schedule import Schedule

NOW = datetime.now(UTC)  # noqa: TID251 - the scheduler runs on the real clock
SOON = timedelta(milliseconds=20)


async def test_job_runs_at_once_and_again_but_never_beside_itself() -> None:
    runs: list[int] = []
    beside: list[int] = []

    async def job() -> None:
        beside.append(len(beside) - len(runs))
        await asyncio.sleep(0.05)
        runs.append(1)

    schedule = Schedule()
    schedule.every(SOON, job, NOW)
    async with schedule:
        while len(runs) < 3:
            await asyncio.sleep(0.01)
    assert set(beside) == {0}


async def test_failing_job_is_logged_and_runs_again(caplog: pytest.LogCaptureFixture) -> None:
    runs: list[int] = []

    async def job() -> None:
        runs.append(1)
        raise ValueError("no luck")

    schedule = Schedule()
    schedule.every(SOON, job, NOW)
    async with schedule:
        while len(runs) < 2:
            await asyncio.sleep(0.01)
    assert "no luck" in caplog.text


async def test_stop_ends_a_long_job_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    started = asyncio.Event()
    ended: list[str] = []

    async def job() -> None:
        started.set()
        try:
            await asyncio.sleep(60)
        finally:
            ended.append("cleaned up")

    schedule = Schedule()
    schedule.every(SOON, job, NOW)
    with caplog.at_level(logging.ERROR):
        async with schedule:
            await started.wait()
    assert ended == ["cleaned up"]
    assert not caplog.text
