"""A sentence by its words: each with its stem, and where each stands."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bot.core.reading.grammar import ENGLISH_GRAMMAR, Grammar

_STOPS = frozenset(".;:!?,()–—-")


class Word(NamedTuple):
    """A word, a number or a mark; `root` is its stem."""

    text: str
    low: str
    root: str
    content: bool  # whether it says what the sentence is about
    capital: bool


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The tokens of a sentence without its punctuation, and where each root stands."""

    text: str
    tokens: tuple[Word, ...]
    places: Mapping[str, tuple[int, ...]]
    breaks: frozenset[int]  # the tokens before which a mark of punctuation stands
    openings: frozenset[int]  # the tokens that open a sentence, or what follows a colon
    grammar: Grammar

    @property
    def roots(self) -> frozenset[str]:
        """The roots of its words of content."""
        return frozenset(token.root for token in self.tokens if token.content)


@functools.lru_cache(maxsize=4096)
def read(text: str, grammar: Grammar = ENGLISH_GRAMMAR) -> Reading:
    """The reading of a sentence; the same text is read once."""
    tokens: list[Word] = []
    breaks: set[int] = set()
    openings: set[int] = {0}
    for match in grammar.token.finditer(text):
        word = match.group()
        if word == "-":
            continue
        if word in _STOPS:
            breaks.add(len(tokens))
            if word in ".:!?":
                openings.add(len(tokens))
            continue
        tokens.extend(_word(part, grammar) for part in _parted(word))
    places: defaultdict[str, list[int]] = defaultdict(list)
    for at, token in enumerate(tokens):
        places[token.root].append(at)
    return Reading(
        text,
        tuple(tokens),
        {root: tuple(at) for root, at in places.items()},
        frozenset(breaks),
        frozenset(openings),
        grammar,
    )


def _parted(word: str) -> tuple[str, ...]:
    """A word with a "not" in it as two: "wasn't", "cannot"."""
    low = word.lower().replace("’", "'").replace(" ", "")
    if low == "cannot":
        return ("can", "not")
    if low.endswith("n't"):
        stump = low.removesuffix("n't")
        return ({"ca": "can", "wo": "will", "sha": "shall"}.get(stump, word[: len(stump)]), "not")
    return (word,)


def _word(word: str, grammar: Grammar) -> Word:
    low = grammar.low(word).removesuffix("'s").removesuffix("'")
    if word[0].isdecimal():
        return Word(word, low, low.replace(grammar.grouping, "").rstrip("."), True, False)
    low = low.replace(".", "") if len(low) > 1 else low
    content = low not in grammar.fading and (len(low) > 1 or not low.isalpha())
    return Word(word, low, grammar.root(low), content, word[0].isupper())
