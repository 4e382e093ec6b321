"""Which edition of a subscription is due: computed from its slots and what was planned, never remembered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model import Delivery, Digest, Edition, Late, Subscription, digest_of

LATE_AFTER = timedelta(minutes=30)
"""A digest posted longer than this after its slot says that it is late."""

SET_BACK = timedelta(hours=3)
"""So far a clock is set back without a second digest for the hours that come again."""


@dataclass(frozen=True, slots=True)
class Due:
    """An edition to be made now."""

    edition: Edition
    slot_at: datetime
    late: bool
    first: bool  # of its order: it is due at once, and not for that slot


def due(subscription: Subscription, planned: Collection[Edition], now: datetime) -> Due | None:
    """The newest edition whose slot has passed, unless it or a later one is planned.

    Slots missed before it are not made up for one by one: its digest covers their time too. The first
    edition of a subscription is due at once and never late. Nothing is due while it is paused. An edition
    of a slot that is long to come, planned by a clock that was put right since, holds up none before it.
    """
    if subscription.paused:
        return None
    slot_at, edition = max(
        (at, edition) for at, edition in _around(subscription, now, -2, -1, 0) if at <= now
    )
    known = (other for other in planned if _order(other) >= _order(edition))
    if any(other == edition or _at(other, subscription.zone) <= now + SET_BACK for other in known):
        return None
    late = bool(planned) and now - slot_at > LATE_AFTER
    if late and subscription.late is Late.NONE:
        return None
    return Due(edition, slot_at, late, first=not planned)


def next_slot(subscription: Subscription, now: datetime) -> datetime:
    """When the next edition will be due."""
    return min(at for at, _ in _around(subscription, now, -1, 0, 1, 2) if at > now)


def delivery_of(digest: Digest, subscription: Subscription) -> Delivery:
    """The planned delivery of a digest to its channel."""
    return Delivery(digest_of("delivery", digest.id), digest.edition, subscription.channel, digest.id)


def digest_id(edition: Edition) -> str:
    """The id of the digest of an edition, the same on every replica."""
    return digest_of("digest", edition.subscription, edition.day.isoformat(), edition.slot.isoformat())


def _order(edition: Edition) -> tuple[object, object]:
    return edition.day, edition.slot


def _around(subscription: Subscription, now: datetime, *offsets: int) -> list[tuple[datetime, Edition]]:
    """The slots of days around today as instants in UTC; up to two each way, for zones that skip a day."""
    zone = ZoneInfo(subscription.zone)
    today = now.astimezone(zone).date()
    days = (today + timedelta(days=offset) for offset in offsets)
    return [
        (at, Edition(subscription.id, day, slot))
        for day in days
        for slot in subscription.slots
        if _falls_on((at := instant(day, slot, zone)), day, zone)
        or _falls_on(instant(day, time(), zone), day, zone)
    ]


def _falls_on(moment: datetime, day: date, zone: ZoneInfo) -> bool:
    """Whether it is of this local day: of one that a zone skips, no moment is."""
    return moment.astimezone(zone).date() == day


def instant(day: date, slot: time, zone: ZoneInfo) -> datetime:
    """When a local time comes, in UTC: of two times the first, and for none the next that exists."""
    local = datetime.combine(day, slot, zone)
    found = local.astimezone(UTC)
    if found.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return found
    before = local.replace(fold=1).astimezone(UTC)  # by the offset after the gap it would lie before it
    while found - before > timedelta(seconds=1):
        middle = before + (found - before) / 2
        if middle.astimezone(zone).replace(tzinfo=None) < local.replace(tzinfo=None):
            before = middle
        else:
            found = middle
    return (found + timedelta(milliseconds=500)).replace(microsecond=0)


def _at(edition: Edition, zone: str) -> datetime:
    return instant(edition.day, edition.slot, ZoneInfo(zone))
