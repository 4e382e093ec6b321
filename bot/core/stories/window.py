"""The articles of the last days, as numbers in buckets of bounded count, and which share rare terms."""

from __future__ import annotations

import functools
import zlib
from collections import defaultdict, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from bot.core.reading.text import WORD
from bot.core.stories.similar import (
    COMMON,
    FEW,
    PAIR_WEIGHT,
    PRIOR,
    RARITY,
    SINGLE,
    WORDS,
    Matrix,
    fading,
    weighted_stem,
)
from bot.model import Article

BUCKETS = 1 << 22
"""Terms are numbered by hash, so that a vocabulary never grows: memory stays, whatever people write."""

KEYS = 64
"""Names, numbers and pairs with one, from the top of an article, by which others like it are found."""

Numbers = NDArray[np.int32]
Amounts = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """The buckets of an article's terms and neighbouring pairs, how much each is told, and its keys."""

    terms: Numbers  # ascending, each once
    counts: Amounts  # 1 + log of the weighted count
    keys: tuple[int, ...]  # in order of the text, each once


def sketch(article: Article) -> Sketch:
    """The sketch of an article's headline and first words."""
    return _sketch(article.headline, article.text)


@functools.lru_cache(maxsize=1024)
def _sketch(headline: str, text: str) -> Sketch:
    """Made once for all channels that are sent the article."""
    words = islice(WORD.finditer(f"{headline}\n{text}"), WORDS)
    known = [found for found in (_word_bucket(match.group()) for match in words) if found]
    singles = np.array([bucket for bucket, _ in known], np.int64)
    weights = np.array([weight for _, weight in known])
    pairs = (singles[:-1] * 1_000_003 + singles[1:] * 7_919) % BUCKETS
    named = weights > 1
    terms, where = np.unique(np.concatenate([singles, pairs]), return_inverse=True)
    amounts = np.bincount(where, np.concatenate([weights, np.full(len(pairs), PAIR_WEIGHT)]), len(terms))
    return Sketch(
        terms.astype(np.int32), (1 + np.log(amounts)).astype(np.float32), _keys(singles, pairs, named)
    )


def _keys(singles: NDArray[np.int64], pairs: NDArray[np.int64], named: NDArray[np.bool_]) -> tuple[int, ...]:
    found: dict[int, None] = {}
    for place in np.flatnonzero(named | np.append(named[1:], False)).tolist():
        if named[place]:
            found[int(singles[place])] = None
        if place < len(pairs):
            found[int(pairs[place])] = None
        if len(found) >= KEYS:
            break
    return tuple(found)[:KEYS]


@functools.lru_cache(maxsize=65536)
def _word_bucket(word: str) -> tuple[int, float] | None:
    stem, weight = weighted_stem(word)
    return (zlib.crc32(stem.encode("utf-8", "surrogatepass")) % BUCKETS, weight) if stem else None


# --- the articles of the last days, and which of them share rare terms ----------------------------


LOOKED_UP, POSTINGS = 32, 64
"""The rarest keys of an article that are looked up, and the newest articles that are looked at for each."""


@dataclass(frozen=True, slots=True, eq=False)
class _Arrival:
    id: str
    captured: datetime
    day: float
    sketch: Sketch


class Window:
    """Articles in order of arrival, by number; those captured longer than `keep` before the newest go."""

    def __init__(self, keep: timedelta) -> None:
        self._keep = keep
        self._first = 0  # the number of the oldest arrival
        self._arrivals: deque[_Arrival] = deque()
        self._held_by = np.zeros(BUCKETS, np.int32)
        self._postings: dict[int, list[int]] = {}

    def __len__(self) -> int:
        return len(self._arrivals)

    def id_of(self, number: int) -> str:
        """The id of the article."""
        return self._at(number).id

    def take(self, article: Article) -> int:
        """Let an article in, and give it its number: one more than the last."""
        made = sketch(article)
        number = self._first + len(self._arrivals)
        self._arrivals.append(_Arrival(article.id, article.captured, article.dated.timestamp() / 86400, made))
        self._held_by[made.terms] += 1
        for key in made.keys:
            self._postings.setdefault(key, []).append(number)
        return number

    def forget(self) -> list[int]:
        """Let go of what is too old, and give its numbers."""
        horizon = self._arrivals[-1].captured - self._keep
        gone: list[int] = []
        while self._arrivals[0].captured < horizon:
            self._drop(self._arrivals.popleft().sketch)
            gone.append(self._first)
            self._first += 1
        return gone

    def alike(self, number: int, most: int) -> list[int]:
        """The other articles that share the most rare keys with this one, at most so many."""
        holders = [self._postings[key] for key in self._at(number).sketch.keys]
        votes: defaultdict[int, float] = defaultdict(float)
        for held in sorted((held for held in holders if len(held) > 1), key=len)[:LOOKED_UP]:
            rarity = float(np.log((len(self) + PRIOR) / len(held))) ** RARITY
            for back in range(1, min(len(held), POSTINGS) + 1):
                votes[held[-back]] += rarity
        votes.pop(number, None)
        return sorted(votes, key=lambda other: (-votes[other], other))[:most]

    def likeness(self, numbers: Sequence[int]) -> Matrix:
        """Likeness of every pair by the statistics of the articles kept now, as `similar` has it."""
        arrivals = [self._at(number) for number in numbers]
        weighted = [self._weighted(arrival.sketch) for arrival in arrivals]
        terms, columns = np.unique(np.concatenate([terms for terms, _ in weighted]), return_inverse=True)
        rows = np.repeat(np.arange(len(weighted)), [len(terms) for terms, _ in weighted])
        dense = np.zeros((len(weighted), len(terms)), np.float32)
        dense[rows, columns] = np.concatenate([amounts for _, amounts in weighted])
        alike: Matrix = dense @ dense.T * fading([arrival.day for arrival in arrivals])
        return alike

    def _at(self, number: int) -> _Arrival:
        return self._arrivals[number - self._first]

    def _drop(self, gone: Sketch) -> None:
        self._held_by[gone.terms] -= 1
        for key in gone.keys:
            del self._postings[key][0]
            if not self._postings[key]:
                del self._postings[key]

    def _weighted(self, made: Sketch) -> tuple[Numbers, Amounts]:
        """The terms that can be shared, each with its part of the article's length."""
        count, held_by = len(self), self._held_by[made.terms]
        weights = made.counts * np.log((count + PRIOR) / held_by) ** RARITY
        alone = np.where(held_by == 1, SINGLE / (SINGLE + count), 1.0)
        length = max(float((weights**2 * alone).sum()), 1e-9) ** 0.5
        shared = (held_by > 1) & (held_by <= max(COMMON * count, FEW))
        return made.terms[shared], (weights[shared] / length).astype(np.float32)
