"""Taking a feed, after a look at it."""

from __future__ import annotations

from bot.core.feeds import addresses
from bot.errors import ConfigError
from bot.model import LOCAL_WORKSPACE, Feed
from bot.newsroom.gather import Gatherer
from bot.ports import FeedStore


async def take(store: FeedStore, gatherer: Gatherer, workspace: str, url: str, outlet: str = "") -> Feed:
    """The feed as it was taken: at the address it moved to, named as it calls itself.

    Only whoever runs On Record may name it otherwise, from the local workspace: a feed is gathered once for
    all who take it, so that one workspace would else choose the outlet's name that another reads.
    Raises a FetchError where no feed answers.
    """
    checked = await gatherer.check(addresses.canonical(url))
    named = outlet if workspace == LOCAL_WORKSPACE else ""
    feed = Feed.of(checked.url, named or checked.title)
    await store.take_feed(workspace, feed)
    return feed


async def drop(store: FeedStore, workspace: str, url: str) -> None:
    """End it; raises ConfigError when it was not taken."""
    if not await store.drop_feed(workspace, Feed.of(addresses.canonical(url), "").id):
        raise ConfigError(f"{url}: this feed is not taken here; the list of feeds shows those that are")
