"""What a model adds to the extractive writer, and what it costs: python -m tests.bench.model [BENCH].

The server is the one that the config names (onrecord.toml, ONRECORD_MODEL_NAME and so on); where it names
none, the loopback stand-in writes, which copies sentences: then the figures are of the way there and back.
"""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import runpy
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.adapters.store import SqlStore, open_store
from bot.app.writing import writer_of
from bot.config import ModelConfig, PriceConfig, environment, lexicon, load, topics
from bot.core.briefing import extractive
from bot.core.briefing.prompt import sources
from bot.core.material import material
from bot.core.quotes import find_quotes
from bot.core.text import terms
from bot.model import (
    Article,
    Briefing,
    Channel,
    Feed,
    FeedHealth,
    FeedState,
    Harvest,
    ReadArticle,
    Story,
    Subscription,
)
from bot.model.writing import NANOS
from bot.newsroom.deliver import Deliverer
from bot.newsroom.write import Writer
from tests.bench.summaries import _untokenized
from tests.fakes.openai.server import KEY, LETTERS_A_TOKEN, MODEL, model_server
from tests.fakes.platform import ChatServer

BENCH = Path(os.environ.get("ONRECORD_BENCH", Path(__file__).parents[3] / "shared" / "bench"))
DAY = datetime(2026, 1, 1, tzinfo=UTC)
STORIES = int(os.environ.get("ONRECORD_BENCH_STORIES", "100"))
"""Stories that are written for the figures of quality; fewer where a server is dear."""

ARTICLES, CHANNELS, OUTLETS = 300, 50, 6
"""Of the day; a story is told by at most so many outlets."""
EXAMPLE = (0.4, 1.6)
"""A price of a million tokens in and out, as a small hosted model has it, for the stand-in's figures."""


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


class Counts(Counter[tuple[str, ...]]):
    """A meter that can be asked."""

    def count(self, name: str, by: float = 1, **labels: str) -> None:
        """Add to a counter."""
        self[(name, *labels.values())] += int(by)

    def time(self, name: str, seconds: float, **labels: str) -> None:
        """Nothing: times are of no interest here."""


@asynccontextmanager
async def model_config() -> AsyncIterator[tuple[ModelConfig, str]]:
    """The model to write with, and how to speak of it."""
    found = load(None, environment()).model
    if found.name:
        yield found, f"{found.name} at {found.url}"
        return
    async with model_server() as server:
        yield (
            ModelConfig.model_validate(
                {
                    "name": MODEL,
                    "url": server.url,
                    "key": KEY,
                    "day_ceiling": 1_000,
                    "workspace_ceiling": 1_000,
                    "prices": [PriceConfig(model=MODEL, tokens_in=EXAMPLE[0], tokens_out=EXAMPLE[1])],
                }
            ),
            f"the loopback stand-in, which copies sentences; priced at {EXAMPLE[0]} and {EXAMPLE[1]} a million",
        )


@asynccontextmanager
async def writing(
    config: ModelConfig, at: Callable[[], datetime], counts: Counts
) -> AsyncIterator[tuple[Writer, SqlStore]]:
    """A writer over an empty store."""
    store = await open_store("sqlite:///:memory:")
    writer = writer_of(config.model_copy(update={"digest_seconds": 3_600.0}), store, at, counts)
    if writer is None:
        raise ValueError("a model with a name has a writer")
    try:
        yield writer, store
    finally:
        await writer.close()
        await store.close()


async def quality(config: ModelConfig, bench: Path) -> tuple[Quality, Quality, Written]:
    """The extractive writer and the model over the same articles, each a story of its own."""
    rows = [row for row in _rows(bench / "summaries" / "wikinews-dev.jsonl.gz") if row["genre"] == "news"]
    reads = {row["id"]: _wikinews(row) for row in rows[:STORIES]}
    made = {name: extractive.brief(Story((read,))) for name, read in reads.items()}
    plain = {name: briefing for name, briefing in made.items() if briefing}
    async with writing(config, lambda: DAY, Counts()) as (writer, store):
        told = await writer.tell(list(plain.values()), "bench")
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
        sent=_sent([briefing.story for briefing in plain.values()]),
    )
    return _quality(plain, people, words), _quality(by_model, people, words), written


def _sent(stories: Sequence[Story]) -> float:
    given = [sources(story) for story in stories]
    sent = sum(len(material(one)) for one in given if one)
    return sent / (sum(len(read.article.text) for story in stories for read in story.articles) or 1)


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


