"""Figures of a sentence that stand two by two: which is whose, and which came before which."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise
from typing import NamedTuple

from bot.core.checks.support.fit import Fault
from bot.core.reading.grammar import roots_of
from bot.core.reading.lexicon import Lexicon
from bot.core.reading.numbers import Figure, figures, same_unit, same_value
from bot.core.reading.sentence import Reading, Word
from bot.model import Reason

NAMED = 2.0
"""What a name beside a figure counts, another word being one."""

BETTER, MARGIN = 1.25, 0.3
"""Times as well as they stand that two figures have to fit when they change places, and by how much."""

BETWEEN = 12
"""Words between two figures of which one came before the other."""

MARKED = 3
"""Words before a figure among which "instead of" or "compared with" stands."""


class Change(NamedTuple):
    """Two figures of which the first was and the second is, or is asked for."""

    old: Figure
    new: Figure


def pair_faults(claim: Reading, cited: Sequence[Reading], lexicon: Lexicon) -> Iterator[Fault]:
    """Figures that have changed places, and changes that are told the wrong way round."""
    mine = [figure for figure in figures(claim) if not figure.year]
    if len(mine) < 2:
        return
    known = [change for reading in cited for change in _changes(reading)]
    turned = set()
    for change in _changes(claim):
        if _is_turned(change, known) or _contradicts_itself(claim, change, lexicon):
            turned |= {change.old, change.new}
            said = f"{_printed(claim, change.old)}, {_printed(claim, change.new)}"
            yield Fault(Reason.NUMBER, f"The cited sentences have {said} the other way round.", said)
    for one, other in combinations(mine, 2):
        if not {one, other} <= turned and _swapped(claim, one, other, cited):
            said = f"{_printed(claim, one)}, {_printed(claim, other)}"
            yield Fault(Reason.NUMBER, f"The numbers {said} stand each in the place of the other.", said)


def _printed(claim: Reading, figure: Figure) -> str:
    return " ".join(token.text for token in claim.tokens[figure.first : figure.last])


# --- what was and what is ----------------------------------------------------------------------------


def _changes(reading: Reading) -> list[Change]:
    """Those told as "from 4 to 6", "to 6 from 4", "6 instead of 4" or "6, compared with 4"."""
    words, tokens = reading.grammar.figures, reading.tokens
    found = []
    for first, second in pairwise(figure for figure in figures(reading) if not figure.year):
        if first.unit != second.unit or second.first - first.last > BETWEEN:
            continue
        lead = tokens[first.first - 1].low if first.first else ""
        between = [token.low for token in tokens[max(first.last, second.first - MARKED) : second.first]]
        if lead in words.origin and between and between[-1] in words.aim:
            found.append(Change(first, second))
        elif any(word in words.origin or word in words.instead for word in between):
            found.append(Change(second, first))
    return found


def _is_turned(change: Change, known: Sequence[Change]) -> bool:
    """Whether what is known went from the second to the first, and nothing the other way."""

    def same(one: Figure, other: Figure) -> bool:
        return same_value(one, other) and same_unit(one, other)

    straight = any(same(change.old, one.old) and same(change.new, one.new) for one in known)
    return not straight and any(same(change.old, one.new) and same(change.new, one.old) for one in known)


def _contradicts_itself(claim: Reading, change: Change, lexicon: Lexicon) -> bool:
    """Whether it is said to rise to a smaller number, or to fall to a greater one."""
    rising, falling = lexicon.claims.rising, lexicon.claims.falling
    first = min(change.old.first, change.new.first)
    roots = {token.root for token in claim.tokens[max(0, first - MARKED) : first]}
    up = bool(roots & roots_of(rising, claim.grammar))
    down = bool(roots & roots_of(falling, claim.grammar))
    if up == down:
        return False
    old, new = change.old.value * change.old.worth, change.new.value * change.new.worth
    return new < old if up else new > old


# --- which is whose ----------------------------------------------------------------------------------


def _swapped(claim: Reading, one: Figure, other: Figure, cited: Sequence[Reading]) -> bool:
    """Whether two figures, each in a part of its own, fit the cited places of each other far better."""
    if one.unit != other.unit or same_value(one, other) or same_value(other, one):
        return False
    parts = _parts(claim)
    mine, theirs = parts[one], parts[other]
    if mine == theirs:
        return False
    shared = {token.root for token in mine} & {token.root for token in theirs}
    left, right = _telling(mine, shared), _telling(theirs, shared)
    if not left or not right:
        return False
    known = [
        (figure, {token.root for token in part})
        for reading in cited
        for figure, part in _parts(reading).items()
    ]
    places = [part for figure, part in known if same_value(one, figure) and same_unit(one, figure)]
    others = [part for figure, part in known if same_value(other, figure) and same_unit(other, figure)]
    if not places or not others:
        return False
    straight = _best(left, places) + _best(right, others)
    crossed = _best(left, others) + _best(right, places)
    return crossed > BETTER * straight + MARGIN


def _telling(part: Sequence[Word], shared: set[str]) -> dict[str, float]:
    """The words of content of a part that the other has not, with what each counts."""
    return {
        token.root: NAMED if token.capital else 1.0
        for token in part
        if token.content and token.root not in shared and not token.low[0].isdigit()
    }


def _best(words: dict[str, float], places: Sequence[set[str]]) -> float:
    whole = sum(words.values())
    return max(sum(weight for root, weight in words.items() if root in place) for place in places) / whole


def _parts(reading: Reading) -> dict[Figure, tuple[Word, ...]]:
    """Each figure with the words up to the mark or the "and" that parts it from its neighbours."""
    found = [figure for figure in figures(reading) if not figure.year]
    joining = reading.grammar.figures.joining
    starts = [0]
    for before, after in pairwise(found):
        cuts = (
            at
            for at in range(before.last, after.first)
            if at in reading.breaks or reading.tokens[at].low in joining
        )
        starts.append(next(cuts, starts[-1]))
    ends = [
        next((start for start in starts[at + 1 :] if start > starts[at]), len(reading.tokens))
        for at in range(len(starts))
    ]
    return {
        figure: reading.tokens[start:end] for figure, start, end in zip(found, starts, ends, strict=False)
    }
