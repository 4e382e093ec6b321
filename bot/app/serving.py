"""Running: one round, or until stopped."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.app.opening import Newsroom, apply_subscriptions, clock, open_newsroom, subscriptions_of
from bot.app.platforms import page_of, platforms_of, routes_of, sites
from bot.app.sample import netloc, sample_outlets, settle_sample, with_sample
from bot.config import Config, prompts
from bot.core.outline import texts
from bot.errors import BotError, ConfigError
from bot.model import LOCAL_WORKSPACE, Digest
from bot.newsroom import brief
from bot.newsroom.deliver import Deliverer
from bot.newsroom.gather import GatherReport
from bot.newsroom.orders import welcome
from bot.newsroom.retention import forget

if TYPE_CHECKING:
    from bot.adapters.schedule import Schedule
    from bot.ports import Platform

log = logging.getLogger(__name__)

DELIVER_EVERY = timedelta(seconds=20)
"""How soon after its slot a digest goes out."""

FORGET_EVERY = timedelta(days=1)
"""How often what is not kept for ever is dropped."""

GATHER_EVERY = timedelta(minutes=1)
"""How often feeds are looked up that are due; how often one is due, the config says."""


async def run_once(config: Config) -> GatherReport:
    """One round: gather, plan what is due, post it to the local channels."""
    async with with_sample(config) as newsroom:
        await apply_subscriptions(newsroom.store, config, clock())
        report = await newsroom.gatherer.round()
        async with platforms_of(newsroom, page_of(newsroom)) as platforms:
            await deliverer_of(newsroom, platforms).tick()
        await forget(newsroom.store, newsroom.failures, clock())
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
        orders = await apply_subscriptions(newsroom.store, config, clock())
        page = page_of(newsroom)
        platforms = await stack.enter_async_context(platforms_of(newsroom, page))
        address = await stack.enter_async_context(sites(newsroom, page, routes_of(platforms)))
        feeds = await newsroom.store.feeds(LOCAL_WORKSPACE)
        ours = [order for order in orders if order.channel.platform == page.name]
        await welcome(page, ours, prompts()["welcome"], len(feeds), clock(), newsroom.failures)
        for platform in platforms.values():
            stack.push_async_callback(cancelled, asyncio.create_task(attended(platform, newsroom)))
        await stack.enter_async_context(schedule_of(newsroom, platforms, base_url))
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


async def cancelled(task: asyncio.Task[None]) -> None:
    """The end of a task that is cancelled; what it failed with before is raised."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def schedule_of(newsroom: Newsroom, platforms: Mapping[str, Platform], base_url: str | None) -> Schedule:
    """The ticks: rounds of gathering, and a look at what is due."""
    from bot.adapters.schedule import Schedule

    deliverer, failures = deliverer_of(newsroom, platforms), newsroom.failures

    async def round_and_deliver() -> None:
        with failures.contain("gather", "a round"):
            await settle_sample(newsroom, base_url)
            report = await newsroom.gatherer.round()
            if report.feeds:
                log.info("gather: %s", texts.gathered(report.feeds, report.kept))
        await deliver()

    async def deliver() -> None:
        with failures.contain("deliver", "what is due"):
            await deliverer.tick()

    async def forget_old() -> None:
        await forget(newsroom.store, failures, clock())

    schedule = Schedule()
    schedule.every(GATHER_EVERY, round_and_deliver, clock())
    schedule.every(DELIVER_EVERY, deliver, clock() + DELIVER_EVERY)
    schedule.every(FORGET_EVERY, forget_old, clock())
    return schedule


def deliverer_of(newsroom: Newsroom, platforms: Mapping[str, Platform]) -> Deliverer:
    """The use case that posts to these platforms."""
    return Deliverer(newsroom.store, platforms, clock, newsroom.meter, newsroom.writer, newsroom.judgement)


async def digest_now(newsroom: Newsroom, channel: str, next_edition: bool) -> Digest:
    """The digest of a channel as of now: all that is new, or what its next edition would hold.

    Raises ConfigError when no subscription has this channel.
    """
    orders = subscriptions_of(newsroom.config, {}, clock())
    named = [order for order in orders if channel in ("", order.channel.room)]
    if not named:
        rooms = ", ".join(order.channel.room for order in orders)
        raise ConfigError(f"{channel}: no subscription has this channel; there are: {rooms}")
    writer = None if next_edition else newsroom.writer  # what is only looked at is not paid for
    return await brief.digest_on_request(
        named[0], newsroom.store, clock(), next_edition, writer, newsroom.failures, newsroom.judgement
    )
