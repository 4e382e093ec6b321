"""Standing orders, digests as they were made, and the outbox."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, Text, and_, cast, delete, insert, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.articles import seqs_of
from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.payload import Reader, Writer, missed_in, numbers, opened_in, told
from bot.adapters.store.rows import articles_by_seq
from bot.adapters.store.tables import deliveries, digests, left_workspaces, quoted_articles, subscriptions
from bot.errors import StoreError
from bot.model import (
    LEASE,
    Channel,
    Days,
    Delivery,
    DeliveryState,
    Digest,
    Edition,
    Late,
    Quiet,
    Subscription,
)

_NEVER_POSTED = select(deliveries.c.digest).where(
    deliveries.c.state == DeliveryState.FAILED.value, cast(deliveries.c.posted, Text) == "{}"
)
_OPEN = (DeliveryState.PLANNED.value, DeliveryState.SENDING.value)

LONGEST_LEASE = 3 * LEASE
"""No claim ends later than this, with hosts' clocks apart: one that seems to was made before a clock was
set back. It is over then, and so is any wait that was counted by that clock."""


class Deliveries(Room):
    """The part of the store that `ports.DeliveryStore` names."""

    @uninterrupted
    async def put_subscription(self, subscription: Subscription) -> None:
        """Add it, or replace the one with its id."""
        row = _subscription_row(subscription)
        statement = upsert(subscriptions).values(row)
        async with self.database.write() as connection:
            await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))

    @uninterrupted
    async def drop_subscription(self, subscription_id: str) -> bool:
        """Remove it; False when there was none."""
        async with self.database.write() as connection:
            statement = delete(subscriptions).where(subscriptions.c.id == subscription_id)
            return (await connection.execute(statement)).rowcount > 0

    @uninterrupted
    async def subscriptions(self, workspace: str | None = None) -> list[Subscription]:
        """The standing orders of a workspace, or of all that On Record has not left."""
        query = select(subscriptions).order_by(subscriptions.c.workspace, subscriptions.c.id)
        if workspace is None:
            query = query.where(subscriptions.c.workspace.not_in(select(left_workspaces.c.workspace)))
        else:
            query = query.where(subscriptions.c.workspace == workspace)
        async with self.database.read() as connection:
            return [_subscription_of(row) for row in await connection.execute(query)]

    @uninterrupted
    async def editions(self, subscription_id: str, since: datetime) -> set[Edition]:
        """The editions planned since then."""
        query = (
            select(deliveries.c.subscription, deliveries.c.day, deliveries.c.slot)
            .join(digests, digests.c.id == deliveries.c.digest)
            .where(deliveries.c.subscription == subscription_id, digests.c.made >= since)
        )
        async with self.database.read() as connection:
            return {Edition(*row) for row in await connection.execute(query)}

    @uninterrupted
    async def plan(self, delivery: Delivery, digest: Digest) -> bool:
        """Store digest and delivery together; False when that edition exists already."""
        async with self.database.write() as connection:
            if await _is_planned(connection, delivery.edition):
                return False
            seqs = await _numbers_of(connection, digest, delivery.channel.workspace)
            await connection.execute(upsert(digests).values(_digest_row(digest, Writer(seqs))))
            await connection.execute(upsert(deliveries).values(_delivery_row(delivery)))
            await _watch(connection, delivery, digest, seqs)
            return True

    @uninterrupted
    async def open_deliveries(self, now: datetime) -> list[Delivery]:
        """Planned or sending, due by now, and held by no sender."""
        query = (
            select(deliveries)
            .where(_free(now))
            .order_by(deliveries.c.day, deliveries.c.slot, deliveries.c.id)
        )
        async with self.database.read() as connection:
            return [delivery_of(row) for row in await connection.execute(query)]

    @uninterrupted
    async def claim(self, delivery_id: str, token: str, now: datetime) -> Delivery | None:
        """Take one of them to send it, for the time of a lease; None where another has it, or it is done.

        One statement, so that of any number who try, in as many processes, one succeeds.
        """
        claimed = {"state": DeliveryState.SENDING.value, "token": token, "lease_until": now + LEASE}
        statement = update(deliveries).where(deliveries.c.id == delivery_id, _free(now)).values(claimed)
        async with self.database.write() as connection:
            row = (await connection.execute(statement.returning(deliveries))).first()
            return None if row is None else delivery_of(row)

    @uninterrupted
    async def delivery(self, delivery_id: str) -> Delivery | None:
        """One of them, however far it has come; None when it was never planned."""
        query = select(deliveries).where(deliveries.c.id == delivery_id)
        async with self.database.read() as connection:
            row = (await connection.execute(query)).first()
            return None if row is None else delivery_of(row)

    @uninterrupted
    async def update_delivery(self, delivery: Delivery) -> bool:
        """Write how far it has come; False, with nothing written, for who no longer holds it."""
        held = (deliveries.c.id == delivery.id, deliveries.c.token == delivery.token)
        async with self.database.write() as connection:
            result = await connection.execute(update(deliveries).where(*held).values(_progress(delivery)))
            return result.rowcount > 0

    @uninterrupted
    async def digest(self, digest_id: str) -> Digest | None:
        """A digest as it was made, its articles as they were."""
        async with self.database.read() as connection:
            rows = (await connection.execute(select(digests).where(digests.c.id == digest_id))).all()
            return next(iter(await _digests_of(connection, rows)), None)

    @uninterrupted
    async def digests(self, subscription_id: str, since: datetime) -> list[Digest]:
        """What a subscription was told since then, newest first; nothing that was given up unposted."""
        query = (
            select(digests)
            .where(digests.c.subscription == subscription_id, digests.c.made >= since)
            .where(digests.c.id.not_in(_NEVER_POSTED))
            .order_by(digests.c.made.desc(), digests.c.id)
        )
        async with self.database.read() as connection:
            return await _digests_of(connection, (await connection.execute(query)).all())


def _free(now: datetime) -> ColumnElement[bool]:
    """On its way, and nobody's at this time."""
    return and_(deliveries.c.state.in_(_OPEN), unheld(now))


