"""The stand-in for Slack keeps and shows what it is sent: the Web API, spoken to by Slack's own library."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.fakes.slack.small_workspace import small_workspace


def section(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def plain(text: str) -> dict[str, str]:
    return {"type": "plain_text", "text": text}


def button(text: str = "More", **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": "more", **more}


async def test_a_message_is_kept_and_shown_as_it_was_sent() -> None:
    async with small_workspace() as s:
        key = {"event_type": "part", "event_payload": {"key": "k1"}}
        blocks = [section("*Bridge* <https://tern.example/1|The Tern>")]
        sent = await s.client.chat_postMessage(
            channel=s.news.id,
            text="Bridge",
            blocks=blocks,
            metadata=key,
            unfurl_links=False,
            unfurl_media=False,
        )
        [message] = s.news.messages()
        assert sent["ts"] == message.ts
        assert message.readable == "*Bridge* The Tern"
        assert [link.url for link in message.links] == ["https://tern.example/1"]
        assert not message.unfurls
        assert message.metadata == key


async def test_history_shows_metadata_in_full_only_when_asked() -> None:
    async with small_workspace() as s:
        key = {"event_type": "part", "event_payload": {"key": "k1"}}
        await s.client.chat_postMessage(channel=s.news.id, text="Bridge", metadata=key)
        brief = await s.client.conversations_history(channel=s.news.id)
        full = await s.client.conversations_history(channel=s.news.id, include_all_metadata=True)
        assert brief["messages"][0]["metadata"] == {"event_type": "part"}
        assert full["messages"][0]["metadata"] == key


async def test_replies_stand_in_their_thread_and_not_in_the_channel() -> None:
    async with small_workspace() as s:
        parent = (await s.client.chat_postMessage(channel=s.news.id, text="one"))["ts"]
        await s.client.chat_postMessage(channel=s.news.id, text="two", thread_ts=parent)
        replies = await s.client.conversations_replies(channel=s.news.id, ts=parent)
        history = await s.client.conversations_history(channel=s.news.id)
        assert [one["text"] for one in replies["messages"]] == ["one", "two"]
        assert [one["text"] for one in history["messages"]] == ["one"]
        assert await s.error("chat.postMessage", channel=s.news.id, text="x", thread_ts="1.1") == (
            "cannot_reply_to_message"
        )


async def test_history_is_paged_newest_first_and_bounded_in_time() -> None:
    async with small_workspace() as s:
        sent = [
            (await s.client.chat_postMessage(channel=s.news.id, text=str(number)))["ts"]
            for number in range(5)
        ]
        seen: list[str] = []
        async for page in await s.client.conversations_history(channel=s.news.id, limit=2):
            seen += [one["text"] for one in page["messages"]]
        assert seen == ["4", "3", "2", "1", "0"]
        since = await s.client.conversations_history(channel=s.news.id, oldest=sent[2])
        assert [one["text"] for one in since["messages"]] == ["4", "3"]


async def test_a_message_is_changed_and_deleted() -> None:
    async with small_workspace() as s:
        ts = (await s.client.chat_postMessage(channel=s.news.id, text="one", blocks=[section("one")]))["ts"]
        await s.client.chat_update(channel=s.news.id, ts=ts, text="two")
        [message] = s.news.messages()
        assert (message.readable, message.blocks) == ("two", [])
        theirs = await s.mara.post(s.news, "mine")
        assert (
            await s.error("chat.update", channel=s.news.id, ts=theirs.ts, text="x") == "cant_update_message"
        )
        assert await s.error("chat.update", channel=s.news.id, ts="1.1", text="x") == "message_not_found"
        await s.client.chat_delete(channel=s.news.id, ts=ts)
        assert s.news.messages() == [theirs]


async def test_auth_test_says_who_the_token_is() -> None:
    async with small_workspace() as s:
        found = await s.client.auth_test()
        assert (found["team_id"], found["user_id"], found["bot_id"]) == (
            s.team.id,
            s.team.bot_user,
            s.team.bot_id,
        )
        assert "chat:write" in found.headers["x-oauth-scopes"]


async def test_blocks_may_come_as_json_in_a_form() -> None:
    async with small_workspace() as s:
        form = {"channel": s.news.id, "blocks": '[{"type": "divider", "block_id": "line"}]'}
        await s.client.api_call("chat.postMessage", data=form)
        assert s.news.messages()[0].blocks == [{"type": "divider", "block_id": "line"}]
        with pytest.raises(SlackApiError, match="invalid_blocks_format"):
            await s.client.api_call("chat.postMessage", data={"channel": s.news.id, "blocks": "[{"})


async def test_an_update_keeps_blocks_only_without_text_and_metadata_until_it_is_emptied() -> None:
    async with small_workspace() as s:
        key = {"event_type": "part", "event_payload": {"key": "k"}}
        blocks = [section("old", block_id="b")]
        ts = (await s.client.chat_postMessage(channel=s.news.id, text="old", blocks=blocks, metadata=key))[
            "ts"
        ]
        [message] = s.news.messages()
        more = [{"text": "more", "fallback": "more"}]
        await s.client.chat_update(channel=s.news.id, ts=ts, attachments=more)
        assert (message.blocks[0]["block_id"], message.metadata) == ("b", key)
        await s.client.chat_update(channel=s.news.id, ts=ts, text="new", metadata={})
        assert (message.blocks, message.metadata) == ([], None)


async def test_an_ephemeral_message_is_for_one_reader_and_in_no_history() -> None:
    async with small_workspace() as s:
        finn = s.team.user("finn")
        await s.client.chat_postEphemeral(channel=s.news.id, user=s.mara.id, text="only you")
        assert [one.readable for one in s.news.ephemerals(s.mara)] == ["only you"]
        assert s.news.ephemerals(finn) == []
        assert (await s.client.conversations_history(channel=s.news.id))["messages"] == []
        error = await s.error("chat.postEphemeral", channel=s.news.id, user=finn.id, text="x")
        assert error == "user_not_in_channel"
        ts = s.news.ephemerals(s.mara)[0].ts
        assert await s.error("chat.update", channel=s.news.id, ts=ts, text="x") == "message_not_found"


async def test_an_ephemeral_message_in_a_thread_is_shown_only_once_the_thread_is_active() -> None:
    async with small_workspace() as s:
        parent = await s.mara.post(s.news, "news?")
        args: dict[str, Any] = {
            "channel": s.news.id,
            "user": s.mara.id,
            "text": "psst",
            "thread_ts": parent.ts,
        }
        await s.client.chat_postEphemeral(**args)
        assert s.news.ephemerals(s.mara) == []
        await s.mara.post(s.news, "anyone?", thread=parent)
        await s.client.chat_postEphemeral(**args)
        assert len(s.news.ephemerals(s.mara)) == 1


async def test_channels_and_people_are_told_as_they_are() -> None:
    async with small_workspace() as s:
        s.mara.tz, s.mara.locale = "Pacific/Auckland", "en-NZ"
        hidden = s.team.channel("hush", s.mara, bot=False, private=True)
        user = (await s.client.users_info(user=s.mara.id, include_locale=True))["user"]
        assert (user["tz"], user["locale"], user["is_admin"]) == ("Pacific/Auckland", "en-NZ", True)
        assert "locale" not in (await s.client.users_info(user=s.mara.id))["user"]
        listed = await s.client.conversations_list(types="public_channel,private_channel")
        assert hidden.id not in [one["id"] for one in listed["channels"]]
        info = (await s.client.conversations_info(channel=s.news.id))["channel"]
        assert (info["creator"], info["is_member"], info["is_archived"]) == (s.mara.id, True, False)
        inside = await s.client.conversations_members(channel=s.news.id)
        assert set(inside["members"]) == {s.mara.id, s.team.bot_user}
        far = s.team.channel("far", bot=False)
        await s.client.conversations_join(channel=far.id)
        await s.client.chat_postMessage(channel=far.id, text="hello")


async def test_what_pings_and_what_links_is_told() -> None:
    async with small_workspace() as s:
        text = "<@U1> <!here> @channel <#C1|news> <https://a.example|tern.example> https://b.example"
        blocks = [
            section(text),
            {"type": "context", "elements": [plain("<@U2> https://c.example")]},
            {"type": "actions", "elements": [button(url="https://d.example")]},
            {"type": "markdown", "text": "[label](https://e.example)"},
        ]
        await s.client.chat_postMessage(channel=s.news.id, text="&lt;@U3&gt; <!everyone>", blocks=blocks)
        [message] = s.news.messages()
        assert message.pings == ["!everyone", "@U1", "!here", "@channel"]
        assert [(one.url, one.label) for one in message.links] == [
            ("https://a.example", "tern.example"),
            ("https://b.example", "https://b.example"),
            ("https://e.example", "label"),
            ("https://d.example", "More"),
        ]
        assert message.labels == ["More"]


async def test_the_assistants_status_prompts_and_title_stand_beside_the_talk() -> None:
    async with small_workspace() as s:
        root = s.mara.open_assistant(s.news)
        where: dict[str, Any] = {"channel_id": s.mara.talk.id, "thread_ts": root.ts}
        await s.client.assistant_threads_setStatus(status="is reading", **where)
        await s.client.assistant_threads_setTitle(title="The bridge", **where)
        prompts = [{"title": "Today", "message": "What is new today?"}]
        await s.client.assistant_threads_setSuggestedPrompts(prompts=prompts, **where)
        assert s.mara.talk.status(root) == "is reading"
        assert s.mara.talk.titles[root.ts] == "The bridge"
        assert s.mara.talk.prompts[root.ts]["prompts"] == prompts
        error = await s.error("assistant.threads.setSuggestedPrompts", prompts=prompts * 5, **where)
        assert error == "invalid_arguments"
        reply = await s.mara.say("and then?", thread=root)
        where_not = {"channel_id": s.mara.talk.id, "thread_ts": reply.ts, "status": "x"}
        assert await s.error("assistant.threads.setStatus", **where_not) == "invalid_thread_ts"
        s.slack.clock.push(121)
        assert s.mara.talk.status(root) == ""


async def test_rich_text_and_formatting_are_read_too() -> None:
    async with small_workspace() as s:
        words = [
            {"type": "text", "text": "<@U9> *not bold*"},
            {"type": "user", "user_id": "U1"},
            {"type": "broadcast", "range": "here"},
            {"type": "link", "url": "https://a.example", "text": "The Tern"},
        ]
        rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": words}]}
        await s.client.chat_postMessage(
            channel=s.news.id, text="Bridge", blocks=[rich, section("*bold* a*b*c")]
        )
        [message] = s.news.messages()
        assert message.pings == ["@U1", "@here"]
        assert [one.url for one in message.links] == ["https://a.example"]
        assert message.formatted == [("*", "bold")]


async def test_a_verbatim_text_makes_no_links_and_pings_of_bare_words() -> None:
    async with small_workspace() as s:
        words = {"type": "mrkdwn", "text": "@here https://a.example <!here>", "verbatim": True}
        blocks = [{"type": "section", "text": words}]
        await s.client.chat_postMessage(channel=s.news.id, text="Bridge", blocks=blocks)
        [message] = s.news.messages()
        assert (message.pings, message.links) == (["!here"], [])


async def test_an_ephemeral_message_is_gone_when_slack_starts_anew() -> None:
    async with small_workspace() as s:
        await s.client.chat_postEphemeral(channel=s.news.id, user=s.mara.id, text="only you")
        s.mara.reload()
        assert s.news.ephemerals(s.mara) == []


async def test_a_deleted_message_leaves_its_place_only_where_it_has_replies() -> None:
    async with small_workspace() as s:
        parent = await s.mara.post(s.news, "one")
        await s.mara.post(s.news, "two", thread=parent)
        lone = await s.mara.post(s.news, "three")
        await s.mara.delete(parent)
        await s.mara.delete(lone)
        replies = await s.client.conversations_replies(channel=s.news.id, ts=parent.ts)
        assert [one["text"] for one in replies["messages"]] == ["This message was deleted.", "two"]
        assert replies["messages"][0]["subtype"] == "tombstone"
        assert len(s.news.messages()) == 1
