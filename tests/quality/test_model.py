"""A day of news for many channels, through the stand-in: what is sent and paid, with floors."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.model_day import day_of_news
from tests.bench.modelled import stand_in


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.needs("bench")
async def test_each_story_of_a_day_is_paid_once_and_little_of_it_is_sent(bench: Path) -> None:
    async with stand_in() as config:
        day = await day_of_news(config, bench, articles=60, channels=10)
    assert day.digests == 10
    assert day.told > day.distinct
    assert day.stories == 2 * day.distinct  # written once, and read once by the second reader
    assert day.repairs <= 0.2 * day.stories  # the stand-in copies sentences: hardly one is to be repaired
    assert day.sent < 0.7
    assert day.whole_tokens > 4 * (day.tokens_in + day.tokens_out)
    assert day.whole_money > 4 * day.money
