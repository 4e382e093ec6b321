"""The full-text index on PostgreSQL: the terms of each article as a tsvector, and a GIN index over them.

The terms go in and are asked for as they are: no dictionary or parser of PostgreSQL's reads them.
"""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Executable,
    Integer,
    Select,
    Subquery,
    Text,
    bindparam,
    cast,
    column,
    delete,
    exists,
    func,
    literal,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.dialects.postgresql import array as pg_array
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.engines import sound
from bot.adapters.store.looking import Entry, Expression, Look
from bot.adapters.store.rows import ways_to

T = TypeVar("T")

_terms = table("article_terms", column("article", Integer), column("terms"))
_INSERT = text(
    "INSERT INTO article_terms (article, terms) VALUES (:seq, array_to_tsvector(:terms))"
).bindparams(bindparam("terms", type_=ARRAY(Text)))

MOST_BYTES = 1_000_000
"""Of an article's terms; a tsvector holds little more (1,048,575). The places of all of them are kept."""

BLOCK, AMONG = 1 << 14, 16
"""Articles that have the term of their block in common; and among how many of the newest, for each that is
wanted, those that fit are looked for first: the index gives them in no order, so that all are read."""


@dataclass(frozen=True, slots=True)
class PostgresIndex:
    """The `looking.Index` of PostgreSQL."""

    block: int = BLOCK
    among: int = AMONG

    async def enter(self, connection: AsyncConnection, some: Sequence[Entry]) -> None:
        """Keep the terms of articles."""
        rows = [
            {
                "seq": entry["seq"],
                "terms": [_block(entry["seq"] // self.block), *_within_bounds(entry["terms"])],
            }
            for entry in some
        ]
        await connection.execute(_INSERT, rows)

    async def remove(self, connection: AsyncConnection, some: Sequence[Entry]) -> None:
        """Forget them."""
        numbers = [entry["seq"] for entry in some]
        await connection.execute(delete(_terms).where(_terms.c.article.in_(numbers)))

    async def looks(
        self,
        connection: AsyncConnection,
        expressions: Sequence[Expression],
        scanned: int,
        workspace: str | None,
        highest: int,
    ) -> list[Look]:
        """For each expression a look at so many; with a workspace those count that it may see."""

        async def look(queries: Sequence[str]) -> list[Look]:
            given = {"workspace": workspace, "scanned": scanned, **_numbered(queries)}
            rows = await connection.execute(_looks(len(queries), workspace is None), given)
            return [Look(row.found, row.held, row.lowest or 0) for row in rows]

        newest = self._newest(highest, scanned)
        return await _newest_first(look, expressions, newest, lambda one: one.found >= scanned)

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

        async def find(queries: Sequence[str]) -> list[list[int]]:
            given = {"workspace": workspace, "scanned": scanned, "most": most, **_numbered(queries)}
            return list(await connection.scalars(_newest_of(len(queries)), given))

        newest = self._newest(highest, most)
        return await _newest_first(find, expressions, newest, lambda one: len(one) >= most)

    def _newest(self, highest: int, wanted: int) -> str:
        """What the newest articles fit, so many for each that is wanted; empty where these are all."""
        first = (highest - wanted * self.among) // self.block
        blocks = range(max(first, 0), highest // self.block + 1)
        return f"({' | '.join(_quoted(_block(each)) for each in blocks)})" if first > 0 else ""


async def _newest_first(
    ask: Callable[[Sequence[str]], Awaitable[list[T]]],
    expressions: Sequence[Expression],
    newest: str,
    enough: Callable[[T], bool],
) -> list[T]:
    """What is found among the newest, and where that is not enough, among all."""
    queries = [_query(one) for one in expressions]
    if not queries:
        return []
    found = await ask([f"{query} & {newest}" if newest else query for query in queries])
    again = [at for at, one in enumerate(found) if newest and not enough(one)]
    if again:
        for at, one in zip(again, await ask([queries[at] for at in again]), strict=True):
            found[at] = one
    return found


def _block(number: int) -> str:
    """A term that no word is."""
    return f"@#{number}"


def _within_bounds(terms: Sequence[str]) -> Iterator[str]:
    size = 0
    for term in map(sound, terms):
        size += len(term.encode())
        if size > MOST_BYTES:
            return
        yield term


def _query(one: Expression) -> str:
    """As a tsquery is written, each term quoted: none is ever read as an operator."""
    if isinstance(one, str):
        return f"{_quoted(one[:-1])}:*" if one.endswith("*") else _quoted(one)
    return f"({(' & ' if one.all else ' | ').join(map(_query, one.parts))})"


def _quoted(term: str) -> str:
    plain = sound(term).replace("\\", "\\\\").replace("'", "''")
    return f"'{plain}'"


def _numbered(queries: Sequence[str]) -> dict[str, str]:
    return {f"query{number}": query for number, query in enumerate(queries)}


# One statement asks for all expressions. Each has a part of its own in it, so that the planner, which knows
# how many articles hold the common terms, plans each for its terms.


def _fitting(number: int) -> Subquery:
    fits = _terms.c.terms.op("@@")(cast(bindparam(f"query{number}", type_=Text), TSQUERY))
    # a sum, which no index has: to read articles in their order until enough fit takes far longer
    article = (_terms.c.article + 0).label("article")
    return select(article).where(fits).order_by(article.desc()).limit(bindparam("scanned")).subquery()


def _seen(article: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether the workspace may see it, looked up for one article after the other.

    The offset keeps the planner from reading all that the workspace may see to look at some of it.
    """
    return exists(ways_to(bindparam("workspace", type_=Text), article).offset(0))


@functools.lru_cache(maxsize=256)
def _looks(count: int, everything: bool) -> Executable:
    return _for_each([_look(number, everything) for number in range(count)])


def _look(number: int, everything: bool) -> Select[int, int, int, Any]:
    found, all_of_them = _fitting(number), func.count()
    held = all_of_them if everything else all_of_them.filter(_seen(found.c.article))
    columns = (literal(number).label("number"), func.count().label("found"), held.label("held"))
    return select(*columns, func.min(found.c.article).label("lowest")).select_from(found)


@functools.lru_cache(maxsize=256)
def _newest_of(count: int) -> Executable:
    every = _for_each([_newest(number) for number in range(count)]).subquery()
    return select(every.c.articles).order_by(every.c.number)


def _newest(number: int) -> Select[int, Sequence[Any]]:
    found = _fitting(number)
    newest_first = select(found.c.article).where(_seen(found.c.article)).order_by(found.c.article.desc())
    newest = newest_first.limit(bindparam("most")).subquery()
    gathered = func.coalesce(func.array_agg(newest.c.article), cast(pg_array([]), ARRAY(Integer)))
    return select(literal(number).label("number"), gathered.label("articles")).select_from(newest)


def _for_each(parts: Sequence[Select[*tuple[Any, ...]]]) -> CompoundSelect[*tuple[Any, ...]]:
    return union_all(*parts).order_by("number")
