"""Plans the editions that are due and posts what is planned: once, whatever happens in between.

The outbox: digest and delivery are stored together before anything is sent. A sender claims a delivery
first, holds the claim while it works, and writes nothing that it no longer holds, so that any number of
senders, in one process or in several, post it once. Before each post it notes that it tries: where
nobody knows how a try ended, the part is looked for on the platform, until it would be there, before it
is posted again. An order whose channel is gone, or may not be posted to, is paused until somebody
resumes it. docs/delivery.md says what all this promises.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TypedDict, TypeVar, Unpack

from bot.core import editions
from bot.core.outline.texts import alerts_stopped, stopped
from bot.core.stories.judgement import NO_JUDGEMENT, NewsJudgement
from bot.errors import BotError, ChannelGone, MessageRefused, NotAllowed, PlatformError, RateLimited
from bot.model import LEASE, Delivery, DeliveryState, Digest, Part, Place, Subscription
from bot.newsroom.alerter import outbox, stands
from bot.newsroom.plan import Planner
from bot.newsroom.turns import Turns
from bot.newsroom.write import Writer
from bot.ports import Clock, Failures, Meter, Platform, Store

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
MOST_TRIES = 12
"""So often at least, with the waits doubling to an hour, whatever the clock says meanwhile."""

LONGEST_TRIED = timedelta(days=7)
"""After it was made a digest is old news; until then none is given up, as no other tells its stories."""

SETTLED_AFTER = 20.0
"""Seconds after a try in which its message may still appear: a platform that took it shows it within ten,
and a sender that lost its claim notices within `BEAT`."""

HOLD, BEAT = LEASE.total_seconds() * 2 / 3, LEASE.total_seconds() / 6
"""Seconds for which a sender trusts its claim, well within the lease, and between two renewals of it."""

LOOK_AGAIN = 0.5
LONGEST_LEFT = LEASE + timedelta(seconds=SETTLED_AFTER + 5)
"""Seconds between two looks at what another left open, and how long it may be until that can be sent: the
rest of its lease, and the time in which its last try may still appear."""

LONGEST_CALL = 300.0
"""Seconds after which a call to a platform is given up, whatever it waits for."""

T = TypeVar("T")


def _loop_time() -> float:
    return asyncio.get_running_loop().time()


class ClaimLost(BotError):
    """Another sender has the delivery now."""


class Progress(TypedDict, total=False):
    """What a sender changes in a delivery."""

    state: DeliveryState
    posted: Mapping[str, str]
    tries: int
    next_at: datetime | None
    note: str
    tried_at: datetime | None


@dataclass(slots=True)
class Claim:
    """A delivery that this sender holds: every write renews the lease, and fails once it is lost."""

    store: Store
    clock: Clock
    delivery: Delivery
    _writing: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def place(self) -> Place:
        """Where its next part goes: the first opens the thread of the rest."""
        return Place(self.delivery.channel, next(iter(self.delivery.posted.values()), None))

    async def write(self, **changes: Unpack[Progress]) -> None:
        """Write how far it has come; raises ClaimLost, with nothing written, where it is not ours."""
        await self._update(changes, self.clock() + LEASE)

    async def release(self, **changes: Unpack[Progress]) -> None:
        """Write it for the last time: whoever comes next may claim it."""
        await self._update(changes, self.clock())

    async def during(self, call: Callable[[], Awaitable[T]], **changes: Unpack[Progress]) -> T:
        """Write, make sure of the claim by it, and call the platform: the call ends before the lease does."""
        loop = asyncio.get_running_loop()
        begun = loop.time()
        await self.write(**changes)
        try:
            async with asyncio.timeout_at(begun + HOLD) as limit:
                renewing = asyncio.create_task(self._renew(limit))
                try:
                    return await call()
                finally:
                    renewing.cancel()
        except TimeoutError as error:
            raise PlatformError("no answer while the claim on the delivery held") from error

    async def _renew(self, limit: asyncio.Timeout) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + LONGEST_CALL
        while loop.time() < end and not limit.expired():
            await asyncio.sleep(BEAT)
            begun = loop.time()
            try:
                await self.write()
            except ClaimLost:
                limit.reschedule(loop.time())
                return
            except BotError as error:  # a busy database: there is time for another try
                log.warning("deliver: %s: the claim is not renewed: %s", self.delivery.id, error)
                continue
            limit.reschedule(begun + HOLD)

    async def _update(self, changes: Progress, lease_until: datetime) -> None:
        async with self._writing:
            changed = replace(self.delivery, **changes, lease_until=lease_until)
            if not await self.store.update_delivery(changed):
                raise ClaimLost(f"another sender has {self.delivery.id}")
            self.delivery = changed


@dataclass(frozen=True, slots=True)
class Deliverer:
    """Brings digests to their channels."""

    store: Store
    platforms: Mapping[str, Platform]
    clock: Clock
    meter: Meter
    failures: Failures
    writer: Writer | None = None
    judgement: NewsJudgement = NO_JUDGEMENT
    steady: Callable[[], float] = _loop_time  # seconds that no setting of the clock moves
    _planner: Planner = field(init=False)
    _planning: asyncio.Lock = field(default_factory=asyncio.Lock)
    _turns: dict[str, Turns] = field(default_factory=dict)
    _unclear_since: dict[tuple[str, datetime], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        planner = Planner(self.store, self.clock, self.meter, self.failures, self.writer, self.judgement)
        object.__setattr__(self, "_planner", planner)

    async def tick(self) -> None:
        """Plan what is due, and post what is planned as soon as it is.

        Ticks may overlap: while one still plans, or waits for a slow channel, the next sends what is open.
        What another process left open waits while its order is paused, or it is quiet.
        """
        sent: set[asyncio.Future[None]] = set()

        def send(planned: Iterable[Delivery]) -> None:
            sent.update(self._turn(one).add(one) for one in planned if one.channel.platform in self.platforms)

        try:
            orders = await self._orders()
            if not self._planning.locked():
                async with self._planning:
                    await self._planner.plan(orders, send)
            send(await self._open(orders, self.clock()))
            while going := {one for one in sent if not one.done()}:
                await asyncio.wait(going, return_when=asyncio.FIRST_EXCEPTION)
            for one in sent:
                one.result()
        except BaseException:
            await asyncio.gather(*(turns.stop() for turns in self._turns.values()))
            raise

    async def finish(self) -> None:
        """Do what a tick does, and what another left open that may have been killed, once it may be taken.

        For a command that ends: a program that goes on has its next tick.
        """
        by, ends = self.clock() + LONGEST_LEFT, self.steady() + LONGEST_LEFT.total_seconds()
        await self.tick()
        while self.steady() < ends and await self._open(await self._orders(), by):
            await asyncio.sleep(LOOK_AGAIN)
            await self.tick()

    async def _open(self, orders: Iterable[Subscription], by: datetime) -> list[Delivery]:
        """What is planned and may be sent by then, but of orders that are paused, or quiet now."""
        now, left = self.clock(), await self.store.open_deliveries(by)
        of = {one.edition.subscription for one in left}
        silent = {order.id for order in orders if order.id in of and self._is_silent(order, now)}
        return [
            one
            for one in left
            if one.edition.subscription not in silent and one.channel.platform in self.platforms
        ]

    def _is_silent(self, order: Subscription, now: datetime) -> bool:
        with self.failures.contain("deliver", f"no digest for {order.channel.name}, order {order.id}"):
            return order.paused or editions.is_quiet(order, now)
        return True

    async def _orders(self) -> list[Subscription]:
        return [one for one in await self.store.subscriptions() if one.channel.platform in self.platforms]

    async def plan(self, subscription: Subscription) -> bool:
        """Store the edition that is due with its delivery; False when none is due or nothing is there yet."""
        added: list[Delivery] = []
        await self._planner.plan([subscription], added.extend)
        return bool(added)

    def _turn(self, delivery: Delivery) -> Turns:
        return self._turns.setdefault(delivery.channel.platform, Turns(self._claim_and_send))

    async def _claim_and_send(self, delivery_id: str) -> None:
        with self.failures.contain("deliver", f"delivery {delivery_id}"):
            await self._take(delivery_id)

    async def _take(self, delivery_id: str) -> None:
        held = await self.store.claim(delivery_id, secrets.token_hex(8), self.clock())
        if held is None:
            return
        claim, name = Claim(self.store, self.clock, held), held.channel.name or held.channel.room
        try:
            with self.failures.contain("deliver", f"{name}, delivery {delivery_id}") as contained:
                await self._send(claim)
            if contained.error:
                await self._put_back(claim, contained.error)
        except ClaimLost:
            log.info("deliver: %s: another sender has taken over", delivery_id)
        except asyncio.CancelledError:
            with suppress(BotError):
                await claim.release()
            raise

    async def _send(self, claim: Claim) -> None:
        """Post the parts that are not posted yet."""
        digest = await self.store.posting(claim.delivery.digest)
        if digest is None:
            raise BotError(f"digest {claim.delivery.digest} is not in the store")
        platform = self.platforms[claim.delivery.channel.platform]
        since = claim.delivery.tried_at  # by the platform's clock: nobody knows how that try ended
        parts, posted = platform.split(digest), dict(claim.delivery.posted)
        for part in parts:
            if part.key in posted:
                continue
            message = await self._look(claim, platform, part, since) if since else None
            if message is None and not self._settled(claim.delivery):
                await claim.release(next_at=self.clock() + timedelta(seconds=SETTLED_AFTER))
                return
            if message is None and not posted and not await self._stands(claim.delivery, digest):
                await self._withdraw(claim)
                return
            message = message or await self._post(claim, platform, part, since)
            self._forget_try(claim.delivery)
            posted[part.key] = message
            if part is not parts[-1]:  # the last is noted as its delivery ends, below
                await claim.write(posted=dict(posted), tried_at=None, note="")
        await self._open_thread(Place(claim.delivery.channel, next(iter(posted.values()), None)), digest)
        await claim.release(state=DeliveryState.SENT, posted=posted, tried_at=None, note="", next_at=None)
        self.meter.count("deliveries", state="sent")

    async def _stands(self, delivery: Delivery, digest: Digest) -> bool:
        """Whether it is to be posted as it was planned; alerts are judged anew, as they may have waited."""
        return not digest.alerts or await stands(self.store, delivery, digest, self.clock(), self.judgement)

    async def _withdraw(self, claim: Claim) -> None:
        """Have a message of alerts, which surely stands nowhere, held again."""
        self._forget_try(claim.delivery)
        await claim.write(tried_at=None)
        if not await self.store.withdraw_alerts(claim.delivery):
            raise ClaimLost(f"another sender has {claim.delivery.id}")

    async def _look(self, claim: Claim, platform: Platform, part: Part, since: datetime) -> str | None:
        return await claim.during(lambda: platform.find(claim.place, part, since))

    async def _post(self, claim: Claim, platform: Platform, part: Part, since: datetime | None) -> str:
        """Post it; a try stays noted from the first one on, as each may have left something there."""
        self._forget_try(claim.delivery)
        try:
            began = since or await platform.time()
            return await claim.during(lambda: platform.post(claim.place, part, began), tried_at=began)
        except PlatformError as error:
            if not error.unclear:
                await claim.write(tried_at=None)
            raise
        finally:
            self._settled(claim.delivery)  # from here on it is counted

    def _settled(self, delivery: Delivery) -> bool:
        """Whether what was tried, if it was taken, would be seen by now.

        Counted from when this process first knew of it, by a clock that nobody sets.
        """
        if delivery.tried_at is None:
            return True
        now = self.steady()
        return now - self._unclear_since.setdefault((delivery.id, delivery.tried_at), now) >= SETTLED_AFTER

    def _forget_try(self, delivery: Delivery) -> None:
        if delivery.tried_at is not None:
            self._unclear_since.pop((delivery.id, delivery.tried_at), None)

    async def _open_thread(self, place: Place, digest: Digest) -> None:
        """Let what is asked in the digest's thread be answered from the articles that it posts."""
        reads = [read for briefing in digest.briefings for read in briefing.story.articles]
        if place.thread and reads:
            await self.store.put_thread(place, [read.article.id for read in reads], self.clock())

    async def _put_back(self, claim: Claim, error: Exception) -> None:
        """Write down a failure and when to try again.

        What seems to be for good is asked once more after a minute: platforms say so in error, too.
        """
        before, note = claim.delivery, str(error) or type(error).__name__
        refused = isinstance(error, (ChannelGone, NotAllowed))
        for_good = refused and before.note == note
        if isinstance(error, RateLimited):  # a wait that a platform asks for is no try in vain
            tries, wait = before.tries + await self._is_old(before), timedelta(seconds=error.wait)
        else:
            tries = before.tries + 1
            wait = FIRST_WAIT if refused else backoff(tries)
        refused_as_it_is = isinstance(error, MessageRefused) and not error.unclear
        ended = for_good or refused_as_it_is or (tries >= MOST_TRIES and await self._is_old(before))
        state = DeliveryState.FAILED if ended else DeliveryState.SENDING
        next_at = await self._after_quiet(before, self.clock() + wait)
        self.meter.count("deliveries", state=state.value)
        if for_good:
            await self._pause(before, note)
            if _is_of_alerts(before) and not before.posted and before.tried_at is None:
                await self._withdraw(claim)  # it comes with what else waits, once alerts may come again
                return
        await claim.release(state=state, tries=tries, next_at=next_at, note=note)

    async def _after_quiet(self, delivery: Delivery, moment: datetime) -> datetime:
        """The moment, or the end of the order's quiet time, or of that of the channel's alerts."""
        order = await self._order_of(delivery)
        if order is not None:
            return editions.end_of_quiet(order.quiet, order.zone, moment)
        settings = await self.store.alert_settings(delivery.channel)
        return editions.end_of_quiet(settings.quiet, settings.zone, moment)

    async def _order_of(self, delivery: Delivery) -> Subscription | None:
        """None of one that was removed, and of alerts."""
        orders = await self.store.subscriptions(delivery.channel.workspace)
        return next((order for order in orders if order.id == delivery.edition.subscription), None)

    async def _is_old(self, delivery: Delivery) -> bool:
        digest = await self.store.posting(delivery.digest)
        return digest is not None and self.clock() - digest.made > LONGEST_TRIED

    async def _pause(self, delivery: Delivery, reason: str) -> None:
        """Stop an order that cannot be carried out, and inform somebody who can mend it, once."""
        order, channel = await self._order_of(delivery), delivery.channel
        if _is_of_alerts(delivery):
            settings = await self.store.alert_settings(channel)
            await self.store.put_alert_settings(channel, replace(settings, stopped_for=reason))
            sentence = alerts_stopped(channel, reason)
        elif order is None or order.paused:
            return
        else:
            await self.store.put_subscription(replace(order, paused=True, paused_for=reason))
            sentence = stopped(channel, reason)
        self.meter.count("pauses")
        platform = self.platforms[channel.platform]
        with self.failures.contain("deliver", f"nobody could be warned that {channel.name} is paused"):
            await platform.warn(channel, sentence)


def _is_of_alerts(delivery: Delivery) -> bool:
    return delivery.edition.subscription == outbox(delivery.channel)


def backoff(tries: int) -> timedelta:
    """The wait before the next try: doubling from a minute up to an hour."""
    return min(FIRST_WAIT * (1 << min(tries - 1, 10)), LONGEST_WAIT)
