"""The stand-ins go wrong by chance as the world does: taken or not, answered or not, seen at once or later."""

from __future__ import annotations

import asyncio
from collections import Counter

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.fakes.discord import Discord
from tests.fakes.discord.asking import asking
from tests.fakes.discord.world import Clock as DiscordClock
from tests.fakes.mishaps import Mishap, Mishaps
from tests.fakes.slack import Clock
from tests.fakes.slack.small_workspace import SmallWorkspace, small_workspace

MESSAGES = "/channels/{}/messages"
NONCED = {"content": "x", "nonce": "n1", "enforce_nonce": True}


def always(mishap: Mishap) -> Mishaps:
    """Every post goes wrong in this way."""

    class Always(Mishaps):
        def of_post(self) -> Mishap:
            return mishap

    return Always(1, lambda: 0.0)


def test_the_same_seed_gives_the_same_mishaps() -> None:
    first, second = Mishaps(7, lambda: 0.0), Mishaps(7, lambda: 0.0)
    assert [first.of_post() for _ in range(500)] == [second.of_post() for _ in range(500)]
    assert first.happened == second.happened


def test_one_of_five_goes_wrong_in_every_way_and_half_of_what_was_taken_shows_later() -> None:
    mishaps = Mishaps(7, lambda: 0.0, limited=0.0)
    drawn = [found for _ in range(10_000) if (found := mishaps.of_post())]
    assert 1_800 < len(drawn) < 2_200
    ways = Counter((one.taken, one.status) for one in drawn)
    assert set(ways) == {(True, 0), (True, 500), (True, 502), (False, 500), (False, 502)}
    taken = [one for one in drawn if one.taken]
    hidden = [one.hidden for one in taken if one.hidden]
    assert 0.45 < len(hidden) / len(taken) < 0.55
    assert max(hidden) <= 10
    assert not any(one.hidden for one in drawn if not one.taken)


def test_a_breakdown_lasts_as_long_as_was_said() -> None:
    now = 0.0
    mishaps = Mishaps(7, lambda: now)
    mishaps.break_down(60)
    assert mishaps.broken
    now = 60.0
    assert not mishaps.broken


async def history(s: SmallWorkspace) -> list[str]:
    answer = await s.client.conversations_history(channel=s.news.id)
    return [one["text"] for one in answer["messages"]]


async def test_slack_counts_its_stamps_within_a_second_and_by_channel() -> None:
    async with small_workspace(clock=Clock(start=1_900_000_000.7, flowing=False)) as s:
        other = s.team.channel("other", s.mara)
        stamps = [
            (await s.client.chat_postMessage(channel=room.id, text="x"))["ts"]
            for room in (s.news, s.news, other)
        ]
        s.slack.clock.push(1)
        stamps.append((await s.client.chat_postMessage(channel=s.news.id, text="x"))["ts"])
        assert stamps == ["1900000000.000001", "1900000000.000002", "1900000000.000001", "1900000001.000001"]


async def test_slack_history_compares_with_the_stamps_as_they_are() -> None:
    async with small_workspace(clock=Clock(start=1_900_000_000.7, flowing=False)) as s:
        await s.client.chat_postMessage(channel=s.news.id, text="x")
        exactly = await s.client.conversations_history(channel=s.news.id, oldest="1900000000.700000")
        second = await s.client.conversations_history(channel=s.news.id, oldest="1900000000")
        assert (len(exactly["messages"]), len(second["messages"])) == (0, 1)


async def test_slack_takes_a_message_and_cuts_and_shows_it_later() -> None:
    async with small_workspace() as s:
        parent = await s.client.chat_postMessage(channel=s.news.id, text="parent")
        s.slack.mishaps = always(Mishap(taken=True, hidden=8))
        with pytest.raises(aiohttp.ClientError):
            await s.client.chat_postMessage(channel=s.news.id, text="late")
        with pytest.raises(aiohttp.ClientError):
            await s.client.chat_postMessage(channel=s.news.id, text="late reply", thread_ts=parent["ts"])
        s.slack.mishaps = None
        replies = await s.client.conversations_replies(channel=s.news.id, ts=parent["ts"])
        assert (await history(s), len(replies["messages"])) == (["parent"], 1)
        assert [one.text for one in s.news.messages()] == ["parent", "late"]
        s.slack.clock.push(8)
        replies = await s.client.conversations_replies(channel=s.news.id, ts=parent["ts"])
        assert (await history(s), len(replies["messages"])) == (["late", "parent"], 2)


