"""A writer over a real store and the stand-in model, as app.py wires one."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bot.adapters.lexicons import checked_in
from bot.adapters.llm import OpenAiModel
from bot.adapters.store import SqlStore
from bot.config import prompts
from bot.model import Ceilings, Channel, Price, Subscription
from bot.model.writing import NANOS
from bot.newsroom.drafts import Drafts, Tariff
from bot.newsroom.write import Proofreader, SecondReader, Writer
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from tests.fakes.openai.forms import MODEL
from tests.fakes.openai.server import KEY, ModelServer
from tests.fakes.stories import MORNING

NOW = MORNING + timedelta(hours=6, minutes=1)
"""Just after the slot of `order`."""

PRICE = Price(tokens_in=0.4, tokens_out=1.6)


def tariff(workspace: float = 1.0, whole: float = 1.0, price: Price = PRICE) -> Tariff:
    """A tariff with these ceilings, in units of the currency."""
    return Tariff(price, Ceilings(round(workspace * NANOS), round(whole * NANOS)), "USD")


def order(room: str = "news") -> Subscription:
    """A standing order at noon, made in the morning."""
    return Subscription(
        f"order-{room}", Channel("chat", "w", room, room), (time(12),), "UTC", created=MORNING
    )


@dataclass
class FixedClock:
    """A clock that a test turns."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def turn(self, by: timedelta) -> None:
        """Let time pass."""
        self.now += by


@dataclass
class Desk:
    """A writer, and what counts for it."""

    writer: Writer
    drafts: Drafts
    clock: FixedClock
    meter: PrometheusMeter = field(default_factory=PrometheusMeter)

    def counted(self, name: str, **labels: str) -> float:
        """A counter's value."""
        told = ",".join(f'{label}="{value}"' for label, value in sorted(labels.items()))
        line = f"onrecord_{name}_total{{{told}}} "
        found = [row for row in self.meter.page().decode().splitlines() if row.startswith(line)]
        return float(found[0].rpartition(" ")[2]) if found else 0.0


@asynccontextmanager
async def writing(
    server: ModelServer,
    store: SqlStore,
    now: datetime,
    terms: Tariff | None = None,
    *,
    seconds: float = 20.0,
    patience: float = 5.0,
    second: bool = False,
) -> AsyncIterator[Desk]:
    """A writer that asks this server, with a second reader at the same one, or without."""
    meter, clock = PrometheusMeter(), FixedClock(now)
    model = OpenAiModel(MODEL, server.url, KEY, timeout=patience)
    drafts = Drafts(model, store, terms or tariff(), clock, meter)
    try:
        wordings = prompts()
        reader = SecondReader(drafts, wordings["second-reader"]) if second else None
        failures = FailureGuard(clock, meter)
        proofreader = Proofreader(drafts, wordings["repair"], checked_in(), meter, failures, reader)
        yield Desk(Writer(proofreader, wordings, seconds), drafts, clock, meter)
    finally:
        await drafts.close()
