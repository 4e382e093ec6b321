"""The use cases with their doors, as the config says: the store, the fetcher, the model, the desk."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from bot.adapters.lexicons import checked_in
from bot.config import Config, ModelConfig, answer_judgement, judgement, prompts, topics
from bot.core import editions
from bot.core.answers.judgement import AnswerJudgement
from bot.core.commands import timetable
from bot.core.feeds import addresses
from bot.core.outline import texts
from bot.core.stories.judgement import NewsJudgement
from bot.errors import ConfigError
from bot.model import (
    LOCAL_WORKSPACE,
    AnnotatedArticle,
    Article,
    Ceilings,
    Channel,
    Days,
    Feed,
    Late,
    Price,
    Status,
    Subscription,
    digest_of,
)
from bot.model.writing import NANOS
from bot.newsroom import orders
from bot.newsroom.desk import NewsDesk
from bot.newsroom.drafts import Drafts, Purse, Tariff
from bot.newsroom.gather import Gatherer
from bot.newsroom.lookup import status_of
from bot.newsroom.write import Proofreader, SecondReader, Writer
from bot.ports import Clock, FeedStore, Poster, Reading, Store

if TYPE_CHECKING:
    from bot.adapters.store import SqlStore
    from bot.ops.failures import FailureGuard
    from bot.ops.metrics import PrometheusMeter
    from bot.ports import ReadText


def clock() -> datetime:
    """The time now in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - the one place where the time is read


@dataclass(slots=True)
class Company:
    """Whether other replicas work on the store, as of the last look; without a look, none does."""

    others: bool = False


@dataclass(frozen=True, slots=True)
class Newsroom:
    """The use cases with their doors, ready to work for one config."""

    config: Config
    replica: str  # who we are among those that work on the store
    company: Company
    clock: Clock
    store: SqlStore
    poster: Poster  # to no private address, whatever the config allows: hubs are named by strangers
    gatherer: Gatherer
    desk: NewsDesk
    meter: PrometheusMeter
    failures: FailureGuard
    read_quotes: ReadText
    writer: Writer | None  # where the config names a model
    judgement: NewsJudgement
    answering: AnswerJudgement


@asynccontextmanager
async def open_newsroom(
    config: Config, allow: Sequence[str] = (), now: Clock = clock
) -> AsyncIterator[Newsroom]:
    """All but platforms and servers; `allow` adds private addresses to those of the config."""
    from bot.adapters.fetch import HttpFetcher
    from bot.adapters.reading.pool import ReadingPool
    from bot.adapters.store import open_store
    from bot.ops.failures import FailureGuard
    from bot.ops.metrics import PrometheusMeter

    async with AsyncExitStack() as stack:
        replica, company = secrets.token_hex(8), Company()
        store = await open_store(config.database)
        stack.push_async_callback(store.close)
        bounded = partial(
            HttpFetcher,
            timeout=config.gather.timeout_seconds,
            max_bytes=int(config.gather.max_megabytes * 1_000_000),
            max_redirects=config.gather.max_redirects,
            host_delay=config.gather.host_delay_seconds,
            robots=config.gather.robots,
            own_hosts=config.gather.own_hosts,
            leases=store,
            replica=replica,
            alone=lambda: not company.others,
        )
        fetcher = await stack.enter_async_context(bounded())
        local = await stack.enter_async_context(bounded(allow=(*config.gather.allow, *allow), beside=fetcher))
        meter = PrometheusMeter()
        failures = FailureGuard(clock, meter)
        every = timedelta(minutes=config.gather.every_minutes)
        reading = await stack.enter_async_context(ReadingPool())
        read_quotes, most = quote_reader(reading), config.gather.max_feeds
        gatherer = Gatherer(
            store, fetcher, reading, read_quotes, now, meter, failures, every, local, most, replica
        )
        writer = writer_of(config.model, store, replica, now, meter, failures)
        if writer:
            stack.push_async_callback(writer.close)
        judged, answering = judgement(), answer_judgement()
        desk = NewsDesk(store, gatherer, now, meter, failures, checked_in(), writer, judged, answering)
        newsroom = Newsroom(
            config,
            replica,
            company,
            now,
            store,
            fetcher,
            gatherer,
            desk,
            meter,
            failures,
            read_quotes,
            writer,
            judged,
            answering,
        )
        await apply_feeds(store, config)
        await store.ship_topics(topics())
        yield newsroom


def quote_reader(reading: Reading) -> ReadText:
    """Finds quotes where pages are read, as a long or hostile article would stall everything else."""
    from bot.adapters.lexicons import with_quotes

    async def read(article: Article) -> AnnotatedArticle:
        return await reading.read(article.url, with_quotes, article)

    return read


