from __future__ import annotations

from typing import Any

import pytest

from bot.cli.doctor import model_finding, store_finding, temporary_finding
from bot.config import ModelConfig

PRICES = [{"model": "m", "tokens_in": 1, "tokens_out": 2}]
CEILINGS = "at most 0.5 USD a workspace and 1 in all a day"


@pytest.mark.parametrize(
    ("settings", "ok", "says"),
    [
        ({}, True, "none: digests are extractive"),
        ({"name": "m", "key": "k"}, True, f"m at https://api.openai.com/v1, {CEILINGS}"),
        (
            {"name": "m", "url": "http://127.0.0.1:8080/v1"},
            True,
            f"m at http://127.0.0.1:8080/v1, {CEILINGS}",
        ),
        ({"name": "m"}, False, f"{CEILINGS}; a hosted server wants a key: set ONRECORD_MODEL_KEY"),
    ],
)
def test_who_tells_stories_and_what_it_may_cost(settings: dict[str, Any], ok: bool, says: str) -> None:
    found = model_finding(ModelConfig.model_validate({"prices": PRICES, **settings}))
    assert found.ok is ok
    assert found.says.endswith(says)
    assert "'k'" not in found.says


def test_what_the_store_holds_is_counted_in_whole_words() -> None:
    assert store_finding({"feeds": 1, "digests": 1, "deliveries": 1}).says == "1 feed, 1 digest, 1 delivery"
    assert store_finding({"articles": 1200, "deliveries": 0}).says == "1,200 articles, 0 deliveries"


def test_too_little_room_for_temporary_files_is_said() -> None:
    assert temporary_finding("/tmp", 256_000_000).ok
    little = temporary_finding("/tmp", 64_000_000)
    assert not little.ok
    assert little.says == "64 MB free at /tmp; 140 MB are needed"
