"""A host whose clock is wrong by days, and perhaps put right in between: each part stands there once."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import time, timedelta

import pytest

from bot.adapters.store import SqlStore
from bot.model import Channel, Subscription
from bot.newsroom.deliver import Deliverer
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from bot.platforms.discord.render import key_of as discord_key
from bot.platforms.slack.render import key_of as slack_key
from bot.ports import Platform
from tests.fakes.bot_on_discord import on_discord
from tests.fakes.bot_on_slack import on_slack
from tests.fakes.dated import Shown, right
from tests.fakes.delivering import NOW
from tests.fakes.discord.faults import CUT_AFTER
from tests.fakes.discord.world import Clock as DiscordClock
from tests.fakes.slack import Clock as SlackClock
from tests.fakes.slack import faults as slack_faults
from tests.fakes.stored_articles import keep
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, STRIKE

KINDS = ("slack", "discord text", "discord forum")
OFF = (timedelta(days=3), timedelta(hours=2), -timedelta(days=3))


@dataclass
class Scene:
    """A platform with a channel: its clock, and what stands there."""

    platform: Platform
    channel: Channel
    now: Callable[[], float]
    pass_by: Callable[[float], None]
    cut_next: Callable[[], None]  # the next post is taken, and its answer is lost
    keys: Callable[[], Counter[str | None]]  # how often each part of ours stands there
    clock: SlackClock | DiscordClock


@asynccontextmanager
async def on(kind: str) -> AsyncIterator[Scene]:
    if kind == "slack":
        async with on_slack(SlackClock(NOW.timestamp())) as s:
            yield Scene(
                s.platform,
                s.place.channel,
                s.slack.clock.now,
                s.slack.clock.push,
                lambda: s.slack.faults.at("chat.postMessage", slack_faults.cut()),
                lambda: Counter(slack_key(one.payload(True)) for one in s.news.kept.values()),
                s.slack.clock,
            )
        return
    async with on_discord(clock=DiscordClock(NOW.timestamp())) as d:
        forum = kind.endswith("forum")
        room = d.guild.forum("news") if forum else d.guild.text_channel("news")
        call = "threads" if forum else "messages"
        post = f"POST /channels/{{channel_id}}/{call}"

        def messages() -> Counter[str | None]:
            places = [one for one in d.discord.world.channels.values() if one is room or one.parent is room]
            held = [one for place in places for one in place.held.values()]
            return Counter(key for one in held if (key := discord_key(one.body.get("components", ()))))

        yield Scene(
            d.platform,
            d.place(room).channel,
            d.discord.world.clock.now,
            d.discord.world.clock.pass_by,
            lambda: d.discord.faults.next(post, CUT_AFTER),
            messages,
            d.discord.world.clock,
        )


@pytest.mark.parametrize("put_right", [False, True])
@pytest.mark.parametrize("off", OFF, ids=str)
@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_taken_from_a_host_with_a_wrong_clock_is_found(
    store: SqlStore, kind: str, off: timedelta, put_right: bool
) -> None:
    async with on(kind) as scene:
        await _posted_once(store, scene, off, timedelta(0) if put_right else off)


def _ahead(moment: float) -> str:
    return right(moment + 3_600)


def _ahead_alike(moment: float) -> str:
    return right(moment + 6_600)


def _to_and_fro(moment: float) -> str:
    return right(moment + (3_600 if int(moment) % 2 else -3_600))


def _nothing(moment: float) -> None:
    return None


def _garbage(moment: float) -> str:
    return "yesterday, tea time"


def _end_of_time(moment: float) -> str:
    return "Fri, 31 Dec 9999 23:59:59 -0100"


@pytest.mark.parametrize("shows", [_ahead, _to_and_fro, _nothing, _garbage, _end_of_time])
@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_taken_is_found_whatever_date_the_answers_have(
    store: SqlStore, kind: str, shows: Shown
) -> None:
    """A proxy may date answers by a clock of its own. Where there is no date, our clock may be wrong too."""
    async with on(kind) as scene:
        scene.clock.shows = shows
        off = timedelta(0) if shows in (_ahead, _to_and_fro) else timedelta(days=3)
        await _posted_once(store, scene, off, off)


@pytest.mark.parametrize("kind", KINDS)
async def test_what_was_taken_is_found_where_host_and_proxy_are_ahead_alike(
    store: SqlStore, kind: str
) -> None:
    async with on(kind) as scene:
        scene.clock.shows = _ahead_alike
        await _posted_once(store, scene, timedelta(seconds=6_600), timedelta(0))


async def _posted_once(store: SqlStore, scene: Scene, off: timedelta, later: timedelta) -> None:
    """The first post is taken and its answer lost, and the program ends; it is back when nonces are forgotten."""
    scene.clock.host_off = off
    clock = scene.clock.of_host

    def program() -> Deliverer:
        meter = PrometheusMeter()
        platforms = {scene.platform.name: scene.platform}
        return Deliverer(store, platforms, clock, meter, FailureGuard(clock, meter), steady=scene.now)

    dated = [
        replace(one, article=replace(one.article, published=one.article.published + off))
        for one in (BRIDGE, BRIDGE_AGAIN, STRIKE)
        if one.article.published
    ]
    await keep(store, *dated, workspaces=[scene.channel.workspace])
    await store.put_subscription(Subscription("daily", scene.channel, (time(8),), "UTC"))
    scene.cut_next()
    await program().tick()
    taken = scene.keys()
    assert taken
    scene.clock.host_off = later
    for _ in range(20):
        scene.pass_by(120)
        again = program()
        await again.tick()
        scene.pass_by(30)
        await again.tick()
    assert not await store.open_deliveries(clock() + timedelta(days=9))
    assert set(scene.keys().values()) == {1}, (taken, scene.keys())
