"""How strict and how fair the gate is; floors are what was reached, bars are in docs/checks.md."""

from __future__ import annotations

import pytest

from bot.core.checks.support import WEIGHTS
from tests.bench.gate import Judgements, Sample, Table, judgements, learned, natural, samples, table

pytestmark = [pytest.mark.needs("bench"), pytest.mark.slow]

CAUGHT = {
    "random number": (0.98, 0.99),
    "another number of the article": (0.97, 0.98),
    "date": (0.98, 0.99),
    "name foreign to the article": (0.99, 0.99),
    "unit, scale or currency": (0.98, 0.99),
    "another person of the article": (0.90, 0.97),
    '"not" added': (0.96, 0.985),
    '"not" dropped': (0.80, 0.97),
    "antonym": (0.73, 0.93),
}
"""Shares caught: of human wordings, of sentences copied from an article."""

CUT = (0.075, 0.003)
CUT_LONG = 0.30
"""Shares of sound sentences that are cut at most; of Wikinews' long ones."""

NATURAL = {"qags-cnndm": 0.87, "qags-xsum": 0.75, "xsumfaith": 0.81, "summedits": 0.65}
"""With the weights that ship, and with those of the other sets."""


@pytest.fixture(scope="module")
def found() -> list[Sample]:
    return samples()


@pytest.fixture(scope="module")
def shares(found: list[Sample]) -> Table:
    return table(found)[0]


@pytest.mark.parametrize("kind", CAUGHT)
def test_sentences_made_wrong_are_caught(kind: str, shares: Table) -> None:
    human, copied = CAUGHT[kind]
    assert shares[kind, "human", "all"].value >= human
    assert shares[kind, "copied", "all"].value >= copied


def test_sound_sentences_are_seldom_cut(shares: Table) -> None:
    human, copied = CUT
    assert shares["cut", "human", "all"].value <= human
    assert shares["cut", "copied", "all"].value <= copied
    assert shares["cut", "human", "wikinews"].value <= CUT_LONG


@pytest.fixture(scope="module")
def judged() -> dict[str, Judgements]:
    return judgements()


@pytest.mark.parametrize("leave_out", [False, True])
def test_natural_errors_score_lower_than_sound_sentences(
    leave_out: bool, judged: dict[str, Judgements]
) -> None:
    scored = natural(judged, leave_out)
    assert {name: round(scored[name], 3) >= floor for name, floor in NATURAL.items()} == dict.fromkeys(
        NATURAL, True
    )


def test_the_weights_that_ship_are_those_of_all_sets(judged: dict[str, Judgements]) -> None:
    assert learned(list(judged.values())) == pytest.approx(WEIGHTS, abs=0.05)
