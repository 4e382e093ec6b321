"""Plans the editions that are due and posts what is planned: once, whatever happens in between.

The outbox: digest and delivery are stored together before anything is sent. A delivery found in
"sending" was interrupted, so each of its parts is looked for on the platform before it is posted.
An order whose channel is gone, or may not be posted to, is paused until somebody resumes it.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.core import editions
from bot.core.outline.texts import stopped
from bot.core.stories.judgement import NO_JUDGEMENT, NewsJudgement
from bot.errors import BotError, ChannelGone, NotAllowed, RateLimited
from bot.model import Delivery, DeliveryState, Digest, Part, Place, Subscription
from bot.newsroom import brief
from bot.newsroom.brief import EditionCache
from bot.newsroom.write import Writer
from bot.ports import Clock, Meter, Platform, Store

log = logging.getLogger(__name__)

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=1)
MEMORY = timedelta(days=366)
"""A channel that was told nothing for longer than this begins anew."""
MOST_TRIES = 12
"""With the waits doubling to an hour, about six hours: by then the next edition tells the news."""


@dataclass(frozen=True, slots=True)
class Deliverer:
    """Brings digests to their channels."""

    store: Store
    platforms: Mapping[str, Platform]
    clock: Clock
    meter: Meter
    writer: Writer | None = None
    judgement: NewsJudgement = NO_JUDGEMENT

    async def tick(self) -> None:
        """Plan what is due, then post what is planned."""
        bench = EditionCache(self.judgement)
        for subscription in await self.store.subscriptions():
            if subscription.channel.platform in self.platforms:
                await self._plan_safely(subscription, bench)
        for delivery in await self.store.open_deliveries(self.clock()):
            if delivery.channel.platform in self.platforms:
                await self._send_safely(delivery)

    async def _plan_safely(self, subscription: Subscription, bench: EditionCache) -> None:
        try:
            await self.plan(subscription, bench)
        except BotError as error:
            log.warning("deliver: no digest for %s: %s", subscription.channel.name, error)
            self.meter.count("failures", use_case="deliver")

    async def plan(self, subscription: Subscription, bench: EditionCache | None = None) -> bool:
        """Store the edition that is due with its delivery; False when none is due or nothing is there yet."""
        now = self.clock()
        planned = await self.store.editions(subscription.id, now - MEMORY)
        due = editions.due(subscription, planned, now)
        if due is None:
            return False
        digest = await brief.make_digest(
            subscription, due.edition, self.store, now, due.late, self.writer, bench, judgement=self.judgement
        )
        if not planned and not digest.briefings:
            return False  # a new subscription waits for its first round instead of opening with nothing
        added = await self.store.plan(editions.delivery_of(digest, subscription), digest)
        if added:
            self.meter.count("digests")
        return added

    async def _send_safely(self, delivery: Delivery) -> None:
        try:
            await self.send(delivery)
        except (ChannelGone, NotAllowed) as error:
            await self._settle(delivery, error, DeliveryState.FAILED)
            await self._pause(delivery, str(error))
        except BotError as error:
            await self._settle(delivery, error, DeliveryState.SENDING)

    async def send(self, delivery: Delivery) -> None:
        """Post the parts that are not posted yet; the first opens the thread of the rest."""
        digest = await self.store.digest(delivery.digest)
        if digest is None:
            raise BotError(f"digest {delivery.digest} is not in the store")
        platform = self.platforms[delivery.channel.platform]
        resumed = delivery.state is DeliveryState.SENDING
        delivery = await self._write(replace(delivery, state=DeliveryState.SENDING))
        for part in platform.split(digest):
            if part.key not in delivery.posted:
                message = await self._post(platform, delivery, part, digest, resumed)
                delivery = await self._write(replace(delivery, posted={**delivery.posted, part.key: message}))
        await self._open_thread(delivery, digest)
        await self._write(replace(delivery, state=DeliveryState.SENT, next_at=None, note=""))
        self.meter.count("deliveries", state="sent")

    async def _open_thread(self, delivery: Delivery, digest: Digest) -> None:
        """Let what is asked in the digest's thread be answered from the articles that it tells of."""
        thread = Place(delivery.channel, next(iter(delivery.posted.values()), None))
        reads = [read for briefing in digest.briefings for read in briefing.story.articles]
        if thread.thread and reads:
            await self.store.put_thread(thread, [read.article.id for read in reads], self.clock())

    async def _post(
        self, platform: Platform, delivery: Delivery, part: Part, digest: Digest, resumed: bool
    ) -> str:
        place = Place(delivery.channel, next(iter(delivery.posted.values()), None))
        if resumed:
            found = await platform.find(place, part.key, digest.made)
            if found is not None:
                return found
        return await platform.post(place, part)

    async def _settle(self, delivery: Delivery, error: BotError, state: DeliveryState) -> None:
        """Write down a failure and when to try again, on top of what was posted before it."""
        current = await self.store.delivery(delivery.id) or delivery
        tries = current.tries + 1
        if tries >= MOST_TRIES:
            state = DeliveryState.FAILED
        wait = timedelta(seconds=error.wait) if isinstance(error, RateLimited) else backoff(tries)
        await self._write(
            replace(current, state=state, tries=tries, next_at=self.clock() + wait, note=str(error))
        )
        log.warning("deliver: %s: %s", delivery.channel.name, error)
        self.meter.count("deliveries", state=state.value)

    async def _pause(self, delivery: Delivery, reason: str) -> None:
        """Stop an order that cannot be carried out, and tell somebody who can mend it, once."""
        orders = await self.store.subscriptions(delivery.channel.workspace)
        order = next((order for order in orders if order.id == delivery.edition.subscription), None)
        if order is None or order.paused:
            return
        await self.store.put_subscription(replace(order, paused=True, paused_for=reason))
        self.meter.count("pauses")
        try:
            platform = self.platforms[delivery.channel.platform]
            await platform.warn(delivery.channel, stopped(delivery.channel, reason))
        except BotError as error:
            log.warning("deliver: nobody could be told that %s is paused: %s", order.channel.name, error)

    async def _write(self, delivery: Delivery) -> Delivery:
        await self.store.update_delivery(delivery)
        return delivery


def backoff(tries: int) -> timedelta:
    """The wait before the next try: doubling from a minute up to an hour."""
    return min(FIRST_WAIT * (1 << min(tries - 1, 10)), LONGEST_WAIT)
