"""What people watch for, what was brought that is to be held against it, and the alerts that come of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.articles import seqs_of, told
from bot.adapters.store.channels import of_channel, room_of
from bot.adapters.store.database import Room, chunks, uninterrupted
from bot.adapters.store.deliveries import (
    NEVER_POSTED,
    OPEN,
    STANDS_NOWHERE,
    add_planned,
    quiet_form,
    quiet_of,
)
from bot.adapters.store.engines import upsert
from bot.adapters.store.payload import Reader, Writer
from bot.adapters.store.rows import ARTICLE_COLUMNS, articles_by_seq, newest, position, read_articles
from bot.adapters.store.tables import (
    alert_settings,
    alerts,
    articles,
    deliveries,
    digests,
    left_workspaces,
    quoted_articles,
    unfinished,
    watches,
)
from bot.adapters.store.unfinished import finish
from bot.errors import StoreError
from bot.model import (
    AlertSettings,
    AnnotatedArticle,
    Channel,
    Delivery,
    Digest,
    HeldAlert,
    Watch,
    Work,
)


class _Taken(StoreError):
    """Another process did it meanwhile: nothing is kept of ours."""


def _ours(ours: object) -> None:
    if not ours:
        raise _Taken("another process was sooner")


class Alerts(Room):
    """The part of the store that `ports.AlertStore` names."""

    @uninterrupted
    async def put_watch(self, watch: Watch) -> bool:
        """Keep it; False when it is there already."""
        async with self.database.write() as connection:
            statement = upsert(watches).values(_watch_row(watch)).on_conflict_do_nothing()
            return (await connection.execute(statement)).rowcount > 0

    @uninterrupted
    async def drop_watch(self, watch_id: str) -> bool:
        """End it, with what it holds; False when there was none."""
        held = delete(alerts).where(alerts.c.watch == watch_id, alerts.c.delivery.is_(None))
        async with self.database.write() as connection:
            await connection.execute(held)
            dropped = await connection.execute(delete(watches).where(watches.c.id == watch_id))
            return dropped.rowcount > 0

    @uninterrupted
    async def watches(self, workspace: str | None = None) -> list[Watch]:
        """Those of a workspace, or of all that On Record has not left, the oldest first."""
        query = select(watches).order_by(watches.c.workspace, watches.c.created, watches.c.id)
        if workspace is None:
            query = query.where(_not_left(watches.c.workspace))
        else:
            query = query.where(watches.c.workspace == workspace)
        async with self.database.read() as connection:
            return [_watch_of(row) for row in await connection.execute(query)]

    @uninterrupted
    async def watch(self, watch_id: str) -> Watch | None:
        """The one with this id, of whichever workspace."""
        async with self.database.read() as connection:
            row = (await connection.execute(select(watches).where(watches.c.id == watch_id))).first()
            return None if row is None else _watch_of(row)

    @uninterrupted
    async def alert_settings(self, channel: Channel) -> AlertSettings:
        """When and how often alerts come to a channel."""
        query = select(alert_settings).where(of_channel(alert_settings, channel))
        async with self.database.read() as connection:
            row = (await connection.execute(query)).first()
        if row is None:
            return AlertSettings()
        return AlertSettings(quiet_of(row.quiet), row.zone, row.hourly, row.stopped_for)

    @uninterrupted
    async def stopped_alerts(self) -> Mapping[Channel, str]:
        """The channels that alerts do not go to any more, of those not left, with why."""
        same = and_(
            *(alert_settings.c[part] == watches.c[part] for part in ("platform", "workspace", "room"))
        )
        query = (
            select(alert_settings, watches.c.name)
            .join(watches, same)
            .where(alert_settings.c.stopped_for != "", _not_left(watches.c.workspace))
            .order_by(watches.c.workspace, watches.c.platform, watches.c.room)
        )
        async with self.database.read() as connection:
            rows = await connection.execute(query)
            return {Channel(row.platform, row.workspace, row.room, row.name): row.stopped_for for row in rows}

    @uninterrupted
    async def put_alert_settings(self, channel: Channel, settings: AlertSettings) -> None:
        """Replace them."""
        row = {
            **room_of(channel),
            "quiet": quiet_form(settings.quiet),
            "zone": settings.zone,
            "hourly": settings.hourly,
            "stopped_for": settings.stopped_for,
        }
        statement = upsert(alert_settings).values(row)
        same = statement.on_conflict_do_update(index_elements=["platform", "workspace", "room"], set_=row)
        async with self.database.write() as connection:
            await connection.execute(same)

    @uninterrupted
    async def brought(self, most: int) -> list[int]:
        """The numbers of so many articles that are still to be held against watches, as they came."""
        query = (
            select(unfinished.c.article)
            .where(unfinished.c.work == Work.ALERTS.value)
            .order_by(unfinished.c.article)
            .limit(most)
        )
        async with self.database.read() as connection:
            return list(await connection.scalars(query))

    @uninterrupted
    async def seen_of(self, numbers: Collection[int], workspace: str) -> list[AnnotatedArticle]:
        """Those of the articles that a workspace may see, the newest version of each, as they came."""
        query = (
            select(*ARTICLE_COLUMNS, position(workspace))
            .where(told(workspace), newest(workspace))
            .order_by(articles.c.seq)
        )
        found: list[AnnotatedArticle] = []
        async with self.database.read() as connection:
            for some in chunks(sorted(numbers)):
                found += (await read_articles(connection, query.where(articles.c.seq.in_(some)))).values()
        return found

    @uninterrupted
    async def keep_alerts(self, numbers: Collection[int], found: Sequence[HeldAlert]) -> bool:
        """Keep what these articles alert of, and that they were held against all watches; in one transaction.

        False, with nothing kept, where another process held one of them against the watches meanwhile.
        """
        try:
            async with self.database.write() as connection:
                _ours(await finish(connection, Work.ALERTS, numbers) == set(numbers))
                for one in found:
                    await _keep(connection, one)
        except _Taken:
            return False
        return True

    @uninterrupted
    async def alerted(self, watch_id: str, since: datetime) -> list[HeldAlert]:
        """What alerted of a watch since then, oldest first; nothing that was given up unposted."""
        given_up = select(deliveries.c.id).where(deliveries.c.digest.in_(NEVER_POSTED))
        posted = or_(alerts.c.delivery.is_(None), alerts.c.delivery.not_in(given_up))
        return await self._alerts(and_(alerts.c.watch == watch_id, alerts.c.at >= since, posted))

    @uninterrupted
    async def held_alerts(self) -> list[HeldAlert]:
        """What is in no message yet, oldest first."""
        return await self._alerts(alerts.c.delivery.is_(None), _not_left(alerts.c.workspace))

    @uninterrupted
    async def alerts_in(self, delivery_id: str) -> list[HeldAlert]:
        """What is in a message, oldest first; nothing of a watch that has ended."""
        return await self._alerts(alerts.c.delivery == delivery_id)

    @uninterrupted
    async def drop_alerts(self, held: Sequence[HeldAlert]) -> None:
        """Drop what is held and not to be told any more."""
        if held:
            async with self.database.write() as connection:
                for one in held:
                    await connection.execute(delete(alerts).where(await _row(connection, one)))

    async def _alerts(self, *which: ColumnElement[bool]) -> list[HeldAlert]:
        query = (
            select(
                alerts.c.briefing,
                alerts.c.at,
                alerts.c.delivery,
                *(column.label(f"w_{column.name}") for column in watches.c),
            )
            .join(watches, watches.c.id == alerts.c.watch)
            .where(*which)
            .order_by(alerts.c.at, alerts.c.watch, alerts.c.article)
        )
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
            seqs = {seq for row in rows for seq in row.briefing["story"]}
            reader = Reader(await articles_by_seq(connection, sorted(seqs)))
        return [
            HeldAlert(
                _watch_of(row, "w_"),
                reader.briefing(row.briefing),
                row.at,
                posting=row.delivery is not None,
            )
            for row in rows
        ]

    @uninterrupted
    async def plan_alerts(self, delivery: Delivery, digest: Digest, held: Sequence[HeldAlert]) -> bool:
        """Store a message of held alerts with its delivery, in one transaction.

        False, with nothing stored, where one of them is in a message already, or no longer held.
        """
        try:
            async with self.database.write() as connection:
                for one in held:
                    _ours(await _take(connection, one, delivery.id))
                _ours(await add_planned(connection, [(delivery, digest)]))
        except _Taken:
            return False
        return True

    @uninterrupted
    async def messages_sent(self, order: str, since: datetime, until: datetime) -> int | None:
        """The messages of an outbox that were posted meanwhile; None while one is on its way.

        When a message was posted, the end of its claim says; as a correction claims it anew, what was made
        long before is left out.
        """
        query = select(deliveries.c.state, deliveries.c.lease_until, digests.c.made).join(
            digests, digests.c.id == deliveries.c.digest
        )
        mine = deliveries.c.subscription == order
        going, ended = deliveries.c.state.in_(OPEN), deliveries.c.lease_until.between(since, until)
        made = digests.c.made >= since - (until - since)
        async with self.database.read() as connection:
            rows = (await connection.execute(query.where(mine, or_(going, and_(ended, made))))).all()
        return None if any(row.state in OPEN for row in rows) else len(rows)

    @uninterrupted
    async def withdraw_alerts(self, delivery: Delivery) -> bool:
        """Hold again what is in a message of which nothing is posted; False where another has claimed it."""
        mine = and_(deliveries.c.id == delivery.id, deliveries.c.token == delivery.token)
        held = update(alerts).where(alerts.c.delivery == delivery.id).values(delivery=None)
        async with self.database.write() as connection:
            quoted = quoted_articles.c.delivery == delivery.id
            there = select(deliveries.c.id).where(mine, STANDS_NOWHERE, deliveries.c.state.in_(OPEN))
            if (await connection.execute(there)).first() is None:
                return False
            await connection.execute(delete(quoted_articles).where(quoted))
            await connection.execute(delete(deliveries).where(mine))
            await connection.execute(delete(digests).where(digests.c.id == delivery.digest))
            await connection.execute(held)
        return True

    @uninterrupted
    async def forget_alerts(self, before: datetime) -> int:
        """Drop those from before, by which a story is known; how many."""
        old = delete(alerts).where(alerts.c.at < before)
        async with self.database.write() as connection:
            return (await connection.execute(old)).rowcount


_OF_WATCH = [column.label(f"w_{column.name}") for column in watches.c]


def _not_left(workspace: ColumnElement[str]) -> ColumnElement[bool]:
    return workspace.not_in(select(left_workspaces.c.workspace))


async def _keep(connection: AsyncConnection, one: HeldAlert) -> None:
    seqs = await _seqs_of(connection, one)
    row = {
        "watch": one.watch.id,
        "article": seqs[one.kept_by],
        **room_of(one.watch.channel),
        "at": one.at,
        "briefing": Writer(seqs).briefing(one.briefing),
    }
    there = select(watches.c.id).where(watches.c.id == one.watch.id)
    if (await connection.execute(there)).first():  # it may have been stopped meanwhile
        await connection.execute(upsert(alerts).values(row).on_conflict_do_nothing())


async def _take(connection: AsyncConnection, one: HeldAlert, delivery: str) -> bool:
    """Put a held alert into a message; False where it is in one."""
    statement = update(alerts).where(await _row(connection, one)).values(delivery=delivery)
    return (await connection.execute(statement)).rowcount > 0


async def _row(connection: AsyncConnection, one: HeldAlert) -> ColumnElement[bool]:
    """The row of what is held still."""
    seqs = await seqs_of(connection, {one.kept_by}, one.watch.channel.workspace)
    return and_(
        alerts.c.watch == one.watch.id, alerts.c.article == seqs[one.kept_by], alerts.c.delivery.is_(None)
    )


async def _seqs_of(connection: AsyncConnection, one: HeldAlert) -> Mapping[str, int]:
    ids = {read.article.id for read in one.briefing.story.articles}
    return await seqs_of(connection, ids, one.watch.channel.workspace)


def _watch_row(watch: Watch) -> dict[str, object]:
    return {
        "id": watch.id,
        **room_of(watch.channel),
        "name": watch.channel.name,
        "owner": watch.user,
        "speaker": watch.speaker,
        "about": watch.about,
        "topic": watch.topic,
        "phrase": watch.phrase,
        "created": watch.created,
    }


def _watch_of(row: Row[Any], prefix: str = "") -> Watch:
    of = {name.removeprefix(prefix): value for name, value in row._asdict().items()}
    channel = Channel(of["platform"], of["workspace"], of["room"], of["name"])
    asked = {name: of[name] for name in ("speaker", "about", "topic", "phrase")}
    return Watch(of["id"], channel, **asked, user=of["owner"], created=of["created"])
