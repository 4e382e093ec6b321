"""Groups by average link: what is alike on the whole, not by one pair."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.core.stories.similar import Matrix


def average_link(similar: Matrix, threshold: float, sizes: Sequence[int] | None = None) -> list[list[int]]:
    """Groups of rows, merged while the mean likeness between two groups reaches the threshold.

    A row stands for one article, or for as many as `sizes` gives.

    A chain of nearest neighbours finds the same merges as a search for the best pair each time,
    in quadratic time: merging never brings two groups nearer to a third than both were.
    """
    near = similar.copy()
    np.fill_diagonal(near, -1.0)
    members = {row: [row] for row in range(len(near))}
    weights = list(sizes or [1] * len(near))
    groups: list[list[int]] = []
    chain: list[int] = []
    while members:
        chain = chain or [next(iter(members))]
        nearest = _nearest(near, chain)
        if near[chain[-1], nearest] < threshold:
            groups.append(members.pop(chain[-1]))
            _close(near, chain.pop())
        elif len(chain) > 1 and nearest == chain[-2]:
            _merge(near, members, weights, chain.pop(), chain.pop())
        else:
            chain.append(nearest)
    return groups


def _nearest(near: Matrix, chain: list[int]) -> int:
    """The row most like the last of the chain; the one before it wins a tie, or the chain would not end."""
    row = near[chain[-1]]
    best = int(row.argmax())
    return chain[-2] if len(chain) > 1 and row[chain[-2]] >= row[best] else best


def _merge(
    near: Matrix,
    members: dict[int, list[int]],
    weights: list[int],
    one: int,
    other: int,
) -> None:
    """Make `other` one group of both, and close `one`."""
    mine, theirs = weights[one], weights[other]
    merged = (mine * near[one] + theirs * near[other]) / (mine + theirs)
    merged[other] = -1.0
    near[other] = near[:, other] = merged
    members[other].extend(members.pop(one))
    weights[other] += weights[one]
    _close(near, one)


def _close(near: Matrix, row: int) -> None:
    near[row] = near[:, row] = -1.0
