"""What the store keeps of a model: its drafts, and what they cost; over a database in memory and in a file."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta

from bot.adapters.store import SqlStore
from bot.errors import BadDraft, ModelFault, ModelRefused
from bot.model import Ceilings, Draft, DraftBullet, Spend
from tests.fakes.stored_articles import NOON

DAY = date(2026, 3, 2)
DRAFT = Draft(
    (DraftBullet("The ferry sails.", (1, 3), (2,)), DraftBullet("\ud800 it rains.", ())), "Ferry sails"
)
CALL = Spend(DAY, "north", "model", calls=1, nanos=40)
CEILINGS = Ceilings(workspace=100, whole=150)


class TestDrafts:
    async def test_a_draft_is_kept_and_the_first_one_stays(self, store: SqlStore) -> None:
        assert await store.kept_draft("key") is None
        await store.keep_draft("key", DRAFT, NOON)
        await store.keep_draft("key", Draft(()), NOON)
        kept = await store.kept_draft("key")
        assert kept == replace(DRAFT, bullets=(DRAFT.bullets[0], DraftBullet("? it rains.", ())))

    async def test_that_a_model_gave_none_is_kept_too(self, store: SqlStore) -> None:
        await store.keep_draft("key", Draft(()), NOON)
        assert await store.kept_draft("key") == Draft(())

    async def test_old_ones_are_forgotten(self, store: SqlStore) -> None:
        await store.keep_draft("old", DRAFT, NOON - timedelta(days=2))
        await store.keep_draft("new", DRAFT, NOON)
        assert await store.forget_drafts(NOON - timedelta(days=1)) == 1
        assert await store.kept_draft("old") is None
        assert await store.kept_draft("new") is not None


class TestFailures:
    async def test_a_request_that_was_answered_with_no_draft_is_known_for_a_while(
        self, store: SqlStore
    ) -> None:
        refused = ModelRefused("it will not", ModelFault.REFUSED)
        await store.keep_failure("key", BadDraft("no JSON", ModelFault.NOT_JSON), NOON - timedelta(hours=2))
        await store.keep_failure("key", refused, NOON)
        found = await store.kept_failure("key", NOON - timedelta(hours=1))
        assert found
        assert (found[0], type(found[1]), found[1].reason) == (NOON, ModelRefused, "it will not")
        assert await store.kept_failure("key", NOON) is None
        assert await store.kept_failure("another", NOON - timedelta(hours=1)) is None
        assert await store.kept_draft("key") is None

    async def test_it_is_forgotten_with_old_drafts(self, store: SqlStore) -> None:
        await store.keep_failure("key", BadDraft("no JSON", ModelFault.NOT_JSON), NOON - timedelta(days=40))
        assert await store.forget_drafts(NOON - timedelta(days=30)) == 1


class TestSpending:
    async def test_calls_add_up_by_day_workspace_and_model(self, store: SqlStore) -> None:
        assert await store.reserve(CALL, CEILINGS)
        await store.settle(Spend(DAY, "north", "model", 0, 700, 90, -15))
        assert await store.reserve(replace(CALL, model="other"), CEILINGS)
        assert await store.reserve(replace(CALL, day=DAY + timedelta(days=1)), CEILINGS)
        assert await store.spent(DAY) == [
            Spend(DAY, "north", "model", 1, 700, 90, 25),
            Spend(DAY, "north", "other", 1, 0, 0, 40),
        ]
        assert await store.spent(DAY, "south") == []

    async def test_no_call_gets_past_the_ceiling_of_its_workspace(self, store: SqlStore) -> None:
        assert [await store.reserve(CALL, CEILINGS) for _ in range(3)] == [True, True, False]
        assert await store.reserve(replace(CALL, workspace="south"), CEILINGS)
        assert [spend.nanos for spend in await store.spent(DAY)] == [80, 40]

    async def test_no_call_gets_past_the_ceiling_of_all(self, store: SqlStore) -> None:
        names = ["north", "south", "east", "west"]
        assert [await store.reserve(replace(CALL, workspace=name), CEILINGS) for name in names] == [
            True,
            True,
            True,
            False,
        ]
        assert await store.reserve(replace(CALL, day=DAY + timedelta(days=1)), CEILINGS)

    async def test_calls_at_once_do_not_get_past_it_together(self, store: SqlStore) -> None:
        taken = await asyncio.gather(*(store.reserve(CALL, CEILINGS) for _ in range(20)))
        assert sum(taken) == 2

    async def test_what_costs_nothing_is_never_over_budget(self, store: SqlStore) -> None:
        assert await store.reserve(replace(CALL, nanos=0), Ceilings(0, 0))
