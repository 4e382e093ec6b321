"""A round of gathering over thousands of feeds beside a bare loop, and reading in one and two processes.

The feeds stand on hundreds of hosts, each an address of loopback of its own, served by a process of its own;
so are the bare loop and our round (`tests/bench/gathering.py`). Most feeds answer "not modified".
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.adapters.reading.pool import ReadingPool
from bot.adapters.store import open_store
from bot.core.extract import read_page
from bot.model import Feed, FeedHealth, FeedState, Harvest, SeenEntry, Validators
from tests.bench.gathering import NOW
from tests.fakes.many_feeds import HOSTILE_PAGES
from tests.fakes.outlet import page, story
from tests.fakes.postgres import Cluster, cluster, programs

FEEDS = int(os.environ.get("ONRECORD_BENCH_FEEDS", "6000"))
HOSTS = 600
CHANGED = 101
"""One feed in so many has a new entry, whose page is read; prime to the hosts, so that they share the news."""

PAUSE, SHORT_PAUSE = 0.5, 0.05
"""Seconds between two requests to one host: as they are shipped, and so short that they bound nothing."""

FIRST_FEEDS, FIRST_ENTRIES = 200, 10
PAGES = 400
TARGET_SHARE, TARGET_MB, TARGET_GAIN, TARGET_LATE = 0.6, 150, 1.7, 0.1


def _url(number: int, port: int) -> str:
    return f"http://host-{number % HOSTS}.example:{port}/feed/{number}"


async def _settle(database: str, urls: Sequence[str]) -> None:
    """All was read an hour ago."""
    store = await open_store(database)
    health = FeedHealth(FeedState.OK, "", NOW, NOW, 0, NOW, Validators('"1"'))
    seen = (SeenEntry("old", "old", None),)
    harvests = [Harvest(Feed.of(url, f"Outlet {n}"), health, seen) for n, url in enumerate(urls)]
    await store.keep(harvests)
    for harvest in harvests:
        await store.take_feed("w", harvest.feed)
    await store.close()


async def _take(database: str, urls: Sequence[str]) -> None:
    store = await open_store(database)
    for number, url in enumerate(urls):
        await store.take_feed("w", Feed.of(url, f"Outlet {number}"))
    await store.close()


@asynccontextmanager
async def _serving(changed: int, entries: int) -> AsyncIterator[int]:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "tests.fakes.many_feeds", str(changed), str(entries))
    server = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    assert server.stdout
    try:
        yield int(await server.stdout.readline())
    finally:
        server.kill()
        await server.wait()


async def _run(**where: object) -> dict[str, Any]:
    pipe = asyncio.subprocess.PIPE
    command = (sys.executable, "-m", "tests.bench.gathering")
    run = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    out, _ = await run.communicate(f"{json.dumps(where)}\n".encode())
    found: dict[str, Any] = json.loads(out)
    return found


async def _round(folder: Path) -> list[str]:
    async with _serving(CHANGED, 1) as port:
        urls = [_url(number, port) for number in range(FEEDS)]
        database = f"sqlite:///{folder}/round.db"
        await _settle(database, urls)
        bare = await _run(what="bare", urls=urls)
        polite = await _run(what="ours", database=database, delay=PAUSE)
        await _settle(again := f"sqlite:///{folder}/again.db", urls)
        found = await _run(what="ours", database=again, delay=SHORT_PAUSE)
    share, more = bare["seconds"] / found["seconds"], found["peak"] - bare["peak"]
    rate = (
        f"gather: {found['feeds']:,} of {FEEDS:,} feeds on {HOSTS} hosts, {found['articles']} new articles: "
        f"{found['seconds']:.1f} s, {FEEDS / found['seconds']:.0f} feeds a second; a bare loop "
        f"{bare['seconds']:.1f} s: {share:.2f} of its rate (target: {TARGET_SHARE}); with pauses of "
        f"{PAUSE:g} s, which alone take {PAUSE * (FEEDS / HOSTS - 1):.1f} s: {polite['seconds']:.1f} s"
    )
    cost = (
        f"gather: {found['peak']:.0f} MB at the most, {more:.0f} above the bare loop (target: {TARGET_MB}); "
        f"{found['cpu'] / FEEDS * 1_000:.1f} ms of CPU a feed, bare {bare['cpu'] / FEEDS * 1_000:.1f}; "
        f"the loop late by {found['late'] * 1_000:.0f} ms at the most {found['notes'] or ''}"
    )
    return [rate, cost]


async def _first(folder: Path) -> str:
    async with _serving(1, FIRST_ENTRIES) as port:
        database = f"sqlite:///{folder}/first.db"
        await _take(database, [_url(number, port) for number in range(FIRST_FEEDS)])
        found = await _run(what="ours", database=database, delay=PAUSE)
    return (
        f"gather: a first round over {FIRST_FEEDS} feeds of {FIRST_ENTRIES} entries: {found['articles']:,} "
        f"articles in {found['seconds']:.1f} s, {found['peak']:.0f} MB at the most, {found['cpu']:.1f} s of CPU "
        f"and {found['workers']:.1f} s of its workers; the loop late by {found['late'] * 1_000:.0f} ms "
        f"{found['notes'] or ''}"
    )


async def _replicas(urls: Sequence[str], server: Cluster) -> str:
    """Rounds of one replica and of two, on a PostgreSQL of their own."""
    rates, shares = list[float](), list[int]()
    for number in (1, 2):
        database = server.create()
        await _settle(database, urls)
        begun = time.monotonic()
        found = await asyncio.gather(
            *(
                _run(what="ours", database=database, delay=SHORT_PAUSE, others=number > 1)
                for _ in range(number)
            )
        )
        rates.append(sum(one["feeds"] for one in found) / max(one["seconds"] for one in found))
        shares = [one["feeds"] for one in found]
        if sum(shares) != len(urls):
            raise AssertionError(f"{shares} of {len(urls)} feeds in {time.monotonic() - begun:.1f} s")
    return (
        f"gather: on PostgreSQL {rates[0]:.0f} feeds a second by one replica, {rates[1]:.0f} by two, which "
        f"checked {shares[0]:,} and {shares[1]:,}: {rates[1] / rates[0]:.2f} times as many"
    )


async def _shared() -> str:
    if programs() is None:
        return "gather: no PostgreSQL here, so nothing of replicas"
    with cluster(durable=True) as server:
        async with _serving(CHANGED, 1) as port:
            return await _replicas([_url(number, port) for number in range(FEEDS)], server)


async def _rate(workers: int) -> float:
    """Pages read a second, from bytes to text."""
    bodies = [page(f"Bridge vote {n}", story(f"Town{n}") * 12).encode() for n in range(PAGES)]
    async with ReadingPool(workers=workers) as pool:
        started = [pool.read("", read_page, bodies[0], "https://quay.example/", "") for _ in range(workers)]
        await asyncio.gather(*started)
        begun = time.monotonic()
        await asyncio.gather(
            *(pool.read("", read_page, body, "https://quay.example/", "") for body in bodies)
        )
        return PAGES / (time.monotonic() - begun)


async def _hostile(folder: Path) -> str:
    async with _serving(1, 1) as port:
        database = f"sqlite:///{folder}/hostile.db"
        await _take(database, [f"http://host-0.example:{port}/feed/hostile"])
        found = await _run(what="ours", database=database, delay=0)
    return (
        f"gather: a feed of {HOSTILE_PAGES} hostile pages: {found['articles']} articles in "
        f"{found['seconds']:.1f} s; the loop late by {found['late'] * 1_000:.0f} ms at the most (target: "
        f"{TARGET_LATE * 1_000:.0f}); {found['notes']}"
    )


async def _measured() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        lines = await _round(Path(folder))
        lines.append(await _first(Path(folder)))
        lines.append(await _hostile(Path(folder)))
    lines.append(await _shared())
    one, two = await _rate(1), await _rate(2)
    lines.append(
        f"reading: {one:.0f} pages a second in one process, {two:.0f} in two: {two / one:.2f} times as many "
        f"(target: {TARGET_GAIN})"
    )
    return lines


def report() -> str:
    """How fast a round is, what it holds in memory, and what reading in processes gives."""
    return "\n".join(asyncio.run(_measured()))


if __name__ == "__main__":
    print(report())
