"""Search and import as the corpus grows, on synthetic articles, and on the real ones of the news-quiz questions.

400 words an article in the middle, of a vocabulary of 500,000 by Zipf's law, over five years. One database
grows and is asked on the way; ONRECORD_SCALE names the sizes: "10000,100000,1000000" for the whole of it, and
ONRECORD_SCALE_DATABASE an empty PostgreSQL database to try in SQLite's place.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from sqlalchemy import text

from bot.adapters.store import SqlStore, open_store
from bot.config import answer_judgement
from bot.core.reading.text import STOP_WORDS
from bot.errors import ConfigError
from bot.model import Article, Question
from bot.newsroom.ask import ask, search
from bot.newsroom.imports import BATCH
from tests.bench import search as quiz
from tests.conftest import BENCH
from tests.fakes.hostile_questions import HOSTILE

SIZES = tuple(int(size) for size in os.environ.get("ONRECORD_SCALE", "10000,100000").split(","))
DATABASE = os.environ.get("ONRECORD_SCALE_DATABASE")
VOCABULARY, MEDIAN, SPREAD = 500_000, 400, 0.5
FIRST, DAYS = datetime(2021, 1, 1, tzinfo=UTC), 5 * 365
ASKED, ANSWERED = 200, 40
AROUND = 10_000
"""So many articles before a size are timed for how quick it is there."""

REAL_P95, P95, RATE, KEEPS, INDEX = 100, 250, 1_000, 0.8, 0.8
"""The bars: milliseconds, articles a second, share of the first rate that stays, index for a byte of text."""

_SYLLABLES = [
    one + other for one in "bcdfghklmnprstvw" for other in ("a", "e", "i", "o", "u", "an", "er", "in")
]


def vocabulary() -> list[str]:
    """The words, the commonest first: those of English that say nothing, then longer and longer made-up ones."""
    words = dict.fromkeys(sorted(STOP_WORDS, key=len))
    dice = np.random.default_rng(7)
    while len(words) < VOCABULARY:
        syllables = 2 + len(words) // 2_000 if len(words) < 4_000 else 4
        picked = dice.integers(len(_SYLLABLES), size=(4_096, syllables))
        words |= dict.fromkeys("".join(_SYLLABLES[at] for at in row) for row in picked)
    return list(words)[:VOCABULARY]


class Press:
    """Writes articles, the same at each run."""

    def __init__(self) -> None:
        self.words = np.array(vocabulary(), dtype=object)
        self._dice = np.random.default_rng(11)
        chances = 1 / (np.arange(VOCABULARY) + 2.7) ** 1.07
        self._up_to = np.cumsum(chances / chances.sum())

    def articles(self, first: int, count: int) -> Iterator[Article]:
        """So many, numbered from the first."""
        sizes = np.clip(self._dice.lognormal(np.log(MEDIAN), SPREAD, count), 40, 4_000).astype(int)
        ranks = np.searchsorted(self._up_to, self._dice.random(int(sizes.sum()) + 8 * count))
        words = self.words[np.minimum(ranks, VOCABULARY - 1)]
        days = self._dice.random(count) * DAYS
        at = 0
        for number, size, day in zip(range(first, first + count), sizes.tolist(), days.tolist(), strict=True):
            headline, body = words[at : at + 8], words[at + 8 : at + 8 + size]
            at += 8 + size
            paragraphs = [" ".join(body[start : start + 60]) + "." for start in range(0, size, 60)]
            url = f"https://outlet{number % 50}.example/{number}"
            when = FIRST + timedelta(days=day)
            yield Article(
                f"s{number}",
                url,
                f"outlet{number % 50}",
                " ".join(headline),
                "\n\n".join(paragraphs),
                when,
                published=when,
            )


@dataclass
class Grown:
    """What was measured at one size."""

    size: int
    rate: float  # articles a second, near this size
    cpu: float  # of this process, milliseconds an article
    share: float  # bytes of index for one of text
    seconds: list[float] = field(default_factory=list)
    busy: list[float] = field(default_factory=list)  # of these the seconds of CPU, whoever else runs
    answers: list[float] = field(default_factory=list)
    found: int = 0  # searches that had the article of their words among the first ten

    def line(self) -> str:
        """The figures of this size."""
        return (
            f"  {self.size:>9,}   {self.rate:>7,.0f}   {self.cpu:>6.2f}   {self.share:>6.2f}   "
            f"{1e3 * statistics.median(self.seconds):>6.0f}   {p95(self.seconds):>6.0f}   {p95(self.busy):>6.0f}   {p95(self.answers):>7.0f}   "
            f"{self.found / len(self.seconds):>6.2f}"
        )


def p95(seconds: Sequence[float]) -> float:
    """Milliseconds that 19 of 20 stay under."""
    return 1e3 * statistics.quantiles(seconds, n=20)[-1]


async def _grow(
    store: SqlStore, press: Press, before: int, size: int
) -> tuple[float, float, int, list[Article]]:
    """Articles a second and CPU an article near the size, bytes of text, and articles to ask for."""
    taken = spent = 0.0
    timed = letters = 0
    known: list[Article] = []
    for first in range(before, size, BATCH):
        batch = list(press.articles(first, min(BATCH, size - first)))
        letters += sum(len(one.text) + len(one.headline) for one in batch)
        known += batch[:: max(BATCH // 20, 1)]
        started, cpu = time.perf_counter(), time.process_time()
        await store.import_unread("bench", batch)
        if first >= size - AROUND:
            taken += time.perf_counter() - started
            spent += time.process_time() - cpu
            timed += len(batch)
    return timed / taken, 1e3 * spent / timed, letters, known


async def _index_bytes(store: SqlStore) -> int:
    if DATABASE:
        sizes = "SELECT pg_total_relation_size('article_terms'), pg_total_relation_size('article_places')"
    else:
        sizes = "SELECT (SELECT sum(length(block)) FROM article_terms_data), (SELECT sum(length(packed)) FROM article_places)"
    async with store.database.read() as connection:
        return sum((await connection.execute(text(sizes))).one())


def questions(known: Sequence[Article]) -> list[tuple[str, Article]]:
    """Five words of an article each, as often common ones as there are."""
    dice = np.random.default_rng(3)
    chosen = [known[at] for at in dice.integers(len(known), size=ASKED).tolist()]
    asked = []
    for article in chosen:
        words = [
            word for word in dict.fromkeys(article.text.replace(".", "").split()) if word not in STOP_WORDS
        ]
        picked = dice.choice(len(words), size=min(5, len(words)), replace=False).tolist()
        asked.append((" ".join(words[at] for at in picked), article))
    return asked


async def _ask(store: SqlStore, asked: Sequence[tuple[str, Article]], grown: Grown) -> None:
    judged = answer_judgement()
    for number, (words, article) in enumerate(asked):
        as_of = article.dated + timedelta(days=2) if number % 2 else None
        started, cpu = time.perf_counter(), time.process_time()
        found = await search(store, words, "bench", as_of=as_of)
        grown.seconds.append(time.perf_counter() - started)
        grown.busy.append(time.process_time() - cpu)
        grown.found += article.id in {hit.article.id for hit in found.hits}
    for words, _ in asked[:ANSWERED]:
        started = time.perf_counter()
        await ask(store, Question(words, "bench"), judged)
        grown.answers.append(time.perf_counter() - started)


async def _hostile(store: SqlStore) -> str:
    judged = answer_judgement()
    slowest = 0.0
    for question in HOSTILE:
        started = time.perf_counter()
        with suppress(ConfigError):  # a sentence says what is wrong with it
            await ask(store, Question(question, "bench"), judged)
        slowest = max(slowest, time.perf_counter() - started)
    return f"hostile questions: {len(HOSTILE)}, the slowest answered in {slowest:.2f} s (bar: 2)"


async def _synthetic(folder: Path) -> list[str]:
    press, grown = Press(), list[Grown]()
    store = await open_store(DATABASE or f"sqlite:///{folder}/scale.db")
    before = letters = 0
    known: list[Article] = []
    lines = [
        "scale: synthetic articles",
        "   articles   a second   CPU ms   index/text   search p50      p95   of CPU   answer p95   found",
    ]
    for size in SIZES:
        rate, cpu, more, fresh = await _grow(store, press, before, size)
        letters, before = letters + more, size
        known += fresh
        one = Grown(size, rate, cpu, await _index_bytes(store) / letters)
        await _ask(store, questions(known), one)
        grown.append(one)
        lines.append(one.line())
        print(one.line(), file=sys.stderr, flush=True)
    first, last = grown[0], grown[-1]
    lines.append(
        f"  from {first.size:,} to {last.size:,}: rate x {last.rate / first.rate:.2f} (bar: {KEEPS}), search p95 x "
        f"{p95(last.seconds) / p95(first.seconds):.1f}; bars: {RATE:,} a second, p95 {P95} ms, index {INDEX}"
    )
    lines.append(await _hostile(store))
    await store.close()
    return lines


async def _real(folder: Path) -> str:
    asked = quiz.questions(BENCH)[::3]
    store = await quiz.corpus(BENCH, folder / "real.db")
    seconds, busy = [], []
    for each in asked:
        started, cpu = time.perf_counter(), time.process_time()
        await search(store, each["question"], quiz.WORKSPACE, as_of=quiz.day(each["date"]))
        seconds.append(time.perf_counter() - started)
        busy.append(time.process_time() - cpu)
    total, _ = await store.frequencies((), quiz.WORKSPACE)
    await store.close()
    return (
        f"scale: {len(asked)} questions over {total:,} real articles: p50 {1e3 * statistics.median(seconds):.0f} ms, "
        f"p95 {p95(seconds):.0f} ms (bar: {REAL_P95}), of CPU {p95(busy):.0f}"
    )


async def _report() -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        lines = await _synthetic(Path(folder))
        return lines if DATABASE else [*lines, await _real(Path(folder))]


def report() -> str:
    """How quick import and search are at each size, how large the index is, and what growth costs."""
    return "\n".join(asyncio.run(_report()))


if __name__ == "__main__":
    print(report())
