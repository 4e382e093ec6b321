"""Several senders on one store: each edition stands in its channel once."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.adapters.store import SqlStore, open_store
from bot.model import Channel, Subscription
from bot.newsroom.deliver import Deliverer
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from bot.platforms.slack.render import key_of
from tests.fakes.bot_on_slack import BotOnSlack, on_slack
from tests.fakes.delivering import NOW
from tests.fakes.slack import Clock, faults
from tests.fakes.slack.world import Channel as Room
from tests.fakes.slack.world import Message
from tests.fakes.stored_articles import keep
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, STRIKE

ROOMS = 10


def deliverer(store: SqlStore, bot: BotOnSlack) -> Deliverer:
    meter = PrometheusMeter()
    clock = lambda: datetime.fromtimestamp(bot.slack.clock.now(), UTC)  # noqa: E731 - as short as it can be
    guard = FailureGuard(clock, meter)
    return Deliverer(store, {"slack": bot.platform}, clock, meter, guard, steady=bot.slack.clock.now)


@asynccontextmanager
async def ordered(database: str) -> AsyncIterator[tuple[BotOnSlack, SqlStore, list[Room]]]:
    """A Slack with ten channels, each with an order that is due now."""
    store = await open_store(database)
    async with on_slack(Clock(NOW.timestamp())) as bot:
        await keep(store, BRIDGE, BRIDGE_AGAIN, STRIKE, workspaces=[bot.workspace])
        rooms = [bot.team.channel(f"news-{number}", bot.mara) for number in range(ROOMS)]
        for room in rooms:
            channel = Channel("slack", bot.workspace, room.id, room.name)
            await store.put_subscription(Subscription(room.id, channel, (time(8),), "UTC"))
        yield bot, store, rooms
    await store.close()


def posted(room: Room) -> Counter[str | None]:
    """How often each part stands there, in the channel and in its threads."""
    return Counter(key_of(one.payload(True)) for one in room.kept.values())


async def test_two_ticks_at_once_post_each_part_once() -> None:
    async with ordered("sqlite:///:memory:") as (bot, store, rooms):
        one = deliverer(store, bot)
        await asyncio.gather(one.tick(), one.tick(), deliverer(store, bot).tick())
        counts = [posted(room) for room in rooms]
        assert all(counts)
        assert {times for each in counts for times in each.values()} == {1}


async def test_two_processes_on_one_file_post_each_part_once(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/onrecord.db"
    async with ordered(database) as (bot, _, rooms):
        command = (sys.executable, "-m", "tests.fakes.delivering")
        arguments = (database, bot.slack.api_url, bot.team.bot_token)
        pipe = asyncio.subprocess.PIPE
        both = [
            await asyncio.create_subprocess_exec(*command, *arguments, stdin=pipe, stdout=pipe)
            for _ in range(2)
        ]
        for process in both:
            assert process.stdout
            assert await process.stdout.readline() == b"ready\n"
        ends = await asyncio.gather(*(process.communicate(b"go\n") for process in both))
        assert [process.returncode for process in both] == [0, 0], ends
        counts = [posted(room) for room in rooms]
        assert all(counts)
        assert {times for each in counts for times in each.values()} == {1}


async def test_a_post_of_unclear_outcome_is_made_again_only_after_it_would_be_seen() -> None:
    async with ordered("sqlite:///:memory:") as (bot, store, rooms):
        first = deliverer(store, bot)
        bot.slack.faults.at("chat.postMessage", faults.cut(after=False), times=ROOMS)
        await first.tick()
        assert [room.messages() for room in rooms] == [[]] * ROOMS
        calls = len(bot.slack.called("chat.postMessage"))
        again = deliverer(store, bot)  # after a new start, which knows nothing of when the try was
        bot.slack.clock.push(61)
        await again.tick()
        assert len(bot.slack.called("chat.postMessage")) == calls
        assert len(bot.slack.called("conversations.history")) == ROOMS
        bot.slack.clock.push(21)
        await again.tick()
        assert {times for room in rooms for times in posted(room).values()} == {1}
        assert all(posted(room) for room in rooms)


async def test_a_message_that_is_seen_late_is_not_posted_twice() -> None:
    async with ordered("sqlite:///:memory:") as (bot, store, rooms):
        hidden: list[Message] = []
        bot.slack.faults.at("chat.postMessage", faults.cut(), times=ROOMS)
        first = deliverer(store, bot)
        await first.tick()
        for room in rooms:
            hidden += room.messages()
            room.drop(hidden[-1])
        again = deliverer(store, bot)
        bot.slack.clock.push(61)
        await again.tick()
        for message in hidden:
            message.channel.keep(message)
        for _ in range(2):
            bot.slack.clock.push(21)
            await again.tick()
        assert {times for room in rooms for times in posted(room).values()} == {1}


async def test_the_first_digest_of_an_order_says_when_it_is_posted() -> None:
    async with ordered("sqlite:///:memory:") as (bot, store, rooms):
        await deliverer(store, bot).tick()
        [message, *_] = rooms[0].messages()
        now = NOW
        assert message.text.startswith(f"News for {now:%A}, {now.day} {now:%B %Y, %H:%M}")
        bot.slack.clock.push(timedelta(days=1).total_seconds())
        later = replace(STRIKE.article, id="later", url="https://later.example/", headline="Later")
        await keep(
            store,
            replace(STRIKE, article=replace(later, published=NOW, captured=NOW), quotes=()),
            workspaces=[bot.workspace],
        )
        await deliverer(store, bot).tick()
        first, second = rooms[0].messages()
        assert "08:00" not in first.text
        assert second.text.startswith("News for Tuesday, 3 March 2026, 08:00")
