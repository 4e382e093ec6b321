"""Posting to Discord through faults: what was posted is found, and nothing stands there twice."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.fetch import HttpFetcher
from bot.errors import ChannelGone, ConfigError, MessageRefused, NotAllowed, PlatformError, RateLimited
from bot.model import Heading, Outline, Paragraph, Part, Place, Topic
from bot.platforms.discord import DiscordPlatform, DiscordSettings
from bot.platforms.discord.forum import stories
from bot.platforms.discord.render import key_of
from tests.fakes.bot_on_discord import BotOnDiscord, on_discord
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
from tests.fakes.failures import failure_guard
from tests.fakes.platform_store import MemoryPlatformStore

POST = "POST /channels/{channel_id}/messages"
THREADS = "POST /channels/{channel_id}/threads"
ON_MESSAGE = "POST /channels/{channel_id}/messages/{message_id}/threads"
SINCE = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.fixture
async def bot() -> AsyncIterator[BotOnDiscord]:
    async with on_discord() as made:
        yield made


async def delivered(bot: BotOnDiscord, place: Place, part: Part) -> str:
    """As the outbox does it: after a failure it looks before it posts again."""
    try:
        return await bot.platform.post(place, part)
    except PlatformError:
        found = await bot.platform.find(place, part, SINCE)
        return found or await bot.platform.post(place, part)


def posts(bot: BotOnDiscord) -> list[str]:
    """The names of all threads, archived ones too."""
    return sorted(one.name for one in bot.discord.world.channels.values() if one.is_thread)


def keys(room: Channel) -> list[str | None]:
    return [key_of(one.body["components"]) for one in room.messages()]


@pytest.mark.parametrize(
    "fault", [CUT_AFTER, BAD_GATEWAY_AFTER, CUT_BEFORE], ids=["cut after", "502 after", "cut before"]
)
async def test_in_a_channel_what_was_posted_is_found_and_not_doubled(bot: BotOnDiscord, fault: Fault) -> None:
    room = bot.guild.text_channel("news")
    bot.discord.faults.next(POST, fault)
    posted = await delivered(bot, bot.place(room), Part("key-1", NEWS))
    assert keys(room) == ["key-1"]
    assert posted == str(room.messages()[0].id)


@pytest.mark.parametrize(
    "fault", [CUT_AFTER, BAD_GATEWAY_AFTER, CUT_BEFORE], ids=["cut after", "502 after", "cut before"]
)
async def test_in_a_thread_what_was_posted_is_found_and_not_doubled(bot: BotOnDiscord, fault: Fault) -> None:
    room = bot.guild.text_channel("news")
    first = await bot.platform.post(bot.place(room), Part("key-1", NEWS))
    bot.discord.faults.next(POST, fault)
    await delivered(bot, bot.place(room, first), Part("key-2", NEWS))
    (thread,) = bot.guild.threads()
    assert keys(room) == ["key-1"]
    assert keys(thread) == ["key-2"]


@pytest.mark.parametrize("fault", [CUT_AFTER, BAD_GATEWAY_AFTER], ids=["cut after", "502 after"])
async def test_a_thread_that_was_opened_in_a_fault_is_used(bot: BotOnDiscord, fault: Fault) -> None:
    room = bot.guild.text_channel("news")
    first = await bot.platform.post(bot.place(room), Part("key-1", NEWS))
    bot.discord.faults.next(ON_MESSAGE, fault)
    await delivered(bot, bot.place(room, first), Part("key-2", NEWS))
    (thread,) = bot.guild.threads()
    assert keys(thread) == ["key-2"]


@pytest.mark.parametrize(
    "fault", [CUT_AFTER, BAD_GATEWAY_AFTER, CUT_BEFORE], ids=["cut after", "502 after", "cut before"]
)
@pytest.mark.parametrize("archived", [False, True])
async def test_in_a_forum_what_was_posted_is_found_and_not_doubled(
    bot: BotOnDiscord, fault: Fault, archived: bool
) -> None:
    forum = bot.guild.forum("news")
    place = bot.place(forum)
    bot.discord.faults.next(THREADS, fault)
    with pytest.raises(PlatformError):
        await bot.platform.post(place, Part("key-1", NEWS))
    if archived:
        for thread in bot.guild.threads():
            thread.archive()
    posted = await delivered(bot, place, Part("key-1", NEWS))
    assert posts(bot) == ["Island ferry sails again on Monday", "Old paper mill to become a library"]
    assert await bot.platform.find(place, Part("key-1", NEWS), SINCE) == posted
    assert await bot.platform.post(place, Part("key-1", NEWS)) == posted
    assert len(posts(bot)) == 2


async def test_a_forum_part_of_which_some_stories_are_there_is_completed_as_it_is_found(
    bot: BotOnDiscord,
) -> None:
    forum = bot.guild.forum("news")
    bot.discord.faults.next(THREADS, refuse(50013))
    with pytest.raises(NotAllowed):
        await bot.platform.post(bot.place(forum), Part("key-1", NEWS))
    assert await bot.platform.find(bot.place(forum), Part("key-1", NEWS), SINCE) is None
    first, *_ = stories(Part("key-1", NEWS))
    await bot.platform.post(bot.place(forum), first)
    assert len(posts(bot)) == 1
    found = await bot.platform.find(bot.place(forum), Part("key-1", NEWS), SINCE)
    assert found is not None
    assert len(posts(bot)) == 2
    assert await bot.platform.find(bot.place(forum), Part("key-1", NEWS), SINCE) == found


@pytest.mark.parametrize("fault", [CUT_AFTER, CUT_BEFORE])
async def test_a_story_of_several_messages_is_completed_as_it_is_found(
    bot: BotOnDiscord, fault: Fault
) -> None:
    forum = bot.guild.forum("news")
    more = tuple(Paragraph(f"no. {number} {'and so on ' * 90}".strip()) for number in range(12))
    first = NEWS.sections[0]
    part = Part("key-1", replace(NEWS, sections=(replace(first, blocks=(*first.blocks, *more)),)))
    bot.discord.faults.next(POST, fault)
    with pytest.raises(PlatformError):
        await bot.platform.post(bot.place(forum), part)
    assert await bot.platform.find(bot.place(forum), part, SINCE) is not None
    [thread] = bot.guild.threads()
    said = "".join(str(one.body) for one in thread.messages())
    assert [said.count(f"no. {number} and so on") for number in range(12)] == [1] * 12


async def test_posts_of_other_stories_cost_a_forum_no_calls(bot: BotOnDiscord) -> None:
    forum = bot.guild.forum("news")
    await bot.platform.post(bot.place(forum), Part("key-1", NEWS))
    bot.discord.world.clock.pass_by(3_600)
    bot.discord.faults.next("GET /channels/{channel_id}/messages/{message_id}", CUT_BEFORE)
    other = Part("key-2", replace(NEWS, sections=NEWS.sections[:0]))
    await bot.platform.post(
        bot.place(forum), other, datetime.fromtimestamp(bot.discord.world.clock.now(), UTC)
    )
    assert not bot.discord.faults.happened, "a post of another story was read"


async def test_later_parts_of_a_delivery_are_posts_of_their_own_in_a_forum(bot: BotOnDiscord) -> None:
    forum = bot.guild.forum("news")
    first = await bot.platform.post(bot.place(forum), Part("key-1", NEWS))
    later = replace(
        NEWS,
        sections=(
            replace(NEWS.sections[0], blocks=(Heading("A third story"), *NEWS.sections[0].blocks[1:])),
        ),
    )
    second = await bot.platform.post(bot.place(forum, first), Part("key-2", later))
    assert await bot.platform.find(bot.place(forum, first), Part("key-2", later), SINCE) == second
    assert "A third story" in [thread.name for thread in bot.guild.threads()]


async def test_forum_posts_are_tagged_by_topic() -> None:
    async with on_discord() as bot:
        forum = bot.guild.forum("news", ["Ferries", "Culture", "Sport"])

        async def topics(_channel: object) -> list[Topic]:
            return [
                Topic("ferries", words=("ferry",)),
                Topic("Culture", words=("library",)),
                Topic("Sport", words=("goal",)),
            ]

        settings = DiscordSettings(bot.discord.token, bot.discord.url)
        platform = DiscordPlatform(
            settings, lambda: SINCE, MemoryPlatformStore(), failure_guard(), HttpFetcher(), topics
        )
        await platform.post(bot.place(forum), Part("key-1", NEWS))
        await platform.close()
        names = {tag.id: tag.name for tag in forum.tags}
        tagged = {thread.name: [names[one] for one in thread.applied_tags] for thread in bot.guild.threads()}
        assert tagged["Island ferry sails again on Monday"] == ["Ferries"]
        assert tagged["Old paper mill to become a library"] == ["Culture"]


async def test_an_empty_day_is_one_post_in_a_forum(bot: BotOnDiscord) -> None:
    forum = bot.guild.forum("news")
    await bot.platform.post(bot.place(forum), Part("key-1", Outline("News for Monday", lead="No news.")))
    assert [thread.name for thread in bot.guild.threads()] == ["News for Monday"]


async def test_an_order_in_a_thread_has_all_its_parts_there(bot: BotOnDiscord) -> None:
    room = bot.guild.text_channel("news")
    ada = bot.discord.person("Ada", bot.guild)
    thread = ada.start_thread(ada.say(room, "Here."), "here")
    first = await bot.platform.post(bot.place(thread), Part("key-1", NEWS))
    thread.archive()
    second = await bot.platform.post(bot.place(thread, first), Part("key-2", NEWS))
    assert keys(thread) == ["key-1", "key-2"]
    assert await bot.platform.find(bot.place(thread, first), Part("key-2", NEWS), SINCE) == second
    await bot.platform.edit(bot.place(thread, first), second, Part("key-2", Outline("Corrected")))
    assert "Corrected" in thread.messages()[-1].text


async def test_an_archived_thread_is_opened_to_be_edited(bot: BotOnDiscord) -> None:
    room = bot.guild.text_channel("news")
    first = await bot.platform.post(bot.place(room), Part("key-1", NEWS))
    second = await bot.platform.post(bot.place(room, first), Part("key-2", NEWS))
    (thread,) = bot.guild.threads()
    thread.archive()
    await bot.platform.edit(bot.place(room, first), second, Part("key-2", Outline("Corrected")))
    assert "Corrected" in thread.messages()[0].text


async def test_a_forum_post_is_edited_where_it_stands(bot: BotOnDiscord) -> None:
    forum = bot.guild.forum("news")
    posted = await bot.platform.post(bot.place(forum), Part("key-1", Outline("News", lead="None.")))
    await bot.platform.edit(bot.place(forum), posted, Part("key-1", Outline("Corrected")))
    assert "Corrected" in bot.guild.threads()[0].messages()[0].text
    assert await bot.platform.find(bot.place(forum), Part("key-1", NEWS), SINCE) == posted


async def test_a_server_that_wants_embeds_gets_them() -> None:
    async with on_discord(embeds=frozenset({"*"})) as bot:
        room = bot.guild.text_channel("news")
        posted = await bot.platform.post(bot.place(room), Part("key-1", NEWS))
        (message,) = room.messages()
        assert message.body["embeds"][0]["title"] == NEWS.title
        assert await bot.platform.find(bot.place(room), Part("key-1", NEWS), SINCE) == posted


async def test_digests_in_announcement_channels_are_published_where_that_is_asked_for() -> None:
    async with on_discord(publish=True) as bot:
        room = bot.guild.announcements("news")
        first = await bot.platform.post(bot.place(room), Part("key-1", NEWS))
        await bot.platform.post(bot.place(room, first), Part("key-2", NEWS))
        assert room.messages()[0].flags & 1
        assert not bot.guild.threads()[0].messages()[0].flags & 1


async def test_a_digest_stands_although_it_could_not_be_published() -> None:
    async with on_discord(publish=True) as bot:
        room = bot.guild.announcements("news")
        bot.discord.faults.next("POST /channels/{channel_id}/messages/{message_id}/crosspost", refuse(50013))
        await bot.platform.post(bot.place(room), Part("key-1", NEWS))
        assert keys(room) == ["key-1"]


@pytest.mark.parametrize("kind", ["text", "forum"])
async def test_a_missing_permission_is_named(bot: BotOnDiscord, kind: str) -> None:
    room = bot.guild.text_channel("news") if kind == "text" else bot.guild.forum("news")
    room.deny(bot.discord.world.bot, May.SEND_MESSAGES)
    with pytest.raises(NotAllowed, match="in #news the bot lacks Send Messages"):
        await bot.platform.post(bot.place(room), Part("key-1", NEWS))


async def test_a_channel_that_the_bot_may_not_see_is_named_as_such(bot: BotOnDiscord) -> None:
    room = bot.guild.text_channel("news")
    room.deny(bot.discord.world.bot, May.VIEW_CHANNEL)
    with pytest.raises(NotAllowed, match="View Channel"):
        await bot.platform.post(bot.place(room), Part("key-1", NEWS))


async def test_without_history_nothing_is_said_to_be_missing(bot: BotOnDiscord) -> None:
    room = bot.guild.text_channel("news")
    await bot.platform.post(bot.place(room), Part("key-1", NEWS))
    room.deny(bot.discord.world.bot, May.READ_MESSAGE_HISTORY)
    with pytest.raises(NotAllowed, match="Read Message History"):
        await bot.platform.find(bot.place(room), Part("key-1", NEWS), SINCE)


async def test_a_deleted_channel_is_gone(bot: BotOnDiscord) -> None:
    room = bot.guild.text_channel("news")
    place = bot.place(room)
    room.delete()
    with pytest.raises(ChannelGone):
        await bot.platform.post(place, Part("key-1", NEWS))
    with pytest.raises(ChannelGone):
        await bot.platform.find(place, Part("key-1", NEWS), SINCE)


async def test_a_post_is_found_by_a_host_whose_clock_is_ahead(bot: BotOnDiscord) -> None:
    room = bot.guild.text_channel("news")
    posted = await bot.platform.post(bot.place(room), Part("key-1", NEWS))
    made = datetime.now(UTC) + timedelta(minutes=9)  # noqa: TID251 - as the stand-in's
    assert await bot.platform.find(bot.place(room), Part("key-1", NEWS), made) == posted


async def test_a_message_whose_form_discord_refuses_goes_as_plain_text(
    bot: BotOnDiscord, caplog: pytest.LogCaptureFixture
) -> None:
    room, forum = bot.guild.text_channel("news"), bot.guild.forum("stories")
    bot.discord.faults.next(POST, refuse(50035))
    posted = await bot.platform.post(bot.place(room), Part("key-1", NEWS))
    (message,) = room.messages()
    assert message.body["content"].startswith("## News for Monday, 2 March 2026, 08:00")
    assert (keys(room), posted) == (["key-1"], str(message.id))
    assert await bot.platform.find(bot.place(room), Part("key-1", NEWS), SINCE) == posted
    assert "sent as plain text in place of" in caplog.text
    bot.discord.faults.next(THREADS, refuse(50035))
    last = await bot.platform.post(bot.place(forum), Part("key-1", NEWS))
    assert posts(bot) == ["Island ferry sails again on Monday", "Old paper mill to become a library"]
    assert await bot.platform.find(bot.place(forum), Part("key-1", NEWS), SINCE) == last


async def test_a_message_that_discord_takes_in_no_form_is_refused_for_good(bot: BotOnDiscord) -> None:
    room = bot.guild.text_channel("news")
    bot.discord.faults.next(POST, refuse(50035), refuse(50035))
    with pytest.raises(MessageRefused):
        await bot.platform.post(bot.place(room), Part("key-1", NEWS))


async def test_a_locked_thread_and_slow_mode_are_waited_for(bot: BotOnDiscord) -> None:
    room = bot.guild.text_channel("news")
    bot.discord.faults.next(POST, refuse(160005))
    with pytest.raises(RateLimited) as raised:
        await bot.platform.post(bot.place(room), Part("key-1", NEWS))
    assert raised.value.wait > 60


async def test_a_long_rate_limit_is_given_back_and_a_short_one_is_waited_for(bot: BotOnDiscord) -> None:
    room = bot.guild.text_channel("news")
    bot.discord.faults.next(POST, limited(90))
    with pytest.raises(RateLimited) as raised:
        await bot.platform.post(bot.place(room), Part("key-1", NEWS))
    assert raised.value.wait == 90
    bot.discord.faults.next(POST, limited(0.05))
    await bot.platform.post(bot.place(room), Part("key-1", NEWS))
    assert keys(room) == ["key-1"]


async def test_a_refusal_before_discord_s_own_servers_keeps_us_quiet(bot: BotOnDiscord) -> None:
    room = bot.guild.text_channel("news")
    bot.discord.faults.next(POST, limited(1, via=False))
    with pytest.raises(RateLimited) as raised:
        await bot.platform.post(bot.place(room), Part("key-1", NEWS))
    assert raised.value.wait >= 300


async def test_what_is_found_is_looked_for_past_a_thousand_messages_of_others(bot: BotOnDiscord) -> None:
    room = bot.guild.text_channel("news")
    ada = bot.discord.person("Ada", bot.guild)
    since = datetime.now(UTC) - timedelta(minutes=1)  # noqa: TID251 - the stand-in's clock
    for number in range(250):
        ada.say(room, f"{number}")
    posted = await bot.platform.post(bot.place(room), Part("key-1", NEWS))
    assert await bot.platform.find(bot.place(room), Part("key-1", NEWS), since) == posted


async def test_a_wrong_token_is_told_with_its_remedy() -> None:
    async with on_discord() as bot:
        platform = DiscordPlatform(
            DiscordSettings("wrong", bot.discord.url),
            lambda: SINCE,
            MemoryPlatformStore(),
            failure_guard(),
            HttpFetcher(),
        )
        with pytest.raises(ConfigError, match="ONRECORD_DISCORD_TOKEN"):
            await platform.serve(bot.desk)


async def test_a_channel_that_is_no_id_is_no_channel(bot: BotOnDiscord) -> None:
    room = bot.guild.text_channel("news")
    place = replace(bot.place(room), channel=replace(bot.place(room).channel, room="../users"))
    with pytest.raises(ChannelGone):
        await bot.platform.post(place, Part("key-1", NEWS))


async def test_the_owner_is_warned_in_a_direct_message_once(bot: BotOnDiscord) -> None:
    room = bot.guild.text_channel("news")
    for _ in range(2):
        await bot.platform.warn(bot.place(room).channel, "The digests of #news are paused.")
    world = bot.discord.world
    shown = world.direct(bot.guild.owner, world.bot).messages()
    assert [one.text for one in shown] == ["The digests of #news are paused."]


async def test_an_owner_who_takes_no_messages_is_an_error_with_a_name(bot: BotOnDiscord) -> None:
    bot.guild.owner.takes_messages = False
    room = bot.guild.text_channel("news")
    with pytest.raises(NotAllowed, match="takes no messages"):
        await bot.platform.warn(bot.place(room).channel, "Paused.")


async def test_at_once_several_parts_of_several_channels_stand_each_once(bot: BotOnDiscord) -> None:
    rooms = [bot.guild.text_channel(f"news-{number}") for number in range(8)]
    bot.discord.faults.next(POST, CUT_AFTER, BAD_GATEWAY_AFTER, limited(0.01))
    await asyncio.gather(*(delivered(bot, bot.place(room), Part("key-1", NEWS)) for room in rooms))
    assert [keys(room) for room in rooms] == [["key-1"]] * 8


async def test_in_a_forum_a_post_is_found_behind_a_hundred_archived_later(bot: BotOnDiscord) -> None:
    forum = bot.guild.forum("news")
    posted = await bot.platform.post(bot.place(forum), Part("key-1", NEWS))
    for thread in bot.guild.threads():
        thread.archive()
    someone = bot.discord.person("Mara", bot.guild)
    for number in range(120):
        bot.discord.world.clock.pass_by(1)
        bot.discord.world.add_thread(forum, f"Talk {number}", someone, 11).archive()
    assert await bot.platform.find(bot.place(forum), Part("key-1", NEWS), SINCE) == posted
    assert await bot.platform.post(bot.place(forum), Part("key-1", NEWS), SINCE) == posted


async def test_in_a_forum_a_post_that_somebody_renamed_is_not_made_again(bot: BotOnDiscord) -> None:
    forum = bot.guild.forum("news")
    bot.discord.faults.next(THREADS, CUT_AFTER)
    with pytest.raises(PlatformError):
        await bot.platform.post(bot.place(forum), Part("key-1", NEWS), SINCE)
    [first] = bot.guild.threads()
    first.name = "Renamed"
    await bot.platform.post(bot.place(forum), Part("key-1", NEWS), SINCE)
    assert len(posts(bot)) == 2


async def test_the_rest_of_a_digest_whose_opening_was_deleted_stands_in_the_channel(
    bot: BotOnDiscord,
) -> None:
    room = bot.guild.text_channel("news")
    first = await bot.platform.post(bot.place(room), Part("key-1", NEWS))
    bot.discord.world.delete_message(room.held[int(first)])
    second = await bot.platform.post(bot.place(room, first), Part("key-2", NEWS))
    assert await bot.platform.find(bot.place(room, first), Part("key-2", NEWS), SINCE) == second
    assert str(next(reversed(room.held))) == second


async def test_a_refusal_after_a_try_that_may_have_been_taken_is_no_clear_one(bot: BotOnDiscord) -> None:
    room = bot.guild.text_channel("news")
    bot.discord.faults.next(POST, BAD_GATEWAY_AFTER, *[refuse(50035)] * 3)
    with pytest.raises(PlatformError) as raised:
        await bot.platform.post(bot.place(room), Part("key-1", NEWS))
    assert raised.value.unclear
    assert keys(room) == ["key-1"]


async def test_a_forum_that_requires_a_tag_gets_a_general_one_or_its_owner_a_remedy() -> None:
    async with on_discord() as bot:
        tagged = bot.guild.forum("tagged", ["Sport", "News"], require_tag=True)
        await bot.platform.post(bot.place(tagged), Part("key-1", NEWS))
        names = {tag.id: tag.name for tag in tagged.tags}
        assert [[names[one] for one in thread.applied_tags] for thread in bot.guild.threads()] == [
            ["News"]
        ] * 2
        for other in (["Sport"], []):
            forum = bot.guild.forum("closed", other, require_tag=True)
            with pytest.raises(NotAllowed, match="add one called News"):
                await bot.platform.post(bot.place(forum), Part("key-2", NEWS))
            assert len(bot.guild.threads()) == 2, "nothing stands there in part"


async def test_a_tag_that_is_its_moderators_alone_is_not_used() -> None:
    async with on_discord() as bot:
        forum = bot.guild.forum("news", ["News", "General"], require_tag=True)
        forum.tags[0].moderated = True
        await bot.platform.post(bot.place(forum), Part("key-1", NEWS))
        assert {one for thread in bot.guild.threads() for one in thread.applied_tags} == {forum.tags[1].id}
