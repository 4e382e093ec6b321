"""Which editions must be there: computed from the orders' times and from when a program ran; pure.

Written from what is promised, on purpose without the code that keeps the promise.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Run:
    """A stretch in which one program ran undisturbed: true times, and what its clock was off by."""

    began: float
    ended: float
    off: float = 0.0


def must_be_there(slots: Sequence[float], runs: Iterable[Run], enough: float) -> set[float]:
    """The slots for which some program had enough time before the next slot, so that it cannot have missed them.

    A slot that no program had time for may be told or not: its news stands in the next edition. What a
    clock that was set back shows again is no new slot: once a program has read a later one, the earlier
    is passed.
    """
    every = list(runs)
    found = set()
    for slot, following in pairwise([*sorted(slots), float("inf")]):
        passed = min(
            (max(run.began, following - run.off) for run in every if _reads(run, following)), default=None
        )
        for run in every:
            began = max(run.began, slot - run.off)
            ended = run.ended if passed is None else min(run.ended, passed)
            if ended - began >= enough and slot <= began + run.off < following:
                found.add(slot)
    return found


def _reads(run: Run, moment: float) -> bool:
    """Whether a program's clock stands at this moment or later in this stretch."""
    return run.ended + run.off > moment