@pytest.mark.parametrize("taken", [True, False])
async def test_slack_answers_502_after_or_before_taking(taken: bool) -> None:
    async with small_workspace() as s:
        s.slack.mishaps = always(Mishap(taken=taken, status=502))
        with pytest.raises(SlackApiError) as caught:
            await s.client.chat_postMessage(channel=s.news.id, text="x")
        assert caught.value.response.status_code == 502
        assert len(s.news.messages()) == taken
        assert len(await history(s)) == taken


async def test_slack_puts_off_and_breaks_down() -> None:
    async with small_workspace() as s:
        s.slack.mishaps = always(Mishap(taken=False, status=429, retry_after=2))
        with pytest.raises(SlackApiError) as caught:
            await s.client.chat_postMessage(channel=s.news.id, text="x")
        assert caught.value.response.headers["Retry-After"] == "2"
        s.slack.mishaps = Mishaps(1, s.slack.clock.now, share=0.0, limited=0.0)
        s.slack.mishaps.break_down(60)
        with pytest.raises(SlackApiError):
            await history(s)
        s.slack.clock.push(60)
        assert await history(s) == []


async def test_discord_takes_a_message_and_cuts_and_lists_it_later() -> None:
    async with Discord() as discord, asking(discord) as client:
        room = discord.guild("Metro").announcements("news")
        path = MESSAGES.format(room.id)
        discord.mishaps = always(Mishap(taken=True, hidden=8))
        with pytest.raises(aiohttp.ClientError):
            await client.ask("POST", path, NONCED)
        discord.mishaps = None
        assert await client.ask("GET", path) == (200, [])
        assert len(room.messages()) == 1
        again = await client.ask("POST", path, NONCED)
        assert (again[0], len(room.messages())) == (200, 1)
        discord.pass_time(8)
        _, listed = await client.ask("GET", path)
        assert len(listed) == 1


async def test_discord_takes_a_forum_post_and_answers_502_and_lists_it_later() -> None:
    async with Discord() as discord, asking(discord) as client:
        guild = discord.guild("Metro")
        forum = guild.forum("stories")
        discord.mishaps = always(Mishap(taken=True, status=502, hidden=8))
        post = {"name": "x", "message": {"content": "x"}}
        assert (await client.ask("POST", f"/channels/{forum.id}/threads", post))[0] == 502
        discord.mishaps = None
        active = f"/guilds/{guild.id}/threads/active"
        assert (await client.ask("GET", active))[1] == {"threads": [], "members": []}
        discord.pass_time(8)
        _, listed = await client.ask("GET", active)
        assert len(listed["threads"]) == len(guild.threads()) == 1


async def test_discord_breaks_down_and_recovers() -> None:
    async with Discord() as discord, asking(discord) as client:
        room = discord.guild("Metro").text_channel("news")
        discord.mishaps = Mishaps(1, discord.world.clock.now, share=0.0)
        discord.mishaps.break_down(60)
        assert (await client.ask("GET", MESSAGES.format(room.id)))[0] == 500
        discord.pass_time(60)
        assert (await client.ask("GET", MESSAGES.format(room.id)))[0] == 200


async def test_clocks_run_faster_where_told() -> None:
    slack, discord = Clock(start=1_000.0, speed=1_000.0), DiscordClock(start=1_000.0, speed=1_000.0)
    await asyncio.sleep(0.01)
    assert slack.now() >= 1_010.0
    assert discord.now() >= 1_010.0


async def test_whoever_watches_sees_each_step_of_a_call() -> None:
    async with small_workspace() as s:
        seen: list[tuple[str, str, int]] = []
        s.slack.steps.watch = lambda step, name: seen.append((step, name, len(s.news.messages())))
        await s.client.chat_postMessage(channel=s.news.id, text="x")
        while len(seen) < 3:
            await asyncio.sleep(0.001)
        name = "chat.postMessage"
        assert seen == [("asked", name, 0), ("done", name, 1), ("answered", name, 1)]
