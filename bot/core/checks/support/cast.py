"""Whom an article names, whether it is written with capitals or without, and the names of a sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bot.core.checks.support.days import MONTHS, WEEKDAYS
from bot.core.checks.support.reading import Reading, Token, read
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.text import STOP_WORDS

WITHIN = frozenset(("of", "de", "van", "von", "al", "bin", "la", "der", "du", "da", "del"))
"""Small words within a name."""

_COURTESY = frozenset("mr mrs ms miss dr sir lord lady sgt pc det insp".split())
NO_NAMES = _COURTESY | {*WEEKDAYS, *MONTHS, "i"}
"""Words with a capital that name nobody by themselves."""


class Name(NamedTuple):
    """A run of name words where it stands: tokens, end exclusive."""

    first: int
    last: int
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """Whom an article speaks of: the words of names, those of persons, and which words stand side by side."""

    names: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    pairs: frozenset[tuple[str, str]] = frozenset()
    cased: bool = True  # whether its names are written with capitals


def together(casts: Sequence[Cast]) -> Cast:
    """Those of several articles."""
    if len(casts) == 1:
        return casts[0]
    return Cast(
        frozenset[str]().union(*(one.names for one in casts)),
        frozenset[str]().union(*(one.persons for one in casts)),
        frozenset[str]().union(*(one.words for one in casts)),
        frozenset[tuple[str, str]]().union(*(one.pairs for one in casts)),
        any(one.cased for one in casts),
    )


def cast(text: str, lexicon: Lexicon) -> Cast:
    """Who is named in an article, whether it is written with capitals or without."""
    reading = read(text)
    tokens = reading.tokens
    cased = _is_cased(reading)
    lowered = {token.low for token in tokens if token.text.islower()}
    found: set[str] = set()
    persons: set[str] = set()
    for name in runs(reading) if cased else ():
        proper = [word for word in name.words if word not in lowered and word not in WITHIN]
        found.update(proper)
        if _is_person(reading, name, lexicon):
            persons.update(word for word in proper if len(word) > 1)
    for first, second in pairwise(tokens):
        if _leads(first, lexicon) and _may_be_surname(second, lexicon) and second.capital == cased:
            persons.update({first.low, second.low} - _COURTESY)
    persons -= lexicon.titles
    lows = [token.low for token in tokens]
    pairs = frozenset(pairwise(lows))
    return Cast(frozenset(found | persons), frozenset(persons), frozenset(lows), pairs, cased)


def _is_cased(reading: Reading) -> bool:
    """Whether names are written with capitals: more than one word in a hundred within the sentences is."""
    capitals = sum(token.capital and at not in reading.openings for at, token in enumerate(reading.tokens))
    return capitals > 0.01 * len(reading.tokens)


def _is_person(reading: Reading, name: Name, lexicon: Lexicon) -> bool:
    words = [word for word in name.words if word not in lexicon.titles]
    strange = lexicon.organisations | lexicon.places | lexicon.peoples
    if not words or any(word in strange for word in words):
        return False
    if len(words) < len(name.words) or words[0] in lexicon.given:
        return True
    before = reading.tokens[name.first - 1].low if name.first else ""
    after = reading.tokens[name.last].low if name.last < len(reading.tokens) else ""
    speaks = after in lexicon.cues or after == "who" or (name.last in reading.breaks and after.isdecimal())
    return before in lexicon.titles or (len(words) in (2, 3) and (speaks or before in lexicon.people))


def _leads(token: Token, lexicon: Lexicon) -> bool:
    return token.low in lexicon.given or token.low in _COURTESY


def _may_be_surname(token: Token, lexicon: Lexicon) -> bool:
    return token.content and token.low.isalpha() and len(token.low) > 2 and token.low not in lexicon.classes


def runs(reading: Reading) -> Iterator[Name]:
    """The runs of capitals that may be names, in order."""
    tokens, at = reading.tokens, 0
    while at < len(tokens):
        end = _end(reading, at)
        if end > at:
            start = at + 1 if at in reading.openings and end > at + 1 and tokens[at].low in STOP_WORDS else at
            if not (start in reading.openings and end == start + 1 and tokens[start].low in STOP_WORDS):
                yield Name(start, end, tuple(token.low for token in tokens[start:end]))
        at = max(end, at + 1)


def _end(reading: Reading, at: int) -> int:
    """Where a run of capitals ends that starts at a token; there where none does."""
    tokens, end = reading.tokens, at
    while end < len(tokens) and (end == at or end not in reading.breaks or _initial(tokens[end - 1])):
        if _names_something(tokens, end):
            end += 1
        elif end > at and tokens[end].low in WITHIN and _goes_on(reading, end + 1):
            end += 2
        else:
            break
    return end


def _goes_on(reading: Reading, at: int) -> bool:
    return at < len(reading.tokens) and at not in reading.breaks and _names_something(reading.tokens, at)


def _initial(token: Token) -> bool:
    return len(token.text) == 1


def _names_something(tokens: Sequence[Token], at: int) -> bool:
    token = tokens[at]
    if not token.capital or token.low in NO_NAMES:
        return False
    return at == 0 or token.low not in STOP_WORDS or token.text.isupper()
