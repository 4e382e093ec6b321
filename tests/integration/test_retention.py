from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.adapters.store import SqlStore
from bot.model import Channel, Command, Draft, Place
from bot.newsroom.retention import DRAFTS, EVENTS, SAVED_COMMANDS, forget
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter

NOW = datetime(2026, 3, 5, 3, tzinfo=UTC)
PLACE = Place(Channel("chat", "w", "news"))


async def test_what_has_served_its_time_is_forgotten_and_nothing_else(store: SqlStore) -> None:
    second = timedelta(seconds=1)
    for name, age in (("old", SAVED_COMMANDS + second), ("young", SAVED_COMMANDS)):
        await store.put_saved_command(name, Command("help"), PLACE, NOW - age)
    for name, age in (("old", EVENTS + second), ("young", EVENTS)):
        await store.first(name, NOW - age)
    for name, age in (("old", DRAFTS + second), ("young", DRAFTS)):
        await store.keep_draft(name, Draft(()), NOW - age)
    await store.leave("gone", NOW)
    await store.leave("going", NOW + second)
    failures = FailureGuard(lambda: NOW, PrometheusMeter())
    await forget(store, failures, NOW)
    assert [await store.saved_command(name, "w") for name in ("old", "young")] == [None, Command("help")]
    assert [await store.first(name, NOW) for name in ("old", "young")] == [True, False]
    assert [await store.kept_draft(name) for name in ("old", "young")] == [None, Draft(())]
    assert await store.forget_left(NOW + second) == ["going"]
