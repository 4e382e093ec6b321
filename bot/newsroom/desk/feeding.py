"""The feeds of a workspace: shown, taken, dropped, looked at."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core import outline
from bot.model import Asker, Reply
from bot.newsroom import feeds
from bot.newsroom.desk.means import Arm, Means


async def _feeds(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    return Reply(outline.of_feeds(await means.store.feeds(asker.workspace), means.clock()))


async def _add(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    await feeds.take(means.store, means.gatherer, asker.workspace, args["url"], args.get("outlet", ""))
    return await _feeds(means, args, asker)


async def _remove(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    await feeds.drop(means.store, asker.workspace, args["url"])
    return await _feeds(means, args, asker)


async def _check(means: Means, args: Mapping[str, str], asker: Asker) -> Reply:
    await means.gatherer.round()
    return await _feeds(means, args, asker)


ARMS: Mapping[str, Arm] = {
    "feeds": _feeds,
    "feeds add": _add,
    "feeds remove": _remove,
    "feeds check": _check,
}
