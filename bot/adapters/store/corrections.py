"""What sent digests print quotes from: its newer versions, and what of them readers were shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.articles import seqs_of
from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.deliveries import delivery_of, unheld
from bot.adapters.store.payload import Reader, Writer, correction_row
from bot.adapters.store.rows import articles_by_seq, visible
from bot.adapters.store.tables import articles, deliveries, digests, left_workspaces, quoted_articles
from bot.model import LEASE, Delivery, DeliveryState, Revision

EARLIER = timedelta(days=1)
"""How long before its digest a newer version may have been captured that was kept after it."""

_printed, _later = articles.alias("printed"), articles.alias("later")


class Corrections(Room):
    """The part of the store that `ports.CorrectionStore` names."""

    @uninterrupted
    async def outdated(
        self, platforms: Collection[str], since: datetime, now: datetime, limit: int
    ) -> list[Delivery]:
        """Sent since then on these platforms, of articles with versions that they were not compared with."""
        newer = (
            select(quoted_articles.c.delivery)
            .select_from(_later)  # the few articles that changed, and not the many that were quoted
            .join(_printed, and_(_printed.c.page == _later.c.page, _printed.c.seq < _later.c.seq))
            .join(quoted_articles, quoted_articles.c.article == _printed.c.seq)
            .where(_later.c.captured >= since - EARLIER)
            .where(_is_newer(quoted_articles.c.workspace, quoted_articles.c.compared))
        )
        query = (
            select(deliveries)
            .join(digests, digests.c.id == deliveries.c.digest)
            .where(deliveries.c.id.in_(newer), digests.c.made >= since, _is_sent(now))
            .where(deliveries.c.platform.in_(platforms))
            .where(deliveries.c.workspace.not_in(select(left_workspaces.c.workspace)))
            .order_by(digests.c.made, deliveries.c.id)
            .limit(limit)
        )
        async with self.database.read() as connection:
            return [delivery_of(row) for row in await connection.execute(query)]

    @uninterrupted
    async def claim_sent(self, delivery_id: str, token: str, now: datetime) -> Delivery | None:
        """Take a sent one to correct it, for the time of a lease; None where another has it.

        One statement, as where a delivery is claimed to be sent.
        """
        claimed = {"token": token, "lease_until": now + LEASE}
        statement = update(deliveries).where(deliveries.c.id == delivery_id, _is_sent(now)).values(claimed)
        async with self.database.write() as connection:
            row = (await connection.execute(statement.returning(deliveries))).first()
            return None if row is None else delivery_of(row)

    @uninterrupted
    async def revisions(self, delivery_id: str) -> list[Revision]:
        """Of its articles that quotes are printed from, those with a newer version or a correction."""
        query = (
            select(quoted_articles, _printed.c.id.label("printed"), _newest().label("newest"))
            .join(_printed, _printed.c.seq == quoted_articles.c.article)
            .where(quoted_articles.c.delivery == delivery_id)
            .order_by(quoted_articles.c.article)
        )
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
            rows = [row for row in rows if row.corrections or (row.newest or 0) > row.compared]
            seqs = {row.newest or row.compared for row in rows} | {row.article for row in rows}
            seqs |= {each["article"] for row in rows for each in row.corrections}
            reads = await articles_by_seq(connection, sorted(seqs))
        reader = Reader(reads)
        return [
            Revision(
                row.printed,
                reads[row.newest or row.compared],
                tuple(reader.correction(each) for each in row.corrections),
            )
            for row in rows
        ]

    @uninterrupted
    async def keep_revisions(self, delivery: Delivery, revisions: Sequence[Revision]) -> bool:
        """Write what readers were shown; False, with nothing written, for who no longer holds it."""
        held = and_(deliveries.c.id == delivery.id, deliveries.c.token == delivery.token)
        async with self.database.write() as connection:
            locked = await connection.execute(update(deliveries).where(held).values(token=delivery.token))
            if not locked.rowcount:
                return False
            for one in revisions:
                await _keep(connection, delivery, one)
            return True

    @uninterrupted
    async def forget_quoted(self, before: datetime) -> int:
        """Drop what is kept to correct digests that were made before; how many articles of them."""
        old = (
            select(deliveries.c.id)
            .join(digests, digests.c.id == deliveries.c.digest)
            .where(digests.c.made < before)
        )
        async with self.database.write() as connection:
            statement = delete(quoted_articles).where(quoted_articles.c.delivery.in_(old))
            return (await connection.execute(statement)).rowcount


def _is_newer(workspace: ColumnElement[str], than: ColumnElement[int]) -> ColumnElement[bool]:
    """A later version of the printed page than the one of this number, that the workspace may see."""
    return and_(
        _later.c.page == _printed.c.page,
        _later.c.shelf == _printed.c.shelf,
        _later.c.seq > than,
        _later.c.supersedes.is_not(None),
        visible(workspace, _later.c.seq),
    )


def _newest() -> ScalarSelect[Any]:
    """The number of the newest version; none where the printed one is the newest."""
    newer = _is_newer(quoted_articles.c.workspace, quoted_articles.c.article)
    return select(func.max(_later.c.seq)).where(newer).scalar_subquery()


def _is_sent(now: datetime) -> ColumnElement[bool]:
    return and_(deliveries.c.state == DeliveryState.SENT.value, unheld(now))


async def _keep(connection: AsyncConnection, delivery: Delivery, one: Revision) -> None:
    versions = {side.id for each in one.corrections for side in (each.quote.article, each.article)}
    seqs = await seqs_of(connection, {one.newest.article.id, *versions}, delivery.channel.workspace)
    writer = Writer(seqs)
    values: dict[str, object] = {
        "corrections": [correction_row(writer, seqs, each) for each in one.corrections]
    }
    if one.compared:
        values["compared"] = seqs[one.newest.article.id]
    printed = select(articles.c.seq).where(articles.c.id == one.printed)
    await connection.execute(
        update(quoted_articles)
        .where(quoted_articles.c.delivery == delivery.id, quoted_articles.c.article.in_(printed))
        .values(values)
    )
