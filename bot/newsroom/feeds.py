"""The feeds of a workspace: found at a site, taken, dropped, and taken by the list."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.core.feeds import addresses, opml, sites
from bot.core.indexed import plain
from bot.core.outline import texts
from bot.core.reading.text import counted
from bot.errors import ConfigError, FetchError, NotAFeed, NotAnAddress, Unavailable
from bot.model import (
    LOCAL_WORKSPACE,
    CheckedFeed,
    Feed,
    FeedStatus,
    Fetched,
    ImportedFeed,
    ImportedFolder,
    ImportOutcome,
    ImportReport,
    ListedFeed,
    TakenFeed,
)
from bot.newsroom import preferences
from bot.newsroom.gather import FEEDS_AT_ONCE, Gatherer
from bot.ports import FeedStore, Fetcher, Store

WEEK = timedelta(days=7)


async def find(gatherer: Gatherer, typed: str) -> tuple[CheckedFeed, ...]:
    """The feed at an address, or the feeds of the site there; raises a `FetchError` where there is none."""
    url, got = await _fetched(gatherer.fetcher, addresses.meant(typed))
    try:
        return (await gatherer.checked(url, got),)
    except NotAFeed:
        if not sites.is_page(got.body or b"", got.content_type):
            raise
    named = await gatherer.reading.read(
        got.url, sites.named_feeds, got.body or b"", got.url, got.content_type
    )
    if named:
        return await _named(gatherer, got.url, named)
    return await _usual(gatherer, got.url)


async def take(
    store: FeedStore, gatherer: Gatherer, workspace: str, checked: CheckedFeed, outlet: str = ""
) -> TakenFeed:
    """The feed as it was taken: at the address it moved to, named as it calls itself.

    Only whoever runs On Record may name it otherwise, from the local workspace: a feed is gathered once for
    all who take it, so that one workspace would else choose the outlet's name that another reads.
    Raises ConfigError where the workspace has as many as it may.
    """
    named = _feed(workspace, checked, outlet)
    new = await _taken(store, gatherer, workspace, named)
    taken = await store.feeds(workspace)
    known = next((one.feed for one in taken if one.feed.id == named.id), named)
    if known == named or not outlet or workspace != LOCAL_WORKSPACE:
        return TakenFeed(known, new)
    await store.rename_feed(named)
    return TakenFeed(named, new, was=known.outlet)


async def _taken(store: FeedStore, gatherer: Gatherer, workspace: str, feed: Feed) -> bool:
    """Whether it is new here; raises ConfigError where the workspace has as many as it may."""
    new = await store.take_feed(workspace, feed)
    # counted once it is taken, so that those who take one at the same moment do not pass the bound together
    bound = new and workspace != LOCAL_WORKSPACE
    if bound and len(await store.feeds(workspace)) > gatherer.most_feeds:
        await store.drop_feed(workspace, feed.id)
        raise ConfigError(texts.full("workspace", counted(gatherer.most_feeds, "feed")))
    return new


async def drop(store: FeedStore, workspace: str, what: str) -> Feed:
    """End the feed at an address, or the one of an outlet; raises ConfigError unless exactly one is meant."""
    taken = [status.feed for status in await store.feeds(workspace)]
    found = _meant(taken, what, await store.moves())
    if len(found) > 1:
        raise ConfigError(texts.several_of(what, [feed.url for feed in found]))
    if not found or not await store.drop_feed(workspace, found[0].id):
        known = {plain(feed.outlet): feed.outlet for feed in taken}
        near = preferences.close(what, known)
        raise ConfigError(texts.feed_not_taken(what, known[near[0]] if near else ""))
    return found[0]


def _meant(taken: Sequence[Feed], what: str, moves: Mapping[str, str]) -> list[Feed]:
    """The feeds that are called so, else the one at this address, or that was there before it moved."""
    name = " ".join(what.split()).casefold()
    called = [feed for feed in taken if feed.outlet.casefold() == name]
    if called:
        return called
    try:
        urls = addresses.meant(what)
    except NotAnAddress:
        return []
    at = [*urls, *(moves[url] for url in urls if url in moves)]
    return sorted((feed for feed in taken if feed.url in at), key=lambda feed: at.index(feed.url))[:1]


async def listed(store: FeedStore, workspace: str, now: datetime) -> list[FeedStatus]:
    """The feeds that a workspace takes, with what each brought in the last week."""
    return await store.feeds(workspace, now - WEEK)


async def import_opml(
    store: Store, gatherer: Gatherer, workspace: str, body: bytes, done: Callable[[], object] = int
) -> ImportReport:
    """Take the feeds of an OPML file, looked at side by side; one that fails stops no other.

    Each folder becomes a topic of the outlets of those that are taken.
    `done` is called after each. Raises ConfigError for what is no OPML, or too much of it.
    """
    opml.check_size(body)
    listed = await gatherer.reading.read("OPML", opml.read, body)
    taken = await _outlets(store, workspace)
    turns = asyncio.Semaphore(FEEDS_AT_ONCE)

    async def imported(one: ListedFeed) -> ImportedFeed:
        async with turns:
            found = await _imported(store, gatherer, workspace, one, taken)
        done()
        return found

    became = await asyncio.gather(*map(imported, listed))
    return ImportReport(tuple(became), await _folders(store, workspace, listed, became))


async def _outlets(store: FeedStore, workspace: str) -> Mapping[str, str]:
    """The outlets of the feeds that a workspace takes, by address."""
    return {status.feed.url: status.feed.outlet for status in await store.feeds(workspace)}


async def _folders(
    store: Store, workspace: str, listed: Sequence[ListedFeed], became: Sequence[ImportedFeed]
) -> tuple[ImportedFolder, ...]:
    """What became of the folders; an outlet is called what the store calls it, not what the file does."""
    taken = await _outlets(store, workspace)
    names: dict[str, str] = {}
    outlets: dict[str, list[str]] = {}
    for line, feed in zip(listed, became, strict=True):
        if feed.url in taken:
            for folder in line.folders:
                name = names.setdefault(plain(folder), folder)
                outlets.setdefault(name, []).append(taken[feed.url])
    return await preferences.put_folders(store, workspace, outlets)


async def _imported(
    store: FeedStore, gatherer: Gatherer, workspace: str, listed: ListedFeed, taken: Mapping[str, str]
) -> ImportedFeed:
    with gatherer.failures.contain("feeds", f"importing {listed.url}") as importing:
        try:
            urls, looking = _listed_at(listed.url), gatherer.of(workspace)
            if known := next((url for url in urls if url in taken), None):
                return ImportedFeed(taken[known], known, ImportOutcome.ALREADY)
            checked = await looking.checked(*await _fetched(looking.fetcher, urls))
            feed = _feed(workspace, checked, listed.title)
            new = await _taken(store, gatherer, workspace, feed)
            return ImportedFeed(feed.outlet, feed.url, ImportOutcome.TAKEN if new else ImportOutcome.ALREADY)
        except FetchError as error:
            return ImportedFeed(listed.title, listed.url, ImportOutcome.FAILED, error.reason)
        except ConfigError as error:
            return ImportedFeed(listed.title, listed.url, ImportOutcome.FAILED, str(error))
    return ImportedFeed(
        listed.title, listed.url, ImportOutcome.FAILED, texts.reading_failed(importing.reference)
    )


def _listed_at(url: str) -> Sequence[str]:
    """The addresses that a list may mean: it writes them in full, or raises NotAnAddress."""
    return addresses.meant(url) if "://" in url else [addresses.canonical(url)]


async def export_opml(store: Store, workspace: str, now: datetime) -> str:
    """The feeds of a workspace as OPML, in the folders of its topics."""
    taken = [status.feed for status in await store.feeds(workspace)]
    return opml.written(taken, await store.topics(workspace), texts.FEEDS_FILE, now)


def _feed(workspace: str, checked: CheckedFeed, outlet: str) -> Feed:
    """The feed at the address it moved to, by the name that this workspace may give it, or by its own."""
    named = " ".join(outlet.split()) if workspace == LOCAL_WORKSPACE else ""
    return Feed.of(checked.url, named or checked.title or urlsplit(checked.url).hostname or "")


async def _fetched(fetcher: Fetcher, urls: Sequence[str]) -> tuple[str, Fetched]:
    """What is at the first address, or at the next where no server answers there."""
    first, *others = urls
    try:
        return first, await fetcher.fetch(first)
    except Unavailable:
        for other in others:
            try:
                return other, await fetcher.fetch(other)
            except Unavailable:
                continue
        raise


async def _named(gatherer: Gatherer, page: str, urls: Sequence[str]) -> tuple[CheckedFeed, ...]:
    """The feeds that a page names, looked at side by side, in its order."""
    looks = await asyncio.gather(*(_look(gatherer, url) for url in urls))
    found = sites.distinct(look for look in looks if isinstance(look, CheckedFeed))
    if not found:
        failed = next(look for look in looks if isinstance(look, FetchError))
        raise NotAFeed(page, texts.named_feeds_fail(len(urls), str(failed)))
    return found


async def _usual(gatherer: Gatherer, page: str) -> tuple[CheckedFeed, ...]:
    """The first feed where one usually is; asked one after the other, as most sites have one of the first."""
    tried = sites.usual_feeds(page)
    for url in tried:
        look = await _look(gatherer, url)
        if isinstance(look, CheckedFeed):
            return (look,)
    raise NotAFeed(page, texts.no_feed_found([urlsplit(url).path for url in tried]))


async def _look(gatherer: Gatherer, url: str) -> CheckedFeed | FetchError:
    try:
        return await gatherer.check(url)
    except FetchError as error:
        return error
