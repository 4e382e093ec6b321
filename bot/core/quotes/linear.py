"""The arithmetic of the rankers: sums of weights, and shares of the whole."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence


def score(features: Sequence[str], weights: Mapping[str, float]) -> float:
    """The sum of the weights of the features that are present."""
    get = weights.get
    return sum([get(feature, 0.0) for feature in features])


def softmax(scores: Sequence[float]) -> list[float]:
    """Scores as shares that sum to one."""
    top = max(scores, default=0.0)
    powers = [math.exp(value - top) for value in scores]
    total = sum(powers)
    return [power / total for power in powers]
