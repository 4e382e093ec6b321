"""One body over every platform."""

import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.model import Channel, Outline, Part, Place
from bot.platforms.console import ConsolePlatform
from bot.platforms.web import WebPlatform
from bot.ports import Platform
from tests.fakes.bot_on_discord import on_discord
from tests.fakes.bot_on_slack import on_slack
from tests.fakes.desk import EMPTY_DIGEST, MORNING, NEWS, FakeDesk, part
from tests.fakes.failures import failure_guard
from tests.fakes.slack import Clock
from tests.fakes.stored_articles import open_memory_store

BEFORE = MORNING - timedelta(hours=1)


@dataclass(frozen=True)
class Stage:
    """A platform with two channels."""

    platform: Platform
    daily: Channel
    weekly: Channel


def staged(platform: Platform) -> Stage:
    daily, weekly = (Channel(platform.name, "local", name, name) for name in ("daily", "weekly"))
    return Stage(platform, daily, weekly)


@pytest.fixture(params=["web", "console", "slack", "discord"])
async def stage(request: pytest.FixtureRequest) -> AsyncIterator[Stage]:
    if request.param == "slack":
        async with on_slack(Clock(MORNING.timestamp())) as slack:
            slack.slack.rates.on = False
            slack.room("daily")
            slack.room("weekly")
            yield staged(slack.platform)
    elif request.param == "discord":
        async with on_discord() as discord:
            daily, weekly = (
                discord.place(discord.guild.text_channel(name)).channel for name in ("daily", "weekly")
            )
            yield Stage(discord.platform, daily, weekly)
    elif request.param == "console":
        yield staged(ConsolePlatform(lambda: MORNING, io.StringIO()))
    else:
        store = await open_memory_store()

        async def channels() -> list[Channel]:
            return []

        yield staged(WebPlatform(store, channels, lambda: MORNING, failure_guard()))
        await store.close()


@pytest.fixture
def platform(stage: Stage) -> Platform:
    return stage.platform


@pytest.fixture
def channel(stage: Stage) -> Place:
    return Place(stage.daily)


def test_a_digest_becomes_parts_with_short_keys_of_their_own(platform: Platform) -> None:
    parts = platform.split(EMPTY_DIGEST)
    keys = [each.key for each in parts]
    assert keys
    assert len(set(keys)) == len(keys)
    assert all(len(key) <= 25 for key in keys)
    assert [each.key for each in platform.split(EMPTY_DIGEST)] == keys


async def test_what_is_posted_is_found_by_its_key(platform: Platform, channel: Place) -> None:
    posted = await platform.post(channel, part(key="one"))
    other = await platform.post(channel, part(key="two"))
    assert posted != other
    assert await platform.find(channel, Part("one", NEWS), BEFORE) == posted
    assert await platform.find(channel, Part("two", NEWS), BEFORE) == other


async def test_what_was_not_posted_there_is_not_found(
    platform: Platform, channel: Place, stage: Stage
) -> None:
    message = await platform.post(channel, part(key="one"))
    elsewhere = Place(stage.weekly)
    assert await platform.find(channel, Part("two", NEWS), BEFORE) is None
    assert await platform.find(elsewhere, Part("one", NEWS), BEFORE) is None
    assert await platform.find(Place(channel.channel, message), Part("one", NEWS), BEFORE) is None


async def test_what_is_posted_is_found_since_the_platform_s_time_before(
    platform: Platform, channel: Place
) -> None:
    before = await platform.time()
    posted = await platform.post(channel, part(key="one"))
    assert await platform.find(channel, Part("one", NEWS), before) == posted


async def test_a_thread_is_a_place_too(platform: Platform, channel: Place) -> None:
    thread = Place(channel.channel, await platform.post(channel, part(key="one")))
    reply = await platform.post(thread, part(key="two"))
    assert await platform.find(thread, Part("two", NEWS), BEFORE) == reply
    assert await platform.find(channel, Part("two", NEWS), BEFORE) is None


async def test_an_edited_message_keeps_its_id_and_key(platform: Platform, channel: Place) -> None:
    posted = await platform.post(channel, part(NEWS, "one"))
    await platform.edit(channel, posted, Part("one", Outline("Corrected")))
    assert await platform.find(channel, Part("one", NEWS), BEFORE) == posted


async def test_serving_lasts_until_it_is_cancelled(platform: Platform) -> None:
    serving = asyncio.create_task(platform.serve(FakeDesk()))
    await asyncio.sleep(0.01)
    assert not serving.done()
    serving.cancel()
    with suppress(asyncio.CancelledError):
        await serving
    assert serving.cancelled()
