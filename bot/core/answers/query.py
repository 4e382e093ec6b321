"""What a question looks for, how much each of its words tells, and where they stand in a text."""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.reading.text import WORD, search_words, stem


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


# --- where the words of a question stand in a text ------------------------------------------------


_PLAIN_WORD = re.compile(r"\w+")


_ACCENTED = re.compile(r"[À-ɏḀ-ỿ]")


@functools.lru_cache(maxsize=2048)
def _without_accent(letter: str) -> str:
    """The letter that an accented one is built on, where that is one letter."""
    parts = unicodedata.normalize("NFKD", letter)
    base = "".join(part for part in parts if not unicodedata.combining(part))
    return base if len(base) == 1 else letter


def plain(text: str) -> str:
    """The text in lower case without accents and with straight apostrophes, every character in its place."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(character.lower()[0] for character in text)
    if lower.isascii():
        return lower
    straight = lower.replace("’", "'").replace("‘", "'")
    return _ACCENTED.sub(lambda match: _without_accent(match.group()), straight)


def places(text: str, stems: Iterable[str]) -> dict[str, list[int]]:
    """Stem -> where its words begin in a `plain` text, for those stems that it holds."""
    found = {root: list(_of_stem(text, root)) for root in stems}
    return {root: where for root, where in found.items() if where}


def _of_stem(text: str, root: str) -> Iterator[int]:
    beginning = root[:-1] if len(root) > 3 and root[-1] in "ei" else root
    at = text.find(beginning)
    while at >= 0:
        if (at == 0 or not text[at - 1].isalnum()) and _has_stem(text, at, root):
            yield at
        at = text.find(beginning, at + len(beginning))


def _has_stem(text: str, at: int, root: str) -> bool:
    for pattern in (_PLAIN_WORD, WORD):
        match = pattern.match(text, at)
        if match and stem(match.group().removesuffix("'s")) == root:
            return True
    return False
