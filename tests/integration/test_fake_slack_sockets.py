"""The stand-in for Slack in Socket Mode, spoken to by Slack's own client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import App, Channel, Clock, Slack, User, Workspace, life, serving

Reply = Callable[[SocketModeRequest], dict[str, Any] | None]


@dataclass
class Bot:
    """The smallest app: takes each envelope, acknowledges it unless told not to, remembers it."""

    slack: Slack
    team: Workspace
    mara: User
    news: Channel
    web: AsyncWebClient
    heard: list[SocketModeRequest] = field(default_factory=list)
    deaf: bool = False
    reply: Reply = lambda _request: None

    def last(self, kind: str = "interactive") -> dict[str, Any]:
        """The payload of the last envelope of a kind."""
        return next(one.payload for one in reversed(self.heard) if one.type == kind)

    async def hear(self, client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        self.heard.append(request)
        self.slack.tell()
        if not self.deaf:
            await client.send_socket_mode_response(
                SocketModeResponse(request.envelope_id, self.reply(request))
            )


@asynccontextmanager
async def connected(clients: int = 1, app: App | None = None, ping: float = 5) -> AsyncIterator[Bot]:
    async with serving(app, Clock(flowing=False)) as slack:
        team = slack.workspace("tern")
        mara = team.user("mara")
        web = AsyncWebClient(team.bot_token, base_url=slack.api_url, retry_handlers=[])
        bot = Bot(slack, team, mara, team.channel("news", mara), web)
        sockets = [
            SocketModeClient(slack.app.app_token, web_client=web, ping_interval=ping) for _ in range(clients)
        ]
        for one in sockets:
            one.socket_mode_request_listeners.append(bot.hear)
            await one.connect()
        await slack.until(lambda: len(slack.sockets.open) == clients)
        try:
            yield bot
        finally:
            for one in sockets:
                await one.close()


def modal(**more: Any) -> dict[str, Any]:
    blocks = [
        {
            "type": "input",
            "block_id": "feed",
            "label": {"type": "plain_text", "text": "Feed"},
            "element": {"type": "plain_text_input", "action_id": "url"},
        }
    ]
    title = {"type": "plain_text", "text": "Add a feed"}
    return {"type": "modal", "title": title, "submit": title, "blocks": blocks, **more}


async def test_a_command_is_acknowledged_by_its_envelope_and_its_payload_is_seen_by_the_user_alone() -> None:
    async with connected() as bot:
        bot.reply = lambda _request: {"text": "One moment"}
        act = await bot.mara.slash("/news", "ask who paid?", bot.news)
        [request] = bot.heard
        assert act.error is None
        assert (request.type, request.payload["text"]) == ("slash_commands", "ask who paid?")
        assert "thread_ts" not in request.payload
        assert [one.readable for one in bot.news.ephemerals(bot.mara)] == ["One moment"]
        assert bot.news.messages() == []


async def test_a_command_that_nobody_acknowledges_times_out_before_the_users_eyes() -> None:
    async with connected() as bot:
        bot.deaf = True
        typing = asyncio.create_task(bot.mara.slash("/news", "help", bot.news))
        await bot.slack.until(lambda: bot.heard)
        bot.slack.clock.push(3)
        assert (await typing).error == "operation_timeout"


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


def actions(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "actions", "block_id": "row", "elements": list(elements)}]


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


SHARE = {"type": "button", "action_id": "share", "text": plain("Share in channel"), "value": "42"}


async def respond(url: str, **body: Any) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        return answer.status, await answer.text()


async def test_a_button_is_pressed_by_what_stands_on_it_and_the_answer_replaces_the_message() -> None:
    async with connected() as bot:
        act = await bot.mara.slash("/news", "digest", bot.news)
        await respond(act.response_url, text="Digest", blocks=actions(SHARE))
        [shown] = bot.news.ephemerals(bot.mara)
        press = await bot.mara.press(shown, "Share in channel")
        payload = bot.last()
        assert (payload["actions"][0]["action_id"], payload["actions"][0]["value"]) == ("share", "42")
        assert payload["container"]["is_ephemeral"] is True
        assert "message" not in payload
        await respond(press.response_url, text="Shared", replace_original=True)
        assert [one.readable for one in bot.news.ephemerals(bot.mara)] == ["Shared"]
        await respond(press.response_url, text="The digest", response_type="in_channel")
        assert [one.readable for one in bot.news.messages()] == ["The digest"]
        await respond(press.response_url, delete_original=True)
        assert bot.news.ephemerals(bot.mara) == []


async def test_a_response_url_serves_five_times_and_thirty_minutes() -> None:
    async with connected() as bot:
        url = (await bot.mara.slash("/news", "", bot.news)).response_url
        assert [await respond(url, text=str(number)) for number in range(5)] == [(200, "ok")] * 5
        status, text = await respond(url, text="six")
        assert (status, "used_url" in text) == (404, True)
        other = (await bot.mara.slash("/news", "", bot.news)).response_url
        assert (await respond(other, blocks=[{"type": "divider"}] * 51))[0] == 400
        bot.slack.clock.push(1801)
        status, text = await respond(other, text="late")
        assert (status, "expired_url" in text) == (404, True)


async def test_an_answer_reaches_a_thread_only_when_it_is_for_all() -> None:
    async with connected() as bot:
        parent = await bot.mara.post(bot.news, "news?")
        url = (await bot.mara.slash("/news", "", bot.news)).response_url
        await respond(url, text="one", thread_ts=parent.ts)
        await respond(
            url, text="two", thread_ts=parent.ts, response_type="in_channel", replace_original=False
        )
        assert [one.readable for one in bot.news.thread(parent)] == ["news?", "two"]
        assert [one.readable for one in bot.news.ephemerals(bot.mara)] == ["one"]


async def test_a_trigger_opens_one_modal_within_three_seconds() -> None:
    async with connected() as bot:
        act = await bot.mara.slash("/news", "feeds", bot.news)
        await bot.web.views_open(trigger_id=act.trigger_id, view=modal())
        shown = bot.mara.modal()
        assert shown
        assert shown.title == "Add a feed"
        with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
            await bot.web.views_open(trigger_id=act.trigger_id, view=modal())
        late = await bot.mara.slash("/news", "feeds", bot.news)
        bot.slack.clock.push(3.1)
        with pytest.raises(SlackApiError, match="expired_trigger_id"):
            await bot.web.views_open(trigger_id=late.trigger_id, view=modal())


async def test_a_modal_is_submitted_with_what_was_typed_and_shows_what_the_app_answers() -> None:
    async with connected() as bot:
        act = await bot.mara.slash("/news", "feeds", bot.news)
        await bot.web.views_open(trigger_id=act.trigger_id, view=modal(private_metadata="p"))
        assert (await bot.mara.submit()).error == "required"
        bot.reply = lambda _request: {"response_action": "errors", "errors": {"feed": "Not a feed"}}
        await bot.mara.submit(values={"Feed": "https://tern.example/"})
        payload = bot.last()
        assert payload["view"]["state"]["values"]["feed"]["url"]["value"] == "https://tern.example/"
        assert payload["view"]["private_metadata"] == "p"
        shown = bot.mara.modal()
        assert shown
        assert shown.errors == {"feed": "Not a feed"}
        bot.reply = lambda _request: {"response_action": "push", "view": modal(title=plain("Sure?"))}
        await bot.mara.submit(values={"url": "https://tern.example/feed"})
        assert [one.title for one in bot.mara.modals] == ["Add a feed", "Sure?"]
        bot.reply = lambda _request: {"response_action": "update", "view": modal(title=plain("Done"))}
        await bot.mara.submit(values={"url": "yes"})
        bot.reply = lambda _request: None
        await bot.mara.close()
        assert [one.title for one in bot.mara.modals] == ["Add a feed"]
        await bot.mara.submit()
        assert bot.mara.modal() is None


async def test_an_answer_to_a_modal_that_slack_would_refuse_is_an_error_to_the_user() -> None:
    async with connected() as bot:
        act = await bot.mara.slash("/news", "feeds", bot.news)
        await bot.web.views_open(trigger_id=act.trigger_id, view=modal())
        bot.reply = lambda _request: {"response_action": "errors", "errors": {"nowhere": "x"}}
        assert (await bot.mara.submit(values={"url": "x"})).error == "invalid_response_action"
        bot.reply = lambda _request: {"response_action": "update", "view": modal(title=plain("x" * 25))}
        assert (await bot.mara.submit()).error == "invalid_arguments"


async def test_views_are_updated_by_hash_and_stacked_three_high() -> None:
    async with connected() as bot:
        act = await bot.mara.slash("/news", "feeds", bot.news)
        view = (await bot.web.views_open(trigger_id=act.trigger_id, view=modal(blocks=actions(SHARE))))[
            "view"
        ]
        await bot.web.views_update(view_id=view["id"], hash=view["hash"], view=modal(blocks=actions(SHARE)))
        with pytest.raises(SlackApiError, match="hash_conflict"):
            await bot.web.views_update(view_id=view["id"], hash=view["hash"], view=modal())
        for _ in range(2):
            top = bot.mara.modals[0]
            press = await bot.mara.press(top, "share")
            await bot.web.views_push(trigger_id=press.trigger_id, view=modal())
        press = await bot.mara.press(bot.mara.modals[0], "share")
        with pytest.raises(SlackApiError, match="push_limit_reached"):
            await bot.web.views_push(trigger_id=press.trigger_id, view=modal())


async def test_home_is_published_to_whoever_opened_it() -> None:
    async with connected() as bot:
        bot.mara.open_home()
        await bot.slack.until(lambda: bot.heard)
        assert bot.heard[0].payload["event"]["tab"] == "home"
        home = {"type": "home", "blocks": actions(SHARE)}
        first = (await bot.web.views_publish(user_id=bot.mara.id, view=home))["view"]
        assert bot.mara.home
        await bot.web.views_publish(user_id=bot.mara.id, view=home, hash=first["hash"])
        with pytest.raises(SlackApiError, match="hash_conflict"):
            await bot.web.views_publish(user_id=bot.mara.id, view=home, hash=first["hash"])
        await bot.mara.press(bot.mara.home, "share")
        assert bot.last()["view"]["type"] == "home"
        bot.slack.app.home_tab = False
        with pytest.raises(SlackApiError, match="not_enabled"):
            await bot.web.views_publish(user_id=bot.mara.id, view=home)


async def test_what_is_picked_is_told_as_slack_tells_it() -> None:
    option = {"text": plain("Daily"), "value": "daily"}
    elements = [
        {"type": "static_select", "action_id": "when", "options": [option]},
        {"type": "overflow", "action_id": "more", "options": [option]},
        {"type": "checkboxes", "action_id": "days", "options": [option]},
        {"type": "timepicker", "action_id": "at"},
        {"type": "users_select", "action_id": "who"},
        {"type": "multi_external_select", "action_id": "feeds", "min_query_length": 1},
    ]
    async with connected() as bot:
        await bot.web.chat_postMessage(channel=bot.news.id, text="x", blocks=actions(*elements))
        [message] = bot.news.messages()

        async def picked(what: str, value: Any) -> Any:
            await bot.mara.press(message, what, value)
            action = bot.last()["actions"][0]
            return next(action[name] for name in action if name.startswith("selected"))

        assert await picked("when", "Daily") == option
        assert await picked("more", "daily") == option
        assert await picked("days", ["daily"]) == [option]
        assert await picked("at", "07:30") == "07:30"
        assert await picked("who", bot.mara.id) == bot.mara.id
        bot.reply = lambda _request: {"options": [{"text": plain("The Tern"), "value": "tern"}]}
        assert [one["value"] for one in await bot.mara.suggest(message, "feeds", "te")] == ["tern"]
        assert (await picked("feeds", ["tern"]))[0]["value"] == "tern"


async def test_a_shortcut_brings_the_message_that_it_was_chosen_on() -> None:
    async with connected() as bot:
        message = await bot.mara.post(bot.news, "https://tern.example/1")
        await bot.mara.shortcut("brief_this", message)
        payload = bot.last()
        assert (payload["type"], payload["callback_id"]) == ("message_action", "brief_this")
        assert payload["message"]["text"] == "https://tern.example/1"
        await bot.mara.shortcut("ask")
        assert bot.last()["type"] == "shortcut"


async def test_the_app_hears_what_it_may_of_changes_deletions_and_its_channels() -> None:
    async with connected() as bot:
        far = bot.team.channel("far", bot.mara, bot=False)
        await bot.mara.post(far, "unheard")
        message = await bot.mara.post(bot.news, "one")
        await bot.mara.edit(message, "two")
        await bot.mara.delete(message)
        life.rename(bot.news, "dispatch")
        life.archive(bot.news, bot.mara)
        life.kick(bot.news)
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
