"""Politeness: few requests to one host at a time, a pause between them, and rest when it asks for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from yarl import URL

from bot.errors import Unavailable


@dataclass(slots=True)
class _Host:
    turns: asyncio.Semaphore
    next_start: float = 0.0
    rests_until: float = 0.0


class Turns:
    """Gives each host's requests their turn."""

    def __init__(self, connections: int, pause: float) -> None:
        self._connections = connections
        self._pause = pause
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def at(self, url: URL, own: bool) -> AsyncIterator[None]:
        """Hold a turn; a host of our `own` needs no pause. Raises Unavailable while the host rests."""
        host = self._host(url)
        async with host.turns:
            self._check_rest(url, host)
            if not own:
                await self._wait(host)
            yield

    def rest(self, url: URL, seconds: float) -> None:
        """Leave a host alone for so long, because it asked for it."""
        self._host(url).rests_until = time.monotonic() + seconds

    def _check_rest(self, url: URL, host: _Host) -> None:
        left = host.rests_until - time.monotonic()
        if left > 0:
            raise Unavailable(str(url), f"the server asked to wait another {left:.0f} s", left)

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
