"""Is each figure of a sentence in what it cites, of the same thing, and in its own place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.core.checks.support.figures import Figure, figures, same_unit, same_value
from bot.core.checks.support.fit import fit
from bot.core.checks.support.reading import Reading
from bot.core.checks.support.units import is_measure
from bot.model import Reason

Fault = tuple[Reason, str]

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
            yield (
                Reason.UNIT,
                f"The cited sentences give {said} another unit or scale, or count something else.",
            )
        elif not own:
            yield Reason.NUMBER, f"The cited sentences do not give the number {said}."
        elif _displaced(claim, figure, own, known, mine):
            yield Reason.NUMBER, f"The number {said} stands where the cited sentences give another."
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
            yield Reason.UNIT, f"The cited sentences do not speak of {token.text}."


MOST_POINTED = 3
_POINTING = frozenset("the these both all other".split())
_LEADING = frozenset(
    "a an one several few many some hundred hundreds thousands dozens per each every".split()
)
