"""How well a claimed sentence fits the cited ones: a place by the words around it, and the whole of it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from bot.core.reading.sentence import Reading, Word
from bot.model import Reason


class Fault(NamedTuple):
    """One thing in a sentence that the cited ones do not bear out; `words` are the sentence's own, if any."""

    reason: Reason
    why: str
    words: str = ""


REACH = 12
"""Words on either side that are looked at."""

FADING = 5.0
"""Words after which a neighbour counts for a third."""


def fit(
    claim: Reading, at: tuple[int, int], cited: Reading, where: tuple[int, int], figures: bool = True
) -> float:
    """From 0 to 1: the share of the words around a run of the claim that stand around a run of the cited.

    Runs are tokens, end exclusive. Near ones count for more, on both
    sides; figures may be left out.
    """
    whole = shared = 0.0
    for place, token in _around(claim, at):
        if not token.content or not (figures or token.low.isalpha()):
            continue
        weight = _fades(_distance(place, at))
        whole += weight
        found = cited.places.get(token.root, ())
        gains = [_fades(_distance(there, where)) for there in found if not where[0] <= there < where[1]]
        shared += weight * max(gains, default=0.0)
    return shared / whole if whole else 0.0


def fit_word(claim: Reading, at: int, cited: Reading, where: int) -> float:
    """The fit of one word to another."""
    return fit(claim, (at, at + 1), cited, (where, where + 1))


def _around(reading: Reading, at: tuple[int, int]) -> list[tuple[int, Word]]:
    start, end = max(0, at[0] - REACH), min(len(reading.tokens), at[1] + REACH)
    return [(place, reading.tokens[place]) for place in (*range(start, at[0]), *range(at[1], end))]


def _distance(place: int, run: tuple[int, int]) -> int:
    return run[0] - place if place < run[0] else place - run[1] + 1


def _fades(distance: int) -> float:
    return math.exp(-(distance - 1) / FADING)


# --- how like a sentence is to those that it comes from ----------------------------------------------


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
