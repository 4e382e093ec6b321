"""Is a sentence fit to be printed alone, and is a bullet what its articles say.

Everything that is shown passes here: the extractive writers choose by it, a model's draft is judged by it.
"""

from __future__ import annotations

import functools

from bot.core.checks import standalone_de
from bot.core.checks.dates import dated
from bot.core.checks.quoting import (
    covered,
    has_marks,
    marked_within,
    outside_marks,
    printable,
    quotes_within,
    speech,
    surely_said,
    woven,
)
from bot.core.checks.standalone import (
    addresses_reader,
    boilerplate,
    dangling,
    garbled,
    leaning_noun,
    leans_lightly,
    opens_leaning,
    well_formed,
    whole,
)
from bot.core.reading.language import is_german
from bot.model import Bullet, Cite

__all__ = [
    "clean",
    "covered",
    "dated",
    "fault",
    "has_marks",
    "leans_lightly",
    "marked_within",
    "needs_the_one_before",
    "opens_an_article",
    "outside_marks",
    "printable",
    "quotes_within",
    "speech",
    "supported",
    "surely_said",
    "woven",
]

LONGEST = 1000
"""Code points beyond which no sentence of a newspaper goes, and nothing else is looked at."""


def fault(sentence: str) -> str | None:
    """Why a line cannot be a bullet, in a word or two; None when it can."""
    return "not a whole sentence" if len(sentence) > LONGEST else _fault(sentence)


@functools.lru_cache(maxsize=4096)
def _fault(sentence: str) -> str | None:
    """Worked out once: a briefing asks it of a sentence in several places."""
    if is_german(sentence):
        return _german_fault(sentence)
    if boilerplate(sentence):
        return "boilerplate"
    if not whole(sentence):
        return "not a whole sentence"
    if garbled(sentence):
        return "garbled"
    if addresses_reader(sentence):
        return "speaks to the reader"
    return "leans on another sentence" if dangling(sentence) else None


def _german_fault(sentence: str) -> str | None:
    if boilerplate(sentence) or standalone_de.boilerplate(sentence):
        return "boilerplate"
    if not (well_formed(sentence) and standalone_de.has_verb(outside_marks(sentence))):
        return "not a whole sentence"
    if garbled(sentence, english=False):
        return "garbled"
    if standalone_de.addresses_reader(sentence):
        return "speaks to the reader"
    return "leans on another sentence" if standalone_de.dangling(sentence) else None


def opens_an_article(sentence: str) -> bool:
    """Whether it can be printed alone as a first sentence: what a later one may lean on, it cannot."""
    wrong = fault(sentence)
    german = is_german(sentence)
    opens = standalone_de.opens_leaning(sentence) if german else opens_leaning(sentence)
    return wrong is None or (wrong == "leans on another sentence" and not opens)


def needs_the_one_before(sentence: str) -> str | None:
    """The noun, when all that is wrong is an opening "The attack …": printable below a sentence with it."""
    return leaning_noun(sentence) if fault(sentence) == "leans on another sentence" else None


def clean(sentence: str) -> bool:
    """Whether a line reads as a sentence of a briefing and stands alone."""
    return fault(sentence) is None


def supported(bullet: Bullet) -> bool:
    """Whether the bullet is, but for dates in brackets, word for word what it cites, its marks covered."""
    return any(_supported_by(cite, bullet) for cite in bullet.cites)


def _supported_by(cite: Cite, bullet: Bullet) -> bool:
    quotes = [quote for quote in bullet.quotes if quote.article == cite.article]
    return (
        cite.article.words(cite.span) == bullet.words
        and covered(bullet.words, cite.span.start, quotes)
        and (not bullet.insertions or (bullet.text, bullet.insertions) == dated(cite.article, cite.span))
    )
