from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta, tzinfo

import pytest

from bot.adapters.schedule import Schedule

SOON = timedelta(milliseconds=20)


async def test_job_runs_at_once_and_again_but_never_beside_itself() -> None:
    runs: list[int] = []
    beside: list[int] = []

    async def job() -> None:
        beside.append(len(beside) - len(runs))
        await asyncio.sleep(0.05)
        runs.append(1)

    schedule = Schedule()
    schedule.every(SOON, job)
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
    schedule.every(SOON, job)
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
    schedule.every(SOON, job)
    with caplog.at_level(logging.ERROR):
        async with schedule:
            await started.wait()
    assert ended == ["cleaned up"]
    assert not caplog.text


class Stepping(tzinfo):
    """UTC by a clock that is set: whoever asks it for the time is told so much more or less."""

    step = timedelta()

    def fromutc(self, moment: datetime) -> datetime:
        return moment + self.step

    def utcoffset(self, moment: datetime | None) -> timedelta:
        return timedelta()

    def tzname(self, moment: datetime | None) -> str:
        return "UTC"

    def dst(self, moment: datetime | None) -> timedelta:
        return timedelta()


@pytest.mark.parametrize(
    ("step", "says"),
    [(timedelta(hours=-1), "back by 3600 s"), (timedelta(days=3), "forth by 259200 s")],
)
async def test_a_clock_that_is_set_stops_no_ticks_and_is_logged(
    step: timedelta, says: str, caplog: pytest.LogCaptureFixture
) -> None:
    clock, runs = Stepping(), list[int]()

    async def job() -> None:
        runs.append(1)

    schedule = Schedule(clock, look_every=SOON)
    schedule.every(SOON, job)
    async with schedule, asyncio.timeout(120):
        while len(runs) < 3:
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)  # the clock was looked at
        clock.step = step
        so_far = len(runs)
        while len(runs) < so_far + 5 or says not in caplog.text:
            await asyncio.sleep(0.01)


async def test_a_job_that_may_runs_beside_itself_and_no_more_often_than_that() -> None:
    running: list[int] = []
    most: list[int] = []
    enough = asyncio.Event()

    async def job() -> None:
        running.append(1)
        most.append(len(running))
        if len(most) == 2:
            asyncio.get_running_loop().call_later(0.2, enough.set)
        await enough.wait()
        running.pop()

    schedule = Schedule()
    schedule.every(SOON, job, at_once=2)
    async with schedule, asyncio.timeout(120):
        while len(most) < 5:
            await asyncio.sleep(0.01)
    assert max(most) == 2


async def test_a_job_is_run_between_its_ticks_on_demand() -> None:
    runs: list[int] = []

    async def job() -> None:
        runs.append(1)

    schedule = Schedule()
    now = schedule.every(timedelta(hours=1), job, first=timedelta(hours=1))
    async with schedule, asyncio.timeout(120):
        now()
        while not runs:
            await asyncio.sleep(0.01)
