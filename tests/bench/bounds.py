"""How long what is hostile, faulty or unfinished can hold us up: the slowest of each kind, beside a bound."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TypeVar

import aiohttp

from bot.adapters.fetch import HttpFetcher
from bot.core.extract import read_fragment, read_page
from bot.core.feeds.parse import parse
from bot.core.quotes import find_quotes
from bot.errors import FetchError, NotAFeed
from tests.conftest import BENCH
from tests.fakes import web as fake
from tests.fakes.articles import article, english
from tests.fakes.page import open_page
from tests.integration.test_fetch import FAULTS
from tests.property.test_extract import HOSTILE as PAGES
from tests.property.test_find_quotes import HOSTILE as TEXTS
from tests.quality.test_feed_files import URL, mutants

T = TypeVar("T")


def report() -> str:
    """A line a kind: what of it took longest, and how long; processor time where nothing is waited for."""
    feeds = list(mutants(BENCH / "feeds", 2_000)) if BENCH.is_dir() else []
    pages = ((name, f"<html><body>{markup}".encode()) for name, markup in PAGES.items())
    texts = ((name, article(text)) for name, text in TEXTS.items())
    lines = [
        "bounds: the slowest of each kind",
        _slowest("damaged feed", 2, feeds, _parse),
        _slowest("hostile page", 10, pages, _read),
        _slowest("hostile text, for quotes", 3, texts, lambda page: find_quotes(page, english())),
        *asyncio.run(_waits()),
    ]
    return "\n".join(lines)


def _slowest(kind: str, bound: float, cases: Iterable[tuple[str, T]], run: Callable[[T], object]) -> str:
    took: list[tuple[float, str]] = []
    for name, case in cases:
        started = time.process_time()
        run(case)
        took.append((time.process_time() - started, name))
    seconds, name = max(took, default=(0.0, "none at hand"))
    return _line(kind, seconds, bound, name)


def _line(kind: str, seconds: float, bound: float, name: str) -> str:
    return f"  {kind:26} {seconds:6.2f} s (under {bound:g}): {name}"


def _parse(body: bytes) -> None:
    with suppress(NotAFeed):
        parse(body, URL)


def _read(page: bytes) -> None:
    read_page(page)
    read_fragment(page.decode())


async def _waits() -> list[str]:
    faults = [(await _fetched(path), path) for path in FAULTS]
    return [
        _line("faulty server", max(faults)[0], 4, max(faults)[1]),
        _line("stop under an open page", await _stopped(), 0.8, "its stream of events is ended"),
    ]


async def _fetched(path: str) -> float:
    async with (
        fake.serving() as server,
        HttpFetcher(server.allow, timeout=2, max_bytes=1_000_000, tries=1) as door,
    ):
        server.routes[path] = FAULTS[path][0]
        started = time.monotonic()
        with suppress(FetchError):
            await door.fetch(server.url(path))
        return time.monotonic() - started


async def _stopped() -> float:
    async with open_page() as page:
        answer = await page.browser.get(f"{page.url}/events")
        await answer.content.readline()
        started = time.monotonic()
    with suppress(aiohttp.ClientError):
        await answer.content.read()
    return time.monotonic() - started
