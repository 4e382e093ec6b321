"""An article as numbers: what it tells, in buckets of bounded count, for stories told as they arrive."""

from __future__ import annotations

import functools
import zlib
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from bot.core.reading.text import WORD
from bot.core.stories.similar import PAIR_WEIGHT, WORDS, weighted_stem
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
    told: Amounts  # 1 + log of the weighted count
    keys: tuple[int, ...]  # in order of the text, each once


def sketch(article: Article) -> Sketch:
    """The sketch of an article's headline and first words."""
    words = islice(WORD.finditer(f"{article.headline}\n{article.text}"), WORDS)
    known = [found for found in (_bucket(match.group()) for match in words) if found]
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
def _bucket(word: str) -> tuple[int, float] | None:
    stem, weight = weighted_stem(word)
    return (zlib.crc32(stem.encode("utf-8", "surrogatepass")) % BUCKETS, weight) if stem else None
