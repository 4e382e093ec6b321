"""A story told in a model's words: what passed the gate, as one briefing of the usual length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.briefing.choose import MOST, READING_WORDS, term_weights
from bot.core.briefing.prompt import MOST_ALIKE, rejected
from bot.core.briefing.quotes import MOST_QUOTES, best_quotes
from bot.core.reading.text import terms, words
from bot.model import Briefing, Bullet, Checked, Draft, Quote, Tally


@dataclass(frozen=True, slots=True)
class Passed:
    """What of a draft passed, at once or after a repair, in the draft's order."""

    bullets: tuple[Bullet, ...]
    quotes: tuple[Quote, ...]
    headline: str | None
    tally: Tally


def shortened(draft: Draft) -> Draft:
    """The draft without the bullets beyond those that a briefing shows."""
    return replace(draft, bullets=draft.bullets[:MOST])


def passed(draft: Draft, first: Checked, second: Checked | None = None) -> Passed:
    """The bullets of the first check, with those of a repair in the places of those rejected, none twice."""
    mended = dict(zip(rejected(draft, first), second.bullets if second else (), strict=False))
    kept: dict[int, Bullet] = {}
    for place, bullet in enumerate(first.bullets):
        one = bullet or mended.get(place)
        if one and not any(_repeats(one, other) for other in kept.values()):
            kept[place] = one
    quotes = dict.fromkeys((*first.quotes, *(second.quotes if second else ())))
    tally = Tally(len(kept), len(kept.keys() & mended.keys()), len(first.bullets) - len(kept))
    return Passed(tuple(kept.values()), tuple(quotes), first.headline, tally)


def _repeats(one: Bullet, other: Bullet) -> bool:
    mine, theirs = set(terms(one.text)), set(terms(other.text))
    return len(mine & theirs) > MOST_ALIKE * min(len(mine), len(theirs))


def told(plain: Briefing, found: Passed, writer: str) -> Briefing | None:
    """The briefing in these bullets, otherwise as the extractive writer has it; None without a bullet."""
    bullets = _within_words(found.bullets)
    if not bullets:
        return None
    tally = replace(found.tally, bullets=len(bullets))
    left = READING_WORDS - _length(bullets)
    quotes = _asked(found.quotes, bullets, left) or best_quotes(
        plain.story, bullets, term_weights(plain.story), left
    )
    return replace(
        plain,
        headline=found.headline or plain.headline,
        bullets=bullets,
        quotes=quotes,
        writer=writer,
        tally=tally,
    )


def _within_words(bullets: Sequence[Bullet]) -> tuple[Bullet, ...]:
    """The first bullets that are read in time; the very first is never too long."""
    kept: tuple[Bullet, ...] = ()
    for bullet in bullets:
        if kept and _length((*kept, bullet)) > READING_WORDS:
            break
        kept = (*kept, bullet)
    return kept


def _length(bullets: Sequence[Bullet]) -> int:
    return sum(len(words(bullet.text)) for bullet in bullets)


def _asked(quotes: Sequence[Quote], bullets: Sequence[Bullet], left: int) -> tuple[Quote, ...]:
    """The quotes that the bullets ask for beside them, none twice, as many as are read in time."""
    shown = {(quote.article, quote.span.start) for bullet in bullets for quote in bullet.quotes}
    kept: tuple[Quote, ...] = ()
    for quote in quotes:
        fits = sum(len(words(one.text)) for one in (*kept, quote)) <= left
        if fits and len(kept) < MOST_QUOTES and (quote.article, quote.span.start) not in shown:
            kept = (*kept, quote)
    return kept
