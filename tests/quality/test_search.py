"""Floors of search and answers on questions of a news quiz; lowering one is a decision.

A fixed part: every sixteenth question, the articles that hold its answer, and a fifth of all others.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.bench.search import corpus, holding, measure, questions
from tests.conftest import BENCH

pytestmark = [pytest.mark.needs("bench"), pytest.mark.slow, pytest.mark.timeout(600)]

FLOORS = {
    "any hit@1": 0.73,
    "any hit@5": 0.96,
    "any mrr@10": 0.83,
    "editors hit@10": 0.92,
    "bullet_1": 0.26,
    "bullets_1_3": 0.46,
    "auc": 0.69,
    "own pair": 0.93,
    "answered with": 0.90,
}


async def figures(folder: Path) -> dict[str, float]:
    asked = questions(BENCH)[::16]
    keep = frozenset().union(*(holding(each) for each in asked))
    store = await corpus(BENCH, folder / "bench.db", keep)
    measured = await measure(store, asked, dated=False)
    await store.close()
    return measured.summary()


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    return asyncio.run(figures(tmp_path_factory.mktemp("search")))


@pytest.mark.parametrize("name", FLOORS)
def test_no_figure_falls_under_its_floor(measured: dict[str, float], name: str) -> None:
    assert measured[name] >= FLOORS[name]
