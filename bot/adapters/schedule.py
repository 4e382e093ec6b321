"""Ticks: runs jobs every so often in the running event loop. What is due, the store knows.

APScheduler computes its next runs by the wall clock: one that is set back by an hour stops it for an hour.
So each run is ordered by itself, at intervals of the event loop's clock, which nobody sets.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta, tzinfo
from types import TracebackType
from typing import Self

from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

Job = Callable[[], Awaitable[None]]

STEP = timedelta(seconds=3)
"""So far may the wall clock and the event loop's drift apart between two looks; more is a step."""

LOOK_EVERY = timedelta(seconds=1)


class Schedule:
    """A clockwork for jobs that look up by themselves what there is to do.

    `zone` is the one that APScheduler asks for the time; a test's may step.
    """

    def __init__(self, zone: tzinfo = UTC, look_every: timedelta = LOOK_EVERY) -> None:
        self._zone = zone
        self._look_every = look_every.total_seconds()
        self._running: set[asyncio.Task[None]] = set()
        self._jobs: list[tuple[timedelta, timedelta, Callable[[], None]]] = []
        self._ticking: list[asyncio.Task[None]] = []
        self._scheduler = AsyncIOScheduler(timezone=zone, job_defaults={"misfire_grace_time": None})

    def every(
        self, period: timedelta, job: Job, first: timedelta = timedelta(), at_once: int = 1
    ) -> Callable[[], None]:
        """Run the job after `first` and then once a period, with `at_once` runs at most at the same time.

        Gives what runs it in between.
        """
        name = f"job {len(self._jobs)}"
        runs: set[asyncio.Task[None]] = set()

        async def run() -> None:
            task = asyncio.ensure_future(job())
            for kept in (runs, self._running):
                kept.add(task)
                task.add_done_callback(kept.discard)
            await asyncio.wait([task])
            if not task.cancelled():  # a stop may end it early, which is no failure
                task.result()

        def order() -> None:
            if len(runs) < at_once:
                self._scheduler.add_job(run, id=name, replace_existing=True, max_instances=at_once)

        self._jobs.append((first, period, order))
        return order

    async def _tick(self, first: timedelta, period: timedelta, order: Callable[[], None]) -> None:
        await asyncio.sleep(first.total_seconds())
        while True:
            order()
            await asyncio.sleep(period.total_seconds())

    async def _watch(self) -> None:
        """Say when the wall clock was set, or this machine slept."""
        loop = asyncio.get_running_loop()
        before = datetime.now(self._zone).timestamp() - loop.time()  # noqa: TID251 - it is what is watched
        while True:
            await asyncio.sleep(self._look_every)
            apart = datetime.now(self._zone).timestamp() - loop.time()  # noqa: TID251 - see above
            if abs(apart - before) > STEP.total_seconds():
                way = "forth" if apart > before else "back"
                log.warning("the clock went %s by %.0f s; ticks go on", way, abs(apart - before))
            before = apart

    async def __aenter__(self) -> Self:
        self._scheduler.start()
        self._ticking = [asyncio.create_task(self._tick(*job)) for job in self._jobs]
        self._ticking.append(asyncio.create_task(self._watch()))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scheduler.pause()
        ending = [*self._ticking, *self._running]
        for task in ending:
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)  # a failure now is the log's, not the stop's
        self._scheduler.shutdown(wait=False)
