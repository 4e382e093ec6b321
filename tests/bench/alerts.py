"""Alerts over real days: python -m tests.bench alerts.

Twenty watches are tried over three months of stored articles, a day as one round (`onrecord watch try`), and
what they come upon is held against what the quote book and the search list of the same days.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bot import config
from bot.adapters.store import SqlStore, open_store
from bot.core import commands, topics
from bot.core.reading.text import fold_text
from bot.errors import ConfigError
from bot.model import (
    LOCAL_WORKSPACE,
    AnnotatedArticle,
    Article,
    Channel,
    Feed,
    FeedHealth,
    Harvest,
    Quote,
    Watch,
)
from bot.newsroom.alerter import Alerter
from bot.newsroom.ask import search
from bot.newsroom.deliver import Deliverer
from bot.newsroom.lookup import look_up
from bot.newsroom.watches import watch_of
from bot.ops.failures import FailureGuard
from bot.ops.metrics import PrometheusMeter
from tests.bench.ask_corpus import opened
from tests.conftest import BENCH
from tests.fakes.platform import ChatServer

FIRST, LAST = date(2022, 8, 1), date(2022, 10, 31)
WEEK = timedelta(days=7)
MOST = 200
"""Hits of a search for one week: more articles than any of these phrases has there."""

SPEAKERS = (
    'speaker:"Joe Biden" about:Ukraine',
    'speaker:"Donald Trump" about:election',
    'speaker:"Ron DeSantis" about:hurricane',
    'speaker:"Elon Musk" about:Twitter',
    'speaker:"Nancy Pelosi" about:Taiwan',
    'speaker:"Kevin McCarthy" about:Republicans',
    'speaker:"Liz Cheney" about:Trump',
    'speaker:"Vladimir Putin" about:Ukraine',
    'speaker:"Ashish Jha" about:vaccine',
    'speaker:"Jerome Powell" about:rates',
)
PHRASES = ('"rail strike"', '"student loan"', '"heat wave"', '"mass shooting"', '"interest rates"')
TOPICS = ("topic:Business", "topic:Technology", "topic:Science", "topic:Health", "topic:Climate")
KINDS = {"speakers": SPEAKERS, "phrases": PHRASES, "topics": TOPICS}

ROOM = Channel("chat", LOCAL_WORKSPACE, "news", "news")
READ = 50
"""Articles of the round whose way to a message is timed."""

Row = dict[str, Any]


@dataclass(frozen=True)
class Figures:
    """What a watch came upon, beside what is listed."""

    found: frozenset[str]
    listed: frozenset[str]
    alerts: int
    twice: int  # of them, those that say what an earlier one said

    @property
    def precision(self) -> float:
        """The share of what it came upon that is listed."""
        return len(self.found & self.listed) / (len(self.found) or 1)

    @property
    def recall(self) -> float:
        """The share of what is listed that it came upon."""
        return len(self.found & self.listed) / (len(self.listed) or 1)


async def figures(bench: Path = BENCH) -> Mapping[str, Figures]:
    """The figures by watch."""
    store = await _corpus(bench)
    listed = {typed: await _listed(store, kind, typed) for kind, some in KINDS.items() for typed in some}
    database = store.database.url
    await store.close()
    rows = await asyncio.to_thread(tried, database)
    return {typed: _figures(rows[typed], found) for typed, found in listed.items()}


def tried(database: str) -> Mapping[str, Sequence[Row]]:
    """What `onrecord watch try` prints, by watch."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        watched = Path(folder, "watches.jsonl")
        every = [typed for some in KINDS.values() for typed in some]
        watched.write_text("".join(json.dumps({"id": one, "watch": one}) + "\n" for one in every))
        command = [sys.executable, "-m", "bot", "watch", "try", "--watches", str(watched)]
        printed = subprocess.run(
            [*command, "--since", FIRST.isoformat(), "--until", LAST.isoformat()],
            cwd=folder,
            env={
                **os.environ,
                "ONRECORD_DATABASE": database,
                "PYTHONPATH": str(Path(__file__).parents[2]),
            },
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
    for row in map(json.loads, printed.splitlines()):
        found[row["watch"]].append(row)
    return found


def _figures(rows: Sequence[Row], listed: frozenset[str]) -> Figures:
    told = [row for row in rows if row["stage"] != "known"]
    said = Counter(
        fold_text(" ".join(quote["text"] for quote in row["quotes"]) or (row["bullet"] or row)["text"])
        for row in told
        if row["quotes"] or row["bullet"]
    )
    found = frozenset(article for row in rows for article in row["articles"])
    return Figures(found, listed, len(told), sum(said.values()) - len(said))


async def _corpus(bench: Path) -> SqlStore:
    """The store of all articles, with the topics that a newsroom has from its first start."""
    store = await opened(bench)
    await store.ship_topics(config.topics())
    return store


async def _listed(store: SqlStore, kind: str, typed: str) -> frozenset[str]:
    """The articles of these days that the book lists, or the search, or that are about the topic."""
    watch = await _watch(store, typed)
    first, last = _midnight(FIRST), _midnight(LAST) + timedelta(days=1)
    if kind == "speakers":
        pages = await look_up(store, LOCAL_WORKSPACE, watch.speaker, watch.about, first, 10_000)
        lines = [line for page in pages for line in page.lines]
        return frozenset(one.id for line in lines for one in line.articles if one.dated < last)
    if kind == "phrases":
        return frozenset(await _searched(store, typed, first, last))
    topic = {one.name: one for one in await store.topics(LOCAL_WORKSPACE)}[watch.topic]
    reads = await store.between(LOCAL_WORKSPACE, first, last)
    return frozenset(read.article.id for read in reads if topics.matches(topic, read.article))


async def _searched(store: SqlStore, typed: str, first: datetime, last: datetime) -> list[str]:
    """What searches of one week each list, as a search lists no more than so many."""
    ids: list[str] = []
    while first < last:
        end = min(first + WEEK, last) - timedelta(microseconds=1)
        found = await search(store, typed, LOCAL_WORKSPACE, limit=MOST, since=first, as_of=end)
        ids += (hit.article.id for hit in found.hits)
        first += WEEK
    return ids


async def _watch(store: SqlStore, typed: str) -> Watch:
    args = commands.parse(f"{commands.PREFIX} watch add {typed}").args
    return await watch_of(store, ROOM, args, "", None)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


# --- how long it takes ----------------------------------------------------------------------------


async def seconds(bench: Path = BENCH) -> tuple[int, Mapping[str, float]]:
    """How many messages a round of real articles makes, and the seconds of each step to them."""
    known = await _corpus(bench)
    day = _midnight(date(2022, 9, 22))
    reads = (await known.between(LOCAL_WORKSPACE, day - timedelta(days=2), day + timedelta(days=1)))[-READ:]
    now = datetime.now(UTC)  # noqa: TID251 - a message is as old as its article
    clock, meter, chat = (lambda: now), PrometheusMeter(), ChatServer()
    guard = FailureGuard(clock, meter)
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(f"sqlite:///{folder}/onrecord.db")
        await store.ship_topics(await known.topics(LOCAL_WORKSPACE))
        feed = Feed.of("https://bench.example/feed", "bench")
        await store.take_feed(LOCAL_WORKSPACE, feed)
        for typed in (one for some in KINDS.values() for one in some):
            await store.put_watch(await _watch(store, typed))
        fresh = tuple(_read_now(read, now) for read in reads)
        took: dict[str, float] = {}
        begun = time.perf_counter()
        await store.keep([Harvest(feed, FeedHealth(), (), fresh)])
        took["kept"] = time.perf_counter() - begun
        begun = time.perf_counter()
        await Alerter(store, clock, meter, guard).tick()
        took["held against the watches, and planned"] = time.perf_counter() - begun
        begun = time.perf_counter()
        await Deliverer(store, {"chat": chat}, clock, meter, guard).tick()
        took["posted"] = time.perf_counter() - begun
        await store.close()
    await known.close()
    return len({place.thread or message for message, (place, _, _) in enumerate(chat.messages)}), took


def _read_now(read: AnnotatedArticle, now: datetime) -> AnnotatedArticle:
    article: Article = replace(read.article, captured=now)
    quotes: tuple[Quote, ...] = tuple(replace(quote, article=article) for quote in read.quotes)
    return AnnotatedArticle(article, quotes)


def report(bench: Path = BENCH) -> str:
    """The figures of each watch and of each kind of them, and how long an alert takes."""
    if not (bench / "retrieval").is_dir():
        raise ConfigError(f"{bench / 'retrieval'}: no articles to replay")
    found = asyncio.run(figures(bench))
    lines = [
        f"alerts: {len(found)} watches over {FIRST} to {LAST}, a day a round",
        "  precision recall  listed alerts twice",
    ]
    for kind, some in KINDS.items():
        lines += [_line(found[typed], typed) for typed in some]
        whole = [found[typed] for typed in some]
        mean = sum(one.precision for one in whole) / len(whole), sum(one.recall for one in whole) / len(whole)
        lines.append(f"  {mean[0]:.3f}     {mean[1]:.3f}   {'':13} mean of the {kind}")
    messages, took = asyncio.run(seconds(bench))
    lines.append(f"  {READ} articles of a round, {len(found)} watches, {messages} messages; seconds:")
    lines += [f"    {value:.2f}  {step}" for step, value in took.items()]
    return "\n".join(lines)


def _line(one: Figures, name: str) -> str:
    counts = f"{len(one.listed):<6} {one.alerts:<6} {one.twice:<5}"
    return f"  {one.precision:.3f}     {one.recall:.3f}   {counts} {name}"
