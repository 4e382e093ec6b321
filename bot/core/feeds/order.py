"""Whether the order of a feed says what its outlet holds important, and where its entries then stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.model import Entry

LEAST = 10
"""Dated entries below which an order cannot be told from chance, and all of a feed is its front."""

DISORDER = 0.2
"""Share of the neighbours that must be out of the order of time: a late or a pinned entry is no editing."""

MOST = 100
"""Entries from the front whose position is worth keeping."""


def positions(entries: Sequence[Entry]) -> Mapping[str, int]:
    """Entry key -> position, 1 at the front; nothing where the feed is sorted by time, or may be."""
    if not _edited(entries):
        return {}
    return {entry.key: position for position, entry in enumerate(entries[:MOST], start=1)}


def _edited(entries: Sequence[Entry]) -> bool:
    """Whether neighbours disagree with the order of time, either way, too often for it to be the rule."""
    dates = [entry.published for entry in entries if entry.published]
    later = sum(after > before for before, after in pairwise(dates))
    earlier = sum(after < before for before, after in pairwise(dates))
    return len(dates) >= LEAST and min(later, earlier) >= DISORDER * (len(dates) - 1)
