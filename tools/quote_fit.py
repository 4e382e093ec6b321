"""Fitting for tools/train_quotes.py: a conditional logit over options, and a logistic curve; numpy only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, np.dtype[Any]]
STEPS = 60  # of Adam


@dataclass
class Choice:
    """One decision to learn from: the features of each option, and which options are right."""

    options: list[list[str]]
    right: list[bool]


@dataclass
class Table:
    """Choices laid out as arrays: an option after the other, a feature after the other."""

    names: list[str]
    columns: Array  # features of the options, one after another; 0 is none
    options: Array  # where each option's features start
    groups: Array  # where each choice's options start
    right: Array


def table(choices: Sequence[Choice], least: int) -> Table:
    """The choices as arrays, features seen fewer than `least` times left out."""
    counts = Counter(name for choice in choices for option in choice.options for name in option)
    names = ["", *(name for name, count in counts.items() if count >= least)]
    index = {name: number for number, name in enumerate(names)}
    columns: list[int] = []
    options: list[int] = []
    groups: list[int] = []
    right: list[bool] = []
    for choice in choices:
        groups.append(len(options))
        right += choice.right
        for option in choice.options:
            options.append(len(columns))
            columns += [0, *(index[name] for name in option if name in index)]
    return Table(names, np.array(columns), np.array(options), np.array(groups), np.array(right, float))


def conditional_logit(data: Table, penalty: float, prior: Mapping[str, float]) -> dict[str, float]:
    """Weights that make the right options of each choice probable together, held near those known before."""
    known = np.array([prior.get(name, 0.0) for name in data.names])
    rows = len(data.options)
    option_of = np.repeat(np.arange(rows), np.diff(np.append(data.options, len(data.columns))))
    group_of = np.repeat(np.arange(len(data.groups)), np.diff(np.append(data.groups, rows)))
    order = np.argsort(data.columns, kind="stable")
    used, firsts = np.unique(data.columns[order], return_index=True)

    def slope(weights: Array) -> Array:
        scores = np.add.reduceat(weights[data.columns], data.options)
        powers = np.exp(scores - np.maximum.reduceat(scores, data.groups)[group_of])
        shares = powers / np.add.reduceat(powers, data.groups)[group_of]
        good = powers * data.right
        target = good / np.maximum(np.add.reduceat(good, data.groups), 1e-300)[group_of]
        found = penalty * (weights - known)
        found[used] += np.add.reduceat((shares - target)[option_of[order]], firsts) / len(data.groups)
        return np.asarray(found)

    weights = _adam(slope, known)
    found = {name: round(float(weights[number]), 3) for number, name in enumerate(data.names) if number}
    return {**prior, **found}


def _adam(slope: Callable[[Array], Array], start: Array) -> Array:
    weights, mean, square = start.copy(), np.zeros(len(start)), np.zeros(len(start))
    for step in range(1, STEPS + 1):
        found = slope(weights)
        mean = 0.9 * mean + 0.1 * found
        square = 0.99 * square + 0.01 * found**2
        rate = 0.2 * (0.05 ** (step / STEPS))
        weights -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights


def logistic(
    facts: Sequence[Sequence[tuple[str, float]]], right: Sequence[bool], ridge: float
) -> dict[str, float]:
    """A logistic curve from amounts to how often something is right, by Newton's method."""
    names = sorted({name for row in facts for name, _ in row})
    index = {name: number for number, name in enumerate(names)}
    matrix = np.zeros((len(facts), len(names)))
    for row, one in enumerate(facts):
        for name, amount in one:
            matrix[row, index[name]] += amount
    weights, goal = np.zeros(len(names)), np.array(right, float)
    for _ in range(40):
        share = 1 / (1 + np.exp(-matrix @ weights))
        slope = matrix.T @ (share - goal) + ridge * weights
        bend = (matrix * (share * (1 - share))[:, None]).T @ matrix + ridge * np.eye(len(names))
        weights -= np.linalg.solve(bend, slope)
    return {name: round(float(weights[index[name]]), 3) for name in names}
