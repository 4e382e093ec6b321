"""Is each figure and each date of a sentence in what it cites, of the same thing, and in its own place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.core.checks.support.fit import Fault, fit
from bot.core.reading.grammar import DateWords
from bot.core.reading.numbers import (
    Figure,
    contrary_bounds,
    figures,
    is_measure,
    same_unit,
    same_value,
)
from bot.core.reading.sentence import Reading
from bot.model import Reason

BETTER, MARGIN = 1.25, 0.03
"""Times as well as the figure itself that a rival has to fit, and by how much at least."""


def number_faults(claim: Reading, cited: Sequence[Reading]) -> Iterator[Fault]:
    """Figures that no cited sentence has, or that stand in another's place."""
    mine = [figure for figure in figures(claim) if not figure.year and not _points_back(claim, figure)]
    known = [(reading, figure) for reading in cited for figure in figures(reading)]
    for figure in mine:
        said = " ".join(token.text for token in claim.tokens[figure.first : figure.last])
        equal = [(reading, other) for reading, other in known if same_value(figure, other)]
        own = [(reading, other) for reading, other in equal if same_unit(figure, other)]
        if not own and (equal or any(figure.value == other.value for _, other in known)):
            yield Fault(
                Reason.UNIT,
                f"The cited sentences give {said} another unit or scale, or count something else.",
                said,
            )
        elif not own and not (figure.fraction and not any(other.unit == "%" for _, other in known)):
            yield Fault(Reason.NUMBER, f"The cited sentences do not give the number {said}.", said)
        elif own and all(contrary_bounds(figure, other) for _, other in own):
            yield Fault(
                Reason.NUMBER, f"The cited sentences give {said} with no such “more” or “less”.", said
            )
        elif own and _displaced(claim, figure, own, known, mine):
            yield Fault(
                Reason.NUMBER, f"The number {said} stands where the cited sentences give another.", said
            )
    yield from _bare_units(claim, cited)


def _points_back(claim: Reading, figure: Figure) -> bool:
    """Whether it counts what was named just before: "the two nations"."""
    before = claim.tokens[figure.first - 1].low if figure.first else ""
    return before in claim.grammar.figures.pointing and figure.value <= MOST_POINTED and not figure.unit


def _displaced(
    claim: Reading,
    figure: Figure,
    own: Sequence[tuple[Reading, Figure]],
    known: Sequence[tuple[Reading, Figure]],
    mine: Sequence[Figure],
) -> bool:
    """Whether another figure of the cited sentences, which the claim leaves out, fits its place better."""
    rivals = [
        (reading, other)
        for reading, other in known
        if not other.year
        and other.unit == figure.unit
        and _may_count_alike(figure, other)
        and not any(same_value(one, other) for one in mine)
    ]
    if not rivals:
        return False
    best = max(_fit(claim, figure, *one) for one in own)
    return max(_fit(claim, figure, *one) for one in rivals) > BETTER * best + MARGIN


def _may_count_alike(one: Figure, other: Figure) -> bool:
    """Whether two figures may count the same: some word behind both, or none behind one."""
    return bool(one.unit or not one.counted or not other.counted or one.counted & other.counted)


def _fit(claim: Reading, figure: Figure, reading: Reading, other: Figure) -> float:
    return fit(claim, (figure.first, figure.last), reading, (other.first, other.last))


def _bare_units(claim: Reading, cited: Sequence[Reading]) -> Iterator[Fault]:
    """Units without a figure, as in "a day" or "several million"."""
    words = claim.grammar.figures
    taken = {at for figure in figures(claim) for at in range(figure.first, figure.last)}
    for at, token in enumerate(claim.tokens):
        if at in taken or at == 0 or not is_measure(token, words):
            continue
        if claim.tokens[at - 1].low in words.leading and not any(
            token.root in reading.places for reading in cited
        ):
            yield Fault(Reason.UNIT, f"The cited sentences do not speak of {token.text}.", token.text)


MOST_POINTED = 3


# --- dates -------------------------------------------------------------------------------------------


TIME = "time"
"""The dimension of hours, weeks and years."""

BETTER_DATE = 2.0
"""Times as well as the date itself that another has to fit."""


class Day(NamedTuple):
    """A part of a date where it stands (a token): what kind it is, and its full name."""

    kind: str  # weekday, month, year
    name: str
    at: int


def days(reading: Reading) -> list[Day]:
    """The parts of dates in a sentence."""
    words = reading.grammar.dates
    found = [Day("year", str(int(one.value)), one.first) for one in figures(reading) if one.year]
    for at, token in enumerate(reading.tokens):
        name = words.forms.get(token.low) or _short(reading, at)
        if name and (name not in words.also_words or _is_month(reading, at)):
            found.append(Day("weekday" if name in words.weekdays else "month", name, at))
    return found


def _short(reading: Reading, at: int) -> str:
    token = reading.tokens[at]
    return (
        reading.grammar.dates.short.get(token.low, "")
        if token.capital and (at + 1 in reading.breaks or _beside_number(reading, at))
        else ""
    )


