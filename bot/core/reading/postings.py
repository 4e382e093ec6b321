"""What an index keeps of each article beside its terms: which stands where, packed.

So candidates are scored, and the places of their words told, without reading a text again. Packed are
numbers of 32 bits: how many terms the outlet and the headline have, then a number a term, first of the
outlet, then of the headline, then of the text: 24 bits of the term's checksum, 8 of its distance in code
points from the one before. A longer way is gone in steps of nothing.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bot.core.reading.terms import Terms, Wanted, code_of
from bot.model import Places

HEADLINE, TEXT, OUTLET = 4.0, 1.0, 1.0
"""How much a term counts by where it stands."""

SATURATION, LENGTH_COUNTS = 1.2, 0.75
"""The k1 and b of BM25; a usual length is that of the articles which are scored together."""

MOST_ABOVE = 1_000
"""Terms of an outlet or a headline that are kept."""

Numbers = npt.NDArray[np.int64]
_Starts = dict[str, list[int]]


def pack(outlet: Terms, headline: Terms, text: Terms) -> bytes:
    """The terms of an article with their places."""
    above = [_numbers(part)[:MOST_ABOVE] for part in (outlet, headline)]
    sizes = np.array([len(above[0]) << 16 | len(above[1])], dtype=np.uint32)
    return b"".join(part.tobytes() for part in (sizes, *above, _numbers(text)))


def _numbers(part: Terms) -> npt.NDArray[np.uint32]:
    starts = np.array(part.starts, dtype=np.int64)
    gaps = np.diff(starts, prepend=0)
    codes = np.array(part.codes, dtype=np.int64) << 8
    if gaps.size and gaps.max() > _FARTHEST:
        steps = np.maximum(gaps - 1, 0) // _FARTHEST
        at = np.repeat(np.arange(gaps.size), steps)
        codes = np.insert(codes | gaps - steps * _FARTHEST, at, _FARTHEST)
        return codes.astype(np.uint32)
    return (codes | gaps).astype(np.uint32)


_FARTHEST = 255


class Postings:
    """Where wanted words stand in some articles, which are unpacked together."""

    def __init__(self, packed: Sequence[bytes], wanted: Sequence[Wanted]) -> None:
        numbers: npt.NDArray[np.uint32] = np.frombuffer(b"".join(packed), dtype=np.uint32)
        sizes = np.array([len(one) // 4 for one in packed], dtype=np.int64)
        ends = np.cumsum(sizes)
        self._firsts: Numbers = ends - sizes + 1
        above = numbers[self._firsts - 1].astype(np.int64)
        self._headlines: Numbers = self._firsts + (above >> 16)
        self._texts: Numbers = self._headlines + (above & 0xFFFF)
        self._lengths = ends - self._texts
        self._numbers, self._wanted = numbers, wanted
        # a look at twelve bits leaves few, of which each term is then looked for
        codes = numbers >> 8
        may_be = np.zeros(1 << 12, dtype=bool)
        for term in {term for one in wanted for each in one.alternatives for term in each}:
            may_be[code_of(term) & 0xFFF] = True
        at = np.flatnonzero(may_be[codes & 0xFFF])
        pairs = np.sort(codes[at].astype(np.int64) << 32 | at)  # of each code the places together, in order
        self._at: Numbers = pairs & 0xFFFFFFFF
        self._codes: Numbers = pairs >> 32

    def scores(self, rarities: Sequence[float]) -> npt.NDArray[np.float64]:
        """BM25 of each article, by how rare each wanted word is."""
        lengths = self._lengths / max(self._lengths.mean(), 1)
        longer = SATURATION * (1 - LENGTH_COUNTS + LENGTH_COUNTS * lengths)
        total = np.zeros(len(self._firsts))
        for one, rare in zip(self._wanted, rarities, strict=True):
            counts = np.zeros(len(self._firsts))
            for alternative in one.alternatives:
                counts += self._counts(alternative)
            total += rare * counts * (SATURATION + 1) / (counts + longer)
        return total

    def _counts(self, alternative: Sequence[str]) -> npt.NDArray[np.float64]:
        """How often the terms stand together in each article; what is found by its beginning counts once."""
        if alternative[-1].endswith("*"):
            return np.ones(len(self._firsts))
        at = self._stand(alternative)
        article = np.searchsorted(self._firsts, at, side="right") - 1
        weights = np.where(at >= self._texts[article], TEXT, HEADLINE)
        weights[at < self._headlines[article]] = OUTLET
        return np.bincount(article, weights, minlength=len(self._firsts)).astype(np.float64)

    def places(self) -> list[Places]:
        """Of each article where the words stand in its headline and its text."""
        within = np.cumsum(self._numbers & 0xFF, dtype=np.int64)
        found: list[tuple[_Starts, _Starts]] = [({}, {}) for _ in self._firsts]
        for one in self._wanted:
            at = np.concatenate([self._stand(alternative) for alternative in one.alternatives])
            article = np.searchsorted(self._firsts, at, side="right") - 1
            inside = at >= self._texts[article]
            first = np.where(inside, self._texts[article], self._headlines[article])
            starts = within[at] - within[first - 1]
            told = at >= self._headlines[article]
            rows = zip(article[told].tolist(), inside[told].tolist(), starts[told].tolist(), strict=True)
            for number, part, start in rows:
                found[number][part].setdefault(one.word, []).append(start)
        return [Places(_sorted(headline), _sorted(text)) for headline, text in found]

    def _stand(self, alternative: Sequence[str]) -> Numbers:
        """The numbers at which these terms begin to stand one after the other."""
        at = self._of_code(alternative[0])
        for step, term in enumerate(alternative[1:], start=1):
            at = at[np.isin(at + step, self._of_code(term))]
        return at

    def _of_code(self, term: str) -> Numbers:
        first, end = np.searchsorted(self._codes, [code_of(term), code_of(term) + 1])
        return self._at[first:end]


def _sorted(starts: Mapping[str, list[int]]) -> dict[str, tuple[int, ...]]:
    return {word: tuple(sorted(set(where))) for word, where in starts.items()}


def rarity(total: int, count: int) -> float:
    """The inverse document frequency of BM25, never under zero."""
    return math.log(1 + (total - count + 0.5) / (count + 0.5)) if count <= total else 0.0
