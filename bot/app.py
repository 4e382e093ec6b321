"""The composition root: the only file that knows every door; it builds, starts and stops them.

Each door is imported inside the function that builds it, so that `--help` stays quick.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import Config, lexicons, prompts, topics
from bot.core.feeds import urls
from bot.core.outline import words
from bot.errors import ConfigError
from bot.model import (
    LOCAL_WORKSPACE,
    Article,
    Channel,
    Digest,
    Feed,
    ReadArticle,
    Subscription,
    digest_of,
)
from bot.newsroom import brief
from bot.newsroom.deliver import Deliverer
from bot.newsroom.desk import NewsDesk
from bot.newsroom.gather import Gatherer, GatherReport
from bot.newsroom.welcome import welcome

if TYPE_CHECKING:
    from bot.adapters.fetch import HttpFetcher
    from bot.adapters.schedule import Schedule
    from bot.adapters.store import SqlStore
    from bot.ops.metrics import PrometheusMeter
    from bot.platforms.web import WebPlatform
    from bot.ports import Platform, ReadText

log = logging.getLogger(__name__)

DELIVER_EVERY = timedelta(seconds=20)
"""How soon after its slot a digest goes out."""

GATHER_EVERY = timedelta(minutes=1)
"""How often feeds are looked up that are due; how often one is due, the config says."""

LOOPBACK = "127.0.0.1"


def clock() -> datetime:
    """The time now in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place where the time is read


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The use cases with their doors, ready to work for one config."""

    config: Config
    store: SqlStore
    fetcher: HttpFetcher
    gatherer: Gatherer
    desk: NewsDesk
    meter: PrometheusMeter
    read_quotes: ReadText


@asynccontextmanager
async def open_newsroom(config: Config, allow: Sequence[str] = ()) -> AsyncIterator[Newsroom]:
    """All but platforms and servers; `allow` adds private addresses to those of the config."""
    from bot.adapters.fetch import HttpFetcher
    from bot.adapters.store import open_store
    from bot.ops.metrics import PrometheusMeter

    async with AsyncExitStack() as stack:
        store = await open_store(config.database)
        stack.push_async_callback(store.close)
        fetcher = await stack.enter_async_context(
            HttpFetcher(
                allow=(*config.gather.allow, *allow),
                timeout=config.gather.timeout_seconds,
                max_bytes=int(config.gather.max_megabytes * 1_000_000),
                max_redirects=config.gather.max_redirects,
                host_delay=config.gather.host_delay_seconds,
            )
        )
        meter, read_quotes = PrometheusMeter(), quote_reader()
        every = timedelta(minutes=config.gather.every_minutes)
        gatherer = Gatherer(store, fetcher, read_quotes, clock, meter, every)
        desk = NewsDesk(store, gatherer, clock, meter)
        newsroom = Newsroom(config, store, fetcher, gatherer, desk, meter, read_quotes)
        await apply_feeds(newsroom)
        await store.ship_topics(topics())
        yield newsroom


def quote_reader() -> ReadText:
    """Finds quotes off the event loop, where a long article would stall everything else."""
    from bot.core.quotes import find_quotes
    from bot.core.quotes.languages import lexicon_for

    known = lexicons()

    async def read(article: Article) -> ReadArticle:
        lexicon = lexicon_for(article, known)
        return ReadArticle(article, await asyncio.to_thread(find_quotes, article, lexicon))

    return read


# --- what the config says, written into the store ------------------------------------------------


async def apply_feeds(newsroom: Newsroom) -> None:
    """Take the feeds of the config file."""
    for feed in newsroom.config.feeds:
        await newsroom.store.take_feed(LOCAL_WORKSPACE, Feed.of(urls.canonical(feed.url), feed.outlet))


async def apply_subscriptions(newsroom: Newsroom) -> list[Subscription]:
    """Make the standing orders those of the config file."""
    known = {subscription.id: subscription for subscription in await newsroom.store.subscriptions()}
    wanted = subscriptions_of(newsroom.config, known)
    for gone in known.keys() - {subscription.id for subscription in wanted}:
        await newsroom.store.drop_subscription(gone)
    for subscription in wanted:
        await newsroom.store.put_subscription(subscription)
    return wanted


def subscriptions_of(config: Config, known: dict[str, Subscription]) -> list[Subscription]:
    """The standing orders of the config; those known already keep the time they began."""
    wanted = []
    for order in config.subscriptions:
        channel = Channel(order.platform, LOCAL_WORKSPACE, order.channel, order.channel)
        key = digest_of("subscription", order.platform, LOCAL_WORKSPACE, order.channel)
        created = known[key].created if key in known else clock()
        wanted.append(Subscription(key, channel, order.times, order.zone, order.size, created))
    return wanted


# --- the bundled outlets -------------------------------------------------------------------------


@asynccontextmanager
async def with_sample(config: Config) -> AsyncIterator[Newsroom]:
    """An open newsroom whose workspace takes the bundled outlets, where they are in use."""
    async with sample_outlets(config) as base_url, open_newsroom(config, netloc(base_url)) as newsroom:
        await settle_sample(newsroom, base_url)
        yield newsroom


@asynccontextmanager
async def sample_outlets(config: Config) -> AsyncIterator[str | None]:
    """The address at which the bundled outlets answer, or None where they are off.

    When their port is taken, another On Record serves them already.
    """
    if config.sample.mode == "off":
        yield None
        return
    from bot.adapters.sample import sample_app
    from bot.adapters.site import Site

    port = config.sample.port
    site = Site("sample", LOOPBACK, port, sample_app(clock()), key="sample.port")
    async with AsyncExitStack() as stack:
        try:
            port = (await stack.enter_async_context(site)).port
        except ConfigError as error:
            log.warning("sample: %s; taking the outlets there for ours", error)
        yield f"http://{LOOPBACK}:{port}"


async def settle_sample(newsroom: Newsroom, base_url: str | None) -> None:
    """Take the bundled outlets at this address, or drop them where the workspace has feeds of its own."""
    from bot.adapters import sample

    taken = {status.feed for status in await newsroom.store.feeds(LOCAL_WORKSPACE)}
    bundled = {feed for feed in taken if sample.is_sample(feed)}
    left = newsroom.config.sample.mode == "auto" and taken - bundled
    wanted = set() if base_url is None or left else set(sample.feeds(base_url))
    for feed in bundled - wanted:
        await newsroom.store.drop_feed(LOCAL_WORKSPACE, feed.id)
    for feed in wanted - bundled:
        await newsroom.store.take_feed(LOCAL_WORKSPACE, feed)


def netloc(base_url: str | None) -> tuple[str, ...]:
    """The "host:port" of an address, as the allow-list wants it."""
    return (base_url.partition("://")[2],) if base_url else ()


# --- running -------------------------------------------------------------------------------------


async def run_once(config: Config) -> GatherReport:
    """One round: gather, plan what is due, post it to the local channels."""
    async with with_sample(config) as newsroom:
        await apply_subscriptions(newsroom)
        report = await newsroom.gatherer.round()
        await deliverer_of(newsroom, platforms_of(page_of(newsroom))).tick()
        return report


async def serve(config: Config, say: Callable[[str], None]) -> None:
    """Gather, deliver and serve the page until SIGTERM or Ctrl-C."""
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with AsyncExitStack() as stack:
        base_url = await stack.enter_async_context(sample_outlets(config))
        newsroom = await stack.enter_async_context(open_newsroom(config, netloc(base_url)))
        await settle_sample(newsroom, base_url)
        orders = await apply_subscriptions(newsroom)
        page = page_of(newsroom)
        platforms = platforms_of(page)
        address = await stack.enter_async_context(sites(newsroom, page))
        feeds = await newsroom.store.feeds(LOCAL_WORKSPACE)
        await welcome(platforms, orders, prompts()["welcome"], len(feeds), clock())
        for platform in platforms.values():
            stack.push_async_callback(cancelled, asyncio.create_task(platform.serve(newsroom.desk)))
        await stack.enter_async_context(schedule_of(newsroom, platforms, base_url))
        say(f"page: {address}")
        await stop.wait()
        log.info("stopping")


async def cancelled(task: asyncio.Task[None]) -> None:
    """The end of a task that is told to stop; what it failed with before is raised."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def schedule_of(newsroom: Newsroom, platforms: Mapping[str, Platform], base_url: str | None) -> Schedule:
    """The ticks: rounds of gathering, and a look at what is due."""
    from bot.adapters.schedule import Schedule

    deliverer = deliverer_of(newsroom, platforms)

    async def round_and_deliver() -> None:
        await settle_sample(newsroom, base_url)
        report = await newsroom.gatherer.round()
        if report.feeds:
            log.info("gather: %s", words.gathered(report.feeds, report.kept))
        await deliverer.tick()

    schedule = Schedule()
    schedule.every(GATHER_EVERY, round_and_deliver, clock())
    schedule.every(DELIVER_EVERY, deliverer.tick, clock() + DELIVER_EVERY)
    return schedule


