"""The Discord stand-in, driven by discord.py itself."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import aiohttp
import pytest

from tests.fakes.discord import (
    ALL,
    BAD_GATEWAY_AFTER,
    CUT_AFTER,
    MEMBER,
    Channel,
    Discord,
    Guild,
    May,
    Person,
    limited,
    pointed_at,
)

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the library's import of audioop, which it does not need
    import discord as library
    from discord import app_commands, ui

BOT = MEMBER | May.MANAGE_MESSAGES | May.MANAGE_THREADS


class Question(ui.Modal, title="Set the slot"):
    time: ui.TextInput[Question] = ui.TextInput(label="When", custom_id="when")

    async def on_submit(self, interaction: library.Interaction) -> None:
        await interaction.response.send_message(f"At {self.time.value}", ephemeral=True)


class More(ui.View):
    def __init__(self) -> None:
        super().__init__(timeout=None)

    @ui.button(label="More", custom_id="more:1")
    async def more(self, interaction: library.Interaction, button: ui.Button[More]) -> None:
        await interaction.response.edit_message(content="page two", view=self)

    @ui.button(label="Schedule", custom_id="schedule:1")
    async def schedule(self, interaction: library.Interaction, button: ui.Button[More]) -> None:
        await interaction.response.send_modal(Question())


class Story(ui.LayoutView):
    """A page of Components V2 with a button that a restart survives."""

    def __init__(self) -> None:
        super().__init__(timeout=None)
        button: ui.Button[Story] = ui.Button(label="Why", custom_id="why:1")
        button.callback = self.why  # type: ignore[method-assign]
        words: ui.TextDisplay[Story] = ui.TextDisplay("## The bridge\nIt is built.")
        self.add_item(ui.Container(ui.Section(words, accessory=button), ui.Separator()))
        choice: ui.Select[Story] = ui.Select(
            custom_id="topic:1", options=[library.SelectOption(label="Politics")]
        )
        choice.callback = self.follow  # type: ignore[method-assign]
        self.add_item(ui.ActionRow(choice))

    async def why(self, interaction: library.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        page: ui.LayoutView = ui.LayoutView()
        page.add_item(ui.TextDisplay("Because it is new."))
        await interaction.edit_original_response(view=page)

    async def follow(self, interaction: library.Interaction) -> None:
        assert interaction.data
        await interaction.response.send_message(f"Following {interaction.data['values']}", ephemeral=True)  # type: ignore[typeddict-item]


class Bot(library.AutoShardedClient):
    def __init__(self, intents: library.Intents | None = None, heartbeat_timeout: float = 60.0) -> None:
        plain = library.Intents(guilds=True, guild_messages=True, dm_messages=True)
        nobody = library.AllowedMentions.none()
        super().__init__(
            intents=intents or plain,
            allowed_mentions=nobody,
            guild_ready_timeout=0.1,
            heartbeat_timeout=heartbeat_timeout,
        )
        self.tree = app_commands.CommandTree(self)
        self.heard: list[library.Message] = []
        self.came: list[str] = []
        news = app_commands.Group(name="news", description="News")

        @news.command(name="ask", description="Ask the articles")
        async def ask(interaction: library.Interaction, question: str) -> None:
            await interaction.response.defer(thinking=True)
            await interaction.followup.send(f"You asked: {question}", view=More())

        @news.command(name="quotes", description="Who said what")
        async def quotes(interaction: library.Interaction, speaker: str) -> None:
            await interaction.response.send_message(f"{speaker} said", ephemeral=True)

        @quotes.autocomplete("speaker")
        async def complete(interaction: library.Interaction, typed: str) -> list[app_commands.Choice[str]]:
            return [app_commands.Choice(name=f"{typed} Lind", value="lind")]

        @app_commands.context_menu(name="Brief this")
        async def brief(interaction: library.Interaction, message: library.Message) -> None:
            await interaction.response.send_message(f"Briefed: {message.content}")

        self.tree.add_command(news)
        self.tree.add_command(brief)

    async def setup_hook(self) -> None:
        self.add_view(More())
        self.add_view(Story())
        await self.tree.sync()

    async def on_message(self, message: library.Message) -> None:
        self.heard.append(message)

    async def on_guild_join(self, guild: library.Guild) -> None:
        self.came.append(f"joined {guild.name}")

    async def on_guild_remove(self, guild: library.Guild) -> None:
        self.came.append(f"left {guild.name}")


@pytest.fixture
async def service() -> AsyncIterator[Discord]:
    async with Discord() as service:
        with pointed_at(service):
            yield service


@asynccontextmanager
async def running(service: Discord, bot: Bot) -> AsyncIterator[Bot]:
    async with bot:
        task = asyncio.create_task(bot.start(service.token))
        connected = asyncio.create_task(service.until(lambda: service.gateway.connected))
        await asyncio.wait({task, connected}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
        await connected
        await bot.wait_until_ready()
        yield bot
    await task


@pytest.fixture
def metro(service: Discord) -> Guild:
    return service.guild("Metro", bot=BOT)


@pytest.fixture
def news(metro: Guild) -> Channel:
    return metro.text_channel("news")


@pytest.fixture
def ada(service: Discord, metro: Guild) -> Person:
    return service.person("Ada", metro, permissions=ALL)


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


async def test_buttons_work_after_a_restart(
    service: Discord, metro: Guild, news: Channel, ada: Person
) -> None:
    async with running(service, Bot()) as bot:
        channel = bot.get_channel(news.id)
        assert isinstance(channel, library.TextChannel)
        await channel.send(view=Story())
    async with running(service, Bot()):
        assert (await ada.press(news.messages()[0], "Why").reply()).text == "Because it is new."
    pressed = ada.press(news.messages()[0], "Why")
    service.pass_time(4)
    assert pressed.failed


async def test_a_silent_gateway_is_left_and_resumed(
    service: Discord, metro: Guild, news: Channel, ada: Person
) -> None:
    service.gateway.heartbeat_interval = 0.1
    async with running(service, Bot(heartbeat_timeout=0.5)) as bot:
        service.gateway.fall_silent()
        ada.say(news, f"<@{service.world.bot.id}> anybody there?")
        await service.until(lambda: service.gateway.resumes == 1)
        await eventually(lambda: bot.heard)


async def test_permissions_that_change_are_told(
    service: Discord, metro: Guild, bot: Bot, news: Channel
) -> None:
    channel = bot.get_channel(news.id)
    assert isinstance(channel, library.TextChannel)
    assert channel.permissions_for(channel.guild.me).send_messages
    news.deny(service.world.bot, May.SEND_MESSAGES)
    await eventually(lambda: not channel.permissions_for(channel.guild.me).send_messages)
    metro.set_bot(ALL)
    await eventually(lambda: channel.permissions_for(channel.guild.me).send_messages)


async def test_a_direct_message_is_read_and_answered(service: Discord, bot: Bot, ada: Person) -> None:
    ada.write_to_bot("help")
    await eventually(lambda: bot.heard)
    assert bot.heard[0].content == "help"
    sent = await bot.heard[0].reply("Here I am.")
    assert sent.guild is None
    asked = ada.slash("news ask", {"question": "And here?"})
    assert (await asked.reply()).body["content"] == "You asked: And here?"


async def test_two_shards_share_the_guilds(
    service: Discord, metro: Guild, news: Channel, ada: Person
) -> None:
    service.shards = 2
    other = service.guild("Other")
    async with running(service, Bot()) as bot:
        await eventually(lambda: len(bot.guilds) == 2)
        assert {one.id: one.shard_id for one in bot.guilds} == {
            one.id: (one.id >> 22) % 2 for one in (metro, other)
        }
        await ada.slash("news ask", {"question": "What?"}, news).reply()


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


async def test_a_cut_gateway_is_resumed_and_misses_nothing(
    service: Discord, bot: Bot, news: Channel, ada: Person
) -> None:
    service.gateway.cut()
    ada.say(news, f"<@{service.world.bot.id}> still there?")
    await service.until(lambda: service.gateway.resumes == 1)
    await eventually(lambda: bot.heard)
    assert service.gateway.identifies == 1
    service.gateway.ask_reconnect()
    await service.until(lambda: service.gateway.resumes == 2)


async def test_an_invalid_session_identifies_anew(service: Discord, bot: Bot) -> None:
    service.gateway.invalidate()
    await service.until(lambda: service.gateway.identifies == 2)


async def test_the_bot_is_kicked_and_comes_back(
    service: Discord, metro: Guild, bot: Bot, news: Channel
) -> None:
    metro.kick_bot()
    await eventually(lambda: bot.came == ["left Metro"])
    with pytest.raises(library.Forbidden):
        await bot.fetch_channel(news.id)
    metro.invite_bot()
    await eventually(lambda: bot.came == ["left Metro", "joined Metro"])


async def test_an_outage_is_no_kick(metro: Guild, bot: Bot) -> None:
    metro.go_dark()
    await eventually(lambda: bot.guilds[0].unavailable)
    metro.come_back()
    await eventually(lambda: not bot.guilds[0].unavailable)
    assert bot.came == []


async def test_heartbeats_are_counted(service: Discord, metro: Guild, news: Channel) -> None:
    service.gateway.heartbeat_interval = 0.05
    async with running(service, Bot()):
        await service.until(lambda: len(service.gateway.lateness) >= 3)
    assert service.gateway.worst_lateness < 5


async def test_an_intent_that_is_not_switched_on_ends_the_connection(service: Discord) -> None:
    with pytest.raises(library.PrivilegedIntentsRequired):
        async with Bot(library.Intents(guilds=True, message_content=True)) as bot:
            await bot.start(service.token)
    assert service.gateway.closed_with == [4014]


async def test_a_wrong_token_does_not_log_in(service: Discord) -> None:
    async with Bot() as bot:
        with pytest.raises(library.LoginFailure):
            await bot.start("another token")


async def test_a_held_back_request_is_repeated_by_the_library(
    service: Discord, bot: Bot, news: Channel
) -> None:
    service.buckets.limit("POST /channels/{channel_id}/messages", 2, per=0.3)
    channel = bot.get_channel(news.id)
    assert isinstance(channel, library.TextChannel)
    service.faults.next("POST /channels/{channel_id}/messages", limited(0.05))
    for number in range(5):
        await channel.send(str(number))
    assert [one.text for one in news.messages()] == ["0", "1", "2", "3", "4"]


async def eventually(happened: Callable[[], object]) -> None:
    """For what only the client knows."""
    async with asyncio.timeout(10):
        while not happened():
            await asyncio.sleep(0.01)
