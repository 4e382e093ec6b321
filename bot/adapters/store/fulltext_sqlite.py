"""The full-text index on SQLite: FTS5, whose lists are in the order of the articles' numbers."""

from __future__ import annotations

import functools
import json
from collections.abc import Sequence

from sqlalchemy import (
    ColumnElement,
    Select,
    Subquery,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.looking import Entry, Expression, Look
from bot.adapters.store.rows import visible
from bot.adapters.store.tables import Words

_terms = table("article_terms", column("rowid"), column("article_terms"))
_TERMS_OF = [bindparam("terms", type_=Words)]
_INSERT = text("INSERT INTO article_terms (rowid, terms) VALUES (:seq, :terms)").bindparams(*_TERMS_OF)
_REMOVE = text(
    "INSERT INTO article_terms (article_terms, rowid, terms) VALUES ('delete', :seq, :terms)"
).bindparams(*_TERMS_OF)


class SqliteIndex:
    """The `looking.Index` of SQLite."""

    async def enter(self, connection: AsyncConnection, some: Sequence[Entry]) -> None:
        """Keep the terms of articles."""
        await connection.execute(_INSERT, [_row(entry) for entry in some])

    async def remove(self, connection: AsyncConnection, some: Sequence[Entry]) -> None:
        """Forget them: the index, which keeps no article, must be told each term that it held."""
        await connection.execute(_REMOVE, [_row(entry) for entry in some])

    async def looks(
        self,
        connection: AsyncConnection,
        expressions: Sequence[Expression],
        scanned: int,
        workspace: str | None,
        highest: int,
    ) -> list[Look]:
        """For each expression a look at so many; with a workspace those count that it may see."""
        given = {"expressions": _written(expressions), "workspace": workspace, "scanned": scanned}
        rows = await connection.scalars(_looks(workspace is None), given)
        return [Look(found, held or 0, lowest or 0) for found, held, lowest in map(json.loads, rows)]

    async def newest_of(
        self,
        connection: AsyncConnection,
        expressions: Sequence[Expression],
        workspace: str,
        scanned: int,
        most: int,
        highest: int,
    ) -> list[list[int]]:
        """For each expression so many of the newest articles that fit and that the workspace may see."""
        given = {
            "expressions": _written(expressions),
            "workspace": workspace,
            "scanned": scanned,
            "most": most,
        }
        return [json.loads(row) for row in await connection.scalars(_newest_of(), given)]


def _row(entry: Entry) -> dict[str, object]:
    return {"seq": entry["seq"], "terms": " ".join(entry["terms"])}


def _written(expressions: Sequence[Expression]) -> str:
    return json.dumps([_query(one) for one in expressions])


def _query(one: Expression) -> str:
    """In FTS5's language, each term quoted: none is ever read as an operator."""
    if isinstance(one, str):
        return f'"{one[:-1]}" *' if one.endswith("*") else f'"{one}"'
    return f"({(' AND ' if one.all else ' OR ').join(map(_query, one.parts))})"


def _fitting(expression: ColumnElement[str]) -> Subquery:
    fits = _terms.c.article_terms.op("MATCH")(expression)
    newest_first = select(_terms.c.rowid).where(fits).order_by(_terms.c.rowid.desc())
    return newest_first.limit(bindparam("scanned")).subquery()


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


@functools.cache
def _newest_of() -> Select[str]:
    found = _fitting(literal_column("each.value"))
    seen = visible(bindparam("workspace"), found.c.rowid)
    newest = select(found.c.rowid).where(seen).limit(bindparam("most")).subquery()
    return _for_each(select(func.json_group_array(newest.c.rowid)).select_from(newest))
