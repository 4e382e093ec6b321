"""A day of news for many channels: what is sent and paid, beside sending whole articles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path
from typing import Any

from bot.adapters.store import SqlStore
from bot.config import ModelConfig, topics
from bot.model import (
    AnnotatedArticle,
    Article,
    Briefing,
    Channel,
    Feed,
    FeedHealth,
    FeedState,
    Harvest,
    Subscription,
)
from bot.model.writing import NANOS
from bot.newsroom.deliver import Deliverer
from bot.newsroom.write import Writer
from bot.ops.failures import FailureGuard
from tests.bench.modelled import DAY, Counts, read_quotes, rows_of, sent_share, writing
from tests.fakes.openai.server import LETTERS_A_TOKEN
from tests.fakes.platform import ChatServer

ARTICLES, CHANNELS, OUTLETS = 300, 50, 6
"""Of the day; a story is told by at most so many outlets."""


@dataclass(frozen=True)
class DayOfNews:
    """A day of articles for channels that follow different topics."""

    digests: int
    told: int  # stories over all channels
    stories: int  # calls for a story that had none yet
    repairs: int  # further calls
    distinct: int  # stories written
    tokens_in: int
    tokens_out: int
    money: float
    sent: float  # share of its articles' text that is sent of a story
    whole_tokens: int  # the articles of each story told, sent whole for each channel
    whole_money: float


async def day_of_news(
    config: ModelConfig, bench: Path, articles: int = ARTICLES, channels: int = CHANNELS
) -> DayOfNews:
    """Articles of one morning, told to channels that follow the shipped topics in turn."""
    reads = [_ecb(row, number) for number, row in enumerate(_of_the_day(bench)[:articles])]
    now = DAY + timedelta(hours=12, minutes=1)
    counts = Counts()
    async with writing(config, lambda: now, counts) as (writer, store):
        await _settle(store, reads, channels)
        deliverer = Deliverer(
            store, {"chat": ChatServer()}, lambda: now, counts, FailureGuard(lambda: now, counts), writer
        )
        await deliverer.tick()
        digests = [
            digest for order in await store.subscriptions() for digest in await store.digests(order.id, DAY)
        ]
        spent = await store.spent(now.date())
        price = writer.proofreader.drafts.tariff.price
    told = [briefing for digest in digests for briefing in digest.briefings]
    tokens_in, tokens_out = sum(one.tokens_in for one in spent), sum(one.tokens_out for one in spent)
    bought = {key[2]: count for key, count in counts.items() if key[:2] == ("model_drafts", "written")}
    distinct = len({_key(briefing) for briefing in told})
    whole_in = sum(_whole_tokens(briefing) for briefing in told) + _instructions(writer) * len(told)
    whole_out = round(tokens_out / (distinct or 1) * len(told))
    return DayOfNews(
        digests=len(digests),
        told=len(told),
        stories=sum(count for prompt, count in bought.items() if "+" not in prompt),
        repairs=sum(count for prompt, count in bought.items() if "+" in prompt),
        distinct=distinct,
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        money=sum(one.nanos for one in spent) / NANOS,
        sent=sent_share(list({_key(briefing): briefing.story for briefing in told}.values())),
        whole_tokens=whole_in + whole_out,
        whole_money=price.of(whole_in, whole_out) / NANOS,
    )


async def _settle(store: SqlStore, reads: Sequence[AnnotatedArticle], channels: int) -> None:
    await store.ship_topics(topics())
    feeds = {
        read.article.outlet: Feed.of(f"https://{read.article.outlet}/", read.article.outlet) for read in reads
    }
    for feed in feeds.values():
        mine = tuple(read for read in reads if read.article.outlet == feed.outlet)
        await store.keep([Harvest(feed, FeedHealth(FeedState.OK), (), mine)])
    names = [topic.name for topic in topics()]
    for number in range(channels):
        channel = Channel("chat", f"workspace-{number // 5}", f"room-{number}", f"room-{number}")
        for feed in feeds.values():
            await store.take_feed(channel.workspace, feed)
        await store.put_subscription(
            Subscription(f"order-{number}", channel, (time(12),), "UTC", created=DAY)
        )
        await store.follow(channel, names[number % len(names)])


def _key(briefing: Briefing) -> frozenset[str]:
    return frozenset(read.article.id for read in briefing.story.articles)


def _whole_tokens(briefing: Briefing) -> int:
    return sum(len(read.article.text) for read in briefing.story.articles) // LETTERS_A_TOKEN


def _instructions(writer: Writer) -> int:
    return len(writer.prompts["briefing"].text) // LETTERS_A_TOKEN


def _of_the_day(bench: Path) -> list[dict[str, Any]]:
    """Articles on many events, each with a few."""
    seen: Counter[str] = Counter()
    kept = []
    for row in rows_of(bench / "stories" / "ecb-dev.jsonl.gz"):
        seen[row["story"]] += 1
        if seen[row["story"]] <= OUTLETS:
            kept.append(row)
    return kept[:ARTICLES]


def _ecb(row: dict[str, Any], number: int) -> AnnotatedArticle:
    at = DAY + timedelta(minutes=2 * number)
    outlet = f"outlet-{number % 30}"
    headline, _, text = row["text"].strip().partition("\n")
    url = f"https://{outlet}/{number}"
    whole = text.strip() or headline
    return read_quotes(Article(Article.id_for(url, whole), url, outlet, headline, whole, at, published=at))
