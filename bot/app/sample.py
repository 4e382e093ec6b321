"""The bundled outlets: served on loopback, and taken by the local workspace."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.app.opening import Newsroom, clock, open_newsroom
from bot.config import Config
from bot.errors import ConfigError
from bot.model import LOCAL_WORKSPACE

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"


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
