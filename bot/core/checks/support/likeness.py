"""How like a sentence is to those that it comes from: its words, in the places that they have there."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.checks.support.fit import fit
from bot.core.checks.support.reading import Reading

MOST_PLACES = 8
"""Places of one word that are looked at."""


def likeness(claim: Reading, cited: Sequence[Reading]) -> float:
    """From 0 to 1: how many of its words are there, how well each fits its place, what stands in a row.

    A formula without learned weights: each part tells alone, and together they tell a little more
    (docs/checks.md).
    """
    places = [at for at, token in enumerate(claim.tokens) if token.content]
    if not places:
        return 0.0
    fits = [_best_fit(claim, at, cited) for at in places]
    there = sum(any(claim.tokens[at].root in reading.places for reading in cited) for at in places)
    return (sum(fits) / len(fits) + there / len(places) + min(fits) / 2 + in_a_row(claim, cited) / 2) / 3


def _best_fit(claim: Reading, at: int, cited: Sequence[Reading]) -> float:
    root = claim.tokens[at].root
    return max(
        (
            fit(claim, (at, at + 1), reading, (place, place + 1))
            for reading in cited
            for place in reading.places.get(root, ())[:MOST_PLACES]
        ),
        default=0.0,
    )


def in_a_row(claim: Reading, cited: Sequence[Reading], size: int = 3) -> float:
    """The share of its runs of three words that stand in a cited sentence as well."""
    known = {run for reading in cited for run in _runs(reading, size)}
    mine = _runs(claim, size)
    return sum(run in known for run in mine) / len(mine) if mine else 0.0


def _runs(reading: Reading, size: int) -> list[tuple[str, ...]]:
    roots = [token.root for token in reading.tokens]
    return [tuple(roots[at : at + size]) for at in range(len(roots) - size + 1)]
