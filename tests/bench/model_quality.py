"""The model beside the extractive writer, over the same articles."""

from __future__ import annotations

import os
import runpy
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.config import ModelConfig
from bot.core.briefing import extractive
from bot.core.reading.text import terms
from bot.model import (
    AnnotatedArticle,
    Article,
    Briefing,
    Story,
)
from bot.model.writing import NANOS
from tests.bench.modelled import DAY, Counts, read_quotes, rows_of, sent_share, writing
from tests.bench.summaries import _untokenized

STORIES = int(os.environ.get("ONRECORD_BENCH_STORIES", "100"))
"""Stories that are written; fewer where a server is dear."""


@dataclass(frozen=True)
class Quality:
    """Of one writer over the same stories; shares are means over stories."""

    told: int
    bullets: float
    said: float  # share of a bullet's terms that its article has
    covered: float  # share of the words of people's one-sentence summary that the bullets have
    quotes: float


@dataclass(frozen=True)
class Written:
    """What a model's run took."""

    stories: int
    passed: int
    repaired: int
    cut: int
    tokens_in: int
    tokens_out: int
    money: float
    sent: float  # share of its articles' text that is sent of a story


async def quality(config: ModelConfig, bench: Path) -> tuple[Quality, Quality, Written]:
    """The extractive writer and the model over the same articles, each a story of its own."""
    rows = [row for row in rows_of(bench / "summaries" / "wikinews-dev.jsonl.gz") if row["genre"] == "news"]
    reads = {row["id"]: _wikinews(row) for row in rows[:STORIES]}
    made = {name: extractive.brief(Story((read,))) for name, read in reads.items()}
    plain = {name: briefing for name, briefing in made.items() if briefing}
    async with writing(config, lambda: DAY, Counts()) as (writer, store):
        told = await writer.write(list(plain.values()), "bench")
        spent = await store.spent(DAY.date())
    people = {row["id"]: row["summaries"] for row in rows}
    words = runpy.run_path(str(bench / "summaries" / "score.py"))["words"]
    by_model = dict(zip(plain, told, strict=True))
    tallies = [briefing.tally for briefing in told if briefing.tally]
    written = Written(
        stories=sum(briefing.writer != extractive.WRITER for briefing in told),
        passed=sum(tally.bullets for tally in tallies),
        repaired=sum(tally.repaired for tally in tallies),
        cut=sum(tally.cut for tally in tallies),
        tokens_in=sum(spend.tokens_in for spend in spent),
        tokens_out=sum(spend.tokens_out for spend in spent),
        money=sum(spend.nanos for spend in spent) / NANOS,
        sent=sent_share([briefing.story for briefing in plain.values()]),
    )
    return _quality(plain, people, words), _quality(by_model, people, words), written


def _quality(
    told: dict[str, Briefing], people: dict[str, list[str]], words: Callable[[str], Counter[str]]
) -> Quality:
    count = len(told) or 1
    return Quality(
        told=len(told),
        bullets=sum(len(briefing.bullets) for briefing in told.values()) / count,
        said=sum(_said(briefing) for briefing in told.values()) / count,
        covered=sum(_covered(briefing, people[name], words) for name, briefing in told.items()) / count,
        quotes=sum(
            len(briefing.quotes) + sum(len(bullet.quotes) for bullet in briefing.bullets)
            for briefing in told.values()
        )
        / count,
    )


def _said(briefing: Briefing) -> float:
    known = {term for read in briefing.story.articles for term in terms(read.article.text)}
    mine = [term for bullet in briefing.bullets for term in terms(bullet.words)]
    return sum(term in known for term in mine) / (len(mine) or 1)


def _covered(briefing: Briefing, summaries: Sequence[str], words: Callable[[str], Counter[str]]) -> float:
    mine = words(" ".join(bullet.words for bullet in briefing.bullets))
    return max((mine & words(one)).total() / (words(one).total() or 1) for one in summaries)


def _wikinews(row: dict[str, Any]) -> AnnotatedArticle:
    text = "\n".join(_untokenized(sentence) for sentence in row["sentences"])
    return read_quotes(Article(row["id"], "", "Wikinews", row["title"], text, DAY, published=DAY))
