"""One measured run of the gathering benchmark, a process of its own: `python -m tests.bench.gathering`.

It reads what to do as a line of JSON and prints what that took. `bare` asks for the feeds with nothing but
aiohttp; `ours` runs a round over them, with politeness, guard, reading and store.
"""

from __future__ import annotations

import asyncio
import json
import resource
import secrets
import socket
import sys
import time
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.adapters.fetch import HttpFetcher
from bot.adapters.reading.pool import ReadingPool
from bot.adapters.store import open_store
from bot.app.opening import quote_reader
from bot.core.outline import texts
from bot.model import FeedState
from bot.newsroom.gather import Gatherer
from bot.ops import logs
from bot.ops.failures import FailureGuard
from tests.bench.delivering import peak_mb
from tests.bench.modelled import Counts

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
AT_ONCE = 50
"""Of the bare loop: as many connections as the fetcher keeps."""


def address_of(host: str) -> str:
    """The loopback address that stands for `host-NUMBER.example`."""
    number = int(host.removeprefix("host-").partition(".")[0])
    return f"127.0.{1 + number // 200}.{1 + number % 200}"


class Names(AbstractResolver):
    """Resolves the invented hosts, each to an address of its own."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The one address."""
        result = ResolveResult(
            hostname=host, host=address_of(host), port=port, family=socket.AF_INET, proto=0, flags=0
        )
        return [result]

    async def close(self) -> None:
        """Nothing is open."""


async def bare(where: Mapping[str, Any]) -> dict[str, Any]:
    """Every feed asked for, conditionally, and its body read."""
    turns, statuses = asyncio.Semaphore(AT_ONCE), Counter[int]()
    connector = aiohttp.TCPConnector(limit=AT_ONCE, resolver=Names(), use_dns_cache=False)

    async with aiohttp.ClientSession(connector=connector) as session:

        async def ask(url: str) -> None:
            async with turns, session.get(url, headers={"If-None-Match": '"1"'}) as answer:
                await answer.read()
                statuses[answer.status] += 1

        begun = time.monotonic()
        await asyncio.gather(*map(ask, where["urls"]))
        return {"seconds": time.monotonic() - begun, "statuses": statuses}


async def ours(where: Mapping[str, Any]) -> dict[str, Any]:
    """A round over what is due."""
    store, counts, late = await open_store(where["database"]), Counts(), Lateness()
    replica = secrets.token_hex(8)
    async with (
        HttpFetcher(
            ("127.0.0.0/8",),
            resolver=Names(),
            host_delay=where["delay"],
            leases=store if where.get("others") else None,
            replica=replica,
        ) as fetcher,
        ReadingPool() as reading,
        late,
    ):
        clock = lambda: NOW + timedelta(minutes=30)  # noqa: E731 - as short as it can be
        guard = FailureGuard(clock, counts)
        gatherer = Gatherer(
            store, fetcher, reading, quote_reader(reading), clock, counts, guard, replica=replica
        )
        begun = time.monotonic()
        report = await gatherer.round()
        took = time.monotonic() - begun
    well = sum(each.health.state in (FeedState.OK, FeedState.UNCHANGED) for each in report.feeds)
    await store.close()
    return {
        "seconds": took,
        "feeds": well,
        "articles": report.kept.new,
        "late": late.most,
        "notes": list(Counter(filter(None, map(texts.feed_note, report.feeds))))[:3],
    }


class Lateness:
    """How late the event loop was at the most, in seconds."""

    def __init__(self) -> None:
        self.most = 0.0

    async def __aenter__(self) -> None:
        self._task = asyncio.create_task(self._watch())

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()

    async def _watch(self) -> None:
        while True:
            due = time.monotonic() + 0.01
            await asyncio.sleep(0.01)
            self.most = max(self.most, time.monotonic() - due)


def main() -> None:
    """Do what the line says."""
    where = json.loads(sys.stdin.readline())
    cpu = time.process_time()
    found = asyncio.run({"bare": bare, "ours": ours}[where["what"]](where))
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    found |= {
        "cpu": time.process_time() - cpu,
        "workers": children.ru_utime + children.ru_stime,
        "peak": peak_mb(),
    }
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    logs.configure("error", "text")
    main()
