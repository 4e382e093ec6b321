"""How long 10,000 filters take over 1,000 articles, and what expressions made to stall cost."""

from __future__ import annotations

import random
import time
from datetime import UTC, datetime

from bot.core.filters import Sieve, filter_of
from bot.model import Article, Filter, FilterKind

FILTERS, ARTICLES, WORDS = 10_000, 1_000, 500
SEED = 11
KNOWN = 8_000  # different words in the made-up language
KINDS = (FilterKind.WORDS, FilterKind.PHRASE, FilterKind.OUTLET, FilterKind.AUTHOR)
NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)

HOSTILE = (
    r"(a+)+$", r"(a|aa)+$", r"([a-zA-Z]+)*$", r"(.*a){20}", r"(a|a?)+$", r"(x+x+)+y",
    r"^(([a-z])+.)+[A-Z]([a-z])+$", r"(?:a?){30}a{30}", r"(\w+\s?)*!$", r"(a|b).{14}Z", r"a.{18}b.{18}c",
)  # fmt: skip
"""Expressions that take a backtracking engine years, and two that take RE2 off its quick path."""


def report() -> str:
    """A line a case: seconds of processor time, and how many articles are left out."""
    chance = random.Random(SEED)
    known = [_word(chance) for _ in range(KNOWN)]
    articles = [_article(chance, known, number) for number in range(ARTICLES)]
    text = "ab" * 10_000
    stalling = [Article(str(n), "", "Post", "", mark * 10_000, NOW) for n, mark in enumerate(("a", "ab"))]
    lines = [f"filters: {FILTERS:,} filters by {ARTICLES:,} articles of {WORDS} words, processor time"]
    lines.append(_line("of every kind, 50 expressions", _mixed(chance, known), articles))
    lines += [
        _line(f"all {kind}", [_of(kind, chance, known) for _ in range(FILTERS)], articles) for kind in KINDS
    ]
    one = f"{known[0]} "
    shared = [filter_of("words", one + chance.choice(known)) for _ in range(FILTERS)]
    lines.append(_line("all with one word in common", shared, articles))
    expressions = [_of(FilterKind.EXPRESSION, chance, known) for _ in range(1_000)]
    lines.append(_line("1,000 expressions", expressions, articles))
    hostile = [filter_of("expression", pattern) for pattern in HOSTILE]
    lines.append(_line(f"{len(HOSTILE)} hostile expressions", hostile, articles))
    lines.append(_line(f"{len(HOSTILE)} hostile, 2 texts of {len(text):,} letters", hostile, stalling))
    return "\n".join(lines)


def _line(name: str, filters: list[Filter], articles: list[Article]) -> str:
    started = time.process_time()
    sieve = Sieve(filters)
    made = time.process_time() - started
    left = sum(sieve.against(article) is not None for article in articles)
    took = time.process_time() - started
    return f"  {name:44} {took:6.2f} s, of it {made:5.2f} s to make ready; {left:5,} left out"


def _mixed(chance: random.Random, known: list[str]) -> list[Filter]:
    filters = [_of(chance.choice(KINDS), chance, known) for _ in range(FILTERS - 50)]
    return [*filters, *(_of(FilterKind.EXPRESSION, chance, known) for _ in range(50))]


def _of(kind: FilterKind, chance: random.Random, known: list[str]) -> Filter:
    one, other = chance.sample(known, 2)
    if kind is FilterKind.EXPRESSION:
        return filter_of(kind, rf"\b{one}\w* (?:of |the )?{other}\b")
    return filter_of(kind, f"{one} {other}")


def _article(chance: random.Random, known: list[str], number: int) -> Article:
    words = chance.choices(known, k=WORDS)
    headline, byline = " ".join(words[:8]), " ".join(chance.sample(known, 2))
    return Article(str(number), "", words[9], headline, " ".join(words), NOW, byline=byline, language="en")


def _word(chance: random.Random) -> str:
    return "".join(chance.choice("aeioulmnrstkbdfg") for _ in range(chance.randint(3, 9)))


if __name__ == "__main__":
    print(report())
