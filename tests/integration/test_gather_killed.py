from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.adapters.store import open_store
from tests.fakes import outlet
from tests.fakes import web as fake
from tests.fakes.outlet import Line, story
from tests.fakes.web import Web

FEEDS, PAGES = 90, 4
"""More feeds than are read at once, so that some are whole while others are not."""
ROOT = Path(__file__).parent.parent.parent


def publish(web: Web) -> list[str]:
    """Feeds that each list pages of their own and one that all list; the addresses of the feeds."""
    web.routes["/shared"] = fake.body(outlet.page("Shared", story("Arlow")))
    for feed in range(FEEDS):
        pages = [f"/{feed}/{page}" for page in range(PAGES)]
        for page in pages:
            web.routes[page] = fake.slow(0.02, fake.body(outlet.page(page, story(f"Town{page}"))))
        lines = [Line(web.url(path), path) for path in [*pages, "/shared"]]
        web.routes[f"/feed{feed}"] = fake.feed(outlet.rss(f"Feed {feed}", lines))
    return [web.url(f"/feed{feed}") for feed in range(FEEDS)]


async def start(web: Web, database: str, feeds: list[str]) -> asyncio.subprocess.Process:
    arguments = ["-m", "tests.fakes.gathering", database, *web.allow, *feeds]
    return await asyncio.create_subprocess_exec(sys.executable, *arguments, cwd=ROOT)


async def kill_after(web: Web, requests: int, program: asyncio.subprocess.Process) -> bool:
    """Whether it was still at work when it was killed."""
    enough = asyncio.create_task(web.until(requests))
    ended = asyncio.create_task(program.wait())
    await asyncio.wait({enough, ended}, return_when=asyncio.FIRST_COMPLETED)
    enough.cancel()
    if program.returncode is None:
        program.kill()
    return await ended != 0


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_whatever_is_killed_in_a_round_the_next_ones_bring_all_and_nothing_twice(
    tmp_path: Path,
) -> None:
    database = f"sqlite:///{tmp_path / 'news.db'}"
    kept: list[int] = []
    async with fake.serving() as web:
        feeds = publish(web)
        for requests in (2, 500, 20):
            assert await kill_after(web, requests, await start(web, database, feeds))
            kept.append(await count(database))
        program = await start(web, database, feeds)
        assert await program.wait() == 0
        asked = len(web.requests)
        again = await start(web, database, feeds)
        assert await again.wait() == 0
        assert len(web.requests) == asked  # all is kept, and none is due

    assert kept == sorted(kept)  # what was kept stays
    assert 0 < kept[1] < FEEDS * PAGES  # the kills did come in the middle
    store = await open_store(database)
    articles = await store.between("w", datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
    addresses = [read.article.url for read in articles]
    assert len(addresses) == len(set(addresses)) == FEEDS * PAGES + 1
    assert (await store.counts())["articles"] == FEEDS * PAGES + 1
    for status in await store.feeds():
        assert len(await store.seen(status.feed.id)) == PAGES + 1
    await store.close()


async def count(database: str) -> int:
    store = await open_store(database)
    try:
        return (await store.counts())["articles"]
    finally:
        await store.close()
