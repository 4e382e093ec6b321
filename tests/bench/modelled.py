"""What the benchmarks of a model share: which model, a writer over an empty store, articles read once."""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.adapters.lexicons import lexicon
from bot.adapters.store import SqlStore, open_store
from bot.app.opening import writer_of
from bot.config import ModelConfig, PriceConfig, environment, load
from bot.core.briefing.prompt import sources
from bot.core.material import material
from bot.core.quotes import find_quotes
from bot.model import (
    AnnotatedArticle,
    Article,
    Story,
)
from bot.newsroom.write import Writer
from bot.ops.failures import FailureGuard
from tests.fakes.openai.forms import MODEL
from tests.fakes.openai.server import KEY, model_server

BENCH = Path(os.environ.get("ONRECORD_BENCH", Path(__file__).parents[3] / "shared" / "bench"))
DAY = datetime(2026, 1, 1, tzinfo=UTC)
EXAMPLE = (0.4, 1.6)
"""A price of a million tokens in and out, as a small hosted model has it, for the stand-in's figures."""


class Counts(Counter[tuple[str, ...]]):
    """A meter that can be asked."""

    def count(self, name: str, by: float = 1, **labels: str) -> None:
        """Add to a counter."""
        self[(name, *labels.values())] += int(by)

    def time(self, name: str, seconds: float, **labels: str) -> None:
        """Nothing: times are of no interest here."""


@asynccontextmanager
async def stand_in() -> AsyncIterator[ModelConfig]:
    """The model of the loopback stand-in, with room under its ceilings."""
    async with model_server() as server:
        yield ModelConfig.model_validate(
            {
                "name": MODEL,
                "url": server.url,
                "key": KEY,
                "day_ceiling": 1_000,
                "workspace_ceiling": 1_000,
                "prices": [PriceConfig(model=MODEL, tokens_in=EXAMPLE[0], tokens_out=EXAMPLE[1])],
            }
        )


@asynccontextmanager
async def model_config() -> AsyncIterator[tuple[ModelConfig, str]]:
    """The model to write with, and how to speak of it."""
    found = load(None, environment()).model
    if found.name:
        yield found, f"{found.name} at {found.url}"
        return
    async with stand_in() as config:
        name = "the loopback stand-in, which copies sentences"
        yield config, f"{name}; priced at {EXAMPLE[0]} and {EXAMPLE[1]} a million"


@asynccontextmanager
async def writing(
    config: ModelConfig, at: Callable[[], datetime], counts: Counts
) -> AsyncIterator[tuple[Writer, SqlStore]]:
    """A writer over an empty store."""
    store = await open_store("sqlite:///:memory:")
    writer = writer_of(
        config.model_copy(update={"digest_seconds": 3_600.0}),
        store,
        "bench",
        at,
        counts,
        FailureGuard(at, counts),
    )
    if writer is None:
        raise ValueError("a model with a name has a writer")
    try:
        yield writer, store
    finally:
        await writer.close()
        await store.close()


def sent_share(stories: Sequence[Story]) -> float:
    given = [sources(story, {"en"}) for story in stories]
    sent = sum(len(material(one)) for one in given if one)
    return sent / (sum(len(read.article.text) for story in stories for read in story.articles) or 1)


def read_quotes(article: Article) -> AnnotatedArticle:
    return AnnotatedArticle(article, find_quotes(article, lexicon()))


def rows_of(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
