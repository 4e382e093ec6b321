"""Floors under German: cross-validated as `python -m tests.bench quotes_de` tells them, and as it ships.

The shipped weights were fitted on these articles, so the second floors only guard against breaking them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.adapters.lexicons import lexicons
from bot.core.forms import quote_rows
from bot.core.quotes import find_quotes
from bot.core.reading.language import lexicon_for
from bot.model import AnnotatedArticle, Article
from tests.conftest import BENCH
from tools.quote_data import load, scorer_of
from tools.train_quotes import cross_validate, rows

FOLDER = BENCH / "quotes-de"
pytestmark = [pytest.mark.needs("bench"), pytest.mark.slow]

WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def test_german_articles_that_were_kept_out_are_attributed_no_worse_than_before() -> None:
    trial = cross_validate(FOLDER)
    ids = [sample.id for sample in trial.data]
    gold = load(FOLDER / "gold-dev.jsonl.gz")
    figures = scorer_of(FOLDER).score(gold, rows(trial, trial.plan.threshold), None, ids)
    assert figures["extraction_exact"]["f1"] >= 0.945
    assert figures["end_to_end"]["f1"] >= 0.68
    assert figures["wrong_speaker_rate"] <= 0.08
    assert figures["coverage"] >= 0.74


def test_german_is_told_by_its_words_and_attributed_as_fitted() -> None:
    known = lexicons()
    articles = load(FOLDER / "articles-dev.jsonl.gz")
    found: list[dict[str, Any]] = []
    for record in articles:
        page = Article(record["article_id"], "", "", "", record["text"], WHEN)
        quotes = find_quotes(page, lexicon_for(page, known))
        found += [row for row in quote_rows(AnnotatedArticle(page, quotes)) if row["kind"] != "not-speech"]
    ids = [record["article_id"] for record in articles]
    figures = scorer_of(FOLDER).score(load(FOLDER / "gold-dev.jsonl.gz"), found, None, ids)
    assert figures["extraction_exact"]["f1"] >= 0.945
    assert figures["end_to_end"]["f1"] >= 0.73
    assert figures["wrong_speaker_rate"] <= 0.055
