"""Standing orders, digests as they were made, and the outbox."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Text, and_, cast, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.articles import seqs_of
from bot.adapters.store.database import Room, chunks, uninterrupted
from bot.adapters.store.engines import upsert
from bot.adapters.store.payload import (
    Json,
    Reader,
    Writer,
    alerts_in,
    article_ids,
    as_another,
    missed_in,
    numbers,
    opened_in,
    original_in,
    posted_numbers,
    unread,
    unread_numbers,
)
from bot.adapters.store.rows import articles_by_seq, listed_by_seq
from bot.adapters.store.tables import (
    articles,
    deliveries,
    digests,
    left_workspaces,
    quoted_articles,
    subscriptions,
)
from bot.errors import StoreError
from bot.model import (
    LEASE,
    Article,
    Briefing,
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

STANDS_NOWHERE = and_(cast(deliveries.c.posted, Text) == "{}", deliveries.c.tried_at.is_(None))
"""Nothing of a delivery is posted, and no try may have left something there."""

NEVER_POSTED = select(deliveries.c.digest).where(
    deliveries.c.state == DeliveryState.FAILED.value, STANDS_NOWHERE
)
"""Digests that surely stand nowhere: what they were to tell is still to be told."""

OPEN = (DeliveryState.PLANNED.value, DeliveryState.SENDING.value)
"""States of what is on its way."""

REMEMBERED = 64
"""Contents of digests that are held while they are sent to one channel after another."""

LONGEST_LEASE = 3 * LEASE
"""No claim ends later than this, with hosts' clocks apart: one that seems to was made before a clock was
set back. It is over then, and so is any wait that was counted by that clock."""


class Deliveries(Room):
    """The part of the store that `ports.DeliveryStore` names."""

    contents: dict[str, tuple[tuple[Briefing, ...], tuple[Article, ...]]]
    """Briefings, and what is posted in brief, by the id of the digest that keeps them."""

    @uninterrupted
    async def put_subscription(self, subscription: Subscription) -> None:
        """Add it, or replace the one with its id."""
        row = subscription_row(subscription)
        statement = upsert(subscriptions).values(row)
        async with self.database.write() as connection:
            await connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=row))

    @uninterrupted
    async def drop_subscription(self, subscription_id: str) -> bool:
        """Remove it, and give up what of it stands nowhere yet; False when there was none."""
        mine = and_(deliveries.c.subscription == subscription_id, deliveries.c.state.in_(OPEN))
        given_up = {"state": DeliveryState.FAILED.value, "note": "its order was ended", "token": ""}
        async with self.database.write() as connection:
            await connection.execute(update(deliveries).where(mine, STANDS_NOWHERE).values(given_up))
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
    async def editions(self, orders: Collection[str], since: datetime) -> Mapping[str, set[Edition]]:
        """The editions of these orders that were planned since then; none of one without."""
        query = (
            select(deliveries.c.subscription, deliveries.c.day, deliveries.c.slot)
            .join(digests, digests.c.id == deliveries.c.digest)
            .where(digests.c.made >= since)
        )
        found: defaultdict[str, set[Edition]] = defaultdict(set)
        async with self.database.read() as connection:
            for some in chunks(list(orders)):
                rows = await connection.execute(query.where(deliveries.c.subscription.in_(some)))
                for row in rows:
                    found[row.subscription].add(Edition(*row))
        return found

    @uninterrupted
    async def histories(self, orders: Collection[str], since: datetime) -> Mapping[str, tuple[str, ...]]:
        """What tells apart the digests that each was sent since then: equal where these say the same."""
        query = (
            select(
                digests.c.id, digests.c.subscription, digests.c.payload["as"].as_string().label("original")
            )
            .where(digests.c.made >= since, digests.c.id.not_in(NEVER_POSTED))
            .order_by(digests.c.made, digests.c.id)
        )
        found: defaultdict[str, tuple[str, ...]] = defaultdict(tuple)
        async with self.database.read() as connection:
            for some in chunks(list(orders)):
                for row in await connection.execute(query.where(digests.c.subscription.in_(some))):
                    found[row.subscription] += (row.original or row.id,)
        return found

    async def plan(self, delivery: Delivery, digest: Digest) -> bool:
        """Store digest and delivery together; False when that edition exists already."""
        return bool(await self.plan_all([(delivery, digest)]))

    @uninterrupted
    async def plan_all(self, planned: Sequence[tuple[Delivery, Digest]], same_as: str = "") -> list[Delivery]:
        """Store digests that say the same, each with its delivery; those whose edition did not exist yet.

        In one transaction. What they say is kept once, in the first, or where `same_as` names it in one
        that was stored before.
        """
        return await self.database.write_together(
            lambda connection: add_planned(connection, planned, same_as)
        )

    @uninterrupted
    async def unsent(self, most: int) -> list[Delivery]:
        """So many of those that are not posted, or not all of them: the newest first."""
        query = (
            select(deliveries)
            .where(deliveries.c.state != DeliveryState.SENT.value)
            .order_by(deliveries.c.day.desc(), deliveries.c.slot.desc(), deliveries.c.id)
            .limit(most)
        )
        async with self.database.read() as connection:
            return [delivery_of(row) for row in await connection.execute(query)]

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

        async def take(connection: AsyncConnection) -> Delivery | None:
            row = (await connection.execute(statement.returning(deliveries))).first()
            return None if row is None else delivery_of(row)

        return await self.database.write_together(take)

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
        statement = update(deliveries).where(*held).values(_progress(delivery))

        async def advance(connection: AsyncConnection) -> bool:
            return (await connection.execute(statement)).rowcount > 0

        return await self.database.write_together(advance)

    @uninterrupted
    async def digest(self, digest_id: str) -> Digest | None:
        """A digest as it was made, its articles as they were."""
        async with self.database.read() as connection:
            rows = (await connection.execute(select(digests).where(digests.c.id == digest_id))).all()
            return next(iter(await _digests_of(connection, rows)), None)

    @uninterrupted
    async def posting(self, digest_id: str) -> Digest | None:
        """A digest with what it posts alone; what it leaves out is not read."""
        async with self.database.read() as connection:
            row = (await connection.execute(select(digests).where(digests.c.id == digest_id))).first()
            if row is None:
                return None
            original = original_in(row.payload) or row.id
            contents = self.contents.pop(original, None)
            if contents is None:
                payload = (await _payloads(connection, [row]))[row.id]
                reader = Reader(await articles_by_seq(connection, sorted(posted_numbers(payload))))
                contents = reader.briefings(payload), reader.in_brief(payload)
        self.contents[original] = contents  # the one that was used last is the last to go
        while len(self.contents) > REMEMBERED:
            del self.contents[next(iter(self.contents))]
        briefings, in_brief = contents
        return replace(_heading_of(row), briefings=briefings, in_brief=in_brief)

    @uninterrupted
    async def digests(self, subscription_id: str, since: datetime) -> list[Digest]:
        """What a subscription was sent since then, newest first; nothing that was given up unposted."""
        async with self.database.read() as connection:
            rows = (await connection.execute(_sent(subscription_id, since))).all()
            return await _digests_of(connection, rows)

    @uninterrupted
    async def posted(self, subscription_id: str, since: datetime) -> list[Digest]:
        """The same without what was left out."""
        async with self.database.read() as connection:
            rows = (await connection.execute(_sent(subscription_id, since))).all()
            payloads = await _payloads(connection, rows)
            reader = await _reader_of(connection, payloads.values(), posted_numbers)
        return [_posted(row, payloads[row.id], reader) for row in rows]

    @uninterrupted
    async def considered(self, subscription_id: str, since: datetime) -> frozenset[str]:
        """The ids of the articles that these posted or left out."""
        found: set[str] = set()
        async with self.database.read() as connection:
            rows = (await connection.execute(_sent(subscription_id, since))).all()
            payloads = (await _payloads(connection, rows)).values()
            seqs = {seq for payload in payloads for seq in numbers(payload) | unread_numbers(payload)}
            for some in chunks(sorted(seqs)):
                found.update(await connection.scalars(select(articles.c.id).where(articles.c.seq.in_(some))))
        return frozenset(found)


async def add_planned(
    connection: AsyncConnection, planned: Sequence[tuple[Delivery, Digest]], same_as: str = ""
) -> list[Delivery]:
    """Store digests that say the same, each with its delivery; those whose edition did not exist yet."""
    there = await _planned(connection, [delivery.edition for delivery, _ in planned])
    fresh = [pair for pair in planned if pair[0].edition not in there]
    if not fresh:
        return []
    first, digest = fresh[0]
    copies = fresh if same_as else fresh[1:]
    rows = [_digest_row(one, as_another(one, same_as or digest.id)) for _, one in copies]
    seqs = await _numbers_of(connection, digest, first.channel.workspace)
    if not same_as:
        rows.insert(0, _digest_row(digest, Writer(seqs).digest(digest)))
    added = [one for one, _ in fresh]
    await connection.execute(upsert(digests), rows)
    await connection.execute(upsert(deliveries), [_delivery_row(one) for one in added])
    await _watch(connection, added, digest, seqs)
    return added


def _sent(subscription_id: str, since: datetime) -> Select[*tuple[Any, ...]]:
    """The digests of a subscription since then, newest first; none that was given up unposted."""
    return (
        select(digests)
        .where(digests.c.subscription == subscription_id, digests.c.made >= since)
        .where(digests.c.id.not_in(NEVER_POSTED))
        .order_by(digests.c.made.desc(), digests.c.id)
    )


def _free(now: datetime) -> ColumnElement[bool]:
    """On its way, and nobody's at this time."""
    return and_(deliveries.c.state.in_(OPEN), unheld(now))