def deliverer_of(newsroom: Newsroom, platforms: Mapping[str, Platform]) -> Deliverer:
    """The use case that posts to these platforms."""
    return Deliverer(newsroom.store, platforms, clock, newsroom.meter)


def platforms_of(page: WebPlatform) -> dict[str, Platform]:
    """Every platform that this config connects to, by name."""
    from bot.platforms.console import ConsolePlatform

    return {platform.name: platform for platform in (page, ConsolePlatform())}


def page_of(newsroom: Newsroom) -> WebPlatform:
    """The local chat page, with a channel for each standing order."""
    from bot.platforms.web import WebPlatform

    config = newsroom.config.web

    async def channels() -> list[Channel]:
        orders = await newsroom.store.subscriptions(LOCAL_WORKSPACE)
        return [order.channel for order in orders if order.channel.platform == WebPlatform.name]

    return WebPlatform(
        newsroom.store, channels, clock, password_of(newsroom.config), (config.host, *config.names)
    )


def password_of(config: Config) -> str | None:
    """The page's password, where one is set."""
    return config.web.password.get_secret_value() if config.web.password else None


def host_of(config: Config) -> str:
    """The host by which a browser on this machine reaches the page."""
    everywhere = {"0.0.0.0": LOOPBACK, "::": "[::1]"}  # noqa: S104 - compared with, not bound to
    return everywhere.get(config.web.host, config.web.host)


