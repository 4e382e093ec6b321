"""When a method, or a channel, may be called next."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.errors import RateLimited

A_POST = 1.0
"""Seconds between two messages in a channel (Rate limits: one a second; more are "short bursts")."""

LONGEST_QUEUE = 30.0
"""Seconds that a message waits for its turn; what would wait longer is told so."""

MOST_CHANNELS = 10_000


class Pace:
    """Turns by workspace: posts in a channel a second apart, and no call while Slack asks to wait."""

    def __init__(
        self,
        time: Callable[[], float],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._sleep = sleep
        self._time = time
        self._held: dict[tuple[str, str], tuple[float, float]] = {}  # until when, and for how long
        self._next: dict[tuple[str, str], float] = {}

    def hold(self, workspace: str, method: str, seconds: float) -> None:
        """Take Slack's wait down: it is for this method in this workspace alone (Rate limits)."""
        self._held[workspace, method] = (self._time() + seconds, seconds)

    def check(self, workspace: str, method: str) -> None:
        """Raise RateLimited while Slack asked to wait, without asking it again."""
        until, asked = self._held.get((workspace, method), (0.0, 0.0))
        left = until - self._time()
        if 0 < left < asked + 1:  # more would be left only where the clock was set back
            raise RateLimited(f"Slack, {method}: too many calls", left)
        self._held.pop((workspace, method), None)

    async def turn(self, workspace: str, room: str) -> None:
        """Wait until a channel may get another message; raises RateLimited where that is too long."""
        now = self._time()
        at = max(now, self._next.get((workspace, room), 0.0))
        if at - now > LONGEST_QUEUE + 2 * A_POST:  # no queue grows so long: the clock was set back
            at = now
        if at - now > LONGEST_QUEUE:
            raise RateLimited("Slack: too many messages for one channel", at - now)
        self._forget(now)
        self._next[workspace, room] = at + A_POST
        if at > now:
            await self._sleep(at - now)

    def _forget(self, now: float) -> None:
        if len(self._next) >= MOST_CHANNELS:
            self._next = {key: at for key, at in self._next.items() if at > now}
