"""Which edition of a subscription is due: computed from its slots and what was planned, never remembered."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count, islice, takewhile
from zoneinfo import ZoneInfo

from bot.model import Delivery, Digest, Edition, Late, Quiet, Subscription, digest_of

LATE_AFTER = timedelta(minutes=30)
"""A digest posted longer than this after its slot says that it is late."""

SET_BACK = timedelta(hours=3)
"""So far a clock is set back without a second digest for the hours that come again."""

SOON = timedelta(minutes=15)
"""A slot that comes so soon after an order was made has its first digest, which is due at once."""

WEEK = 7
"""Days that an edition looks back at most."""

FARTHEST = 8 * 366
"""Days within which the rarest day comes again, a 29 February around a year such as 2100."""

MOST_MISSED = 99
"""Missed slots are counted so far."""


@dataclass(frozen=True, slots=True)
class Due:
    """An edition to be made now."""

    edition: Edition
    slot_at: datetime  # when it is posted: its slot, or the end of the quiet time that holds it
    late: bool
    first: bool  # of its order: it is due at once, and not for that slot
    missed: int = 0  # slots before it at which nothing was planned


def due(subscription: Subscription, planned: Collection[Edition], now: datetime) -> Due | None:
    """The newest edition whose slot has passed, unless it or a later one is planned.

    Slots missed before it are not made up for one by one: its digest covers their time too. The first
    edition of a subscription is due at once and never late; it is that of a slot which comes soon. Nothing is
    due while it is paused, or quiet. An edition of a slot that is long to come, planned by a clock that was
    put right since, holds up none before it.
    """
    if subscription.paused or is_quiet(subscription, now):
        return None
    opening = None if planned else opens_for(subscription, now)
    newest = opening or next(_passed(subscription, now), None)
    if newest is None:
        return None
    slot_at, edition = newest
    if planned and subscription.timed is not None and slot_at <= subscription.timed <= now:
        return None  # whoever changes the times is told of the next one that is to come
    known = (other for other in planned if _order(other) >= _order(edition))
    if any(other == edition or _at(other, subscription.zone) <= now + SET_BACK for other in known):
        return None
    late = bool(planned) and now - slot_at > LATE_AFTER
    if late and subscription.late is Late.NONE:
        return None
    return Due(edition, slot_at, late, not planned, _missed(subscription, planned, edition, now))


def opens_for(subscription: Subscription, now: datetime) -> tuple[datetime, Edition] | None:
    """The slot that comes soon, and when, as an order's first digest is that of it too; None of none."""
    made, timed = subscription.created, subscription.timed
    if made is None or made > now or (timed is not None and timed > made):
        return None
    after_it = next(_to_come(subscription, made))
    return after_it if now < after_it[0] <= made + SOON else None


def next_slot(subscription: Subscription, now: datetime) -> datetime:
    """When the next edition will be due, an order's first aside."""
    opening = opens_for(subscription, now)
    at, _ = next(_to_come(subscription, opening[0] if opening else now))
    return at


def next_look(subscription: Subscription, now: datetime) -> datetime:
    """When an order of which nothing is due is to be looked at again: its next slot, or the end of quiet."""
    return (
        end_of_quiet(subscription.quiet, subscription.zone, now)
        if is_quiet(subscription, now)
        else next_slot(subscription, now)
    )


def look_back(subscription: Subscription) -> timedelta:
    """Of how long an edition reports, by the articles' dates: a day more than its slots lie apart.

    Two days for a daily order, four for one on weekdays, a week for a weekly one and at most.
    """
    days = subscription.days
    if days.months or days.month_days:
        return timedelta(days=WEEK)
    on = sorted(set(days.weekdays or range(WEEK)) - set(subscription.quiet.weekdays))
    gaps = ((after - day) % WEEK or WEEK for day, after in zip(on, [*on[1:], *on[:1]], strict=True))
    return timedelta(days=min(WEEK, max(gaps, default=WEEK) + 1))


