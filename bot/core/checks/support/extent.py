"""Does a sentence say of all, or of none, what the cited ones say of some."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.checks.support.fit import Fault, fit_word
from bot.core.reading.lexicon import ClaimWords, Lexicon
from bot.core.reading.numbers import figures
from bot.core.reading.sentence import Reading
from bot.model import Reason

PLACED = 0.2
"""Fit from which "some" of a cited sentence stands in the place of an "all"."""

AS_WELL = 0.8
"""Share of that fit from which an "all" of the cited sentences bears it out."""


def extent_faults(claim: Reading, cited: Sequence[Reading], lexicon: Lexicon) -> Iterator[Fault]:
    """Words such as "all" where the cited sentences have "some", "most", "none" or "two of the three"."""
    words = lexicon.claims
    for at, token in enumerate(claim.tokens):
        if token.low not in words.universal or _is_aside(claim, at):
            continue
        some = max((fit_word(claim, at, *one) for one in _some(cited, words)), default=0.0)
        every = max((fit_word(claim, at, *one) for one in _every(cited, words)), default=0.0)
        if some >= PLACED and every < AS_WELL * some:
            why = f"The cited sentences do not say this of “{token.text}”."
            yield Fault(Reason.ANTONYM, why, token.text)


def _is_aside(claim: Reading, at: int) -> bool:
    """Whether it is "nearly all", "not all", or "all" that ends a clause: "first of all"."""
    words = claim.grammar.figures
    short = at > 0 and claim.tokens[at - 1].low in words.nearly | words.no
    return short or at + 1 in claim.breaks or at + 1 == len(claim.tokens)


def _some(cited: Sequence[Reading], words: ClaimWords) -> Iterator[tuple[Reading, int]]:
    for reading in cited:
        for at, token in enumerate(reading.tokens):
            if token.low in words.partial or token.low in words.nothing:
                yield reading, at
        for figure in figures(reading):
            after = reading.tokens[figure.last].low if figure.last < len(reading.tokens) else ""
            if after in words.out_of:
                yield reading, figure.first


def _every(cited: Sequence[Reading], words: ClaimWords) -> Iterator[tuple[Reading, int]]:
    for reading in cited:
        for at, token in enumerate(reading.tokens):
            if token.low in words.universal:
                yield reading, at
