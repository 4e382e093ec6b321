"""The Discord stand-in's connection as discord.py lives through it: resumed, lost, limited, refused."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator

import pytest

from tests.fakes.discord import (
    ALL,
    MEMBER,
    Channel,
    Discord,
    Guild,
    May,
    Person,
    limited,
    pointed_at,
)
from tests.fakes.discord.sample_bot import Bot, Story, eventually, library, running

BOT = MEMBER | May.MANAGE_MESSAGES | May.MANAGE_THREADS


@pytest.fixture
async def service() -> AsyncIterator[Discord]:
    async with Discord() as service:
        with pointed_at(service):
            yield service


@pytest.fixture
def metro(service: Discord) -> Guild:
    return service.guild("Metro", bot=BOT)


@pytest.fixture
async def bot(service: Discord, metro: Guild, news: Channel) -> AsyncIterator[Bot]:
    async with running(service, Bot()) as bot:
        yield bot


async def test_buttons_work_after_a_restart(
    service: Discord, metro: Guild, news: Channel, ada: Person
) -> None:
    async with running(service, Bot()) as bot:
        channel = bot.get_channel(news.id)
        assert isinstance(channel, library.TextChannel)
        await channel.send(view=Story())
    async with running(service, Bot()):
        assert (await ada.press(news.messages()[0], "Why").reply()).text == "Because it is new."
    pressed = ada.press(news.messages()[0], "Why")
    service.pass_time(4)
    assert pressed.failed


async def test_a_silent_gateway_is_left_and_resumed(
    service: Discord, metro: Guild, news: Channel, ada: Person
) -> None:
    service.gateway.heartbeat_interval = 0.1
    async with running(service, Bot(heartbeat_timeout=0.5)) as bot:
        service.gateway.fall_silent()
        ada.say(news, f"<@{service.world.bot.id}> anybody there?")
        await service.until(lambda: service.gateway.resumes == 1)
        await eventually(lambda: bot.heard)


async def test_permissions_that_change_are_told(
    service: Discord, metro: Guild, bot: Bot, news: Channel
) -> None:
    channel = bot.get_channel(news.id)
    assert isinstance(channel, library.TextChannel)
    assert channel.permissions_for(channel.guild.me).send_messages
    news.deny(service.world.bot, May.SEND_MESSAGES)
    await eventually(lambda: not channel.permissions_for(channel.guild.me).send_messages)
    metro.set_bot(ALL)
    await eventually(lambda: channel.permissions_for(channel.guild.me).send_messages)


async def test_two_shards_share_the_guilds(
    service: Discord, metro: Guild, news: Channel, ada: Person
) -> None:
    service.shards = 2
    other = service.guild("Other")
    async with running(service, Bot()) as bot:
        await eventually(lambda: len(bot.guilds) == 2)
        assert {one.id: one.shard_id for one in bot.guilds} == {
            one.id: (one.id >> 22) % 2 for one in (metro, other)
        }
        await ada.slash("news ask", {"question": "What?"}, news).reply()


async def test_a_cut_gateway_is_resumed_and_misses_nothing(
    service: Discord, bot: Bot, news: Channel, ada: Person
) -> None:
    service.gateway.cut()
    ada.say(news, f"<@{service.world.bot.id}> still there?")
    await service.until(lambda: service.gateway.resumes == 1)
    await eventually(lambda: bot.heard)
    assert service.gateway.identifies == 1
    service.gateway.ask_reconnect()
    await service.until(lambda: service.gateway.resumes == 2)


async def test_an_invalid_session_identifies_anew(service: Discord, bot: Bot) -> None:
    service.gateway.invalidate()
    await service.until(lambda: service.gateway.identifies == 2)


async def test_the_bot_is_kicked_and_comes_back(
    service: Discord, metro: Guild, bot: Bot, news: Channel
) -> None:
    metro.kick_bot()
    await eventually(lambda: bot.came == ["left Metro"])
    with pytest.raises(library.Forbidden):
        await bot.fetch_channel(news.id)
    metro.invite_bot()
    await eventually(lambda: bot.came == ["left Metro", "joined Metro"])


async def test_an_outage_is_no_kick(metro: Guild, bot: Bot) -> None:
    metro.go_dark()
    await eventually(lambda: bot.guilds[0].unavailable)
    metro.come_back()
    await eventually(lambda: not bot.guilds[0].unavailable)
    assert bot.came == []


async def test_a_blocked_loop_shows_in_the_lateness_of_heartbeats(
    service: Discord, metro: Guild, news: Channel
) -> None:
    service.gateway.heartbeat_interval = 0.2
    async with running(service, Bot()):
        await service.until(lambda: service.gateway.lateness)
        before = len(service.gateway.lateness)
        block(0.3)
        await service.until(lambda: len(service.gateway.lateness) > before)
    assert service.gateway.worst_lateness > 0.05


def block(seconds: float) -> None:
    time.sleep(seconds)


async def test_an_intent_that_is_not_switched_on_ends_the_connection(service: Discord) -> None:
    with pytest.raises(library.PrivilegedIntentsRequired):
        async with Bot(library.Intents(guilds=True, message_content=True)) as bot:
            await bot.start(service.token)
    assert service.gateway.closed_with == [4014]


async def test_a_wrong_token_does_not_log_in(service: Discord) -> None:
    async with Bot() as bot:
        with pytest.raises(library.LoginFailure):
            await bot.start("another token")


async def test_a_held_back_request_is_repeated_by_the_library(
    service: Discord, bot: Bot, news: Channel
) -> None:
    service.buckets.limit("POST /channels/{channel_id}/messages", 2, per=0.3)
    channel = bot.get_channel(news.id)
    assert isinstance(channel, library.TextChannel)
    service.faults.next("POST /channels/{channel_id}/messages", limited(0.05))
    for number in range(5):
        await channel.send(str(number))
    assert [one.text for one in news.messages()] == ["0", "1", "2", "3", "4"]
