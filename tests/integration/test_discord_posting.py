"""Posting to Discord through faults: what was posted is found, and nothing stands there twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import ChannelGone, ConfigError, MessageRefused, NotAllowed, PlatformError, RateLimited
from bot.model import Heading, Outline, Part, Place, Topic
from bot.platforms.discord import DiscordPlatform, DiscordSettings
from bot.platforms.discord.render import key_of
from tests.fakes.desk import NEWS
from tests.fakes.discord import (
    BAD_GATEWAY_AFTER,
    CUT_AFTER,
    CUT_BEFORE,
    Channel,
    Fault,
    May,
    limited,
    refuse,
)
from tests.fakes.discord_stage import Stage, on_discord
from tests.fakes.failures import failure_guard
from tests.fakes.platform_store import MemoryPlatformStore

POST = "POST /channels/{channel_id}/messages"
THREADS = "POST /channels/{channel_id}/threads"
ON_MESSAGE = "POST /channels/{channel_id}/messages/{message_id}/threads"
SINCE = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with on_discord() as made:
        yield made


async def delivered(stage: Stage, place: Place, part: Part) -> str:
    """As the outbox does it: after a failure it looks before it posts again."""
    try:
        return await stage.platform.post(place, part)
    except PlatformError:
        found = await stage.platform.find(place, part.key, SINCE)
        return found or await stage.platform.post(place, part)


def posts(stage: Stage) -> list[str]:
    """The names of all threads, archived ones too."""
    return sorted(one.name for one in stage.discord.world.channels.values() if one.is_thread)


def keys(room: Channel) -> list[str | None]:
    return [key_of(one.body["components"]) for one in room.messages()]


@pytest.mark.parametrize(
    "fault", [CUT_AFTER, BAD_GATEWAY_AFTER, CUT_BEFORE], ids=["cut after", "502 after", "cut before"]
)
async def test_in_a_channel_what_was_posted_is_found_and_not_doubled(stage: Stage, fault: Fault) -> None:
    room = stage.guild.text_channel("news")
    stage.discord.faults.next(POST, fault)
    posted = await delivered(stage, stage.place(room), Part("key-1", NEWS))
    assert keys(room) == ["key-1"]
    assert posted == str(room.messages()[0].id)


@pytest.mark.parametrize(
    "fault", [CUT_AFTER, BAD_GATEWAY_AFTER, CUT_BEFORE], ids=["cut after", "502 after", "cut before"]
)
async def test_in_a_thread_what_was_posted_is_found_and_not_doubled(stage: Stage, fault: Fault) -> None:
    room = stage.guild.text_channel("news")
    first = await stage.platform.post(stage.place(room), Part("key-1", NEWS))
    stage.discord.faults.next(POST, fault)
    await delivered(stage, stage.place(room, first), Part("key-2", NEWS))
    (thread,) = stage.guild.threads()
    assert keys(room) == ["key-1"]
    assert keys(thread) == ["key-2"]


@pytest.mark.parametrize("fault", [CUT_AFTER, BAD_GATEWAY_AFTER], ids=["cut after", "502 after"])
async def test_a_thread_that_was_opened_in_a_fault_is_used(stage: Stage, fault: Fault) -> None:
    room = stage.guild.text_channel("news")
    first = await stage.platform.post(stage.place(room), Part("key-1", NEWS))
    stage.discord.faults.next(ON_MESSAGE, fault)
    await delivered(stage, stage.place(room, first), Part("key-2", NEWS))
    (thread,) = stage.guild.threads()
    assert keys(thread) == ["key-2"]


@pytest.mark.parametrize(
    "fault", [CUT_AFTER, BAD_GATEWAY_AFTER, CUT_BEFORE], ids=["cut after", "502 after", "cut before"]
)
@pytest.mark.parametrize("archived", [False, True])
async def test_in_a_forum_what_was_posted_is_found_and_not_doubled(
    stage: Stage, fault: Fault, archived: bool
) -> None:
    forum = stage.guild.forum("news")
    place = stage.place(forum)
    stage.discord.faults.next(THREADS, fault)
    with pytest.raises(PlatformError):
        await stage.platform.post(place, Part("key-1", NEWS))
    if archived:
        for thread in stage.guild.threads():
            thread.archive()
    posted = await delivered(stage, place, Part("key-1", NEWS))
    assert posts(stage) == ["Island ferry sails again on Monday", "Old paper mill to become a library"]
    assert await stage.platform.find(place, "key-1", SINCE) == posted
    assert await stage.platform.post(place, Part("key-1", NEWS)) == posted
    assert len(posts(stage)) == 2


async def test_a_forum_part_is_found_only_once_all_its_stories_are_there(stage: Stage) -> None:
    forum = stage.guild.forum("news")
    stage.discord.faults.next(THREADS, refuse(50013), refuse(50013))
    for left in (2, 1):
        with pytest.raises(NotAllowed):
            await stage.platform.post(stage.place(forum), Part("key-1", NEWS))
        assert await stage.platform.find(stage.place(forum), "key-1", SINCE) is None, left
    await stage.platform.post(stage.place(forum), Part("key-1", NEWS))
    assert await stage.platform.find(stage.place(forum), "key-1", SINCE) is not None


async def test_later_parts_of_a_delivery_are_posts_of_their_own_in_a_forum(stage: Stage) -> None:
    forum = stage.guild.forum("news")
    first = await stage.platform.post(stage.place(forum), Part("key-1", NEWS))
    later = replace(
        NEWS,
        sections=(
            replace(NEWS.sections[0], blocks=(Heading("A third story"), *NEWS.sections[0].blocks[1:])),
        ),
    )
    second = await stage.platform.post(stage.place(forum, first), Part("key-2", later))
    assert await stage.platform.find(stage.place(forum, first), "key-2", SINCE) == second
    assert "A third story" in [thread.name for thread in stage.guild.threads()]


async def test_forum_posts_are_tagged_by_topic() -> None:
    async with on_discord() as stage:
        forum = stage.guild.forum("news", ["Ferries", "Culture", "Sport"])

        async def topics(_channel: object) -> list[Topic]:
            return [
                Topic("ferries", words=("ferry",)),
                Topic("Culture", words=("library",)),
                Topic("Sport", words=("goal",)),
            ]

        settings = DiscordSettings(stage.discord.token, stage.discord.url)
        platform = DiscordPlatform(settings, lambda: SINCE, MemoryPlatformStore(), failure_guard(), topics)
        await platform.post(stage.place(forum), Part("key-1", NEWS))
        await platform.close()
        names = {tag.id: tag.name for tag in forum.tags}
        tagged = {
            thread.name: [names[one] for one in thread.applied_tags] for thread in stage.guild.threads()
        }
        assert tagged["Island ferry sails again on Monday"] == ["Ferries"]
        assert tagged["Old paper mill to become a library"] == ["Culture"]


async def test_an_empty_day_is_one_post_in_a_forum(stage: Stage) -> None:
    forum = stage.guild.forum("news")
    await stage.platform.post(stage.place(forum), Part("key-1", Outline("News for Monday", lead="No news.")))
    assert [thread.name for thread in stage.guild.threads()] == ["News for Monday"]


async def test_an_order_in_a_thread_has_all_its_parts_there(stage: Stage) -> None:
    room = stage.guild.text_channel("news")
    ada = stage.discord.person("Ada", stage.guild)
    thread = ada.start_thread(ada.say(room, "Here."), "here")
    first = await stage.platform.post(stage.place(thread), Part("key-1", NEWS))
    thread.archive()
    second = await stage.platform.post(stage.place(thread, first), Part("key-2", NEWS))
    assert keys(thread) == ["key-1", "key-2"]
    assert await stage.platform.find(stage.place(thread, first), "key-2", SINCE) == second
    await stage.platform.edit(stage.place(thread, first), second, Part("key-2", Outline("Corrected")))
    assert "Corrected" in thread.messages()[-1].text


async def test_an_archived_thread_is_opened_to_be_edited(stage: Stage) -> None:
    room = stage.guild.text_channel("news")
    first = await stage.platform.post(stage.place(room), Part("key-1", NEWS))
    second = await stage.platform.post(stage.place(room, first), Part("key-2", NEWS))
    (thread,) = stage.guild.threads()
    thread.archive()
    await stage.platform.edit(stage.place(room, first), second, Part("key-2", Outline("Corrected")))
    assert "Corrected" in thread.messages()[0].text


async def test_a_forum_post_is_edited_where_it_stands(stage: Stage) -> None:
    forum = stage.guild.forum("news")
    posted = await stage.platform.post(stage.place(forum), Part("key-1", Outline("News", lead="None.")))
    await stage.platform.edit(stage.place(forum), posted, Part("key-1", Outline("Corrected")))
    assert "Corrected" in stage.guild.threads()[0].messages()[0].text
    assert await stage.platform.find(stage.place(forum), "key-1", SINCE) == posted


async def test_a_server_that_wants_embeds_gets_them() -> None:
    async with on_discord(embeds=frozenset({"*"})) as stage:
        room = stage.guild.text_channel("news")
        posted = await stage.platform.post(stage.place(room), Part("key-1", NEWS))
        (message,) = room.messages()
        assert message.body["embeds"][0]["title"] == NEWS.title
        assert await stage.platform.find(stage.place(room), "key-1", SINCE) == posted


async def test_digests_in_announcement_channels_are_published_where_that_is_asked_for() -> None:
    async with on_discord(publish=True) as stage:
        room = stage.guild.announcements("news")
        first = await stage.platform.post(stage.place(room), Part("key-1", NEWS))
        await stage.platform.post(stage.place(room, first), Part("key-2", NEWS))
        assert room.messages()[0].flags & 1
        assert not stage.guild.threads()[0].messages()[0].flags & 1


async def test_a_digest_stands_although_it_could_not_be_published() -> None:
    async with on_discord(publish=True) as stage:
        room = stage.guild.announcements("news")
        stage.discord.faults.next(
            "POST /channels/{channel_id}/messages/{message_id}/crosspost", refuse(50013)
        )
        await stage.platform.post(stage.place(room), Part("key-1", NEWS))
        assert keys(room) == ["key-1"]


@pytest.mark.parametrize("kind", ["text", "forum"])
async def test_a_missing_permission_is_named(stage: Stage, kind: str) -> None:
    room = stage.guild.text_channel("news") if kind == "text" else stage.guild.forum("news")
    room.deny(stage.discord.world.bot, May.SEND_MESSAGES)
    with pytest.raises(NotAllowed, match="in #news the bot lacks Send Messages"):
        await stage.platform.post(stage.place(room), Part("key-1", NEWS))


async def test_a_channel_that_the_bot_may_not_see_is_named_as_such(stage: Stage) -> None:
    room = stage.guild.text_channel("news")
    room.deny(stage.discord.world.bot, May.VIEW_CHANNEL)
    with pytest.raises(NotAllowed, match="View Channel"):
        await stage.platform.post(stage.place(room), Part("key-1", NEWS))


async def test_without_history_nothing_is_said_to_be_missing(stage: Stage) -> None:
    room = stage.guild.text_channel("news")
    await stage.platform.post(stage.place(room), Part("key-1", NEWS))
    room.deny(stage.discord.world.bot, May.READ_MESSAGE_HISTORY)
    with pytest.raises(NotAllowed, match="Read Message History"):
        await stage.platform.find(stage.place(room), "key-1", SINCE)


async def test_a_deleted_channel_is_gone(stage: Stage) -> None:
    room = stage.guild.text_channel("news")
    place = stage.place(room)
    room.delete()
    with pytest.raises(ChannelGone):
        await stage.platform.post(place, Part("key-1", NEWS))
    with pytest.raises(ChannelGone):
        await stage.platform.find(place, "key-1", SINCE)


async def test_a_post_is_found_by_a_host_whose_clock_is_ahead(stage: Stage) -> None:
    room = stage.guild.text_channel("news")
    posted = await stage.platform.post(stage.place(room), Part("key-1", NEWS))
    made = datetime.now(UTC) + timedelta(minutes=9)  # noqa: TID251 - as the stand-in's
    assert await stage.platform.find(stage.place(room), "key-1", made) == posted


async def test_a_message_whose_form_discord_refuses_goes_as_plain_text(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    room, forum = stage.guild.text_channel("news"), stage.guild.forum("stories")
    stage.discord.faults.next(POST, refuse(50035))
    posted = await stage.platform.post(stage.place(room), Part("key-1", NEWS))
    (message,) = room.messages()
    assert message.body["content"].startswith("## News for Monday, 2 March 2026, 08:00")
    assert (keys(room), posted) == (["key-1"], str(message.id))
    assert await stage.platform.find(stage.place(room), "key-1", SINCE) == posted
    assert "sent as plain text in place of" in caplog.text
    stage.discord.faults.next(THREADS, refuse(50035))
    last = await stage.platform.post(stage.place(forum), Part("key-1", NEWS))
    assert posts(stage) == ["Island ferry sails again on Monday", "Old paper mill to become a library"]
    assert await stage.platform.find(stage.place(forum), "key-1", SINCE) == last


async def test_a_message_that_discord_takes_in_no_form_is_refused_for_good(stage: Stage) -> None:
    room = stage.guild.text_channel("news")
    stage.discord.faults.next(POST, refuse(50035), refuse(50035))
    with pytest.raises(MessageRefused):
        await stage.platform.post(stage.place(room), Part("key-1", NEWS))


async def test_a_locked_thread_and_slow_mode_are_waited_for(stage: Stage) -> None:
    room = stage.guild.text_channel("news")
    stage.discord.faults.next(POST, refuse(160005))
    with pytest.raises(RateLimited) as raised:
        await stage.platform.post(stage.place(room), Part("key-1", NEWS))
    assert raised.value.wait > 60


async def test_a_long_rate_limit_is_given_back_and_a_short_one_is_waited_for(stage: Stage) -> None:
    room = stage.guild.text_channel("news")
    stage.discord.faults.next(POST, limited(90))
    with pytest.raises(RateLimited) as raised:
        await stage.platform.post(stage.place(room), Part("key-1", NEWS))
    assert raised.value.wait == 90
    stage.discord.faults.next(POST, limited(0.05))
    await stage.platform.post(stage.place(room), Part("key-1", NEWS))
    assert keys(room) == ["key-1"]


async def test_a_refusal_before_discord_s_own_servers_keeps_us_quiet(stage: Stage) -> None:
    room = stage.guild.text_channel("news")
    stage.discord.faults.next(POST, limited(1, via=False))
    with pytest.raises(RateLimited) as raised:
        await stage.platform.post(stage.place(room), Part("key-1", NEWS))
    assert raised.value.wait >= 300


async def test_what_is_found_is_looked_for_past_a_thousand_messages_of_others(stage: Stage) -> None:
    room = stage.guild.text_channel("news")
    ada = stage.discord.person("Ada", stage.guild)
    since = datetime.now(UTC) - timedelta(minutes=1)  # noqa: TID251 - the stand-in's clock
    for number in range(250):
        ada.say(room, f"{number}")
    posted = await stage.platform.post(stage.place(room), Part("key-1", NEWS))
    assert await stage.platform.find(stage.place(room), "key-1", since) == posted


async def test_a_wrong_token_is_told_with_its_remedy() -> None:
    async with on_discord() as stage:
        platform = DiscordPlatform(
            DiscordSettings("wrong", stage.discord.url), lambda: SINCE, MemoryPlatformStore(), failure_guard()
        )
        with pytest.raises(ConfigError, match="ONRECORD_DISCORD_TOKEN"):
            await platform.serve(stage.desk)


async def test_a_channel_that_is_no_id_is_no_channel(stage: Stage) -> None:
    room = stage.guild.text_channel("news")
    place = replace(stage.place(room), channel=replace(stage.place(room).channel, room="../users"))
    with pytest.raises(ChannelGone):
        await stage.platform.post(place, Part("key-1", NEWS))


async def test_the_owner_is_warned_in_a_direct_message_once(stage: Stage) -> None:
    room = stage.guild.text_channel("news")
    for _ in range(2):
        await stage.platform.warn(stage.place(room).channel, "The digests of #news are paused.")
    world = stage.discord.world
    shown = world.direct(stage.guild.owner, world.bot).messages()
    assert [one.text for one in shown] == ["The digests of #news are paused."]


async def test_an_owner_who_takes_no_messages_is_an_error_with_a_name(stage: Stage) -> None:
    stage.guild.owner.takes_messages = False
    room = stage.guild.text_channel("news")
    with pytest.raises(NotAllowed, match="takes no messages"):
        await stage.platform.warn(stage.place(room).channel, "Paused.")


async def test_at_once_several_parts_of_several_channels_stand_each_once(stage: Stage) -> None:
    rooms = [stage.guild.text_channel(f"news-{number}") for number in range(8)]
    stage.discord.faults.next(POST, CUT_AFTER, BAD_GATEWAY_AFTER, limited(0.01))
    await asyncio.gather(*(delivered(stage, stage.place(room), Part("key-1", NEWS)) for room in rooms))
    assert [keys(room) for room in rooms] == [["key-1"]] * 8
