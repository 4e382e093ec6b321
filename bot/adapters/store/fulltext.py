"""The full-text index on SQLite (FTS5): the one part of the store that another engine writes anew.

It holds the terms that `core/reading/terms` makes, as they are, and says which articles hold them; how well
an article fits is computed from `article_places`, whatever the engine.
"""

from __future__ import annotations

import asyncio
import functools
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    LargeBinary,
    Select,
    Subquery,
    Text,
    bindparam,
    column,
    delete,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.rows import visible
from bot.adapters.store.tables import Words, article_places, articles
from bot.core.reading import postings
from bot.core.reading.terms import Alternative, date_terms, stop_terms, terms_of

_terms = table("article_terms", column("rowid"), column("article_terms"))
_TERMS_OF = [bindparam("terms", type_=Words)]
_INSERT = text("INSERT INTO article_terms (rowid, terms) VALUES (:seq, :terms)").bindparams(*_TERMS_OF)
_REMOVE = text(
    "INSERT INTO article_terms (article_terms, rowid, terms) VALUES ('delete', :seq, :terms)"
).bindparams(*_TERMS_OF)
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


Entry = Mapping[str, Any]
"""What the index keeps of an article: its number, its terms, and these packed with their places."""


async def entries(rows: Sequence[Mapping[str, Any]]) -> list[Entry]:
    """What the index is to keep of articles; each row has what `COLUMNS` names."""
    return await asyncio.to_thread(lambda: [_entry(row) for row in rows])


async def enter(connection: AsyncConnection, some: Sequence[Entry]) -> None:
    """Make articles findable."""
    if some:
        await connection.execute(_INSERT, some)
        await connection.execute(_PLACES, some)


async def unindex(connection: AsyncConnection, which: ColumnElement[bool]) -> None:
    """Make articles that are about to go unfindable: the index must be told each term that it held."""
    indexed = select(article_places.c.article)
    held = select(*COLUMNS).where(which, articles.c.seq.in_(indexed))
    rows = [row._asdict() for row in await connection.execute(held)]
    if rows:
        await connection.execute(_REMOVE, await entries(rows))
    numbers = select(articles.c.seq).where(which)
    await connection.execute(delete(article_places).where(article_places.c.article.in_(numbers)))


def _entry(row: Mapping[str, Any]) -> Entry:
    language = row["language"]
    outlet, headline, body = (terms_of(row[part], language) for part in ("outlet", "headline", "text"))
    headline += stop_terms(row["headline"])
    held = dict.fromkeys((*date_terms(row["dated"]), *outlet.terms, *headline.terms, *body.terms))
    return {"seq": row["seq"], "terms": " ".join(held), "packed": postings.pack(outlet, headline, body)}


def one(alternatives: Iterable[Alternative]) -> str:
    """A word in the engine's own language, each term quoted: none is ever read as an operator."""
    return either(every(_quoted(term) for term in each) for each in alternatives)


def _quoted(term: str) -> str:
    return f'"{term[:-1]}" *' if term.endswith("*") else f'"{term}"'


def either(expressions: Iterable[str]) -> str:
    """What fits any of them."""
    return _joined(" OR ", expressions)


def every(expressions: Iterable[str]) -> str:
    """What fits all of them."""
    return _joined(" AND ", expressions)


def _joined(operator: str, expressions: Iterable[str]) -> str:
    parts = tuple(expressions)
    return parts[0] if len(parts) == 1 else f"({operator.join(parts)})"


def dated(terms: Sequence[str]) -> str:
    """What has one of these dates."""
    return either(f'"{term}"' for term in terms)


def _fitting(expression: ColumnElement[str]) -> Subquery:
    fits = _terms.c.article_terms.op("MATCH")(expression)
    newest_first = select(_terms.c.rowid).where(fits).order_by(_terms.c.rowid.desc())
    return newest_first.limit(bindparam("scanned")).subquery()


class Look(NamedTuple):
    """What a look at the newest articles that fit gave."""

    found: int
    held: int  # of these, those that count
    lowest: int  # the number of the oldest of them


async def looks(
    connection: AsyncConnection, expressions: Sequence[str], scanned: int, workspace: str | None
) -> list[Look]:
    """For each expression a look at so many; with a workspace those count that it may see."""
    given = {"expressions": json.dumps(expressions), "workspace": workspace, "scanned": scanned}
    rows = await connection.scalars(_looks(workspace is None), given)
    return [Look(found, held or 0, lowest or 0) for found, held, lowest in map(json.loads, rows)]


@functools.cache
def _looks(everything: bool) -> Select[str]:
    found = _fitting(literal_column("each.value"))
    counts = func.count() if everything else func.sum(visible(bindparam("workspace"), found.c.rowid))
    return _for_each(
        select(func.json_array(func.count(), counts, func.min(found.c.rowid))).select_from(found)
    )


def _for_each(found: Select[str]) -> Select[str]:
    """What is found for each expression of a JSON array; made once, as building it takes longer than it."""
    each = func.json_each(bindparam("expressions", type_=Words)).table_valued("key", "value", name="each")
    return select(found.scalar_subquery()).select_from(each).order_by(each.c.key)


async def newest_of(
    connection: AsyncConnection, expressions: Sequence[str], workspace: str, scanned: int, most: int
) -> list[list[int]]:
    """For each expression so many of the newest articles that fit and that the workspace may see.

    Of each, `scanned` are looked at and no more.
    """
    given = {"expressions": json.dumps(expressions), "workspace": workspace, "scanned": scanned, "most": most}
    return [json.loads(row) for row in await connection.scalars(_newest_of(), given)]


@functools.cache
def _newest_of() -> Select[str]:
    found = _fitting(literal_column("each.value"))
    seen = visible(bindparam("workspace"), found.c.rowid)
    newest = select(found.c.rowid).where(seen).limit(bindparam("most")).subquery()
    return _for_each(select(func.json_group_array(newest.c.rowid)).select_from(newest))


async def places(connection: AsyncConnection, numbers: Sequence[int]) -> dict[int, bytes]:
    """What is kept of each of these articles beside its terms."""
    rows = await connection.execute(_packed(), {"numbers": json.dumps(numbers)})
    return {row.article: row.packed for row in rows}


@functools.cache
def _packed() -> Select[int, bytes]:
    return select(article_places.c.article, article_places.c.packed).where(
        article_places.c.article.in_(listed(bindparam("numbers", type_=Text)))
    )


def listed(numbers: BindParameter[str]) -> Select[int]:
    """The numbers of a JSON array, so that one statement serves for any number of them."""
    return select(func.json_each(numbers).table_valued("value").c.value)


async def span(connection: AsyncConnection) -> tuple[int, datetime | None, datetime | None]:
    """The highest number of an article, and the earliest and the latest date."""
    highest = select(func.max(articles.c.seq)).scalar_subquery()
    first, last = (select(each(articles.c.dated)).scalar_subquery() for each in (func.min, func.max))
    row = (await connection.execute(select(highest, first, last))).one()
    return row[0] or 0, row[1], row[2]
