"""Discord's shards, shared out over replicas: each is served by one, and taken over from one that died."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from itertools import count

from bot.model import SHARD_LEASE, SILENCE
from bot.ports import Failures, LeaseStore

LOOK_EVERY = 2.0
"""Seconds between two looks at who has which."""

MORE_AFTER = 4
"""Looks after which one that has its share takes what is free all the same: nobody else may come for it."""

IDENTIFY_SECONDS = 5.0
"""Between two new sessions of one bucket (Gateway: max_concurrency)."""


@dataclass(frozen=True, slots=True)
class Sharing:
    """Where it stands which replica has which shard, and which of them this one is."""

    leases: LeaseStore
    replica: str
    failures: Failures


@dataclass(slots=True)
class Shards:
    """The shards that this replica has; `open` connects one, `close` ends its connection."""

    sharing: Sharing
    number: int
    open: Callable[[int], Awaitable[None]]
    close: Callable[[int], Awaitable[None]]
    held: set[int] = field(default_factory=set)
    _looks: int = 0  # with a full share
    _opening: dict[int, asyncio.Task[None]] = field(default_factory=dict)

    async def serve(self) -> None:
        """Keep a fair share until cancelled, and then leave it to the others."""
        try:
            while True:
                with self.sharing.failures.contain("discord", "sharing out shards"):
                    await self.look()
                await asyncio.sleep(LOOK_EVERY)
        finally:
            for shard in self.held:
                await self._stop_opening(shard)
            with self.sharing.failures.contain("discord", "leaving shards"):
                await self.sharing.leases.let_go(list(map(_lease, self.held)), self.sharing.replica)

    async def look(self) -> None:
        """Keep what is ours, give up what is lost or another waits for, and take what is free."""
        alive = [one for one in await self.sharing.leases.replicas() if one.is_alive]
        replicas = max(1, len(alive))
        fair = math.ceil(self.number / replicas)
        for shard in sorted(self.held):
            if not await self._take(shard, shared=len(self.held) > fair):
                self.held.discard(shard)
                await self._stop_opening(shard)
                await self.close(shard)
                await self.sharing.leases.let_go([_lease(shard)], self.sharing.replica)
                self._looks = 0
        self._looks = self._looks + 1 if len(self.held) >= fair else 0
        if self._looks % MORE_AFTER == 0:
            await self._take_one(wants_more=len(self.held) < self.number // replicas)

    async def _take_one(self, *, wants_more: bool) -> None:
        """Take one that is free, and leave others for the others; where none is, say that we wait."""
        for shard in range(self.number):
            if shard not in self.held and await self._take(shard, shared=wants_more):
                self.held.add(shard)
                self._opening[shard] = asyncio.create_task(self._open(shard))
                return

    async def _open(self, shard: int) -> None:
        with self.sharing.failures.contain("discord", f"shard {shard}"):
            await self.open(shard)

    async def _stop_opening(self, shard: int) -> None:
        if task := self._opening.pop(shard, None):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def _take(self, shard: int, *, shared: bool) -> bool:
        leases, replica = self.sharing.leases, self.sharing.replica
        return await leases.take_lease(_lease(shard), replica, SILENCE.total_seconds(), shared=shared)


class IdentifyTurns:
    """New sessions of a bucket one after another, over all replicas."""

    def __init__(self, sharing: Sharing) -> None:
        self._sharing = sharing
        self._numbers = count()
        self.at_once = 1  # buckets, as the gateway says

    async def wait(self, shard: int) -> None:
        """Until a session of this shard may begin."""
        bucket, who = shard % self.at_once, f"{self._sharing.replica} {next(self._numbers)}"
        while True:
            if await self._sharing.leases.take_lease(f"identify {bucket}", who, IDENTIFY_SECONDS):
                return
            await asyncio.sleep(IDENTIFY_SECONDS / 10)


def _lease(shard: int) -> str:
    return f"{SHARD_LEASE}{shard}"
