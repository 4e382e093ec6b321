"""Drafts bought from the stand-in: once, within the budget, and every outcome settled."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.adapters.llm import OpenAiModel
from bot.adapters.store import SqlStore
from bot.errors import BudgetSpent, ModelDenied, ModelError, ModelFault, ModelUnavailable
from bot.model import Draft, Form, Price, Spend, WritingRequest
from bot.newsroom.drafts import AGAIN, REST
from tests.fakes.openai.server import ModelServer, model_server
from tests.fakes.writing import Desk, tariff, writing

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
MATERIAL = "Article\n[1] The ferry sails on Monday.\n[2] Repairs cost 2 million crowns."
REQUEST = WritingRequest(Form.BRIEFING, "briefing@1", "Write a briefing.", MATERIAL, 400)
A_THOUSANDTH = Price(tokens_in=1000, tokens_out=1000)
"""A token costs a thousandth of the currency's unit."""


@pytest.fixture
async def desk(server: ModelServer, store: SqlStore) -> AsyncIterator[Desk]:
    async with writing(server, store, NOW, tariff(100, 200, A_THOUSANDTH), patience=2.0) as opened:
        yield opened


async def buy(desk: Desk, request: WritingRequest = REQUEST, workspace: str = "north") -> Draft:
    return await desk.drafts.of(request, workspace)


async def spent(store: SqlStore) -> Spend:
    (found,) = await store.spent(NOW.date())
    return found


async def test_what_was_written_once_is_kept_for_everybody_and_costs_what_the_server_counted(
    server: ModelServer, store: SqlStore, desk: Desk
) -> None:
    first = await buy(desk)
    assert await buy(desk, workspace="south") == first
    assert len(server.journal) == 1
    cost = (server.tokens_in + server.tokens_out) * 10**6
    assert await spent(store) == Spend(
        NOW.date(), "north", "stand-in", 1, server.tokens_in, server.tokens_out, cost
    )
    assert desk.counted("model_drafts", outcome="kept", prompt="briefing@1") == 1
    assert desk.counted("model_money", currency="USD") == pytest.approx(cost / 10**9)


async def test_those_who_ask_at_once_share_one_purchase(server: ModelServer, desk: Desk) -> None:
    drafts = await asyncio.gather(*(buy(desk, workspace=f"w{number}") for number in range(20)))
    assert len(set(drafts)) == 1
    assert len(server.journal) == 1


async def test_who_stops_waiting_does_not_stop_the_purchase(server: ModelServer, desk: Desk) -> None:
    server.hold = asyncio.Event()
    impatient = asyncio.create_task(buy(desk))
    while not server.at_once:
        await asyncio.sleep(0.01)
    impatient.cancel()
    server.hold.set()
    assert len((await buy(desk)).bullets) == 2
    assert impatient.cancelled()
    assert len(server.journal) == 1


@pytest.mark.parametrize(
    "other",
    [
        WritingRequest(REQUEST.form, "briefing@2", REQUEST.instructions, MATERIAL, 400),
        WritingRequest(REQUEST.form, REQUEST.prompt, REQUEST.instructions, MATERIAL + "\n[3] More.", 400),
        WritingRequest(Form.ANSWER, REQUEST.prompt, REQUEST.instructions, MATERIAL, 400),
    ],
    ids=["prompt", "material", "form"],
)
def test_another_request_is_another_draft_and_so_is_another_model(other: WritingRequest) -> None:
    assert len({REQUEST.key("model"), other.key("model"), REQUEST.key("another"), other.key("another")}) == 4


