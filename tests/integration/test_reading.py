"""Reading in worker processes: a wait is no fault, and what goes wrong costs one page alone."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.adapters.fetch import HttpFetcher
from bot.adapters.reading.pool import ReadingPool
from bot.adapters.sample.outlets import pieces
from bot.adapters.store import SqlStore
from bot.core.extract import read_page
from bot.core.feeds.parse import parse
from bot.core.outline import texts
from bot.errors import NotAFeed, Unavailable
from bot.model import AnnotatedArticle, Article, Feed, FeedState
from bot.newsroom.gather import Gatherer
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from tests.fakes import outlet
from tests.fakes import web as fake
from tests.fakes.outlet import Line

URL = "https://quay.example/a"
PAGES = [outlet.page(piece.headline, piece.text.split("\n\n")).encode() for piece in pieces()]
ROOT = Path(__file__).parent.parent.parent
PARENT = """
import asyncio, time
from bot.adapters.reading.pool import ReadingPool
async def main():
    async with ReadingPool(workers=2) as pool:
        await asyncio.gather(pool.read("", time.sleep, 0.1), pool.read("", time.sleep, 0.1))
        print(*pool.workers, flush=True)
        await asyncio.gather(pool.read("", time.sleep, 15), pool.read("", time.sleep, 15))
asyncio.run(main())
"""


async def plain(article: Article) -> AnnotatedArticle:
    return AnnotatedArticle(article)


def now() -> datetime:
    return datetime(2026, 3, 2, 12, tzinfo=UTC)


async def test_a_wait_for_a_turn_is_no_fault() -> None:
    async with ReadingPool(seconds=3, workers=1) as pool:
        slow = [pool.read(URL, time.sleep, 1) for _ in range(5)]
        reads = await asyncio.gather(*slow, *(pool.read(URL, read_page, page, URL) for page in PAGES))
        assert [page.headline for page in reads[5:] if page] == [piece.headline for piece in pieces()]
        assert len(pool.workers) == 1


async def test_a_page_that_hangs_its_reader_costs_itself_alone() -> None:
    async with ReadingPool(seconds=6, workers=1) as pool:
        hangs, page = await asyncio.gather(
            pool.read(URL, time.sleep, 60), pool.read(URL, read_page, PAGES[0], URL), return_exceptions=True
        )
        assert isinstance(hangs, Unavailable)
        assert hangs.reason == "reading took longer than 6 seconds"
        assert page is not None
        assert not isinstance(page, BaseException)


async def test_memory_has_a_limit_and_what_the_work_raises_is_raised() -> None:
    async with ReadingPool() as pool:
        with pytest.raises(Unavailable, match="more memory"):
            await pool.read(URL, bytearray, 3_000_000_000)
        with pytest.raises(NotAFeed, match="empty"):
            await pool.read(URL, parse, b"", URL)


async def test_a_worker_that_is_killed_is_replaced_and_reads_again() -> None:
    async with ReadingPool(workers=1) as pool:
        await pool.read(URL, time.sleep, 0)
        (first,) = pool.workers
        reading = asyncio.create_task(pool.read(URL, time.sleep, 1))
        await asyncio.sleep(0.3)
        os.kill(first, signal.SIGKILL)
        await reading
        assert first not in pool.workers
        with pytest.raises(Unavailable, match="broke off"):
            await pool.read(URL, os._exit, 1)
        assert await pool.read(URL, read_page, PAGES[0], URL)


async def test_none_lives_before_it_is_needed_when_idle_or_after_the_end() -> None:
    async with ReadingPool(idle=0.1) as pool:
        assert pool.workers == ()
        await pool.read(URL, time.sleep, 0)
        while pool.workers:
            await asyncio.sleep(0.05)
        await pool.read(URL, time.sleep, 0)
        last: list[int] = [*pool.workers]
    for pid in last:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_after_the_program_is_killed_no_worker_is_left() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, cwd=ROOT) as program:
        assert program.stdout is not None
        workers = [int(pid) for pid in program.stdout.readline().split()]
        time.sleep(0.3)
        program.kill()
    assert len(workers) == 2
    ends = time.monotonic() + 10  # less than they would go on reading
    while any(map(_lives, workers)):
        assert time.monotonic() < ends
        time.sleep(0.05)


def _lives(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


async def test_the_feed_says_that_a_page_is_put_off_and_a_later_round_reads_it(store: SqlStore) -> None:
    async with fake.serving() as web, HttpFetcher(web.allow, tries=1) as fetcher:
        lines = [Line(f"/{number}", piece.headline) for number, piece in enumerate(pieces())]
        web.routes["/feed"] = fake.feed(outlet.rss("The Quay", lines))
        for number, page in enumerate(PAGES):
            web.routes[f"/{number}"] = fake.body(page)
        web.routes["/0"] = fake.then(fake.status(503), fake.body(PAGES[0]))
        await store.take_feed("w", Feed.of(web.url("/feed"), "The Quay"))
        meter = PrometheusMeter()
        async with ReadingPool(workers=1) as pool:
            gatherer = Gatherer(store, fetcher, pool, plain, now, meter, FailureGuard(now, meter))
            report = await gatherer.round()
            (status,) = report.feeds
            assert status.health.state is FeedState.OK
            assert texts.feed_note(status).startswith("1 page could not be read: ")
            assert texts.feed_note(status).endswith("; trying again")
            later = replace(gatherer, clock=lambda: datetime(2026, 3, 2, 13, tzinfo=UTC))
            again = await later.round()
    assert report.kept.new + again.kept.new == len(PAGES)
    assert texts.feed_note(again.feeds[0]) == ""
