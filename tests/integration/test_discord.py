"""What people do on Discord, from the gateway to what they see; the desk is a small one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace

import pytest

from bot.adapters.fetch import HttpFetcher
from bot.core.outline import texts
from bot.errors import ConfigError, StoreBusy
from bot.model import (
    DIRECT,
    LOCAL_WORKSPACE,
    Actor,
    Channel,
    Command,
    Control,
    Outline,
    Paragraph,
    Part,
    Reply,
    Section,
)
from bot.platforms.discord import DiscordPlatform, DiscordSettings
from bot.ports import ReadTalk
from tests.fakes.bot_on_discord import BotOnDiscord, on_discord
from tests.fakes.desk import FERRY, MORNING, NEWS, FakeDesk, Offers, bullet
from tests.fakes.discord import (
    BAD_GATEWAY_AFTER,
    CUT_AFTER,
    Discord,
    Fault,
    Guild,
    May,
    Message,
    Person,
    pointed_at,
    refuse,
)
from tests.fakes.discord import Channel as Room
from tests.fakes.discord.world import Clock
from tests.fakes.failures import failure_guard
from tests.fakes.platform_store import MemoryPlatformStore

LINK = "https://harbour.example/ferry"
LONG = Outline("Everything", tuple(Section((Paragraph(f"Line {n}: {'word ' * 60}"),)) for n in range(30)))
CALLBACK = "POST /interactions/{interaction_id}/{token}/callback"


@dataclass
class Desk(FakeDesk):
    """The small desk, which also briefs, and remembers a long answer."""

    async def handle(self, command: Command, actor: Actor) -> Reply:
        if command.name == "brief":
            self.handled.append((command, actor))
            shown = bullet(FERRY, "The island ferry will sail again on Monday after three weeks in dock.")
            outline = Outline(FERRY.headline, (Section((shown,)),))
            return Reply(outline, in_thread=True, again="b" * 12, about=(FERRY.id,))
        if command.name == "quotes":
            return Reply(LONG, again="c" * 12)
        if command.name == "feeds":
            return Reply(LONG)
        return await super().handle(command, actor)

    async def press(self, control: Control, actor: Actor) -> Reply:
        if control.action in ("page", "share"):
            self.pressed.append((control, actor))
            about = Reply(
                Outline("Shared", NEWS.sections), in_thread=True, again=control.ref, about=(FERRY.id,)
            )
            return Reply(LONG, again=control.ref) if control.ref.startswith("c") else about
        return await super().press(control, actor)

    async def mention(self, text: str, actor: Actor, read: ReadTalk) -> Reply:
        if text == "everything":
            return Reply(replace(LONG, sections=LONG.sections * 4), in_thread=True)
        return await super().mention(text, actor, read)


@pytest.fixture
async def bot() -> AsyncIterator[BotOnDiscord]:
    async with on_discord(served=True, desk=Desk()) as made:
        yield made


@pytest.fixture
def news(bot: BotOnDiscord) -> Room:
    return bot.guild.text_channel("news")


@pytest.fixture
def ada(bot: BotOnDiscord) -> Person:
    return bot.discord.person("Ada", bot.guild, permissions=int(May.MANAGE_GUILD))


@pytest.fixture
def ben(bot: BotOnDiscord) -> Person:
    return bot.discord.person("Ben", bot.guild)


def threads(bot: BotOnDiscord) -> list[Room]:
    return [one for one in bot.discord.world.channels.values() if one.is_thread]


async def said_in_thread(bot: BotOnDiscord) -> Message:
    def there() -> list[Message]:
        return [one for thread in threads(bot) for one in thread.messages() if one.author.bot]

    await bot.until(there)
    return there()[0]


async def test_an_answer_is_for_the_asker_and_can_be_shared_with_a_thread_below(
    bot: BotOnDiscord, news: Room, ada: Person
) -> None:
    asked = ada.slash("news ask", {"question": "When does the ferry sail?"}, news)
    reply = await asked.reply()
    assert "will sail again on Monday" in reply.text
    assert reply.only_for is ada
    assert not reply.pings
    shared = ada.press(reply, texts.SHARE)
    await bot.until(lambda: news.messages() and bot.desk.threads)
    (message,) = news.messages()
    assert "Shared" in message.text
    assert list(bot.desk.threads) == [bot.place(news, str(message.id))]
    await bot.until(lambda: texts.SHARE not in reply.buttons)
    assert shared.answered_after is not None
    (command, actor), *_ = bot.desk.handled
    assert command == Command("ask", {"question": "When does the ferry sail?"})
    assert actor == Actor(bot.place(news), str(ada.id), True, texts.SERVER_MANAGERS, own=f"{DIRECT}{ada.id}")


async def test_what_is_shared_stands_there_once_however_often_it_is_pressed(
    bot: BotOnDiscord, news: Room, ada: Person
) -> None:
    reply = await ada.slash("news ask", {"question": "When?"}, news).reply()
    pressed = [ada.press(reply, texts.SHARE) for _ in range(3)]
    await bot.until(lambda: all(one.answer for one in pressed))
    await bot.until(lambda: len(bot.desk.threads) == 1)
    assert len(news.messages()) == 1


async def test_who_may_not_write_may_not_share(bot: BotOnDiscord, news: Room, ben: Person) -> None:
    reply = await ben.slash("news ask", {"question": "When?"}, news).reply()
    news.deny(ben, May.SEND_MESSAGES)
    shown = await ben.press(reply, texts.SHARE).reply()
    assert shown.text == texts.MAY_NOT_SHARE
    assert not news.messages()


async def test_a_long_answer_is_paged_also_after_a_restart(
    bot: BotOnDiscord, news: Room, ada: Person
) -> None:
    reply = await ada.slash("news quotes", {}, news).reply()
    assert "Line 0" in reply.text
    ada.press(reply, texts.NEXT_PAGE)
    await bot.until(lambda: "Line 0" not in reply.text)
    page = reply.text
    async with on_again(bot) as desk:
        ada.press(reply, texts.NEXT_PAGE)
        await bot.until(lambda: reply.text != page)
        assert [control.ref for control, _ in desk.pressed] == ["c" * 12]


@asynccontextmanager
async def on_again(bot: BotOnDiscord) -> AsyncIterator[Desk]:
    """Another process that takes over; the one before is gone."""
    await bot.platform.close()
    desk = Desk()
    platform = DiscordPlatform(
        DiscordSettings(bot.discord.token, bot.discord.url),
        lambda: MORNING,
        MemoryPlatformStore(),
        failure_guard(),
        HttpFetcher(),
    )
    serving = asyncio.create_task(platform.serve(desk))
    try:
        await bot.until(lambda: bot.discord.gateway.identifies == 2 or serving.done())
        yield desk
    finally:
        serving.cancel()
        with suppress(asyncio.CancelledError):
            await serving


async def test_a_page_of_what_all_see_is_turned_for_the_one_who_turns_it(
    bot: BotOnDiscord, news: Room, ada: Person, ben: Person
) -> None:
    reply = await ada.slash("news quotes", {}, news).reply()
    ada.press(reply, texts.SHARE)
    await bot.until(news.messages)
    (shared,) = news.messages()
    turned = await ben.press(shared, texts.NEXT_PAGE).reply()
    assert turned.only_for is ben
    assert "Line 0" not in turned.text
    assert "Line 0" in shared.text


async def test_what_cannot_be_had_again_comes_in_several_messages(
    bot: BotOnDiscord, news: Room, ada: Person
) -> None:
    asked = ada.slash("news feeds list", {}, news)
    await bot.until(lambda: len(asked.replies) >= 3)
    assert all(one.only_for is ada for one in asked.replies)


async def test_speakers_are_completed(bot: BotOnDiscord, news: Room, ada: Person) -> None:
    offered = await ada.autocomplete("news quotes", "speaker", "sil", news)
    assert offered == [{"name": "Ana Silva", "value": "Ana Silva"}]


async def test_arguments_are_asked_for_in_a_modal_and_mistakes_lead_back_to_it(
    bot: BotOnDiscord, news: Room, ada: Person
) -> None:
    ada.slash("news schedule set", {}, news)
    await bot.until(ada.modal)
    modal = ada.modal()
    assert modal is not None
    assert modal.title == "When digests come"
    wrong = await ada.submit(modal, {"zone": "Mars", "times": "9 o’clock"}).reply()
    assert "There is no time zone “Mars”" in wrong.text
    ada.press(wrong, texts.FILL_AGAIN)
    await bot.until(ada.modal)
    again = ada.modal()
    assert again is not None
    assert {held["custom_id"]: held.get("value") for held in again.fields.values()}["zone"] == "Mars"
    done = await ada.submit(again, {"zone": "Europe/Berlin", "times": "09:00"}).reply()
    assert "Done" in done.text
    submitted = bot.desk.submitted[-1][0].values
    assert {name: submitted[name] for name in ("times", "zone", "size")} == {
        "times": "09:00",
        "zone": "Europe/Berlin",
        "size": "6",
    }


async def test_given_arguments_need_no_modal(bot: BotOnDiscord, news: Room, ada: Person) -> None:
    await ada.slash("news schedule set", {"times": "09:00"}, news).reply()
    assert bot.desk.handled[-1][0] == Command("schedule set", {"times": "09:00"})


async def test_the_feeds_of_a_site_are_offered_with_a_button_each() -> None:
    async with on_discord(served=True, desk=Offers()) as made:
        room = made.guild.text_channel("news")
        ada = made.discord.person("Ada", made.guild, permissions=int(May.MANAGE_GUILD))
        offer = await ada.slash("news feeds add", {"url": "quay.example"}, room).reply()
        assert "This site has 2 feeds; none is taken yet." in offer.text
        assert offer.only_for is ada
        await ada.press(offer, "Take 2").reply()
        control, actor = made.desk.pressed[0]
        assert (control.action, control.ref, actor.manages) == ("take", "ref-2", True)


async def test_a_mistyped_argument_is_told_in_a_sentence(bot: BotOnDiscord, news: Room, ada: Person) -> None:
    shown = await ada.slash("news quotes", {"since": "soon"}, news).reply()
    assert "no day" in shown.text
    assert shown.only_for is ada


async def test_who_may_not_change_anything_is_refused_with_who_can(
    bot: BotOnDiscord, news: Room, ben: Person
) -> None:
    shown = await ben.slash("news schedule set", {}, news).reply()
    assert texts.SERVER_MANAGERS in shown.text
    assert ben.modal() is None


@pytest.mark.parametrize("by", ["role", "user"])
async def test_a_manager_of_the_configuration_may(by: str) -> None:
    people: list[Person] = []

    def prepared(discord: Discord, guild: Guild) -> dict[str, frozenset[str]]:
        ben = discord.person("Ben", guild, permissions=0)
        people.append(ben)
        named = ben.id if by == "user" else guild.members[ben.id].roles[0]
        return {"managers": frozenset({str(named)})}

    async with on_discord(served=True, prepared=prepared) as made:
        room = made.guild.text_channel("news")
        await people[0].slash("news schedule pause", {}, room).reply()
        actor = made.desk.handled[-1][1]
        assert actor.manages
        assert texts.NAMED_MANAGERS in actor.managers


async def test_a_button_of_a_digest_shows_where_to_the_one_who_pressed_it(
    bot: BotOnDiscord, news: Room, ben: Person
) -> None:
    await bot.platform.post(bot.place(news), Part("key-1", NEWS))
    (digest,) = news.messages()
    shown = await ben.press(digest, "Show me where: Silva").reply()
    assert "**We have waited long enough" in shown.text
    assert shown.only_for is ben
    home = await ben.press(digest, texts.THIS_CHANNEL).reply()
    assert "Every day at 08:00" in home.text
    assert {"Pause", "Change times", "Add a feed"} <= set(home.buttons)
    opened = ben.press(home, "Change times")
    assert "for people with the permission" in (await opened.reply()).text


async def test_a_button_of_an_older_version_says_so(bot: BotOnDiscord, news: Room, ben: Person) -> None:
    await bot.platform.post(bot.place(news), Part("key-1", NEWS))
    (digest,) = news.messages()
    digest.body["components"][0]["components"][0]["accessory"]["custom_id"] = "was:something"
    shown = await ben.press(digest, "was:something").reply()
    assert shown.text == texts.OLD_BUTTON


async def test_brief_this_answers_in_a_thread_below_the_message(
    bot: BotOnDiscord, news: Room, ada: Person, ben: Person
) -> None:
    message = ben.say(news, f"Have you seen {LINK}?")
    asked = ada.context_menu(texts.BRIEF_THIS, message)
    shown = await asked.reply()
    assert shown.text == texts.IN_THREAD
    (thread,) = threads(bot)
    assert thread.id == message.id
    assert "will sail again on Monday" in thread.messages()[-1].text
    assert bot.desk.threads == {bot.place(news, str(thread.id)): (FERRY.id,)}
    assert bot.desk.handled[-1][0] == Command("brief", {"url": LINK})


async def test_brief_this_uses_the_thread_that_is_there(
    bot: BotOnDiscord, news: Room, ada: Person, ben: Person
) -> None:
    message = ben.say(news, f"Have you seen {LINK}?")
    thread = ben.start_thread(message, "ferry")
    await ada.context_menu(texts.BRIEF_THIS, message).reply()
    inside = ben.say(thread, f"and {LINK}")
    await ada.context_menu(texts.BRIEF_THIS, inside).reply()
    assert threads(bot) == [thread]
    assert sum(one.author.bot for one in thread.messages()) == 2


async def test_brief_this_without_a_link_says_so(
    bot: BotOnDiscord, news: Room, ada: Person, ben: Person
) -> None:
    shown = await ada.context_menu(texts.BRIEF_THIS, ben.say(news, "no link")).reply()
    assert shown.text == texts.NO_LINK


async def test_brief_this_where_no_thread_may_be_opened_is_for_the_asker(
    bot: BotOnDiscord, news: Room, ada: Person, ben: Person
) -> None:
    news.deny(bot.discord.world.bot, May.CREATE_PUBLIC_THREADS)
    shown = await ada.context_menu(texts.BRIEF_THIS, ben.say(news, LINK)).reply()
    assert "will sail again on Monday" in shown.text
    assert shown.only_for is ada


async def test_brief_in_a_thread_is_for_all_in_it(
    bot: BotOnDiscord, news: Room, ada: Person, ben: Person
) -> None:
    thread = ben.start_thread(ben.say(news, "ferry"), "ferry")
    shown = await ada.slash("news brief", {"url": LINK}, thread).reply()
    assert shown.only_for is None
    assert bot.desk.handled[-1][1].place == bot.place(news, str(thread.id))


async def test_a_mention_is_answered_in_a_thread_once(bot: BotOnDiscord, news: Room, ben: Person) -> None:
    user = bot.discord.world.bot
    message = ben.say(news, f"<@{user.id}> when does the ferry of <@{ben.id}> sail?")
    reply = await said_in_thread(bot)
    assert reply.channel.id == message.id
    assert not reply.pings
    assert bot.desk.mentioned[0][0] == "when does the ferry of @Ben sail?"
    await bot.until(lambda: bot.desk.threads)
    assert bot.desk.threads == {bot.place(news, str(message.id)): (FERRY.id,)}
    assert len(reply.channel.messages()) == 1


async def test_a_mention_in_a_thread_is_answered_there(bot: BotOnDiscord, news: Room, ben: Person) -> None:
    thread = ben.start_thread(ben.say(news, LINK), "ferry")
    ben.say(thread, f"<@{bot.discord.world.bot.id}> and what then?")
    reply = await said_in_thread(bot)
    assert reply.channel is thread
    assert bot.desk.mentioned[0][1].place == bot.place(news, str(thread.id))


async def test_a_reply_that_is_too_long_for_a_thread_says_that_there_is_more(
    bot: BotOnDiscord, news: Room, ben: Person
) -> None:
    ben.say(news, f"<@{bot.discord.world.bot.id}> everything")
    reply = await said_in_thread(bot)
    await bot.until(lambda: len(reply.channel.messages()) == 5)
    assert reply.channel.messages()[-1].text == texts.CUT_HERE


async def test_what_does_not_mention_the_bot_is_left_alone(
    bot: BotOnDiscord, news: Room, ben: Person
) -> None:
    ben.say(news, "@everyone when does the ferry sail?")
    ben.say(news, f"<@{bot.discord.world.bot.id}> you?")
    await said_in_thread(bot)
    assert len(bot.desk.mentioned) == 1


async def test_a_thread_is_read_as_it_stands_now(bot: BotOnDiscord) -> None:
    async with on_discord(served=True, read_threads=True) as made:
        news = made.guild.text_channel("news")
        ada, ben = made.discord.person("Ada", made.guild), made.discord.person("Ben", made.guild)
        thread = ada.start_thread(ada.say(news, "The dock is full."), "dock")
        gone = ben.say(thread, "Delete me.")
        changed = ben.say(thread, "Typo.")
        ben.delete(gone)
        ben.edit(changed, f"I will ask <@{ada.id}>.")
        ada.say(thread, f"<@{made.discord.world.bot.id}>")
        reply = await said_in_thread(made)
        assert "The dock is full." in reply.text
        assert "I will ask @\u200bAda." in reply.text
        assert "Delete me." not in reply.text
        assert not reply.pings
        links = {link.url for link in reply.links}
        assert f"https://discord.com/channels/{made.guild.id}/{thread.id}/{changed.id}" in links
        assert f"https://discord.com/channels/{made.guild.id}/{news.id}/{thread.id}" in links


async def test_without_the_intent_the_bot_says_what_it_could_not_read(
    bot: BotOnDiscord, news: Room, ada: Person
) -> None:
    thread = ada.start_thread(ada.say(news, "The dock is full."), "dock")
    ada.say(thread, "Nobody can read this.")
    ada.say(thread, f"<@{bot.discord.world.bot.id}>")
    reply = await said_in_thread(bot)
    assert "Nobody can read" not in reply.text
    assert "Only 0 of 2 messages of this thread were read" in reply.text


async def test_a_message_that_is_gone_before_the_answer_gets_none(
    bot: BotOnDiscord, news: Room, ben: Person
) -> None:
    bot.desk.hold = asyncio.Event()
    message = ben.say(news, f"<@{bot.discord.world.bot.id}> when?")
    await bot.until(lambda: bot.desk.mentioned)
    ben.delete(message)
    bot.desk.hold.set()
    ben.say(news, f"<@{bot.discord.world.bot.id}> when?")
    await said_in_thread(bot)
    assert len(threads(bot)) == 1
    assert not [one for one in news.messages() if one.author.bot]


async def test_where_no_thread_may_be_opened_a_mention_is_answered_in_the_channel(
    bot: BotOnDiscord, news: Room, ben: Person
) -> None:
    news.deny(bot.discord.world.bot, May.CREATE_PUBLIC_THREADS)
    message = ben.say(news, f"<@{bot.discord.world.bot.id}> when?")
    await bot.until(lambda: len(news.messages()) == 2)
    reply = news.messages()[1]
    assert reply.reply_to is message
    assert not reply.pings


async def test_commands_are_written_once_and_again_only_when_they_changed(bot: BotOnDiscord) -> None:
    assert len(bot.discord.commands.overwrites) == 1
    async with on_again(bot):
        pass
    assert len(bot.discord.commands.overwrites) == 1


async def test_servers_that_come_and_go_are_told_to_the_desk(bot: BotOnDiscord) -> None:
    other = bot.discord.guild("Tern", bot=None)
    other.invite_bot()
    await bot.until(lambda: ("joined", str(other.id)) in bot.desk.workspaces)
    room = bot.guild.text_channel("old")
    channel = bot.place(room).channel
    room.delete()
    await bot.until(lambda: bot.desk.gone)
    assert bot.desk.gone == [channel]
    other.kick_bot()
    await bot.until(lambda: ("left", str(other.id)) in bot.desk.workspaces)


async def test_a_thread_that_is_deleted_is_told_to_the_desk(
    bot: BotOnDiscord, news: Room, ben: Person
) -> None:
    thread = ben.start_thread(ben.say(news, "ferry"), "ferry")
    thread.delete()
    await bot.until(lambda: bot.desk.gone)
    assert bot.desk.gone == [Channel("discord", str(bot.guild.id), str(thread.id))]


async def test_each_server_is_a_workspace_and_the_home_server_is_the_local_one() -> None:
    async with on_discord(served=True, prepared=lambda _, guild: {"home": str(guild.id)}) as made:
        other = made.discord.guild("Tern")
        rooms = [made.guild.text_channel("news"), other.text_channel("news")]
        ada = made.discord.person("Ada", made.guild, other)
        for room in rooms:
            await ada.slash("news digest", {}, room).reply()
        assert [actor.workspace for _, actor in made.desk.handled] == [LOCAL_WORKSPACE, str(other.id)]
        ada.say(rooms[0], f"<@{made.discord.world.bot.id}> when?")
        await said_in_thread(made)
        assert made.desk.mentioned[0][1].workspace == LOCAL_WORKSPACE
        channel = Channel("discord", LOCAL_WORKSPACE, str(rooms[0].id))
        await made.platform.warn(channel, "Paused.")
        rooms[0].delete()
        await made.until(lambda: channel in made.desk.gone)
        made.guild.kick_bot()
        other.kick_bot()
        await made.until(lambda: ("left", str(other.id)) in made.desk.workspaces)
        assert {name for _, name in made.desk.workspaces} == {str(other.id)}


async def test_several_shards_are_one_platform() -> None:
    def prepared(discord: Discord, _guild: Guild) -> dict[str, object]:
        discord.shards = 2
        return {}

    async with on_discord(served=True, prepared=prepared) as made:
        await made.until(lambda: made.discord.gateway.identifies == 2, 20)
        guilds: list[Guild] = []
        while {(guild.id >> 22) % 2 for guild in guilds} != {0, 1}:
            guilds.append(made.discord.guild(f"Guild {len(guilds)}"))
            made.discord.pass_time(0.001)
        ada = made.discord.person("Ada", *guilds)
        for guild in guilds:
            reply = await ada.slash("news digest", {}, guild.text_channel("news")).reply()
            assert "will sail" in reply.text


async def test_a_server_in_an_outage_is_not_left(bot: BotOnDiscord) -> None:
    bot.guild.go_dark()
    bot.guild.come_back()
    other = bot.discord.guild("Tern", bot=None)
    other.invite_bot()
    await bot.until(lambda: ("joined", str(other.id)) in bot.desk.workspaces)
    assert not [one for one in bot.desk.workspaces if one[0].startswith("left")]


async def test_a_person_who_has_the_bot_alone_has_a_workspace_of_their_own(bot: BotOnDiscord) -> None:
    other = bot.discord.guild("Tern", bot=None)
    room = other.text_channel("talk")
    eve = bot.discord.person("Eve", other)
    reply = await eve.slash("news ask", {"question": "When?"}, room).reply()
    assert reply.only_for is eve
    actor = bot.desk.handled[-1][1]
    assert actor.workspace == f"dm-{eve.id}"
    assert actor.manages
    await eve.slash("news digest").reply()
    assert bot.desk.handled[-1][1].workspace == f"dm-{eve.id}"


async def test_a_message_to_the_bot_itself_is_answered_there_in_the_person_s_own_workspace(
    bot: BotOnDiscord, ben: Person
) -> None:
    asked = ben.write_to_bot("When does the ferry sail?")
    talk = asked.channel

    def answered() -> list[Message]:
        return [one for one in talk.messages() if one.author.bot]

    await bot.until(answered)
    (answer,) = answered()
    assert "will sail again on Monday" in answer.text
    assert answer.reply_to is asked
    (text, actor), *_ = bot.desk.mentioned
    assert text == "When does the ferry sail?"
    assert (actor.workspace, actor.manages) == (f"dm-{ben.id}", True)


async def test_who_has_the_bot_alone_sees_nothing_of_a_server_that_has_it(
    bot: BotOnDiscord, news: Room, ada: Person
) -> None:
    await ada.slash("news digest", {}, news).reply()
    assert bot.desk.handled[-1][1].workspace == str(bot.guild.id)


async def test_an_interaction_that_another_process_answered_is_left(
    bot: BotOnDiscord, news: Room, ada: Person
) -> None:
    bot.discord.faults.next(CALLBACK, refuse(40060), refuse(10062))
    for question in ("one", "two"):
        ada.slash("news ask", {"question": question}, news)
    answered = await ada.slash("news ask", {"question": "three"}, news).reply()
    assert "three" in answered.text
    assert [command.args["question"] for command, _ in bot.desk.handled] == ["three"]


@pytest.mark.parametrize("fault", [CUT_AFTER, BAD_GATEWAY_AFTER], ids=["cut after", "502 after"])
async def test_an_answer_follows_although_the_first_one_s_outcome_was_unclear(
    bot: BotOnDiscord, news: Room, ada: Person, fault: Fault
) -> None:
    bot.discord.faults.next(CALLBACK, fault)
    asked = ada.slash("news ask", {"question": "When?"}, news)
    assert "will sail" in (await asked.reply()).text
    assert len(asked.replies) == 1


async def test_what_is_shared_in_a_fault_stands_there_once(
    bot: BotOnDiscord, news: Room, ada: Person
) -> None:
    reply = await ada.slash("news ask", {"question": "When?"}, news).reply()
    bot.discord.faults.next("POST /webhooks/{webhook_id}/{token}", BAD_GATEWAY_AFTER)
    ada.press(reply, texts.SHARE)
    await bot.until(news.messages)
    await ada.slash("news ask", {"question": "And?"}, news).reply()
    assert len(news.messages()) == 1


async def test_a_fault_of_ours_is_told_with_the_id_under_which_the_log_knows_it(
    bot: BotOnDiscord, news: Room, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    bot.desk.fault = RuntimeError("a bug")
    shown = await ada.slash("news ask", {"question": "When?"}, news).reply()
    assert texts.BROKEN in shown.text
    (record,) = [one for one in caplog.records if one.exc_info]
    assert isinstance(record.args, tuple)
    assert str(record.args[-1]) in shown.text


async def test_a_failure_that_has_a_name_is_shown_as_its_sentence(
    bot: BotOnDiscord, news: Room, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    bot.desk.fault = StoreBusy("The database is busy.")
    shown = await ada.slash("news ask", {"question": "When?"}, news).reply()
    assert "The database is busy." in shown.text
    assert not [one for one in caplog.records if one.exc_info]


async def test_a_fault_at_a_mention_is_logged_with_an_id_and_the_next_one_is_answered(
    bot: BotOnDiscord, news: Room, ben: Person, caplog: pytest.LogCaptureFixture
) -> None:
    bot.desk.fault = RuntimeError("a bug")
    ben.say(news, f"<@{bot.discord.world.bot.id}> when?")
    await bot.until(lambda: "a bug" in caplog.text)
    (record,) = [one for one in caplog.records if one.exc_info]
    assert ": error " in record.getMessage()
    bot.desk.fault = None
    ben.say(news, f"<@{bot.discord.world.bot.id}> and now?")
    assert "will sail" in (await said_in_thread(bot)).text


async def test_an_answer_that_comes_too_late_stops_nothing(
    bot: BotOnDiscord, news: Room, ada: Person, caplog: pytest.LogCaptureFixture
) -> None:
    bot.desk.hold = asyncio.Event()
    ada.slash("news ask", {"question": "When?"}, news)
    await bot.until(lambda: bot.desk.handled)
    bot.discord.pass_time(16 * 60)
    bot.desk.hold.set()
    await bot.until(lambda: "the time for an answer is over" in caplog.text)
    assert not [one for one in bot.discord.interactions.all if one.token in caplog.text]
    assert "will sail" in (await ada.slash("news ask", {"question": "Now?"}, news).reply()).text


async def test_a_session_that_ended_is_begun_anew(bot: BotOnDiscord, news: Room, ada: Person) -> None:
    bot.discord.gateway.invalidate()
    await bot.until(lambda: bot.discord.gateway.identifies == 2, 20)
    assert "will sail" in (await ada.slash("news ask", {"question": "When?"}, news).reply()).text


async def test_a_modal_that_takes_too_long_is_told_so(bot: BotOnDiscord, news: Room, ada: Person) -> None:
    bot.desk.hold = asyncio.Event()
    shown = await ada.slash("news feeds add", {}, news).reply()
    assert shown.text == texts.TOO_LATE


async def test_a_broken_connection_is_resumed_and_nothing_is_missed(
    bot: BotOnDiscord, news: Room, ada: Person
) -> None:
    bot.discord.gateway.cut()
    asked = ada.slash("news ask", {"question": "When?"}, news)
    assert "will sail" in (await asked.reply()).text
    assert bot.discord.gateway.resumes == 1


async def test_an_intent_that_is_off_is_named_with_where_to_switch_it_on() -> None:
    async with Discord() as discord:
        discord.guild("Metro")
        platform = DiscordPlatform(
            DiscordSettings(discord.token, discord.url, read_threads=True),
            lambda: MORNING,
            MemoryPlatformStore(),
            failure_guard(),
            HttpFetcher(),
        )
        with (
            pointed_at(discord),
            pytest.raises(ConfigError, match="Message Content Intent in the Developer Portal"),
        ):
            await platform.serve(FakeDesk())


async def test_a_token_that_is_taken_back_ends_the_platform_by_name() -> None:
    async with Discord() as discord:
        discord.guild("Metro")
        platform = DiscordPlatform(
            DiscordSettings(discord.token, discord.url),
            lambda: MORNING,
            MemoryPlatformStore(),
            failure_guard(),
            HttpFetcher(),
        )
        with pointed_at(discord):
            serving = asyncio.create_task(platform.serve(FakeDesk()))
            await discord.until(lambda: discord.gateway.connected)
            discord.gateway.close(4004)
            with pytest.raises(ConfigError, match="ONRECORD_DISCORD_TOKEN"):
                await serving


async def test_five_hundred_at_once_are_each_answered_in_time() -> None:
    """The service's three seconds are a minute of ours: a busy machine may take that, what hangs takes more."""
    async with on_discord(served=True, desk=Desk(), clock=Clock(speed=0.05)) as bot:
        news = bot.guild.text_channel("news")
        ada = bot.discord.person("Ada", bot.guild, permissions=int(May.MANAGE_GUILD))
        bot.desk.hold = asyncio.Event()
        asked = [ada.slash("news ask", {"question": f"q{number}"}, news) for number in range(500)]
        await bot.until(lambda: all(one.answer or one.failed for one in asked), 120)
        bot.desk.hold.set()
        await bot.until(lambda: all(not reply.loading for one in asked for reply in one.replies), 120)
        assert not [one for one in asked if one.failed]
        assert len(bot.desk.handled) == 500
