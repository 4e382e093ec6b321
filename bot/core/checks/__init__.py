"""Is a sentence fit to be printed alone, and is a bullet what its articles say.

Everything that is shown passes here: the extractive writers choose by it, a model's draft is judged by it.
"""

from __future__ import annotations

from bot.core.checks.boilerplate import boilerplate
from bot.core.checks.marks import covered, has_marks, outside_marks, printable, quotes_within, speech
from bot.core.checks.sentence import addresses_reader, garbled, whole
from bot.core.checks.standing import dangling, leans_lightly
from bot.model import Bullet

__all__ = [
    "clean",
    "covered",
    "fault",
    "has_marks",
    "leans_lightly",
    "outside_marks",
    "printable",
    "quotes_within",
    "speech",
    "supported",
]

LONGEST = 1000
"""Code points beyond which no sentence of a newspaper goes, and nothing else is looked at."""


def fault(sentence: str) -> str | None:
    """Why a line cannot be a bullet, in a word or two; None when it can."""
    if len(sentence) > LONGEST:
        return "not a whole sentence"
    if boilerplate(sentence):
        return "boilerplate"
    if not whole(sentence):
        return "not a whole sentence"
    if garbled(sentence):
        return "garbled"
    if addresses_reader(sentence):
        return "speaks to the reader"
    return "leans on another sentence" if dangling(sentence) else None


def clean(sentence: str) -> bool:
    """Whether a line reads as a sentence of a briefing and stands alone."""
    return fault(sentence) is None


def supported(bullet: Bullet) -> bool:
    """Whether the bullet is word for word what it cites, and its marks hold only speech it names."""
    return any(
        cite.article.words(cite.span) == bullet.text
        and covered(bullet.text, cite.span.start, [q for q in bullet.quotes if q.article == cite.article])
        for cite in bullet.cites
    )
