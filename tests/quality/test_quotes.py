"""Floors under the shipped quote engine: one article in four of the benchmark, and the seed article.

The weights were fitted on these articles, so the floors guard against breaking the engine and say nothing of
how good it is: that is told, cross-validated, by `python -m tests.bench quotes`.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.core.forms import quote_rows
from bot.core.quotes import find_quotes
from bot.model import AnnotatedArticle, Article, QuoteKind
from tests.fakes.articles import english, read
from tools.quote_data import load, scorer_of

EVERY = 4


def _rows(record: dict[str, Any]) -> list[dict[str, object]]:
    page = Article(record["article_id"], "", "", "", record["text"], datetime(2026, 1, 1, tzinfo=UTC))
    found = AnnotatedArticle(page, find_quotes(page, english()))
    return [row for row in quote_rows(found) if row["kind"] != "not-speech"]


@pytest.fixture(scope="module")
def figures(request: pytest.FixtureRequest) -> dict[str, Any]:
    folder = request.getfixturevalue("bench_folder") / "quotes"
    articles = load(folder / "articles-dev.jsonl.gz")[::EVERY]
    ids = [record["article_id"] for record in articles]
    kept = set(ids)
    gold = [record for record in load(folder / "gold-dev.jsonl.gz") if record["article_id"] in kept]
    rows = [row for record in articles for row in _rows(record)]
    scored: dict[str, Any] = scorer_of(folder).score(gold, rows, None, ids)
    return scored


@pytest.fixture(scope="module")
def bench_folder() -> Path:
    from tests.conftest import BENCH

    return BENCH


@pytest.mark.needs("bench")
def test_speech_is_found_and_attributed_no_worse_than_before(figures: dict[str, Any]) -> None:
    assert figures["extraction_exact"]["f1"] >= FLOORS["extraction"]
    assert figures["attribution"]["surname_accuracy"] >= FLOORS["surname"]
    assert figures["attribution"]["fullname_accuracy"] >= FLOORS["full name"]
    assert figures["end_to_end"]["f1"] >= FLOORS["end to end"]
    assert figures["wrong_speaker_rate"] <= FLOORS["wrong"]
    assert figures["coverage"] >= FLOORS["answered"]


FLOORS = {
    "extraction": 0.988,
    "surname": 0.932,
    "full name": 0.942,
    "end to end": 0.923,
    "wrong": 0.028,
    "answered": 0.952,
}


@pytest.mark.needs("bench")
def test_the_seed_article_gives_its_quotes_and_speakers(bench_folder: Path) -> None:
    seed = bench_folder.parent / "seed"
    text = (seed / "article.txt").read_bytes().decode("utf-8")
    wanted = json.loads((seed / "quotes.json").read_text("utf-8"))
    found = read(text).quotes
    assert [
        (quote.span.start, quote.span.end, quote.kind.value, quote.speaker, quote.role) for quote in found
    ] == [(one["quote_start"], one["quote_end"], one["kind"], one["speaker"], one["role"]) for one in wanted]
    assert sum(quote.kind is QuoteKind.QUOTE for quote in found) == sum(
        one["kind"] == "quote" for one in wanted
    )