async def day_of_news(
    config: ModelConfig, bench: Path, articles: int = ARTICLES, channels: int = CHANNELS
) -> DayOfNews:
    """Articles of one morning, told to channels that follow the shipped topics in turn."""
    reads = [_ecb(row, number) for number, row in enumerate(_of_the_day(bench)[:articles])]
    now = DAY + timedelta(hours=12, minutes=1)
    counts = Counts()
    async with writing(config, lambda: now, counts) as (writer, store):
        await _settle(store, reads, channels)
        deliverer = Deliverer(store, {"chat": ChatServer()}, lambda: now, counts, writer)
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
        sent=_sent(list({_key(briefing): briefing.story for briefing in told}.values())),
        whole_tokens=whole_in + whole_out,
        whole_money=price.of(whole_in, whole_out) / NANOS,
    )


async def _settle(store: SqlStore, reads: Sequence[ReadArticle], channels: int) -> None:
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


def _wikinews(row: dict[str, Any]) -> ReadArticle:
    text = "\n".join(_untokenized(sentence) for sentence in row["sentences"])
    return _read(Article(row["id"], "", "Wikinews", row["title"], text, DAY, published=DAY))


def _of_the_day(bench: Path) -> list[dict[str, Any]]:
    """Articles on many events, each with a few."""
    seen: Counter[str] = Counter()
    kept = []
    for row in _rows(bench / "stories" / "ecb-dev.jsonl.gz"):
        seen[row["story"]] += 1
        if seen[row["story"]] <= OUTLETS:
            kept.append(row)
    return kept[:ARTICLES]


def _ecb(row: dict[str, Any], number: int) -> ReadArticle:
    at = DAY + timedelta(minutes=2 * number)
    outlet = f"outlet-{number % 30}"
    headline, _, text = row["text"].strip().partition("\n")
    url = f"https://{outlet}/{number}"
    whole = text.strip() or headline
    return _read(Article(Article.id_for(url, whole), url, outlet, headline, whole, at, published=at))


def _read(article: Article) -> ReadArticle:
    return ReadArticle(article, find_quotes(article, lexicon()))


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


async def _report(bench: Path) -> str:
    async with model_config() as (config, name):
        plain, told, written = await quality(config, bench)
        day = await day_of_news(config, bench)
        currency = config.currency
    checked = written.passed + written.cut
    stories = plain.told or 1
    cost = f"{written.money / stories:.5f} {currency}"
    times = day.whole_tokens / (day.tokens_in + day.tokens_out or 1), day.whole_money / (day.money or 1)
    lines = [
        f"model: {name}",
        f"  {plain.told} stories of one article each, {written.stories} told by the model",
        "  bullets  said  covered  quotes",
        _line(plain, "extractive"),
        _line(told, "the model, checked"),
        "  said: share of the bullets' words that the article has; covered: share of people's summary",
        f"  {written.passed} bullets, {written.repaired} repaired, {written.cut} cut ({_share(written.cut, checked)})",
        f"  a story: {written.tokens_in / stories:,.0f} tokens in, {written.tokens_out / stories:,.0f} out, {cost}",
        f"  sent of a story: {_share(written.sent, 1)} of its text",
        f"a day of {ARTICLES} articles for {CHANNELS} channels: {day.digests} digests, {day.told} stories told",
        f"  {day.distinct} different stories, {day.stories} calls and {day.repairs} for repairs; sent of a story: {_share(day.sent, 1)} of its text",
        f"  {day.tokens_in:,} tokens in, {day.tokens_out:,} out, {day.money:.4f} {currency}",
        f"  whole articles, a channel at a time: {day.whole_tokens:,} tokens, {day.whole_money:.4f} {currency}",
        f"  that is {times[0]:.0f} times the tokens and {times[1]:.0f} times the money",
    ]
    return "\n".join(lines)


def _line(found: Quality, name: str) -> str:
    return f"  {found.bullets:>7.2f}  {found.said:.3f}  {found.covered:>6.3f}  {found.quotes:>6.2f}  {name}"


def _share(part: float, whole: float) -> str:
    return f"{100 * part / (whole or 1):.1f} %"


def report(bench: Path = BENCH) -> str:
    """The figures of the model beside those of the extractive writer."""
    return asyncio.run(_report(bench))


if __name__ == "__main__":
    print(report(Path(sys.argv[1]) if len(sys.argv) > 1 else BENCH))
