"""Ticks: runs jobs every so often in the running event loop. What is due, the store knows."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from apscheduler.schedulers.asyncio import AsyncIOScheduler

_GRACE_SECONDS = 3600
"""A tick that comes late (a suspended laptop) still runs; APScheduler's own default is one second."""

Job = Callable[[], Awaitable[None]]


class Schedule:
    """A clockwork for jobs that look up by themselves what there is to do."""

    def __init__(self) -> None:
        self._running: set[asyncio.Task[None]] = set()
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": _GRACE_SECONDS},
        )

    def every(self, period: timedelta, job: Job, first: datetime) -> None:
        """Run the job at `first` and then once a period; never twice at the same time."""
        self._scheduler.add_job(
            self._run, "interval", args=[job], seconds=period.total_seconds(), next_run_time=first
        )

    async def _run(self, job: Job) -> None:
        """One run, which a stop may end early without APScheduler calling that a failure."""
        task = asyncio.ensure_future(job())
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        await asyncio.wait([task])
        if not task.cancelled():
            task.result()

    async def __aenter__(self) -> Self:
        self._scheduler.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scheduler.pause()
        running = list(self._running)
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)  # a failure now is the log's, not the stop's
        self._scheduler.shutdown(wait=False)
