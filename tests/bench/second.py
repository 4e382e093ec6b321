"""What a second reader of a set judgement lets through, loses and costs, over the bundled articles.

Two in five bullets say something that the gate cannot see to be wrong: another verb of the past.
"""

from __future__ import annotations

import asyncio
import random
import re
import sys
from dataclasses import dataclass
from typing import Any

from bot.adapters.lexicons import with_quotes
from bot.adapters.sample import outlets
from bot.model import Article
from bot.newsroom.brief import brief_article
from tests.fakes.openai.request import Asked
from tests.fakes.openai.server import ModelServer, model_server
from tests.fakes.openai.writers import convinced, faithful, verdicts
from tests.fakes.stored_articles import open_memory_store
from tests.fakes.stories import MORNING
from tests.fakes.writing import NOW, tariff, writing

RATES = (0.7, 0.8, 0.9, 1.0)
OTHER = "inspected"
"""The verb that stands where another stood; no article of the sample has it."""

_PAST = re.compile(r"\b[a-z]{3,}ed\b(?! by)")
WRONG = 0.4


def slanted(asked: Asked) -> Any:
    """As the faithful writer, with another verb in some of its bullets."""
    draft = faithful(asked)
    for bullet in draft["bullets"]:
        if random.Random(bullet["text"]).random() < WRONG:
            bullet["text"] = _PAST.sub(OTHER, bullet["text"], count=1)
    return draft


@dataclass
class RightAtARate:
    """A second reader who knows what is wrong, and says so as often as not to be right by chance."""

    rate: float

    def __call__(self, asked: Asked) -> Any:
        """Its verdicts, the same for the same sentence."""
        said = {}
        for number, text in asked.sentences.items():
            right = random.Random(f"{self.rate} {text}").random() < self.rate
            said[number] = "yes" if (OTHER not in text) == right else "no"
        return verdicts(said)


@dataclass(frozen=True)
class Passing:
    """Bullets printed, sound and wrong, with the calls, tokens and money of all stories."""

    sound: int
    wrong: int
    stories: int
    calls: int
    tokens: int
    money: float


async def measured(rate: float | None) -> Passing:
    """With a second reader who is right at this rate; without one where it is None."""
    reads = [
        with_quotes(Article(piece.slug, "", piece.outlet, piece.headline, piece.text, MORNING))
        for piece in outlets.pieces()
    ]
    plain = [made for read in reads if (made := brief_article(read))]
    reader = convinced if rate is None else RightAtARate(rate)
    store = await open_memory_store()
    async with (
        model_server(ModelServer(slanted, reader=reader)) as server,
        writing(server, store, NOW, tariff(100, 100), seconds=120, second=rate is not None) as desk,
    ):
        told = await desk.writer.write(plain, "w")
        spent = await store.spent(NOW.date(), "w")
    await store.close()
    texts = [bullet.text for one in told if one.writer != "extractive" for bullet in one.bullets]
    wrong = sum(OTHER in text for text in texts)
    calls, tokens = sum(one.calls for one in spent), sum(one.tokens_in + one.tokens_out for one in spent)
    money = sum(one.nanos for one in spent) / 10**9
    return Passing(len(texts) - wrong, wrong, len(plain), calls, tokens, money)


async def _all() -> dict[float | None, Passing]:
    return {rate: await measured(rate) for rate in (None, *RATES)}


def report() -> str:
    """What passes and what it costs, without a second reader and with ones of each rate."""
    lines = [
        "second reader              sound printed  wrong printed  calls a story  tokens a story  USD a story"
    ]
    for rate, one in asyncio.run(_all()).items():
        label = "none" if rate is None else f"right in {rate:.0%}"
        lines.append(
            f"  {label:24} {one.sound:13} {one.wrong:14} {one.calls / one.stories:14.2f}"
            f" {one.tokens / one.stories:15.0f} {one.money / one.stories:12.5f}"
        )
    return "\n".join(lines)


def main() -> None:
    """Print the report."""
    sys.stdout.write(report() + "\n")
