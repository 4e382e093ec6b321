"""The chat page, served on loopback to a client that behaves as a browser does."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import aiohttp

from bot.adapters.site import Site
from bot.adapters.store import SqlStore, open_store
from bot.model import Channel
from bot.platforms.web import Guard, WebPlatform
from bot.platforms.web.client import no_status
from bot.platforms.web.views import ShowStatus
from tests.fakes.desk import DAILY, MORNING, WEEKEND, FakeDesk
from tests.fakes.failures import failure_guard
from tests.fakes.stored_articles import open_memory_store

WAIT = 60.0
HTML = {"Accept": "text/html"}


@dataclass
class HandClock:
    """A clock that a test moves by hand."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def move(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by


@dataclass
class Page:
    """A running page with its parts, and one browser."""

    platform: WebPlatform
    store: SqlStore
    desk: FakeDesk
    url: str
    browser: aiohttp.ClientSession
    clock: HandClock
    token: str = ""

    async def open(self, path: str = "/c/daily") -> str:
        """The HTML of a page; its token is kept for what is sent."""
        async with self.browser.get(self.url + path, headers=HTML) as answer:
            html = await answer.text()
        if found := re.search(r'name="token" (?:content|value)="(\w+)"', html):
            self.token = found[1]
        return html

    async def send(self, path: str, values: object, **headers: str) -> tuple[int, str]:
        """The answer to a change: status and text."""
        sent = {"X-CSRF-Token": self.token, **headers}
        async with self.browser.post(self.url + path, json=values, headers=sent) as answer:
            return answer.status, await answer.text()

    @asynccontextmanager
    async def events(self) -> AsyncIterator[asyncio.Queue[dict[str, Any]]]:
        """What an open page is told, as it comes."""
        heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        async with self.browser.get(f"{self.url}/events") as answer:
            assert await answer.content.readline() == b"retry: 1000\n"
            reading = asyncio.create_task(_read(answer, heard))
            yield heard
            await _end(reading)


async def heard(events: asyncio.Queue[dict[str, Any]], kind: str) -> dict[str, Any]:
    """The next event of a kind."""
    while True:
        event = await asyncio.wait_for(events.get(), WAIT)
        if event["kind"] == kind:
            return event


@asynccontextmanager
async def open_page(
    password: str | None = None,
    hosts: Collection[str] = (),
    channels: Sequence[Channel] = (DAILY, WEEKEND),
    serving: bool = True,
    port: int = 0,
    database: str = "",
    proxies: Collection[str] = (),
    metrics_token: str | None = None,
    status: ShowStatus = no_status,
) -> AsyncIterator[Page]:
    """A page with two channels, a store and a desk of our own."""

    async def listed() -> Sequence[Channel]:
        return channels

    store = await (open_store(database) if database else open_memory_store())
    desk, clock = FakeDesk(), HandClock()
    platform = WebPlatform(
        store,
        listed,
        clock,
        failure_guard(clock),
        Guard(hosts, password, proxies, metrics_token),
        status,
    )
    task = asyncio.create_task(platform.serve(desk)) if serving else None
    app = platform.application(lambda: b"briefings_total 1\n")
    jar = aiohttp.CookieJar(unsafe=True)  # a browser keeps the cookies of 127.0.0.1 too
    async with aiohttp.ClientSession(cookie_jar=jar) as browser:
        async with Site("page", "127.0.0.1", port, app, key="web.port") as site:
            yield Page(platform, store, desk, f"http://127.0.0.1:{site.port}", browser, clock)
        if task:
            await _end(task)
    await store.close()


async def _read(answer: aiohttp.ClientResponse, into: asyncio.Queue[dict[str, Any]]) -> None:
    async for line in answer.content:
        if line.startswith(b"data: "):
            into.put_nowait(json.loads(line.removeprefix(b"data: ")))


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
