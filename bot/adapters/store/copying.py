"""A whole store from SQLite to PostgreSQL: batch by batch, each kept whole, so that a broken copy goes on."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Row, Table, event, func, insert, inspect, literal, select, text, tuple_
from sqlalchemy.engine import URL, Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from bot.adapters.store import fulltext
from bot.adapters.store.backup import existing, settle
from bot.adapters.store.database import Database
from bot.adapters.store.engines import hidden, is_postgres, parse_url, translated
from bot.adapters.store.looking import Entry
from bot.adapters.store.store import bring_up, migrate
from bot.adapters.store.tables import article_places, articles, copies, metadata
from bot.errors import ConfigError, StoreError

BATCH = 500
"""Rows that are read, written and kept together."""

_HEADER = 100
"""Bytes with which an SQLite file begins; a count of its changes is among them."""

_TABLES = [table for table in metadata.sorted_tables if table is not article_places]
"""What is copied row by row, each after what it names; the index is made anew."""

Tell = Callable[[int], None]
"""Is told how many rows more were copied."""


async def copy(source: str, target: str, tell: Tell) -> Mapping[str, int]:
    """Copy the store in an SQLite file into an empty PostgreSQL database, or go on with it; rows by table.

    Until it is complete, nothing else opens the target. Raises ConfigError for a source or a target that it
    cannot be, and for a source that changed since the copy began; StoreBusy while another program uses it.
    """
    if is_postgres(source) or not is_postgres(target):
        raise ConfigError("db copy goes from SQLite to PostgreSQL: sqlite:///… postgresql://…")
    file = existing(source)
    database = Database(target)
    try:
        await bring_up(database)
        await _begin(database, source, file)
        return await _copy(file, database, tell)
    finally:
        await database.close()


async def _begin(database: Database, source: str, file: Path) -> None:
    """Note in the target what it is copied from; where that is noted, make sure that it is this."""
    async with database.write() as connection:
        there = await connection.run_sync(lambda one: inspect(one).has_table(copies.name))
        known = await connection.scalar(select(copies.c.source)) if there else None
        full = None if there else await _first_full(connection)
    if full:
        raise ConfigError(
            f"database: {hidden(parse_url(database.url))} is not empty (it has {full}); make a new one"
        )
    if known is None:
        await migrate(source)
        await asyncio.to_thread(settle, file)
        async with database.write() as connection:
            await connection.run_sync(copies.create)
            await connection.execute(insert(copies).values(source=_state(file)))
    elif known != _state(file):
        raise ConfigError(
            f"database: {file} is not what the copy began with, or was written to since; "
            f"make a new database in place of {hidden(parse_url(database.url))} and copy again"
        )


def _state(file: Path) -> str:
    with file.open("rb") as opened:
        return opened.read(_HEADER).hex()


async def _first_full(connection: AsyncConnection) -> str | None:
    """The name of a table that has rows."""
    for table in metadata.sorted_tables:
        if (await connection.execute(select(literal(1)).select_from(table).limit(1))).first():
            return table.name
    return None


async def _copy(file: Path, database: Database, tell: Tell) -> Mapping[str, int]:
    url = URL.create("sqlite+aiosqlite", database=f"file:{file}", query={"mode": "ro", "uri": "true"})
    engine = create_async_engine(url)
    event.listen(engine.sync_engine, "connect", _by_hand)
    event.listen(engine.sync_engine, "begin", _begin_reading)
    try:
        with translated(url):
            async with engine.connect() as source:  # whoever else writes to it waits
                for table in _TABLES:
                    await _copy_table(source, database, table, tell)
                return await _end(source, database)
    finally:
        await engine.dispose()


def _by_hand(connection: DBAPIConnection, _record: object) -> None:
    connection.isolation_level = None


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


async def _copy_table(source: AsyncConnection, database: Database, table: Table, tell: Tell) -> None:
    """The rows in the order of their key, after the last that is there."""
    key = list(table.primary_key)
    backwards = [column.desc() for column in key]
    async with database.read() as connection:
        newest = select(*key).order_by(*backwards).limit(1)
        last: Sequence[Any] | None = (await connection.execute(newest)).first()
    while True:
        query = select(table).order_by(*key).limit(BATCH)
        if last is not None:
            values = (literal(value, column.type) for value, column in zip(last, key, strict=True))
            query = query.where(tuple_(*key) > tuple_(*values))
        rows = (await source.execute(query)).all()
        if not rows:
            return
        entries = await _entries(source, rows) if table is articles else []
        async with database.write() as connection:
            await connection.execute(insert(table), [row._asdict() for row in rows])
            await fulltext.enter(connection, entries)
        last = [getattr(rows[-1], column.name) for column in key]
        tell(len(rows))


async def _entries(source: AsyncConnection, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Entry]:
    """What the index is to keep of those articles that it held before."""
    numbers = [row.seq for row in rows]
    held = await source.scalars(select(article_places.c.article).where(article_places.c.article.in_(numbers)))
    indexed = set(held)
    return await fulltext.entries([row._asdict() for row in rows if row.seq in indexed])


async def _end(source: AsyncConnection, database: Database) -> Mapping[str, int]:
    """Compare, let new rows be numbered after the last, and open the database for use."""
    async with database.write() as connection:
        counts = await _counts(connection)
        if counts != (before := await _counts(source)):
            name = next(name for name in counts if counts[name] != before[name])
            raise StoreError(
                f"the copy has {counts[name]:,} {name} of {before[name]:,}; copy again, into a new database"
            )
        for table in _TABLES:
            if "seq" in table.c:
                last = select(func.max(table.c.seq)).scalar_subquery()
                await connection.execute(select(func.setval(f"{table.name}_seq_seq", last)))
        await connection.run_sync(copies.drop)
        await connection.execute(text("ANALYZE"))
    return counts


async def _counts(connection: AsyncConnection) -> dict[str, int]:
    return {
        table.name: await connection.scalar(select(func.count()).select_from(table)) or 0
        for table in metadata.sorted_tables
    }