def unheld(now: datetime) -> ColumnElement[bool]:
    """Due by now, and nobody's at this time."""
    due = or_(deliveries.c.next_at.is_(None), deliveries.c.next_at <= now)
    over = or_(deliveries.c.lease_until.is_(None), deliveries.c.lease_until <= now)
    clock_was_set_back = deliveries.c.lease_until > now + LONGEST_LEASE
    return or_(and_(due, over), clock_was_set_back)


async def _planned(connection: AsyncConnection, wanted: Sequence[Edition]) -> set[Edition]:
    """Those of the editions that exist already."""
    there: set[Edition] = set()
    for some in chunks(wanted):
        query = select(deliveries.c.subscription, deliveries.c.day, deliveries.c.slot).where(
            deliveries.c.subscription.in_({edition.subscription for edition in some}),
            deliveries.c.day.in_({edition.day for edition in some}),
        )
        there |= {Edition(*row) for row in await connection.execute(query)}
    return there


async def _numbers_of(connection: AsyncConnection, digest: Digest, workspace: str) -> dict[str, int]:
    ids = article_ids(digest)
    seqs = await seqs_of(connection, ids, workspace)
    if unknown := ids - seqs.keys():
        raise StoreError(f"digest {digest.id} holds an article that is not kept: {min(unknown)}")
    return seqs


