"""Digests that are due together, while a draft that they share does not come."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.adapters.store import SqlStore
from bot.core.briefing.prompt import sources, writing_request
from bot.model import FallbackReason
from bot.newsroom.deliver import Deliverer
from bot.ops.failures import FailureGuard
from tests.fakes.openai.server import ModelServer, model_server
from tests.fakes.platform import ChatServer
from tests.fakes.stored_articles import keep
from tests.fakes.stories import BRIDGE, MORNING, story
from tests.fakes.writing import NOW, Desk, order, writing

SECONDS = 1.0
"""What the stories of a digest may take."""

ORDERS = 40
"""Ten times as many as are composed side by side."""


@pytest.fixture
async def server() -> AsyncIterator[ModelServer]:
    async with model_server() as serving:
        yield serving


async def test_a_draft_that_somebody_died_over_is_waited_for_once_and_not_by_each_digest_anew(
    server: ModelServer, store: SqlStore
) -> None:
    await keep(store, BRIDGE, workspaces=["w"])
    for number in range(1, ORDERS + 1):  # each is composed by itself, of the same story
        await store.put_subscription(replace(order(f"room{number}"), size=number))
    async with writing(server, store, NOW, seconds=SECONDS) as desk:
        await buyer_dies(store, desk)
        failures = FailureGuard(desk.clock, desk.meter)
        deliverer = Deliverer(
            store, {"chat": ChatServer()}, desk.clock, desk.meter, failures, writer=desk.writer
        )
        began = time.monotonic()
        await deliverer.tick()
        took = time.monotonic() - began
    made = [
        digest
        for number in range(1, ORDERS + 1)
        for digest in await store.digests(f"order-room{number}", MORNING - timedelta(days=1))
    ]
    assert len(made) == ORDERS
    tallies = [told.tally for one in made for told in one.briefings]
    assert {tally and tally.fallback for tally in tallies} == {FallbackReason.LATE}
    assert took < 4 * SECONDS  # and not ten times


async def buyer_dies(store: SqlStore, desk: Desk) -> None:
    """Another replica has begun to buy the draft, and is heard of no more."""
    lexicons = desk.writer.proofreader.lexicons
    given = sources(story(BRIDGE), lexicons)
    assert given
    request = writing_request(given, desk.writer.prompts["briefing"], lexicons[given.language])
    assert await store.take_lease(f"draft {request.key(desk.drafts.model.name)}", "dead", 300)
