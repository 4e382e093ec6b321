"""The feeds of a workspace at a desk: looked at when somebody asks, within bounds."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest

from bot.core.feeds.addresses import canonical
from bot.model import Feed, FeedHealth, FeedState, Harvest, Reply
from tests.fakes import web as fake
from tests.fakes.desk_channel import NEWS, NOW, DeskChannel, open_desk_channel, rows, said
from tests.fakes.outlet import rss

MINUTE = timedelta(minutes=1)
LATELY = "The feeds here were looked at a moment ago; that can be had again in"


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Feeds:
    """A desk whose workspace takes feeds of one server."""

    room: DeskChannel
    web: fake.Web
    clock: Clock

    async def take(
        self, path: str, workspace: str = NEWS.workspace, checked: timedelta | None = None
    ) -> None:
        """Have a feed taken, of which the next check is far off if it was checked so long ago."""
        feed = Feed.of(canonical(self.web.url(path)), path)
        self.web.routes[path] = fake.feed(rss(path, []))
        await self.room.store.take_feed(workspace, feed)
        if checked is not None:
            at = self.clock.now - checked
            health = FeedHealth(FeedState.OK, checked_at=at, next_at=self.clock.now + timedelta(days=1))
            await self.room.store.keep([Harvest(feed, health)])

    async def check(self) -> Reply:
        return await self.room.type("/news feeds check")

    def asked(self) -> dict[str, int]:
        return dict(self.web.hits())


@pytest.fixture
async def feeds() -> AsyncIterator[Feeds]:
    async with fake.serving() as web, open_desk_channel(allow=web.allow) as room:
        clock = Clock()
        gatherer = replace(room.desk.gatherer, clock=clock)
        desk = replace(room.desk, clock=clock, gatherer=gatherer)
        yield Feeds(DeskChannel(room.store, desk, room.actor), web, clock)


async def test_every_feed_of_the_workspace_is_looked_at_but_those_of_the_last_minute(feeds: Feeds) -> None:
    await feeds.take("/new")
    await feeds.take("/not-due", checked=10 * MINUTE)
    await feeds.take("/just", checked=MINUTE / 2)
    await feeds.take("/theirs", workspace="T2")
    reply = await feeds.check()
    assert feeds.asked() == {"/new": 1, "/not-due": 1}
    assert {row[0] for row in rows(reply.outline)} == {"/new", "/not-due", "/just"}


async def test_a_workspace_has_them_looked_at_once_in_five_minutes(feeds: Feeds) -> None:
    await feeds.take("/feed")
    await feeds.take("/theirs", workspace="T2")
    await feeds.check()
    feeds.clock.now += 2 * MINUTE
    refused = await feeds.check()
    assert refused.error
    assert said(refused.outline) == [f"{LATELY} 3 minutes."]
    assert not (await feeds.room.elsewhere("T2").type("/news feeds check")).error
    assert feeds.asked() == {"/feed": 1, "/theirs": 1}
    feeds.clock.now += 3 * MINUTE
    assert not (await feeds.check()).error
    assert feeds.asked() == {"/feed": 2, "/theirs": 1}


async def test_two_who_ask_at_once_have_one_look(feeds: Feeds) -> None:
    await feeds.take("/feed")
    replies = await asyncio.gather(feeds.check(), feeds.check())
    assert sorted(reply.error for reply in replies) == [False, True]
    assert feeds.asked() == {"/feed": 1}


async def test_one_round_goes_at_a_time(feeds: Feeds) -> None:
    await feeds.take("/feed")
    feeds.web.routes["/feed"] = fake.slow(0.2, feeds.web.routes["/feed"])
    rounds = asyncio.create_task(feeds.room.desk.gatherer.round())
    await feeds.web.until(1)
    await feeds.check()
    await rounds
    assert feeds.asked() == {"/feed": 1}  # the round that was on its way has just checked it