def _is_month(reading: Reading, at: int) -> bool:
    """Whether "may" and "march" are months: beside a number, after "in", or a capital apart from names."""
    tokens = reading.tokens
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    apart = not (before and before.capital) and not (after and after.capital)
    capital = tokens[at].capital and at not in reading.openings and apart
    led = before is not None and before.low in reading.grammar.dates.before_a_month
    return _beside_number(reading, at) or capital or led


def _beside_number(reading: Reading, at: int) -> bool:
    near = reading.tokens[max(0, at - 1) : at] + reading.tokens[at + 1 : at + 2]
    return any(token.text[0].isdecimal() for token in near)


def date_faults(claim: Reading, cited: Sequence[Reading], published: Sequence[date]) -> Iterator[Fault]:
    """Dates that no cited sentence gives, or that stand in another's place.

    A day that a cited sentence names relatively ("yesterday") may be named, where it was published is known.
    """
    mine = days(claim)
    if not mine:
        return
    known = [(reading, day) for reading in cited for day in days(reading)]
    reckoned = {name for when in published for reading in cited for name in _reckoned(reading, when)}
    for day in mine:
        own = [(reading, other) for reading, other in known if other[:2] == day[:2]]
        said = claim.tokens[day.at].text
        if not own and day.name not in reckoned:
            yield Fault(Reason.DATE, f"The cited sentences do not give the {day.kind} {said}.", said)
        elif own and _date_displaced(claim, day, own, known, mine):
            yield Fault(
                Reason.DATE, f"{said} stands where the cited sentences give another {day.kind}.", said
            )


def shift_faults(claim: Reading, cited: Sequence[Reading]) -> Iterator[Fault]:
    """What is told of the past where the cited sentences have it to come, or the other way round."""
    known = {shift[:2] for reading in cited for shift in _shifts(reading)}
    for unit, shift, first, last in _shifts(claim):
        if (unit, -shift) in known and (unit, shift) not in known:
            said = " ".join(token.text for token in claim.tokens[first:last])
            yield Fault(Reason.DATE, f"The cited sentences do not say “{said}”, but the contrary.", said)


def _shifts(reading: Reading) -> Iterator[tuple[str, int, int, int]]:
    """What is past as -1 ("last month", "two weeks ago"), what is to come as 1 ("next month")."""
    tokens, words, units = reading.tokens, reading.grammar.dates, reading.grammar.figures.units
    for at, token in enumerate(tokens[1:], 1):
        shift = words.shifts.get(tokens[at - 1].low, 0)
        if shift and units.get(token.low, ("",))[0] == TIME:
            yield token.root, shift, at - 1, at + 1
    for figure in figures(reading):
        if figure.unit != TIME or not figure.first:
            continue
        unit = f"{figure.value:g} {tokens[figure.last - 1].root}"
        lead = tokens[figure.first - 1].low
        after = tokens[figure.last].low if figure.last < len(tokens) else ""
        if after in words.ago or lead in words.ago_before:
            yield unit, -1, figure.first, min(len(tokens), figure.last + (after in words.ago))
        elif lead in words.ahead:
            yield unit, 1, figure.first - 1, figure.last


def _date_displaced(
    claim: Reading,
    day: Day,
    own: Sequence[tuple[Reading, Day]],
    known: Sequence[tuple[Reading, Day]],
    mine: Sequence[Day],
) -> bool:
    named = {one.name for one in mine}
    rivals = [
        (reading, other) for reading, other in known if other.kind == day.kind and other.name not in named
    ]
    best = max(_date_fit(claim, day, *one) for one in own)
    return max((_date_fit(claim, day, *one) for one in rivals), default=0.0) > BETTER_DATE * best + 0.1


def _date_fit(claim: Reading, day: Day, reading: Reading, other: Day) -> float:
    return fit(claim, (day.at, day.at + 1), reading, (other.at, other.at + 1), figures=False)


def _reckoned(reading: Reading, published: date) -> Iterator[str]:
    """What the relative dates of a sentence are, as it was published on a day."""
    words = reading.grammar.dates
    yield str(published.year)
    for at, token in enumerate(reading.tokens):
        shift = words.shifts.get(reading.tokens[at - 1].low) if at else None
        if token.low in words.relative:
            yield from _names(published + timedelta(words.relative[token.low]), words)
        elif (day := words.forms.get(token.low)) in words.weekdays:
            back = (published.weekday() - words.weekdays.index(day)) % 7
            yield words.months[(published - timedelta(back)).month - 1]
        elif token.low in words.year and shift is not None:
            yield str(published.year + shift)
        elif token.low in words.month and shift is not None:
            yield words.months[(published.month - 1 + shift) % 12]


def _names(day: date, words: DateWords) -> Iterator[str]:
    yield from (words.weekdays[day.weekday()], words.months[day.month - 1], str(day.year))
