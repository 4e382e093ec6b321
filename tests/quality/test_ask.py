"""Floors of answers to people's questions, alone and in threads; lowering one is a decision.

By the shipped weights, which have seen these questions: `make bench-ask` holds them out.
"""

from __future__ import annotations

import asyncio

import pytest

from bot.config import answer_judgement
from tests.bench import ask_corpus
from tests.bench.ask import answers_by, tables
from tests.conftest import BENCH

pytestmark = [pytest.mark.needs("bench"), pytest.mark.slow, pytest.mark.timeout(1800)]

FLOORS = {
    ("said", "answer"): 0.90,
    ("ask", "silent"): 0.58,
    ("ask", "answer"): 0.56,
    ("conversations", "silent"): 0.58,
    ("conversations", "first turn"): 0.73,
    ("conversations", "later turn"): 0.58,
    ("conversations", "other article"): 0.40,
}
MOST_UNFIT = 0.08


async def figures() -> dict[str, dict[str, float]]:
    judged = answer_judgement()
    store = await ask_corpus.opened(BENCH)
    try:
        return tables(BENCH, await answers_by(store, BENCH, lambda record: judged))
    finally:
        await store.close()


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, float]]:
    return asyncio.run(figures())


@pytest.mark.parametrize(("name", "row"), FLOORS)
def test_no_figure_falls_under_its_floor(measured: dict[str, dict[str, float]], name: str, row: str) -> None:
    assert measured[name][row] >= FLOORS[name, row]


def test_hardly_anybody_is_given_other_words(measured: dict[str, dict[str, float]]) -> None:
    assert measured["said"]["answer wrong"] <= MOST_UNFIT
