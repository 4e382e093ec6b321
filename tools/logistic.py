"""Logistic regression over sparse named features, held near zero; numpy only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
STEPS = 400


class Table:
    """Rows of named amounts as arrays, without features of fewer than `least` rows; "" is the constant."""

    def __init__(self, rows: Sequence[Mapping[str, float]], least: int = 1) -> None:
        counts = Counter(name for row in rows for name in row)
        self.names = ["", *sorted(name for name, count in counts.items() if count >= least)]
        index = {name: number for number, name in enumerate(self.names)}
        cells = [
            (number, index[name], amount)
            for number, row in enumerate(rows)
            for name, amount in (("", 1.0), *row.items())
            if name in index
        ]
        self.rows = np.array([cell[0] for cell in cells])
        self.columns = np.array([cell[1] for cell in cells])
        self.amounts = np.array([cell[2] for cell in cells])
        self.count = len(rows)

    def scores(self, weights: Array) -> Array:
        """The weighted sum of each row."""
        return np.bincount(self.rows, self.amounts * weights[self.columns], self.count)

    def back(self, slopes: Array) -> Array:
        """What each feature has to do with the slopes of the rows."""
        return np.bincount(self.columns, self.amounts * slopes[self.rows], len(self.names))


def fit(table: Table, right: Sequence[bool], strength: float, least: float = 0.0) -> dict[str, float]:
    """The weights at which log loss and their squares over 2 x `strength` are least, by Nesterov's method.

    Weights under `least` are left out.
    """
    goal = np.array(right, float)
    bend = _steepest(table) / 4 + 1 / strength
    weights = ahead = np.zeros(len(table.names))
    pace = 1.0
    for _ in range(STEPS):
        share = 1 / (1 + np.exp(-table.scores(ahead)))
        stepped = ahead - (table.back(share - goal) + ahead / strength) / bend
        if (ahead - stepped) @ (stepped - weights) > 0:
            pace = 1.0
        quicker = (1 + (1 + 4 * pace**2) ** 0.5) / 2
        ahead, weights, pace = stepped + (pace - 1) / quicker * (stepped - weights), stepped, quicker
    found = zip(table.names, weights.tolist(), strict=True)
    return {name: round(weight, 3) for name, weight in found if not name or abs(weight) >= least}


def _steepest(table: Table) -> float:
    """The largest eigenvalue of the features' squares, by power iteration."""
    direction = np.ones(len(table.names))
    for _ in range(30):
        direction = table.back(table.scores(direction / np.linalg.norm(direction)))
    return float(np.linalg.norm(direction)) * 1.05