def unheld(now: datetime) -> ColumnElement[bool]:
    """Due by now, and nobody's at this time."""
    due = or_(deliveries.c.next_at.is_(None), deliveries.c.next_at <= now)
    over = or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until <= now)
    clock_was_set_back = deliveries.c.lease_until > now + LONGEST_LEASE
    return or_(and_(due, over), clock_was_set_back)


async def _is_planned(connection: AsyncConnection, edition: Edition) -> bool:
    query = select(deliveries.c.id).where(
        deliveries.c.subscription == edition.subscription,
        deliveries.c.day == edition.day,
        deliveries.c.slot == edition.slot,
    )
    return (await connection.execute(query)).first() is not None


async def _numbers_of(connection: AsyncConnection, digest: Digest, workspace: str) -> dict[str, int]:
    ids = told(digest)
    seqs = await seqs_of(connection, ids, workspace)
    if unknown := ids - seqs.keys():
        raise StoreError(f"digest {digest.id} tells of an article that is not kept: {min(unknown)}")
    return seqs


async def _digests_of(connection: AsyncConnection, rows: Sequence[Row[Any]]) -> list[Digest]:
    seqs = sorted({seq for row in rows for seq in numbers(row.payload)})
    reader = Reader(await articles_by_seq(connection, seqs))
    return [_digest_of(row, reader) for row in rows]


def _quoted(digest: Digest) -> set[str]:
    """The ids of the articles whose quotes a digest may print, also as another wording of one."""
    found: set[str] = set()
    for briefing in digest.briefings:
        found |= {quote.article.id for bullet in briefing.bullets for quote in bullet.quotes}
        if briefing.quotes:
            found |= {read.article.id for read in briefing.story.articles if read.quotes}
    return found


async def _watch(
    connection: AsyncConnection, delivery: Delivery, digest: Digest, seqs: dict[str, int]
) -> None:
    """Note what a digest prints quotes from."""
    rows = [
        {
            "workspace": delivery.channel.workspace,
            "delivery": delivery.id,
            "article": seqs[id_],
            "compared": seqs[id_],
            "corrections": [],
        }
        for id_ in sorted(_quoted(digest) & seqs.keys())
    ]
    if rows:
        await connection.execute(insert(quoted_articles), rows)


def _digest_row(digest: Digest, writer: Writer) -> dict[str, object]:
    return {
        "id": digest.id,
        "subscription": digest.edition.subscription,
        "day": digest.edition.day,
        "slot": digest.edition.slot,
        "made": digest.made,
        "late": digest.late,
        "payload": writer.digest(digest),
    }


