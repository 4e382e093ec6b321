"""Running: one round, or until stopped."""

from __future__ import annotations

import asyncio
import logging
import signal
import socket
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.adapters.lexicons import lexicons
from bot.app.opening import Newsroom, apply_subscriptions, clock, open_newsroom, subscriptions_of
from bot.app.platforms import page_of, platforms_of, routes_of, sites, vault_of
from bot.app.sample import netloc, sample_outlets, settle_sample, with_sample
from bot.config import Config, prompts
from bot.core.outline import texts
from bot.errors import BotError, ConfigError
from bot.model import LOCAL_WORKSPACE, Digest, Subscription, Work
from bot.newsroom import brief, imports
from bot.newsroom.alerter import Alerter
from bot.newsroom.corrections import Corrector
from bot.newsroom.deliver import Deliverer
from bot.newsroom.gather import GatherReport
from bot.newsroom.hubs import HubSubscriber
from bot.newsroom.orders import welcome
from bot.newsroom.retention import forget

if TYPE_CHECKING:
    from bot.adapters.schedule import Schedule
    from bot.ports import Clock, Platform

log = logging.getLogger(__name__)

DELIVER_EVERY = timedelta(seconds=20)
"""How soon after its slot a digest goes out."""

ALERT_EVERY = timedelta(seconds=20)
"""How often it is looked, while a round goes on, at what it brought, and at what waited for quiet to end."""

MOST_TICKS = 8
"""Ticks of delivery at the same time: while one waits for a slow channel, the next serves the others."""

CORRECT_EVERY = timedelta(minutes=5)
"""How often posted digests are held against newer versions of what they quote."""

FORGET_EVERY = timedelta(days=1)
"""How often what is not kept for ever is dropped."""

LOOK_AT_STORE_EVERY = timedelta(seconds=30)
"""How soon it is said that the database's file is gone, which its open connections do not notice."""

FINISH_EVERY = timedelta(minutes=5)
"""How soon quotes of an import follow that was broken off before it came to them."""

ALIVE_EVERY = timedelta(seconds=5)
"""How often a replica says that it is alive."""

GATHER_EVERY = timedelta(minutes=1)
"""How often feeds are looked up that are due; how often one is due, the config says."""


async def run_once(config: Config) -> GatherReport:
    """One round: gather, plan what is due, post it to the local channels."""
    async with with_sample(config) as newsroom:
        await apply_subscriptions(newsroom.store, config, clock())
        report = await newsroom.gatherer.round(waits=True)
        await alerter_of(newsroom).tick()
        async with platforms_of(newsroom, page_of(newsroom)) as platforms:
            await deliverer_of(newsroom, platforms).finish()
        await forget(newsroom.store, newsroom.failures, clock())
        return report


async def serve(config: Config, say: Callable[[str], None], now: Clock = clock) -> None:
    """Gather, deliver and serve the page until SIGTERM or Ctrl-C; `now` tells the time."""
    from bot.adapters.hubs import hub_routes

    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    async with AsyncExitStack() as stack:
        base_url = await stack.enter_async_context(sample_outlets(config))
        newsroom = await stack.enter_async_context(open_newsroom(config, netloc(base_url), now))
        await settle_sample(newsroom, base_url)
        await announce(newsroom)
        stack.push_async_callback(newsroom.store.leave_others, newsroom.replica)
        orders = await apply_subscriptions(newsroom.store, config, now())
        page = page_of(newsroom)
        platforms = await stack.enter_async_context(platforms_of(newsroom, page))
        subscriber = subscriber_of(newsroom)
        routes = [*routes_of(platforms), *(hub_routes(subscriber) if subscriber else ())]
        address = await stack.enter_async_context(sites(newsroom, page, routes))
        feeds = await newsroom.store.feeds(LOCAL_WORKSPACE)
        ours = [order for order in orders if order.channel.platform == page.name]
        await welcome(page, ours, prompts()["welcome"], len(feeds), now(), newsroom.failures)
        for platform in platforms.values():
            stack.push_async_callback(cancelled, asyncio.create_task(attended(platform, newsroom)))
        await stack.enter_async_context(schedule_of(newsroom, platforms, base_url, subscriber))
        say(f"page: {address}")
        await stop.wait()
        log.info("stopping")


async def attended(platform: Platform, newsroom: Newsroom) -> None:
    """Serve a platform; one that cannot be served says why, and the others go on."""
    with newsroom.failures.contain("serve", platform.name):
        try:
            await platform.serve(newsroom.desk)
        except BotError as error:
            log.error("%s: not connected: %s", platform.name, error)  # noqa: TRY400 - the sentence says it all


async def finish(newsroom: Newsroom) -> None:
    """Do what is still to be done for articles that are kept: index those of before, read those of a file."""
    store, failures = newsroom.store, newsroom.failures
    with failures.contain("import", "what is still to be done"):
        rest = await store.unfinished()
        if rest[Work.INDEX]:
            log.info("index: %s", texts.indexing(rest[Work.INDEX]))
            done = sum([size async for size in imports.index_rest(store)])
            log.info("index: %s", texts.indexed(done))
        if rest[Work.QUOTES]:
            reads = imports.read_rest(store, newsroom.read_quotes, failures, newest=False)
            done = sum([size async for size, _ in reads])
            log.info("import: %s", texts.read_on(done))


