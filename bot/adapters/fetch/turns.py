"""Whose turn it is at a host, and who asked to be left alone: one address, or all of a host.

Of several replicas one asks a host at a time: it has the host's lease, and hands it on when another waits.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass, field

from yarl import URL

from bot.errors import StoreError, Unavailable
from bot.ports import LeaseStore

ADDRESSES = 3
WITHIN = 600.0
"""So many addresses of a host that ask for rest within so many seconds speak for all of it."""

LONGEST_HOST_REST = 3600.0
"""A host may be many outlets: what one address asks for beyond this holds for that address alone."""


SLICE = 5.0
"""Seconds for which a replica asks a host without looking whether another waits for it."""

IDLE = 1.0
"""Seconds without a request after which a replica leaves a host to the others."""

LOOK_EVERY = 0.25
"""Seconds between two tries for a host that another has."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """How hosts are shared with the other replicas; `longest` is how many seconds a request may take."""

    store: LeaseStore
    replica: str
    longest: float
    alone: Callable[[], bool]  # whether there is nobody to share with: to ask for a host costs two writes


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
    lease: str  # its name
    turns: asyncio.Semaphore
    queues: dict[float, asyncio.Lock] = field(default_factory=dict)  # by the pause that is made
    began: float = -math.inf  # the latest request
    rests: Rests = field(default_factory=Rests)
    leasing: asyncio.Lock = field(default_factory=asyncio.Lock)
    ours_until: float = -math.inf  # a request may begin without a look at the lease
    under_way: int = 0  # requests that have a turn, or wait for one that comes for sure
    rest: float = 0.0  # seconds from the last request to another replica's first

    def check(self, url: URL) -> None:
        """Raises Unavailable while this address is to be left alone."""
        left = self.rests.left(str(url), time.monotonic())
        if left > 0:
            raise Unavailable(str(url), f"the server asked to wait another {left:.0f} s", left)


class Turns:
    """Gives each host's requests their turn."""

    def __init__(self, connections: int, sharing: Sharing | None = None) -> None:
        self._connections = connections
        self._sharing = sharing
        self._hosts: dict[str, _Host] = {}
        self._leaving: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def at(self, url: URL, pause: float) -> AsyncIterator[None]:
        """Hold a turn that begins so many seconds after the one before; raises Unavailable while it rests.

        Who makes a short pause does not wait for those who make a long one.
        """
        host = self._host(url)
        host.check(url)
        queue = host.queues.setdefault(pause, asyncio.Lock()) if pause else nullcontext()
        async with queue:
            if pause and self._sharing and not self._sharing.alone():
                await self._take(host, pause, self._sharing)
            else:
                host.under_way += 1
            try:
                await asyncio.sleep(host.began + pause - time.monotonic())
                await host.turns.acquire()
            except BaseException:
                self._end(host)
                raise
            host.began = time.monotonic()
        try:
            host.check(url)
            yield
        finally:
            host.turns.release()
            self._end(host)

    async def close(self) -> None:
        """Leave every host to the other replicas."""
        for task in self._leaving:
            task.cancel()
        await asyncio.gather(*self._leaving, return_exceptions=True)
        for host in self._hosts.values():
            if self._sharing and host.ours_until > -math.inf:
                with suppress(StoreError):  # it ends by itself
                    await self._leave(host, self._sharing)

    async def _take(self, host: _Host, pause: float, sharing: Sharing) -> None:
        """Count a request that may begin: the host is ours, or it is waited for."""
        async with host.leasing:
            while time.monotonic() >= host.ours_until:
                seconds = SLICE + pause + 2 * sharing.longest  # it may wait for one that is under way
                if await sharing.store.take_lease(host.lease, sharing.replica, seconds, shared=True):
                    host.ours_until = time.monotonic() + SLICE
                elif host.ours_until > -math.inf and not host.under_way:
                    await self._leave(host, sharing)  # another waits for it
                    await asyncio.sleep(2 * LOOK_EVERY)
                else:
                    await asyncio.sleep(LOOK_EVERY)
            host.rest = max(host.rest, pause)
            host.under_way += 1

    def _end(self, host: _Host) -> None:
        """A request is over; when no other follows, the host is left to the other replicas."""
        host.under_way -= 1
        if self._sharing and not host.under_way and host.ours_until > -math.inf:
            task = asyncio.create_task(self._leave_when_idle(host, self._sharing))
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    async def _leave_when_idle(self, host: _Host, sharing: Sharing) -> None:
        began = host.began
        await asyncio.sleep(IDLE)
        async with host.leasing:
            if host.began == began and not host.under_way and host.ours_until > -math.inf:
                with suppress(StoreError):  # it ends by itself
                    await self._leave(host, sharing)

    async def _leave(self, host: _Host, sharing: Sharing) -> None:
        """Others begin no sooner than we would."""
        host.ours_until = -math.inf
        rest = max(host.began + host.rest - time.monotonic(), 0.0)
        host.rest = 0.0
        await sharing.store.let_go([host.lease], sharing.replica, rest)

    def rest(self, url: URL, seconds: float) -> None:
        """Leave an address alone for so long, because its server asked for it."""
        self._host(url).rests.ask(str(url), seconds, time.monotonic())

    def _host(self, url: URL) -> _Host:
        key = f"{url.raw_host}:{url.port}"
        if key not in self._hosts:
            self._hosts[key] = _Host(f"host {key}", asyncio.Semaphore(self._connections))
        return self._hosts[key]
