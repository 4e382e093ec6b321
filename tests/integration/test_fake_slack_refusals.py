"""The stand-in for Slack refuses what Slack refuses, and fails on demand: the Web API, spoken to by Slack's own library."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import App, faults, lifecycle
from tests.fakes.slack.small_workspace import small_workspace


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


async def test_fifty_one_blocks_are_refused_over_the_wire_and_nothing_is_kept() -> None:
    async with small_workspace() as s:
        said = await s.refused("chat.postMessage", channel=s.news.id, blocks=[section("x")] * 51)
        assert said["error"] == "invalid_blocks"
        assert said["response_metadata"]["messages"] == [
            "[ERROR] no more than 50 items allowed [json-pointer:/blocks]"
        ]
        assert s.news.messages() == []


async def test_a_body_that_is_no_json_object_is_refused() -> None:
    async with small_workspace() as s, aiohttp.ClientSession() as session:
        url, head = s.slack.api_url + "auth.test", {"Content-Type": "application/json"}
        for body, error in (("{", "invalid_json"), ("[]", "json_not_object"), ("{}", "not_authed")):
            async with session.post(url, data=body, headers=head) as answer:
                assert (await answer.json())["error"] == error


async def test_a_posted_text_is_cut_at_40_000_and_an_update_above_4_000_is_refused() -> None:
    async with small_workspace() as s:
        ts = (await s.client.chat_postMessage(channel=s.news.id, text="x" * 40_001))["ts"]
        assert len(s.news.messages()[0].text) == 40_000
        await s.client.chat_update(channel=s.news.id, ts=ts, text="y" * 4_000)
        assert await s.error("chat.update", channel=s.news.id, ts=ts, text="z" * 4_001) == "msg_too_long"
        assert s.news.messages()[0].text == "y" * 4_000


@pytest.mark.parametrize("error", ["restricted_action", "restricted_action_read_only_channel"])
async def test_a_channel_may_refuse_posts(error: str) -> None:
    async with small_workspace() as s:
        s.news.refuses = error
        assert await s.error("chat.postMessage", channel=s.news.id, text="x") == error


async def test_where_the_app_may_not_write_or_read() -> None:
    async with small_workspace(
        App(scopes=frozenset({"chat:write", "channels:history", "groups:history"}))
    ) as s:
        outside = s.team.channel("far", s.mara, bot=False)
        hidden = s.team.channel("hush", s.mara, bot=False, private=True)
        lifecycle.archive(s.news, s.mara)
        for channel, error in (
            (outside.id, "not_in_channel"),
            (hidden.id, "channel_not_found"),
            (s.news.id, "is_archived"),
            ("C404", "channel_not_found"),
        ):
            assert await s.error("chat.postMessage", channel=channel, text="x") == error
        assert await s.error("conversations.history", channel=outside.id) == "not_in_channel"
        assert await s.error("conversations.history", channel=hidden.id) == "channel_not_found"


async def test_tokens_that_do_not_serve() -> None:
    async with small_workspace() as s:
        for token, error in (
            (None, "not_authed"),
            ("xoxb-no", "invalid_auth"),
            (s.slack.app.app_token, "not_allowed_token_type"),
        ):
            client = AsyncWebClient(token, base_url=s.slack.api_url, retry_handlers=[])
            with pytest.raises(SlackApiError, match=error):
                await client.auth_test()
        lifecycle.uninstall(s.team)
        assert await s.error("auth.test") == "account_inactive"
        other = s.slack.workspace("gull")
        client = AsyncWebClient(other.bot_token, base_url=s.slack.api_url, retry_handlers=[])
        await client.auth_revoke()
        with pytest.raises(SlackApiError, match="token_revoked"):
            await client.auth_test()


async def test_a_missing_scope_is_named_beside_those_there_are() -> None:
    async with small_workspace(App(scopes=frozenset({"chat:write", "commands"}))) as s:
        said = await s.refused("users.info", user=s.mara.id)
        assert (said["error"], said["needed"], said["provided"]) == (
            "missing_scope",
            "users:read",
            "chat:write,commands",
        )
        said = await s.refused("conversations.history", channel=s.news.id)
        assert said["needed"] == "channels:history"


async def test_an_unknown_method_is_named() -> None:
    async with small_workspace() as s:
        assert await s.error("chat.shout") == "unknown_method"


async def test_one_workspace_is_not_seen_from_another() -> None:
    async with small_workspace() as s:
        other = s.slack.workspace("gull")
        theirs = other.channel("news", other.user("finn"))
        assert await s.error("conversations.history", channel=theirs.id) == "channel_not_found"
        assert await s.error("chat.postMessage", channel=theirs.id, text="x") == "channel_not_found"


async def wait(call: Any) -> int:
    """The Retry-After of a call that came too often."""
    with pytest.raises(SlackApiError) as caught:
        await call
    assert caught.value.response.status_code == 429
    assert caught.value.response["error"] == "ratelimited"
    return int(caught.value.response.headers["Retry-After"])


async def test_posts_to_a_channel_come_in_short_bursts_and_one_a_second() -> None:
    async with small_workspace() as s:
        s.slack.rates.on = True
        far = s.team.channel("far", s.mara)
        for number in range(5):
            await s.client.chat_postMessage(channel=s.news.id, text=str(number))
        assert await wait(s.client.chat_postMessage(channel=s.news.id, text="x")) == 1
        await s.client.chat_postMessage(channel=far.id, text="another channel")
        s.slack.clock.push(1)
        await s.client.chat_postMessage(channel=s.news.id, text="in time")
        assert len(s.news.messages()) == 6


async def test_a_method_has_its_calls_a_minute_in_each_workspace() -> None:
    async with small_workspace() as s:
        s.slack.rates.on = True
        for _ in range(50):
            await s.client.conversations_history(channel=s.news.id)
        assert await wait(s.client.conversations_history(channel=s.news.id)) == 60
        await s.client.conversations_replies(channel=s.news.id, ts=(await s.mara.post(s.news, "x")).ts)
        s.slack.clock.push(60)
        await s.client.conversations_history(channel=s.news.id)


async def test_a_distributed_app_reads_fifteen_messages_once_a_minute() -> None:
    async with small_workspace(App(distributed=True)) as s:
        s.slack.rates.on = True
        for number in range(20):
            await s.mara.post(s.news, str(number))
        page = await s.client.conversations_history(channel=s.news.id, limit=100)
        assert (len(page["messages"]), page["has_more"]) == (15, True)
        assert await wait(s.client.conversations_history(channel=s.news.id)) == 60


async def test_a_connection_is_cut_after_the_message_was_accepted_or_before() -> None:
    async with small_workspace() as s:
        s.slack.faults.at("chat.postMessage", faults.cut(), faults.cut(after=False))
        for text in ("kept", "lost"):
            with pytest.raises(aiohttp.ClientConnectionError):
                await s.client.chat_postMessage(channel=s.news.id, text=text)
        assert [one.text for one in s.news.messages()] == ["kept"]


async def test_servers_fail_limit_and_babble_on_demand() -> None:
    async with small_workspace() as s:
        s.slack.faults.at(
            "chat.postMessage",
            faults.status(500),
            faults.status(502, after=True),
            faults.malformed(),
            faults.refused("internal_error"),
            faults.rate_limited(7),
            None,
        )
        codes: list[Any] = []
        for text in "abcd":
            with pytest.raises(SlackApiError) as caught:
                await s.client.chat_postMessage(channel=s.news.id, text=text)
            answer = caught.value.response
            broken = isinstance(answer, aiohttp.ClientResponse)  # how the SDK gives half a JSON object
            codes.append("malformed" if broken else answer.get("error") or answer.status_code)
        assert codes == [500, 502, "malformed", "internal_error"]
        assert await wait(s.client.chat_postMessage(channel=s.news.id, text="e")) == 7
        await s.client.chat_postMessage(channel=s.news.id, text="f")
        assert [one.text for one in s.news.messages()] == ["b", "c", "f"]


async def test_a_slow_answer_comes_after_the_message() -> None:
    async with small_workspace() as s:
        s.slack.faults.at("chat.postMessage", faults.slow(30))
        posting = asyncio.create_task(s.client.chat_postMessage(channel=s.news.id, text="x"))
        await s.slack.until(s.news.messages)
        assert not posting.done()
        posting.cancel()


async def test_chat_write_public_opens_channels_unjoined() -> None:
    async with small_workspace(App(scopes=frozenset({"chat:write", "chat:write.public"}))) as s:
        far = s.team.channel("far", s.mara, bot=False)
        await s.client.chat_postMessage(channel=far.id, text="hello")
        assert [one.text for one in far.messages()] == ["hello"]
