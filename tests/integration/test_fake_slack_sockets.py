"""The stand-in for Slack in Socket Mode, spoken to by Slack's own client."""

from __future__ import annotations

import asyncio

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.fakes.slack import App, lifecycle
from tests.fakes.slack.small_workspace import connected


async def test_a_mention_comes_as_an_event_and_again_until_it_is_acknowledged() -> None:
    async with connected() as bot:
        bot.deaf = True
        await bot.mara.mention(bot.news, "https://tern.example/1")
        mention = next(one for one in bot.slack.deliveries if one.event["type"] == "app_mention")
        await bot.slack.until(lambda: len(bot.heard) == 2)
        bot.slack.clock.push(3)
        await bot.slack.until(lambda: len(bot.heard) == 4)
        bot.deaf = False
        bot.slack.clock.push(3)
        await bot.slack.until(lambda: len(mention.attempts) == 2)
        bot.slack.clock.push(60)
        await bot.slack.until(lambda: mention.arrived)
        again = [one for one in bot.heard if one.payload["event_id"] == mention.body["event_id"]]
        assert [one.retry_attempt for one in again] == [0, 1, 2]
        assert [one.failed for one in mention.attempts] == ["timeout", "timeout", None]


async def test_the_app_hears_what_it_may_of_changes_deletions_and_its_channels() -> None:
    async with connected() as bot:
        far = bot.team.channel("far", bot.mara, bot=False)
        await bot.mara.post(far, "unheard")
        message = await bot.mara.post(bot.news, "one")
        await bot.mara.edit(message, "two")
        await bot.mara.delete(message)
        lifecycle.rename(bot.news, "dispatch")
        lifecycle.archive(bot.news, bot.mara)
        lifecycle.kick(bot.news)
        await bot.slack.until(lambda: all(one.arrived for one in bot.slack.deliveries))
        events = [one.payload["event"] for one in bot.heard]
        told = sorted(str(one.get("subtype", one["type"])) for one in events)
        assert told == [
            "channel_archive",
            "channel_left",
            "channel_rename",
            "message",
            "message_changed",
            "message_deleted",
        ]
        changed = next(one for one in events if one.get("subtype") == "message_changed")
        assert (changed["message"]["text"], changed["previous_message"]["text"]) == ("two", "one")


async def test_an_app_hears_and_takes_only_what_its_manifest_declares() -> None:
    manifest = {
        "display_information": {"name": "On Record"},
        "features": {"slash_commands": [{"command": "/news"}]},
        "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
        "settings": {"socket_mode_enabled": True, "event_subscriptions": {"bot_events": ["app_mention"]}},
    }
    async with connected(app=App.of_manifest(manifest)) as bot:
        assert (await bot.mara.slash("/news", "", bot.news)).error is None
        assert (await bot.mara.slash("/ask", "", bot.news)).error == "invalid_command"
        assert (await bot.mara.shortcut("brief_this")).error == "invalid_shortcut"
        await bot.mara.mention(bot.news, "hello")
        assert bot.slack.deliveries == []


async def test_a_ticket_needs_the_app_token_and_opens_one_socket() -> None:
    async with connected() as bot, aiohttp.ClientSession() as session:
        with pytest.raises(SlackApiError, match="not_allowed_token_type"):
            await bot.web.apps_connections_open(app_token=bot.team.bot_token)
        url = (await bot.web.apps_connections_open(app_token=bot.slack.app.app_token))["url"]
        async with session.ws_connect(url) as socket:
            hello = await socket.receive_json()
            assert (hello["type"], hello["num_connections"]) == ("hello", 2)
            assert hello["debug_info"]["approximate_connection_time"] == 3600
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(url)


async def test_an_eleventh_socket_is_sent_away() -> None:
    async with connected() as bot, aiohttp.ClientSession() as session:
        others = [await session.ws_connect(bot.slack.sockets.ticket()) for _ in range(9)]
        assert len(bot.slack.sockets.open) == 1 + len(others)
        async with session.ws_connect(bot.slack.sockets.ticket()) as socket:
            assert (await socket.receive_json())["reason"] == "too_many_websockets"


async def test_an_envelope_goes_to_any_one_of_several_sockets() -> None:
    async with connected(clients=2) as bot:
        for number in range(4):
            await bot.mara.slash("/news", str(number), bot.news)
        assert [len(one.received) for one in bot.slack.sockets.open] == [2, 2]


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_client_that_is_told_to_come_again_comes_again(reason: str) -> None:
    async with connected() as bot:
        await bot.slack.sockets.disconnect(reason)
        await bot.slack.until(lambda: bot.slack.sockets.opened == 2 and bot.slack.sockets.open)
        assert (await bot.mara.slash("/news", "", bot.news)).error is None


async def test_what_was_on_a_socket_that_dies_comes_again_on_the_next() -> None:
    async with connected(ping=0.2) as bot:
        bot.deaf = True
        bot.mara.open_home()
        await bot.slack.until(lambda: bot.heard)
        bot.deaf = False
        bot.slack.sockets.drop()
        [delivery] = bot.slack.deliveries
        await bot.slack.until(lambda: delivery.arrived)
        assert [one.payload["event_id"] for one in bot.heard] == [delivery.body["event_id"]] * 2
        assert bot.slack.sockets.opened == 2


async def test_a_dead_socket_hears_nothing_and_is_left_by_a_client_that_pings() -> None:
    async with connected(ping=0.2) as bot:
        bot.slack.sockets.freeze()
        typing = asyncio.create_task(bot.mara.slash("/news", "help", bot.news))
        await bot.slack.until(lambda: bot.slack.sockets.opened == 2)
        assert bot.heard == []
        assert (await typing).error == "operation_timeout"


async def test_a_command_without_a_socket_is_not_dispatched() -> None:
    async with connected(clients=0) as bot:
        assert (await bot.mara.slash("/news", "", bot.news)).error == "dispatch_failed"


async def test_events_are_held_back_for_a_test_that_shuffles_and_doubles_them() -> None:
    async with connected() as bot:
        bot.slack.holding = True
        for _ in range(3):
            bot.mara.open_home()
        made = bot.slack.deliveries
        for one in (made[2], made[0], made[1], made[0]):
            bot.slack.send(one)
        await bot.slack.until(lambda: len(bot.heard) == 4)
        ids = [one.payload["event_id"] for one in bot.heard]
        assert ids == [made[number].body["event_id"] for number in (2, 0, 1, 0)]
