"""The Discord stand-in refuses what the service refuses: permissions, threads, rates, and faults on demand."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from tests.fakes.discord import (
    BROKEN_BEFORE,
    CUT_BEFORE,
    MEMBER,
    Channel,
    Discord,
    Guild,
    May,
    Person,
    limited,
    refuse,
    slow,
)
from tests.fakes.discord.asking import Asking, at

Json = dict[str, Any]


@pytest.mark.parametrize(
    ("denied", "body", "code"),
    [
        (May.VIEW_CHANNEL, {"content": "x"}, 50001),
        (May.SEND_MESSAGES, {"content": "x"}, 50013),
        (May.EMBED_LINKS, {"embeds": [{"title": "x"}]}, 50013),
    ],
)
async def test_what_the_bot_may_not_do_is_refused(
    bot: Asking, service: Discord, news: Channel, denied: May, body: Json, code: int
) -> None:
    news.deny(service.world.bot, denied)
    assert await bot.post(news, body) == (403, {"message": at_code(code), "code": code})


def at_code(code: int) -> str:
    return {50001: "Missing Access", 50013: "Missing Permissions"}[code]


async def test_history_is_empty_without_the_permission_to_read_it(
    bot: Asking, service: Discord, news: Channel, ada: Person
) -> None:
    said = ada.say(news, "here")
    assert len((await bot.ask("GET", f"/channels/{news.id}/messages"))[1]) == 1
    news.deny(service.world.bot, May.READ_MESSAGE_HISTORY)
    assert await bot.ask("GET", f"/channels/{news.id}/messages") == (200, [])
    assert (await bot.ask("GET", f"/channels/{news.id}/messages/{said.id}"))[1]["code"] == 50013


async def test_lists_are_newest_first_and_cut(bot: Asking, news: Channel) -> None:
    made = [(await bot.post(news, {"content": str(number)}))[1]["id"] for number in range(5)]

    async def listed(query: str) -> list[str]:
        found = (await bot.ask("GET", f"/channels/{news.id}/messages{query}"))[1]
        return [one["content"] for one in found]

    assert await listed("?limit=2") == ["4", "3"]
    assert await listed(f"?before={made[2]}") == ["1", "0"]
    assert await listed(f"?after={made[2]}&limit=1") == ["3"]
    assert await listed(f"?around={made[2]}&limit=3") == ["3", "2", "1"]
    assert (await bot.ask("GET", f"/channels/{news.id}/messages?limit=101"))[0] == 400


async def test_words_of_others_are_hidden_in_lists_without_the_intent(
    bot: Asking, service: Discord, news: Channel, ada: Person
) -> None:
    ada.say(news, "The council has voted.")
    ada.say(news, f"<@{service.world.bot.id}> what of it?")
    await bot.post(news, {"content": "Mine."})

    async def read() -> list[str]:
        return [one["content"] for one in (await bot.ask("GET", f"/channels/{news.id}/messages"))[1]]

    assert await read() == ["Mine.", f"<@{service.world.bot.id}> what of it?", ""]
    service.application.privileged_intents = 1 << 15
    assert (await read())[2] == "The council has voted."


async def test_only_own_messages_are_edited_and_others_are_deleted_by_permission(
    bot: Asking, metro: Guild, news: Channel, ada: Person
) -> None:
    path = f"/channels/{news.id}/messages/{ada.say(news, 'mine').id}"
    assert (await bot.ask("PATCH", path, {"content": "yours"}))[1]["code"] == 50005
    assert (await bot.ask("DELETE", path))[1]["code"] == 50013
    metro.set_bot(MEMBER | May.MANAGE_MESSAGES)
    assert (await bot.ask("DELETE", path))[0] == 204
    assert (await bot.ask("GET", path))[1]["code"] == 10008


async def test_a_nonce_repeats_only_where_it_is_enforced(bot: Asking, news: Channel) -> None:
    body = {"content": "x", "nonce": "part-1", "enforce_nonce": True}
    assert (await bot.post(news, body))[1]["id"] == (await bot.post(news, body))[1]["id"]
    await bot.post(news, {"content": "x", "nonce": "part-1"})
    assert len(news.messages()) == 2


async def test_a_locked_thread_takes_no_message(
    bot: Asking, service: Discord, metro: Guild, news: Channel, ada: Person
) -> None:
    thread = ada.start_thread(ada.say(news, "The vote"), "The vote")
    assert (await bot.post(thread, {"content": "x"}))[0] == 200
    thread.archive(locked=True)
    assert (await bot.post(thread, {"content": "x"}))[1]["code"] == 160005
    sent = thread.messages()[0]
    path = f"/channels/{thread.id}/messages/{sent.id}"
    assert (await bot.ask("PATCH", path, {"content": "y"}))[1]["code"] == 50083
    thread.delete()
    assert (await bot.post(thread, {"content": "x"}))[1]["code"] == 10003


async def test_a_thread_name_has_100_characters(bot: Asking, news: Channel) -> None:
    status, told = await bot.ask("POST", f"/channels/{news.id}/threads", {"name": "x" * 101, "type": 11})
    assert (status, at(told["errors"], "name")) == (400, "BASE_TYPE_BAD_LENGTH")


async def test_a_forum_takes_posts_and_no_messages(bot: Asking, metro: Guild) -> None:
    forum = metro.forum("stories", ["politics"])
    assert (await bot.post(forum, {"content": "x"}))[1]["code"] == 50008
    post = {"name": "The bridge", "message": {"content": "x" * 2_001}}
    status, told = await bot.ask("POST", f"/channels/{forum.id}/threads", post)
    assert (status, at(told["errors"], "message.content")) == (400, "BASE_TYPE_BAD_LENGTH")
    tagged = {"name": "The bridge", "message": {"content": "x"}, "applied_tags": ["1"]}
    status, told = await bot.ask("POST", f"/channels/{forum.id}/threads", tagged)
    assert (status, at(told["errors"], "applied_tags.0")) == (400, "CHANNEL_TAG_UNKNOWN")


async def test_a_message_to_somebody_who_takes_none_is_refused(
    bot: Asking, service: Discord, ada: Person
) -> None:
    _, channel = await bot.ask("POST", "/users/@me/channels", {"recipient_id": str(ada.id)})
    ada.takes_messages = False
    told = (await bot.ask("POST", f"/channels/{channel['id']}/messages", {"content": "x"}))[1]
    assert told["code"] == 50007


async def test_a_wrong_token_and_a_wrong_content_type_are_refused(
    bot: Asking, service: Discord, news: Channel
) -> None:
    assert (await bot.ask("GET", "/users/@me", token="other"))[0] == 401
    assert service.rest.invalid == 1
    path = f"{service.url}/channels/{news.id}/messages"
    headers = {"Authorization": f"Bot {service.token}", "Content-Type": "text/plain"}
    async with aiohttp.ClientSession() as session, session.post(path, data="{}", headers=headers) as answer:
        assert (await answer.json())["code"] == 50035


async def test_a_full_bucket_holds_back_with_its_headers(
    bot: Asking, service: Discord, news: Channel
) -> None:
    service.buckets.limit("POST /channels/{channel_id}/messages", 1, per=60)
    assert (await bot.post(news, {"content": "x"}))[0] == 200
    assert bot.headers["X-RateLimit-Remaining"] == "0"
    status, told = await bot.post(news, {"content": "y"})
    assert status == 429
    assert 0 < told["retry_after"] <= 60
    assert told["global"] is False
    assert bot.headers["Via"]
    assert bot.headers["X-RateLimit-Scope"] == "user"
    assert int(bot.headers["Retry-After"]) >= told["retry_after"]


async def test_fifty_requests_a_second_are_the_most(bot: Asking, service: Discord) -> None:
    service.buckets.limit("GET /users/@me", 1_000, per=1)
    answers = [await bot.ask("GET", "/users/@me") for _ in range(60)]
    refusals = [told for status, told in answers if status == 429]
    assert refusals
    assert all(told["global"] for told in refusals)


async def test_faults_come_in_order_and_heal(bot: Asking, service: Discord, news: Channel) -> None:
    route = "POST /channels/{channel_id}/messages"
    service.faults.next(route, BROKEN_BEFORE, refuse(20028), slow(0.01))
    assert (await bot.post(news, {"content": "x"}))[0] == 500
    status, told = await bot.post(news, {"content": "x"})
    assert (status, told["code"]) == (429, 20028)
    assert news.messages() == []
    assert (await bot.post(news, {"content": "x"}))[0] == 200
    service.faults.always(route, CUT_BEFORE)
    for _ in range(2):
        with pytest.raises(aiohttp.ClientError):
            await bot.post(news, {"content": "y"})
    service.faults.heal()
    assert (await bot.post(news, {"content": "z"}))[0] == 200
    assert [one.text for one in news.messages()] == ["x", "z"]


async def test_a_ban_before_the_service_bears_no_via(bot: Asking, service: Discord) -> None:
    service.faults.next("GET /users/@me", limited(1, via=False))
    assert await bot.ask("GET", "/users/@me") == (429, None)
    assert "Via" not in bot.headers
