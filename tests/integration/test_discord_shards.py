"""Discord's shards, shared out over replicas by leases in the store."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.adapters.store import SqlStore
from bot.platforms.discord.shards import IdentifyTurns, Shards, Sharing
from tests.fakes.failures import failure_guard
from tests.fakes.stored_articles import open_memory_store


class Replica:
    """One that opens and closes shards, and writes down which are open."""

    def __init__(self, store: SqlStore, name: str, number: int) -> None:
        self.store, self.name = store, name
        self.open: set[int] = set()
        self.shards = Shards(Sharing(store, name, failure_guard()), number, self._open, self._close)

    async def _open(self, shard: int) -> None:
        self.open.add(shard)

    async def _close(self, shard: int) -> None:
        self.open.discard(shard)

    async def look(self, times: int = 1) -> None:
        """So many looks."""
        for _ in range(times):
            await self.store.announce(self.name, "host", "0.1.0")
            await self.shards.look()


@pytest.fixture
async def store() -> AsyncIterator[SqlStore]:
    opened = await open_memory_store()
    yield opened
    await opened.close()


async def test_one_alone_has_all_of_them(store: SqlStore) -> None:
    one = Replica(store, "one", 3)
    await one.look(4)
    assert one.shards.held == {0, 1, 2}


async def test_those_who_start_together_share_and_none_has_what_another_has(store: SqlStore) -> None:
    one, two = Replica(store, "one", 4), Replica(store, "two", 4)
    for _ in range(4):
        await one.look()
        await two.look()
    assert (one.shards.held, two.shards.held) == ({0, 2}, {1, 3})


async def test_one_that_comes_later_is_given_its_share_and_it_stays_so(store: SqlStore) -> None:
    one, two = Replica(store, "one", 5), Replica(store, "two", 5)
    await one.look(6)
    for _ in range(8):
        await two.look()
        await one.look()
        assert not one.shards.held & two.shards.held
    assert (len(one.shards.held), len(two.shards.held)) == (3, 2)
    before = set(two.shards.held)
    for _ in range(5):
        await two.look()
        await one.look()
    assert two.shards.held == before


async def test_what_one_left_or_lost_another_takes_and_the_one_closes(store: SqlStore) -> None:
    one, two = Replica(store, "one", 4), Replica(store, "two", 4)
    for _ in range(4):
        await one.look()
        await two.look()
    await store.leave_others("one")  # as when it was silent for too long
    await two.look(3)
    assert two.shards.held == {0, 1, 2, 3}
    await one.shards.look()  # it was frozen, and wakes
    assert one.shards.held == set()
    assert one.open == set()


async def test_sessions_of_a_bucket_begin_one_after_another_over_all_replicas(store: SqlStore) -> None:
    turns = [IdentifyTurns(Sharing(store, name, failure_guard())) for name in ("one", "two")]
    await turns[0].wait(0)
    assert not await store.take_lease("identify 0", "two 0", 5.0)
    assert not await store.take_lease("identify 0", "one 1", 5.0)
    turns[1].at_once = 2
    await turns[1].wait(1)  # in the other bucket
