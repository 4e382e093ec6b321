"""How well a place in a claimed sentence fits a place in a cited one: by the words around both."""

from __future__ import annotations

import math

from bot.core.checks.support.reading import Reading, Token

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


def _around(reading: Reading, at: tuple[int, int]) -> list[tuple[int, Token]]:
    start, end = max(0, at[0] - REACH), min(len(reading.tokens), at[1] + REACH)
    return [(place, reading.tokens[place]) for place in (*range(start, at[0]), *range(at[1], end))]


def _distance(place: int, run: tuple[int, int]) -> int:
    return run[0] - place if place < run[0] else place - run[1] + 1


def _fades(distance: int) -> float:
    return math.exp(-(distance - 1) / FADING)
