"""Work that goes on after Slack was answered, and what keeps it from being done twice."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from bot.errors import BotError
from bot.ports import Clock, EventLog, Failures

MOST = 20_000
"""Ids of events remembered in this process; what is older the store remembers."""


class BackgroundTasks:
    """Tasks that nobody waits for: none is lost from sight, none outlives the platform."""

    def __init__(self, failures: Failures) -> None:
        self._failures = failures
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Callable[[], Awaitable[None]], what: str) -> None:
        """Run it from now on; what fails is logged."""
        task = asyncio.get_running_loop().create_task(self._run(work, what))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End what is under way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, work: Callable[[], Awaitable[None]], what: str) -> None:
        with self._failures.contain("slack", what):
            await work()


class Deduplicator:
    """Each event once, by its id, however often and through however many sockets it comes."""

    def __init__(self, events: EventLog, clock: Clock) -> None:
        self._events = events
        self._clock = clock
        self._seen: OrderedDict[str, None] = OrderedDict()

    async def first(self, *parts: str) -> bool:
        """Whether this is the first time."""
        key = "/".join(("slack", *parts))
        if key in self._seen:
            return False
        self._seen[key] = None
        if len(self._seen) > MOST:
            self._seen.popitem(last=False)
        try:
            return await self._events.first(key, self._clock())
        except BotError:
            del self._seen[key]  # nobody knows: the next delivery asks again
            raise
