"""Slack's clock: it flows like the real one, unless it stands; a test may push it ahead or let it run faster."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

from tests.fakes.dated import Shown, right


class Clock:
    """Seconds since the epoch as Slack reckons them."""

    def __init__(self, start: float | None = None, flowing: bool = True, speed: float = 1.0) -> None:
        self._flowing = flowing
        self._speed = speed
        self._began = time.time()
        self._ahead = 0.0 if start is None else start - time.time()
        self._stands = time.time() + self._ahead
        self._pushed = asyncio.Event()
        self.shows: Shown = right  # what its answers, or a proxy, make of it
        self.host_off = timedelta()  # how wrong the clock of the program's host is

    def now(self) -> float:
        """The time."""
        return self._flown() + self._ahead if self._flowing else self._stands

    def of_host(self) -> datetime:
        """What the clock of the program's host shows."""
        return datetime.fromtimestamp(self.now(), UTC) + self.host_off

    def _flown(self) -> float:
        return self._began + (time.time() - self._began) * self._speed

    def push(self, seconds: float) -> None:
        """Let so much time have passed at once; whoever sleeps that long wakes."""
        self._ahead += seconds
        self._stands += seconds
        self._pushed.set()
        self._pushed = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        """Return when so much time has passed, by itself or by a push."""
        due = self.now() + seconds
        while (left := due - self.now()) > 0:
            pushed = self._pushed
            try:
                await asyncio.wait_for(pushed.wait(), left / self._speed if self._flowing else None)
            except TimeoutError:
                return
