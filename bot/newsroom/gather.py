"""Gathers: checks the feeds that are due, reads what is fresh in them, and keeps it feed by feed.

A feed's articles, its seen entries, its health and its validators are written together, so whatever
stops a round in the middle, the next one goes on from whole feeds: nothing lost and nothing twice.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import time
from collections import deque
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypeVar
from urllib.parse import urlsplit

from bot.core.extract import read_given, read_page
from bot.core.feeds import decide, hubs
from bot.core.feeds.addresses import canonical
from bot.core.feeds.parse import ParsedFeed, parse
from bot.core.outline import texts
from bot.errors import FetchError, NotAnArticle, StoreBusy, TooLarge, Unavailable
from bot.model import (
    LOCAL_WORKSPACE,
    AnnotatedArticle,
    Article,
    CheckedFeed,
    Entry,
    Feed,
    FeedHealth,
    FeedStatus,
    Fetched,
    Harvest,
    Kept,
    Page,
    PendingEntry,
    SeenEntry,
    Validators,
)
from bot.ports import Clock, Contained, Failures, FeedStore, Fetcher, Meter, Reading, ReadText

log = logging.getLogger(__name__)

MOST_MARKUP = 4_000_000
"""Bytes of a page; the longest news pages are under 2 MB, most of it scripts."""

MOST_TEXT = 300_000
"""Characters of an article: three times a long magazine piece's."""

