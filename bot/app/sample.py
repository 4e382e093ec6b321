"""The bundled outlets: served on loopback, and taken by the local workspace."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import urlsplit

from bot.app.opening import Newsroom, clock, open_newsroom
from bot.config import Config
from bot.errors import ConfigError
from bot.model import LOCAL_WORKSPACE, Feed

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


async def settle_sample(newsroom: Newsroom, base_url: str | None, starting: bool = True) -> None:
    """Take the bundled outlets at this address, or drop them where the workspace has feeds of its own.

    One that was removed does not come back; where all were, they do at the next start.
    """
    from bot.adapters.sample import is_sample

    taken = {status.feed for status in await newsroom.store.feeds(LOCAL_WORKSPACE)}
    wanted = wanted_outlets(taken, base_url, newsroom.config.sample.mode == "auto", starting)
    for feed in set(filter(is_sample, taken)) - wanted:
        await newsroom.store.drop_feed(LOCAL_WORKSPACE, feed.id)
    for feed in wanted - taken:
        await newsroom.store.take_feed(LOCAL_WORKSPACE, feed)


def wanted_outlets(taken: set[Feed], base_url: str | None, gives_way: bool, starting: bool) -> set[Feed]:
    """The bundled outlets that a workspace with these feeds is to have."""
    from bot.adapters.sample import feeds, is_sample

    bundled = set(filter(is_sample, taken))
    if base_url is None or (gives_way and taken - bundled):
        return set()
    left = {urlsplit(feed.url).path for feed in bundled}
    all_of_them = starting and not left
    return {feed for feed in feeds(base_url) if all_of_them or urlsplit(feed.url).path in left}


def netloc(base_url: str | None) -> tuple[str, ...]:
    """The "host:port" of an address, as the allow-list wants it."""
    return (base_url.partition("://")[2],) if base_url else ()
