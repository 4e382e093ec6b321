"""A draft for a request: out of the cache, or bought once within the budget, however many ask at once."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.errors import (
    BadDraft,
    BudgetSpent,
    ModelDenied,
    ModelError,
    ModelFault,
    ModelRefused,
    ModelUnavailable,
    StoreError,
)
from bot.model import Ceilings, Draft, Price, Spend, WritingRequest
from bot.model.writing import NANOS
from bot.ports import Clock, LanguageModel, Meter, ModelStore

REST = timedelta(minutes=1)
"""How long a model that failed is left alone, unless its server asks for another time."""

LONGEST_REST = timedelta(minutes=10)

AGAIN = timedelta(hours=1)
"""How long a request that a model refused, or answered with no draft, is not paid for again."""

LONGEST_PURCHASE = 300.0
"""Seconds that others wait for one who buys a draft, and then take it that they died over it."""

LOOK_EVERY = 0.5
"""Seconds between two looks whether they have it."""


@dataclass(frozen=True, slots=True)
class Tariff:
    """What the model costs, and how much of it a day may have."""

    price: Price
    ceilings: Ceilings
    currency: str


@dataclass(slots=True)
class Purse:
    """What one command put down for models, and the most that it may, in billionths of the currency."""

    most: int | None = None
    spent: int = 0


@dataclass(frozen=True, slots=True)
class Purchase:
    """A draft that somebody waits for, or waited for in vain."""

    task: asyncio.Task[Draft]
    began: float  # by the loop's clock


@dataclass(slots=True)
class Drafts:
    """Buys drafts from one model."""

    model: LanguageModel
    store: ModelStore
    tariff: Tariff
    clock: Clock
    meter: Meter
    _under_way: dict[str, Purchase] = field(default_factory=dict)
    _rests: tuple[datetime, ModelError] | None = None
    estimated: bool = False  # whether the server left it to us to count tokens
    purse: Purse = field(default_factory=Purse)
    replica: str = field(default_factory=lambda: secrets.token_hex(8))  # who we are among several
    trouble: tuple[datetime, str] | None = None  # what failed last, where nothing went well since

    async def of(self, request: WritingRequest, workspace: str, deadline: float | None = None) -> Draft:
        """The draft; raises a `ModelError`, a `StoreError`, or TimeoutError after the loop's `deadline`.

        Who stops waiting does not stop the purchase: it may be paid already, and the next one wants it. As
        long as it is under way, the time that is left counts from its beginning: of many digests in turn
        that share a story whose draft does not come, the first alone waits for it.
        """
        key, now = request.key(self.model.name), asyncio.get_running_loop().time()
        purchase = self._under_way.get(key)
        if purchase is None:
            task = asyncio.create_task(self._kept_or_bought(key, request, workspace))
            purchase = self._under_way[key] = Purchase(task, now)
            task.add_done_callback(lambda done: self._ended(key, done))
        async with asyncio.timeout_at(None if deadline is None else deadline - now + purchase.began):
            return await asyncio.shield(purchase.task)

    def failed(self, reason: str) -> None:
        """Remember what went wrong, for those who ask why."""
        self.trouble = self.clock(), reason

    async def close(self) -> None:
        """End what is under way and let go of the model."""
        running = [purchase.task for purchase in self._under_way.values()]
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        await self.model.close()

    def _ended(self, key: str, task: asyncio.Task[Draft]) -> None:
        del self._under_way[key]
        if not task.cancelled():
            task.exception()  # nobody may be waiting for it any more

    async def _kept_or_bought(self, key: str, request: WritingRequest, workspace: str) -> Draft:
        kept = await self.store.kept_draft(key) if request.kept else None
        if kept is not None:
            self._count("kept", request)
            return kept
        await self._raise_known(key)
        if not request.kept:
            return await self._bought(key, request, await self._reserved(request, workspace))
        lease = f"draft {key}"
        while not await self.store.take_lease(lease, self.replica, LONGEST_PURCHASE):
            await asyncio.sleep(LOOK_EVERY)
            kept = await self.store.kept_draft(key)
            if kept is not None:
                self._count("kept", request)
                return kept
        try:
            await self._raise_known(key)
            kept = await self.store.kept_draft(key)  # bought since we looked
            if kept is not None:
                self._count("kept", request)
                return kept
            draft = await self._bought(key, request, await self._reserved(request, workspace))
            await _surely(lambda: self.store.keep_draft(key, draft, self.clock()))
        finally:
            await self.store.let_go([lease], self.replica)
        return draft

    async def _reserved(self, request: WritingRequest, workspace: str) -> Spend:
        """What is put down for a call; raises BudgetSpent at a ceiling, or at that of this command."""
        reserved = self._estimate(request, workspace, self.clock())
        most = self.purse.most
        enough = most is not None and self.purse.spent + reserved.nanos > most
        if enough or not await self.store.reserve(reserved, self.tariff.ceilings):
            self._count("over-budget", request)
            whose = "what this command may spend" if enough else "the budget of the day"
            raise BudgetSpent(f"{whose} is spent", ModelFault.BUDGET)
        self.purse.spent += reserved.nanos
        return reserved

    async def _raise_known(self, key: str) -> None:
        """Raises the failure of a moment ago, anybody's, where asking again would cost in vain."""
        now = self.clock()
        if failed := await self.store.kept_failure(key, now - AGAIN):
            until, error = failed[0] + AGAIN, failed[1]
            raise type(error)(f"{error.reason} (not asked again until {until:%H:%M} UTC)", error.fault)
        if self._rests and now < self._rests[0]:
            until, error = self._rests
            raise ModelUnavailable(f"{error.reason} (left alone until {until:%H:%M:%S} UTC)", error.fault)

    async def _bought(self, key: str, request: WritingRequest, reserved: Spend) -> Draft:
        try:
            drafted = await self.model.write(request)
        except (ModelRefused, BadDraft) as error:
            await self._settle(reserved, error.tokens_in, error.tokens_out, error.lost)
            self._count("refused" if isinstance(error, ModelRefused) else "bad-draft", request)
            await self.store.keep_failure(key, error, self.clock())
            raise
        except ModelError as error:
            self._rest(error)
            await self._settle(reserved, error.tokens_in, error.tokens_out, error.lost, answered=False)
            self._count("denied" if isinstance(error, ModelDenied) else "unavailable", request)
            raise
        usage = drafted.usage
        self.estimated, self.trouble = self.estimated or usage.estimated, None
        await self._settle(reserved, usage.tokens_in, usage.tokens_out, usage.lost)
        self._count("written", request)
        return drafted.draft

    def _estimate(self, request: WritingRequest, workspace: str, now: datetime) -> Spend:
        """The most that one try may cost."""
        nanos = self.tariff.price.of(*self.model.most(request))
        return Spend(now.date(), workspace, self.model.name, calls=1, nanos=nanos)

    async def _settle(
        self, reserved: Spend, tokens_in: int, tokens_out: int, lost: int, answered: bool = True
    ) -> None:
        """Correct what was put down; what no server counted is taken for the most that it may be."""
        counted = self.tariff.price.of(tokens_in, tokens_out)
        uncounted = lost + int(answered and tokens_in == 0)
        nanos = counted + uncounted * reserved.nanos
        self.purse.spent += nanos - reserved.nanos
        correction = Spend(
            reserved.day,
            reserved.workspace,
            reserved.model,
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            nanos=nanos - reserved.nanos,
        )
        await _surely(lambda: self.store.settle(correction))
        self.meter.count("model_tokens", tokens_in, way="in")
        self.meter.count("model_tokens", tokens_out, way="out")
        self.meter.count("model_money", nanos / NANOS, currency=self.tariff.currency)

    def _rest(self, error: ModelError) -> None:
        asked = error.retry_after if isinstance(error, ModelUnavailable) else None
        rest = REST if asked is None else min(timedelta(seconds=asked), LONGEST_REST)
        self._rests = (self.clock() + rest, error)

    def _count(self, outcome: str, request: WritingRequest) -> None:
        self.meter.count("model_drafts", outcome=outcome, prompt=request.prompt)


async def _surely(write: Callable[[], Awaitable[None]]) -> None:
    """Write what is paid for, also where the database is away for a while: the claim on it lasts as long."""
    loop = asyncio.get_running_loop()
    ends = loop.time() + LONGEST_PURCHASE
    while True:
        try:
            return await write()
        except StoreError:
            if loop.time() >= ends:
                raise
        await asyncio.sleep(LOOK_EVERY)
