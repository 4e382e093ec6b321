"""What chat platforms keep in the store, over a database in memory and in a file."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.adapters.store import SqlStore, open_store
from bot.errors import StoreError
from bot.model import Channel, Command, Fault, Place, Report, Subscription
from tests.fakes.stored_articles import HARBOUR, NOON, article, ferry, harvest, read

DAY = timedelta(days=1)
ROOM = Channel("chat", "north", "news", "News")
NEXT_DOOR = replace(ROOM, room="sport")
ELSEWHERE = replace(ROOM, workspace="south")
ORDER = Subscription("morning", ROOM, (time(8),), "Europe/Berlin")


def report(id_: str = "r1", workspace: str = "north", *, days: int = 0) -> Report:
    said = ferry().quotes[0]
    return Report(id_, workspace, said, Fault.SPEAKER, "Bo Lund", "He sat beside her.", NOON + days * DAY)


class TestReports:
    async def test_a_report_comes_back_with_the_quote_as_it_was_shown(self, store: SqlStore) -> None:
        await store.keep([harvest(HARBOUR, ferry())])
        assert await store.add_report(report())
        (kept,) = await store.reports("north")
        assert kept == report()
        assert kept.quote.words == ferry().quotes[0].words
        assert kept.quote.evidence == ferry().quotes[0].evidence

    async def test_a_report_is_written_once(self, store: SqlStore) -> None:
        await store.keep([harvest(HARBOUR, ferry())])
        assert await store.add_report(report())
        assert not await store.add_report(replace(report(), claimed="Somebody else"))
        assert [each.claimed for each in await store.reports()] == ["Bo Lund"]

    async def test_reports_are_of_their_workspace_or_all_oldest_first(self, store: SqlStore) -> None:
        await store.keep([harvest(HARBOUR, ferry())])
        await store.add_report(report(days=2))
        await store.add_report(report(workspace="south", days=1))
        await store.add_report(report("r2", days=0))
        assert [(each.workspace, each.id) for each in await store.reports("north")] == [
            ("north", "r2"),
            ("north", "r1"),
        ]
        assert [each.workspace for each in await store.reports()] == ["north", "south", "north"]
        assert await store.reports("west") == []

    async def test_a_report_keeps_to_the_version_that_was_shown(self, store: SqlStore) -> None:
        await store.keep([harvest(HARBOUR, ferry())])
        await store.add_report(report())
        await store.keep([harvest(HARBOUR, read(article("The ferry is late again.", days=1)))])
        (kept,) = await store.reports("north")
        assert kept.quote.text == "We have waited long enough,"

    async def test_a_report_of_an_imported_article_is_about_the_workspaces_own(self, store: SqlStore) -> None:
        mine = read(replace(article("“Mine,” said Bo Lund."), id="d1"), ("Mine,", "Bo Lund"))
        theirs = read(replace(article("“Ours,” said Al Hart."), id="d1"), ("Ours,", "Al Hart"))
        await store.import_articles("north", [mine])
        await store.import_articles("south", [theirs])
        await store.add_report(replace(report(), quote=mine.quotes[0]))
        assert [each.quote.text for each in await store.reports()] == ["Mine,"]

    async def test_a_report_about_nothing_that_is_kept_is_refused(self, store: SqlStore) -> None:
        with pytest.raises(StoreError, match="r1"):
            await store.add_report(report())


class TestThreads:
    async def test_a_threads_articles_are_oldest_first_and_each_once(self, store: SqlStore) -> None:
        place = Place(ROOM, "t1")
        await store.put_thread(place, ["b", "a"], NOON)
        await store.put_thread(place, ["c", "b"], NOON + DAY)
        assert await store.thread(place) == ("b", "a", "c")

    async def test_a_thread_is_of_its_place_alone(self, store: SqlStore) -> None:
        await store.put_thread(Place(ROOM, "t1"), ["a"], NOON)
        await store.put_thread(Place(ROOM), [], NOON)
        others = Place(ROOM), Place(ROOM, "t2"), Place(ELSEWHERE, "t1"), Place(NEXT_DOOR, "t1")
        assert [await store.thread(place) for place in others] == [(), (), (), ()]


class TestWishes:
    command = Command("quotes", {"speaker": "Ana Silva", "since": "2026-03-01"})

    async def test_what_no_database_holds_is_replaced_in_json_too(self, store: SqlStore) -> None:
        asked = Command("ask", {"question": "Who \0 said \ud800 \\u0000?"})
        await store.put_saved_command("w1", asked, Place(ROOM), NOON)
        kept = Command("ask", {"question": "Who \ufffd said \ufffd \\u0000?"})
        assert await store.saved_command("w1", "north") == kept

    async def test_a_saved_command_is_had_again_and_replaced(self, store: SqlStore) -> None:
        await store.put_saved_command("w1", self.command, Place(ROOM), NOON)
        assert await store.saved_command("w1", "north") == self.command
        await store.put_saved_command("w1", Command("help"), Place(ROOM, "t1"), NOON)
        assert await store.saved_command("w1", "north") == Command("help")

    async def test_a_saved_command_is_of_its_workspace_alone(self, store: SqlStore) -> None:
        await store.put_saved_command("w1", self.command, Place(ROOM), NOON)
        await store.put_saved_command("w1", Command("help"), Place(ELSEWHERE), NOON)
        assert await store.saved_command("w1", "north") == self.command
        assert await store.saved_command("w1", "west") is None

    async def test_saved_commands_are_forgotten_after_a_while(self, store: SqlStore) -> None:
        for number in range(3):
            await store.put_saved_command(f"w{number}", self.command, Place(ROOM), NOON + number * DAY)
        assert await store.forget_saved_commands(NOON + DAY) == 1
        assert [await store.saved_command(f"w{number}", "north") is None for number in range(3)] == [
            True,
            False,
            False,
        ]


class TestEvents:
    async def test_an_event_is_taken_once(self, store: SqlStore) -> None:
        assert await store.first("e1", NOON)
        assert not await store.first("e1", NOON + DAY)
        assert await store.first("e2", NOON)

    async def test_of_many_at_once_each_is_taken_once(self, store: SqlStore) -> None:
        events = [f"e{number % 90}" for number in range(100)]
        taken = await asyncio.gather(*(store.first(event, NOON) for event in events))
        assert sum(taken) == 90
        assert all(taken[:90])

    async def test_a_failed_write_leaves_what_else_waits_to_the_next(self, store: SqlStore) -> None:
        naive = NOON.replace(tzinfo=None)  # fails when it is bound
        claims = [store.first("bad", naive), *(store.first(f"e{number}", NOON) for number in range(3))]
        outcomes = await asyncio.gather(*claims, return_exceptions=True)
        assert isinstance(outcomes[0], StoreError)
        assert outcomes[1:] == [True, True, True]
        assert await store.first("bad", NOON)

    async def test_a_taken_event_stays_taken_when_its_taker_is_cancelled(self, store: SqlStore) -> None:
        task = asyncio.ensure_future(store.first("e1", NOON))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert not await store.first("e1", NOON)

    async def test_two_replicas_take_an_event_once(self, shared: str) -> None:
        replicas = [await open_store(shared) for _ in range(2)]
        taken = await asyncio.gather(
            *(each.first(f"e{number}", NOON) for number in range(50) for each in replicas)
        )
        for each in replicas:
            await each.close()
        assert sum(taken) == 50

    async def test_events_are_forgotten_after_a_while(self, store: SqlStore) -> None:
        await store.first("old", NOON)
        await store.first("new", NOON + DAY)
        assert await store.forget_events(NOON + DAY) == 1
        assert await store.first("old", NOON + DAY)
        assert not await store.first("new", NOON + DAY)


class TestInstallations:
    async def test_tokens_are_replaced_and_forgotten(self, store: SqlStore) -> None:
        await store.put_installation("chat", "north", "sealed-1", NOON)
        await store.put_installation("chat", "north", "sealed-2", NOON + DAY)
        assert await store.installation("chat", "north") == "sealed-2"
        assert await store.drop_installation("chat", "north")
        assert not await store.drop_installation("chat", "north")
        assert await store.installation("chat", "north") is None

    async def test_installations_are_those_of_the_platform(self, store: SqlStore) -> None:
        for platform, workspace in (("chat", "south"), ("chat", "north"), ("talk", "west")):
            await store.put_installation(platform, workspace, "sealed", NOON)
        assert await store.installations("chat") == ["north", "south"]
        assert await store.installation("chat", "west") is None


class TestPausing:
    async def test_an_order_is_paused_with_its_reason(self, store: SqlStore) -> None:
        paused = replace(ORDER, paused=True, paused_for="#news was deleted", configured=True)
        await store.put_subscription(paused)
        assert await store.subscriptions("north") == [paused]

    async def test_to_resume_it_clears_the_reason(self, store: SqlStore) -> None:
        paused = replace(ORDER, paused=True, paused_for="#news was deleted")
        await store.put_subscription(paused)
        await store.put_subscription(replace(paused, paused=False))
        assert await store.subscriptions("north") == [ORDER]
