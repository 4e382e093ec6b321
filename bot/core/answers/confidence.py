"""How sure an answer is, and from where on there is none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from bot.core.answers.rank import Ranked

ENOUGH = 0.3
"""Under this the corpus does not say."""


class Signs(NamedTuple):
    """What tells, before anything is shown, whether the corpus holds an answer."""

    window: float  # the most of the question that stands together, in the best three articles
    coverage: float  # the most of it that one of them holds
    lead: float
    neighbours: float
    counts: float
    score: float  # of the best article, by ten


WEIGHTS = Signs(3.0, 2.0, 1.0, 1.0, 1.0, 0.0)
BIAS = -4.0


def signs(ranked: Sequence[Ranked]) -> Signs:
    """The signs in the best three articles."""
    best = [each.evidence for each in ranked[:3]]
    return Signs(
        window=max(each.window for each in best),
        coverage=max(each.coverage for each in best),
        lead=max(each.lead for each in best),
        neighbours=max(each.neighbours for each in best),
        counts=max(each.counts for each in best),
        score=ranked[0].hit.score / 10,
    )


def confidence(ranked: Sequence[Ranked]) -> float:
    """The chance that the corpus answers, from 0 to 1; 0 when nothing was found."""
    if not ranked:
        return 0.0
    total = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, signs(ranked), strict=True))
    return 1 / (1 + math.exp(-total))