async def test_a_draft_that_may_not_be_kept_is_paid_for_each_time_and_leaves_only_its_cost(
    server: ModelServer, store: SqlStore, desk: Desk
) -> None:
    private = replace(REQUEST, kept=False)
    for _ in range(2):
        assert len((await buy(desk, private)).bullets) == 2
    assert len(server.journal) == (await spent(store)).calls == 2
    assert await store.kept_draft(private.key(desk.drafts.model.name)) is None


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ("refusal", ModelFault.REFUSED),
        ("length", ModelFault.CUT_SHORT),
        ("bad-json", ModelFault.NOT_JSON),
        ("wrong-schema", ModelFault.OTHER_SCHEMA),
    ],
)
async def test_a_draft_that_is_none_is_paid_for_and_asked_for_again_only_after_an_hour(
    server: ModelServer, store: SqlStore, desk: Desk, fault: str, kind: ModelFault
) -> None:
    server.always = fault
    for _ in range(2):
        with pytest.raises(ModelError) as raised:
            await buy(desk)
        assert raised.value.fault is kind
    unheeded = kind in (ModelFault.NOT_JSON, ModelFault.OTHER_SCHEMA)
    assert len(server.journal) == (3 if unheeded else 1)  # asked once more in each simpler manner
    found = await spent(store)
    assert found.nanos == (server.tokens_in + server.tokens_out) * 10**6 > 0
    assert await store.kept_draft(REQUEST.key(desk.drafts.model.name)) is None
    server.always = None
    assert len((await buy(desk, replace(REQUEST, instructions="Another."))).bullets) == 2
    desk.clock.turn(AGAIN)
    assert len((await buy(desk)).bullets) == 2


@pytest.mark.parametrize("fault", ["rate-limited", "error"])
async def test_a_server_that_cannot_costs_nothing_and_is_left_alone_for_a_while(
    server: ModelServer, store: SqlStore, desk: Desk, fault: str
) -> None:
    server.always, server.retry_after = fault, 30
    for _ in range(2):
        with pytest.raises(ModelUnavailable):
            await buy(desk)
    tries = len(server.journal)
    assert tries <= 3
    assert (await spent(store)).nanos == 0
    server.always = None
    desk.clock.turn(REST)
    assert len((await buy(desk)).bullets) == 2
    assert len(server.journal) == tries + 1


async def test_a_wrong_key_is_not_tried_with_every_story(server: ModelServer, desk: Desk) -> None:
    server.key = "changed"
    with pytest.raises(ModelDenied):
        await buy(desk)
    with pytest.raises(ModelUnavailable, match="left alone until") as raised:
        await buy(desk, WritingRequest(Form.ANSWER, "answer@1", "", MATERIAL, 400))
    assert raised.value.fault is ModelFault.KEY
    assert server.journal == []


@pytest.mark.parametrize("fault", ["slow", "cut", "malformed", "reset"])
async def test_a_lost_answer_counts_as_the_most_that_it_may_have_cost(
    server: ModelServer, store: SqlStore, desk: Desk, fault: str
) -> None:
    server.always = fault
    with pytest.raises(ModelUnavailable):
        await buy(desk)
    most = sum(desk.drafts.model.most(REQUEST)) * 10**6
    assert (await spent(store)).nanos == len(server.journal) * most


async def test_where_a_server_counts_no_tokens_they_are_estimated_and_that_is_said(store: SqlStore) -> None:
    async with (
        model_server(ModelServer(counts=False)) as server,
        writing(server, store, NOW, tariff(100, 200, A_THOUSANDTH)) as desk,
    ):
        await buy(desk, workspace="w")
        assert "about " in (said := await desk.writer.spent("w", NOW))
        assert "by our estimate" in said
    found = await spent(store)
    assert server.tokens_in < found.tokens_in < 2 * server.tokens_in
    assert server.tokens_out < found.tokens_out < 2 * server.tokens_out
    assert found.nanos == (found.tokens_in + found.tokens_out) * 10**6


async def test_at_the_ceiling_nothing_is_asked_for_until_the_next_day(
    server: ModelServer, store: SqlStore
) -> None:
    one = A_THOUSANDTH.of(*OpenAiModel("", "", "").most(REQUEST)) / 10**9
    async with writing(server, store, NOW, tariff(one, one, A_THOUSANDTH)) as desk:
        await buy(desk)
        other = WritingRequest(REQUEST.form, REQUEST.prompt, "Write another.", MATERIAL, 400)
        for workspace in ("north", "south"):
            with pytest.raises(BudgetSpent):
                await buy(desk, other, workspace)
        assert (await buy(desk)).bullets  # what is paid for stays
        assert len(server.journal) == 1
        desk.clock.turn(timedelta(days=1))
        await buy(desk, other)


