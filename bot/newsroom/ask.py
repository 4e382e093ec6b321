"""What is looked up: answers to questions, the quote book, and what readers reported of quotes."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.answers import extractive
from bot.core.answers.extractive import AnswerCandidate
from bot.core.answers.query import Sought, understand, weigh
from bot.core.answers.rank import ENOUGH, RankedHit, confidence, passage, rank
from bot.core.checks import sourced
from bot.core.checks.sourced import CheckedSentence
from bot.core.outline import texts
from bot.core.quotes import book, verify
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.text import sentences
from bot.errors import ConfigError
from bot.model import Answer, BookPage, Case, Found, Hit, Question, Quote, SearchQuery
from bot.newsroom.write import Writer
from bot.ports import ArticleStore

COMMON = 0.1
"""Words that a larger share of the articles holds do not choose the candidates: they cost and say little."""

FEW = 1_000
"""Articles that are looked through in no time, however large a share of all they are."""

__all__ = ["Found", "ask", "search"]


async def search(
    store: ArticleStore,
    text: str,
    workspace: str,
    *,
    limit: int = 10,
    since: datetime | None = None,
    as_of: datetime | None = None,
    without: frozenset[str] = frozenset(),
) -> Found:
    """The articles that fit best, each with its best passage; raises ConfigError for an empty question."""
    question = Question(text, workspace, as_of, without)
    sought, ranked = await _ranked(store, question, since)
    hits = await asyncio.to_thread(_with_passages, ranked[:limit], sought)
    return Found(hits, confidence(ranked, sought))


def _with_passages(ranked: list[RankedHit], sought: Sought) -> tuple[Hit, ...]:
    return tuple(replace(each.hit, passage=passage(each, sought)) for each in ranked)


async def ask(
    store: ArticleStore, question: Question, first: Collection[str] = (), writer: Writer | None = None
) -> Answer:
    """The sentences that answer, or none of them when the corpus does not say; raises as `search` does.

    The articles of `first` answer alone where they can: a thread is about them. With a writer the answer
    is in a model's words, as far as they pass.
    """
    sought, everything = await _ranked(store, question)
    own = [each for each in everything if each.hit.article.id in first]
    answer, found = await _answer(store, question, sought, own)
    if not answer.answered:
        answer, found = await _answer(store, question, sought, everything)
    return await writer.answer(answer, found, question.workspace) if writer and answer.answered else answer


async def _answer(
    store: ArticleStore, question: Question, sought: Sought, ranked: list[RankedHit]
) -> tuple[Answer, Sequence[AnswerCandidate]]:
    """The answer, and all sentences that were looked at for it, best first."""
    sure = confidence(ranked, sought)
    if sure < ENOUGH:
        return Answer(question.text, sure), ()
    best = [each.hit.article.id for each in ranked[: extractive.ARTICLES]]
    reads = await store.articles(best, question.workspace)
    found = await asyncio.to_thread(extractive.candidates, ranked, reads, sought)
    bullets = extractive.choose(found)
    return Answer(question.text, sure if bullets else min(sure, ENOUGH), bullets), found


async def _ranked(
    store: ArticleStore, question: Question, since: datetime | None = None
) -> tuple[Sought, list[RankedHit]]:
    words = understand(question.text)
    if not words:
        raise ConfigError(texts.NO_WORDS)
    total, counts = await store.frequencies(words, question.workspace)
    query = SearchQuery(
        _selective(words, total, counts),
        question.workspace,
        since=since,
        until=question.as_of,
        without=question.without,
    )
    sought = weigh(question.text, total, counts)
    hits = await store.search(query)
    return sought, await asyncio.to_thread(rank, hits, sought, question.as_of)


def _selective(words: tuple[str, ...], total: int, counts: Mapping[str, int]) -> tuple[str, ...]:
    """The words that choose: those that few articles hold, or all when fewer than two are left."""
    rare = tuple(word for word in words if counts[word] <= max(COMMON * total, FEW))
    return rare if len(rare) > 1 else words


MOST_SENTENCES = 30
"""Of a text that is held against articles from a chat, beyond which nothing is looked for."""

FITTING = 3
"""Articles that each of its sentences is held against, where no thread gives them."""


async def held(
    store: ArticleStore, text: str, workspace: str, lexicon: Lexicon, about: Collection[str] = ()
) -> tuple[CheckedSentence, ...]:
    """Its sentences, held against the articles named, or else those of the corpus that fit each best."""
    wanted = list(about)
    for span in () if wanted else sentences(text)[:MOST_SENTENCES]:
        sentence = text[span.start : span.end]
        if understand(sentence):
            _, ranked = await _ranked(store, Question(sentence, workspace))
            wanted += [each.hit.article.id for each in ranked[:FITTING]]
    reads = await store.articles(list(dict.fromkeys(wanted)), workspace)

    def checked() -> tuple[CheckedSentence, ...]:
        sources = sourced.SourceSentences.of(tuple(reads.values()), lexicon)
        return sourced.check(text, sources, ours=texts.EXTRACTIVE)

    return await asyncio.to_thread(checked)


POOL = 500
"""Quotes of a surname that are read: forms of a name are kept apart by what stands around them."""


async def look_up(
    store: ArticleStore,
    workspace: str,
    speaker: str = "",
    about: str = "",
    since: datetime | None = None,
    limit: int = 20,
) -> tuple[BookPage, ...]:
    """The pages of those whom a name may mean, with their newest lines, of what the workspace may see."""
    asked = dict.fromkeys((speaker, book.surname_of(speaker)))
    found: dict[Quote, None] = {}
    for name in asked:
        found |= dict.fromkeys(await store.quotes(workspace, name, about, since, POOL))
    newest = sorted(found, key=lambda quote: quote.article.dated, reverse=True)
    return await asyncio.to_thread(book.pages, newest, speaker, limit)


async def cases(store: ArticleStore, lexicons: Mapping[str, Lexicon], workspace: str | None) -> list[Case]:
    """The reports of a workspace, or all, oldest first, each held against its article."""
    reports = await store.reports(workspace)
    return await asyncio.to_thread(lambda: [verify.check(report, lexicons) for report in reports])
