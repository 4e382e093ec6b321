"""Which edition of a subscription is due: computed from its slots and what was planned, never remembered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.model import Delivery, Digest, Edition, Subscription, digest_of

LATE_AFTER = timedelta(minutes=30)
"""A digest posted longer than this after its slot says that it is late."""


@dataclass(frozen=True, slots=True)
class Due:
    """An edition to be made now."""

    edition: Edition
    slot_at: datetime
    late: bool


def due(subscription: Subscription, planned: Collection[Edition], now: datetime) -> Due | None:
    """The newest edition whose slot has passed, unless it or a later one is planned.

    Slots missed before it are not made up for one by one: its digest covers their time too. The first
    edition of a subscription is due at once and never late. Daylight saving: a slot that the clock jumps
    over falls on the same instant as the jump gives it, and one that comes twice is due the first time.
    Nothing is due while it is paused.
    """
    if subscription.paused:
        return None
    passed = [(at, edition) for at, edition in _around(subscription, now) if at <= now]
    slot_at, edition = max(passed)
    if any(_order(other) >= _order(edition) for other in planned):
        return None
    return Due(edition, slot_at, late=bool(planned) and now - slot_at > LATE_AFTER)


def next_slot(subscription: Subscription, now: datetime) -> datetime:
    """When the next edition will be due."""
    return min(at for at, _ in _around(subscription, now) if at > now)


def delivery_of(digest: Digest, subscription: Subscription) -> Delivery:
    """The planned delivery of a digest to its channel."""
    return Delivery(digest_of("delivery", digest.id), digest.edition, subscription.channel, digest.id)


def digest_id(edition: Edition) -> str:
    """The id of the digest of an edition, the same on every replica."""
    return digest_of("digest", edition.subscription, edition.day.isoformat(), edition.slot.isoformat())


def _order(edition: Edition) -> tuple[object, object]:
    return edition.day, edition.slot


def _around(subscription: Subscription, now: datetime) -> list[tuple[datetime, Edition]]:
    """The slots of five days as instants in UTC; two days each way, for zones that skip a day."""
    zone = ZoneInfo(subscription.zone)
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=offset) for offset in (-2, -1, 0, 1, 2))
    return [
        (datetime.combine(day, slot, zone).astimezone(UTC), Edition(subscription.id, day, slot))
        for day in days
        for slot in subscription.slots
    ]
