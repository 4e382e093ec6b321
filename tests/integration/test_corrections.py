"""Posted digests whose articles change: each message is edited once for each change, and for two weeks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.adapters.store import SqlStore, open_store
from bot.app.opening import open_newsroom
from bot.app.serving import corrector_of
from bot.config import Config, DeliverConfig
from bot.core.quotes import find_quotes
from bot.errors import NotAllowed, PlatformError
from bot.model import AnnotatedArticle, Article, Channel, Outline, Subscription
from bot.newsroom.corrections import CORRECTED_FOR, Corrector
from bot.newsroom.deliver import Deliverer
from bot.newsroom.retention import forget
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from bot.platforms.console import render_text
from bot.ports import Platform
from tests.fakes.articles import english
from tests.fakes.bot_on_discord import BotOnDiscord, on_discord
from tests.fakes.bot_on_slack import BotOnSlack, on_slack
from tests.fakes.discord import Channel as Room
from tests.fakes.platform import ChatServer, Fault
from tests.fakes.slack import Clock as SlackClock
from tests.fakes.slack import faults
from tests.fakes.stored_articles import keep

MORNING = datetime(2026, 11, 30, 8, 0, 5, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)

BRIDGE = (
    "The bridge over the Ald was closed to all traffic on Sunday after engineers found cracks in two of its "
    "cables.\n\n"
    "“We will not open the bridge again before every cable has been tested,” said Mayor Ana Silva.\n\n"
    "Ferries will carry passengers across the Ald free of charge, the council said."
)
WORDS = "We will not open the bridge again before every cable has been tested,"
NEW_WORDS = WORDS.replace("every cable", "each of the cables")
MILL = (
    "The town of Norland bought the old paper mill for one crown and will turn it into a library.\n\n"
    "“Nobody in this town has to buy a book for school any more,” said Rui Costa, who leads the council.\n\n"
    "Architects will present three drafts for the reading rooms before the summer."
)
BOOK = "Nobody in this town has to buy a book for school any more,"
REWORDED = f"Corrected 1 December 2026: the article now reads “{NEW_WORDS}”."


class Killed(BaseException):
    """The process ends here."""


class Clock:
    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        return self.now


def version(text: str, at: datetime, name: str = "bridge") -> AnnotatedArticle:
    url = f"https://post.example/{name}"
    headline = {"bridge": "Bridge over the Ald closed", "mill": "Paper mill becomes a library"}[name]
    article = Article(
        Article.id_for(url, text), url, "The Post", headline, text, at, published=MORNING - 3 * HOUR
    )
    return AnnotatedArticle(article, find_quotes(article, english()))


@dataclass
class News:
    """A store with an order whose digest was posted, and the platform that has it."""

    store: SqlStore
    platform: Platform
    workspace: str
    clock: Clock

    async def deliver(self) -> None:
        meter = PrometheusMeter()
        guard = FailureGuard(self.clock, meter)
        platforms = {self.platform.name: self.platform}
        steady = lambda: self.clock().timestamp()  # noqa: E731 - as short as it can be
        await Deliverer(self.store, platforms, self.clock, meter, guard, steady=steady).tick()

    async def changes(self, text: str, name: str = "bridge", after: timedelta = DAY) -> None:
        """A newer version of an article comes in."""
        self.clock.now = max(self.clock.now, MORNING + after)
        await keep(self.store, version(text, self.clock.now, name), workspaces=[self.workspace])

    def corrector(self, store: SqlStore | None = None) -> Corrector:
        meter = PrometheusMeter()
        guard = FailureGuard(self.clock, meter)
        lexicons = {"en": english()}
        return Corrector(
            store or self.store, {self.platform.name: self.platform}, lexicons, self.clock, meter, guard
        )


@asynccontextmanager
async def posted(
    platform: Platform,
    workspace: str,
    room: str,
    database: str = "sqlite:///:memory:",
    linked: Sequence[AnnotatedArticle] = (),
) -> AsyncIterator[News]:
    """A digest of the bridge and the mill stands in the channel, where some were linked to before."""
    store = await open_store(database)
    for read in linked:
        await store.keep_linked(workspace, read)
    news = News(store, platform, workspace, Clock())
    await keep(
        store,
        version(BRIDGE, MORNING - 2 * HOUR),
        version(MILL, MORNING - 2 * HOUR, "mill"),
        workspaces=[workspace],
    )
    channel = Channel(platform.name, workspace, room, "news")
    await store.put_subscription(Subscription("s", channel, (time(8),), "UTC"))
    await news.deliver()
    yield news
    await store.close()


@pytest.fixture
async def chat() -> ChatServer:
    return ChatServer()


@pytest.fixture
async def news(chat: ChatServer) -> AsyncIterator[News]:
    async with posted(chat, "w", "news") as made:
        yield made


def text_of(chat: ChatServer) -> list[str]:
    return [render_text(outline) for _, _, outline in chat.messages]


def flat(text: str) -> str:
    return " ".join(text.split())


def notes(chat: ChatServer) -> list[str]:
    """The corrections that stand in the channel, one after another."""
    said = flat(" ".join(text_of(chat)))
    return [f"Corrected {each}" for each in said.split("Corrected ")[1:]]


async def test_a_message_is_edited_once_and_says_what_the_article_says_now(
    news: News, chat: ChatServer
) -> None:
    await news.corrector().tick()
    assert not chat.edits
    await news.changes(BRIDGE.replace(WORDS, NEW_WORDS))
    for _ in range(3):
        await news.corrector().tick()
        news.clock.now += HOUR
    assert len(chat.edits) == 1
    [note] = notes(chat)
    assert note.startswith(REWORDED)
    assert flat(" ".join(text_of(chat))).count(WORDS) == 1


async def test_what_was_linked_to_before_a_feed_brought_it_is_corrected_too(chat: ChatServer) -> None:
    linked = [version(BRIDGE, MORNING - 3 * HOUR)]
    async with posted(chat, "w", "news", linked=linked) as news:
        await news.changes(BRIDGE.replace(WORDS, NEW_WORDS))
        await news.corrector().tick()
        assert notes(chat)[0].startswith(REWORDED)


async def test_what_an_article_says_at_its_new_address_corrects_what_it_said_at_the_old_one(
    news: News, chat: ChatServer
) -> None:
    news.clock.now = MORNING + DAY
    text, url = BRIDGE.replace(WORDS, NEW_WORDS), "https://post.example/bridge-corrected"
    before = version(BRIDGE, MORNING).article
    after = replace(before, id=Article.id_for(url, text), url=url, text=text, captured=news.clock.now)
    moved = AnnotatedArticle(replace(after, supersedes=before.id), find_quotes(after, english()))
    await keep(news.store, moved, workspaces=[news.workspace])
    await news.corrector().tick()
    assert notes(chat)[0].startswith(REWORDED)


async def test_words_that_are_gone_and_another_speaker(news: News, chat: ChatServer) -> None:
    await news.changes(BRIDGE.replace(f"“{WORDS}” said Mayor Ana Silva.\n\n", ""))
    await news.changes(MILL.replace("said Rui Costa", "said Marta Prado"), "mill")
    await news.corrector().tick()
    assert len(chat.edits) == 2
    said = " ".join(notes(chat))
    assert "Corrected 1 December 2026: this quote is no longer in the article." in said
    assert "Corrected 1 December 2026: this quote is now attributed to Marta Prado." in said


async def test_what_changes_no_quote_edits_nothing_and_is_looked_at_once(
    news: News, chat: ChatServer
) -> None:
    await news.changes(BRIDGE.replace("Ferries", "Seven ferries").replace("“", '"').replace("”", '"'))
    assert await news.store.outdated(["chat"], MORNING - DAY, news.clock(), 10)
    await news.corrector().tick()
    assert not chat.edits
    assert not await news.store.outdated(["chat"], MORNING - DAY, news.clock(), 10)


async def test_each_change_is_one_edit(news: News, chat: ChatServer) -> None:
    await news.changes(BRIDGE.replace(WORDS, NEW_WORDS))
    await news.corrector().tick()
    await news.changes(BRIDGE.replace(WORDS, NEW_WORDS).replace("Ferries", "Nine ferries"), after=2 * DAY)
    await news.corrector().tick()
    assert len(chat.edits) == 1
    await news.changes(BRIDGE.replace("every cable", "the north cable"), after=3 * DAY)
    await news.corrector().tick()
    assert len(chat.edits) == 2
    [note] = notes(chat)
    assert note.startswith("Corrected 3 December 2026: the article now reads “We will not open")
    await news.changes(BRIDGE.replace("Ferries", "Ten ferries"), after=4 * DAY)
    await news.corrector().tick()
    [note] = notes(chat)
    assert note.startswith("Corrected 4 December 2026: the article has this quote again.")


async def test_two_weeks_later_nothing_is_corrected_and_nothing_kept_for_it(
    news: News, chat: ChatServer
) -> None:
    await news.changes(BRIDGE.replace(WORDS, NEW_WORDS), after=CORRECTED_FOR + HOUR)
    await news.corrector().tick()
    assert not chat.edits
    await forget(news.store, FailureGuard(news.clock, PrometheusMeter()), news.clock())
    assert await news.store.forget_quoted(news.clock()) == 0


async def test_on_the_last_day_it_still_is(news: News, chat: ChatServer) -> None:
    await news.changes(BRIDGE.replace(WORDS, NEW_WORDS), after=CORRECTED_FOR - HOUR)
    await forget(news.store, FailureGuard(news.clock, PrometheusMeter()), news.clock())
    await news.corrector().tick()
    assert len(chat.edits) == 1


async def test_a_version_that_the_workspace_may_not_see_corrects_nothing(
    news: News, chat: ChatServer
) -> None:
    news.clock.now += DAY
    newer = version(BRIDGE.replace(WORDS, NEW_WORDS), news.clock.now)
    await news.store.take_feed("other", (await news.store.feeds("w"))[0].feed)
    assert await news.store.drop_feed("w", (await news.store.feeds("w"))[0].feed.id)
    await keep(news.store, newer, workspaces=["other"])
    await news.corrector().tick()
    assert not chat.edits


async def test_ticks_at_once_and_two_stores_on_one_file_edit_once(tmp_path: Path) -> None:
    chat, database = ChatServer(), f"sqlite:///{tmp_path}/onrecord.db"
    async with posted(chat, "w", "news", database) as news:
        await news.changes(BRIDGE.replace(WORDS, NEW_WORDS))
        other = await open_store(database)
        one, two = news.corrector(), news.corrector(other)
        await asyncio.gather(one.tick(), two.tick(), one.tick(), two.tick())
        await other.close()
        assert len(chat.edits) == 1


async def test_a_restart_in_between_edits_no_message_twice(news: News, chat: ChatServer) -> None:
    await news.changes(BRIDGE.replace(WORDS, NEW_WORDS))
    await news.changes(MILL.replace(BOOK, "Nobody in this town has to buy a book for school again,"), "mill")
    chat.edit_faults = [None, Fault(Killed())]
    with pytest.raises(Killed):
        await news.corrector().tick()
    assert len(chat.edits) == 1
    await news.corrector().tick()  # the dead one's claim still holds
    assert len(chat.edits) == 1
    news.clock.now += timedelta(minutes=1)
    await news.corrector().tick()
    assert len(chat.edits) == len(set(chat.edits)) == 2
    assert len(notes(chat)) == 2


async def test_an_edit_of_unclear_outcome_is_made_again_with_the_same_words(
    news: News, chat: ChatServer
) -> None:
    await news.changes(BRIDGE.replace(WORDS, NEW_WORDS))
    chat.edit_faults = [Fault(PlatformError("cut"), after=True)]
    await news.corrector().tick()
    before = text_of(chat)
    await news.corrector().tick()
    assert len(chat.edits) == 1
    news.clock.now += timedelta(minutes=1)
    await news.corrector().tick()
    assert len(chat.edits) == 2
    assert text_of(chat) == before


async def test_a_message_that_is_gone_is_asked_for_twice_and_stops_no_other(
    news: News, chat: ChatServer
) -> None:
    await news.changes(BRIDGE.replace(WORDS, NEW_WORDS))
    await news.changes(MILL.replace("said Rui Costa", "said Marta Prado"), "mill")
    gone = Fault(NotAllowed("the message was deleted"))
    chat.edit_faults = [gone, None, gone]
    await news.corrector().tick()
    assert len(chat.edits) == 1
    for _ in range(5):
        news.clock.now += HOUR
        await news.corrector().tick()
    assert len(chat.edits) == 1
    assert not chat.edit_faults


async def test_a_platform_that_fails_is_not_tried_for_ever(news: News, chat: ChatServer) -> None:
    await news.changes(BRIDGE.replace(WORDS, NEW_WORDS))
    chat.edit_faults = [Fault(PlatformError("broken"))] * 50
    for _ in range(30):
        await news.corrector().tick()
        news.clock.now += 2 * HOUR
    assert len(chat.edit_faults) == 38


async def test_where_a_note_does_not_fit_it_is_short_or_left_out() -> None:
    class Narrow(ChatServer):
        room = 0

        def fits(self, outline: Outline) -> bool:
            return len(render_text(outline)) <= self.room

    chat = Narrow()
    async with posted(chat, "w", "news") as news:
        longest = max(map(len, text_of(chat)))
        await news.changes(BRIDGE.replace(WORDS, NEW_WORDS))
        chat.room = longest + 100
        await news.corrector().tick()
        [note] = notes(chat)
        assert note.startswith("Corrected 1 December 2026: this quote now has other words in the article.")
        chat.room = longest
        await news.changes(MILL.replace("said Rui Costa", "said Marta Prado"), "mill", after=2 * DAY)
        await news.corrector().tick()
        assert len(chat.edits) == 1


async def test_it_is_on_unless_the_config_says_otherwise(tmp_path: Path) -> None:
    config = Config(database=f"sqlite:///{tmp_path}/onrecord.db")
    async with open_newsroom(config) as newsroom:
        chat = ChatServer()
        made = corrector_of(newsroom, {"chat": chat})
        assert made is not None
        assert made.platforms == {"chat": chat}
    off = config.model_copy(update={"deliver": DeliverConfig(corrections=False)})
    async with open_newsroom(off) as newsroom:
        assert corrector_of(newsroom, {"chat": chat}) is None


# --- as the platforms have it ---------------------------------------------------------------------


@asynccontextmanager
async def slack() -> AsyncIterator[tuple[BotOnSlack, News]]:
    async with (
        on_slack(SlackClock(MORNING.timestamp())) as stage,
        posted(stage.platform, stage.workspace, stage.news.id) as news,
    ):
        yield stage, news


async def test_on_slack_the_message_is_edited_once() -> None:
    async with slack() as (stage, news):
        [message] = stage.news.messages()
        first = message.text
        await news.changes(BRIDGE.replace(WORDS, NEW_WORDS))
        await asyncio.gather(news.corrector().tick(), news.corrector().tick())
        await news.corrector().tick()
        assert [one.ts for one in stage.news.kept.values()] == [message.ts]
        assert len(stage.slack.called("chat.update")) == 1
        assert REWORDED in message.text
        assert message.text.replace(f"{REWORDED}\n", "") == first


async def test_on_slack_an_answer_that_is_cut_off_leaves_the_same_message() -> None:
    async with slack() as (stage, news):
        [message] = stage.news.messages()
        await news.changes(BRIDGE.replace(WORDS, NEW_WORDS))
        stage.slack.faults.at("chat.update", faults.cut())
        await news.corrector().tick()
        said = message.text
        news.clock.now += timedelta(minutes=2)
        await news.corrector().tick()
        assert message.text == said
        assert said.count("Corrected") == 1
        news.clock.now += timedelta(minutes=2)
        await news.corrector().tick()
        assert len(stage.slack.called("chat.update")) == 2


async def test_on_slack_a_workspace_that_allows_no_edits_is_left_alone() -> None:
    async with slack() as (stage, news):
        stage.team.edit_window_closed = True
        await news.changes(BRIDGE.replace(WORDS, NEW_WORDS))
        for _ in range(5):
            await news.corrector().tick()
            news.clock.now += HOUR
        assert len(stage.slack.called("chat.update")) == 2


Made = Callable[[BotOnDiscord], Room]


@pytest.mark.parametrize(
    "room",
    [lambda stage: stage.guild.text_channel("news"), lambda stage: stage.guild.forum("news")],
    ids=["channel", "forum"],
)
async def test_on_discord_the_message_is_edited_once(room: Made) -> None:
    async with on_discord() as stage:
        made = room(stage)
        place = stage.place(made)
        async with posted(stage.platform, place.channel.workspace, place.channel.room) as news:
            await news.changes(BRIDGE.replace(WORDS, NEW_WORDS))
            await asyncio.gather(news.corrector().tick(), news.corrector().tick())
            await news.corrector().tick()
            rooms = [one for one in stage.discord.world.channels.values() if made in (one, one.parent)]
            edited = [one for room in rooms for one in room.messages() if one.history]
            assert [len(one.history) for one in edited] == [1]
            assert "Corrected 1 December 2026: the article now reads “We will not open" in edited[0].text


async def test_on_discord_an_archived_post_is_edited_and_a_deleted_one_stops_no_other() -> None:
    async with on_discord() as stage:
        forum = stage.guild.forum("news")
        place = stage.place(forum)
        async with posted(stage.platform, place.channel.workspace, place.channel.room) as news:
            deleted, kept = sorted(stage.guild.threads(), key=lambda thread: "Bridge" not in thread.name)
            stage.discord.world.delete_channel(deleted)
            kept.archive()
            await news.changes(BRIDGE.replace(WORDS, NEW_WORDS))
            await news.changes(MILL.replace("said Rui Costa", "said Marta Prado"), "mill")
            for _ in range(3):
                await news.corrector().tick()
                news.clock.now += HOUR
            [edited] = [one for one in kept.messages() if one.history]
            assert len(edited.history) == edited.text.count("Corrected") == 1
            assert not await news.store.outdated(["discord"], MORNING - DAY, news.clock(), 10)


async def test_on_discord_a_deleted_message_is_not_tried_for_ever() -> None:
    async with on_discord() as stage:
        place = stage.place(room := stage.guild.text_channel("news"))
        async with posted(stage.platform, place.channel.workspace, place.channel.room) as news:
            stage.discord.world.delete_message(room.messages()[0])
            await news.changes(BRIDGE.replace(WORDS, NEW_WORDS))
            for _ in range(3):
                await news.corrector().tick()
                news.clock.now += HOUR
            assert not await news.store.outdated(["discord"], MORNING - DAY, news.clock(), 10)
