"""How much two headlines say the same, in whatever words."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.text import search_words, stem

NUMBER_WEIGHT = 1.5
"""A number tells events apart better than a word, so it counts more."""

ALIKE = 0.35
"""Share of common letter triples from which two words can be forms of one."""

SAME_START = 4
"""Letters that two stems must share at their start to be forms of one word ("resign", "resignation")."""

OF_ONE_START = 0.8


@dataclass(frozen=True, slots=True)
class _Word:
    stem: str
    triples: frozenset[str]
    number: bool


def headline_similarity(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same words): each word against its nearest in the other."""
    mine, theirs = _words(one), _words(other)
    if not mine or not theirs:
        return 0.0
    return (_found(mine, theirs) + _found(theirs, mine)) / 2


def _words(headline: str) -> list[_Word]:
    return [_word(word) for word in search_words(headline)]


@functools.lru_cache(maxsize=16384)
def _word(word: str) -> _Word:
    padded = f" {word} "
    triples = frozenset(padded[start : start + 3] for start in range(len(padded) - 2))
    return _Word(stem(word), triples, any(character.isdigit() for character in word))


def _found(words: Sequence[_Word], among: Sequence[_Word]) -> float:
    """The weighted share of the words that the others say too."""
    weights = [NUMBER_WEIGHT if word.number else 1.0 for word in words]
    said = [max(_alike(word, other) for other in among) for word in words]
    return sum(weight * share for weight, share in zip(weights, said, strict=True)) / sum(weights)


def _alike(one: _Word, other: _Word) -> float:
    if one.stem == other.stem:
        return 1.0
    if one.number or other.number:
        return 0.0
    shared = 2 * len(one.triples & other.triples) / (len(one.triples) + len(other.triples))
    if min(len(one.stem), len(other.stem)) >= SAME_START and one.stem[:SAME_START] == other.stem[:SAME_START]:
        return max(shared, OF_ONE_START)
    return shared if shared >= ALIKE else 0.0
