"""News judgement as a value: what was learned of kinds of articles, of rare words, and of what leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class NewsJudgement:
    """Linear models over the features that kinds.py and rank.py name, and a background of word counts."""

    not_news: Weights
    """How sure it is that an article is no news, as log odds."""
    kinds: Mapping[str, Weights]
    """How well each kind of article fits."""
    picked: Weights
    """Words and sections of a story -> how gladly daily roundups take it up, as log odds."""
    order: Weights
    """What makes a story lead."""
    articles: int = 0
    held_by: Mapping[str, int] | None = None
    """How many of `articles` articles of other times hold a stem: one where it is not named."""


NO_JUDGEMENT = NewsJudgement({}, {}, {}, {"articles": 1.0})
"""Where nothing was learned, all is news, and coverage alone makes a story lead."""


def log_odds(weights: Weights, features: Weights) -> float:
    """The weighted sum of the features, with the constant that is named by the empty string."""
    return weights.get("", 0.0) + sum(weights.get(name, 0.0) * amount for name, amount in features.items())
