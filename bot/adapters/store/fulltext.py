"""The full-text index: which articles hold some terms, newest first; the terms are those of `reading/terms`.

SQLite and PostgreSQL have an index of their own, each in a file beside this one, and both are asked the same.
How well an article fits is computed from `article_places`, whatever the engine.
"""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    LargeBinary,
    Select,
    Text,
    bindparam,
    delete,
    func,
    select,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.engines import POSTGRES, SQLITE, listed
from bot.adapters.store.fulltext_postgres import PostgresIndex
from bot.adapters.store.fulltext_sqlite import SqliteIndex
from bot.adapters.store.looking import Entry, Index
from bot.adapters.store.tables import article_places, articles
from bot.core.reading import postings
from bot.core.reading.terms import date_terms, stop_terms, terms_of

_PLACES = text("INSERT INTO article_places (article, packed) VALUES (:seq, :packed)").bindparams(
    bindparam("packed", type_=LargeBinary)
)

COLUMNS: Sequence[ColumnElement[Any]] = (
    articles.c.seq,
    articles.c.headline,
    articles.c.text,
    articles.c.outlet,
    articles.c.language,
    articles.c.dated,
)
"""What the index is made of."""

_INDEXES: Mapping[str, Index] = {SQLITE: SqliteIndex(), POSTGRES: PostgresIndex()}


def index_of(connection: AsyncConnection) -> Index:
    """The index of the engine that is spoken to."""
    return _INDEXES[connection.dialect.name]


async def entries(rows: Sequence[Mapping[str, Any]]) -> list[Entry]:
    """What the index is to keep of articles; each row has what `COLUMNS` names."""
    return await asyncio.to_thread(lambda: [_entry(row) for row in rows])


async def enter(connection: AsyncConnection, some: Sequence[Entry]) -> None:
    """Make articles findable."""
    if some:
        await index_of(connection).enter(connection, some)
        await connection.execute(_PLACES, some)


async def unindex(connection: AsyncConnection, which: ColumnElement[bool]) -> None:
    """Make articles that are about to go unfindable."""
    indexed = select(article_places.c.article)
    held = select(*COLUMNS).where(which, articles.c.seq.in_(indexed))
    rows = [row._asdict() for row in await connection.execute(held)]
    if rows:
        await index_of(connection).remove(connection, await entries(rows))
    numbers = select(articles.c.seq).where(which)
    await connection.execute(delete(article_places).where(article_places.c.article.in_(numbers)))


def _entry(row: Mapping[str, Any]) -> Entry:
    language = row["language"]
    outlet, headline, body = (terms_of(row[part], language) for part in ("outlet", "headline", "text"))
    headline += stop_terms(row["headline"])
    held = dict.fromkeys((*date_terms(row["dated"]), *outlet.terms, *headline.terms, *body.terms))
    return {"seq": row["seq"], "terms": list(held), "packed": postings.pack(outlet, headline, body)}


async def places(connection: AsyncConnection, numbers: Sequence[int]) -> dict[int, bytes]:
    """What is kept of each of these articles beside its terms."""
    rows = await connection.execute(_packed(connection.dialect.name), {"numbers": json.dumps(numbers)})
    return {row.article: row.packed for row in rows}


@functools.cache
def _packed(engine: str) -> Select[int, bytes]:
    return select(article_places.c.article, article_places.c.packed).where(
        article_places.c.article.in_(listed(engine, bindparam("numbers", type_=Text)))
    )


async def span(connection: AsyncConnection) -> tuple[int, datetime | None, datetime | None]:
    """The highest number of an article, and the earliest and the latest date."""
    highest = select(func.max(articles.c.seq)).scalar_subquery()
    first, last = (select(each(articles.c.dated)).scalar_subquery() for each in (func.min, func.max))
    row = (await connection.execute(select(highest, first, last))).one()
    return row[0] or 0, row[1], row[2]
