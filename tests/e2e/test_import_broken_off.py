"""`onrecord import` of a site or a file, broken off or killed: the same call brings the rest, and nothing twice."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.newsroom.archive import BATCH
from bot.newsroom.imports import READ
from tests.fakes import outlet
from tests.fakes import web as fake
from tests.fakes.outlet import settings, story
from tests.fakes.program import Program
from tests.fakes.web import Web

PAGES = 3 * BATCH
FILED = 5 * READ


def publish(web: Web) -> str:
    """A site of some pages; the address of its sitemap."""
    for number in range(PAGES):
        body = fake.body(outlet.page(f"News {number}", story(f"Town{number}")))
        web.routes[f"/{number}"] = fake.slow(0.05, body)
    listed = "".join(
        f"<url><loc>{web.url(f'/{number}')}</loc><lastmod>2026-02-01</lastmod></url>"
        for number in range(PAGES)
    )
    web.routes["/sitemap.xml"] = fake.body(f"<urlset>{listed}</urlset>")
    return web.url("/sitemap.xml")


def kept(program: Program) -> list[str]:
    """The addresses of all articles."""
    with closing(sqlite3.connect(program.folder / "onrecord.db")) as connection:
        return [row[0] for row in connection.execute("SELECT url FROM articles")]


async def killed(program: Program, web: Web, sitemap: str, requests: int) -> None:
    """Start it, and kill it once it made so many requests."""
    arguments = ("-m", "bot", "import", "--sitemap", sitemap)
    started = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, cwd=program.folder, env=program.environment
    )
    await web.until(requests)
    started.kill()
    assert await started.wait() == -9, "it was at work"


@pytest.mark.slow
async def test_whatever_is_killed_the_same_call_goes_on(tmp_path: Path) -> None:
    async with fake.serving() as web:
        sitemap = publish(web)
        settings(tmp_path, allow=web.allow)
        program = Program(tmp_path)
        counts = []
        for requests in (BATCH + 10, BATCH + 5):
            await killed(program, web, sitemap, requests)
            counts.append(len(kept(program)))
        assert 0 < counts[0] <= counts[1] < PAGES, "whole batches stay"
        last = await asyncio.to_thread(program.json, "import", "--sitemap", sitemap)
        assert last["new"] == PAGES - counts[1]
        assert len(kept(program)) == len(set(kept(program))) == PAGES
        web.requests.clear()
        again = await asyncio.to_thread(program.json, "import", "--sitemap", sitemap)
        assert again["new"] == 0
        assert [request.target for request in web.requests] == ["/sitemap.xml"]


def waiting(program: Program) -> int:
    """How many articles of the file wait for their quotes; -1 while not all are kept."""
    with closing(sqlite3.connect(program.folder / "onrecord.db")) as connection:
        try:
            if connection.execute("SELECT count(*) FROM articles").fetchone()[0] < FILED:
                return -1
            return int(connection.execute("SELECT count(*) FROM unfinished").fetchone()[0])
        except sqlite3.OperationalError:  # it is only just being made
            return -1


@pytest.mark.slow
async def test_quotes_of_a_file_go_on_after_a_kill(tmp_path: Path) -> None:
    rows = [
        {
            "id": f"d{number}",
            "url": f"https://a.example/{number}",
            "title": "News",
            "text": "\n\n".join(story(f"Town{number}")),
            "date": "2026-02-01",
        }
        for number in range(FILED)
    ]
    file = tmp_path / "articles.jsonl"
    file.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    settings(tmp_path)
    program = Program(tmp_path)
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "import", str(file), cwd=program.folder, env=program.environment
    )
    while not 0 < waiting(program) < FILED:
        await asyncio.sleep(0.01)
    started.kill()
    assert await started.wait() == -9, "it was at work"
    left = waiting(program)
    assert 0 < left < FILED
    again = await asyncio.to_thread(program.json, "import", str(file))
    assert again["new"] == 0
    assert again["quotes"] > 0
    with closing(sqlite3.connect(program.folder / "onrecord.db")) as connection:
        held = connection.execute("SELECT article, count(*) FROM quotes GROUP BY article").fetchall()
    assert waiting(program) == 0
    assert len(held) == FILED
    assert len({count for _, count in held}) == 1, "each article has all its quotes, and once"


async def test_a_site_that_breaks_off_is_said_with_what_is_kept(tmp_path: Path) -> None:
    async with fake.serving() as web:
        web.routes["/a"] = fake.body(outlet.page("News", story("Arlow")))
        listed = f"<item><title>News</title><link>{web.url('/a')}</link><pubDate>2026-02-01</pubDate></item>"
        web.routes["/feed"] = fake.feed(f'<rss version="2.0"><channel>{listed}</channel></rss>')
        web.routes["/feed?paged=2"] = fake.status(503)
        settings(tmp_path, allow=web.allow)
        program = Program(tmp_path)
        done = await asyncio.to_thread(program.call, "import", "--pages", web.url("/feed"))
        assert done.returncode == 3
        assert "kept: 1 new article; the same call goes on from there" in done.stderr
        assert "the server cannot answer now (HTTP 503)" in done.stderr
        assert kept(program) == [web.url("/a")]
