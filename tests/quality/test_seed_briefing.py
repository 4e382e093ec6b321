"""The briefing of one real page as it arrives: garbled, with headings and a comment form inside."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.adapters.lexicons import lexicon
from bot.core.quotes import find_quotes
from bot.model import AnnotatedArticle, Article, Briefing, QuoteKind
from bot.newsroom.brief import brief_article

pytestmark = pytest.mark.needs("bench")


@pytest.fixture
def seed(bench: Path) -> Path:
    return bench.parent / "seed"


@pytest.fixture
def briefing(seed: Path) -> Briefing:
    text = (seed / "article.txt").read_text(encoding="utf-8")
    article = Article("seed", "", "seed", text.split("\n")[0], text, datetime(2026, 1, 1, tzinfo=UTC))
    found = brief_article(AnnotatedArticle(article, find_quotes(article, lexicon())))
    assert found is not None
    return found


def test_no_garbled_sentence_no_heading_no_form(briefing: Briefing) -> None:
    told = " ".join(bullet.text for bullet in briefing.bullets)
    for piece in ("The US", "he had flown", "explosions near", "must fail", "Reply", "email"):
        assert piece not in told
    assert 2 <= len(briefing.bullets) <= 6


def test_the_visit_the_strikes_and_the_price_cap_are_told(briefing: Briefing) -> None:
    told = " ".join(bullet.text for bullet in briefing.bullets)
    for part in ("rare visit on Monday", "drone", "price gap on Russian natural gas"):
        assert part in told


def test_every_quote_is_one_that_people_marked_with_its_speaker(briefing: Briefing, seed: Path) -> None:
    marked = {
        (row["quote_start"], row["quote_end"]): row["speaker"]
        for row in json.loads((seed / "quotes.json").read_text(encoding="utf-8"))
        if row["kind"] == "quote"
    }
    printed = [*briefing.quotes, *(quote for bullet in briefing.bullets for quote in bullet.quotes)]
    printed = [quote for quote in printed if quote.kind is QuoteKind.QUOTE]
    assert briefing.quotes
    assert all(marked[span.start, span.end] == quote.speaker for quote in printed for span in quote.spans)
    assert len({quote.speaker for quote in briefing.quotes}) == len(briefing.quotes)
