"""Ticks: runs jobs every so often in the running event loop. What is due, the store knows."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from apscheduler.schedulers.asyncio import AsyncIOScheduler

_GRACE_SECONDS = 3600
"""A tick that comes late (a suspended laptop) still runs; APScheduler's own default is one second."""


class Schedule:
    """A clockwork for jobs that look up by themselves what there is to do."""

    def __init__(self) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": _GRACE_SECONDS},
        )

    def every(self, period: timedelta, job: Callable[[], Awaitable[None]], first: datetime) -> None:
        """Run the job at `first` and then once a period; never twice at the same time."""
        self._scheduler.add_job(job, "interval", seconds=period.total_seconds(), next_run_time=first)

    async def __aenter__(self) -> Self:
        self._scheduler.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._scheduler.shutdown(wait=False)
