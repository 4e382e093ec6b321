"""Each way in which a model fails ends in a posted digest that says which it was; so does docs/model.md."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.adapters.store import SqlStore
from bot.core import outline
from bot.errors import ModelFault
from bot.model import FallbackReason, Price
from bot.newsroom.deliver import Deliverer
from bot.ops.failures import FailureGuard
from tests.fakes.openai.manners import MANNERS
from tests.fakes.openai.server import ModelServer, model_server
from tests.fakes.openai.writers import Writer, faithful, silent, unsupported
from tests.fakes.platform import ChatServer
from tests.fakes.stored_articles import keep
from tests.fakes.stories import BRIDGE, BRIDGE_AGAIN, MORNING, OTHER_STRIKE, STRIKE
from tests.fakes.writing import NOW, order, tariff, writing

DOCS = Path(__file__).parents[2] / "docs" / "model.md"
HEAD = "| kind | the footer says: 3 texts written without the model: … | the log and `/news why` say |"
NOBODY = 9
"""A port of loopback at which nothing listens."""


@dataclass(frozen=True)
class Case:
    """How a server behaves so that the model fails in this way, and the line of the log."""

    why: FallbackReason
    logged: str
    server: dict[str, Any] = field(default_factory=dict)
    writer: Writer = faithful
    price: float = 0.4  # of a million tokens
    seconds: float = 20.0


ALL = (
    Case(
        FallbackReason.KEY,
        "the model: the server does not take the key (HTTP 401); check ONRECORD_MODEL_KEY",
        {"key": "another"},
    ),
    Case(
        FallbackReason.NO_SUCH_MODEL,
        "the model: the server has no such model (HTTP 404); check model.name",
        {"serves": "another"},
    ),
    Case(
        FallbackReason.NOT_TAKEN,
        "the model: the server takes the request in no form (HTTP 400); check model.url and model.api",
        {"always": 400},
    ),
    Case(
        FallbackReason.NOT_PAID,
        "the model: the account at the server is empty (HTTP 402); pay there, or set another model.url",
        {"always": 402},
    ),
    Case(
        FallbackReason.UNREACHABLE,
        "the model: nobody answers at the address; check model.url, and whether the server runs",
        {"gone": True},
    ),
    Case(
        FallbackReason.LATE,
        "the model: no full answer came in time; raise model.timeout_seconds, or take a faster model",
        {"always": "slow"},
    ),
    Case(
        FallbackReason.LATE,
        "no draft came before the digest had to go out; raise model.digest_seconds, or take a faster model",
        {"always": "slow"},
        seconds=0.2,
    ),
    Case(
        FallbackReason.RATE_LIMITED,
        "the model: the server asks for fewer requests (HTTP 429)",
        {"always": "rate-limited", "retry_after": 60},
    ),
    Case(
        FallbackReason.BROKEN,
        "the model: the server cannot answer now (HTTP 500)",
        {"always": "error"},
    ),
    Case(FallbackReason.BROKEN, "the model: the answer broke off", {"always": "cut"}),
    Case(
        FallbackReason.REFUSED,
        "the model: it will not write about this",
        {"always": "refusal"},
    ),
    Case(
        FallbackReason.CUT_SHORT,
        "the model: its answer was cut at its length, after 900 tokens; where it thinks first, raise"
        " model.reasoning_tokens or lower model.reasoning_effort",
        {"thinks": 9_000},
        silent,
    ),
    Case(FallbackReason.NOT_JSON, "the model: its answer is no JSON", {"always": "bad-json"}),
    Case(
        FallbackReason.OTHER_SCHEMA,
        "the model: its answer is JSON of another schema (TypeError)",
        {"always": "wrong-schema"},
    ),
    Case(
        FallbackReason.UNUSABLE,
        "the model: nothing of what it wrote can be printed: 1 bullet cut by the checks (number, name)",
        writer=unsupported,
    ),
    Case(
        FallbackReason.UNUSABLE,
        "the model: nothing of what it wrote can be printed: it wrote no bullet",
        writer=silent,
    ),
    Case(FallbackReason.BUDGET, "", price=10_000),
)


def _server(case: Case) -> ModelServer:
    return ModelServer(case.writer, **{name: value for name, value in case.server.items() if name != "gone"})


@pytest.mark.parametrize("case", ALL, ids=[f"{case.why.value} {case.logged[-20:]}" for case in ALL])
async def test_it_ends_in_a_posted_digest_within_its_time_that_says_why(
    case: Case, store: SqlStore, caplog: pytest.LogCaptureFixture
) -> None:
    await keep(store, BRIDGE, BRIDGE_AGAIN, STRIKE, OTHER_STRIKE, workspaces=["w"])
    await store.put_subscription(order())
    caplog.set_level(logging.WARNING)
    chat, terms = ChatServer(), tariff(price=Price(case.price, case.price))
    patience = 1.0 if case.server.get("always") == "slow" else 20.0  # a busy machine is no slow server
    async with model_server(_server(case)) as server:
        if "gone" in case.server:
            server.port = NOBODY
        async with writing(server, store, NOW, terms, seconds=case.seconds, patience=patience) as desk:
            async with asyncio.timeout(case.seconds + 10):
                failures = FailureGuard(desk.clock, desk.meter)
                await Deliverer(store, {"chat": chat}, desk.clock, desk.meter, failures, desk.writer).tick()
            said = await desk.writer.spent("w", NOW)
    (digest,) = await store.digests("order-news", MORNING)
    assert len(chat.messages) == 1 + len(digest.briefings) == 4
    assert {one.tally.fallback for one in digest.briefings if one.tally} == {case.why}
    footer = outline.of_digest(digest).footer
    assert f"3 texts written without the model: {outline.texts.WHY_NO_MODEL[case.why]}." in footer
    if case.logged:
        assert any(case.logged in record.getMessage() for record in caplog.records)
        assert case.logged.removesuffix(" (HTTP 429)") in said
    else:
        assert "Its last failure" not in said


def table() -> str:
    """The table as docs/model.md has it."""
    rows = [
        f"| {case.why.value} | {outline.texts.WHY_NO_MODEL[case.why]} | {case.logged or '–'} |"
        for case in ALL
    ]
    return "\n".join([HEAD, "|---|---|---|", *rows])


def test_the_table_of_the_docs_is_this_one() -> None:
    assert table() in DOCS.read_text("utf-8"), f"remedy: put this into {DOCS.name}:\n{table()}"


def test_each_fault_of_a_model_has_a_reason_and_a_sentence() -> None:
    assert {FallbackReason(fault) for fault in ModelFault} <= {case.why for case in ALL}
    assert len(set(outline.texts.WHY_NO_MODEL.values())) == len(FallbackReason)


def test_the_docs_name_each_server_that_a_stand_in_has_the_manners_of() -> None:
    text = DOCS.read_text("utf-8")
    assert [name for name in MANNERS if f"| {name} |" not in text] == []