async def announce(newsroom: Newsroom) -> None:
    """Tell the other replicas that this one is alive, and keep what it has."""
    store, replica = newsroom.store, newsroom.replica
    await store.announce(replica, socket.gethostname(), version("onrecord"))
    newsroom.company.others = any(one.id != replica and one.is_alive for one in await store.replicas())


async def look_at_store(newsroom: Newsroom) -> None:
    """Say it where nothing that is written now would be found again."""
    if lost := await newsroom.store.lost():
        log.error(lost)


async def cancelled(task: asyncio.Task[None]) -> None:
    """The end of a task that is cancelled; what it failed with before is raised."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def schedule_of(
    newsroom: Newsroom,
    platforms: Mapping[str, Platform],
    base_url: str | None,
    subscriber: HubSubscriber | None = None,
) -> Schedule:
    """The ticks: rounds of gathering, hubs that are to be asked, and a look at what is due."""
    from bot.adapters.schedule import Schedule

    deliverer, alerter, failures = deliverer_of(newsroom, platforms), alerter_of(newsroom), newsroom.failures

    async def gather() -> None:
        with failures.contain("gather", "a round"):
            await settle_sample(newsroom, base_url, starting=False)
            report = await newsroom.gatherer.round()
            if report.feeds:
                log.info("gather: %s", texts.gathered(report.feeds, report.kept))
        await alert()
        deliver_now()  # what is due at the start waits for the first round alone, though it brings nothing

    async def alert() -> None:
        if await alerter.tick():
            deliver_now()

    async def deliver() -> None:
        with failures.contain("deliver", "what is due"):
            await deliverer.tick()

    async def alive() -> None:
        with failures.contain("replicas", "saying that this one is alive"):
            await announce(newsroom)

    async def forget_old() -> None:
        await forget(newsroom.store, failures, newsroom.clock())

    schedule = Schedule()
    # the other replicas have to know first that they share the hosts which are asked
    first_round = 2 * ALIVE_EVERY if newsroom.company.others else timedelta()
    deliver_now = schedule.every(DELIVER_EVERY, deliver, DELIVER_EVERY, at_once=MOST_TICKS)
    schedule.every(GATHER_EVERY, gather, first_round)
    schedule.every(ALIVE_EVERY, alive)
    schedule.every(ALERT_EVERY, alert)
    if subscriber:
        schedule.every(GATHER_EVERY, subscriber.tick)
    if corrector := corrector_of(newsroom, platforms):
        schedule.every(CORRECT_EVERY, corrector.tick)
    schedule.every(FORGET_EVERY, forget_old)
    schedule.every(FINISH_EVERY, partial(finish, newsroom))
    schedule.every(LOOK_AT_STORE_EVERY, partial(look_at_store, newsroom))
    return schedule


def deliverer_of(newsroom: Newsroom, platforms: Mapping[str, Platform]) -> Deliverer:
    """The use case that posts to these platforms."""
    return Deliverer(
        newsroom.store,
        platforms,
        newsroom.clock,
        newsroom.meter,
        newsroom.failures,
        newsroom.writer,
        newsroom.judgement,
    )


def alerter_of(newsroom: Newsroom) -> Alerter:
    """The use case that holds what feeds bring against what is watched for."""
    return Alerter(newsroom.store, newsroom.clock, newsroom.meter, newsroom.failures, newsroom.judgement)


def subscriber_of(newsroom: Newsroom) -> HubSubscriber | None:
    """The use case that has hubs tell of news; None where they cannot reach us, or are not to."""
    config = newsroom.config
    if not (config.gather.websub and config.public.url and config.public.port is not None):
        return None
    if (vault := vault_of(config)) is None:
        log.info("websub: off, for the secrets of hubs are kept sealed alone; set ONRECORD_SECRET_KEYS")
        return None
    return HubSubscriber(
        newsroom.store,
        newsroom.poster,
        vault,
        config.public.url,
        newsroom.clock,
        newsroom.meter,
        newsroom.failures,
    )


def corrector_of(newsroom: Newsroom, platforms: Mapping[str, Platform]) -> Corrector | None:
    """The use case that edits what was posted on these platforms; None where it is switched off."""
    if not newsroom.config.deliver.corrections:
        return None
    return Corrector(newsroom.store, platforms, lexicons(), newsroom.clock, newsroom.meter, newsroom.failures)


async def digest_now(newsroom: Newsroom, channel: str, next_edition: bool) -> Digest:
    """The digest of a channel as of now: all that is new, or what its next edition would hold.

    Raises ConfigError when no subscription has this channel.
    """
    order = await order_of(newsroom, channel)
    writer = None if next_edition else newsroom.writer  # what is only looked at is not paid for
    return await brief.digest_on_request(
        order, newsroom.store, clock(), next_edition, writer, newsroom.failures, newsroom.judgement
    )


async def order_of(newsroom: Newsroom, channel: str) -> Subscription:
    """The first configured order of a channel, or of all where none is named; raises ConfigError."""
    kept = {order.id: order for order in await newsroom.store.subscriptions(LOCAL_WORKSPACE)}
    known = subscriptions_of(newsroom.config, {}, clock(), await newsroom.store.moves())
    orders = [one if one.configured else kept.get(one.id, one) for one in known]
    named = [order for order in orders if channel in ("", order.channel.room)]
    if not named:
        rooms = ", ".join(order.channel.room for order in orders)
        raise ConfigError(f"{channel}: no subscription has this channel; there are: {rooms}")
    return named[0]
