"""Gathers: checks the feeds that are due, reads what is fresh in them, and keeps it feed by feed.

A feed's articles, its seen entries, its health and its validators are written together, so whatever
stops a round in the middle, the next one goes on from whole feeds: nothing lost and nothing twice.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.core.feeds import decide
from bot.core.feeds.addresses import canonical
from bot.core.feeds.parse import ParsedFeed, parse
from bot.errors import FetchError, NotAFeed
from bot.model import (
    AnnotatedArticle,
    Entry,
    Feed,
    FeedStatus,
    Fetched,
    Harvest,
    Kept,
    SeenEntry,
    Validators,
)
from bot.newsroom.pages import PageReader, off_loop
from bot.ports import Clock, FeedStore, Fetcher, Meter, ReadText

log = logging.getLogger(__name__)

FEEDS_AT_ONCE = 16
PAGES_AT_ONCE = 4
"""Of one feed; both bound what a round holds in memory."""


Outcome = tuple[Entry, AnnotatedArticle | FetchError]


@dataclass(frozen=True, slots=True)
class CheckedFeed:
    """What a look at a feed shows before anyone takes it; `url` is where it lives for good."""

    url: str
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class GatherReport:
    """What a round found: the feeds that were due, as they are now, and what was new."""

    feeds: tuple[FeedStatus, ...] = ()
    kept: Kept = field(default_factory=Kept)

    def plus(self, harvests: Sequence[Harvest], kept: Kept) -> GatherReport:
        """With some more feeds."""
        statuses = tuple(FeedStatus(harvest.feed, harvest.health) for harvest in harvests)
        return GatherReport(self.feeds + statuses, self.kept + kept)


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Brings in the news."""

    store: FeedStore
    fetcher: Fetcher
    read_quotes: ReadText
    clock: Clock
    meter: Meter
    every: timedelta = decide.EVERY  # between two checks of a feed that is well

    async def round(self) -> GatherReport:
        """Check every feed that is due, many at a time; one that fails stops no other."""
        started = self.clock()
        waiting = deque(decide.due(await self.store.feeds(), started))
        running: set[asyncio.Task[Harvest]] = set()
        report = GatherReport()
        try:
            while waiting or running:
                while waiting and len(running) < FEEDS_AT_ONCE:
                    running.add(asyncio.create_task(self._harvest(waiting.popleft(), started)))
                done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                report = await self._keep(report, [task.result() for task in done])
        finally:
            await _cancel(running)
        self.meter.time("gather", (self.clock() - started).total_seconds())
        return report

    async def check(self, url: str) -> CheckedFeed:
        """Look at a feed without keeping anything; raises a `FetchError`, NotAFeed for a mere page."""
        got = await self.fetcher.fetch(url)
        parsed = await self._parse(got)
        return CheckedFeed(canonical(got.moved_to or url), parsed.title, parsed.entries)

    async def article(self, url: str, outlet: str = "") -> AnnotatedArticle:
        """The article at an address, not kept; raises a `FetchError`, NotAnArticle where there is none."""
        return await self._pages.at(url, outlet)

    @property
    def _pages(self) -> PageReader:
        return PageReader(self.fetcher, self.read_quotes, self.clock)

    async def _keep(self, report: GatherReport, harvests: Sequence[Harvest]) -> GatherReport:
        kept = await self.store.keep(harvests)
        for harvest in harvests:
            self.meter.count("feed_checks", state=harvest.health.state.value)
        self.meter.count("articles", kept.new + kept.changed)
        self.meter.count("quotes", kept.quotes)
        return report.plus(harvests, kept)

    async def _harvest(self, status: FeedStatus, now: datetime) -> Harvest:
        """What one check gives; `now` is the round's start, from which the next check is counted."""
        feed, health = status.feed, status.health
        try:
            got = await self.fetcher.fetch(feed.url, health.validators)
            if got.body is None:
                return Harvest(feed, decide.not_modified(now, health, self.every))
            parsed = await self._parse(got)
        except FetchError as error:
            log.warning("gather: %s: %s", feed.outlet, error)
            return Harvest(feed, decide.failed(now, health, error, self.every))
        return await self._read(status, got, parsed, now)

    async def _parse(self, got: Fetched) -> ParsedFeed:
        try:
            return await off_loop(parse, got.body or b"", got.url, got.content_type)
        except TimeoutError as error:
            raise NotAFeed(got.url, "it takes too long to read") from error

    async def _read(self, status: FeedStatus, got: Fetched, parsed: ParsedFeed, now: datetime) -> Harvest:
        seen = await self.store.seen(status.feed.id)
        fresh = decide.fresh(parsed.entries, seen, first=not seen)
        reads = await self._read_entries(status.feed, fresh.to_read)
        marks = [_mark(entry, read, seen) for entry, read in reads]
        marks += [decide.settled(entry, None) for entry in fresh.passed_over]
        health = decide.read_well(now, status.health, len(parsed.entries), got, self.every)
        if fresh.left or any(map(decide.is_waiting, marks)):
            # without validators the feed comes again in full, and with it the entries that are left
            health = replace(health, validators=Validators())
        return Harvest(
            feed=status.feed,
            health=health,
            seen=tuple(marks),
            articles=tuple(read for _, read in reads if isinstance(read, AnnotatedArticle)),
            positions=decide.positions(parsed.entries),
        )

    async def _read_entries(self, feed: Feed, entries: Sequence[Entry]) -> list[Outcome]:
        turns = asyncio.Semaphore(PAGES_AT_ONCE)

        async def read(entry: Entry) -> Outcome:
            async with turns:
                try:
                    return entry, await self._pages.of(feed, entry)
                except FetchError as error:
                    log.info("gather: %s: %s", feed.outlet, error)
                    return entry, error

        return await asyncio.gather(*map(read, entries))


def _mark(entry: Entry, read: AnnotatedArticle | FetchError, seen: Mapping[str, str]) -> SeenEntry:
    if isinstance(read, FetchError):
        return decide.tried(entry, seen, read)
    return decide.settled(entry, read.article.id)


async def _cancel(tasks: set[asyncio.Task[Harvest]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
