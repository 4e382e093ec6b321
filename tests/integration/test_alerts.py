"""From an article that a feed brings to the message that alerts, on Slack and Discord, through kills."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.store import SqlStore, open_store
from bot.errors import ChannelGone, NotAllowed, PlatformError, Unreachable
from bot.model import (
    AlertSettings,
    AnnotatedArticle,
    Channel,
    Feed,
    FeedHealth,
    Filter,
    FilterKind,
    Harvest,
    Outline,
    Part,
    Place,
    Quiet,
    Topic,
    Watch,
)
from bot.newsroom.alerter import Alerter
from bot.newsroom.deliver import Deliverer
from bot.newsroom.watches import settle
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from bot.platforms.console import render_text
from bot.platforms.discord.render import key_of as discord_key
from bot.platforms.slack.render import key_of as slack_key
from bot.ports import Platform
from tests.fakes.bot_on_discord import on_discord
from tests.fakes.bot_on_slack import on_slack
from tests.fakes.discord import CUT_AFTER, CUT_BEFORE
from tests.fakes.platform import ChatServer, Fault
from tests.fakes.slack import Clock as SlackClock
from tests.fakes.slack import faults
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, STRIKE, annotated

NOW = MORNING + timedelta(hours=3)
ROOM = Channel("chat", "w", "news", "news")
SILVA = Watch("silva", ROOM, speaker="Ana Silva", about="cables")
CABLES = Watch("cables", ROOM, phrase="Aldmouth bridge")

LATER = annotated(
    "Aldmouth bridge: cables to be replaced",
    "Mayor Ana Silva said on Monday that every cable of the Aldmouth bridge will be replaced.\n\n"
    "“Two years of work and ninety million crowns, that is what these cables ask of us,” Silva said.\n\n"
    "The Aldmouth bridge will stay closed to cars until the summer of 2028, the council decided.",
    ("Two years of work and ninety million crowns, that is what these cables ask of us,", "Silva"),
    hours=2.5,
)
SAME_WORDS = annotated(
    "Mayor will not reopen Aldmouth bridge",
    "Engineers found cracks in two of the cables of the Aldmouth bridge, which was closed to all traffic.\n\n"
    "“We will not open it again before every cable has been tested,” said Mayor Ana Silva.\n\n"
    "About 40,000 cars cross the Aldmouth bridge on a working day.",
    ("We will not open it again before every cable has been tested,", "Ana Silva"),
    outlet="Valley Times",
    hours=2.5,
)


class Killed(BaseException):
    """The process ends here."""


class Dying(SqlStore):
    """A store whose process is killed at a step, before or after it is done."""

    dies: str = ""
    after: bool = False

    async def keep_alerts(self, *args: Any) -> bool:
        return await self._step("keep_alerts", lambda: SqlStore.keep_alerts(self, *args))

    async def plan_alerts(self, *args: Any) -> bool:
        return await self._step("plan_alerts", lambda: SqlStore.plan_alerts(self, *args))

    async def _step(self, name: str, work: Callable[[], Awaitable[bool]]) -> bool:
        if self.dies == name and not self.after:
            raise Killed
        done = await work()
        if self.dies == name:
            raise Killed
        return done


@dataclass
class Newsroom:
    """A store with a clock, and a platform to alert on."""

    store: SqlStore
    platforms: dict[str, Platform]
    now: datetime = NOW
    deliverer: Deliverer | None = None

    def clock(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()

    async def bring(self, *reads: AnnotatedArticle, feed: str = "https://post.example/feed") -> None:
        """A round of gathering brings these, read now."""
        fresh = []
        for read in reads:
            article = replace(read.article, captured=self.now)
            said = tuple(replace(quote, article=article) for quote in read.quotes)
            fresh.append(replace(read, article=article, quotes=said))
        await self.store.keep([Harvest(Feed.of(feed, "The Post"), FeedHealth(), (), tuple(fresh))])

    async def alert(self) -> bool:
        """What a process does that begins now."""
        meter = PrometheusMeter()
        return await Alerter(self.store, self.clock, meter, FailureGuard(self.clock, meter)).tick()

    async def deliver(self) -> None:
        """One process sends: how long it knows of a try, it counts itself."""
        if self.deliverer is None:
            meter = PrometheusMeter()
            guard = FailureGuard(self.clock, meter)
            self.deliverer = Deliverer(
                self.store, self.platforms, self.clock, meter, guard, steady=self.seconds
            )
        await self.deliverer.tick()

    async def turn(self, minutes: float = 1) -> None:
        """A while later: look, and send."""
        self.now += timedelta(minutes=minutes)
        await self.alert()
        await self.deliver()


@asynccontextmanager
async def newsroom(
    chat: ChatServer, *watched: Watch, url: str = "sqlite:///:memory:"
) -> AsyncIterator[Newsroom]:
    store = await open_store(url)
    await store.take_feed("w", Feed.of("https://post.example/feed", "The Post"))
    for watch in watched:
        await store.put_watch(watch)
    yield Newsroom(store, {"chat": chat})
    await store.close()


def shown(chat: ChatServer) -> list[str]:
    """All that each message says."""
    return [_text(outline) for _, _, outline in chat.messages]


def _text(outline: Outline) -> str:
    return " ".join(render_text(outline).split())


def alerts(chat: ChatServer) -> list[str]:
    """The messages with something in them: this server posts the title by itself."""
    return [text for text in shown(chat) if "You watch" in text]


class TestWhatAlerts:
    async def test_a_quote_comes_with_its_article_why_and_buttons(self) -> None:
        chat = ChatServer()
        async with newsroom(chat, SILVA) as room:
            await room.bring(BRIDGE, STRIKE)
            await room.turn()
        title, told = shown(chat)
        assert title == "Alert: Aldmouth bridge closes after cracks are found"
        assert "You watch Ana Silva on cables." in told
        assert "“We will not open it again before every cable has been tested,” – Ana Silva" in told
        assert BRIDGE.article.url in told
        [section] = chat.messages[1][2].sections
        assert [(one.action, one.label) for one in section.controls] == [
            ("where", "Show me where: Silva"),
            ("mute_alert", "Mute this story"),
            ("fewer", "Fewer"),
            ("unwatch", "Stop"),
        ]

    async def test_a_phrase_and_a_topic_bring_the_first_sentence(self) -> None:
        chat = ChatServer()
        schools = Watch("schools", ROOM, topic="Schools")
        async with newsroom(chat, CABLES, schools) as room:
            await room.store.put_topic("w", Topic("Schools", words=("teacher",)))
            await room.bring(BRIDGE, STRIKE)
            await room.turn()
        bridge, strike = sorted(alerts(chat), key=lambda text: "strike" in text)
        assert "You watch the topic Schools." in strike
        assert "Teachers in Norland voted on Monday [2 March] to strike" in strike
        assert "You watch “Aldmouth bridge”." in bridge
        assert "engineers found cracks in two of its cables" in bridge

    async def test_what_was_there_before_does_not_alert(self) -> None:
        chat = ChatServer()
        async with newsroom(chat, replace(SILVA, created=NOW + timedelta(minutes=5))) as room:
            await room.bring(BRIDGE)
            await room.turn(10)
            assert not chat.messages
            await room.bring(LATER)
            await room.turn()
        assert len(alerts(chat)) == 1

    async def test_imports_links_and_other_workspaces_do_not_alert(self) -> None:
        chat = ChatServer()
        async with newsroom(chat, SILVA) as room:
            await room.store.import_articles("w", [BRIDGE])
            await room.store.keep_linked("w", LATER)
            await room.store.take_feed("else", Feed.of("https://else.example/feed", "Else"))
            await room.bring(SAME_WORDS, feed="https://else.example/feed")
            await room.turn()
            assert not chat.messages
            assert await room.store.brought(10) == []

    async def test_what_another_workspaces_feed_brought_alerts_once_ones_own_brings_it(self) -> None:
        chat = ChatServer()
        async with newsroom(chat, SILVA) as room:
            await room.bring(BRIDGE, feed="https://else.example/feed")
            await room.turn()
            assert not chat.messages
            await room.bring(BRIDGE)
            await room.turn()
            await room.bring(BRIDGE)
            await room.turn()
        assert len(alerts(chat)) == 1

    async def test_filters_hold_for_alerts_too(self) -> None:
        chat = ChatServer()
        async with newsroom(chat, CABLES) as room:
            await room.store.add_filter(ROOM, Filter(FilterKind.WORDS, "engineers"))
            await room.bring(BRIDGE, LATER)
            await room.turn()
        assert len(alerts(chat)) == 1
        assert "cables to be replaced" in shown(chat)[0]


class TestStories:
    async def test_a_story_alerts_once_and_again_when_it_develops(self) -> None:
        chat = ChatServer()
        async with newsroom(chat, SILVA, CABLES) as room:
            await room.bring(BRIDGE)
            await room.turn()
            assert len(alerts(chat)) == 2
            await room.bring(SAME_WORDS)
            await room.turn()
            assert len(alerts(chat)) == 2
            await room.bring(LATER)
            await room.turn()
        quote, sentence = sorted(alerts(chat)[2:])[::-1]
        assert "You watch “Aldmouth bridge”." in quote or "You watch “Aldmouth bridge”." in sentence
        assert any("Two years of work and ninety million crowns" in text for text in alerts(chat)[2:])
        titles = [text for text in shown(chat) if text.startswith("Alert: ")]
        assert [title.startswith("Alert: Developing: ") for title in titles] == [False, False, True, True]

    async def test_one_story_of_several_outlets_is_one_alert(self) -> None:
        chat = ChatServer()
        async with newsroom(chat, SILVA, CABLES) as room:
            await room.bring(BRIDGE, SAME_WORDS, BRIDGE_AGAIN)
            await room.turn()
        assert len(alerts(chat)) == 2

    async def test_what_was_printed_is_not_printed_again_in_another_story(self) -> None:
        chat = ChatServer()
        elsewhere = annotated(
            "Ten quotes of the week",
            "Farmers in Norland counted their sheep, and a choir of two hundred sang in the rain for hours.\n\n"
            "“We will not open it again before every cable has been tested,” said Mayor Ana Silva.\n\n"
            "A baker in Tarn sold his ten millionth roll, and gave the day's takings to the school next door.",
            ("We will not open it again before every cable has been tested,", "Ana Silva"),
            outlet="Norland Daily",
            hours=2.5,
        )
        async with newsroom(chat, SILVA) as room:
            await room.bring(BRIDGE)
            await room.turn()
            await room.bring(elsewhere)
            await room.turn()
        assert len(alerts(chat)) == 1

    async def test_a_muted_story_alerts_no_more(self) -> None:
        chat = ChatServer()
        async with newsroom(chat, SILVA) as room:
            await room.bring(BRIDGE)
            await room.turn()
            await room.store.add_filter(ROOM, Filter(FilterKind.STORY, BRIDGE.article.id))
            await room.bring(LATER)
            await room.turn()
        assert len(alerts(chat)) == 1


class TestManners:
    async def test_quiet_hours_hold_and_then_one_message_comes(self) -> None:
        chat = ChatServer()
        async with newsroom(chat, SILVA, CABLES) as room:
            quiet = AlertSettings(Quiet(time(8), time(10)))
            await room.store.put_alert_settings(ROOM, quiet)
            await room.bring(BRIDGE, STRIKE)
            await room.turn()
            assert not chat.messages
            await room.turn(60)
        title, *sections = shown(chat)
        assert title == "2 alerts Gathered while it was quiet, or there were many."
        assert [section.startswith("Aldmouth bridge closes") for section in sections] == [True, True]
        assert len({key for _, key, _ in chat.messages}) == len(chat.messages)

    async def test_an_hour_has_so_many_messages_and_the_rest_comes_in_one(self) -> None:
        chat = ChatServer()
        watched = [
            Watch(f"w{n}", ROOM, phrase=phrase) for n, phrase in enumerate(("Norland", "exams", "pay"))
        ]
        async with newsroom(chat, CABLES, *watched) as room:
            await room.store.put_alert_settings(ROOM, AlertSettings(hourly=1))
            await room.bring(BRIDGE)
            await room.turn()
            await room.bring(STRIKE)
            await room.turn()
            assert len(alerts(chat)) == 1
            await room.turn(50)
            assert len(alerts(chat)) == 1
            await room.turn(10)
        assert len(alerts(chat)) == 4
        assert [text for text in shown(chat) if "alerts" in text] == [
            "3 alerts Gathered while it was quiet, or there were many."
        ]

    async def test_what_no_longer_holds_is_not_sent(self) -> None:
        chat = ChatServer()
        async with newsroom(chat, CABLES) as room:
            await room.store.put_alert_settings(ROOM, AlertSettings(Quiet(time(8), time(10))))
            await room.bring(BRIDGE)
            await room.turn()
            await room.store.drop_watch(CABLES.id)
            await room.turn(120)
        assert not chat.messages

    async def test_a_channel_that_is_gone_gets_no_more(self) -> None:
        chat = ChatServer(faults=[Fault(ChannelGone("no such channel"))] * 2)
        async with newsroom(chat, CABLES) as room:
            await room.bring(BRIDGE)
            await room.turn()
            await room.turn(2)
            await room.bring(LATER)
            await room.turn(10)
            assert (await room.store.alert_settings(ROOM)).stopped_for == "no such channel"
        assert not chat.messages
        [(where, warned)] = chat.warnings
        assert where == ROOM
        assert warned.startswith("Alerts no longer go to news: no such channel. ")


DOWN = PlatformError("the platform is down")


def bulletin(number: int) -> AnnotatedArticle:
    """One of many articles, each a story of its own, that a watch on the “harbour office” is on."""
    places = "Tarn Norland Aldmouth Selby Orrick Hale Wick Dunmore Esk Farrow Grale Holm Irby Jarrow".split()
    goods = "apples bricks copper diesel eggs flour gravel honey iron jute kelp linen malt nails".split()
    place, good = places[number % 14], goods[number % 14]
    return annotated(
        f"{place} ships {good} number {number}",
        f"The harbour office of {place} counted {number + 3} barges with {good} on Monday, it said.",
        hours=2,
    )


OFFICE = Watch("office", ROOM, phrase="harbour office")


class Outage(ChatServer):
    """A platform that fails at each post for as long as it is `down`; it writes down when it took one."""

    down: BaseException | None = None
    times: list[datetime]
    clock: Callable[[], datetime]

    async def post(self, place: Place, part: Part, since: datetime | None = None) -> str:
        if self.down:
            raise self.down
        if part.outline.title:
            self.times.append(self.clock())
        return await super().post(place, part, since)


@asynccontextmanager
async def outage(*watched: Watch) -> AsyncIterator[tuple[Newsroom, Outage]]:
    chat = Outage()
    async with newsroom(chat, *watched) as room:
        chat.times, chat.clock, chat.down = [], room.clock, DOWN
        yield room, chat


def most_in_an_hour(times: list[datetime]) -> int:
    return max(sum(at <= other < at + timedelta(hours=1) for other in times) for at in times)


class TestWhatWaits:
    """Whatever holds an alert up, it is judged again before it is posted, and comes in one message."""

    @pytest.mark.parametrize("hourly", [1, 2, 4])
    @pytest.mark.parametrize("unclear", [False, True])
    async def test_an_outage_ends_in_one_message_and_each_hour_keeps_its_most(
        self, hourly: int, *, unclear: bool
    ) -> None:
        async with outage(OFFICE) as (room, chat):
            await room.store.put_alert_settings(ROOM, AlertSettings(hourly=hourly))
            chat.down = DOWN if unclear else Unreachable("no connection")
            for number in range(12):
                await room.bring(bulletin(number))
                for minutes in (1, 1, 6, 12):
                    await room.turn(minutes)
            assert not chat.messages
            chat.down, number = None, 12
            for minute in range(0, 150, 5):
                if minute % 30 == 0:
                    await room.bring(bulletin(number))
                    number += 1
                await room.turn(5)
            await room.turn(61)
            await room.turn(61)
        assert most_in_an_hour(chat.times) <= hourly
        told = " ".join(shown(chat))
        assert [told.count(f"number {one} ") >= 1 for one in range(number)] == [True] * number
        first = [len(text) for text in shown(chat) if "alert" in text.casefold()]
        assert len(first) <= 5 * hourly
        assert len({key for _, key, _ in chat.messages}) == len(chat.messages)

    async def test_a_watch_that_is_stopped_during_an_outage_posts_nothing(self) -> None:
        async with outage(OFFICE, CABLES) as (room, chat):
            await room.bring(bulletin(1), BRIDGE)
            await room.turn()
            await room.store.drop_watch(OFFICE.id)
            chat.down = None
            for _ in range(5):
                await room.turn()
        [told] = alerts(chat)
        assert "You watch “Aldmouth bridge”." in told

    @pytest.mark.parametrize(
        "by", [Filter(FilterKind.WORDS, "barges"), Filter(FilterKind.OUTLET, BRIDGE.article.outlet)]
    )
    @pytest.mark.parametrize("quiet", [False, True])
    async def test_what_is_filtered_meanwhile_is_not_posted(self, by: Filter, *, quiet: bool) -> None:
        async with outage(OFFICE) as (room, chat):
            if quiet:
                chat.down = None
                await room.store.put_alert_settings(ROOM, AlertSettings(Quiet(time(8), time(10))))
            await room.bring(bulletin(1))
            await room.turn()
            await room.store.add_filter(ROOM, by)
            chat.down = None
            for _ in range(5):
                await room.turn(30)
        assert not chat.messages

    async def test_of_a_story_that_is_muted_meanwhile_nothing_is_posted(self) -> None:
        async with outage(SILVA) as (room, chat):
            chat.down = None
            await room.bring(BRIDGE)
            await room.turn()
            chat.down = DOWN
            await room.bring(LATER)
            await room.turn()
            await room.store.add_filter(ROOM, Filter(FilterKind.STORY, BRIDGE.article.id))
            chat.down = None
            for _ in range(5):
                await room.turn(5)
        assert len(alerts(chat)) == 1

    async def test_a_filter_takes_its_articles_out_of_a_story_that_waits(self) -> None:
        async with outage(replace(SILVA, about="")) as (room, chat):
            await room.bring(BRIDGE, SAME_WORDS)
            await room.turn()
            await room.store.add_filter(ROOM, Filter(FilterKind.OUTLET, BRIDGE.article.outlet))
            chat.down = None
            for _ in range(5):
                await room.turn()
        [told] = alerts(chat)
        assert SAME_WORDS.article.url in told
        assert BRIDGE.article.url not in told

    @pytest.mark.parametrize("error", [NotAllowed, ChannelGone])
    async def test_what_was_refused_comes_once_alerts_may_come_again(
        self, error: type[PlatformError]
    ) -> None:
        async with outage(OFFICE) as (room, chat):
            chat.down = error("the bot may not write there")
            for number in range(3):
                await room.bring(bulletin(number))
                await room.turn(2)
            assert (await room.store.alert_settings(ROOM)).stopped_for == "the bot may not write there"
            [(_, warned)] = chat.warnings
            assert "/news watch set" in warned
            chat.down = None
            await room.turn(60)
            assert not chat.messages
            await settle(room.store, ROOM, {"hourly": "4"})
            for _ in range(3):
                await room.turn()
        title, *told = shown(chat)
        assert title.startswith("3 alerts")
        assert len(told) == 3

    async def test_a_restart_in_quiet_time_posts_nothing_before_its_end(self) -> None:
        async with outage(OFFICE) as (room, chat):
            await room.store.put_alert_settings(ROOM, AlertSettings(Quiet(time(11, 5), time(12))))
            room.now = NOW.replace(hour=11, minute=4)
            await room.bring(bulletin(1))
            assert await room.alert()
            chat.down, room.now = None, NOW.replace(hour=11, minute=10)
            for _ in range(4):
                await room.deliver()
                await room.turn(10)
            assert room.now < NOW.replace(hour=12)
            assert not chat.messages
            await room.turn(10)
            await room.turn()
        assert len(alerts(chat)) == 1

    @pytest.mark.parametrize("days", [2, 30])
    async def test_a_look_while_the_clock_is_ahead_loses_nothing(self, days: int) -> None:
        chat = ChatServer()
        async with newsroom(chat, OFFICE, SILVA) as room:
            await room.bring(bulletin(1), BRIDGE)
            right, room.now = room.now, room.now + timedelta(days=days)
            await room.turn()
            room.now = right
            await room.turn()
            await room.turn()
        assert len(alerts(chat)) == 2

    async def test_what_was_gathered_long_before_anything_looked_does_not_alert(self) -> None:
        chat = ChatServer()
        async with newsroom(chat, OFFICE) as room:
            await room.bring(bulletin(1))
            await room.turn(25 * 60)
            await room.turn()
            assert not chat.messages
            await room.bring(bulletin(2))
            await room.turn()
        assert len(alerts(chat)) == 1

    async def test_what_waits_for_more_than_a_week_is_not_posted(self) -> None:
        async with outage(OFFICE) as (room, chat):
            await room.bring(bulletin(1))
            for _ in range(8 * 2):
                await room.turn(12 * 60)
            chat.down = None
            await room.bring(bulletin(2))
            for _ in range(4):
                await room.turn(61)
        [told] = alerts(chat)
        assert "number 1 " not in told


class TestKills:
    @pytest.mark.parametrize("dies", ["keep_alerts", "plan_alerts"])
    @pytest.mark.parametrize("after", [False, True])
    async def test_whatever_is_killed_each_alert_comes_once(
        self, dies: str, tmp_path: Path, *, after: bool
    ) -> None:
        chat = ChatServer()
        async with newsroom(chat, SILVA, CABLES, url=f"sqlite:///{tmp_path}/a.db") as room:
            await room.bring(BRIDGE, STRIKE)
            dying = Dying(room.store.database)
            dying.dies, dying.after = dies, after
            with pytest.raises(Killed):
                await Newsroom(dying, room.platforms, room.now).alert()
            for _ in range(3):
                await room.turn()
        assert len(alerts(chat)) == 2
        assert len({key for _, key, _ in chat.messages}) == len(chat.messages)

    async def test_two_processes_alert_once(self, tmp_path: Path) -> None:
        chat, url = ChatServer(), f"sqlite:///{tmp_path}/a.db"
        async with newsroom(chat, SILVA, CABLES, url=url) as room:
            other = Newsroom(await open_store(url), room.platforms)
            await room.bring(BRIDGE, STRIKE)
            await asyncio.gather(room.turn(), other.turn(), room.turn(), other.turn())
            await other.store.close()
        assert len(alerts(chat)) == 2

    async def test_more_than_fit_into_one_look_all_come(self) -> None:
        chat = ChatServer()
        async with newsroom(chat, CABLES) as room:
            await room.store.put_alert_settings(ROOM, AlertSettings(hourly=1))
            others = [
                annotated(f"Notice {number}", f"The harbour office gave notice {number}.", hours=1)
                for number in range(520)
            ]
            await room.bring(*others, BRIDGE)
            await room.turn()
        assert len(alerts(chat)) == 1


# --- on the platforms --------------------------------------------------------------------------


SLACK_STEPS = [None, faults.cut(), faults.cut(after=False), faults.status(500, after=True)]


@asynccontextmanager
async def slack_room(person: bool = False) -> AsyncIterator[tuple[Newsroom, Any, Any]]:
    """A newsroom on Slack that watches the mayor, in a channel or for one person."""
    async with on_slack(SlackClock(NOW.timestamp())) as bot:
        channel = bot.place.channel
        if person:
            channel = replace(channel, room=f"@{bot.noel.id}")
        async with newsroom(ChatServer(), replace(SILVA, channel=channel)) as room:
            await room.store.take_feed(bot.workspace, Feed.of("https://post.example/feed", "The Post"))
            room.platforms["slack"] = bot.platform
            read = bot.slack.talk(bot.team, bot.noel.id) if person else bot.news
            yield room, bot, read


@pytest.mark.parametrize("fault", SLACK_STEPS)
@pytest.mark.parametrize("person", [False, True])
async def test_on_slack_an_alert_stands_there_once(fault: faults.Fault | None, *, person: bool) -> None:
    async with slack_room(person) as (room, bot, read):
        await room.bring(BRIDGE, STRIKE)
        if fault:
            bot.slack.faults.at("chat.postMessage", fault)
        for _ in range(5):
            bot.slack.clock.push(61)
            await room.turn()
        [message] = read.messages()
        assert slack_key(message.payload(True))
        said = str(message.blocks)
        assert "We will not open it again before every cable has been tested," in said
        assert "You watch Ana Silva on cables." in said
        assert all(label in said for label in ("Mute this story", "Fewer", "Stop", BRIDGE.article.url))


@pytest.mark.parametrize("fault", [None, CUT_AFTER, CUT_BEFORE])
@pytest.mark.parametrize("person", [False, True])
async def test_on_discord_an_alert_stands_there_once(fault: Any, *, person: bool) -> None:
    async with on_discord() as bot:
        news = bot.guild.text_channel("news")
        channel = bot.place(news).channel
        member = bot.discord.person("mara", bot.guild)
        if person:
            channel = replace(channel, room=f"@{member.id}")
        async with newsroom(ChatServer(), replace(SILVA, channel=channel)) as room:
            await room.store.take_feed(channel.workspace, Feed.of("https://post.example/feed", "The Post"))
            room.platforms["discord"] = bot.platform
            await room.bring(BRIDGE, STRIKE)
            if fault:
                bot.discord.faults.next("POST /channels/{channel_id}/messages", fault)
            for _ in range(5):
                await room.turn()
            world = bot.discord.world
            read = world.direct(world.bot, world.users[member.id]) if person else news
            [message] = read.messages()
            assert discord_key(message.body["components"])
            said = str(message.body)
            assert "We will not open it again before every cable has been tested," in said
            assert "You watch Ana Silva on cables." in said
            assert not message.pings


async def test_untrusted_words_in_an_alert_call_nobody() -> None:
    loud = annotated(
        "Mayor <!channel> on cables @everyone",
        "“The cables <!here> are <@U1> fine, @everyone,” said Mayor Ana Silva.",
        ("The cables <!here> are <@U1> fine, @everyone,", "Ana Silva"),
    )
    async with slack_room() as (room, _, read):
        await room.bring(loud)
        await room.turn()
        [message] = read.messages()
        live = [message.text, *(found for found in _texts(message.blocks) if found["type"] == "mrkdwn")]
        assert "<!" not in str(live)
        assert "<@" not in str(live)


def _texts(blocks: Any) -> list[dict[str, Any]]:
    """Every text object within blocks."""
    if isinstance(blocks, list):
        return [found for each in blocks for found in _texts(each)]
    if not isinstance(blocks, dict):
        return []
    own = [blocks] if isinstance(blocks.get("text"), str) and "type" in blocks else []
    return [*own, *(found for each in blocks.values() for found in _texts(each))]


async def test_a_thread_below_an_alert_is_about_its_article() -> None:
    chat = ChatServer()
    async with newsroom(chat, SILVA) as room:
        await room.bring(BRIDGE)
        await room.turn()
        assert await room.store.thread(Place(ROOM, "message 1")) == (BRIDGE.article.id,)