async def status(newsroom: Newsroom) -> Status:
    """How everything fares: feeds, editions, deliveries, spend, sizes."""
    model = newsroom.config.model
    ceiling = model.day_ceiling if model.name else None
    return await status_of(newsroom.store, newsroom.clock(), model.currency, ceiling)


async def apply_feeds(store: FeedStore, config: Config) -> None:
    """Take the feeds of the config file, each where it lives now."""
    moves = await store.moves()
    for feed in config.feeds:
        url = addresses.canonical(feed.url)
        await store.take_feed(LOCAL_WORKSPACE, Feed.of(moves.get(url, url), feed.outlet))


async def apply_subscriptions(store: Store, config: Config, now: datetime) -> list[Subscription]:
    """Make the orders of the config file those that it has now; orders made by command stay.

    Where the file gives none, the one that is built in is made once: it is the channel's to change and end.
    """
    known = {order.id: order for order in await store.subscriptions(LOCAL_WORKSPACE)}
    wanted = subscriptions_of(config, known, now, await store.moves())
    from_file = {order.id for order in known.values() if order.configured}
    (unchanged,) = subscriptions_of(Config(), known, now, {})  # as it was built in
    if config.gives_orders and known.get(unchanged.id) == unchanged:
        from_file.add(unchanged.id)  # which the file's take the place of, unless people made it theirs
    for gone in from_file - {order.id for order in wanted}:
        await store.drop_subscription(gone)
    if not config.gives_orders:
        return [order for one in wanted if (order := await orders.built_in(store, one, known.get(one.id)))]
    for subscription in wanted:
        await store.put_subscription(subscription)
    return wanted


def subscriptions_of(
    config: Config, known: dict[str, Subscription], now: datetime, moves: Mapping[str, str]
) -> list[Subscription]:
    """The orders of the config; those known already keep the time they began, and stay paused if they are.

    A feed is meant where it lives now.
    """
    wanted = []
    for order in config.subscriptions:
        channel = Channel(order.platform, LOCAL_WORKSPACE, order.channel, order.channel)
        parts = ["subscription", order.platform, LOCAL_WORKSPACE, order.channel]
        key = digest_of(*parts, order.name) if order.name else digest_of(*parts)
        fresh = Subscription(
            key,
            channel,
            order.timetable.slots,
            order.zone,
            order.size,
            now,
            configured=config.gives_orders,
            language=order.language,
            late=Late(order.late),
            label=order.name,
            days=order.timetable.days or Days(),
            quiet=timetable.read_quiet(order.quiet),
            feeds=tuple(moves.get(url, url) for url in map(addresses.canonical, order.feeds)),
            topics=order.topics,
        )
        if not editions.ever_comes(fresh):
            raise ConfigError(f"subscriptions: {order.channel}: {texts.NEVER}")
        kept = known.get(key, fresh)
        wanted.append(replace(fresh, created=kept.created, paused=kept.paused, paused_for=kept.paused_for))
    return wanted


if TYPE_CHECKING:
    from bot.adapters.store import SqlStore
    from bot.ports import Clock, Failures, Meter


def writer_of(
    config: ModelConfig, store: SqlStore, replica: str, clock: Clock, meter: Meter, failures: Failures
) -> Writer | None:
    """What writes in the model's words; None where the config names no model."""
    if config.name is None:
        return None
    from bot.adapters.llm import OpenAiModel

    def drafts_of(name: str, purse: Purse) -> Drafts:
        model = OpenAiModel(
            name,
            config.url,
            config.key.get_secret_value() if config.key else "",
            api=config.api,
            timeout=config.timeout_seconds,
            at_once=config.at_once,
            reasoning_tokens=config.reasoning_tokens,
            reasoning_effort=config.reasoning_effort,
        )
        return Drafts(model, store, tariff_of(config, name), clock, meter, purse=purse, replica=replica)

    most = config.command_ceiling
    purse, wordings = Purse(None if most is None else round(most * NANOS)), prompts()
    drafts, other = drafts_of(config.name, purse), config.second_reader_name
    reader = drafts_of(other, purse) if other and other != config.name else drafts
    second = SecondReader(reader, wordings["second-reader"]) if config.second_reader else None
    proofreader = Proofreader(drafts, wordings["repair"], checked_in(), meter, failures, second)
    return Writer(proofreader, wordings, config.digest_seconds, config.threads)


def tariff_of(config: ModelConfig, name: str) -> Tariff:
    """The price of a model, and the ceilings of a day."""
    known = config.price_of(name)
    price = Price(known.tokens_in, known.tokens_out) if known else Price(0, 0)
    ceilings = Ceilings(round(config.workspace_ceiling * NANOS), round(config.day_ceiling * NANOS))
    return Tariff(price, ceilings, config.currency)
