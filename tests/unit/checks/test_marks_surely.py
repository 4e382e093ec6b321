from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.core.checks import printable, surely_said
from bot.model import Article, Evidence, Quote, QuoteKind, Span

ARTICLE = Article(
    "a", "", "", "", "“The pier will open in May,” said Ida Quist.", datetime(2026, 3, 1, tzinfo=UTC)
)


@pytest.mark.parametrize(
    ("confidence", "beside_a_name"), [(0.72, False), (0.83, False), (0.845, True), (1.0, True)]
)
def test_a_name_stands_beside_a_quote_only_when_the_engine_is_surer(
    confidence: float, beside_a_name: bool
) -> None:
    quote = Quote(
        ARTICLE, (Span(1, 27),), QuoteKind.QUOTE, "Ida Quist", None, Evidence("name", confidence, None)
    )
    assert printable(quote)
    assert surely_said(quote) is beside_a_name
