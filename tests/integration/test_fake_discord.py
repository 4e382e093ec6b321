"""The Discord stand-in, driven by discord.py itself: commands, buttons, forms, posts, threads."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.fakes.discord import (
    BAD_GATEWAY_AFTER,
    CUT_AFTER,
    MEMBER,
    Channel,
    Discord,
    Guild,
    May,
    Person,
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


async def test_a_deferred_answer_loads_and_is_then_there(bot: Bot, news: Channel, ada: Person) -> None:
    asked = ada.slash("news ask", {"question": "What of the bridge?"}, news)
    reply = await asked.reply()
    assert reply.text.startswith("You asked: What of the bridge?")
    assert reply.history[0]["flags"] & 128
    assert news.messages() == [reply]
    assert ada.sees(news) == [reply]


async def test_buttons_change_the_message_and_open_forms(
    service: Discord, bot: Bot, news: Channel, ada: Person
) -> None:
    reply = await ada.slash("news ask", {"question": "What?"}, news).reply()
    pressed = ada.press(reply, "More")
    await service.until(lambda: pressed.answer)
    assert reply.body["content"] == "page two"
    ada.press(reply, "schedule:1")
    await service.until(ada.modal)
    form = ada.modal()
    assert form
    assert form.title == "Set the slot"
    said = await ada.submit(form, {"When": "07:30"}).reply()
    assert said.text == "At 07:30"
    assert said.only_for is ada
    assert said not in news.messages()
    assert ada.modal() is None


async def test_what_is_typed_is_completed(bot: Bot, news: Channel, ada: Person) -> None:
    assert await ada.autocomplete("news quotes", "speaker", "Mara", news) == [
        {"name": "Mara Lind", "value": "lind"}
    ]
    with pytest.raises(LookupError, match="asks for"):
        ada.slash("news quotes", {}, news)
    with pytest.raises(LookupError, match="no command"):
        ada.slash("weather", {}, news)


async def test_a_message_menu_carries_the_message_with_its_words(
    bot: Bot, news: Channel, ada: Person
) -> None:
    said = ada.say(news, "The council has voted.")
    reply = await ada.context_menu("Brief this", said).reply()
    assert reply.text == "Briefed: The council has voted."


async def test_words_are_hidden_without_the_intent(
    service: Discord, bot: Bot, news: Channel, ada: Person
) -> None:
    ada.say(news, "The council has voted.")
    ada.say(news, f"<@{service.world.bot.id}> what of it?")
    await eventually(lambda: len(bot.heard) == 2)
    assert [one.content for one in bot.heard] == ["", f"<@{service.world.bot.id}> what of it?"]


async def test_a_nonce_posts_once(service: Discord, bot: Bot, news: Channel) -> None:
    channel = bot.get_channel(news.id)
    assert isinstance(channel, library.TextChannel)
    first = await channel.send("once", nonce="delivery-1")
    again = await channel.send("once", nonce="delivery-1")
    assert first.id == again.id
    assert len(news.messages()) == 1
    service.pass_time(600)
    assert (await channel.send("once", nonce="delivery-1")).id != first.id


async def test_a_502_after_the_post_doubles_what_has_no_nonce(
    service: Discord, metro: Guild, bot: Bot, news: Channel
) -> None:
    """The library repeats a POST by itself; its messages carry a nonce, its forum posts cannot."""
    forum = metro.forum("stories")
    await eventually(lambda: bot.get_channel(forum.id))
    channel, theirs = bot.get_channel(news.id), bot.get_channel(forum.id)
    assert isinstance(channel, library.TextChannel)
    assert isinstance(theirs, library.ForumChannel)
    service.faults.next("POST /channels/{channel_id}/messages", BAD_GATEWAY_AFTER)
    await channel.send("once")
    assert len(news.messages()) == 1
    service.faults.next("POST /channels/{channel_id}/threads", BAD_GATEWAY_AFTER)
    await theirs.create_thread(name="Twice", content="Twice.")
    assert len(metro.threads()) == 2


async def test_a_cut_connection_raises_after_the_post_was_accepted(
    service: Discord, bot: Bot, news: Channel
) -> None:
    channel = bot.get_channel(news.id)
    assert isinstance(channel, library.TextChannel)
    service.faults.next("POST /channels/{channel_id}/messages", CUT_AFTER)
    with pytest.raises(aiohttp.ClientError):
        await channel.send("there")
    assert [one.text for one in news.messages()] == ["there"]


async def test_components_v2_are_posted_pressed_and_answered(
    service: Discord, bot: Bot, news: Channel, ada: Person
) -> None:
    channel = bot.get_channel(news.id)
    assert isinstance(channel, library.TextChannel)
    await channel.send(view=Story())
    (posted,) = news.messages()
    assert posted.text == "## The bridge\nIt is built.\nWhy"
    why = await ada.press(posted, "Why").reply()
    assert (why.text, why.ephemeral, why.only_for) == ("Because it is new.", True, ada)
    followed = await ada.choose(posted, "topic:1", "Politics").reply()
    assert followed.text == "Following ['Politics']"
    assert ada.sees(news) == [posted, why, followed]
    assert news.messages() == [posted]


async def test_a_direct_message_is_read_and_answered(service: Discord, bot: Bot, ada: Person) -> None:
    ada.write_to_bot("help")
    await eventually(lambda: bot.heard)
    assert bot.heard[0].content == "help"
    sent = await bot.heard[0].reply("Here I am.")
    assert sent.guild is None
    asked = ada.slash("news ask", {"question": "And here?"})
    assert (await asked.reply()).body["content"] == "You asked: And here?"


async def test_commands_are_counted_when_they_are_written(service: Discord, bot: Bot) -> None:
    assert [sorted(names) for _, names in service.commands.overwrites] == [["Brief this", "news"]]
    await bot.tree.sync()
    assert len(service.commands.overwrites) == 2
    assert service.commands.created == {None: 2}


async def test_a_forum_post_has_its_tags_and_is_found_among_threads(
    service: Discord, metro: Guild, bot: Bot, ada: Person
) -> None:
    forum = metro.forum("stories", ["politics", "science"], require_tag=True)
    await eventually(lambda: bot.get_channel(forum.id))
    theirs = bot.get_channel(forum.id)
    assert isinstance(theirs, library.ForumChannel)
    await eventually(lambda: len(theirs.available_tags) == 2)
    with pytest.raises(library.HTTPException) as refusal:
        await theirs.create_thread(name="The bridge", content="Built.")
    assert refusal.value.code == 40067
    made = await theirs.create_thread(
        name="The bridge", content="Built.", applied_tags=[theirs.available_tags[0]]
    )
    assert [one.text for one in metro.threads()[0].messages()] == ["Built."]
    assert [one.name for one in made.thread.applied_tags] == ["politics"]
    assert [one.id for one in await theirs.guild.active_threads()] == [made.thread.id]
    await made.thread.edit(archived=True)
    assert [one.id async for one in theirs.archived_threads()] == [made.thread.id]
    await made.thread.send("More.")
    assert not metro.threads()[0].archived


async def test_a_forum_takes_twenty_tags_from_who_manages_it(metro: Guild, bot: Bot) -> None:
    forum = metro.forum("stories", [f"topic {number}" for number in range(19)])
    await eventually(lambda: bot.get_channel(forum.id))
    theirs = bot.get_channel(forum.id)
    assert isinstance(theirs, library.ForumChannel)
    await eventually(lambda: len(theirs.available_tags) == 19)
    with pytest.raises(library.Forbidden):
        await theirs.create_tag(name="science")
    metro.set_bot(BOT | May.MANAGE_CHANNELS)
    await theirs.create_tag(name="science")
    await eventually(lambda: len(theirs.available_tags) == 20)
    with pytest.raises(library.HTTPException) as refusal:
        await theirs.create_tag(name="one too many")
    assert refusal.value.code == 50035


async def test_a_thread_starts_on_a_message_once(bot: Bot, news: Channel, ada: Person) -> None:
    said = ada.say(news, "The council has voted.")
    channel = bot.get_channel(news.id)
    assert isinstance(channel, library.TextChannel)
    message = await channel.fetch_message(said.id)
    thread = await message.create_thread(name="The vote")
    await thread.send("Here.")
    assert said.thread
    assert [one.text for one in said.thread.messages()] == ["Here."]
    with pytest.raises(library.HTTPException) as refusal:
        await message.create_thread(name="Again")
    assert refusal.value.code == 160004


async def test_an_announcement_is_published_once(metro: Guild, bot: Bot) -> None:
    held = metro.announcements("press")
    await eventually(lambda: bot.get_channel(held.id))
    channel = bot.get_channel(held.id)
    assert isinstance(channel, library.TextChannel)
    sent = await channel.send("Out now.")
    await sent.publish()
    with pytest.raises(library.HTTPException) as refusal:
        await sent.publish()
    assert refusal.value.code == 40033
