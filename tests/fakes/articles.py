"""Articles and their quotes for tests, without a clock or an outlet."""

from __future__ import annotations

import functools
from datetime import UTC, datetime

from bot.adapters.lexicons import lexicon
from bot.core.quotes import find_quotes
from bot.core.reading.lexicon import Lexicon
from bot.model import AnnotatedArticle, Article, Quote

WHEN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@functools.cache
def english() -> Lexicon:
    return lexicon("en")


@functools.cache
def german() -> Lexicon:
    return lexicon("de")


def article(text: str, name: str = "made-up") -> Article:
    return Article(name, f"https://example.test/{name}", "The Example", "A headline", text, WHEN)


def read(text: str) -> AnnotatedArticle:
    made = article(text)
    return AnnotatedArticle(made, find_quotes(made, english()))


def quotes(text: str) -> tuple[Quote, ...]:
    return read(text).quotes


def spoken(text: str) -> list[tuple[str, str | None]]:
    """What is said and by whom, without what is no speech."""
    return [(quote.text, quote.speaker) for quote in quotes(text) if quote.kind != "not-speech"]
