"""How much articles are about the same event, from their words alone."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from bot.core.reading.text import STOP_WORDS, WORD, fold_text, stem
from bot.model import Article

Matrix = NDArray[np.float32]
Amounts = NDArray[np.float64]
Rows = NDArray[np.intp]

NAME_WEIGHT = 3.0
"""Capitalised words and numbers tell events apart better than others: each counts as so many."""

PAIR_WEIGHT = 3.0
"""Two neighbouring words together tell more than each alone: "Ankara court" against "Ankara", "court"."""

RARITY = 2.0
"""The power of the inverse document frequency."""

PRIOR = 100
"""Articles of other days that a window is thought to stand among, so that fourteen give sane rarities."""

SINGLE = 20
"""A term of one article alone joins nothing, but sets the article apart with weight SINGLE / (SINGLE + n):
in a small window it is likely news of its own, in a large one noise."""

COMMON, FEW = 0.3, 50
"""A term that more than this share of the articles hold, if they are not few, joins none of them."""

CELLS = 4_000_000
"""Pairs of articles that are summed at once, which bounds the memory."""

WORDS = 600
"""Words of an article that are read: what it is about stands in them."""

SAME_NEWS = 2.0
HALF_LIFE = 7.0
"""Days apart up to which nothing fades, and further days that halve the likeness of two articles: the same
court next week hears another case."""


def similarities(articles: Sequence[Article]) -> Matrix:
    """Likeness of every pair, 0 to 1: cosine over weighted terms, less with the days between them.

    The constants were set on the development half of ECB+ by cross-validation over its topics, and
    on samples of 16 articles of it.
    """
    likeness = _cosines([_term_counts(f"{article.headline}\n{article.text}") for article in articles])
    likeness *= fading([article.dated.timestamp() / 86400 for article in articles])
    return likeness


def fading(days: Sequence[float]) -> Matrix:
    """What each pair keeps of its likeness, 0 to 1."""
    at = np.array(days, dtype=np.float64) - min(days)
    apart = np.abs(at[:, None] - at[None, :]).astype(np.float32)
    kept: Matrix = 0.5 ** (np.maximum(apart - SAME_NEWS, 0) / HALF_LIFE)
    return kept


def _term_counts(text: str) -> dict[str, float]:
    """The terms and the pairs of neighbouring terms, with how much is told of each."""
    counts: defaultdict[str, float] = defaultdict(float)
    before = ""
    for match in islice(WORD.finditer(text), WORDS):
        term, weight = weighted_stem(match.group())
        if not term:
            continue
        counts[term] += weight
        if before:
            counts[f"{before} {term}"] += PAIR_WEIGHT
        before = term
    return counts


@functools.lru_cache(maxsize=65536)
def weighted_stem(word: str) -> tuple[str, float]:
    """The stem of a word and its weight; no stem for a word that says nothing."""
    folded = fold_text(word).removesuffix("'s")
    if folded in STOP_WORDS or (len(folded) == 1 and not folded.isdigit()):
        return "", 0.0
    name = word[0].isupper() or any(character.isdigit() for character in word)
    return stem(folded), NAME_WEIGHT if name else 1.0


def _cosines(articles: Sequence[Mapping[str, float]]) -> Matrix:
    """Cosine of every pair of articles over their weighted terms."""
    count = len(articles)
    rows, terms, counts = flat(articles)
    held_by = np.bincount(terms)[terms]
    weights = (1 + np.log(counts)) * np.log((count + PRIOR) / held_by) ** RARITY
    alone = np.where(held_by == 1, SINGLE / (SINGLE + count), 1.0)
    lengths = np.sqrt(np.maximum(np.bincount(rows, weights**2 * alone, count), 1e-9)).astype(np.float32)
    cosines = dots(count, rows, held_by, weights)
    cosines /= lengths[:, None]
    cosines /= lengths[None, :]
    return cosines


def flat(articles: Sequence[Mapping[str, float]]) -> tuple[Rows, Rows, Amounts]:
    """Article, term and amount of everything told, in order of the terms."""
    numbers: dict[str, int] = {}
    rows: list[int] = []
    terms: list[int] = []
    amounts: list[float] = []
    for row, counts in enumerate(articles):
        rows.extend([row] * len(counts))
        terms.extend(numbers.setdefault(term, len(numbers)) for term in counts)
        amounts.extend(counts.values())
    order = np.argsort(terms, kind="stable")
    return np.array(rows, np.intp)[order], np.array(terms, np.intp)[order], np.array(amounts)[order]


def dots(count: int, rows: Rows, held_by: Rows, weights: Amounts, few: int = FEW) -> Matrix:
    """Dot product of every pair, for all terms at once that equally many articles hold."""
    dots = np.zeros(count * count, dtype=np.float32)
    for holders in np.unique(held_by[(held_by > 1) & (held_by <= max(COMMON * count, few))]):
        same = held_by == holders
        who = rows[same].reshape(-1, holders)
        much = weights[same].astype(np.float32).reshape(-1, holders)
        step = max(1, CELLS // int(holders) ** 2)
        for start in range(0, len(who), step):
            some, counts = who[start : start + step], much[start : start + step]
            cells = some[:, :, None] * count + some[:, None, :]
            np.add.at(dots, cells.ravel(), (counts[:, :, None] * counts[:, None, :]).ravel())
    return dots.reshape(count, count)