def ever_comes(subscription: Subscription) -> bool:
    """Whether there is a day on which a slot counts: none on a 30 February, or where each is quiet."""
    start = date(2024, 1, 1)
    return any(_has_slots(subscription, start + timedelta(days=number)) for number in range(FARTHEST))


def delivery_of(digest: Digest, subscription: Subscription) -> Delivery:
    """The planned delivery of a digest to its channel."""
    return Delivery(digest_of("delivery", digest.id), digest.edition, subscription.channel, digest.id)


def digest_id(edition: Edition) -> str:
    """The id of the digest of an edition, the same on every replica."""
    return digest_of("digest", edition.subscription, edition.day.isoformat(), edition.slot.isoformat())


def _order(edition: Edition) -> tuple[object, object]:
    return edition.day, edition.slot


def _missed(subscription: Subscription, planned: Collection[Edition], edition: Edition, now: datetime) -> int:
    """The times between the last planned edition and this one at which another was due."""
    before = max((_order(other) for other in planned if _order(other) < _order(edition)), default=None)
    if before is None:
        return 0
    since = takewhile(lambda slot: _order(slot[1]) > before, _passed(subscription, now))
    return max(len({at for at, _ in islice(since, MOST_MISSED + 1)}) - 1, 0)


def _passed(subscription: Subscription, now: datetime) -> Iterator[tuple[datetime, Edition]]:
    """The slots that have passed, the newest first."""
    zone = ZoneInfo(subscription.zone)
    today = now.astimezone(zone).date()
    for back in range(FARTHEST):
        yield from sorted(
            ((at, edition) for at, edition in _on(subscription, today - timedelta(days=back)) if at <= now),
            reverse=True,
        )


def _to_come(subscription: Subscription, now: datetime) -> Iterator[tuple[datetime, Edition]]:
    """The slots that are to come; the day before today counts, where quiet time moves it."""
    today = now.astimezone(ZoneInfo(subscription.zone)).date()
    first = -1 - len(subscription.quiet.dates) - len(subscription.quiet.weekdays)
    for ahead in count(first):
        day = today + timedelta(days=ahead)
        yield from sorted((at, edition) for at, edition in _on(subscription, day) if at > now)


def _has_slots(subscription: Subscription, day: date) -> bool:
    return day in subscription.days and not subscription.quiet.holds_day(day)


def _on(subscription: Subscription, day: date) -> Iterator[tuple[datetime, Edition]]:
    """The slots of a local day with when they are posted, in UTC; none of a day that a zone skips."""
    if not _has_slots(subscription, day):
        return
    zone = ZoneInfo(subscription.zone)
    for slot in subscription.slots:
        at = instant(day, slot, zone)
        if _falls_on(at, day, zone) or _falls_on(instant(day, time(), zone), day, zone):
            yield end_of_quiet(subscription.quiet, subscription.zone, at), Edition(subscription.id, day, slot)


def _falls_on(moment: datetime, day: date, zone: ZoneInfo) -> bool:
    """Whether it is of this local day: of one that a zone skips, no moment is."""
    return moment.astimezone(zone).date() == day


def is_quiet(subscription: Subscription, moment: datetime) -> bool:
    """Whether nothing of an order is to be posted at this moment."""
    return subscription.quiet.holds(moment.astimezone(ZoneInfo(subscription.zone)))


def end_of_quiet(quiet: Quiet, zone_name: str, moment: datetime) -> datetime:
    """The first moment from this on that is not quiet."""
    zone = ZoneInfo(zone_name)
    while quiet.holds(local := moment.astimezone(zone)):
        today = local.date()
        midnights = [instant(today + timedelta(days=ahead), time(), zone) for ahead in (1, 2)]
        ends = [] if quiet.end is None or quiet.holds_day(today) else _moments(today, quiet.end, zone)
        moment = min(at for at in (*ends, *midnights) if at > moment)
    return moment


def _moments(day: date, at: time, zone: ZoneInfo) -> list[datetime]:
    """When a local time comes, in UTC, both times where it comes twice."""
    return [instant(day, at, zone), datetime.combine(day, at, zone).replace(fold=1).astimezone(UTC)]


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
