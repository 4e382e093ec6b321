"""Which quotes of a story are printed: whole speech of different people that adds to the bullets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.core.checks import printable
from bot.core.text import fold, terms, words
from bot.model import Bullet, Quote, Story

MOST_QUOTES = 3
FIT_WORDS = (6, 40)
"""A quote of this many words says something and is still read."""

LONGEST = 70
"""Words of a quote beyond which it is left for the article."""

SAME = 0.6
"""Share of its terms that a quote may have in common with one chosen before."""


def best_quotes(story: Story, bullets: Sequence[Bullet], weights: Mapping[str, float]) -> tuple[Quote, ...]:
    """Up to three quotes, one a speaker, none that a bullet holds already."""
    spoken = [quote for read in story.articles for quote in read.quotes if _usable(quote, bullets)]
    spoken.sort(key=lambda quote: _score(quote, weights), reverse=True)
    picked: list[Quote] = []
    for quote in spoken:
        if len(picked) < MOST_QUOTES and not any(_same_voice(quote, other) for other in picked):
            picked.append(quote)
    return tuple(picked)


def _usable(quote: Quote, bullets: Sequence[Bullet]) -> bool:
    if not printable(quote) or len(words(quote.text)) > LONGEST:
        return False
    said = fold(quote.text).text.strip(" ,.")
    return not any(said in fold(bullet.text).text for bullet in bullets)


def _score(quote: Quote, weights: Mapping[str, float]) -> float:
    """Whole sentences of a sure speaker about what the story is about, told early."""
    top = sum(sorted(weights.values(), reverse=True)[:8]) or 1.0
    about = sum(weights.get(term, 0.0) for term in set(terms(quote.text))) / top
    whole = quote.text[:1].isupper()
    sure = quote.evidence.confidence if quote.evidence else 0.5
    early = 1 - quote.span.start / len(quote.article.text)
    return about + whole + sure + 0.3 * bool(quote.role) + 0.5 * early - _misfit(quote)


def _misfit(quote: Quote) -> float:
    shortest, longest = FIT_WORDS
    count = len(words(quote.text))
    return 0.25 * max(0, shortest - count) + 0.03 * max(0, count - longest)


def _same_voice(one: Quote, other: Quote) -> bool:
    """One speaker by the surname, or nearly the same words."""
    mine, theirs = set(terms(one.text)), set(terms(other.text))
    shared = len(mine & theirs) > SAME * min(len(mine), len(theirs) or 1)
    return shared or _surname(one) == _surname(other)


def _surname(quote: Quote) -> str:
    return fold((quote.speaker or "").split()[-1]).text
