"""Is each figure and each date of a sentence in what it cites, of the same thing, and in its own place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from bot.core.checks.support.fit import Fault, fit
from bot.core.reading.numbers import MONTHS, WEEKDAYS, Figure, figures, is_measure, same_unit, same_value
from bot.core.reading.sentence import Reading
from bot.model import Reason

BETTER, MARGIN = 1.25, 0.03
"""Times as well as the figure itself that a rival has to fit, and by how much at least."""


def number_faults(claim: Reading, cited: Sequence[Reading]) -> Iterator[Fault]:
    """Figures that no cited sentence has, or that stand in another's place."""
    mine = [figure for figure in figures(claim.text) if not figure.year and not _points_back(claim, figure)]
    known = [(reading, figure) for reading in cited for figure in figures(reading.text)]
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
        elif not own:
            yield Fault(Reason.NUMBER, f"The cited sentences do not give the number {said}.", said)
        elif _displaced(claim, figure, own, known, mine):
            yield Fault(
                Reason.NUMBER, f"The number {said} stands where the cited sentences give another.", said
            )
    yield from _bare_units(claim, cited)


def _points_back(claim: Reading, figure: Figure) -> bool:
    """Whether it counts what was named just before: "the two nations"."""
    before = claim.tokens[figure.first - 1].low if figure.first else ""
    return before in _POINTING and figure.value <= MOST_POINTED and not figure.unit


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
        if not other.year and other.unit == figure.unit and not any(same_value(one, other) for one in mine)
    ]
    if not rivals:
        return False
    best = max(_fit(claim, figure, *one) for one in own)
    return max(_fit(claim, figure, *one) for one in rivals) > BETTER * best + MARGIN


def _fit(claim: Reading, figure: Figure, reading: Reading, other: Figure) -> float:
    return fit(claim, (figure.first, figure.last), reading, (other.first, other.last))


def _bare_units(claim: Reading, cited: Sequence[Reading]) -> Iterator[Fault]:
    """Units without a figure, as in "a day" or "several million"."""
    taken = {at for figure in figures(claim.text) for at in range(figure.first, figure.last)}
    for at, token in enumerate(claim.tokens):
        if at in taken or at == 0 or not is_measure(token):
            continue
        if claim.tokens[at - 1].low in _LEADING and not any(
            token.root in reading.places for reading in cited
        ):
            yield Fault(Reason.UNIT, f"The cited sentences do not speak of {token.text}.", token.text)


MOST_POINTED = 3
_POINTING = frozenset("the these both all other".split())
_LEADING = frozenset(
    "a an one several few many some hundred hundreds thousands dozens per each every".split()
)


# --- dates -------------------------------------------------------------------------------------------


_WEEKDAYS = tuple(map(str.lower, WEEKDAYS))
_MONTHS = tuple(map(str.lower, MONTHS))
_SHORT = {
    **{name[:3]: name for name in (*_WEEKDAYS, *_MONTHS)},
    "tues": "tuesday",
    "wednes": "wednesday",
    "thur": "thursday",
    "thurs": "thursday",
    "sept": "september",
}
_ALSO_WORDS = frozenset(("may", "march", "sun", "sat", "mar", "jan", "wed", "mon", "dec", "second"))
_BEFORE_A_MONTH = frozenset(
    "in on of since until by last next this early late mid from during before after".split()
)
_RELATIVE = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}

BETTER_DATE = 2.0
"""Times as well as the date itself that another has to fit."""


class Day(NamedTuple):
    """A part of a date where it stands (a token): what kind it is, and its full name."""

    kind: str  # weekday, month, year
    name: str
    at: int


def days(reading: Reading) -> list[Day]:
    """The parts of dates in a sentence."""
    found = [Day("year", str(int(one.value)), one.first) for one in figures(reading.text) if one.year]
    for at, token in enumerate(reading.tokens):
        name = token.low if token.low in _WEEKDAYS or token.low in _MONTHS else _short(reading, at)
        if name and (name not in _ALSO_WORDS or _is_month(reading, at)):
            found.append(Day("weekday" if name in _WEEKDAYS else "month", name, at))
    return found


def _short(reading: Reading, at: int) -> str:
    token = reading.tokens[at]
    return (
        _SHORT.get(token.low, "")
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
    led = before is not None and before.low in _BEFORE_A_MONTH - {"this"}
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
    yield str(published.year)
    for at, token in enumerate(reading.tokens):
        before = reading.tokens[at - 1].low if at else ""
        if token.low in _RELATIVE:
            yield from _names(published + timedelta(_RELATIVE[token.low]))
        elif token.low in _WEEKDAYS:
            back = (published.weekday() - _WEEKDAYS.index(token.low)) % 7
            yield _MONTHS[(published - timedelta(back)).month - 1]
        elif token.low == "year" and before in ("last", "next"):
            yield str(published.year + (1 if before == "next" else -1))
        elif token.low == "month" and before in ("last", "this", "next"):
            yield _MONTHS[(published.month - 1 + {"last": -1, "this": 0, "next": 1}[before]) % 12]


def _names(day: date) -> Iterator[str]:
    yield from (_WEEKDAYS[day.weekday()], _MONTHS[day.month - 1], str(day.year))
