"""What a model adds to the extractive writer, and what it costs: python -m tests.bench.model [BENCH].

The server is the one that the config names (onrecord.toml, ONRECORD_MODEL_NAME and so on); where it names
none, the loopback stand-in writes, which copies sentences: then the figures are of the way there and back.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from tests.bench.model_day import ARTICLES, CHANNELS, day_of_news
from tests.bench.model_quality import Quality, quality
from tests.bench.modelled import BENCH, model_config


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
