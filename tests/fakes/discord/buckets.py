"""Rate limits by bucket and over all, with the headers that say so (Discord docs, Topics/Rate Limits)."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from dataclasses import dataclass

from tests.fakes.discord.limits import GLOBAL_A_SECOND
from tests.fakes.discord.world import Clock

GENEROUS = (50, 1.0)  # the service publishes no numbers by route; a test sets what it wants


@dataclass(frozen=True)
class Ticket:
    """One request's place in its bucket; `wait` says how long it must hold back, where it must."""

    limit: int
    remaining: int
    reset_after: float
    bucket: str
    wait: float | None = None

    @property
    def headers(self) -> dict[str, str]:
        return {
            "X-RateLimit-Limit": str(self.limit),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": f"{time.time() + self.reset_after:.3f}",
            "X-RateLimit-Reset-After": f"{self.reset_after:.3f}",
            "X-RateLimit-Bucket": self.bucket,
        }


class Buckets:
    """They count by the service's time, which may run faster."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._limits: dict[str, tuple[int, float]] = {}
        self._windows: dict[str, tuple[float, int]] = {}  # bucket -> its end, and how many came
        self._all: deque[float] = deque()
        self.refusals = 0  # 429 that a bucket or the global limit gave

    def limit(self, route: str, requests: int, per: float) -> None:
        """Sets a route's bucket, as in `limit("POST /channels/{channel_id}/messages", 5, per=5)`."""
        self._limits[route] = (requests, per)

    def take(self, route: str, major: str) -> Ticket:
        most, per = self._limits.get(route, GENEROUS)
        bucket = hashlib.sha256(route.encode()).hexdigest()[:16]
        now = self._clock.now()
        end, came = self._windows.get(f"{bucket}:{major}", (0.0, 0))
        if now >= end:
            end, came = now + per, 0
        wait = None
        if came >= most:
            wait = end - now
            self.refusals += 1
        else:
            came += 1
        self._windows[f"{bucket}:{major}"] = (end, came)
        return Ticket(most, most - came, end - now, bucket, wait)

    def take_global(self) -> float | None:
        """How long an app that asks too often over all must wait; interactions do not count."""
        now = self._clock.now()
        while self._all and self._all[0] <= now - 1:
            self._all.popleft()
        if len(self._all) >= GLOBAL_A_SECOND:
            self.refusals += 1
            return self._all[0] + 1 - now
        self._all.append(now)
        return None