_CHARSET = re.compile(r"charset=[\"']?([\w.:-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PageReader:
    """Reads pages into articles."""

    fetcher: Fetcher
    reading: Reading
    read_quotes: ReadText
    clock: Clock

    async def at(self, url: str, outlet: str = "") -> AnnotatedArticle:
        """The article at an address; raises a `FetchError`, NotAnArticle where the page has none."""
        got = await self.fetcher.fetch(url)
        try:
            page = await self._page(got)
        except NotAnArticle as none:
            raise NotAnArticle(got.url, texts.NOT_ONE_ARTICLE) from none
        host = urlsplit(got.url).hostname or ""
        outlet = outlet or host.removeprefix("www.")
        return await self._article(canonical(got.url), outlet, page, answered=got.answered)

    async def of(self, feed: Feed, entry: Entry) -> AnnotatedArticle:
        """The article of an entry, from its page or else from the feed; raises a `FetchError`."""
        try:
            if not entry.has_page:
                raise NotAnArticle(entry.url, texts.NO_LINK_OR_TEXT)
            got = await self.fetcher.fetch(entry.url, crawling=True)
            page = await self._page(got)
            return await self._article(canonical(got.url), feed.outlet, page, entry, got.answered)
        except FetchError:
            given = await self._given(entry)
            if not given:
                raise
            return await self._article(entry.url, feed.outlet, Page(entry.headline, given), entry)

    async def _page(self, got: Fetched) -> Page:
        body, charset = got.body or b"", _CHARSET.search(got.content_type)
        if len(body) > MOST_MARKUP:
            raise TooLarge(got.url, f"the page has more than {MOST_MARKUP // 1_000_000} MB of markup")
        page = await self.reading.read(got.url, read_page, body, got.url, charset[1] if charset else "")
        if page is None:
            raise NotAnArticle(got.url, texts.NO_ARTICLE_TEXT)
        if len(page.text) > MOST_TEXT:
            raise TooLarge(got.url, f"the article is longer than {MOST_TEXT:,} characters")
        return page

    async def _given(self, entry: Entry) -> str:
        """What the feed itself gives, where that is a text and not a teaser."""
        if not entry.html or len(entry.html) > MOST_MARKUP:
            return ""
        text = await self.reading.read(entry.url, read_given, entry.html)
        return text if len(text) <= MOST_TEXT else ""

    async def _article(
        self,
        url: str,
        outlet: str,
        page: Page,
        entry: Entry | None = None,
        answered: datetime | None = None,
    ) -> AnnotatedArticle:
        now = self.clock()
        published = (entry.published if entry else None) or page.published
        article = Article(
            id=Article.id_for(url, page.text),
            url=url,
            outlet=outlet,
            headline=page.headline or (entry.headline if entry else ""),
            text=page.text,
            captured=now,
            byline=page.byline or (entry.byline if entry else None),
            published=decide.dated(published, now, answered),
            language=page.language,
        )
        return await self.read_quotes(article)


READING_TIME = timedelta(seconds=45)
"""Of one feed in one round; the rest follows in the next, so that a slow host holds up nobody's news."""

FEEDS_AT_ONCE = 64
PAGES_AT_ONCE = 4
"""Of one feed; both bound what a round holds in memory."""

KEEP_EVERY = 0.25
KEEP_ARTICLES = 50
"""What was read is kept after so many seconds or articles, as each transaction waits for the disk."""

PART, PART_SECONDS = 10, 2.0
"""Of a feed's pages that many, or what is read in so many seconds, are kept before the rest is read."""


CLAIM_AT_ONCE = 32
"""Feeds that are claimed together: few enough that the other replicas find some left."""

CLAIM_SECONDS, RENEW_EVERY = 30.0, 8.0
"""How soon others take over the feeds of a replica that died, and how often one that lives renews its own."""

LOOK_AGAIN, LONGEST_CLAIM = 0.5, CLAIM_SECONDS + 2
"""Seconds between two looks whether others let go of their feeds, and after which all that died have."""


Due = Callable[[Iterable[FeedStatus]], list[FeedStatus]]
"""Which of these are to be checked, in their order."""

Outcome = tuple[Entry, AnnotatedArticle | FetchError]
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class GatherReport:
    """What a round found: the feeds that were due, as they are now, and what was new."""

    feeds: tuple[FeedStatus, ...] = ()
    kept: Kept = field(default_factory=Kept)
    elsewhere: frozenset[str] = frozenset()  # feeds that were due, and that others had claimed

    def plus(self, harvests: Sequence[Harvest], kept: Kept) -> GatherReport:
        """With some more feeds."""
        statuses = tuple(
            FeedStatus(harvest.feed, harvest.health, decide.by_reason(harvest.pending))
            for harvest in harvests
            if harvest.last
        )
        return replace(self, feeds=self.feeds + statuses, kept=self.kept + kept)


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Brings in the news."""

    store: FeedStore
    fetcher: Fetcher
    reading: Reading
    read_quotes: ReadText
    clock: Clock
    meter: Meter
    failures: Failures
    every: timedelta = decide.EVERY  # between two checks of a feed that is well
    local_fetcher: Fetcher | None = None  # reaches more, for the feeds of whoever runs On Record alone
    most_feeds: int = 500  # of one workspace; whoever runs On Record takes as many as they like
    replica: str = field(default_factory=lambda: secrets.token_hex(8))  # who we are among several
    one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)  # rounds

    @property
    def local(self) -> Gatherer:
        """The same for whoever runs On Record: it also reaches what the config allows."""
        return replace(self, fetcher=self.local_fetcher or self.fetcher)

    def of(self, workspace: str) -> Gatherer:
        """The one that a workspace's feeds are looked at with."""
        return self.local if workspace == LOCAL_WORKSPACE else self

    async def round(self, *, waits: bool = False) -> GatherReport:
        """Check every feed that is due and that no other replica checks; one that fails stops no other.

        One that `waits` also checks what others had claimed, once their claim is over, where it still is due:
        a command that ends has no next round, and who claimed it may have been killed.
        """
        async with self.one_at_a_time:
            report = await self._round(await self.store.feeds(), self._due)
            ends = time.monotonic() + LONGEST_CLAIM
            while waits and report.elsewhere and time.monotonic() < ends:
                await asyncio.sleep(LOOK_AGAIN)
                left = [one for one in await self.store.feeds() if one.feed.id in report.elsewhere]
                more = await self._round(left, self._due)
                report = GatherReport(report.feeds + more.feeds, report.kept + more.kept, more.elsewhere)
            return report

    async def look(self, workspace: str) -> GatherReport:
        """Check every feed of a workspace, due or not, but those that were looked at a moment ago."""
        async with self.one_at_a_time:
            return await self._round(await self.store.feeds(workspace), self._all_due)

    def _due(self, statuses: Iterable[FeedStatus]) -> list[FeedStatus]:
        return decide.due(statuses, self.clock(), self.every)

    def _all_due(self, statuses: Iterable[FeedStatus]) -> list[FeedStatus]:
        return decide.all_due(statuses, self.clock())

    async def _round(self, statuses: Sequence[FeedStatus], due: Due) -> GatherReport:
        started = self.clock()
        unclaimed = deque(status.feed.id for status in due(statuses))
        waiting = deque[FeedStatus]()
        local, ours = self.local, set[str]()
        if unclaimed:
            ours = {status.feed.id for status in await self.store.feeds(LOCAL_WORKSPACE)}
        running: set[asyncio.Task[None]] = set()
        claimed, elsewhere = set[str](), set[str]()
        report, read, keep_at = GatherReport(), list[Harvest](), 0.0

        async def check(gatherer: Gatherer, status: FeedStatus) -> None:
            async for harvest in gatherer.harvests(status, started):
                read.append(harvest)

        renewing = asyncio.create_task(self._renew_claims())
        try:
            while unclaimed or waiting or running:
                if not waiting and len(running) < FEEDS_AT_ONCE:
                    waiting.extend(await self._claim(unclaimed, claimed, elsewhere, due))
                while waiting and len(running) < FEEDS_AT_ONCE:
                    status = waiting.popleft()
                    gatherer = local if status.feed.id in ours else self
                    running.add(asyncio.create_task(check(gatherer, status)))
                if not running:
                    break
                left = max(0.0, keep_at - time.monotonic())
                done, running = await asyncio.wait(running, timeout=left, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
                most = sum(len(harvest.articles) for harvest in read) >= KEEP_ARTICLES
                if most or not running or time.monotonic() >= keep_at:
                    brought = read[:]
                    read.clear()
                    report = await self._keep(report, brought, started) if brought else report
                    keep_at = time.monotonic() + KEEP_EVERY
        finally:
            await _cancel({*running, renewing})
            await self.store.drop_claims(claimed, self.replica)
        self.meter.time("gather", (self.clock() - started).total_seconds())
        return replace(report, elsewhere=frozenset(elsewhere))

    async def _claim(
        self, unclaimed: deque[str], claimed: set[str], elsewhere: set[str], due: Due
    ) -> list[FeedStatus]:
        """Some feeds to check, which no other replica has; none once there are no more."""
        ready: list[FeedStatus] = []
        while unclaimed and not ready:
            some = [unclaimed.popleft() for _ in range(min(CLAIM_AT_ONCE, len(unclaimed)))]
            free = await self.store.claim_feeds(some, self.replica, CLAIM_SECONDS)
            got = {status.feed.id for status in free}
            claimed |= got
            elsewhere |= set(some) - got
            ready = due(free)  # what another checked meanwhile is due no more
        return ready

    async def _renew_claims(self) -> None:
        while True:
            await asyncio.sleep(RENEW_EVERY)
            with self.failures.contain("gather", "renewing claims on feeds"):
                await self.store.renew_leases(self.replica, CLAIM_SECONDS)

    async def check(self, url: str) -> CheckedFeed:
        """Look at a feed without keeping anything; raises a `FetchError`, NotAFeed for a mere page."""
        return await self.checked(url, await self.fetcher.fetch(url))

    async def checked(self, url: str, got: Fetched) -> CheckedFeed:
        """The feed in what was got from an address; raises NotAFeed for a mere page."""
        parsed = await self._parse(got)
        at = canonical(got.moved_to or url)
        return CheckedFeed(at, parsed.title, parsed.entries, parsed.left_out)

    async def article(self, url: str, outlet: str = "") -> AnnotatedArticle:
        """The article at an address, not kept; raises a `FetchError`, NotAnArticle where there is none."""
        return await self._pages.at(url, outlet)

    @property
    def _pages(self) -> PageReader:
        return PageReader(self.fetcher, self.reading, self.read_quotes, self.clock)

    async def _keep(self, report: GatherReport, harvests: Sequence[Harvest], now: datetime) -> GatherReport:
        """The report with these feeds kept: together, or each by itself where that fails."""
        with self.failures.contain("gather", f"keeping {len(harvests)} feeds") as together:
            return await self._kept(report, harvests)
        if isinstance(together.error, StoreBusy):
            raise together.error  # for every feed alike
        for harvest in harvests:
            report = await self._kept_or_failed(report, harvest, now)
        return report

    async def _kept_or_failed(self, report: GatherReport, harvest: Harvest, now: datetime) -> GatherReport:
        feed = harvest.feed
        with self.failures.contain("gather", f"keeping {feed.outlet}") as keeping:
            return await self._kept(report, [harvest])
        # without validators the feed comes again in full, and with it what could not be kept
        health = self._broken(replace(harvest.health, validators=Validators()), feed, keeping, now)
        with self.failures.contain("gather", f"keeping the state of {feed.outlet}"):
            return await self._kept(report, [Harvest(feed, health)])
        return report

    async def _kept(self, report: GatherReport, harvests: Sequence[Harvest]) -> GatherReport:
        kept = await self.store.keep(harvests, self.replica)
        harvests = [harvest for harvest in harvests if harvest.feed.id not in kept.lost]
        for harvest in harvests:
            if harvest.last:
                self.meter.count("feed_checks", state=harvest.health.state.value)
        self.meter.count("articles", kept.new + kept.changed)
        self.meter.count("quotes", kept.quotes)
        return report.plus(harvests, kept)

    async def harvests(self, status: FeedStatus, now: datetime) -> AsyncIterator[Harvest]:
        """What one check gives, part by part as its pages are read; nothing of it is kept yet.

        The next check is counted from `now`, the start of the round.
        """
        feed = status.feed
        with self.failures.contain("gather", feed.outlet) as checking:
            health, listed = await self._checked(status, now)
            if listed is None and not status.unread:
                yield Harvest(feed, health)
                return
            async for part in self._read(status, health, listed, now):
                yield part
            return
        yield Harvest(feed, self._broken(status.health, feed, checking, now))

    async def _checked(
        self, status: FeedStatus, now: datetime
    ) -> tuple[FeedHealth, tuple[Fetched, ParsedFeed] | None]:
        """The feed's health, or as yet the one before and what it lists, if it was due and says something."""
        feed, health = status.feed, status.health
        if not decide.is_due(status, now):
            return health, None
        try:
            got = await self.fetcher.fetch(feed.url, health.validators, crawling=True)
            if got.body is None:
                return decide.not_modified(now, health, got, self.every), None
            parsed = await self._parse(got)
        except FetchError as error:
            log.warning("gather: %s: %s", feed.outlet, error)
            return decide.failed(now, health, error, self.every), None
        return health, (got, parsed)

    def _broken(self, health: FeedHealth, feed: Feed, failed: Contained, now: datetime) -> FeedHealth:
        """The health after a fault that is not the feed's own."""
        reason = texts.reading_failed(failed.reference) if failed.reference else str(failed.error)
        return decide.failed(now, health, Unavailable(feed.url, reason), self.every)

    async def _parse(self, got: Fetched) -> ParsedFeed:
        parsed = await self.reading.read(got.url, parse, got.body or b"", got.url, got.content_type)
        return replace(parsed, hub=hubs.announced(got, parsed.hub))

    async def _read(
        self, status: FeedStatus, health: FeedHealth, listed: tuple[Fetched, ParsedFeed] | None, now: datetime
    ) -> AsyncIterator[Harvest]:
        """What is fresh in the feed, and what could not be read before."""
        feed = status.feed
        seen = await self.store.seen(feed.id)
        entries = decide.recognised(listed[1].entries, seen) if listed else ()
        pending = await self.store.pending(feed.id) if status.unread else ()
        fresh = decide.fresh(entries, seen, now)
        in_vain_before = {each.entry.key: each for each in pending}
        tried = {
            entry.key: decide.tries_before(entry, seen.get(entry.key), in_vain_before.get(entry.key))
            for entry in fresh.to_read
        }
        if not await self._keep_listed(status, fresh, seen, tried, now):
            return  # another replica has taken it over
        # what is new of an entry goes before what was tried in vain
        again = {each.entry.key: each for each in decide.retries(pending, now, self.every)}
        for entry in fresh.to_read:
            again.pop(entry.key, None)
        wanted = [*fresh.to_read, *(each.entry for each in again.values())][: decide.MOST_ENTRIES]
        ids = [known.article_id for entry in wanted if (known := seen.get(entry.key)) and known.article_id]
        before = await self.store.gathered(ids)
        part, in_vain = Harvest(feed, status.health, last=False), list[tuple[SeenEntry, PendingEntry]]()
        part_until = time.monotonic() + PART_SECONDS
        async for entry, read in self._outcomes(feed, wanted, self.clock() + READING_TIME):
            known = seen.get(entry.key)
            mark = SeenEntry.of(entry)
            if entry.key in again and known:
                mark = replace(mark, fingerprint=known.fingerprint, url=known.url)
            if isinstance(read, AnnotatedArticle):
                old = before.get(known.article_id or "") if known else None
                new = await asyncio.to_thread(_as_version, read, old) if old else read
                mark = decide.read(mark, known, new.article.id, now)
                part = replace(part, seen=(*part.seen, mark), articles=(*part.articles, new))
            else:
                counted = again.get(entry.key) or tried.get(entry.key)
                put_off = decide.put_off(entry, counted, read, now, self.every)
                in_vain.append((decide.unread(mark, known, now), put_off))
            if len(part.seen) >= PART or (part.seen and time.monotonic() >= part_until):
                yield part
                part, part_until = Harvest(feed, status.health, last=False), time.monotonic() + PART_SECONDS
        if listed:
            got, parsed = listed
            every = decide.interval(now, health, parsed, got, self.every, news=bool(fresh.to_read))
            health = decide.read_well(now, health, parsed, got, every)
            if not parsed.whole:
                health = decide.broken_off(now, health, parsed, got, self.every)
        yield replace(
            part,
            health=health,
            seen=(*part.seen, *(mark for mark, _ in in_vain)),
            pending=tuple(put_off for _, put_off in in_vain),
            last=True,
            positions=decide.positions(entries),
            moved_to=_moved(feed, listed[0]) if listed else None,
            hub=listed[1].hub if listed else None,
        )

    async def _keep_listed(
        self,
        status: FeedStatus,
        fresh: decide.Fresh,
        seen: Mapping[str, SeenEntry],
        tried: Mapping[str, PendingEntry | None],
        now: datetime,
    ) -> bool:
        """Write down what is to be read before it is, so that no kill, queue or change of a feed loses it.

        False where it is not ours to read.
        """
        listed = [
            decide.listed(entry, seen.get(entry.key), now, tried.get(entry.key)) for entry in fresh.to_read
        ]
        marks = (*fresh.passed_over, *(mark for mark, _ in listed))
        pending = (*fresh.put_off, *(each for _, each in listed))
        if not marks:
            return True
        written = Harvest(status.feed, status.health, marks, pending=pending, last=False)
        return not (await self.store.keep([written], self.replica)).lost

    async def read_entries(self, feed: Feed, entries: Sequence[Entry]) -> list[Outcome]:
        """The article of each entry, or the error, in their order."""
        outcomes = await asyncio.gather(*self._readings(feed, entries, None))
        return [outcome for outcome in outcomes if outcome]

    async def _outcomes(
        self, feed: Feed, entries: Sequence[Entry], until: datetime
    ) -> AsyncIterator[Outcome]:
        """The same as each comes; entries not begun by `until` are left out."""
        tasks = [asyncio.ensure_future(one) for one in self._readings(feed, entries, until)]
        try:
            for reading in asyncio.as_completed(tasks):
                if outcome := await reading:
                    yield outcome
        finally:
            await _cancel(tasks)

    def _readings(
        self, feed: Feed, entries: Sequence[Entry], until: datetime | None
    ) -> list[Coroutine[None, None, Outcome | None]]:
        turns = asyncio.Semaphore(PAGES_AT_ONCE)

        async def read(entry: Entry) -> Outcome | None:
            async with turns:
                if until and self.clock() > until:
                    return None
                with self.failures.contain("gather", f"reading {entry.url}"):
                    try:
                        return entry, await self._pages.of(feed, entry)
                    except FetchError as error:
                        log.info("gather: %s: %s", feed.outlet, error)
                        return entry, error
                return entry, NotAnArticle(entry.url, texts.READING_FAILED)

        return list(map(read, entries))


def _as_version(read: AnnotatedArticle, before: Article) -> AnnotatedArticle:
    """What was read, as the next version of what was read for its entry before."""
    article = decide.version(read.article, before)
    return replace(
        read, article=article, quotes=tuple(replace(quote, article=article) for quote in read.quotes)
    )


def _moved(feed: Feed, got: Fetched) -> Feed | None:
    """The feed at the address to which it has moved for good."""
    new = Feed.of(canonical(got.moved_to), feed.outlet) if got.moved_to else feed
    return new if new != feed else None


async def _cancel(tasks: Collection[asyncio.Future[Done]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