async def _reader_of(
    connection: AsyncConnection, payloads: Iterable[Json], wanted: Callable[[Json], set[int]]
) -> Reader:
    """Reads payloads over those of their articles that are wanted."""
    seqs = {seq for payload in payloads for seq in wanted(payload)}
    return Reader(await articles_by_seq(connection, sorted(seqs)))


def _posted(row: Row[Any], payload: Json, reader: Reader) -> Digest:
    """The digest with what it posts alone."""
    return replace(_heading_of(row), briefings=reader.briefings(payload), in_brief=reader.in_brief(payload))


async def _digests_of(connection: AsyncConnection, rows: Sequence[Row[Any]]) -> list[Digest]:
    payloads = await _payloads(connection, rows)
    reader = await _reader_of(connection, payloads.values(), numbers)
    headlines = sorted({seq for payload in payloads.values() for seq in unread_numbers(payload)})
    listed = await listed_by_seq(connection, headlines)
    return [
        replace(
            _posted(row, payloads[row.id], reader),
            left_out=reader.left_out(payloads[row.id]),
            unread=unread(payloads[row.id], listed),
        )
        for row in rows
    ]


def _quoted(digest: Digest) -> set[str]:
    """The ids of the articles whose quotes a digest may print, also as another wording of one."""
    found: set[str] = set()
    for briefing in digest.briefings:
        found |= {quote.article.id for bullet in briefing.bullets for quote in bullet.quotes}
        if briefing.quotes:
            found |= {read.article.id for read in briefing.story.articles if read.quotes}
    return found


