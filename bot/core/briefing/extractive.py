"""The writer without a model: a briefing of the articles' own sentences."""

from __future__ import annotations

from bot.core.briefing.candidates import candidates
from bot.core.briefing.choose import READING_WORDS, chosen, term_weights
from bot.core.briefing.differ import differences
from bot.core.briefing.headline import headline
from bot.core.briefing.quotes import best_quotes
from bot.core.checks import supported
from bot.core.reading.text import words
from bot.model import Briefing, Story

WRITER = "extractive"


def brief(story: Story) -> Briefing | None:
    """Up to four bullets and three quotes, read in 20 seconds; None when no sentence can stand alone."""
    picked = chosen(story, candidates(story))
    bullets = tuple(bullet for bullet in (candidate.bullet() for candidate in picked) if supported(bullet))
    if not bullets:
        return None
    left = READING_WORDS - sum(len(words(bullet.words)) for bullet in bullets)
    quotes = best_quotes(story, bullets, term_weights(story), left)
    return Briefing(
        story, headline(story) or bullets[0].words, bullets, quotes, WRITER, differences=differences(story)
    )
