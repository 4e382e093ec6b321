"""What is looked up: a text held against articles, the quote book, what readers reported, how all fares."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from bot.core.answers.query import understand
from bot.core.checks import sourced
from bot.core.checks.sourced import CheckedSentence, Lines
from bot.core.outline import texts
from bot.core.quotes import book, verify
from bot.core.reading.language import lexicon_of
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.text import sentences
from bot.model import BookPage, Case, Quote, Status
from bot.newsroom import ask
from bot.ports import ArticleStore, Store

MOST_SENTENCES = 30
"""Of a text that is held against articles from a chat, beyond which nothing is looked for."""

WEEK = timedelta(days=7)

MOST_UNSENT = 20
"""Digests that are named among those not posted."""

FITTING = 3
"""Articles that each of its sentences is held against, where no thread gives them."""


async def held(
    store: ArticleStore,
    text: str,
    workspace: str,
    lexicons: Mapping[str, Lexicon],
    about: Collection[str] = (),
) -> tuple[CheckedSentence, ...]:
    """Its sentences, held against the articles named, or else those of the corpus that fit each best.

    They are read in their language, where it is one of the lexicons.
    """
    wanted = list(about)
    for span in () if wanted else sentences(text)[:MOST_SENTENCES]:
        sentence = text[span.start : span.end]
        if understand(sentence):
            found = await ask.search(store, sentence, workspace, limit=FITTING)
            wanted += [hit.article.id for hit in found.hits]
    reads = await store.articles(list(dict.fromkeys(wanted)), workspace)

    def checked() -> tuple[CheckedSentence, ...]:
        sources = sourced.SourceSentences.of(tuple(reads.values()), lexicon_of(text, lexicons))
        return sourced.check(text, sources, Lines.TYPED, texts.EXTRACTIVE)

    return await asyncio.to_thread(checked)


async def look_up(
    store: ArticleStore,
    workspace: str,
    speaker: str = "",
    about: str = "",
    since: datetime | None = None,
    limit: int = 20,
) -> tuple[BookPage, ...]:
    """The pages of those whom a name may mean, with their newest lines, of what the workspace may see."""
    names = dict.fromkeys((speaker, book.surname_of(speaker)))
    found: dict[Quote, None] = {}
    for name in names:
        found |= dict.fromkeys(await store.quotes(workspace, name, about, since, ask.POOL))
    newest = sorted(found, key=lambda quote: quote.article.dated, reverse=True)
    return await asyncio.to_thread(book.pages, newest, speaker, limit)


async def cases(store: ArticleStore, lexicons: Mapping[str, Lexicon], workspace: str | None) -> list[Case]:
    """The reports of a workspace, or all, oldest first, each held against its article."""
    reports = await store.reports(workspace)
    return await asyncio.to_thread(lambda: [verify.check(report, lexicons) for report in reports])


async def status_of(store: Store, now: datetime, currency: str, day_ceiling: float | None) -> Status:
    """How everything fares; `day_ceiling` is what a model may cost a day, None where none is used."""
    return Status(
        at=now,
        feeds=tuple(await store.feeds(since=now - WEEK)),
        orders=tuple(await store.subscriptions()),
        unsent=tuple(await store.unsent(MOST_UNSENT)),
        spends=tuple(await store.spent(now.date())),
        currency=currency,
        day_ceiling=day_ceiling,
        counts=await store.counts(),
        backlog=await store.unfinished(),
        size=await store.size(),
        replicas=tuple(await store.replicas()),
        stopped=await store.stopped_alerts(),
    )