def _digest_of(row: Row[Any], reader: Reader) -> Digest:
    edition = Edition(row.subscription, row.day, row.slot)
    briefings, left_out = reader.briefings(row.payload), reader.left_out(row.payload)
    opened, missed = opened_in(row.payload), missed_in(row.payload)
    return Digest(row.id, edition, row.made, briefings, left_out, row.late, opened, missed)


def _delivery_row(delivery: Delivery) -> dict[str, object]:
    channel = delivery.channel
    return {
        "id": delivery.id,
        "subscription": delivery.edition.subscription,
        "day": delivery.edition.day,
        "slot": delivery.edition.slot,
        "platform": channel.platform,
        "workspace": channel.workspace,
        "room": channel.room,
        "name": channel.name,
        "digest": delivery.digest,
        **_progress(delivery),
    }


def _progress(delivery: Delivery) -> dict[str, object]:
    return {
        "state": delivery.state.value,
        "posted": dict(delivery.posted),
        "tries": delivery.tries,
        "next_at": delivery.next_at,
        "note": delivery.note,
        "token": delivery.token,
        "lease_until": delivery.lease_until,
        "tried_at": delivery.tried_at,
    }


def delivery_of(row: Row[Any]) -> Delivery:
    """The delivery in a row."""
    return Delivery(
        id=row.id,
        edition=Edition(row.subscription, row.day, row.slot),
        channel=Channel(row.platform, row.workspace, row.room, row.name),
        digest=row.digest,
        state=DeliveryState(row.state),
        posted=row.posted,
        tries=row.tries,
        next_at=row.next_at,
        note=row.note,
        token=row.token,
        lease_until=row.lease_until,
        tried_at=row.tried_at,
    )


def _subscription_row(subscription: Subscription) -> dict[str, object]:
    channel = subscription.channel
    return {
        "id": subscription.id,
        "platform": channel.platform,
        "workspace": channel.workspace,
        "room": channel.room,
        "name": channel.name,
        "slots": [slot.isoformat() for slot in subscription.slots],
        "zone": subscription.zone,
        "size": subscription.size,
        "created": subscription.created,
        "paused": subscription.paused,
        "paused_for": subscription.paused_for if subscription.paused else "",
        "configured": subscription.configured,
        "language": subscription.language,
        "late": subscription.late.value,
        "label": subscription.label,
        "rules": _rules_of(subscription),
    }


def _subscription_of(row: Row[Any]) -> Subscription:
    return Subscription(
        id=row.id,
        channel=Channel(row.platform, row.workspace, row.room, row.name),
        slots=tuple(time.fromisoformat(slot) for slot in row.slots),
        zone=row.zone,
        size=row.size,
        created=row.created,
        paused=row.paused,
        paused_for=row.paused_for,
        configured=row.configured,
        language=row.language,
        late=Late(row.late),
        label=row.label,
        days=Days(**{name: tuple(numbers) for name, numbers in row.rules.get("days", {}).items()}),
        quiet=_quiet_of(row.rules.get("quiet", {})),
        feeds=tuple(row.rules.get("feeds", ())),
        topics=tuple(row.rules.get("topics", ())),
    )


def _rules_of(subscription: Subscription) -> dict[str, object]:
    quiet = subscription.quiet
    hours = [at.isoformat() for at in (quiet.begin, quiet.end) if at is not None]
    return {
        "days": {
            "weekdays": list(subscription.days.weekdays),
            "month_days": list(subscription.days.month_days),
            "months": list(subscription.days.months),
        },
        "quiet": {
            "hours": hours,
            "weekdays": list(quiet.weekdays),
            "dates": [day.isoformat() for day in quiet.dates],
        },
        "feeds": list(subscription.feeds),
        "topics": list(subscription.topics),
    }


def _quiet_of(rules: Mapping[str, list[Any]]) -> Quiet:
    begin, end = map(time.fromisoformat, rules["hours"]) if rules.get("hours") else (None, None)
    dates = tuple(date.fromisoformat(day) for day in rules.get("dates", ()))
    return Quiet(begin, end, tuple(rules.get("weekdays", ())), dates)
