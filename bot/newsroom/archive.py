"""What a site published before: listed by its sitemaps or its feed's older pages, and kept batch by batch.

The articles of a batch are kept together with what was dealt with, so whatever stops it, the same call
goes on from the last batch: nothing lost and nothing twice.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from bot.core.feeds import decide, sitemap
from bot.core.feeds.addresses import canonical
from bot.core.outline import texts
from bot.errors import FetchError, Gone, NotAFeed, NotAnArticle, TooLarge
from bot.model import AnnotatedArticle, Entry, Feed, Kept, SeenEntry
from bot.newsroom.gather import Gatherer
from bot.ports import ArchiveStore, FeedStore

log = logging.getLogger(__name__)

BATCH = 20
"""Pages a transaction: half a second lies between two, so that ten seconds of work are lost at most."""

MOST_LISTS = 10_000
"""Sitemaps of one site, or pages of its feed: who serves more may go on for ever."""

MOST_BARREN = 500
"""Sitemaps in a row that list no page: an index of indexes of indexes may have no end."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page that a site lists; `changed` is when it last was, where that is told."""

    entry: Entry
    changed: datetime | None = None

    @property
    def latest(self) -> datetime | None:
        """The last that the list tells of it."""
        return max((moment for moment in (self.entry.published, self.changed) if moment), default=None)


Lists = AsyncIterator[Sequence[Found]]
"""What a site lists, one sitemap or page of its feed after another."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What some pages gave."""

    pages: int
    kept: Kept
    articles: int
    failed: int  # could not be read for now; the same call tries them again

    @property
    def passed_over(self) -> int:
        """The pages without an article, without a date, or from before what is asked for."""
        return self.pages - self.articles - self.failed


async def in_sitemaps(gatherer: Gatherer, url: str, since: datetime | None = None) -> Lists:
    """The pages of a sitemap and of all below it, the newest first; raises a FetchError for the first.

    One below that cannot be read is logged; the same call reads it later. Raises TooLarge where so many in a
    row list no page that they may have no end.
    """
    waiting, read, barren = [canonical(url)], set[str](), 0
    while waiting and len(read) < MOST_LISTS:
        if barren == MOST_BARREN:
            raise TooLarge(url, texts.barren_sitemaps(barren))
        at = waiting.pop(0)
        read.add(at)
        barren += 1
        try:
            got = await gatherer.fetcher.fetch(at)
            found = await gatherer.reading.read(got.url, sitemap.parse, got.body or b"", got.url)
        except FetchError as error:
            if len(read) == 1:
                raise
            log.warning("import: %s", error)
            continue
        below = [one.entry.url for one in _newest_first(found.sitemaps, since)]
        waiting = [one for one in dict.fromkeys([*below, *waiting]) if one not in read][:MOST_LISTS]
        barren = 0 if found.pages else barren
        yield _newest_first(found.pages, since)


async def told(lists: Lists, done: Callable[[], object]) -> Lists:
    """The same lists; `done` is called after each was read."""
    async for one in lists:
        done()
        yield one


def _newest_first(listed: Iterable[sitemap.Listed], since: datetime | None) -> list[Found]:
    """Those that may be of then or later, those without a date last."""
    found = [Found(Entry(one.url, "", one.headline, published=one.published), one.changed) for one in listed]
    wanted = [one for one in found if not (since and one.latest) or one.latest >= since]
    return sorted(wanted, key=lambda one: one.latest.timestamp() if one.latest else 0.0, reverse=True)


async def in_feed(gatherer: Gatherer, url: str, since: datetime | None = None) -> Lists:
    """The entries of a feed's pages, until one brings nothing new; raises a FetchError.

    New is what no page before it brought: what is kept already may stand between what is not.
    """
    listed: set[str] = set()
    for number in range(1, MOST_LISTS):
        try:
            entries = (await gatherer.check(page_of(url, number))).entries
        except (Gone, NotAFeed):
            if number == 1:
                raise
            return
        new = [entry for entry in entries if entry.url not in listed]
        wanted = [one for one in new if not (since and one.published) or one.published >= since]
        if not wanted:
            return
        listed.update(entry.url for entry in new)
        yield [Found(entry) for entry in wanted]


def page_of(url: str, number: int) -> str:
    """The address of a feed's page, as WordPress numbers them."""
    if number == 1:
        return canonical(url)
    parts = urlsplit(canonical(url))
    asked = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0] != "paged"]
    return urlunsplit(parts._replace(query=urlencode([*asked, ("paged", number)])))


async def outlet_at(store: FeedStore, workspace: str, url: str) -> str:
    """What the outlet of this address is called: as in a feed of its host that is taken, else the host."""
    host = urlsplit(canonical(url)).hostname or ""
    named = {
        urlsplit(status.feed.url).hostname: status.feed.outlet for status in await store.feeds(workspace)
    }
    return named.get(host) or host.removeprefix("www.")


@dataclass(frozen=True, slots=True)
class Backfill:
    """Brings what a site lists into a workspace."""

    store: ArchiveStore
    gatherer: Gatherer
    workspace: str
    outlet: str
    since: datetime | None = None
    limit: int | None = None  # articles; none: all

    async def run(self, lists: Lists) -> AsyncIterator[Batch]:
        """What each batch gave; raises the FetchError of a site that lets nothing be read any more."""
        left = self.limit
        async for listed in lists:
            known = await self.store.archived(self.workspace, [one.entry.url for one in listed])
            fresh = [one for one in listed if one.entry.url not in known]
            while fresh and left != 0:
                size = BATCH if left is None else min(BATCH, left)
                batch = await self._batch(fresh[:size])
                del fresh[:size]
                left = None if left is None else left - batch.articles
                yield batch
            if left == 0:
                return

    async def _batch(self, some: Sequence[Found]) -> Batch:
        feed = Feed.of(some[0].entry.url, self.outlet)
        outcomes = await self.gatherer.read_entries(feed, [one.entry for one in some])
        reads: list[AnnotatedArticle] = []
        done: list[SeenEntry] = []
        failed: list[FetchError] = []
        for one, (entry, outcome) in zip(some, outcomes, strict=True):
            if isinstance(outcome, FetchError) and not _for_good(outcome):
                failed.append(outcome)
                continue
            read = None if isinstance(outcome, FetchError) else self._dated(one, outcome)
            if read and not self._is_wanted(one, read):
                continue
            reads += [read] if read else []
            done.append(SeenEntry(entry.url, "", read.article.id if read else None))
        kept = await self.store.archive(self.workspace, reads, done)
        if len(failed) == BATCH:
            raise failed[-1]
        return Batch(len(some), kept, len(reads), len(failed))

    def _dated(self, one: Found, read: AnnotatedArticle) -> AnnotatedArticle | None:
        """With the day it last changed where it has no other; none without any: it would be told as new."""
        if read.article.published or one.changed is None:
            return read if read.article.published else None
        published = decide.dated(one.changed, self.gatherer.clock())
        return replace(read, article=replace(read.article, published=published))

    def _is_wanted(self, one: Found, read: AnnotatedArticle) -> bool:
        """Whether it is of then or later, by what the site lists or else by the article itself."""
        return not self.since or one.latest is not None or read.article.dated >= self.since


def _for_good(error: FetchError) -> bool:
    """Whether another try would find no more."""
    none = isinstance(error, Gone | NotAnArticle | TooLarge)
    return none and error.reason != texts.READING_FAILED
