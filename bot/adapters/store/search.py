"""Search: candidates by rare terms, by dates and by AND before OR, and one BM25 over them.

However large the corpus is, so many articles are looked at for a word and for a query, and no more: where
more hold the words, those that hold the rarest together come first, and of these the newest.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.adapters.store import fulltext, looking
from bot.adapters.store.database import Room, uninterrupted
from bot.adapters.store.rows import ARTICLE_COLUMNS, article_of, newest, visible
from bot.adapters.store.tables import articles, feed_articles, workspace_feeds
from bot.core.reading.postings import Postings, rarity
from bot.core.reading.terms import Wanted, date_terms_between, wanted
from bot.model import Hit, SearchQuery

MOST_WORDS, CHOOSING = 64, 8
"""Words of a query that are looked at, and the rarest of them, by which candidates are chosen."""

COUNTED = 2_000
"""Articles with a word that are counted; where more hold it their number is judged by these."""

SCANNED, LISTED = 20_000, 4_000
"""Articles with a word, or with two, that are asked for whether the workspace may see them, the newest first,
and that may then become candidates."""

POOL = 1_000
"""Candidates that are scored: those whose words together are the rarest."""

TOTAL, SAMPLED = 20_000, 1_000
"""Articles of a workspace that are counted; where it has more, so many of all are asked for."""


class Searching(Room):
    """The part of the store that finds articles by their words."""

    @uninterrupted
    async def search(self, query: SearchQuery) -> list[Hit]:
        """Candidates by BM25, best first, with the places of their words; a higher score is better."""
        chosen = wanted(query.terms[:MOST_WORDS])
        if not chosen:
            return []
        async with self.database.read() as connection:
            return await _Search(connection, query, chosen).hits()

    @uninterrupted
    async def frequencies(self, terms: Collection[str], workspace: str) -> tuple[int, Mapping[str, int]]:
        """How many articles the workspace may see, and how many of them hold each term.

        Exact up to some thousands, and judged by the newest beyond.
        """
        async with self.database.read() as connection:
            highest, _, _ = await fulltext.span(connection)
            total = await _total(connection, workspace, highest)
            words = {term: one for term in [*dict.fromkeys(terms)][:MOST_WORDS] for one in wanted((term,))}
            counts = await _counts(connection, [*words.values()], highest, workspace)
        held = {term: min(counts[one], total) for term, one in words.items()}
        return total, dict.fromkeys(terms, 0) | held


class _Search:
    """One query, from its words to its hits."""

    def __init__(self, connection: AsyncConnection, query: SearchQuery, chosen: Sequence[Wanted]) -> None:
        self.connection, self.query, self.chosen = connection, query, chosen

    async def hits(self) -> list[Hit]:
        """The best, in order."""
        highest, first, last = await fulltext.span(self.connection)
        dates = _dates(self.query, first, last)
        beside = wanted([word for word in self.query.beside if word not in self.query.terms][:MOST_WORDS])
        words = (*self.chosen, *(one for one in beside if one not in self.chosen))
        counts = await _counts(self.connection, words, highest)
        apart = [one for one in self.chosen if not counts[one] and one.exact != one.alternatives]
        if apart:  # parts that stand apart are looked for where nobody writes the word as one
            counts |= await _counts(self.connection, apart, highest, loosely=True)
        rarities = {one: rarity(highest, counts[one]) for one in words}
        fits = {one: looking.one(one.alternatives if one in apart else one.exact) for one in self.chosen}
        numbers = await self._pool(fits, counts, rarities, dates, highest)
        if not numbers:
            return []
        packed = await fulltext.places(self.connection, numbers)
        ranked = await asyncio.to_thread(_ranked, packed, rarities)
        kept = await self._kept(ranked)
        return await asyncio.to_thread(_with_places, kept, packed, words)

    async def _pool(
        self,
        fits: Mapping[Wanted, looking.Expression],
        counts: Mapping[Wanted, int],
        rarities: Mapping[Wanted, float],
        dates: Sequence[str],
        highest: int,
    ) -> list[int]:
        """The numbers of the candidates; those that are left out are beside those that are wanted."""
        lists = _lists(fits, counts, rarities, self.query.all_terms)
        expressions = [
            looking.every((one.expression, looking.either(dates))) if dates else one.expression
            for one in lists
        ]
        workspace = self.query.workspace
        found = await fulltext.index_of(self.connection).newest_of(
            self.connection, expressions, workspace, SCANNED, LISTED, highest
        )
        most = POOL + min(len(self.query.without), POOL)
        return await asyncio.to_thread(_most_telling, lists, found, most)

    async def _kept(self, ranked: Sequence[tuple[int, float]]) -> list[tuple[int, Hit]]:
        """As many of the ranked as are wanted, with their numbers: newest versions, in time, each id once."""
        query = select(*ARTICLE_COLUMNS).where(newest(self.query.workspace))
        if self.query.since is not None:
            query = query.where(articles.c.dated >= self.query.since)
        if self.query.until is not None:
            query = query.where(articles.c.dated <= self.query.until)
        kept: dict[str, tuple[int, Hit]] = {}
        size = self.query.limit + 10
        for at in range(0, len(ranked), size):
            some = dict(ranked[at : at + size])
            rows = await self.connection.execute(query.where(articles.c.seq.in_(list(some))))
            met = {row.seq: article_of(row) for row in rows}
            for number, score in some.items():
                if number in met and met[number].id not in self.query.without:
                    kept.setdefault(met[number].id, (number, Hit(met[number], score)))
            if len(kept) >= self.query.limit:
                break
        return list(kept.values())[: self.query.limit]


def _dates(query: SearchQuery, first: datetime | None, last: datetime | None) -> tuple[str, ...]:
    """The dates that bound a search, as terms; none where nothing would be left out by them."""
    if first is None or last is None:
        return ()
    since, until = max(query.since or first, first), min(query.until or last, last)
    return () if (since, until) == (first, last) else date_terms_between(since, until)


@dataclass(frozen=True, slots=True)
class _List:
    """Articles that are looked up together, and how much it tells of one that it is among them."""

    expression: looking.Expression
    tells: float
    adds: bool  # up to what other lists tell, and not only at least so much


def _lists(
    fits: Mapping[Wanted, looking.Expression],
    counts: Mapping[Wanted, int],
    rarities: Mapping[Wanted, float],
    all_terms: bool,
) -> list[_List]:
    """The articles with each of the rarest words; where these may not be all, also those with several."""
    if all_terms:
        return [_List(looking.every(fits.values()), 1.0, adds=True)]
    rarest = sorted(fits, key=lambda one: -rarities[one])[:CHOOSING]
    each = [fits[one] for one in rarest]
    lists = [_List(fits[one], rarities[one], adds=True) for one in rarest]
    held_by_many = [counts[one] >= LISTED for one in rarest]
    for at, rare in enumerate(rarest[:-1], start=1):
        if any(held_by_many[at:]):
            both = looking.every((each[at - 1], looking.either(each[at:])))
            lists.append(_List(both, rarities[rare] + rarities[rarest[-1]], adds=False))
    if len(each) > 2 and any(held_by_many):
        lists.append(_List(looking.every(each), sum(rarities[one] for one in rarest), adds=False))
    return lists


def _most_telling(lists: Sequence[_List], found: Sequence[Sequence[int]], most: int) -> list[int]:
    """The articles of which the lists tell most, the newest of equals."""
    numbers = np.unique(np.array([number for some in found for number in some], dtype=np.int64))
    told = np.zeros((2, numbers.size))
    for one, some in zip(lists, found, strict=True):
        at = np.searchsorted(numbers, np.array(some, dtype=np.int64))
        if one.adds:
            told[0, at] += one.tells
        else:
            told[1, at] = np.maximum(told[1, at], one.tells)
    best = np.lexsort((-numbers, -told.max(axis=0)))[:most]
    return [int(number) for number in numbers[best]]


def _ranked(packed: Mapping[int, bytes], rarities: Mapping[Wanted, float]) -> list[tuple[int, float]]:
    """Article number -> score, best first and the newest of equals."""
    numbers = list(packed)
    scores = (
        Postings([packed[number] for number in numbers], [*rarities]).scores([*rarities.values()]).tolist()
    )
    scored = [(number, score) for number, score in zip(numbers, scores, strict=True) if score > 0]
    return sorted(scored, key=lambda each: (-each[1], -each[0]))


def _with_places(
    kept: Sequence[tuple[int, Hit]], packed: Mapping[int, bytes], words: Sequence[Wanted]
) -> list[Hit]:
    if not kept:
        return []
    places = Postings([packed[number] for number, _ in kept], words).places()
    return [Hit(hit.article, hit.score, places=where) for (_, hit), where in zip(kept, places, strict=True)]


async def _counts(
    connection: AsyncConnection,
    words: Sequence[Wanted],
    highest: int,
    workspace: str | None = None,
    *,
    loosely: bool = False,
) -> dict[Wanted, int]:
    """How many articles hold each word, of those that the workspace may see where one is named."""
    fits = [looking.one(one.alternatives if loosely else one.exact) for one in words]
    looks = await fulltext.index_of(connection).looks(connection, fits, COUNTED, workspace, highest)
    return {
        one: look.held if look.found < COUNTED else round(look.held * highest / (highest - look.lowest + 1))
        for one, look in zip(words, looks, strict=True)
    }


async def _total(connection: AsyncConnection, workspace: str, highest: int) -> int:
    seen = (
        select(feed_articles.c.article)
        .join(workspace_feeds, workspace_feeds.c.feed_id == feed_articles.c.feed_id)
        .where(workspace_feeds.c.workspace == workspace)
        .distinct()
        .limit(TOTAL + 1)
        .subquery()
    )
    total = await connection.scalar(select(func.count()).select_from(seen)) or 0
    if total <= TOTAL:
        return total
    spread = [highest * (2 * number + 1) // (2 * SAMPLED) for number in range(SAMPLED)]
    among = select(func.count()).select_from(articles).where(articles.c.seq.in_(spread), visible(workspace))
    return max(round((await connection.scalar(among) or 0) / SAMPLED * highest), total)
