"""The error ledger: quotes that readers say are wrong, each over the article as it was."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.dialects.sqlite import insert as upsert

from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.payload import Reader, Writer
from bot.adapters.store.rows import articles_by_seq
from bot.adapters.store.shelving import seqs_of
from bot.adapters.store.tables import reports
from bot.errors import StoreError
from bot.model import Fault, Report


class Reports(Room):
    """The part of the store that `ports.ReportStore` names."""

    @uninterrupted
    async def add_report(self, report: Report) -> bool:
        """Write it down; False when it is there already."""
        article = report.quote.article.id
        async with self.database.write() as connection:
            seqs = await seqs_of(connection, [article], report.workspace)
            if article not in seqs:
                raise StoreError(f"report {report.id} is about an article that is not kept: {article}")
            statement = upsert(reports).values(_row(report, seqs))
            return (await connection.execute(statement.on_conflict_do_nothing())).rowcount > 0

    @uninterrupted
    async def reports(self, workspace: str | None = None) -> list[Report]:
        """Those of a workspace, or all, oldest first, their articles as they were."""
        query = select(reports).order_by(reports.c.at, reports.c.workspace, reports.c.id)
        if workspace is not None:
            query = query.where(reports.c.workspace == workspace)
        async with self.database.read() as connection:
            rows = (await connection.execute(query)).all()
            reader = Reader(await articles_by_seq(connection, sorted({row.article for row in rows})))
        return [_report_of(row, reader) for row in rows]


def _row(report: Report, seqs: dict[str, int]) -> dict[str, object]:
    return {
        "workspace": report.workspace,
        "id": report.id,
        "article": seqs[report.quote.article.id],
        "quote": Writer(seqs).quote(report.quote),
        "fault": report.fault.value,
        "claimed": report.claimed,
        "note": report.note,
        "at": report.at,
    }


def _report_of(row: Row[Any], reader: Reader) -> Report:
    quote = reader.quote(row.quote)
    return Report(row.id, row.workspace, quote, Fault(row.fault), row.claimed, row.note, row.at)
