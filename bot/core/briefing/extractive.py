"""The writer without a model: a briefing of the articles' own sentences."""

from __future__ import annotations

from bot.core.briefing.candidates import candidates
from bot.core.briefing.choose import chosen, term_weights
from bot.core.briefing.headline import headline
from bot.core.briefing.quotes import best_quotes
from bot.core.checks import supported
from bot.model import Briefing, Story

WRITER = "extractive"


def brief(story: Story) -> Briefing | None:
    """The story in two to four bullets and up to three quotes; None when no sentence can stand alone."""
    picked = chosen(story, candidates(story))
    bullets = tuple(bullet for bullet in (candidate.bullet() for candidate in picked) if supported(bullet))
    if not bullets:
        return None
    quotes = best_quotes(story, bullets, term_weights(story))
    return Briefing(story, headline(story) or bullets[0].text, bullets, quotes, WRITER)
