"""Whose turn it is at a host, and who asked to be left alone: one address, or all of a host."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
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
    next_start: float = 0.0
    rests: Rests = field(default_factory=Rests)


class Turns:
    """Gives each host's requests their turn."""

    def __init__(self, connections: int, pause: float) -> None:
        self._connections = connections
        self._pause = pause
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def at(self, url: URL, own: bool) -> AsyncIterator[None]:
        """Hold a turn; a host of our `own` needs no pause. Raises Unavailable while the address rests."""
        host = self._host(url)
        async with host.turns:
            left = host.rests.left(str(url), time.monotonic())
            if left > 0:
                raise Unavailable(str(url), f"the server asked to wait another {left:.0f} s", left)
            if not own:
                await self._wait(host)
            yield

    def rest(self, url: URL, seconds: float) -> None:
        """Leave an address alone for so long, because its server asked for it."""
        self._host(url).rests.ask(str(url), seconds, time.monotonic())

    async def _wait(self, host: _Host) -> None:
        now = time.monotonic()
        start = max(host.next_start, now)
        host.next_start = start + self._pause
        await asyncio.sleep(start - now)

    def _host(self, url: URL) -> _Host:
        key = f"{url.host}:{url.port}"
        if key not in self._hosts:
            self._hosts[key] = _Host(asyncio.Semaphore(self._connections))
        return self._hosts[key]
