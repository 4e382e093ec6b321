"""What people type about topics and filters, at a desk over a real store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.adapters.fetch import HttpFetcher
from bot.adapters.lexicons import checked_in
from bot.adapters.store import SqlStore
from bot.core import commands, editions
from bot.errors import ConfigError
from bot.model import (
    Actor,
    AnnotatedArticle,
    Article,
    Channel,
    Edition,
    Feed,
    FeedHealth,
    FeedState,
    Harvest,
    Paragraph,
    Place,
    Reply,
    SeenEntry,
    Subscription,
    Table,
    Topic,
)
from bot.newsroom import brief
from bot.newsroom.desk import NewsDesk
from bot.newsroom.gather import Gatherer
from bot.newsroom.preferences import MOST_EXPRESSIONS
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from tests.fakes.reading import ReadHere
from tests.fakes.stored_articles import keep
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, OTHER_STRIKE, STRIKE, annotated

NOW = MORNING + timedelta(hours=6)
CHANNEL = Channel("web", "local", "news", "News")
NEXT_DOOR = replace(CHANNEL, room="other")
BUSINESS = Topic("Business", words=("pay", "merger"))


async def unread(article: Article) -> AnnotatedArticle:
    return AnnotatedArticle(article)


class Room:
    """A channel where somebody types."""

    def __init__(self, store: SqlStore, desk: NewsDesk) -> None:
        self.store, self.desk = store, desk

    async def type(self, line: str, channel: Channel = CHANNEL) -> Reply:
        return await self.desk.handle(commands.parse(line), Actor(Place(channel)))

    async def rows(self, line: str, channel: Channel = CHANNEL) -> list[tuple[str, ...]]:
        reply = await self.type(line, channel)
        assert not reply.error, reply.outline
        blocks = [block for section in reply.outline.sections for block in section.blocks]
        return [row for block in blocks if isinstance(block, Table) for row in block.rows]

    async def said(self, line: str, channel: Channel = CHANNEL) -> list[str]:
        reply = await self.type(line, channel)
        blocks = [block for section in reply.outline.sections for block in section.blocks]
        return [block.text for block in blocks if isinstance(block, Paragraph)]

    async def refused(self, line: str) -> str:
        reply = await self.type(line)
        assert reply.error
        ((block,),) = [section.blocks for section in reply.outline.sections]
        assert isinstance(block, Paragraph)
        assert reply.outline.footer == "", "a fault of ours, not theirs"
        return block.text


@pytest.fixture
async def room(store: SqlStore) -> AsyncIterator[Room]:
    meter = PrometheusMeter()
    await store.ship_topics([BUSINESS, Topic("Sport", words=("football",))])
    await store.put_subscription(Subscription("news", CHANNEL, (time(8),), "UTC", size=1))
    await keep(store, BRIDGE, BRIDGE_AGAIN, STRIKE, OTHER_STRIKE)
    async with HttpFetcher() as fetcher:
        failures = FailureGuard(lambda: NOW, meter)
        gatherer = Gatherer(store, fetcher, ReadHere(), unread, lambda: NOW, meter, failures)
        yield Room(store, NewsDesk(store, gatherer, lambda: NOW, meter, failures, checked_in()))


class TestFilters:
    async def test_what_is_muted_is_listed_left_out_and_told_again_when_unmuted(self, room: Room) -> None:
        assert await room.rows("/news mute strikes") == [("1", "leave out", "words", "strikes")]
        assert await room.rows("/news mute outlet:Valley Times") == [
            ("1", "leave out", "words", "strikes"),
            ("2", "leave out", "outlet", "Valley Times"),
        ]
        assert await room.said("/news why norland") == [
            "Teachers in Norland vote to strike over pay (muted: strikes; 1 independent outlet, 5 hours old)"
        ]
        assert len(await room.rows("/news unmute STRIKE")) == 1
        assert await room.rows("/news unmute outlet:valley times") == []
        assert await room.said("/news why norland") == [
            "Teachers in Norland vote to strike over pay (below the cut: one outlet; 1 independent outlet, 5 hours old)"
        ]

    @pytest.mark.parametrize("form", ["mute outlet:", "filters add outlet ", "filters only outlet "])
    async def test_an_outlet_that_is_not_there_is_not_muted_but_asked_for(
        self, room: Room, form: str
    ) -> None:
        (known, *_) = {read.article.outlet for read in (BRIDGE,)}
        asked = await room.refused(f"/news {form}“{known}s”")
        assert asked == f"No outlet here is called “{known}s”; did you mean {known}? Nothing was changed."
        assert "there are " in await room.refused(f"/news {form}Zebra")
        assert await room.rows("/news filters list") == []
        (row,) = await room.rows(f"/news {form}{known.upper()}")
        assert row[2:] == ("outlet", known)

    async def test_what_was_changed_is_said_in_words(self, room: Room) -> None:
        async def lead(line: str) -> str:
            return (await room.type(line)).outline.lead

        outlet = BRIDGE.article.outlet
        assert await lead("/news mute strike") == "Left out here from now on: “strike”."
        assert await lead(f"/news mute {outlet}") == (
            f"Left out here from now on: “{outlet}”. These are words wherever they stand;"
            f" for the outlet itself type: /news mute outlet:{outlet}"
        )
        assert (
            await lead("/news filters only language German") == "From now on language “de” alone comes here."
        )
        assert await lead("/news filters remove 3") == "No longer let in alone here: language “de”."
        assert await lead("/news unmute strike") == "No longer left out here: “strike”."
        near = await room.refused(f"/news unmute {outlet[:-1]}")
        assert near.endswith(f"did you mean {outlet}?")
        assert await lead("/news follow business") == "Business leads in this channel now."
        assert await lead("/news unfollow business") == "business no longer leads in this channel."

    async def test_a_digest_of_which_everything_is_filtered_says_so_and_by_what(self, room: Room) -> None:
        for read in (BRIDGE, STRIKE):
            await room.type(f"/news mute outlet:{read.article.outlet}")
        await room.type("/news filters only words zebra")
        lead = (await room.type("/news digest")).outline.lead
        assert lead.startswith("Nothing passes what this channel filters: ")
        assert "outside what this channel’s filters let in" in lead
        assert "See its filters with: /news filters" in lead
        assert "No news" not in lead
        assert "/news schedule" not in lead

    async def test_filters_are_added_and_removed_by_number(self, room: Room) -> None:
        await room.type("/news filters add phrase vote to strike")
        await room.type("/news filters only language en")
        assert await room.rows("/news filters add expression (bus|tram) drivers?") == [
            ("1", "leave out", "phrase", "vote to strike"),
            ("2", "only", "language", "en"),
            ("3", "leave out", "expression", "(bus|tram) drivers?"),
        ]
        assert [row[3] for row in await room.rows("/news filters remove 2")] == [
            "vote to strike",
            "(bus|tram) drivers?",
        ]

    async def test_another_channel_is_not_touched(self, room: Room) -> None:
        await room.type("/news mute strikes")
        assert await room.rows("/news filters", NEXT_DOOR) == []
        assert await room.rows("/news filters", replace(CHANNEL, workspace="other")) == []

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("/news unmute harbour", "“harbour” is not muted in this channel; "),
            ("/news filters remove 1", "There is no filter 1; this channel has 0 filters."),
            ("/news filters remove 0", "There is no filter 0; "),
            ("/news filters add word pay", "There is no kind of filter “word”; did you mean words?"),
            ("/news filters add expression pay(", "The expression “pay(” cannot be read at character 4, “(”: "),
            ("/news mute outlet:", "Type what the filter looks for after “outlet”."),
            ("/news mute !!", "“!!” holds no word to look for."),
        ],
    )  # fmt: skip
    async def test_what_cannot_be_is_told_in_one_sentence(self, room: Room, typed: str, said: str) -> None:
        assert (await room.refused(typed)).startswith(said)

    @pytest.mark.parametrize("typed", ["/news mute", "/news filters add words", "/news filters remove x"])
    def test_what_is_missing_is_told_before_anything_is_done(self, typed: str) -> None:
        with pytest.raises(ConfigError, match=r"for example: /news|is no number"):
            commands.parse(typed)

    async def test_a_filter_is_there_once_and_expressions_are_few(self, room: Room) -> None:
        await room.type("/news filters add expression e0")
        assert await room.refused("/news filters add expression e0") == (
            "The filter expression “e0” is there already."
        )
        for number in range(1, MOST_EXPRESSIONS):
            await room.type(f"/news filters add expression e{number}")
        assert await room.refused("/news filters add expression more") == (
            "This channel has 50 expressions, the most there can be; remove one first."
        )
        assert len(await room.rows("/news mute words are taken all the same")) == MOST_EXPRESSIONS + 1


class TestWhy:
    news = annotated(
        "Aldmouth bridge to stay closed until June",
        "The Aldmouth bridge will stay closed to traffic until June, as 14 more of its cables have cracks, "
        "the engineers of Aldmouth found.",
        outlet="Norland Daily",
        hours=5,
    )

    async def keep(self, room: Room, read: AnnotatedArticle, position: int | None = None) -> None:
        feed = Feed.of(f"https://{read.article.outlet}/feed", read.article.outlet)
        seen = SeenEntry("entry", "first", read.article.id)
        positions = {"entry": position} if position else {}
        await room.store.keep([Harvest(feed, FeedHealth(FeedState.OK), (seen,), (read,), positions)])

    async def test_a_story_that_goes_on_is_developing(self, room: Room) -> None:
        (order,) = await room.store.subscriptions("local")
        first = Edition(order.id, date(2026, 3, 1), time(8))
        digest = await brief.make_digest(order, first, room.store, NOW)
        assert await room.store.plan(editions.delivery_of(digest, order), digest)
        await self.keep(room, self.news)
        (line,) = await room.said("/news why june")
        assert line == (
            "1. Aldmouth bridge to stay closed until June "
            "(developing since it was posted here; 1 independent outlet, 1 hour old)"
        )

    async def test_what_an_outlet_puts_at_the_front_says_so(self, room: Room) -> None:
        assert "near the top" not in (await room.said("/news why aldmouth"))[0]
        await self.keep(room, BRIDGE, position=1)
        await self.keep(room, BRIDGE_AGAIN, position=2)
        (line,) = await room.said("/news why aldmouth")
        assert line == (
            "1. Aldmouth bridge closes after cracks are found "
            "(2 independent outlets, 4 hours old, near the top of the feeds of 2 outlets)"
        )


class TestTopics:
    async def test_a_topic_that_is_followed_leads_and_why_says_so(self, room: Room) -> None:
        assert (await room.said("/news why"))[0].startswith("1. Aldmouth bridge closes")
        rows = await room.rows("/news follow business")
        assert rows == [("Business", "yes", "pay, merger"), ("Sport", "", "football")]
        (leads, *_) = await room.said("/news why")
        assert leads.startswith(
            "1. Teachers in Norland vote to strike over pay (on Business, a topic followed"
        )
        assert (await room.rows("/news unfollow BUSINESS"))[0] == ("Business", "", "pay, merger")

    async def test_a_topic_of_ones_own_is_made_replaced_and_removed(self, room: Room) -> None:
        line = "/news topics add Harbour Life words:quay ferry, port phrases:harbour talks names:Ada Okafor"
        assert ("Harbour Life", "", "quay, ferry, port, harbour talks, Ada Okafor") in await room.rows(line)
        await room.type("/news follow harbour life")
        rows = await room.rows("/news topics add harbour life outlets:Harbour Post language:EN")
        assert ("harbour life", "yes", "Harbour Post, en") in rows
        assert len(await room.rows("/news topics remove HARBOUR LIFE")) == 2
        assert len(await room.rows("/news topics", replace(CHANNEL, workspace="other"))) == 2

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ("/news follow busines", "There is no topic “busines”; did you mean Business?"),
            ("/news follow zebra", "There is no topic “zebra”; there are Business, Sport."),
            ("/news unfollow sport", "This channel does not follow “sport”; "),
            (
                "/news topics remove sport",
                "“sport” is no topic of your own; what ships with On Record stays.",
            ),
            (
                "/news topics add Port",
                "Say what Port looks for, for example: /news topics add name:Port words:port, quay",
            ),
            ("/news topics add Port words: , ,", "Say what Port looks for, "),
            ("/news topics add Port words:!", "“!” holds no word to look for."),
            ("/news topics add Port language:klingon", "“klingon” is no language that is known here; "),
            (f"/news topics add {'x' * 61} words:port", f"“{'x' * 60}…” is longer than 60 characters."),
        ],
    )
    async def test_what_cannot_be_is_told_in_one_sentence(self, room: Room, typed: str, said: str) -> None:
        assert (await room.refused(typed)).startswith(said)

    async def test_following_twice_is_told(self, room: Room) -> None:
        await room.type("/news follow Sport")
        assert await room.refused("/news follow sport") == "This channel follows Sport already."

    async def test_topics_are_offered_while_they_are_typed(self, room: Room) -> None:
        offered = await room.desk.complete("/news follow b", Actor(Place(CHANNEL)))
        assert [completion.text for completion in offered] == ["/news follow Business"]
