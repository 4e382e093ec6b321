"""Commands, buttons, modals and response_url of the stand-in for Slack, as its users see them."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from tests.fakes.slack.small_workspace import connected


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


def actions(*elements: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"type": "actions", "block_id": "row", "elements": list(elements)}]


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


SHARE = {"type": "button", "action_id": "share", "text": plain("Share in channel"), "value": "42"}


async def respond(url: str, **body: Any) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        return answer.status, await answer.text()


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
    elements: list[dict[str, Any]] = [
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
