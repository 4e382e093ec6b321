"""How sure an answer is, and from where on there is none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from bot.core.answers.query import Sought
from bot.core.answers.rank import Ranked

ENOUGH = 0.25
"""Under this the corpus does not say: so 4 in 100 questions that it answers are refused."""

BEST = 8
"""How many of the best articles are looked at."""


class Signs(NamedTuple):
    """What tells, before anything is shown, whether the corpus holds an answer."""

    score: float  # of the best article
    lead: float  # the most of the question that one of the best says at its beginning
    scores: float  # the mean of the best articles
    words: float  # how many the question has: the logarithm of their number
    rarity: float  # how much each tells


WEIGHTS = Signs(0.13, 2.5, 0.02, 0.56, 0.18)
BIAS = -4.66
"""Fitted on 300 news-quiz questions, each asked with the articles that hold its answer and without."""


def confidence(ranked: Sequence[Ranked], sought: Sought) -> float:
    """The chance that the corpus answers, from 0 to 1; 0 when nothing was found."""
    if not ranked:
        return 0.0
    signs = _signs(ranked[:BEST], sought)
    total = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, signs, strict=True))
    return 1 / (1 + math.exp(-total))


def _signs(best: Sequence[Ranked], sought: Sought) -> Signs:
    count = len(sought.weights)
    return Signs(
        score=best[0].hit.score,
        lead=max(each.evidence.lead for each in best),
        scores=sum(each.hit.score for each in best) / len(best),
        words=math.log(count),
        rarity=sought.whole / count,
    )
