"""The end of a workspace, over a database in memory and in a file: what is its own goes, all else stays."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from bot.adapters.store import SqlStore
from bot.adapters.store.tables import metadata
from bot.model import (
    AlertSettings,
    AnnotatedArticle,
    Briefing,
    Bullet,
    Ceilings,
    Channel,
    Cite,
    Command,
    Delivery,
    DeliveryState,
    Digest,
    Edition,
    Fault,
    Filter,
    FilterKind,
    HeldAlert,
    LeftOut,
    Place,
    Report,
    SearchQuery,
    SeenEntry,
    Spend,
    Story,
    Subscription,
    Topic,
    Watch,
)
from tests.fakes.stored_articles import HARBOUR, NOON, VALLEY, article, ferry, harvest, read

DAY = timedelta(days=1)
WORKSPACES = ("north", "south")


@pytest.fixture
async def store(store: SqlStore) -> SqlStore:
    await store.keep([harvest(HARBOUR, ferry()), harvest(VALLEY)])
    for workspace in WORKSPACES:
        await settle(store, workspace)
    return store


def channel(workspace: str) -> Channel:
    return Channel("chat", workspace, f"{workspace}-news")


def order(workspace: str) -> Subscription:
    return Subscription(f"order-{workspace}", channel(workspace), (time(8),), "UTC", created=NOON)


def pasted(workspace: str) -> AnnotatedArticle:
    of = article(f"“We are {workspace},” said Bo Lund.", f"https://{workspace}.example/", f"Of {workspace}")
    return read(replace(of, id="pasted"), (f"We are {workspace},", "Bo Lund"))


def linked(workspace: str) -> AnnotatedArticle:
    return read(article("A page elsewhere.", f"https://{workspace}.example/linked", "Linked to"))


def delivery(workspace: str) -> tuple[Delivery, Digest]:
    edition = Edition(f"order-{workspace}", date(2026, 3, 2), time(8))
    stories = (Story((pasted(workspace),)), Story((ferry(),)))
    left_out = tuple(LeftOut(story, f"not for {workspace}") for story in stories)
    own = pasted(workspace)
    said = (Bullet(f"We are {workspace}.", (Cite(own.article, own.quotes[0].span),)),)
    told = Briefing(Story((own,)), f"Of {workspace}", said, own.quotes, "extractive")
    digest = Digest(f"digest-{workspace}", edition, NOON, (told,), left_out)
    return Delivery(f"delivery-{workspace}", edition, channel(workspace), digest.id), digest


async def settle(store: SqlStore, workspace: str) -> None:
    """Everything that a workspace can have; both take one feed, and each has a page of its own."""
    room, own = channel(workspace), pasted(workspace)
    await store.take_feed(workspace, HARBOUR)
    await store.import_articles(workspace, [own])
    await store.keep_linked(workspace, linked(workspace))
    dealt_with = SeenEntry(f"https://{workspace}.example/old", "", ferry().article.id)
    await store.archive(workspace, [ferry()], [dealt_with])
    await store.put_subscription(order(workspace))
    await store.plan(*delivery(workspace))
    await store.put_topic(workspace, Topic(workspace, (workspace,)))
    await store.follow(room, workspace)
    await store.add_filter(room, Filter(FilterKind.WORDS, workspace))
    await store.add_message(Place(room), "bot", workspace, NOON)
    for number, said in enumerate((own.quotes[0], ferry().quotes[0])):
        claimed = Report(f"r{number}", workspace, said, Fault.QUOTE, workspace, "", NOON)
        await store.add_report(claimed)
    await store.put_thread(Place(room, "t1"), [own.article.id], NOON)
    await store.put_saved_command("w1", Command("ask", {"question": workspace}), Place(room, "t1"), NOON)
    watch = Watch(f"watch-{workspace}", room, phrase=workspace)
    await store.put_watch(watch)
    await store.put_alert_settings(room, AlertSettings(hourly=2))
    [told] = delivery(workspace)[1].briefings
    assert await store.keep_alerts((), [HeldAlert(watch, told, NOON)])
    await store.put_installation("chat", workspace, f"sealed {workspace}", NOON)
    await store.reserve(Spend(NOON.date(), workspace, "model", calls=1), Ceilings(0, 0))


async def rows(store: SqlStore) -> dict[str, list[str]]:
    """All that stands in any table, each row as text."""
    async with store.database.read() as connection:
        return {
            table.name: [str(tuple(row)) for row in await connection.execute(select(table))]
            for table in metadata.sorted_tables
        }


async def naming(store: SqlStore, workspace: str) -> Counter[str]:
    """In how many rows of each table a workspace, or a word of its own, stands."""
    found = {name: sum(workspace in row for row in kept) for name, kept in (await rows(store)).items()}
    return +Counter(found)


class TestForgetting:
    async def test_nothing_of_a_left_workspace_stays_in_any_table(self, store: SqlStore) -> None:
        await store.leave("north", NOON + DAY)
        before = await naming(store, "north")
        named = {table.name for table in metadata.sorted_tables if "workspace" in table.c}
        assert named <= before.keys(), "fill every table that names a workspace in `settle`"
        assert await store.forget_left(NOON + DAY) == ["north"]
        assert await naming(store, "north") == {}

    async def test_nothing_of_another_workspace_is_lost(self, store: SqlStore) -> None:
        before = await naming(store, "south")
        await store.leave("north", NOON)
        await store.forget_left(NOON)
        assert await naming(store, "south") == before
        assert await store.digest("digest-south") == delivery("south")[1]
        assert [each.quote.text for each in await store.reports("south")] == [
            "We are south,",
            "We have waited long enough,",
        ]
        hits = await store.search(SearchQuery(("south", "ferry"), "south"))
        assert {hit.article.id for hit in hits} == {"pasted", ferry().article.id}

    async def test_the_days_ceiling_holds_what_a_forgotten_workspace_spent(self, store: SqlStore) -> None:
        day, limit = NOON.date(), Ceilings(100, 150)
        assert await store.reserve(Spend(day, "north", "model", calls=1, nanos=90), limit)
        for _ in range(2):  # the second time there is nothing more to give up
            await store.leave("north", NOON)
            await store.forget_left(NOON)
        assert await store.spent(day, "north") == []
        assert not await store.reserve(Spend(day, "north", "model", calls=1, nanos=90), limit)
        assert await store.reserve(Spend(day, "north", "model", calls=1, nanos=60), limit)

    async def test_no_word_of_what_was_imported_is_found_again(self, store: SqlStore) -> None:
        await store.leave("south", NOON)
        await store.forget_left(NOON)
        other = replace(pasted("south").article, id="other", text="Another text.", headline="Another")
        await store.import_articles("north", [AnnotatedArticle(other)])  # takes the number that is free again
        assert await store.search(SearchQuery(("south",), "north")) == []
        assert [hit.article for hit in await store.search(SearchQuery(("another",), "north"))] == [other]

    async def test_what_is_forgotten_is_forgotten_once_and_a_workspace_may_begin_anew(
        self, store: SqlStore
    ) -> None:
        await store.leave("north", NOON)
        await store.forget_left(NOON)
        assert await store.forget_left(NOON + DAY) == []
        await settle(store, "north")
        assert len(await store.subscriptions()) == 2

    async def test_nothing_is_forgotten_before_its_time_or_after_a_return(self, store: SqlStore) -> None:
        await store.leave("north", NOON + DAY)
        assert await store.forget_left(NOON) == []
        before = await naming(store, "north")
        await store.rejoin("north")
        assert await store.forget_left(NOON + 9 * DAY) == []
        assert await naming(store, "north") == before - Counter(left_workspaces=1)


class TestLeaving:
    async def test_no_digest_is_due_or_on_its_way_to_a_left_workspace(self, store: SqlStore) -> None:
        await store.leave("north", NOON + DAY)
        assert [each.id for each in await store.subscriptions()] == ["order-south"]
        assert [each.id for each in await store.open_deliveries(NOON)] == ["delivery-south"]

    async def test_who_comes_back_has_the_orders_of_before(self, store: SqlStore) -> None:
        await store.leave("north", NOON + DAY)
        await store.rejoin("north")
        assert [each.id for each in await store.subscriptions()] == ["order-north", "order-south"]
        ended = await store.delivery("delivery-north")
        assert ended is not None
        assert ended.state is DeliveryState.FAILED


class TestChannels:
    async def test_a_gone_channel_takes_its_orders_preferences_and_threads_along(
        self, store: SqlStore
    ) -> None:
        gone = channel("north")
        stays = replace(gone, room="other")
        await store.put_subscription(Subscription("other", stays, (time(8),), "UTC"))
        await store.follow(stays, "north")
        await store.drop_channel(gone)
        assert [each.id for each in await store.subscriptions("north")] == ["other"]
        assert await store.thread(Place(gone, "t1")) == ()
        assert await store.saved_command("w1", "north") is None
        preferences = await store.preferences(gone)
        assert (preferences.topics, preferences.filters) == ((), ())
        assert (await store.preferences(stays)).topics
        assert [each.id for each in await store.open_deliveries(NOON)] == ["delivery-south"]
        assert len(await store.subscriptions("south")) == 1
