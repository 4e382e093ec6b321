"""The briefing of a story that goes on: one bullet that says what its channel was not told."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.briefing.candidates import Candidate, candidates
from bot.core.briefing.extractive import WRITER, brief
from bot.core.briefing.headline import headline
from bot.core.checks import supported
from bot.core.reading.text import fold, terms
from bot.core.stories.follow import Following, Known, contradicts, stands
from bot.model import Briefing, Bullet, Quote, Story, Telling

EARLY = 12
"""Sentences from the top of an article among which its news is looked for."""


def update(following: Following) -> Briefing | None:
    """What is corrected, else what is new, in one bullet and at most one quote; None where nothing is."""
    told = following.before.briefings if following.before else ()
    return _correction(following, told) or _development(following.story, Known(told))


def _correction(following: Following, before: Sequence[Briefing]) -> Briefing | None:
    """What a later version of a told page says otherwise than it was told."""
    bullets = [bullet.words for briefing in before for bullet in briefing.bullets]
    for told, version in following.changed:
        withdrawn = [sentence for sentence in bullets if not stands(sentence, version.article)]
        corrected = Story((version,))
        changed = (one for one in candidates(corrected) if not stands(one.text, told))
        right = (one for one in changed if any(contradicts(sentence, one.text) for sentence in withdrawn))
        for bullet in _bullets(right):
            return _briefing(corrected, bullet, (), Telling.CORRECTED)
    return None


def _development(story: Story, known: Known) -> Briefing | None:
    whole = brief(story)
    if whole is None:
        return None
    early = sorted((one for one in candidates(story) if one.order < EARLY), key=lambda one: one.order)
    for bullet in (*whole.bullets, *_bullets(iter(early))):
        if known.lacks(bullet.words):
            quotes = [
                quote for quote in whole.quotes if known.lacks(quote.text) and not _within(quote, bullet)
            ]
            return _briefing(story, bullet, tuple(quotes[:1]), Telling.DEVELOPING)
    return None


def _bullets(found: Iterator[Candidate]) -> Iterator[Bullet]:
    return (bullet for bullet in (one.bullet() for one in found) if supported(bullet))


def _within(quote: Quote, bullet: Bullet) -> bool:
    return fold(quote.text).text in fold(bullet.text).text or len(terms(quote.text)) == 0


def _briefing(story: Story, bullet: Bullet, quotes: tuple[Quote, ...], telling: Telling) -> Briefing:
    return Briefing(story, headline(story) or bullet.text, (bullet,), quotes, WRITER, telling=telling)