async def _watch(
    connection: AsyncConnection, planned: Sequence[Delivery], digest: Digest, seqs: Mapping[str, int]
) -> None:
    """Note for each delivery what the digest, or one that says the same, prints quotes from."""
    quoted = sorted(_quoted(digest) & seqs.keys())
    rows = [
        {
            "workspace": delivery.channel.workspace,
            "delivery": delivery.id,
            "article": seqs[id_],
            "compared": seqs[id_],
            "corrections": [],
        }
        for delivery in planned
        for id_ in quoted
    ]
    if rows:
        await connection.execute(insert(quoted_articles), rows)


async def _payloads(connection: AsyncConnection, rows: Sequence[Row[Any]]) -> dict[str, Json]:
    """What each posts and leaves out, as the digest has it that keeps it."""
    originals = {row.id: original_in(row.payload) for row in rows}
    kept: dict[str, Json] = {}
    for some in chunks(sorted({original for original in originals.values() if original})):
        query = select(digests.c.id, digests.c.payload).where(digests.c.id.in_(some))
        kept |= {row.id: row.payload for row in await connection.execute(query)}
    return {row.id: kept[original] if (original := originals[row.id]) else row.payload for row in rows}


def _digest_row(digest: Digest, payload: Json) -> dict[str, object]:
    return {
        "id": digest.id,
        "subscription": digest.edition.subscription,
        "day": digest.edition.day,
        "slot": digest.edition.slot,
        "made": digest.made,
        "late": digest.late,
        "payload": payload,
    }


def _heading_of(row: Row[Any]) -> Digest:
    """The digest without what it posts."""
    edition = Edition(row.subscription, row.day, row.slot)
    opened, missed, alerts = opened_in(row.payload), missed_in(row.payload), alerts_in(row.payload)
    return Digest(row.id, edition, row.made, (), late=row.late, opened=opened, missed=missed, alerts=alerts)


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


def subscription_row(subscription: Subscription) -> dict[str, object]:
    """What the table keeps of an order."""
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
        quiet=quiet_of(row.rules.get("quiet", {})),
        feeds=tuple(row.rules.get("feeds", ())),
        topics=tuple(row.rules.get("topics", ())),
        timed=datetime.fromisoformat(timed) if (timed := row.rules.get("timed")) else None,
    )


def _rules_of(subscription: Subscription) -> dict[str, object]:
    return {
        "days": {
            "weekdays": list(subscription.days.weekdays),
            "month_days": list(subscription.days.month_days),
            "months": list(subscription.days.months),
        },
        "quiet": quiet_form(subscription.quiet),
        "feeds": list(subscription.feeds),
        "topics": list(subscription.topics),
        "timed": subscription.timed.isoformat() if subscription.timed else None,
    }


def quiet_form(quiet: Quiet) -> Json:
    """Quiet time as JSON."""
    return {
        "hours": [at.isoformat() for at in (quiet.begin, quiet.end) if at is not None],
        "weekdays": list(quiet.weekdays),
        "dates": [day.isoformat() for day in quiet.dates],
    }


def quiet_of(rules: Mapping[str, list[Any]]) -> Quiet:
    """Quiet time out of that JSON."""
    begin, end = map(time.fromisoformat, rules["hours"]) if rules.get("hours") else (None, None)
    dates = tuple(date.fromisoformat(day) for day in rules.get("dates", ()))
    return Quiet(begin, end, tuple(rules.get("weekdays", ())), dates)
