"""Whose turn it is at a host, and who asked to be left alone: one address, or all of a host."""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, field

from yarl import URL

from bot.errors import Unavailable

ADDRESSES = 3
WITHIN = 600.0
"""So many addresses of a host that ask for rest within so many seconds speak for all of it."""

LONGEST_HOST_REST = 3600.0
"""A host may be many outlets: what one address asks for beyond this holds for that address alone."""


@dataclass(slots=True)
class Rests:
    """The rests that one host was asked for; times are in seconds of one clock."""

    _asked: dict[str, tuple[float, float]] = field(default_factory=dict)  # address -> when, until
    _all_until: float = 0.0

    def ask(self, address: str, seconds: float, now: float) -> None:
        """Leave this address alone for so long, and its host where several of its addresses ask."""
        self._asked = {at: times for at, times in self._asked.items() if _matters(*times, now)}
        self._asked[address] = (now, now + seconds)
        recent = [until for when, until in self._asked.values() if now - when <= WITHIN]
        if len(recent) >= ADDRESSES:
            self._all_until = max(self._all_until, min(max(recent), now + LONGEST_HOST_REST))

    def left(self, address: str, now: float) -> float:
        """Seconds that this address is still to be left alone; 0 when it may be asked."""
        _, until = self._asked.get(address, (0.0, 0.0))
        return max(until - now, self._all_until - now, 0.0)


def _matters(when: float, until: float, now: float) -> bool:
    return until > now or now - when <= WITHIN


@dataclass(slots=True)
class _Host:
    turns: asyncio.Semaphore
    queues: dict[float, asyncio.Lock] = field(default_factory=dict)  # by the pause that is made
    began: float = -math.inf  # the latest request
    rests: Rests = field(default_factory=Rests)

    def check(self, url: URL) -> None:
        """Raises Unavailable while this address is to be left alone."""
        left = self.rests.left(str(url), time.monotonic())
        if left > 0:
            raise Unavailable(str(url), f"the server asked to wait another {left:.0f} s", left)


class Turns:
    """Gives each host's requests their turn."""

    def __init__(self, connections: int) -> None:
        self._connections = connections
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def at(self, url: URL, pause: float) -> AsyncIterator[None]:
        """Hold a turn that begins so many seconds after the one before; raises Unavailable while it rests.

        Who makes a short pause does not wait for those who make a long one.
        """
        host = self._host(url)
        host.check(url)
        queue = host.queues.setdefault(pause, asyncio.Lock()) if pause else nullcontext()
        async with queue:
            await asyncio.sleep(host.began + pause - time.monotonic())
            await host.turns.acquire()
            host.began = time.monotonic()
        try:
            host.check(url)
            yield
        finally:
            host.turns.release()

    def rest(self, url: URL, seconds: float) -> None:
        """Leave an address alone for so long, because its server asked for it."""
        self._host(url).rests.ask(str(url), seconds, time.monotonic())

    def _host(self, url: URL) -> _Host:
        key = f"{url.raw_host}:{url.port}"
        if key not in self._hosts:
            self._hosts[key] = _Host(asyncio.Semaphore(self._connections))
        return self._hosts[key]
