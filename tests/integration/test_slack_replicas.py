"""Two replicas on Slack's Socket Mode: what comes to both is acted on by one."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

from bot.adapters.store import SqlStore
from bot.platforms.slack import SlackPlatform
from tests.fakes.bot_on_slack import Backwards, Counts, guard, on_slack, served, settings_of
from tests.fakes.desk import FakeDesk
from tests.fakes.slack.events import Delivery
from tests.fakes.stored_articles import open_memory_store


async def test_an_envelope_that_comes_to_both_is_acted_on_once() -> None:
    async with AsyncExitStack() as stack:
        store: SqlStore = await open_memory_store()
        stack.push_async_callback(store.close)
        bot = await stack.enter_async_context(on_slack())
        slack, desks = bot.slack, [FakeDesk(), FakeDesk()]
        for number, desk in enumerate(desks):
            platform = SlackPlatform(
                settings_of(slack, bot.team),
                store,
                Backwards(),
                store,
                slack.clock.of_host,
                Counts(),
                guard(),
            )
            stack.push_async_callback(platform.close)
            there = number + 1
            ready = lambda there=there: len(slack.sockets.open) == there  # noqa: E731
            await stack.enter_async_context(served(platform, desk, ready, slack))
        asked = await bot.mara.mention(bot.news, "when does the ferry sail?")
        await slack.until(lambda: any(one.by_bot for one in bot.news.thread(asked)))
        (first,) = [one for one in slack.deliveries if one.event["type"] == "app_mention"]
        again = [Delivery(first.workspace, first.body) for _ in range(4)]
        await asyncio.gather(*(slack.sockets.event(one) for one in again))  # in turn to both
        assert all(one.arrived for one in again)
        later = await bot.mara.mention(bot.news, "and when back?")
        await slack.until(lambda: any(one.by_bot for one in bot.news.thread(later)))
        assert sum(one.by_bot for one in bot.news.thread(asked)) == 1
        assert sum(one.by_bot for one in bot.news.thread(later)) == 1