@asynccontextmanager
async def sites(newsroom: Newsroom, page: WebPlatform) -> AsyncIterator[str]:
    """The page and its metrics, and where configured the public listener; gives the page's address."""
    from bot.adapters.site import Site, health_app
    from bot.platforms.web import require_password

    web, public = newsroom.config.web, newsroom.config.public
    require_password(web.host, password_of(newsroom.config))
    async with AsyncExitStack() as stack:
        local = Site("page", web.host, web.port, page.application(newsroom.meter.page), key="web.port")
        await stack.enter_async_context(local)
        if public.port is not None:
            beyond = Site("public", public.host, public.port, health_app(), key="public.port")
            await stack.enter_async_context(beyond)
        yield f"http://{host_of(newsroom.config)}:{local.port}/"


async def digest_now(newsroom: Newsroom, channel: str, next_edition: bool) -> Digest:
    """What a channel would be told now: all that is new, or what its next edition would hold.

    Raises ConfigError when no subscription has this channel.
    """
    orders = subscriptions_of(newsroom.config, {})
    named = [order for order in orders if channel in ("", order.channel.room)]
    if not named:
        rooms = ", ".join(order.channel.room for order in orders)
        raise ConfigError(f"{channel}: no subscription has this channel; there are: {rooms}")
    return await brief.digest_on_request(named[0], newsroom.store, clock(), next_edition)


# --- upkeep --------------------------------------------------------------------------------------


async def migrate(config: Config) -> None:
    """Bring the store to this version's schema."""
    from bot.adapters import store

    await store.migrate(config.database)


async def backup(config: Config, file: Path) -> None:
    """Copy the store to a file, while it is in use."""
    from bot.adapters import store

    await store.backup(config.database, file)


async def restore(config: Config, file: Path) -> Path | None:
    """Put a backup in the store's place; gives where the store of before is kept."""
    from bot.adapters import store

    return await store.restore(file, config.database)