async def test_many_requests_at_once_do_not_get_past_the_ceiling_together(
    server: ModelServer, store: SqlStore
) -> None:
    requests = [
        WritingRequest(REQUEST.form, REQUEST.prompt, f"Write number {number:02}.", MATERIAL, 400)
        for number in range(20)
    ]
    most = A_THOUSANDTH.of(*OpenAiModel("", "", "").most(requests[0])) / 10**9
    async with writing(server, store, NOW, tariff(3.5 * most, 9 * most, A_THOUSANDTH)) as desk:
        found = await asyncio.gather(*(buy(desk, request) for request in requests), return_exceptions=True)
        spent_by = (await spent(store)).nanos / 10**9
    assert spent_by <= 3.5 * most
    assert 0 < sum(isinstance(one, Draft) for one in found) < 20
    assert all(isinstance(one, Draft | ModelError) for one in found)


@pytest.fixture
async def other(server: ModelServer, store: SqlStore) -> AsyncIterator[Desk]:
    """Another process on the same store."""
    async with writing(server, store, NOW, tariff(100, 200, A_THOUSANDTH), patience=2.0) as opened:
        yield opened


async def test_two_processes_that_start_one_draft_pay_once(
    server: ModelServer, store: SqlStore, desk: Desk, other: Desk
) -> None:
    server.hold = asyncio.Event()
    asked = [asyncio.create_task(buy(one)) for one in (desk, other)]
    while not server.at_once:
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.1)
    server.hold.set()
    first, second = await asyncio.gather(*asked)
    assert first == second
    assert len(server.journal) == 1
    assert (await spent(store)).calls == 1


@pytest.mark.parametrize(("faults", "calls", "drafts"), [(["refusal"], 1, 0), ([401], 2, 1)])
async def test_a_failure_that_was_paid_for_is_not_bought_again_by_another(
    server: ModelServer, desk: Desk, other: Desk, faults: list[str | int | None], calls: int, drafts: int
) -> None:
    server.faults = faults
    server.hold = asyncio.Event()
    asked = [asyncio.create_task(buy(one)) for one in (desk, other)]
    while not server.at_once:
        await asyncio.sleep(0.01)
    server.hold.set()
    found = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(one, Draft) for one in found) == drafts
    assert len(server.journal) == calls


async def test_one_who_died_over_it_is_not_waited_for_for_ever(store: SqlStore, desk: Desk) -> None:
    await store.take_lease(f"draft {REQUEST.key('stand-in')}", "dead", 0.3)
    assert (await buy(desk)).bullets


async def test_one_who_froze_over_it_lets_nobody_buy_what_another_is_buying(
    server: ModelServer, store: SqlStore, desk: Desk, other: Desk
) -> None:
    lease = f"draft {REQUEST.key('stand-in')}"
    server.hold = asyncio.Event()
    frozen = asyncio.create_task(buy(desk))
    while not server.at_once:
        await asyncio.sleep(0.01)
    await store.let_go([lease], desk.drafts.replica)  # as when its lease has ended
    assert await store.take_lease(lease, "another", 60)
    server.hold.set()
    await frozen
    assert not await store.take_lease(lease, other.drafts.replica, 60), "the other's was let go"


async def test_a_command_spends_no_more_than_it_may(server: ModelServer, desk: Desk) -> None:
    desk.drafts.purse.most = A_THOUSANDTH.of(*desk.drafts.model.most(REQUEST))
    await buy(desk)
    with pytest.raises(BudgetSpent, match="what this command may spend"):
        await buy(desk, replace(REQUEST, instructions="Another."))
    assert len(server.journal) == 1


async def test_what_a_call_did_not_cost_may_be_spent_again(server: ModelServer, desk: Desk) -> None:
    desk.drafts.purse.most = 3 * A_THOUSANDTH.of(*desk.drafts.model.most(REQUEST)) // 2
    for text in ("One.", "Another."):
        await buy(desk, replace(REQUEST, instructions=text))
    assert len(server.journal) == 2
