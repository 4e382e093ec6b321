"""Full-text search on SQLite (FTS5): the one part of the store that another engine writes anew.

The index keeps no text of its own: its rowid is the article's `seq`, and articles never change.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Select, bindparam, column, func, literal_column, select, table, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store.rows import visible
from bot.adapters.store.tables import Words, articles

HEADLINE, TEXT, OUTLET = 4.0, 1.0, 1.0
"""How much a word counts by where it stands."""

_words = table("article_words", column("rowid"), column("rank"))
_score: ColumnElement[float] = literal_column(f"bm25(article_words, {HEADLINE}, {TEXT}, {OUTLET})")
_MATCH = text("article_words MATCH :expression").bindparams(bindparam("expression", type_=Words))
_INSERT = text(
    "INSERT INTO article_words (rowid, headline, text, outlet) VALUES (:seq, :headline, :text, :outlet)"
).bindparams(*(bindparam(name, type_=Words) for name in ("headline", "text", "outlet")))
_REMOVE = text(
    "INSERT INTO article_words (article_words, rowid, headline, text, outlet)"
    " VALUES ('delete', :seq, :headline, :text, :outlet)"
).bindparams(*(bindparam(name, type_=Words) for name in ("headline", "text", "outlet")))


async def index(connection: AsyncConnection, rows: Sequence[Mapping[str, object]]) -> None:
    """Make articles findable; each row has `seq`, `headline`, `text` and `outlet`."""
    await connection.execute(_INSERT, list(rows))


async def unindex(connection: AsyncConnection, which: ColumnElement[bool]) -> None:
    """Make articles that are about to go unfindable: the index must be told each word that it held."""
    held = select(articles.c.seq, articles.c.headline, articles.c.text, articles.c.outlet).where(which)
    rows = [row._asdict() for row in await connection.execute(held)]
    if rows:
        await connection.execute(_REMOVE, rows)


def expression(terms: Iterable[str], all_terms: bool) -> str:
    """The terms in the engine's own language, each quoted: no term is ever read as an operator."""
    quoted = ['"{}"'.format(term.replace('"', '""')) for term in terms]
    return (" AND " if all_terms else " OR ").join(quoted)


def candidates(terms: Collection[str], all_terms: bool) -> Select[tuple[int, str, float]]:
    """(seq, id, score) of the articles that match, best first; a higher score is better."""
    return (
        select(articles.c.seq, articles.c.id, (-_score).label("score"))
        .select_from(_words.join(articles, articles.c.seq == _words.c.rowid))
        .where(_MATCH.bindparams(expression=expression(terms, all_terms)))
        .order_by(_score, articles.c.seq.desc())
    )


async def frequency(connection: AsyncConnection, term: str, workspace: str) -> int:
    """How many of the articles that the workspace may see hold the term."""
    seen = visible(workspace, _words.c.rowid)
    counted = select(func.count()).select_from(_words).where(_MATCH, seen)
    result = await connection.execute(counted, {"expression": expression([term], all_terms=True)})
    return int(result.scalar_one())
