"""What a question looks for: its words, how much each tells, and what kind of answer it wants."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.reading.text import search_words, stem


class Kind(StrEnum):
    """What an answer must hold to be one."""

    NAME = "name"
    NUMBER = "number"
    ANY = "any"


_NUMBER = re.compile(
    r"\bhow (?:many|much|long|old|far|tall|high|big|large|often)\b|\bwhat (?:share|percentage|year)\b"
)
_NAME = re.compile(
    r"\b(?:who|whom|whose|where|which)\b|\bwhat (?:is|was) the name\b|\bwhat (?:country|city|state|company)\b"
)

_ASKING = frozenset("many much often ago tell happen happened name named following".split())
"""Words that belong to the asking and not to what is asked for."""


@dataclass(frozen=True, slots=True)
class Sought:
    """The stems of a question, in order, each with its weight: how much it tells, as a share of `whole`."""

    kind: Kind
    weights: Mapping[str, float]
    whole: float  # the sum of the rarities of its stems

    def share(self, roots: Iterable[str]) -> float:
        """How much of the question these stems hold, from 0 to 1."""
        return sum(self.weights[root] for root in roots)


def understand(question: str) -> tuple[str, ...]:
    """The words to look for, folded, without stop words, in order, each once."""
    words = tuple(dict.fromkeys(search_words(question)))
    return tuple(word for word in words if word not in _ASKING) or words


def weigh(question: str, total: int, frequencies: Mapping[str, int]) -> Sought:
    """What the question looks for, its words weighed by how few of all `total` articles hold them."""
    raw: dict[str, float] = {}
    for word in understand(question):
        raw.setdefault(stem(word), rarity(total, frequencies.get(word, 0)))
    whole = sum(raw.values()) or 1.0
    shares = {root: weight / whole for root, weight in raw.items()}
    return Sought(kind_of(question), shares, whole)


def rarity(total: int, count: int) -> float:
    """The inverse document frequency of BM25, never under zero."""
    return math.log(1 + (total - count + 0.5) / (count + 0.5)) if count <= total else 0.0


def kind_of(question: str) -> Kind:
    """What kind of answer the question wants."""
    asked = question.lower()
    if _NUMBER.search(asked):
        return Kind.NUMBER
    return Kind.NAME if _NAME.search(asked) else Kind.ANY
